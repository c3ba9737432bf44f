"""A lake asked with Daft, on the threads of this machine."""

from __future__ import annotations

from typing import Any

import polars as pl

from tui.lake.layout import PARTED_BY
from tui.lake.reading import Lake, named_in


def answer(lake: Lake, sql: str, pieces: int | None = None) -> pl.DataFrame:
    """The rows; of each table so many ``pieces`` are read at a time, where that is said. Raises what Daft raises."""
    import daft

    found = daft.sql(sql, **{name: table(lake, name, pieces) for name in named_in(sql)})
    return pl.DataFrame(found.to_pylist(), schema=found.column_names, infer_schema_length=None)


def table(lake: Lake, name: str, pieces: int | None = None) -> Any:
    """A table as a Daft frame; the values of its folders are texts, whatever they look like."""
    import daft

    files = lake.files(name)
    read = daft.read_parquet(files, hive_partitioning=True, schema=dict.fromkeys(PARTED_BY, daft.DataType.string()))
    return read.into_partitions(pieces) if pieces is not None and pieces < len(files) else read
