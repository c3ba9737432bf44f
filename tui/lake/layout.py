"""Where the files of a lake stand below the folder of a version: ``TABLE/term=2021-2025/area=19/part-ID.parquet``, one a table for a part.

Nothing here opens one, so that who only looks whether anything has changed loads no engine.
"""

from __future__ import annotations

import os
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


def take_over(before: str | os.PathLike[str], folder: str | os.PathLike[str], parts: Mapping[str, Part], tables: Iterable[str]) -> None:
    """Put the files of parts of one version into another, without copying them where the disk can do that. Raises OSError."""
    old, new = os.fspath(before), os.fspath(folder)
    named = list(tables)
    there: set[str] = set()
    for id, part in parts.items():
        for table in named:
            below = folder_of(table, part.term, part.area)
            if below not in there:
                os.makedirs(f"{new}/{below}", exist_ok=True)
                there.add(below)
            name = f"{below}/part-{id}.parquet"
            try:
                os.link(f"{old}/{name}", f"{new}/{name}")
            except OSError:
                _copy(f"{old}/{name}", f"{new}/{name}")


def _copy(old: str, new: str) -> None:
    with open(old, "rb") as read, open(new, "xb") as written:
        written.write(read.read())
