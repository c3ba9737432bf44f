"""What stands inside the entries of a record's lists, for a filter to look in: notes of figures, reports, reasons, names of links.

No column shows it, the panel does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import Derived
from tui.frames.tables.fold_columns import Form, folded, lowered
from tui.model.fields import TABLES, FieldSpec, Kind

_TEXTS: Final = (Kind.TEXT, Kind.PROSE)
_NAMES: Final = (Kind.REF,)
_FORMS: Final = {Form.FOLDED: folded, Form.LOWERED: lowered}


def entry_texts(frames: Frames, table: str, form: Form) -> pl.DataFrame:
    """``id`` and, under the key of each field with entries, all text in them, made ready for search; null where there is none.

    Of a record named in an entry (a source, a basis) the id and what it is called. One row a record, in the order of the file.
    """
    return _MADE[table, form](frames)


def listed_fields(table: str) -> tuple[FieldSpec, ...]:
    """The fields of a table that hold entries with text or names in them."""
    spec = TABLES.get(table)
    return tuple(field for field in spec or () if any(inner.kind in (*_TEXTS, *_NAMES) for inner in field.entries))


def _make(table: str, form: Form) -> Derived[[], pl.DataFrame]:
    fields = listed_fields(table)

    def texts(frames: Frames) -> pl.DataFrame:
        found = frames.columns(table, ("id", *(field.key for field in fields)))
        return found.select("id", *(_FORMS[form](_told(found[field.key], field, frames)) for field in fields))

    texts.__name__ = texts.__qualname__ = f"{table}_texts_{form.value}"
    return Derived(texts, table)


def _told(lists: pl.Series, field: FieldSpec, frames: Frames) -> pl.Series:
    """All text in the entries of each row, a line each."""
    if lists.list.len().fill_null(0).sum() == 0:
        return pl.Series(field.key, [None], dtype=pl.String).new_from_index(0, lists.len())
    entries = lists.to_frame("entry").with_row_index("row").explode("entry").unnest("entry")
    lines = [_lines(inner, frames) for inner in field.entries if inner.kind in (*_TEXTS, *_NAMES)]
    said = entries.select("row", text=pl.concat_str(lines, separator="\n", ignore_nulls=True).replace("", None)).drop_nulls("text")
    by_row = said.group_by("row", maintain_order=True).agg(pl.col("text").str.join("\n"))
    rows = pl.DataFrame({"row": pl.int_range(lists.len(), dtype=pl.UInt32, eager=True)})
    return rows.join(by_row, on="row", how="left", maintain_order="left")["text"].alias(field.key)


def _lines(inner: FieldSpec, frames: Frames) -> pl.Expr:
    if inner.kind not in _NAMES or inner.table is None or inner.table == "areas":
        return pl.col(inner.key)
    title = TABLES[inner.table].title
    names = frames.columns(inner.table, ("id", title)).filter(pl.col(title).is_not_null())
    called = pl.col(inner.key).replace_strict(names["id"], names[title], default=None, return_dtype=pl.String)
    return pl.concat_str(pl.col(inner.key), called, separator="\n", ignore_nulls=True).replace("", None)


_MADE: Final[dict[tuple[str, Form], Callable[[Frames], pl.DataFrame]]] = {
    (table, form): _make(table, form) for table in TABLES if listed_fields(table) for form in Form
}
