"""The whole plan on one screen: what the chair asks first, each line leading to its record.

The same lines are shown on the screen, printed by ``kehoach status`` and put into reports, so their numbers cannot differ.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.later_figures import later_figures_said
from tui.frames.insight.said_aloud import verdict_said
from tui.frames.insight.standings import Standing, standings
from tui.frames.methods.digits import MEANS, RATES, SUM, digits, kept, needs
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts, own_name
from tui.frames.methods.figures import hidden_figures
from tui.frames.methods.headline import LABELS, SHORT_LABELS, headline, not_enough
from tui.frames.methods.ownership import OwnershipGap, enterprise_holders, resolve, task_holders
from tui.frames.methods.series import targets
from tui.frames.methods.tasks import NO_INFORMATION, TaskState, state_counts, task_states, without_holidays
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT
from tui.frames.tables.cells import ENTERPRISE_LOOKS, STATE_LOOKS, VERDICT_LOOKS, Look
from tui.frames.tables.targets import rates
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.group_reports import members_told, silent_members
from tui.model.periods import period_words
from tui.model.text import N_, Numeral, Sentence, say

WORST: Final = 5
"""How many indicators stand under "worst"."""
DUE_DAYS: Final = 30
"""How many calendar days ahead "due" looks."""

_OFF_COURSE: Final = (Verdict.NOT_MET, Verdict.AT_RISK, Verdict.SPEED_UP)


class Part(enum.StrEnum):
    """The sections, in their order."""

    HEADLINE = "headline"
    WORST = "worst"
    LATE = "late"
    DUE = "due"
    NOT_REPORTED = "not_reported"
    CHANGED = "changed"


class LineKind(enum.StrEnum):
    """What a line is about."""

    COUNT = "count"  # so many records of a table have this verdict or state
    INDICATOR = "indicator"
    TASK = "task"
    DUTY = "duty"
    ENTERPRISE = "enterprise"
    BODY = "body"  # so many tasks of a body
    CHANGE = "change"


class ChangeKind(enum.StrEnum):
    """How a record differs from the file."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"


_CHANGE_LABELS: Final = {ChangeKind.ADDED: N_("added"), ChangeKind.CHANGED: N_("changed"), ChangeKind.DELETED: N_("deleted")}


@attrs.frozen(kw_only=True)
class OverviewLine:
    """One line: where it leads, codes and numbers for machines, words for people.

    ``table`` and ``id`` name the record; the id is "" for a count and for tasks without a lead. ``code`` is a
    :class:`Verdict`, :class:`TaskState`, :class:`EnterpriseVerdict`, :class:`OwnershipGap` or :class:`ChangeKind` code.
    ``name`` is the plan's own text, "" where ``title`` says it in words. ``parts`` are the facts, the most telling
    first; ``short`` the same for a narrow screen. ``every`` says what ``numbers["period"]`` counts, of a report. ``who`` are the ids
    of the bodies that answer for it on the day, ``members`` the ids of the tasks counted.
    """

    kind: LineKind
    table: str
    id: str
    code: str
    name: str = ""
    title: Sentence | None = None
    parts: tuple[Sentence, ...] = ()
    short: tuple[Sentence, ...] = attrs.field(default=attrs.Factory(lambda self: self.parts, takes_self=True))
    numbers: Mapping[str, float | int | None] = attrs.field(factory=dict)
    every: str = ""
    day: dt.date | None = None
    who: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def look(self) -> Look | None:
        """Glyph and tone; None for a change."""
        looks = {"indicators": VERDICT_LOOKS, "tasks": STATE_LOOKS, "duties": STATE_LOOKS, "enterprises": ENTERPRISE_LOOKS}
        if self.kind is LineKind.BODY:
            return STATE_LOOKS[TaskState.NOT_REPORTED]
        return None if self.kind is LineKind.CHANGE else looks[self.table][self.code]


@attrs.frozen(kw_only=True)
class OverviewSection:
    """A heading, how many things stand under it, and the lines; ``note`` says how to read the count."""

    part: Part
    title: Sentence
    count: int
    lines: tuple[OverviewLine, ...]
    note: Sentence | None = None


@attrs.frozen
class Overview:
    """All sections, empty ones included, seen from a day."""

    as_of: dt.date
    sections: tuple[OverviewSection, ...]
    known: dt.date | None = None
    """The later day whose figures count; None for the day itself."""
    indicators: tuple[Standing, ...] = ()
    """Every indicator, where it was asked for."""
    hidden: int = 0
    """How many figures of the plan a look from the day leaves out."""

    def __getitem__(self, part: Part) -> OverviewSection:
        """The section of that name."""
        return next(s for s in self.sections if s.part is part)


