"""What a table shows, out of the workbench: Markdown, CSV, a workbook, the clipboard; filtered, sorted, marked."""

from __future__ import annotations

import csv
import datetime as dt
import io
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import longer, of_these
from tests.support.paths import SAMPLE
from tests.support.workbench import Driver, open_workbench
from tui.commands.main import main
from tui.exchange.cells import Cell, CellKind
from tui.exchange.xlsx_cells import read_xlsx
from tui.i18n.words import Words
from tui.reports.tables import BOM, Shown, ShownTable, TableColumn, as_csv, as_markdown
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.file_chooser import FileChooser

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI = Words("vi")
TWO = (TableColumn("Tên"), TableColumn("Giá trị", right=True))


def table(*rows: tuple[Shown, Shown]) -> ShownTable:
    return ShownTable(TWO, rows)


def read_csv(text: str) -> list[list[str]]:
    assert text.startswith(BOM)
    return list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))


def test_markdown_is_a_table_whatever_the_text() -> None:
    said = as_markdown(table((Shown("a|b\n<b>*x*</b>"), Shown("≥ 8,5", 8.5, "≥"))))
    assert said == "| Tên | Giá trị |\n| --- | ---: |\n| a\\|b<br>\\<b\\>\\*x\\*\\</b\\> | ≥ 8,5 |\n"


def test_csv_has_plain_numbers_and_their_marks_apart() -> None:
    said = read_csv(as_csv(table((Shown("x"), Shown("≥ 8,5", 8.5, "≥")), (Shown("y"), Shown("-3", -3)), (Shown("z"), Shown(""))), "(dấu)"))
    assert said == [["Tên", "Giá trị", "Giá trị (dấu)"], ["x", "8.5", "≥"], ["y", "-3", ""], ["z", "", ""]]


def test_csv_without_marks_has_no_column_for_them() -> None:
    assert read_csv(as_csv(table((Shown("x"), Shown("20/11/2025", dt.date(2025, 11, 20)))), "(dấu)")) == [
        ["Tên", "Giá trị"],
        ["x", "2025-11-20"],
    ]


@pytest.mark.parametrize("text", ["=1+1", "+84", "-x", "@sum", "\t=1", '"=1', "＝1"])
def test_csv_text_starts_no_formula(text: str) -> None:
    [_, row] = read_csv(as_csv(table((Shown(text), Shown("1", 1))), ""))
    assert row[0] == f"'{text}"


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=12)), max_size=6))
def test_every_table_keeps_its_shape(rows: list[tuple[str, str]]) -> None:
    made = table(*((Shown(a), Shown(b)) for a, b in rows))
    lines = as_markdown(made).split("\n")
    assert len(lines) == len(rows) + 3
    assert all(line.replace("\\\\", "").replace("\\|", "").count("|") == 3 for line in lines[:-1])
    assert [len(row) for row in read_csv(as_csv(made, ""))] == [2] * (len(rows) + 1)


# -- in the workbench -------------------------------------------------------------------------------------------------


async def export(bench: Driver, form: str, path: Path) -> None:
    await bench.press("F")
    await bench.answer(form)
    ask = await bench.dialog(FileChooser)
    await bench.press("ctrl+u")
    await bench.paste(str(path))
    await bench.press("enter")
    await bench.until(lambda: bench.app.screen is not ask, "it is written, or asked about")


