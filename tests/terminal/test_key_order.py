"""Keys in their order: a script sent key by key and the same in one read end in the same plan and the same screen."""

from __future__ import annotations

import asyncio
import random
from pathlib import Path
from typing import Any, ClassVar

import pytest
from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.dom import DOMNode
from textual.widget import Widget

from tests.support.key_order import Place, dialogs, differences, key_event, one_of_each, places, random_script, send_at_once
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.terminal import WORDS, wait_gone
from tests.support.workbench import AS_OF, Driver, open_workbench
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.frame import Dialog
from tui.store.plan_file import load
from tui.terminal.type_ahead import TypeAhead
from tui.widgets.inputs import TextField
from tui.widgets.prose_field import ProseField, text_in

# -- the law ----------------------------------------------------------------------------------------------------------


def test_the_law_covers_every_dialog_of_the_program() -> None:
    opened = {place.opens for place in places()}
    assert sorted(kind.__name__ for kind in dialogs() - opened) == [], "a new dialog needs a way to it in tests.support.key_order"


IN_SUITE = ("a figure", "the filter")
"""A form, and a field of the screen; a list, a question and what is pasted have tests of their own."""


def named(names: tuple[str, ...], among: list[Place]) -> list[Place]:
    found = [place for place in among if place.name in names]
    assert len(found) == len(names)
    return found


EACH = one_of_each()


@longer
@pytest.mark.slow
@pytest.mark.parametrize("gone_to", [[place] for place in EACH] if LONG else [named(IN_SUITE, EACH)], ids=lambda found: found[0].name)
def test_in_one_read_or_key_by_key_is_the_same(gone_to: list[Place], tmp_path: Path) -> None:
    assert differences(tmp_path, [(place, random_script(random.Random(place.name))) for place in gone_to]) == []


def test_no_binding_of_a_dialog_or_a_field_goes_before_the_keys_typed_earlier() -> None:
    assert dialogs()

    def below(kind: type[Any]) -> set[type[Any]]:
        return {kind}.union(*(below(other) for other in kind.__subclasses__()))

    ours = [kind for kind in below(DOMNode) if kind.__module__.startswith("tui.")]
    first = [(kind.__name__, b.key) for kind in ours for b in kind.__dict__.get("BINDINGS", ()) if isinstance(b, Binding) and b.priority]
    assert first == []


# -- what went wrong ----------------------------------------------------------------------------------------------------


