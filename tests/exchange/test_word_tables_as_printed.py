"""Tables of Word as offices print them: over pages, with numbers Word makes, set in, changed by several hands."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import attrs
import pytest
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm
from xlsxwriter import Workbook

from tests.support.lengths import longer, of_these
from tests.support.tables_read import DAY, EN, VI, empty_plan, read
from tests.support.workbooks import ods_of, packed_of
from tui.exchange.cells import STRUCK, Cell, CellKind, CellSheet, Range, texts_sheet
from tui.exchange.clipboard_block import read_block
from tui.exchange.document.docx_paragraphs import read_paragraphs
from tui.exchange.document.tables import in_tables
from tui.exchange.docx_tables import DOCUMENT, read_docx_tables
from tui.exchange.ods_cells import read_ods
from tui.exchange.reading.figure_cells import NO_VALUE
from tui.exchange.reading.result import TablesRead
from tui.exchange.table_reader import read_tables
from tui.exchange.xlsx_cells import read_xlsx

TITLES = ["TT", "Nhiệm vụ", "Chủ trì", "Thời gian"]
ONE: list[list[Any]] = [
    TITLES,
    ["I", "Kinh tế", "", ""],
    ["1", "Việc một", "Sở Y tế", "2026"],
    ["2", "Việc hai", "Sở Y tế", "2026"],
    ["II", "Xã hội", "", ""],
]
REST: list[list[Any]] = [["3", "Việc ba", "Sở Y tế", "2027"], ["4", "Việc bốn", "Sở Y tế", "2027"]]


def table(file: Any, rows: Sequence[Sequence[Any]]) -> Any:
    made = file.add_table(len(rows), len(rows[0]))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            made.cell(row, column).text = str(text)
    return made


def saved(file: Any) -> bytes:
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def sheets(file: Any) -> list[CellSheet]:
    return read_docx_tables(saved(file), "Bảng")


def tasks(found: TablesRead) -> list[tuple[str, str, str | None]]:
    """(section, wording, what it is a part of) of each task."""
    records = [line.new.values for line in found.lines if line.new is not None and line.record[0] == "tasks"]
    return [(record["section"], record["summary"], record.get("parent")) for record in records]


WHOLE = [("I", "Việc một", None), ("I", "Việc hai", None), ("II", "Việc ba", None), ("II", "Việc bốn", None)]


@longer
@pytest.mark.parametrize("between", of_these(["", "(tiếp theo)", "Phụ lục I (tiếp)", "Biểu số 01 – tiếp theo"], ["", "Phụ lục I (tiếp)"]))
@pytest.mark.parametrize("titles", [[TITLES], []])
def test_a_table_that_goes_on_after_a_page_is_one(between: str, titles: list[list[Any]]) -> None:
    """The page ends right after a heading; the titles are printed again, or the table was only split."""
    file = Document()
    file.add_paragraph("PHỤ LỤC I")
    table(file, ONE)
    file.add_page_break()
    file.add_paragraph(between)
    table(file, [*titles, *REST])
    [sheet] = sheets(file)
    assert tasks(read(sheet)) == WHOLE and not read(sheet).rejects
    assert [task.text for task in in_tables([sheet])[0]] == ["Việc một", "Việc hai", "Việc ba", "Việc bốn"]


def test_the_next_annex_is_another_table() -> None:
    file = Document()
    table(file, ONE)
    file.add_paragraph("PHỤ LỤC II")
    table(file, [TITLES, ["1", "Việc một", "Sở Y tế", "2026"], REST[1]])
    table(file, [["Nơi nhận:", "TM. ỦY BAN NHÂN DÂN"], ["- Như trên", "CHỦ TỊCH"]])
    first, second, signed = sheets(file)
    assert second.above == ("PHỤ LỤC II",) and len(first.rows) == 5 and len(second.rows) == 3 and len(signed.rows) == 2


def test_rows_that_say_the_same_as_those_above_are_kept_beside_titles_printed_again() -> None:
    file = Document()
    table(file, [TITLES, REST[0]])
    file.add_paragraph("")
    table(file, [TITLES, REST[0]])
    [sheet] = sheets(file)
    found = [line for line in read(sheet).lines if line.record[0] == "tasks"]
    assert len(found) == 2 and all(line.doubt is not None for line in found)  # twice the same: both are asked


@pytest.mark.parametrize("line", [["(tiếp theo)"], ["II", "Xã hội (tiếp theo)"]])
def test_titles_printed_again_within_a_sheet_leave_rows_and_parts_where_they_belong(line: list[str]) -> None:
    rows = [*ONE, REST[0], line, TITLES, ["", "- Phần", "", ""], REST[1]]
    assert tasks(read(rows)) == [*WHOLE[:3], ("II", "Phần", "II-1"), WHOLE[3]]
    again = [*ONE, REST[0], TITLES, line, ["", "- Phần", "", ""], REST[1]]
    assert tasks(read(again)) == tasks(read(rows))


def test_numbers_that_word_makes_are_numbers() -> None:
    file = Document()
    file.add_paragraph("Mục đầu", style="List Number")
    made = table(file, [TITLES, ["", "Việc một", "Sở Y tế", ""], ["", "Phần", "", ""], ["", "Việc hai", "Sở Y tế", ""]])
    for row, style in ((1, "List Number"), (2, "List Bullet"), (3, "List Number")):
        made.cell(row, 0).paragraphs[0].style = file.styles[style]
    [sheet] = sheets(file)
    assert [sheet.cells[row, 0].value for row in (1, 2, 3)] == ["2.", "-", "3."]  # counted on from the text above
    assert tasks(read(sheet)) == [("1", "Việc một", None), ("1", "Phần", "1-1"), ("1", "Việc hai", None)]
    file.add_paragraph("Mục sau", style="List Number")
    assert [text for _, text, _ in read_paragraphs(saved(file))] == ["1. Mục đầu", "4. Mục sau"]


@longer
@pytest.mark.parametrize("how", of_these(["layout", "style", "spaces", "tab"], ["layout", "spaces"]))
def test_rows_that_are_set_in_are_parts_of_the_row_above(how: str) -> None:
    file = Document()
    before = {"spaces": "   ", "tab": "\t"}.get(how, "")
    made = table(file, [TITLES, ["1", "Việc một", "Sở Y tế", ""], ["", f"{before}Phần", "", ""], ["2", " Việc hai", "Sở Y tế", ""]])
    inner = made.cell(2, 1).paragraphs[0]
    if how == "layout":
        inner.paragraph_format.left_indent = Cm(0.75)
        made.cell(3, 1).paragraphs[0].paragraph_format.first_line_indent = Cm(1)  # a way to print
        made.cell(1, 1).paragraphs[0].paragraph_format.left_indent = Cm(0.1)
    elif how == "style":
        style = file.styles.add_style("Con", 1)
        style.base_style = file.styles["Normal"]
        style.paragraph_format.left_indent = Cm(1)
        inner.style = style
    [sheet] = sheets(file)
    assert tasks(read(sheet)) == [("1", "Việc một", None), ("1", "Phần", "1-1"), ("1", "Việc hai", None)]


def test_cells_that_libreoffice_sets_in_are_parts_of_the_row_above() -> None:
    rows = ""
    for texts in [*ONE[:3], ["", "Phần", "Sở Y tế", "2026"], ONE[3]]:
        cells = (f"<table:table-cell{IN if t == 'Phần' else ''}{S if t else ''}><text:p>{t}</text:p></table:table-cell>" for t in texts)
        rows += f"<table:table-row>{''.join(cells)}</table:table-row>"
    [sheet] = read_ods(ods_of(f"{ODS_HEAD}<table:table table:name='PL'>{rows}</table:table>{ODS_FOOT}"))
    assert tasks(read(sheet)) == [("I", "Việc một", None), ("I", "Phần", "I-1"), ("I", "Việc hai", None)]


IN, S = ' table:style-name="ce2"', ' office:value-type="string"'
ODS_HEAD = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>
<style:style style:name="ce2" style:family="table-cell"><style:paragraph-properties fo:margin-left="0.353cm"/></style:style>
<style:style style:name="ce3" style:family="table-cell"><style:text-properties style:text-line-through-style="solid"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>"""
ODS_FOOT = "</office:spreadsheet></office:body></office:document-content>"


