"""The rows of titles of a sheet: which they are, of what table of the plan, and what each column below them is."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet, shown_text
from tui.exchange.reading.choices import NOT_A_TABLE, SheetChoices
from tui.exchange.reading.columns import Column, Role, names_records, read_column, title_key
from tui.exchange.reading.context import UNIT_LINE
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.vocabulary.continued import without_continued
from tui.vocabulary.lexicon import Own

_MOST_TITLE_ROWS: Final = 4
_LONGEST_TITLE: Final = 80
_AMOUNT = re.compile(r"\s*(?:[<>≤≥~=]\s*)?-?[0-9][0-9.,]*\s*(?:%|\([0-9*]+\))?\s*\Z")
_YEARS: Final = range(1900, 2200)


@attrs.frozen
class Titles:
    """Rows of titles, and what they make of the columns of one table."""

    table: str
    first: int
    last: int
    columns: Mapping[int, Column]


@attrs.define
class TitleFinder:
    """Finds the rows of titles; ``rows``: the cells, a merged one where it begins; ``only``: the tables of the plan they may be of."""

    sheet: CellSheet
    rows: Mapping[int, Mapping[int, Cell]]
    languages: Sequence[Words]
    own: Own
    only: Sequence[str]
    said: SheetChoices
    _read: dict[tuple[str, tuple[str, ...]], Column] = attrs.field(factory=dict)

    def starts(self) -> list[list[Titles]]:
        """The titles of every table from the top, of tables side by side together."""
        if self.said.titles is not None:
            return [found for first, last in _runs(self.said.titles) if (found := self._titles_of(first, last, given=True))]
        out: list[list[Titles]] = []
        row = -1
        for at in sorted(self.rows):
            if at > row and (found := self._titles_at(at)):
                out.append(found)
                row = max(titles.last for titles in found)
        return out

    def _titles_at(self, row: int) -> list[Titles]:
        """The titles a row may be the first or the last of; of tables side by side each by itself."""
        cells = self.rows[row]
        if sum(_is_title(cell) for cell in cells.values()) < 2 or not any(self._chooses(cell) for cell in cells.values()):
            return []
        return self._titles_of(*self._extent(row))

    def _titles_of(self, first: int, last: int, *, given: bool = False) -> list[Titles]:
        """The tables of some rows of titles; where these are ``given`` each is one, whatever its titles are."""
        chains = self._chains(first, last)
        out = []
        for columns in _side_by_side(chains, self._starts):
            if not columns:
                continue
            best: tuple[int, Titles] | None = None
            of = self.said.tables.get((first, min(columns)))
            if of == NOT_A_TABLE:
                out.append(Titles(NOT_A_TABLE, first, last, {}))
                continue
            for table in self.only if of is None else (of,):
                read = {at: self._column(table, at, chains[at]) for at in columns}
                meant = {at: said for at in columns if (said := self.said.columns.get((first, at))) is not None}
                read = _one_each(table, {at: meant[at].of(table, column) if at in meant else column for at, column in read.items()}, meant)
                known = [c for c in read.values() if c.role not in (Role.UNKNOWN, Role.ORDINAL)]
                named = any(_names_records(table, column) for column in known)
                score = 2 * len(known) - sum(bool(c.rest) for c in known)
                score += title_key(self.sheet.name) in {title_key(w(TABLES[table].label)) for w in self.languages}
                asked_for = given or of is not None
                if (asked_for or (named and len(known) > 1)) and (best is None or score + named > best[0]):
                    best = (score + named, Titles(table, first, last, read))
            if best is not None:
                out.append(best[1])
        return out

    def _column(self, table: str, at: int, titles: tuple[str, ...]) -> Column:
        key = table, titles
        if key not in self._read:
            self._read[key] = read_column(table, at, titles, self.languages, self.own)
        return attrs.evolve(self._read[key], at=at)

    def _chooses(self, cell: Cell) -> bool:
        """Whether a cell is called as the names or ids of some table are."""
        text = shown_text(cell)
        if cell.kind is not CellKind.TEXT or len(text) > _LONGEST_TITLE:
            return False
        return names_records(text, self.only, self.languages, self.own)

    def _starts(self, title: str) -> bool:
        """Whether a title is that of the first columns of a table."""
        ordinal = self._column("tasks", 0, (title,)).role is Role.ORDINAL
        return ordinal or names_records(title, self.only, self.languages, self.own)

    def _is_of_figures(self, cell: Cell) -> bool:
        return self._column("indicators", 0, (shown_text(cell),)).role is Role.FIGURE

    def _extent(self, row: int) -> tuple[int, int]:
        """(first, last) of the rows of titles around one that has the title of the names."""
        cells = self.rows[row]
        choosing = [column for column, cell in cells.items() if self._chooses(cell)]
        first = last = row
        for column in choosing:
            merged = self.sheet.merge_at(row, column)
            if merged is not None:
                last = max(last, min(merged.bottom, row + _MOST_TITLE_ROWS))
        while first > 0 and last - first + 1 < _MOST_TITLE_ROWS and self._is_above(first - 1, choosing):
            first -= 1
        while last - first + 1 < _MOST_TITLE_ROWS and self._is_below(last + 1, choosing):
            last += 1
        return first, last

    def _is_above(self, row: int, choosing: Sequence[int]) -> bool:
        """Whether a row above holds titles over several columns: nothing over the names, and years or words of figures."""
        cells = self.rows.get(row, {})
        if not cells or min(cells) <= min(choosing) or len({str(c.value) for c in cells.values()}) == 0:
            return False
        return all(_is_title(cell) and not UNIT_LINE.match(shown_text(cell)) and self._is_of_figures(cell) for cell in cells.values())

    def _is_below(self, row: int, choosing: Sequence[int]) -> bool:
        """Whether a row below goes on with titles: nothing below that of the names, and only words of titles."""
        cells = self.rows.get(row, {})
        if not cells or any(column in self._spread(row) for column in choosing) or not all(_is_title(cell) for cell in cells.values()):
            return False
        texts = [shown_text(cell) for cell in cells.values() if cell.kind is CellKind.TEXT]
        return not any(is_amount(text) for text in texts) and not (len(texts) == 1 and without_continued(texts[0]) is not None)

    def _chains(self, first: int, last: int) -> dict[int, tuple[str, ...]]:
        """Column → its titles, those above joined to it by merged cells or, where nothing is merged, from the left."""
        columns = sorted({column for row in range(first, last + 1) for column in self._spread(row)})
        chains: dict[int, tuple[str, ...]] = {}
        for column in columns:
            chain: list[str] = []
            for row in range(first, last + 1):
                text = self._spread(row).get(column) or ("" if row == last else self._from_left(row, column, last))
                if text and (not chain or title_key(chain[-1]) != title_key(text)):
                    chain.append(text)
            if chain:
                chains[column] = tuple(chain)
        return chains

    def _spread(self, row: int) -> dict[int, str]:
        """The texts of a row, each over all columns it is merged over."""
        out: dict[int, str] = {}
        for column, cell in self.rows.get(row, {}).items():
            merged = self.sheet.merge_at(row, column)
            for other in range(column, merged.right + 1) if merged is not None else (column,):
                out[other] = shown_text(cell)
        return out

    def _from_left(self, row: int, column: int, last: int) -> str:
        """The title to the left of an empty cell, when both have titles of their own below and nothing is merged in the row."""
        if any(m.top <= row <= m.bottom and m.right > m.left for m in self.sheet.merged):
            return ""
        cells = self.rows.get(row, {})
        below = {c for under in range(row + 1, last + 1) for c in self.rows.get(under, {})}
        left = max((c for c in cells if c < column), default=None)
        if left is None or left not in below or column not in below:
            return ""
        return shown_text(cells[left])


def is_amount(text: str) -> bool:
    """Whether a text is no more than an amount."""
    return _AMOUNT.match(text) is not None


def _is_title(cell: Cell) -> bool:
    """Whether a cell may be a title: words, or a year."""
    if cell.kind is CellKind.TEXT:
        return True
    return cell.kind is CellKind.NUMBER and isinstance(cell.value, float) and cell.value.is_integer() and int(cell.value) in _YEARS


def _side_by_side(chains: Mapping[int, tuple[str, ...]], starts: Callable[[str], bool]) -> list[list[int]]:
    """The columns of each table of one row of titles: where a title that begins one comes a second time, another begins."""
    out: list[list[int]] = [[]]
    seen: set[str] = set()
    for column in sorted(chains):
        key = title_key(" ".join(chains[column]))
        if starts(chains[column][-1]):
            if key in seen:
                out.append([])
                seen = set()
            seen.add(key)
        out[-1].append(column)
    return out


def _runs(rows: Iterable[int]) -> list[tuple[int, int]]:
    """(first, last) of rows that stand next to each other."""
    out: list[tuple[int, int]] = []
    for row in sorted(rows):
        if out and out[-1][1] == row - 1:
            out[-1] = out[-1][0], row
        else:
            out.append((row, row))
    return out


def _names_records(table: str, column: Column) -> bool:
    """Whether a column tells which record a row is about."""
    return column.role is Role.ID or (column.field is not None and column.field.key == TABLES[table].title)


def _one_each(table: str, columns: Mapping[int, Column], said: Collection[int] = ()) -> dict[int, Column]:
    """Columns of which no two are the same field: of two that somebody has ``said``, else the first; the other is not understood."""
    seen: set[object] = set()
    out = {}
    for at, column in sorted(columns.items(), key=lambda pair: pair[0] not in said):
        key: object = column.field.key if column.field is not None else column.role
        if column.role in (Role.FIGURE, Role.UNKNOWN, Role.ORDINAL) or key in (
            "budget",
            "note",
        ):  # a table may have remarks of several kinds
            out[at] = column
            continue
        out[at] = attrs.evolve(column, role=Role.UNKNOWN, field=None) if key in seen else column
        seen.add(key)
    return {at: out[at] for at in columns}
