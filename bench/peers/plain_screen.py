"""What a screen like our first one costs without a line of ours: the same kinds of widgets in the same boxes, as many rules of style.

Textual's own ``DataTable`` stands where our table does, its ``OptionList`` where the panel does, plotext's widget where the chart does; the
texts are fixed, as long as those of the shipped plan. Polars is asked one question of each kind that a tab asks.
"""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Final

import polars as pl
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.widgets import DataTable, Input, OptionList, Static
from textual_plotext import PlotextPlot

ROWS: Final = 28
YEARS: Final = tuple(range(2021, 2031))
_TITLES: Final = ("Mã", "Chỉ tiêu", "Đơn vị", "Kỳ gốc", *map(str, YEARS[-5:]), "Mục tiêu", "Đánh giá", "Cơ quan")
_TEXT: Final = "Tốc độ tăng tổng sản phẩm trên địa bàn bình quân hằng năm theo giá so sánh"
_LINE: Final = "  Kế hoạch phát triển  ·  28 chỉ tiêu: 3 ✓ đạt · 5 ▲ đúng tiến độ · 4 ▼ chậm · 16 ? chưa rõ"


def figures() -> dict[str, list[str]]:
    """Cells by the title of their column, answered by Polars out of two tables of records."""
    indicators = pl.DataFrame(
        {
            "id": [f"ct-{n}" for n in range(ROWS)],
            "name": [f"{_TEXT} {n}" for n in range(ROWS)],
            "unit": ["%" if n % 3 else "tỷ đồng" for n in range(ROWS)],
            "body": [n % 7 if n % 5 else None for n in range(ROWS)],
            "target": [8.5 + n if n % 4 else None for n in range(ROWS)],
        }
    )
    values = pl.DataFrame(
        {
            "id": [f"ct-{n}" for n in range(ROWS) for _ in YEARS],
            "year": [*YEARS] * ROWS,
            "value": [None if (n + year) % 6 == 0 else 5 + n / 3 + year % 10 for n in range(ROWS) for year in YEARS],
        }
    )
    bodies = pl.DataFrame({"body": [*range(7)], "body_name": [f"Sở thứ {n}" for n in range(7)]})
    known = values.lazy().filter(pl.col("value").is_not_null())
    last = known.sort("year").group_by("id", maintain_order=True).agg(pl.col("value").last(), pl.col("year").last()).collect()
    rate = known.with_columns(grown=pl.col("value") / pl.col("value").shift(1).over("id", order_by="year") - 1)
    mean = rate.group_by("id").agg(pl.col("grown").mean()).collect()
    judged = (
        indicators.lazy()
        .join(last.lazy(), on="id", how="left")
        .join(mean.lazy(), on="id", how="left")
        .join(bodies.lazy(), on="body", how="left")
        .with_columns(
            verdict=pl.when(pl.col("target").is_null() | pl.col("value").is_null())
            .then(pl.lit("? chưa rõ"))
            .when(pl.col("value") >= pl.col("target"))
            .then(pl.lit("✓ đạt"))
            .otherwise(pl.lit("▼ chậm"))
        )
        .sort("body", "id", nulls_last=True)
        .collect()
    )
    wide = values.pivot("year", index="id", values="value")
    shown = (
        judged.lazy()
        .join(wide.lazy(), on="id", how="left")
        .select(
            pl.col("id").alias("Mã"),
            pl.col("name").alias("Chỉ tiêu"),
            pl.col("unit").alias("Đơn vị"),
            pl.col(str(YEARS[4])).round(2).cast(pl.String).fill_null("").alias("Kỳ gốc"),
            *(pl.col(str(year)).round(2).cast(pl.String).fill_null("–") for year in YEARS[-5:]),
            pl.format("{} {}", pl.col("target").cast(pl.String).fill_null("?"), "unit").alias("Mục tiêu"),
            pl.col("verdict").alias("Đánh giá"),
            pl.concat_str(pl.col("body_name").fill_null(""), pl.lit(" ")).str.strip_chars().alias("Cơ quan"),
        )
        .collect()
    )
    return {title: shown[title].to_list() for title in _TITLES}


class PlainScreen(App[None]):
    """The screen, at rest when everything is drawn."""

    BINDINGS: ClassVar[list[BindingType]] = [("q", "quit", "Quit")]
    CSS_PATH = Path(__file__).parents[2] / "tui" / "styles" / "workbench.tcss"
    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        self.screen.add_class("below")
        yield Static(_LINE, id="title", markup=False)
        yield Static(_LINE, id="tabs", markup=False)
        yield Static(_LINE, id="summary", markup=False)
        with Container(id="body"):
            yield DataTable(id="table", cursor_type="cell")
            with Vertical(id="side"):
                yield Static(_TEXT, id="side-title", classes="pane-title", markup=False)
                yield Static(f"{_TEXT}. {_TEXT}.", id="spoken", markup=False)
                with Container(id="under"):
                    yield PlotextPlot(id="chart")
                    yield OptionList(*(f"{title}   {_TEXT}" for title in _TITLES), id="panel", markup=False)
        with Horizontal(id="filter-bar"):
            yield Static("/ ", id="filter-mark", classes="pane-title", markup=False)
            yield Input(id="filter")
        yield Static(_LINE, id="status", markup=False)
        yield Static(_TEXT, id="too-small", markup=False)

    def on_mount(self) -> None:
        self.query_one("#filter-bar").display = self.query_one("#too-small").display = False
        side = self.query_one("#side")
        side.styles.height = 11
        for line in self.query(Static):
            line.styles.height = 1
        cells = figures()
        table = self.query_one(DataTable)
        table.add_columns(*cells)
        table.add_rows(zip(*cells.values(), strict=True))
        plot = self.query_one(PlotextPlot).plt
        plot.plot([*YEARS], [5 + year % 10 for year in YEARS])
        plot.title(_TEXT[:40])
        table.focus()
