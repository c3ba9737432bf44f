"""The paragraphs of a Word document outside its tables, with the numbers and bullets Word makes itself.

What was struck out in a tracked change, hidden letters, footnotes and text boxes are no part of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from tui.exchange.docx_tables import DOCUMENT, opened_docx
from tui.exchange.packed_parts import Parts, one_spaced

_NUMBERING: Final = "word/numbering.xml"
_STYLES: Final = "word/styles.xml"
_MOST_STYLES: Final = 5_000
_ROMAN: Final = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_BULLET: Final = "-"


def read_paragraphs(data: bytes) -> list[tuple[int, str]]:
    """(number of the paragraph, its text) of every paragraph outside tables. Raises :class:`CannotRead`."""
    with opened_docx(data) as parts:
        text = _Text(_numbering(parts), _numbers_of_styles(parts))
        parts.parse(DOCUMENT, text.start, text.end, text.letters)
        return text.found


# -- the numbers Word makes -------------------------------------------------------------------------------------------


@attrs.frozen
class _Level:
    """How one level of a list is numbered: ``%1.%2)`` with decimal numbers, from 1."""

    form: str = "decimal"
    text: str = "%1."
    start: int = 1


@attrs.define
class _Lists:
    """The lists of a document, and how far each has been counted."""

    levels: Mapping[str, Mapping[int, _Level]] = attrs.field(factory=dict)
    """Number of a list → level → how it is numbered."""
    counted: dict[str, list[int]] = attrs.field(factory=dict)
    same: Mapping[str, str] = attrs.field(factory=dict)
    """Number of a list → the definition it shares with others, which are counted together."""

    def label(self, list_: str, depth: int) -> str:
        """What stands before the next paragraph of a list; "" where it is no list that is known."""
        levels = self.levels.get(list_)
        if levels is None or depth not in levels:
            return ""
        counts = self.counted.setdefault(self.same.get(list_, list_), [])
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), _Level()).start - 1)
        counts[depth] += 1
        del counts[depth + 1 :]
        level = levels[depth]
        if level.form in ("bullet", "none"):
            return _BULLET if level.form == "bullet" else ""
        label = level.text
        for at in range(depth + 1):
            form = levels.get(at, _Level()).form
            label = label.replace(f"%{at + 1}", _written(max(counts[at], 1), form))
        return label


def _written(count: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman"):
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text.upper() if form == "upperRoman" else text
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(97 + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(count)


def _numbering(parts: Parts) -> _Lists:
    if _NUMBERING not in parts:
        return _Lists()
    definitions: dict[str, dict[int, _Level]] = {}
    levels: dict[str, dict[int, _Level]] = {}
    same: dict[str, str] = {}
    current: dict[int, _Level] = {}
    list_, depth = "", 0
    for tag, values in parts.elements(_NUMBERING):
        value = _value(values)
        if tag == "abstractNum":
            current = definitions.setdefault(_named(values, "abstractNumId"), {})
        elif tag == "lvl":
            depth = int(_named(values, "ilvl") or 0)
            current[depth] = _Level()
        elif tag == "num":
            list_ = _named(values, "numId")
        elif tag == "abstractNumId":
            levels[list_] = definitions.get(value, {})
            same[list_] = value
        elif tag in ("start", "numFmt", "lvlText") and depth in current:
            current[depth] = _changed(current[depth], tag, value)
    return _Lists(levels, {}, same)


def _changed(level: _Level, tag: str, value: str) -> _Level:
    if tag == "start":
        return attrs.evolve(level, start=int(value or 1))
    return attrs.evolve(level, form=value) if tag == "numFmt" else attrs.evolve(level, text=value)


def _numbers_of_styles(parts: Parts) -> dict[str, tuple[str, int]]:
    """Style → (list, level) for styles that are numbered, those based on one that is as well."""
    if _STYLES not in parts:
        return {}
    found: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    style, depth = "", 0
    for tag, values in parts.elements(_STYLES):
        if tag == "style":
            style, depth = _named(values, "styleId"), 0
        elif tag == "basedOn":
            based[style] = _value(values)
        elif tag == "ilvl":
            depth = int(_value(values) or 0)
        elif tag == "numId":
            found[style] = (_value(values), depth)
    for style in list(based)[:_MOST_STYLES]:
        parent = based[style]
        seen = {style}
        while parent and parent not in found and parent not in seen:
            seen.add(parent)
            parent = based.get(parent, "")
        if parent in found:
            found.setdefault(style, found[parent])
    return found


def _value(values: Mapping[str, str]) -> str:
    return _named(values, "val")


def _named(values: Mapping[str, str], name: str) -> str:
    return next((value for key, value in values.items() if key.rpartition("}")[2] == name), "")


# -- the text ---------------------------------------------------------------------------------------------------------


@attrs.define
class _Text:
    """Takes the elements of the document as they come."""

    lists: _Lists
    styles: Mapping[str, tuple[str, int]]
    found: list[tuple[int, str]] = attrs.field(factory=list)
    tables: int = 0
    boxes: int = 0
    number: int = 0
    style: str = ""
    list_: str | None = None
    depth: int = 0
    unseen: bool = False
    taking: bool = False
    pieces: list[str] = attrs.field(factory=list)

    def start(self, tag: str, values: dict[str, str]) -> None:
        if tag == "tbl":
            self.tables += 1
        elif tag in ("txbxContent", "Fallback"):
            self.boxes += 1
        elif self.tables or self.boxes:
            return
        elif tag == "p":
            self.number += 1
            self.style, self.list_, self.depth = "", None, 0
            self.pieces.clear()
        elif tag == "pStyle":
            self.style = _value(values)
        elif tag == "ilvl":
            self.depth = int(_value(values) or 0)
        elif tag == "numId":
            self.list_ = _value(values)
        else:
            self._start_letters(tag, _value(values))

    def _start_letters(self, tag: str, value: str) -> None:
        if tag == "r":
            self.unseen = False
        elif tag == "vanish":
            self.unseen = value not in ("0", "false", "off")
        elif tag == "t":
            self.taking = not self.unseen
        elif tag in ("tab", "br", "cr"):
            self.pieces.append(" ")
        elif tag == "noBreakHyphen":
            self.pieces.append("-")

    def end(self, tag: str) -> None:
        if tag == "t":
            self.taking = False
        elif tag == "tbl":
            self.tables -= 1
        elif tag in ("txbxContent", "Fallback"):
            self.boxes -= 1
        elif tag == "p" and not self.tables and not self.boxes:
            self._end_paragraph()

    def letters(self, data: str) -> None:
        if self.taking:
            self.pieces.append(data)

    def _end_paragraph(self) -> None:
        text = one_spaced("".join(self.pieces)).strip()
        self.pieces.clear()
        if not text:
            return
        list_, depth = (self.list_, self.depth) if self.list_ is not None else self.styles.get(self.style, ("0", 0))
        label = self.lists.label(list_, depth) if list_ != "0" else ""
        self.found.append((self.number, f"{label} {text}" if label else text))
