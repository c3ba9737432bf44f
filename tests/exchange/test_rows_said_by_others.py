"""Rows whose cells lean on others: merged over several, "as above", said twice, without who leads. Nothing of that is taken unasked."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.tables_read import EN, empty_plan, read
from tui.exchange.cells import Range, texts_sheet
from tui.model.proposal import Line

HEAD = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Kết quả"]


def tasks(rows: list[list[Any]], merged: tuple[Range, ...] = ()) -> list[Line]:
    found = read(texts_sheet("PL", [HEAD, *rows], merged=merged))
    return [line for line in found.lines if line.new is not None and line.new.table == "tasks"]


def bodies(rows: list[list[Any]]) -> set[str]:
    found = read(texts_sheet("PL", [HEAD, *rows]))
    return {line.new.values["name"] for line in found.lines if line.new is not None and line.new.table == "agencies"}


def why(line: Line) -> str:
    return EN.sentence(line.doubt) if line.doubt is not None else ""


def said(line: Line, key: str) -> Any:
    assert line.new is not None
    return line.new.values.get(key)


def test_cells_merged_over_rows_are_filled_down_and_that_is_said() -> None:
    rows = [[1, "Việc một", "Sở Y tế", "2027", "Đề án"], [2, "Việc hai", None, None, "Tờ trình"], [3, "Việc ba", None, None, None]]
    merged = (Range(1, 2, 3, 2), Range(1, 3, 2, 3))
    one, two, three = tasks(rows, merged)
    assert said(one, "leads") == said(two, "leads") == said(three, "leads") != []
    assert [said(line, "due_text") for line in (one, two, three)] == ["2027", "2027", None]
    assert (one.under, two.under, three.under) == ("", "các ô gộp điền xuống: C2:C4, D2:D3", "các ô gộp điền xuống: C2:C4")
    assert [said(line, "deliverable") for line in (one, two, three)] == ["Đề án", "Tờ trình", None]
    assert [why(line) for line in tasks(rows)] == ["", "no agency leads it", "no agency leads it"]  # without merges nothing goes down


@pytest.mark.parametrize("ditto", ["-nt-", "nt", "Nt.", '"', "”", "''", "như trên", "Như trên", "- nt -", "n/t"])
def test_as_above_is_what_stands_above_and_is_asked(ditto: str) -> None:
    rows = [[1, "Việc một", "Sở Y tế", "2027", None], [2, "Việc hai", ditto, ditto, None], ["B", "Mục khác", None, None, None]]
    rows.append([3, "Việc ba", ditto, "2028", None])  # nothing stands above it in its section
    one, two, three = tasks(rows)
    assert why(one) == "" and why(two).startswith(f"“{ditto}” stands for the cell above: ")
    assert said(two, "leads") == said(one, "leads") and said(two, "due") == said(one, "due")
    assert said(three, "leads") is None and why(three) == f"“{ditto}” stands for the cell above, and there is none"
    assert bodies(rows) == {"Sở Y tế"} and bodies([[1, "Việc một", f"Sở Y tế; {ditto}", "2027", None]]) == {"Sở Y tế"}


def test_the_same_task_twice_is_asked_of_both_in_one_section_or_two() -> None:
    rows = [[1, "Lập đồ án", "Sở Y tế", "2027", None], [2, "Việc khác", "Sở Y tế", "2027", None]]
    rows += [["B", "Mục khác", None, None, None], [3, "Lập đồ án", "Sở Y tế", "2028", None]]
    assert [why(line) for line in tasks(rows)] == [
        "a task of this name stands here twice: PL!B5",
        "",
        "a task of this name stands here twice: PL!B2",
    ]


@pytest.mark.parametrize(
    ("due", "asked", "day"),
    [
        ("30/6/2026; 30/6/2028", "can be read in more than one way", dt.date(2028, 6, 30)),
        ("2026, 2028", "can be read in more than one way", dt.date(2028, 12, 31)),
        ("30/6/2026 và 30/6/2028", "can be read in more than one way", dt.date(2028, 6, 30)),
        ("2030-2035", "lies outside the term of the plan", dt.date(2035, 12, 31)),
        ("Quý III/2025", "lies outside the term of the plan", dt.date(2025, 9, 30)),
        ("Giữa năm 2027", "can be read in more than one way", dt.date(2027, 6, 30)),
        ("khoảng năm 2027", "can be read in more than one way", dt.date(2027, 12, 31)),
        ("30/02/2028", "the calendar has no day 30/02/2028", None),
        ("Theo tiến độ của Trung ương", "it stays as a text", None),
    ],
)
def test_a_deadline_that_is_not_one_day_of_the_term_is_asked(due: str, asked: str, day: dt.date | None) -> None:
    [line] = tasks([[1, "Việc một", "Sở Y tế", due, None]])
    assert asked in why(line) and (said(line, "due"), said(line, "due_text"), said(line, "mode")) == (day, due, "dated")


@pytest.mark.parametrize("due", ["Quý I, II/2027", "2026, 2027", "các năm 2026, 2027, 2028", "tháng 6-8/2027", "Quý II - III/2027"])
def test_spans_of_the_term_are_taken_unasked(due: str) -> None:
    [line] = tasks([[1, "Việc một", "Sở Y tế", due, None]])
    assert why(line) == "" and said(line, "due_text") == due


def targets(*cells: str, below: tuple[str, ...] = ()) -> list[Line]:
    rows: list[list[Any]] = [["TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu 2030"]]
    rows += [[number, f"Tỷ lệ thứ {number} của ngành", "%", cell] for number, cell in enumerate(cells, start=1)]
    found = read(texts_sheet("PL", [*rows, *([text] for text in below)]))
    return [line for line in found.lines if line.new is not None and line.new.table == "indicators"]


@pytest.mark.parametrize("cell", ["tăng 5%", "giảm 3", "Phấn đấu tăng thêm 5%", "10²", "35.000", "21.500"])
def test_a_target_that_may_not_be_its_number_is_asked(cell: str) -> None:
    other, line = targets("≥ 30", cell)
    assert why(other) == "" and said(other, "target") == 30
    assert why(line) == f"the target “{cell}” is not certain" and said(line, "target") is None


def test_a_raised_digit_that_a_footnote_explains_is_no_power() -> None:
    [line] = targets("10²", below=("² Không tính vùng cao",))
    assert said(line, "target") == 10


def test_a_remark_below_the_table_is_listed_and_a_body_only_left_rows_name_is_not_made() -> None:
    rows: list[list[Any]] = [HEAD, [1, "Việc một", "Sở Y tế", "2027", None], [None, "Tổng cộng", "Sở Lạ", None, None]]
    found = read(texts_sheet("PL", [*rows, ["Ghi chú: Sở Y tế báo cáo hằng quý"]]))
    left = [(EN.sentence(reject.place) if reject.place is not None else "", EN.sentence(reject.what)) for reject in found.rejects]
    assert left == [
        ("PL!A4", "a remark below the table: Ghi chú: Sở Y tế báo cáo hằng quý"),
        ("PL!B3", "“Tổng cộng” is a total, no row of its own"),
    ]
    assert {line.new.values["name"] for line in found.lines if line.new is not None and line.new.table == "agencies"} == {"Sở Y tế"}
    assert [name.text for name in found.names if name.table == "agencies"] == ["Sở Y tế"]


def test_a_figure_whose_source_the_plan_does_not_have_is_asked_about() -> None:
    plan = empty_plan()
    plan.tables["indicators"]["rung"] = {"name": "Tỷ lệ che phủ rừng", "unit": "%", "kind": "level"}
    plan.tables["sources"]["nien-giam"] = {"title": "Niên giám 2024"}
    told = {}
    for source in ("Niên giám 2024", "Báo cáo lạ", "…", None):
        [figure] = read([["Chỉ tiêu", "Ước TH 2024", "Nguồn"], ["Tỷ lệ che phủ rừng", 46.6, source]], plan=plan).figures
        told[source] = figure.source, "" if figure.doubt is None else EN.sentence(figure.doubt)
    lost = (None, "nothing is called “Báo cáo lạ”")
    assert told == {"Niên giám 2024": ("nien-giam", ""), "Báo cáo lạ": lost, "…": (None, ""), None: (None, "")}
