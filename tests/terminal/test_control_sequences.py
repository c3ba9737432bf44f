"""Control sequences are keys that are known, or nothing: whole, in pieces, without an end, and between keys that are typed."""

from __future__ import annotations

import itertools
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from proofs import sequences
from proofs.sequences import random_sequence
from tests.support.control_sequences import REPLIES
from tests.support.lengths import LONG, longer
from tests.support.terminal import WORDS, screen_at_rest, wait_gone
from tui.terminal.input_driver import Incoming
from tui.terminal.textual_internals.keys import is_known_sequence

KEYS = {
    "\x1b[A": "up",
    "\x1bOB": "down",
    "\x1b[1;5C": "ctrl+right",
    "\x1b[3~": "delete",
    "\x1b[21~": "f10",
    "\x1bOP": "f1",
    "\x1b[[A": "f1",
    "\x1b[Z": "shift+tab",
    "\x1b[97;1;97u": "a",
    "\x1b[0;;7897u": "ộ",
    "\x1b[13u": "enter",
    "\x1bb": "ctrl+left",
    "\x1b[7$": "shift+home",
    "\x9bA": "up",
    "đ": "đ",
}
"""Keys as terminals send them; the last sequence but one is an arrow in eight bits."""


class Typing:
    """A terminal that sends pieces at moments, and the keys that are read."""

    def __init__(self) -> None:
        self.incoming, self.parser, self.now = Incoming(), XTermParser(), 100.0
        self.read: list[str] = []

    def send(self, piece: str | bytes, after: float = 0.0) -> None:
        self._wait(after)
        self._take(self.incoming.feed(piece.encode() if isinstance(piece, str) else piece, self.now))

    def rest(self, seconds: float = 60.0) -> list[str]:
        """What was read when nothing came for a while."""
        self._wait(seconds)
        return self.read

    def _wait(self, seconds: float) -> None:
        end = self.now + seconds
        while (due := self.incoming.due()) is not None and due <= end:
            self.now = max(self.now, due)
            self._take(self.incoming.give_up(self.now))
        self.now = end

    def _take(self, pieces: list[str]) -> None:
        for piece in pieces:
            found = [events.Key("escape", piece)] if piece == "\x1b" else list(self.parser.feed(piece))
            self.read += [getattr(e, "key", getattr(e, "text", type(e).__name__)) for e in found]


def read(*pieces: str | bytes, after: float = 0.0) -> list[str]:
    typing = Typing()
    for piece in pieces:
        typing.send(piece, after)
    return typing.rest()


@pytest.mark.parametrize("reply", REPLIES.values(), ids=list(REPLIES))
@pytest.mark.parametrize("after", [0.0, 0.05, 0.3], ids=lambda s: f"{s:g} s later")
def test_an_answer_to_somebody_else_is_no_key_wherever_it_is_cut(reply: str, after: float) -> None:
    sent = reply.encode()
    for cut in range(len(sent)):
        typing = Typing()
        typing.send("x" + "y")
        for piece in filter(None, (sent[:cut], sent[cut:])):
            typing.send(piece, after)
        typing.send("z", after)
        keys = [key for key in typing.rest() if key != "escape"]  # cut behind the escape, that is the key: it harms nothing
        assert keys == ["x", "y", "z"], cut
        assert "escape" not in typing.read or (cut == 1 and after > 0.1 and reply[0] == "\x1b")


@pytest.mark.parametrize("sent", KEYS)
def test_a_key_is_the_key_it_was_whole_and_in_pieces(sent: str) -> None:
    data = sent.encode()
    for cut in range(len(data)):
        assert read(*filter(None, (data[:cut], data[cut:]))) == [KEYS[sent]]


def test_a_small_run_of_the_fuzz() -> None:
    found = sequences.run(5000, seed=12)
    assert found.faults == () and found.counts["sequences"] == 5000 and found.counts["cut in two"] > 4000


@given(st.lists(st.sampled_from([*KEYS, *REPLIES.values()]), max_size=8), st.lists(st.integers(0, 200), max_size=6))
def test_keys_between_answers_are_read_in_whatever_pieces_they_come(sent: list[str], cuts: list[int]) -> None:
    sent = [one for one in sent if not one.endswith("$")]  # what follows could belong to it
    data = "".join(sent).encode()
    places = sorted({min(cut, len(data)) for cut in cuts} | {0, len(data)})
    assert read(*(data[a:b] for a, b in itertools.pairwise(places))) == [KEYS[one] for one in sent if one in KEYS]


@given(st.binary(max_size=60), st.integers(0, 60))
def test_nothing_that_comes_ends_the_reading(data: bytes, cut: int) -> None:
    typing = Typing()
    typing.send(data[:cut])
    typing.send(data[cut:])
    typing.rest()
    typing.send("\x1b\\j")
    assert typing.rest()[-1:] == ["j"]


@pytest.mark.parametrize("lost", ["\x1b]11;rgb:", "\x1bPq", "\x1b_G", "\x1b[?1;", "\x9d4;", "\x1b^a\x1b[?2", "\x1b[200~abc"], ids=repr)
def test_an_end_that_does_not_come_does_not_keep_the_keyboard(lost: str) -> None:
    typing = Typing()
    typing.send(lost)
    typing.rest(6.0)
    for key in "jk":
        typing.send(key, 0.2)
    assert [key for key in typing.read if key != "abc"] == ["j", "k"]


