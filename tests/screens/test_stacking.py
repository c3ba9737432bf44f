"""Boxes and places one above the other: how far that goes, what is said where it ends, and that whatever stands there is drawn."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from tests.support.lengths import longer, of_these
from tests.support.scenes import Scenes
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.inspect import Inspect
from tui.screens.overview import OverviewScreen
from tui.screens.registers import RegisterScreen
from tui.screens.shown import ShownOverPlan
from tui.screens.stacking import MOST_BOXES

scene = Scenes()


async def pushed(bench: Driver, *titles: str) -> list[object]:
    """Open a box of each title above what is open; what each was answered with, as far as it was."""
    answers: list[object] = []
    for title in titles:
        bench.app.push_screen(Inspect(bench.words, title, "chữ"), answers.append)
        await bench.settle()
    return answers


@scene
async def boxes_are_drawn_whichever_of_them_is_drawn_anew(bench: Driver) -> None:
    """Any of them may have something new to draw in a frame, and any that has nothing new may be laid out again."""
    await pushed(bench, "một", "hai", "ba", "bốn")
    boxes, whole = bench.app.screen_stack[1:], bench.screen
    ways = list(product((False, True), repeat=len(boxes)))
    for anew in of_these(ways, [way for way in ways if sum(way) in (1, len(boxes))]):
        for box, is_new in zip(boxes, anew, strict=True):
            box._set_dirty()
            if is_new:
                box.refresh()
        assert bench.screen == whole, anew


@scene
async def no_more_boxes_than_are_found_back_from(bench: Driver) -> None:
    numbered = [f"hộp {number:02}" for number in range(MOST_BOXES + 2)]
    answers = await pushed(bench, *numbered)
    assert len(bench.app.screen_stack) == MOST_BOXES + 1 and answers == [None, None], "as if they had been backed out of"
    assert numbered[MOST_BOXES - 1] in bench.screen and f"{MOST_BOXES} hộp" in bench.screen
    await bench.press("escape")
    assert numbered[MOST_BOXES - 2] in bench.screen
    await pushed(bench, "hộp khác")
    assert "hộp khác" in bench.screen, "one fewer: another may be opened"


@scene
async def no_box_is_opened_above_itself(bench: Driver) -> None:
    answers = await pushed(bench, "một", "hai", "một")
    assert len(bench.app.screen_stack) == 3 and answers == [None]
    assert "đang mở sẵn" in bench.screen and "hai" in bench.screen
    await bench.press("escape", "escape")
    await pushed(bench, "một")
    assert len(bench.app.screen_stack) == 2, "once it is closed it may be opened again"


@scene
async def a_new_body_that_another_waits_for_has_a_draft_of_its_own(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "leads")
    await bench.press("enter")
    await bench.type("chưa có ai")
    await bench.press("down", "enter")
    outer = await bench.dialog(Form)
    outer.query_one("#field-successors").focus()
    await bench.press("enter")
    await bench.type("cũng chưa có")
    await bench.press("down", "enter")
    inner = await bench.dialog(Form)
    assert inner is not outer and inner.draft_place != outer.draft_place
    assert bench.app.screen_stack[-3] is outer, "the list it was asked from stands between"


@scene
async def a_place_stands_once_however_often_somebody_goes_there(bench: Driver) -> None:
    for _ in of_these(range(3), range(2)):
        for register in ("agencies", "documents"):
            await bench.run("registers")
            await bench.pick(register)
            await bench.press("0")
            assert isinstance(bench.app.screen, OverviewScreen)
    kinds = [(type(screen), screen.table_name) for screen in bench.app.screen_stack if isinstance(screen, ShownOverPlan)]
    assert len(kinds) == len(set(kinds)) == 4
    await bench.press("escape")
    assert isinstance(bench.app.screen, RegisterScreen) and bench.app.screen.table_name == "documents"


@longer
async def test_boxes_and_places_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)


# -- every kind of box, as far as it goes -------------------------------------------------------------------------------------

_OPENING = tuple(action.id for action in ACTIONS if action.id not in {"quit", "edit_outside"})
_LEADING_ON = ("f1", "enter", "space", "i", "a", "insert", "d", "tab", "down", "x")
"""Keys that open something in a box, or lead to what does."""


async def piled_up(bench: Driver) -> int:
    """Press keys in box over box until none of them opens another; how many stood one above the other at most."""
    most = len(bench.app.screen_stack)
    for key in _LEADING_ON * 4:
        if not isinstance(bench.app.screen, Dialog):
            break
        await bench.press(key)
        most = max(most, len(bench.app.screen_stack))
        if key == "f1" and most:
            await bench.press("f1", "question_mark")
            assert len(bench.app.screen_stack) <= most, "the help has no help"
            await bench.press("escape")
    return most


@longer
@pytest.mark.parametrize("text", ["the sample", "an empty plan"])
async def test_every_kind_of_box_is_piled_up_as_far_as_it_goes(plan_file: Path, text: str) -> None:
    if text != "the sample":
        plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        for id in of_these(_OPENING, ("edit_record", "help", "registers")):
            bench.app.plan_screen.action_act(id)
            await bench.settle()
            assert await piled_up(bench) <= MOST_BOXES + 4, id
            while len(bench.app.screen_stack) > 1:
                if isinstance(bench.app.screen, Choose) and "discard" in {answer.id for answer in bench.app.screen.answers}:
                    await bench.answer("discard")  # what was typed into a form on the way
                    continue
                before = len(bench.app.screen_stack)
                await bench.press("escape")
                if len(bench.app.screen_stack) == before:
                    await bench.press("k")
