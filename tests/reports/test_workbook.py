"""The annexes as a workbook: read back they are the rows of the Word annexes; nothing in a plan becomes a formula; set up for paper."""

from __future__ import annotations

import datetime as dt
import io
import re
import stat
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import polars as pl
import pytest
from docx import Document
from xlsxwriter.utility import xl_rowcol_to_cell

from tests.support.lengths import LONG, longer, of_these
from tests.support.paths import SAMPLE
from tests.support.workbooks import xml_of
from tui.commands.main import main
from tui.commands.shared import shipped_plan
from tui.exchange.cells import Cell, CellKind
from tui.exchange.xlsx_cells import read_xlsx
from tui.frames.build import Frames
from tui.frames.methods.digits import kept
from tui.frames.methods.verdicts import verdicts
from tui.reports.annex_rows import CellValue, Quantity
from tui.reports.annexes import annexes
from tui.reports.word.document import docx_bytes
from tui.reports.word.yearly import yearly_report
from tui.reports.workbook import Entry, SheetColumn, SheetTable, decimals_of, number_format, sheet_names, workbook_of
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2024, 11, 20)
XL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
HEADER = 4


def exported(plan: Path, folder: Path, day: dt.date = DAY) -> Path:
    out = folder / "phu-luc.xlsx"
    assert main(["export", str(plan), "--xlsx", str(out), "--as-of", day.isoformat(), "--lang", "en"]) == 0
    return out


@pytest.mark.parametrize("plan", [SAMPLE, shipped_plan()], ids=["sample", "shipped"])
def test_read_back_by_polars_the_workbook_is_the_rows_of_the_annexes(plan: Path, tmp_path: Path) -> None:
    path = exported(plan, tmp_path)
    loaded = load(plan).plan
    made = annexes(Frames(loaded), DAY)
    assert [annex.sheet for annex in made] == ["Chỉ tiêu", "Nhiệm vụ", "Doanh nghiệp"]
    for annex in made:
        read = pl.read_excel(path, sheet_name=annex.sheet, infer_schema_length=0, read_options={"header_row": HEADER})
        assert read.columns == [column.title for column in annex.columns]
        assert read.height == len(annex.rows)
        for row, cells in zip(annex.rows, read.rows(), strict=True):
            for column, value, cell in zip(annex.columns, row.cells, cells, strict=True):
                assert same_as(cell, value), (row.id, column.title, cell)


def same_as(read: str | None, value: CellValue) -> bool:
    """Whether a cell read as text says what the annex holds."""
    if isinstance(value, Quantity):
        held = value.value if value.decimals is None else kept(value.value, value.decimals)
        return read is not None and float(read) == pytest.approx(held, rel=1e-9)  # as text Polars gives ten digits
    if isinstance(value, dt.date):
        return read is not None and read[:10] == value.isoformat()
    return (read or "") == value


