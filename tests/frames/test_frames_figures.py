"""Which figure counts for a year."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tui.frames.methods.verdicts import figures, figures_apart


def series_of(*values: dict[str, Any]) -> list[tuple[Any, ...]]:
    frames = frames_of(indicators={"i": indicator("end_level", target=90, values=values)})
    return list(figures(frames, LATER).select("year", "value", "vintage", "conflict").iter_rows())


def test_official_before_preliminary_before_estimate() -> None:
    values = [figure(2022, 1, "estimate"), figure(2022, 2, "official"), figure(2022, 3, "preliminary"), figure(2023, 5, "estimate")]
    values.append(figure(2023, 4, "preliminary"))
    assert series_of(*values) == [(2022, 2.0, "official", False), (2023, 4.0, "preliminary", False)]


def test_a_plan_figure_is_never_a_result() -> None:
    assert series_of(figure(2022, 8, "plan")) == []


def test_of_two_equal_vintages_the_later_publication_then_the_later_entry_counts_and_the_conflict_is_said() -> None:
    earlier, later = (
        figure(2023, 5.01, "estimate", published=dt.date(2023, 12, 6)),
        figure(2023, 5.56, "estimate", published=dt.date(2023, 12, 29)),
    )
    for entries in ((earlier, later), (later, earlier)):
        assert series_of(*entries) == [(2023, 5.56, "estimate", True)]
    assert series_of(figure(2023, 5.56, "estimate"), figure(2023, 5.01, "estimate")) == [(2023, 5.01, "estimate", True)]
    assert series_of(figure(2023, 5.56, "estimate"), figure(2023, 5.56, "estimate")) == [(2023, 5.56, "estimate", False)]


def test_a_worse_vintage_that_differs_is_no_conflict() -> None:
    assert series_of(figure(2023, 6, "estimate"), figure(2023, 5, "official")) == [(2023, 5.0, "official", False)]


@pytest.mark.parametrize(
    "mark", [{"scope": "merged"}, {"unit": "tỷ đồng"}, {"op": "<"}, {"as_of": dt.date(2025, 6, 30)}, {"years": [2021, 2025]}]
)
def test_a_figure_with_another_scope_unit_span_or_only_a_bound_never_enters_the_series(mark: dict[str, Any]) -> None:
    frames = frames_of(indicators={"i": indicator("end_level", target=90, values=[figure(2025, 80, **mark)])})
    assert figures(frames, LATER).is_empty()
    apart = figures_apart(frames, LATER).to_dicts()
    assert len(apart) == 1
    assert {key: apart[0][key] for key in mark} == mark


def test_series_and_apart_together_hold_every_figure() -> None:
    values = [figure(2021, 1), figure(2022, 2, "plan"), figure(2023, 3, scope="merged"), figure(2024, 4, "estimate")]
    frames = frames_of(indicators={"i": indicator("end_level", target=90, values=values)})
    assert figures(frames, LATER).height + figures_apart(frames, LATER).height == len(values)


def test_indicators_without_figures_are_no_trouble() -> None:
    frames = frames_of(indicators={"i": {"goal": "g", "name": "n", "kind": "floor"}, "j": indicator("floor", values=[])})
    assert figures(frames, LATER).is_empty()
    assert figures_apart(frames, LATER).is_empty()
