"""A text pasted into a terminal without bracketed paste is a paste, never commands; keys typed ahead stay keys."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.meeting_plan import with_worries
from tests.support.terminal import WORDS, screen_at_rest, until, wait_gone
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.preview import Preview
from tui.screens.overview import OverviewScreen
from tui.screens.review.agenda import AgendaScreen
from tui.screens.review.item import ItemScreen
from tui.screens.table.table_screen import TableScreen
from tui.terminal.input_driver import OneRead
from tui.terminal.pasted_keys import is_pasted

TEXTS = (
    "danh sách xã",
    "xã",
    "Sở Tài chính",
    "trường học",
    "ke hoach",
    "he thong\r",
    "hello\r",
    "dan so va lao dong",
    "ubnd",
    "GRDP 8%",
    "8,5",
    "7.761,2",
    "2030",
    "12\r14\r",
    "1\t2\t3",
    "a\tb\rc\td\r",
    "an toan\rdanh muc\r",
    "Đường về Thái Nguyên\r",
    "xoa het, w q",
    "dx va u",
    "quy\thoach",
    "e\u0302 xa\u0303",
)
KEYS = (
    "jjjj",
    "gg",
    "G",
    "2jd",
    "4/dat dai\r",
    "/đất đai\r",
    "/danh sách xã",
    ":luu ban\r",
    "\r, dot 2\r",
    "jj\rmới hơn\r",
    "4/ra soat dat dai\rlll\r, dot 2\rw1",
    "e, dot 2\r",
    "t31/12/2026\r",
    "Vly do sua\r",
    "odon vi\r",
    "w1",
    "wq",
    "dx",
    "uuu",
    "xjxjx",
    "w/dat dai\r",
    "\tjj\r",
    "[[j",
    "12",
)


def keys_of(text: str) -> tuple[events.Key, ...]:
    return tuple(event for event in XTermParser().feed(text) if isinstance(event, events.Key))


def send(bench: Driver, text: str, *, brackets_pastes: bool = False) -> None:
    """Send a text in one read, as a terminal without bracketed paste does, or one that is known to have it."""
    keys = keys_of(text)
    if len(keys) > 1:
        bench.app.post_message(OneRead(keys, may_be_pasted=not brackets_pastes))
    for key in keys:
        bench.app.post_message(key)


async def one_read(bench: Driver, text: str, *, brackets_pastes: bool = False) -> None:
    send(bench, text, brackets_pastes=brackets_pastes)
    await bench.settle()


async def test_what_is_a_text_and_what_are_keys_of_a_table(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        for tab in "1234":
            await bench.press(tab)
            here = bench.tab.keys_here
            assert [text for text in TEXTS if not is_pasted(keys_of(text), here)] == []
            assert [text for text in KEYS if is_pasted(keys_of(text), here)] == []


@given(st.text(st.sampled_from("jkhlgGx[]"), min_size=1, max_size=12))
def test_keys_that_only_move_and_mark_are_keys_however_many(text: str) -> None:
    assert not is_pasted(keys_of(text), TableScreen.keys_here.fget(_Screen()))  # type: ignore[attr-defined]


@given(st.sampled_from(["xã", "sở", "đất", "ấp"]), st.text(st.sampled_from("dxuwjq aeo"), max_size=8))
def test_a_letter_with_marks_is_in_no_keys(marked: str, more: str) -> None:
    here = TableScreen.keys_here.fget(_Screen())  # type: ignore[attr-defined]
    assert is_pasted(keys_of(marked + more), here)
    assert is_pasted(keys_of(more + marked), here)


class _Screen:
    """What the keys of a table are asked of, without a screen."""

    scopes = TableScreen.scopes
    takes_text = True
    takes_digits = False
    active_bindings: dict[str, Any] = {}
    ui = SimpleNamespace(lake=None)

    def actions(self) -> Any:
        return TableScreen.actions(self)  # type: ignore[arg-type]

    def keys_of(self, action: Any) -> Any:
        return action.keys


@longer
@pytest.mark.parametrize("tab", of_these("1234", "4"))
@pytest.mark.parametrize("text", ["danh sách xã", "xã Đông\tấp 2\rxã Nam\tấp 3\r"], ids=["words", "cells"])
async def test_a_pasted_text_changes_nothing_on_any_tab(plan_file: Path, sample: str, tab: str, text: str) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press(tab)
        await one_read(bench, text)
        await bench.until(lambda: isinstance(bench.app.screen, Preview) or "✗" in bench.status, "what it would do is shown")
        assert bench.unsaved == 0 and not bench.table.marks
        if isinstance(bench.app.screen, Preview):
            await bench.press("escape")
        assert bench.app.screen is bench.tab and bench.unsaved == 0 and bench.saved == sample


@in_proofs
async def test_the_pasted_text_is_what_the_preview_would_make(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await one_read(bench, "danh sách xã")
        await bench.dialog(Preview)
        await bench.press("enter")
        assert bench.value("tasks", "III-1", "summary") == "danh sách xã" and bench.unsaved == 1


async def test_a_text_that_comes_in_several_reads_is_one(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        for piece in ("danh sách", " xã, dx", " d", "x"):
            send(bench, piece)
        preview = await bench.dialog(Preview)
        assert [row.after for _, row in preview.rows if row.field == bench.words("Task")] == ["danh sách xã, dx dx"]


async def test_the_rest_of_a_text_answers_no_box(plan_file: Path) -> None:
    """What comes so late that the preview is there already."""
    async with open_workbench(plan_file, time_to_read=60) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await one_read(bench, "danh sách xã")
        preview = await bench.dialog(Preview)
        await one_read(bench, "gạo và muối")
        await bench.until(lambda: bench.words("nothing here takes what was pasted") in bench.screen, "it is said")
        await bench.press("enter")
        assert bench.app.screen is preview and bench.unsaved == 0


async def test_lines_after_the_one_a_field_took_are_no_commands(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await bench.press("enter")
        await one_read(bench, " (dòng một)\rdanh sách xã\rdx\r")
        await bench.dialog(Preview)
        assert str(bench.value("tasks", "III-1", "summary")).endswith(" (dòng một)")
        await bench.press("escape")
        assert bench.unsaved == 1


async def test_keys_typed_ahead_are_keys(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await one_read(bench, "4/dat dai\r")
        assert bench.tab.query_text == "dat dai" and bench.table.has_focus
        await bench.press("escape")
        await one_read(bench, "jjkj")
        assert bench.id == bench.rows[2]
        await one_read(bench, "2jd")
        await bench.dialog(Choose)


async def test_where_no_table_is_a_text_is_refused_in_words(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("0")
        await one_read(bench, "danh sách xã")
        await bench.until(lambda: bench.words("nothing here takes what was pasted") in bench.status, "it is said")
        assert bench.unsaved == 0
        await bench.press("escape")
        await bench.press("tab")
        await one_read(bench, "danh sách xã")
        await bench.until(lambda: bench.words("nothing here takes what was pasted") in bench.status, "the panel takes none either")


@in_proofs
async def test_a_field_takes_a_burst_as_ever(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "E", "tab")
        form = await bench.dialog(Form)
        await one_read(bench, "danh sách xã")
        assert "danh sách xã" in bench.screen and bench.app.screen is form


async def test_what_comes_without_brackets_from_a_terminal_that_has_them_is_keys(plan_file: Path) -> None:
    """However it looks: letters with marks behind a key, several figures, a word whose letters are commands."""
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await one_read(bench, "e: Tốc độ\r", brackets_pastes=True)
        assert str(bench.value("tasks", "III-1", "summary")).endswith(": Tốc độ") and bench.unsaved == 1
        await one_read(bench, "uT", brackets_pastes=True)
        assert bench.unsaved == 0
        await bench.dialog(Picker)
        await bench.press("escape")
        await one_read(bench, "1230", brackets_pastes=True)
        assert isinstance(bench.app.screen, OverviewScreen)


async def test_a_figure_in_one_read_is_typed_and_several_are_a_block(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("1")
        await bench.cell("ngheo", "year_2023")
        here = bench.tab.keys_here
        assert here.takes_figure
        assert not any(is_pasted(keys_of(text), here) for text in ("8,59\r", "8,59", "-2", "1.234,5", "2030"))
        assert all(is_pasted(keys_of(text), here) for text in ("8,59\r6,5\r", "8,59\t6,5", "12 14", "tăng 8,5"))
        await one_read(bench, "7,25")
        assert "7,25" in bench.screen and bench.unsaved == 0, "it stands in the field, and nothing is stored"
        await bench.press("escape")
        assert bench.unsaved == 0 and bench.app.screen is bench.tab


async def test_the_digits_of_a_meeting_are_buttons_however_many_come_at_once(plan_file: Path) -> None:
    plan_file.write_text(with_worries(plan_file.read_text(encoding="utf-8")), encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await bench.press("m", "enter")
        await bench.dialog(Form)
        await bench.press("f10")
        agenda = bench.app.screen
        assert isinstance(agenda, AgendaScreen)
        subjects = agenda.subjects
        await one_read(bench, "\r1 3 25 ")
        screen = bench.app.screen
        assert isinstance(screen, ItemScreen)
        outcomes = [screen.item(subject).get("outcome") for subject in subjects[:4]]
        assert outcomes == ["noted", "report_back", "resolved", None] and screen.subject == subjects[3]
        await one_read(bench, "LTốc độ chậm")
        note = await bench.dialog(Ask)
        assert "Tốc độ chậm" in bench.screen and note is bench.app.screen
        await bench.press("escape", "b")
        assert bench.app.screen is screen, "what was typed is asked about, and given up"
        await one_read(bench, "danh sách xã")
        await bench.until(lambda: bench.words("nothing here takes what was pasted") in bench.screen, "a text is told from keys here too")


def test_a_terminal_that_says_it_brackets_pastes_is_believed(started: Any, plan_file: Path) -> None:
    terminal = started()
    terminal.send("\x1b[?2004;1$y")
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send("l")
    terminal.send("e: đợt hai")  # of any other terminal it is a text, for its marks
    terminal.wait_for(": đợt hai")
    assert WORDS("Paste a block of cells") not in terminal.text
    terminal.send("\x1b\x1b")
    terminal.send("q")
    terminal.finish()


def test_a_terminal_without_bracketed_paste(started: Any, plan_file: Path) -> None:
    before = plan_file.read_bytes()
    terminal = started()
    terminal.send("4")
    terminal.wait_for("III#1")
    before_it = terminal.text
    terminal.send("l")
    until(terminal, lambda: terminal.text != before_it, "it is answered: in one read with what is pasted it is pasted as well")
    screen_at_rest(terminal)
    terminal.send("danh sách xã")
    terminal.wait_for(WORDS("Paste a block of cells"))
    terminal.wait_for("danh sách xã")
    terminal.send("\x1b")
    wait_gone(terminal, WORDS("Paste a block of cells"))
    terminal.send("q")
    assert terminal.finish() == 0 and plan_file.read_bytes() == before