@in_proofs
async def test_a_form_closes_with_the_text_typed_before_the_key_that_closes_it(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await send_at_once(bench, ["4", "E", "tab", "tab", "end", *" đợt 2", "f10"])
        assert str(bench.value("tasks", "III-1", "summary")).endswith(" đợt 2") and bench.unsaved == 1


@in_proofs
async def test_a_new_record_has_what_the_screen_shows(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await send_at_once(bench, ["o", *"nguon so", "enter", "a", *"Niên giám mới", "ctrl+s"])
        sources = bench.app.session.plan.tables["sources"].values()
        assert "Niên giám mới" in [source["title"] for source in sources], bench.screen


async def test_a_list_gives_the_entry_that_was_typed_for_and_the_palette_runs_it(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-2", "status")
        await send_at_once(bench, ["enter", *"hoan thanh", "enter"])
        assert bench.value("tasks", "III-2", "status") == "done"
        await send_at_once(bench, ["colon", *"luu ban", "enter"])
        assert bench.words("Save a copy as") in bench.screen


async def test_the_letter_after_an_answer_is_not_another_answer(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        count = len(bench.rows)
        await send_at_once(bench, ["d", "k", "x"])
        assert len(bench.rows) == count and bench.unsaved == 0 and bench.table.marks, "x marks the row: the question was answered before"


async def test_where_nothing_matches_nothing_is_taken(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-2", "status")
        before = bench.value("tasks", "III-2", "status")
        await send_at_once(bench, ["enter", *"khongcogi", "enter"])
        assert bench.value("tasks", "III-2", "status") == before
        assert bench.words("nothing matches; Ctrl+U empties the search") in bench.screen


async def test_a_click_waits_for_the_keys_before_it(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        summary = str(bench.value("tasks", "III-1", "summary"))
        await bench.column("summary")
        region = bench.table.content_region
        at = (region.x + 1, region.y + 4)
        for event in (*map(key_event, ["enter", *" x", "enter"]), *_click(*at)):
            bench.app.post_message(event)
        await bench.settle()
        assert bench.value("tasks", "III-1", "summary") == summary + " x" and bench.id != "III-1"


async def test_a_key_that_is_clicked_comes_before_the_keys_after_the_click(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        count = len(bench.rows)
        await send_at_once(bench, ["slash", *"dat"])
        status = bench.app.screen.query_one("#status")
        line = bench.screen.split("\n")[status.region.y]
        at = cell_len(line[: line.index(bench.words("without the filter"))])
        for event in (*_click(at + 1, status.region.y), key_event("x")):
            bench.app.post_message(event)
        await bench.settle()
        assert len(bench.rows) == count and bench.table.marks, "the filter was left before x, which marks the row"


def _click(x: int, y: int) -> list[events.MouseEvent]:
    def at(kind: type[events.MouseEvent]) -> events.MouseEvent:
        return kind(None, x, y, 0, 0, 1, False, False, False, screen_x=x, screen_y=y)

    return [at(events.MouseDown), at(events.MouseUp)]


# -- a busy machine and a hung widget -----------------------------------------------------------------------------------


class Slow(Widget, can_focus=True):
    """Enter leads on to the next field, after so many turns of everything else."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "lead_on", show=False)]
    turns = 1500

    async def action_lead_on(self) -> None:
        self.call_next(self._lead_on)

    async def _lead_on(self) -> None:
        for _ in range(self.turns):
            await asyncio.sleep(0)
        self.screen.focus_next()


class Hung(Slow):
    """It does not come back from its first key before the test lets it."""

    let_go: ClassVar[asyncio.Event]

    async def _lead_on(self) -> None:
        self.screen.focus_next()
        await self.let_go.wait()


class Fields(TypeAhead, inherit_bindings=False):
    """A slow thing and a field behind it."""

    ENABLE_COMMAND_PALETTE = False
    slow: ClassVar[type[Slow]] = Slow

    def compose(self) -> ComposeResult:
        yield self.slow()
        yield TextField()


class Stuck(Fields, inherit_bindings=False):
    """The same with one that hangs, and little patience."""

    slow = Hung
    most_rounds = 50


async def typed(app: Fields) -> str:
    """What the field holds when Enter and a word have come in one read."""
    app.query_one(Slow).focus()
    await asyncio.sleep(0)
    for key in ["enter", *"đất"]:
        app.post_message(key_event(key))
    field = app.query_one(TextField)
    for _ in range(20_000):
        await asyncio.sleep(0)
        if field.value == "đất":
            break
    return field.value


async def test_however_many_turns_an_answer_takes_the_next_key_waits_for_it() -> None:
    app = Fields()
    async with app.run_test(size=(40, 8)):
        assert await typed(app) == "đất"


async def test_what_never_answers_does_not_lock_the_keyboard() -> None:
    Hung.let_go = asyncio.Event()
    app = Stuck()
    async with app.run_test(size=(40, 8)):
        assert await typed(app) == "đất"
        Hung.let_go.set()


# -- nothing typed is lost by Esc -----------------------------------------------------------------------------------------


WITH_TEXT = [place for place in EACH if not getattr(place.opens, "seeks", True)]
"""Every place with a field that is not only there to look for something."""
ESC_IN_SUITE = ("a figure", "a block to paste")
"""A box that asks, and one that keeps what was typed."""


@longer
@pytest.mark.slow
@pytest.mark.parametrize("place", of_these(WITH_TEXT, named(ESC_IN_SUITE, WITH_TEXT)), ids=lambda place: place.name)
async def test_esc_asks_or_keeps_what_was_typed(place: Place, plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(plan_file.parent)
    async with open_workbench(plan_file) as bench:
        await place.go(bench)
        if not texts(bench):
            assert not [*bench.app.screen.query(TextField), *bench.app.screen.query(ProseField)]
            return
        while not isinstance(bench.app.focused, TextField | ProseField):
            await bench.press("tab")
        await send_at_once(bench, [*"7531", "escape"])
        if isinstance(bench.app.screen, Choose):
            assert [answer.id for answer in bench.app.screen.answers] == ["stay", "keep", "discard"]
            await bench.answer("stay")
        else:
            for _ in range(4):
                await bench.press("escape")
            dropped = "7531" in bench.status or place.name == "what is needed"  # said once more, or announced in the box
            await place.go(bench)
            if dropped:
                assert not any("7531" in text for text in texts(bench)), "no draft waits where Esc was to change nothing"
                return
            if not any("7531" in text for text in texts(bench)):
                await bench.press("ctrl+r")  # a block that was not pasted is offered by a key
        assert any("7531" in text for text in texts(bench)), bench.screen


def texts(bench: Driver) -> list[str]:
    """What stands in the fields of the dialog on top."""
    screen = bench.app.screen
    return [text for widget in screen.query("*") if isinstance(screen, Dialog) and (text := text_in(widget)) is not None]


async def test_esc_asks_nothing_where_nothing_was_typed_and_dropping_closes(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        bench.app.perform("two_days")
        await bench.dialog(Ask)
        await bench.press("escape")
        assert bench.app.screen is bench.tab
        bench.app.perform("two_days")
        await bench.dialog(Ask)
        await bench.press("x", "escape")
        await bench.answer("discard")
        assert bench.app.screen is bench.tab
        bench.app.perform("two_days")
        await bench.dialog(Ask)
        await bench.press("end", "x", "backspace", "escape")
        assert bench.app.screen is bench.tab


@in_proofs
async def test_esc_leaves_a_day_that_is_only_looked_from(plan_file: Path) -> None:
    """Nothing is typed there that could be lost; and the first digit takes the place of the day that stands there."""
    async with open_workbench(plan_file) as bench:
        await bench.press("t", "3", "1", "escape")
        assert bench.app.screen is bench.tab and bench.app.session.as_of == AS_OF
        await bench.press("t")
        await bench.type("31/12/2023")
        await bench.press("enter")
        assert bench.app.session.as_of == AS_OF.replace(year=2023, month=12, day=31)


# -- on a real terminal ---------------------------------------------------------------------------------------------------


def test_in_one_read_of_a_real_terminal(started: Any, plan_file: Path) -> None:
    terminal = started()
    terminal.send("4E\t\t\x1b[F, dot 3\x1b[21~")  # a form: its text, F10
    terminal.wait_for("● 1")
    terminal.send("t\x1531/12/2026\r")  # a question
    terminal.wait_for(WORDS("seen from {day}", day=AS_OF.replace(month=12, day=31)))
    terminal.send(":luu ban\r")  # the palette
    terminal.wait_for(WORDS("Save a copy as"))
    terminal.send("\x1b")
    wait_gone(terminal, WORDS("Save a copy as"))
    terminal.send("w")
    wait_gone(terminal, "● 1")
    terminal.send("q")
    assert terminal.finish() == 0
    assert [task for task in load(plan_file).plan.tables["tasks"].values() if task["summary"].endswith(", dot 3")]
