"""Annexes of the shapes offices give them: numbers of rows, parts, lead-ins, marks, sums and signatures, each read as a person reads it."""

from __future__ import annotations

from typing import Any

from tests.support.tables_read import EN, VI, empty_plan, read
from tui.exchange.importing import with_vintage
from tui.exchange.reading.result import TablesRead
from tui.exchange.reading.row_order import RowOrder, is_lead_in, mark_of
from tui.model.edits import AddRecord
from tui.model.plan import Plan
from tui.model.proposal import Line, sift

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