@longer
@pytest.mark.parametrize("path", of_these([SAMPLE, shipped_plan()], [SAMPLE]), ids=["sample", "shipped"][: 1 + LONG])
def test_word_and_excel_show_the_same_annexes_row_by_row(tmp_path: Path, path: Path) -> None:
    plan = load(path).plan
    paper = Document(io.BytesIO(docx_bytes(yearly_report(plan, Frames(plan), DAY.year, DAY))))
    data = exported(path, tmp_path).read_bytes()
    of_bodies = "Cơ quan chủ trì"  # a summary that stands on paper only
    in_word = [table for table in paper.tables if table.rows[0].cells[0].text == "TT" and table.rows[0].cells[1].text != of_bodies]
    sheets = {"Chỉ tiêu": "indicators", "Nhiệm vụ": "tasks", "Doanh nghiệp": "enterprises"}
    for (name, records_of), table in zip(sheets.items(), in_word, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        titles, *records = [row for row in rows if row[0] == "TT" or row[0].isdigit()]  # without the headings of groups
        shown = shown_cells(data, name)
        assert shown[HEADER] == titles
        assert shown[HEADER + 1 :] == records and len(records) == len(plan.tables[records_of]) > 0, name


def shown_cells(data: bytes, name: str) -> list[list[str]]:
    """What Excel shows in a sheet with Vietnamese settings: values under their number formats."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        styles = ElementTree.fromstring(packed.read("xl/styles.xml"))
    codes = {element.get("numFmtId"): element.get("formatCode", "") for element in styles.iter(f"{XL}numFmt")}
    codes |= {"0": "0", "3": "#,##0", "4": "#,##0.00"}
    of_style = [codes.get(xf.get("numFmtId"), "") for xf in next(styles.iter(f"{XL}cellXfs"))]
    rows = next(sheet for sheet in read_xlsx(data) if sheet.name == name).rows
    across = len(rows[HEADER])
    style = {cell.get("r"): of_style[int(cell.get("s", "0"))] for cell in ElementTree.fromstring(xml_of(data, name)).iter(f"{XL}c")}
    return [
        [shown_as(rows[row][at].value, style[xl_rowcol_to_cell(row, at)]) if at in rows[row] else "" for at in range(across)]
        if row in rows
        else []
        for row in range(max(rows) + 1)
    ]


def shown_as(value: object, code: str) -> str:
    if isinstance(value, dt.date):
        assert code == "dd/mm/yyyy"
        return f"{value:%d/%m/%Y}"
    if not isinstance(value, int | float):
        return str(value)
    form = re.fullmatch(r'(?:"([^"]*)")?#,##0(\.0+)?(?:"([^"]*)")?', code.split(";")[0])
    assert form, code
    before, places, after = (part or "" for part in form.groups())
    said = f"{value:,.{max(0, len(places) - 1)}f}".translate(str.maketrans(",.", ".,"))
    return f"{before}{said}{after}"


def titles(rows: dict[int, dict[int, Cell]]) -> str:
    return " | ".join(str(cell.value) for cell in rows[HEADER].values())


def test_the_annexes_hold_what_the_tables_show(tmp_path: Path) -> None:
    day = dt.date(2025, 11, 20)  # the yearbook its figures are from is of that year
    path = exported(SAMPLE, tmp_path, day)
    plan = load(SAMPLE).plan
    sheets = {sheet.name: sheet for sheet in read_xlsx(path.read_bytes())}
    targets, tasks = sheets["Chỉ tiêu"].rows, sheets["Nhiệm vụ"].rows
    assert titles(targets) == (
        "TT | Chỉ tiêu | ĐVT | Mục tiêu 2021-2025 | TH 2020 | TH 2021 | TH 2022 | TH 2023 | TH 2024 | TH/ƯTH 2025"
        " | Bình quân 2021-2025 | Đánh giá khả năng đạt"
        " | Cơ quan báo cáo | Ghi chú"
    )
    assert (
        titles(tasks)
        == "TT | Nhiệm vụ | Chủ trì | Phối hợp | Thời hạn | Sản phẩm | Kết quả thực hiện theo báo cáo | Tình trạng | Vướng mắc, kiến nghị"
    )
    assert titles(sheets["Doanh nghiệp"].rows) == (
        "TT | Doanh nghiệp | Hình thức sắp xếp | Vốn NN hiện nay | Vốn NN sau sắp xếp | Thời gian thực hiện | Tiến độ | Vướng mắc"
    )
    grdp = targets[HEADER + 1]
    assert (grdp[3].value, grdp[5].value, grdp[8].value) == (8, 6.51, 6.5)
    mean = verdicts(Frames(plan), day).filter(pl.col("id") == "grdp")["mean"][0]
    assert grdp[10].value == round(mean, 4), "two digits more than are shown"
    assert 9 not in grdp  # nobody knows 2025 yet
    assert (tasks[HEADER + 1][4].kind, tasks[HEADER + 1][4].value) == (CellKind.DAY, dt.date(2025, 12, 31))
    assert str(targets[2][0].value) == "Tính đến ngày 20/11/2025, theo số liệu đã công bố đến ngày đó"
    assert str(targets[1][0].value) == plan.header["title"]


def test_sheets_are_set_up_for_paper(tmp_path: Path) -> None:
    path = exported(SAMPLE, tmp_path)
    data = path.read_bytes()
    for sheet in ("Chỉ tiêu", "Nhiệm vụ", "Doanh nghiệp"):
        xml = xml_of(data, sheet)
        assert 'paperSize="9"' in xml and 'orientation="landscape"' in xml and "fitToPage" in xml and 'fitToHeight="0"' in xml
        assert f'<pane ySplit="{HEADER + 1}"' in xml and 'state="frozen"' in xml and "<autoFilter" in xml
        assert "&amp;P" in xml
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        book = packed.read("xl/workbook.xml").decode()
        styles = packed.read("xl/styles.xml").decode()
    assert book.count("_xlnm.Print_Titles") == 3 and f"${HEADER + 1}:${HEADER + 1}" in book
    assert 'wrapText="1"' in styles and 'val="Times New Roman"' in styles
    assert '"≥ "' in styles.replace("&quot;", '"')  # the operator stands before a real number
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(SAMPLE.stat().st_mode), "who may read the plan may read its annexes"


def test_an_existing_file_is_refused_and_stays(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "co.xlsx"
    out.write_bytes(b"mine")
    assert main(["export", str(SAMPLE), "--xlsx", str(out), "--lang", "en"]) == 2
    assert out.read_bytes() == b"mine" and "there is a file with this name already" in capsys.readouterr().err
    assert main(["export", str(SAMPLE), "--xlsx", str(tmp_path / "khong" / "co.xlsx"), "--lang", "en"]) == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["co.xlsx"]


@pytest.mark.parametrize(
    "text", ["=1+1", "+84 280", "-5", "@x", '=HYPERLINK("http://x")', "http://example.org", "{=A1}", "＝1", "\t=1", "_x0041_"]
)
def test_text_is_never_a_formula_nor_a_link(text: str) -> None:
    data = workbook_of([SheetTable("T", (text,), (SheetColumn(text, 20),), [[Entry(text)]])], {"title": text})
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in packed.namelist():
            content = packed.read(name).decode()
            assert "<f>" not in content and "hyperlink" not in content, name
    [sheet] = read_xlsx(data)
    assert {cell.kind for cell in sheet.cells.values()} == {CellKind.TEXT}
    assert {str(cell.value).strip() for cell in sheet.cells.values()} == {text.strip()}


def test_unknown_values_leave_empty_cells() -> None:
    rows = [[Entry(None), Entry(""), Entry(0), Entry(False)]]
    [sheet] = read_xlsx(workbook_of([SheetTable("T", (), tuple(SheetColumn(c, 9) for c in "abcd"), rows)], {}))
    assert {column: cell.value for column, cell in sheet.rows[1].items()} == {2: 0, 3: False}


def test_a_figure_stands_in_the_file_in_the_digits_of_the_plan() -> None:
    written = ["95.1", "88.14", "61.71", "8", "-0.25", "1E-07", "123456789012"]
    rows = [[Entry(float(text)) for text in written]]
    data = workbook_of([SheetTable("T", (), tuple(SheetColumn(c, 9) for c in "abcdefg"), rows)], {})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert re.findall(r"<v>([^<]*)</v></c>", archive.read("xl/worksheets/sheet1.xml").decode())[-len(written) :] == written
    [sheet] = read_xlsx(data)
    assert [cell.value for _, cell in sorted(sheet.rows[1].items())] == [float(text) for text in written]


@pytest.mark.parametrize(("value", "places"), [(8, 0), (8.0, 0), (6.5, 1), (8.59, 2), (1e-7, 7), (13.733, 3), (1200.0, 0), (-0.25, 2)])
def test_a_number_has_the_decimals_it_is_written_with(value: float, places: int) -> None:
    assert decimals_of(value) == places


def test_what_stands_around_a_number_is_in_its_format() -> None:
    assert number_format(Entry(8.5, "≥ ", "ư")) == '"≥ "#,##0.0"ư";"≥ "-#,##0.0"ư"'
    assert number_format(Entry(8, 'a"b')) == '"ab"#,##0;"ab"-#,##0'


def test_names_of_sheets_are_what_excel_takes() -> None:
    assert sheet_names(["a/b:c", "A/B:C", "", "x" * 40, "x" * 40]) == ["abc", "ABC 2", "Sheet", "x" * 31, "x" * 29 + " 2"]
