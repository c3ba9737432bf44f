"""What somebody looks at in a lake: a question, what it is narrowed to, and what stands behind each cell of its answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tui.frames.methods.headline import STANDINGS
from tui.frames.methods.tasks import TaskState
from tui.frames.methods.verdict import Verdict
from tui.lake.queries import PROBLEMS, QUERIES, Only, of_indicators, of_one_code, of_plans, of_tasks, of_tasks_led

HEADLINES: Final = ("area", "term", "level")
ATTENTION: Final = (Verdict.NOT_MET.value, Verdict.AT_RISK.value)
"""What has to be looked at: indicators that were not met, or will not be as things are."""

_STATES: Final[Mapping[str, tuple[str, ...]]] = {
    "late": (TaskState.LATE.value,),
    "not_reported": (TaskState.NOT_REPORTED.value,),
    "late_share": (TaskState.LATE.value,),
}
"""Which tasks a column counts."""


@attrs.frozen(kw_only=True)
class Look:
    """One of :data:`tui.lake.queries.QUERIES`, or ``task``, ``indicator``, ``one_code``, ``problem``.

    Only of some plans, of indicators or tasks that stand in some ways, of one body, of one code.
    """

    by: str
    only: tuple[Only, ...] = ()
    standings: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    body: tuple[str, str | None] | None = None
    """The code of a body, "" for none, and its name."""
    code: str = ""
    year: int | None = None
    """The year that is compared; None for the newest of which anything is known."""

    @property
    def table(self) -> str:
        """The name its columns are remembered under."""
        return f"lake.{self.by}"

    @property
    def sql(self) -> str:
        """The question."""
        if self.by == "plan":
            return of_plans(self.only)
        if self.by == "task":
            return of_tasks(self.only, self.states) if self.body is None else of_tasks_led(*self.body, self.states)
        if self.by == "indicator":
            return of_indicators(self.only, self.standings, self.code)
        return {"one_code": of_one_code(self.code), "problem": PROBLEMS}.get(self.by) or QUERIES[self.by]


@attrs.frozen
class InPlan:
    """A place in one plan of the lake: the file, and the record or only the table where it is worth looking; "" for its first screen."""

    plan: str
    table: str = ""
    id: str | None = None


def behind(look: Look, row: Mapping[str, Any], column: str) -> Look | InPlan | None:
    """What stands behind a cell: what it counts, else the plans, else the plan itself; None where it counts nothing."""
    if look.by in (*HEADLINES, "plan", "coverage"):
        return _behind_headline(look, row, column)
    if look.by == "code":
        counted = _standings(column)
        if not counted:
            return Look(by="one_code", code=row["code"])
        return Look(by="indicator", code=row["code"], standings=counted) if _counts(row, column) else None
    if look.by == "year":
        return Look(by="one_code", code=row["code"], year=row["year"])
    if look.by == "body":
        states = _STATES.get(column, ())
        counts = row[column if column in row and column in _STATES else "tasks"]
        return Look(by="task", body=(row["agency_code"], row["agency_name"]), states=states) if counts else None
    if look.by == "problem":
        return None if row["severity"] == "unreadable" else InPlan(row["plan"], row["table"] or "", row["record"])
    if look.by == "task":
        return InPlan(row["plan"], "tasks", row["task"])
    return InPlan(row["plan"], "indicators", row["indicator"])


def _behind_headline(look: Look, row: Mapping[str, Any], column: str) -> Look | InPlan | None:
    by = "area" if look.by == "coverage" else look.by
    only = (*look.only, (by, row[by]))
    if look.by == "coverage":
        return Look(by="plan", only=only)
    if (counted := _standings(column)) or column == "indicators":
        return Look(by="indicator", only=only, standings=counted) if _counts(row, column) else None
    if column in _STATES:
        return Look(by="task", only=only, states=_STATES[column]) if row["late"] else None
    if look.by != "plan":
        return Look(by="plan", only=only)
    return InPlan(row["plan"], column if column in ("tasks", "enterprises") else "")


def _standings(column: str) -> tuple[str, ...]:
    return ATTENTION if column == "attention" else (column,) if column in STANDINGS else ()


def _counts(row: Mapping[str, Any], column: str) -> int:
    return sum(row[code] for code in _standings(column)) if column != "indicators" else row[column]
