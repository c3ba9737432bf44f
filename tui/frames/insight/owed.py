"""What is owed by a day: tasks, reports, enterprises and what meetings asked for, late or due within a month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.overview_lines import LineKind, OverviewLine
from tui.frames.methods.duties import owed_reports
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts, own_name
from tui.frames.methods.open_items import open_asks
from tui.frames.methods.ownership import enterprise_holders, task_holders
from tui.frames.methods.tasks import NO_INFORMATION, TaskState, task_states
from tui.model.fields import OUTCOMES, TABLES
from tui.model.periods import period_words
from tui.model.plan import Plan, RecordId
from tui.model.text import N_, Sentence, listed, say

DUE_DAYS: Final = 30
"""How many calendar days ahead "due" looks."""


def owed(frames: Frames, as_of: dt.date) -> list[OverviewLine]:
    """A line for everything late or due soon: tasks, reports, enterprises, what meetings asked for."""
    return [
        *_tasks_owed(frames, as_of),
        *_duties_owed(frames, as_of),
        *_enterprises_owed(frames, as_of),
        *_asks_owed(frames, as_of),
    ]


def of_what(lines: Sequence[OverviewLine]) -> Sentence | None:
    """What the lines are about, counted: the headline counts tasks alone."""
    counts = [(told, sum(line.kind is kind for line in lines)) for kind, told in _COUNTED.items()]
    return listed(say(told, n=n) for told, n in counts if n)


_COUNTED: Final = {
    LineKind.TASK: N_("tasks: {n}"),
    LineKind.DUTY: N_("reports: {n}"),
    LineKind.ENTERPRISE: N_("enterprises: {n}"),
    LineKind.DECISION: N_("decisions: {n}"),
    LineKind.ASKED: N_("speed-ups and report-backs: {n}"),
}


def _in_short(row: Mapping[str, Any], day: dt.date) -> tuple[Sentence, ...]:
    """The same below a heading that says what is counted."""
    counted = say(N_("{n} days over"), n=row["days_late"]) if row["days_late"] else say(N_("{n} days left"), n=row["days_left"])
    return counted, say("{day}", day=day)


def _days(row: Mapping[str, Any], day: dt.date) -> tuple[Sentence, ...]:
    if row["days_late"]:
        return say(N_("days late: {n}"), n=row["days_late"]), say(N_("last day {day}"), day=day)
    return say(N_("days left: {n}"), n=row["days_left"]), say(N_("last day {day}"), day=day)


def _tasks_owed(frames: Frames, as_of: dt.date) -> Iterable[OverviewLine]:
    states = task_states(frames, as_of)
    still_open = states.filter(pl.col("state").is_in([TaskState.LATE.value, TaskState.NEAR.value, TaskState.OPEN_IN_TIME.value]))
    leads = task_holders(frames, as_of).filter(pl.col("role") == "lead")
    rows = (
        still_open.join(
            frames.columns("tasks", ("id", "summary", "status", "locator")).select(
                "id", "summary", "status", place=pl.coalesce("locator", "id")
            ),
            on="id",
            maintain_order="left",
        )
        .join(leads.group_by("task").agg(who=pl.col("holder")), left_on="id", right_on="task", how="left", maintain_order="left")
        .filter((pl.col("days_late") > 0) | (pl.col("days_left") <= DUE_DAYS))
    )
    for row in rows.iter_rows(named=True):
        silent = row["status"] in (None, "unreported")
        facts = (*_days(row, row["due"]), *_extended(row), *([Sentence(NO_INFORMATION)] if silent else []))
        yield OverviewLine(
            kind=LineKind.TASK,
            table="tasks",
            id=row["id"],
            code=row["state"],
            name=f"{row['place']} {row['summary']}",
            parts=facts,
            short=(*_in_short(row, row["due"]), *facts[2:]),
            numbers={key: row[key] for key in ("days_late", "days_left")},
            day=row["due"],
            who=tuple(row["who"] or ()),
        )


def _extended(row: Mapping[str, Any]) -> list[Sentence]:
    if not row["extended"]:
        return []
    return [say(N_("extended, first due {day}"), day=row["first_due"])] if row["first_due"] is not None else [say(N_("extended"))]


def _duties_owed(frames: Frames, as_of: dt.date) -> Iterable[OverviewLine]:
    """One line a report, the bodies that owe it together: whatever is past its last good day, and what is due soon."""
    rows = (
        owed_reports(frames, as_of)
        .filter((pl.col("state") == TaskState.LATE.value) | (pl.col("days_left") <= DUE_DAYS))
        .group_by("id", "every", "year", "period", "last_good", "days_late", "days_left", maintain_order=True)
        .agg(who=pl.col("holder").drop_nulls().unique(maintain_order=True), state=pl.col("state").first())
        .join(
            frames.columns("duties", ("id", "what", "locator")).select("id", "what", place=pl.coalesce("locator", "id")),
            on="id",
            maintain_order="left",
        )
    )
    for row in rows.iter_rows(named=True):
        named = period_words(row["every"], row["year"], row["period"])
        period = say(N_("report of {period}"), period=named)
        yield OverviewLine(
            kind=LineKind.DUTY,
            table="duties",
            id=row["id"],
            code=row["state"],
            name=f"{row['place']} {row['what']}",
            parts=(*_days(row, row["last_good"]), period),
            short=(*_in_short(row, row["last_good"]), say("{period}", period=named)),
            numbers={key: row[key] for key in ("days_late", "days_left", "year", "period")},
            every=row["every"],
            day=row["last_good"],
            who=tuple(row["who"]),
        )


def _enterprises_owed(frames: Frames, as_of: dt.date) -> Iterable[OverviewLine]:
    """Late since the day after the window's last day; in its window while that day has not passed. ``who`` answers for it on the day."""
    waiting = [EnterpriseVerdict.LATE.value, EnterpriseVerdict.IN_WINDOW.value]
    rows = (
        enterprise_verdicts(frames, as_of)
        .filter(pl.col("verdict").is_in(waiting))
        .join(frames["enterprises"].select("id", name=own_name(), end=pl.col("window").struct.field("end")), on="id", maintain_order="left")
        .join(enterprise_holders(frames, as_of), on="id", how="left", maintain_order="left")
        .with_columns(days_left=(pl.col("end") - pl.lit(as_of, dtype=pl.Date)).dt.total_days())
        .with_columns(days_left=pl.when(pl.col("days_left") >= 0).then("days_left"))
        .filter((pl.col("days_late") > 0) | (pl.col("days_left") <= DUE_DAYS))
    )
    for row in rows.iter_rows(named=True):
        silent = [] if row["reported"] else [Sentence(NO_INFORMATION)]
        yield OverviewLine(
            kind=LineKind.ENTERPRISE,
            table="enterprises",
            id=row["id"],
            code=row["verdict"],
            name=row["name"],
            parts=(*_days(row, row["end"]), *silent),
            short=(*_in_short(row, row["end"]), *silent),
            numbers={key: row[key] for key in ("days_late", "days_left")},
            day=row["end"],
            who=tuple(row["who"] or ()),
        )


