"""The text of a table's cell: what a column and the values of its row show, on the screen, in an export and on the clipboard."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from tui.frames.tables.columns import Column, Shows, Tone
from tui.i18n.words import Words
from tui.model.text import no_formula, printable, without_controls

MISSING: Final = "–"
"""What is shown for a value nobody knows: never 0, never empty."""
_TONES = {tone.value: tone for tone in Tone}


def full_text(column: Column, row: Mapping[str, Any], words: Words) -> str:
    """The whole text of a cell with its line breaks, for reading and copying; other control characters are made visible."""
    return "\n".join(printable(line) for line in (_shown(column, row, words) or MISSING).splitlines())


def export_text(column: Column, row: Mapping[str, Any], words: Words) -> str:
    """The text of a cell for a field of TSV: empty when unknown, no tab, line break or control character.

    Words that would start a formula in a spreadsheet get an apostrophe before them; numbers keep their sign.
    """
    text = " ".join(without_controls(_shown(column, row, words) or "", lines=True).split())
    return no_formula(text) if is_words(column, row) else text


def copy_text(column: Column, row: Mapping[str, Any], words: Words) -> str:
    """The whole text of a cell for the clipboard, with its line breaks: empty when unknown; no line of words starts a formula."""
    lines = without_controls(_shown(column, row, words) or "", lines=True).replace("\t", " ").splitlines()
    return "\n".join(no_formula(line) for line in lines) if is_words(column, row) else "\n".join(lines)


def is_words(column: Column, row: Mapping[str, Any]) -> bool:
    """Whether a cell shows words: a number keeps its sign, whoever reads it."""
    return column.text is not None or column.prefix is not None or not isinstance(row[column.key], int | float)


def tone_of(name: str | None, row: Mapping[str, Any]) -> Tone | None:
    """The tone a frame column of that name has for a row."""
    tone = row.get(name) if name else None
    return _TONES.get(tone) if tone else None


def shown_text(column: Column, row: Mapping[str, Any], words: Words, *, apart: bool = False) -> tuple[str | None, str]:
    """The text of the cell, None when its value is unknown, and its suffix where that is wanted ``apart``.

    A space stands after the prefix (``≥ 8``); the suffix follows at once (``8,59*``) and brings its own space if it wants one.
    """
    text = row[column.text] if column.text else _value_text(row[column.key], column, words, column.decimals_in(row))
    if text is None:
        return (row.get(column.instead) if column.instead else None), ""
    prefix = row.get(column.prefix) if column.prefix else None
    suffix = (row.get(column.suffix) if column.suffix else None) or ""
    whole = f"{prefix.rstrip() + ' ' if prefix else ''}{text}"
    return (whole, suffix) if apart else (f"{whole}{suffix}", "")


def _shown(column: Column, row: Mapping[str, Any], words: Words) -> str | None:
    return shown_text(column, row, words)[0]


def _value_text(value: Any, column: Column, words: Words, decimals: int | None) -> str | None:
    """A native value by what the column shows; None when there is none (null, NaN, an empty list)."""
    if value is None:
        return None
    if column.shows is Shows.YEAR:
        return str(value)
    if isinstance(value, bool):
        return words.show(value)
    if isinstance(value, int | float):
        return words.number(value, decimals) if math.isfinite(value) else None
    if isinstance(value, dt.date):
        return words.date(value)
    if isinstance(value, Mapping):  # a period, or an entry of a list of tables
        return _joined(value.values(), column, words, decimals, " – ")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _joined(value, column, words, decimals, ", ")
    return str(value)


def _joined(values: Iterable[Any], column: Column, words: Words, decimals: int | None, between: str) -> str | None:
    texts = [_value_text(value, column, words, decimals) for value in values]
    return between.join(text or MISSING for text in texts) if any(texts) else None
