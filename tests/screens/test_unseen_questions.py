"""A question that destroys is answered by somebody who saw it: not by a key that came with the one that opened it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from textual import events

from tests.support.scenes import Scenes
from tests.support.terminal import WORDS
from tests.support.workbench import Driver, open_workbench
from tui.model.joining import Conflict
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.conflicts import Conflicts
from tui.screens.dialogs.form import Form
from tui.terminal.textual_internals.nodes import clock

scene = Scenes()
scene2 = Scenes()


async def at_once(bench: Driver, *keys: str) -> None:
    """Keys that have all come before the first is answered."""
    for key in keys:
        bench.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await bench.settle()


@scene
async def a_record_is_not_deleted_by_keys_that_came_together(bench: Driver) -> None:
    await bench.press("4")
    for keys in ("dx", "dddx", "Gdx"):
        await bench.press("G")
        rows = bench.rows
        await at_once(bench, *keys)
        question = await bench.dialog(Choose)
        assert "✗ " + bench.words("that key came before the question could be read; press it again")[:20] in bench.screen, keys
        assert bench.unsaved == 0, keys
        await bench.press("x")
        assert bench.app.screen is not question and len(bench.rows) == len(rows) - 1, keys
        await bench.press("u")


@scene
async def nor_by_enter_on_the_answer_that_deletes(bench: Driver) -> None:
    await bench.press("4", "G")
    await at_once(bench, "d", "up", "enter")
    question = await bench.dialog(Choose)
    await bench.press("enter")
    assert bench.app.screen is not question and bench.unsaved == 1


@scene2
async def the_harmless_answers_are_taken_at_once(bench: Driver) -> None:
    await bench.press("4")
    for answer in ("k", "escape", "enter"):
        await at_once(bench, "d", answer)
        assert bench.app.screen is bench.tab, answer
    assert bench.unsaved == 0


@scene2
async def a_key_that_came_too_early_is_refused_until_the_question_has_stood(bench: Driver) -> None:
    await bench.press("4", "G", "d")
    question = await bench.dialog(Choose)
    await bench.press("x")
    assert bench.app.screen is question and bench.unsaved == 0
    late = events.Key("x", "x")
    late.time = clock() + 61
    bench.app.post_message(late)
    await bench.settle()
    assert bench.app.screen is not question and bench.unsaved == 1


@scene
async def what_was_typed_into_a_form_is_not_dropped_unseen(bench: Driver) -> None:
    await bench.press("4", "E", "tab", "tab")
    form = await bench.dialog(Form)
    await bench.type("mới")
    await at_once(bench, "escape", "b")
    await bench.dialog(Choose)
    await bench.press("t")
    assert bench.app.screen is form and "mới" in bench.screen


async def test_the_program_is_not_left_unseen_with_something_unsaved(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "G", "d", "x")
        await at_once(bench, "q", "b")
        await bench.dialog(Choose)
        assert bench.app.is_running and bench.unsaved == 1


@scene
async def conflicts_are_not_decided_unseen(bench: Driver) -> None:
    decided: Any = {}
    box = Conflicts(bench.words, [Conflict("tasks", "III-1", "summary", "a", "b", "c")], decided, bench.app.session.plan, {})
    answers: list[bool | None] = []
    bench.app.key_read_at = 0.0
    await bench.app.push_screen(box, answers.append)
    box.action_take_all("theirs")
    box.action_accept()
    await bench.settle()
    assert answers == [] and bench.app.screen is box
    await bench.press("l")
    assert answers == [True]


def test_in_a_terminal_a_burst_deletes_nothing(started: Any, plan_file: Path) -> None:
    before = plan_file.read_bytes()
    terminal = started()
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send("dx")
    terminal.wait_for(WORDS("no, keep it"))
    terminal.wait_for(WORDS("that key came before the question could be read; press it again")[:20])
    terminal.send("k")
    terminal.send("q")
    assert terminal.finish() == 0 and plan_file.read_bytes() == before


async def test_unseen_questions_in_one_program_1(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)


async def test_unseen_questions_in_one_program_2(plan_file: Path) -> None:
    async with open_workbench(plan_file, time_to_read=60) as bench:
        await scene2.play(bench)
