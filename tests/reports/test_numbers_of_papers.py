"""Every number in every paper, in tables, sentences and charts, is one that ``status --json`` and the frames of its day have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import attrs
import pytest

from tests.support.form_numbers import unfounded_in_form
from tests.support.lengths import longer, of_these
from tests.support.paper_numbers import Day, unfounded
from tests.support.paths import EXAMPLE, SAMPLE, SHIPPED
from tests.support.sentence_numbers import Said, numbers_of_page, numbers_of_word
from tui.exchange.cells import CellKind
from tui.exchange.form import SHEETS, form_of
from tui.exchange.form_workbook import form_workbook
from tui.exchange.xlsx_cells import read_xlsx
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.frames.insight.meeting_snapshot import frozen_of
from tui.i18n.words import Words
from tui.model.closing import close_review
from tui.model.review import decide, open_review, set_item
from tui.model.text import say
from tui.reports.agenda import recorded_why
from tui.reports.annex_rows import Quantity
from tui.reports.annex_workbook import annex_workbook
from tui.reports.annexes import annexes
from tui.reports.html import html_page
from tui.reports.papers import KINDS, Asked
from tui.reports.spans import SPANS, YEAR
from tui.reports.word.paper import Line, Paper
from tui.session.session import Session
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI = Words("vi")
REPORTS = tuple(SPANS)
LETTERS = ("letters", "letter", "reminder")
OF_MEETINGS = ("notice", "minutes")
PLANS = {"shipped": (SHIPPED, (2022, 2023, 2024, 2025)), "sample": (SAMPLE, (2024, 2025)), "example": (EXAMPLE, (2024, 2025))}
EVERY = [(plan, kind, year) for plan, (_, years) in PLANS.items() for kind in (*REPORTS, *LETTERS) for year in years]
EVERY += [(plan, kind, years[-1] - back) for plan, (_, years) in PLANS.items() for kind in OF_MEETINGS for back in (0, 1)]
EVERY = [case for case in EVERY if case[1] not in OF_MEETINGS or case[::2] != ("example", 2024)]
"""In November of its first year nothing stands on the agenda of the example."""
FEW = [
    *(("shipped", kind, 2024) for kind in ("yearly", "notice", "minutes", "reminder")),
    *(("sample", kind, 2025) for kind in ("letter", "letters")),
    ("example", "half_year", 2025),
    ("example", "minutes", 2025),
]


@cache
def frames_of_file(path: Path) -> Frames:
    return Frames(load(path).plan)


@cache
def met(path: Path, day: dt.date) -> Frames:
    """The plan after a meeting of a day: of its agenda the first was decided on, one hastened, one asked back, one put off, one noted."""
    session = Session(load(path), Words("vi"), as_of=day, journaling=False)
    found = agenda(session.frames, session.plan, day).items
    listed = [(item.subject, recorded_why(item)) for item in found]
    session.commit(open_review(session.plan, day, "Chủ tịch", items=listed), say("x"))
    review, due = f"r-{day.isoformat()}", day + dt.timedelta(days=25)
    body = next(iter(session.plan.tables["agencies"]))
    subjects = [item.subject for item in found]
    session.commit(decide(session.plan, review, subjects[0], text="Rà soát tiến độ", owner=body, due=due), say("x"))
    for subject, outcome in zip(subjects[1:], ("accelerate", "report_back", "parked", "noted"), strict=False):
        session.commit(set_item(session.plan, review, subject, outcome=outcome), say("x"))
    session.commit(close_review(session.plan, review, day, frozen_of(session.frames, day), "digest", "7/TB"), say("x"))
    return session.frames


@cache
def made(path: Path, kind: str, year: int) -> tuple[list[Paper], Day]:
    """The papers of a kind about a year, seen from the day such a paper is usually seen from, and what is known on it."""
    span = SPANS.get(kind, YEAR)
    day = dt.date(year, 11, 20) if kind in OF_MEETINGS else span.usual_day(year, dt.date(2026, 11, 30))
    frames = met(path, day) if kind in OF_MEETINGS else frames_of_file(path)
    held = f"r-{day.isoformat()}" if kind in OF_MEETINGS else None
    reported = year if kind in SPANS else None
    found = KINDS[kind].papers(Asked(plan=frames.plan, frames=frames, as_of=day, day_named=True, year=reported, review=held))
    return [named.paper for named in found], Day(frames, day)


@longer
@pytest.mark.parametrize(("plan", "kind", "year"), of_these(EVERY, FEW))
def test_every_number_of_a_paper_is_one_the_day_has(plan: str, kind: str, year: int) -> None:
    papers, day = made(PLANS[plan][0], kind, year)
    span = SPANS.get(kind, YEAR)
    said = Said(day, year, span)
    assert [fault for paper in papers for fault in (*unfounded(paper, day, year, span), *said.unfounded(paper))] == []
    assert [numbers_of_page(html_page(paper)) for paper in papers] == [numbers_of_word(paper) for paper in papers], "a page says the same"
    parts = {"letter": ("late",), "letters": ("late",), "reminder": ("not_reported",)}.get(kind)
    assert bool(papers) == (parts is None or any(line["who"] or line["table"] == "agencies" for line in day.lines(*parts))), (
        "made with cause"
    )


EVERY_BOOK = [(plan, year) for plan, (_, years) in PLANS.items() for year in years]


@longer
@pytest.mark.parametrize(("plan", "year"), of_these(EVERY_BOOK, [("example", 2025)]))
def test_the_numbers_of_the_workbook_are_those_of_the_annexes(plan: str, year: int) -> None:
    frames, day = frames_of_file(PLANS[plan][0]), dt.date(year, 12, 31)
    _, data = annex_workbook(frames, day)
    known = {annex.sheet: annex for annex in annexes(frames, day)}
    for sheet in read_xlsx(data):
        numbers = sorted(cell.value for cell in sheet.cells.values() if cell.kind is CellKind.NUMBER and isinstance(cell.value, float))
        annex = known[sheet.name]
        expected = sorted(float(cell.value) for row in annex.rows for cell in row.cells if isinstance(cell, Quantity))
        assert len(numbers) == len(expected), sheet.name
        assert all(abs(one - other) < 0.01 for one, other in zip(numbers, expected, strict=True)), sheet.name


EVERY_FORM = [(plan, year) for plan, (_, years) in PLANS.items() for year in years]


def forms(plan: str, year: int) -> Iterator[tuple[str, bytes, Day]]:
    """The form of every body that gets one, as it is made on the last day of a year, with all that can be asked of it."""
    frames, day = frames_of_file(PLANS[plan][0]), dt.date(year, 12, 31)
    nobodys = [id for id, values in frames.plan.tables["indicators"].items() if "agency" not in values]
    known = Day(frames, day)
    for agency in frames.plan.tables["agencies"]:
        form = form_of(frames.plan, agency, year, day, "", VI, tuple(SHEETS), nobodys)
        if form.sheets:
            yield agency, form_workbook(form, frames.plan, VI), known


@longer
@pytest.mark.parametrize(("plan", "year"), of_these(EVERY_FORM, [("sample", 2025)]))
def test_every_number_of_a_form_is_one_its_record_has(plan: str, year: int) -> None:
    made = list(forms(plan, year))
    assert [(agency, fault) for agency, data, known in made for fault in unfounded_in_form(data, known, agency, year)] == []
    assert made


def test_a_number_of_a_form_that_nobody_knows_is_found() -> None:
    agency, data, known = next(forms("sample", 2025))
    plan, agreed = known.frames.plan, known.frames.plan.tables["indicators"]
    changed = {id: {**values, "target": 987.5} if "target" in values else values for id, values in agreed.items()}
    other = Day(Frames(attrs.evolve(plan, tables={**plan.tables, "indicators": changed})), known.as_of)
    found = unfounded_in_form(data, other, agency, 2025)
    assert found and all("target_told" in fault and "987.5" in fault for fault in found)


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


def test_a_number_in_a_sentence_that_nobody_knows_is_found() -> None:
    (paper,), day = made(SAMPLE, "yearly", 2025)
    assert Said(day, 2025, YEAR).unfounded(paper) == []
    at = next(place for place, block in enumerate(paper.body) if isinstance(block, Line) and "mục tiêu" in block.text)
    line = paper.body[at]
    wrong = attrs.evolve(line, text=f"{line.text} Năm 2025 phải đạt 987,65%; hạn ngày 17/03/1999.")
    changed = attrs.evolve(paper, body=(*paper.body[:at], wrong, *paper.body[at + 1 :]))
    found = Said(day, 2025, YEAR).unfounded(changed)
    assert [fault.split(" in ")[0] for fault in found] == ["17/03/1999", "987,65"]
