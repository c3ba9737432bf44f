"""Records become typed columns in one pass, with what the plain way of one Python value at a time would give."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.frames.build import frame_of, schema
from tui.frames.from_records import parted_columns, plain_column
from tui.model.fields import TABLES, FieldSpec, Kind

_DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
_TEXT = st.text(max_size=8)
_PLAIN: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.INTEGER: st.integers(-(10**12), 10**12),
    Kind.NUMBER: st.one_of(st.integers(-1000, 1000), st.floats(allow_nan=False, allow_infinity=False)),
    Kind.YES_NO: st.booleans(),
    Kind.DATE: _DAYS,
    Kind.REFS: st.lists(_TEXT, max_size=3),
    Kind.TEXTS: st.lists(_TEXT, max_size=3),
    Kind.CHOICES: st.lists(_TEXT, max_size=3),
    Kind.NUMBERS: st.lists(st.integers(0, 2200), max_size=3),
    Kind.DATES: st.lists(_DAYS, max_size=3),
    Kind.PERIOD: st.fixed_dictionaries({}, optional={"start": _DAYS, "end": _DAYS}),
}


def _value(spec: FieldSpec) -> st.SearchStrategy[Any]:
    if spec.kind is Kind.ENTRIES:
        return st.lists(st.fixed_dictionaries({}, optional={f.key: _value(f) for f in spec.entries}), max_size=3)
    return _PLAIN.get(spec.kind, _TEXT)


@law(15, 300)
@given(st.data())
def test_any_records_give_the_frame_that_one_value_at_a_time_gives(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(TABLES)))
    fields = TABLES[name].fields
    record = st.fixed_dictionaries({}, optional={**{f.key: _value(f) for f in fields}, "unknown": _TEXT})
    records = data.draw(st.lists(record, max_size=6))
    plain = pl.DataFrame([plain_column(f, [values.get(f.key) for values in records]) for f in fields])
    parted = pl.DataFrame(parted_columns(fields, records))
    assert parted.schema == plain.schema
    assert parted.equals(plain, null_equal=True)


def test_many_records_give_a_frame_of_the_tables_schema() -> None:
    records = {f"t{n}": {"section": "s", "order": n, "leads": ["a"] * (n % 3), "log": [{"text": "x"}] * (n % 2)} for n in range(3000)}
    frame = frame_of("tasks", records)
    assert frame.schema == schema(TABLES["tasks"])
    assert frame["leads"].to_list()[:4] == [[], ["a"], ["a", "a"], []]
    assert [len(entries) for entries in frame["log"].to_list()[:3]] == [0, 1, 0]
    assert frame["id"].to_list() == list(records)
