"""The text of a view's rows that a filter looks in: what the cells show and stand for, folded, made once for a frame."""

from __future__ import annotations

import threading
import weakref
from typing import Final

import polars as pl

from tui.frames.difference import difference
from tui.frames.splice import Splice
from tui.frames.tables.cells import DAY_IN_ENGLISH, DAY_IN_VIETNAMESE, fixed
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.fold_columns import AT_ONCE, Form, folded, lowered

_FEW: Final = 16
"""Rows up to which an edit has only their text made anew."""


_MOST_DECIMALS: Final = 6
_ROUNDED: Final = "the number as it is shown"
_PLAIN: Final = "the number as plain text"

_GLYPH: Final = r"^[^\pL\pN\s] "
"""The glyph before a word of state: asked for a state, nobody types it."""

_FORMS: Final = {Form.FOLDED: folded, Form.LOWERED: lowered}


class SearchIndex:
    """The searchable text of a view's rows, made once for a frame as far as it is asked for and dropped with it."""

    _kept: dict[tuple[int, tuple[Column, ...]], SearchIndex] = {}

    @classmethod
    def of(cls, view: View) -> SearchIndex:
        """The index of this very frame."""
        key = (id(view.frame), view.every_column)
        kept = cls._kept.get(key)
        if kept is None or kept._frame() is not view.frame:
            kept = cls._kept[key] = cls(view)
            weakref.finalize(view.frame, cls._kept.pop, key, None)
        return kept

    def __init__(self, view: View) -> None:
        self._frame, self._table = weakref.ref(view.frame), view.table
        self._columns = {c.key: c for c in view.every_column}
        self._shown: dict[tuple[str, Form], pl.Series] = {}
        self._cells: dict[tuple[str, Form], pl.Series] = {}
        self._rows: dict[Form, pl.Series] = {}
        self._making = threading.RLock()  # a filter of many rows works beside the screen

    @classmethod
    def carry_over(cls, old: View, new: View) -> None:
        """After an edit of few rows the new view's text is the old one's with those rows made anew."""
        kept = cls._kept.get((id(old.frame), old.every_column))
        if kept is None or kept._frame() is not old.frame or old.every_column != new.every_column or new.frame is old.frame:
            return
        rows = _rows_changed(old.frame, new.frame)
        if rows is not None and rows.len() <= _FEW:
            part = View(new.table, new.frame[rows], new.columns, told_beside=new.told_beside)  # held until it has been read
            cls.of(new)._take_over(kept, cls(part), Splice.of(old.frame["id"], new.frame["id"], new.frame["id"].gather(rows).to_list()))

    def _take_over(self, old: SearchIndex, of_rows: SearchIndex, splice: Splice) -> None:
        with self._making, old._making:
            for form, text in old._rows.items():
                self._rows[form] = splice.column(text, of_rows.rows(form))
            for (key, form), text in old._cells.items():
                self._cells[key, form] = splice.column(text, of_rows.cells(key, form))

    def build(self) -> None:
        """Make what an unmarked word is looked for in, in a thread, if it is not there yet."""
        if Form.FOLDED not in self._rows:
            threading.Thread(target=self._rows_made, args=(self._live(),), name="index", daemon=True).start()

    def _rows_made(self, frame: pl.DataFrame) -> None:
        """``frame`` is held as long as it is read."""
        self.rows(Form.FOLDED)

    def rows(self, form: Form) -> pl.Series:
        """All shown text of each row, what it stands for (:func:`also_column`) and its id, a line each: no word is found across cells."""
        with self._making:
            return self._rows_in(form)

    def _rows_in(self, form: Form) -> pl.Series:
        frame = self._live()
        if form not in self._rows and frame.height > AT_ONCE:  # what a row is made of is not kept for all of them at once
            columns = tuple(self._columns.values())
            parts = (View(self._table, frame.slice(n, AT_ONCE), columns) for n in range(0, frame.height, AT_ONCE))
            self._rows[form] = pl.concat([SearchIndex(part)._rows_in(form) for part in parts], rechunk=False)
        elif form not in self._rows:
            lines = [self._shown_in(key, form).alias(str(i)) for i, key in enumerate(dict.fromkeys([*self._columns, "id"]))]
            lines += [self._also_in(key, form).alias(f"also {key}") for key in self._columns]
            text = pl.concat_str(pl.all(), separator="\n", ignore_nulls=True)
            self._rows[form] = pl.DataFrame(lines).select(text).to_series()
        return self._rows[form]

    def cells(self, key: str, form: Form) -> pl.Series:
        """What one column shows, with and without its glyph, what that stands for and the codes or ids behind it, a line each.

        Null where missing.
        """
        with self._making:
            return self._cells_in(key, form)

    def _cells_in(self, key: str, form: Form) -> pl.Series:
        if (key, form) not in self._cells:
            native = self._live()[key]
            codes = native
            if native.dtype == pl.List(pl.String):
                codes = native.list.join("\n")
            codes = codes if codes.dtype == pl.String else pl.Series([None], dtype=pl.String).new_from_index(0, native.len())
            shown = self._shown_in(key, form).alias("shown")
            bare = shown.str.replace(_GLYPH, "").alias("bare")
            lines = pl.DataFrame([shown, bare, _FORMS[form](codes).alias("codes"), self._also_in(key, form).alias("also")])
            text = lines.select(pl.format("\n{}\n", pl.concat_str(pl.all(), separator="\n", ignore_nulls=True))).to_series()
            self._cells[key, form] = text.zip_with(~self._without(key), pl.Series([None], dtype=pl.String))
        return self._cells[key, form]

    def rounded(self, key: str) -> pl.Series | None:
        """The numbers of a column as they are shown; None where they are shown with all the decimals they have."""
        column = self._columns.get(key)
        if column is None or (column.decimals is None and column.digits is None) or not self._live()[key].dtype.is_float():
            return None
        return self._live().select(_rounded(column)).to_series()

    def _without(self, key: str) -> pl.Series:
        """Whether each cell of a column shows nothing."""
        column, gone = self._columns.get(key), missing(self._live()[key])
        return gone & self._live()[column.instead].is_null() if column is not None and column.instead else gone

    def _live(self) -> pl.DataFrame:
        frame = self._frame()
        assert frame is not None, "a index lives no longer than its frame"
        return frame

    def _shown_in(self, key: str, form: Form) -> pl.Series:
        if (key, form) not in self._shown:
            column = self._columns.get(key) or Column(key=key, title=key, width=0)
            self._shown[key, form] = _FORMS[form](shown(self._live(), column))
        return self._shown[key, form]

    def _also_in(self, key: str, form: Form) -> pl.Series:
        frame = self._live()
        name = also_column(key)
        return _FORMS[form](frame[name]) if name in frame.columns else pl.Series([None], dtype=pl.String).new_from_index(0, frame.height)


