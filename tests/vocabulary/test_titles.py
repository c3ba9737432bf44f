"""Titles of columns: a plan is no result, half a year is no year, a district is not the province, and "ước" is not official."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.model.fields import TABLES
from tui.vocabulary.lexicon import words
from tui.vocabulary.outcome import NotUnderstood, Read, Unsure
from tui.vocabulary.titles import FieldTitle, FigureTitle, read_title, said


def result(year: int | None, vintage: str | None = None, months: tuple[int, int] = (1, 12)) -> FigureTitle:
    return FigureTitle("result", year, vintage, *months)


@pytest.mark.parametrize(
    ("texts", "title"),
    [
        (["Ước TH 2024"], result(2024, "estimate")),
        (["ƯTH năm 2024"], result(2024, "estimate")),
        (["Ước thực hiện cả năm 2024"], result(2024, "estimate")),
        (["Thực hiện năm 2024"], result(2024)),
        (["TH 2024 (sơ bộ)"], result(2024, "preliminary")),
        (["Chính thức 2023"], result(2023, "official")),
        (["KH 2024"], FigureTitle("plan", 2024, "plan")),
        (["Kế hoạch HĐND tỉnh giao năm 2024"], FigureTitle("plan", 2024, "plan")),
        (["Ước 6 tháng"], result(None, "estimate", (1, 6))),
        (["TH 9 tháng đầu năm 2024"], result(2024, None, (1, 9))),
        (["Thực hiện đến 30/6/2024"], result(2024, None, (1, 6))),
        (["TH quý III năm 2024"], result(2024, None, (7, 9))),
        (["Năm 2024", "KH"], FigureTitle("plan", 2024, "plan")),
        (["Năm 2024", "Ước 6 tháng"], result(2024, "estimate", (1, 6))),
        (["Năm 2024", "TH"], result(2024)),
        (["Mục tiêu đến năm 2025"], FigureTitle("target", 2025)),
        (["KH 2021 – 2025"], FigureTitle("target", years=(2021, 2025))),
        (["Bình quân 2021-2025"], FigureTitle("mean", years=(2021, 2025))),
    ],
)
def test_titles_of_figures(texts: list[str], title: FigureTitle) -> None:
    assert read_title(texts) == Read(title)


@pytest.mark.parametrize(
    "text", ["TH/KH (%)", "So với KH (%)", "% so với cùng kỳ 2023", "Tăng/giảm so với năm 2023", "TH năm 2024/KH năm 2024"]
)
def test_a_comparison_is_no_figure(text: str) -> None:
    outcome = read_title(text)
    assert isinstance(outcome, Read) and isinstance(outcome.value, FigureTitle) and outcome.value.what == "derived"


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("2024", ["result", "plan"]),
        ("Dự kiến 2025", ["result", "plan"]),
        ("TH 2024 thành phố Phổ Yên", ["result"]),
        ("Năm học 2024", ["result", "plan"]),
        ("9 tháng", ["result", "plan"]),
    ],
)
def test_what_a_title_leaves_open_is_asked(text: str, whats: list[str]) -> None:
    outcome = read_title(text)
    assert isinstance(outcome, Unsure)
    assert [title.what for title in outcome.candidates if isinstance(title, FigureTitle)] == whats


def test_an_unknown_word_is_named() -> None:
    outcome = read_title("TH 2024 thành phố Phổ Yên")
    assert isinstance(outcome, Unsure) and outcome.rest == "thanh pho pho yen"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Đơn vị chủ trì", "tasks.leads"),
        ("Cơ quan thực hiện", "tasks.leads"),
        ("CƠ QUAN, ĐƠN VỊ\nCHỦ TRÌ", "tasks.leads"),
        ("Thời gian hoàn thành", "tasks.due"),
        ("Nhiệm vụ, giải pháp", "tasks.summary"),
        ("Tên nhiệm vụ", "tasks.summary"),
        ("Sản phẩm", "tasks.deliverable"),
        ("Cơ quan phối hợp", "tasks.partners"),
        ("Tình trạng", "tasks.status"),
        ("Chỉ tiêu", "indicators.name"),
        ("ĐVT", "indicators.unit"),
        ("Cơ quan chủ trì theo dõi, đánh giá", "indicators.agency"),
        ("Số, kí hiệu", "documents.number"),
        ("STT", "order"),
        ("Ghi chú", "note"),
    ],
)
def test_titles_of_fields(text: str, field: str) -> None:
    assert read_title(text) == Read(FieldTitle(field))


def test_one_title_may_be_of_two_tables() -> None:
    assert isinstance(read_title("Đơn vị"), Unsure)
    assert read_title("Đơn vị", table="indicators") == Read(FieldTitle("indicators.unit"))
    assert read_title("Kết quả", table="tasks") == Read(FieldTitle("tasks.deliverable"))


@pytest.mark.parametrize("text", ["", "Người phụ trách", "TH KH 2024", "Ước chính thức 2024", "KH ước 2024"])
def test_what_is_unknown_or_contradicts_itself_is_not_read(text: str) -> None:
    assert isinstance(read_title(text), NotUnderstood)


def test_a_plan_has_titles_of_its_own() -> None:
    assert read_title("Bộ phận làm", own=(("Bộ phận làm", "tasks.leads"),)) == Read(FieldTitle("tasks.leads"))


def test_part_of_a_year_covers_up_to_its_last_day() -> None:
    assert result(2024, None, (1, 6)).as_of(2024) == dt.date(2024, 6, 30)
    assert result(2024, None, (10, 12)).as_of(2024) == dt.date(2024, 12, 31)
    assert result(2024).as_of(2024) is None


def test_every_field_there_are_titles_for_is_a_field() -> None:
    apart = {"order", "id", "note", "values.year", "values.value", "values.source", "values.vintage", "indicators.area"}
    apart |= {"indicators.part", "tasks.budget_source"}
    fields = {f"{name}.{key}" for name, spec in TABLES.items() for key in spec.by_key}
    assert set(words()["titles"]["columns"]) - apart <= fields


TITLES = st.builds(
    lambda what, year, vintage, months: FigureTitle(what, year, "plan" if what == "plan" else vintage, *months),
    st.sampled_from(["result", "plan"]),
    st.integers(2000, 2099),
    st.sampled_from([None, "estimate", "preliminary", "official"]),
    st.sampled_from([(1, 12), (1, 6), (1, 9), (1, 3), (7, 12), (4, 6), (7, 9), (10, 12), (5, 5)]),
)


@given(TITLES)
def test_what_is_printed_is_read_as_the_same(title: FigureTitle) -> None:
    assert read_title(said(title)) == Read(title)
