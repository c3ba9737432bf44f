"""The numbers and bullets that Word makes itself before the paragraphs of a list: they stand nowhere in the text of a document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from tui.exchange.packed_parts import Parts

_NUMBERING: Final = "word/numbering.xml"
_STYLES: Final = "word/styles.xml"
_MOST_STYLES: Final = 5_000
_LEVELS: Final = 9
"""Levels a list of Word may have."""
_LONGEST: Final = 100
"""Letters of what stands before a paragraph; Word writes 31 at most."""
_MOST: Final = 3_999
"""The highest number that is written in Roman letters, and a good deal more than any list begins at."""
_ROMAN: Final = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_BULLET: Final = "-"
_BULLETS: Final = ("+", "*")
"""Those that are told from a dash: rows under ``-`` have a ``+``."""


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
    anew: dict[str, dict[int, int]] = attrs.field(factory=dict)
    """Number of a list that begins anew → level → the number before its first; taken out where it has begun."""

    def label(self, list_: str, depth: int) -> str:
        """What stands before the next paragraph of a list; "" where it is no list that is known."""
        levels = self.levels.get(list_)
        if levels is None or depth not in levels:
            return ""
        counts = self.counted.setdefault(self.same.get(list_, list_), [])
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), _Level()).start - 1)
        for at, start in self.anew.pop(list_, {}).items():
            counts[at:] = [start] if at < len(counts) else counts[at:]
        while len(counts) <= depth:
            counts.append(levels.get(len(counts), _Level()).start - 1)
        counts[depth] += 1
        del counts[depth + 1 :]
        level = levels[depth]
        if level.form in ("bullet", "none"):
            return (level.text if level.text in _BULLETS else _BULLET) if level.form == "bullet" else ""
        label = level.text
        for at in range(depth + 1):
            form = levels.get(at, _Level()).form
            label = label.replace(f"%{at + 1}", _written(max(counts[at], 1), form))
        return label


def _written(count: int, form: str) -> str:
    if form in ("upperRoman", "lowerRoman") and count <= _MOST:
        text = ""
        for value, letters in _ROMAN:
            text += letters * (count // value)
            count %= value
        return text.upper() if form == "upperRoman" else text
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(97 + (count - 1) % 26)
        return letter.upper() if form == "upperLetter" else letter
    return str(count)


def _lists_of(parts: Parts) -> _Lists:
    """The lists of a document, of which nothing is counted yet."""
    if _NUMBERING not in parts:
        return _Lists()
    definitions: dict[str, dict[int, _Level]] = {}
    levels: dict[str, dict[int, _Level]] = {}
    same: dict[str, str] = {}
    anew: dict[str, dict[int, int]] = {}
    current: dict[int, _Level] = {}
    list_, depth = "", 0
    for tag, values in parts.elements(_NUMBERING):
        value = value_of(values)
        if tag == "abstractNum":
            current = definitions.setdefault(named(values, "abstractNumId"), {})
        elif tag == "lvl":
            depth = int(named(values, "ilvl") or 0)
            if depth in range(_LEVELS):
                current[depth] = _Level()
        elif tag == "num":
            list_ = named(values, "numId")
        elif tag == "abstractNumId":
            levels[list_] = current = dict(definitions.get(value, {}))
            same[list_] = value
        elif tag == "lvlOverride":
            depth = int(named(values, "ilvl") or 0)
        elif tag == "startOverride":
            anew.setdefault(list_, {})[depth] = _first(value) - 1
        elif tag in ("start", "numFmt", "lvlText") and depth in current:
            current[depth] = _changed(current[depth], tag, value)
    return _Lists(levels, {}, same, anew)


def _changed(level: _Level, tag: str, value: str) -> _Level:
    if tag == "start":
        return attrs.evolve(level, start=_first(value))
    return attrs.evolve(level, form=value) if tag == "numFmt" else attrs.evolve(level, text=value[:_LONGEST])


def _first(value: str) -> int:
    """The number a list begins at; 1 of one that no list has."""
    number = int(value or 1)
    return number if 0 <= number <= _MOST else 1


def _numbers_of_styles(parts: Parts) -> dict[str, tuple[str, int]]:
    """Style → (list, level) for styles that are numbered, those based on one that is as well."""
    if _STYLES not in parts:
        return {}
    found: dict[str, tuple[str, int]] = {}
    based: dict[str, str] = {}
    style, depth = "", 0
    for tag, values in parts.elements(_STYLES):
        if tag == "style":
            style, depth = named(values, "styleId"), 0
        elif tag == "basedOn":
            based[style] = value_of(values)
        elif tag == "ilvl":
            depth = int(value_of(values) or 0)
        elif tag == "numId":
            found[style] = (value_of(values), depth)
    for style in list(based)[:_MOST_STYLES]:
        parent = based[style]
        seen = {style}
        while parent and parent not in found and parent not in seen:
            seen.add(parent)
            parent = based.get(parent, "")
        if parent in found:
            found.setdefault(style, found[parent])
    return found


@attrs.define
class ParagraphNumbers:
    """Counts every paragraph of a document, of its tables too, as Word does: one without letters has its number as well."""

    lists: _Lists
    styles: Mapping[str, tuple[str, int]]
    _style: str = ""
    _list: str | None = None
    _depth: int = 0

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        """Take what an element says of the paragraph it stands in."""
        if tag == "p":
            self._style, self._list, self._depth = "", None, 0
        elif tag == "pStyle":
            self._style = value_of(values)
        elif tag == "ilvl":
            self._depth = int(value_of(values) or 0)
        elif tag == "numId":
            self._list = value_of(values)

    def label(self) -> str:
        """What stands before the paragraph that ends; "" where nothing numbers it."""
        list_, depth = (self._list, self._depth) if self._list is not None else self.styles.get(self._style, ("0", 0))
        return self.lists.label(list_, depth) if list_ != "0" else ""


def numbers_of(parts: Parts) -> ParagraphNumbers:
    """What counts the paragraphs of a document."""
    return ParagraphNumbers(_lists_of(parts), _numbers_of_styles(parts))


def value_of(values: Mapping[str, str]) -> str:
    """What an element says in its ``val``."""
    return named(values, "val")


def named(values: Mapping[str, str], name: str) -> str:
    """An attribute by its name without the prefix; "" where there is none."""
    return next((value for key, value in values.items() if key.rpartition("}")[2] == name), "")
