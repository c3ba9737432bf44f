"""What a terminal sends, cut into letters, keys and control sequences; a sequence that is no key of this program's is dropped.

A terminal also answers questions that somebody else has asked: a shell before this program, a multiplexer, an editor that was
killed. Textual reads an answer it does not know as keys, so the ``d`` and ``x`` of a colour would delete a record. ECMA-48 says
where each sequence ends, whether it is known or not; one that has begun waits for its end, in whatever pieces it comes.

An end that never comes must not lock the keyboard: what is open is given up in time, and is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

ESCAPE: Final = "\x1b"
PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"
BRACKETS_SAID: Final = ("\x1b[?2004;1$y", "\x1b[?2004;3$y")
"""What a terminal answers that brackets what is pasted, as it was told to."""

_AS_A_KEY: Final = 0.1
"""Seconds after which an escape character that nothing follows is the key of that name; as long as Textual waits."""
_OPEN: Final = 1.0
"""Seconds after which a sequence without an end is given up."""
_LATE: Final = 1.0
"""Seconds in which the rest of a sequence is known again, of which the escape character was taken for the key."""
_MOST_PARAMETERS: Final = 256
_MOST_STRING: Final = 100_000
"""Characters of a sequence: longer ones are given up, too."""

_BEGIN: Final = re.compile("[\x1b\x80-\x9f]")
_EIGHT_BIT: Final = {both: chr(ord(both) - 0x40) for both in "\x8f\x90\x98\x9b\x9d\x9e\x9f"}
"""The controls that begin a sequence alone, and the letter that means the same after an escape."""
_INSIDE_CSI: Final = re.compile("[ -?]*")
_KEY_OF_RXVT: Final = re.compile("\x1b\\[[0-9]{1,2}[$]")
"""What ends otherwise than ECMA-48 has it: a key with Shift, if nothing follows."""
_INSIDE_SS3: Final = re.compile("[0-9;]*")
_END_OF_STRING: Final = re.compile("[\x07\x18\x1a\x9c\x1b]")
_REST: Final = re.compile("\\[(?:[ -?]+[@-~]|[A-HIO])|O[A-DFHP-S]|[]P^_X][^\x1b\x07\x9c]*(?:\x1b\\\\|\x07|\x9c)|\\][0-9]+;")
"""What is the rest of a sequence rather than keys: two characters and more in one piece, directly after an escape."""

_RAW: Final = re.compile("\udc9b(?=[0-?]+[ -/]*[@-~])|\udc9d(?=[0-9]+;[^\x1b\x07\udc9c]*[\x1b\x07\udc9c])|\udc90(?=[ -~]*[\x1b\udc9c])")
"""A byte that is no UTF-8 and begins a whole control sequence: a terminal set to eight-bit controls."""
_NO_TEXT: Final = re.compile("[\udc80-\udcff]")


def without_raw_bytes(text: str) -> str:
    """A text decoded with ``surrogateescape``: bytes that are whole control sequences as such, any other that is no UTF-8 as ``�``.

    In an old code page the same bytes are letters, so nothing is waited for after one of them.
    """
    if not _NO_TEXT.search(text):
        return text
    controls = _RAW.sub(lambda found: chr(ord(found.group()) - 0xDC00), text)
    if controls != text:
        controls = controls.replace("\udc9c", "\x9c")
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", controls)


class ControlSequences:
    """Cuts what comes into pieces: text, whole sequences that ``is_known`` knows, whole pastes, and :data:`ESCAPE` alone for the key.

    The clock is the caller's: seconds since whatever moment.
    """

    def __init__(self, is_known: Callable[[str], bool]) -> None:
        self._is_known = is_known
        self._open = ""
        self._came = 0.0
        self._escaped: float | None = None

    def feed(self, data: str, now: float) -> list[str]:
        """The pieces that are whole now."""
        if self._escaped is not None and now - self._escaped < _LATE and _REST.match(data):
            data = ESCAPE + data
        self._escaped = None
        if len(data) > 1 or not self._open:  # a person's keys, one by one, do not keep open what has lost its end
            self._came = now
        begun, self._open = self._open, ""
        return list(self._pieces(begun + data))

    def due(self) -> float | None:
        """When what is open is given up; None when nothing is, or when it is a paste, whose text is not here yet."""
        if not self._open or self._open.startswith(PASTE_START):
            return None
        return self._came + (_AS_A_KEY if self._open == ESCAPE or _KEY_OF_RXVT.fullmatch(self._open) else _OPEN)

    def give_up(self, now: float) -> list[str]:
        """What is open when its time is over: the keys it may have been, or nothing."""
        due, begun = self.due(), self._open
        if due is None or now < due:
            return []
        self._open = ""
        if begun == ESCAPE:
            self._escaped = now
        if begun[0] == ESCAPE and len(begun) <= 2:  # Esc, or Esc and [ typed ahead
            return list(begun)
        return [begun] if self._is_known(begun) else []

    def _pieces(self, text: str) -> Iterator[str]:
        at = 0
        while at < len(text):
            found = _BEGIN.search(text, at)
            start = found.start() if found else len(text)
            if start > at:
                yield text[at:start]
            if start == len(text):
                return
            kind, inside = _kind(text, start)
            end = _end(text, start, kind, inside)
            if end is None:
                self._open = text[start:]
                return
            sequence, at = text[start:end], end
            if sequence == ESCAPE or (kind and self._is_known(sequence := ESCAPE + kind + text[inside:end])):
                yield sequence


def _kind(text: str, start: int) -> tuple[str, int]:
    """The letter that says what begins here (``[`` for a CSI), and where its inside begins; "" for a control that stands alone."""
    if text[start] != ESCAPE:
        return _EIGHT_BIT.get(text[start], ""), start + 1
    return text[start + 1 : start + 2], start + 2


def _end(text: str, start: int, kind: str, inside: int) -> int | None:
    """Where what begins at ``start`` ends; None when that is yet to come. Where it is broken it ends before what breaks it."""
    if not kind:
        return None if text[start] == ESCAPE else inside
    if text.startswith(PASTE_START, start):
        end = text.find(PASTE_END, start)
        return None if end < 0 else end + len(PASTE_END)
    if kind == "[":
        return _end_of_csi(text, inside)
    if kind == "O":
        return _end_of_letters(text, _INSIDE_SS3, inside)
    if kind in "]PX^_":
        return _end_of_string(text, inside)
    if text[start] == ESCAPE and kind != "\\":  # two keys, if it is not one: Esc and what was typed after it
        return inside if kind in _AFTER_ESCAPE else start + 1
    return inside


_AFTER_ESCAPE: Final = "bf\x7f"
"""What makes a key of its own with an escape before it: what terminals send for a word to the left, to the right, and taken away."""


def _end_of_csi(text: str, inside: int) -> int | None:
    end = _end_of_letters(text, _INSIDE_CSI, inside)
    if end == inside + 1 and text[inside] == "[":  # F1 to F5 of the Linux console: one more letter
        return None if end == len(text) else end + (text[end] in "ABCDE")
    if end == inside + 1 and text[inside] == "M" and _MOUSE.match(text, end):
        return end + 3
    return end


_MOUSE: Final = re.compile("[ -\x7f][^\0-\x1f]{2}", re.DOTALL)
"""Button and place as old terminals send them; what begins another sequence is no button."""


def _end_of_letters(text: str, before: re.Pattern[str], inside: int) -> int | None:
    found = before.match(text, inside)
    assert found is not None, "it matches nothing, too"
    last = found.end()
    if last - inside > _MOST_PARAMETERS:
        return last
    if last == len(text):
        return None
    return last + ("@" <= text[last] <= "~")


def _end_of_string(text: str, inside: int) -> int | None:
    found = _END_OF_STRING.search(text, inside, inside + _MOST_STRING)
    if found is None:
        return None if len(text) - inside < _MOST_STRING else len(text)
    end = found.end()
    if found.group() != ESCAPE:
        return end
    if end == len(text):
        return None
    return end + 1 if text[end] == "\\" else end - 1  # else another sequence begins
