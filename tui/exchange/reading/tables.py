"""The tables of a sheet: which rows are titles, of what table of the plan each is, what every column is, and the rows below."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellKind, CellSheet
from tui.exchange.reading.choices import NOT_A_TABLE, SheetChoices, TablePlace
from tui.exchange.reading.columns import Column, Role, names_records, read_column, title_key
from tui.exchange.reading.context import UNIT_LINE
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.vocabulary.lexicon import Own, plain, says_as_above

TABLE_NAMES: Final = (
    "tasks",
    "indicators",
    "enterprises",
    "agencies",
    "documents",
    "sources",
    "duties",
    "directions",
    "decisions",
    "sections",
    "goals",
)
"""What a table may be of, in the order in which equals are decided."""
_FLAT: Final = ("agencies", "sources")
"""Tables whose records need no more than a name, and stand under no headings."""
_MOST_TITLE_ROWS: Final = 4
_MOST_ABOVE: Final = 8
_LONGEST_TITLE: Final = 80
_NUMBERED = re.compile(r"\(?(?:[0-9]{1,2}|[a-zđ]|[ivx]{1,4})\)?(?:\s*=\s*[0-9()+\-*/:x% ]+)?\Z", re.IGNORECASE)
_AMOUNT = re.compile(r"\s*(?:[<>≤≥~=]\s*)?-?[0-9][0-9.,]*\s*(?:%|\([0-9*]+\))?\s*\Z")
_FOOTNOTE = re.compile(r"(?:ghi chú|chú thích|nguồn|note|source)\b|\(?\*+\)?|\([0-9]{1,2}\)|[¹²³⁴⁵⁶⁷⁸⁹]", re.IGNORECASE)
_YEARS: Final = range(1900, 2200)
_OF_ONE_ROW: Final = ("target", "target_max", "share_now", "target_min", "budget", "progress", "order", "number")
"""Fields that no two records have from one cell."""
_AS_READ: Final = SheetChoices()


@attrs.frozen
class Row:
    """A row below the titles, with the headings it stands under."""

    number: int
    cells: Mapping[int, Cell]
    headings: tuple[tuple[str, str], ...] = ()
    """(number, title) of each, the outermost first."""
    hidden: bool = False
    doubt: Sentence | None = None
    """Why somebody has to look at it, as whoever made the sheet says."""
    as_above: Sentence | None = None
    """Which of its cells say that they are as the one above (``-nt-``)."""
    filled: tuple[str, ...] = ()
    """The merged cells that were filled down to it: ``C7:C9``."""


@attrs.frozen
class Found:
    """A table of a sheet. ``context``: the lines above it; ``footnotes``: those below."""

    sheet: CellSheet
    table: str
    top: int
    columns: Mapping[int, Column]
    rows: tuple[Row, ...]
    context: tuple[str, ...] = ()
    footnotes: tuple[str, ...] = ()
    last_title: int = 0
    """The last row of its titles; ``top`` is the first."""
    remark_rows: tuple[tuple[int, int], ...] = ()
    """(row, column) where each of its footnotes begins."""

    @property
    def place(self) -> TablePlace:
        """Where it stands in its sheet."""
        return self.top, min(self.columns)

    def of(self, role: Role) -> list[Column]:
        """The columns of a role, from the left."""
        return [column for column in self.columns.values() if column.role is role]

    def text(self, row: Row, role: Role) -> str:
        """What a row has in the first column of a role; "" for nothing."""
        column = next(iter(self.of(role)), None)
        return str(row.cells[column.at].value) if column is not None and column.at in row.cells else ""

    @property
    def name(self) -> Column | None:
        """The column of the records' names."""
        title = TABLES[self.table].title
        return next((c for c in self.columns.values() if c.role is Role.FIELD and c.field is not None and c.field.key == title), None)

    @property
    def id(self) -> Column | None:
        """The column of ids."""
        return next(iter(self.of(Role.ID)), None)


def find_tables(
    sheet: CellSheet,
    languages: Sequence[Words],
    own: Own = (),
    only: Sequence[str] = TABLE_NAMES,
    said: SheetChoices = _AS_READ,
) -> list[Found]:
    """Every table of a sheet, from the top; ``only``: the tables of the plan it may be of; ``own``: the plan's own words.

    What a person has said of its titles, tables and columns goes before all that is read.
    """
    return list(_Finder(sheet, languages, own, only, said).tables())


