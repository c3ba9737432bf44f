"""The lines of a table as strips: header, rows and the words for an empty table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

import attrs
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tui.frames.tables.cell_values import CellValue
from tui.frames.tables.columns import Column, Tone
from tui.frames.tables.drawn_cell import DrawnCell, drawn_cell
from tui.i18n.words import Words
from tui.model.text import printable
from tui.widgets.cells import fit, fit_both, fit_number, header_text
from tui.widgets.column_layout import Layout
from tui.widgets.twins import fit_apart

GUTTER: Final = 2
"""Cells before the first column: the mark, then the pointer of the cursor's row."""
CURSOR_GLYPH: Final = "▸"
MARK_GLYPH: Final = "●"
OUTSIDE_GLYPH: Final = "~"
FOLDED_GLYPH: Final = "▸"
UNFOLDED_GLYPH: Final = "▾"
CHANGED_GLYPH: Final = "*"
DRAFT_GLYPH: Final = "△"
MORE = "›"
"""Stands in the header where columns are out of sight."""

_PARTS = ("header", "cursor-row", "cursor", "mark", "changed", "empty", "group")
COMPONENTS: Final = {f"ft--{part}" for part in (*_PARTS, *Tone)}

# Without colours (NO_COLOR) and with the terminal's own sixteen the cursor's row is reversed: nothing else is certain to be seen.
STYLES: Final = """
FrameTable {
    height: 1fr; background: $surface; color: $foreground;
    overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
    & > .ft--header { background: $panel; color: $text-muted; }
    &:focus > .ft--header { color: $foreground; text-style: bold; }
    & > .ft--cursor-row { background: $primary 40%; }
    & > .ft--cursor { background: $primary 60%; color: $foreground; text-style: bold underline; }
    & > .ft--mark { color: $text-accent; text-style: bold; }
    & > .ft--changed { text-style: italic; }
    & > .ft--empty { color: $text-muted; }
    & > .ft--group { background: $panel; text-style: bold; }
    & > .ft--good { color: $text-success; }
    & > .ft--close, & > .ft--wait { color: $text-secondary; }
    & > .ft--warn { color: $text-warning; }
    & > .ft--bad { color: $text-error; text-style: bold; }
    & > .ft--muted { color: $text-muted; }
    &:blur > .ft--cursor-row { background: $primary 20%; }
    &:blur > .ft--cursor { background: $primary 30%; }
    &:ansi, &:nocolor {
        & > .ft--header { text-style: underline; }
        &:focus > .ft--header { text-style: bold underline; }
        & > .ft--cursor-row { background: $surface; text-style: reverse; }
        & > .ft--cursor { background: $surface; color: $foreground; text-style: bold underline reverse; }
        & > .ft--muted, & > .ft--empty { color: $foreground; text-style: dim; }
    }
    &:ansi:blur, &:nocolor:blur {
        & > .ft--cursor-row { background: $surface; text-style: bold; }
        & > .ft--cursor { background: $surface; color: $foreground; text-style: bold underline; }
    }
}
"""


@attrs.frozen
class Palette:
    """The styles of one theme and focus state, worked out once: asking Textual for them costs more than drawing a line."""

    row: Style
    cursor_row: Style
    cursor: Style
    header: Style
    empty: Style
    mark: Style
    changed: Style
    group: Style
    tones: Mapping[Tone, Style]

    @classmethod
    def of(cls, widget: Widget) -> Palette:
        """The styles of a widget with the component classes ``ft--…``."""

        def whole(name: str) -> Style:
            return widget.get_component_rich_style(f"ft--{name}")

        def letters(name: str) -> Style:
            """What a class does to letters: its colour as blended with the ground, its text style, never its ground."""
            partial = widget.get_component_rich_style(f"ft--{name}", partial=True)
            color = whole(name).color if partial.color is not None else None
            return partial.without_color + Style(color=color)

        return cls(
            row=widget.rich_style,
            cursor_row=whole("cursor-row"),
            cursor=whole("cursor"),
            header=whole("header"),
            empty=whole("empty"),
            mark=letters("mark"),
            changed=letters("changed"),
            group=whole("group"),
            tones={tone: letters(tone.value) for tone in Tone},
        )


_NOTHING_AWAITED: Final[Mapping[str, str]] = {}


@attrs.frozen
class LineState:
    """What makes two lines of one record look different; the key of a line already drawn."""

    index: int
    cursor_column: int | None
    """The column under the cursor; None when the cursor is on another row."""
    marked: bool
    outside: bool = False
    """Whether the row is shown though it no longer belongs there."""


