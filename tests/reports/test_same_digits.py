"""One number of an indicator has the same digits wherever it is shown: tab, panel, reasons, chart, overview, papers, files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest

from tests.support.frame_plans import frames_of, indicator
from tests.support.lengths import longer, of_these
from tests.support.paths import SAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.frames.insight.meeting_snapshot import frozen_of
from tui.frames.insight.needed import solve, why_not
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import Part
from tui.frames.methods.digits import MEANS, digits, digits_of, kept, needs
from tui.frames.methods.figures import figures
from tui.frames.methods.rounding import harder, harder_number
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import yearly_cuts
from tui.frames.tables.cell_text import full_text
from tui.frames.tables.charts.indicator import indicator_drawing
from tui.frames.tables.targets import targets_view
from tui.i18n.words import Words
from tui.reports import official
from tui.reports.annex_rows import AnnexRow, Quantity
from tui.reports.indicator_annex import indicator_annex
from tui.reports.sheet_rows import as_shown
from tui.reports.status import as_csv, as_json, as_text
from tui.reports.tables import as_csv as table_csv
from tui.reports.word.yearly import yearly_report
from tui.reports.workbook import annex_tables
from tui.screens.table.record_lines import lines_of
from tui.screens.why import indicator_reasons
from tui.session.session import Session
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

VI = Words("vi")
ALL_DAYS = (dt.date(2025, 12, 31), dt.date(2024, 12, 31), dt.date(2026, 11, 28))
DAYS = of_these(ALL_DAYS, ALL_DAYS[:1])
TOKEN = re.compile(r"(?<![\w.,/])[−-]?\d+(?:\.\d{3})*(?:,\d+)?(?![\w/]|[.,]\d)")


@cache
def annexed(frames: Frames, day: dt.date) -> Sequence[AnnexRow]:
    return indicator_annex(frames, day).rows


@cache
def reported(frames: Frames, day: dt.date) -> Sequence[str]:
    return [getattr(part, "text", "") for part in yearly_report(frames.plan, frames, day.year, day).body]


def texts_of(session: Session, id: str) -> Iterator[tuple[str, str]]:
    """Where an indicator's numbers are shown, and the text there."""
    frames, day = session.frames, session.as_of
    view = targets_view(frames, frames.plan, day, VI)
    row = view.frame.filter(pl.col("id") == id).row(0, named=True)
    for column in view.columns[1:]:
        yield f"column {column.key}", full_text(column, row, VI)
    yield (
        "panel",
        "\n".join(line.text.split(" · ")[1] for line in lines_of(session, "indicators", id) if line.field == "values" and line.text != "–"),
    )
    told = (indicator_reasons(session, id) or "").splitlines()
    figures_used = [line.split(" · ")[1] for line in told if re.match(r"  \d{4} · ", line)]
    yield "reasons", "\n".join([*figures_used, *(line for line in told if line.startswith("    ") and " = " in line)])
    drawing = indicator_drawing(frames, id, day, VI)
    yield "chart", "\n".join("\n".join(getattr(block, "pieces", ())) for block in drawing.blocks)
    seen = overview(frames, day, ())
    for line in seen[Part.WORST].lines:
        if line.id == id:
            yield "overview", "\n".join(VI.sentence(part) for part in line.parts)
    for cells in annexed(frames, day):
        if cells.id == id:
            yield "annex", "\n".join(official.cell(cell) for cell in cells.cells[3:] if isinstance(cell, Quantity | str))
    name = frames.plan.title_of("indicators", id)
    for text in reported(frames, day):
        if text.startswith(f"- {name}:"):
            yield "report", text.partition(":")[2]


def numbers_of(frames: Frames, id: str, day: dt.date) -> Iterator[tuple[float, str]]:
    """The raw numbers that are shown of an indicator, each with the text it should have."""
    own = digits_of(frames, id)
    row = verdicts(frames, day).filter(pl.col("id") == id).row(0, named=True)
    for value in figures(frames, day).filter(pl.col("id") == id)["value"]:
        yield value, VI.number(value, own.figures)
    for value in yearly_cuts(frames, day).filter(pl.col("id") == id)["cut"].drop_nulls():
        yield value, VI.number(value, own.figures)
    for key in ("mean", "forecast", "path"):
        if row[key] is not None:
            yield row[key], VI.number(row[key], own.computed)
    need = needs(frames, day).filter(pl.col("id") == id)["need"].item()
    if need is not None and row["required"]:
        yield row["required"], VI.number(need, own.yearly)


