"""Numbers and targets as tables have them: signs and words, ranges, footnotes, percentages, and separators that may say two things."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.vocabulary.amounts import Amount, decimal_mark, read_amount, readings, said
from tui.vocabulary.lexicon import says_nothing
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("≥ 30", Amount(30, op=">=")),
        (">= 30", Amount(30, op=">=")),
        ("trên 65", Amount(65, op=">")),
        ("dưới 3", Amount(3, op="<")),
        ("không quá 3", Amount(3, op="<=")),
        ("từ 8% trở lên", Amount(8, op=">=", percent=True)),
        ("từ 3,5%/năm trở lên", Amount(3.5, op=">=", percent=True)),
        ("khoảng 50", Amount(50, op="~")),
        ("6,5-7", Amount(6.5, 7)),
        ("40 – 50", Amount(40, 50)),
        ("20% - 50%", Amount(20, 50, percent=True)),
        ("từ 40 đến 50", Amount(40, 50)),
        ("trên 50% đến dưới 65%", Amount(50, 65, open_ends=("min", "max"), percent=True)),
        ("8,53(1)", Amount(8.53, marks=("1",))),
        ("8,53 (*)", Amount(8.53, marks=("*",))),
        ("108¹", Amount(108, marks=("¹",))),
        ("100%", Amount(100, percent=True)),
        ("09", Amount(9)),
        ("−5,2", Amount(-5.2)),
        ("20 700", Amount(20700)),
        ("1.234,5", Amount(1234.5)),
        ("1,234.5", Amount(1234.5)),
        ("12.345.678", Amount(12345678)),
        ("150 triệu đồng", Amount(150, unit="triệu đồng")),
        ("Đạt 75%", Amount(75, percent=True)),
        ("tăng 5,2%", Amount(5.2, percent=True)),
    ],
)
def test_usual_wordings_are_read(text: str, amount: Amount) -> None:
    assert read_amount(text) == Read(amount)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1.234", {1234, 1.234}),
        ("1,234", {1234, 1.234}),
        ("1.200-1.500", {1200, 1.2}),
        ("(8,5)", {8.5, -8.5}),
        ("giảm 1,2", {1.2, -1.2}),
        ("12 (8)", {12}),
        ("08 đơn vị cấp huyện", {8}),
        ("≥ 3% và tăng dần theo yêu cầu", {3}),
        ("≤ 3 Đông Nam Á; ≤ 50 Thế giới", {3, 50}),
        ("1,2 triệu", {1.2}),
    ],
)
def test_what_may_say_two_things_is_asked(text: str, values: set[Any]) -> None:
    outcome = read_amount(text)
    assert isinstance(outcome, Unsure) and {candidate.value for candidate in outcome.candidates} == values


@pytest.mark.parametrize("text", ["", "abc", "Đạt", "40 50", "2/3", "1e5", "5-3", "1.23.4", "1,2,3", "٣"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert isinstance(read_amount(text), NotUnderstood)


def test_another_unit_than_expected_is_asked() -> None:
    assert read_amount("97%", unit="%") == Read(Amount(97, percent=True))
    assert read_amount("150 triệu", unit="triệu đồng") == Unsure((Amount(150),), rest="trieu")
    assert isinstance(read_amount("97%", unit="xã"), Unsure)


@pytest.mark.parametrize("text", ["–", "-", "…", "...", "(*)", "", "  ", "x", "Chưa có số liệu"])
def test_signs_of_nothing_are_no_zero(text: str) -> None:
    assert says_nothing(text)
    assert isinstance(read_amount(text), NotUnderstood)


def test_zero_is_something() -> None:
    assert not says_nothing("0") and read_amount("0") == Read(Amount(0))


def test_a_column_tells_its_decimal_mark_where_no_cell_contradicts() -> None:
    assert decimal_mark(["1.234", "8,5"]) == ","
    assert decimal_mark(["12.345.678", "…"]) == ","
    assert decimal_mark(["1.234"]) is None
    assert decimal_mark(["8,5", "8.5"]) is None


def test_who_writes_with_a_decimal_comma_means_one() -> None:
    assert readings("1,234", ",") == (1.234,)
    assert readings("1.234", ",") == (1234, 1.234)


def test_numbers_around_it_prove_what_a_point_is() -> None:
    assert readings("1.234", ",", proven=True) == (1234,) and readings("1.234", proven=True) == (1234, 1.234)
    assert readings("42.03", ",", proven=True) == (42.03,)  # no thousands: whoever wrote it slipped, and nothing else can be meant
    assert read_amount("≥ 1.234", decimal=",", proven=True) == Read(Amount(1234, op=">="))
    assert isinstance(read_amount("≥ 1.234", decimal=","), Unsure)


NUMBERS = st.one_of(st.integers(-(10**6), 10**6), st.decimals(-1000, 1000, places=2).map(float))
AMOUNTS = st.one_of(
    st.builds(Amount, NUMBERS, op=st.sampled_from([None, ">=", ">", "<=", "<", "=", "~"]), percent=st.booleans()),
    st.builds(
        lambda low, more, op, percent: Amount(low, low + more, op=op, percent=percent),
        st.integers(0, 10**6),
        st.integers(1, 100),
        st.sampled_from([None, "~"]),
        st.booleans(),
    ),
    st.builds(lambda low, more: Amount(low, low + more, open_ends=("min", "max"), percent=True), st.integers(0, 50), st.integers(1, 50)),
)


@given(AMOUNTS)
def test_what_is_printed_is_read_as_the_same(amount: Amount) -> None:
    assert read_amount(said(amount), decimal=",") == Read(amount)


@given(st.integers(0, 10**9), st.integers(0, 99))
def test_a_grouped_number_never_loses_digits(whole: int, part: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    meant = float(f"{whole}.{part:02d}")
    assert meant in readings(f"{grouped},{part:02d}")
    assert whole in readings(grouped)