# -- what is no part of a cell, and what is asked ---------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def cell(inner: str) -> CellSheet:
    """A table of one task, whose wording is made of this."""
    row = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in ("1",))
    titles = "".join(f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>" for text in TITLES[:3])
    lead = "<w:tc><w:p><w:r><w:t>Sở Y tế</w:t></w:r></w:p></w:tc>"
    body = f"<w:tbl><w:tr>{titles}</w:tr><w:tr>{row}<w:tc>{inner}</w:tc>{lead}</w:tr></w:tbl>"
    data = packed_of({DOCUMENT: f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()})
    return read_docx_tables(data, "Bảng")[0]


def run(text: str, format: str = "") -> str:
    return f"<w:r><w:rPr>{format}</w:rPr><w:t>{text}</w:t></w:r>"


def symbol(font: str, char: str) -> str:
    return f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'


CHANGED = "a tracked change of this row is neither accepted nor refused yet"
KEPT, OF_SYMBOL = '<w:strike w:val="0"/>', '<w:rFonts w:ascii="Symbol"/>'
BOX = f"<w:txbxContent><w:p>{run('Hộp')}</w:p></w:txbxContent>"
BOXES = f"<w:r><w:AlternateContent><w:Choice>{BOX}</w:Choice><w:Fallback>{BOX}</w:Fallback></w:AlternateContent></w:r>"
TO_FILL = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('Bấm vào')}</w:sdtContent></w:sdt>"
WITHIN = f"<w:tbl><w:tr><w:tc><w:p>{run('trong')}</w:p></w:tc></w:tr></w:tbl>"
CELLS = {
    f"<w:p>{run('Việc')}<w:del><w:r><w:delText> cũ</w:delText></w:r></w:del></w:p>": ("Việc", CHANGED),
    f"<w:p>{run('Việc')}<w:ins>{run(' mới')}</w:ins></w:p>": ("Việc mới", CHANGED),
    f"<w:p><w:moveFrom>{run('Đi')}</w:moveFrom>{run('Việc')}</w:p>": ("Việc", CHANGED),
    f"<w:p>{run('Việc')}{run(' bỏ', '<w:strike/>')}</w:p>": ("Việc", STRUCK.template),
    f"<w:p>{run('Việc')}{run(' còn', KEPT)}</w:p>": ("Việc còn", None),
    f"<w:p>{run('Việc')}{run(' ẩn', '<w:vanish/>')}</w:p>": ("Việc", None),
    f"<w:p>{run('Việc ')}{symbol('Symbol', 'F0B3')}{run(' 30')}</w:p>": ("Việc ≥ 30", None),
    f"<w:p>{run('Việc ')}{run('³', OF_SYMBOL)}{run(' 30')}</w:p>": ("Việc ≥ 30", None),
    f"<w:p>{run('Việc')}{symbol('Wingdings', 'F04A')}</w:p>": ("Việc", "a symbol of this row cannot be read"),
    f"<w:p><w:r><w:commentReference w:id='0'/><w:footnoteReference w:id='1'/></w:r>{run('Việc')}</w:p>": ("Việc", None),
    f"<w:p>{TO_FILL}{run('Việc')}</w:p>": ("Việc", None),
    f"<w:p>{BOXES}{run('Việc')}</w:p>": ("Hộp\nViệc", None),
    f"<w:p>{run('Việc')}</w:p>{WITHIN}": ("Việc\ntrong", None),
    f"<w:p>{run('Việc')}<w:r><w:br/></w:r>{run('dòng hai')}</w:p>": ("Việc\ndòng hai", None),
    f"<w:p>{run('Việc')}<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>": ("Việc", None),
}