@attrs.frozen
class _Titles:
    """Rows of titles, and what they make of the columns of one table."""

    table: str
    first: int
    last: int
    columns: Mapping[int, Column]


@attrs.define
class _Finder:
    sheet: CellSheet
    languages: Sequence[Words]
    own: Own
    only: Sequence[str]
    said: SheetChoices
    rows: dict[int, dict[int, Cell]] = attrs.field(init=False)
    _read: dict[tuple[str, tuple[str, ...]], Column] = attrs.field(factory=dict)

    def __attrs_post_init__(self) -> None:
        self.rows = {}
        for row, cells in self.sheet.rows.items():
            own = {c: cell for c, cell in cells.items() if (m := self.sheet.merge_at(row, c)) is None or (m.top, m.left) == (row, c)}
            if own:
                self.rows[row] = own

    def tables(self) -> Iterator[Found]:
        """Each with its rows."""
        starts: list[list[_Titles]] = []
        row, order = -1, sorted(self.rows)
        if self.said.titles is not None:
            starts = [found for first, last in _runs(self.said.titles) if (found := self._titles_of(first, last, given=True))]
        for at in order if self.said.titles is None else ():
            if at > row and (found := self._titles_at(at)):
                starts.append(found)
                row = max(titles.last for titles in found)
        edge = -1
        for number, found in enumerate(starts):
            until = min(t.first for t in starts[number + 1]) if number + 1 < len(starts) else order[-1] + 1
            above = [*self.sheet.above, *self._lines(edge + 1, min(t.first for t in found))][-_MOST_ABOVE:]
            for titles in (titles for titles in found if titles.table != NOT_A_TABLE):
                yield self._table(titles, until, tuple(above), last=number + 1 == len(starts))
            edge = self._last_row(found, until)

    # -- titles ---------------------------------------------------------------------------------------------------

    def _titles_at(self, row: int) -> list[_Titles]:
        """The titles a row may be the first or the last of; of tables side by side each by itself."""
        cells = self.rows[row]
        if sum(_is_title(cell) for cell in cells.values()) < 2 or not any(self._chooses(cell) for cell in cells.values()):
            return []
        return self._titles_of(*self._extent(row))

    def _titles_of(self, first: int, last: int, *, given: bool = False) -> list[_Titles]:
        """The tables of some rows of titles; where these are ``given`` each is one, whatever its titles are."""
        chains = self._chains(first, last)
        out = []
        for columns in _side_by_side(chains, self._starts):
            if not columns:
                continue
            best: tuple[int, _Titles] | None = None
            of = self.said.tables.get((first, min(columns)))
            if of == NOT_A_TABLE:
                out.append(_Titles(NOT_A_TABLE, first, last, {}))
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
                    best = (score + named, _Titles(table, first, last, read))
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
        return not any(_AMOUNT.match(shown_text(cell)) for cell in cells.values() if cell.kind is CellKind.TEXT)

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

    # -- rows -----------------------------------------------------------------------------------------------------

    def _lines(self, first: int, until: int) -> list[str]:
        """The lines of text between two tables."""
        out = []
        for row in range(first, until):
            texts = [shown_text(cell) for cell in self.rows.get(row, {}).values() if cell.kind is CellKind.TEXT]
            if texts and len(texts) <= 3 and not _is_footnote(self.rows[row]):
                out.append(" ".join(texts))
        return out

    def _last_row(self, found: Sequence[_Titles], until: int) -> int:
        """The last row with something in two of a table's columns."""
        columns = {at for titles in found for at in titles.columns}
        full = [row for row in self.rows if row < until and len(columns & self.rows[row].keys()) > 1]
        return max(full, default=max(titles.last for titles in found))

    def _table(self, titles: _Titles, until: int, above: tuple[str, ...], *, last: bool) -> Found:
        name = next((c for c in titles.columns.values() if c.field is not None and c.field.key == TABLES[titles.table].title), None)
        id = next((c for c in titles.columns.values() if c.role is Role.ID), None)
        first = name or id
        if first is None:  # nobody has said yet which column names the records
            return Found(self.sheet, titles.table, titles.first, titles.columns, (), above, (), titles.last)
        end = self._last_row([titles], until) if not last else max(self.rows)
        rows, notes, remark_rows = [], [], []
        headings: list[tuple[str, str, int]] = []
        below: list[str] = []
        """Lines after the last row: who signs, whose report it is."""
        above_it: Mapping[int, Cell] = {}
        """The cells of the row above in the same section."""
        for number in sorted(row for row in self.rows if titles.last < row < until):
            cells = self._filled(number, titles.columns, (name, id))
            if not cells or _is_numbering(cells):
                continue
            if _is_footnote(cells):
                notes.append(" ".join(shown_text(cell) for cell in cells.values()))
                remark_rows.append((number, min(cells)))
                continue
            if number > end:
                continue
            told = self._heading(titles, first, number, cells)
            down = self._merged_down(number, titles.columns, cells)
            if told is not None and not (down and not _ROMAN.match(told[0])):
                above_it = {}
                rank = _rank(*told)
                headings = [h for h in headings if h[2] < rank and _may_hold(h[0], told[0])]
                headings.append((*told, rank))
                below.append(told[1])
                continue
            if first.at not in cells and all(cell.kind is CellKind.TEXT for cell in cells.values()):
                below += [shown_text(cell) for cell in cells.values()]
            else:
                below.clear()
            cells = {**cells, **{at: cell for at, (cell, _) in down.items()}}
            cells, as_above = _as_above(titles.columns, cells, above_it, first.at)
            above_it = cells
            under = tuple((n, t) for n, t, _ in headings)
            filled = tuple(name for _, name in down.values())
            hidden = number in self.sheet.hidden_rows
            rows.append(Row(number, cells, under, hidden, self.sheet.doubts.get(number), as_above, filled))
        around = (*above, *below), tuple(notes)
        return Found(self.sheet, titles.table, titles.first, titles.columns, tuple(rows), *around, titles.last, tuple(remark_rows))

    def _filled(self, row: int, columns: Mapping[int, Column], keys: Sequence[Column | None]) -> dict[int, Cell]:
        """The cells of a row in the table's columns; a name merged downwards stands in each of its rows."""
        cells = {at: cell for at, cell in self.rows[row].items() if at in columns}
        if not cells:
            return cells
        for column in keys:
            merged = self.sheet.merge_at(row, column.at) if column is not None else None
            if column is not None and merged is not None and merged.top < row and merged.left == merged.right == column.at:
                above = self.sheet.cells.get((merged.top, column.at))
                if above is not None:
                    cells[column.at] = above
        return cells

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

    def _heading(self, titles: _Titles, first: Column, row: int, cells: Mapping[int, Cell]) -> tuple[str, str] | None:
        """(number, title) of a row that is a heading: nothing in it but its number and its text."""
        ordinal = next((c for c in titles.columns.values() if c.role is Role.ORDINAL), None)
        number = shown_text(cells[ordinal.at]) if ordinal is not None and ordinal.at in cells else ""
        texts = {at: cell for at, cell in cells.items() if ordinal is None or at != ordinal.at}
        if len(texts) > 1 or (texts and next(iter(texts.values())).kind is not CellKind.TEXT):
            leads = titles.table == "tasks" and not any(
                c.field is not None and c.field.key == "leads" and c.at in cells for c in titles.columns.values()
            )
            if not (leads and _ROMAN.match(number) and first.at in texts):
                return None
            return number.strip(". )("), shown_text(texts[first.at])
        if not texts:
            merged_over = ordinal is not None and self.sheet.merge_at(row, ordinal.at) is not None
            return _numbered_heading(number) if number and merged_over and not number.strip(". )(").isdecimal() else None
        at, cell = next(iter(texts.items()))
        if is_total(shown_text(cell)):
            return None
        merged = self.sheet.merge_at(row, at)
        across = merged is not None and merged.right > merged.left
        if at != first.at and not across and at > first.at:
            return None
        if titles.table in _FLAT and not across and not number and at == first.at:
            return None  # a body or a source may be no more than its name
        if across or ordinal is None or not number or not number.strip(". )(").isdecimal():
            return (number.strip(". )("), shown_text(cell)) if number else _numbered_heading(shown_text(cell))
        return None


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


