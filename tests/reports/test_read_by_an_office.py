"""Sentences an office would send back: said twice, asked of a year that is over, two bodies in one citation, figures beside "none"."""

from __future__ import annotations

import datetime as dt
import io
import re
from functools import cache
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from tests.support.frame_plans import frames_of, indicator
from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.insight.standings import standings
from tui.frames.methods.digits import digits_by_id
from tui.i18n.words import Words
from tui.model.fields import SINGLE_ID
from tui.model.plan import Plan
from tui.reports import official
from tui.reports.annex_rows import AnnexColumn
from tui.reports.annexes import annexes
from tui.reports.paper_text import paper_text
from tui.reports.word.annex_table import add_table
from tui.reports.word.document import docx_bytes
from tui.reports.word.letters import late_letter, silent_letter
from tui.reports.word.paper import BodyTable
from tui.reports.word.result_lines import indicator_lines, judged_rows, last_year_over, needed
from tui.reports.word.type_size import width_mm
from tui.reports.word.yearly import yearly_report
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")


@cache
def shipped() -> Frames:
    """The one shipped plan of all tests here: they only read it."""
    return Frames(load(SHIPPED).plan)


@cache
def report_of(year: int) -> str:
    frames = shipped()
    return " ".join(paper_text(yearly_report(frames.plan, frames, year, dt.date(year, 12, 31))).split())


def test_what_is_kept_as_it_is_says_so_once() -> None:
    assert "Công ty cổ phần Nước sạch Thái Nguyên: giữ nguyên." in report_of(2025) and "giữ nguyên; giữ nguyên" not in report_of(2025)


def test_nothing_is_asked_of_a_year_that_is_over_and_it_is_of_one_to_come() -> None:
    after, before = (report_of(year).split(". NHIỆM VỤ, GIẢI PHÁP")[1].split("KIẾN NGHỊ")[0] for year in (2025, 2024))
    assert "phải" not in after and "bình quân 2024 - 2025 phải đạt 9,71%" in before
    assert "đến năm 2025 phải tăng 1,5 điểm phần trăm so với năm 2022" in before and "mỗi năm" not in before, "2024 is over as well"


def test_what_each_year_left_must_bring_is_asked_of_years_to_come_only_and_a_strict_bound_is_passed() -> None:
    known = {"values": {2020: 3.0, 2023: 2.1}}
    frames = frames_of(
        indicators={
            "strict": indicator("end_level", "<", 1.5, **known),
            "plain": indicator("end_level", "<=", 1.5, **known),
            "sum": indicator("term_sum", ">=", 20700, unit="tỷ đồng", values={2021: 4000, 2022: 4000, 2023: 4100}),
            "money": indicator("end_level", ">=", 150, unit="triệu đồng", values={2020: 90.0, 2022: 107, 2023: 113}),
            "cut": indicator("points_cut", ">=", 1, unit="điểm %/năm", values={2020: 7.0, 2021: 6.5, 2023: 5.5}),
        }
    )

    def asked(day: dt.date) -> dict[str, str]:
        digits, over = digits_by_id(frames), last_year_over(day)
        return {row["id"]: " ".join("".join(needed(row, digits[row["id"]], over)).split()) for row in judged_rows(frames, day)}

    each = "từ năm 2024 đến năm 2025, mỗi năm phải"
    assert asked(dt.date(2024, 6, 1)) == {
        "strict": f"{each} giảm hơn 0,3 điểm phần trăm",
        "plain": f"{each} giảm 0,3 điểm phần trăm",
        "sum": f"{each} đạt 4.300 tỷ đồng",
        "money": f"{each} tăng 15,22%",
        "cut": f"{each} giảm 1,75 điểm phần trăm",
    }
    assert asked(dt.date(2024, 12, 31)) == {
        "strict": "đến năm 2025 phải giảm hơn 0,6 điểm phần trăm so với năm 2023",
        "plain": "đến năm 2025 phải giảm 0,6 điểm phần trăm so với năm 2023",
        "sum": "tổng 2024 - 2025 phải đạt 8.600 tỷ đồng",
        "money": "đến năm 2025 phải tăng 32,75% so với năm 2023",
        "cut": "đến năm 2025, tỷ lệ phải giảm 3,5 điểm phần trăm so với năm 2023",
    }
    assert set(asked(dt.date(2025, 12, 31)).values()) == {""}, "nothing can be done in a year that is over"