def also_column(key: str) -> str:
    """The frame's column of further words a column is found by: the full names behind short ones."""
    return f"{key}_also"


def shown(frame: pl.DataFrame, column: Column) -> pl.Series:
    """What the cells of a column show, as String, null where missing; numbers in both languages' forms, a line each."""
    before = pl.format("{} ", pl.col(column.prefix).str.strip_chars_end()).fill_null("") if column.prefix else pl.lit("")
    after = pl.col(column.suffix).fill_null("") if column.suffix else pl.lit("")
    if not column.text and frame.schema[column.key].is_float():
        frame = _with_numbers(frame, column)
    forms = [pl.col(column.text)] if column.text else _forms(frame, column)
    cell = pl.concat_str([pl.concat_str(before, form, after) for form in forms], separator="\n", ignore_nulls=True).replace("", None)
    return frame.select(pl.coalesce(cell, column.instead) if column.instead else cell).to_series()


def _forms(frame: pl.DataFrame, column: Column) -> list[pl.Expr]:
    value, dtype = pl.col(column.key), frame.schema[column.key]
    if dtype.is_float():
        plain = pl.col(_PLAIN)
        return [plain, plain.str.replace(".", ",", literal=True), *_grouped(pl.col(_ROUNDED), plain)]
    if dtype.is_integer():
        plain = value.cast(pl.String)
        return [plain] if column.shows is Shows.YEAR else [plain, *_grouped(value, plain)]
    if dtype == pl.Date:
        return [value.dt.strftime(form) for form in (DAY_IN_VIETNAMESE, DAY_IN_ENGLISH, "%Y-%m-%d")]
    if dtype == pl.List(pl.String):
        return [value.list.join(", ")]
    return [value.cast(pl.String)] if not dtype.is_nested() else [pl.lit(None, dtype=pl.String)]


