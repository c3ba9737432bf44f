"""The bytes a plain xterm sends for a key."""

from __future__ import annotations

from typing import Final

_NAMED: Final = {
    "escape": b"\x1b",
    "enter": b"\r",
    "tab": b"\t",
    "backspace": b"\x7f",
    "pageup": b"\x1b[5~",
    "pagedown": b"\x1b[6~",
}
_ARROWS: Final = {"up": b"A", "down": b"B", "right": b"C", "left": b"D", "home": b"H", "end": b"F"}


def key_bytes(key: str, *, application_cursor: bool = False) -> bytes:
    """The bytes of ``down``, ``ctrl+s``, ``alt+2`` or a single character.

    Arrows change with the cursor-key mode the program has set (DECCKM), as they do on a real terminal.
    """
    if key in _NAMED:
        return _NAMED[key]
    if key in _ARROWS:
        return (b"\x1bO" if application_cursor else b"\x1b[") + _ARROWS[key]
    modifier, plus, letter = key.rpartition("+")
    if len(letter) == 1 and modifier == "ctrl":
        return bytes([ord(letter.upper()) & 0x1F])
    if len(letter) == 1 and modifier == "alt":
        return b"\x1b" + letter.encode()
    if len(key) == 1 and (key == "+" or not plus):
        return key.encode()
    raise ValueError(f"unknown key: {key}")
