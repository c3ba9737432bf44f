"""Where the reports a duty asks for stand on a day (docs/methods.md, "Tasks and duties"): each period, each body, until it is handed in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.ownership import resolve
from tui.frames.methods.tasks import HANDED_IN, NEAR_DAYS, TaskState, working_days
from tui.model.asked import Asked, asked_reports, in_question
from tui.model.periods import YEARLY, every_of
from tui.model.plan import Plan, Values
from tui.model.succession import holders_on, lineage, members_of

_ROWS: Final[dict[str, pl.DataType | type[pl.DataType]]] = {
    "id": pl.String,
    "agency": pl.String,
    "group": pl.String,
    "every": pl.String,
    "year": pl.Int64,
    "period": pl.Int64,
    "last_good": pl.Date,
    "waived": pl.Boolean,
    "question": pl.Boolean,
    "done": pl.Boolean,
    "handed_on": pl.Date,
}


@derived
def duty_reports(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every report the plan's duties ask for, whatever the day; one row a duty, period and body.

    Columns: those of ``frames.by_plan``, id, agency (null of a duty that names nobody), group (the collective the body reports as a
    member of), every, year, period (its number in the year), last_good Date (null where the duty names no day), waived Boolean, question
    Boolean (the report one speaks of on the day), state (a :class:`TaskState` code; null when waived), days_late (of one handed in late:
    how late), days_left (calendar days to the last good day, Int64), work_days_left, handed_on Date (null also where only the day is
    unknown).

    A report handed in by ``as_of`` is done on time or late by its day, plain *done* without one; what a body that took over hands in
    counts for the one before it, and an entry without a period for its whole year. A collective that lists members is asked member by
    member, those that exist on the last good day (on the day itself while that is to come); marked as a whole all its members have
    reported. What is not handed in stays late from its last good day on. A duty without a day is *standing* while nothing is handed in.
    """
    found = _asked_for(frames, as_of)
    today = frames.day(as_of)
    last, done, on = pl.col("last_good"), pl.col("done"), pl.col("handed_on")
    found = found.with_columns(work_days=working_days(frames, as_of, last))
    work_days = pl.col("work_days")
    state = (
        pl.when(done & (on <= last))
        .then(pl.lit(TaskState.DONE_ON_TIME.value))
        .when(done & (on > last))
        .then(pl.lit(TaskState.DONE_LATE.value))
        .when(done)
        .then(pl.lit(TaskState.DONE.value))
        .when("waived")
        .then(None)
        .when(last.is_null())
        .then(pl.lit(TaskState.STANDING.value))
        .when(last < today)
        .then(pl.lit(TaskState.LATE.value))
        .when(work_days <= frames.setting("near_days", NEAR_DAYS))
        .then(pl.lit(TaskState.NEAR.value))
        .otherwise(pl.lit(TaskState.OPEN_IN_TIME.value))
    )
    waits = ~done & ~pl.col("waived")
    finish = pl.when(done).then(on).when(waits).then(today)
    return found.select(
        *frames.by_plan,
        *("id", "agency", "group", "every", "year", "period", "last_good", "waived", "question"),
        state=state,
        days_late=pl.when(finish > last).then((finish - last).dt.total_days()),
        days_left=pl.when(waits & (last >= today)).then((last - today).dt.total_days()),
        work_days_left=pl.when(waits & (last >= today)).then(work_days),
        handed_on="handed_on",
    )


