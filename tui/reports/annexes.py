"""The annexes of a report together: Word and the workbook take them from here, so that what it says in words is what its annexes show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from tui.frames.build import Frames
from tui.reports import official, sentences
from tui.reports.annex_rows import Annex
from tui.reports.enterprise_annex import enterprise_annex
from tui.reports.indicator_annex import indicator_annex
from tui.reports.spans import YEAR, Span
from tui.reports.task_annex import task_annex

_ROMAN: Final = ("I", "II", "III")


def annexes(frames: Frames, as_of: dt.date, year: int | None = None, span: Span = YEAR) -> tuple[Annex, ...]:
    """The annexes of a report in their order, of what the plan has; one alone has no number.

    A plan that has neither indicators nor tasks yet gets the empty tables of both, so that it is seen what is missing.
    """
    makers: Mapping[str, Callable[[str], Annex]] = {
        "indicators": lambda number: indicator_annex(frames, as_of, number, year, span),
        "tasks": lambda number: task_annex(frames, as_of, number),
        "enterprises": lambda number: enterprise_annex(frames, as_of, number),
    }
    having = [table for table in makers if len(frames.plan.tables[table])]
    if not {"indicators", "tasks"} & {*having}:
        having = ["indicators", "tasks", *having]
    return tuple(makers[table](number if len(having) > 1 else "") for table, number in zip(having, _ROMAN, strict=False))


def known_words(frames: Frames, as_of: dt.date) -> str:
    """Whose knowledge a paper rests on: the figures published up to its day, or all that are known on a later one."""
    known = frames.known(as_of)
    return sentences.KNOWN_LATER.format(day=official.day_words(known)) if known > as_of else sentences.KNOWN_THEN


def counted(codes: Iterable[str], order: Iterable[str]) -> dict[str, int]:
    """How many rows have each code, in the order given; those nobody has are left out."""
    found = list(codes)
    return {str(code): found.count(str(code)) for code in order if str(code) in found}
