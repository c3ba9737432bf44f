"""A lake asked with Daft on Ray: on the machines of the cluster that ``RAY_ADDRESS`` names, else on processes of this one."""

from __future__ import annotations

import logging
import os
from typing import Any, Final

import polars as pl

from tui.lake.engines import with_daft
from tui.lake.reading import Lake

_PIECES_A_CORE = 2
"""Each is a task, and a task costs more than the rows of a small file: so many for a core keep all of them at work."""

AS_WHAT_IS_WAITED_FOR: Final = {"worker_niceness": 0}
"""What a cluster on this machine is begun with: else its workers go behind whatever else runs here, while somebody waits for them."""


def answer(lake: Lake, sql: str) -> pl.DataFrame:
    """The rows. Raises what Daft and Ray raise."""
    pieces = begun()
    import daft

    with daft.execution_config_ctx(shuffle_aggregation_default_partitions=pieces):
        return with_daft.answer(lake, sql, pieces)


def begun() -> int:
    """Connect to the cluster, or begin one here, where that has not been done; into how many pieces work is cut for it."""
    os.environ.setdefault("DAFT_PROGRESS_BAR", "0")  # an answer may go into a file, and what is said beside it is ours
    import daft
    import ray

    if not ray.is_initialized():
        ray.init(log_to_driver=False, logging_level=logging.ERROR, **_here())
    daft.set_runner_ray(noop_if_initialized=True)
    return max(2, int(ray.cluster_resources().get("CPU", 1)) * _PIECES_A_CORE)


def _here() -> dict[str, Any]:
    """What a cluster on this machine is begun with; of one that is there nothing is said."""
    return {} if os.environ.get("RAY_ADDRESS") else {"include_dashboard": False, "_system_config": AS_WHAT_IS_WAITED_FOR}