def overview(frames: Frames, as_of: dt.date, changed: Iterable[tuple[str, str, str]], *, every_indicator: bool = False) -> Overview:
    """What stands out on a day; ``changed`` is (table, id, field) of everything that differs from the file.

    ``every_indicator``: with where each of them stands, for machines.

    - headline: indicators by verdict, tasks and enterprises by state, every code named;
    - worst: the indicators off their course, at most :data:`WORST`: by verdict, then by how far the figure judged lies from the
      target as a share of the target;
    - late: tasks, duties and enterprises past their last good day, the longest first;
    - due: those whose last good day lies within :data:`DUE_DAYS`, the nearest first;
    - not reported: tasks nobody reports on, by the body that leads them on the day, the most first;
    - changed: what differs from the file.
    """
    return Overview(
        as_of,
        (*standing(frames, as_of), _changed(frames, list(changed))),
        frames.all_known,
        standings(frames, as_of) if every_indicator else (),
        hidden_figures(frames, as_of).height,
    )


@derived
def standing(frames: Frames, as_of: dt.date) -> tuple[OverviewSection, ...]:
    """The sections that do not tell what differs from the file."""
    owed = [*_tasks_owed(frames, as_of), *_duties_owed(frames, as_of), *_enterprises_owed(frames, as_of)]
    late = sorted((line for line in owed if line.numbers["days_late"]), key=lambda line: -_number(line, "days_late"))
    left = [line for line in owed if line.numbers["days_left"] is not None]
    due = sorted((line for line in left if _number(line, "days_left") <= DUE_DAYS), key=lambda line: _number(line, "days_left"))
    return (
        _headline(frames, as_of),
        _worst(frames, as_of),
        OverviewSection(part=Part.LATE, title=say(N_("Late")), count=len(late), lines=tuple(late)),
        OverviewSection(
            part=Part.DUE,
            title=say(N_("Due within {n} days"), n=DUE_DAYS),
            count=len(due),
            lines=tuple(due),
            note=_without_holidays(frames, as_of, due),
        ),
        _not_reported(frames, as_of),
    )


def _without_holidays(frames: Frames, as_of: dt.date, due: list[OverviewLine]) -> Sentence | None:
    """Which years of what is due have no public holiday in the settings: their working days are those of the calendar."""
    days = [line.day for line in due if line.day is not None and line.kind is not LineKind.ENTERPRISE]
    years = without_holidays(frames, as_of, max(days)) if days else []
    return say(N_("no public holidays of {years} in the settings"), years=", ".join(map(str, years))) if years else None


def _number(line: OverviewLine, key: str) -> float:
    value = line.numbers[key]
    assert value is not None
    return value


# -- indicators -----------------------------------------------------------------------------------------------------


def _headline(frames: Frames, as_of: dt.date) -> OverviewSection:
    """Counts of every code, none left out, so that each table's counts add up to its records."""
    states = task_states(frames, as_of)
    found = dict(enterprise_verdicts(frames, as_of).group_by("verdict").len().iter_rows())
    judged = verdicts(frames, as_of)
    counts: list[tuple[str, str, str, str, int]] = [
        *(("indicators", code, LABELS[code], SHORT_LABELS[code], n) for code, n in headline(judged).items()),
        *(("tasks", s.value, s.label, s.label, n) for s, n in state_counts(states).items()),
        *(("enterprises", v.value, v.label, v.label, found.get(v.value, 0)) for v in EnterpriseVerdict),
    ]
    few = {"not_enough": not_enough(judged)}
    lines = [
        OverviewLine(
            kind=LineKind.COUNT,
            table=table,
            id="",
            code=code,
            title=Sentence(label),
            short=(Sentence(short),),
            numbers={"n": n, **(few if (table, code) == ("indicators", Verdict.NO_DATA) else {})},
        )
        for table, code, label, short, n in counts
    ]
    return OverviewSection(
        part=Part.HEADLINE,
        title=say(N_("Headline")),
        count=frames.columns("indicators", ("id",)).height,
        lines=tuple(lines),
        note=later_figures_said(frames, as_of),
    )


def _worst(frames: Frames, as_of: dt.date) -> OverviewSection:
    lines = off_course(frames, as_of)
    return OverviewSection(part=Part.WORST, title=say(N_("Worst indicators")), count=len(lines), lines=lines[:WORST])


