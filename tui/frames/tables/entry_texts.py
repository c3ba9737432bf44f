"""What a panel shows of a record beside its columns, for a filter to look in: the entries of its lists, and fields without a column.

Whatever is shown in words is found by these words: names of records, words for codes and choices in both languages, days, numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import Derived, derived
from tui.frames.tables.cells import DAY_IN_ENGLISH, DAY_IN_VIETNAMESE
from tui.frames.tables.fold_columns import Form, folded, lowered
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.text import N_

_FORMS: Final = {Form.FOLDED: folded, Form.LOWERED: lowered}
_YES_NO: Final = {"true": N_("yes"), "false": N_("no")}
_SAID: Final = (Kind.TEXT, Kind.PROSE, Kind.REF, Kind.CHOICE, Kind.YES_NO, Kind.DATE, Kind.NUMBER, Kind.INTEGER)
"""The kinds of fields that show words, a day or a number: one value each."""
_LISTS: Final = (Kind.REFS, Kind.TEXTS, Kind.CHOICES)

WITHOUT_COLUMN: Final[Mapping[str, tuple[str, ...]]] = {
    "indicators": (
        *("code", "kind", "op", "better", "period", "parent", "excludes", "reference", "path", "agency"),
        *("not_applicable_from", "not_applicable_basis", "locator", "note"),
    ),
    "tasks": (
        *("text", "parent", "indicators", "directions", "every", "due_text", "after"),
        *("deliverable", "product_kind", "figures", "done_on", "locator", "note"),
    ),
    "enterprises": ("target_open", "stage_on", "done_on", "locator", "note"),
    "directions": ("text", "note"),
}
"""By table of a tab the fields with words or days that its panel alone shows."""


def entry_texts(frames: Frames, table: str, form: Form) -> pl.DataFrame:
    """``id`` and, under the key of each field with entries, all that is shown of them, made ready for search; null where there is none.

    Of a record named in an entry (a source, a basis) the id and what it is called. One row a record, in the order of the file.
    """
    return _MADE[table, form](frames)


def panel_texts(frames: Frames, table: str, form: Form) -> pl.DataFrame | None:
    """``id`` and ``text``: what the panel shows of fields without a column, a line each, in the same rows; None where all have one."""
    made = _OF_PANEL.get((table, form))
    return made(frames) if made is not None else None


def others_named(frames: Frames, table: str, form: Form) -> pl.DataFrame | None:
    """``id`` and ``text``: what the other records of the table are called that a record names, a row each; None where none names one.

    Apart from :func:`panel_texts`, since an edit of a record makes other rows of this say something else.
    """
    made = _OF_OTHERS.get((table, form))
    return made(frames) if made is not None else None


def listed_fields(table: str) -> tuple[FieldSpec, ...]:
    """The fields of a table that hold entries with something to be found in them."""
    spec = TABLES.get(table)
    return tuple(field for field in spec or () if any(inner.kind in _SAID for inner in field.entries))


def _make(table: str, form: Form) -> Derived[[], pl.DataFrame]:
    fields = listed_fields(table)

    def texts(frames: Frames) -> pl.DataFrame:
        found = frames.columns(table, ("id", *(field.key for field in fields)))
        return found.select("id", *(_FORMS[form](_told(found[field.key], field, frames)) for field in fields))

    texts.__name__ = texts.__qualname__ = f"{table}_texts_{form.value}"
    return Derived(texts, table)


def _make_of_panel(table: str, form: Form) -> Derived[[], pl.DataFrame]:
    fields = [TABLES[table][key] for key in WITHOUT_COLUMN[table]]

    def texts(frames: Frames) -> pl.DataFrame:
        found = frames.columns(table, ("id", *(field.key for field in fields)))
        lines = [
            _of_list(found[field.key], field, frames, table) if field.kind in _LISTS else _lines(field, frames, table) for field in fields
        ]
        text = pl.concat_str(lines, separator="\n", ignore_nulls=True).replace("", None)
        return found.select("id", text=_FORMS[form](found.select(text).to_series()))

    texts.__name__ = texts.__qualname__ = f"{table}_panel_texts_{form.value}"
    return Derived(texts, table)


def _make_of_others(table: str, form: Form) -> Derived[[], pl.DataFrame]:
    fields, title = _naming_others(table), TABLES[table].title

    def texts(frames: Frames) -> pl.DataFrame:
        found = frames.columns(table, ("id", *(field.key for field in fields)))
        named = [found.select("id", other=field.key).drop_nulls() for field in fields]
        listed = [one.explode("other").drop_nulls() if field.kind in _LISTS else one for one, field in zip(named, fields, strict=True)]
        pairs = pl.concat(listed)
        called = frames.columns(table, ("id", title)).select(other="id", text=title)
        names = called.filter(pl.col("other").is_in(pairs["other"].unique().implode()))
        names = names.with_columns(_FORMS[form](names["text"]))
        return pairs.join(names, on="other", maintain_order="left").select("id", "text")

    texts.__name__ = texts.__qualname__ = f"{table}_others_named_{form.value}"
    return Derived(texts)


def _naming_others(table: str) -> list[FieldSpec]:
    """The fields without a column that name records of the table itself."""
    return [field for key in WITHOUT_COLUMN[table] if (field := TABLES[table][key]).table == table]


def _told(lists: pl.Series, field: FieldSpec, frames: Frames) -> pl.Series:
    """All that is shown of the entries of each row, a line each."""
    if lists.list.len().fill_null(0).sum() == 0:
        return pl.Series(field.key, [None], dtype=pl.String).new_from_index(0, lists.len())
    entries = lists.to_frame("entry").with_row_index("row").explode("entry").unnest("entry")
    return _by_row(entries, [_lines(inner, frames) for inner in field.entries if inner.kind in _SAID], lists.len()).alias(field.key)


def _of_list(values: pl.Series, field: FieldSpec, frames: Frames, of: str) -> pl.Series:
    """All that is shown of a list of names, texts or choices of each row, a line each."""
    rows = values.alias(field.key).to_frame().with_row_index("row").explode(field.key)
    return _by_row(rows, [_lines(field, frames, of)], values.len()).alias(field.key)


def _by_row(values: pl.DataFrame, lines: Sequence[pl.Expr], height: int) -> pl.Series:
    said = values.select("row", text=pl.concat_str(lines, separator="\n", ignore_nulls=True).replace("", None)).drop_nulls("text")
    by_row = said.group_by("row", maintain_order=True).agg(pl.col("text").str.join("\n"))
    rows = pl.DataFrame({"row": pl.int_range(height, dtype=pl.UInt32, eager=True)})
    return rows.join(by_row, on="row", how="left", maintain_order="left")["text"]


def _lines(field: FieldSpec, frames: Frames, of: str = "") -> pl.Expr:
    """The value of a field as it is shown, and as it is stored where that is something else; of a record of the table ``of`` its id."""
    value = pl.col(field.key)
    if field.kind in (Kind.REF, Kind.REFS) and field.table is not None and field.table not in ("areas", of):
        return _with_words(value, _names(frames, field.table))
    if field.kind in (Kind.CHOICE, Kind.CHOICES) or field.coded:
        return _with_words(value, _labels(field))
    if field.kind is Kind.YES_NO:
        return _with_words(value.cast(pl.String), _worded(_YES_NO))
    if field.kind is Kind.DATE:
        return _in_both(value)
    if field.kind is Kind.NUMBER:
        plain = value.cast(pl.Float64).round(6).cast(pl.String).str.strip_suffix(".0")
        return pl.concat_str(plain, plain.str.replace(".", ",", literal=True), separator="\n", ignore_nulls=True).replace("", None)
    if field.reasons:
        return value.map_elements(_reasons_said, return_dtype=pl.String)
    return value.cast(pl.String)


def _in_both(day: pl.Expr) -> pl.Expr:
    """A day as either language writes it, a line each."""
    return pl.concat_str(*(day.dt.strftime(form) for form in (DAY_IN_VIETNAMESE, DAY_IN_ENGLISH)), separator="\n")


def _with_words(stored: pl.Expr, words: Mapping[str, str]) -> pl.Expr:
    if not words:
        return stored
    called = stored.replace_strict(list(words), list(words.values()), default=None, return_dtype=pl.String)
    return pl.concat_str(stored, called, separator="\n", ignore_nulls=True).replace("", None)


@derived
def _names(frames: Frames, table: str) -> Mapping[str, str]:
    """What the records of a table are called, by their ids."""
    title = TABLES[table].title
    names = frames.columns(table, ("id", title)).filter(pl.col(title).is_not_null())
    called = _in_both(pl.col(title)) if names.schema[title] == pl.Date else pl.col(title).cast(pl.String)
    return dict(names.select("id", called).iter_rows())


def _labels(field: FieldSpec) -> Mapping[str, str]:
    return _worded({choice.value: choice.label for choice in (*field.choices, *field.coded)})


def _worded(labels: Mapping[str, str]) -> Mapping[str, str]:
    """The words for codes in both languages, a line each."""
    vietnamese = _vietnamese()
    return {code: f"{label}\n{vietnamese(label)}" for code, label in labels.items()}


def _reasons_said(text: str) -> str:
    """Reasons kept in codes, in both languages, a line each."""
    from tui.i18n.reasons import said_reasons
    from tui.i18n.words import Words

    return "\n".join(dict.fromkeys(said_reasons(text, words) for words in (Words("vi"), Words("en"))))


@cache
def _vietnamese() -> Callable[[str], str]:
    from tui.i18n.words import Words

    return Words("vi")


_MADE: Final[dict[tuple[str, Form], Callable[[Frames], pl.DataFrame]]] = {
    (table, form): _make(table, form) for table in TABLES if listed_fields(table) for form in Form
}
_OF_PANEL: Final[dict[tuple[str, Form], Callable[[Frames], pl.DataFrame]]] = {
    (table, form): _make_of_panel(table, form) for table in WITHOUT_COLUMN for form in Form
}
_OF_OTHERS: Final[dict[tuple[str, Form], Callable[[Frames], pl.DataFrame]]] = {
    (table, form): _make_of_others(table, form) for table in WITHOUT_COLUMN if _naming_others(table) for form in Form
}
