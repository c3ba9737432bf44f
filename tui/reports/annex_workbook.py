"""The annexes of the yearly report as a workbook: its sheets, and the file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tui.frames.plan_of_day import frames_on
from tui.i18n.words import Words
from tui.reports.annexes import annexes, known_words
from tui.reports.status import plan_title
from tui.reports.workbook import SheetTable, annex_tables, workbook_of

if TYPE_CHECKING:
    from tui.frames.build import Frames


def annex_sheets(frames: Frames, as_of: dt.date) -> list[SheetTable]:
    """The sheets, one an annex; their words are Vietnamese: it is an official paper."""
    return annex_tables(annexes(frames_on(frames, as_of), as_of), _title(frames), _seen(frames, as_of))


def annex_workbook(frames: Frames, as_of: dt.date) -> tuple[list[SheetTable], bytes]:
    """The sheets, and the workbook they are in."""
    sheets = annex_sheets(frames, as_of)
    return sheets, workbook_of(sheets, {"title": _title(frames), "subject": _seen(frames, as_of)})


def _title(frames: Frames) -> str:
    return str(frames.plan.header.get("title") or plan_title(frames.plan))


def _seen(frames: Frames, as_of: dt.date) -> str:
    return f"Tính đến ngày {Words('vi').date(as_of)}, {known_words(frames, as_of)}"
