"""A table over a made frame on a screen of its own, which tells what it hears and paints."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

import polars as pl
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.widgets import Input

from tui.frames.tables.columns import Column, Shows, View
from tui.i18n.words import Words
from tui.widgets.frame_table import FrameTable

WORDS = Words("en")
WORDS.language = "vi"  # numbers and dates as in Vietnamese, sentences as in the code: the catalogue is not under test
COLUMNS = (
    Column(key="name", title="Chỉ tiêu", width=24, field="name"),
    Column(key="target", title="Mục tiêu", width=9, shows=Shows.NUMBER, align="right", prefix="op", field="target"),
    Column(key="value", title="Thực hiện", width=10, shows=Shows.NUMBER, align="right", decimals=2, field="value"),
    Column(key="due", title="Hạn", width=10, shows=Shows.DATE, field="due"),
    Column(key="verdict", title="Đánh giá", width=16, text="verdict_words", tone="tone"),
    Column(key="note", title="Ghi chú", width=30, field="note"),
)


def rows(count: int, **changes: Any) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "id": [f"r{i}" for i in range(count)],
            "name": [f"Chỉ tiêu {i}" for i in range(count)],
            "op": [">="] * count,
            "target": [8.0 + i for i in range(count)],
            "value": [8.59] * count,
            "due": [dt.date(2025, 12, 31)] * count,
            "verdict": ["met"] * count,
            "verdict_words": ["✓ Đạt"] * count,
            "tone": ["good"] * count,
            "note": [f"ghi chú {i}" for i in range(count)],
            **changes,
        }
    )


def view(frame: pl.DataFrame) -> View:
    return View("indicators", frame, COLUMNS)


class CountingTable(FrameTable):
    """Also notes which lines it has painted again."""

    drawn: list[int]

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        noted = self.__dict__.setdefault("drawn", [])
        if repaint:
            noted += [y for region in regions or (self.size.region,) for y in region.line_range]
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class Shown(App[None]):
    def __init__(self, frame: pl.DataFrame, columns: tuple[Column, ...] = COLUMNS) -> None:
        super().__init__()
        self.heard: list[Any] = []
        self.view = View("indicators", frame, columns)
        self.table = CountingTable(WORDS, empty="Không có dòng nào. Nhấn a để thêm.")

    def compose(self) -> ComposeResult:
        yield self.table
        yield Input(id="other")

    def on_mount(self) -> None:
        self.table.show(self.view)
        self.table.focus()

    def on_frame_table_cursor_moved(self, message: FrameTable.CursorMoved) -> None:
        self.heard.append(("moved", message.id, message.column_key))

    def on_frame_table_activated(self, message: FrameTable.Activated) -> None:
        self.heard.append(("activated", message.id, message.column_key))

    def on_frame_table_sort_requested(self, message: FrameTable.SortRequested) -> None:
        self.heard.append(("sort", message.column.key))
