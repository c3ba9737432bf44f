"""The plans in a folder, and how one is told from other TOML files there."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from typing import Final

from tui.store.files.errors import StoreError
from tui.store.files.file_state import read_file

_NAME: Final = "plan.toml"
_HEADER: Final = re.compile(rb"^[ \t]*\[[ \t]*plan[ \t]*\]", re.MULTILINE)
"""Also of a broken one."""


def plans_in(
    folder: str, closed: Callable[[OSError], object], but: str = "", known: Callable[[str], bool] = lambda path: False
) -> Iterator[str]:
    """The plans in a folder and below it, by name, but for hidden ones and those in the folder ``but``; what is closed is told.

    A file that is ``known`` to be one still is not opened.
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
        for entry in entries:
            name, path = entry.name, entry.path
            if name.startswith("."):
                continue
            if _is_folder(entry):
                if path != but and not entry.is_symlink():  # a link may lead round in a circle
                    folders.append(path)
            elif name.endswith(".toml") and (name == _NAME or known(path) or looks_like_a_plan(path)):
                yield path
        waiting += reversed(folders)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def looks_like_a_plan(path: str) -> bool:
    """Whether a file is called ``plan.toml`` or has a table ``[plan]``; also one that cannot be read: that is said when it is."""
    try:
        return os.path.basename(path) == _NAME or is_plan_text(read_file(path).data)
    except StoreError:
        return True


def is_plan_text(data: bytes) -> bool:
    """Whether a TOML file that holds this has a table ``[plan]``."""
    return _HEADER.search(data) is not None
