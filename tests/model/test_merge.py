"""Two versions of one value joined: laws for any values, and the joins people meet."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.model.fields import TABLES
from tui.model.merge import CLASH, merged_value, woven
from tui.model.plan import MISSING, same

LAW = law(20, 1_000)

FIGURES = TABLES["indicators"]["values"]
LOG = TABLES["tasks"]["log"]
ITEMS = TABLES["reviews"]["items"]
LEADS = TABLES["tasks"]["leads"]
HOLIDAYS = TABLES["settings"]["holidays"]
STATUS = TABLES["tasks"]["status"]

ids = st.lists(st.sampled_from("abcdef"), unique=True, max_size=5)
figures = st.lists(
    st.fixed_dictionaries(
        {"year": st.integers(2020, 2023), "value": st.integers(1, 3), "vintage": st.sampled_from(["plan", "official"])},
        optional={"source": st.sampled_from("st")},
    ),
    max_size=4,
)
logs = st.lists(
    st.fixed_dictionaries({"on": st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 3)), "text": st.sampled_from("xyz")}), max_size=4
)
days = st.lists(st.dates(dt.date(2025, 1, 1), dt.date(2025, 1, 9)), unique=True, max_size=4)


def of(spec: Any, values: Any) -> Any:
    return st.tuples(st.just(spec), *([values | st.just(MISSING)] * 3))


cases = st.one_of(
    of(LEADS, ids), of(FIGURES, figures), of(LOG, logs), of(HOLIDAYS, days), of(STATUS, st.sampled_from(["done", "blocked"])), of(None, ids)
)


def plain(entry: Any) -> str:
    return repr(sorted(entry.items()) if isinstance(entry, dict) else entry)


def as_set(value: Any) -> Any:
    return sorted(map(plain, value)) if isinstance(value, list) else value


def entries(value: Any) -> list[Any]:
    return [] if value is MISSING else value


@LAW
@given(cases)
def test_the_sides_may_be_swapped(case: Any) -> None:
    spec, base, mine, theirs = case
    one, other = merged_value(spec, base, mine, theirs), merged_value(spec, base, theirs, mine)
    assert same(as_set(one), as_set(other))


@LAW
@given(cases)
def test_what_one_side_left_alone_is_the_other_sides(case: Any) -> None:
    spec, base, mine, _ = case
    before = copy.deepcopy(base)
    assert same(merged_value(spec, base, mine, before), mine)
    assert same(merged_value(spec, base, before, mine), mine)
    assert same(merged_value(spec, base, mine, copy.deepcopy(mine)), mine)


@LAW
@given(cases)
def test_no_addition_is_dropped_nothing_stays_that_both_took_out_and_nothing_is_invented(case: Any) -> None:
    spec, base, mine, theirs = case
    merged = merged_value(spec, base, mine, theirs)
    if merged is CLASH or not isinstance(merged, list):
        return
    held = [plain(e) for e in merged]
    before, here, there = ([plain(e) for e in entries(side)] for side in (base, mine, theirs))
    for entry in {*here, *there} - set(before):
        assert entry in held
    assert set(held) <= {*here, *there}
    for entry in set(before):
        if entry not in here and entry not in there:
            assert entry not in held


@LAW
@given(ids, ids, ids)
def test_every_key_is_woven_in_once_and_one_side_keeps_its_order(base: list[str], mine: list[str], theirs: list[str]) -> None:
    order = woven(base, mine, theirs)
    assert sorted(order) == sorted({*mine, *theirs})
    assert mine == [k for k in order if k in mine] or theirs == [k for k in order if k in theirs]


def figure(year: int, value: float, vintage: str = "official", **more: Any) -> dict[str, Any]:
    return {"year": year, "value": value, "vintage": vintage, **more}


BASE = [figure(2020, 4.24), figure(2022, 8.59)]


@pytest.mark.parametrize(
    ("spec", "base", "mine", "theirs", "wanted"),
    [
        # both add
        (LEADS, ["a"], ["a", "b"], ["a", "c"], ["a", "b", "c"]),
        (LEADS, MISSING, ["b"], ["c"], ["b", "c"]),
        (LEADS, ["a", "b"], ["x", "a", "b"], ["a", "y", "b"], ["x", "a", "y", "b"]),
        # one takes out, the other adds; the other's order is kept when only it was changed
        (LEADS, ["a", "b"], ["b"], ["a", "b", "c"], ["b", "c"]),
        (LEADS, ["a"], MISSING, ["a", "b"], ["b"]),
        (LEADS, ["a", "b"], ["a", "b", "c"], ["b", "a"], ["b", "c", "a"]),
        # nobody wanted a task without a lead
        (LEADS, ["a", "b"], ["a"], ["b"], CLASH),
        (HOLIDAYS, [dt.date(2025, 9, 2)], [dt.date(2025, 9, 2), dt.date(2025, 12, 1)], [dt.date(2025, 1, 1), dt.date(2025, 9, 2)],
         [dt.date(2025, 1, 1), dt.date(2025, 9, 2), dt.date(2025, 12, 1)]),
        # figures: by year; the same figure once; the same figure with two values clashes
        (FIGURES, BASE, [*BASE, figure(2024, 7)], [*BASE, figure(2023, 5.56)], [*BASE, figure(2023, 5.56), figure(2024, 7)]),
        (FIGURES, BASE, [*BASE, figure(2023, 5.56)], [*BASE, figure(2023, 5.56)], [*BASE, figure(2023, 5.56)]),
        (FIGURES, BASE, [*BASE, figure(2023, 5.56)], [*BASE, figure(2023, 5.65)], CLASH),
        (FIGURES, BASE, [*BASE, figure(2023, 5.56)], [*BASE, figure(2023, 5.6, "estimate")],
         [*BASE, figure(2023, 5.56), figure(2023, 5.6, "estimate")]),
        (FIGURES, BASE, [figure(2020, 4.25), BASE[1]], [BASE[0], figure(2022, 8.6)], [figure(2020, 4.25), figure(2022, 8.6)]),
        (FIGURES, BASE, [figure(2020, 4.25), BASE[1]], [BASE[1]], CLASH),
        (FIGURES, BASE, [figure(2020, 4.24, "estimate"), BASE[1]], [figure(2020, 4.24, source="x"), BASE[1]], CLASH),
        # two figures that cannot be told apart
        (FIGURES, [*BASE, *BASE], BASE, [*BASE, figure(2023, 1)], CLASH),
        # a log only grows
        (LOG, [], [{"on": dt.date(2025, 5, 2), "text": "b"}], [{"on": dt.date(2025, 5, 1), "text": "a"}],
         [{"on": dt.date(2025, 5, 1), "text": "a"}, {"on": dt.date(2025, 5, 2), "text": "b"}]),
        (LOG, [{"on": dt.date(2025, 5, 1), "text": "a"}], [{"on": dt.date(2025, 5, 1), "text": "a b"}],
         [{"on": dt.date(2025, 5, 1), "text": "a c"}], CLASH),
        (ITEMS, [{"subject": "b"}], [{"subject": "b"}, {"subject": "a"}], [{"subject": "b", "outcome": "x"}],
         [{"subject": "b", "outcome": "x"}, {"subject": "a"}]),
        # a single value
        (STATUS, "unreported", "done", "blocked", CLASH),
        (STATUS, "unreported", MISSING, "blocked", CLASH),
        (STATUS, "unreported", MISSING, MISSING, MISSING),
        (None, [1], [1, 2], [1, 3], CLASH),
        # 1 is not 1.0: a side that only rewrote the number has changed it
        (None, 1, 1.0, 1, 1.0),
        # values of a wrong type clash and do not fail
        (LEADS, ["a"], "a", ["a", "b"], CLASH),
        (FIGURES, BASE, [*BASE, 3], [*BASE, figure(2023, 1)], CLASH),
        (FIGURES, [], [{"value": 1}], [{"year": 2020}], [{"value": 1}, {"year": 2020}]),
        (HOLIDAYS, [], [dt.date(2025, 1, 1)], [dt.datetime(2025, 1, 1)], [dt.date(2025, 1, 1), dt.datetime(2025, 1, 1)]),
    ],
)  # fmt: skip
def test_what_both_did_is_joined_or_clashes(spec: Any, base: Any, mine: Any, theirs: Any, wanted: Any) -> None:
    assert same(merged_value(spec, base, mine, theirs), wanted)