def test_a_mean_that_is_one_figure_of_a_source_is_named_as_one_and_a_worked_out_one_is_not() -> None:
    mean = {"year": 2023, "value": 6.65, "vintage": "official", "years": [2021, 2023]}
    one = indicator("term_growth", ">=", 8, unit="%/năm", values={})
    frames = frames_of(
        indicators={
            "stated": {**one, "name": "Một", "values": [mean]},
            "part": {**one, "name": "Hai", "values": [mean, {"year": 2024, "value": 6.5, "vintage": "official"}]},
            "own": indicator("term_growth", ">=", 8, name="Ba", unit="%/năm", values={2021: 6.5, 2022: 8.5, 2023: 5.5}),
        }
    )
    day = dt.date(2025, 6, 1)
    (annex, *_) = annexes(frames, day, 2024)
    at = next(place for place, column in enumerate(annex.columns) if column.key == "mean")
    shown = [official.cell(row.cells[at]) for row in annex.rows]
    assert shown == ["6,65 (đến 2023, theo nguồn công bố)", "6,61", "6,8 (đến 2023)"]
    text = "\n".join(" ".join(line.split()) for line in indicator_lines(frames, day, "g", 2024))
    assert "bình quân 2021 - 2023 đạt 6,65%/năm (theo nguồn công bố)" in text
    assert "bình quân 2021 - 2024 đạt 6,61%/năm (bình quân 2021 - 2023 do nguồn công bố)" in text and text.count("nguồn công bố") == 2
    aloud = {one.id: Words("vi").sentence(one.said) for one in standings(frames, day)}
    assert "theo nguồn công bố" in aloud["stated"] and "nguồn" not in aloud["own"]


def test_the_mean_of_one_year_is_not_told_beside_its_figure_and_that_of_two_is() -> None:
    assert "bình quân năm 2021" not in report_of(2022) and "bình quân 2021 - 2024 ước đạt" in report_of(2025)


def test_a_year_whose_only_figures_are_of_another_scope_is_not_said_to_have_none() -> None:
    assert "GRDP bình quân đầu người: chưa có số liệu năm 2025 cùng phạm vi với chỉ tiêu; năm 2024" in report_of(2025)
    assert "Tỷ trọng công nghiệp, xây dựng: chưa có số liệu năm 2025; năm 2022" in report_of(2025), "nine months are no year"


def test_days_late_have_their_points_in_a_sentence_as_in_a_table() -> None:
    frames = shipped()
    letter = paper_text(late_letter(frames.plan, frames, "ubnd-xa", dt.date(2026, 11, 30)))
    assert "1.107 ngày" in " ".join(letter.split()) and official.count(7) == "07" and official.count(118) == "118"


def test_each_task_nobody_reported_on_has_a_row_under_the_body_that_leads_it() -> None:
    frames = shipped()
    letter = silent_letter(frames.plan, frames, dt.date(2026, 11, 30))
    assert letter is not None
    (table,) = (block for block in letter.body if isinstance(block, BodyTable))
    headings = [row for row in table.rows if isinstance(row, str)]
    rows = [[official.cell(cell) for cell in row] for row in table.rows if not isinstance(row, str)]
    assert headings[0] == "I. Sở Tài chính (24 nhiệm vụ)" and table.rows[25] == headings[1] and [row[0] for row in rows[:2]] == ["1", "2"]
    assert max(len(row[1]) for row in rows) <= 200 and rows[0][2] == "ý thứ 1 điểm a khoản 1 Mục III"
    assert [row[0] for row in rows] == list(map(str, range(1, len(rows) + 1)))


@pytest.mark.parametrize(
    ("header", "cited"),
    [
        ({"title": "Kế hoạch của Chính phủ thực hiện Nghị quyết số 57-NQ/TW"}, "Kế hoạch của Chính phủ thực hiện Nghị quyết số 57-NQ/TW"),
        (
            {"title": "Kế hoạch của tỉnh thực hiện Chiến lược", "issuer": "a"},
            "Kế hoạch số …… ngày …… tháng …… năm …… của Sở A, Kế hoạch của tỉnh thực hiện Chiến lược",
        ),
        ({"title": "Kế hoạch of the city", "issuer": "a"}, "Kế hoạch số …… ngày …… tháng …… năm …… của Sở A of the city"),
        ({"title": "Kế hoạch chuyển đổi số", "issuer": "a"}, "Kế hoạch số …… ngày …… tháng …… năm …… của Sở A về chuyển đổi số"),
        ({"title": "Kế hoạch chuyển đổi số"}, "Kế hoạch chuyển đổi số"),
        ({"title": "Kế hoạch"}, "Kế hoạch ……"),
        ({"title": "Kế hoạch 2021-2025", "issuer": "a"}, "Kế hoạch số …… ngày …… tháng …… năm …… của Sở A giai đoạn 2021-2025"),
        ({"title": "Kế hoạch 12/KH-UBND về biển"}, "Kế hoạch số 12/KH-UBND ngày …… tháng …… năm …… về biển"),
        ({"title": "Kế hoạch biển", "number": "12/KH-UBND"}, "Kế hoạch số 12/KH-UBND ngày …… tháng …… năm …… về biển"),
        ({"title": "Kế hoạch 03/NQ-CP"}, "Kế hoạch ban hành kèm theo Nghị quyết số 03/NQ-CP ngày …… tháng …… năm ……"),
        (
            {"title": "Kế hoạch biển", "number": "03/NQ-CP", "issuer": "a", "issued": dt.date(2025, 1, 9)},
            "Kế hoạch biển ban hành kèm theo Nghị quyết số 03/NQ-CP ngày 09 tháng 01 năm 2025 của Sở A",
        ),
    ],
)
def test_a_plan_is_cited_by_what_is_known_of_it(header: dict[str, Any], cited: str) -> None:
    plan = Plan({**shipped().plan.tables, "agencies": {"a": {"name": "Sở A"}}, "plan": {SINGLE_ID: {"kind": "Kế hoạch", **header}}})
    assert official.Citations(plan).plan() == cited


