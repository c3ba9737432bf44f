"""Figures that stand apart in a chart, and the words for what sets them apart."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from tui.frames.methods.digits import Digits
from tui.frames.tables.cells import SIGNS
from tui.i18n.words import Words
from tui.model.fields import VINTAGES
from tui.model.fields.choices import SCOPES
from tui.model.text import printable

_SCOPES: Final = {choice.value: choice.label for choice in SCOPES}


@attrs.frozen(kw_only=True)
class ApartFigure:
    """A figure that is said beside the chart, not drawn in it, and what sets it apart."""

    year: int
    value: float
    vintage: str
    scope: str | None
    as_of: dt.date | None
    years: tuple[int, ...]
    unit: str | None
    op: str | None
    source: str | None
    note: str | None

    @property
    def alike(self) -> bool:
        """Of the same measure as the series, for a whole year, and only of another scope: drawn beside it, never joined to it."""
        other = self.as_of is not None or self.years or self.unit is not None or self.op is not None
        return self.scope is not None and self.vintage != "plan" and not other


def apart_figure(row: dict[str, Any]) -> ApartFigure:
    """A row of :func:`tui.frames.methods.figures.figures_apart`."""
    return ApartFigure(years=tuple(row["years"] or ()), **{f.name: row[f.name] for f in attrs.fields(ApartFigure) if f.name != "years"})


def scope_words(scope: str | None, words: Words) -> str:
    """A scope as it is said; nothing where there is none."""
    return words(_SCOPES[scope]) if scope in _SCOPES else printable(scope or "")


def vintage_words(vintage: str | None, words: Words) -> str:
    """What a figure is as its source says it: official, preliminary, an estimate, or a plan."""
    return next((words(choice.label) for choice in VINTAGES if choice.value == vintage), printable(vintage or ""))


def apart_words(figure: ApartFigure, words: Words, digits: Digits) -> str:
    """``2025: > 60 (after the merger, 30/09/2025)``: the figure and what sets it apart."""
    sign = f"{SIGNS.get(figure.op, '')} " if figure.op else ""
    number = words.number(figure.value, digits.figures if figure.unit is None else None)
    why = [scope_words(figure.scope, words), printable(figure.unit or ""), words.date(figure.as_of), "–".join(map(str, figure.years))]
    return f"{figure.year}: {sign}{number} ({', '.join(part for part in why if part) or '…'})"
