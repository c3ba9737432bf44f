"""A table the workbench has written for spreadsheets, as it comes back: what still stands as it was written says nothing.

Only cells that somebody has changed, rows that came to it and columns of theirs are left for the reading; ids say which record a row is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from tui.exchange.cell_reader import place_of
from tui.exchange.cells import Cell, CellKind, CellSheet, shown_text
from tui.exchange.reading.choices import Meaning
from tui.exchange.reading.columns import Role
from tui.exchange.reading.field_rows import NEVER
from tui.exchange.reading.found_table import TABLE_NAMES
from tui.frames.build import Frames
from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES, Kind
from tui.model.plan import Plan
from tui.model.proposal import Reject
from tui.model.text import N_, no_formula, say
from tui.reports.sheet_rows import ID, MARK, in_words, sheet_columns
from tui.reports.tables import Shown

_ONLY_HERE: Final = NEVER - {"target", "target_max", "op"}
"""Fields of which somebody else's table says nothing; of a target the reading says why."""
_MOST_ABOVE: Final = 8
"""Rows that may stand over the titles: a workbook says there what it is of."""
_DIGITS: Final = re.compile(r"[0-9]+")


@attrs.frozen
class OwnTable:
    """What is left of a sheet, which table of the plan it is of, its row of titles with the first column, and what its columns are."""

    sheet: CellSheet
    table: str
    place: tuple[int, int]
    meanings: Mapping[int, Meaning]
    rejects: tuple[Reject, ...] = ()
    """What was changed that no table changes, such as a name: it is said, for here it is known that somebody has changed it."""


def without_own(sheet: CellSheet, plan: Plan, languages: Sequence[Words], day: dt.date) -> OwnTable | None:
    """A table of the workbench without what stands as it was written, seen from ``day``; None for any other sheet."""
    rows = sheet.rows
    frames: Frames | None = None
    for top in sorted(rows)[:_MOST_ABOVE]:
        titles = {at: _said(cell) for at, cell in sorted(rows[top].items())}
        for words in languages:
            if len(titles) < 3 or words(ID) not in titles.values():
                continue
            best: tuple[int, View, dict[int, _Is]] | None = None
            frames = frames or Frames(plan)
            for make in _views():
                view = make(frames, plan, day, words)
                columns = _own(view, titles, words)
                if columns and (best is None or len(columns) > best[0]):
                    best = len(columns), view, columns
                if len(columns) == len(titles):
                    break
            if best is not None:
                return _reduced(sheet, plan, best[1], best[2], words, top)
    return None


@attrs.frozen
class _Is:
    """A column of the view a column of the sheet is; ``of_marks``: what stands around its numbers."""

    column: Column
    of_marks: bool

    def meaning(self, table: str) -> Meaning | None:
        """What the reading is told of it: the id, a field as the plan has it; figures say it themselves."""
        if self.of_marks:
            return None
        if self.column.key == "id":
            return Meaning(Role.ID)
        spec = TABLES[table].by_key.get(self.column.field or "")
        return Meaning(Role.FIELD, spec.key) if spec is not None and spec.kind is not Kind.ENTRIES else None


def _own(view: View, titles: Mapping[int, str], words: Words) -> dict[int, _Is]:
    """By its place each column that is one of the view; none where the table is not that of this view."""
    known = {words(column.title): column for column in sheet_columns(view)}
    out: dict[int, _Is] = {}
    mark = f" {words(MARK)}"
    for at, title in titles.items():
        if (column := known.get(title)) is not None:
            out[at] = _Is(column, of_marks=False)
        elif (column := known.get(title.removesuffix(mark))) is not None:
            out[at] = _Is(column, of_marks=True)
    here = {found.column.key for found in out.values() if not found.of_marks}
    return out if {"id", view.every_column[0].key} <= here and 3 * len(here) >= 2 * len(known) else {}


