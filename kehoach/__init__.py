"""The plans of kehoach in scripts and notebooks: opened, asked, changed and saved as the workbench does it.

    import kehoach

    plan = kehoach.open("plan.toml")
    plan.verdicts(as_of=date(2025, 6, 30))     # a Polars frame
    plan.set("tasks", "III-1-a-1", "status", "done")
    plan.save(reason="Báo cáo quý II")

What stands here is kept as it is as long as :data:`API` stays; everything in the package ``tui`` may change from one version to the
next. The documentation with examples that are run is docs/scripts.md.
"""

from __future__ import annotations

from typing import Final

from kehoach.ours import refuse_another_tui

refuse_another_tui()

from kehoach.faults import Conflict, KehoachError, NotOpened, NotSaved, Refused  # noqa: E402
from kehoach.plan import PlanFile, open  # noqa: E402
from tui import __version__  # noqa: E402

API: Final = 1
"""Grows when something here goes or means something else."""

__all__ = ["API", "Conflict", "KehoachError", "NotOpened", "NotSaved", "PlanFile", "Refused", "__version__", "open"]
