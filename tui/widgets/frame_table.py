"""A table over a Polars frame that formats only the rows on screen.

The frame is read in slices of 64 rows, so a million rows open as fast as twenty. The table holds no plan data: it keeps ids,
the cursor and the marks, and its owner shows it another :class:`View` after every change. It has no key bindings either:
the action table calls its methods.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import ClassVar, Final

import polars as pl
from rich.cells import cell_len
from textual import events, on
from textual.geometry import Region
from textual.message import Message

from tui.frames.tables.cell_text import copy_text, export_text, full_text
from tui.frames.tables.cell_values import CellValue
from tui.frames.tables.cell_widths import cell_widths, renewed_widths
from tui.frames.tables.columns import Column, View
from tui.frames.tables.groups import Grouping
from tui.model.text import printable
from tui.widgets.drawn_frame import DrawnFrame
from tui.widgets.edge_drag import edge_at
from tui.widgets.frame_lines import COMPONENTS, STYLES
from tui.widgets.frame_rows import FrameRows, GroupedRows

_WHEEL_LINES: Final = 3


class FrameTable(DrawnFrame, can_focus=True, inherit_bindings=False):  # Textual's own would scroll at each arrow key
    """Header and rows with a cursor by row and cell; how they are drawn :class:`DrawnFrame` says."""

    ALLOW_SELECT = False  # dragging over rows must not start Textual's text selection
    COMPONENT_CLASSES: ClassVar[set[str]] = COMPONENTS
    DEFAULT_CSS = STYLES

    class _OfTable(Message):
        def __init__(self, table: FrameTable) -> None:
            super().__init__()
            self.table = table

        @property
        def control(self) -> FrameTable:
            """For ``@on(…, "#id")``."""
            return self.table

    class _AtCell(_OfTable):
        def __init__(self, table: FrameTable, id: str | None, column_key: str | None) -> None:
            super().__init__(table)
            self.id = id
            self.column_key = column_key

    class CursorMoved(_AtCell):
        """The cursor stands on another record (None: there are no rows) or column."""

    class Activated(_AtCell):
        """A double click, or a click on the cell that was under the cursor already."""

    class SortRequested(_OfTable):
        """A click on a header; sorting is the owner's."""

        def __init__(self, table: FrameTable, column: Column) -> None:
            super().__init__(table)
            self.column = column

    # -- what is shown --------------------------------------------------------------------------------------------

    def show(self, view: View, frame: pl.DataFrame | None = None, grouping: Grouping | None = None, order: pl.Series | None = None) -> None:
        """Show ``view``, or ``frame``: rows of it, narrowed; in another ``order`` by their places; with a ``grouping`` of them, in its
        own order, under the lines of groups.

        The cursor stays on its record and column, and the record on its line of the screen; where the record is gone the
        cursor stays at its row. Marks stay with their records, also while a filter hides them, until the view loses these.
        Lines that look the same are not painted again.
        """
        shown = view.frame if frame is None else frame
        same = shown is self._rows.frame and order is self._rows.order
        if same and view.columns == self._columns and grouping is self._grouping:
            return
        before, columns = self._rows, self._columns
        places = (self._top, self._laid_out(), self._row)
        alike = self._alike
        record, key, line = self.current_id, self._column_key, self._row - self._top
        wanted = record or self._awaited
        self._awaited = wanted if not shown.height else None
        group = self.current_group
        self._take(view, shown, grouping, order)
        found = self._find_unfolded(wanted) if wanted else self._line_of(group)
        self._row = min(self._row if found is None else found, max(0, len(self._rows) - 1))
        self.hold(len(self._rows) + 1)
        self.scroll_to_line(self._row - line)
        if 0 <= line < self._visible_rows:  # else the wheel has scrolled away from the cursor, and that stays so
            self._reveal()
        stays = len(before) and len(self._rows) and view.columns == columns and places == (self._top, self._laid_out(), self._row)
        if stays and (alike is None or alike == self._names_alike()):  # else a row that is the same may have its name cut elsewhere
            self._repaint_differing(before)
        else:
            self._forget_lines()
            self.refresh()
        self._announce(record, key)

    def _take(self, view: View, frame: pl.DataFrame, grouping: Grouping | None, order: pl.Series | None) -> None:
        """Hold another view; columns are found again by their keys."""
        if view.columns != self._columns:
            keys, wanted = [column.key for column in view.columns], self._column_key
            self._column = keys.index(wanted) if wanted in keys else max(0, min(self._column, len(keys) - 1))
            self._wanted = self._column
        before, self._measured_view = self._measured_view, view  # of all rows: the columns stay where they are while somebody filters
        if before is None or view.columns != before.columns or view.frame is not before.frame:
            self._layout = None
            self._alike = None
            contents = cell_widths(view) if before is None else renewed_widths(before, self._measured.contents, view, cell_widths)
            self._measured = self._measure(view.columns, contents)
        self._columns = view.columns
        if grouping is None or self._grouping is None or grouping.column.key != self._grouping.column.key:
            self._folded = frozenset()
        self._grouping = grouping
        shown, self._rows = self._rows, FrameRows(frame, view.columns, order) if grouping is None else self._grouped(grouping)
        if grouping is None:
            self._rows.take_over(shown)
        self._marks = frozenset(FrameRows(view.frame, ()).ids_among(self._marks))

    # -- groups ---------------------------------------------------------------------------------------------------

    def _grouped(self, grouping: Grouping) -> GroupedRows:
        return GroupedRows(grouping.frame, self._columns, grouping, self._folded, self._words)

    @property
    def grouped(self) -> bool:
        """Whether the rows stand under the lines of groups."""
        return self._grouping is not None

    @property
    def current_group(self) -> CellValue | None:
        """The group whose line is under the cursor; None on a record."""
        return self._rows.group(self._row)

    @property
    def ids_of_group(self) -> tuple[str, ...]:
        """The records of the group under the cursor, in their order."""
        group, grouping = self.current_group, self._grouping
        if group is None or grouping is None:
            return ()
        return tuple(grouping.frame["id"].gather(grouping.rows_of(grouping.places[group.key])).to_list())

    @property
    def group_around(self) -> CellValue | None:
        """The group under the cursor, or the one its record stands in."""
        return self._rows.group_above(self._row) if isinstance(self._rows, GroupedRows) else None

    @property
    def folded(self) -> AbstractSet[str]:
        """The keys of the groups whose rows are not shown. Assign a set to change it."""
        return self._folded

    @folded.setter
    def folded(self, keys: Iterable[str]) -> None:
        if self._grouping is None:
            return
        record, key, around, old = self.current_id, self._column_key, self.group_around, self._row
        self._folded = frozenset(keys)
        self._rows = self._grouped(self._grouping)
        found = self._rows.find(record, old) if record else None
        at = self._line_of(around) if found is None else found
        self._row = max(0, min(old if at is None else at, len(self._rows) - 1))
        self.hold(len(self._rows) + 1)
        self._forget_lines()
        self._reveal()
        self.refresh()
        self._announce(record, key)

    def toggle_fold(self) -> None:
        """Fold the group the cursor is in, or unfold it; the cursor comes to its line."""
        if (group := self.group_around) is not None:
            record, key, line = self.current_id, self._column_key, self._line_of(group)
            self._row = self._row if line is None else line
            self.folded = self._folded ^ {group.key}
            self._announce(record, key)  # the cursor has left the record before anything was folded

    def fold_all(self) -> None:
        """Fold all groups; unfold them where all are folded."""
        if self._grouping is not None:
            keys = frozenset(self._grouping.places)
            self.folded = frozenset() if keys <= self._folded else keys

    def _line_of(self, group: CellValue | None) -> int | None:
        return self._rows.line_of_group(group.key) if group is not None and isinstance(self._rows, GroupedRows) else None

    def _find_unfolded(self, id: str) -> int | None:
        """The row of a record; where its group is folded, that is unfolded first."""
        row = self._rows.find(id, self._row)
        if row is None and isinstance(self._rows, GroupedRows) and self._grouping is not None:
            hits = (self._rows.frame["id"] == id).arg_true()
            if hits.len():
                self._folded -= set(self._grouping.keys_of(int(hits[0])))
                self._rows = self._grouped(self._grouping)
                self.hold(len(self._rows) + 1)
                self._forget_lines()
                self.refresh()
                row = self._rows.find(id, self._row)
        return row

    def ids_shown(self) -> list[str]:
        """The records in the order they stand on the screen; one that stands in several groups at its first place."""
        return list(dict.fromkeys(self._rows.ids_in_order()))

    @property
    def row_among_records(self) -> int:
        """The place of the record under the cursor in :meth:`ids_shown`; 0 on the line of a group."""
        current = self.current_id
        return self._row if not self.grouped else self.ids_shown().index(current) if current is not None else 0

    def places_of(self, rows: pl.Series) -> pl.Series:
        """Where so many of the rows shown stand on the screen, in order."""
        return self._rows.places_of(rows)

    # -- where the cursor is --------------------------------------------------------------------------------------

    @property
    def row_count(self) -> int:
        """How many rows are shown."""
        return len(self._rows)

    @property
    def record_count(self) -> int:
        """How many rows are found: those that are folded away as well, and none twice."""
        frame = self._rows.frame
        return frame.height if self._rows.order is None else self._rows.order.len()

    @property
    def row(self) -> int:
        """The index of the cursor's row among those shown."""
        return self._row

    @property
    def current_id(self) -> str | None:
        """The id of the record under the cursor; None when there are no rows."""
        return self._rows.id(self._row)

    @property
    def would_be_found_so(self) -> bool:
        """Whether who comes back to the record, column and line of the cursor finds everything as it is: no marks, nothing scrolled away.

        Under groups one folded, or a cursor on their lines, is not come back to.
        """
        in_window = 0 <= self.line_of_window < max(1, self._visible_rows) and not self._lent_now
        return in_window and not self.marks and not self.outside and self._wanted == self._column and self._grouping is None

    @property
    def columns_seen(self) -> Sequence[str]:
        """The keys of the columns that stand in the window, from left to right."""
        return [self._columns[place.index].key for place in self._laid_out().places]

    @property
    def first_column(self) -> Column | None:
        """The column the cursor begins in."""
        return self._columns[0] if self._columns else None

    @property
    def current_column(self) -> Column | None:
        """The column under the cursor."""
        return self._columns[self._column] if self._columns else None

    @property
    def selected_ids(self) -> tuple[str, ...]:
        """What an action acts on: the marked records among those shown, in their order; without such, the one under the cursor."""
        if marked := self._rows.ids_among(self._marks):
            return marked
        current = self.current_id
        return () if current is None else (current,)

    def cell_text(self) -> str:
        """The whole text of the cell under the cursor, with its line breaks; empty when there is none."""
        return self._whole_text(self.current_column)

    def text_in(self, key: str) -> str:
        """The whole text of the cursor's row in a column; empty when there is none."""
        return self._whole_text(next((column for column in self._columns if column.key == key), None))

    def cut_texts(self) -> list[str]:
        """“Title: text” of the cells of the cursor's row that stand in the window in part only, or not at all."""
        if self.current_id is None:
            return []
        seen = {self._columns[place.index].key: place.width for place in self._laid_out().places}
        whole = ((column, self._whole_text(column, brief=True).strip()) for column in self._columns)
        return [
            ": ".join(part for part in (self._words(column.title), text) if part)
            for column, text in whole
            if text and cell_len(printable(text)) > seen.get(column.key, 0)
        ]

    def answer_text(self) -> str:
        """What answers the table's question for the cursor's row; empty where no column does."""
        return self._whole_text(next((column for column in self._columns if column.answer), None), brief=True)

    def _whole_text(self, column: Column | None, *, brief: bool = False) -> str:
        if column is None or self.current_id is None:
            return ""
        values = self._rows.values(self._row)
        whole, short = full_text(column, values, self._words), (values[column.short] if column.short else None) or ""
        if brief:
            return short or whole
        return whole if short in whole else f"{short}\n{whole}"  # what the cell shows stands there in any case

    def cell_copy(self) -> str:
        """The cell under the cursor for the clipboard (see :func:`tui.widgets.cells.copy_text`); empty when there is none."""
        column = self.current_column
        return copy_text(column, self._rows.values(self._row), self._words) if column and self.current_id is not None else ""

    def row_texts(self, ids: Iterable[str]) -> Iterator[tuple[str, ...]]:
        """The cells of these records in the order shown, safe as fields of TSV (see :func:`tui.widgets.cells.export_text`).

        One after the other, of the rows as they are when it is called: it may be read in a thread.
        """
        rows, columns = self._rows.each(set(ids)), self._columns
        return (tuple(export_text(column, row, self._words) for column in columns) for row in rows)

    def cell_region(self, id: str, column_key: str) -> Region | None:
        """Where a cell stands on the terminal, to lay an editor over it; None when it is not on screen (see :meth:`go_to`)."""
        row = self._rows.find(id, self._row)
        if row is None or not 0 <= row - self._top < self._visible_rows:
            return None
        x, y, _, _ = self.content_region
        place = next((place for place in self._laid_out().places if self._columns[place.index].key == column_key), None)
        return Region(x + place.x, y + 1 + row - self._top, place.width, 1) if place else None

    # -- moving ---------------------------------------------------------------------------------------------------

    def step_record(self, by: int) -> bool:
        """To the next record above or below, past lines of groups; False where there is none."""
        beyond = range(self._row + by, len(self._rows) if by > 0 else -1, by)
        found = next((row for row in beyond if self._rows.id(row) is not None), None)
        if found is not None:
            self._place(found, self._column)
        return found is not None

    def move(self, rows: int, columns: int) -> None:
        """Move the cursor by so many rows and columns, as far as there are."""
        self._place(self._row + rows, self._column + columns)

    def page(self, pages: int) -> None:
        """Move by screens; the cursor keeps its line of the screen."""
        by = pages * self._page_rows
        self._place(self._row + by, self._column, top=self._top + by)

    def to_first_row(self) -> None:
        self._place(0, self._column)

    def to_last_row(self) -> None:
        self._place(len(self._rows) - 1, self._column)

    def to_first_column(self) -> None:
        self._place(self._row, 0)

    def to_last_column(self) -> None:
        self._place(self._row, len(self._columns) - 1)

    def go_to(self, id: str, column_key: str | None = None) -> bool:
        """Put the cursor on a record, and on a column if one is named; False when the record is not among those shown."""
        row = self._find_unfolded(id)
        if row is None:
            return False
        keys = [column.key for column in self._columns]
        self._place(row, keys.index(column_key) if column_key in keys else self._column)
        return True

    def go_back_to(self, ids: Iterable[str], column_key: str, line: int) -> None:
        """Put the cursor where somebody left it: on the first of these records that is shown, in its column, on its line of the window."""
        keys = [column.key for column in self._columns]
        if column_key in keys:
            self._place(self._row, keys.index(column_key))
        if any(map(self.go_to, ids)):
            self._line_left = line
            self._to_line_left()

    def _to_line_left(self) -> None:
        """Scroll so that the cursor is on the line it was left on; where nothing is laid out yet, the first resize does it."""
        if self._line_left is not None and self._visible_rows:
            line, self._line_left = self._line_left, None
            self.scroll_to_line(self._row - line)
            self._reveal()

    def go_to_row(self, row: int) -> None:
        """Put the cursor on a row by its index among those shown."""
        self._place(row, self._column)

    def toggle_mark(self) -> None:
        """Mark the record under the cursor, or take its mark away."""
        if (current := self.current_id) is not None:
            self.marks = self._marks ^ {current}

    def mark_all(self, ids: Iterable[str]) -> None:
        """Mark these records as well."""
        self.marks = self._marks | set(ids)

    def clear_marks(self) -> None:
        self.marks = ()

    def _place(self, row: int, column: int, top: int | None = None) -> None:
        """Put the cursor somewhere, scroll so that it is seen, and repaint no more than that asks for."""
        row = max(0, min(row, len(self._rows) - 1))
        column = max(0, min(column, len(self._columns) - 1))
        record, key, old_row = self.current_id, self._column_key, self._row
        before = (self._top, self._laid_out())
        self._row, self._column = row, column
        if top is not None:
            self.scroll_to_line(top)
        self._reveal()
        if (self._top, self._laid_out()) == before and (record, key) != (self.current_id, self._column_key):
            for changed in {old_row, row}:
                self._repaint_row(changed)
        self._upwards = row < old_row
        self._ahead.stir()
        self._announce(record, key)

    def _announce(self, record: str | None, key: str | None) -> None:
        if self.is_attached and (self.current_id, self._column_key) != (record, key):
            self.post_message(self.CursorMoved(self, self.current_id, self._column_key))

    @property
    def _column_key(self) -> str | None:
        column = self.current_column
        return column.key if column else None

    # -- scrolling ------------------------------------------------------------------------------------------------

    def _reveal(self) -> None:
        """Scroll no more than it takes to see the cursor's cell whole."""
        if not self._visible_rows or not self._columns:
            return  # not laid out yet; the first resize does it
        under_its_line = self._visible_rows > 1 and self._rows.group(self._row - 1) is not None
        top = min(max(self._top, self._row - self._visible_rows + 1), self._row - under_its_line)
        if top != self._top:
            self.scroll_to_line(top)
        self._want(self._column)

    def _want(self, column: int) -> None:
        """Have a column shown."""
        if column != self._wanted:
            before, self._wanted, self._layout = self._laid_out(), column, None
            if before != self._laid_out():
                self._forget_lines()
                self.refresh()

    def on_mount(self) -> None:
        self._announce(None, None)

    def on_resize(self) -> None:
        """Rows scrolled away for a message or a side are there again when that gives its room back, if nobody has moved meanwhile."""
        self._to_line_left()  # what was drawn in another width is forgotten when it is drawn again
        if lent := self._lent_now:
            self.scroll_to_line(self._top - lent)
        before = self._top
        self._reveal()
        self._lent, self._lent_at = self._top - before, (self._row, self._top)

    @property
    def _lent_now(self) -> int:
        """By how many rows the table is scrolled only because it has less room than before."""
        return max(0, self._lent) if self._lent_at == (self._row, self._top) else 0

    @property
    def line_with_all_rows(self) -> int:
        """Which row of the window the cursor is on, or would be if nothing had taken rows of the table meanwhile."""
        return self.line_of_window + self._lent_now

    @on(events.MouseScrollDown)
    @on(events.MouseScrollUp)
    @on(events.MouseScrollRight)
    @on(events.MouseScrollLeft)
    def _turn_wheel(self, event: events.MouseEvent) -> None:
        """Scroll without moving the cursor; with shift or ctrl to the next column out of sight."""
        event.stop()
        event.prevent_default()  # Textual's own scrolls sideways by cells
        by = 1 if isinstance(event, events.MouseScrollDown | events.MouseScrollRight) else -1
        if event.shift or event.ctrl or isinstance(event, events.MouseScrollRight | events.MouseScrollLeft):
            shown, start = self._laid_out().shown, self._column if self._wanted is None else self._wanted
            beyond = range(start + by, len(self._columns) if by > 0 else -1, by)
            self._want(next((column for column in beyond if column not in shown), start))
        else:
            self.scroll_to_line(self._top + by * _WHEEL_LINES)

    def on_focus(self) -> None:
        self._just_focused = True  # the click that brings the focus must not open an editor

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        focused, self._just_focused = self._just_focused, False
        if offset is None or not self._columns:
            return
        hit = next((p.index for p in self._laid_out().places if p.x <= offset.x <= p.x + p.width), None)
        if offset.y == 0:
            edge = edge_at(self._laid_out(), offset.x)
            if self._dragged:
                self._dragged = False
            elif edge is not None and event.chain > 1:
                self.forget_width(edge)
            elif hit is not None:
                self.post_message(self.SortRequested(self, self._columns[hit]))
            return
        row = self._top + offset.y - 1
        if row >= len(self._rows):
            return
        at_cursor = (row, hit) == (self._row, self._column)
        self._place(row, self._column if hit is None else hit)
        if at_cursor and (event.chain > 1 or not focused):
            self.post_message(self.Activated(self, self.current_id, self._column_key))
