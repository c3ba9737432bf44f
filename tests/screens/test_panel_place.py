"""The panel of a record: where it stands, what shows, hides and resizes it, and that the choice is remembered."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.screens import segments_of
from tests.support.workbench import Driver, open_workbench
from tui.config import config_path, read_config
from tui.screens.side_place import TALL
from tui.widgets.spoken import Spoken


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))


def placed(bench: Driver) -> str:
    return next(name for name in ("beside", "below", "away") if bench.tab.has_class(name))


def side(bench: Driver):  # type: ignore[no-untyped-def]
    return bench.tab.query_one("#side")


async def test_it_stands_where_there_is_room_and_is_hidden_resized_and_remembered(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(170, 40)) as bench:
        assert placed(bench) == "beside" and side(bench).display
        widest = side(bench).size.width
        await bench.press("less_than_sign")
        before = side(bench).size.width
        assert before < widest
        await bench.press("greater_than_sign")
        assert side(bench).size.width == widest
        for _ in range(30):
            await bench.press("less_than_sign")
        assert bench.words("the panel cannot be smaller here") in bench.status and side(bench).size.width < before
        await bench.press("tab", "backslash")
        assert not side(bench).display and bench.table.has_focus and bench.table.size.width == 170
        await bench.press("2")
        assert not side(bench).display, "on every tab"
        await bench.until(lambda: read_config(config_path()).panel is False, "the choice is written down")
        assert read_config(config_path()).panel_size == bench.app.panel.size
    async with open_workbench(plan_file, size=(170, 40)) as bench:
        assert not side(bench).display, "the next time too"
        await bench.press("greater_than_sign")
        assert bench.words("there is no panel beside or below the table") in bench.status
        await bench.press("backslash")
        assert side(bench).display and placed(bench) == "beside"


async def test_it_stands_below_in_a_tall_window_and_over_the_table_in_a_small_one(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, TALL)) as bench:
        assert placed(bench) == "below" and side(bench).size.width == 100 and bench.table.display
        await bench.pilot.resize_terminal(100, TALL - 1)
        await bench.settle()
        assert placed(bench) == "away" and not side(bench).display and bench.table.size.width == 100
        await bench.press("tab")
        assert side(bench).display and not bench.table.display and bench.tab.panel.has_focus
        await bench.press("escape", "backslash", "backslash")
        assert str(TALL) in bench.status, "it says from where on there is room"
        await bench.press("tab", "down", "escape", "down")
        assert bench.table.has_focus and bench.id == bench.rows[1], "and keys in a row go on as they did"


async def test_it_tells_then_lists_and_the_empty_fields_are_one_line_that_unfolds(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 40)) as bench:
        await bench.settle()
        told = bench.tab.query_one("#spoken", Spoken).text
        assert told.startswith("○ Chờ kết quả năm 2025: đạt hoặc vượt nếu 2025 ≥ 13,01")
        lines = bench.tab.panel.lines_shown
        assert all(line.text != "–" for line in lines)
        (fold,) = [n for n, line in enumerate(lines) if line.unfolds]
        empty = int(lines[fold].text.split()[1])
        await bench.press("tab")
        while bench.tab.panel.highlighted != fold:
            await bench.press("down")
        await bench.press("enter")
        unfolded = bench.tab.panel.lines_shown
        assert [line.text for line in unfolded[fold + 1 : fold + 1 + empty]] == ["–"] * empty and len(unfolded) == len(lines) + empty
        await bench.press("enter", "tab", "down")
        assert bench.tab.panel.lines_shown != lines and bench.tab.query_one("#spoken", Spoken).text != told


async def test_who_goes_into_it_has_as_much_of_it_as_there_may_be_until_they_leave(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, TALL)) as bench:
        await bench.press("4", "G")
        usual, id = bench.tab.panel.size.height, bench.id
        name = str(bench.value("tasks", str(id), "summary"))

        def rows() -> tuple[int, int, bool]:
            shown = bench.screen.splitlines()
            cursor = next(y for y, line in enumerate(shown) if "▸" in line)
            return bench.tab.panel.size.height, bench.table.size.height, bench.table.region.contains(2, cursor)

        before = rows()
        for way in (["tab"], ["escape"], ["slash"]):
            await bench.press("tab")
            height, left, seen = rows()
            assert height > usual + 3 and left >= 6 and seen, "the row it is of is still seen"
            assert bench.screen.count(name[:30]) >= 2 and bench.id == id, "what it is about stands in full in it"
            await bench.press(*way)
            assert rows()[0] in (usual, usual - 1), way  # a line is the filter's while somebody types in it
        await bench.press("escape", "tab", "tab", "tab", "greater_than_sign")
        assert usual < bench.tab.panel.size.height < height, "whoever sizes it has the size they chose"
        assert before[2]


async def test_the_pane_with_the_focus_has_the_bright_title(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 40)) as bench:

        def bold(line: int) -> bool:
            return any(s.style is not None and s.style.bold and s.text.strip() for s in segments_of(bench.app, line))

        def header() -> bool:
            return bold(bench.table.region.y)

        def title() -> bool:  # whoever goes into the panel has more of it
            return bold(side(bench).region.y)

        assert header() and not title()
        await bench.press("tab")
        assert title() and not header()
        await bench.press("escape", "slash")
        typed = bench.tab.query_one("#filter-bar").region.y
        assert bold(typed) and not title() and not header()


async def test_an_empty_plan_and_a_list_without_verdicts_have_nothing_to_say(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text('format = 2\n\n[plan]\ntitle = "Kế hoạch"\nterm = { start = 2026-01-01, end = 2030-12-31 }\n', encoding="utf-8")
    async with open_workbench(path, size=(170, 40)) as bench:
        assert bench.tab.query_one("#spoken", Spoken).text == "" and bench.tab.panel.lines_shown == ()
        await bench.press("o")
        await bench.pick("documents")
        assert bench.tab.query_one("#spoken", Spoken).text == "" and bench.tab.table_name == "documents", "of none there is nothing to say"
        await bench.press("escape", "o")
        await bench.pick("sections")
        assert not bench.tab.query("#spoken") and bench.tab.table_name == "sections"
