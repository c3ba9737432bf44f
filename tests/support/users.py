"""Work done as another user of the system: this process takes made-up numbers for user and groups, so nothing is added to the system."""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import shutil
import subprocess
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final, TypeVar

import attrs

from tests.support.loaded import load_all

T = TypeVar("T")

GROUP: Final = 52100
"""The group of those who plan."""


@attrs.frozen
class User:
    """A user by number, with the groups they are in besides their own, which has the same number."""

    uid: int
    groups: tuple[int, ...] = ()
    umask: int = 0o022

    def become(self) -> None:
        """Make this process theirs, for good."""
        os.setgroups(self.groups)
        os.setresgid(self.uid, self.uid, self.uid)
        os.setresuid(self.uid, self.uid, self.uid)
        os.umask(self.umask)

    def does(self, work: Callable[[], T]) -> T:
        """What the work gives when they do it; raises what it raises.

        This process is theirs meanwhile, for the system as well: only what it was is kept, to be that again. (A process of
        their own for each work would be shown the same; forking one that has run a thousand tests takes longer than any of the work.)
        """
        load_all()  # it may lie where only this user can read it
        groups, umask = os.getgroups(), os.umask(self.umask)
        user, group = os.getresuid(), os.getresgid()
        os.setgroups(self.groups)
        os.setresgid(self.uid, self.uid, group[2])
        os.setresuid(self.uid, self.uid, user[2])
        try:
            return work()
        finally:
            os.setresuid(*user)
            os.setresgid(*group)
            os.setgroups(groups)
            os.umask(umask)

    def does_apart(self, work: Callable[[], T]) -> T:
        """What the work gives in a process of theirs that ends without a word; raises AssertionError with its traceback."""
        load_all()
        out, into = os.pipe()
        child = os.fork()
        if not child:
            try:
                gc.disable()  # what it has of the parent is not copied to be looked through
                os.close(out)
                self.become()
                told = pickle.dumps((True, work()))
            except BaseException:
                told = pickle.dumps((False, traceback.format_exc()))
            with open(into, "wb") as pipe:
                pipe.write(told)
            os._exit(0)
        os.close(into)
        with open(out, "rb") as pipe:
            well, value = pickle.loads(pipe.read())
        os.waitpid(child, 0)
        assert well, value
        return value  # type: ignore[no-any-return]


LAN: Final = User(52001, (GROUP,))
NAM: Final = User(52002, (GROUP,))
BAO: Final = User(52003)
"""Somebody who is in no group of the others'."""


def why_not() -> str:
    """Why nobody can become another user here; "" when it works."""
    return "" if os.geteuid() == 0 else "only the superuser can become other users"


def why_no_lists() -> str:
    """Why there are no access lists here; "" when there are."""
    if why_not() or shutil.which("setfacl") is None:
        return why_not() or "setfacl is not installed"
    with tempfile.NamedTemporaryFile() as file:
        done = subprocess.run(["setfacl", "-m", f"u:{LAN.uid}:r", file.name], capture_output=True, text=True, check=False)
        return done.stderr.strip() if done.returncode else ""


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder every user gets to, taken away at the end."""
    folder = Path(tempfile.mkdtemp(prefix="kehoach-users-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def planners_plan(folder: Path, text: str, mode: int) -> Path:
    """Lan's plan with this mode, in a folder that the planners may write to and everybody may look into."""
    plans = folder / "plans"
    plans.mkdir()
    os.chown(plans, 0, GROUP)
    plans.chmod(0o2775)
    path = plans / "plan.toml"
    path.write_text(text, encoding="utf-8")
    os.chown(path, LAN.uid, GROUP)
    path.chmod(mode)
    return path
