"""A working copy as the workbench wants it: git joins its plans by ``kehoach merge`` unasked, and leaves alone what is of the moment."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tui.store.servers.git import Git

_BEGIN: Final = "# kehoach: begin"
_END: Final = "# kehoach: end"
_ATTRIBUTES: Final = ("*.toml merge=kehoach", "*.toml.history merge=kehoach")
_LEFT_ALONE: Final = (
    *(".*.toml.prev", ".*.toml.cut", ".*.toml.lock", ".*.toml.open/", ".*.toml.seals/", ".*.toml.*.tmp", ".*.history.*.tmp"),
    "*.toml.history.[0-9]*",
)


def prepare(git: Git, common: Path, settings: Mapping[str, str] | None = None) -> None:
    """Have git know the merge driver, which files it is for, and what is never committed; nothing is written that stands already.

    ``settings`` are those that hold, where they are known.

    Raises :class:`~tui.store.servers.git.ServerError`.
    """
    driver = f"{program()} merge --driver --name=%P %O %A %B"
    if (settings or {}).get("merge.kehoach.driver") != driver:
        git.out("config", "--local", "merge.kehoach.name", "kehoach: record by record, field by field")
        git.out("config", "--local", "merge.kehoach.driver", driver)
    _put_block(common / "info" / "attributes", _ATTRIBUTES)
    _put_block(common / "info" / "exclude", _LEFT_ALONE)


def program() -> str:
    """How this program is called by a shell, wherever that stands."""
    own = Path(sys.argv[0])
    with contextlib.suppress(OSError):
        if own.name == "kehoach" and own.is_file() and os.access(own, os.X_OK):
            return shlex.quote(str(own.resolve()))
    room = Path(__file__).resolve().parents[3]
    stays = room.parent / "run"
    if room.name.startswith(".program-") and os.access(stays, os.X_OK):  # the copy goes with the next upgrade
        return shlex.quote(str(stays))
    found = shutil.which("kehoach")
    if found is not None:
        return shlex.quote(os.path.abspath(found))
    return f"env PYTHONPATH={shlex.quote(str(room))} {shlex.quote(sys.executable)} -P -m tui"


def _put_block(path: Path, lines: tuple[str, ...]) -> None:
    """Have a file of git hold these lines, between two marks; what else is in it stays."""
    before = path.read_text("utf-8", "surrogateescape") if path.exists() else ""
    head, found, rest = before.partition(_BEGIN + "\n")
    tail = rest.partition(_END + "\n")[2] if found else ""
    block = "\n".join((_BEGIN, *lines, _END)) + "\n"
    head += "\n" * (bool(head) and not head.endswith("\n"))
    made = head + block + tail
    if made == before:
        return
    path.parent.mkdir(exist_ok=True)
    new = path.with_name(f"{path.name}.kehoach")
    new.write_text(made, "utf-8", "surrogateescape")
    os.replace(new, path)