_CHAPTERS: Final = ("phần", "chương", "mục", "điều")
"""Parts of a document that are called so, from the outside."""
_NUMBERED_HEADING = re.compile(
    rf"\s*((?:{'|'.join(_CHAPTERS)})\s+(?:thứ\s+)?\w+|[IVXL]{{1,6}}(?:\.[0-9]{{1,2}})*(?:\.[a-zđ])?|[A-HĐ]|[0-9]{{1,2}}(?:\.[0-9]{{1,2}})*(?:\.[a-zđ])?)"
    r"\s*[.:)–-]\s+(?=\S)",
    re.IGNORECASE,
)
_TOTALS = re.compile(r"(?:tong(?: cong| so)?|cong|total|sum)(?: \(.*\))?:?\Z")
_ROMAN = re.compile(r"\s*\(?[IVXL]{1,6}[.)]*\s*\Z|\s*[A-HĐ][.)]*\s*\Z")


def _numbered_heading(text: str) -> tuple[str, str]:
    """(number, title) of a heading whose number stands in its text: ``Chương I. Quy định chung``, ``III.1.a. Nước``; "" without one."""
    found = _NUMBERED_HEADING.match(text)
    return (found[1], text[found.end() :].strip()) if found is not None else ("", text)


def is_total(text: str) -> bool:
    """Whether a row is called as sums are."""
    return bool(_TOTALS.match(plain(text)))


