"""A table that was found on a sheet: what its columns are, the headings and rows below its titles, the lines around it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from tui.exchange.cells import Cell, CellSheet
from tui.exchange.reading.choices import TablePlace
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.row_order import Mark, Standing
from tui.model.fields import TABLES
from tui.model.text import Sentence

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
    standing: Standing = attrs.field(factory=Standing)
    """Under which other row it stands, and its own number."""
    heading_cells: tuple[tuple[int, int] | None, ...] = ()
    """(row, column) in which the title of each heading stands; None of one that stands on the sheet before."""

    @property
    def placed_headings(self) -> list[tuple[str, str, tuple[int, int] | None]]:
        """(number, title, where it stands) of each heading."""
        cells = self.heading_cells or (None,) * len(self.headings)
        return [(number, title, at) for (number, title), at in zip(self.headings, cells, strict=True)]


@attrs.define
class Heading:
    """A heading above rows. ``caption``: what stands before it, where only rows that it numbers stand under it."""

    number: str
    title: str
    rank: int
    row: int
    column: int
    caption: Mark | None = None
    title_column: int = 0
    holds_any: bool = False


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
    headings: tuple[Heading, ...] = attrs.field(default=(), eq=False, repr=False)
    """Those among its rows."""
    open_headings: tuple[Heading, ...] = attrs.field(default=(), eq=False, repr=False)
    """Those its last row stands under, or that stand below it."""
    titles_again: tuple[tuple[int, int], ...] = ()
    """(first, last) of the rows in which its titles are printed again, on a new page."""

    @property
    def bare_headings(self) -> list[tuple[int, int, str]]:
        """(row, column, title) of each heading under which nothing stands, on its sheet or on the next that goes on with it."""
        return [(heading.row, heading.column, heading.title) for heading in self.headings if not heading.holds_any]

    @property
    def title_rows(self) -> frozenset[int]:
        """Every row of its titles."""
        return frozenset(row for first, last in ((self.top, self.last_title), *self.titles_again) for row in range(first, last + 1))

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