def renders(token: str, raw: float) -> bool:
    """Whether a text is a way to write a number: rounded to so many digits, up, down, or to the nearest."""
    plain = Decimal(token.replace(".", "").replace(",", ".").replace("−", "-"))
    places = Decimal(1).scaleb(int(plain.as_tuple().exponent))
    exact = Decimal(repr(round(raw, 9)))
    return any(plain == exact.quantize(places, how) for how in (ROUND_HALF_UP, ROUND_CEILING, ROUND_FLOOR))


@longer
@pytest.mark.parametrize("path", of_these([SHIPPED, SAMPLE], [SAMPLE]), ids=lambda path: path.parent.name)
def test_every_place_writes_a_number_alike(path: Any) -> None:
    plan, found, places = load(path), [], set()
    for day in DAYS:
        session = Session(plan, VI, as_of=day, journaling=False, readonly=True)
        for id, record in session.plan.tables["indicators"].items():
            raw = list(numbers_of(session.frames, id, day))
            right = {text for _, text in raw} | {VI.number(record["target"])} if "target" in record else {text for _, text in raw}
            for place, text in texts_of(session, id):
                for token in TOKEN.findall(text):
                    if "," not in token and place in ("reasons", "chart", "panel"):
                        continue  # so many years, the exponent of a product, a figure in a unit of its own
                    if any(renders(token, value) for value, _ in raw):
                        places.add(place.partition(" ")[0])
                        bare = {official.without_zeros(text) for text in right} if place == "report" else set()
                        if token not in right | bare:
                            found.append((day, id, place, token, text))
    assert found == []
    assert {"column", "panel", "reasons", "chart", "annex"} <= places, "numbers are looked for where they stand"


def test_files_of_numbers_hold_two_digits_more_than_are_shown() -> None:
    values = {2020: 7.1, 2021: 7.4, 2022: 7.6, 2023: 7.7}
    frames = frames_of(
        indicators={"i": indicator("term_growth", target=8, values=values), "j": indicator("floor", target=9, values=values)}
    )
    day = dt.date(2024, 6, 30)
    row = verdicts(frames, day).row(0, named=True)
    shown = {"value": kept(row["mean"], 2), "required": needs(frames, day)["need"][0]}
    assert shown["value"] != row["mean"] and frozen_of(frames, day)[0] == {"subject": "indicators.i", "verdict": row["verdict"], **shown}
    told = json.loads(as_json(overview(frames, day, ()), frames.plan, VI))
    (line,) = (line for part in told["sections"] if part["section"] == "worst" for line in part["lines"] if line["id"] == "i")
    assert line["numbers"]["required"] == shown["required"] and line["numbers"]["value"] == shown["value"]
    listed = list(csv.DictReader(io.StringIO(as_csv(overview(frames, day, ()), frames.plan, VI))))
    assert [r["required"] for r in listed if r["section"] == "worst" and r["id"] == "i"] == [str(shown["required"])]
    view = targets_view(frames, frames.plan, day, VI)
    table = table_csv(as_shown(view, view.frame.iter_rows(named=True), VI), "dấu")
    (sheet,) = annex_tables([indicator_annex(frames, day)], "", "")
    for text in (
        table,
        *(str(entry.value) for entries in sheet.rows for entry in entries),
        as_text(overview(frames, day, ()), frames.plan, VI),
    ):
        assert not re.search(r"\d[.,]\d{5}", text), text


@longer
def test_what_is_needed_suffices() -> None:
    """Of every indicator of both plans: the figures shown as needed give "met", looked at from every day."""
    for path in of_these([SHIPPED, SAMPLE], [SAMPLE]):
        frames = Frames(load(path).plan)
        asked = 0
        for day in DAYS:
            for id in frames.plan.tables["indicators"]:
                if why_not(frames, id, day) is not None:
                    continue
                found, asked = solve(frames, id, day, {}), asked + 1
                assert found.impossible is not None or found.verdict in ("met", "exceeded"), (id, day, found)
        assert asked > 0


@pytest.mark.parametrize(
    ("op", "target", "values", "shown"),
    [
        ("<", 3, {2020: 3.6, 2023: 3.0}, "-0.01"),  # 2.98 in two years, not 0
        ("<=", 3, {2020: 3.6, 2023: 3.4}, "-0.2"),
        (">", 95, {2020: 90, 2023: 95}, "0.01"),
        (">=", 95, {2020: 90, 2023: 94}, "0.5"),
    ],
)
def test_beyond_a_strict_bound_is_one_unit_of_the_last_digit(op: str, target: float, values: dict[int, float], shown: str) -> None:
    frames = frames_of(indicators={"i": indicator("ceiling" if "<" in op else "floor", op, target, values=values)})
    assert str(needs(frames, dt.date(2024, 6, 30))["need"][0]) == shown


