"""Numbers and days as people of each language write and read them; the catalogue is complete."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from tui.i18n.typed import read_typed, typed
from tui.i18n.words import Unreadable, Words, language_of_locale
from tui.model.fields import TABLES
from tui.model.plan import MISSING

VI, EN = Words("vi"), Words("en")
ROOT = Path(__file__).parent.parent


def test_the_decimal_mark_follows_the_language() -> None:
    assert (VI.number(8.59), EN.number(8.59)) == ("8,59", "8.59")
    assert (VI.number(21914), EN.number(21914)) == ("21.914", "21,914")
    assert VI.number(13.0027, 1) == "13,0"


@pytest.mark.parametrize(("text", "value"), [("8,59", 8.59), ("61", 61), ("-0,5", -0.5), ("1.234,5", 1234.5), ("46 %", 46), ("1234", 1234)])
def test_a_number_is_read_as_it_is_typed(text: str, value: float) -> None:
    assert VI.read_number(text) == value


@pytest.mark.parametrize("text", ["43.5", "1.234", "12.345", "abc", "1,2,3", "", "nan", "inf", "1e5", "٣"])
def test_what_could_mean_two_things_or_nothing_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        VI.read_number(text)
    assert "8,59" in VI.sentence(refused.value.sentence)


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 6)) | st.integers(-(10**9), 10**9))
def test_what_is_put_into_an_input_is_read_back_the_same(value: float) -> None:
    for words in (VI, EN):
        spec = TABLES["indicators"]["target"]
        if "e" not in repr(value):
            assert read_typed(spec, typed(spec, value, words), words) == value


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_a_day_is_read_back_the_same(day: dt.date) -> None:
    for words in (VI, EN):
        assert words.read_date(words.typed_date(day)) == day
        assert words.read_date(day.isoformat()) == day
    assert VI.date(day) == f"{day.day:02d}/{day.month:02d}/{day.year}"


@pytest.mark.parametrize("text", ["31/2/2025", "2025", "30-13-2025", "hôm nay", "1/1/25"])
def test_no_day_is_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        VI.read_date(text)


def test_a_period_and_a_day_of_the_year_are_typed_as_people_write_them() -> None:
    window, before = TABLES["enterprises"]["window"], TABLES["duties"]["before"]
    period = {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)}
    assert typed(window, period, VI) == "01/01/2022 – 31/12/2023"
    assert read_typed(window, "1/1/2022 - 31/12/2023", VI) == period
    assert typed(before, "11-20", VI) == "20/11"
    assert read_typed(before, "20/11", VI) == "11-20"
    assert read_typed(window, "   ", VI) is MISSING


@pytest.mark.parametrize(
    ("environ", "language"),
    [
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "vi_VN"}, "vi"),
        ({"LANG": "C"}, "vi"),
        ({}, "vi"),
        ({"LC_ALL": "vi_VN", "LANG": "en_US"}, "vi"),
    ],
)
def test_the_language_comes_from_the_locale(environ: dict[str, str], language: str) -> None:
    assert language_of_locale(environ) == language


def test_every_sentence_has_its_vietnamese() -> None:
    done = subprocess.run([sys.executable, ".ci/words.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "" and done.returncode == 0


def test_every_sentence_can_be_said_and_fills_the_same_places() -> None:
    """A brace that is meant literally must be doubled, in both languages."""
    with (ROOT / "tui/i18n/locale/vi/LC_MESSAGES/kehoach.po").open("rb") as file:
        catalogue = read_po(file, locale="vi")

    def places(text: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}

    for message in catalogue:
        if message.id:
            english = message.id if isinstance(message.id, tuple) else (message.id,)
            vietnamese = message.string if isinstance(message.string, tuple) else (message.string,)
            # "one" may say the number in words; the last form has every place
            assert {p for text in vietnamese for p in places(text)} == places(english[-1]), message.id


def test_the_generated_pages_are_fresh() -> None:
    done = subprocess.run([sys.executable, ".ci/pages.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.stdout == "" and done.returncode == 0
