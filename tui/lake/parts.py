"""The files of a lake's tables: ``TABLE/term=2021-2025/area=19/part-ID.parquet``, one in every table for each part."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final
from urllib.parse import quote

import polars as pl

from tui.lake.manifest import Part
from tui.lake.schemas import NOWHERE, SCHEMAS, nothing_of

_LEVEL: Final = 3
"""Of zstd: a higher one costs more than it saves here."""


def folder_value(value: str | None) -> str:
    """A value as the name of a folder has it: nothing in it leads anywhere else, and engines read the value back."""
    return NOWHERE if value is None else quote(value, safe=" ._~") if value.strip(".") else value.replace(".", "%2E")


def file_of(table: str, id: str, term: str | None, area: str | None) -> str:
    """Where the rows of a part stand, below the folder of a version."""
    return f"{table}/term={folder_value(term)}/area={folder_value(area)}/part-{id}.parquet"


def write_part(folder: Path, id: str, term: str | None, area: str | None, rows: Mapping[str, pl.DataFrame]) -> Part:
    """Write the rows of a part below the folder of a version; what the manifest says of it. Raises OSError."""
    sizes: dict[str, int] = {}
    for table in SCHEMAS:
        path = folder / file_of(table, id, term, area)
        path.parent.mkdir(parents=True, exist_ok=True)
        rows[table].write_parquet(path, compression="zstd", compression_level=_LEVEL)
        sizes[table] = path.stat().st_size
    return Part(term, area, {table: rows[table].height for table in SCHEMAS}, sizes)


def is_whole(folder: Path, id: str, part: Part) -> bool:
    """Whether every file of a part has the size it was written with."""
    try:
        return all(os.stat(folder / file_of(table, id, part.term, part.area)).st_size == size for table, size in part.sizes.items())
    except OSError:
        return False


def read_part(folder: Path, id: str, part: Part, table: str) -> pl.DataFrame:
    """The rows of a part in a table. Raises OSError, and what Polars raises for a file that is none."""
    return pl.read_parquet(folder / file_of(table, id, part.term, part.area), hive_partitioning=False)


def joined(frames: Sequence[pl.DataFrame], table: str) -> pl.DataFrame:
    """Rows of one table after each other."""
    return pl.concat(frames) if frames else nothing_of(table)


def take_over(before: Path, folder: Path, id: str, part: Part) -> None:
    """Put the files of a part of one version into another, without copying them where the disk can do that. Raises OSError."""
    for table in SCHEMAS:
        name = file_of(table, id, part.term, part.area)
        there = folder / name
        there.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(before / name, there)
        except OSError:
            there.write_bytes((before / name).read_bytes())
