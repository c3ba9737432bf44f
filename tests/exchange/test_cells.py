"""Tables come in many kinds of file: each gives the same cells, with what is hidden, merged, raised and worked out told apart."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import zipfile
from collections.abc import Sequence

import pytest
from docx import Document
from xlsxwriter import Workbook

from tests.support.workbooks import ods_of, packed_of
from tui.exchange.cells import Cell, CellKind, CellSheet
from tui.exchange.docx_tables import is_docx, read_docx_tables
from tui.exchange.ods_cells import is_ods, read_ods
from tui.exchange.text_cells import read_text_table
from tui.exchange.xlsx_cells import read_xlsx
from tui.store.files.errors import CannotRead


def shown(sheet: CellSheet) -> dict[tuple[int, int], object]:
    return {place: cell.value for place, cell in sheet.cells.items()}


def workbook(*, stale: bool = False) -> bytes:
    buffer = io.BytesIO()
    book = Workbook(buffer)
    sheet = book.add_worksheet("Số liệu")
    raised = book.add_format({"font_script": 1})
    sheet.merge_range(0, 1, 0, 2, "Năm 2024")
    sheet.write_row(1, 0, ["Chỉ tiêu", "KH", "TH"])
    sheet.write_rich_string(2, 0, "Diện tích, m", raised, "2")
    sheet.write_rich_string(2, 1, "8,53", raised, "1", " ")
    sheet.write_formula(2, 2, "=B3*2", None, 17.06)
    sheet.write_number(3, 1, 0.435, book.add_format({"num_format": "0.0%"}))
    sheet.write_datetime(3, 2, dt.datetime(2024, 5, 1), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.set_row(3, None, None, {"hidden": True})
    sheet.set_column(3, 4, 10, None, {"hidden": True})
    book.add_worksheet("Nháp").hide()
    book.close()
    data = buffer.getvalue()
    if stale:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b' fullCalcOnLoad="1"', b"")  # as Excel saves it once it has worked it out
    return packed_of(parts)


def test_of_a_workbook_what_is_hidden_merged_raised_and_worked_out_is_known() -> None:
    first, second = read_xlsx(workbook())
    assert [m.name for m in first.merged] == ["B1:C1"]
    assert first.hidden_rows == {3} and first.hidden_columns == {3, 4} and not first.hidden and second.hidden
    assert first.cells[2, 0].value == "Diện tích, m²" and first.cells[2, 1].value == "8,53¹ "
    assert first.cells[2, 2] == Cell(CellKind.NUMBER, 17.06, formula=True)
    assert first.cells[3, 1] == Cell(CellKind.NUMBER, 0.435, percent=True) and first.cells[3, 2].value == dt.date(2024, 5, 1)


def test_a_value_that_no_program_has_worked_out_is_none() -> None:
    assert read_xlsx(workbook(stale=True))[0].cells[2, 2].kind is CellKind.FORMULA


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"><office:automatic-styles>
<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>
<style:style style:name="T1" style:family="text"><style:text-properties style:text-position="super 58%"/></style:style>
</office:automatic-styles><office:body><office:spreadsheet>
<table:table table:name="Số liệu"><table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>
<table:table-row><table:table-cell table:number-columns-spanned="2" office:value-type="string"><text:p>Năm 2024</text:p></table:table-cell>
<table:covered-table-cell/></table:table-row>
<table:table-row table:visibility="filter"><table:table-cell office:value-type="string">
<text:p>8,53<text:span text:style-name="T1">1</text:span>
<text:note><text:p>Ước</text:p></text:note></text:p></table:table-cell>
<table:table-cell
 office:value-type="percentage" office:value="0.435"><text:p>43,5%</text:p></table:table-cell>
<table:table-cell table:formula="of:=[.B2]*2" office:value-type="float" office:value="17.06"><text:p>17,06</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="2024-05-01"><text:p>01/05/2024</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>
</table:table><table:table table:name="Nháp" table:style-name="ta2"><table:table-row><table:table-cell/></table:table-row></table:table>
</office:spreadsheet></office:body></office:document-content>"""


def ods(content: str = ODS) -> bytes:
    return ods_of(content)