class _Runs:
    """Segments of a line under construction; neighbours of one style become one, which is fewer bytes."""

    def __init__(self) -> None:
        self._parts: list[tuple[list[str], Style]] = []
        self.cells = 0

    def add(self, text: str, style: Style) -> None:
        self.cells += cell_len(text)
        if self._parts and self._parts[-1][1] == style:
            self._parts[-1][0].append(text)
        else:
            self._parts.append(([text], style))

    def strip(self, room: int, ground: Style, width: int, beyond: Style) -> Strip:
        """The line in ``room`` cells, and to ``width`` in the style of what is beyond (the scrollbar's place)."""
        self.add(" " * (room - self.cells), ground)
        line = Strip([Segment("".join(texts), style) for texts, style in self._parts], self.cells)
        return line.crop(0, room).adjust_cell_length(width, beyond)


@attrs.frozen(kw_only=True)
class Lines:
    """Draws the lines of a table whose ``columns`` are laid out within ``room`` of ``width`` cells."""

    palette: Palette
    words: Words
    columns: Sequence[Column]
    layout: Layout
    room: int
    width: int
    answered: bool
    """Whether a column answers the question of the table: nothing in a row is brighter than it."""
    alike: Callable[[], Mapping[str, int]] = dict
    """By name how many of its first characters another row's has too; asked when a name must be cut."""

    def header(self, order: tuple[str, bool] | None) -> Strip:
        """The titles, the arrow of the sort order, and ``›`` where columns are out of sight."""
        text = " " * GUTTER
        for place in self.layout.places:
            column = self.columns[place.index]
            descending = order[1] if order and order[0] == column.key else None
            text += " " * (place.x - cell_len(text))
            text += header_text(self.words(column.title), column.align, place.width, descending)
            text += MORE if place.index in self.layout.gaps else " "
        runs = _Runs()
        runs.add(set_cell_size(text, self.room), self.palette.header)
        return runs.strip(self.room, self.palette.header, self.width, self.palette.header)

    def row(
        self,
        values: Mapping[str, Any],
        state: LineState,
        marked: Mapping[str, Collection[str]],
        awaited: Mapping[str, str] = _NOTHING_AWAITED,
    ) -> Strip:
        """One record; ``marked`` has by glyph its fields, or keys of columns, that are not saved yet or in which a draft waits.

        What no column shows, and ``""`` for all of it, is marked at the first. ``awaited`` has by key of a column what is drawn in its
        cell in place of a value that is no longer that of the record.
        """
        palette = self.palette
        at_cursor = state.cursor_column is not None
        ground = palette.cursor_row if at_cursor else palette.row
        runs = _Runs()
        mark = MARK_GLYPH if state.marked else OUTSIDE_GLYPH if state.outside else " "
        if mark != " " or at_cursor:
            runs.add(mark + (CURSOR_GLYPH if at_cursor else " "), ground + palette.mark)
        else:
            runs.add(" " * GUTTER, ground)
        marked = {glyph: fields for glyph, fields in marked.items() if fields}
        shown = {name for column in self.columns for name in (column.key, column.field, *column.also)} if marked else set()
        elsewhere = "".join(glyph for glyph, fields in marked.items() if not shown.issuperset(fields))
        for place in self.layout.places:
            column = self.columns[place.index]
            glyphs = "".join(glyph for glyph, fields in marked.items() if column.shows_any(fields))
            if place.index == 0:
                glyphs += "".join(glyph for glyph in elsewhere if glyph not in glyphs)
            if place.x > runs.cells:
                runs.add(" " * (place.x - runs.cells), ground)
            over = palette.cursor if place.index == state.cursor_column else None
            text = awaited.get(column.key)
            cell = drawn_cell(column, values, self.words) if text is None else DrawnCell(printable(text))
            self._cell(runs, column, values, cell, place.width, glyphs, ground, over, at_cursor)
            if runs.cells <= place.x + place.width:
                runs.add(" ", ground)
        return runs.strip(self.room, ground, self.width, palette.row)

    def group(self, group: CellValue, figures: Mapping[str, str], state: LineState, *, folded: bool) -> Strip:
        """The line of a group: its name and how many rows it has, and below the titles of numbers what these come to.

        The name gives way to the numbers, the number of rows to nothing.
        """
        palette = self.palette
        at_cursor = state.cursor_column is not None
        ground = palette.cursor_row + Style(bold=True) if at_cursor else palette.group
        runs = _Runs()
        runs.add((" " + CURSOR_GLYPH) if at_cursor else " " * GUTTER, ground + palette.mark if at_cursor else ground)
        shown = [place for place in self.layout.places if self.columns[place.index].key in figures and place.index]
        starts = (place.x + min(0, place.width - cell_len(figures[self.columns[place.index].key])) for place in shown)
        end = min(starts, default=self.room + 1) - 1
        count = f" ({self.words.number(group.count)})"
        name = f"{FOLDED_GLYPH if folded else UNFOLDED_GLYPH} {printable(group.label)}"
        room = max(0, end - GUTTER - cell_len(count))
        name = fit(name, room).rstrip() if cell_len(name) > room else name
        tone = palette.tones[group.tone] if group.tone is not None and not at_cursor else None
        runs.add(name[:2], ground)
        runs.add(name[2:3], ground + tone if tone is not None else ground)
        runs.add(name[3:] + count, ground)
        for place in shown:
            figure = figures[self.columns[place.index].key]
            edge = place.x + place.width if self.columns[place.index].align == "right" else place.x + cell_len(figure)
            start = edge - cell_len(figure)
            if runs.cells < start and edge <= self.room:  # a number is whole, or it is not there
                runs.add(" " * (start - runs.cells) + figure, ground)
        return runs.strip(self.room, ground, self.width, palette.row)

    def _cell(
        self,
        runs: _Runs,
        column: Column,
        values: Mapping[str, Any],
        cell: DrawnCell,
        width: int,
        glyphs: str,
        ground: Style,
        over: Style | None,
        at_cursor: bool,
    ) -> None:
        """One cell; ``glyphs`` say what is not saved in it, ``over`` is the style of the cursor where it stands there.

        Nothing is faint in the row of the cursor, which is the strongest thing.
        """
        tones = self.palette.tones
        if column is self.columns[0]:
            cell = self._told_apart(cell, column, values, width - cell_len(glyphs))
        if glyphs:
            whole = over or (ground + tones[cell.tone] if cell.tone else ground)
            if _is_number(column, cell.text):
                gap = cell_len(cell.text + cell.tail + glyphs) > width  # a glyph may stand in the space before the next column
                drawn = "".join(fit_number(cell.text, cell.tail, width + gap, glyphs))
            else:
                drawn = _starred(cell.text + cell.tail, width, column.align, glyphs)
            runs.add(drawn, whole + self.palette.changed)
            return
        text, tail = fit_both(cell.text, cell.tail, width, column.align)
        if _is_number(column, cell.text) and (text.strip() != cell.text or (cell.tail and not tail.strip(" …"))):
            text, tail = fit_number(cell.text, cell.tail, width)
        if over is not None:
            runs.add(text + tail, over)
            return
        if self.answered:
            cell = cell.below_the_answer() if not column.answer else cell.as_the_answer()
        for piece, tone in cell.pieces(text, tail):
            runs.add(piece, ground if tone is None or (at_cursor and tone is Tone.MUTED) else ground + tones[tone])

    def _told_apart(self, cell: DrawnCell, column: Column, values: Mapping[str, Any], width: int) -> DrawnCell:
        """The name of a row: where it must be cut and another row's begins alike, its middle is left out."""
        room, name = width - cell_len(cell.tail), values[column.text or column.key]
        if cell_len(cell.text) <= room or not isinstance(name, str) or not (shared := self.alike().get(name, 0)):
            return cell
        name = printable(name)
        before = cell.text.removesuffix(name)  # a glyph
        return attrs.evolve(cell, text=before + fit_apart(name, max(0, room - cell_len(before)), shared).rstrip())

    def blank(self) -> Strip:
        """A line below the last row."""
        return Strip.blank(self.width, self.palette.row)

    def notice(self, text: str, y: int, height: int) -> Strip:
        """Line ``y`` of the ``height`` lines in the middle of which words stand."""
        words = self._wrapped(text)
        place = y - max(0, height - len(words)) // 2
        if not 0 <= place < len(words):
            return self.blank()
        line = fit(words[place], min(cell_len(words[place]), self.room))
        runs = _Runs()
        runs.add(" " * ((self.room - cell_len(line)) // 2), self.palette.row)
        runs.add(line, self.palette.empty)
        return runs.strip(self.room, self.palette.row, self.width, self.palette.row)

    def _wrapped(self, text: str) -> list[str]:
        """Words broken into lines that leave some room at both sides."""
        room, lines = max(1, self.room - 4), []
        for paragraph in text.splitlines():
            line = ""
            for word in printable(paragraph).split():
                if line and cell_len(line) + 1 + cell_len(word) > room:
                    lines.append(line)
                    line = ""
                line = f"{line} {word}".lstrip()
            lines.append(line)
        return lines


def _is_number(column: Column, text: str) -> bool:
    """Whether a cell holds a number, with or without a sign before it, and no words: a part of it would read as another one."""
    return column.align == "right" and any(map(str.isdigit, text)) and not any(map(str.isalpha, text))


def _starred(text: str, width: int, align: str, glyphs: str) -> str:
    """A cell that is not saved yet, or in which a draft waits: the glyph that says so is never cut away."""
    room = width - cell_len(glyphs)
    if align == "right":
        return fit(text, room, align) + glyphs
    return fit((text if cell_len(text) <= room else fit(text, room).rstrip()) + glyphs, width)
