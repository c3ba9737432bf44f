"""Tables of others as a test writes them, read into an empty plan or another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tui.exchange.cells import CellSheet, texts_sheet
from tui.exchange.reading.choices import Choices
from tui.exchange.reading.result import TablesRead
from tui.exchange.table_reader import read_tables
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.plan import Plan

VI, EN = Words("vi"), Words("en")
DAY = dt.date(2025, 3, 1)
TASKS: list[list[Any]] = [["Nhiệm vụ", "Chủ trì", "Phối hợp"], ["Ban hành quy chế", "Sở Y tế", "Sở Tài chính"]]
"""One task, its lead and its partner, under the titles of an annex."""


def empty_plan() -> Plan:
    """A plan of 2026-2030 without a record."""
    plan, _ = read_plan(
        {"format": 2, "plan": {"title": "Chương trình", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}}
    )
    return plan


def read(rows: Sequence[Sequence[Any]] | CellSheet, said: Choices | None = None, plan: Plan | None = None) -> TablesRead:
    """What is read of a sheet on :data:`DAY`, with what a person has said of it."""
    sheet = rows if isinstance(rows, CellSheet) else texts_sheet("", rows)
    return read_tables([sheet], plan or empty_plan(), (VI, EN), DAY, said)
