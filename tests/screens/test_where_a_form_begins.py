"""A form over a record begins at what the person looks at, and the line at the bottom names no key that does nothing."""

from __future__ import annotations

from pathlib import Path

from tests.support.edits import change_status
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.form import Form

scene = Scenes()


async def _begins_at(bench: Driver) -> str:
    form = await bench.dialog(Form)
    await bench.settle()
    at = "" if form.focused is None else (form.focused.id or "").removeprefix("field-")
    assert form.focused is None or form.focused.region.overlaps(form.region), "out of sight"
    await bench.press("escape")
    return at


@scene
async def at_the_column_under_the_cursor_or_what_its_verdict_rests_on(bench: Driver) -> None:
    for tab, id, column, field in (
        ("4", "III-2", "section", "section"),
        ("4", "III-2", "due", "due"),
        ("4", "III-2", "state", "status"),
        ("3", "thoat-nuoc", "verdict", "stage"),
        ("1", "grdp", "verdict", "values"),
    ):
        await bench.press(tab)
        await bench.cell(id, column)
        await bench.press("E")
        assert await _begins_at(bench) == field, column


@scene
async def at_the_line_of_the_panel(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "section")
    await bench.press("tab")
    lines = bench.tab.panel.lines_shown
    bench.tab.panel.highlighted = next(at for at, line in enumerate(lines) if line.field == "status")
    await bench.press("E")
    assert await _begins_at(bench) == "status"


@scene
async def the_undo_is_named_while_there_is_a_step_to_take_back(bench: Driver) -> None:
    undo = f"u {bench.words('undo')}"
    await bench.press("4")
    assert undo not in bench.status
    await change_status(bench, "III-2", "done")
    await bench.press("left")
    assert undo in bench.status
    await bench.press("u", "left")
    assert undo not in bench.status


async def test_a_form_begins_where_one_looks(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await scene.play(bench)
