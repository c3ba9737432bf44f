"""A lake asked with Polars, here or on the cluster its own distributed engine runs on."""

from __future__ import annotations

import polars as pl

from tui.lake.reading import Lake, named_in


def asked(lake: Lake, sql: str) -> pl.LazyFrame:
    """The question as a lazy frame: what is collected here, streaming, or given to ``.remote()`` where that is licensed."""
    with pl.SQLContext({name: lake.table(name) for name in named_in(sql)}, eager=False) as context:
        return context.execute(sql)


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Polars raises."""
    return asked(lake, sql).collect(engine="streaming")
