"""The whole plan on one screen: what the chair asks first, each line leading to its record.

The same lines are shown on the screen, printed by ``kehoach status`` and put into reports, so their numbers cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.awaited import awaited, unjudged_said
from tui.frames.insight.later_figures import later_figures_said
from tui.frames.insight.overview_lines import ChangeKind, LineKind, Overview, OverviewLine, OverviewSection, Part
from tui.frames.insight.owed import DUE_DAYS, of_what, owed
from tui.frames.insight.said_aloud import DIRECTION_UNTOLD, direction_untold, is_asked_in_all, need_in_all, required_said, verdict_said
from tui.frames.insight.standings import standings
from tui.frames.methods.digits import MEANS, Digits, digits, kept, needs
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.figures import hidden_figures
from tui.frames.methods.headline import LABELS, SHORT_LABELS, headline, not_enough, to_slow_down
from tui.frames.methods.ownership import OwnershipGap, task_holders
from tui.frames.methods.series import targets
from tui.frames.methods.tasks import REPORTS_COMPLETE, TaskState, state_counts, task_states, without_holidays
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.tables.targets import rates
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.group_reports import members_told, silent_members
from tui.model.text import N_, Numeral, Sentence, listed, say

WORST: Final = 5
"""How many indicators stand under "worst"."""

_OFF_COURSE: Final = (Verdict.NOT_MET, Verdict.AT_RISK, Verdict.SPEED_UP)


_CHANGE_LABELS: Final = {ChangeKind.ADDED: N_("added"), ChangeKind.CHANGED: N_("changed"), ChangeKind.DELETED: N_("deleted")}


def overview(frames: Frames, as_of: dt.date, changed: Iterable[tuple[str, str, str]], *, every_indicator: bool = False) -> Overview:
    """What stands out on a day; ``changed`` is (table, id, field) of everything that differs from the file.

    ``every_indicator``: with where each of them stands, for machines.

    - headline: indicators by verdict, tasks and enterprises by state, every code named;
    - worst: the indicators off their course, at most :data:`WORST`: by verdict, then by how far the figure judged lies from the
      target as a share of the target; its note names how many nobody can judge;
    - awaited: the indicators that wait for the figure of a year that is over, the least likely first;
    - late: tasks, duties, enterprises and what meetings asked for past their last good day, the longest first;
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
    lines = owed(frames, as_of)
    late = sorted((line for line in lines if line.numbers["days_late"]), key=lambda line: -_number(line, "days_late"))
    left = [line for line in lines if line.numbers["days_left"] is not None]
    due = sorted((line for line in left if _number(line, "days_left") <= DUE_DAYS), key=lambda line: _number(line, "days_left"))
    return (
        _headline(frames, as_of),
        _worst(frames, as_of),
        _awaited(frames, as_of),
        OverviewSection(part=Part.LATE, title=say(N_("Late")), count=len(late), lines=tuple(late), note=of_what(late)),
        OverviewSection(
            part=Part.DUE,
            title=say(N_("Due within {n} days"), n=DUE_DAYS),
            count=len(due),
            lines=tuple(due),
            note=listed((of_what(due), _without_holidays(frames, as_of, due))),
        ),
        _not_reported(frames, as_of),
    )


def _without_holidays(frames: Frames, as_of: dt.date, due: list[OverviewLine]) -> Sentence | None:
    """Which years of what is due have no public holiday in the settings: their working days are those of the calendar."""
    days = [line.day for line in due if line.day is not None and line.kind in (LineKind.TASK, LineKind.DUTY)]
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
        *(
            ("tasks", s.value, s.label, REPORTS_COMPLETE if s is TaskState.STANDING else s.label, n)
            for s, n in state_counts(states).items()
        ),
        *(("enterprises", v.value, v.label, v.label, found.get(v.value, 0)) for v in EnterpriseVerdict),
    ]
    apart = {
        ("indicators", Verdict.NO_DATA.value): {"not_enough": not_enough(judged)},
        ("indicators", Verdict.SPEED_UP.value): {"to_slow_down": to_slow_down(judged)},
    }
    lines = [
        OverviewLine(
            kind=LineKind.COUNT,
            table=table,
            id="",
            code=code,
            title=Sentence(label),
            short=(Sentence(short),),
            numbers={"n": n, **apart.get((table, code), {})},
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
    unjudged = unjudged_said(frames, as_of)
    return OverviewSection(part=Part.WORST, title=say(N_("Worst indicators")), count=len(lines), lines=lines[:WORST], note=unjudged)


def _awaited(frames: Frames, as_of: dt.date) -> OverviewSection:
    """What waits for the figure of its end year, the least likely first."""
    lines = tuple(
        OverviewLine(
            kind=LineKind.INDICATOR,
            table="indicators",
            id=one.id,
            code=Verdict.AWAITING.value,
            name=one.name,
            parts=one.parts,
            short=one.short,
            numbers=one.numbers,
        )
        for one in awaited(frames, as_of)
    )
    return OverviewSection(part=Part.AWAITED, title=say(N_("Awaiting the result, the least likely first")), count=len(lines), lines=lines)


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
        .rename({"required": "exact"})
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
    if row["required"] and is_asked_in_all(row):
        own = Digits(figures=row["figures"])
        facts.append(need_in_all({**row, "required": row["exact"]}, {"unit": row["unit"] or ""}, own, row["required"]))
    elif row["required"]:
        facts.append(required_said(row))
    elif direction_untold(row):
        facts.append(Sentence(DIRECTION_UNTOLD))
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
    note = say(N_("in records: {n}"), n=len(lines)) if len(lines) != len(changed) else None
    return OverviewSection(part=Part.CHANGED, title=say(N_("Changed since the last save")), count=len(changed), lines=lines, note=note)


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
