"""Rules that are broken on purpose in the program: the judge disagrees, in the verdicts that rest on the rule."""

from __future__ import annotations

from random import Random
from typing import Any

import polars as pl
import pytest

from tests.judge.compare import Compared, compared
from tests.judge.random_plans import days_of, world
from tests.support.lengths import LONG, longer, of_these
from tui.frames.methods import figures, levels, series, tasks, verdicts
from tui.frames.prepared import PREPARED

PLANTED: dict[str, tuple[Any, str, object, str]] = {
    "strict operators with a tolerance": (series, "STRICT", ("never",), "verdict"),
    "years that are over and not reported are ignored": (verdicts, "_LATEST_UNREPORTED", 99, "verdict"),
    "the day of publication is ignored": (figures, "_known", lambda frames, as_of: pl.lit(True), "verdict"),
    "a mean is within reach up to its best year only": (series, "HARDER", 1.0, "term_"),
    "a level is out of reach too soon": (levels, "BEST_FACTOR", 0.5, "end_level: verdict"),
    "extensions are ignored": (tasks, "_in_force", lambda today: pl.lit(False), "task: dated"),
}


IN_SUITE = ("the day of publication is ignored",)
"""The rule everything of a day rests on."""


def both() -> Compared:
    """Judge and program over the same plans, seen from within the term and from after it; at length over more, and on days between."""
    random = Random(14)
    plan = world(random, 40 if LONG else 14)
    days = days_of(random, plan)
    return compared(plan, days if LONG else (days[1], days[-1]))


@longer
@pytest.mark.parametrize("fault", of_these([*PLANTED], IN_SUITE))
def test_a_planted_fault_is_found(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module, name, planted, rule = PLANTED[fault]
    assert getattr(module, name) != planted
    monkeypatch.setattr(module, name, planted)
    said_anew()
    try:
        assert [one for one in both().by_rule() if rule in one]
    finally:
        said_anew()


def said_anew() -> None:
    """Have every query say its rule again: one that is put together holds the rule of before."""
    for query in PREPARED:
        query.forget()


@longer
def test_without_a_fault_none_is_found() -> None:
    assert both().differences == []
