"""Words a plan adds to the vocabulary: kept in its settings, checked, and read by every reader."""

from __future__ import annotations

import datetime as dt

from tui.model.checks import read_plan
from tui.model.plan import Plan, Problem
from tui.vocabulary.lexicon import own_words


def with_words(*words: dict[str, str]) -> tuple[Plan, list[Problem]]:
    term = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}
    return read_plan({"format": 2, "plan": {"title": "Kế hoạch", "term": term}, "settings": {"words": list(words)}})


def test_a_plan_holds_words_of_its_own() -> None:
    plan, problems = with_words({"said": "Bộ phận làm", "means": "tasks.leads"})
    assert own_words(plan) == (("Bộ phận làm", "tasks.leads"),)
    assert problems == []


def test_a_word_that_can_mean_nothing_is_told() -> None:
    _, problems = with_words({"said": "Bộ phận làm", "means": "leads"}, {"said": "xong xuôi", "means": "statuses.done"})
    assert [(problem.where, problem.warning) for problem in problems] == [("settings.words.1.means", True)]


def test_a_plan_without_settings_has_none() -> None:
    assert own_words(Plan()) == ()
