"""What is still owed on a day, by who answers for it: reports, tasks nobody reports on, open decisions, errors of the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.duties import owed_reports
from tui.frames.methods.ownership import resolve, task_holders
from tui.frames.methods.tasks import HANDED_IN, TaskState, task_states
from tui.model.checks import plan_problems, record_problems, reference_problems, with_unread
from tui.model.fields import ASKING, TABLES
from tui.model.plan import Plan, Problem, RecordId, Values, subject_of, subject_text
from tui.model.review import considered


@derived
def holders(frames: Frames, as_of: dt.date) -> Mapping[str, tuple[str, ...]]:
    """By body those that stand for it on a day; none where it ended without a successor, several after a split."""
    found: dict[str, tuple[str, ...]] = {}
    for agency, holder in resolve(frames, as_of).select("agency", "holder").iter_rows():
        found[agency] = (*found.get(agency, ()), *([holder] if holder is not None else []))
    return found


@derived
def leads(frames: Frames) -> Mapping[str, list[str]]:
    """By task the bodies its text names as leads."""
    return dict(frames.columns("tasks", ("id", "leads")).drop_nulls().iter_rows())


def open_decisions(frames: Frames, plan: Plan, as_of: dt.date) -> Iterator[tuple[str, Values, str | None]]:
    """(id, decision, its meeting) of what earlier meetings decided and is still open on a day.

    Open is what is not *done*, a decision that became a task of its own while the task is not done. A meeting that is still
    running, or is held later, has no earlier decisions; a decision without a meeting counts as an earlier one's.
    """
    running = [
        id
        for id, review in plan.tables["reviews"].items()
        if review["date"] > as_of or (review["date"] == as_of and "closed_on" not in review)
    ]
    states = task_states(frames, as_of)
    done = set(states.filter(pl.col("state").is_in([state.value for state in HANDED_IN]))["id"])
    for id, decision in plan.tables["decisions"].items():
        if decision.get("status") != "done" and decision.get("review") not in running and made_task(decision) not in done:
            yield id, decision, decision.get("review")


def made_task(decision: Values) -> str | None:
    """The task a decision became; None where it became an entry in the log of the task it is about."""
    task = decision.get("task")
    return None if task is None or decision.get("subject") == subject_text("tasks", task) else task


@attrs.frozen(kw_only=True)
class OpenAsk:
    """What is asked by a day: by an open decision (``record`` is the decision, ``outcome`` ""), or by a meeting's outcome alone.

    ``who`` are the bodies that stand on the day for those it was asked of, ``meeting`` the id of the meeting that asked.
    """

    record: RecordId
    outcome: str
    due: dt.date
    who: tuple[str, ...]
    meeting: str | None


def open_asks(frames: Frames, as_of: dt.date) -> Iterator[OpenAsk]:
    """Everything that meetings asked for by a day and that is still open: decisions, then speed-ups and report-backs.

    A decision that became a task of its own is told by the task, where that has a day.
    """
    plan, stand_for = frames.plan, holders(frames, as_of)

    def answering(*named: str | None) -> tuple[str, ...]:
        return tuple(dict.fromkeys(holder for body in named if body for holder in stand_for.get(body) or (body,)))

    dated = set(task_states(frames, as_of).filter(pl.col("due").is_not_null())["id"])
    still_open = set()
    for id, decision, review in open_decisions(frames, plan, as_of):
        still_open.add(id)
        if (due := decision.get("due")) is not None and made_task(decision) not in dated:
            who = answering(decision.get("owner"), *decision.get("partners", ()))
            yield OpenAsk(record=("decisions", id), outcome="", due=due, who=who, meeting=review)
    for (table, id), (item, review) in _asked_by_outcomes(plan, as_of).items():
        known = id in still_open if table == "decisions" else plan.get(table, id) is not None
        if known and (due := item.get("due")) is not None:
            yield OpenAsk(record=(table, id), outcome=item["outcome"], due=due, who=answering(item.get("owner")), meeting=review)


def _asked_by_outcomes(plan: Plan, as_of: dt.date) -> dict[RecordId, tuple[Values, str]]:
    """By record the item that asks for something without a decision, and its meeting, as the last closed meeting left it.

    What that meeting had on its list and did not come to is still asked for as it was before.
    """
    asked: dict[RecordId, tuple[Values, str]] = {}
    for review in closed_meetings(plan, as_of):
        left: dict[RecordId, tuple[Values, str]] = {}
        for item in plan.tables["reviews"][review].get("items", ()):
            record = subject_of(item["subject"])
            if record is None:
                continue
            if not considered(item):
                left |= {record: asked[record]} if record in asked else {}
            elif item.get("outcome") in ASKING and "decision" not in item:
                left[record] = item, review
        asked = left
    return asked


def closed_meetings(plan: Plan, as_of: dt.date) -> list[str]:
    """The ids of the meetings held and closed by a day, by their days; of two on one day the later in the file comes last."""
    held = {id: r for id, r in plan.tables["reviews"].items() if "closed_on" in r and max(r["date"], r["closed_on"]) <= as_of}
    return sorted(held, key=lambda id: held[id]["date"])


def late_reports(frames: Frames, as_of: dt.date) -> dict[tuple[str, bool], list[dict[str, Any]]]:
    """By (body that stands for it on the day, whether none does) the reports past their last good day and not handed in, of any period."""
    rows = (
        owed_reports(frames, as_of)
        .filter((pl.col("state") == TaskState.LATE.value) & pl.col("agency").is_not_null())
        .unique(["id", "holder", "year", "period"], keep="first", maintain_order=True)
        .join(frames.columns("duties", ("id", "locator")).select("id", place=pl.coalesce("locator", "id")), on="id", maintain_order="left")
    )
    found: dict[tuple[str, bool], list[dict[str, Any]]] = {}
    for row in rows.to_dicts():
        found.setdefault((row["holder"], row["gap"]), []).append(row)
    return found


def silent_tasks(frames: Frames, as_of: dt.date) -> dict[str | None, list[str]]:
    """By the body that leads them on the day (None: nobody) the tasks not reported on."""
    states = task_states(frames, as_of)
    silent = states.filter(pl.col("state") == TaskState.NOT_REPORTED.value).select(task="id")
    leads = task_holders(frames, as_of).filter(pl.col("role") == "lead").select("task", "holder")
    found: dict[str | None, list[str]] = {}
    for task, holder in silent.join(leads, on="task", how="left", maintain_order="left").iter_rows():
        found.setdefault(holder, []).append(task)
    return found


def errors_of(plan: Plan) -> list[Problem]:
    """Everything wrong with the plan as it is now, warnings left out."""
    found = [problem for aside in plan.set_aside.values() for problem in aside.problems]
    for name, spec in TABLES.items():
        for id, values in plan.tables[name].items():
            found += record_problems(spec, id, with_unread(values, plan.unread.get((name, id), {}), spec))
    found += [*reference_problems(plan), *plan_problems(plan)]
    return [problem for problem in found if not problem.warning]
