"""What an annex consists of, before it is set in Word or written into a workbook: columns, and rows of native values."""

from __future__ import annotations

import datetime as dt
import enum
from typing import TypeAlias

import attrs


@attrs.frozen(kw_only=True)
class Quantity:
    """A number in a cell, and what stands round it: ``≥ 8``, ``6,5 (ước)``."""

    value: float
    before: str = ""
    after: str = ""
    decimals: int | None = None


CellValue: TypeAlias = str | Quantity | dt.date
"""Native values, for a workbook too; a cell the plan knows nothing for is ""."""


class Align(enum.Enum):
    """Where a cell's text stands."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


@attrs.frozen(kw_only=True)
class AnnexColumn:
    """A column of an annex; widths are relative and fill the page together."""

    key: str
    title: str
    width: int
    align: Align = Align.LEFT


@attrs.frozen(kw_only=True)
class AnnexRow:
    """One record: its cells, the code it is counted by, the heading it stands under ("" for none) and the heading above that one."""

    id: str
    code: str
    cells: tuple[CellValue, ...]
    group: str = ""
    above: str = ""


@attrs.frozen(kw_only=True)
class AnnexSummary:
    """A short table before a long one; its rows are no records. It stands on paper only: a workbook has the long one."""

    title: str
    columns: tuple[AnnexColumn, ...]
    rows: tuple[tuple[CellValue, ...], ...]


@attrs.frozen(kw_only=True)
class Annex:
    """A table that goes with a paper.

    ``table`` is the plan's whose records are its rows; ``number`` is "I", "II" …, "" where there is only one; ``sheet`` names it in
    a workbook.
    """

    table: str
    number: str
    name: str
    sheet: str
    columns: tuple[AnnexColumn, ...]
    rows: tuple[AnnexRow, ...]
    summary: AnnexSummary | None = None
