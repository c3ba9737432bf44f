"""Numbers and days as people of each language write and read them; the catalogue is complete."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import unicodedata
from decimal import ROUND_HALF_UP, Decimal
from string import Formatter

import pytest
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import LONG, longer
from tests.support.paths import ROOT
from tui.i18n.hints import choices, format_hint, understood, unit_of
from tui.i18n.typed import read_typed, typed
from tui.i18n.words import Unreadable, Words
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.start.language import LANGUAGES, language_of_locale

VI, EN = Words("vi"), Words("en")


def test_the_decimal_mark_follows_the_language() -> None:
    assert (VI.number(8.59), EN.number(8.59)) == ("8,59", "8.59")
    assert (VI.number(21914), EN.number(21914)) == ("21.914", "21,914")
    assert VI.number(13.0027, 1) == "13,0"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8,59", 8.59),
        ("61", 61),
        ("-0,5", -0.5),
        ("−3", -3),
        (",5", 0.5),
        ("8,590", 8.59),
        ("1.234,5", 1234.5),
        ("1.234.567", 1234567),
        ("1 234,5", 1234.5),
        ("1\u00a0234\u202f567", 1234567),
        ("46 %", 46),
        ("12%", 12),
        ("1234", 1234),
    ],
)
def test_a_number_is_read_as_it_is_typed(text: str, value: float) -> None:
    assert VI.read_number(text) == value


@pytest.mark.parametrize(
    "text", ["abc", "1,2,3", "1.23.4", "1 23", "8,", "", "%", "nan", "inf", "1e5", "٣", "１２", "1\n2", "9" * 5000 + "x"]
)
def test_what_means_no_number_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        VI.read_number(text)
    assert "8,59" in VI.sentence(refused.value.sentence)


@pytest.mark.parametrize(
    ("words", "text", "readings"),
    [
        (VI, "1.234", ["1234", "1,234"]),
        (VI, "-12.345", ["-12345", "-12,345"]),
        (EN, "8,590", ["8590", "8.59"]),
        (VI, "43.5", ["43,5"]),  # the keypad's own mark
        (VI, "0.234", ["0,234"]),
        (VI, "1234.567", ["1234,567"]),
        (EN, "43,5", ["43.5"]),
    ],
)
def test_a_number_that_can_be_read_otherwise_is_asked_about(words: Words, text: str, readings: list[str]) -> None:
    with pytest.raises(Unreadable) as refused:
        words.read_number(text)
    told = words.sentence(refused.value.sentence)
    assert all(reading in told for reading in readings), "the sentence says what to type for each reading"
    assert [words.typed_number(n) for n in words.readings(text)] == readings
    target = TABLES["indicators"]["target"]
    assert list(choices(target, text, words)) == readings
    assert [words.read_number(reading) for reading in readings] == list(words.readings(text))


@given(st.floats(-1e9, 1e9).map(lambda x: round(x, 6)) | st.integers(-(10**9), 10**9))
def test_what_is_put_into_an_input_is_read_back_the_same(value: float) -> None:
    for words in (VI, EN):
        spec = TABLES["indicators"]["target"]
        assert read_typed(spec, typed(spec, value, words), words) == value


@given(st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31)))
def test_a_day_is_read_back_the_same(day: dt.date) -> None:
    for words in (VI, EN):
        assert words.read_date(words.typed_date(day)) == day
        assert words.read_date(day.isoformat()) == day
    assert VI.date(day) == f"{day.day:02d}/{day.month:02d}/{day.year}"


@pytest.mark.parametrize("text", ["31/2/2025", "2025", "30-13-2025", "hôm nay", "1/1/25", "20/11", "+7", "20112026"])
def test_without_a_day_to_count_from_no_day_is_guessed(text: str) -> None:
    with pytest.raises(Unreadable):
        VI.read_date(text)


SUNDAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20/11", "2026-11-20"),
        ("20.11", "2026-11-20"),
        ("20/11/24", "2024-11-20"),
        ("20112026", "2026-11-20"),
        ("2026-11-20", "2026-11-20"),
        ("+7", "2026-11-29"),
        ("-3", "2026-11-19"),
        ("−3", "2026-11-19"),
        ("+2w", "2026-12-06"),
        ("+2 tuần", "2026-12-06"),
        ("+1m", "2026-12-22"),
        ("+1 tháng", "2026-12-22"),
        ("+1 quý", "2027-02-22"),
        ("-1 năm", "2025-11-22"),
        ("hôm nay", "2026-11-22"),
        ("Today", "2026-11-22"),
        ("mai", "2026-11-23"),
        ("hom qua", "2026-11-21"),
        ("cuối tháng", "2026-11-30"),
        ("CUOI  THANG", "2026-11-30"),
        ("đầu tháng sau", "2026-12-01"),
        ("cuối tháng 2", "2026-02-28"),
        ("cuối quý", "2026-12-31"),
        ("dau quy truoc", "2026-07-01"),
        ("cuối quý 3", "2026-09-30"),
        ("cuối năm", "2026-12-31"),
        ("cuối năm 2027", "2027-12-31"),
        ("đầu tuần", "2026-11-16"),
        ("end of month", "2026-11-30"),
        ("start of the next quarter", "2027-01-01"),
    ],
)
def test_a_short_day_is_counted_from_the_day_one_looks_from(text: str, day: str) -> None:
    for words in (VI, EN):
        assert words.read_date(text, SUNDAY) == dt.date.fromisoformat(day)
        assert words.read_date(unicodedata.normalize("NFD", text), SUNDAY) == dt.date.fromisoformat(day)


@pytest.mark.parametrize("text", ["31/02", "29/2", "cuối tháng 13", "+9999999", "+99999 năm", "0/1"])
def test_a_day_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        VI.read_date(text, SUNDAY)
    assert text in VI.sentence(refused.value.sentence)


@pytest.mark.parametrize("text", ["2011", "11/2026", "7", "+2t", "+2n", "thứ hai", "cuối tuần 3", "２０/１１", "20/11/2026 x", "cuoithang"])
def test_what_could_be_another_day_is_refused_with_the_forms_there_are(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        EN.read_date(text, SUNDAY)
    assert "20/11, +7" in EN.sentence(refused.value.sentence)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2150, 12, 31)), st.integers(-400, 400), st.integers(-30, 30))
def test_counting_days_months_and_back_agree_with_the_calendar(day: dt.date, days: int, months: int) -> None:
    assert VI.read_date(f"{days:+d}", day) == day + dt.timedelta(days=days)
    on = VI.read_date(f"{months:+d} tháng", day)
    assert (on.year * 12 + on.month) - (day.year * 12 + day.month) == months and on.day <= day.day
    end = VI.read_date("cuối tháng", day)
    assert end >= day and (end + dt.timedelta(days=1)).day == 1


def test_what_a_field_expects_is_said_for_every_field() -> None:
    for table in TABLES.values():
        for spec in [*table, *(inner for field in table for inner in field.entries)]:
            told = format_hint(spec, EN, SUNDAY, unit_of(spec, {"unit": "%/năm"}, EN))
            assert told and "{" not in told, spec
            if spec.unit_from:
                assert "unit: %/năm" in told
            if spec.unit and not spec.unit_from:
                assert f"unit: {spec.unit}" in told
            if spec.max_length:
                assert str(spec.max_length) in told
            if spec.maximum is not None:
                assert f"to {EN.typed_number(spec.maximum)}" in told
    due = TABLES["tasks"]["due"]
    assert "20/11, +7" in format_hint(due, EN, SUNDAY) and "22 Nov 2026" in format_hint(due, EN, SUNDAY)


@pytest.mark.parametrize(
    ("table", "field", "text", "told"),
    [
        ("tasks", "due", "cuoi thang", "→ 30/11/2026"),
        ("tasks", "due", "30/11/2026", ""),
        ("tasks", "due", "31/", ""),
        ("enterprises", "window", "+1 - cuối năm", "→ 23/11/2026 – 31/12/2026"),
        ("settings", "holidays", "2/9", "→ 02/09/2026"),
        ("enterprises", "share_now", "1.234", "↑ 1234 · ↓ 1,234?"),
        ("enterprises", "share_now", "43.5", "↑ 43,5?"),
        ("enterprises", "share_now", "12 %", "→ 12"),
        ("enterprises", "share_now", "12", ""),
        ("tasks", "order", "2.025", "↑ 2025?"),
        ("tasks", "deliverable", "1.234", ""),
    ],
)
def test_how_a_field_understands_what_is_typed(table: str, field: str, text: str, told: str) -> None:
    assert understood(TABLES[table][field], text, VI, SUNDAY) == told


def test_the_letters_left_are_counted_when_few_are() -> None:
    summary = TABLES["tasks"]["summary"]  # at most 200
    assert understood(summary, "x" * 150, EN, SUNDAY) == ""
    assert understood(summary, "x" * 195, EN, SUNDAY) == "5 characters left"
    assert understood(summary, "x" * 201, EN, SUNDAY) == "1 character too many"


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


@longer
@pytest.mark.skipif(not LONG, reason="a step of its own in ./run check")
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


@given(
    value=st.floats(min_value=-1e15, max_value=1e15, allow_nan=False).map(lambda v: v + 0.0) | st.integers(-(10**15), 10**15),
    decimals=st.none() | st.integers(0, 6),
    language=st.sampled_from(LANGUAGES),
)
def test_a_number_is_written_as_babel_writes_it(value: float, decimals: int | None, language: str) -> None:
    pattern = "#,##0.######" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    places = 6 if decimals is None else decimals
    half_up = Decimal(repr(round(value, 9))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assert Words(language).number(value, decimals) == format_decimal(half_up or Decimal(0), format=pattern, locale=language)


@pytest.mark.parametrize(
    ("value", "shown"), [(61.705, "61,71"), (61.704999999999998, "61,71"), (-61.705, "-61,71"), (-0.001, "0,00"), (8, "8,00")]
)
def test_a_half_is_rounded_up_and_nothing_is_minus_nothing(value: float, shown: str) -> None:
    assert Words("vi").number(value, 2) == shown
