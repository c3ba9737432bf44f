"""Tables of others: what they say is taken in, what they leave open is asked, and no figure is ever another than its cell is.

Each fault that was found stands here at the level of cells; the law over tables at random is below.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.paths import SAMPLE
from tests.support.random_tables import made_table, wrong
from tui.exchange.cell_reader import place_of
from tui.exchange.cells import Cell, CellKind, CellSheet, Range, texts_sheet
from tui.exchange.import_result import CannotImport, ImportResult, figure_lines
from tui.exchange.importing import with_vintage
from tui.exchange.reading.named_area import areas_named
from tui.exchange.table_reader import import_tables
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.edits import SetField
from tui.model.plan import Plan
from tui.model.proposal import Proposal, made_of, sift, with_needed
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2025, 3, 1)
POOR, SHARE, GRDP = "Tỷ lệ hộ nghèo", "Tỷ trọng dịch vụ", "Tốc độ tăng trưởng GRDP bình quân"


def taken(*sheets: CellSheet | Sequence[Sequence[Any]], plan: Plan | None = None, day: dt.date = DAY) -> ImportResult:
    tables = [sheet if isinstance(sheet, CellSheet) else texts_sheet("", sheet) for sheet in sheets]
    return import_tables(tables, plan or load(SAMPLE).plan, (VI, EN), day)


def sure(found: ImportResult) -> dict[tuple[str, int], tuple[float, str | None]]:
    """(indicator, year) → value and vintage of what would be taken in unasked; a part of a year stands by its last day."""
    return {
        (f.id, f.year if f.as_of is None else int(f.as_of.strftime("%Y%m"))): (f.value, f.vintage) for f in found.figures if f.doubt is None
    }


def asked(found: ImportResult) -> list[tuple[str, float, str]]:
    return [(f.id, f.value, EN.sentence(f.doubt)) for f in found.figures if f.doubt is not None]


def left(found: ImportResult) -> dict[str, str]:
    return {EN.sentence(r.place): EN.sentence(r.what) for r in found.rejects if r.place is not None}


def with_values(id: str, *values: dict[str, Any]) -> Plan:
    plan = load(SAMPLE).plan
    workspace = Workspace(plan)
    workspace.apply([workspace.set_field("indicators", id, "values", list(values))], say("x"))
    return plan


# -- titles -------------------------------------------------------------------------------------------------------------

TWO_ROWS = [["TT", "Chỉ tiêu", "ĐVT", "Năm 2023", None, "Năm 2024", None], [None, None, None, "KH", "TH", "KH", "TH"]]


@pytest.mark.parametrize("merged", [(), (*(Range(0, c, 1, c) for c in range(3)), Range(0, 3, 0, 4), Range(0, 5, 0, 6))])
def test_a_planned_figure_under_two_rows_of_titles_is_no_result_and_the_result_is_not_left_out(merged: tuple[Range, ...]) -> None:
    rows = [*TWO_ROWS, ["A", "B", "C", 1, 2, 3, 4], [1, POOR, "%", 8.0, 7.5, 6.0, 5.5]]
    found = taken(attrs.evolve(texts_sheet("x", rows), merged=merged))
    assert sure(found) == {("ngheo", 2023): (7.5, None), ("ngheo", 2024): (5.5, None)}
    assert [(value, "planned" in why) for _, value, why in asked(found)] == [(8.0, True), (6.0, True)]


@pytest.mark.parametrize(
    ("title", "vintage"),
    [
        ("Ước TH 2024", "estimate"),
        ("Thực hiện năm 2024", None),
        ("TH 2024 (sơ bộ)", "preliminary"),
        ("Ước thực hiện\nnăm 2024", "estimate"),
    ],
)
def test_a_title_says_the_vintage_and_what_is_asked_once_does_not_overrule_it(title: str, vintage: str | None) -> None:
    found = taken([["Chỉ tiêu", title], [POOR, "2,5"]])
    assert sure(found) == {("ngheo", 2024): (2.5, vintage)}
    [line] = figure_lines(load(SAMPLE).plan, found.figures, "official", None)
    assert line.edits[0].new == [{"year": 2024, "value": 2.5, "vintage": vintage or "official"}]


@pytest.mark.parametrize(
    "title",
    [
        "KH 2024",
        "Dự kiến 2024",
        "TP Phổ Yên 2024",
        "Quý II/2024",
        "TH tháng 6/2024",
        "TH 2024 khu vực nông thôn",
        "TH/ƯTH 2024",
        "TH 6 tháng cuối năm 2024",
    ],
)
def test_what_is_no_result_of_the_whole_year_and_area_is_never_taken_as_one(title: str) -> None:
    found = taken([["Chỉ tiêu", title], [POOR, 2.5]])
    assert sure(found) == {} and (asked(found) or left(found))


@pytest.mark.parametrize("title", ["So sánh TH/KH 2024 (%)", "% đạt KH 2024", "Tăng/giảm 2024", "Bình quân 2021-2024", "Cùng kỳ 2024"])
def test_a_comparison_is_no_figure(title: str) -> None:
    found = taken([["Chỉ tiêu", "TH 2023", title], [POOR, 2.5, 104.2]])
    assert [f.value for f in found.figures] == [2.5] and "“" in left(found)["cell C1"]


def test_a_part_of_the_year_is_kept_as_a_part() -> None:
    found = taken([["Chỉ tiêu", "Năm 2024", None], [None, "TH 6 tháng", "TH 9 tháng"], [POOR, 3.1, 2.9]])
    assert sure(found) == {("ngheo", 202406): (3.1, None), ("ngheo", 202409): (2.9, None)}


def test_a_bare_year_is_a_result_only_where_nothing_speaks_of_plans_and_the_year_is_over() -> None:
    assert sure(taken([["Chỉ tiêu", 2023, 2024], [POOR, 2.5, 2.4]])) == {("ngheo", 2023): (2.5, None), ("ngheo", 2024): (2.4, None)}
    for rows in (
        [["Chỉ tiêu", 2024, "TH 2023"], [POOR, 2.5, 2.4]],
        [["Chỉ tiêu", 2025, "TH 2023"], [POOR, 2.5, 2.4]],
        [["CHỈ TIÊU KẾ HOẠCH 5 NĂM"], ["Chỉ tiêu", 2024, 2023], [POOR, 2.5, 2.4]],
    ):
        assert [key for key in sure(taken(rows)) if key[1] != 2023] == []


# -- what stands around -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "above",
    [
        "Kết quả 6 tháng đầu năm 2024",
        "Thành phố Sông Công",
        "HUYỆN ĐỊNH HÓA",
        "Ước thực hiện các chỉ tiêu",
        "ĐVT: nghìn người",
        "Báo cáo quý II",
    ],
)
def test_what_stands_above_a_table_makes_its_figures_doubtful(above: str) -> None:
    found = taken([[above], ["Chỉ tiêu", "TH 2024"], [POOR, 2.5]])
    assert sure(found) == {} and len(asked(found)) == 1


@pytest.mark.parametrize(
    "heading",
    [
        "BIỂU CHỈ TIÊU PHÁT TRIỂN KINH TẾ - XÃ HỘI GIAI ĐOẠN 2021 - 2025",
        "Biểu Chỉ Tiêu Phát Triển Kinh Tế - Xã Hội Năm 2024",
        "Phát triển kinh tế - xã hội tỉnh",
        "XÃ HỘI HÓA VÀ AN SINH XÃ HỘI",
        "AN SINH XÃ HỘI TOÀN TỈNH",
        "BIEU CHI TIEU PHAT TRIEN KINH TE - XA HOI NAM 2024",
        "HUY ĐỘNG NGUỒN LỰC XÃ HỘI",
        "QUẢN LÝ NHÀ NƯỚC VỀ GIẢM NGHÈO",
        "QUÂN SỰ ĐỊA PHƯƠNG, QUAN HỆ LAO ĐỘNG",
        "PHƯƠNG HƯỚNG PHÁT TRIỂN BỀN VỮNG GIẢM NGHÈO",
        "THỊ TRƯỜNG LAO ĐỘNG, TỈNH TÁO",
        "SỐ XÃ ĐẠT CHUẨN NÔNG THÔN MỚI",
        "Số xã đạt chuẩn, huyện ủy quản lý",
        "XÃ NÔNG THÔN MỚI NÂNG CAO",
        "CÁC XÃ PHƯỜNG THỊ TRẤN NĂM 2024",
        "CÁC HUYỆN, THÀNH PHỐ GIAI ĐOẠN 2021 - 2025",
        "LIÊN KẾT VÙNG KINH TẾ TRỌNG ĐIỂM",
        "XÃ HỘI",
    ],
)
def test_words_that_begin_like_an_area_are_none(heading: str) -> None:
    assert list(areas_named(heading)) == []


@pytest.mark.parametrize(
    ("heading", "area"),
    [
        ("BIỂU CHỈ TIÊU KINH TẾ - XÃ HỘI HUYỆN ĐỊNH HÓA GIAI ĐOẠN 2021 - 2025", "HUYỆN ĐỊNH HÓA"),
        ("KINH TẾ - XÃ HỘI XÃ TÂN HÒA NĂM 2024", "XÃ TÂN HÒA"),
        ("Chỉ tiêu của xã Tân Thái năm 2024", "xã Tân Thái"),
        ("UBND XÃ HỘI SƠN", "XÃ HỘI SƠN"),
        ("Xã Hội Sơn", "Xã Hội Sơn"),
        ("Các chỉ tiêu của Xã Hội Sơn", "Xã Hội Sơn"),
        ("HUYỆN NĂM CĂN NĂM 2024", "HUYỆN NĂM CĂN"),
        ("HUYỆN PHÚ QUÝ QUÝ II", "HUYỆN PHÚ QUÝ"),
        ("TP. PHỔ YÊN", "TP. PHỔ YÊN"),
        ("Phường Đoàn Kết", "Phường Đoàn Kết"),
        ("XÃ THỐNG NHẤT", "XÃ THỐNG NHẤT"),
        ("UBND HUYEN DINH HOA", "HUYEN DINH HOA"),
        ("Thị xã Ái Mộ", "Thị xã Ái Mộ"),
        ("ĐẶC KHU PHÚ QUỐC ĐẾN NĂM 2030", "ĐẶC KHU PHÚ QUỐC"),
        ("XÃ ĐẠI PHÚC TỈNH THÁI NGUYÊN", "XÃ ĐẠI PHÚC"),
    ],
)
def test_an_area_is_a_kind_and_a_proper_name(heading: str, area: str) -> None:
    assert list(areas_named(heading)) == [area]
    decomposed = unicodedata.normalize("NFD", heading)
    assert list(areas_named(decomposed)) == [area]


def test_the_commonest_heading_puts_no_figure_in_doubt() -> None:
    above = "BIỂU CHỈ TIÊU PHÁT TRIỂN KINH TẾ - XÃ HỘI GIAI ĐOẠN 2021 - 2025"
    assert sure(taken([[above], ["Chỉ tiêu", "TH 2024"], [POOR, 2.5]])) == {("ngheo", 2024): (2.5, None)}
    ours = taken([[f"{above}, HUYỆN ĐỊNH HÓA"], ["Chỉ tiêu", "TH 2024"], [POOR, 2.5]])
    assert sure(ours) == {} and "“HUYỆN ĐỊNH HÓA”" in asked(ours)[0][2]


def test_a_second_table_has_its_own_year() -> None:
    rows = [["Chỉ tiêu", "TH 2024"], [POOR, 2.5], [], ["Năm 2023"], ["Chỉ tiêu", "TH"], [POOR, 3.5]]
    found = taken(rows)
    assert sure(found) == {("ngheo", 2024): (2.5, None)}
    assert [(f.year, f.value) for f in found.figures if f.doubt is not None] == [(2023, 3.5)]


def test_tables_side_by_side_are_two() -> None:
    rows = [["TT", "Chỉ tiêu", "TH 2024", None, "TT", "Chỉ tiêu", "TH 2023"], [1, POOR, 2.5, None, 1, SHARE, 31.5]]
    assert sure(taken(rows)) == {("ngheo", 2024): (2.5, None), ("dich-vu", 2023): (31.5, None)}


@pytest.mark.parametrize("heading", ["Thành phố Sông Công", "Kế hoạch", "6 tháng đầu năm", "Sông Công"])
def test_a_heading_over_rows_is_read_with_them(heading: str) -> None:
    assert sure(taken([["TT", "Chỉ tiêu", "TH 2024"], [None, heading, None], [1, POOR, 2.5]])) == {}
    ours = taken([["TT", "Chỉ tiêu", "TH 2024"], ["I", "Xã hội", None], [1, POOR, 2.5]])
    assert sure(ours) == {("ngheo", 2024): (2.5, None)}


@pytest.mark.parametrize("name", ["6T2024", "Q2-2024", "T6.2024", "KH 2024", "UTH"])
def test_the_name_of_a_sheet_is_read_too(name: str) -> None:
    assert sure(taken(texts_sheet(name, [["Chỉ tiêu", 2024], [POOR, 2.5]]))) == {}


def test_what_is_signed_below_and_remarked_beside_is_read_too() -> None:
    rows = [["TT", "Chỉ tiêu", "TH 2024"], [1, POOR, 2.5], [], [None, None, "TM. UBND HUYỆN PHÚ BÌNH"]]
    assert sure(taken(rows)) == {} and len(asked(taken(rows))) == 1
    beside = taken([["Chỉ tiêu", "Phân loại", 2024], [POOR, "KH", 2.5], [None, "TH", 2.6], [SHARE, None, 31.5]])
    assert sure(beside) == {("dich-vu", 2024): (31.5, None)} and left(beside)["cell C3"] == "the row has figures and no name"
    remarked = taken([["Chỉ tiêu", "TH 2024", "Ghi chú"], [POOR, 2.5, "Số ước 9 tháng"], [SHARE, 31.5, "Theo Niên giám"]])
    assert sure(remarked) == {("dich-vu", 2024): (31.5, None)}


def test_kinds_over_years_and_areas_under_a_year() -> None:
    over = taken([["TT", "Chỉ tiêu", "Kế hoạch", None, "Thực hiện", None], [None, None, 2023, 2024, 2023, 2024], [1, POOR, 4, 3, 3.5, 2.5]])
    assert sure(over) == {("ngheo", 2023): (3.5, None), ("ngheo", 2024): (2.5, None)}
    areas = taken([["Chỉ tiêu", "TH 2024", None, None], [None, "Toàn tỉnh", "TP Phổ Yên", "Huyện Phú Bình"], [POOR, 2.5, 1.5, 3.5]])
    assert sure(areas) in ({}, {("ngheo", 2024): (2.5, None)}) and {1.5, 3.5} <= {f.value for f in areas.figures if f.doubt}


# -- hidden, twice --------------------------------------------------------------------------------------------------------


def test_hidden_sheets_are_not_read_hidden_rows_and_columns_are_asked() -> None:
    rows = [["Chỉ tiêu", "TH 2024", "TH 2023"], [POOR, 2.5, 3.5], [SHARE, 31.5, 30.5]]
    shown, hidden = texts_sheet("Sheet1", rows), texts_sheet("Nháp", [["Chỉ tiêu", "TH 2024"], [POOR, 9.9]], hidden=True)
    found = taken(attrs.evolve(shown, hidden_rows=frozenset({2}), hidden_columns=frozenset({2})), hidden)
    assert sure(found) == {("ngheo", 2024): (2.5, None)}
    assert {why for _, _, why in asked(found)} == {"stands in a row that is hidden or filtered away", "stands in a hidden column"}
    assert left(found)["sheet “Nháp”"] == "the sheet is hidden, so it is not read"


def test_the_same_row_twice_asks_of_both_and_two_tables_that_differ_too() -> None:
    twice = taken([["Chỉ tiêu", "TH 2024"], [POOR, 2.5], [SHARE, 31.5], [POOR, 2.6]])
    assert sure(twice) == {("dich-vu", 2024): (31.5, None)} and [value for _, value, _ in asked(twice)] == [2.5, 2.6]
    apart = taken([["Chỉ tiêu", "TH 2024"], [POOR, 2.5]], [["Chỉ tiêu", "Thực hiện 2024"], [POOR, 2.6]])
    assert sure(apart) == {} and len(asked(apart)) == 2
    agreeing = taken([["Chỉ tiêu", "TH 2024"], [POOR, 2.5]], [["Chỉ tiêu", "Thực hiện 2024"], [POOR, 2.5]])
    assert sure(agreeing) == {("ngheo", 2024): (2.5, None)} and asked(agreeing) == []


# -- names and units ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["Tăng trưởng dịch vụ", "Dịch vụ", "Nước sạch", "Hộ nghèo", "GRDP bình quân", "ty le ho ngheo", "Tỷ lệ hộ nghẹo"]
)
def test_a_name_is_not_matched_by_some_of_its_words_nor_without_its_marks(name: str) -> None:
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [name, 2.5], [SHARE, 31.5]])) == {("dich-vu", 2024): (31.5, None)}


@pytest.mark.parametrize(
    "name", ["1.2. Tỉ lệ hộ nghèo", "- Tỷ lệ hộ nghèo (%)", "TỶ LỆ HỘ NGHÈO", "(3) Tỷ lệ  hộ nghèo(*)", "Tỷ lệ hộ nghèo¹"]
)
def test_a_name_is_matched_however_it_is_numbered_marked_and_spelled(name: str) -> None:
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [name, 2.5]])) == {("ngheo", 2024): (2.5, None)}


def test_another_unit_is_asked_about_and_never_written_under_a_target() -> None:
    for rows in (
        [["Chỉ tiêu", "Đơn vị tính", "TH 2024"], [POOR, "nghìn người", 2.5]],
        [["Chỉ tiêu", "TH 2024"], [f"{POOR} (nghìn hộ)", 2.5]],
        [["Chỉ tiêu", "TH 2024"], [POOR, 2_500_000]],
    ):
        found = taken(rows)
        assert sure(found) == {} and len(asked(found)) == 1 and found.lines == []


def test_an_id_of_one_record_and_the_name_of_another_are_asked() -> None:
    rows = [["Mã", "Chỉ tiêu", "TH 2024"], ["ngheo", SHARE, 2.5], ["dich-vu", "Tên khác hẳn", 31.5], ["grdp", GRDP, 6.7]]
    found = taken(rows)
    assert sure(found) == {("grdp", 2024): (6.7, None)} and [value for _, value, _ in asked(found)] == [2.5, 31.5]


def test_figures_of_two_vintages_in_one_year_are_no_row_twice() -> None:
    rows = [
        ["Chỉ tiêu", "Năm", "Loại số liệu", "Giá trị"],
        [POOR, 2024, "Ước", 2.4],
        [POOR, 2024, "Chính thức", 2.5],
        [POOR, 2023, "khác", 3],
    ]
    found = taken(rows)
    assert sure(found)["ngheo", 2024] == (2.5, "official") and {(f.value, f.vintage) for f in found.figures if not f.doubt} == {
        (2.4, "estimate"),
        (2.5, "official"),
    }
    assert len(asked(found)) == 1


def test_a_part_of_one_is_no_percentage_of_a_task() -> None:
    task = load(SAMPLE).plan.tables["tasks"]["III-4"]["summary"]
    for told in (0.5, "0,5"):
        found = taken([["Nhiệm vụ", "Chủ trì", "Tiến độ (%)"], [task, None, told]])
        assert found.lines == [] and "50" in left(found)["cell C2"]


def test_a_plain_table_sets_nothing_that_was_agreed() -> None:
    rows = [
        ["id", "Tên chỉ tiêu", "ĐVT", "Mục tiêu", "Năm", "Ghi chú", "kind", "period"],
        ["ngheo", "Tên khác", "người", 9, 2030, "x", "share", "2026"],
    ]
    found = taken(rows)
    assert [edit for line in found.lines for edit in line.edits] == [] and "reason and legal basis" in left(found)["cell D2"]
    agencies = taken([["Tên cơ quan", "Viết tắt"], ["Sở Y tế", "Khác"]])
    assert [edit for line in agencies.lines for edit in line.edits] == []


def test_the_long_form_never_sets_the_year_of_the_target() -> None:
    found = taken([["id", "year", "value"], ["ngheo", 2023, 2.5], ["ngheo", 2024, 2.4], ["dich-vu", "Năm 2023", "31,5"]])
    assert sure(found) == {("ngheo", 2023): (2.5, None), ("ngheo", 2024): (2.4, None), ("dich-vu", 2023): (31.5, None)}
    assert found.lines == []
    by_area = taken([["id", "Huyện", "year", "value"], ["ngheo", "Phú Bình", 2023, 2.5], ["ngheo", "Toàn tỉnh", 2023, 2.4]])
    assert sure(by_area) == {("ngheo", 2023): (2.4, None)}


# -- what the plan holds ------------------------------------------------------------------------------------------------


def test_a_result_equal_to_a_plan_or_to_a_half_year_is_still_a_result() -> None:
    half = {"year": 2024, "value": 2.6, "vintage": "estimate", "as_of": dt.date(2024, 6, 30)}
    plan = with_values("ngheo", {"year": 2024, "value": 2.5, "vintage": "plan"}, half)
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [POOR, 2.5]], plan=plan)) == {("ngheo", 2024): (2.5, None)}
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [POOR, 2.6]], plan=plan)) == {("ngheo", 2024): (2.6, None)}


def test_what_the_plan_holds_is_no_change() -> None:
    plan = with_values("ngheo", {"year": 2024, "value": 2.5, "vintage": "official"})
    found = taken([["Chỉ tiêu", "Mục tiêu", "TH 2024"], [POOR, "≤ 3", "2,5"]], plan=plan)
    assert (found.figures, found.lines, found.rejects, len(found.same)) == ([], [], [], 2)


def test_a_figure_that_replaces_one_is_asked_and_keeps_neither_its_note_nor_its_source() -> None:
    old = {"year": 2024, "value": 2.7, "vintage": "estimate", "source": "nien-giam", "note": "theo ước tháng 11"}
    plan = with_values("ngheo", old)
    found = taken([["Chỉ tiêu", "Ước TH 2024"], [POOR, 2.5]], plan=plan)
    [line] = figure_lines(plan, found.figures, None, None)
    assert line.doubt is not None and line.edits[0].new == [{"year": 2024, "value": 2.5, "vintage": "estimate"}]
    [beside] = figure_lines(plan, found.figures, None, "khac")
    assert beside.edits[0].new == [old, {"year": 2024, "value": 2.5, "vintage": "estimate", "source": "khac"}]


def test_the_future_has_no_results() -> None:
    found = taken([["Chỉ tiêu", "TH 2025", "Ước TH 2025"], [POOR, 2.5, 2.4]])
    assert sure(found) == {("ngheo", 2025): (2.4, "estimate")}
    assert sure(taken([["Chỉ tiêu", "Ước TH 2026"], [POOR, 2.5]])) == {}


# -- cells ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("2,53(1)", 2.53),
        ("2,53¹", 2.53),
        ("2,53 (*)", 2.53),
        (Cell(CellKind.NUMBER, 0.0253, percent=True), 2.53),
        ("2,53 %", 2.53),
        ("2.53", 2.53),
    ],
)
def test_a_figure_is_read_through_what_is_printed_around_it(cell: Any, value: float) -> None:
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [POOR, cell]])) == {("ngheo", 2024): (value, None)}


@pytest.mark.parametrize("cell", ["–", "…", "x", "(*)", "-", "chưa có số liệu"])
def test_a_dash_says_nothing(cell: str) -> None:
    found = taken([["Chỉ tiêu", "TH 2024"], [POOR, cell], [SHARE, 31.5]])
    assert sure(found) == {("dich-vu", 2024): (31.5, None)} and left(found) == {}


@pytest.mark.parametrize(
    "cell",
    ["2.534", "2,5-3", "≥ 2", "khoảng 3", "2 hộ", "#REF!", Cell(CellKind.FORMULA, "", formula=True), "2,5 (3,1)", dt.date(2024, 5, 2)],
)
def test_a_cell_in_doubt_is_asked_or_left_out(cell: Any) -> None:
    found = taken([["Chỉ tiêu", "TH 2024"], [POOR, cell], [SHARE, 31.5]])
    assert sure(found) == {("dich-vu", 2024): (31.5, None)} and (asked(found) or left(found))


def test_a_footnote_that_changes_what_a_figure_is_makes_it_doubtful() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "TH 2024"],
        [1, POOR, "2,5(1)"],
        [2, SHARE, "31,5(2)"],
        ["(1) Số ước 9 tháng"],
        ["(2) Theo Niên giám thống kê"],
    ]
    found = taken(rows)
    assert sure(found) == {("dich-vu", 2024): (31.5, None)} and "9 tháng" in asked(found)[0][2]


@pytest.mark.parametrize(
    ("name", "title", "note", "why"),
    [
        (f"{POOR} (*)", "TH 2024", "(*) Chưa bao gồm huyện Phú Bình", "Phú Bình"),
        (POOR, "TH 2024(1)", "(1) Số liệu ước thực hiện", "ước"),
        (POOR, "TH 2024", "Ghi chú: Số liệu năm 2024 là số ước thực hiện", "ước"),
    ],
)
def test_a_footnote_at_a_name_a_title_or_of_all_makes_figures_doubtful(name: str, title: str, note: str, why: str) -> None:
    found = taken([["TT", "Chỉ tiêu", title], [1, name, 2.5], [note]])
    assert sure(found) == {} and why in asked(found)[0][2]
    assert sure(taken([["TT", "Chỉ tiêu", title], [1, name, 2.5], ["Nguồn: Cục Thống kê tỉnh"]])) == {("ngheo", 2024): (2.5, None)}


@pytest.mark.parametrize("cell", ["tăng 2,5", "−2,5", "- 2,5"])
def test_what_may_be_a_change_is_asked_of_a_level(cell: str) -> None:
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [POOR, cell], [SHARE, 31.5]])) == {("dich-vu", 2024): (31.5, None)}
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [GRDP, "tăng 6,7"]])) == {("grdp", 2024): (6.7, None)}


def test_three_rows_of_titles_without_merged_cells() -> None:
    rows = [["TT", "Chỉ tiêu", "Năm 2024", None, None], [None, None, "KH", "TH", None], [None, None, None, "6 tháng", "Cả năm"]]
    found = taken([*rows, [1, POOR, 3.0, 2.9, 2.5]])
    assert sure(found) == {("ngheo", 202406): (2.9, None), ("ngheo", 2024): (2.5, None)} and [v for _, v, _ in asked(found)] == [3.0]


def test_one_way_of_writing_numbers_is_taken_from_the_whole_table() -> None:
    plan = with_values("ngheo", {"year": 2020, "value": 1500, "vintage": "official"})
    assert sure(taken([["Chỉ tiêu", "TH 2024"], [POOR, "1.534,5"], [SHARE, "31,534"]], plan=plan))["dich-vu", 2024] == (31.534, None)
    assert ("dich-vu", 2024) not in sure(taken([["Chỉ tiêu", "TH 2024"], [POOR, "1534"], [SHARE, "31,534"]], plan=plan))


# -- the law --------------------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1_000_000))
def test_what_is_taken_in_unasked_is_what_its_cell_is(seed: int) -> None:
    table = made_table(seed)
    try:
        found = taken(table.sheet)
    except CannotImport:
        return
    assert wrong(table, found.figures, place_of) == []
    agreed = {"name", "unit", "target", "year", "kind", "period", "note", "op"}
    assert not {edit.field for line in found.lines for edit in line.edits} & agreed


# -- new records ----------------------------------------------------------------------------------------------------------


def empty_plan() -> Plan:
    plan, _ = read_plan(
        {"format": 2, "plan": {"title": "Chương trình", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}}
    )
    return plan


def made(*sheets: Sequence[Sequence[Any]], plan: Plan | None = None) -> tuple[Plan, Proposal]:
    """An empty plan with all that is taken unasked."""
    plan = plan or empty_plan()
    proposal = sift(plan, *with_vintage(plan, taken(*sheets, plan=plan), None, None)).settled
    Workspace(plan).apply(made_of(proposal.lines), say("x"))
    return plan, proposal


ANNEX = [
    ["TT", "Nhiệm vụ, giải pháp", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành"],
    ["I", "Nâng cao nhận thức"],
    [1, "Xây dựng chương trình tuyên truyền", "Bộ Khoa học và Công nghệ", "VTV, VOV; các bộ, ngành", "Quyết định", "Quý II/2026"],
    [2, "Tổ chức phong trào học tập số", "Các bộ, ngành, địa phương", None, None, "Thường xuyên"],
    ["II", "Hoàn thiện thể chế"],
    [3, "Việc có lời rất dài " + "và dài " * 40, "Bộ Khoa học và Công nghệ", None, "Luật", "12/2026"],
]


def test_an_annex_of_tasks_becomes_sections_bodies_and_tasks() -> None:
    plan, proposal = made(ANNEX)
    assert proposal.rejects == ()
    assert [(s["number"], s["title"]) for s in plan.tables["sections"].values()] == [
        ("I", "Nâng cao nhận thức"),
        ("II", "Hoàn thiện thể chế"),
    ]
    assert list(plan.tables["tasks"]) == ["I-1", "I-2", "II-1"]
    first, standing, long = plan.tables["tasks"].values()
    names = {id: record["name"] for id, record in plan.tables["agencies"].items()}
    assert [names[id] for id in first["leads"]] == ["Bộ Khoa học và Công nghệ"]
    assert [names[id] for id in first["partners"]] == ["VTV", "VOV", "Các bộ, ngành"]
    assert (first["due"], first["mode"], first["due_text"], first["deliverable"]) == (
        dt.date(2026, 6, 30),
        "dated",
        "Quý II/2026",
        "Quyết định",
    )
    assert standing["mode"] == "standing" and names[standing["leads"][0]] == "Các bộ, ngành, địa phương"
    assert len(long["summary"]) <= 200 and long["text"].startswith("Việc có lời rất dài") and long["leads"] == first["leads"]


def test_parts_of_a_document_keep_their_own_numbers_and_stand_in_each_other() -> None:
    rows = [["TT", "Nhiệm vụ", "Cơ quan chủ trì"], ["Chương I. Quy định chung"], ["Điều 1. Phạm vi"], [1, "Việc 1", "Sở Y tế"]]
    rows += [
        ["Điều 2: Đối tượng"],
        [2, "Việc 2", "Sở Y tế"],
        ["Chương II – Tổ chức"],
        [3, "Việc 3", "Sở Y tế"],
        ["III.1.đ. Khác"],
        [4, "Việc", "Sở Y tế"],
    ]
    merged = tuple(Range(row, 0, row, 2) for row, cells in enumerate(rows) if len(cells) == 1)
    plan = empty_plan()
    found = taken(attrs.evolve(texts_sheet("x", rows), merged=merged), plan=plan)
    Workspace(plan).apply(made_of(sift(plan, found.lines, found.rejects).settled.lines), say("x"))
    told = {id: (s["number"], s["title"], s.get("parent")) for id, s in plan.tables["sections"].items()}
    assert told == {
        "Chuong-I": ("Chương I", "Quy định chung", None),
        "Dieu-1": ("Điều 1", "Phạm vi", "Chuong-I"),
        "Dieu-2": ("Điều 2", "Đối tượng", "Chuong-I"),
        "Chuong-II": ("Chương II", "Tổ chức", None),
        "III-1-dd": ("III.1.đ", "Khác", "Chuong-II"),
    }


def test_a_heading_with_its_whole_number_stands_only_under_its_beginning() -> None:
    heads = ["II", "III", "III.1", "III.1.a", "III.1.b", "III.2", "III.3.a", "IV.1", "1", "1.1", "2", "3.1"]
    rows = [["TT", "Nhiệm vụ", "Cơ quan chủ trì"]]
    for number, head in enumerate(heads, start=1):
        rows += [[head, f"Phần {number}"], [number, f"Việc {number}", "Sở Y tế"]]
    plan, _ = made(rows)
    numbers = {id: s["number"] for id, s in plan.tables["sections"].items()}
    told = {s["number"]: numbers.get(s.get("parent", "")) for s in plan.tables["sections"].values()}
    assert {number: told[number] for number in ("III.1", "III.1.a", "III.1.b", "III.2", "III.3.a", "IV.1")} == {
        "III.1": "III",
        "III.1.a": "III.1",
        "III.1.b": "III.1",
        "III.2": "III",
        "III.3.a": "III",
        "IV.1": None,
    }


def test_a_new_body_is_called_as_it_is_called_most_and_no_word_of_its_name_is_lost() -> None:
    leads = ["Các bộ, ngành và địa phương", "Các bộ, ngành, địa phương", "Bộ, ngành, địa phương", "Các bộ, ngành, địa phương"]
    rows = [["TT", "Nhiệm vụ", "Cơ quan chủ trì"], ["III.1.a", "Phần đầu"]]
    rows += [[n, f"Việc {n}", lead] for n, lead in enumerate([*leads, "Các bộ, ngành liên quan", "Các bộ, ngành"], start=1)]
    plan, _ = made(rows)
    assert list(plan.tables["sections"]) == ["III-1-a"]
    names = {id: record["name"] for id, record in plan.tables["agencies"].items()}
    told = [[names[id] for id in task["leads"]] for task in plan.tables["tasks"].values()]
    assert told == [["Các bộ, ngành, địa phương"]] * 4 + [["Các bộ, ngành liên quan"], ["Các bộ, ngành"]]


def test_an_annex_of_targets_becomes_goals_and_indicators() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "Đơn vị", "Kết quả", "Cơ quan chủ trì theo dõi, đánh giá"],
        ["I", "Đến năm 2030"],
        [1, "Quy mô kinh tế số", "% GDP", "≥ 30", "Bộ Công an, Bộ Tài chính"],
        [2, "Số tổ chức được xếp hạng", "Tổ chức", "40 - 50", "Bộ Tài chính"],
        [3, "Hạ tầng số", None, "Tiên tiến, hiện đại", "Bộ Tài chính"],
        [4, "Nhóm chỉ tiêu con", None, None, None],
        ["4.1", "Phủ sóng", "%", "100%", "Bộ Tài chính"],
        ["II", "Đến năm 2045"],
        [5, "Quy mô kinh tế số", "% GDP", "> 50", "Bộ Tài chính"],
        [6, "Chi ngân sách " + "rất dài " * 30, "%", "≥ 3% và tăng dần", "Bộ Tài chính"],
    ]
    plan, _ = made(rows)
    assert taken(rows, plan=plan).lines == []
    held = list(plan.tables["indicators"].values())
    assert [(i.get("op"), i.get("target"), i.get("target_max"), i.get("year"), i["kind"]) for i in held] == [
        (">=", 30, None, 2030, "end_level"),
        ("=", 40, 50, 2030, "end_level"),
        (None, None, None, None, "qualitative"),
        ("=", 100, None, 2030, "end_level"),
        (">", 50, None, 2045, "end_level"),
        (None, None, None, None, "end_level"),
    ]
    assert held[5]["note"].startswith("Chi ngân sách rất dài") and "tăng dần" in held[5]["note"]
    assert "Tiên tiến, hiện đại" in held[2]["note"] and "Bộ Công an, Bộ Tài chính" in held[0]["note"]
    assert [g["title"] for g in plan.tables["goals"].values()] == ["Đến năm 2030", "Đến năm 2045"]


def test_a_row_with_a_dash_says_under_which_it_stands() -> None:
    rows = [["TT", "Chỉ tiêu", "ĐVT", "KH 2030"], ["I", "Kinh tế"], [3, "Cơ cấu kinh tế", "%", None], ["-", "Nông nghiệp", "%", 15]]
    rows += [
        ["II", "Xã hội"],
        ["-", "Dân số", "người", 900],
        [5, "Tỷ lệ hộ nghèo giảm bình quân", "%/năm", 1],
        [None, "- Thành thị", "%", 2],
    ]
    plan, _ = made(rows)
    told = {i["name"]: (i["kind"], i.get("note")) for i in plan.tables["indicators"].values()}
    assert told["Nông nghiệp"] == ("end_level", VI("Stands in the table under: {text}", text="Cơ cấu kinh tế"))
    assert told["Dân số"] == ("end_level", None) and told["Tỷ lệ hộ nghèo giảm bình quân"] == ("points_cut", None)
    assert told["Thành thị"][1] == VI("Stands in the table under: {text}", text="Tỷ lệ hộ nghèo giảm bình quân")


def test_a_task_told_in_lines_keeps_them() -> None:
    plan, _ = made([["TT", "Nhiệm vụ", "Chủ trì"], [1, "Xóa nhà tạm:\n- Hộ nghèo: 500 nhà", "Sở Xây dựng"], [2, "Việc", "Sở Xây dựng"]])
    first, second = plan.tables["tasks"].values()
    assert (first["summary"], first["text"]) == ("Xóa nhà tạm: - Hộ nghèo: 500 nhà", "Xóa nhà tạm:\n- Hộ nghèo: 500 nhà")
    assert "text" not in second


def test_of_a_new_indicator_no_target_is_half_taken() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu năm 2030", "KH 2026"],
        [1, "- Tỷ lệ vốn", "%", "trên 50% đến dưới 65%", 40],
        [2, "Doanh thu", "triệu đồng", Cell(CellKind.NUMBER, 0.3, percent=True), 7],
        [3, "Số lớp", "lớp", "6,5-7", "khoảng 5"],
    ]
    plan, proposal = made(rows)
    told = {i["name"]: (i.get("target"), i.get("target_max"), i.get("op"), i.get("year")) for i in plan.tables["indicators"].values()}
    assert told == {"Tỷ lệ vốn": (40, None, "=", 2026), "Doanh thu": (7, None, "=", 2026), "Số lớp": (6.5, 7, "=", 2030)}
    assert [EN.sentence(r.place) for r in proposal.rejects if r.place is not None] == ["cell D2", "cell D3"]


def test_taken_in_again_a_table_changes_nothing() -> None:
    plan, _ = made(ANNEX)
    again = taken(ANNEX, plan=plan)
    assert again.lines == [] and again.figures == [] and again.rejects == []


def test_in_a_plan_that_has_the_records_a_row_with_another_name_is_asked_not_added() -> None:
    found = taken([["Chỉ tiêu", "ĐVT", "TH 2024"], [POOR, "%", 2.5], ["Chỉ tiêu chưa từng có", "%", 3.5]])
    assert [line.doubt is not None for line in found.lines if line.new is not None] == [True, True]  # and its goal
    assert sure(found) == {("ngheo", 2024): (2.5, None)}


def test_a_line_that_is_taken_brings_the_new_records_it_needs() -> None:
    plan = empty_plan()
    proposal = sift(plan, *with_vintage(plan, taken(ANNEX, plan=plan), None, None))
    [first] = [line for line in proposal.lines if line.record == ("tasks", "I-1")]
    needed = with_needed(proposal.lines, [first])
    assert {table for table, _ in (line.record for line in needed)} == {"tasks", "sections", "agencies"} and len(needed) == 6
    Workspace(plan).apply(made_of(needed), say("x"))
    assert list(plan.tables["tasks"]) == ["I-1"] and with_needed(proposal.lines, []) == []


def test_of_a_task_only_what_is_reported_changes_unasked() -> None:
    rows = [
        ["Nhiệm vụ", "Chủ trì", "Tình trạng", "Tiến độ (%)"],
        ["Rà soát quy hoạch sử dụng đất đai cấp huyện", "Sở Y tế", "Đã hoàn thành", 100],
    ]
    lines = taken(rows).lines
    told = {edit.field: (edit.new, line.doubt is None) for line in lines for edit in line.edits if isinstance(edit, SetField)}
    assert told == {"leads": (["so-y-te"], False), "status": ("done", True), "progress": (100, True)}


def test_a_cut_that_papers_print_is_not_a_level_the_plan_holds() -> None:
    values = [{"year": year, "value": value, "vintage": "official"} for year, value in ((2021, 6.14), (2022, 4.49))]
    plan = with_values("ngheo", *values)
    plan.tables["indicators"]["ngheo"] = {**plan.tables["indicators"]["ngheo"], "kind": "points_cut"}
    found = taken([["Chỉ tiêu", "TH 2021", "TH 2022", "TH 2023"], [POOR, "tỷ lệ 6,14 %", 1.65, 1.2]], plan=plan)
    assert sure(found) == {} and [value for _, value, _ in asked(found)] == [1.2] and left(found) == {} and len(found.same) == 2


def test_a_heading_merged_over_the_row_below_the_titles_is_no_second_title() -> None:
    rows = [["TT", "Chỉ tiêu", "TH 2024"], ["1. Xã hội"], [1, POOR, 2.5]]
    assert sure(taken(attrs.evolve(texts_sheet("x", rows), merged=(Range(1, 0, 1, 2),)))) == {("ngheo", 2024): (2.5, None)}


# -- money and wording of tasks -------------------------------------------------------------------------------------------


MONEY = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Kinh phí (tỷ đồng)", None, "Nguyên văn"],
    [None, None, None, "NSTW", "NSĐP", None],
    [1, "Xây cầu", "Sở Xây dựng", 1.5, "2,25 triệu đồng", "Sở Xây dựng xây cầu."],
    [2, "Trồng cây", "Sở Y tế", None, "–", None],
    [3, "Mở lớp", "Sở Y tế", "Theo quy định", None, None],
]


def test_money_is_read_by_its_sources_and_units_and_what_is_no_amount_is_said() -> None:
    plan, proposal = made(MONEY)
    tasks = {task["summary"]: task for task in plan.tables["tasks"].values()}
    assert tasks["Xây cầu"]["budget"] == [
        {"amount": 1.5, "unit": "tỷ đồng", "source": "NSTW"},
        {"amount": 2.25, "source": "NSĐP"},  # the plan's own unit
    ]
    assert tasks["Xây cầu"]["text"] == "Sở Xây dựng xây cầu." and "budget" not in tasks["Trồng cây"]
    assert "no amount" in EN.sentence(proposal.rejects[0].what) and "budget" not in tasks["Mở lớp"]
    again = taken(MONEY, plan=plan)
    assert again.lines == [] and again.figures == []


def test_money_the_plan_holds_otherwise_is_asked() -> None:
    plan, _ = made(MONEY)
    other = [[*MONEY[0]], MONEY[1], [1, "Xây cầu", None, 1.5, 3, None], [2, "Trồng cây", None, None, 7, None]]
    found = taken(other, plan=plan)
    asked_of = {line.edits[0].id: line.doubt is not None for line in found.lines if isinstance(line.edits[0], SetField)}
    ids = {task["summary"]: id for id, task in plan.tables["tasks"].items()}
    assert asked_of == {ids["Xây cầu"]: True, ids["Trồng cây"]: False}


@pytest.mark.parametrize("cell", ["30%", "khoảng 5", "2-3", "1.500", -4.0, "5 ha"])
def test_what_is_no_sure_amount_is_never_money(cell: Any) -> None:
    plan, proposal = made([["TT", "Nhiệm vụ", "Chủ trì", "Kinh phí"], [1, "Xây cầu", "Sở Xây dựng", cell]])
    assert "budget" not in next(iter(plan.tables["tasks"].values())) and len(proposal.rejects) == 1


def test_a_column_of_sources_goes_with_the_amounts_beside_it() -> None:
    plan, _ = made([["TT", "Nhiệm vụ", "Chủ trì", "Kinh phí", "Nguồn kinh phí"], [1, "Xây cầu", "Sở Xây dựng", 1500, "Ngân sách tỉnh"]])
    assert next(iter(plan.tables["tasks"].values()))["budget"] == [{"amount": 1500, "source": "Ngân sách tỉnh"}]
