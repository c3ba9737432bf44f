"""Annexes of the shapes offices give them: numbers of rows, parts, lead-ins, marks, sums and signatures, each read as a person reads it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any

import attrs
import pytest
from xlsxwriter import Workbook

from tests.support.tables_read import EN, VI, empty_plan, read
from tui.commands.main import main
from tui.exchange.cells import Range, texts_sheet
from tui.exchange.importing import with_vintage
from tui.exchange.reading.result import TablesRead
from tui.exchange.reading.row_order import RowOrder, is_lead_in, mark_of
from tui.exchange.xlsx_cells import read_xlsx
from tui.model.edits import AddRecord
from tui.model.plan import Plan
from tui.model.proposal import Line, made_of, needs, sift, with_needed
from tui.model.text import say
from tui.model.workspace import Workspace

TASK_TITLES = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]


def lines(found: TablesRead, table: str, plan: Plan | None = None) -> list[tuple[AddRecord, Line]]:
    """The new records of a table that are proposed."""
    proposal = sift(plan or empty_plan(), *with_vintage(plan or empty_plan(), found, "official", None))
    return [(line.new, line) for line in proposal.lines if line.new is not None and line.new.table == table]


def records(found: TablesRead, table: str, plan: Plan | None = None) -> list[dict[str, Any]]:
    return [dict(new.values) for new, _ in lines(found, table, plan)]


def asked(found: TablesRead, plan: Plan | None = None) -> list[str]:
    proposal = sift(plan or empty_plan(), *with_vintage(plan or empty_plan(), found, "official", None))
    return [EN.sentence(line.doubt) for line in proposal.lines if line.doubt is not None]


def left(found: TablesRead) -> list[str]:
    return [VI.sentence(reject.what) for reject in found.rejects]


def test_a_table_that_shows_its_decimal_comma_has_thousands_with_points() -> None:
    rows = [
        ["STT", "Chỉ tiêu", "ĐVT", "KH 2028", "KH 2030"],
        [1, "Tăng trưởng", "%", "12,5", "13"],
        [2, "Thu ngân sách", "Tỷ đồng", "3.200", "≥ 5.200"],
    ]
    budget = records(read(rows), "indicators")[1]
    assert (budget["target"], budget["op"], budget["milestones"][0]["target"]) == (5200, ">=", 3200)
    assert asked(read([rows[0], rows[2]])) == [EN("the target “{text}” is not certain", text="≥ 5.200")]  # nothing shows which mark it is


def test_a_figure_that_is_only_about_so_much_is_asked_about() -> None:
    found = read([["STT", "Chỉ tiêu", "ĐVT", "KH 2030", "Ước TH 2024"], [1, "Nộp ngân sách", "Tỷ đồng", "7,5", "~6.500"]])
    assert [figure.op for figure in found.figures] == [None] and asked(found) == [EN("“{text}” is only about so much", text="~6.500")]


# -- which row stands under which ----------------------------------------------------------------------------------------


def standings(*rows: tuple[str, str]) -> list[tuple[int | None, str]]:
    """(row above, number in full) of rows of a number and a name; a lead-in has none."""
    order, out = RowOrder(), []
    for number, (ordinal, name) in enumerate(rows):
        if is_lead_in(name):
            order.lead_in()
            continue
        standing = order.take(number, mark_of(ordinal, name))
        out.append((standing.under, standing.number))
    return out


def test_rows_stand_under_each_other_by_number_letter_sign_and_indentation() -> None:
    assert standings(("1", "A"), ("1.1", "B"), ("-", "C"), ("+", "D"), ("-", "E"), ("1.2.", "F"), ("a)", "G"), ("b)", "H"), ("2", "I")) == [
        (None, "1"),
        (0, "1.1"),
        (1, "1.1-1"),
        (2, "1.1-1-1"),
        (1, "1.1-2"),
        (0, "1.2"),
        (5, "1.2.a"),
        (5, "1.2.b"),
        (None, "2"),
    ]
    assert standings(("", "Việc"), ("", "    phần một"), ("", "    phần hai"), ("", "Việc khác"), ("", " lệch một dấu cách")) == [
        (None, ""),
        (0, ""),
        (0, ""),
        (None, ""),
        (None, ""),
    ]
    assert standings(("2", "Thu"), ("", "Trong đó:"), ("", "Thuế"), ("", "Phí"), ("3", "Chi")) == [
        (None, "2"),
        (0, ""),
        (0, ""),
        (None, "3"),
    ]


def test_what_stands_before_nothing_stands_under_nothing() -> None:
    assert standings(("-", "A"), ("1.1", "B"), ("a)", "C"), ("", "- D"), ("", "1) E")) == [
        (None, ""),
        (None, "1.1"),
        (1, "1.1.a"),
        (2, "1.1.a-1"),
        (None, "1"),
    ]


CITY = [
    TASK_TITLES,
    ["I", "Phát triển kinh tế"],
    ["1", "Công nghiệp, xây dựng"],
    ["1.1", "Hoàn thiện hạ tầng các cụm công nghiệp, gồm:", "Phòng Kinh tế", "Các phòng, ban", "2026-2028"],
    ["-", "Cụm Thuận Thành", None, None, "Quý IV/2026"],
    ["-", "Cụm Đắc Sơn", "Ban Quản lý dự án", None, "Quý II/2027"],
    ["2", "Rà soát quy hoạch", "Phòng Kinh tế", None, "9/2026"],
    ["II", "Văn hóa - xã hội"],
    ["1", "Giáo dục"],
    ["a)", "Xây trường", "Phòng Giáo dục", None, "2027"],
    ["2", "Xóa nhà tạm", "UBND các xã", None, "31/12/2026"],
    [None, "- Lập danh sách hộ", None, None, "30/3/2026"],
]


def test_parts_of_a_task_say_under_which_they_stand_and_who_leads_it() -> None:
    made = [
        (new.id, new.values.get("parent"), new.values["leads"], new.values["locator"], line.under)
        for new, line in lines(read(CITY), "tasks")
    ]
    part = VI("part of “{above}”", above="Hoàn thiện hạ tầng các cụm công nghiệp, gồm:")
    assert made[1] == ("I-1-2", "I-1-1", ["phong-kinh-te"], "I.1#1.1-1", f"{part} · {VI('who leads it stands in the row above')}")
    assert made[2] == ("I-1-3", "I-1-1", ["ban-quan-ly-du-an"], "I.1#1.1-2", part)
    assert [(id, parent, locator) for id, parent, _, locator, _ in made] == [
        ("I-1-1", None, "I.1#1.1"),
        ("I-1-2", "I-1-1", "I.1#1.1-1"),
        ("I-1-3", "I-1-1", "I.1#1.1-2"),
        ("I-1", None, "I#2"),
        ("II-1-1", None, "II.1#a"),
        ("II-1", None, "II#2"),
        ("II-2", "II-1", "II#2-1"),
    ]
    assert records(read(CITY), "tasks")[6]["summary"] == "Lập danh sách hộ" and asked(read(CITY)) == [] and left(read(CITY)) == []


def test_a_number_over_rows_is_a_section_and_told_in_full() -> None:
    sections = [(s["number"], s["title"], s.get("parent")) for s in records(read(CITY), "sections")]
    assert sections == [
        ("I", "Phát triển kinh tế", None),
        ("I.1", "Công nghiệp, xây dựng", "I"),
        ("II", "Văn hóa - xã hội", None),
        ("II.1", "Giáo dục", "II"),
    ]
    alone = read([TASK_TITLES, ["1", "Việc không ai chủ trì"], ["2", "Việc", "Sở Y tế", None, "2027"], ["III", "Phần không có việc"]])
    assert asked(alone) == [EN("no body leads it")] and left(alone) == [VI("“{text}” stands over no row", text="Phần không có việc")]


def test_headings_of_one_title_in_two_parts_are_two_sections() -> None:
    rows = [
        TASK_TITLES,
        ["I", "Kinh tế"],
        ["1", "Giải pháp"],
        ["1.1", "Việc", "Sở Y tế"],
        ["II", "Xã hội"],
        ["1", "Giải pháp"],
        ["1.1", "Việc khác", "Sở Y tế"],
    ]
    assert [task["section"] for task in records(read(rows), "tasks")] == ["I-1", "II-1"]


def test_a_dash_is_never_a_heading() -> None:
    rows = [
        TASK_TITLES,
        ["I", "Kinh tế"],
        ["1", "Việc", "Sở Y tế", None, "2027"],
        ["-", "Phần không có gì khác"],
        ["2", "Việc khác", "Sở Y tế", None, "2028"],
    ]
    tasks = records(read(rows), "tasks")
    assert [(task["section"], task.get("parent")) for task in tasks] == [("I", None), ("I", "I-1"), ("I", None)]


TARGETS = [
    ["TT", "Chỉ tiêu", "ĐVT", "KH 2030"],
    ["A", "Kinh tế"],
    ["I", "Ngân sách"],
    [1, "Thu ngân sách", "Tỷ đồng", 5200],
    [None, "Trong đó:"],
]
TARGETS += [
    ["-", "Thu nội địa", "Tỷ đồng", 4500],
    ["-", "Mật độ thu", "%", 3],
    [2, "Chi ngân sách", "Tỷ đồng", 5000],
    [2.1, "Chi đầu tư", "Tỷ đồng", 900],
]
TARGETS += [["B", "Xã hội"], [3, "Tỷ lệ che phủ rừng (*)", "%", 42], [None, "Trong đó: rừng tự nhiên", "%", 30], ["(*) Theo tiêu chí mới"]]


def test_what_leads_in_parts_is_no_group_and_its_parts_stand_in_the_row_above() -> None:
    found = read(TARGETS)
    told = {i["name"]: (i["goal"], i.get("parent"), i.get("locator"), i.get("note")) for i in records(found, "indicators")}
    under = {name: VI("Stands in the table under: {text}", text=name) for name in ("Thu ngân sách", "Chi ngân sách")}
    assert told == {
        "Thu ngân sách": ("g01", None, "A.I#1", None),
        "Thu nội địa": ("g01", "thu-ngan-sach", "A.I#1-1", None),
        "Mật độ thu": ("g01", None, "A.I#1-2", under["Thu ngân sách"]),
        "Chi ngân sách": ("g01", None, "A.I#2", None),
        "Chi đầu tư": ("g01", None, "A.I#2.1", under["Chi ngân sách"]),
        "Tỷ lệ che phủ rừng": ("g02", None, "B#3", "(*) Theo tiêu chí mới"),
        "Rừng tự nhiên": ("g02", "ty-le-che-phu-rung", None, None),
    }
    assert asked(found) == []


def test_the_numbers_of_groups_are_kept_where_the_plan_has_a_place() -> None:
    rows = [TARGETS[0], ["III", "Nhóm ba"], [1, "Một", "%", 1], ["IV", "Nhóm bốn"], ["1", "Nông nghiệp"], ["1.1", "Lúa", "tấn", 5]]
    goals = [
        (goal["number"], goal["title"], goal.get("note"))
        for goal in records(read([*rows, ["1.2", "Rau"], ["a", "Cải", "tấn", 3]]), "goals")
    ]
    assert goals[0] == (3, "Nhóm ba", None) and goals[1][:2] == (4, "Nhóm bốn")
    assert goals[2][1] == "Rau" and "IV.1.2" in goals[2][2]


def test_a_part_that_the_plan_holds_elsewhere_is_asked_about() -> None:
    plan = empty_plan()
    plan.tables["goals"]["g01"] = {"number": 1, "title": "Kinh tế"}
    level = {"goal": "g01", "kind": "end_level", "unit": "%"}
    plan.tables["indicators"] |= {"a": {"name": "Che phủ rừng", **level}, "b": {"name": "Rừng tự nhiên", **level}}
    rows = [["TT", "Chỉ tiêu", "TH 2024"], [1, "Che phủ rừng", 42], [None, "Trong đó: rừng tự nhiên", 30], [2, "Rừng trồng", 12]]
    assert [(f.id, f.doubt is None) for f in read(rows, plan=plan).figures if f.id in ("a", "b")] == [("a", True), ("b", False)]
    plan.tables["indicators"]["b"] = {**plan.tables["indicators"]["b"], "parent": "a"}
    assert [f.doubt is None for f in read(rows, plan=plan).figures if f.id == "b"] == [True]


def test_targets_that_are_no_numbers_stay_in_the_note() -> None:
    found = read([["TT", "Chỉ tiêu", "ĐVT", "KH 2030"], [1, "Số trường đạt chuẩn", "Trường", "68/68"]])
    assert records(found, "indicators")[0]["note"] == VI("Target as worded: {text}", text="KH 2030: 68/68")


def test_a_part_without_a_measure_of_its_own_has_that_of_the_row_above() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu"],
        [1, "Tốc độ tăng giá trị sản xuất", "%/năm", 4],
        ["1.1", "Trồng trọt", "%", 2],
        ["1.2", "Tỷ trọng chăn nuôi", "%", 30],
    ]
    assert [i["kind"] for i in records(read(rows), "indicators")] == ["term_growth", "term_growth", "end_level"]


# -- who, what of it, and of which year ------------------------------------------------------------------------------------


def test_one_column_may_hold_who_leads_and_who_takes_part() -> None:
    rows = [
        ["STT", "Nhiệm vụ", "Đơn vị chủ trì, phối hợp"],
        [1, "Một", "Sở Nội vụ (chủ trì), Sở Y tế"],
        [2, "Hai", "Chủ trì: Sở Tài chính. Phối hợp: VCCI, Sở Y tế"],
    ]
    rows += [[3, "Ba", "Sở Nội vụ, Sở Y tế"], [4, "Bốn", "Sở Nội vụ"]]
    found = read(rows)
    assert [(task["leads"], task.get("partners", [])) for task in records(found, "tasks")] == [
        (["so-noi-vu"], ["so-y-te"]),
        (["so-tai-chinh"], ["vcci", "so-y-te"]),
        (["so-noi-vu"], ["so-y-te"]),
        (["so-noi-vu"], []),
    ]
    assert asked(found) == [EN("the column is of those who lead and those who take part: is the first one the lead?")]
    both = read([["STT", "Nhiệm vụ", "Cơ quan chủ trì"], [1, "Hai sở cùng chủ trì", "Sở Nội vụ, Sở Y tế"]])
    assert records(both, "tasks")[0]["leads"] == ["so-noi-vu", "so-y-te"] and asked(both) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sở Y tế. Các xã báo cáo",
        "UBND tỉnh (Sở Y tế tham mưu)",
        "Như mục 5",
        "Đ/c Nguyễn Văn A - Giám đốc Sở",
    ],
)
def test_a_cell_that_says_more_than_a_name_makes_no_body_of_it(text: str) -> None:
    found = read(
        [["STT", "Nhiệm vụ", "Cơ quan chủ trì"], [1, "Việc", text], [2, "Việc hai", "VP. UBND tỉnh"], [3, "Việc ba", "Tất cả các đơn vị"]]
    )
    assert [body["name"] for body in records(found, "agencies")] == ["Tất cả các đơn vị", "VP. UBND tỉnh"] and len(asked(found)) == 1


def test_the_bank_of_the_state_is_that_of_the_country_and_a_union_is_not() -> None:
    plan = empty_plan()
    for id, name, kind in (("nhnn", "Ngân hàng Nhà nước Việt Nam", "ministry"), ("nd", "Hội Nông dân Việt Nam", "union")):
        plan.tables["agencies"][id] = {"name": name, "kind": kind}
    rows = [["STT", "Nhiệm vụ", "Cơ quan chủ trì"], [1, "Một", "Ngân hàng Nhà nước"], [2, "Hai", "Hội Nông dân"]]
    found = read(rows, plan=plan)
    assert [task.get("leads") for task in records(found, "tasks", plan)] == [["nhnn"], None] and len(asked(found, plan)) == 1
    both = read([rows[0], rows[1], [2, "Hai", "Ngân hàng Nhà nước Việt Nam"]])  # in a list of new ones no word of a name is lost
    assert sorted(body["name"] for body in records(both, "agencies")) == ["Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam"]


def test_a_document_is_of_the_kind_its_number_says() -> None:
    rows = [
        ["TT", "Số, ký hiệu", "Trích yếu", "Ngày ban hành"],
        [1, "12-NQ/TU", "Về đô thị thông minh", "20/10/2025"],
        [2, "A12", "Sổ tay", "1/1/2025"],
    ]
    assert [document["kind"] for document in records(read(rows), "documents")] == ["Nghị quyết"]
    proposal = sift(empty_plan(), *with_vintage(empty_plan(), read(rows), None, None))
    assert [(reject.id, reject.field) for reject in proposal.rejects] == [("a12", "kind")]


def test_sums_and_signatures_are_no_rows_and_a_sum_is_said() -> None:
    rows: list[list[Any]] = [
        ["STT", "Chỉ tiêu", "ĐVT", "KH 2030"],
        [1, "Thu", "Tỷ đồng", 5],
        ["Tổng cộng", None, None, 5],
        [],
        [None, None, None, "NGƯỜI LẬP BIỂU"],
    ]
    assert left(read(rows)) == [VI("“{text}” is a total, no row of its own", text="Tổng cộng")]


HALF = [
    ["BÁO CÁO 6 THÁNG ĐẦU NĂM 2026"],
    ["TT", "Chỉ tiêu", "ĐVT", "TH năm 2024", "TH 2024", "Ước TH 6T/KH năm (%)", "KH 2026"],
    [1, "Bán lẻ", "Tỷ đồng", 7, 7, 40, 9],
]


def test_a_year_in_words_under_a_report_on_half_of_another_is_that_year() -> None:
    found = read(HALF)
    assert [(figure.year, figure.doubt is None) for figure in found.figures] == [(2024, True)]  # twice the same: one is enough
    assert [VI("“{title}” compares or averages figures; it is none itself", title=HALF[1][5])] == left(found)
    bare = read([HALF[0], [*HALF[1][:3], "TH 2024", *HALF[1][5:]], [1, "Bán lẻ", "Tỷ đồng", 7, 40, 9]])
    same = read([["BÁO CÁO 6 THÁNG"], *HALF[1:]])
    assert all(figure.doubt is not None for figure in (*bare.figures, *same.figures))


def test_the_place_of_who_issued_the_plan_is_no_part_of_it() -> None:
    plan = empty_plan()
    rows = [["UBND THÀNH PHỐ PHỔ YÊN"], ["TT", "Chỉ tiêu", "ĐVT", "KH 2030", "TH 2024"], [1, "Thu", "Tỷ đồng", 5, 4]]
    assert [figure.doubt is None for figure in read(rows, plan=plan).figures] == [False]
    plan.tables["agencies"]["ubnd"] = {"name": "UBND thành phố Phổ Yên", "kind": "executive"}
    plan.header["issuer"] = "ubnd"  # type: ignore[index]
    assert [figure.doubt is None for figure in read(rows, plan=plan).figures] == [True]


def test_a_rate_for_each_year_is_no_mean_over_the_term() -> None:
    titles = ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2029", "Mục tiêu 2030"]
    row = [1, "Tốc độ tăng GRDP", "%/năm", 8, 9]
    [yearly] = records(read([titles, row]), "indicators")
    assert (yearly["kind"], yearly["target"], yearly["milestones"][0]["target"]) == ("end_level", 9, 8)
    found = read([[*titles, "BQ 2026-2030"], [*row, 8.5]])
    [mean] = records(found, "indicators")
    assert (mean["kind"], mean["target"], mean["year"], [step["year"] for step in mean["milestones"]]) == ("term_growth", 8.5, 2030, [2029])
    assert mean["note"] == VI("Target as worded: {text}", text="2030: 9") and left(found) == []
    [alone] = records(read([titles[:3] + titles[4:], [1, "Tốc độ tăng GRDP", "%/năm", 9]]), "indicators")
    assert alone["kind"] == "term_growth"


def test_what_a_line_needs_is_worked_out_once_for_all_lines() -> None:
    proposal = sift(empty_plan(), *with_vintage(empty_plan(), read(CITY), "official", None))
    known = needs(proposal.lines)
    assert len(known) == len(proposal.lines) and any(len(of) > 3 for of in known)
    for line in proposal.lines:
        assert with_needed(proposal.lines, [line], known) == with_needed(proposal.lines, [line])
    assert needs(()) == []


def test_titles_that_are_printed_again_on_a_new_page_leave_the_rows_under_their_heading() -> None:
    first: list[list[Any]] = [TASK_TITLES, ["I", "Kinh tế"], ["1", "Một", "Sở Y tế", None, "2027"]]
    second: list[list[Any]] = [TASK_TITLES, ["2", "Hai", "Sở Y tế", None, "2027"], ["II", "Xã hội"], ["3", "Ba", "Sở Y tế", None, "2027"]]
    assert [task["section"] for task in records(read([*first, *second]), "tasks")] == ["I", "I", "II"]
    another = read([*first, ["PHỤ LỤC II"], *second])  # something stands between: another annex
    assert [task["section"] for task in records(another, "tasks")] == ["I", "2", "II"]


def test_a_bare_year_to_come_is_a_plan_and_the_year_that_runs_is_asked_about() -> None:
    found = read([["TT", "Chỉ tiêu", "ĐVT", "2025", "2026", "2027"], [1, "Thu", "Tỷ đồng", 5, 6, 7]])  # on 1 March 2025
    [record] = records(found, "indicators")
    assert (record["target"], record["year"], record["milestones"]) == (7, 2027, [{"year": 2026, "target": 6, "op": "="}])
    assert [(figure.year, figure.doubt is None) for figure in found.figures] == [(2025, False)]


def test_a_unit_that_only_the_target_says_is_kept() -> None:
    rows = [
        ["TT", "Chỉ tiêu", "Mục tiêu đến năm 2030"],
        [1, "Hộ nghèo", "Dưới 1%"],
        [2, "Thu nhập", "150 triệu đồng/người"],
        [3, "Xã", "12"],
    ]
    assert [(i.get("unit"), i["target"]) for i in records(read(rows), "indicators")] == [("%", 1), ("triệu đồng/người", 150), (None, 12)]


def test_a_row_that_is_nearly_a_task_of_the_plan_may_be_it_or_a_new_one() -> None:
    plan = empty_plan()
    plan.tables["sections"]["I"] = {"number": "I", "title": "Kinh tế", "order": 1}
    plan.tables["tasks"]["I-1"] = {
        "section": "I",
        "order": 1,
        "summary": "Ban hành kế hoạch kiểm tra năm 2026",
        "due": dt.date(2026, 6, 30),
    }
    near = read(
        [
            TASK_TITLES,
            [1, "Ban hành kế hoạch kiểm tra năm 2026.", "Sở Y tế", None, "9/2026"],
            [2, "Ban hành kế hoạch kiểm trai năm 2026", None, None, "9/2026"],
        ],
        plan=plan,
    )
    told = [(line.record[1], line.new is not None, line.doubt is None) for line in near.lines if line.record[0] == "tasks"]
    assert ("I-1", False, False) in told and [own for id, new, own in told if new] == [False]
    other = read([TASK_TITLES, [1, "Ban hành kế hoạch kiểm tra năm 2027", "Sở Y tế", None, "9/2027"]], plan=plan)
    (new,) = [line for line in other.lines if line.record[0] == "tasks"]
    assert new.new is not None and new.new.values["section"] == "I" and new.doubt is not None, "of its section alone it is asked"
    assert EN.sentence(new.doubt) == "no heading stands over it: is it of “Kinh tế”?"


def test_a_unit_in_the_titles_of_figures_is_theirs() -> None:
    rows = [["TT", "Chỉ tiêu", "Thực hiện năm 2024 (tỷ đồng)", "Kế hoạch năm 2030 (tỷ đồng)"], [1, "Thu ngân sách", 5, 9]]
    found = read(rows)
    [record] = records(found, "indicators")
    assert (record["unit"], record["target"], [figure.doubt for figure in found.figures]) == ("tỷ đồng", 9, [None])
    plan = empty_plan()
    plan.tables["goals"]["g01"] = {"number": 1, "title": "Kinh tế"}
    plan.tables["indicators"]["thu"] = {"goal": "g01", "name": "Thu ngân sách", "unit": "triệu đồng", "kind": "end_level"}
    assert [figure.doubt is None for figure in read([rows[0][:3], rows[1][:3]], plan=plan).figures] == [False]


def test_a_plan_under_a_title_that_is_not_understood_is_named_and_noted() -> None:
    found = read([["TT", "Chỉ tiêu", "ĐVT", "KH 2029", "KH 2030 của vùng cao"], [1, "Thu", "Tỷ đồng", 5, 9]])
    [record] = records(found, "indicators")
    assert (
        record["target"] == 5 and record["note"] == VI("Target as worded: {text}", text="KH 2030 của vùng cao: 9") and len(left(found)) == 1
    )


def test_a_sum_of_money_beside_its_sources_does_not_count_twice() -> None:
    titles: list[list[Any]] = [
        ["STT", "Nhiệm vụ", "Chủ trì", "Kinh phí (triệu đồng)", None, None],
        [None, None, None, "Tổng", "NSTW", "NSĐP"],
    ]
    merged = (*(Range(0, at, 1, at) for at in range(3)), Range(0, 3, 0, 5))

    def budget(*amounts: Any) -> Any:
        sheet = attrs.evolve(texts_sheet("", [*titles, [1, "Việc", "Sở Y tế", *amounts]]), merged=merged)
        return records(read(sheet), "tasks")[0].get("budget"), left(read(sheet))

    assert budget(3000, 1000, 2000) == ([{"amount": 1000, "source": "NSTW"}, {"amount": 2000, "source": "NSĐP"}], [])
    assert budget(3000, None, None) == ([{"amount": 3000}], [])
    told = VI("its sources of money add up to {told}, its sum is {whole}", told=1000, whole=3000)
    assert budget(3000, 1000, None) == (None, [told])


@pytest.mark.parametrize(
    "rows",
    [
        CITY,
        [["STT", "Nhiệm vụ", "Đơn vị chủ trì, phối hợp"], [1, "Việc", "Sở Nội vụ, Sở Y tế"]],
        [TASK_TITLES, [1, "Việc", "Sở Y tế", "Sở Nội vụ, Sở Y tế", "Theo tiến độ dự án"], [2, "Việc khác", "Sở Y tế", "Sở Y tế", "Cả năm"]],
    ],
)
def test_an_annex_that_was_taken_in_says_nothing_more(rows: list[list[Any]]) -> None:
    plan = empty_plan()
    first = sift(plan, *with_vintage(plan, read(rows, plan=plan), "official", None))
    Workspace(plan).apply(made_of(first.lines), say("x"))
    again = read(rows, plan=plan)
    assert [line.record for line in again.lines] == [] and left(again) == []
    assert again.same


def test_rows_that_a_workbook_sets_in_are_parts_of_the_row_above() -> None:
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    page, inset = book.add_worksheet("Phụ lục"), book.add_format({"indent": 2})
    rows = [("STT", "Nhiệm vụ", "Chủ trì"), (1, "Việc", "Sở Y tế"), ("", "Phần một", ""), ("", "Phần hai", ""), (2, "Việc hai", "Sở Y tế")]
    for row, (number, name, lead) in enumerate(rows):
        format = inset if name.startswith("Phần") else None
        page.write(row, 0, number)
        page.write(row, 1, name, format)
        page.write(row, 2, lead)
    book.close()
    [sheet] = read_xlsx(buffer.getvalue())
    tasks = records(read(sheet), "tasks")
    assert [(task["summary"], task.get("parent")) for task in tasks] == [
        ("Việc", None),
        ("Phần một", "1-1"),
        ("Phần hai", "1-1"),
        ("Việc hai", None),
    ]


def test_remarks_of_several_columns_stand_in_the_note_with_their_titles() -> None:
    rows = [
        ["STT", "Nhiệm vụ", "Chủ trì", "Ghi chú", "Kiến nghị"],
        [1, "Việc", "Sở Y tế", "Vốn tỉnh", "Bố trí sớm"],
        [2, "Hai", "Sở Y tế", "-", "Không kịp"],
    ]
    assert [task["note"] for task in records(read(rows), "tasks")] == ["Ghi chú: Vốn tỉnh\nKiến nghị: Bố trí sớm", "Không kịp"]


def test_a_plan_that_is_named_first_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(tmp_path / "ke-hoach.toml"), str(tmp_path / "phu-luc.docx")]) == 2
    assert VI("the file that is taken in comes first, then the plan: kehoach import FILE PLAN") in capsys.readouterr().err
