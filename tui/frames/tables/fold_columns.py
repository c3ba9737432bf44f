"""Vietnamese text by the column: the folding and the order of ``tui.model.text``, without a Python loop over rows.

Every function agrees with its model function on every text. Texts made only of the letters and signs a plan is
written with go through Polars, a character at a time; the rare others (decomposed marks, other scripts) go through the
model function itself, once for each distinct text.
"""

from __future__ import annotations

import enum
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache
from itertools import chain
from typing import Final

import polars as pl

from tui.model.text import (
    AND_SIGN,
    BARE_AND,
    MARKED_AND,
    NUMBER_ORDER,
    SPELLINGS,
    bare_sound,
    nfc,
    order_key,
    order_levels,
    placed_marks,
    sound,
)

_CASE: Final = 2
"""The level of an order key that tells capitals, where marks stand as they are written."""


class Form(enum.Enum):
    """How text was made ready for search."""

    FOLDED = "folded"  # without marks
    LOWERED = "lowered"  # lower case, marks kept


_RANGES: Final = (
    (0x09, 0x0A),
    (0x20, 0x7E),  # ASCII
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A: â ê ô ă đ …
    (0x1A0, 0x1A1),  # ơ
    (0x1AF, 0x1B0),  # ư
    (0x1E00, 0x1EFF),  # ạ … ỹ
    (0x2010, 0x2027),  # dashes, quotes, …
    (0x20AB, 0x20AB),  # ₫
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # ≥ ≤ ≠
    (0x2500, 0x27BF),  # blocks and glyphs of verdicts
)
"""Where the letters and signs of a plan lie; each stands for itself, whatever is beside it."""


AT_ONCE: Final = 1 << 16
"""Texts that are made ready together: each step on the way from a text to what it is looked for in has room of its own."""

_FEW: Final = 16
"""Texts of which each is sooner made ready by itself: to say the steps takes as long as thousands of texts do."""


def folded(texts: pl.Series) -> pl.Series:
    """:func:`tui.model.text.bare_sound` of each text; null stays null."""
    return _by_character(texts, _fold_table(), BARE_AND, bare_sound)


def lowered(texts: pl.Series) -> pl.Series:
    """:func:`tui.model.text.sound` of each text, marks kept: what a query with marks is looked for in."""
    return _by_character(texts, _lower_table(), MARKED_AND, sound)


def order_keys(texts: pl.Series) -> pl.Series:
    """:func:`tui.model.text.order_key` of each text; their plain order is the Vietnamese one."""

    def key(plain: pl.Series) -> pl.Series:
        placed = pl.col("text").str.replace_many(list(placed_marks()), list(placed_marks().values()), leftmost=True)
        levels = [
            (pl.col("text") if level == _CASE else placed).str.replace_many(list(table), list(table.values())).alias(str(level))
            for level, table in enumerate(_order_tables())
        ]
        number, nought, digits = NUMBER_ORDER
        filled = pl.col("0").str.replace_all(f"({number})", nought * (digits - 1) + "${1}")
        levels_filled = filled.str.replace_all(f"{number[:-1]}*({number[:-1]}{{{digits}}})", "${1}")
        return plain.to_frame("text").select(levels).select(pl.concat_str(levels_filled, "1", "2", separator="\x01")).to_series()

    return _each_distinct(texts, key, order_key)


def _by_character(texts: pl.Series, table: Mapping[str, str], joined: str, one: Callable[[str], str]) -> pl.Series:
    def many(plain: pl.Series) -> pl.Series:
        alike = plain.str.replace_many(list(table), list(table.values())).str.replace_all(" *- *", "-")
        return alike.str.replace_all(AND_SIGN, joined).str.replace_many(list(SPELLINGS), list(SPELLINGS.values()), leftmost=True)

    return _each_distinct(texts, many, one)


def _each_distinct(texts: pl.Series, many: Callable[[pl.Series], pl.Series], one: Callable[[str], str]) -> pl.Series:
    """``many`` on the distinct texts in the usual letters, ``one`` on the others and on few, put back in their rows."""
    name = texts.name
    if texts.null_count() == texts.len():
        return texts.cast(pl.String)
    if texts.len() <= _FEW:
        return pl.Series(name, [None if text is None else one(text) for text in texts], dtype=pl.String)
    if texts.len() > AT_ONCE:
        return pl.concat([_each_distinct(texts.slice(n, AT_ONCE), many, one) for n in range(0, texts.len(), AT_ONCE)], rechunk=False)
    if texts.n_unique() > texts.len() // 2 and not texts.str.contains(_rare_pattern()).any():
        return many(texts).alias(name)
    distinct = texts.unique(maintain_order=True)
    usual = distinct.filter(~distinct.str.contains(_rare_pattern()).fill_null(value=True))
    others = distinct.filter(distinct.str.contains(_rare_pattern())).to_list()
    done = pl.DataFrame(
        {
            "text": pl.concat([usual, pl.Series(others, dtype=pl.String)]),
            "made": pl.concat([many(usual), pl.Series([one(t) for t in others], dtype=pl.String)]),
        }
    )
    return texts.to_frame("text").join(done, on="text", how="left", maintain_order="left")["made"].alias(name)


@cache
def _usual() -> tuple[str, ...]:
    """The characters that may be taken one by one: composed, and marks on nothing."""
    every = map(chr, chain.from_iterable(range(first, last + 1) for first, last in _RANGES))
    return tuple(c for c in every if nfc(c) == c and not unicodedata.combining(c))


@cache
def _rare_pattern() -> str:
    """A pattern that finds any character outside :func:`_usual`."""
    runs: list[list[int]] = []
    for code in map(ord, _usual()):
        if runs and runs[-1][1] == code - 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return "[^" + "".join(f"\\x{{{first:x}}}-\\x{{{last:x}}}" for first, last in runs) + "]"


@cache
def _fold_table() -> Mapping[str, str]:
    return {c: bare_sound(c) for c in _usual() if c != "&" and bare_sound(c) != c}


@cache
def _lower_table() -> Mapping[str, str]:
    return {c: sound(c) for c in _usual() if c != "&" and sound(c) != c}


@cache
def _order_tables() -> tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]:
    """What each character adds to the three levels of an order key: letters, tones, case."""
    keys = {c: order_levels(c) for c in _usual()}
    return tuple({c: parts[level] for c, parts in keys.items() if parts[level] != c} for level in range(3))  # type: ignore[return-value]
