"""What a review asks for stands in a panel in rows that stay: filled in or not, from record to record, at any width."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.small_plan import EMPTY
from tests.support.table_views import DAY
from tests.support.workbench import open_workbench
from tui.i18n.words import Words
from tui.screens.table.record_lines import lines_of
from tui.session.session import Session
from tui.store.plan_file import load
from tui.widgets.record_panel import PanelLine, _in_its_row, _pieces

_ASKED = """
[agencies.a]
name = "Sở A"
short = "A"
kind = "department"
[agencies.b]
name = "Các sở, ban, ngành cấp tỉnh và Ủy ban nhân dân các xã, phường trên địa bàn tỉnh có liên quan"
kind = "department"
[sections.s]
number = "I"
title = "Việc"
order = 1
[goals.g]
number = 1
title = "Mục tiêu"
[indicators.words]
goal = "g"
name = "Nâng cao chất lượng"
kind = "qualitative"
[indicators.country]
goal = "g"
name = "Theo cả nước"
unit = "%"
kind = "end_level"
op = ">="
reference = "range"
[indicators.range]
goal = "g"
name = "Từ đến"
unit = "%"
kind = "end_level"
op = ">="
target = 6.5
target_max = 7
[tasks.empty]
section = "s"
order = 1
summary = "Việc chưa giao cho ai"
[tasks.dated]
section = "s"
order = 2
summary = "Việc có hạn mà chưa rõ ngày"
leads = ["b"]
mode = "dated"
[tasks.again]
section = "s"
order = 3
summary = "Việc hằng quý"
leads = ["a"]
partners = ["a", "b"]
mode = "periodic"
every = "quarter"
status = "in_progress"
[tasks.later]
section = "s"
order = 4
summary = "Việc được gia hạn"
mode = "dated"
due = 2026-03-31
extensions = [{ on = 2026-03-01, due = 2026-06-30, reason = "x" }, { on = 2026-06-01, due = 2026-12-31, reason = "y" }]
"""


def test_what_a_review_asks_for_has_its_row_also_where_it_is_empty_and_says_nothing_that_is_not_so(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY + _ASKED, encoding="utf-8")
    session = Session(load(path), Words("vi"), as_of=DAY, journaling=False)

    def rows(table: str, id: str, many: int) -> list[tuple[str, str]]:
        return [(line.label, line.text) for line in lines_of(session, table, id)[:many]]

    labels = ["Chủ trì", "Phối hợp", "Thời hạn", "Tình trạng"]
    told = {id: rows("tasks", id, 4) for id in session.plan.tables["tasks"]}
    assert all([label for label, _ in lines] == labels for lines in told.values()), told
    long = str((session.plan.get("agencies", "b") or {})["name"])
    assert {id: [text for _, text in lines] for id, lines in told.items()} == {
        "empty": ["chưa ghi"] * 4,
        "dated": [long, "chưa ghi", "chưa ghi", "chưa ghi"],  # that it has a due day is no day
        "again": ["A  Sở A", f"A; {long}", "hằng quý", "đang thực hiện"],
        "later": ["chưa ghi", "chưa ghi", "31/03/2026 → 31/12/2026", "chưa ghi"],
    }
    again = lines_of(session, "tasks", "again")
    assert [line.target for line in again if line.field == "partners"] == [None, ("agencies", "a"), ("agencies", "b")]
    assert [line.target for line in again if line.field == "leads"] == [("agencies", "a")], "one body is told once"
    name = next(line.label for line in again if line.field == "summary")
    assert [line.label for line in again].index(name) > 3, "the line above says it already"
    in_words = ("ĐVT", "định tính"), ("Dấu so sánh", "định tính"), ("Mục tiêu", "định tính")
    assert rows("indicators", "words", 4) == [*in_words, ("Cơ quan báo cáo", "chưa ghi")]
    assert rows("indicators", "country", 3)[2] == ("Mục tiêu", "Từ đến")
    assert [text for _, text in rows("indicators", "range", 5)][2:4] == ["6,5", "7"]


async def test_their_places_stay_from_record_to_record_at_any_width_and_the_whole_is_below(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY + _ASKED, encoding="utf-8")
    async with open_workbench(path, size=(100, 30)) as bench:
        await bench.press("4")
        panel, first = bench.tab.panel, set[int]()
        for _ in bench.rows:
            await bench.until(lambda: bench.tab.follows and bench.tab.panel.lines_shown, "the panel follows")
            shown = [line for line in bench.screen.splitlines() if "Tình trạng:" in line]
            assert len(shown) == 1, bench.screen
            first.add(bench.screen.splitlines().index(shown[0]))
            await bench.press("down")
        assert len(first) == 1, "the status stands where it stood"
        await bench.row("dated")
        await bench.until(lambda: "Chủ trì: Các sở" in bench.screen, "a long name is cut in its row")
        assert any(line.rstrip().endswith("… →") for line in bench.screen.splitlines() if "Chủ trì: Các sở" in line)
        await bench.row("again")
        await bench.press("tab", "end")
        await bench.until(lambda: "có liên quan" in bench.screen, "of several all names stand in full further down")
        assert panel.has_focus


@pytest.mark.parametrize("width", (8, 20, 38, 52))
def test_a_line_of_one_row_is_never_longer_than_its_row(width: int) -> None:
    line = PanelLine("Chủ trì", "Sở A  Sở Nông nghiệp và Môi trường", target=("agencies", "a"), brief="Sở Nông nghiệp và Môi trường")
    said = "".join(text for text, _ in _pieces(_in_its_row(line, width)))
    whole = "".join(text for text, _ in _pieces(line))
    assert len(said) <= max(width, len(" Chủ trì: … →"))
    assert (said == whole) == (len(whole) <= width)


async def test_its_scrollbar_says_how_many_pages_there_are_until_somebody_goes_on(plan_file: Path) -> None:
    """However many rows the record has, so that it is not sent again for each; from the second row on how far it is, to the very end."""
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        await bench.press("4")
        panel, bar = bench.tab.panel, bench.tab.panel.vertical_scrollbar
        height, rows = panel.container_size.height, panel.virtual_size.height
        assert rows > height and rows % height
        assert bar.window_virtual_size == -(-rows // height) * height
        await bench.press("tab", "end")
        height = panel.container_size.height  # whoever goes into it has more of it
        assert panel.scroll_offset.y == rows - height and bar.window_virtual_size == rows, "it ends where the lines end"
        await bench.press("home")
        assert bar.window_virtual_size % height == 0
        for size in ((100, 34), (100, 30)):
            await bench.pilot.resize_terminal(*size)
            await bench.settle()
            assert bar.window_virtual_size % panel.container_size.height == 0, "at any size"
