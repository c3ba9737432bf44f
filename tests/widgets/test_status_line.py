"""The line at the bottom: a message is whole in as many rows as it takes, the keys stay in one, and a remark is never pushed out."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

from tests.support.screens import screen_text
from tui.widgets.status_line import Hint, StatusLine, fitting

LONG = "“31/12/20260” không phải là ngày; viết 20/11/2026, 20/11, +7, +2 tuần, hôm nay hoặc cuối tháng"


class Bottom(App[None]):
    CSS = "#above { height: 1fr; }"

    def compose(self) -> ComposeResult:
        yield Static(id="above")
        yield StatusLine(id="status")


async def test_a_message_is_wrapped_and_gives_its_rows_back() -> None:
    async with Bottom().run_test(size=(40, 12)) as pilot:
        line = pilot.app.query_one(StatusLine)
        for remark in ("", "bộ gõ đang bật"):
            line.show((LONG, True), [], remark)
            await pilot.pause()
            seen = " ".join(screen_text(pilot.app).split())
            assert " ".join(("✗", *LONG.split(), *remark.split())) == seen and line.size.height in (3, 4)
        line.show(("", False), [Hint("Tab", "khung", "panel")] * 9)
        await pilot.pause()
        assert line.size.height == 1, "keys are cut: they are no message"


async def test_more_than_a_third_of_the_screen_is_never_taken() -> None:
    async with Bottom().run_test(size=(40, 12)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.show((LONG * 9, True), [])
        await pilot.pause()
        assert line.size.height == 4 and screen_text(pilot.app).rstrip().endswith("…")
        await pilot.resize_terminal(200, 60)
        await pilot.pause()
        assert "…" not in screen_text(pilot.app)


async def test_keys_there_is_no_room_for_give_way_and_the_list_of_keys_stays() -> None:
    hints = [
        Hint("E", "biểu mẫu", "edit_record"),
        Hint("u", "hoàn tác", "undo"),
        Hint("Ctrl+S", "lưu", "save"),
        Hint("?", "phím tắt", "help"),
    ]
    everything = "E biểu mẫu u hoàn tác Ctrl+S lưu ? phím tắt"
    fitting = ((60, everything), (40, "E biểu mẫu Ctrl+S lưu ? phím tắt"), (25, "Ctrl+S lưu ? phím tắt"), (60, everything))
    async with Bottom().run_test(size=(60, 12)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.show(("", False), hints)
        await pilot.pause()
        for width, seen in fitting:
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            assert " ".join(screen_text(pilot.app).split()) == seen


def test_keys_are_named_whole_and_the_way_back_and_the_help_before_all_others() -> None:
    hints = [Hint("Enter", "mở", "open"), Hint("A", "cùng cơ quan", "body"), Hint("Esc", "quay lại", "escape"), Hint("?", "phím", "help")]
    assert fitting(hints, 80) == hints and fitting([], 80) == []
    assert [hint.key for hint in fitting(hints, 45)] == ["Enter", "Esc", "?"], "no key is cut in its middle"
    assert [hint.key for hint in fitting(hints, 24)] == ["Esc", "?"] and [hint.key for hint in fitting(hints, 14)] == ["?"]
    assert [hint.key for hint in fitting(hints, 3)] == ["?"], "what lists them all stays"


async def test_what_is_below_takes_no_key_while_its_short_form_does_and_never_the_place_of_a_message() -> None:
    hints = [Hint("/", "lọc", "filter"), Hint("E", "biểu mẫu", "edit_record"), Hint("?", "phím tắt", "help")]
    below = ("▼ 12 dòng nữa", "▼ 12")
    keys = "/ lọc E biểu mẫu ? phím tắt"
    async with Bottom().run_test(size=(60, 12)) as pilot:
        line = pilot.app.query_one(StatusLine)
        line.show(("", False), hints, "bộ gõ", below)
        for width, seen in (
            (60, f"{keys} bộ gõ · {below[0]}"),
            (44, f"{keys} bộ gõ · ▼ 12"),
            (40, "/ lọc ? phím tắt bộ gõ · ▼ 12"),
            (60, f"{keys} bộ gõ · {below[0]}"),
        ):
            await pilot.resize_terminal(width, 12)
            await pilot.pause()
            assert " ".join(screen_text(pilot.app).split()) == seen
        for message, seen in (
            ("ghi rồi", f"ghi rồi bộ gõ · {below[0]}"),
            ("a" * 48, f"{'a' * 48} bộ gõ"),
            ("a" * 40, f"{'a' * 40} bộ gõ · ▼ 12"),
        ):
            line.show((message, False), hints, "bộ gõ", below)
            await pilot.pause()
            assert " ".join(screen_text(pilot.app).split()) == seen


async def test_the_same_is_shown_again_where_something_else_was_said_meanwhile() -> None:
    async with Bottom().run_test(size=(40, 12)) as pilot:
        line = pilot.app.query_one(StatusLine)
        for bad in (False, True, False):
            line.show(("đã lưu", bad), [])
            await pilot.pause()
            assert screen_text(pilot.app).strip() == ("✗ đã lưu" if bad else "đã lưu")
        line.say(" đang theo cuộc họp")
        line.show(("đã lưu", False), [])
        await pilot.pause()
        assert screen_text(pilot.app).strip() == "đã lưu"
