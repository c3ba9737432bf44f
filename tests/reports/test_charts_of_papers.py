"""Charts of papers: which years and figures they draw, the workbook behind them in Word, what a page tells who cannot see them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from functools import cache
from html import unescape
from pathlib import Path
from xml.etree import ElementTree

import attrs
import openpyxl
import polars as pl
import pytest

from tests.support.frame_plans import frames_of, indicator
from tests.support.paths import EXAMPLE, SHIPPED
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.methods.figures import figures, known_entries
from tui.reports import official
from tui.reports.chart_svg import svg
from tui.reports.html import html_page
from tui.reports.word.document import docx_bytes
from tui.reports.word.paper import Chart, Line, Paper, Series
from tui.reports.word.result_charts import goal_charts
from tui.reports.word.yearly import yearly_report
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

LATER = dt.date(2025, 3, 1)
GAPS = Chart(
    text="Tăng trưởng",
    unit="%/năm",
    labels=("2021", "2022", "2023"),
    bars=(Series(name="Thực hiện", values=(6.5, None, -1.25)),),
    line=Series(name="Mục tiêu 2021 - 2025: 8", values=(8.0, 8.0, 8.0)),
    decimals=2,
)
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@cache
def frames_of_file(path: Path) -> Frames:
    return Frames(load(path).plan)


def report() -> Paper:
    frames = frames_of_file(SHIPPED)
    return yearly_report(frames.plan, frames, 2024, LATER)


def charts_of(paper: Paper) -> list[Chart]:
    return [block for block in paper.body if isinstance(block, Chart)]


def with_charts(*charts: Chart) -> Paper:
    """A paper of nothing but a line and charts."""
    return attrs.evolve(report(), body=(Line("Một dòng"), *charts), annexes=())


# -- what is drawn ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("path", "day"), [(SHIPPED, LATER), (EXAMPLE, dt.date(2026, 12, 31))], ids=["shipped", "another body's"])
def test_each_column_is_the_figure_of_its_year_and_none_stands_where_there_is_none(path: Path, day: dt.date) -> None:
    """Every number drawn is looked up in the frames by indicator and year; every known year between the first and the last is drawn."""
    frames = frames_of_file(path)
    known = {(row["id"], row["year"]): row["value"] for row in figures(frames, day).iter_rows(named=True)}
    entries = known_entries(frames, day).filter(pl.col("unit").is_not_null())
    amounts = {(row["unit"], row["year"], row["value"]) for row in entries.iter_rows(named=True)}
    records = frames.plan.tables["indicators"]
    drawn = charts_of(yearly_report(frames.plan, frames, 2024 if path == SHIPPED else day.year, day))
    assert drawn
    for chart in drawn:
        assert [int(label) for label in chart.labels] == list(range(int(chart.labels[0]), int(chart.labels[-1]) + 1))
        for series in chart.bars:
            ids = [id for id, values in records.items() if values["name"] in (series.name, chart.text.partition(". ")[2])]
            for label, value in zip(chart.labels, series.values, strict=True):
                if ids:
                    assert value == known.get((ids[0], int(label))), (chart.text, label)
                else:
                    assert (chart.unit, int(label), value) in amounts, (chart.text, label)
        if chart.line is not None:
            (target,) = set(chart.line.values)
            assert target in {values.get("target") for values in records.values()}


def test_a_year_nobody_knows_is_a_gap_in_its_place() -> None:
    frames = frames_of(indicators={"i": indicator("floor", target=1, values={2021: 3, 2023: 2, 2024: 0})})
    (chart,) = goal_charts(frames, LATER, "g", 2024)
    assert chart.labels == ("2021", "2022", "2023", "2024") and chart.bars[0].values == (3.0, None, 2.0, 0.0)
    shares = {
        id: indicator("share", target=9, values=values)
        for id, values in (("a", {2021: 1, 2022: 2, 2024: 3}), ("b", {2021: 4, 2023: 5, 2024: 6}))
    }
    (chart,) = goal_charts(frames_of(indicators=shares), LATER, "g", 2024)
    assert [series.values for series in chart.bars] == [(1.0, 2.0, None, 3.0), (4.0, None, 5.0, 6.0)]


def test_a_plan_without_figures_has_none() -> None:
    assert list(goal_charts(frames_of(indicators={"i": indicator("floor", target=1)}), LATER, "g", 2024)) == []
    assert list(goal_charts(frames_of(), LATER, "g", 2024)) == list(goal_charts(frames_of(), LATER, None, 2024)) == []


# -- in Word ----------------------------------------------------------------------------------------------------------


def test_the_workbook_behind_a_chart_holds_what_it_draws() -> None:
    """Another program reads years, names and numbers where the chart says they are; nothing outside the file is named."""
    hostile = Chart(text="x", unit="%", labels=("=1+1", "2022", "2023"), bars=(Series(name="@SUM(A1)", values=(1.0, 2.5, None)),))
    with zipfile.ZipFile(io.BytesIO(docx_bytes(with_charts(GAPS, hostile)))) as parts:
        names = sorted(name for name in parts.namelist() if name.startswith("word/charts/chart"))
        assert len(names) == 2 and b"External" not in b"".join(parts.read(name) for name in parts.namelist() if "rels" in name)
        for name, chart in zip(names, (GAPS, hostile), strict=True):
            root = ElementTree.fromstring(parts.read(name))
            (number,) = re.findall(r"\d+", name)
            relations = parts.read(f"word/charts/_rels/chart{number}.xml.rels").decode()
            assert f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx" in relations.replace("../", "/word/")
            book = openpyxl.load_workbook(io.BytesIO(parts.read(f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")))
            for at, series in zip(root.iter(f"{C}ser"), chart.series, strict=True):
                where = [formula.text.replace("$", "").partition("!") for formula in at.iter(f"{C}f") if formula.text]
                named, labels, values = ([cell.value for (cell,) in _cells(book[sheet], place)] for sheet, _, place in where)
                assert named == [series.name] and tuple(labels) == chart.labels and tuple(values) == series.values
            assert not any(cell.data_type == "f" for row in book.active.iter_rows() for cell in row)


def _cells(sheet: openpyxl.worksheet.worksheet.Worksheet, place: str) -> list[tuple[openpyxl.cell.Cell, ...]]:
    found = sheet[place]
    return list(found) if isinstance(found, tuple) else [(found,)]


def test_the_same_chart_gives_the_same_bytes() -> None:
    def parts(paper: Paper) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(docx_bytes(paper))) as file:
            return {name: file.read(name) for name in file.namelist() if "/charts/" in name or "/embeddings/" in name}

    assert parts(with_charts(GAPS)) == parts(with_charts(GAPS))


# -- in a page --------------------------------------------------------------------------------------------------------


def test_a_page_tells_a_charts_numbers_to_who_cannot_see_it_and_turns_with_its_ground() -> None:
    page = html_page(with_charts(GAPS, GAPS))
    titles, told = re.findall(r'<title id="([^"]+)">([^<]+)<', page), re.findall(r'<desc id="([^"]+)">([^<]+)<', page)
    assert len({id for id, _ in (*titles, *told)}) == 4 and {text for _, text in titles} == {"Tăng trưởng"}
    for id, _ in titles:
        assert f'aria-labelledby="{id}"' in page
    for id, text in told:
        assert f'aria-describedby="{id}"' in page
        assert (
            unescape(text)
            == "Thực hiện (%/năm): 2021: 6,50; 2023: -1,25. Mục tiêu 2021 - 2025: 8 (%/năm): 2021: 8,00; 2022: 8,00; 2023: 8,00"
        )
    assert "@media screen and (prefers-color-scheme: dark)" in page and 'fill="currentColor"' in page
    drawn = page[page.index("<svg") :]
    assert "#000" not in re.sub(r'class="on\d" fill="#000"', "", drawn) and "script" not in drawn


def test_a_gap_has_no_column_and_a_chart_of_nothing_is_an_empty_frame() -> None:
    drawn = svg(GAPS, 1)
    assert drawn.count("<rect") == 2 + 1  # the third is that of the legend
    shown = [text for text in re.findall(r">([^<>]+)</text>", drawn)]
    assert shown == [
        "%/năm",
        official.number(6.5, 2),
        "2021",
        "2022",
        official.number(-1.25, 2),
        "2023",
        "Thực hiện",
        "Mục tiêu 2021 - 2025: 8",
    ]
    empty = svg(Chart(text="", unit="", labels=(), bars=()), 1)
    assert "<rect" not in empty and ElementTree.fromstring(empty) is not None


# -- without ----------------------------------------------------------------------------------------------------------


def test_a_report_without_charts_says_all_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = report()
    assert [block for block in paper.body if not isinstance(block, Chart)] == list(paper.without_charts.body) != list(paper.body)
    given = ["report", str(SHIPPED), "--year", "2024", "--as-of", "2025-03-01", "--no-charts", "--lang", "vi"]
    assert main([*given, "--docx", str(tmp_path / "a.docx")]) == 0 and main([*given, "--html", str(tmp_path / "a.html")]) == 0
    with zipfile.ZipFile(tmp_path / "a.docx") as parts:
        assert not [name for name in parts.namelist() if "chart" in name or "embed" in name]
    assert "<svg" not in (tmp_path / "a.html").read_text(encoding="utf-8")
