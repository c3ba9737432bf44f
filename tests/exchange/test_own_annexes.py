"""The program's own annexes, taken in again as they are: nothing changes, nothing is asked, and only what compares figures is left out."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from pathlib import Path

import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import ROOT, SAMPLE
from tui.exchange.cells import Cell, CellKind, CellSheet
from tui.exchange.docx_tables import read_docx_tables
from tui.exchange.import_result import ImportResult
from tui.exchange.reading.reported import due_said, says_share, stage_said, status_said
from tui.exchange.reading.rows import share_of
from tui.exchange.table_reader import import_tables
from tui.exchange.xlsx_cells import read_xlsx
from tui.frames.build import Frames
from tui.frames.methods.enterprises import EnterpriseVerdict
from tui.frames.methods.tasks import TaskState
from tui.i18n.words import Unreadable, Words
from tui.model.edits import SetField
from tui.model.plan import MISSING, Plan
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports import sentences
from tui.reports.annexes import annexes
from tui.reports.word.document import docx_bytes
from tui.reports.word.yearly import yearly_report
from tui.reports.workbook import annex_tables, workbook_of
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI, EN = Words("vi"), Words("en")
NO_TITLES = "no row of titles is understood here, so it is not read"
"""What is said of the tables of a report that count and compare."""
AFTER = dt.date(2026, 11, 22)
"""A day on which everything the sample plan holds is known."""


@lru_cache
def sheets(path: Path, form: str, day: dt.date) -> list[CellSheet]:
    frames = Frames(load(path).plan)
    if form == "xlsx":
        return read_xlsx(workbook_of(annex_tables(annexes(frames, day), "Kế hoạch", "Tính đến"), {}))
    return read_docx_tables(docx_bytes(yearly_report(frames.plan, frames, day.year, day)), "Bảng")


def taken(sheets: list[CellSheet], plan: Plan, day: dt.date = AFTER) -> ImportResult:
    return import_tables(sheets, plan, (VI, EN), day)


def left(found: ImportResult) -> list[str]:
    told = [EN.sentence(reject.what) for reject in found.rejects]
    return [text for text in told if "compares or averages" not in text and text != NO_TITLES]


_PLANS = [(SAMPLE, AFTER), (ROOT / "data" / "examples" / "exampleton.toml", dt.date(2026, 3, 1))]


@longer
@pytest.mark.parametrize("form", ["xlsx", "docx"])
@pytest.mark.parametrize(("path", "day"), of_these(_PLANS, _PLANS[1:]))
def test_an_annex_of_a_plan_changes_nothing_in_it(path: Path, day: dt.date, form: str) -> None:
    found = taken(sheets(path, form, day), load(path).plan, day)
    assert (found.lines, found.figures, left(found)) == ([], [], []) and len(found.same) > 20


def test_in_a_plan_that_changed_meanwhile_only_the_change_is_told() -> None:
    plan = load(SAMPLE).plan
    workspace = Workspace(plan)
    task = next(id for id, record in plan.tables["tasks"].items() if record.get("status") == "done")
    workspace.apply([workspace.set_field("tasks", task, "status", "in_progress")], say("x"))
    found = taken(sheets(SAMPLE, "xlsx", AFTER), plan)
    assert [(e.id, e.field, e.new) for line in found.lines for e in line.edits if isinstance(e, SetField)] == [(task, "status", "done")]


@pytest.mark.parametrize("state", [*TaskState])
@pytest.mark.parametrize("days", ["", " 152 ngày"])
def test_how_a_task_stands_by_the_day_is_no_status(state: TaskState, days: str) -> None:
    said = sentences.STATES[state]
    text = said[:1].upper() + said[1:] + (days if state is TaskState.LATE or not days else "")
    told = status_said(text, "in_progress", ())
    assert told == ("done" if state.value.startswith("done") else None)


def test_what_speaks_against_the_plan_is_named_and_no_report_takes_nothing_back() -> None:
    for text in ("Quá hạn, chưa hoàn thành 3 ngày", "Đang trong hạn"):
        with pytest.raises(Unreadable):
            status_said(text, "done", ())
    assert status_said("Chưa báo cáo", "done", ()) is None and status_said("Chưa báo cáo", MISSING, ()) == "unreported"
    with pytest.raises(Unreadable):
        status_said("cơ bản hoàn thành", "in_progress", ())


@pytest.mark.parametrize("stage", [stage for stage, said in sentences.STAGES.items() if said])
def test_the_stage_of_an_enterprise_is_read_behind_how_it_stands(stage: str) -> None:
    for state in ("Quá hạn 350 ngày", "Đang trong thời gian thực hiện"):
        assert stage_said(f"{state}; {sentences.STAGES[stage]}", {}, ()) == (None if stage == "unreported" else stage)


def test_how_an_enterprise_stands_is_no_stage_and_what_is_not_understood_is_refused() -> None:
    said = {state: stage_said(text, {}, ()) for state, text in sentences.ENTERPRISES.items()}
    assert {state for state, stage in said.items() if stage is not None} == {EnterpriseVerdict.DONE}
    assert stage_said(sentences.ENTERPRISES[EnterpriseVerdict.DONE], {"done_on": AFTER}, ()) is None
    for text in ("gần xong", "đang bán; chưa triển khai"):
        with pytest.raises(Unreadable):
            stage_said(text, {}, ())


def test_a_due_day_that_was_extended_is_the_one_in_force() -> None:
    record = {"due": dt.date(2025, 12, 31), "extensions": [{"on": dt.date(2025, 3, 1), "due": dt.date(2026, 6, 30), "reason": "mưa"}]}
    text = sentences.EXTENDED.format(due="30/06/2026", first="31/12/2025")
    assert due_said(text, record, AFTER, ()) is None and due_said("30/6/2026", record, AFTER, ()) is None
    assert due_said("30/9/2026", record, AFTER, ()) == {"mode": "dated", "due": dt.date(2026, 9, 30)}
    before = due_said(text, record, dt.date(2025, 1, 1), ())
    assert before is not None and before["due"] == dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "record", "same"),
    [
        ("Trên 50 % và dưới 65 %", {"target_min": 50, "target_max": 65, "target_open": ["min", "max"]}, True),
        ("Trên 50 % và dưới 65 %", {"target_min": 50, "target_max": 65}, False),
        ("Từ 36 % trở lên", {"target_min": 36}, True),
        ("Đến 0 %", {"target_max": 0}, True),
        ("42,27", {"target_min": 42.27, "target_max": 42.27}, True),
        ("40", {"target_min": 42.27, "target_max": 42.27}, False),
    ],
)
def test_the_share_of_an_enterprise_is_compared_with_its_ends(text: str, record: dict[str, float], same: bool) -> None:
    share = share_of(Cell(CellKind.TEXT, text))
    assert share is not None and says_share(share, record) is same