@derived
def off_course(frames: Frames, as_of: dt.date) -> tuple[OverviewLine, ...]:
    """A line for every indicator off its course: by verdict, then by how far it is from the target as a share of the target."""
    judged = verdicts(frames, as_of)
    known = targets(frames, as_of)
    astray = judged.filter(pl.col("verdict").is_in([v.value for v in _OFF_COURSE]))
    short_of = pl.col("target") - pl.col("value")
    either_side = (pl.col("kind") == "share") | (pl.col("better") == 0)
    rows = (
        astray.join(known.select("id", "unit", "percent"), on="id", how="left", maintain_order="left")
        .join(rates(judged, known), on="id", how="left", maintain_order="left")
        .join(frames.columns("indicators", ("id", "name")), on="id", how="left", maintain_order="left")
        .join(
            frames.columns("goals", ("id", "number")).rename({"id": "goal", "number": "goal_number"}),
            on="goal",
            how="left",
            maintain_order="left",
        )
        .join(digits(frames), on="id", how="left", maintain_order="left")
        .drop("required")
        .join(needs(frames, as_of).rename({"need": "required"}), on="id", how="left", maintain_order="left")
        .with_columns(value=pl.when(pl.col("kind").is_in(MEANS)).then("mean").otherwise("last_value"))
        # a part of a whole may miss its share on either side; everything else only on the wrong one
        .with_columns(gap=pl.when(either_side).then(short_of.abs()).otherwise(short_of * pl.col("better")))
        .with_columns(
            far=pl.when(pl.col("target") != 0).then(pl.col("gap") / pl.col("target").abs()).otherwise("gap"),
            rank=pl.col("verdict").replace_strict({v.value: v.rank for v in _OFF_COURSE}, return_dtype=pl.Int64),
        )
        .sort("rank", "far", descending=[False, True], nulls_last=True, maintain_order=True)
    )
    return tuple(_indicator_line(row) for row in rows.to_dicts())


def _indicator_line(row: Mapping[str, Any]) -> OverviewLine:
    verdict = Verdict(row["verdict"])
    facts: list[Sentence] = []
    if row["required"]:
        facts.append(_required(row))
    elif row["gap"] is not None and row["gap"] > 0:
        facts.append(say(N_("short by {gap} {unit}"), gap=Numeral(row["gap"], row["computed"]), unit=row["unit"] or ""))
    if row["last_year"] is not None:
        facts.append(say(N_("figures to {year}"), year=row["last_year"]))
    if row["reason"] is not None:
        facts.append(Sentence(Reason(row["reason"]).label))
    numbers = ("target", "value", "gap", "required", "remaining", "last_year")
    return OverviewLine(
        kind=LineKind.INDICATOR,
        table="indicators",
        id=row["id"],
        code=verdict.value,
        name=f"({row['goal_number'] if row['goal_number'] is not None else '–'}) {row['name']}",
        parts=(verdict_said(row), *facts),
        short=(verdict_said(row, SHORT_LABELS), *facts),
        numbers={key: kept(row[key], row["yearly"]) if isinstance(row[key], float) else row[key] for key in numbers},
    )


def _required(row: Mapping[str, Any]) -> Sentence:
    """What each year must bring: a rate or an amount, or by how much a level must rise or fall, in points where it is a percentage."""
    value, unit = row["required"], row["unit"] or ""
    required = Numeral(value, row["yearly"])
    if row["kind"] == CUT:
        return say(N_("needs a cut of {required} points a year"), required=required)
    if row["kind"] == "term_growth" and value < 0:  # a rate below 0 is said as a fall, never with a minus
        return say(N_("must fall by {required} {unit} a year"), required=Numeral(-value, row["yearly"]), unit="%")
    if row["kind"] in (*RATES, SUM):
        return say(N_("needs {required} {unit} a year"), required=required, unit="%" if row["percent"] else unit)
    told = N_("must rise by {required} {unit} a year") if value > 0 else N_("must fall by {required} {unit} a year")
    by = "%" if row["required_suffix"] is not None else Sentence(N_("points")) if row["percent"] else unit
    return say(told, required=Numeral(abs(value), row["yearly"]), unit=by)


