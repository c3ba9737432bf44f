"""Where the files of a lake stand below the folder of a version: ``TABLE/term=2021-2025/area=19/part-ID.parquet``, one a table for a part.

Nothing here opens one, so that who only looks whether anything has changed loads no engine.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote

from tui.lake.manifest import Part

PARTED_BY: Final = ("term", "area")
"""The folders below a table, each ``NAME=VALUE``, the value written as in an address (``%2F`` for a stroke)."""

NOWHERE: Final = "__HIVE_DEFAULT_PARTITION__"
"""The value of a folder where a plan says none, as Hive has it: null to every engine."""


def folder_value(value: str | None) -> str:
    """A value as the name of a folder has it: nothing in it leads anywhere else, and engines read the value back."""
    return NOWHERE if value is None else quote(value, safe=" ._~") if value.strip(".") else value.replace(".", "%2E")


def folder_of(table: str, term: str | None, area: str | None) -> str:
    """Where the rows of a place stand, below the folder of a version."""
    return f"{table}/term={folder_value(term)}/area={folder_value(area)}"


def file_of(table: str, id: str, term: str | None, area: str | None) -> str:
    """Where the rows of a part stand, below the folder of a version."""
    return f"{folder_of(table, term, area)}/part-{id}.parquet"


def are_whole(folder: str | os.PathLike[str], parts: Mapping[str, Part]) -> bool:
    """Whether every file of the parts has the size it was written with."""
    root = os.fspath(folder)
    try:
        for id, part in parts.items():
            below = f"term={folder_value(part.term)}/area={folder_value(part.area)}/part-{id}.parquet"
            for table, size in part.sizes.items():
                if os.stat(f"{root}/{table}/{below}").st_size != size:
                    return False
    except OSError:
        return False
    return True


def take_over(before: str | os.PathLike[str], folder: str | os.PathLike[str], parts: Mapping[str, Part], tables: Iterable[str]) -> set[str]:
    """Have a folder hold the files of parts of the version before, and nothing else, without copying them where the disk can do that.

    What an older version has left in the folder stays where it is the very same file: the parts of which all did. Raises OSError.
    """
    old, new = os.fspath(before), os.fspath(folder)
    places: dict[str, dict[str, str]] = {}
    for id, part in parts.items():
        places.setdefault(f"term={folder_value(part.term)}/area={folder_value(part.area)}", {})[f"part-{id}.parquet"] = id
    stayed = set(parts)
    named = list(tables)
    _take_away(new, set(os.listdir(new)).difference(named))
    for table in named:
        there = _places(f"{new}/{table}")
        for place in there.difference(places):
            shutil.rmtree(f"{new}/{table}/{place}")
            with contextlib.suppress(OSError):  # others of the term are there
                os.rmdir(os.path.dirname(f"{new}/{table}/{place}"))
        for place, names in places.items():
            below = f"{table}/{place}"
            if place in there:
                left, theirs = _files(f"{new}/{below}"), _files(f"{old}/{below}")
                stay = {name for name in names if name in left and left[name] == theirs.get(name)}
                _take_away(f"{new}/{below}", set(left) - stay)
            else:
                os.makedirs(f"{new}/{below}")
                stay = set()
            for name, id in names.items():
                if name not in stay:
                    _linked(f"{old}/{below}/{name}", f"{new}/{below}/{name}")
                    stayed.discard(id)
    return stayed


def _places(table: str) -> set[str]:
    """The folders ``term=…/area=…`` there are in that of a table."""
    if not os.path.isdir(table):
        return set()
    return {f"{term}/{area}" for term in os.listdir(table) for area in os.listdir(f"{table}/{term}")}


def _files(folder: str) -> dict[str, int]:
    """Name → inode of what is in a folder; nothing where there is none."""
    try:
        with os.scandir(folder) as found:
            return {entry.name: entry.inode() for entry in found}
    except FileNotFoundError:
        return {}


def _take_away(folder: str, names: Iterable[str]) -> None:
    for name in names:
        path = f"{folder}/{name}"
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.unlink(path)


def _linked(old: str, new: str) -> None:
    try:
        os.link(old, new)
    except OSError:
        _copy(old, new)


def _copy(old: str, new: str) -> None:
    with open(old, "rb") as read, open(new, "xb") as written:
        written.write(read.read())
