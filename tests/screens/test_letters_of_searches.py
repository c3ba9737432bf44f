"""A letter of a search that changes what is found moves nothing on the screen: it is laid out once, when the box opens."""

from __future__ import annotations

from pathlib import Path

from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.jump import Jump


async def layouts(bench: Driver, box: Dialog[object], text: str) -> int:
    """How often the screen is laid out while a text is typed."""
    counted: list[object] = []
    box.screen_layout_refresh_signal.subscribe(box, counted.append, immediate=True)
    await bench.type(text)
    return len(counted)


async def test_letters_lay_nothing_out_anew_however_many_are_found(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(80, 24), every_frame=True) as bench:
        await bench.press("ctrl+t")
        jump = await bench.dialog(Jump)
        found = []
        for letter in "so y z":
            bar = jump.table.show_vertical_scrollbar
            laid_out = await layouts(bench, jump, letter)
            assert not laid_out or jump.table.show_vertical_scrollbar != bar, letter
            found.append(jump.shown.height)
        assert found[0] > found[3] > found[-1] == 0
