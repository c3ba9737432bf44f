"""A lake asked with Spark: by Spark Connect where ``SPARK_REMOTE`` names a server, else in this process."""

from __future__ import annotations

import polars as pl

from tui.lake.reading import Lake
from tui.lake.schemas import SCHEMAS


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Spark raises."""
    from pyspark.sql import SparkSession

    session = (
        SparkSession.builder.appName("kehoach").config("spark.sql.sources.partitionColumnTypeInference.enabled", "false").getOrCreate()
    )
    for name in SCHEMAS:
        read = session.read.option("basePath", str(lake.folder / name))
        read.parquet(*lake.files(name)).createOrReplaceTempView(name)
    found = session.sql(sql)
    return pl.DataFrame([row.asDict() for row in found.collect()], schema=found.columns, infer_schema_length=None)