async def test_markdown_of_what_is_filtered_and_sorted(plan_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "bang.md"
    async with open_workbench(plan_file, (120, 36)) as bench:
        await bench.press("4", "slash")
        await bench.type("so yt")
        await bench.press("enter")
        await bench.column("summary")
        await bench.press("s", "s")
        shown = bench.rows
        await export(bench, "markdown", out)
        assert str(out) in bench.status
        titles = [VI(column.title) for column in bench.view_columns]
    lines = out.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "| " + " | ".join(titles) + " |"
    assert len(lines) == 2 + len(shown) and shown == ["IV-1", "III-4"]
    assert "Em nhỏ được tiêm chủng" in lines[2] and "Ăn chín" in lines[3]
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(plan_file.stat().st_mode), "who may read the plan may read what is made of it"


async def test_csv_of_the_marked_rows_and_an_existing_file_is_asked_about(plan_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "bang.csv"
    async with open_workbench(plan_file, (120, 36)) as bench:
        await bench.press("x")
        await export(bench, "csv", out)
        before = out.read_bytes()
        await export(bench, "csv", out)
        await bench.dialog(Choose)
        await bench.press("escape")
    rows = read_csv(out.read_text(encoding="utf-8"))
    row = dict(zip(rows[0], rows[1], strict=True))
    assert len(rows) == 2 and out.read_bytes() == before
    assert row["2022"] == "8.59" and row["2024"] == "6.5" and row[VI("Target")] == "8"
    assert row[f"{VI('Target')} {VI('(mark)')}"] == "≥" and row[f"2024 {VI('(mark)')}"] == VI("e")


async def test_excel_has_real_numbers_and_days(plan_file: Path, tmp_path: Path) -> None:
    targets, tasks = tmp_path / "chi-tieu.xlsx", tmp_path / "nhiem-vu.xlsx"
    async with open_workbench(plan_file, (120, 36)) as bench:
        await export(bench, "excel", targets)
        await bench.press("4")
        await export(bench, "excel", tasks)
    for written in (targets, tasks):
        assert main(["import", "--lang", "vi", "--dry-run", str(written), str(plan_file)]) == 0, "it comes back without a question"
    first, at = first_row(targets)
    assert first[at["2022"]].value == 8.59 and first[at[VI("Target")]].value == 8
    assert at["2025"] not in first  # unknown: nothing, not a dash
    first, at = first_row(tasks)
    due = first[at[VI("Due")]]
    assert (due.kind, due.value) == (CellKind.DAY, dt.date(2025, 12, 31))


def first_row(workbook: Path) -> tuple[dict[int, Cell], dict[str, int]]:
    """The cells of the first record of an export, and title → column: a file has the columns that a narrow window leaves out as well."""
    rows = read_xlsx(workbook.read_bytes())[0].rows
    return rows[5], {str(cell.value): column for column, cell in rows[4].items()}


async def test_to_the_clipboard(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file, (120, 36)) as bench:
        copied: list[str] = []
        monkeypatch.setattr(bench.app, "copy", copied.append)
        await bench.press("3", "F")
        await bench.answer("clipboard")
        assert len(copied) == 1 and copied[0].count("\n") == 2 + 3 and "Công ty Thoát nước Mẫu" in copied[0]


FOR_OFFICES = [
    ["report", "PLAN", "--docx", "OUT.docx"],
    ["report", "PLAN", "--kind", "minutes", "--docx", "OUT.docx"],
    ["report", "PLAN", "--kind", "notice", "--docx", "OUT.docx"],
    ["report", "PLAN", "--kind", "letters", "--docx", "OUT"],
    ["export", "PLAN", "--xlsx", "OUT.xlsx"],
    ["form", "PLAN", "--agency", "so-y-te", "--xlsx", "OUT.xlsx"],
    ["form", "--blank", "--xlsx", "OUT.xlsx"],
]
"""In the suite a paper, a folder of papers, and each kind of workbook."""


@longer
@pytest.mark.parametrize("command", of_these(FOR_OFFICES, [FOR_OFFICES[0], *FOR_OFFICES[3:]]))
def test_whatever_is_written_for_offices_says_that_it_is_vietnamese(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = {}
    for language in ("en", "vi"):
        out = str(tmp_path / language)
        asked = [part.replace("PLAN", str(SAMPLE)).replace("OUT", out) for part in command]
        assert main([*asked, "--lang", language]) == 0
        told[language] = "written in Vietnamese" in capsys.readouterr().err
    assert told == {"en": True, "vi": False}
