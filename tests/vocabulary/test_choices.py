"""States in the words people use; what only comes near to one is asked."""

from __future__ import annotations

import pytest

from tui.model.fields import choices
from tui.vocabulary.choices import SETS, read_choice, usual_words
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Đã hoàn thành", "done"),
        ("hoàn thành 100%", "done"),
        ("Đang thực hiện", "in_progress"),
        ("ĐANG TRIỂN KHAI", "in_progress"),
        ("có vướng mắc", "blocked"),
    ],
)
def test_usual_states(text: str, status: str) -> None:
    assert read_choice("statuses", text) == Read(status)


@pytest.mark.parametrize("text", ["Chưa triển khai", "Quá hạn", "cơ bản hoàn thành", "chưa hoàn thành"])
def test_what_only_comes_near_is_asked(text: str) -> None:
    assert isinstance(read_choice("statuses", text), Unsure)


def test_not_done_is_never_done() -> None:
    outcome = read_choice("statuses", "chưa hoàn thành")
    assert isinstance(outcome, Unsure) and "done" not in outcome.candidates


def test_an_enterprise_that_has_not_begun_has_a_word() -> None:
    assert read_choice("stages", "Chưa triển khai") == Read("not_started")


def test_a_plan_has_words_of_its_own() -> None:
    assert read_choice("statuses", "OK", own=(("ok", "statuses.done"),)) == Read("done")
    assert isinstance(read_choice("statuses", "OK"), NotUnderstood)


@pytest.mark.parametrize("name", SETS)
def test_every_value_has_words_that_mean_it(name: str) -> None:
    known = {"yes", "no"} if name == "yes_no" else {choice.value for choice in getattr(choices, name.upper())}
    assert set(usual_words(name)) == known
    assert {value: read_choice(name, said) for value, said in usual_words(name).items()} == {value: Read(value) for value in known}
