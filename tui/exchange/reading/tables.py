"""The tables of a sheet: where each begins and ends, the lines above it, and pages on which one goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet, shown_text
from tui.exchange.reading.choices import NOT_A_TABLE, SheetChoices
from tui.exchange.reading.found_table import TABLE_NAMES, Found, Heading
from tui.exchange.reading.headings import numbered_heading
from tui.exchange.reading.table_rows import Around, is_footnote, read_rows
from tui.exchange.reading.title_rows import TitleFinder, Titles
from tui.i18n.words import Words
from tui.vocabulary.continued import without_continued
from tui.vocabulary.lexicon import Own

_MOST_ABOVE: Final = 8
_CAPTION = re.compile(r"(?:biểu|bảng|phụ lục|mẫu)\b", re.IGNORECASE)
"""The beginning of a line that says what the table below it is."""
_AS_READ: Final = SheetChoices()


def find_tables(
    sheet: CellSheet,
    languages: Sequence[Words],
    own: Own = (),
    only: Sequence[str] = TABLE_NAMES,
    said: SheetChoices = _AS_READ,
    before: Found | None = None,
) -> list[Found]:
    """Every table of a sheet, from the top; ``only``: the tables of the plan it may be of; ``own``: the plan's own words; ``before``: the
    last table of the sheet before, with which a sheet may go on that says so (``Biểu 1 (tiếp theo)``).

    What a person has said of its titles, tables and columns goes before all that is read.
    """
    return list(_Finder(sheet, languages, own, only, said, before).tables())


@attrs.define
class _Finder:
    sheet: CellSheet
    languages: Sequence[Words]
    own: Own
    only: Sequence[str]
    said: SheetChoices
    before: Found | None
    rows: dict[int, dict[int, Cell]] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.rows = {}
        for row, cells in self.sheet.rows.items():
            own = {c: cell for c, cell in cells.items() if (m := self.sheet.merge_at(row, c)) is None or (m.top, m.left) == (row, c)}
            if own:
                self.rows[row] = own

    def tables(self) -> Iterator[Found]:
        """Each with its rows; one whose titles are printed again on a new page is one."""
        starts = TitleFinder(self.sheet, self.rows, self.languages, self.own, self.only, self.said).starts()
        firsts = [min(titles.first for titles in found) for found in starts]
        untils = [*firsts[1:], max(self.rows, default=-1) + 1]
        edge = -1
        at = 0
        while at < len(starts):
            pages = [starts[at]]
            while at + len(pages) < len(starts) and self._goes_on(pages[-1], starts[at + len(pages)]):
                pages.append(starts[at + len(pages)])
            above = (*self.sheet.above, *self._lines(edge + 1, firsts[at]))[-_MOST_ABOVE:]
            until = untils[at + len(pages) - 1]
            for place, titles in enumerate(pages[0]):
                if titles.table != NOT_A_TABLE:
                    again = tuple((page[place].first, page[place].last) for page in pages[1:])
                    opened = self._opened_before(titles, above) if at == 0 else ()
                    end = max(self.rows) if at + len(pages) == len(starts) else self._last_row([titles], until)
                    yield read_rows(self.sheet, self.rows, titles, Around(until, end, above, again, opened))
            edge = self._last_row(pages[-1], until)
            at += len(pages)

    def _goes_on(self, page: Sequence[Titles], next: Sequence[Titles]) -> bool:
        """Whether tables have the rows of those above on a new page: the same titles, and between them no line but headings of rows."""
        alike = len(page) == len(next) and all(
            one.table == other.table
            and [(at, c.titles) for at, c in one.columns.items()] == [(at, c.titles) for at, c in other.columns.items()]
            for one, other in zip(page, next, strict=True)
        )
        first = min(titles.first for titles in next)
        if not alike or any(titles.table == NOT_A_TABLE for titles in page) or self._is_said_of(first):
            return False
        edge = self._last_row(page, first)
        return all(self._may_be_heading(cells, row) for row, cells in self.rows.items() if edge < row < first)

    def _is_said_of(self, top: int) -> bool:
        """Whether a person has said what a table is, or a column of it."""
        return any(place[0] == top for place in (*self.said.tables, *self.said.columns))

    def _may_be_heading(self, cells: Mapping[int, Cell], row: int) -> bool:
        """Whether a line between two pages of a table says that it goes on, or is the last heading of the first; a caption is none."""
        texts = [shown_text(cell) for _, cell in sorted(cells.items())]
        if without_continued(" ".join(texts)) is not None:
            return True
        return not self.sheet.above and len(texts) == 1 and numbered_heading(texts[0])[0] != "" and not _CAPTION.match(texts[0])

    # -- rows -----------------------------------------------------------------------------------------------------

    def _lines(self, first: int, until: int) -> list[str]:
        """The lines of text between two tables."""
        out = []
        for row in range(first, until):
            texts = [shown_text(cell) for cell in self.rows.get(row, {}).values() if cell.kind is CellKind.TEXT]
            if texts and len(texts) <= 3 and not is_footnote(self.rows[row]):
                out.append(" ".join(texts))
        return out

    def _last_row(self, found: Sequence[Titles], until: int) -> int:
        """The last row with something in two of a table's columns."""
        columns = {at for titles in found for at in titles.columns}
        full = [row for row in self.rows if row < until and len(columns & self.rows[row].keys()) > 1]
        return max(full, default=max(titles.last for titles in found))

    def _opened_before(self, titles: Titles, above: Sequence[str]) -> tuple[Heading, ...]:
        """The headings the first rows of a sheet stand under that goes on with the one before: it says so, and its titles are the same."""
        if self.before is None or all(without_continued(text) is None for text in (self.sheet.name, *above)):
            return ()
        known = Titles(self.before.table, 0, 0, self.before.columns)
        return self.before.open_headings if _called(known) == _called(titles) else ()


def _called(titles: Titles) -> tuple[str, Sequence[tuple[int, tuple[str, ...]]]]:
    """What tells titles from others: of what they are, and what each column is called."""
    return titles.table, [(at, column.titles) for at, column in titles.columns.items()]
