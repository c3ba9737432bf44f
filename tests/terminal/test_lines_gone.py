"""What a box had drawn is let go of with it."""

from __future__ import annotations

import asyncio
import gc
import weakref

from textual._styles_cache import StylesCache
from textual.app import App, ComposeResult
from textual.screen import ModalScreen
from textual.widgets import Static

from tests.support.young_garbage import only_of_here
from tui.terminal.textual_internals import private_names

assert private_names.CHECKED_WITH


class _Box(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield Static("một dòng")


def test_lines_of_boxes_that_were_closed_are_held_by_nothing() -> None:
    async def alive() -> int:
        gone = []
        async with App[None]().run_test() as pilot:
            for _ in range(4):
                await pilot.app.push_screen(box := _Box())
                await pilot.pause()
                gone.append(weakref.ref(box.query_one(Static)._styles_cache))
                await pilot.app.pop_screen()
            del box
            await pilot.app.push_screen(_Box())
            await pilot.pause()
            gc.collect()
            return sum(one() is not None for one in gone)

    with only_of_here():
        assert asyncio.run(alive()) == 0


def test_a_line_has_the_grounds_it_had() -> None:
    from textual.color import Color

    inner, outer = StylesCache().get_inner_outer(Color(10, 20, 30), Color(200, 100, 50, 0.5))
    assert outer.background == Color(10, 20, 30) and inner.background == Color(10, 20, 30) + Color(200, 100, 50, 0.5)
