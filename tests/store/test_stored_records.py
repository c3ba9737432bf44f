"""Records that stay as they were stored are the records: whatever is asked of them, and whatever is done to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.edits import AddRecord, DeleteRecord, SetField, inverse, perform
from tui.model.plan import MISSING, Plan, Values, same
from tui.model.records import StoredRecords
from tui.model.text import Sentence
from tui.store.snapshot.codec import CannotKeep, kept, read_back


class Shelf:
    """Records in memory, a new dict each time one is asked for."""

    def __init__(self, records: dict[str, Values]) -> None:
        self._ids, self._records = list(records), list(records.values())

    def ids(self) -> Sequence[str]:
        return self._ids

    def record(self, place: int) -> Values:
        return dict(self._records[place])


def table(many: int) -> dict[str, Values]:
    return {f"r{number}": {"summary": f"Việc {number}", "order": number, "section": "I"} for number in range(many)}


ids = st.sampled_from([f"r{number}" for number in range(8)])
steps = st.one_of(
    st.tuples(st.just("set"), ids, st.integers(0, 9)),
    st.tuples(st.just("pop"), ids),
    st.tuples(st.just("add"), st.integers(0, 9), ids),
    st.tuples(st.just("copy")),
)


def agree(stored: StoredRecords, plain: dict[str, Values]) -> None:
    assert list(stored) == list(plain) and list(reversed(stored)) == list(reversed(plain))
    assert list(stored.items()) == list(plain.items())
    assert list(stored.values()) == list(plain.values())
    assert len(stored) == len(plain) == len(stored.keys()) == len(stored.values())
    assert stored == plain and dict(stored) == plain and {**stored} == plain
    assert (stored | {"new": {}}) == plain | {"new": {}}
    for id in (*plain, "r7", "nobody"):
        assert (id in stored) == (id in plain)
        assert stored.get(id) == plain.get(id)


@given(st.integers(0, 6), st.lists(steps, max_size=12))
def test_stored_records_are_a_dict(many: int, done: list[Any]) -> None:
    plain, stored = table(many), StoredRecords(Shelf(table(many)), many)
    others = []
    for step in done:
        if step[0] == "set":
            plain[step[1]] = stored[step[1]] = {"order": step[2]}
        elif step[0] == "pop":
            assert stored.pop(step[1], None) == plain.pop(step[1], None)
        elif step[0] == "add" and step[2] not in plain:
            pairs = list(plain.items())
            pairs.insert(step[1], (step[2], {}))
            plain = dict(pairs)
            stored.insert(step[1], step[2], {})
        elif step[0] == "copy":
            others.append((stored.copy(), dict(plain)))
    agree(stored, plain)
    for other, then in others:
        agree(other, then)


def test_a_record_nobody_has_is_missed_as_in_a_dict() -> None:
    stored = StoredRecords(Shelf(table(2)), 2)
    with pytest.raises(KeyError):
        stored["nobody"]
    with pytest.raises(KeyError):
        del stored["nobody"]
    assert stored.untouched


def test_what_is_no_record_of_the_plan_is_left_out() -> None:
    stored = StoredRecords(Shelf(table(3)), 2, without=frozenset({"r1"}))
    assert len(stored) == 2
    assert list(stored) == ["r0", "r2"]


@pytest.mark.parametrize(
    "edit",
    [
        SetField("tasks", "r2", "summary", "Việc khác", "Việc 2"),
        SetField("tasks", "r2", "order", MISSING, 2),
        AddRecord("tasks", "new", {"summary": "Thêm"}, 1),
        AddRecord("tasks", "new", {"summary": "Thêm"}),
        DeleteRecord("tasks", "r1", table(4)["r1"], 1),
    ],
)
def test_edits_and_their_undoing_reach_them_as_they_reach_a_dict(edit: Any) -> None:
    plain, lazy = Plan(), Plan()
    plain.tables["tasks"], lazy.tables["tasks"] = table(4), StoredRecords(Shelf(table(4)), 4)
    for plan in (plain, lazy):
        back = inverse(edit, plan)
        perform(edit, plan)
        if plan is lazy:
            assert list(lazy.tables["tasks"].items()) == list(plain.tables["tasks"].items())
    for plan in (plain, lazy):
        perform(back, plan)
    assert list(lazy.tables["tasks"].items()) == list(plain.tables["tasks"].items()) == list(table(4).items())


# -- values as JSON -----------------------------------------------------------------------------------------------

zones = st.integers(-23 * 60, 23 * 60).map(lambda minutes: dt.timezone(dt.timedelta(minutes=minutes)))
keys = st.text(st.characters(exclude_categories=["Cs"]), max_size=4) | st.sampled_from(["$", "$d", "$s", "on"])
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["$d", '"$', "2025-01-01"])
values = st.recursive(
    st.one_of(
        texts,
        st.integers(-(2**70), 2**70),
        st.floats(),
        st.booleans(),
        st.dates(),
        st.times(),
        st.datetimes(),
        st.datetimes(timezones=zones),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)


def order_of(value: Any) -> Any:
    if isinstance(value, dict):
        return [(key, order_of(inner)) for key, inner in value.items()]
    return [order_of(inner) for inner in value] if isinstance(value, list) else None


@given(values)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    back = read_back(kept(value))
    assert same(back, value)
    assert order_of(back) == order_of(value)


def test_a_sentence_comes_back_as_it_was() -> None:
    sentence = Sentence("{a} is not {b}", {"a": dt.date(2025, 1, 2), "b": Sentence("{$d} %", {"$d": 2.0})})
    assert read_back(kept(sentence)) == sentence


def test_what_no_toml_file_can_hold_is_refused() -> None:
    for value in (object(), b"", {1, 2}, "\ud800"):
        with pytest.raises(CannotKeep):
            kept([value])
