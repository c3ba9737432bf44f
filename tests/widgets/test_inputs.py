"""What arrives in a field when an input method types into it: bursts of letters and backspaces, composed or not."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable
from typing import Generic, TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Input

from tests.support.screens import screen_text
from tui.model.text import control_character
from tui.terminal.input_driver import Pastes
from tui.widgets.inputs import TextField, TypedRun, one_line, prose
from tui.widgets.prose_field import ProseField

DEL = "\x7f"
LEFT, RIGHT, HOME, END, DELETE, SHIFT_LEFT = "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F", "\x1b[3~", "\x1b[1;2D"


Field = TypeVar("Field", bound=TextField | ProseField)


class Form(App[None], Generic[Field]):
    field: Field

    def __init__(self, make: Callable[[], Field]) -> None:
        super().__init__()
        self.make: Callable[[], Field] = make
        self.submitted: list[str] = []

    def compose(self) -> ComposeResult:
        self.field = self.make()
        yield self.field

    def on_mount(self) -> None:
        self.field.focus()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.submitted.append(message.value)


def content(field: TextField | ProseField) -> str:
    return field.value if isinstance(field, TextField) else field.text


async def burst(pilot: Pilot[None], typed: str) -> None:
    """Everything at once, as the driver's thread hands on what one read of the terminal brought."""
    parser = XTermParser()
    for event in [*parser.feed(typed), *parser.tick()]:
        pilot.app.post_message(event)
    await pilot.pause()


FIELDS = pytest.mark.parametrize("make", [TextField, ProseField])


BURSTS = [
    ("chinh" + DEL * 3 + "ính", "chính"),
    ("chinh\b\b\bính", "chính"),
    ("chinh" + DEL * 3 + "i\u0301nh", "chính"),
    ("a\u0301", "á"),
    ("a\u0302\u0301n", "ấn"),
    ("dd" + DEL * 2 + "đ" + "ất", "đất"),
    ("duong" + DEL * 5 + "đương", "đương"),
    # a program in composite mode counts the mark as a character of its own
    ("tie\u0301ng" + DEL * 4 + "e\u0302\u0301ng", "tiếng"),
    ("a\u0301" + DEL + "\u0300", "à"),
    ("á" + DEL + "à", "à"),
    # some programs send a narrow space first, to break completions, and take it back
    ("chinh\u202f" + DEL * 4 + "ính", "chính"),
    ("chinh\u200b" + DEL * 4 + "ính", "chính"),
    ("chinh\u200c" + DEL * 4 + "ính", "chính"),
    ("ab" + LEFT + DEL + "x" + END + "y", "xby"),
    ("abc" + HOME + DELETE + "x" + RIGHT + "y", "xby" + "c"),
    ("abc" + SHIFT_LEFT * 2 + "z", "az"),
    ("abc def\x17x", "abc x"),
    ("abc\x15x", "x"),
    (DEL + "a", "a"),
    ("x" + DEL * 5 + "y", "y"),
    ("[red]x[/]", "[red]x[/]"),
]
"""What is typed in one read, and what stands in the field then."""


@FIELDS
async def test_a_burst_arrives_as_typed(make: type[TextField] | type[ProseField]) -> None:
    for (
        typed,
        expected,
    ) in BURSTS:  # each in its own application: a field put in the place of another may be drawn without its styles
        app = Form(make)
        async with app.run_test(size=(80, 24)) as pilot:
            await burst(pilot, typed)
            assert content(app.field) == expected, typed
            assert expected in screen_text(app), typed


@FIELDS
async def test_key_events_posted_at_once(make: type[TextField] | type[ProseField]) -> None:
    app = Form(make)
    async with app.run_test(size=(80, 24)) as pilot:
        for key in [*"chinh", *["backspace"] * 3, *"ính"]:
            app.post_message(events.Key(key, key if len(key) == 1 else None))
        await pilot.pause()
        assert content(app.field) == "chính"
        await pilot.press("backspace", "backspace", "left", "n", "end", "h")
        assert content(app.field) == "chníh"


@FIELDS
async def test_a_mark_joins_the_letter_before_the_cursor_in_the_middle(make: type[TextField] | type[ProseField]) -> None:
    app = Form(lambda: make("tinh"))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, HOME + RIGHT * 2 + "\u0309" + "x")
        assert content(app.field) == "tỉxnh"


@FIELDS
async def test_pasted_text_is_composed_and_carries_no_controls(make: type[TextField] | type[ProseField]) -> None:
    app = Form(lambda: make("a"))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, END + "\x1b[200~\u0301 đe\u0302\u0301n\x07\x9b31m\u202e\x1b[201~!")
        assert content(app.field) == "á đến31m!"
        assert "\x9b" not in screen_text(app)


async def test_lines_pasted_into_one_line_become_spaces() -> None:
    app = Form(TextField)
    async with app.run_test(size=(80, 24)) as pilot:
        app.post_message(events.Paste("một\r\nhai\tba\n"))
        await pilot.pause()
        assert app.field.value == "một hai ba" and app.field.cursor_position == 10


