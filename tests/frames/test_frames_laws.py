"""Laws that hold for the verdicts of every series of figures."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import figure, indicator, judge_all
from tests.support.lengths import law
from tui.frames.methods.verdicts import Reason, Verdict

GREEN = {Verdict.ON_COURSE, Verdict.MET, Verdict.EXCEEDED}

# each example judges a whole plan of drawn indicators: the methods work on frames, and so do these laws
rates = st.floats(-20, 30).map(lambda v: round(v, 2))
levels = st.floats(1, 100).map(lambda v: round(v, 2))
KINDS = ("term_growth", "end_level", "floor", "ceiling", "share", "points_cut", "count")
kinds = st.sampled_from(KINDS)


@given(st.lists(st.tuples(st.lists(rates, min_size=1, max_size=4), st.floats(0.5, 15).map(lambda v: round(v, 1))), min_size=1, max_size=20))
@law(3, 150)
def test_the_required_rate_in_every_remaining_year_meets_the_target(drawn: list[tuple[list[float], float]]) -> None:
    series = [dict(enumerate(past, 2021)) for past, _ in drawn]
    targets = [target for _, target in drawn]
    rows = judge_all([indicator("term_growth", target=t, values=v) for v, t in zip(series, targets, strict=True)])
    filled = [{year: v.get(year, row["required"]) for year in range(2021, 2026)} for v, row in zip(series, rows, strict=True)]
    for target, rates_of_term in zip(targets, filled, strict=True):
        assert math.prod(1 + v / 100 for v in rates_of_term.values()) == pytest.approx((1 + target / 100) ** 5)
    over = judge_all([indicator("term_growth", target=t, values=v) for v, t in zip(filled, targets, strict=True)])
    assert {(row["verdict"], row["reason"]) for row in over} == {(Verdict.MET, None)}


@given(
    st.lists(
        st.tuples(st.dictionaries(st.integers(2021, 2024), levels, min_size=1), levels, levels, st.sampled_from(["%", "triệu đồng"])),
        min_size=1,
        max_size=20,
    )
)
@law(3, 150)
def test_the_required_change_in_every_remaining_year_meets_the_level(drawn: list[tuple[dict[int, float], float, float, str]]) -> None:
    rows = judge_all([indicator("end_level", target=t, values={2020: x0, **v}, unit=unit) for v, x0, t, unit in drawn])
    for row, (_, _, target, unit) in zip(rows, drawn, strict=True):
        level, left = row["last_value"], row["remaining"]
        if level >= target:
            assert row["required"] == 0
        elif unit == "%":
            assert level + row["required"] * left == pytest.approx(target)
        else:
            assert level * (1 + row["required"] / 100) ** left == pytest.approx(target)


@given(st.lists(st.tuples(kinds, st.dictionaries(st.integers(2020, 2025), levels), levels), min_size=1, max_size=20), st.randoms())
@law(3, 150)
def test_the_order_of_figures_does_not_matter(drawn: list[tuple[str, dict[int, float], float]], random: Any) -> None:
    plain, shuffled = [], []
    for kind, values, target in drawn:
        entries = [figure(y, v) for y, v in values.items()] + [figure(y, v + 1, "estimate") for y, v in values.items()]
        entries += [figure(2023, 5, scope="merged"), figure(2024, 5, "plan"), figure(2023, 7, "estimate", years=[2021, 2023])]
        plain.append(indicator(kind, target=target, values=list(entries)))
        random.shuffle(entries)
        shuffled.append(indicator(kind, target=target, values=list(entries)))
    assert judge_all(plain) == judge_all(shuffled)


@given(
    st.lists(
        st.tuples(
            kinds,
            st.lists(levels, min_size=6, max_size=6),
            levels,
            st.integers(2020, 2025),
            st.sets(st.integers(2021, 2024), min_size=1),
        ),
        min_size=1,
        max_size=20,
    )
)
@law(4, 250)
def test_a_missing_year_in_between_never_improves_a_verdict(drawn: list[tuple[str, list[float], float, int, set[int]]]) -> None:
    """Between the first and the last figure: what happened there is unknown, and unknown is never better than known."""
    whole, holed = [], []
    for kind, values, target, last, missing in drawn:
        known = {year: value for year, value in zip(range(2020, 2026), values, strict=True) if year <= last}
        whole.append(indicator(kind, target=target, values=known))
        holed.append(indicator(kind, target=target, values={y: v for y, v in known.items() if y not in missing or y == last}))
    for (kind, _, _, last, missing), before, after in zip(drawn, judge_all(whole), judge_all(holed), strict=True):
        if kind == "term_growth" and missing & set(range(2021, last)):
            assert (after["verdict"], after["reason"]) == (Verdict.NO_DATA, Reason.GAP)
        elif before["reason"] != Reason.FELL:  # what nobody knows was there once cannot be told to have fallen
            assert Verdict(after["verdict"]).rank <= Verdict(before["verdict"]).rank


@given(
    st.lists(
        st.tuples(
            kinds,
            st.sampled_from([">=", ">", "<=", "<", "="]),
            st.dictionaries(st.integers(2018, 2026), st.integers(-150, 1000)),
            st.integers(-5, 200),
            st.sampled_from(["đơn vị", "tỷ đồng"]),
        ),
        min_size=1,
        max_size=20,
    )
)
@law(4, 250)
def test_whatever_the_figures_every_indicator_gets_one_verdict_and_green_rests_on_a_result(drawn: list[tuple[Any, ...]]) -> None:
    rows = judge_all([indicator(kind, op, target, values, unit=unit) for kind, op, values, target, unit in drawn])
    assert len(rows) == len(drawn)
    for row, (_, _, values, _, _) in zip(rows, drawn, strict=True):
        assert Verdict(row["verdict"])
        assert row["reason"] is None or Reason(row["reason"])
        if not any(2021 <= year <= 2025 for year in values):
            assert row["verdict"] in (Verdict.NO_DATA, Verdict.AWAITING)  # a figure of before the term makes nothing green
        if row["verdict"] in GREEN:
            assert row["last_value"] is not None
        numbers = [row[key] for key in ("mean", "forecast", "required", "path", "progress", "trend", "headroom") if row[key] is not None]
        assert all(math.isfinite(n) for n in numbers)
