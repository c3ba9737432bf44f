"""A lake asked with Spark: by Spark Connect where ``SPARK_REMOTE`` names a server, else in this process."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import polars as pl

from tui.frames.from_records import PolarsType
from tui.lake.layout import PARTED_BY
from tui.lake.reading import Lake, named_in
from tui.lake.schemas import SCHEMAS

_TYPES: Final[Mapping[PolarsType, str]] = {
    pl.String: "STRING",
    pl.Int64: "BIGINT",
    pl.Float64: "DOUBLE",
    pl.Boolean: "BOOLEAN",
    pl.Date: "DATE",
}
"""The types there are in :data:`SCHEMAS`, beside lists of them, as Spark has them."""
_TASKS_A_CORE: Final = 2
"""Into how many tasks the rows of a join or a sum are cut; Spark's own 200 take longer to begin than to do."""
_EVERY_FILE: Final = str(2**31 - 1)
"""Files of a table, above which Spark looks at them in a job of its own: never, they are on this machine."""
_SAYS_FAULTS_ONLY: Final = Path(__file__).with_name("spark_log.properties")


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Spark raises."""
    from pyspark.sql import SparkSession

    # an answer may go into a file, and what is said beside it is ours
    os.environ.setdefault("SPARK_SUBMIT_OPTS", f"-Dlog4j2.configurationFile={_SAYS_FAULTS_ONLY.as_uri()}")
    builder = SparkSession.builder.appName("kehoach").config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
    for key, value in _here().items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    for name in named_in(sql):
        # of a table without a schema Spark opens every file before it is asked anything
        read = session.read.schema(columns_of(name)).option("basePath", str(lake.folder / name))
        read.parquet(*lake.files(name)).createOrReplaceTempView(name)
    found = session.sql(sql)
    return pl.DataFrame([row.asDict() for row in found.collect()], schema=found.columns, infer_schema_length=None)


def columns_of(name: str) -> str:
    """The columns of a table in Spark's words, with those of the folders behind them."""
    columns = {**SCHEMAS[name], **dict.fromkeys(PARTED_BY, pl.String)}
    return ", ".join(f"`{column}` {_type(type)}" for column, type in columns.items())


def _type(type: PolarsType) -> str:
    return f"ARRAY<{_type(type.inner)}>" if isinstance(type, pl.List) else _TYPES[type]


def _here() -> Mapping[str, str]:
    """What a Spark in this process is begun with; a server has its own settings."""
    if os.environ.get("SPARK_REMOTE"):
        return {}
    return {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.shuffle.partitions": str(_TASKS_A_CORE * (os.cpu_count() or 1)),
        "spark.sql.sources.parallelPartitionDiscovery.threshold": _EVERY_FILE,
    }
