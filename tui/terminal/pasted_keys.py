"""Whether what came in one read was typed ahead or pasted: a terminal without bracketed paste sends a text as keys.

A terminal that says it brackets its pastes, or has done so, is asked no more: what it sends without brackets is keys
(:class:`tui.terminal.input_driver.OneRead`). Of any other neither is known for sure, as over a stalled line what was typed arrives
in one piece as well. Keys typed ahead move the cursor first, if at all, then open a field and type into it, answer what is
asked, or are one command. A text has words, lines, cells, marks, or letters that are no keys. In doubt it is a text where a text
is taken, as it is shown before anything is made of it, and keys where none is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import attrs
from textual import events

_FIGURES: Final = re.compile(r"[-+0-9.,%\s]*[0-9][-+0-9.,%\s]*")
_ONE_FIGURE: Final = re.compile(r"[-−]?[0-9][0-9.,]*\r?")
_FEWEST_FIGURES: Final = 3
"""Characters from which on digits are a figure rather than the keys of tabs."""
_COMMANDS: Final = 2
"""Commands that are typed ahead at once; a word has more."""


@attrs.frozen
class KeysHere:
    """The keys of a screen, by Textual's names: those that only move, mark or answer, those after which something is typed, and all."""

    moving: frozenset[str]
    opening: frozenset[str]
    all: frozenset[str]
    takes_text: bool = True
    """Whether a text that is pasted here is taken: else one would only be refused, and what was typed be lost."""
    takes_figure: bool = False
    """Whether a digit begins to type a figure: one in one line is that, typed or pasted."""


def text_of(keys: Sequence[events.Key]) -> str | None:
    """What the keys would be as a text; None when one of them is in none."""
    letters = [key.character or "\x1b" for key in keys]
    if any((letter < " " and letter not in "\t\r\n") or letter == "\x7f" for letter in letters):
        return None
    return "".join(letters)


def is_pasted(keys: Sequence[events.Key], here: KeysHere) -> bool:
    """Whether keys that came in one read are a text, on a screen with these keys and no field that has the focus."""
    text = text_of(keys)
    if text is None or len(keys) < 2:
        return False
    if here.takes_figure and _ONE_FIGURE.fullmatch(text):
        return False
    if here.takes_text and len(text) >= _FEWEST_FIGURES and _FIGURES.fullmatch(text):
        return True
    names = [key.key for key in keys]
    first = next((place for place, name in enumerate(names) if name not in here.moving), len(names))
    if first == len(names):
        return _has_cells(text)
    opened = next((place for place, name in enumerate(names) if name in here.opening), None)
    if opened is not None and not text[opened].isalpha() and _leads(names[:opened], text[:opened], here):
        return False  # / : Enter: what follows is typed into what it opens
    if opened == first and text[opened].isalpha() and _is_no_word(text[:opened]):
        typed = text[opened + 1 :]
        return (here.takes_text and not typed.isascii()) or _has_cells(text) or "\n" in typed.replace("\r", "\n").rstrip("\n")
    return _reads_as_text(names, text, here)


def _leads(names: Sequence[str], text: str, here: KeysHere) -> bool:
    """Whether keys before one that opens a field are keys: those that move, and no more than one command."""
    commands = {name for name in names if name not in here.moving}
    return commands <= here.all and len(commands) < _COMMANDS and not _has_cells(text)


def _is_no_word(before: str) -> bool:
    """Whether the letters before a letter that opens a field are no beginning of a word: none, or one key held down."""
    letters = [letter for letter in before if letter.isalpha()]
    return not letters or (len(letters) > 1 and len(set(letters)) == 1)


def _has_cells(text: str) -> bool:
    return "\t" in text.strip("\t")


def _reads_as_text(names: Sequence[str], text: str, here: KeysHere) -> bool:
    """Whether there is a key that is none here, a space between words, or more commands than are typed at once."""
    if _has_cells(text) or " " in text.strip() or not here.all.issuperset(names):
        return True
    return len(names) > _COMMANDS and len(set(names) - here.moving) > _COMMANDS
