"""The rows below the titles of a table: headings, records, remarks, and what only numbers columns or goes on from the page before."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet, shown_text
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.found_table import Found, Heading, Row
from tui.exchange.reading.headings import ROMAN, heading_rank, is_total, may_hold, numbered_heading
from tui.exchange.reading.row_order import Mark, RowOrder, is_lead_in, leads_in, mark_of, ordinal_text
from tui.exchange.reading.title_rows import Titles, is_amount
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.vocabulary.continued import without_continued
from tui.vocabulary.lexicon import says_as_above

_FLAT: Final = ("agencies", "sources")
"""Tables whose records need no more than a name, and stand under no headings."""
_NUMBERED = re.compile(r"\(?(?:[0-9]{1,2}|[a-zđ]|[ivx]{1,4})\)?(?:\s*=\s*[0-9()+\-*/:x% ]+)?\Z", re.IGNORECASE)
_FOOTNOTE = re.compile(r"(?:ghi chú|chú thích|nguồn|note|source)\b|\(?\*+\)?|\([0-9]{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]", re.IGNORECASE)
_MONTH_FIRST = re.compile(r"\s*(?:0?[1-9]|1[0-2])/(?:1[3-9]|2[0-9]|3[01])/[0-9]{4}\s*\Z")
_TWO_PARTS = re.compile(r"\s*([0-9]{1,2})/([0-9]{1,2})/[0-9]{4}\s*\Z")
_OF_ONE_ROW: Final = ("target", "target_max", "share_now", "target_min", "budget", "progress", "order", "number")
"""Fields that no two records have from one cell."""


@attrs.frozen
class Around:
    """What stands around the rows of a table."""

    until: int
    """The row at which something else begins."""
    end: int
    """Its last row: what stands between that and ``until`` are remarks, and who signs."""
    above: tuple[str, ...]
    """The lines of text before its titles."""
    again: tuple[tuple[int, int], ...] = ()
    """(first, last) of the rows in which its titles are printed again."""
    headings: tuple[Heading, ...] = ()
    """Those its first rows stand under."""


def read_rows(sheet: CellSheet, cells: Mapping[int, Mapping[int, Cell]], titles: Titles, around: Around) -> Found:
    """A table with its rows; ``cells``: those of the sheet, a merged one where it begins."""
    name = next((c for c in titles.columns.values() if c.field is not None and c.field.key == TABLES[titles.table].title), None)
    id = next((c for c in titles.columns.values() if c.role is Role.ID), None)
    first = name or id
    if first is None:  # nobody has said yet which column names the records
        return Found(sheet, titles.table, titles.first, titles.columns, (), around.above, (), titles.last)
    repeated = {row for top, bottom in around.again for row in range(top, bottom + 1)}
    body = [
        (row, _filled(sheet, row, cells[row], titles.columns, (name, id)))
        for row in sorted(cells)
        if titles.last < row < around.until and row not in repeated
    ]
    body = [(row, own) for row, own in body if own and not _is_numbering(own)]
    reader = _Rows(sheet, titles, first, around.end, _with_month_first(titles.columns, body), list(around.headings))
    marks = [reader.mark(own) for _, own in body]
    for (number, own), mark, after in zip(body, marks, [*marks[1:], None], strict=False):
        reader.take(number, own, mark, after)
    return Found(
        sheet,
        titles.table,
        titles.first,
        titles.columns,
        tuple(reader.rows),
        context=(*around.above, *reader.below),
        footnotes=tuple(reader.notes),
        last_title=titles.last,
        remark_rows=tuple(reader.remark_rows),
        headings=tuple(reader.own_headings),
        open_headings=tuple(reader.headings),
        titles_again=around.again,
    )


@attrs.define
class _Rows:
    """Takes the rows of one table from the top. ``first``: the column that names its records."""

    sheet: CellSheet
    titles: Titles
    first: Column
    end: int
    month_first: Sequence[int]
    headings: list[Heading]
    """Those the next row stands under."""
    rows: list[Row] = attrs.field(factory=list)
    own_headings: list[Heading] = attrs.field(factory=list)
    """The headings among its rows, those that are closed again as well."""
    notes: list[str] = attrs.field(factory=list)
    remark_rows: list[tuple[int, int]] = attrs.field(factory=list)
    """(row, column) where each of the notes begins."""
    below: list[str] = attrs.field(factory=list)
    """Lines after the last row: who signs, whose report it is."""
    _order: RowOrder = attrs.field(factory=RowOrder)
    _above: Mapping[int, Cell] = attrs.field(factory=dict)
    """The cells of the row above in the same section."""

    def mark(self, cells: Mapping[int, Cell]) -> Mark:
        """What stands before a row."""
        ordinal = self._ordinal
        told = ordinal_text(cells[ordinal.at]) if ordinal is not None and ordinal.at in cells else ""
        name = cells.get(self.first.at)
        return mark_of(told, "  " * name.inset + str(name.value) if name is not None else "")

    @property
    def _ordinal(self) -> Column | None:
        return next((c for c in self.titles.columns.values() if c.role is Role.ORDINAL), None)

    def take(self, number: int, cells: Mapping[int, Cell], mark: Mark, after: Mark | None) -> None:
        """Take the next row: a remark, a heading, a record, or none of them. ``after``: what stands before the row below it."""
        if is_footnote(cells):
            self.notes.append(" ".join(shown_text(cell) for cell in cells.values()))
            self.remark_rows.append((number, min(cells)))
            return
        if number > self.end:
            return
        if self._leads_in(cells):
            self._order.lead_in()
            return
        if _only_goes_on(cells):
            return
        told = None if self._order.sets_in(mark) else self._heading(number, cells, mark, after)
        if told is not None and (bare_title := without_continued(told[1])) is not None:
            told = told[0], bare_title
            if not bare_title or any((heading.number, heading.title) == told for heading in self.headings):
                return  # printed again where the page begins
        down = self._merged_down(number, self.titles.columns, cells)
        while self.headings and self.headings[-1].caption is not None and not self.headings[-1].caption.holds(mark):
            self.headings.pop()
            self._order.restart()
        if told is not None and (not down or ROMAN.match(told[0])):
            self._open_heading(told, number, cells, mark, after)
        else:
            self._take_record(number, cells, mark, down)

    def _leads_in(self, cells: Mapping[int, Cell]) -> bool:
        """Whether a row only leads in those below it (``Trong đó:``): nothing stands in it but its number and that."""
        bare = all(at == self.first.at or self.titles.columns[at].role is Role.ORDINAL for at in cells)
        return bare and self.first.at in cells and is_lead_in(shown_text(cells[self.first.at]))

    def _open_heading(self, told: tuple[str, str], number: int, cells: Mapping[int, Cell], mark: Mark, after: Mark | None) -> None:
        """Have the rows below stand under a heading, and under those of before that may hold it."""
        self._above = {}
        self._order.restart()
        rank = heading_rank(*told)
        self.headings[:] = [h for h in self.headings if h.rank < rank and may_hold(h.number, told[0])]
        holding = mark.kind in ("number", "letter") and after is not None and mark.may_hold(after)
        caption = mark if holding and not ROMAN.match(told[0]) else None
        heading = Heading(*told, rank, number, min(cells), caption, self.first.at if self.first.at in cells else min(cells))
        self.headings.append(heading)
        self.own_headings.append(heading)
        self.below.append(told[1])

    def _take_record(self, number: int, cells: Mapping[int, Cell], mark: Mark, down: Mapping[int, tuple[Cell, str]]) -> None:
        """Take a row of a record, with what cells merged over several rows say of it too (``down``)."""
        if self.first.at not in cells and all(cell.kind is CellKind.TEXT for cell in cells.values()):
            self.below += [shown_text(cell) for cell in cells.values()]
        else:
            self.below.clear()
        whole = {**cells, **{at: cell for at, (cell, _) in down.items()}}
        whole, as_above = _as_above(self.titles.columns, whole, self._above, self.first.at)
        self._above = whole
        for heading in self.headings:
            heading.holds_any = True
        if self.first.at in whole and leads_in(str(whole[self.first.at].value)) is not None:
            self._order.lead_in()
        self.rows.append(
            Row(
                number,
                whole,
                tuple((heading.number, heading.title) for heading in self.headings),
                hidden=number in self.sheet.hidden_rows,
                doubt=self.sheet.doubts.get(number) or _either_day(whole, self.month_first),
                as_above=as_above,
                filled=tuple(name for _, name in down.values()),
                standing=self._order.take(number, mark),
                heading_cells=tuple((h.row, h.title_column) if any(h is one for one in self.own_headings) else None for h in self.headings),
            )
        )

    def _merged_down(self, row: int, columns: Mapping[int, Column], cells: Mapping[int, Cell]) -> dict[int, tuple[Cell, str]]:
        """Column → what a cell merged over several rows says of this one as well, and which cells are merged; figures are of one row."""
        out: dict[int, tuple[Cell, str]] = {}
        for at, column in columns.items():
            if at in cells or column.role is not Role.FIELD or column.field is None or column.field.key in _OF_ONE_ROW:
                continue
            merged = self.sheet.merge_at(row, at)
            if merged is None or not merged.top < row or not merged.left == merged.right == at:
                continue
            if (above := self.sheet.cells.get((merged.top, at))) is not None:
                out[at] = above, merged.name
        return out

    def _heading(self, row: int, cells: Mapping[int, Cell], mark: Mark, after: Mark | None) -> tuple[str, str] | None:
        """(number, title) of a row that is a heading: nothing in it but its number and its text.

        Of tasks one with a number such as 1, 1.1 or a is one where rows stand under it; one with a dash never is.
        """
        titles, first, ordinal = self.titles, self.first, self._ordinal
        number = shown_text(cells[ordinal.at]) if ordinal is not None and ordinal.at in cells else ""
        texts = {at: cell for at, cell in cells.items() if ordinal is None or at != ordinal.at}
        if len(texts) > 1 or (texts and next(iter(texts.values())).kind is not CellKind.TEXT):
            leads = titles.table == "tasks" and not any(
                c.field is not None and c.field.key == "leads" and c.at in cells for c in titles.columns.values()
            )
            if not (leads and ROMAN.match(number) and first.at in texts):
                return None
            return number.strip(". )("), shown_text(texts[first.at])
        if not texts:
            merged_over = ordinal is not None and self.sheet.merge_at(row, ordinal.at) is not None
            return numbered_heading(number) if number and merged_over and not number.strip(". )(").isdecimal() else None
        at, cell = next(iter(texts.items()))
        if is_total(shown_text(cell)):
            return None
        merged = self.sheet.merge_at(row, at)
        across = merged is not None and merged.right > merged.left
        if at != first.at and not across and at > first.at:
            return None
        if titles.table in _FLAT and not across and not number and at == first.at:
            return None  # a body or a source may be no more than its name
        if mark.kind == "sign" and not across:
            return None
        if titles.table == "tasks" and number and not across and mark.kind in ("number", "letter") and not mark.text[0].isupper():
            return (mark.text, shown_text(cell)) if after is not None and mark.begins(after) else None
        if across or ordinal is None or not number or not number.strip(". )(").isdecimal():
            return (number.strip(". )("), shown_text(cell)) if number else numbered_heading(shown_text(cell))
        return None


def _with_month_first(columns: Mapping[int, Column], body: Sequence[tuple[int, Mapping[int, Cell]]]) -> list[int]:
    """The columns in which some day can only be read with its month first (``06/30/2025``)."""
    at_days = [at for at, column in columns.items() if column.role is Role.FIELD]
    return [at for at in at_days if any(at in cells and _MONTH_FIRST.match(shown_text(cells[at])) for _, cells in body)]


def _either_day(cells: Mapping[int, Cell], month_first: Sequence[int]) -> Sentence | None:
    """What is to be asked of a day beside those with their month first, which may be either (``02/03/2026``)."""
    for at in month_first:
        found = _TWO_PARTS.match(shown_text(cells[at])) if at in cells and cells[at].kind is CellKind.TEXT else None
        if found is not None and int(found[1]) <= 12 and int(found[2]) <= 12 and int(found[1]) != int(found[2]):
            return say(N_("“{text}” can be read in more than one way"), text=shown_text(cells[at]))
    return None


def _filled(
    sheet: CellSheet, row: int, own: Mapping[int, Cell], columns: Mapping[int, Column], keys: Sequence[Column | None]
) -> dict[int, Cell]:
    """The cells of a row in the table's columns; a name merged downwards stands in each of its rows."""
    cells = {at: cell for at, cell in own.items() if at in columns}
    if not cells:
        return cells
    for column in keys:
        merged = sheet.merge_at(row, column.at) if column is not None else None
        if column is not None and merged is not None and merged.top < row and merged.left == merged.right == column.at:
            above = sheet.cells.get((merged.top, column.at))
            if above is not None:
                cells[column.at] = above
    return cells