# -- pages ------------------------------------------------------------------------------------------------------------


def table_of(columns: list[AnnexColumn], *rows: list[str], wide: float = 251) -> tuple[Any, list[float]]:
    """A table as it is set, and the widths of its columns in millimetres."""
    document = Document()
    add_table(document, columns, rows, wide)
    (table,) = document.tables
    return table, [column.width.mm for column in table.columns]


def test_no_word_is_broken_between_its_letters_and_the_table_stays_as_wide_as_the_page() -> None:
    heads = [("TT", 4), ("Đơn vị", 4), ("Ghi chú", 92)]
    columns = [AnnexColumn(key=title, title=title, width=width) for title, width in heads]
    plain = table_of(columns, ["1", "%", "a b"])[1]
    table, wider = table_of(columns, ["1", "Neighbourhoods", "a b"])
    assert sum(wider) == pytest.approx(251, abs=1) and wider[1] > plain[1] + 10 and wider[1] > width_mm("Neighbourhoods", 11)
    assert table.rows[1].cells[1].text == "Neighbourhoods"
    table, parts = table_of(columns, ["1", "triệu đồng/người/năm", "05/NQ-CP và/hoặc"])
    assert table.rows[1].cells[1].text == "triệu đồng/\u200bngười/\u200bnăm" and parts[1] < wider[1], "it goes on behind a stroke"
    assert table.rows[1].cells[2].text == "05/NQ-CP và/hoặc", "short words and numbers of documents are left alone"
    _, over = table_of(columns, ["1", "x" * 200, "a b"])
    assert sum(over) == pytest.approx(251, abs=1), "what no page has room for is broken as before"


def test_a_table_that_fills_its_page_is_followed_by_none_that_is_empty() -> None:
    task = {"section": "s", "order": 1, "summary": "Xây chợ"}
    known = {"i": indicator("floor", target=1, values={2023: 1})}
    frames = frames_of(indicators=known, sections={"s": {"number": "I", "title": "Mục", "order": 1}}, tasks={"t": task})
    document = Document(io.BytesIO(docx_bytes(yearly_report(frames.plan, frames, 2024, dt.date(2024, 12, 31)))))
    behind = [table._tbl.getnext() for table in document.tables]
    last = [Paragraph(after, document._body) for after in behind if after.tag == qn("w:p") and not after.text]
    thin = [one for one in last if one.paragraph_format.line_spacing == Pt(1)]
    assert len(thin) == 3 and all(one.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY for one in thin)
    assert [one._p.find(f".//{qn('w:sectPr')}") is not None for one in thin] == [True, True, False], "the break needs no line of its own"


def test_who_has_no_figure_of_its_years_is_not_said_to_have_too_few_and_the_counts_agree() -> None:
    said = report_of(2022)
    counted = re.search(r"trong đó (\d+) chỉ tiêu có số liệu nhưng chưa đủ để đánh giá", said)
    assert counted and said.split("3. Kết quả thực hiện nhiệm vụ")[0].count("chưa đủ số liệu để đánh giá") == int(counted[1])
    assert "năm 2019 ước là 90,57%; mục tiêu năm 2025 là 90%; chưa có số liệu từ năm 2021 để đánh giá" in said
    assert "chưa có số liệu cùng phạm vi với chỉ tiêu để đánh giá; ngoài chuỗi số liệu: 2020: 30,54%" in said
    remarks = [row.cells[-1] for row in annexes(shipped(), dt.date(2022, 12, 31))[0].rows]
    assert [one for one in remarks if str(one).startswith("Chưa có số liệu năm 2021; ")], "it is no year in between"
