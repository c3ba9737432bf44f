"""How far the paragraphs of a Word document are set in, and how many steps that is among the cells of one column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from tui.exchange.docx_numbers import named, value_of
from tui.exchange.packed_parts import Parts

_STYLES: Final = "word/styles.xml"
_SAME: Final = 170
"""Twentieths of a point within which two paragraphs are meant to stand at one place: 3 mm."""
SPACE: Final = 90
"""What a space before a name counts; two of them are meant, one is a slip."""
TAB: Final = 720
_LENGTH = re.compile(r"-?[0-9]+(?:\.[0-9]+)?\Z")


@attrs.frozen
class Inset:
    """Where a paragraph begins, in twentieths of a point, None where nothing says it: ``left`` of its lines, ``hanging`` of its first."""

    left: int | None = None
    hanging: int | None = None

    def within(self, style: Inset) -> Inset:
        """What is said here, else by the style."""
        left = style.left if self.left is None else self.left
        return Inset(left, style.hanging if self.hanging is None else self.hanging)

    @property
    def first(self) -> int:
        """Where the first line begins."""
        return (self.left or 0) - (self.hanging or 0)


def inset_of(values: Mapping[str, str]) -> Inset:
    """What an element ``ind`` says; a first line that alone stands further in is a way to print, and says nothing of a row."""
    return Inset(_length(named(values, "left") or named(values, "start")), _length(named(values, "hanging")))


def insets_of_styles(parts: Parts) -> dict[str, Inset]:
    """Style of a paragraph → its inset, that of the style it is based on where it says none."""
    own: dict[str, Inset] = {}
    based: dict[str, str] = {}
    style = ""
    for tag, values in parts.elements(_STYLES) if _STYLES in parts else ():
        if tag == "style":
            style = named(values, "styleId") if named(values, "type") == "paragraph" else ""
        elif tag == "basedOn":
            based[style] = value_of(values)
        elif tag == "ind" and style:
            own[style] = inset_of(values)
    out = {}
    for style in {*own, *based}:
        told, above, seen = own.get(style, Inset()), based.get(style, ""), {style}
        while above and above not in seen:
            seen.add(above)
            told = told.within(own.get(above, Inset()))
            above = based.get(above, "")
        out[style] = told
    return out


def steps_of(places: Iterable[int]) -> dict[int, int]:
    """Where names begin → how many steps each is set in against the one furthest out; those that nearly agree are one step."""
    out: dict[int, int] = {}
    step, last = -1, None
    for place in sorted(set(places)):
        if last is None or place - last > _SAME:
            step, last = step + 1, place
        out[place] = step
    return out


def _length(text: str) -> int | None:
    return int(float(text)) if _LENGTH.match(text) else None