def _only_goes_on(cells: Mapping[int, Cell]) -> bool:
    """Whether a row says nothing but that the table goes on (``(tiếp theo)``)."""
    return len(cells) == 1 and without_continued(shown_text(next(iter(cells.values())))) == ""


def _as_above(
    columns: Mapping[int, Column], cells: Mapping[int, Cell], above: Mapping[int, Cell], name: int
) -> tuple[dict[int, Cell], Sentence | None]:
    """The cells of a row, those that say "as above" (``-nt-``) with what stands there, and what is to be asked of that.

    ``name``: the column of the names, which are always their own.
    """
    out, asked = dict(cells), None
    for at, cell in cells.items():
        if at == name or columns[at].role is not Role.FIELD or cell.kind is not CellKind.TEXT or not says_as_above(str(cell.value)):
            continue
        text = str(cell.value).strip()
        if at in above:
            out[at] = above[at]
            asked = asked or say(N_("“{text}” stands for the cell above: {above}"), text=text, above=shown_text(above[at]))
        else:
            del out[at]
            asked = asked or say(N_("“{text}” stands for the cell above, and there is none"), text=text)
    return out, asked


def _is_numbering(cells: Mapping[int, Cell]) -> bool:
    """Whether a row only numbers the columns: A, B, 1, 2, 3=2/1."""
    texts = [shown_text(cell) for _, cell in sorted(cells.items())]
    if len(texts) < 3 or not all(_NUMBERED.match(text) for text in texts):
        return False
    digits = [int(found[0]) for text in texts if (found := re.match(r"[0-9]+", text.strip("( ")))]
    return len(digits) >= 2 and digits == list(range(digits[0], digits[0] + len(digits))) and digits[0] in (1, 2, 3)


def is_footnote(cells: Mapping[int, Cell]) -> bool:
    """Whether a row is a remark below the table."""
    texts = [shown_text(cell) for _, cell in sorted(cells.items())]
    if len(texts) > 2 or not _FOOTNOTE.match(texts[0]) or any(is_amount(text) for text in texts[1:]):
        return False
    return len(texts[0]) > 3 or len(texts) == 2
