"""A lake asked with Daft, on the threads of this machine."""

from __future__ import annotations

from typing import Any

import polars as pl

from tui.lake.layout import PARTED_BY
from tui.lake.reading import Lake
from tui.lake.schemas import SCHEMAS


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Daft raises."""
    import daft

    found = daft.sql(sql, **{name: _table(lake, name) for name in SCHEMAS})
    return pl.DataFrame(found.to_pylist(), schema=found.column_names, infer_schema_length=None)


def _table(lake: Lake, name: str) -> Any:
    """A table; the values of its folders are texts, whatever they look like."""
    import daft

    return daft.read_parquet(lake.files(name), hive_partitioning=True, schema=dict.fromkeys(PARTED_BY, daft.DataType.string()))