def test_a_person_who_types_meanwhile_has_the_keyboard_back_within_a_second() -> None:
    typing = Typing()
    typing.send("\x1b]11;rgb:")
    for key in "abcdefgh":
        typing.send(key, 0.3)
    assert "".join(typing.rest()) == "defgh"


def test_a_string_without_measure_is_given_up() -> None:
    typing = Typing()
    typing.send("\x1bP" + "x" * 99_990)
    typing.send("y" * 20)
    typing.send("j")
    assert typing.rest()[-1] == "j"


def test_escape_is_a_key_at_once_and_what_follows_it_is_one_too() -> None:
    typing = Typing()
    typing.send("\x1b")
    assert typing.read == []
    assert typing.rest(0.1) == ["escape"]
    assert read("\x1bj") == ["escape", "j"] and read("\x1b4/đ") == ["escape", "4", "slash", "đ"]
    assert read("\x1b\x1b") == ["escape", "escape"] and read("\x1b[") == ["escape", "left_square_bracket"]
    assert read("\x1b", "j", after=0.5) == ["escape", "j"]


def test_a_number_that_is_no_character_is_no_key() -> None:
    for number in ("55296", "1114112", "9999999", "3", "97:65", ""):
        assert read(f"\x1b[{number};1u", f"\x1b[97;1;{number or '1'}u", "j")[-1:] == ["j"]
    assert read("\x1b[55296u\x1b[1114112u\x1b[97;1:3u\x1b[97;999u\x1b[98~j") == ["j"]


def test_the_mouse_is_the_mouse() -> None:
    assert read("\x1b[<0;5;7M", "\x1b[<0;5;7m") == ["MouseDown", "MouseUp"]
    assert read("\x1b[<0;-5;7M", "\x1b[<0M", "\x1b[M !!", "\x1b[32;5;7M", "j") == ["j"]


def test_what_begins_another_sequence_is_no_button_of_the_mouse() -> None:
    assert read("\x9bM\x9b9;Zj") == read("\x1b[M\x9b0:22:??\\j") == read("\x1b[M\x1b[?30Yj") == ["j"]


def test_a_byte_of_an_old_code_page_is_no_beginning_of_anything() -> None:
    assert read(b"\x9ba\x9d\x90 j") == ["replacement_character", "a", "replacement_character", "replacement_character", "space", "j"]
    assert read(b"\x9b?1;2cj\x9d11;rgb:0/0/0\x9ck\x901$r0m\x9cl") == ["j", "k", "l"], "but a terminal in eight bits answers so"


# -- on the program ---------------------------------------------------------------------------------------------------


def everything(chance: random.Random, count: int) -> str:
    """Every answer there is, and so many other sequences that are no key."""
    found = [random_sequence(chance) for _ in range(count)]
    return "".join([*REPLIES.values(), *(s for s in found if not is_known_sequence(s.replace("\x9b", "\x1b[")))])


_ROUNDS = 61 if LONG else 1
"""At length about 10,000 sequences on each of eleven screens."""


@longer
@pytest.mark.slow
def test_answers_change_nothing_on_any_kind_of_screen(started: Any, plan_file: Path) -> None:
    """On each: everything in one read and cut in two, then a key that proves that it was read."""
    before, chance = plan_file.read_bytes(), random.Random(3)
    terminal = started(size=(100, 30))
    field = WORDS("{field}: Enter keeps, Esc backs out", field=WORDS("Task"))
    places = [
        ("4", "III#1", "", ""),
        ("/", WORDS("without the filter"), "zz", "\x1b"),
        ("\t", WORDS("edit, or go there"), "", "\t"),
        ("l\r", field, "zz", "\x1b"),
        ("E", WORDS("Told in full"), "", "\x1b"),
        ("d", WORDS("no, keep it"), "", "\x1b"),
        (":", WORDS("All commands"), "zz", "\x1b"),
        ("t\x1b[F", WORDS("Look from which day?"), "zz", "\x1b"),  # End: else the letters take the place of the day
        ("0", WORDS("Overview"), "", "\x1b"),
        ("m", WORDS("Which meeting?"), "zz", "\x1b"),
        ("o", WORDS("Agencies"), "zz", "\x1b"),
    ]
    for opens, shown, typed, leaves in places:
        terminal.send(opens)
        terminal.wait_for(shown)
        screen = screen_at_rest(terminal)
        for _ in range(_ROUNDS):
            sent = everything(chance, 150)
            terminal.send(sent)
            cut = chance.randrange(len(sent))
            terminal.send(sent[:cut])
            terminal.send(sent[cut:])
            terminal.pump(0.06)
        if typed:
            terminal.send(typed)
            terminal.wait_for(typed)
            terminal.send("\x7f" * len(typed))
            wait_gone(terminal, typed)
        assert screen_at_rest(terminal) == screen, opens
        terminal.send(leaves)
        if leaves:
            wait_gone(terminal, shown)
    terminal.send("q")
    assert terminal.finish() == 0, "nothing is unsaved"
    assert plan_file.read_bytes() == before