@pytest.mark.parametrize(("inner", "told"), CELLS.items(), ids=map(str, range(len(CELLS))))
def test_what_is_read_of_a_cell_and_what_is_asked_of_its_row(inner: str, told: tuple[str, str | None]) -> None:
    sheet, (text, doubt) = cell(inner), told
    assert sheet.cells[1, 1].value == text
    assert [d.template for d in sheet.doubts.values()] == ([doubt] if doubt else [])
    [line] = [line for line in read(sheet).lines if line.record[0] == "tasks"]
    assert (line.doubt.template if line.doubt else None) == doubt


def test_a_hidden_row_of_word_is_asked_about() -> None:
    file = Document()
    made = table(file, [*ONE[:4]])
    made.rows[2]._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))
    assert made.rows[2]._tr.trPr.find(qn("w:hidden")) is not None
    told = [line.doubt is not None for line in read(sheets(file)[0]).lines if line.record[0] == "tasks"]
    assert told == [True, False]


def test_what_is_struck_out_in_a_workbook_is_asked_about() -> None:
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    page, struck = book.add_worksheet("PL"), book.add_format({"font_strikeout": True})
    for row, cells in enumerate([TITLES[:3], [1, "Việc một", "Sở Y tế"], [2, "Việc hai", "Sở Y tế"]]):
        page.write_row(row, 0, cells)
    page.write(1, 1, "Việc một", struck)
    page.write_rich_string(2, 1, "Việc ", struck, "cũ ", "hai")
    book.close()
    [sheet] = read_xlsx(buffer.getvalue())
    assert sheet.doubts == {1: STRUCK, 2: STRUCK} and sheet.cells[2, 1].value == "Việc hai"
    assert [line.doubt for line in read(sheet).lines if line.record[0] == "tasks"] == [STRUCK, STRUCK]
    row = f"<table:table-row><table:table-cell table:style-name='ce3'{S}><text:p>x</text:p></table:table-cell></table:table-row>"
    assert read_ods(ods_of(f"{ODS_HEAD}<table:table table:name='PL'>{row}</table:table>{ODS_FOOT}"))[0].doubts == {0: STRUCK}


