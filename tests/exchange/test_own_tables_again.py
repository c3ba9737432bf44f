"""What the workbench writes for spreadsheets it takes in again: nothing where nothing was changed, and what was changed as it was meant."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from functools import lru_cache

import pytest

from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tui.exchange.import_result import ImportResult
from tui.exchange.importing import import_sheets
from tui.exchange.own_tables import _views
from tui.exchange.text_cells import read_text_table
from tui.frames.build import Frames
from tui.frames.tables.cells import ENTERPRISE_LOOKS, STATE_LOOKS, STATUS_LOOKS, VERDICT_LOOKS
from tui.frames.tables.columns import View
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.edits import SetField
from tui.model.plan import Plan
from tui.reports.sheet_rows import MARK, for_sheets
from tui.reports.tables import as_csv
from tui.store.plan_file import load
from tui.store.toml.parse import loads

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2026, 11, 22)


@lru_cache
def sample() -> Plan:
    return load(SAMPLE).plan


@lru_cache
def views(words: Words) -> dict[str, View]:
    frames = Frames(sample())
    return {view.table: view for view in (make(frames, sample(), DAY, words) for make in _views())}


def written(table: str, words: Words) -> list[list[str]]:
    view = views(words)[table]
    text = as_csv(for_sheets(view, view.frame.iter_rows(named=True), words), words(MARK))
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def taken(rows: list[list[str]], day: dt.date = DAY) -> ImportResult:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return import_sheets(read_text_table(out.getvalue().encode()), sample(), (VI, EN), day)


def changed(table: str, words: Words, title: str, text: str, id: str) -> list[tuple[str, str, object]]:
    """What a cell of a row comes to, typed anew under one of the titles."""
    rows = written(table, words)
    next(row for row in rows if row[0] == id)[rows[0].index(title)] = text
    found = taken(rows)
    edits = [(e.id, e.field, e.new) for line in found.lines for e in line.edits if isinstance(e, SetField)]
    return [*edits, *((figure.id, str(figure.year), figure.value) for figure in found.figures)]


@pytest.mark.parametrize("words", [VI, EN], ids=["vi", "en"])
def test_every_tab_and_list_comes_back_without_a_question(words: Words) -> None:
    for table in views(words):
        for day in (DAY, DAY + dt.timedelta(days=60)):
            found = taken(written(table, words), day)
            assert (list(found.lines), list(found.figures), [words.sentence(r.what) for r in found.rejects]) == ([], [], []), table


def test_what_was_changed_is_proposed() -> None:
    task = next(id for id, task in sample().tables["tasks"].items() if task["status"] == "unreported")
    assert changed("tasks", VI, "Tình trạng", "đang thực hiện", task) == [(task, "status", "in_progress")]
    assert changed("tasks", EN, "Status", "done", task) == [(task, "status", "done")]
    assert changed("tasks", VI, "Tiến độ", "đã hoàn thành", task) == [(task, "status", "done")], "states under a title of days or states"
    indicator, enterprise = (next(iter(sample().tables[table])) for table in ("indicators", "enterprises"))
    assert changed("indicators", VI, "2024", "7.15", indicator) == [(indicator, "2024", 7.15)]
    assert changed("enterprises", VI, "Bước thực hiện", "đã phê duyệt phương án", enterprise) == [(enterprise, "stage", "approved")]


def test_what_no_table_changes_is_said_and_not_dropped() -> None:
    for table, title in (("tasks", "Nhiệm vụ"), ("directions", "Ngành"), ("indicators", "Chỉ tiêu")):
        rows = written(table, VI)
        rows[1][rows[0].index(title)] = "Viết khác đi"
        found = taken(rows)
        assert not found.lines and [VI.sentence(r.what) for r in found.rejects] == [f"“{title}” chỉ sửa được trong chương trình"], table


def test_no_words_of_a_sheet_begin_with_a_glyph() -> None:
    looks = (STATUS_LOOKS, STATE_LOOKS, VERDICT_LOOKS, ENTERPRISE_LOOKS)
    glyphs = "".join({look.glyph for each in looks for look in each.values()})
    begins = re.compile(rf"(^|[,;] )[{re.escape(glyphs)}] ")
    for table in ("tasks", "indicators", "directions", "enterprises"):
        for row in written(table, VI):
            assert not [cell for cell in row if begins.search(cell)], table


def test_states_or_days_under_one_title() -> None:
    task = next(id for id, task in sample().tables["tasks"].items() if task["status"] == "unreported")

    def of(text: str) -> ImportResult:
        return taken([["Mã", "Nhiệm vụ", "Tiến độ"], [task, "", text]])

    edits = [edit for line in of("Đã hoàn thành").lines for edit in line.edits]
    assert [(e.field, e.new) for e in edits if isinstance(e, SetField)] == [("status", "done")]
    days = [edit for line in of("31/12/2025").lines for edit in line.edits]
    assert ("due", dt.date(2025, 12, 31)) in [(e.field, e.new) for e in days if isinstance(e, SetField)]
    [doubt] = [VI.sentence(reject.what) for reject in of("Chưa triển khai").rejects]
    assert "chưa có thông tin" in doubt and "đang thực hiện" in doubt and "trả lại" not in doubt, "only what it may mean"


def test_an_empty_plan_takes_the_rows_of_another_as_any_table() -> None:
    rows = written("tasks", VI)[:3]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    found = import_sheets(read_text_table(out.getvalue().encode()), read_plan(loads(EMPTY))[0], (VI, EN), DAY)
    assert found.lines or found.rejects
