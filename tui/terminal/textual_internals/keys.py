"""What a terminal sends: for which key, and which of its control sequences Textual may be given."""

from __future__ import annotations

import re
from typing import Any, Final

from textual.drivers.linux_driver import LinuxDriver

from tui.terminal.control_sequences import BRACKETS_SAID


def sent_for(key: str) -> list[bytes]:
    """What a terminal sends for a key that Textual names so; nothing for one that it may send in a way of its own."""
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

    if len(key) == 1:
        return [key.encode()] if key.isascii() and key.isprintable() else []
    return [
        sequence.encode()
        for sequence, named in ANSI_SEQUENCES_KEYS.items()
        if sequence.startswith("\x1b") and isinstance(named, tuple) and len(named) == 1 and named[0].value == key
    ]


def key_parser(driver: LinuxDriver) -> Any:
    """A new one of Textual's parsers of what a terminal sends; only where :data:`READS_ALONE` holds."""
    from textual._xterm_parser import XTermParser

    return XTermParser(getattr(driver, "_debug", False))


_MOUSE: Final = re.compile(r"\x1b\[<[0-9]{1,3};[0-9]{1,5};[0-9]{1,5}[Mm]")
_CAN_SYNCHRONIZE: Final = re.compile(r"\x1b\[\?2026;[1-4]\$y")
_LETTER_KEY: Final = re.compile(r"\x1b\[(1)(?:;([0-9]{1,3}))?([ABCDEFHPQS])")
_NUMBER_KEY: Final = re.compile(r"\x1b\[([0-9]{1,5})(?:;([0-9]{1,3}))?([~u])")
_TEXT_KEY: Final = re.compile(r"\x1b\[([0-9]{1,7})(?:;([0-9]{0,3}))?(?:;([0-9]{1,7}(?::[0-9]{1,7}){0,7}))?u")


def is_known_sequence(sequence: str) -> bool:
    """Whether a whole control sequence is a key, a paste, the mouse, or an answer that is asked for: nothing else gets to Textual.

    Textual's own parser takes any number for the code of a character, fails at one that is none, and reads what it does not
    know letter by letter. Sizes it may get from the signal alone, and who has the focus changes nothing here.
    """
    from textual._ansi_sequences import ANSI_SEQUENCES_KEYS, IGNORE_SEQUENCE

    if sequence.startswith("\x1b[") and sequence.endswith(("t", "R")) and sequence not in ("\x1b[R", "\x1b[1R"):
        return False  # a size, or where the cursor is: Textual's table has keys of old terminals that look the same
    known = ANSI_SEQUENCES_KEYS.get(sequence)
    if known is not None:
        return known is not IGNORE_SEQUENCE
    if sequence.startswith("\x1b[200~"):
        return True
    if sequence in BRACKETS_SAID:
        return True
    return bool(_MOUSE.fullmatch(sequence) or _CAN_SYNCHRONIZE.fullmatch(sequence)) or _is_protocol_key(sequence)


def _is_protocol_key(sequence: str) -> bool:
    """Whether it is a key as kitty's protocol writes it: a key of its own, or one that types what can be typed."""
    from textual._keyboard_protocol import FUNCTIONAL_KEYS

    found = _LETTER_KEY.fullmatch(sequence) or _NUMBER_KEY.fullmatch(sequence)
    if found is not None and f"{found[1]}{found[3]}" in FUNCTIONAL_KEYS:
        return 1 <= int(found[2] or 1) <= 256
    found = _TEXT_KEY.fullmatch(sequence)
    if found is None or not 1 <= int(found[2] or 1) <= 256:
        return False
    return all(map(_can_be_typed, (found[3] or found[1]).split(":")))


def _can_be_typed(number: str) -> bool:
    """Whether a number is the code of a character that is seen, or of a space."""
    code = int(number)
    return code <= 0x10FFFF and (chr(code).isprintable() or chr(code).isspace()) and code >= 0x20
