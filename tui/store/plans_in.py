"""The plans in a folder, and how one is told from other TOML files there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Final

from tui.store.files.errors import StoreError
from tui.store.files.file_state import read_file

_NAME: Final = "plan.toml"
_HISTORY: Final = ".history"
_HEADER: Final = re.compile(rb"^[ \t]*\[[ \t]*plan[ \t]*\]", re.MULTILINE)
_BROKEN_HEADER: Final = re.compile(rb"""^[ \t]*(?:\[+[ \t]*['"]?plan['"]?[ \t]*(?:[\]#\r\n]|\Z)|['"]?plan['"]?[ \t]*\])""", re.MULTILINE)
"""``[plan``, ``[[plan]]``, ``plan]``: what a slip of the hand leaves of the header."""
_TABLE: Final = re.compile(rb"""^[ \t]*\[+[ \t]*['"]?(indicators|goals|tasks|enterprises|agencies|duties)['"]?[ \t]*[.\]]""", re.MULTILINE)
_ALONE: Final = b"indicators"
"""Says by itself that a file is a plan. The others may stand in a file of another program (``[tasks.build]``), but no two of them."""


def plans_in(
    folder: str, closed: Callable[[OSError], object], but: str = "", known: Callable[[str], bool] = lambda path: False
) -> Iterator[str]:
    """The plans in a folder and below it, by name, but for hidden ones and those in the folder ``but``; what is closed is told.

    A file that is ``known`` to be one, or to have been one, is not opened, and whatever it holds now it is among them: what has become
    unreadable is not gone. The same is true of one that the history of a plan stands beside.
    """
    waiting = [folder]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(below) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            closed(error)
            continue
        folders = []
        names = {entry.name for entry in entries}
        for entry in entries:
            name, path = entry.name, entry.path
            if name.startswith("."):
                continue
            if _is_folder(entry):
                if path != but and not entry.is_symlink():  # a link may lead round in a circle
                    folders.append(path)
            elif name.endswith(".toml") and (name == _NAME or name + _HISTORY in names or known(path) or looks_like_a_plan(path)):
                yield path
        waiting += reversed(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def looks_like_a_plan(path: str) -> bool:
    """Whether a file is a plan, or would be but for a slip; also one that cannot be read: that is said when it is."""
    try:
        return seems_a_plan_text(read_file(path).data)
    except StoreError:
        return True


def seems_a_plan_text(data: bytes) -> bool:
    """Whether a TOML file that holds this has a table ``[plan]``, what is left of its header, or other tables of a plan.

    So has one of nothing at all, as ``>`` and a power cut leave it: which file that was nobody can tell any more.
    """
    if not data.strip(b"\0 \t\r\n") or _HEADER.search(data) is not None or _BROKEN_HEADER.search(data) is not None:
        return True
    found = set(_TABLE.findall(data))
    return _ALONE in found or len(found) > 1


def is_plan_text(data: bytes) -> bool:
    """Whether a TOML file that holds this has a table ``[plan]``."""
    return _HEADER.search(data) is not None
