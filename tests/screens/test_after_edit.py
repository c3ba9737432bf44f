"""An edit is seen before what follows from it; nothing old stands beside it as a verdict, and in the end all is as after a new start."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import longer, of_these
from tests.support.workbench import Driver, open_workbench
from tui.actions import BY_ID
from tui.frames.tables.cells import STATE_LOOKS
from tui.model.text import say
from tui.screens.dialogs.inspect import Inspect
from tui.screens.table.table_screen import TableScreen
from tui.terminal.frame_sender import FrameSender
from tui.terminal.textual_internals.frames import pieces
from tui.widgets.chart import PlanChart
from tui.widgets.spoken import Spoken

ASKED = say("asked by a test")
SIZE = (140, 40)


def line_of(bench: Driver, text: str) -> str:
    """The line of the table that has a text."""
    return next(row for line in bench.screen.splitlines()[4:] if text in (row := line.split("│")[0]))


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> list[TableScreen]:
    """The screens whose first frame after an edit stays until they are asked to go on."""
    screens: list[TableScreen] = []
    catch_up = TableScreen.catch_up

    def hold(screen: TableScreen) -> None:
        if screen._to_renew:
            screens.append(screen)
        else:
            catch_up(screen)

    monkeypatch.setattr(TableScreen, "catch_up", hold)
    return screens


async def test_the_first_frame_has_the_new_value_and_no_verdict(
    plan_file: Path, held: list[TableScreen], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_workbench(plan_file, size=SIZE) as bench:
        await bench.press("4")
        session, task = bench.app.session, bench.rows[0]
        before = line_of(bench, session.plan.tables["tasks"][task]["summary"][:12])
        summary, said = bench.summary.text, bench.tab.query_one("#spoken", Spoken).text
        assert any(look.glyph in before for look in STATE_LOOKS.values()) and summary.strip() and said
        session.commit([session.workspace.set_field("tasks", task, "summary", "Việc khác hẳn")], ASKED)
        await bench.settle()
        first = line_of(bench, "Việc khác hẳn")
        assert held == [bench.tab] * len(held) and held
        assert "…" in first and not any(look.glyph in first for look in STATE_LOOKS.values()), first
        assert bench.summary.text.strip() == "…" and bench.tab.query_one("#spoken", Spoken).text == "…"
        assert bench.tab.panel.awaited == {"summary"} and "…" in {strip.text[0] for strip in bench.tab.panel.draw_lines(range(20))}
        assert bench.tab.query_one("#chart", PlanChart).render_line(0).text[0] == "…"
        assert bench.unsaved == 1, "that it is not saved is true already"
        monkeypatch.undo()
        held[0].catch_up()
        await bench.settle()
        whole = line_of(bench, "Việc khác hẳn")
        assert not bench.tab.panel.awaited and "…" not in {strip.text[0] for strip in bench.tab.panel.draw_lines(range(20))}
        assert bench.tab.query_one("#chart", PlanChart).render_line(0).text[0] == " "
        assert any(look.glyph in whole for look in STATE_LOOKS.values()), whole
        assert bench.summary.text == summary and bench.tab.query_one("#spoken", Spoken).text == said


async def test_one_frame_has_the_value_and_all_that_is_not_worked_out_yet(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By keys, with a field that goes and the focus that comes back: no old count stands beside the new value, whatever draws first."""
    frames: list[set[int]] = []

    def show(app: FrameSender, screen: object, update: object) -> None:
        if update is not None and bench.tab.table.awaited:
            frames.append(set(pieces(update) or ()))

    async with open_workbench(plan_file, size=SIZE, every_frame=True) as bench:
        await bench.press("4")
        await bench.column("summary")
        await bench.press("enter")
        await bench.type("Việc khác hẳn")
        monkeypatch.setattr(FrameSender, "takes_pieces", True)
        monkeypatch.setattr(FrameSender, "show_frame", show)
        await bench.press("enter")
        tab, first = bench.tab, frames[0]
        assert {tab.table.region.y + 1, *(tab.query_one(f"#{name}").region.y for name in ("title", "summary", "spoken", "chart"))} <= first


async def test_a_key_that_comes_with_the_edit_is_answered_on_what_is_true(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=SIZE) as bench:
        await bench.press("4")
        await bench.column("summary")
        session, task = bench.app.session, bench.rows[0]
        before = session.plan.tables["tasks"][task]["summary"]
        session.commit([session.workspace.set_field("tasks", task, "summary", "Việc khác hẳn")], ASKED)
        assert bench.tab.frame is not None and "Việc khác hẳn" in bench.tab.frame["summary"].to_list(), "whoever asks at once too"
        await bench.type("ui")  # undo, and the whole text of the cell, in one read
        assert (await bench.dialog(Inspect)).text == before
        await bench.press("escape")
        await bench.type("U4u4")
        assert bench.value("tasks", task, "summary") == before and bench.unsaved == 0
        assert bench.tab.ready and "Việc khác hẳn" not in bench.screen


