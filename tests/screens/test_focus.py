"""What has the focus is seen, is what the keys move and what the bottom line tells of; tabs and keys can be clicked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from textual.geometry import Region

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.fields import Fields
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.needed import Needed
from tui.widgets.line import Line

scene = Scenes()
scene2 = Scenes()

SMALL = ((80, 24), (60, 16))


def out_of_view(box: Dialog[Any]) -> tuple[str | None, Region, Region] | None:
    """The field with the focus, where it is and where it could be seen, unless it is."""
    field, view = box.focused, box.query_one(Fields).region
    assert field is not None
    seen = field.region.intersection(view)
    return None if seen.height >= min(field.region.height, view.height) else (field.id, field.region, view)


def seen(box: Dialog[Any]) -> bool:
    return out_of_view(box) is None


KEYS = ("tab", "shift+tab", "down", "up", "pagedown", "pageup")
WAYS = [(size, key) for size in SMALL for key in KEYS]
IN_SUITE = [(SMALL[1], "shift+tab")]


@longer
@pytest.mark.parametrize(("size", "key"), of_these(WAYS, IN_SUITE))
async def test_the_field_with_the_focus_is_seen_all_the_way_round(plan_file: Path, size: tuple[int, int], key: str) -> None:
    async with open_workbench(plan_file, size=size) as bench:
        await bench.press("4", "E")
        form = await bench.dialog(Form)
        been = []
        for _ in range(len(form.specs) + 2):
            assert form.focused is not None and form.focused.id is not None
            await bench.until(partial(seen, form), f"{form.focused} is seen")
            been.append(form.focused.id)
            await bench.press(key)
        assert len(set(been)) > 1 or key == "pageup", "the key leads on"
        if key in ("tab", "shift+tab"):
            assert len(set(been)) == len(form.specs), "round, and past none"


@scene
@in_proofs
async def arrows_go_through_the_years_of_what_is_needed(bench: Driver) -> None:
    await bench.press("f7")
    box = await bench.dialog(Needed)
    years = [f"year-{year}" for year in box.asked.years]
    for year in years:
        assert box.focused is not None and box.focused.id == year
        await bench.until(partial(seen, box), f"{year} is seen")
        await bench.press("down")


@scene
async def a_field_the_wheel_has_left_is_seen_again_when_something_is_typed(bench: Driver) -> None:
    await bench.press("4", "E", "tab")
    form = await bench.dialog(Form)
    form.query_one(Fields).scroll_end(animate=False)
    await bench.until(lambda: out_of_view(form), "the wheel has left it")
    await bench.type("x")
    await bench.until(lambda: out_of_view(form) is None, "it is seen again")


@scene2
async def the_panel_moves_while_it_has_the_focus_and_the_table_stays(bench: Driver) -> None:
    await bench.press("4", "down", "tab")
    here, column = bench.id, bench.table.current_column
    last = max(i for i, line in enumerate(bench.tab.panel.lines_shown) if not line.heading)
    first = min(i for i, line in enumerate(bench.tab.panel.lines_shown) if not line.heading)
    for keys, line in (("G", last), ("g", first), ("ctrl+end", last), ("ctrl+home", first), ("end", last), ("home", first)):
        await bench.press(keys)
        assert (bench.tab.panel.highlighted, bench.id) == (line, here), keys
    for key in ("h", "l", "left", "right", "dollar_sign", "ctrl+f", "ctrl+b", "j", "k"):
        await bench.press(key)
        assert (bench.id, bench.table.current_column) == (here, column), key
    await bench.press("tab", "G")
    assert bench.id == bench.rows[-1]


@scene2
async def the_bottom_line_tells_the_keys_of_what_has_the_focus(bench: Driver) -> None:
    words = bench.words
    of_the_table = bench.status
    await bench.press("tab")
    assert words("edit, or go there") in bench.status and words("filter") not in bench.status
    await bench.press("tab")
    assert bench.status == of_the_table
    await bench.press("slash")
    assert words("without the filter") in bench.status
    await bench.press("escape")
    assert bench.status == of_the_table


async def test_what_cannot_be_written_is_named_nowhere(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30), readonly=True) as bench:
        await bench.press("tab")
        assert bench.words("undo") not in bench.status and bench.words("keys") in bench.status


# -- the mouse --------------------------------------------------------------------------------------------------------


async def click(bench: Driver, line: str, text: str) -> None:
    """Click on the first letter of a text on a line."""
    place = bench.app.screen.query_one(line, Line).text.index(text)
    await bench.pilot.click(line, offset=(place, 0))
    await bench.settle()


@longer
@pytest.mark.parametrize("size", of_these([(80, 24), (140, 40)], [(80, 24)]), ids=str)
async def test_a_click_on_a_tab_opens_it(plan_file: Path, size: tuple[int, int]) -> None:
    async with open_workbench(plan_file, size=size) as bench:
        tabs = bench.app.tabs()
        for mode, title in (*tabs[1:], tabs[0]):
            await click(bench, "#tabs", title)
            assert bench.app.current_mode == mode


@in_proofs
async def test_a_click_beside_the_tabs_does_nothing_and_one_on_the_overview_leads_to_a_tab(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await bench.pilot.click("#tabs", offset=(139, 0))
        await bench.settle()
        assert bench.app.current_mode == "targets" and bench.app.screen is bench.tab
        await bench.press("0")
        await click(bench, "#tabs", bench.app.tabs()[3][1])
        assert bench.app.current_mode == "tasks" and bench.rows


@scene2
async def a_click_on_a_key_does_what_the_key_does(bench: Driver) -> None:
    await bench.press("4")
    await click(bench, "#status", bench.words("form"))
    await bench.dialog(Form)
    await bench.press("escape")
    await click(bench, "#status", bench.words("panel"))
    assert bench.tab.panel.has_focus
    await click(bench, "#status", bench.words("table"))
    assert bench.table.has_focus
    await click(bench, "#status", bench.words("filter"))
    await bench.type("dat dai")
    await click(bench, "#status", bench.words("to the rows"))
    assert bench.table.has_focus and bench.tab.query_text == "dat dai"
    await click(bench, "#tabs", bench.app.tabs()[0][1])
    assert bench.app.current_mode == "targets", "a click on a tab is not typed anywhere"


@scene2
async def a_click_on_a_tab_while_the_filter_is_typed_leads_there(bench: Driver) -> None:
    await bench.press("slash")
    await bench.type("gr")
    await click(bench, "#tabs", bench.app.tabs()[3][1])
    assert bench.app.current_mode == "tasks"
    await bench.press("1")
    assert bench.app.current_mode == "targets" and bench.tab.query_text == "gr"


async def test_focus_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=SMALL[1]) as bench:
        await scene.play(bench)


async def test_focus_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await scene2.play(bench)