def _may_hold(above: str, number: str) -> bool:
    """Whether a heading may stand under another by their numbers: one that is told in full (``III.3.a``) only under its beginning."""
    if "." not in number or not above:
        return True
    mine, theirs = number.split(".")[0], above.split(".")[0]
    alike = mine.isdecimal() == theirs.isdecimal() and not theirs.lower().startswith(_CHAPTERS)
    return number.startswith(f"{above}.") or not alike


def _rank(number: str, text: str) -> int:
    """How deep a heading stands by its number: A, I, 1, 1.1, a; without one at the outside."""
    number = number or text.split(" ")[0].strip(".)(")
    if (called := number.split(" ")[0].lower()) in _CHAPTERS:
        return 1 + _CHAPTERS.index(called)
    if re.fullmatch(r"[IVXL]{1,6}(?:\.[0-9]{1,2})+(?:\.[a-zđ])?", number):
        return 2 + number.count(".")
    if re.fullmatch(r"[A-HĐ]", number):
        return 1
    if re.fullmatch(r"[IVXL]{1,6}", number):
        return 2
    if re.fullmatch(r"[0-9]+(\.[0-9]+)*", number):
        return 3 + number.count(".")
    return 9 if re.fullmatch(r"[a-zđ]", number) else 0


def shown_text(cell: Cell) -> str:
    """A cell as text: a whole number without its decimals."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return str(cell.value).strip()


def _is_title(cell: Cell) -> bool:
    """Whether a cell may be a title: words, or a year."""
    if cell.kind is CellKind.TEXT:
        return True
    return cell.kind is CellKind.NUMBER and isinstance(cell.value, float) and cell.value.is_integer() and int(cell.value) in _YEARS


def _is_numbering(cells: Mapping[int, Cell]) -> bool:
    """Whether a row only numbers the columns: A, B, 1, 2, 3=2/1."""
    texts = [shown_text(cell) for _, cell in sorted(cells.items())]
    if len(texts) < 3 or not all(_NUMBERED.match(text) for text in texts):
        return False
    digits = [int(found[0]) for text in texts if (found := re.match(r"[0-9]+", text.strip("( ")))]
    return len(digits) >= 2 and digits == list(range(digits[0], digits[0] + len(digits))) and digits[0] in (1, 2, 3)


def _is_footnote(cells: Mapping[int, Cell]) -> bool:
    """Whether a row is a remark below the table."""
    texts = [shown_text(cell) for _, cell in sorted(cells.items())]
    if len(texts) > 2 or not _FOOTNOTE.match(texts[0]) or any(_AMOUNT.match(text) for text in texts[1:]):
        return False
    return len(texts[0]) > 3 or len(texts) == 2


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
        if column.role in (Role.FIGURE, Role.UNKNOWN, Role.ORDINAL) or key == "budget":
            out[at] = column
            continue
        out[at] = attrs.evolve(column, role=Role.UNKNOWN, field=None) if key in seen else column
        seen.add(key)
    return {at: out[at] for at in columns}
