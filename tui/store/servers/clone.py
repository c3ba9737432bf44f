"""Copying a repository of plans from its server: whole or not at all, with no hook, no link and no setting of whoever made it."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs

from tui.model.text import N_, Sentence, say
from tui.store.files.errors import reason, shown_path
from tui.store.plans_in import plans_in
from tui.store.servers.copy import prepare
from tui.store.servers.git import Git, ServerError, Wanted, always, failed, has_password, refused_url, settings_of, shown_url

_TEMPORARY: Final = re.compile(r"\..*\.kehoach-(\d+)\Z")


@attrs.frozen
class Cloned:
    """A copy: where it is, its plans, and whether the server has anything at all yet."""

    folder: Path
    server: str
    plans: tuple[Path, ...]
    empty: bool


def folder_of(url: str) -> str:
    """The name of a folder for what is at an address: its last part without ``.git``."""
    name = re.split(r"[/:]", url.rstrip("/"))[-1].removesuffix(".git")
    return "" if name.startswith(".") or not name.isprintable() else name


def cloned(
    url: str,
    folder: Path,
    *,
    only: str | None = None,
    asks: bool = False,
    wanted: Wanted = always,
    told: Callable[[Sentence], object] = lambda sentence: None,
) -> Cloned:
    """Copy what is at an address into a folder that is not there yet, or only one plan of it. Raises :class:`ServerError`."""
    refused = refused_url(url)
    if refused is not None:
        raise ServerError(refused)
    if has_password(url):
        told_of = N_("a password does not belong in an address, where every user of this machine sees it; git asks for it in a terminal")
        raise ServerError(say(told_of))
    if os.path.lexists(folder) and not (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir())):
        raise ServerError(say(N_("{path} is there already; name another folder, or synchronise that one"), path=shown_path(folder)))
    parent = folder.absolute().parent
    if not parent.is_dir():
        raise ServerError(say(N_("{path}: there is no such folder"), path=shown_path(parent)))
    _sweep(parent)
    new = parent / f".{folder.name}.kehoach-{os.getpid()}"
    told(say(N_("copying from {server}"), server=shown_url(url)))
    try:
        found = _copied(Git(parent, asks, wanted=wanted), url, new, only)
        os.rename(new, folder.absolute())
    except OSError as error:
        raise ServerError(say(N_("{path} cannot be written: {reason}"), path=shown_path(folder), reason=reason(error))) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)
    plans = tuple(Path(path) for path in plans_in(str(folder), lambda error: None))
    return Cloned(folder, shown_url(url), plans, found)


def _copied(git: Git, url: str, new: Path, only: str | None) -> bool:
    """Whether what was copied is empty."""
    settings_of(git)
    answer = git.run(
        "clone", "-q", "--no-checkout", "--no-recurse-submodules", "--template=", "-c", "core.symlinks=false", "--", url, str(new)
    )
    if answer.code:
        raise failed(answer, url)
    git.folder = new
    prepare(git, new / ".git")
    if git.line("rev-parse", "--verify", "-q", "HEAD^{commit}") is None:
        return git.line("for-each-ref", "--count=1", "--format=%(refname)") is None or _on_the_first_branch(git)
    if only is not None:
        _refuse_missing(git, only)
        lines = "".join(f"/{_literal(name)}\n" for name in (only, f"{only}.history"))
        git.out("sparse-checkout", "set", "--no-cone", "--stdin", given=lines.encode(errors="surrogateescape"))
    git.out("read-tree", "-m", "-u", "HEAD")
    return False


def _on_the_first_branch(git: Git) -> bool:
    """Go onto a branch there is, where the server names one that is not; whether there is none."""
    found = git.line("for-each-ref", "--count=1", "--format=%(refname:strip=3)", "refs/remotes/origin")
    if found is None:
        return True
    git.out("update-ref", f"refs/heads/{found}", f"refs/remotes/origin/{found}")
    git.out("symbolic-ref", "HEAD", f"refs/heads/{found}")
    git.out("config", "--local", f"branch.{found}.remote", "origin")
    git.out("config", "--local", f"branch.{found}.merge", f"refs/heads/{found}")
    git.out("read-tree", "-m", "-u", "HEAD")
    return False


def _refuse_missing(git: Git, only: str) -> None:
    if git.run("cat-file", "-e", f"HEAD:{only}").code:
        raise ServerError(say(N_("there is no {path} in it"), path=shown_path(only)))


def _literal(name: str) -> str:
    """A path as a pattern of git that is for no other."""
    return re.sub(r"([*?\[\]\\])", r"\\\1", name)


def _sweep(parent: Path) -> None:
    """Take away what a copying left that was killed."""
    with contextlib.suppress(OSError):
        for name in os.listdir(parent):
            left = _TEMPORARY.fullmatch(name)
            if left is not None and not _lives(int(left[1])):
                shutil.rmtree(parent / name, ignore_errors=True)


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (OSError, OverflowError):
        return True
    return True
