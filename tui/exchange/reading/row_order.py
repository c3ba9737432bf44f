"""Which row of a table stands under which: by its number (``1.1`` under ``1``), its letter, the sign before it, or how far it is set in."""

from __future__ import annotations

import re
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, shown_text
from tui.model.text import nfc
from tui.vocabulary.lexicon import phrases, plain

_NUMBER: Final = re.compile(r"\(?(?P<said>[0-9]{1,3}(?:\.[0-9]{1,3})*|[IVXL]{1,6}(?:\.[0-9]{1,3})*|[A-HĐ])[.)]*\Z")
_LETTER: Final = re.compile(r"\(?(?P<said>[a-zđ])[.)]*\Z")
_SIGNS: Final = "-–—+•*·"
_SIGN: Final = re.compile(rf"[{re.escape(_SIGNS)}]+\Z")
_BEFORE_NAME: Final = re.compile(
    rf"(?P<mark>[0-9]{{1,3}}(?:\.[0-9]{{1,3}})+[.)]?|[0-9]{{1,2}}[.)]|\(?[a-zđ]\)|[{re.escape(_SIGNS)}])\s+(?=\S)"
)
_INSET: Final = 2
"""Spaces before a name that are meant; one is a slip."""
_LED: Final = re.compile(r"\s*trong đó(?:\s+(?:có|gồm))?\s*[:,]?\s+(?=\S)", re.IGNORECASE)
_DASHES: Final = str.maketrans("–—·", "--•")


@attrs.frozen
class Mark:
    """What stands before a row: ``number``, ``letter``, ``sign``, ``lead_in`` (``Trong đó:``) or "" for nothing; ``inset``: spaces."""

    kind: str
    text: str = ""
    inset: int = 0

    def may_hold(self, next: Mark) -> bool:
        """Whether a row right below stands under this one by what stands before both."""
        if next.kind == "number":
            return self.kind == "number" and next.text.startswith(f"{self.text}.")
        if next.kind == "letter":
            return self.kind == "number"
        return next.kind == "sign" and self.kind in ("number", "letter")

    def holds(self, next: Mark) -> bool:
        """Whether a row further down may still stand under this one."""
        return not next.kind or self.may_hold(next)

    def begins(self, next: Mark) -> bool:
        """Whether a row with nothing but its name is the heading of the next: that stands under it, or is numbered anew from 1."""
        return self.may_hold(next) or (self.kind == "number" and "." in self.text and next.kind == "number" and next.text == "1")


def mark_of(ordinal: str, name: str) -> Mark:
    """What stands before a row: in the column of numbers, else before its name."""
    shown = " ".join(ordinal.split())
    spaces = len(name) - len(name.lstrip(" \t\u00a0"))
    inset = spaces if spaces >= _INSET else 0
    if not shown and is_lead_in(name):
        return Mark("lead_in", inset=inset)
    found = _BEFORE_NAME.match(name.lstrip()) if not shown else None
    told = found["mark"] if found is not None else shown
    for kind, pattern in (("number", _NUMBER), ("letter", _LETTER)):
        if (said := pattern.match(told)) is not None:
            return Mark(kind, said["said"], inset)
    return Mark("sign", told.translate(_DASHES), inset) if _SIGN.match(told) else Mark("", inset=inset)


def bare_name(ordinal: str, name: str) -> str:
    """A name without what stands before it: a dash, and a number or letter where the column of numbers has none."""
    text = " ".join(name.split())
    found = _BEFORE_NAME.match(text)
    if found is not None and (not ordinal.strip() or _SIGN.match(found["mark"])):
        text = text[found.end() :]
    if (led := leads_in(text)) is not None:
        text = text[led].upper() + text[led + 1 :]
    return text


def leads_in(text: str) -> int | None:
    """Where the name of a part begins behind words that say it is one: ``Trong đó: rừng tự nhiên``; None without such words."""
    found = _LED.match(nfc(text))
    return found.end() if found is not None else None


def is_lead_in(text: str) -> bool:
    """Whether a row only says that parts of the one above follow: ``Trong đó:``, ``Bao gồm:``."""
    return plain(text).strip(" :.,-–+*•") in phrases("rows", "lead_in")


@attrs.frozen
class Standing:
    """Where a row stands: under which other row, and its own number in full (``1.1``, ``3.a``, ``1.1-2``); "" where nothing numbers it."""

    under: int | None = None
    number: str = ""
    led_in: bool = False
    """Whether a row ``Trong đó:`` says that it is a part."""


@attrs.define
class _Above:
    mark: Mark
    row: int
    number: str
    signs: int = 0


@attrs.define
class RowOrder:
    """Takes the rows of a table from the top; :meth:`restart` below a heading."""

    _above: list[_Above] = attrs.field(factory=list)
    _led_in: bool = False

    def restart(self) -> None:
        """Nothing above holds what follows."""
        self._above.clear()
        self._led_in = False

    def lead_in(self) -> None:
        """A row has said that parts of the one above follow."""
        self._led_in = bool(self._above)

    def sets_in(self, mark: Mark) -> bool:
        """Whether a row without a number stands further in than one above it."""
        return not mark.kind and any(above.mark.inset < mark.inset for above in self._above)

    def take(self, row: int, mark: Mark) -> Standing:
        """Where the next row stands."""
        if mark.kind in ("number", "letter"):
            self._led_in = False
        led_in = self._led_in and bool(self._above)
        self._leave(mark, led_in=led_in)
        over = self._above[-1] if self._above else None
        number = self._number(mark, over)
        self._above.append(_Above(mark, row, number))
        return Standing(over.row if over is not None else None, number, led_in and over is not None)

    def _leave(self, mark: Mark, *, led_in: bool) -> None:
        """Forget the rows above that cannot hold one with such a mark."""
        kinds = [above.mark.kind for above in self._above]
        keep = 0
        if mark.kind == "number":
            whole = mark.text.rpartition(".")[0]
            keep = next((n for n, above in enumerate(self._above, 1) if whole and above.mark.text == whole), 0)
        elif mark.kind == "letter":
            keep = next((n for n, kind in enumerate(kinds) if kind != "number"), len(kinds))
        elif mark.kind == "sign":
            same = next((n for n, above in enumerate(self._above) if above.mark.kind == "sign" and above.mark.text == mark.text), None)
            keep = same if same is not None else len(self._above)
        elif led_in:
            keep = next((n for n, kind in enumerate(kinds) if n and kind in ("", "sign")), len(kinds))
        else:
            keep = next((n for n, above in enumerate(self._above) if above.mark.inset >= mark.inset), len(self._above))
        del self._above[keep:]

    @staticmethod
    def _number(mark: Mark, over: _Above | None) -> str:
        if mark.kind == "number":
            return mark.text
        if mark.kind == "letter":
            return f"{over.number}.{mark.text}" if over is not None and over.number else mark.text
        if over is None or not over.number or not (mark.kind == "sign" or (not mark.kind and mark.inset)):
            return ""
        over.signs += 1
        return f"{over.number}-{over.signs}"


def ordinal_text(cell: Cell) -> str:
    """The number of a row as it is printed: ``1``, ``1.1``."""
    return format(cell.value, "g") if cell.kind is CellKind.NUMBER and isinstance(cell.value, float) else shown_text(cell)
