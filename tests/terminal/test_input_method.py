"""Keys of commands while a Vietnamese input method is on: the letter it made is the key that was pressed."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from textual import events
from textual._xterm_parser import XTermParser

from tests.support.lengths import in_proofs
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.pick_field import PickField
from tui.screens.dialogs.picker import Picker
from tui.terminal.input_driver import OneRead
from tui.terminal.input_method import is_correction, key_meant
from tui.widgets.frame_table import FrameTable
from tui.widgets.inputs import TextField

MEANT = {"ư": "w", "đ": "d", "â": "a", "ô": "o", "ê": "e", "ơ": "o", "ă": "a", "Ư": "W", "Đ": "D", "Ê": "E", "Ô": "O"}


@pytest.mark.parametrize("letter", MEANT)
def test_the_key_that_was_pressed(letter: str) -> None:
    assert key_meant(letter) == MEANT[letter]


def test_a_tone_is_taken_off_as_well() -> None:
    for base in (*MEANT, *"aeiouy", *"AEIOUY"):
        for tone in "\u0300\u0301\u0303\u0309\u0323":
            toned = unicodedata.normalize("NFC", base + tone)
            if len(toned) == 1:
                assert key_meant(toned) == MEANT.get(base, base)


@pytest.mark.parametrize("letter", ["a", "w", "ß", "µ", "Ж", "한", "€", "½", "ç", "Ω", "/"])
def test_any_other_letter_is_itself(letter: str) -> None:
    assert key_meant(letter) is None


def keys_of(sent: str) -> tuple[events.Key, ...]:
    return tuple(event for event in XTermParser().feed(sent) if isinstance(event, events.Key))


def test_what_takes_letters_back_is_told_from_backspaces() -> None:
    assert all(is_correction(keys_of(sent)) for sent in ("\x7fđ", "\x7f\x7fướ", "\x08ê", "\x7f\x7f\x7fính"))
    assert not any(is_correction(keys_of(sent)) for sent in ("\x7f", "\x7f\x7f", "\x7fd", "đ", "\x7f\r", "đ\x7f", "\x7f đ"))


async def one_read(bench: Driver, sent: str) -> None:
    keys = keys_of(sent)
    if len(keys) > 1:
        bench.app.post_message(OneRead(keys))
    for key in keys:
        bench.app.post_message(key)
    await bench.settle()


def remark(bench: Driver) -> str:
    return bench.app.plan_screen.query_one("#status").right  # type: ignore[attr-defined, no-any-return]


async def test_commands_are_done_and_it_is_said_once(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await one_read(bench, "ô")
        await bench.dialog(Picker)
        assert remark(bench) == bench.words("a Vietnamese input method is on")
        await bench.press("escape")
        await one_read(bench, "Ê")
        await bench.dialog(Form)
        assert remark(bench) == "", "once"
        await bench.press("escape")
        await one_read(bench, "đ")
        await bench.dialog(Choose)


@in_proofs
async def test_it_saves(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "G", "d", "x")
        assert bench.unsaved == 1
        await one_read(bench, "ư")
        await bench.until(lambda: bench.unsaved == 0, "it is saved")


async def test_a_correction_does_nothing_and_says_why(plan_file: Path) -> None:
    """Two keys ``d``: the first has opened the question, then a backspace takes it back and ``đ`` comes."""
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "1")
        await bench.run("tab_tasks")
        here = bench.id
        await one_read(bench, "\x7fđ")
        assert bench.app.screen is bench.tab and (bench.id, bench.app.current_mode) == (here, "tasks"), "no key of it is answered"
        assert remark(bench) == bench.words("a Vietnamese input method is on")
        await bench.press("d")
        question = await bench.dialog(Choose)
        await one_read(bench, "\x7fđ")
        assert bench.app.screen is question and bench.unsaved == 0
        await bench.press("k", "j")
        assert remark(bench) == ""


async def test_a_field_takes_the_letters_as_they_are(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("slash")
        await one_read(bench, "d")
        await one_read(bench, "\x7fđ")
        await one_read(bench, "ư")
        assert bench.tab.query_one("#filter", TextField).value == "đư" and remark(bench) == ""


async def test_a_key_that_is_the_persons_own_stays_it(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        bench.app.set_keymap({"down": "đ"})
        await bench.press("4")
        await one_read(bench, "đ")
        assert isinstance(bench.app.focused, FrameTable) and bench.id == bench.rows[1]


async def test_the_letter_that_opens_a_list_is_looked_for_as_it_is(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.run("edit_record")
        form = await bench.dialog(Form)
        opening = [field for field in form.query(PickField) if field.opened_by_letters]
        assert opening
        for letter in ("Đ", "ạ", "ở"):
            opening[0].focus()
            await one_read(bench, letter)
            await one_read(bench, "ã")
            picker = await bench.dialog(Picker)
            assert picker.query_one("#search", TextField).value == f"{letter}ã"
            await bench.press("escape")
        entries = [field for field in form.query(PickField) if not field.opened_by_letters]
        entries[0].focus()
        await one_read(bench, "đ")
        assert bench.app.screen is form, "entries have no list to look in"
