"""How many records stand how, as bars: tasks by state, and the whole plan on one chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final

from tui.frames.build import Frames
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.headline import LABELS, headline_on
from tui.frames.methods.tasks import TaskState, state_counts, task_states
from tui.frames.tables.cells import ENTERPRISE_LOOKS, STATE_LOOKS, VERDICT_LOOKS, Look
from tui.frames.tables.charts.chart_table import ChartTable, chart_table
from tui.frames.tables.charts.drawing import Bar, Bars, Block, Drawing, Note
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_

TITLE: Final = N_("How the plan stands")
TABLES_SHOWN: Final = ("indicators", "tasks", "enterprises")
"""The tables whose records have a verdict or a state of their own."""


def states_drawing(frames: Frames, as_of: dt.date, words: Words, tables: Iterable[str] = TABLES_SHOWN) -> Drawing:
    """A bar for each verdict or state that occurs, table by table, each table on a scale of its own."""
    blocks: list[Block] = []
    for table in tables:
        bars = _bars(frames, table, as_of, words)
        total = sum(bar.number for bar in bars)
        if blocks:
            blocks.append(Note(""))
        blocks += [Note(f"{words(TABLES[table].label)}: {total}"), Bars(bars, max((bar.number for bar in bars), default=0))]
    return Drawing(tuple(blocks))


def states_table(frames: Frames, as_of: dt.date, words: Words, tables: Iterable[str] = TABLES_SHOWN) -> ChartTable:
    """How many records stand how, and their part of all of that table in per cent."""
    rows = []
    for table in tables:
        bars = _bars(frames, table, as_of, words)
        total = sum(bar.number for bar in bars)
        rows += [(words(TABLES[table].label), bar.name, str(bar.number), _part(bar.number, total, words)) for bar in bars]
    titles = (words(N_("Table")), False), (words(N_("How they stand")), False), (words(N_("Records")), True), (words(N_("Part, %")), True)
    return chart_table(words(TITLE), titles, rows)


def _part(count: int, total: int, words: Words) -> str:
    return words.number(100 * count / total, 1)


def _bars(frames: Frames, table: str, as_of: dt.date, words: Words) -> tuple[Bar, ...]:
    found = _counts(frames, table, as_of)
    total = sum(count for _, _, count in found)
    return tuple(
        Bar(look.glyph, words(label), count, f"{count} ({_part(count, total, words)}%)", look.tone) for look, label, count in found
    )


def _counts(frames: Frames, table: str, as_of: dt.date) -> list[tuple[Look, str, int]]:
    """(look, English words, how many) of each verdict or state that occurs, as the headline of its tab has them."""
    if table == "indicators":
        return _known(VERDICT_LOOKS, LABELS, headline_on(frames, as_of)[0])
    if table == "tasks":
        counts = {state.value: n for state, n in state_counts(task_states(frames, as_of)).items()}
        return _known(STATE_LOOKS, {state.value: state.label for state in TaskState}, counts)
    counted = dict(enterprise_verdicts(frames, as_of)["verdict"].value_counts().iter_rows())
    return _known(ENTERPRISE_LOOKS, {v: v.label for v in EnterpriseVerdict}, counted)


def _known(looks: Mapping[str, Look], labels: Mapping[str, str], counts: Mapping[str, int]) -> list[tuple[Look, str, int]]:
    return [(look, labels[code], counts[code]) for code, look in looks.items() if counts.get(code)]
