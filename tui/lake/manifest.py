"""What a lake is made of: which plan files, each by the digest of what it held, and which part of the tables has its rows.

Stands as ``manifest.json`` in the folder of a version. It is read as a text of others: one that is not what it should be is no manifest,
and the lake is made anew from the plans.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs

from tui import __version__
from tui.lake.code_list import CodeList, codes_in
from tui.start.others_file import bytes_of
from tui.store.others_text import Unreadable, object_in, reading

FORMAT: Final = 1
COLUMNS: Final = 4
"""Raised whenever a table gets another column, or another file is unreadable, within a version of the program: a lake without it is made
anew."""
"""Of the tables and of this file: who reads another one reads neither."""
NAME: Final = "manifest.json"
TABLES: Final = ("plans", "indicators", "figures", "verdicts", "tasks", "holders", "enterprises", "duties", "problems")
"""The tables of a lake; :mod:`tui.lake.schemas` says what is in them."""
_MOST: Final = 256 << 20
_PART: Final = re.compile(r"[0-9a-f]{16}\Z")
_LONGEST: Final = 200
"""Letters of a value that is the name of a folder."""
_RACY_NS: Final = 2_000_000_000
"""A file changed so shortly before it was looked at may have changed again without ``stat`` seeing it."""


@attrs.frozen
class Seen:
    """One plan file of a lake: what ``stat`` saw, the digest of its bytes, and the part that has its rows.

    ``settled`` is true when it was read so long after its last change that ``stat`` would show another one. ``readable`` is false of a
    plan that has rows in ``problems`` only. The device is not looked at: it is another after each restart of some machines, and a file
    of the same size, inode and times, to the nanosecond, is the same file.
    """

    size: int
    modified_ns: int
    changed_ns: int
    inode: int
    digest: str
    part: str
    settled: bool
    readable: bool

    @classmethod
    def of(cls, status: os.stat_result, digest: str, looked_ns: int, readable: bool, part: str = "") -> Seen:
        """What ``stat`` saw of a file whose bytes were read at ``looked_ns``, in nanoseconds since 1970, or later."""
        settled = max(status.st_mtime_ns, status.st_ctime_ns) < looked_ns - _RACY_NS
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino, digest, part, settled, readable)

    @classmethod
    def of_nothing(cls) -> Seen:
        """What is known of a file that ``stat`` does not see."""
        return cls(0, 0, 0, 0, "", "", False, False)

    def looks_like(self, status: os.stat_result) -> bool:
        """Whether ``stat`` sees the file that was read."""
        return (self.size, self.modified_ns, self.changed_ns, self.inode) == (
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
            status.st_ino,
        )

    def is_surely(self, status: os.stat_result) -> bool:
        """Whether the file is the very one that was read, as far as ``stat`` can tell."""
        return self.settled and self.looks_like(status)


@attrs.frozen
class Part:
    """One file in every table: the rows of some plans of one term and one area (None: not said)."""

    term: str | None
    area: str | None
    rows: Mapping[str, int]
    """Table → rows."""
    sizes: Mapping[str, int]
    """Table → bytes of the file."""


@attrs.frozen
class Manifest:
    """What one version of a lake holds, and of which day its verdicts are."""

    day: dt.date
    plans: Mapping[str, Seen]
    """By the path of the plan file."""
    parts: Mapping[str, Part]
    """By the id that is in the names of their files."""
    codes: CodeList | None = None
    """The owner's list of codes the roll-up was given."""
    version: str = __version__

    def rows(self, table: str) -> int:
        """How many rows a table has."""
        return sum(part.rows.get(table, 0) for part in self.parts.values())

    def as_bytes(self) -> bytes:
        """The text of the file."""
        content = {
            "format": FORMAT,
            "program": self.version,
            "columns": COLUMNS,
            "day": self.day.isoformat(),
            "codes": None if self.codes is None else {code: list(attrs.astuple(said)) for code, said in self.codes.items()},
            "parts": {id: [part.term, part.area, dict(part.rows), dict(part.sizes)] for id, part in self.parts.items()},
            "plans": {
                path: [s.size, s.modified_ns, s.changed_ns, s.inode, s.digest, s.part, s.settled, s.readable]
                for path, s in self.plans.items()
            },
        }
        return json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()


def read_manifest(folder: Path) -> Manifest | None:
    """The manifest in the folder of a version; None when there is none, or one of another program or format, or no sound one."""
    try:
        found = object_in(bytes_of(folder / NAME, _MOST))
        return _taken(found)
    except (OSError, Unreadable):
        return None


def plans_of_any_program(folder: Path) -> frozenset[str]:
    """The paths of the plans a version of a lake holds, also one of another program, as far as they can be told."""
    try:
        found = object_in(bytes_of(folder / NAME, _MOST))
        with reading():
            return frozenset(_path(path) for path in found["plans"])
    except (OSError, Unreadable):
        return frozenset()


def _taken(found: Mapping[str, Any]) -> Manifest:
    with reading():
        if found["format"] != FORMAT or found["program"] != __version__ or found["columns"] != COLUMNS:
            raise Unreadable("made by another program")
        parts = {_part_id(id): _part(*values) for id, values in found["parts"].items()}
        plans = {_path(path): _seen(values, parts) for path, values in found["plans"].items()}
        codes = None if found["codes"] is None else codes_in(found["codes"])
        return Manifest(dt.date.fromisoformat(found["day"]), plans, parts, codes)


def _seen(values: Any, parts: Mapping[str, Part]) -> Seen:
    size, modified, changed, inode, digest, part, settled, readable = values
    if not (type(size) is type(modified) is type(changed) is type(inode) is int and type(digest) is str):
        raise Unreadable("no plan")
    if not (type(settled) is type(readable) is bool):
        raise Unreadable("no plan")
    if part not in parts:
        raise Unreadable("a plan of no part")
    return Seen(size, modified, changed, inode, digest, part, settled, readable)


def _part(term: Any, area: Any, rows: Any, sizes: Any) -> Part:
    return Part(_value(term), _value(area), _counts(rows), _counts(sizes))


def _part_id(id: Any) -> str:
    if not isinstance(id, str) or not _PART.match(id):
        raise Unreadable("no id of a part")
    return id


def _path(path: Any) -> str:
    if not isinstance(path, str) or not os.path.isabs(path) or "\0" in path:
        raise Unreadable("no path")
    return path


def _value(value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or not 0 < len(value) <= _LONGEST):
        raise Unreadable("no value of a folder")
    return value


def _counts(rows: Any) -> dict[str, int]:
    counts = {table: rows[table] for table in TABLES}
    if not all(type(count) is int and count >= 0 for count in counts.values()):
        raise Unreadable("no counts")
    return counts