def test_figures_of_a_record_the_plan_has_are_asked_about_where_their_row_is() -> None:
    rows = [["Chỉ tiêu", "ĐVT", "TH 2024"], ["Thu", "tỷ đồng", "5"]]
    sheet = attrs.evolve(texts_sheet("", rows), doubts={1: STRUCK})
    plan = empty_plan()
    plan.tables["goals"]["g01"] = {"number": 1, "title": "Kinh tế"}
    plan.tables["indicators"]["thu"] = {"goal": "g01", "name": "Thu", "unit": "tỷ đồng", "kind": "end_level"}
    assert [figure.doubt for figure in read(sheet, plan=plan).figures] == [STRUCK]


def test_a_sheet_of_which_no_titles_are_understood_is_named() -> None:
    other = texts_sheet("Số khác", [[5, 6, 7], ["a", "b", "c"], ["d", "e", "f"]])
    head = texts_sheet("Bảng 1", [["UBND TỈNH", "CỘNG HÒA"], ["Số: 1", "Ngày 2"]])
    found = read_tables([head, texts_sheet("PL", ONE[:4]), other], empty_plan(), (VI, EN), DAY)
    assert [VI.sentence(reject.place) for reject in found.rejects if reject.place] == [VI("sheet “{sheet}”", sheet="Số khác")]


def test_years_of_the_term_over_one_of_them_are_no_comparison() -> None:
    rows = [
        ["Chỉ tiêu", "ĐVT", "Giai đoạn 2021 - 2025", "", ""],
        ["", "", "Năm 2024", "", "Năm 2025"],
        ["", "", "KH", "TH", "Ước TH"],
        ["Thu", "tỷ", "4", "5", "6"],
    ]
    sheet = attrs.evolve(texts_sheet("", rows), merged=(Range(0, 0, 2, 0), Range(0, 1, 2, 1), Range(0, 2, 0, 4), Range(1, 2, 1, 3)))
    found = read(sheet)
    assert [(figure.year, figure.vintage) for figure in found.figures] == [(2024, None), (2025, "estimate")] and not found.rejects


