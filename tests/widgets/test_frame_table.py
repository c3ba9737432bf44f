"""The table as a person sees and drives it: screens of 80×24, cursor, marks, scrolling, mouse."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual import events
from textual.app import App
from textual.geometry import Region

from tests.support.lengths import law
from tests.support.screens import screen_text, segments_of
from tests.support.shown_table import COLUMNS, WORDS, Shown, rows, view
from tui.frames.tables.cell_text import export_text, full_text
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.drawn_cell import DrawnCell, drawn_cell
from tui.widgets.cells import fit, fit_both, header_text
from tui.widgets.column_layout import Measured
from tui.widgets.frame_rows import FrameRows


def lines(app: App[Any]) -> list[str]:
    return screen_text(app).splitlines()


# -- what is seen -----------------------------------------------------------------------------------------------------


async def test_screen_of_a_small_table() -> None:
    app = Shown(rows(2))
    async with app.run_test(size=(80, 24)):
        assert lines(app)[:4] == [
            "  Chỉ tiêu    Mục tiêu  Thực hiện Hạn         Đánh giá  Ghi chú",
            " ▸Chỉ tiêu 0      >= 8       8,59 31/12/2025  ✓ Đạt     ghi chú 0",
            "  Chỉ tiêu 1      >= 9       8,59 31/12/2025  ✓ Đạt     ghi chú 1",
            "",
        ]


async def test_unknown_is_a_faint_dot_never_zero() -> None:
    app = Shown(rows(1, target=[None], value=[float("nan")], due=[None]).with_columns(pl.lit(None, pl.String).alias("verdict_words")))
    async with app.run_test(size=(80, 24)):
        assert lines(app)[1].split() == ["▸Chỉ", "tiêu", "0", "·", "·", "·", "·", "ghi", "chú", "0"]


async def test_the_first_column_stays_and_the_one_under_the_cursor_is_always_shown_whole() -> None:
    app = Shown(rows(3))
    async with app.run_test(size=(40, 24)) as pilot:
        first = lines(app)[0]
        assert first.split() == ["Chỉ", "tiêu", "Mục", "tiêu", "Thực", "hiện›"]
        app.table.to_last_column()
        await pilot.pause()
        shown = lines(app)
        assert shown[1].startswith(" ▸Chỉ tiêu 0 ") and "ghi chú 0" in shown[1] and "›" in shown[0]
        app.table.to_first_column()
        app.table.move(0, 1)
        await pilot.pause()
        assert lines(app)[0] == first
        for _ in range(3):  # the wheel looks further without moving the cursor
            await pilot._post_mouse_events([events.MouseScrollRight], app.table, offset=(5, 5))
        await pilot.pause()
        assert "Ghi chú" in lines(app)[0] and app.table.current_column == COLUMNS[1]


async def test_long_names_end_in_dots_and_wide_letters_stay_whole() -> None:
    long = "Tốc độ tăng trưởng kinh tế (GRDP) bình quân hằng năm"
    app = Shown(rows(2, name=[long, "中" * 30]), COLUMNS[:2])
    async with app.run_test(size=(36, 24)) as pilot:
        first, second = lines(app)[1:3]
        assert first[2:26] == "Tốc độ tăng trưởng kinh…"
        assert second.startswith("  " + "中" * 11 + "…")
        assert cell_len(second[: second.index(">=")]) == cell_len(first[: first.index(">=")])
        assert app.table.cell_text() == long
        await pilot.pause()


async def test_markup_is_literal_and_escapes_never_reach_the_terminal() -> None:
    app = Shown(rows(2, name=["[red]x[/] [@click=app.quit]", "\x1b[31mđỏ\x9b2J\r\n‮x"]))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.empty = "[b]x"
        await pilot.pause()
        text = screen_text(app)
        assert "[red]x[/]" in text
        assert not any(c in text for c in "\x1b\x9b\r\u202e")
        app.table.move(1, 0)
        assert "\x1b" not in app.table.cell_text() and "đỏ" in app.table.cell_text()
        app.table.show(view(rows(1).head(0)))
        await pilot.pause()
        assert "[b]x" in screen_text(app)


async def test_empty_state_is_centred_under_the_header() -> None:
    app = Shown(rows(1).head(0))
    async with app.run_test(size=(80, 24)) as pilot:
        shown = lines(app)
        assert shown[0].startswith("  Chỉ tiêu")
        (line,) = [line for line in shown if "Không có dòng nào" in line]
        assert abs(line.index("K") - (79 - len(line.strip())) // 2) <= 1
        table = app.table
        table.move(1, 1)
        table.page(1)
        table.to_last_row()
        table.toggle_mark()
        await pilot.pause()
        assert (table.current_id, table.selected_ids, table.cell_text(), table.marks) == (None, (), "", frozenset())
        assert not table.go_to("r0")


async def test_one_row_can_be_moved_over_marked_and_lost() -> None:
    app = Shown(rows(1))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.move(5, 0)
        app.table.page(-3)
        app.table.toggle_mark()
        await pilot.pause()
        assert lines(app)[1].startswith("●▸Chỉ tiêu 0")
        app.table.show(view(rows(1).head(0)))
        await pilot.pause()
        assert app.heard[-1] == ("moved", None, "name")
        assert not app.table.marks


async def test_the_growing_column_takes_what_is_left() -> None:
    columns = (Column(key="name", title="Tên", width=10, grows=True), Column(key="value", title="Số", width=8, align="right"))
    app = Shown(rows(1), columns)
    async with app.run_test(size=(80, 24)) as pilot:
        assert lines(app)[1].endswith("8,59") and len(lines(app)[1]) == 79
        await pilot.resize_terminal(60, 20)
        await pilot.pause()
        assert lines(app)[1].endswith("8,59") and len(lines(app)[1]) == 59


async def test_unsaved_cells_have_a_star_that_is_never_cut() -> None:
    app = Shown(rows(3, name=["x" * 60, "b", "c"]), COLUMNS[:3])
    async with app.run_test(size=(45, 24)) as pilot:
        app.table.changed = {("r0", "name"), ("r1", "value"), ("r2", "")}
        await pilot.pause()
        first, second, third = lines(app)[1:4]
        assert first[2:26] == "x" * 22 + "…*"
        assert "8,59*" in second
        assert third.startswith("  c*")
        app.table.changed = {("r1", "no column shows this")}
        await pilot.pause()
        assert lines(app)[2].startswith("  b*")
        app.table.changed = set()
        await pilot.pause()
        assert "*" not in screen_text(app)


async def test_header_shows_the_order() -> None:
    app = Shown(rows(2))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.sort_shown = ("name", False)
        await pilot.pause()
        assert "Chỉ tiêu▲" in lines(app)[0]
        app.table.sort_shown = ("value", True)
        await pilot.pause()
        assert "▼Thực hiện" in lines(app)[0]


# -- the model changes under the cursor -------------------------------------------------------------------------------


async def test_a_filter_keeps_the_record_the_column_and_its_line_on_screen() -> None:
    app = Shown(rows(500))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        table.go_to("r200", "value")
        table.page(1)
        table.go_to("r205")
        await pilot.pause()
        before = next(i for i, line in enumerate(lines(app)) if "▸" in line)
        app.heard.clear()
        table.show(app.view, app.view.frame.filter(pl.col("target") % 2 == 1))
        await pilot.pause()
        assert (table.current_id, table.current_column and table.current_column.key) == ("r205", "value")
        assert next(i for i, line in enumerate(lines(app)) if "▸" in line) == before
        assert app.heard == []
        table.show(app.view)
        await pilot.pause()
        assert "▸Chỉ tiêu 205 " in lines(app)[before]


async def test_a_refresh_keeps_scroll_cursor_marks_and_columns() -> None:
    app = Shown(rows(300))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        table.go_to("r150", "note")
        table.mark_all({"r149", "r3", "r299"})
        await pilot.pause()
        before = screen_text(app)
        table.show(view(rows(300)))
        await pilot.pause()
        assert screen_text(app) == before
        table.show(view(rows(300).filter(pl.col("id") != "r149").reverse()))
        assert table.current_id == "r150" and table.marks == {"r3", "r299"}


@given(st.permutations(range(130)), st.integers(0, 130), st.sets(st.integers(0, 140)))
@law(4, 300)
def test_rows_in_an_order_are_those_of_a_frame_in_it(places: list[int], some: int, chosen: set[int]) -> None:
    frame, order = rows(130), pl.Series(places[:some], dtype=pl.UInt32)
    in_order, ordered = FrameRows(frame, COLUMNS, order), FrameRows(frame[order], COLUMNS)
    ids = {f"r{number}" for number in chosen}
    assert len(in_order) == len(ordered) == some
    for index in range(-1, some + 1):
        assert in_order.id(index) == ordered.id(index) and in_order.row_in_frame(index) == ordered.row_in_frame(index)
    assert [in_order.values(index) for index in range(some)] == [ordered.values(index) for index in range(some)]
    assert {id: in_order.find(id) for id in ids} == {id: ordered.find(id) for id in ids}
    assert in_order.chosen(ids) == ordered.chosen(ids) and in_order.ids_among(ids) == ordered.ids_among(ids)
    assert in_order.ids_in_order() == ordered.ids_in_order()


async def test_another_order_keeps_the_record_and_its_line_and_is_no_other_picture_than_its_frame() -> None:
    app = Shown(rows(300))
    order = pl.int_range(300, dtype=pl.UInt32, eager=True).reverse()
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.go_to("r150", "note")
        app.table.mark_all({"r149"})
        app.table.show(app.view, order=order)
        await pilot.pause()
        assert app.table.current_id == "r150" and app.table.selected_ids == ("r149",)
        picture = screen_text(app)
        app.table.show(app.view, app.view.frame[order])
        await pilot.pause()
        assert screen_text(app) == picture
        app.table.show(app.view)
        await pilot.pause()
        assert app.table.current_id == "r150" and screen_text(app) != picture


async def test_when_the_record_is_gone_the_cursor_stays_at_its_row() -> None:
    app = Shown(rows(5))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        table.go_to("r2")
        table.show(view(rows(5).filter(pl.col("id") != "r2")))
        await pilot.pause()
        assert (table.row, table.current_id) == (2, "r3")
        assert app.heard[-1] == ("moved", "r3", "name")
        table.show(view(rows(1)))
        assert (table.row, table.current_id) == (0, "r0")


async def test_a_filter_that_leaves_nothing_gives_the_cursor_back() -> None:
    app = Shown(rows(50))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.go_to("r33")
        app.table.show(app.view, app.view.frame.head(0))
        app.table.show(app.view, app.view.frame.head(0).clone())
        await pilot.pause()
        assert app.table.current_id is None
        app.table.show(app.view)
        await pilot.pause()
        assert app.table.current_id == "r33" and "▸Chỉ tiêu 33" in screen_text(app)


async def test_the_words_of_an_empty_table_wrap() -> None:
    app = Shown(rows(1).head(0))
    async with app.run_test(size=(30, 10)) as pilot:
        app.table.empty = "Không có dòng nào khớp với bộ lọc.\nNhấn esc để bỏ lọc."
        await pilot.pause()
        words = [line.strip() for line in lines(app)[1:6] if line.strip()]
        assert words == ["Không có dòng nào khớp", "với bộ lọc.", "Nhấn esc để bỏ lọc."]


async def test_marks_hidden_by_a_filter_are_kept_but_not_acted_on() -> None:
    app = Shown(rows(10))
    async with app.run_test(size=(80, 24)):
        table = app.table
        table.mark_all(["r7", "r1"])
        assert table.selected_ids == ("r1", "r7")
        table.show(app.view, app.view.frame.head(3))
        assert list(table.selected_ids) == ["r1"] and table.marks == {"r1", "r7"}
        table.show(app.view, app.view.frame.tail(2))
        assert list(table.selected_ids) == [table.current_id]
        table.clear_marks()
        assert table.marks == set()


async def test_columns_can_change_and_the_cursor_follows_its_column() -> None:
    app = Shown(rows(3))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.go_to("r1", "due")
        app.table.show(View("indicators", rows(3), (COLUMNS[0], COLUMNS[3])))
        await pilot.pause()
        assert app.table.current_column == COLUMNS[3]
        app.table.show(View("indicators", rows(3), COLUMNS[:1]))
        await pilot.pause()
        assert app.table.current_column == COLUMNS[0] and app.table.current_id == "r1"


# -- moving -----------------------------------------------------------------------------------------------------------


async def test_moving_stops_at_the_edges_and_says_only_real_moves() -> None:
    app = Shown(rows(40))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        await pilot.pause()
        app.heard.clear()
        table.move(-1, -1)
        table.move(1, 0)
        table.to_last_row()
        table.to_last_row()
        table.to_last_column()
        table.to_first_row()
        table.to_first_column()
        await pilot.pause()
        assert app.heard == [
            ("moved", "r1", "name"),
            ("moved", "r39", "name"),
            ("moved", "r39", "note"),
            ("moved", "r0", "note"),
            ("moved", "r0", "name"),
        ]


async def test_the_table_binds_no_key_itself() -> None:
    app = Shown(rows(100))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.move(1, 0)
        await pilot.pause()
        before = screen_text(app)
        await pilot.press("down", "pagedown", "end", "right", "ctrl+end", "j", "enter", "space")
        assert screen_text(app) == before
        assert not list(app.table._bindings)


async def test_a_page_keeps_the_cursor_on_its_line() -> None:
    app = Shown(rows(100))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        table.move(3, 0)
        table.page(1)
        await pilot.pause()
        assert table.row == 3 + table.size.height - 2
        assert "▸" in lines(app)[4]
        table.page(-1)
        await pilot.pause()
        assert table.row == 3 and "▸" in lines(app)[4]
        table.page(100)
        await pilot.pause()
        assert table.current_id == "r99"


async def test_a_move_draws_two_lines_and_no_move_draws_none() -> None:
    app = Shown(rows(40))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.table.drawn.clear()
        app.table.move(1, 0)
        await pilot.pause()
        assert sorted(app.table.drawn) == [1, 2]
        app.table.drawn.clear()
        app.table.move(0, 1)
        await pilot.pause()
        assert app.table.drawn == [2]
        app.table.drawn.clear()
        app.table.move(0, 0)
        app.table.to_first_column()
        app.table.move(0, 1)
        app.table.show(app.view)
        app.table.marks = set()
        app.table.changed = set()
        app.table.sort_shown = None
        await pilot.pause()
        assert set(app.table.drawn) <= {2}
        app.table.drawn.clear()
        app.table.toggle_mark()
        app.table.changed = {("r30", "value")}
        await pilot.pause()
        assert app.table.drawn == [2]


async def test_a_million_rows_open_and_only_those_on_screen_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    count = 1_000_000
    frame = pl.select(pl.int_range(count).cast(pl.String).alias("id")).with_columns(pl.col("id").alias("name"), pl.lit(1.5).alias("value"))
    read: list[int] = []
    rows_of = pl.DataFrame.rows

    def counted(self: pl.DataFrame, **named: Any) -> Any:
        read.append(self.height)
        return rows_of(self, **named)

    monkeypatch.setattr(pl.DataFrame, "rows", counted)
    app = Shown(frame, (Column(key="name", title="Tên", width=12), Column(key="value", title="Số", width=6, align="right")))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.to_last_row()
        await pilot.pause()
        assert "▸999999" in screen_text(app)
        assert app.table.go_to("500000")
        await pilot.pause()
        assert "▸500000" in screen_text(app)
        app.table.show(app.view, order=pl.int_range(count, dtype=pl.UInt32, eager=True).reverse())
        await pilot.pause()
        assert app.table.current_id == "500000" and app.table.row == 499_999
    assert 0 < sum(read) <= 64 * 16


# -- mouse ------------------------------------------------------------------------------------------------------------


async def test_click_moves_then_activates_and_the_header_sorts() -> None:
    app = Shown(rows(5))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.heard.clear()
        await pilot.click(app.table, offset=(18, 3))
        assert app.heard == [("moved", "r2", "target")]
        await pilot.click(app.table, offset=(48, 4))
        await pilot.click(app.table, offset=(48, 4))
        assert app.heard[1:] == [("moved", "r3", "verdict"), ("activated", "r3", "verdict")]
        app.heard.clear()
        await pilot.click(app.table, offset=(5, 0))
        await pilot.click(app.table, offset=(5, 20))
        assert app.heard == [("sort", "name")]


async def test_the_click_that_brings_focus_does_not_activate() -> None:
    app = Shown(rows(5))
    async with app.run_test(size=(80, 24)) as pilot:
        app.query_one("#other").focus()
        await pilot.pause()
        app.heard.clear()
        await pilot.click(app.table, offset=(5, 1))
        assert app.heard == []
        await pilot.click(app.table, offset=(6, 1))
        assert app.heard == [("activated", "r0", "name")]


async def test_the_wheel_scrolls_and_the_next_move_comes_back() -> None:
    app = Shown(rows(100))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot._post_mouse_events([events.MouseScrollDown], app.table, offset=(5, 5))
        await pilot.pause()
        assert lines(app)[1].startswith("  Chỉ tiêu 3 ") and app.table.current_id == "r0"
        app.table.show(view(rows(99)))
        await pilot.pause()
        assert lines(app)[1].startswith("  Chỉ tiêu 3 ") and app.table.current_id == "r0"
        app.table.move(1, 0)
        await pilot.pause()
        assert lines(app)[1].startswith(" ▸Chỉ tiêu 1 ")


# -- where a cell is --------------------------------------------------------------------------------------------------


async def test_an_editor_can_be_laid_over_a_cell() -> None:
    app = Shown(rows(100))
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.table
        assert table.cell_region("r50", "value") is None
        table.go_to("r50", "value")
        await pilot.pause()
        region = table.cell_region("r50", "value")
        assert region is not None and region.height == 1
        assert lines(app)[region.y][region.x : region.right].strip() == "8,59"
        assert table.cell_region("nobody", "value") is None
        assert isinstance(region, Region)


async def test_rows_for_the_clipboard_are_safe_and_in_order() -> None:
    frame = rows(3, name=["=1+1", "a\tb\nc", "\x1bx"], value=[-3.25, None, 1.0])
    app = Shown(frame)
    async with app.run_test(size=(80, 24)):
        texts = list(app.table.row_texts({"r2", "r0", "r1"}))
        assert [line[0] for line in texts] == ["'=1+1", "a b c", "x"]
        assert [line[2] for line in texts] == ["-3,25", "", "1,00"]
        assert len(list(app.table.row_texts(["r1"]))) == 1


# -- seen without colour ----------------------------------------------------------------------------------------------


def cell_and_row(app: Shown) -> tuple[Any, Any, Any]:
    """The styles of the cursor's cell, the rest of its row, and another row."""
    cursor_line, other = segments_of(app, 1), segments_of(app, 2)
    cell = next(s for s in cursor_line if "Chỉ tiêu 0" in s.text).style
    rest = next(s for s in cursor_line if "8,59" in s.text).style
    return cell, rest, next(s for s in other if "8,59" in s.text).style


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light", "textual-dark", "textual-light"])
async def test_the_cursor_is_seen_without_colours(theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Shown(rows(3))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await pilot.pause()
        cell, rest, other = cell_and_row(app)
        assert cell.reverse and cell.underline and rest.reverse and not rest.underline
        assert not other.reverse
        assert " ▸" in lines(app)[1]
        app.query_one("#other").focus()
        await pilot.pause()
        cell, rest, other = cell_and_row(app)
        assert cell.underline and not rest.underline


@pytest.mark.parametrize("theme", ["ansi-dark", "ansi-light"])
async def test_sixteen_colours_are_the_terminals_own(theme: str) -> None:
    app = Shown(rows(3))
    async with app.run_test(size=(80, 24)) as pilot:
        app.theme = theme
        await pilot.pause()
        cell, rest, other = cell_and_row(app)
        assert cell.reverse and cell.underline and rest.reverse and not other.reverse
        for line in (0, 1, 2):
            for segment in segments_of(app, line):
                for color in (segment.style.color, segment.style.bgcolor) if segment.style else ():
                    assert color is None or color.triplet is None


async def test_with_colours_the_cell_differs_from_its_row_and_loses_strength_without_focus() -> None:
    app = Shown(rows(3))
    async with app.run_test(size=(80, 24)) as pilot:
        cell, rest, other = cell_and_row(app)
        assert len({cell.bgcolor, rest.bgcolor, other.bgcolor}) == 3
        app.query_one("#other").focus()
        await pilot.pause()
        blurred, _, _ = cell_and_row(app)
        assert blurred != cell
        tone = next(s for s in segments_of(app, 2) if "Đạt" in s.text).style
        assert tone is not None and tone.color != other.color and tone.bgcolor == other.bgcolor


# -- cells and widths -------------------------------------------------------------------------------------------------


def test_what_a_cell_shows() -> None:
    row = {
        "v": 1234.5, "op": ">=", "mark": " ư", "year": 2025, "day": dt.date(2026, 1, 2), "yes": True, "list": ["a", "b"], "none": [],
        "period": {"start": dt.date(2021, 1, 1), "end": None}, "tone": "bad", "odd": "purple", "lines": "a\nb",
    }  # fmt: skip

    def shown(key: str, **how: Any) -> DrawnCell:
        return drawn_cell(Column(key=key, title=key, width=9, **how), row, WORDS)

    assert shown("v", shows=Shows.NUMBER, prefix="op", suffix="mark").text == ">= 1.234,5 ư"
    assert shown("v", shows=Shows.NUMBER, decimals=2).text == "1.234,50"
    assert shown("year", shows=Shows.YEAR).text == "2025"
    assert shown("day", shows=Shows.DATE).text == "02/01/2026"
    assert shown("list").text == "a, b"
    assert shown("none") == DrawnCell("·", Tone.MUTED)
    assert shown("v", suffix="mark", suffix_as="faint").tail == " ư"
    assert shown("v", suffix="mark", suffix_as="untold").tail == ""
    assert shown("v", short="op", suffix="mark", beside="odd").text == ">=" and shown("v", short="op", beside="odd").tail == "purple"
    assert shown("period").text == "01/01/2021 – –"
    assert shown("v", tone="tone").tone is Tone.BAD
    assert shown("v", tone="odd").tone is None
    assert shown("lines").text == "a⏎b"
    assert full_text(Column(key="lines", title="", width=3), row, WORDS) == "a\nb"
    assert export_text(Column(key="lines", title="", width=3), row, WORDS) == "a b"


@given(st.text(max_size=40), st.integers(1, 30), st.sampled_from(["left", "right"]))
def test_a_fitted_text_has_exactly_its_width(text: str, width: int, align: str) -> None:
    from tui.model.text import printable

    assert cell_len(fit(printable(text), width, align)) == width


def test_fitting_keeps_marks_with_their_letters() -> None:
    assert fit("tie\u0302\u0301ng", 5) == "tie\u0302\u0301ng"
    assert fit("tie\u0302\u0301ng Vie\u0323\u0302t", 4) == "tie\u0302\u0301…"
    assert header_text("Rất là dài dòng", "left", 6, True) == "Rất…▼ "


def test_what_follows_a_text_stays_while_the_text_can_still_be_read() -> None:
    assert fit_both("GRDP bình quân", ", %/năm", 24) == ("GRDP bình quân", ", %/năm   ")
    assert fit_both("8,59", "ư", 7, "right") == ("  8,59", "ư")
    assert "".join(fit_both("Tốc độ tăng trưởng GRDP bình quân", ", %/năm", 34)) == "Tốc độ tăng trưởng GRDP bì…, %/năm"
    assert "".join(fit_both("Tốc độ tăng trưởng GRDP bình quân", ", %/năm", 24)) == "Tốc độ tăng trưởng GRDP…"
    assert "".join(fit_both("Tốc độ tăng trưởng", ", triệu đồng/người/năm", 20)) == "Tốc độ tăng trưởng,…"


@given(st.text("ab ẩ", max_size=40), st.text("ư, %", max_size=10), st.integers(1, 50), st.sampled_from(["left", "right"]))
def test_a_text_and_what_follows_it_have_exactly_their_width(text: str, tail: str, width: int, align: str) -> None:
    assert cell_len("".join(fit_both(text, tail, width, align))) == width


@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=12), st.integers(10, 200), st.data())
def test_every_column_can_be_brought_on_screen(specs: list[tuple[int, bool]], room: int, data: st.DataObject) -> None:
    columns = [Column(key=str(i), title="", width=max(1, width), grows=grows) for i, (width, grows) in enumerate(specs)]
    measured = Measured.of(columns, [""] * len(columns), [width for width, _ in specs])
    wanted = data.draw(st.integers(0, len(columns) - 1))
    layout = measured.laid_out(2, room, wanted=wanted)
    assert wanted in layout.shown
    assert all(place.x + place.width <= room for place in layout.places)
    assert [place.x for place in layout.places] == sorted({place.x for place in layout.places})


def test_a_column_that_lacks_a_cell_is_whole_before_a_long_one_shows_a_little_more() -> None:
    def columns_of(due: int) -> dict[str, int]:
        columns = [
            Column(key="name", title="", width=20, grows=True, worth=0),
            Column(key="due", title="", width=11, worth=5),
            Column(key="answer", title="", width=14, answer=True),
        ]
        layout = Measured.of(columns, [""] * 3, [60, due, 40]).laid_out(0, 20 + 11 + 14 + 2 + 3)
        return {columns[place.index].key: place.width for place in layout.places}

    assert columns_of(due=12) == {"name": 20, "due": 12, "answer": 16}
    assert columns_of(due=30) == {"name": 20, "due": 11, "answer": 17}, "what stays cut anyway gives way to the answer"
