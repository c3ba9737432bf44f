"""What an earlier file of prepared code has of modules that are as they were: it need not be compiled and written again.

Most of what a session loads is of packages, which another version of the program finds unchanged in the same environment; and whoever works
on the program changes a module at a time. A piece is taken from a file of the person's own, made by the same Python and by the same makers,
where the source is the very one it was made of, and where all functions that a start now calls stand with their module.

Only the process that prepares code imports this (:mod:`tui.start.preparing`).
"""

from __future__ import annotations

import marshal
import os
import zlib
from typing import TYPE_CHECKING, Final

from tui.start import prepared

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from tui.start.tried_start import Known

_MAKERS: Final = ("bare_code", "divided_code", "line_tables", "loaded_at_call", "marshalled", "prepared", "preparing")
_PROGRAMS: Final = ".program-"
"""How the folders of the program's versions begin that ``./run`` makes beside each other."""


def makers() -> int:
    """What tells one state of the modules that make the file from another. Raises OSError."""
    told = 0
    for name in _MAKERS:
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.py"), "rb") as file:
            told = zlib.crc32(file.read(), told)
    return told


class Before:
    """The newest earlier file a piece may be taken from, where there is one."""

    def __init__(self, target: str, called: Container[Known]) -> None:
        """``target`` is the file that is to be made, ``called`` what a start calls. Raises OSError."""
        self._called = called
        made_by = makers()
        found = (prepared.opened(path, (os.geteuid(),), anywhere=True) for path in _earlier(target))
        self._file = next((one for one in found if one is not None and one.made_by == made_by), None)

    def of(self, name: str, source: tuple[str, bool], status: os.stat_result) -> tuple[bytes, dict[tuple[str, int], bytes]] | None:
        """(the code of a module as it is written, that of each function kept apart) of this file; None where it has to be made."""
        if self._file is None or self._file.source(name) != source:
            return None
        try:
            code, apart = self._file.pieces(name, status)
            for each in (code, *apart.values()):  # what is damaged would be taken on for ever
                marshal.loads(each)
        except (OSError, ValueError, EOFError, TypeError, KeyError):
            return None
        return None if any((source[0], *key) in self._called for key in apart) else (code, apart)


def _earlier(target: str) -> list[str]:
    """Files that may be there: the one that is to take its place, the person's, those of other versions; the newest first."""
    program = os.path.dirname(os.path.dirname(os.path.dirname(prepared.beside_program())))
    paths = {target, prepared.own(), *_of_other_versions(os.path.dirname(program))}
    times = {path: time for path in paths if path is not None and (time := _written(path)) is not None}
    return sorted(times, key=lambda path: -times[path])


def _of_other_versions(folder: str) -> Iterator[str]:
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.startswith(_PROGRAMS):
            yield os.path.join(folder, name, "tui", "__pycache__", prepared.NAME)


def _written(path: str) -> int | None:
    try:
        return os.stat(path).st_mtime_ns
    except OSError:
        return None
