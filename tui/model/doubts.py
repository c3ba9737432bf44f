"""What somebody should look at after an edit that was made: it is no fault, but hardly what was meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from tui.model.checks.reporters import reporter_problems
from tui.model.edits import Edit, SetField
from tui.model.far_off import figure_doubts
from tui.model.plan import Plan
from tui.model.task_log import task_doubts
from tui.model.text import Sentence


def doubts(edits: Iterable[Edit], plan: Plan, today: dt.date) -> list[Sentence]:
    """Each doubt once: of tasks those of :func:`tui.model.task_log.task_doubts`, of figures those far from the others,
    of the settings logins whose body is not there."""
    listed = [edit for edit in edits if isinstance(edit, SetField)]
    return list({str(said): said for said in _found(listed, plan, today)}.values())


def _found(edits: list[SetField], plan: Plan, today: dt.date) -> Iterator[Sentence]:
    yield from task_doubts(edits, plan, today)
    yield from figure_doubts(edits, plan.tables["indicators"])
    if any((edit.table, edit.field) == ("settings", "report") for edit in edits):
        yield from (problem.what for problem in reporter_problems(plan))
