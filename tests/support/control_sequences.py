"""What terminals send that nobody has typed: answers to questions, and control sequences of every kind, well-formed."""

from __future__ import annotations

import random
from typing import Final

REPLIES: Final = {
    "DA1": "\x1b[?1;2c",
    "DA1 of a VT420": "\x1b[?64;1;2;6;9;15;18;21;22c",
    "DA2": "\x1b[>41;370;0c",
    "DA3": "\x1bP!|7E565445\x1b\\",
    "OSC 4": "\x1b]4;1;rgb:cdcd/0000/0000\x1b\\",
    "OSC 10": "\x1b]10;rgb:dddd/dddd/dddd\x07",
    "OSC 11": "\x1b]11;rgb:0000/0000/0000\x1b\\",
    "OSC 12": "\x1b]12;rgb:ffff/ffff/ffff\x07",
    "OSC 52": "\x1b]52;c;ZGFuaCBzw6FjaA==\x07",
    "XTVERSION": "\x1bP>|XTerm(370)\x1b\\",
    "DECRQSS": "\x1bP1$r0;1;4m\x1b\\",
    "XTGETTCAP": "\x1bP1+r544e=787465726d\x1b\\",
    "CPR": "\x1b[24;80R",
    "CPR that looks like a key": "\x1b[1;2R",
    "DECXCPR": "\x1b[?24;80;1R",
    "DSR": "\x1b[0n",
    "colours dark": "\x1b[?997;1n",
    "kitty keyboard": "\x1b[?25u",
    "kitty graphics": "\x1b_Gi=31;OK\x1b\\",
    "focus in": "\x1b[I",
    "focus out": "\x1b[O",
    "size in cells": "\x1b[8;24;80t",
    "size in pixels": "\x1b[4;480;800t",
    "size that looks like a key": "\x1b[1;5t",
    "resized in band": "\x1b[48;10;20;100;200t",
    "mode": "\x1b[?2048;2$y",
    "DECREQTPARM": "\x1b[2;1;1;120;120;1;0x",
    "title": "\x1b]ldanh sách xã\x1b\\",
    "PM": "\x1b^dx\x1b\\",
    "SOS": "\x1bXdx\x1b\\",
    "DA1 in eight bits": "\x9b?1;2c",
    "OSC 11 in eight bits": "\x9d11;rgb:0000/0000/0000\x9c",
}
"""Answers of terminals by what was asked; none of them is for this program."""

_CSI: Final = ("\x1b[", "\x1b[", "\x9b")
_STRINGS: Final = {"\x1b]": ("\x1b\\", "\x07", "\x9c"), "\x1bP": ("\x1b\\", "\x9c"), "\x1b_": ("\x1b\\",), "\x1b^": ("\x1b\\",)}


def random_sequence(chance: random.Random) -> str:
    """A well-formed CSI, OSC, DCS, APC or PM, as ECMA-48 has them."""
    if chance.random() < 0.5:
        parameters = _some(chance, 0x30, 0x3F, 12)
        between = _some(chance, 0x20, 0x2F, 2) if chance.random() < 0.3 else ""
        return chance.choice(_CSI) + parameters + between + chr(chance.randint(0x40, 0x7E))
    begin = chance.choice(list(_STRINGS))
    return begin + _some(chance, 0x20, 0x7E, 40) + chance.choice(_STRINGS[begin])


def _some(chance: random.Random, first: int, last: int, most: int) -> str:
    return "".join(chr(chance.randint(first, last)) for _ in range(chance.randint(0, most)))
