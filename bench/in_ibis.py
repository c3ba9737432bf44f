"""A lake asked through Ibis: its own reading of the tables and of the question, which it has DuckDB answer.

It is no engine of the program, and only ``bench.engines`` asks it: one more reading of the same files that has to come to the same answer.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from tui.lake.reading import Lake
from tui.lake.schemas import SCHEMAS


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Ibis raises: of DuckDB 2 that it has no Arrow by the name Ibis 12 asks for; ImportError without Ibis."""
    import ibis

    session: Any = ibis.duckdb.connect()
    try:
        for name in SCHEMAS:
            # the values of folders are texts, whatever they look like
            session.read_parquet(lake.files(name), table_name=name, hive_partitioning=True, hive_types_autocast=False)
        found = session.sql(sql).to_pyarrow()
    finally:
        session.disconnect()
    rows = [[_number(value) for value in row.values()] for row in found.to_pylist()]
    return pl.DataFrame(rows, schema=found.column_names, orient="row", infer_schema_length=None)


def _number(value: Any) -> Any:
    """A sum of whole numbers is of 128 bits in DuckDB, which Arrow has as a decimal without decimals."""
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else value