def test_lines_within_a_cell_pasted_from_word_part_no_rows() -> None:
    soft = "TT\tNhiệm vụ\tChủ trì\r\n1\tViệc\vmột\tSở Y tế;\vSở Nội vụ\r\n"
    assert read_block(soft) == [["TT", "Nhiệm vụ", "Chủ trì"], ["1", "Việc\nmột", "Sở Y tế;\nSở Nội vụ"]]
    hard = "TT\tNhiệm vụ\tChủ trì\nI. Kinh tế\n1\tViệc\nmột\tSở Y tế\n2\tViệc hai\tSở Y tế\n3\tdở dang"
    assert read_block(hard) == [
        ["TT", "Nhiệm vụ", "Chủ trì"],
        ["I. Kinh tế"],
        ["1", "Việc\nmột", "Sở Y tế"],
        ["2", "Việc hai", "Sở Y tế"],
        ["3", "dở dang"],
    ]
    trimmed = "TT\tNhiệm vụ\tChủ trì\n1\tViệc một\n2\tViệc hai"  # a terminal has dropped the last tabs
    assert [len(row) for row in read_block(trimmed)] == [3, 2, 2]
    assert read_block("a\tb\n1\t2\n") == [["a", "b"], ["1", "2"]] and read_block("a\vb") == [["a"], ["b"]] and read_block("") == []


@pytest.mark.parametrize(("name", "above"), [("PL 1 (tiếp theo)", []), ("PL 2", [["Phụ lục 1 (tiếp)"]])])
def test_a_sheet_that_goes_on_with_the_one_before_has_its_headings(name: str, above: list[list[str]]) -> None:
    sheets = [texts_sheet("PL 1", ONE), texts_sheet(name, [*above, TITLES, *REST])]
    found = read_tables(sheets, empty_plan(), (VI, EN), DAY)
    assert tasks(found) == WHOLE and not found.rejects
    other = read_tables([sheets[0], texts_sheet("PL 2", [TITLES, *REST])], empty_plan(), (VI, EN), DAY)
    assert [section for section, _, _ in tasks(other)] == ["I", "I", "2", "2"] and len(other.rejects) == 1


def test_two_new_indicators_of_one_name_are_both_asked_about() -> None:
    titles = ["Chỉ tiêu", "ĐVT", "TH 2024", "KH 2030"]
    found = read([titles, ["Thu", "tỷ", "5", "6"], ["Chi", "tỷ", "7", "8"], ["Chi", "tỷ", "7", "9"], ["Chi", "%", "7", "9"]])
    told = [(line.record[1], line.doubt is None) for line in found.lines if line.record[0] == "indicators"]
    assert told == [("thu", True), ("chi", False), ("chi-2", False), ("chi-3", True)]
    assert [figure.doubt is None for figure in found.figures] == [True, False, False, True]
    parts = read(
        [
            ["TT", *titles],
            ["1", "Thu", "tỷ", "5", "6"],
            ["", "- Xã", "tỷ", "1", "2"],
            ["2", "Chi", "tỷ", "5", "6"],
            ["", "- Xã", "tỷ", "1", "2"],
        ]
    )
    assert all(line.doubt is None for line in parts.lines)


def test_a_target_that_is_a_formula_without_a_value_is_said_to_be_one() -> None:
    rows = [["Chỉ tiêu", "ĐVT", "TH 2024", "KH 2030"], ["Thu", "tỷ", 5, Cell(CellKind.FORMULA, "", formula=True)]]
    found = read(rows)
    assert [reject.what for reject in found.rejects] == [NO_VALUE]
    assert [line.new.values.get("note") for line in found.lines if line.new is not None and line.record[0] == "indicators"] == [None]


# -- a file that somebody made to be read for ever --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("depth", "start", "form", "text", "told"),
    [
        ("300000000", "1", "decimal", "%1.", "Việc"),  # Word has nine levels
        ("-3", "1", "decimal", "%1.", "Việc"),
        ("0", "99999999999999", "upperRoman", "%1.", "I. Việc"),
        ("0", "3999", "lowerRoman", "%1.", "mmmcmxcix. Việc"),
        ("0", "1", "decimal", "%1" * 100_000, "1" * 50 + " Việc"),
    ],
)
def test_a_list_that_no_word_would_make_takes_no_time_and_no_room(depth: str, start: str, form: str, text: str, told: str) -> None:
    level = f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
    lists = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    body = f"<w:p>{numbered}<w:r><w:t>Việc</w:t></w:r></w:p>"
    parts = {
        DOCUMENT: f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/numbering.xml": f"<w:numbering {W}>{lists}</w:numbering>",
    }
    data = packed_of({name: part.encode() for name, part in parts.items()})
    assert [found for _, found, _ in read_paragraphs(data)] == [told]