def test_digits_are_those_of_the_figures_in_the_indicators_own_unit() -> None:
    own = indicator("term_growth", target=8, values={2021: 6.5, 2022: 8.59})
    own["values"].append({"year": 2022, "value": 1234.5678, "vintage": "official", "unit": "tỷ đồng"})
    frames = frames_of(
        indicators={"a": own, "b": indicator("end_level", target=42.275), "c": indicator("count", "=", 8), "d": {**own, "values": []}}
    )
    assert digits(frames).rows() == [("a", 2, 2, 2), ("b", 3, 3, 3), ("c", 0, 1, 2), ("d", 0, 1, 2)]
    assert digits(frames_of(indicators={})).height == 0


def test_sums_ranges_and_approximate_targets_are_alike_on_tab_and_paper() -> None:
    values = {2021: 4000, 2022: 4000, 2023: 3900, 2024: 3500}
    frames = frames_of(
        indicators={
            "sum": indicator("term_sum", target=20700, unit="tỷ đồng", values=values),
            "mean": {**indicator("term_mean", "=", 33.5, unit="%", values={2021: 30, 2022: 31.5, 2023: 32, 2024: 33}), "target_max": 35},
            "about": indicator("end_level", "~", 50, unit="%", values={2020: 40, 2024: 45}),
        }
    )
    day = dt.date(2025, 6, 30)
    view, annex = targets_view(frames, frames.plan, day, VI), indicator_annex(frames, day).rows
    tab = [[full_text(view.column(key), row, VI) for key in ("target", "expected", "required")] for row in view.frame.iter_rows(named=True)]
    assert tab == [["≥ 20.700", "15.400", "5.300,00"], ["33,5–35", "31,6", "41,00"], ["≈ 50", "→ 46,3", "5,00"]]
    assert [official.cell(row.cells[3]) for row in annex] == ["≥ 20.700", "33,5 - 35", "≈ 50"]
    assert [official.cell(row.cells[-4]) for row in annex] == ["15.400 (đến 2024)", "31,6 (đến 2024)", ""]
    assert [entry["value"] for entry in frozen_of(frames, day)] == [15400, 31.625, 45]
    awaited = targets_view(frames, frames.plan, dt.date(2026, 6, 30), VI)
    assert awaited.frame["required_instead"].to_list() == ["2025 ≥ 5.300", "2025 ≥ 41,00", "2025 ≥ 50"]


def test_a_requirement_is_rounded_to_the_harder_side() -> None:
    numbers = [(13.003, True), (13.0000000001, True), (-0.833, False), (8.0, True)]
    assert [harder_number(number, 2, upwards=up) for number, up in numbers] == [13.01, 13.0, -0.84, 8.0]
    frame = pl.DataFrame(numbers, schema=["number", "up"], orient="row")
    assert frame.select(harder(pl.col("number"), pl.lit(2), pl.col("up"))).to_series().to_list() == [13.01, 13.0, -0.84, 8.0]
    assert "term_growth" in MEANS


def test_a_yearly_cut_never_shows_the_rate_as_its_own() -> None:
    """Seen under the title of the cut, the rate says that it is one and stands in its own unit; the number of the cell is the cut."""
    frames = Frames(load(SHIPPED).plan)
    view = targets_view(frames, frames.plan, dt.date(2025, 6, 30), VI)
    row = view.frame.filter(pl.col("id") == "poverty_reduction").row(0, named=True)
    assert [full_text(view.column(f"year_{year}"), row, VI) for year in (2021, 2022)] == ["tỷ lệ 6,14%ư", "1,65ư (tỷ lệ 4,49%)"]
    assert (row["year_2021"], round(row["year_2022"], 9), row["baseline"]) == (None, 1.65, None)
    (annexed,) = (r for r in indicator_annex(frames, dt.date(2025, 6, 30)).rows if r.id == "poverty_reduction")
    assert [official.cell(cell) for cell in annexed.cells[5:7]] == ["tỷ lệ 6,14% (ước)", "1,65 (ước) (tỷ lệ 4,49%)"]
    session = Session(load(SHIPPED), VI, as_of=dt.date(2025, 6, 30), journaling=False, readonly=True)
    assert "2022 · tỷ lệ 4,49%" in "\n".join(line.text for line in lines_of(session, "indicators", "poverty_reduction"))
    plot = indicator_drawing(frames, "poverty_reduction", dt.date(2025, 6, 30), VI).plot
    assert plot is not None and plot.title.endswith(": tỷ lệ, %")