def _reduced(sheet: CellSheet, plan: Plan, view: View, columns: Mapping[int, _Is], words: Words, top: int) -> OwnTable:
    """What was changed, with the ids and whole names of its rows; rows in which nothing was are left out."""
    written = {str(row["id"]): row for row in view.frame.iter_rows(named=True)}
    title = TABLES[view.table].title
    of_ids = next(at for at, found in columns.items() if found.column.key == "id")
    first = min(sheet.rows[top])
    left: dict[tuple[int, int], Cell] = {}
    kept = {first, of_ids}
    rejects: list[Reject] = []
    for number, cells in sheet.rows.items():
        id = _said(cells[of_ids]) if of_ids in cells else ""
        row = written.get(id)
        if number <= top or row is None:
            left |= {(number, at): cell for at, cell in cells.items()}
            kept |= set(cells) if number > top else set()
            continue
        changed, named = {}, {}
        for at, cell in cells.items():
            found = columns.get(at)
            stands = found is None or at == of_ids or _stands(cell, in_words(view, found.column, row, words), found)
            if found is not None and not stands and not found.of_marks and found.column.field in _ONLY_HERE:
                what = say(N_("“{title}” is changed in the program only"), title=words(found.column.title))
                rejects.append(Reject(what, view.table, id, found.column.field or "", place_of(sheet, number, at)))
            elif found is None or not stands:
                changed[number, at] = cell
            elif not found.of_marks and found.column.field == title:  # the whole name, where the screen has a short one
                named[number, at] = Cell(CellKind.TEXT, str(plan.tables[view.table][id].get(title, _said(cell))))
        if changed:
            left |= {(number, of_ids): cells[of_ids], **named, **changed}
            kept |= {at for _, at in (*named, *changed)}
    kept |= {at for at, found in columns.items() if found.column.field == title and not found.of_marks}
    whole = {(number, at): cell for (number, at), cell in left.items() if number != top or at in kept}
    meanings = {at: meaning for at, found in columns.items() if at in kept and (meaning := found.meaning(view.table)) is not None}
    return OwnTable(attrs.evolve(sheet, cells=whole), view.table, (top, first), meanings, tuple(rejects))


def _stands(cell: Cell, shown: Shown, found: _Is) -> bool:
    """Whether a cell says what was written there; of what is worked out by the day the number of days may have changed."""
    text, derived = _said(cell), found.column.field is None
    if found.of_marks:
        return text == _plain(shown.marks)
    if isinstance(shown.value, dt.date):
        return text == shown.value.isoformat() or cell.value == shown.value
    if shown.value is not None:
        number = cell.value if isinstance(cell.value, float) else _number(text)
        return derived or (number is not None and f"{number:.12g}" == f"{float(shown.value):.12g}")
    if derived:
        return _DIGITS.sub("0", text) == _DIGITS.sub("0", _plain(shown.text))
    return text == _plain(shown.text)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _said(cell: Cell) -> str:
    return _plain(shown_text(cell))


def _plain(text: str) -> str:
    """A text as it is compared: however a spreadsheet has broken its lines, and without what keeps it from being a formula."""
    return " ".join(no_formula(text).removeprefix("'").split())


def _views() -> Iterator[Callable[[Frames, Plan, dt.date, Words], View]]:
    """What makes the view of each tab and list that is written out and can be read."""
    from tui.frames.tables.duties import duties_view
    from tui.frames.tables.enterprises import enterprises_view
    from tui.frames.tables.goals import goals_view
    from tui.frames.tables.register import register_view
    from tui.frames.tables.sectors import sectors_view
    from tui.frames.tables.targets import targets_view
    from tui.frames.tables.tasks import tasks_view

    yield from (tasks_view, targets_view, sectors_view, enterprises_view, duties_view, goals_view)

    def of(table: str) -> Callable[[Frames, Plan, dt.date, Words], View]:
        return lambda frames, plan, day, words: register_view(frames, plan, table, words)

    yield from (of(table) for table in TABLE_NAMES if table not in _WITH_A_VIEW)


_WITH_A_VIEW: Final = ("tasks", "indicators", "directions", "enterprises", "duties", "goals")