async def test_lines_stay_lines_in_prose() -> None:
    app = Form(lambda: ProseField("đầu"))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, END + "\rmot" + DEL * 2 + "ột\r" + DEL)
        app.post_message(events.Paste("\r\nhai\x1b[31m"))
        await pilot.pause()
        assert app.field.text == "đầu\nmột\nhai[31m"
        await burst(pilot, HOME + DEL)
        assert app.field.text == "đầu\nmộthai[31m"


async def test_ctrl_home_and_ctrl_end_go_to_the_ends_of_the_whole_text() -> None:
    app = Form(lambda: ProseField("đầu\ngiữa\ncuối"))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("ctrl+home", "a", "ctrl+end", "z")
        assert app.field.text == "ađầu\ngiữa\ncuốiz"


async def test_a_line_that_was_left_shows_how_it_begins() -> None:
    app = Form(lambda: TextField("Đầu câu " + "rất dài " * 20 + "cuối câu"))
    async with app.run_test(size=(40, 24)) as pilot:
        await pilot.press("home", "end")
        await pilot.pause()
        assert app.field.scroll_offset.x > 0
        app.set_focus(None)
        await pilot.pause()
        assert app.field.scroll_offset.x == 0 and "Đầu câu" in screen_text(app)


async def test_enter_submits_what_was_typed_before_it() -> None:
    app = Form(TextField)
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "chinh" + DEL * 3 + "ính\rx")
        assert app.submitted == ["chính"]


@FIELDS
async def test_text_put_in_by_the_program_is_clean_and_not_selected(make: type[TextField] | type[ProseField]) -> None:
    app = Form(lambda: make("\x1b[31mđo\u0309\x00"))
    async with app.run_test(size=(80, 24)) as pilot:
        assert content(app.field) == "[31mđỏ"
        await burst(pilot, END + "!")
        assert content(app.field) == "[31mđỏ!"
        if isinstance(app.field, TextField):
            app.field.value = "a\nb\x1b"
            assert app.field.value == "a b"
        else:
            app.field.load_text("a\r\nb\x1b")
            assert app.field.text == "a\nb"
        assert not app.field.cursor_blink


async def test_a_limit_counts_composed_letters() -> None:
    app = Form(lambda: TextField(max_length=2))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, "a\u0302\u0301b\u0301c")
        assert app.field.value == "ấb"
        await burst(pilot, DEL + "x")
        assert app.field.value == "ấx"


async def test_read_only_prose_takes_nothing() -> None:
    app = Form(lambda: ProseField("giữ", read_only=True))
    async with app.run_test(size=(80, 24)) as pilot:
        await burst(pilot, END + DEL + "x\u0301" + DELETE + "\r")
        app.post_message(events.Paste("y"))
        await pilot.pause()
        assert app.field.text == "giữ"


@given(st.text(max_size=60))
def test_clean_text_is_composed_safe_and_stays_as_it_is(text: str) -> None:
    for clean, lines in ((one_line, False), (prose, True)):
        once = clean(text)
        assert unicodedata.is_normalized("NFC", once)
        assert control_character(once, lines=lines) is None
        assert clean(once) == once


@given(st.lists(st.sampled_from([*"aeiouđ ", "\u0301", "\u0302", "\u031b", "\u0323", DEL]), max_size=30))
def test_a_run_is_what_its_characters_make(typed: list[str]) -> None:
    run, shown, raw = TypedRun(), "", ""
    for char in typed:
        shown = run.take_back(shown) if char == DEL else run.put(shown, char)
        raw = raw[:-1] if char == DEL else raw + char
        assert shown == one_line(raw)


@given(st.text(st.sampled_from("ab\x1b[~2013;\r\né"), max_size=40), st.lists(st.integers(0, 80), max_size=6))
def test_a_paste_is_only_text_in_whatever_pieces_it_comes(text: str, cuts: list[int]) -> None:
    inside = text.replace("\x1b[201~", "")
    sent = f"x\x1b[A\x1b[200~{inside}\x1b[201~y\x1b[B"
    pastes, got, places = Pastes(), "", sorted({min(c, len(sent)) for c in cuts} | {0, len(sent)})
    for start, end in itertools.pairwise(places):
        got += pastes.feed(sent[start:end])
    assert got == "x\x1b[A\x1b[200~" + inside.replace("\x1b", "") + "\x1b[201~y\x1b[B"
    read = [e.key if isinstance(e, events.Key) else e.text for e in XTermParser().feed(got) if isinstance(e, events.Key | events.Paste)]
    assert read == ["x", "up", inside.replace("\x1b", ""), "y", "down"]


@given(st.text(st.sampled_from("ab\x1b[~20;A"), max_size=30), st.integers(0, 30))
def test_what_is_no_paste_passes_as_it_comes(text: str, cut: int) -> None:
    pastes = Pastes()
    if "\x1b[200~" not in text:
        assert pastes.feed(text[:cut]) == text[:cut] and pastes.feed(text[cut:]) == text[cut:]
