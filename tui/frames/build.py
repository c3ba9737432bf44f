"""One Polars frame per table of the plan, with an explicit schema from the field specs, and the cache they live in."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any, Final, TypeVar, cast

import polars as pl
from polars.datatypes import DataType, DataTypeClass

from tui.model.fields import TABLES, FieldSpec, Kind, TableSpec
from tui.model.plan import Plan

T = TypeVar("T")
PolarsType = DataType | DataTypeClass

_KEPT: Final = 64
"""How many derived values stay in memory: a person who walks through days of view must not fill it."""

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
    Kind.REFS: pl.List(pl.String),
    Kind.TEXTS: pl.List(pl.String),
    Kind.CHOICES: pl.List(pl.String),
    Kind.NUMBERS: pl.List(pl.Int64),
    Kind.DATES: pl.List(pl.Date),
    Kind.PERIOD: pl.Struct({"start": pl.Date, "end": pl.Date}),
}


def polars_type(spec: FieldSpec) -> PolarsType:
    """The Polars type of a field; entries become a list of structs with every field of the entry."""
    if spec.kind is Kind.ENTRIES:
        return pl.List(pl.Struct({inner.key: polars_type(inner) for inner in spec.entries}))
    return _PLAIN[spec.kind]


def schema(spec: TableSpec) -> pl.Schema:
    """``id`` first, then every field of the table in the order of its spec."""
    return pl.Schema({"id": pl.String, **{field.key: polars_type(field) for field in spec}})


@cache
def _schema_of(name: str) -> pl.Schema:
    return schema(TABLES[name])


def table_frame(plan: Plan, name: str) -> pl.DataFrame:
    """One row a record in the order of the file, null where a key is absent; keys the model does not know are left out.

    Columns as :func:`schema`. Raises KeyError when there is no such table.
    """
    records = plan.tables[name]
    columns: dict[str, pl.Series] = {"id": pl.Series("id", list(records), dtype=pl.String)}
    for field in TABLES[name]:
        values = [record.get(field.key) for record in records.values()]
        columns[field.key] = _series(field, values)
    return pl.DataFrame(columns, schema=_schema_of(name))


def _series(field: FieldSpec, values: list[Any]) -> pl.Series:
    dtype = polars_type(field)
    if field.kind is Kind.ENTRIES:
        # every struct gets every key, so that no type is ever inferred from the entries that happen to come first
        keys = [inner.key for inner in field.entries]
        values = [None if rows is None else [{key: row.get(key) for key in keys} for row in rows] for rows in values]
    elif field.kind is Kind.PERIOD:
        values = [None if value is None else {"start": value.get("start"), "end": value.get("end")} for value in values]
    elif field.kind is Kind.NUMBER:
        values = [None if value is None else float(value) for value in values]
    return pl.Series(field.key, values, dtype=cast("pl.DataType", dtype))


class Frames:
    """The plan's frames, built when first asked for and kept until their table changes.

    ``frames["tasks"]`` is the table's frame. Derived values (verdicts, workload …) are kept by a key that must name
    everything they depend on beside the tables: the day, the thresholds given as arguments.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._tables: dict[str, pl.DataFrame] = {}
        self._derived: OrderedDict[str, tuple[frozenset[str], Any]] = OrderedDict()

    def __getitem__(self, name: str) -> pl.DataFrame:
        """The frame of a table; see :func:`table_frame`. Raises KeyError when there is no such table."""
        frame = self._tables.get(name)
        if frame is None:
            frame = self._tables[name] = table_frame(self.plan, name)
        return frame

    def forget(self, tables: Iterable[str]) -> None:
        """Drop the frames of these tables, and everything derived from one of them, after a change."""
        changed = frozenset(tables)
        for name in changed:
            self._tables.pop(name, None)
        for key in [key for key, (needs, _) in self._derived.items() if needs & changed]:
            del self._derived[key]

    def derived(self, key: str, needs: tuple[str, ...], make: Callable[[], T]) -> T:
        """The value kept under ``key``, made when it is not there; dropped when a table of ``needs`` is forgotten.

        ``needs`` lists every table the value rests on, those of other derived values it uses included.
        """
        kept = self._derived.get(key)
        if kept is not None:
            self._derived.move_to_end(key)
            return cast("T", kept[1])
        value = make()
        self._derived[key] = (frozenset(needs), value)
        while len(self._derived) > _KEPT:
            self._derived.popitem(last=False)
        return value