_OUTCOMES: Final = {choice.value: choice.label for choice in OUTCOMES}


def _asks_owed(frames: Frames, as_of: dt.date) -> Iterable[OverviewLine]:
    """A line for every open decision, and for everything a meeting asked for by an outcome alone; their days are calendar days."""
    plan = frames.plan
    for ask in open_asks(frames, as_of):
        ahead = (ask.due - as_of).days
        if ahead > DUE_DAYS:
            continue
        days = {"days_late": -ahead if ahead < 0 else None, "days_left": ahead if ahead >= 0 else None}
        table, id = ask.record
        held = (plan.get("reviews", ask.meeting) or {}).get("date") if ask.meeting else None
        said = Sentence(_OUTCOMES[ask.outcome]) if ask.outcome else Sentence(TABLES["decisions"].one)
        yield OverviewLine(
            kind=LineKind.ASKED if ask.outcome else LineKind.DECISION,
            table=table,
            id=id,
            code=(TaskState.LATE if ahead < 0 else TaskState.OPEN_IN_TIME).value,
            name=_placed_title(plan, ask.record),
            title=Sentence(TABLES[table].one),
            parts=(*_days(days, ask.due), said if held is None else say(N_("{outcome} (meeting of {day})"), outcome=said, day=held)),
            short=(*_in_short(days, ask.due), said),
            numbers=days,
            day=ask.due,
            who=ask.who,
        )


def _placed_title(plan: Plan, record: RecordId) -> str:
    """The title of a record, of tasks and duties after their place in the document."""
    table, id = record
    title = plan.title_of(table, id)
    return f"{(plan.get(table, id) or {}).get('locator', id)} {title}" if table in ("tasks", "duties") else title
