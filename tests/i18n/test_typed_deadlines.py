"""A due day may be typed in the words of an office; any other day is typed as a day."""

from __future__ import annotations

import datetime as dt

import pytest

from tui.i18n.typed import read_typed
from tui.i18n.words import Unreadable, Words
from tui.model.fields import TABLES

DUE, DONE_ON = TABLES["tasks"]["due"], TABLES["tasks"]["done_on"]
WORDS, TODAY = Words("vi"), dt.date(2024, 3, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Quý II/2024", dt.date(2024, 6, 30)),
        ("tháng 6/2023", dt.date(2023, 6, 30)),
        ("trước 30/6/2024", dt.date(2024, 6, 29)),
        ("2023-2025", dt.date(2025, 12, 31)),
        ("31/12/24", dt.date(2024, 12, 31)),
        ("30/6", dt.date(2024, 6, 30)),  # short days stay what they were
    ],
)
def test_a_due_day_is_understood_in_words(text: str, day: dt.date) -> None:
    assert read_typed(DUE, text, WORDS, TODAY) == day


@pytest.mark.parametrize("text", ["thường xuyên", "12/24", "dự kiến tháng 6/2024", "abc"])
def test_what_is_no_one_day_is_asked_again(text: str) -> None:
    with pytest.raises(Unreadable):
        read_typed(DUE, text, WORDS, TODAY)


def test_the_day_something_was_done_is_never_made_of_a_quarter() -> None:
    with pytest.raises(Unreadable):
        read_typed(DONE_ON, "Quý II/2024", WORDS, TODAY)