async def test_what_is_chosen_in_a_box_is_seen_before_what_follows_from_it_too(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    renewed: list[bool] = []
    resume = TableScreen.on_screen_resume

    def resumed(screen: TableScreen) -> None:
        waits = screen._to_renew
        resume(screen)
        if waits:
            renewed.append(not screen._to_renew)

    monkeypatch.setattr(TableScreen, "on_screen_resume", resumed)
    async with open_workbench(plan_file, size=SIZE) as bench:
        await bench.press("4")
        await bench.column("status")
        task = bench.rows[0]
        before = bench.value("tasks", task, "status")
        await bench.press("enter", "down", "enter")
        await bench.settle()
        assert bench.value("tasks", task, "status") != before
        assert renewed == [False], "the table is seen again with the new value, and its rows follow"
        assert bench.tab.ready and bench.tab.frame is not None
        assert bench.tab.frame.row(0, named=True)["status"] == bench.value("tasks", task, "status")


async def test_edits_of_other_tables_and_of_no_row_are_shown_at_once(plan_file: Path, held: list[TableScreen]) -> None:
    async with open_workbench(plan_file, size=SIZE) as bench:
        session = bench.app.session
        task = next(iter(session.plan.tables["tasks"]))
        session.commit([session.workspace.set_field("tasks", task, "summary", "Việc khác hẳn")], ASKED)
        session.undo()
        indicator = bench.rows[-1]
        session.commit([session.workspace.delete("indicators", indicator)], ASKED)
        assert not held and bench.rows[-1] != indicator
        session.undo()
        assert not held and bench.rows[-1] == indicator and bench.unsaved == 0


def _edits(bench: Driver, chance: random.Random) -> tuple[str, str, str, Any]:
    plan = bench.app.session.plan
    table = chance.choice(("tasks", "indicators", "directions"))
    id = chance.choice(list(plan.tables[table]))
    record = plan.tables[table][id]
    choices: dict[str, list[tuple[str, Any]]] = {
        "tasks": [("status", chance.choice(("done", "in_progress", "unreported"))), ("summary", f"Việc {chance.random():.3f}")],
        "indicators": [
            ("name", f"Chỉ tiêu {chance.random():.3f}"),
            ("values", [{**v, "value": v["value"] + chance.choice((-2, 0.5, 7))} for v in record.get("values", ())]),
        ],
        "directions": [("summary", f"Hướng {chance.random():.3f}")],
    }
    field, value = chance.choice(choices[table])
    return table, id, field, value


@longer
@pytest.mark.parametrize("seed", of_these(range(24), (0, 1)))
async def test_after_any_edits_the_picture_is_that_of_a_new_start(plan_file: Path, seed: int) -> None:
    chance = random.Random(seed)
    tabs = ("1", "2", "4")
    async with open_workbench(plan_file, size=SIZE) as bench:
        session = bench.app.session
        for _ in range(10):
            await bench.press(chance.choice(tabs))
            what = chance.random()
            if what < 0.2:
                session.undo() if session.workspace.undo_steps else None
            elif what < 0.3:
                session.redo() if session.workspace.redo_steps else None
            else:
                table, id, field, value = _edits(bench, chance)
                session.commit([session.workspace.set_field(table, id, field, value)], ASKED)
            if chance.random() < 0.5:
                await bench.settle()
        await bench.press("ctrl+s")
        found = []
        for tab in tabs:
            await bench.press(tab, "escape", "home")
            found.append(_picture(bench))
    async with open_workbench(plan_file, size=SIZE) as bench:
        for tab, picture in zip(tabs, found, strict=True):
            await bench.press(tab, "escape", "home")
            assert _picture(bench) == picture


def _picture(bench: Driver) -> list[str]:
    """What is seen below the title, but for the key that takes back a step: a new start has none."""
    *lines, keys = bench.screen.splitlines()[1:]
    return [*lines, keys.replace(f"  u {bench.words(BY_ID['undo'].hint)}", "")]


async def test_a_tab_that_is_away_while_it_is_saved_marks_nothing_when_it_is_back(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=SIZE) as bench:
        await bench.press("4")
        session, task = bench.app.session, bench.rows[0]
        session.commit([session.workspace.set_field("tasks", task, "summary", "Việc khác hẳn")], ASKED)
        await bench.settle()
        tasks = bench.tab
        assert tasks.table.changed and any(line.mark == "*" for line in tasks.panel.lines_shown)
        await bench.press("1", "ctrl+s")
        await bench.until(lambda: not bench.unsaved, "it is saved")
        await bench.press("4")
        assert bench.tab is tasks and not tasks.table.changed and not any(line.mark for line in tasks.panel.lines_shown)
        assert "Việc khác hẳn" in line_of(bench, "Việc khác hẳn") and "*" not in line_of(bench, "Việc khác hẳn")
