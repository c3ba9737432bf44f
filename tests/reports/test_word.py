"""The official papers: what the Word files hold is checked against the rules of Decree 30/2020/NĐ-CP, part by part."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import attrs
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import TERM, figure, frames_of, indicator
from tests.support.lengths import in_proofs, law, longer, of_these
from tui.commands.main import main
from tui.commands.shared import shipped_plan
from tui.frames.build import Frames
from tui.frames.insight.meeting_snapshot import frozen_of
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.headline import QUALITATIVE, STANDINGS, headline
from tui.frames.methods.tasks import TaskState, state_counts, task_states
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.model.fields import TABLES
from tui.reports import official, sentences
from tui.reports.indicator_annex import indicator_annex
from tui.reports.official import BLANK
from tui.reports.papers import file_names
from tui.reports.word.document import docx_bytes
from tui.reports.word.letters import late_bodies, late_letter
from tui.reports.word.minutes import minutes
from tui.reports.word.notice import conclusion_notice
from tui.reports.word.paper import Authority, Line, Paper, signature_lines
from tui.reports.word.parties import letterhead, plan_name, recipients, signature
from tui.reports.word.work_lines import enterprise_lines
from tui.reports.word.yearly import yearly_report
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

SetPapers: TypeAlias = list[tuple[Paper, Any]]
YEAR_END = dt.date(2024, 12, 31)


def shipped_name() -> str:
    """The shipped plan as a paper names it."""
    return plan_name(load(shipped_plan()).plan)


@pytest.fixture(scope="module")
def frames() -> Frames:
    return Frames(load(shipped_plan()).plan)


@pytest.fixture(scope="module")
def set_papers(frames: Frames) -> SetPapers:
    """One paper of each kind, and as Word would read it."""
    held = a_meeting()
    made = [
        yearly_report(frames.plan, frames, 2024, YEAR_END),
        conclusion_notice(held.plan, held, "r"),
        minutes(held.plan, held, "r"),
        late_letter(held.plan, held, "so-tc", YEAR_END),
    ]
    return [(paper, opened(paper)) for paper in made]


@pytest.fixture(scope="module")
def report(set_papers: SetPapers) -> Any:
    return set_papers[0][1]


def opened(paper: Paper) -> Any:
    """The paper as Word would read it."""
    return Document(io.BytesIO(docx_bytes(paper)))


def a_meeting(**more: Any) -> Frames:
    """A plan with a meeting of three items and three decisions; what is said of the meeting beside that."""
    return _meeting_with(more) if more else _the_meeting()


@cache
def _the_meeting() -> Frames:
    """The one meeting of all tests that say nothing of their own: they only read it."""
    return _meeting_with({})


def _meeting_with(more: Mapping[str, Any]) -> Frames:
    return frames_of(
        plan={
            "title": "Kế hoạch triển khai thực hiện cơ cấu lại nền kinh tế tỉnh Mẫu",
            "short_title": "Cơ cấu lại kinh tế tỉnh Mẫu",
            "term": TERM,
            "place": "Mẫu",
            "issuer": "ubnd",
            "signatory_role": "Chủ tịch",
            "recipients": ["Văn phòng Chính phủ;", "Lưu: VT, TH."],
        },
        agencies={
            "ubnd": {"name": "Ủy ban nhân dân tỉnh Mẫu", "short": "UBND tỉnh", "kind": "executive", "collegial": True},
            "so-tc": {"name": "Sở Tài chính", "kind": "department"},
            "so-ct": {"name": "Sở Công Thương", "kind": "department"},
        },
        sections={"I": {"number": "I", "title": "Nhiệm vụ", "order": 1}},
        tasks={
            "t1": {
                "section": "I",
                "order": 1,
                "summary": "Lập đề án",
                "leads": ["so-tc"],
                "mode": "dated",
                "due": dt.date(2024, 11, 30),
                "status": "blocked",
                "locator": "III.1.a#3",
                "log": [{"on": dt.date(2024, 6, 1), "text": "Chưa có kinh phí", "status": "blocked"}],
            },
            "t2": {"section": "I", "order": 2, "summary": "Giữ vệ sinh", "leads": ["so-ct"], "mode": "standing", "status": "in_progress"},
        },
        duties={
            "d": {"who": ["so-tc", "so-ct"], "what": "Báo cáo năm", "before": "11-20", "every": "year", "first": 2024, "locator": "IV.2#2"}
        },
        indicators={"grdp": indicator("term_growth", target=8, values=[figure(2021, 6.51), figure(2022, 8.59, "estimate")])},
        reviews={
            "r": {
                "date": dt.date(2024, 11, 20),
                "chair": "Chủ tịch UBND tỉnh",
                "secretary": "Nguyễn Văn An",
                "items": [
                    {"subject": "indicators.grdp", "outcome": "decided", "decision": "k1", "why": "nguy cơ", "note": "đã nghe báo cáo"},
                    {"subject": "tasks.t1", "outcome": "parked", "note": "chờ số liệu"},
                ],
                **more,
            }
        },
        decisions={
            "k2": {"text": "Gửi số liệu", "review": "r"},
            "k1": {
                "text": "Rà soát dự án",
                "owner": "so-ct",
                "partners": ["so-tc"],
                "due": dt.date(2025, 1, 15),
                "product": "Báo cáo",
                "review": "r",
            },
        },
    )


# -- reading a Word file --------------------------------------------------------------------------------------------


def every_paragraph(document: Any) -> list[Any]:
    """All paragraphs in their order, those in tables included."""
    found = []
    for block in document.iter_inner_content():
        found += every_paragraph_of_table(block) if hasattr(block, "rows") else [block]
    return found


def every_paragraph_of_table(table: Any) -> list[Any]:
    return [paragraph for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]


def paragraph(document: Any, starts: str) -> Any:
    return next(p for p in every_paragraph(document) if p.text.startswith(starts))


def looks(paragraph: Any) -> tuple[float, bool, bool]:
    """(size in points, bold, italic) of a paragraph, the same in all its runs."""
    (found,) = {(run.font.size.pt, bool(run.bold), bool(run.italic)) for run in paragraph.runs if run.text}
    return found


def texts(document: Any) -> list[str]:
    return [p.text for p in every_paragraph(document) if p.text]


def whole_text(document: Any) -> str:
    return "\n".join(texts(document))


def annex_tables(document: Any) -> list[Any]:
    return [table for table in document.tables if table.rows[0].cells[0].text == "TT" and table.rows[0].cells[1].text != "Cơ quan chủ trì"]


def annex_rows(table: Any) -> list[list[str]]:
    """The records: rows with a number before them, without the headings of groups."""
    rows = [[cell.text for cell in row.cells] for row in table.rows]
    return [row for row in rows if row[0].isdigit()]


# -- the page -------------------------------------------------------------------------------------------------------


def test_every_page_is_a4_with_the_margins_of_the_decree(set_papers: SetPapers) -> None:
    for _, document in set_papers:
        for n, section in enumerate(document.sections):
            sides = sorted(round(Length(side).mm) for side in (section.page_width, section.page_height))
            assert sides == [210, 297]
            assert (section.page_width > section.page_height) is (n > 0)  # the annexes lie
            assert 20 <= section.top_margin.mm <= 25 and 20 <= section.bottom_margin.mm <= 25
            assert 30 <= section.left_margin.mm <= 35 and 15 <= section.right_margin.mm <= 20


def test_everything_is_black_times_new_roman_in_every_script(set_papers: SetPapers) -> None:
    for _, document in set_papers:
        normal = document.styles["Normal"].element
        defaults = document.styles.element.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}")
        for properties in (normal, defaults):
            (fonts,) = properties.iter(qn("w:rFonts"))
            assert {name.rpartition("}")[2]: value for name, value in fonts.attrib.items()} == dict.fromkeys(
                ("ascii", "hAnsi", "cs", "eastAsia"), "Times New Roman"
            )
        assert normal.find(f"{qn('w:rPr')}/{qn('w:color')}").get(qn("w:val")) == "000000"
        for part in (document.element, document.sections[0].header._element):
            assert not list(part.iter(qn("w:rFonts"), qn("w:color"))), "no run says otherwise"
            assert {p.get(qn("w:val")) for p in part.iter(qn("w:pStyle"))} <= {"Normal"}


def test_pages_are_numbered_in_the_top_margin_from_the_second_and_each_annex_by_itself(report: Any) -> None:
    first, *annexes = report.sections
    assert len(annexes) == 3
    for n, section in enumerate(report.sections):
        assert section._sectPr.find(qn("w:titlePg")) is not None, "no number on the first page"
        assert section.header_distance < section.top_margin
        starts = [n.get(qn("w:start")) for n in section._sectPr.findall(qn("w:pgNumType"))]
        assert starts == (["1"] if n else [])
    assert [p.text for p in first.first_page_header.paragraphs] == [""]
    (number,) = first.header.paragraphs
    assert "".join(part.text for part in number._p.iter(qn("w:instrText"))) == "PAGE"
    assert number.alignment.name == "CENTER"
    assert {run.font.size.pt for run in number.runs} <= {13, 14}
    assert all(section.header.is_linked_to_previous for section in annexes)


def test_the_order_of_elements_is_the_schemas(report: Any) -> None:
    order = ["headerReference", "footerReference", "type", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid"]
    for section in report.sections:
        names = [child.tag.rpartition("}")[2] for child in section._sectPr]
        assert names == sorted(names, key=order.index)
    of_paragraph = ["pStyle", "keepNext", "keepLines", "widowControl", "pBdr", "spacing", "ind", "jc", "rPr", "sectPr"]
    for properties in report.element.iter(qn("w:pPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names == sorted(names, key=of_paragraph.index)
    of_table = ["tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"]
    for properties in report.element.iter(qn("w:tblPr")):
        names = [child.tag.rpartition("}")[2] for child in properties]
        assert names == sorted(names, key=of_table.index)


# -- the head -------------------------------------------------------------------------------------------------------


def test_the_letterhead_has_issuer_nation_and_motto_in_their_sizes(set_papers: SetPapers) -> None:
    for _, document in set_papers:
        head = document.tables[0]
        assert looks(paragraph(document, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")) in ((12, True, False), (13, True, False))
        assert looks(paragraph(document, "Độc lập - Tự do - Hạnh phúc")) in ((13, True, False), (14, True, False))
        issuer = [p for p in head.cell(0, 0).paragraphs if p.text]
        assert issuer[0].text == "ỦY BAN NHÂN DÂN"
        assert all(p.text.isupper() and looks(p) in ((12, True, False), (13, True, False)) for p in issuer)
        assert looks(paragraph(document, "Số: ")) == (13, False, False)
        borders = {b.get(qn("w:val")) for b in head._tbl.tblPr.find(qn("w:tblBorders"))}
        assert borders == {"nil"}


def test_a_parent_body_stands_above_in_plain_capitals() -> None:
    held = a_meeting()
    paper = conclusion_notice(held.plan, held, "r")
    document = opened(attrs.evolve(paper, letterhead=attrs.evolve(paper.letterhead, parent="Ủy ban nhân dân tỉnh Mẫu")))
    first = document.tables[0].cell(0, 0).paragraphs[0]
    assert first.text == "ỦY BAN NHÂN DÂN TỈNH MẪU" and looks(first) in ((12, False, False), (13, False, False))


def rule_mm(paragraph: Any, room: float) -> float:
    """The length of a rule: what its indents leave of the room."""
    setting = paragraph.paragraph_format
    assert paragraph._p.pPr.find(f"{qn('w:pBdr')}/{qn('w:top')}").get(qn("w:val")) == "single"
    return room - Length(setting.left_indent).mm - Length(setting.right_indent).mm


def test_rules_are_as_long_as_the_motto_and_a_third_to_a_half_of_the_issuer(report: Any) -> None:
    head = report.tables[0]
    left, right = (Length(cell.width).mm for cell in head.rows[0].cells)
    motto = rule_mm(head.cell(0, 1).paragraphs[-1], right)
    size = looks(head.cell(0, 1).paragraphs[1])[0]
    assert motto == pytest.approx(12.197 * size * 25.4 / 72, abs=0.5), "12.197 ems are the widths of Times New Roman Bold"
    assert motto < right
    issuer = rule_mm(head.cell(0, 0).paragraphs[-1], left)
    line = 9.945 * looks(head.cell(0, 0).paragraphs[1])[0] * 25.4 / 72  # TỈNH THÁI NGUYÊN
    assert line / 3 <= issuer <= line / 2


@longer
@pytest.mark.parametrize("month", of_these(range(1, 13), (2, 12)))
def test_days_below_ten_and_the_first_two_months_have_a_zero_before_them(month: int) -> None:
    zero = "0" if month <= 2 else ""
    assert official.day_words(dt.date(2026, month, 9)) == f"ngày 09 tháng {zero}{month} năm 2026"
    assert official.day_words(dt.date(2026, month, 10)) == f"ngày 10 tháng {zero}{month} năm 2026"
    held = a_meeting(closed_on=dt.date(2026, month, 5), number="5")
    shown = paragraph(opened(conclusion_notice(held.plan, held, "r")), "Mẫu, ")
    assert shown.text == f"Mẫu, ngày 05 tháng {zero}{month} năm 2026"
    assert looks(shown) in ((13, False, True), (14, False, True))


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        ("5", "TB", "05/TB-UBND"),
        ("05", "TB", "05/TB-UBND"),
        ("12", "BC", "12/BC-UBND"),
        ("7 / TB - UBND", "TB", "07/TB-UBND"),
        ("", "TB", "……/TB-UBND"),
        ("", "", "……/UBND-……"),
        ("123/TB-VP", "TB", "123/TB-VP"),
    ],
)
def test_numbers_of_papers_have_a_zero_and_no_spaces(number: str, kind: str, shown: str) -> None:
    assert official.paper_number(number, kind, "UBND") == shown


def test_title_and_abstract_are_bold_and_centred(set_papers: SetPapers) -> None:
    report, notice, record, letter = (document for _, document in set_papers)
    for document, title, abstract in (
        (report, "BÁO CÁO", f"Kết quả thực hiện {shipped_name()} năm 2024"),
        (
            notice,
            "THÔNG BÁO",
            "Kết luận của Chủ tịch UBND tỉnh tại cuộc họp rà soát tình hình thực hiện Kế hoạch cơ cấu lại kinh tế tỉnh Mẫu",
        ),
        (record, "BIÊN BẢN", "Họp rà soát tình hình thực hiện Kế hoạch cơ cấu lại kinh tế tỉnh Mẫu"),
    ):
        said = [p for p in document.paragraphs if p.text][:2]
        assert [p.text for p in said] == [title, abstract]
        assert all(looks(p) in ((13, True, False), (14, True, False)) and p.alignment.name == "CENTER" for p in said)
        rule = document.paragraphs[2]
        assert 0 < rule_mm(rule, 164) <= 164 / 2
    assert paragraph(letter, "V/v ").text.startswith("V/v đôn đốc") and looks(paragraph(letter, "V/v "))[0] in (12, 13)
    assert paragraph(letter, "Kính gửi: ").text == "Kính gửi: Sở Tài chính"
    assert paragraph(report, "Kính gửi: ").text == "Kính gửi: Chính phủ, các bộ, ngành Trung ương", "as the plan's duties say"
    assert not any(text.isupper() and "CÔNG VĂN" in text for text in texts(letter))


# -- the body -------------------------------------------------------------------------------------------------------


def test_the_body_is_justified_drawn_in_and_ends_with_the_sign_of_the_end(set_papers: SetPapers) -> None:
    for paper, document in set_papers:
        body = [p for p in document.paragraphs if p.paragraph_format.first_line_indent]
        lines = [block for block in paper.body if isinstance(block, Line)]
        assert [p.text for p in body] == [*(line.text for line in lines[:-1]), body[-1].text]
        for p in body:
            setting = p.paragraph_format
            assert p.alignment.name == "JUSTIFY"
            assert round(setting.first_line_indent.cm, 2) in (1.0, 1.27)
            assert setting.space_after.pt >= 6
            assert looks(p)[0] in (13, 14)
        assert body[-1].text.endswith("./.") and not body[-1].text.endswith("../.")
        assert sum(p.text.endswith("./.") for p in body) == 1
        assert body[-1].paragraph_format.keep_with_next, "a signature never stands alone"
    spacing = document.styles["Normal"].paragraph_format
    assert spacing.line_spacing == 1 or spacing.line_spacing_rule.name == "SINGLE"


def test_a_report_begins_with_what_it_carries_out_and_a_basis_is_italic_with_a_semicolon_each(report: Any) -> None:
    assert not [p for p in report.paragraphs if p.text.startswith("Căn cứ ")], "a basis is that of decisions and resolutions"
    assert paragraph(report, "Thực hiện Kế hoạch số").text.endswith("như sau:")
    held = a_meeting()
    paper = attrs.evolve(conclusion_notice(held.plan, held, "r"), basis=("Căn cứ Luật A;", "Căn cứ Luật B"))
    basis = [p for p in opened(paper).paragraphs if p.text.startswith("Căn cứ ")]
    assert [p.text[-1] for p in basis] == [";", "."]
    assert all(looks(p) in ((13, False, True), (14, False, True)) for p in basis)


def test_a_document_is_cited_in_full_the_first_time_and_by_kind_and_number_then(frames: Frames) -> None:
    cites = official.Citations(frames.plan)
    first = cites.document("222-QD-TTg")
    assert first == (
        "Quyết định số 222/QĐ-TTg ngày 14 tháng 3 năm 2023 của Thủ tướng Chính phủ"
        " về Quy hoạch tỉnh Thái Nguyên thời kỳ 2021 - 2030, tầm nhìn đến năm 2050"
    )
    assert cites.document("222-QD-TTg") == "Quyết định số 222/QĐ-TTg"
    assert cites.document("80-2021-ND-CP").startswith("Nghị định số 80/2021/NĐ-CP ngày 26 tháng 8 năm 2021 của Chính phủ quy định chi tiết")
    assert cites.document("luat-dau-thau") == cites.document("luat-dau-thau") == "Luật Đấu thầu"
    unknown = "Nghị quyết số …… ngày …… tháng …… năm …… của Quốc hội về Kế hoạch cơ cấu lại nền kinh tế giai đoạn 2021 - 2025"
    assert cites.document("nq-quoc-hoi-co-cau-lai") == unknown
    assert cites.plan().startswith("Kế hoạch số …… ngày …… tháng …… năm …… của Ủy ban nhân dân tỉnh Thái Nguyên triển khai thực hiện ")
    assert cites.plan() == "Kế hoạch"


# -- the end --------------------------------------------------------------------------------------------------------


def test_recipients_end_with_who_keeps_the_file(set_papers: SetPapers) -> None:
    for (_, document), unit in zip(set_papers, ("TH", "TH", "Hồ sơ", "TH"), strict=True):
        heading = paragraph(document, "Nơi nhận:")
        assert looks(heading) == (12, True, True)
        cell = next(p for t in document.tables for row in t.rows for c in row.cells for p in [c.paragraphs] if p[0].text == "Nơi nhận:")
        listed = cell[1:]
        assert all(looks(p) == (11, False, False) for p in listed)
        assert all(p.text.startswith("- ") and p.text.endswith(";") for p in listed[:-1])
        assert listed[-1].text == f"- Lưu: VT, {unit}."
        assert sum("Lưu" in p.text for p in listed) == 1


def test_a_unit_the_plan_does_not_name_is_a_blank() -> None:
    bare = frames_of()
    assert recipients(bare.plan, YEAR_END) == ((), BLANK)
    assert letterhead(bare.plan, "BC").issuer == (BLANK,)
    assert signature(bare.plan).lines == (BLANK,)


@pytest.mark.parametrize(
    ("authority", "role", "of", "lines"),
    [
        (Authority.FOR_THE_BODY, "Chủ tịch", "Ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
        (Authority.FOR_THE_HEAD, "Phó Chủ tịch", "Chủ tịch", ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        (Authority.BY_ORDER, "Chánh Văn phòng", "Chủ tịch", ("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG")),
        (Authority.BY_MANDATE, "Giám đốc Sở Tài chính", "Chủ tịch", ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ TÀI CHÍNH")),
        (Authority.ACTING, "Giám đốc", "", ("Q. GIÁM ĐỐC",)),
        (Authority.OWN, "Giám đốc", "", ("GIÁM ĐỐC",)),
    ],
)
def test_who_signs_for_whom(authority: Authority, role: str, of: str, lines: tuple[str, ...]) -> None:
    assert signature_lines(authority, role, of) == lines


def test_the_signature_is_bold_and_the_name_stays_a_blank_until_somebody_signs(report: Any, frames: Frames) -> None:
    block = paragraph(report, "TM. ")
    cell = next(c for t in report.tables for row in t.rows for c in row.cells if c.paragraphs[0].text == block.text)
    assert [p.text for p in cell.paragraphs] == ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", BLANK]
    assert all(looks(p) in ((13, True, False), (14, True, False)) for p in cell.paragraphs)
    assert frames.plan.header["signatory"] not in whole_text(report), "who signed the plan need not hold the office by now"


def test_minutes_are_signed_by_secretary_and_chair_and_have_no_day_in_the_head() -> None:
    held = a_meeting()
    document = opened(minutes(held.plan, held, "r"))
    signed = [[p.text for p in cell.paragraphs] for cell in document.tables[1].rows[0].cells]
    assert signed == [["THƯ KÝ", "Nguyễn Văn An"], ["CHỦ TỌA", BLANK]]
    assert document.tables[0].cell(1, 1).text == ""
    assert texts(document)[-2:] == ["- Như thành phần tham dự;", "- Lưu: VT, Hồ sơ."], "form 1.9 keeps them with the matter"


# -- the annexes ----------------------------------------------------------------------------------------------------

YEARS = "TH 2020 | TH 2021 | TH 2022 | TH 2023 | KH 2024 | TH/ƯTH 2024 | % KH 2024"
INDICATOR_COLUMNS = f"TT | Chỉ tiêu | ĐVT | Mục tiêu 2021-2025 | {YEARS} | Bình quân 2021-2024 | Đánh giá khả năng đạt"
ANNEX_COLUMNS = [
    f"{INDICATOR_COLUMNS} | Cơ quan báo cáo | Ghi chú",
    "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn | Sản phẩm | Kết quả thực hiện theo báo cáo | Tình trạng | Vướng mắc, kiến nghị",
    "TT | Doanh nghiệp | Hình thức sắp xếp | Vốn NN hiện nay | Vốn NN sau sắp xếp | Thời gian thực hiện | Tiến độ | Vướng mắc",
]


def test_the_annexes_have_the_columns_of_the_form_repeated_on_every_page(report: Any) -> None:
    tables = annex_tables(report)
    assert [" | ".join(cell.text for cell in table.rows[0].cells) for table in tables] == ANNEX_COLUMNS
    for table in tables:
        flags = [row._tr.trPr is not None and row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert flags == [True, *[False] * (len(flags) - 1)]
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert {b.get(qn("w:val")) for b in table._tbl.tblPr.find(qn("w:tblBorders"))} == {"single"}
        wide = sum(int(column.get(qn("w:w"))) for column in table._tbl.tblGrid)
        section = report.sections[1]
        room = section.page_width - section.left_margin - section.right_margin
        assert Mm(wide * 25.4 / 1440) <= room + Mm(0.5), "nothing hangs over the margin"


def test_annexes_are_headed_by_number_name_and_the_paper_they_go_with(report: Any) -> None:
    said = [p for p in report.paragraphs if p.text]
    for number, name in (("I", "CÁC CHỈ TIÊU"), ("II", "CÁC NHIỆM VỤ"), ("III", "DOANH NGHIỆP NHÀ NƯỚC")):
        at = next(n for n, p in enumerate(said) if p.text == f"Phụ lục {number}")
        heading, title, goes_with = said[at : at + 3]
        assert looks(heading) == (14, True, False)
        assert title.text.isupper() and title.text.endswith(name) and looks(title) in ((13, True, False), (14, True, False))
        assert goes_with.text == ("(Kèm theo Báo cáo số ……/BC-UBND ngày …… tháng …… năm …… của Ủy ban nhân dân tỉnh Thái Nguyên)")
        assert looks(goes_with)[1:] == (False, True)
        assert {p.alignment.name for p in (heading, title, goes_with)} == {"CENTER"}


def test_the_summary_counts_what_the_annexes_and_the_frames_hold(frames: Frames, report: Any) -> None:
    plan, as_of = frames.plan, YEAR_END
    summary = paragraph(report, "Tính đến ngày 31 tháng 12 năm 2024: trong").text
    slower = sum(row[12].lower().startswith(sentences.SLOW_DOWN) for row in annex_rows(annex_tables(report)[0]))
    assert slower == 1 and "(trong đó 01 chỉ tiêu cần chậm lại" in summary
    indicators, tasks, enterprises = re.sub(r" \(trong đó .*?\)", "", summary.partition(": ")[2].rstrip(".")).split("; ")
    wanted = (
        (indicators, "chỉ tiêu", {sentences.VERDICTS[v]: n for v, n in headline(verdicts(frames, as_of)).items() if n}, 0, 12),
        (
            tasks,
            "nhiệm vụ",
            {sentences.STATES[s]: n for s, n in state_counts(task_states(frames, as_of)).items() if n},
            1,
            7,
        ),
        (
            enterprises,
            "doanh nghiệp",
            {sentences.ENTERPRISES[v]: n for v, n in enterprise_verdicts(frames, as_of).group_by("verdict").len().iter_rows()},
            2,
            6,
        ),
    )
    for said, thing, counts, table, column in wanted:
        head, told = said.split(f" {thing}: ")
        rows = annex_rows(annex_tables(report)[table])
        assert int(head.removeprefix("trong ")) == len(rows) == sum(counts.values())
        found = {}
        for part in re.split(r", (?=\d)", told):
            n, _, state = part.partition(" ")
            found[re.sub(r" \((quá|trong) hạn\)", r", \1 hạn", state)] = int(n)  # no comma inside a state of a list
        assert found == counts
        cells = [row[column].lower() for row in rows]
        for other, state in ((sentences.TOO_FEW, "no_data"), (sentences.SLOW_DOWN, "speed_up")):
            cells = [cell.replace(other, sentences.VERDICTS[state]) for cell in cells]
        for state, n in counts.items():
            assert sum(cell.startswith(state) for cell in cells) == n, state
    assert len(plan.tables["indicators"]) == 28


def test_figures_are_those_of_the_frames_and_unknown_ones_stay_empty(report: Any) -> None:
    rows = {row[1]: row for row in annex_rows(annex_tables(report)[0])}
    grdp = rows["Tốc độ tăng trưởng GRDP bình quân"]
    at_risk, through = official.capital(sentences.VERDICTS["at_risk"]), "Sở Kế hoạch và Đầu tư (tổng hợp)"
    assert grdp[2:14] == [
        *("%/năm", "≥ 8", "4,24 (sơ bộ)", "6,51 (ước)", "8,59 (ước)", "5,56 (ước)"),
        *("7,5", "", "", "6,88 (đến 2023)", f"{at_risk} (ước)", through),
    ]
    assert grdp[14].startswith("Số công bố năm 2023 chưa thống nhất; ngoài chuỗi số liệu: bình quân 2021 - 2023: 6,65 (ước)")
    assert rows["Tỷ trọng dịch vụ"][3:14] == ["31", *[""] * 8, official.capital(sentences.VERDICTS["no_data"]), through]
    shares = {row[1]: row[2:7] for row in annex_rows(annex_tables(report)[2])}
    assert shares["Công ty cổ phần Vật tư nông nghiệp Thái Nguyên"] == [
        "Thoái vốn",
        "",
        "0%",
        "2022-2023",
        "Quá thời hạn sắp xếp 366 ngày; chưa có thông tin",
    ]
    assert shares["Công ty TNHH một thành viên Thoát nước và Phát triển hạ tầng đô thị Thái Nguyên"][2] == "Trên 50% và dưới 65%"


def test_a_figure_of_after_the_day_is_not_in_a_report_seen_from_it(frames: Frames) -> None:
    grdp = indicator_annex(frames, dt.date(2022, 12, 31)).rows[0]
    assert [official.cell(cell) for cell in grdp.cells[4:7]] == ["4,24 (sơ bộ)", "6,51 (ước)", ""], "that of 2022 was not published yet"


def test_what_stands_in_the_way_is_what_the_log_says_and_else_a_blank_for_a_hand() -> None:
    held = a_meeting()
    document = opened(yearly_report(held.plan, held, 2024, YEAR_END))
    said = texts(document)
    assert said.index("V. KIẾN NGHỊ, ĐỀ XUẤT") < said.index("- Lập đề án (Sở Tài chính chủ trì): Chưa có kinh phí.")
    assert said.index("1. Tồn tại, hạn chế") < said.index("- Lập đề án: Chưa có kinh phí.")
    task = annex_rows(annex_tables(document)[1])[0]
    state = f"{official.capital(sentences.STATES['late'])} 31 ngày; có vướng mắc"
    assert task[1:] == ["Lập đề án", "Sở Tài chính", "", "30/11/2024", "", "", state, "Chưa có kinh phí"]
    assert "- Lập đề án (Sở Tài chính chủ trì): thời hạn ngày 30/11/2024, chậm 31 ngày." in said


def test_a_plan_with_nothing_in_it_still_makes_a_paper() -> None:
    bare = frames_of(goals={})
    document = opened(yearly_report(bare.plan, bare, 2024, YEAR_END))
    assert [len(table.rows) for table in annex_tables(document)] == [1, 1], "no table of bodies above nothing"
    said = whole_text(document)
    assert "Kế hoạch chưa có chỉ tiêu nào." in said and "Kế hoạch chưa có nhiệm vụ nào." in said
    assert "Không có" not in said and "DOANH NGHIỆP" not in said, "nothing is not good news, and what it has not is no part"
    assert "Thực hiện Kế hoạch ……, …… báo cáo" in whole_text(document)


# -- what the papers say --------------------------------------------------------------------------------------------


def test_the_notice_says_what_was_decided_by_whom_until_when() -> None:
    held = a_meeting()
    said = texts(opened(conclusion_notice(held.plan, held, "r")))
    assert (
        "1. Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính rà soát dự án; sản phẩm: Báo cáo; "
        "thời hạn hoàn thành: ngày 15 tháng 01 năm 2025."
    ) in said
    assert "2. Gửi số liệu. Giao …… chủ trì; thời hạn hoàn thành: ngày …… tháng …… năm ……." in said
    assert "- Lập đề án: chờ số liệu." in said
    assert said[2:4] == ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
    assert "Số: ……/TB-UBND" in said and "Mẫu, ngày …… tháng …… năm ……" in said


def test_a_closed_meeting_is_told_with_what_was_frozen_not_with_todays_figures() -> None:
    open_one = a_meeting()
    told = paragraph(opened(conclusion_notice(open_one.plan, open_one, "r")), "Tính đến ngày 20 tháng 11 năm 2024").text
    assert told.endswith("trong 01 chỉ tiêu: 01 cần tăng tốc; trong 01 nhiệm vụ có thời hạn: 01 sắp đến hạn.")
    frozen = [{"subject": "indicators.grdp", "verdict": "met"}, {"subject": "indicators.gone", "verdict": "not_met"}]
    closed = a_meeting(frozen=frozen, as_of=dt.date(2024, 11, 1))
    told = paragraph(opened(conclusion_notice(closed.plan, closed, "r")), "Tính đến ngày 01 tháng 11 năm 2024").text
    assert told.endswith("trong 02 chỉ tiêu: 01 đạt, 01 không đạt.")
    record = texts(opened(minutes(closed.plan, closed, "r")))
    assert record[record.index("1. Chỉ tiêu") + 1] == "Tình hình: đạt."


def test_the_papers_say_whose_knowledge_and_for_which_reason_as_it_was_kept() -> None:
    day = dt.date(2024, 11, 1)
    frozen = [{"subject": "indicators.grdp", "verdict": "at_risk", "reason": "beyond_best"}]
    later = a_meeting(frozen=frozen, as_of=day, known_on=dt.date(2025, 3, 1), items=[{"subject": "indicators.grdp", "outcome": "noted"}])
    for paper in (conclusion_notice, minutes):
        assert "theo số liệu công bố đến ngày 01 tháng 3 năm 2025" in whole_text(opened(paper(later.plan, later, "r")))
    assert "mỗi năm còn lại cần nhiều hơn hẳn mức cao nhất từng đạt" in whole_text(opened(minutes(later.plan, later, "r")))
    then = a_meeting(frozen=frozen, as_of=day, known_on=day)
    assert "theo số liệu đã công bố đến ngày đó" in whole_text(opened(conclusion_notice(then.plan, then, "r")))
    old = a_meeting(frozen=frozen, as_of=day)
    assert "theo số liệu" not in whole_text(opened(conclusion_notice(old.plan, old, "r"))), "one that did not keep it says nothing"


def test_the_papers_tell_what_happened_and_what_the_chair_asked_for() -> None:
    items = [
        {"subject": "tasks.t1", "outcome": "accelerate", "owner": "so-tc", "due": dt.date(2025, 1, 15), "note": "Bố trí đủ vốn."},
        {"subject": "indicators.grdp", "outcome": "report_back"},
        {"subject": "agencies.so-ct", "outcome": "accelerate"},
        {"subject": "tasks.t2", "why": "chưa báo cáo"},
    ]
    held = a_meeting(items=items)
    notice = conclusion_notice(held.plan, held, "r")
    said = whole_text(opened(notice))
    assert "Cuộc họp xem xét 03 nội dung" in said and "Cùng dự có ……." in said
    assert "Yêu cầu Sở Tài chính đẩy nhanh “Lập đề án”; thời hạn: ngày 15 tháng 01 năm 2025; bố trí đủ vốn." in said
    blank = "ngày …… tháng …… năm ……"
    assert f"Yêu cầu cơ quan, đơn vị liên quan báo cáo lại về việc thực hiện chỉ tiêu “Chỉ tiêu”; thời hạn: {blank}." in said, (
        "nobody answers for it in the plan"
    )
    assert "- 01 nội dung khác trong chương trình cuộc họp chưa xem xét." in said
    assert "Yêu cầu Sở Công Thương đẩy nhanh việc thực hiện các nhiệm vụ" in said
    assert {"Sở Tài chính", "Sở Công Thương"} <= set(notice.recipients), "whoever was asked for something gets it"
    assert notice.recipients[-1] == "Thành phần dự họp"
    record = whole_text(opened(minutes(held.plan, held, "r")))
    assert "Giữ vệ sinh" not in record and "chưa xem xét 01 nội dung khác" in record
    assert "Kết quả: yêu cầu đẩy nhanh: Sở Tài chính, thời hạn ngày 15 tháng 01 năm 2025." in record
    assert f"Kết quả: yêu cầu báo cáo lại: ……, thời hạn {blank}." in record
    assert "chưa xem xét" not in whole_text(opened(minutes(a_meeting().plan, a_meeting(), "r")))


def test_an_item_on_an_indicator_gives_figure_mean_target_and_what_is_required_first() -> None:
    held = a_meeting(as_of=dt.date(2023, 6, 1))
    said = texts(opened(minutes(held.plan, held, "r")))
    told = said[said.index("1. Chỉ tiêu") + 1]
    assert told == (
        "Số liệu: năm 2022 ước đạt 8,59% (năm 2021: 6,51%); bình quân 2021 - 2022 ước đạt 7,54%; mục tiêu 2021 - 2025 từ 8% trở lên; "
        "từ năm 2023 đến năm 2025, mỗi năm phải đạt 8,31%."
    )
    then = frozen_of(held, dt.date(2023, 6, 1))
    closed = a_meeting(as_of=dt.date(2023, 6, 1), frozen=then)
    assert told in texts(opened(minutes(closed.plan, closed, "r"))), "a closed meeting says what it saw"
    other = a_meeting(as_of=dt.date(2023, 6, 1), frozen=[{**entry, "value": 1.0} for entry in then])
    assert "Số liệu:" not in whole_text(opened(minutes(other.plan, other, "r"))), (
        "figures that came out otherwise since are not what it saw"
    )


@pytest.mark.parametrize(
    ("subject", "matter"),
    [
        ("enterprises.e", "việc sắp xếp Công ty cổ phần Mẫu"),
        ("indicators.grdp", "việc thực hiện chỉ tiêu “Chỉ tiêu”"),
        ("duties.d", "việc gửi báo cáo năm"),
        ("tasks.t1", "“Lập đề án”"),
    ],
)
def test_what_is_hastened_is_a_work_and_never_a_company(subject: str, matter: str) -> None:
    held = a_meeting(items=[{"subject": subject, "outcome": "accelerate"}])
    tables = {**held.plan.tables, "enterprises": {"e": {"name": "Công ty cổ phần Mẫu", "arrangement": "divest"}}}
    plan = attrs.evolve(held.plan, tables=tables)
    said = whole_text(opened(conclusion_notice(plan, Frames(plan), "r")))
    assert f"đẩy nhanh {matter}; thời hạn" in said


@longer
def test_minutes_are_signed_by_the_name_that_was_typed_with_whatever_stood_beside_it() -> None:
    names = [
        ("Nguyễn Văn A", "Nguyễn Văn A"),
        ("Ông Nguyễn Văn An", "Nguyễn Văn An"),
        ("đồng chí Trần Thị B, Phó Chủ tịch UBND tỉnh", "Trần Thị B"),
        ("Phó Chủ tịch UBND tỉnh - bà Lê Thị Hoa", "Lê Thị Hoa"),
        ("TS. Lê Thị Hoa (Sở Tài chính)", "Lê Thị Hoa"),
        ("Chủ tịch UBND tỉnh", BLANK),
        ("Chánh Văn phòng", BLANK),
        ("Ông", BLANK),
        ("", BLANK),
    ]
    for typed, signs in of_these(names, [names[at] for at in (0, 3, 4, 6, 8)]):
        held = a_meeting(chair=typed, secretary=typed)
        paper = minutes(held.plan, held, "r")
        assert [one.name for one in paper.signatures] == [signs, signs], typed
        if typed in ("Nguyễn Văn A", ""):
            assert [cell.paragraphs[-1].text for cell in opened(paper).tables[1].rows[0].cells] == [signs, signs]


def test_an_enterprise_that_is_kept_as_it_is_is_said_so_once() -> None:
    frames = frames_of(
        enterprises={"e": {"name": "Công ty Mẫu", "arrangement": "keep"}, "f": {"name": "Công ty Hai", "arrangement": "divest"}}
    )
    said = list(enterprise_lines(frames, YEAR_END, {"e": "Giữ nguyên", "f": "Chưa xác định thời gian"}))
    assert said == ["- Công ty Mẫu: giữ nguyên.", "- Công ty Hai: thoái vốn; chưa xác định thời gian."]


def test_the_minutes_go_through_the_items_in_their_order() -> None:
    held = a_meeting()
    said = texts(opened(minutes(held.plan, held, "r")))
    start = said.index("Thời gian bắt đầu: …… giờ …… phút, ngày 20 tháng 11 năm 2024.")
    assert said[start + 1 : start + 5] == [
        "Địa điểm: …….",
        "Thành phần tham dự: …….",
        "Chủ trì: Chủ tịch UBND tỉnh.",
        "Thư ký: Nguyễn Văn An.",
    ]
    at = said.index("2. Lập đề án")
    assert said[at + 1 : at + 4] == ["Tình hình: sắp đến hạn.", "Ý kiến tại cuộc họp: chờ số liệu.", "Kết quả: chuyển cuộc họp sau."]
    assert said[at + 4] == "3. Kết luận khác"
    assert "Cuộc họp kết thúc vào …… giờ …… phút, ngày …… tháng …… năm ……./." in said


def test_a_letter_names_what_a_body_is_late_with_and_nobody_else_gets_one() -> None:
    held = a_meeting()
    assert late_bodies(held, YEAR_END) == ["so-tc", "so-ct"]
    said = texts(opened(late_letter(held.plan, held, "so-tc", YEAR_END)))
    assert "1. Lập đề án (ý thứ 3 điểm a khoản 1 Mục III): thời hạn ngày 30/11/2024, chậm 31 ngày." in said
    assert "2. Báo cáo năm 2024 (ý thứ 2 khoản 2 Mục IV: Báo cáo năm): hạn gửi trước ngày 20/11/2024, chậm 42 ngày." in said
    assert any("còn 01 nhiệm vụ chưa hoàn thành, quá hạn và 01 báo cáo quá hạn, chưa nhận được" in text for text in said)
    assert any(text.startswith("V/v đôn đốc thực hiện nhiệm vụ quá hạn và gửi báo cáo") for text in said)
    other = whole_text(opened(late_letter(held.plan, held, "so-ct", YEAR_END)))
    assert "Lập đề án" not in other and "Báo cáo năm" in other
    assert late_bodies(held, dt.date(2024, 11, 1)) == []
    with pytest.raises(ValueError):
        late_letter(held.plan, held, "ubnd", YEAR_END)


def test_every_code_has_its_words() -> None:
    assert set(sentences.VERDICTS) == set(STANDINGS) == {v.value for v in Verdict} | {QUALITATIVE}
    assert set(sentences.REASONS) == {r.value for r in Reason}
    assert set(sentences.STATES) == {s.value for s in TaskState} and set(sentences.ENTERPRISES) == {v.value for v in EnterpriseVerdict}
    for words, table, key in (
        (sentences.ARRANGEMENTS, "enterprises", "arrangement"),
        (sentences.STAGES, "enterprises", "stage"),
        (sentences.EVERY, "tasks", "every"),
    ):
        assert set(words) == {choice.value for choice in TABLES[table][key].choices}
    outcome = TABLES["reviews"]["items"].entry("outcome")
    assert outcome is not None and set(sentences.OUTCOMES) == {choice.value for choice in outcome.choices}


# -- text that is not ours ------------------------------------------------------------------------------------------


@law(3, 150)
@given(st.text(min_size=1))
def test_any_text_makes_a_word_file_that_holds_it_as_text(text: str) -> None:
    held = a_meeting()
    paper = Paper(
        letterhead=letterhead(held.plan, "BC"),
        title=text,
        abstract=text,
        body=(Line(text), Line("Hết")),
        signatures=(signature(held.plan),),
        recipients=(text,),
        unit=text,
    )
    document = opened(paper)
    assert "Hết./." in texts(document)
    instructions = [part.text for part in document.element.iter(qn("w:instrText"))]
    assert instructions == []


def test_controls_and_field_codes_in_a_plan_stay_text() -> None:
    hostile = 'a\x1b[31m\x00b\u202e\nc {PAGE} =SUM(A1) <w:fldSimple w:instr="DATE"/>\ufffe'
    held = a_meeting(place=hostile)
    document = opened(minutes(held.plan, held, "r"))
    assert 'Địa điểm: a[31mb c {PAGE} =SUM(A1) <w:fldSimple w:instr="DATE"/>.' in texts(document)
    assert not list(document.element.iter(qn("w:fldSimple"), qn("w:instrText")))


def test_the_file_names_nobody_and_nothing_outside_itself() -> None:
    held = a_meeting()
    data = docx_bytes(conclusion_notice(held.plan, held, "r"))
    document = Document(io.BytesIO(data))
    assert document.core_properties.author == document.core_properties.last_modified_by == document.core_properties.comments == ""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if b'TargetMode="External"' in archive.read(name)]


# -- the command ----------------------------------------------------------------------------------------------------


def run(*arguments: str | Path) -> int:
    return main(["report", "--lang", "en", *map(str, arguments)])


def test_the_yearly_report_is_written_once_and_with_the_plans_rights(tmp_path: Path, plan_file: Path, capsys: Any) -> None:
    where = tmp_path / "bc.docx"
    plan_file.chmod(0o644)
    assert run(plan_file, "--year", "2024", "--docx", where) == 0
    first, *left_out = capsys.readouterr().out.splitlines()
    assert first == f"{where}: written" and left_out[0].startswith("published after 31 Dec 2024 and not counted, figures: ")
    assert where.stat().st_mode & 0o777 == 0o644
    assert "tính đến ngày 31 tháng 12 năm 2024" in whole_text(Document(str(where))), "a past year is seen from its last day"
    before = where.read_bytes()
    assert run(plan_file, "--year", "2024", "--docx", where) == 2
    assert "there is a file with this name already" in capsys.readouterr().err
    assert where.read_bytes() == before
    where.chmod(0o640)
    assert run(plan_file, "--year", "2024", "--as-of", "2024-11-20", "--docx", where, "--force") == 0
    assert "tính đến ngày 20 tháng 11 năm 2024" in whole_text(Document(str(where)))
    assert where.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bc.docx", plan_file.name]


def test_nothing_but_a_word_file_is_ever_replaced(tmp_path: Path, plan_file: Path, capsys: Any) -> None:
    before = plan_file.read_bytes()
    assert run(plan_file, "--docx", plan_file, "--force") == 2
    assert "no Word file" in capsys.readouterr().err
    assert plan_file.read_bytes() == before
    assert run(plan_file, "--docx", tmp_path, "--force") == 2
    assert run(plan_file, "--docx", tmp_path / "no" / "where.docx") == 2
    assert run(plan_file, "--docx", tmp_path / "a\0b.docx") == 2
    assert "Traceback" not in capsys.readouterr().err


def test_the_papers_of_a_meeting_by_its_id_or_the_last_one(tmp_path: Path, plan_file: Path, capsys: Any) -> None:
    assert run(plan_file, "--kind", "notice", "--review", "r-2025-06", "--docx", tmp_path / "tb.docx") == 0
    assert "THÔNG BÁO" in texts(Document(str(tmp_path / "tb.docx")))
    assert run(plan_file, "--kind", "minutes", "--docx", tmp_path / "bb.docx") == 0
    assert "BIÊN BẢN" in texts(Document(str(tmp_path / "bb.docx")))
    capsys.readouterr()
    assert run(plan_file, "--kind", "notice", "--review", "none", "--docx", tmp_path / "x.docx") == 2
    assert "there is no review meeting none" in capsys.readouterr().err
    assert run(plan_file, "--year", "2031", "--docx", tmp_path / "x.docx") == 2
    assert "2031 is no year of the plan's term 2021–2025" in capsys.readouterr().err
    assert not (tmp_path / "x.docx").exists()


def test_letters_go_into_a_folder_one_a_body(tmp_path: Path, plan_file: Path, capsys: Any) -> None:
    folder = tmp_path / "letters"
    plan_file.chmod(0o640)
    assert run(plan_file, "--kind", "letters", "--as-of", "2025-12-31", "--docx", folder) == 0
    written = sorted(path.name for path in folder.iterdir())
    assert written == ["cong-van-so-nnmt.docx", "cong-van-so-tc.docx", "cong-van-so-y-te.docx"], "one of them for what a meeting decided"
    assert folder.stat().st_mode & 0o777 == 0o750 and all(path.stat().st_mode & 0o777 == 0o640 for path in folder.iterdir())
    (folder / written[0]).unlink()
    assert run(plan_file, "--kind", "letters", "--as-of", "2025-12-31", "--docx", folder) == 2, "one of them is there: none is written"
    assert sorted(path.name for path in folder.iterdir()) == written[1:]
    capsys.readouterr()
    assert run(plan_file, "--kind", "letters", "--as-of", "2021-06-30", "--docx", tmp_path / "none") == 0
    assert "nobody is overdue" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_names_of_letters_are_safe_and_differ() -> None:
    names = file_names(["so-tc", "So-Tc", "../../etc/passwd", "__", "--"])
    assert len(set(names.values())) == 5
    assert all(re.fullmatch(r"[a-z0-9-]+\.docx", name) for name in names.values())


@in_proofs
def test_neither_word_nor_a_terminal_is_loaded_until_a_paper_is_made() -> None:
    code = (
        "import sys, json, tui.commands.main, tui.commands.report;"
        "import tui.reports.word.yearly, tui.reports.word.notice, tui.reports.word.letters;"
        "print(json.dumps([name for name in ('docx', 'textual', 'lxml') if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
