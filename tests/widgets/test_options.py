"""A list of rows is paged whatever room there is, and before it was drawn."""

from __future__ import annotations

import asyncio

from textual.app import App, ComposeResult

from tui.widgets.options import Options


class _Listing(App[None]):
    def __init__(self, rows: int, height: int) -> None:
        super().__init__()
        self.rows, self.list_height = rows, height

    def compose(self) -> ComposeResult:
        rows = Options(*(f"row {n}" for n in range(self.rows)), compact=True)
        rows.styles.height = self.list_height
        rows.styles.border = None
        yield rows


def _paged(rows: int, height: int, start: int | None = 0) -> list[int | None]:
    """Where the highlight stands after a page down and a page up."""

    async def page() -> list[int | None]:
        async with _Listing(rows, height).run_test() as pilot:
            options = pilot.app.query_one(Options)
            options.highlighted = start
            options.action_page_down()
            found = [options.highlighted]
            options.action_page_up()
            return [*found, options.highlighted]

    return asyncio.run(page())


def test_a_page_is_what_there_is_room_for() -> None:
    assert _paged(20, 5) == [5, 0]


def test_where_there_is_no_room_for_a_row_a_page_is_all_there_is() -> None:
    assert _paged(20, 0) == [19, 0]


def test_an_empty_list_stays_as_it_is() -> None:
    assert _paged(0, 0, None) == [None, None] and _paged(0, 5, None) == [None, None]


def test_rows_put_in_anew_are_paged_before_they_are_drawn() -> None:
    async def page() -> int | None:
        async with _Listing(20, 5).run_test() as pilot:
            options = pilot.app.query_one(Options)
            options.clear_options()
            options.add_options([f"other {n}" for n in range(20)])
            options.highlighted = 3
            options.action_page_down()
            return options.highlighted

    assert asyncio.run(page()) == 8
