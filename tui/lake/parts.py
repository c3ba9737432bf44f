"""The files of a lake's tables, written and read: one Parquet file in every table for each part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import polars as pl

from tui.lake.layout import file_of
from tui.lake.manifest import Part
from tui.lake.schemas import SCHEMAS, nothing_of

_LEVEL: Final = 3
"""Of zstd: a higher one costs more than it saves here."""


def write_part(folder: Path, id: str, term: str | None, area: str | None, rows: Mapping[str, pl.DataFrame]) -> Part:
    """Write the rows of a part below the folder of a version; what the manifest says of it. Raises OSError."""
    sizes: dict[str, int] = {}
    for table in SCHEMAS:
        path = folder / file_of(table, id, term, area)
        path.parent.mkdir(parents=True, exist_ok=True)
        rows[table].write_parquet(path, compression="zstd", compression_level=_LEVEL)
        sizes[table] = path.stat().st_size
    return Part(term, area, {table: rows[table].height for table in SCHEMAS}, sizes)


def read_part(folder: Path, id: str, part: Part, table: str) -> pl.DataFrame:
    """The rows of a part in a table. Raises OSError, and what Polars raises for a file that is none."""
    return pl.read_parquet(folder / file_of(table, id, part.term, part.area), hive_partitioning=False)


def joined(frames: Sequence[pl.DataFrame], table: str) -> pl.DataFrame:
    """Rows of one table after each other."""
    return pl.concat(frames) if frames else nothing_of(table)
