"""Fields of several lines in boxes that were closed are held by nothing."""

from __future__ import annotations

import asyncio
import gc
import weakref

from textual.app import App, ComposeResult
from textual.screen import ModalScreen

from tests.support.lengths import in_proofs
from tests.support.pauses import until
from tests.support.young_garbage import only_of_here
from tui.widgets.prose_field import ProseField


class _Box(ModalScreen[None]):
    def compose(self) -> ComposeResult:
        yield ProseField("đi")


@in_proofs
def test_fields_that_are_gone_are_not_held_by_the_application() -> None:
    async def are_gone() -> None:
        gone = []
        async with App[None]().run_test() as pilot:
            for _ in range(4):
                await pilot.app.push_screen(box := _Box())
                gone.append(weakref.ref(box.query_one(ProseField)))
                await pilot.app.pop_screen()
            del box
            await pilot.app.push_screen(_Box())
            await until(pilot, lambda: gc.collect() >= 0 and not any(one() for one in gone), "none of them is held")

    with only_of_here():
        asyncio.run(are_gone())


def test_one_that_stays_follows_the_theme() -> None:
    async def colours() -> list[object]:
        async with App[None]().run_test() as pilot:
            await pilot.app.mount(stays := ProseField("ở lại"), goes := ProseField("đi"))
            await goes.remove()
            before = stays.render_line(0)
            pilot.app.theme = "textual-light"
            await pilot.pause()
            return [before, stays.render_line(0)]

    before, after = asyncio.run(colours())
    assert before != after