def _with_numbers(frame: pl.DataFrame, column: Column) -> pl.DataFrame:
    """The frame with the numbers of a column rounded and as plain text.

    Columns, since one expression of all that is made of them would hold each of them a hundred times.
    """
    rounded = pl.col(_ROUNDED)
    plain = rounded.cast(pl.String).str.strip_suffix(".0")
    for places, here in _fixed(column):  # fixed decimals are shown with their zeros
        plain = pl.when(here).then(fixed(rounded, places)).otherwise(plain)
    return frame.with_columns(_rounded(column).alias(_ROUNDED)).with_columns(plain.alias(_PLAIN))


def _fixed(column: Column) -> list[tuple[int, pl.Expr]]:
    """The decimals above 0 a column's numbers are shown with, each with the rows that have so many."""
    if column.digits is None:
        return [(column.decimals, pl.lit(True))] if column.decimals else []
    return [(places, pl.col(column.digits) == places) for places in range(1, _MOST_DECIMALS + 1)]


def _rounded(column: Column) -> pl.Expr:
    """The numbers of a column with as many decimals as are shown."""
    value = pl.col(column.key).fill_nan(None)
    if column.digits is None:
        return value.round(_MOST_DECIMALS if column.decimals is None else column.decimals)
    said = (pl.when(pl.col(column.digits) == places).then(value.round(9).round(places)) for places in range(_MOST_DECIMALS))
    return pl.coalesce(*said, value.round(_MOST_DECIMALS))


def _grouped(value: pl.Expr, plain: pl.Expr) -> list[pl.Expr]:
    """``21.914,5`` and ``21,914.5`` of numbers that are long enough to be grouped, else null."""
    whole = plain.str.extract(r"^-?(\d+)", 1).str.reverse().str.replace_all(r"(\d{3})", "${1}_").str.strip_suffix("_").str.reverse()
    sign = pl.when(value < 0).then(pl.lit("-")).otherwise(pl.lit(""))
    digits = plain.str.extract(r"\.(\d+)$", 1)
    out: list[pl.Expr] = []
    for group, mark in ((".", ","), (",", ".")):
        text = pl.concat_str(sign, whole.str.replace_all("_", group, literal=True), pl.concat_str(pl.lit(mark), digits).fill_null(""))
        out.append(pl.when(value.abs() >= 1000).then(text))
    return out


def _rows_changed(old: pl.DataFrame, new: pl.DataFrame) -> pl.Series | None:
    """The places of the rows that are not what they were; None where other records are shown, or in another order."""
    if (changed := difference(old, new)) is not None:
        return changed.rows if changed.same_records else None
    if old.schema != new.schema or not old["id"].equals(new["id"]):
        return None
    columns = [name for name in new.columns if not old[name].equals(new[name], null_equal=True)]
    different = pl.repeat(False, new.height, dtype=pl.Boolean, eager=True)
    for name in columns:
        different |= old[name].ne_missing(new[name])
    return different.arg_true()


def missing(native: pl.Series) -> pl.Series:
    """Whether each value is not there: null, NaN, an empty list or an empty text."""
    gone = native.is_null()
    if native.dtype == pl.List:
        gone |= native.list.len().fill_null(0) == 0
    elif native.dtype == pl.String:
        gone |= native.fill_null("") == ""
    elif native.dtype.is_float():
        gone |= native.is_nan().fill_null(value=True)
    return gone
