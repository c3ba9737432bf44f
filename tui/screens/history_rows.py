"""The rows of the history screen: a line a moment, the newest first."""

from __future__ import annotations

from collections import deque
from typing import Final

import attrs

from tui.i18n.words import Words
from tui.model.clock import Clock, clock_of
from tui.model.plan import Plan, RecordId
from tui.model.text import N_
from tui.reports.changes import briefly
from tui.reports.history import briefly_who, carried_over, edits_of, lines_of_stage, proposers, reason_of, told_edits, when
from tui.store.log.history import History, Stage
from tui.widgets.cells import fit

_MOST: Final = 500
"""Entries listed, the newest: nobody reads on to the end; the line that follows says how many more there are."""
_NAME_WIDTH: Final = 18
_VALUE_WIDTH: Final = 30


@attrs.frozen
class Row:
    """One moment: after entry ``number``, 0 for before the first, None for now with what is unsaved. ``stage`` where there is an entry."""

    number: int | None
    text: str
    stage: Stage | None = None


def rows_of(history: History | None, record: RecordId | None, now: Plan, words: Words) -> tuple[tuple[Row, ...], int]:
    """(the moments of a record or, for None, of the plan, how many more entries there are than are listed)."""
    if history is None or not history.entries:
        return (), 0
    stages: deque[Stage] = deque(maxlen=_MOST)
    found = 0
    for stage in history.stages():
        if record is None or edits_of(stage.entry, record):
            stages.append(stage)
            found += 1
    rows = [Row(stage.entry.number, _told(stage, record, now, words), stage) for stage in reversed(stages)]
    start = f"{when(history.entries[0], words, clock_of(now))}  {words(N_('as it was before the first save on record'))}"
    return (*rows, Row(0, start)), found - len(stages)


def _told(stage: Stage, record: RecordId | None, now: Plan, words: Words) -> str:
    """``22/11/2026 14:05  Nguyễn Văn Nam      Trạng thái: chưa báo cáo → hoàn thành  “lý do”``."""
    entry = stage.entry
    if record is not None:
        told = "; ".join(line.told for line in lines_of_stage(stage, now, words, record, _VALUE_WIDTH))
    else:
        carried, edits = carried_over(entry, words), None if entry.edits is None else told_edits(entry)
        brief = briefly(edits, stage.before or now, stage.after or now, words, _VALUE_WIDTH) if edits or not carried else ""
        told = "; ".join(filter(None, [*carried, brief]))
    reason = f"  “{why}”" if (why := reason_of(entry, words)) else ""
    proposed = f"  ({proposers(entry, words)})" if entry.proposed else ""
    return f"{when(entry, words, clock_of(now))}  {fit(briefly_who(entry, words), _NAME_WIDTH)}  {told}{proposed}{reason}"


def moment_words(history: History, number: int | None, words: Words, clock: Clock) -> str:
    """``#12 · 22/11/2026 14:05``; 0 is before the first entry, None is now."""
    if number is None:
        return words(N_("now"))
    if number == 0:
        return words(N_("before {moment}"), moment=when(history.entries[0], words, clock))
    return f"#{number} · {when(history.entries[number - 1], words, clock)}"
