"""The pages above and below that are drawn while nobody presses a key: seen at once, and never other than what the table holds."""

from __future__ import annotations

from typing import Any

import pytest
from textual.pilot import Pilot
from textual.strip import Strip

from tests.support.pauses import until
from tests.support.screens import screen_text
from tests.support.shown_table import Shown, rows, view
from tui.widgets.frame_lines import CHANGED_GLYPH, Lines


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of the rows that are drawn, in their order."""
    found: list[str] = []
    draw = Lines.row

    def noted(lines: Lines, values: Any, *rest: Any) -> Strip:
        found.append(values["id"])
        return draw(lines, values, *rest)

    monkeypatch.setattr(Lines, "row", noted)
    return found


async def until_drawn(pilot: Pilot[Any], drawn: list[str], id: str) -> None:
    await until(pilot, lambda: id in drawn, f"{id} is drawn")


async def drawn_anew(app: Shown, pilot: Pilot[Any]) -> str:
    """The screen with nothing kept of what was drawn."""
    app.table.chosen_widths, widths = {"name": 9}, app.table.chosen_widths
    app.table.take_widths(widths)
    await pilot.pause()
    return screen_text(app)


async def test_the_next_page_stands_before_somebody_goes_there_and_holds_what_the_table_does(drawn: list[str]) -> None:
    app = Shown(rows(200))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        seen = app.table.size.height - 1
        app.table.move(1, 0)
        await until_drawn(pilot, drawn, f"r{2 * seen - 2}")
        app.table.page(1)
        app.table._ahead.give_up()  # the page behind this one is drawn after a rest, which the next line may last
        drawn.clear()
        await pilot.pause()
        assert not drawn, "all of its lines were drawn before"
        ahead = screen_text(app)
        assert ahead == await drawn_anew(app, pilot) and f"Chỉ tiêu {seen}" in ahead


async def test_of_rows_that_have_become_others_nothing_drawn_ahead_is_shown(drawn: list[str]) -> None:
    app = Shown(rows(200))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        seen = app.table.size.height - 1
        app.table.move(1, 0)
        await until_drawn(pilot, drawn, f"r{2 * seen - 2}")
        app.table.show(view(rows(200, name=[f"Khác {i}" for i in range(200)])))
        app.table.changed = {(f"r{seen + 3}", "name")}
        app.table.page(1)
        await pilot.pause()
        _, *below = screen_text(app).splitlines()
        assert any(f"Khác {seen}" in line for line in below) and not any("Chỉ tiêu" in line for line in below)
        assert [CHANGED_GLYPH in line for line in below if f"Khác {seen + 3}" in line] == [True]


@pytest.mark.parametrize("count", [0, 1])
async def test_where_there_is_no_other_page_nothing_is_drawn_ahead(drawn: list[str], count: int) -> None:
    app = Shown(rows(count))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.move(1, 0)
        await pilot.pause()
        drawn.clear()
        assert list(app.table._pages_ahead()) == [] and not drawn


async def test_a_window_of_more_lines_than_are_kept_draws_none_ahead(drawn: list[str]) -> None:
    app = Shown(rows(500))
    async with app.run_test(size=(80, 120)) as pilot:
        await pilot.pause()
        drawn.clear()
        assert list(app.table._pages_ahead()) == [] and not drawn


async def test_what_an_edit_does_not_reach_is_not_drawn_again_but_a_name_that_is_cut_otherwise_is(drawn: list[str]) -> None:
    begin = "Tỷ lệ dân số được sử dụng nước sạch hợp vệ sinh "
    names = [begin + "ở đô thị", begin + "ở nông thôn", "Một tên khác hẳn và rất dài để phải cắt ở đây"]
    app = Shown(rows(3, name=names))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "…" in screen_text(app)
        drawn.clear()
        app.table.changed = {("r2", "value")}
        await pilot.pause()
        assert drawn == ["r2"]
        app.table.changed = ()
        app.table.show(view(rows(3, name=[names[0], "Tên ngắn", names[2]])))
        await pilot.pause()
        kept = screen_text(app)
        assert kept == await drawn_anew(app, pilot), "the first name has no twin any more"