def duty_states(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """What the duties ask on a day: the report one speaks of, and every earlier one that some body still owes, of all its bodies.

    Columns as :func:`duty_reports`.
    """
    found = duty_reports(frames, as_of)
    late = (pl.col("state") == TaskState.LATE.value).fill_null(False).any().over(*frames.by_plan, "id", "year", "period")
    return found.filter(pl.col("question") | late)


@derived
def owed_reports(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """The reports that are still to come, each with who owes it on the day of view: one row a duty, period, body and holder.

    Columns: those of :func:`duty_reports`, holder (who stands for the body on the day, the body itself where nobody does; null of a
    duty that names nobody), gap (whether nobody does). A body that ended after the last good day leaves its report to who took over.
    """
    standing = resolve(frames, as_of).select(*frames.by_plan, "agency", "holder")
    return (
        duty_reports(frames, as_of)
        .filter(~pl.col("waived") & ~pl.col("state").is_in([state.value for state in HANDED_IN]))
        .join(standing, on=[*frames.by_plan, "agency"], how="left", maintain_order="left")
        .with_columns(gap=pl.col("holder").is_null(), holder=pl.coalesce("holder", "agency"))
    )


def _asked_for(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """What the duties ask of whom, and whether it has come; columns those of ``frames.by_plan`` and of :data:`_ROWS`."""
    if not frames.by_plan:
        return pl.DataFrame(list(_rows(frames.plan, as_of)), schema=_ROWS, orient="row")
    from tui.frames.methods.asked_of_many import asked_for  # of many plans at once; a plan alone is sooner read record by record

    return asked_for(frames, as_of).select(*frames.by_plan, *_ROWS)


def _rows(plan: Plan, as_of: dt.date) -> Iterator[tuple[Any, ...]]:
    for id, duty in plan.tables["duties"].items():
        reports = asked_reports(plan, duty, as_of)
        question = in_question(reports, as_of)
        entries = [e for e in duty.get("handed_in", ()) if e.get("on") is None or e["on"] <= as_of]
        asking = _Asking(plan, duty, entries)
        for asked in reports:
            day = min(as_of, asked.last_good) if asked.last_good else as_of
            for body in asking.bodies(day):
                done, on = asking.handed_in(body, asked)
                period = asked.period
                yield (
                    *(id, body.agency, body.group, every_of(duty.get("every")), period.year, period.number),
                    *(asked.last_good, asked.waived, asked is question, done, on),
                )


@attrs.frozen
class _Body:
    """Who is asked for a report; ``known_as`` are the bodies under whose names it may have been handed in."""

    agency: str | None
    group: str | None
    known_as: frozenset[str]


@attrs.define
class _Asking:
    """One duty: whom it asks on a day, and what has been handed in."""

    plan: Plan
    duty: Values
    entries: list[Values]
    _known: dict[dt.date, list[_Body]] = attrs.field(factory=dict)

    def bodies(self, day: dt.date) -> list[_Body]:
        """Each body once, also one that is named and a member too."""
        if day not in self._known:
            found: dict[str | None, _Body] = {}
            for body in self._bodies(day):
                known = found.setdefault(body.agency, body)
                found[body.agency] = attrs.evolve(known, known_as=known.known_as | body.known_as)
            self._known[day] = list(found.values()) or [_Body(None, None, frozenset())]
        return self._known[day]

    def _bodies(self, day: dt.date) -> Iterator[_Body]:
        for agency in self.duty.get("who", ()):
            members = members_of(self.plan, agency)
            if not members:
                yield _Body(agency, None, lineage(self.plan, agency))
                continue
            names: dict[str, set[str]] = {}
            for member in members:
                for holder in holders_on(self.plan, member, day):
                    names.setdefault(holder, set()).update(lineage(self.plan, member))
            for holder, known in names.items():
                yield _Body(holder, agency, lineage(self.plan, agency) | lineage(self.plan, holder) | known)

    def handed_in(self, body: _Body, asked: Asked) -> tuple[bool, dt.date | None]:
        """Whether it has come, and the first day known of it."""
        period = asked.period
        mine = [e for e in self.entries if e["year"] == period.year and e["agency"] in body.known_as]
        if period.every != YEARLY:
            mine = [e for e in mine if e.get("period") in (None, period.number)]
        return bool(mine), min((e["on"] for e in mine if e.get("on") is not None), default=None)
