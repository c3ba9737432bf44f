"""The letters in which two texts differ, and long texts shown around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.reports.differing import around, differing

LETTERS = st.text(alphabet="ab ,đạ\n", max_size=40)


def marked(text: str, other: str) -> str:
    """The text with its differences in brackets."""
    for start, end in reversed(differing(text, other)):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "other", "told"),
    [
        ("Rà soát quy hoạch", "Rà soát quy hoạch", "Rà soát quy hoạch"),
        ("Rà soát quy hoạch", "Rà soát kế hoạch", "Rà soát [quy] hoạch"),
        ("đạt 95 %", "đạt 96 %", "đạt 9[5] %"),
        ("hoàn thành", "hoàn thanh", "hoàn th[à]nh"),
        ("Sở A, Sở B", "Sở A", "Sở A[, Sở B]"),
        ("Sở A", "Sở A, Sở B", "Sở A[]"),
        ("", "Sở A", "[]"),
        ("Sở A", "", "[Sở A]"),
    ],
)
def test_the_letters_that_differ_are_marked(text: str, other: str, told: str) -> None:
    assert marked(text, other) == told


@given(LETTERS, LETTERS)
def test_what_is_not_marked_stands_in_both_in_this_order(text: str, other: str) -> None:
    rest, at = "", 0
    for start, end in differing(text, other):
        assert at <= start <= end <= len(text)
        rest, at = rest + text[at:start], end
    letters = iter(other)
    assert all(letter in letters for letter in rest + text[at:])


def test_texts_too_long_to_compare_word_for_word_are_marked_between_their_equal_ends() -> None:
    long = "chữ " * 3000
    assert differing(long + "một" + long, long + "hai" + long) == [(len(long), len(long) + 3)]


def test_a_long_text_is_shown_around_the_difference() -> None:
    text = "đầu " * 100 + "KHÁC" + " cuối" * 100
    shown, (span,) = around(text, [(400, 404)])
    assert shown[slice(*span)] == "KHÁC" and len(shown) < 80 and shown.startswith("…") and shown.endswith("…")
    assert around("ngắn", [(0, 1)]) == ("ngắn", [(0, 1)])
    assert around(text, []) == (text, []), "nothing is left out where nothing differs"


@given(st.text(min_size=130, max_size=300), st.lists(st.integers(0, 300), max_size=6, unique=True))
def test_every_difference_is_still_there(text: str, ends: list[int]) -> None:
    places = sorted(min(end, len(text)) for end in ends)
    spans = [(a, b) for a, b in zip(places[::2], places[1::2], strict=False) if a < b]
    shown, moved = around(text, spans)
    assert [shown[a:b] for a, b in moved] == [text[a:b] for a, b in spans]
