"""Deadlines as offices write them: what is read, what is asked, what is left alone."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.vocabulary.deadlines import Deadline, read_deadline, said
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure

DAY = dt.date


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("Quý II/2024", DAY(2024, 6, 30)),
        ("quí 2 năm 2024", DAY(2024, 6, 30)),
        ("Q4/2024", DAY(2024, 12, 31)),
        ("Hết quý III năm 2024", DAY(2024, 9, 30)),
        ("Quý I, II/2025", DAY(2025, 6, 30)),
        ("Quý I/2024 – Quý II/2025", DAY(2025, 6, 30)),
        ("tháng 6/2023", DAY(2023, 6, 30)),
        ("6/2023", DAY(2023, 6, 30)),
        ("02/2024", DAY(2024, 2, 29)),
        ("T6/2025", DAY(2025, 6, 30)),
        ("tháng 6-8/2024", DAY(2024, 8, 31)),
        ("trước 30/6/2024", DAY(2024, 6, 29)),
        ("Hoàn thành trước ngày 01/01/2025", DAY(2024, 12, 31)),
        ("trước tháng 6/2024", DAY(2024, 5, 31)),
        ("năm 2024", DAY(2024, 12, 31)),
        ("2024", DAY(2024, 12, 31)),
        ("đến hết năm 2025", DAY(2025, 12, 31)),
        ("2023-2025", DAY(2025, 12, 31)),
        ("giai đoạn 2021 – 2025", DAY(2025, 12, 31)),
        ("từ năm 2023 đến năm 2025", DAY(2025, 12, 31)),
        ("6 tháng đầu năm 2024", DAY(2024, 6, 30)),
        ("9 tháng năm 2024", DAY(2024, 9, 30)),
    ],
)
def test_what_is_no_day_keeps_its_wording_and_is_due_on_its_last_good_day(text: str, due: dt.date) -> None:
    assert read_deadline(text) == Read(Deadline("dated", due=due, text=" ".join(text.split())))


@pytest.mark.parametrize(
    "text", ["31/12/24", "31.12.2024", "31-12-2024", "2024-12-31", "ngày 31 tháng 12 năm 2024", "chậm nhất 31/12/2024"]
)
def test_a_day_is_a_day(text: str) -> None:
    assert read_deadline(text) == Read(Deadline("dated", due=DAY(2024, 12, 31)))


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("thường xuyên", Deadline("standing")),
        ("Nhiệm vụ thường xuyên", Deadline("standing")),
        ("hằng năm", Deadline("periodic", every="year")),
        ("Hàng năm", Deadline("periodic", every="year")),
        ("hằng quý", Deadline("periodic", every="quarter")),
        ("6 tháng/lần", Deadline("periodic", every="half_year")),
        ("ít nhất hai lần/năm", Deadline("periodic", every="year", times=2)),
        ("trước 20/11 hằng năm", Deadline("periodic", every="year", text="trước 20/11 hằng năm")),
        ("2025 và những năm tiếp theo", Deadline("standing", text="2025 và những năm tiếp theo")),
        ("từ năm 2023", Deadline("standing", text="từ năm 2023")),
    ],
)
def test_what_comes_again_is_no_day(text: str, deadline: Deadline) -> None:
    assert read_deadline(text) == Read(deadline)


@pytest.mark.parametrize(
    ("text", "mays"),
    [
        ("6-8/2024", {DAY(2024, 8, 31), DAY(2024, 8, 6)}),  # two months, or a day
        ("12/24", {DAY(2024, 12, 31)}),
        ("đầu năm 2024", {DAY(2024, 3, 31), DAY(2024, 6, 30)}),
        ("dự kiến tháng 6/2024", {DAY(2024, 6, 30)}),
        ("Quý II/2024 (trình HĐND)", {DAY(2024, 6, 30)}),
    ],
)
def test_what_may_be_two_things_is_asked(text: str, mays: set[dt.date]) -> None:
    outcome = read_deadline(text)
    assert isinstance(outcome, Unsure) and {candidate.due for candidate in outcome.candidates} == mays


@pytest.mark.parametrize(
    "text",
    [
        "",
        "–",
        "Theo yêu cầu",
        "Quý 5/2024",
        "13/2024",
        "31/02/2024",
        "Năm học 2023-2024",
        "2025-2023",
        "6/12",
        "5/6/2024 hoặc 7/8/2024",
        "quý II",
    ],
)
def test_nothing_is_invented(text: str) -> None:
    assert isinstance(read_deadline(text), NotUnderstood)


def test_a_year_that_stands_elsewhere_is_taken_from_there() -> None:
    assert read_deadline("Quý II", year=2024) == Read(Deadline("dated", due=DAY(2024, 6, 30), text="Quý II"))
    assert read_deadline("30/6", year=2024) == Read(Deadline("dated", due=DAY(2024, 6, 30)))


def test_a_plan_has_words_of_its_own() -> None:
    assert read_deadline("xuyên suốt", own=(("Xuyên suốt", "deadline.standing"),)) == Read(Deadline("standing", text="xuyên suốt"))


YEARS = st.integers(2000, 2099)
WORDED = st.one_of(
    st.builds("quý {}/{}".format, st.sampled_from(["I", "II", "III", "IV"]), YEARS),
    st.builds("trước tháng {}/{}".format, st.integers(1, 12), YEARS),
    st.builds("{}/{}".format, st.integers(1, 12), YEARS),
    st.builds(lambda first, more: f"{first}-{first + more}", YEARS, st.integers(1, 20)),
    st.builds("6 tháng {} năm {}".format, st.sampled_from(["đầu", "cuối"]), YEARS),
    st.dates(DAY(1950, 1, 1), DAY(2150, 1, 1)).map(lambda day: day.strftime("%d/%m/%Y")),
    st.sampled_from(["thường xuyên", "hằng năm", "hằng quý", "hằng tháng", "6 tháng một lần", "3 lần/năm", "2 lần/quý"]),
)


@given(WORDED)
def test_what_is_read_and_printed_is_read_as_the_same(text: str) -> None:
    first = read_deadline(text)
    assert isinstance(first, Read)
    assert read_deadline(said(first.value)) == first


@given(st.text("0123456789/.- IVquýthángnămtrđếnhằ", max_size=24))
def test_any_text_ends_in_an_outcome(text: str) -> None:
    outcome = read_deadline(text)
    if isinstance(outcome, Read):
        assert (outcome.value.due is not None) == (outcome.value.mode == "dated")
