"""Who leads and takes part as tables of offices say it: one column for both, sentences in cells, an agency beside an indicator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.paths import SAMPLE
from tui.exchange.cells import texts_sheet
from tui.exchange.import_result import ImportResult
from tui.exchange.reading.choices import Choices
from tui.exchange.table_reader import read_tables
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.store.plan_file import load
from tui.vocabulary.outcome import Read
from tui.vocabulary.titles import FieldTitle, read_title

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2025, 3, 1)
TASKS = ["STT", "Nội dung nhiệm vụ", "Phân công (chủ trì/phối hợp)", "Thời hạn"]


def taken(rows: Sequence[Sequence[Any]], plan: Plan | None = None) -> ImportResult:
    return read_tables([texts_sheet("", rows)], plan or load(SAMPLE).plan, (VI, EN), DAY)


def left(found: ImportResult) -> dict[str, str]:
    return {EN.sentence(reject.place): EN.sentence(reject.what) for reject in found.rejects if reject.place is not None}


def rows_made(found: Any, table: str) -> list[dict[str, Any]]:
    return [line.new.values for line in found.lines if line.new is not None and line.new.table == table]


def test_a_title_of_those_who_lead_and_take_part_is_of_both_however_it_is_parted() -> None:
    for title in (
        "Phân công (chủ trì/phối hợp)",
        "Phân công",
        "CQ chủ trì / CQ phối hợp",
        "Sở chủ trì – Sở phối hợp",
        "Trách nhiệm (chủ trì; phối hợp)",
        "Phối hợp, chủ trì",
        "Phân công (CT/PH)",
        "Lead / partners",
    ):
        assert read_title(title, table="tasks") == Read(FieldTitle("tasks.leads")), title
    for title in ("Cơ quan giám sát, đánh giá", "Cơ quan chủ trì - tổng hợp, báo cáo", "Đơn vị theo dõi/báo cáo"):
        assert read_title(title, table="indicators") == Read(FieldTitle("indicators.agency")), title


@pytest.mark.parametrize("title", ["Đánh giá thực hiện", "Tổng hợp", "Nội dung phối hợp", "Phối hợp, chủ trì và kinh phí"])
def test_a_title_with_another_word_or_without_a_body_is_not_of_those_who_lead(title: str) -> None:
    assert read_title(title) not in (Read(FieldTitle("tasks.leads")), Read(FieldTitle("indicators.agency")))


def test_a_cell_says_who_leads_and_who_takes_part_in_words() -> None:
    cells = {
        "Chủ trì: Sở Tài chính; phối hợp: Sở Y tế, Sở Xây dựng": (["so-tc"], ["so-y-te", "so-xay-dung"]),
        "Sở Tài chính chủ trì, phối hợp với Sở Y tế": (["so-tc"], ["so-y-te"]),
        "Giao Sở Tài chính chủ trì, phối hợp với Sở Y tế và Sở Xây dựng tổ chức thực hiện": (["so-tc"], ["so-y-te", "so-xay-dung"]),
        "Sở Y tế chủ trì với sự phối hợp của Sở Tài chính": (["so-y-te"], ["so-tc"]),
        "Sở Y tế phối hợp Sở Tài chính": (["so-y-te"], ["so-tc"]),
        "Chủ trì: Sở Tài chính / Phối hợp: Sở Y tế": (["so-tc"], ["so-y-te"]),
        "Sở Y tế": (["so-y-te"], []),
    }
    found = taken([TASKS, *([str(n), f"Đề án thứ {n}", cell, "Quý IV/2025"] for n, cell in enumerate(cells, 1))])
    made = rows_made(found, "tasks")
    assert {cell: (task.get("leads", []), task.get("partners", [])) for cell, task in zip(cells, made, strict=True)} == cells
    assert left(found) == {}


def test_several_bodies_of_a_column_of_both_are_asked_about() -> None:
    found = taken([TASKS, ["1", "Đề án thứ nhất", "Sở Tài chính, Sở Y tế", "Quý IV/2025"]])
    (line,) = [line for line in found.lines if line.new is not None and line.new.table == "tasks"]
    assert line.doubt is not None and "is the first one the lead?" in EN.sentence(line.doubt)


def test_who_leads_an_indicator_is_its_agency_and_of_an_agreed_one_it_is_asked() -> None:
    plan = load(SAMPLE).plan
    held = next(id for id, record in plan.tables["indicators"].items() if "agency" not in record)
    name = plan.tables["indicators"][held]["name"]
    titles = ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2025", "Cơ quan chủ trì", "Cơ quan phối hợp"]
    found = taken(
        [titles, ["1", "Số xã có chợ văn minh", "xã", "12", "Sở Y tế", "Sở Tài chính"], ["2", name, "", "", "Sở Y tế", ""]], plan=plan
    )
    assert [record["agency"] for record in rows_made(found, "indicators")] == ["so-y-te"]
    (changed,) = [line for line in found.lines if line.new is None]
    assert changed.record == ("indicators", held) and changed.doubt is not None
    assert "Cơ quan phối hợp" in left(found)["cell F1"] and "of this name" not in left(found)["cell F1"]


def test_a_heading_is_proposed_where_it_stands() -> None:
    titles = ["TT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2025"]
    found = taken(
        [titles, ["I", "Chợ", "", ""], ["1", "Số chợ loại một", "chợ", "3"], ["II", "Bến", "", ""], ["1", "Số bến xe", "bến", "4"]]
    )
    assert [EN.sentence(line.place) for line in found.lines if line.new is not None and line.new.table == "goals" and line.place] == [
        "cell B2",
        "cell B4",
    ]
    tasks = taken([TASKS, ["A", "Hạ tầng", "", ""], ["1", "Đề án đường tránh", "Sở Y tế", ""]])
    (section,) = [line for line in tasks.lines if line.new is not None and line.new.table == "sections"]
    assert section.place is not None and EN.sentence(section.place) == "cell B2"


def with_sections(**titles: str) -> Plan:
    plan = load(SAMPLE).plan
    plan.tables["tasks"].clear()
    plan.tables["sections"] = {id: {"number": str(n), "title": title, "order": n} for n, (id, title) in enumerate(titles.items(), 1)}
    return plan


def placed(plan: Plan, *above: str, at: str = "") -> list[tuple[str, str]]:
    """(title of the section, what is asked) of each task of a table without headings; a section that is made for it is told first."""
    table = [*([[text, "", "", ""] for text in above]), TASKS, ["1", "Đề án đường tránh", "Sở Y tế", ""]]
    found = read_tables([texts_sheet("", table)], plan, (VI, EN), DAY, Choices(section=at))
    made = {line.record[1]: line.new.values["title"] for line in found.lines if line.new is not None and line.new.table == "sections"}
    return [
        (made.get(line.new.values["section"], line.new.values["section"]), EN.sentence(line.doubt) if line.doubt else "")
        for line in found.lines
        if line.new is not None and line.new.table == "tasks"
    ]


def test_without_a_heading_the_only_section_or_that_at_the_cursor_is_asked_about() -> None:
    one, two = with_sections(a="Hạ tầng"), with_sections(a="Hạ tầng", b="Y tế")
    assert placed(one) == [("a", "no heading stands over it: is it of “Hạ tầng”?")] == placed(one, "PHỤ LỤC II: DANH MỤC NHIỆM VỤ")
    assert placed(two, at="b") == [("b", "no heading stands over it: is it of “Y tế”?")]
    assert placed(two) == [("Nhiệm vụ", "")] == placed(two, at="no section of this plan"), "of several nobody knows which"


def test_the_title_of_an_annex_is_no_section_and_a_numbered_heading_is_one() -> None:
    for title in ("PHỤ LỤC II: DANH MỤC NHIỆM VỤ", "Phụ lục 3", "Danh mục nhiệm vụ năm 2026", "Biểu số 02"):
        assert placed(with_sections(), title) == [("Nhiệm vụ", "")], title
    assert placed(with_sections(a="Hạ tầng"), "II. Bảng giá và đất đai")[0][0] != "a"
    assert placed(with_sections(), "Bảng giá đất") == [("Bảng giá đất", "")]