def test_a_workbook_of_libreoffice_gives_the_same() -> None:
    first, second = read_ods(ods())
    assert [m.name for m in first.merged] == ["A1:B1"] and second.hidden and not first.hidden
    assert first.hidden_rows == {1} and first.hidden_columns == {1, 2}
    assert str(first.cells[1, 0].value).split() == ["8,53¹"]
    assert first.cells[1, 1].percent and first.cells[1, 2] == Cell(CellKind.NUMBER, 17.06, formula=True)
    assert first.cells[1, 3].value == dt.date(2024, 5, 1) and len(first.cells) == 5


@pytest.mark.parametrize("content", [ODS[:400], "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>", ""])
def test_a_damaged_workbook_of_libreoffice_is_refused(content: str) -> None:
    with pytest.raises(CannotRead):
        read_ods(ods(content))


def document() -> bytes:
    file = Document()
    file.add_paragraph("PHỤ LỤC I")
    file.add_paragraph("Năm 2024")
    table = file.add_table(4, 3)
    for row, cells in enumerate([["Chỉ tiêu", "Năm 2024", ""], ["", "KH", "TH"], ["Diện tích, m", "8", "9"], ["Một dòng", "", ""]]):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(2, 0).paragraphs[0].add_run("2").font.superscript = True
    table.cell(2, 1).paragraphs[0].add_run("999").font.hidden = True
    table.cell(2, 2).add_paragraph("dòng hai")
    file.add_paragraph("Bảng sau")
    file.add_table(1, 1).cell(0, 0).text = "x"
    buffer = io.BytesIO()
    file.save(buffer)
    return buffer.getvalue()


def test_the_tables_of_a_document_come_with_the_lines_above_them() -> None:
    first, second = read_docx_tables(document(), "Bảng")
    assert first.above == ("PHỤ LỤC I", "Năm 2024") and second.above == ("Bảng sau",) and second.name == "Bảng 2"
    assert {m.name for m in first.merged} == {"B1:C1", "A1:A2"}
    assert first.cells[0, 1].value == "Năm 2024" and (0, 2) not in first.cells and first.cells[1, 2].value == "TH"
    assert first.cells[2, 0].value == "Diện tích, m²" and first.cells[2, 1].value == "8" and first.cells[2, 2].value == "9\ndòng hai"
    assert is_docx(document()) and not is_docx(workbook()) and is_ods(ods()) and not is_ods(document())


VIETNAMESE: Sequence[Sequence[str]] = [["Chỉ tiêu", "Thực hiện"], ["Tỷ lệ hộ nghèo, cận nghèo", "3,1"], ["Nước sạch", "96,5"]]


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_file_of_text_is_read_in_any_usual_coding(coding: str, mark: str) -> None:
    text = "\r\n".join(mark.join(row) for row in VIETNAMESE)
    if coding == "cp1258":  # where a tone is a letter of its own
        text = "".join(map(_apart, text))
    [sheet] = read_text_table(text.encode(coding))
    assert [[sheet.cells[r, c].value for c in (0, 1)] for r in range(3)] == [list(row) for row in VIETNAMESE]


def _apart(letter: str) -> str:
    """A letter as Windows-1258 has it: whole, or with its tone after it."""
    try:
        letter.encode("cp1258")
        return letter
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next(c for c in parts if c in "\u0300\u0301\u0303\u0309\u0323")
        return unicodedata.normalize("NFC", parts.replace(tone, "")) + tone


def test_what_parts_cells_is_looked_for_over_several_lines() -> None:
    [sheet] = read_text_table("Chỉ tiêu;Thực hiện\nTrồng lúa, ngô, khoai, sắn;3\nNuôi bò, trâu, dê, lợn;4\n".encode())
    assert shown(sheet)[1, 0] == "Trồng lúa, ngô, khoai, sắn" and shown(sheet)[1, 1] == "3"
    [sheet] = read_text_table("BÁO CÁO, tháng 6\n\na,b,c\n1,2,3\n4,5,6\n".encode())
    assert shown(sheet)[3, 2] == "3"


def test_bytes_that_are_no_text_are_refused() -> None:
    for data in (b"\xff\xfe\xff\xff\x00", bytes(range(128, 256)), b"\x00\x01\x02"):
        with pytest.raises(CannotRead):
            read_text_table(data)
