"""Nobody who has ended is written to: every kind of paper, of both plans, on every day a body ends or begins, and on the days round it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import EXAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.model.plan import Plan
from tui.model.succession import holders_on
from tui.reports import official
from tui.reports.papers import KINDS, Asked
from tui.reports.word.paper import BodyTable, Paper
from tui.store.plan_file import load
from tui.vocabulary.ended import days_of_ends, ended_on, mentions, named_on

pytestmark = pytest.mark.usefixtures("worked_out_once")

PLANS = {"shipped": SHIPPED, "example": EXAMPLE}
MEETING = "r"
OF_MEETINGS = ("notice", "minutes")


def days_round(plan: Plan) -> list[dt.date]:
    """Each day on which a body of the plan, or of the country, begins or is there for the last time, the day before and the day after."""
    bodies = plan.tables["agencies"].values()
    turns = {day for values in bodies for key in ("from", "until") if (day := values.get(key)) is not None} | {*days_of_ends()}
    return sorted({turn + dt.timedelta(days=by) for turn in turns for by in (-1, 0, 1)})


@cache
def plan_at(path: Path) -> Frames:
    return Frames(load(path).plan)


EVERY = [(name, day) for name, path in PLANS.items() for day in days_round(plan_at(path).plan)]
FEW = [("shipped", dt.date(2025, 3, 1)), ("shipped", dt.date(2025, 6, 30)), ("example", dt.date(2026, 1, 1))]


def with_a_meeting(frames: Frames, day: dt.date) -> Frames:
    """The plan after a meeting of that day which asked something of every body it has, those that have ended included."""
    tables = dict(frames.plan.tables)
    subjects = [f"agencies.{id}" for id in tables["agencies"]]
    items = [{"subject": subject, "outcome": "accelerate", "owner": subject.split(".")[1], "why": "x"} for subject in subjects]
    decisions = {f"d{n}": {"review": MEETING, "text": "Rà soát", "owner": id} for n, id in enumerate(tables["agencies"])}
    tables |= {"reviews": {MEETING: {"date": day, "as_of": day, "chair": "Chủ tịch", "items": items}}, "decisions": decisions}
    return Frames(Plan(tables))


@attrs.frozen
class Named:
    """A place of a paper where a body may be named, and what stands there."""

    kind: str
    place: str
    text: str


def named_in(kind: str, paper: Paper) -> Iterator[Named]:
    """Whom a paper goes to, who signs it for whom, who keeps it, and of a letter the bodies in its table."""
    yield from (Named(kind, "addressee", name) for name in paper.to)
    yield from (Named(kind, "recipient", name) for name in paper.recipients)
    yield from (Named(kind, "signature", line) for signed in paper.signatures for line in signed.lines)
    yield Named(kind, "file mark", paper.unit)
    for table in (block for block in paper.body if isinstance(block, BodyTable)):
        headings = [row for row in table.rows if isinstance(row, str)]
        yield from (Named(kind, "heading", row) for row in headings)
        if not headings:
            yield from (Named(kind, "row", official.cell(row[1])) for row in table.rows)


def papers_of(frames: Frames, day: dt.date) -> Iterator[Named]:
    """The places of every kind of paper made on a day."""
    years = frames.plan.years
    year, met = max(years[0], min(day.year, years[-1])), with_a_meeting(frames, day)
    for kind, what in KINDS.items():
        of = met if kind in OF_MEETINGS else frames
        asked = Asked(plan=of.plan, frames=of, as_of=day, day_named=True, year=year, review=MEETING if kind in OF_MEETINGS else None)
        for named in what.papers(asked):
            yield from named_in(kind, named.paper)


def ended_in(frames: Frames, day: dt.date, text: str) -> list[str]:
    """The bodies that have ended by a day and are named in a text; one whose name another one's begins with is not named by that."""
    agencies = frames.plan.tables["agencies"]
    for name in sorted(
        (values["name"] for id, values in agencies.items() if id in holders_on(frames.plan, id, day)), key=len, reverse=True
    ):
        text = text.replace(name, "·")
    return [who for who in ended_on(frames.plan, day) if mentions(text, who)]


@longer
@pytest.mark.parametrize(("name", "day"), of_these(EVERY, FEW))
def test_nobody_who_has_ended_is_named_by_any_paper_of_any_day(name: str, day: dt.date) -> None:
    frames = plan_at(PLANS[name])
    found = list(papers_of(frames, day))
    assert [(one, gone) for one in found if (gone := ended_in(frames, day, one.text))] == []
    assert {"notice", "minutes", "yearly", "half_year", "nine_months", "reminder"} <= {one.kind for one in found}


def test_a_body_is_named_until_its_last_day_and_whoever_took_over_from_the_next() -> None:
    frames = plan_at(SHIPPED)
    on, after = (
        {one.text for one in papers_of(frames, day) if one.kind == "notice"} for day in (dt.date(2025, 2, 28), dt.date(2025, 3, 1))
    )
    assert "Sở Kế hoạch và Đầu tư" in on and "Sở Kế hoạch và Đầu tư" not in after and "Sở Tài chính" in after


def test_a_paper_that_names_a_body_that_has_ended_is_found() -> None:
    frames, day = plan_at(SHIPPED), dt.date(2025, 7, 1)
    (named,) = KINDS["reminder"].papers(Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True))
    wrong = attrs.evolve(named.paper, unit="Sở KH&ĐT")
    found = [(one.place, gone) for one in named_in("reminder", wrong) if (gone := ended_in(frames, day, one.text))]
    assert found == [("file mark", ["Sở KH&ĐT"])]


def test_a_name_that_begins_like_that_of_one_who_has_ended_stays_whole() -> None:
    plan, day = plan_at(SHIPPED).plan, dt.date(2025, 7, 1)
    assert named_on(plan, "Chi cục Hải quan khu vực V", day) == "Chi cục Hải quan khu vực V"
    assert named_on(plan, "Chi cục Hải quan Thái Nguyên", day) == "Chi cục Hải quan khu vực V"
    assert named_on(plan, "Sở KH&ĐT; Sở Tài chính", day) == "Sở Tài chính; Sở Tài chính"
