"""Typed columns from records: what is not there costs nothing, and no type is guessed from what happens to come first."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Final, TypeAlias, cast

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from tui.model.fields import FieldSpec, Kind

PolarsType: TypeAlias = DataType | DataTypeClass

PERIOD: Final = (FieldSpec(key="start", kind=Kind.DATE, label=""), FieldSpec(key="end", kind=Kind.DATE, label=""))
"""What a period holds, either end or both."""

_PLAIN: Final[Mapping[Kind, PolarsType]] = {
    Kind.TEXT: pl.String,
    Kind.PROSE: pl.String,
    Kind.CHOICE: pl.String,
    Kind.REF: pl.String,
    Kind.MONTH_DAY: pl.String,
    Kind.INTEGER: pl.Int64,
    Kind.NUMBER: pl.Float64,
    Kind.YES_NO: pl.Boolean,
    Kind.DATE: pl.Date,
}
_LISTS: Final[Mapping[Kind, PolarsType]] = {
    Kind.REFS: pl.String,
    Kind.TEXTS: pl.String,
    Kind.CHOICES: pl.String,
    Kind.NUMBERS: pl.Int64,
    Kind.DATES: pl.Date,
}


def polars_type(spec: FieldSpec) -> PolarsType:
    """The Polars type of a field; entries become a list of structs with every field of the entry."""
    if spec.kind is Kind.ENTRIES:
        return pl.List(pl.Struct({inner.key: polars_type(inner) for inner in spec.entries}))
    if spec.kind is Kind.PERIOD:
        return pl.Struct({inner.key: polars_type(inner) for inner in PERIOD})
    inner = _LISTS.get(spec.kind)
    return _PLAIN[spec.kind] if inner is None else pl.List(inner)


_MANY: Final = 1000
"""Records from which it pays to put each column together from its parts; for fewer, a value at a time costs less."""


def columns_of(fields: Collection[FieldSpec], records: Collection[Mapping[str, Any]]) -> list[pl.Series]:
    """A column a field in the order of ``fields``, a row a record: null where a key is absent; other keys are left out."""
    if len(records) < _MANY:
        return [plain_column(field, [record.get(field.key) for record in records]) for field in fields]
    return parted_columns(fields, records)


def plain_column(field: FieldSpec, values: list[Any]) -> pl.Series:
    """The column of a field, given a value or None a record."""
    if field.kind is Kind.ENTRIES:
        # every struct gets every key, so that no type is ever inferred from the entries that happen to come first
        keys = [inner.key for inner in field.entries]
        values = [None if rows is None else [{key: row.get(key) for key in keys} for row in rows] for rows in values]
    elif field.kind is Kind.PERIOD:
        values = [None if value is None else {"start": value.get("start"), "end": value.get("end")} for value in values]
    elif field.kind is Kind.NUMBER:
        values = [None if value is None else float(value) for value in values]
    return _series(field.key, values, polars_type(field))


def parted_columns(fields: Collection[FieldSpec], records: Collection[Mapping[str, Any]]) -> list[pl.Series]:
    """The same as :func:`columns_of` for many records: what is not there costs nothing, and lists are flat until the end."""
    values: dict[str, list[Any]] = {field.key: [] for field in fields}
    places: dict[str, list[int]] = {field.key: [] for field in fields}
    for place, record in enumerate(records):
        for key, value in record.items():
            if value is not None and key in values:
                values[key].append(value)
                places[key].append(place)
    return [_spread(column_of(field, values[field.key]), places[field.key], len(records)) for field in fields]


def column_of(field: FieldSpec, values: Sequence[Any]) -> pl.Series:
    """The column of a field whose value every record has."""
    if field.kind is Kind.ENTRIES:
        return _listed(field, values, pl.DataFrame(parted_columns(field.entries, list(chain.from_iterable(values)))).to_struct())
    if field.kind is Kind.PERIOD:
        return pl.DataFrame(parted_columns(PERIOD, values)).to_struct(field.key)
    inner = _LISTS.get(field.kind)
    if inner is not None:
        return _listed(field, values, _series(field.key, chain.from_iterable(values), inner))
    if field.kind is Kind.NUMBER:
        values = list(map(float, values))  # a whole number in the file is a number all the same
    return _series(field.key, values, _PLAIN[field.kind])


def _series(name: str, values: Iterable[Any], dtype: PolarsType) -> pl.Series:
    return pl.Series(name, list(values), dtype=cast("pl.DataType", dtype))


def _listed(field: FieldSpec, values: Sequence[Sequence[Any]], flat: pl.Series) -> pl.Series:
    """The flat values of all lists as a list each; much faster than giving Polars a list of lists."""
    dtype = polars_type(field)
    lengths = pl.Series("place", list(map(len, values)), dtype=pl.UInt32)
    filled = (lengths > 0).arg_true()
    if filled.is_empty():
        return pl.Series(field.key, values, dtype=cast("pl.DataType", dtype))
    places = filled.repeat_by(lengths.gather(filled)).explode()
    lists = pl.DataFrame({"place": places, field.key: flat}).group_by("place", maintain_order=True).agg(field.key)[field.key]
    if filled.len() == lengths.len():
        return lists
    every = pl.concat([lists, pl.Series(field.key, [[]], dtype=cast("pl.DataType", dtype))])  # the empty list stands last
    order = (
        pl.Series([lists.len()], dtype=pl.UInt32).new_from_index(0, lengths.len()).scatter(filled, pl.int_range(lists.len(), eager=True))
    )
    return every.gather(order)


def _spread(column: pl.Series, places: Sequence[int], height: int) -> pl.Series:
    """The values at their places in a column of so many rows, null elsewhere."""
    if column.len() == height:
        return column
    if column.is_empty():
        return pl.Series(column.name, [None], dtype=column.dtype).new_from_index(0, height)
    order = (
        pl.Series([None], dtype=pl.UInt32)
        .new_from_index(0, height)
        .scatter(places, pl.int_range(column.len(), eager=True, dtype=pl.UInt32))
    )
    return column.to_frame().select(pl.all().gather(order)).to_series()