# -- what is owed by a day ------------------------------------------------------------------------------------------


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
        duty_reports(frames, as_of)
        .filter((pl.col("state") == TaskState.LATE.value) | (pl.col("days_left") <= DUE_DAYS))
        .join(resolve(frames, as_of).select("agency", "holder"), on="agency", how="left", maintain_order="left")
        .with_columns(who=pl.coalesce("holder", "agency"))
        .group_by("id", "every", "year", "period", "last_good", "days_late", "days_left", maintain_order=True)
        .agg(pl.col("who").drop_nulls().unique(maintain_order=True), pl.col("state").first())
        .join(
            frames.columns("duties", ("id", "what", "locator")).select("id", "what", place=pl.coalesce("locator", "id")),
            on="id",
            maintain_order="left",
        )
    )
    for row in rows.iter_rows(named=True):
        period = say(N_("report of {period}"), period=period_words(row["every"], row["year"], row["period"]))
        yield OverviewLine(
            kind=LineKind.DUTY,
            table="duties",
            id=row["id"],
            code=row["state"],
            name=f"{row['place']} {row['what']}",
            parts=(*_days(row, row["last_good"]), period),
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
        silent = not row["reported"]
        yield OverviewLine(
            kind=LineKind.ENTERPRISE,
            table="enterprises",
            id=row["id"],
            code=row["verdict"],
            name=row["name"],
            parts=(*_days(row, row["end"]), *([Sentence(NO_INFORMATION)] if silent else [])),
            numbers={key: row[key] for key in ("days_late", "days_left")},
            day=row["end"],
            who=tuple(row["who"] or ()),
        )


# -- who has not reported, what has changed -------------------------------------------------------------------------


def _not_reported(frames: Frames, as_of: dt.date) -> OverviewSection:
    """Tasks by the body that leads them on the day.

    The count is of tasks, as everywhere; a task with several leads stands under each, which the note says. Reports that were not handed
    in are no tasks: they stand among what is late.
    """
    states = task_states(frames, as_of)
    silent = states.filter(pl.col("state") == TaskState.NOT_REPORTED.value).select(task="id")
    leads = task_holders(frames, as_of).filter(pl.col("role") == "lead").select("task", "holder", "gap", "unborn")
    order = frames.columns("agencies", ("id",)).rename({"id": "holder"}).with_row_index("order")
    bodies = (
        silent.join(leads, on="task", how="left", maintain_order="left")
        .group_by("holder", maintain_order=True)
        .agg("task", pl.col("gap", "unborn").first(), n=pl.len().cast(pl.Int64))
        .join(order, on="holder", how="left", maintain_order="left")
        .sort("n", "order", descending=[True, False], nulls_last=True, maintain_order=True)
    )
    lines = [_body_line(frames, row, as_of) for row in bodies.iter_rows(named=True)]
    several = sum(len(line.members) for line in lines) != silent.height
    return OverviewSection(
        part=Part.NOT_REPORTED,
        title=say(N_("Not reported")),
        count=silent.height,
        lines=tuple(lines),
        note=say(N_("a task with several leads stands under each")) if several else None,
    )


def _body_line(frames: Frames, row: Mapping[str, Any], as_of: dt.date) -> OverviewLine:
    counted = say(N_("tasks: {n}"), n=row["n"])
    shared: dict[str, Any] = {"kind": LineKind.BODY, "numbers": {"n": row["n"]}, "members": tuple(row["task"])}
    if row["holder"] is None:
        label = Sentence(OwnershipGap.NO_LEAD.label)
        return OverviewLine(table="tasks", id="", code=OwnershipGap.NO_LEAD.value, title=label, parts=(counted,), **shared)
    missing = OwnershipGap.NOT_YET if row["unborn"] else OwnershipGap.ABOLISHED
    gap = (Sentence(missing.label),) if row["gap"] else ()
    code = missing.value if row["gap"] else TaskState.NOT_REPORTED.value
    name = frames.plan.title_of("agencies", row["holder"])
    silent = silent_members(frames.plan, row["holder"], row["task"], as_of)
    each = (say(N_("have not reported: {bodies}"), bodies=members_told(frames.plan, silent)),) if silent else ()
    parts = (counted, *each, *gap)
    return OverviewLine(table="agencies", id=row["holder"], code=code, name=name, parts=parts, who=(row["holder"],), **shared)


def _changed(frames: Frames, changed: list[tuple[str, str, str]]) -> OverviewSection:
    """One line a record, its fields named; the count is that of the title line."""
    fields: dict[tuple[str, str], list[str]] = {}
    for table, id, field in changed:
        fields.setdefault((table, id), []).append(field)
    lines = tuple(_change_line(frames, table, id, keys) for (table, id), keys in fields.items())
    return OverviewSection(part=Part.CHANGED, title=say(N_("Changed since the last save")), count=len(changed), lines=lines)


def _change_line(frames: Frames, table: str, id: str, keys: list[str]) -> OverviewLine:
    spec, record = TABLES[table], frames.plan.get(table, id)
    kind = ChangeKind.DELETED if record is None else ChangeKind.ADDED if "" in keys else ChangeKind.CHANGED
    labels = [Sentence(spec[key].label) if key in spec.by_key else say(N_("field {name}"), name=key) for key in keys if key]
    said = labels if kind is ChangeKind.CHANGED else [Sentence(_CHANGE_LABELS[kind])]
    return OverviewLine(
        kind=LineKind.CHANGE,
        table=table,
        id=id,
        code=kind.value,
        name=frames.plan.title_of(table, id) if id != SINGLE_ID else "",
        title=Sentence(spec.label),
        parts=(Sentence(spec.one), *said),
        numbers={"fields": len(labels)},
    )
