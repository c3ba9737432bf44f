"""What an annex consists of, before it is set in Word or written into a workbook: columns, and rows of native values."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from typing import Final, TypeAlias

import attrs

from tui.frames.methods.enterprises import EnterpriseVerdict
from tui.frames.methods.tasks import TaskState
from tui.reports import sentences


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


def named_annex(table: str, number: str, columns: tuple[AnnexColumn, ...], rows: list[AnnexRow]) -> Annex:
    """The annex of a table's records under the name papers give it."""
    name, sheet = sentences.ANNEX_NAMES[table], sentences.ANNEX_SHEETS[table]
    return Annex(table=table, number=number, name=name, sheet=sheet, columns=columns, rows=tuple(rows))


_COUNTED_LATE: Final = (TaskState.LATE.value, TaskState.DONE_LATE.value, EnterpriseVerdict.LATE.value)


def state_words(words: Mapping[str, str], code: str, days_late: int | None) -> str:
    """How a task or an enterprise stands as a cell says it, with the days it is late."""
    said = words[code][:1].upper() + words[code][1:]
    return sentences.OVERDUE_BY.format(state=said, n=days_late) if days_late and code in _COUNTED_LATE else said
