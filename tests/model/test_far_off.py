"""A figure far from all that is known of its indicator is told, by whatever door it comes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tests.support.frame_plans import figure, frames_of, indicator
from tui.exchange.import_result import Figure, figure_lines
from tui.frames.methods.cross_checks import cross_checks
from tui.model.checks import to_decide
from tui.model.doubts import doubts
from tui.model.edits import SetField
from tui.model.far_off import far_off
from tui.model.text import N_, say

PER_HEAD = [figure(2020, 90), figure(2021, 6.5), figure(2022, 7.5), figure(2023, 113), figure(2024, 119)]
TODAY = dt.date(2025, 6, 1)


def of(*values: dict[str, object], kind: str = "end_level", target: float = 150) -> dict[str, Any]:
    return indicator(kind, target=target, values=list(values))


def test_two_slips_are_both_found_by_the_figures_that_are_right() -> None:
    plan = frames_of(indicators={"i": of(*PER_HEAD)}).plan
    (first, second) = [str(p.what) for p in to_decide(plan) if p.field == "values"]
    assert "2021, 6.5" in first and "2022, 7.5" in second and "90.0 to 150.0" in first
    live = [str(p.what) for p in cross_checks(frames_of(indicators={"i": of(*PER_HEAD)}), TODAY) if "far from" in str(p.what)]
    assert live == [first, second], "on the screen as in check"


def test_a_form_and_an_import_tell_it_in_the_same_words() -> None:
    right = [PER_HEAD[0], *PER_HEAD[3:]]
    plan = frames_of(indicators={"i": of(*right)}).plan
    told = doubts([SetField("indicators", "i", "values", [*right, figure(2022, 7.5)], right)], plan, TODAY)
    assert len(told) == 1 and "2022, 7.5" in str(told[0])
    assert doubts([SetField("indicators", "i", "values", [*right, figure(2022, 107)], right)], plan, TODAY) == []
    (line,) = figure_lines(plan, [Figure("i", 2022, 7.5, say(N_("row {row}"), row=1))], "estimate", None)
    assert line.doubt is not None and str(line.doubt) in str(told[0])


def test_one_number_is_said_as_one() -> None:
    assert "(3" not in str(far_off(300, of(figure(2021, 3), target=3))) and "far from 3" in str(far_off(300, of(figure(2021, 3), target=3)))


def test_nothing_is_far_from_nothing_and_parts_are_held_against_no_whole() -> None:
    assert far_off(7.5, {"kind": "end_level"}) is None and far_off(0, of(figure(2021, 3))) is None
    parts = of(figure(2021, 100), figure(2021, 5, scope="nữ"), figure(2022, 8, as_of=dt.date(2022, 1, 31)), target=110)
    assert not [p for p in to_decide(frames_of(indicators={"i": parts}).plan) if p.field == "values"]
    assert far_off(0.7, of(figure(2021, 8), figure(2022, 9), kind="term_growth", target=8)) is None, "a rate may fall so far"


def test_over_a_cell_with_a_better_figure_it_is_asked() -> None:
    plan = frames_of(indicators={"i": of(figure(2021, 95), figure(2022, 107))}).plan
    pasted = [Figure("i", 2021, 96, say(N_("row {row}"), row=1))]
    (over,) = figure_lines(plan, pasted, "estimate", None, over_cells=True)
    (beside,) = figure_lines(plan, pasted, "estimate", None)
    assert over.doubt is not None and "95" in str(over.doubt) and beside.doubt is None
    assert figure_lines(plan, pasted, "plan", None, over_cells=True)[0].doubt is None, "a plan stands beside a result"
