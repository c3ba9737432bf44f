"""A lake asked with Daft on Ray: on the machines of the cluster that ``RAY_ADDRESS`` names, else on processes of this one."""

from __future__ import annotations

import polars as pl

from tui.lake.engines import with_daft
from tui.lake.reading import Lake


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Daft and Ray raise."""
    import daft

    daft.set_runner_ray(noop_if_initialized=True)
    return with_daft.answer(lake, sql)
