"""Every number in every table of every paper is one that ``status --json`` and the frames of its day have."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import attrs
import pytest

from tests.support.lengths import longer, of_these
from tests.support.paper_numbers import Day, unfounded
from tests.support.paths import EXAMPLE, SAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.reports.annex_rows import Quantity
from tui.reports.papers import KINDS, Asked
from tui.reports.spans import SPANS, YEAR
from tui.reports.word.paper import Paper
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

REPORTS = tuple(SPANS)
PLANS = {"shipped": (SHIPPED, (2022, 2023, 2024, 2025)), "sample": (SAMPLE, (2024, 2025)), "example": (EXAMPLE, (2024, 2025))}
EVERY = [(plan, kind, year) for plan, (_, years) in PLANS.items() for kind in (*REPORTS, "letter", "reminder") for year in years]
FEW = [("sample", "yearly", 2025), ("sample", "letter", 2025), ("sample", "reminder", 2025), ("example", "half_year", 2025)]
"""What of the shipped plan stands in the suite is in ``test_reports_of_results``."""


@cache
def frames_of_file(path: Path) -> Frames:
    return Frames(load(path).plan)


@cache
def made(path: Path, kind: str, year: int) -> tuple[list[Paper], Day]:
    """The papers of a kind about a year, seen from the day such a paper is usually seen from, and what is known on it."""
    frames, span = frames_of_file(path), SPANS.get(kind, YEAR)
    day = span.usual_day(year, dt.date(2026, 11, 30))
    found = KINDS[kind].papers(Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True, year=year if kind in SPANS else None))
    return [named.paper for named in found], Day(frames, day)


@longer
@pytest.mark.parametrize(("plan", "kind", "year"), of_these(EVERY, FEW))
def test_every_number_of_a_table_is_one_the_day_has(plan: str, kind: str, year: int) -> None:
    papers, day = made(PLANS[plan][0], kind, year)
    assert [fault for paper in papers for fault in unfounded(paper, day, year, SPANS.get(kind, YEAR))] == []
    parts = {"letter": ("late",), "reminder": ("not_reported",)}.get(kind)
    assert bool(papers) == (parts is None or any(line["who"] or line["table"] == "agencies" for line in day.lines(*parts))), (
        "made with cause"
    )


def test_a_number_that_nobody_knows_is_found() -> None:
    (paper,), day = made(SAMPLE, "yearly", 2025)
    first = paper.annexes[0]
    at = next(place for place, column in enumerate(first.columns) if column.key == "mean")
    row = next(row for row in first.rows if isinstance(row.cells[at], Quantity))
    cells = (*row.cells[:at], Quantity(value=987.65), *row.cells[at + 1 :])
    rows = tuple(attrs.evolve(one, cells=cells) if one is row else one for one in first.rows)
    wrong = attrs.evolve(paper, annexes=(attrs.evolve(first, rows=rows), *paper.annexes[1:]))
    (fault,) = unfounded(wrong, day, 2025, YEAR)
    assert "Bình quân" in fault and "987" in fault
