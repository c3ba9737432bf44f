"""Rows of a frame drawn as lines: where the columns stand, what is marked, and no line painted again that looks the same."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

import attrs
import polars as pl
from textual.cache import LRUCache
from textual.geometry import Region
from textual.strip import Strip

from tui.frames.tables.cell_values import CellValue
from tui.frames.tables.columns import Column, View
from tui.frames.tables.groups import Grouping
from tui.i18n.words import Words
from tui.terminal.textual_internals.looks import LooksKept
from tui.widgets.column_layout import Layout, Measured
from tui.widgets.edge_drag import EdgeDrag
from tui.widgets.frame_lines import CHANGED_GLYPH, DRAFT_GLYPH, GUTTER, Lines, LineState, Palette
from tui.widgets.frame_rows import FrameRows, GroupedRows
from tui.widgets.line_scroll import LineScroll
from tui.widgets.lines_ahead import LinesAhead
from tui.widgets.twins import MOST, beginnings_shared


class DrawnFrame(LooksKept, EdgeDrag, LineScroll, inherit_bindings=False):
    """The lines of a table: header and rows, those of groups, the cursor, marks, unsaved cells.

    Which rows these are, and where the cursor is, the table says (:class:`tui.widgets.frame_table.FrameTable`); which columns stand in
    the window :class:`Measured` does.
    """

    def __init__(self, words: Words, *, empty: str = "", id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._words = words
        self._empty = empty
        self._rows = FrameRows(pl.DataFrame(schema={"id": pl.String}), ())
        self._columns: tuple[Column, ...] = ()
        self._row = self._column = 0
        self._measured = Measured.of((), (), ())
        self._measured_view: View | None = None
        self._room_counted: int | None = None
        self._wanted: int | None = None  # a column that is shown though there may be no room for it otherwise
        self._alike: Mapping[str, int] | None = None
        self._layout: Layout | None = None
        self._layout_room = 0
        self._marks: frozenset[str] = frozenset()
        self._outside: frozenset[str] = frozenset()
        self._changed: frozenset[tuple[str, str]] = frozenset()
        self._changed_fields: dict[str, set[str]] = {}
        self._drafted: frozenset[tuple[str, str]] = frozenset()
        self._drafted_fields: dict[str, set[str]] = {}
        self._sort_shown: tuple[str, bool] | None = None
        self._grouping: Grouping | None = None
        self._folded: frozenset[str] = frozenset()
        self._awaited: str | None = None  # the record the cursor was on before a filter left no rows
        self._line_left: int | None = None  # the line of the window the cursor is to come to as soon as there is one
        self._lent = 0
        self._lent_at = (0, 0)
        """Row and top when the table was scrolled for want of room, and by how much."""
        self._just_focused = False
        self._palette: Palette | None = None
        self._palettes: dict[bool, Palette] = {}
        """The styles by whether it has the focus, as long as nothing but the focus makes others of them."""
        self._restyled = False
        self._drawn_in = (0, 0)
        self._lines: Lines | None = None
        self._header: Strip | None = None
        self._awaited_cells: Mapping[str, Mapping[str, str]] = {}
        self._strips: LRUCache[LineState, Strip] = LRUCache(256)
        self._ahead = LinesAhead(self, self._pages_ahead)
        self._upwards = False  # the way the cursor was moved last

    # -- columns --------------------------------------------------------------------------------------------------

    def _measure(self, columns: tuple[Column, ...], contents: Sequence[int]) -> Measured:
        return Measured.of(columns, map(self._words, (c.title for c in columns)), contents, self.chosen_widths)

    def columns_laid_out(self) -> tuple[Layout, tuple[Column, ...]]:
        return self._laid_out(), self._columns

    def take_widths(self, widths: Mapping[str, int]) -> None:
        if widths != self.chosen_widths:
            self.chosen_widths = widths
            self._measured = self._measure(self._columns, self._measured.contents)
            self._forget_lines()
            self.refresh()

    @property
    def room_of_worth(self) -> int:
        """The width in which the table has room for all columns of worth."""
        return GUTTER + self._measured.room_of_worth + self.styles.scrollbar_size_vertical

    @property
    def room_counted(self) -> int | None:
        """The width the table is thought to have when its columns are chosen; None for the one it has.

        A window that is wide enough for the table alone shows no columns it would have to give up for a panel in a wider one.
        """
        return self._room_counted

    @room_counted.setter
    def room_counted(self, width: int | None) -> None:
        if width != self._room_counted:
            self._room_counted = width
            self._forget_lines()
            self.refresh()

    def _laid_out(self) -> Layout:
        """Where the columns stand."""
        if self._layout is None or self._layout_room != self._room:
            self._layout_room = self._room
            counted = None if self._room_counted is None else max(0, self._room_counted - self.scrollbar_size_vertical - GUTTER)
            self._layout = self._measured.laid_out(GUTTER, self._room, counted, self._wanted)
        return self._layout

    def _names_alike(self) -> Mapping[str, int]:
        """By name of a row how many of its first characters another row's has too."""
        frame = None if self._measured_view is None else self._measured_view.frame
        if self._alike is None and frame is not None and self._columns:
            name = self._columns[0].text or self._columns[0].key
            texts = frame[name] if frame.schema.get(name) == pl.String and frame.height <= MOST else None
            self._alike = {} if texts is None else beginnings_shared([text for text in texts.to_list() if text is not None])
        return self._alike or {}

    # -- what is marked -------------------------------------------------------------------------------------------

    @property
    def empty(self) -> str:
        """The words shown when there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, text: str) -> None:
        if text != self._empty and not len(self._rows):
            self.refresh()
        self._empty = text

    @property
    def marks(self) -> AbstractSet[str]:
        """The ids of the marked records, those a filter hides as well. Assign a set to change it."""
        return self._marks

    @marks.setter
    def marks(self, ids: Iterable[str]) -> None:
        new = frozenset(ids)
        touched, self._marks = new ^ self._marks, new
        self._repaint_records(touched)

    @property
    def outside(self) -> AbstractSet[str]:
        """The ids of rows that are shown though they no longer belong to what is asked for; the owner says which."""
        return self._outside

    @outside.setter
    def outside(self, ids: Iterable[str]) -> None:
        new = frozenset(ids)
        touched, self._outside = new ^ self._outside, new
        self._repaint_records(touched)

    @property
    def changed(self) -> AbstractSet[tuple[str, str]]:
        """The cells not saved yet, as (id, field of the column); ``""`` for a record that is new as a whole.

        A change of a field that no column shows is marked at the record's first cell.
        """
        return self._changed

    @changed.setter
    def changed(self, cells: Iterable[tuple[str, str]]) -> None:
        new = frozenset(cells)
        touched, self._changed = new ^ self._changed, new
        self._changed_fields = _by_record(new)
        self._renew(touched)

    @property
    def drafted(self) -> AbstractSet[tuple[str, str]]:
        """The cells in which something was typed and not kept, as (id, field of the column); marked as changed ones are."""
        return self._drafted

    @drafted.setter
    def drafted(self, cells: Iterable[tuple[str, str]]) -> None:
        new = frozenset(cells)
        touched, self._drafted = new ^ self._drafted, new
        self._drafted_fields = _by_record(new)
        self._renew(touched)

    def _renew(self, cells: Collection[tuple[str, str]]) -> None:
        """Draw the lines of the records of these cells anew; what was drawn of the others is kept, with where the columns stand."""
        if not cells:
            return
        records = {record for record, _ in cells}
        for state in list(self._strips.keys()):
            if state.index >= len(self._rows) or self._rows.id(state.index) in records:
                self._strips.discard(state)
        self._repaint_records(records)

    @property
    def sort_shown(self) -> tuple[str, bool] | None:
        """The key of the column the rows are sorted by, and whether descending: shown in the header, sorted by the owner."""
        return self._sort_shown

    @sort_shown.setter
    def sort_shown(self, order: tuple[str, bool] | None) -> None:
        if order != self._sort_shown:
            self._sort_shown, self._header = order, None
            self.refresh(Region(0, 0, self._room, 1))

    # -- the lines on the screen ----------------------------------------------------------------------------------

    @property
    def _top(self) -> int:
        """The index of the first row on screen."""
        return int(self.scroll_offset.y)

    @property
    def _room(self) -> int:
        """Cells of a line that are not under the scrollbar."""
        return max(0, self.size.width - self.scrollbar_size_vertical)

    @property
    def _visible_rows(self) -> int:
        return max(0, self.size.height - 1)

    # -- drawing --------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Textual calls this when the theme, the focus or a class of the table has changed."""
        super().notify_style_update()
        self._restyled = True

    def looks_changed(self) -> None:
        self._palettes.clear()

    def _find_colours(self) -> Palette:
        """The styles as they are now. Where only the cursor and the header have others, what was drawn of all other rows is kept."""
        now = self._palettes.get(self.has_focus)
        if now is None:
            now = self._palettes[self.has_focus] = Palette.of(self)
        before = self._palette
        self._palette, self._restyled = now, False
        if before is None or before != attrs.evolve(now, cursor_row=before.cursor_row, cursor=before.cursor, header=before.header):
            self._forget_lines()
        elif before != now:
            self._lines = self._header = None
            for state in list(self._strips.keys()):
                if state.cursor_column is not None:
                    self._strips.discard(state)
        return now

    def _forget_lines(self) -> None:
        self._lines = self._header = self._layout = None
        self._strips.clear()

    def _drawn_by(self) -> Lines:
        """What draws the lines now; made again only after something about all of them has changed."""
        palette = self._find_colours() if self._restyled or self._palette is None else self._palette
        if (room := (self._room, self.size.width)) != self._drawn_in:
            self._drawn_in = room
            self._forget_lines()
        lines = self._lines
        if lines is None:
            lines = self._lines = Lines(
                palette=palette,
                words=self._words,
                columns=self._columns,
                layout=self._laid_out(),
                room=self._room,
                answered=any(column.answer for column in self._columns),
                alike=self._names_alike,
                width=self.size.width,
            )
        return lines

    def draw_lines(self, rows: Iterable[int]) -> list[Strip]:
        lines, top = self._drawn_by(), self._top
        return [self._line(lines, top, y) for y in rows]

    def _line(self, lines: Lines, top: int, y: int) -> Strip:
        if y == 0:
            if self._header is None:
                self._header = lines.header(self._sort_shown)
            return self._header
        index = top + y - 1
        if index < len(self._rows):
            return self._row_line(lines, index, self._column if index == self._row else None)
        return lines.blank() if len(self._rows) else lines.notice(self._empty, y - 1, self._visible_rows)

    def _pages_ahead(self) -> Iterator[Strip]:
        """Draw the lines of the page somebody comes to next, and of the one the other way, that have not been drawn yet.

        No longer than the table shows the rows it does now as it does now, and not where there would be no room to keep so many.
        """
        rows, lines, top, row, seen = self._rows, self._drawn_by(), self._top, self._row, self._visible_rows
        if not 0 < 3 * seen <= self._strips.maxsize:
            return
        for pages in (-1, 1) if self._upwards else (1, -1):
            by = pages * self._page_rows
            first, cursor = max(0, min(top + by, len(rows) - seen)), max(0, min(row + by, len(rows) - 1))
            for index in range(first, min(first + seen, len(rows))):
                if rows is not self._rows or lines is not self._lines or self._restyled:
                    return
                kept = len(self._strips)
                strip = self._row_line(lines, index, self._column if index == cursor else None)
                if len(self._strips) != kept:
                    self.make_ready(strip)
                    yield strip

    @property
    def _page_rows(self) -> int:
        """By how many rows a page moves."""
        return max(1, self._visible_rows - 1)

    def window_rows(self) -> tuple[Region, int, list[tuple[Strip, Strip]]]:
        """Where the rows stand on the terminal that are in the window, which of them the cursor is on, and each without it and with it.

        No rows where it could not come to each of them without scrolling: below the line of a group the first one takes that with it.
        """
        lines, top, room = self._drawn_by(), self._top, self._room
        rows = range(top, min(top + self._visible_rows, len(self._rows)))
        if self._row not in rows or (top and self._rows.group(top - 1) is not None):
            rows = range(top, top)
        x, y, _, _ = self.content_region
        pairs = [(self._row_line(lines, row, None).crop(0, room), self._row_line(lines, row, self._column).crop(0, room)) for row in rows]
        return Region(x, y + 1, room, len(rows)), self._row - top, pairs

    @property
    def line_of_window(self) -> int:
        """Which row of the window the cursor is on."""
        return self._row - self._top

    def _group_line(self, lines: Lines, index: int, group: CellValue, column: int | None) -> Strip:
        assert isinstance(self._rows, GroupedRows)
        state = LineState(index, column, marked=False)
        strip = self._strips.get(state)
        if strip is None:
            strip = lines.group(group, self._rows.figures(index), state, folded=group.key in self._folded)
            self._strips.set(state, strip)
        return strip

    def _row_line(self, lines: Lines, index: int, column: int | None) -> Strip:
        """The line of a row, with the cursor in a column of it or without."""
        values = self._rows.values(index)
        if (group := self._rows.group(index)) is not None:
            return self._group_line(lines, index, group, column)
        record = values["id"]
        state = LineState(index, column, record in self._marks, record in self._outside)
        awaited = self._awaited_cells.get(record)
        strip = self._strips.get(state) if awaited is None else None
        if strip is None:
            marked = {CHANGED_GLYPH: self._changed_fields.get(record, ()), DRAFT_GLYPH: self._drafted_fields.get(record, ())}
            strip = lines.row(values, state, marked, awaited or {})
            if awaited is None:
                self._strips.set(state, strip)
        return strip

    @property
    def awaited(self) -> Mapping[str, Mapping[str, str]]:
        """By record and column what stands in cells whose value is not worked out yet."""
        return self._awaited_cells

    @awaited.setter
    def awaited(self, cells: Mapping[str, Mapping[str, str]]) -> None:
        before, self._awaited_cells = self._awaited_cells, cells
        self._repaint_records({*before, *cells})

    def _repaint_differing(self, before: FrameRows) -> None:
        """Repaint the lines on the screen that other rows stood in, or none; what was drawn of the rest is kept."""
        same = set()
        for index in range(self._top, self._top + self._visible_rows):
            both = index < min(len(before), len(self._rows)) and self._rows.group(index) is None  # whose sums may be others
            if both and before.values(index) == self._rows.values(index):
                same.add(index)
            elif index < max(len(before), len(self._rows)):
                self._repaint_row(index)
        for state in list(self._strips.keys()):
            if state.index not in same:
                self._strips.discard(state)

    def _repaint_row(self, index: int) -> None:
        y = index - self._top + 1
        if 1 <= y <= self._visible_rows:
            self.refresh(Region(0, y, self._room, 1))  # not the scrollbar's cell

    def _repaint_records(self, ids: AbstractSet[str]) -> None:
        """Repaint the lines of these records, as far as they are on screen."""
        if ids:
            for index in range(self._top, min(self._top + self._visible_rows, len(self._rows))):
                if self._rows.id(index) in ids:
                    self._repaint_row(index)


def _by_record(cells: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for record, field in cells:
        found.setdefault(record, set()).add(field)
    return found
