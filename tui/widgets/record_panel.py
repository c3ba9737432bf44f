"""All fields of one record, references as names; a reference can be followed, a field edited."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import ClassVar, Final

import attrs
from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip

from tui.model.addresses import for_terminal
from tui.model.text import printable
from tui.terminal.hyperlinks import takes_links
from tui.widgets.breaking import row_ends
from tui.widgets.line_scroll import LineScroll

_AWAITED: Final = "…"
_DIM: Final = Style(dim=True)
_INDENT: Final = 3
"""Cells before what has no label of its own."""
_LABEL_PART: Final = 3
"""The part of the panel, one in so many, that is left free below a label."""


@attrs.frozen
class PanelLine:
    """One line of the panel: label and text in the user's language; where Enter leads.

    ``target`` is the (table, id) of a reference; ``field`` the TOML key of a field that can be edited.
    ``mark`` stands before the label: ``*`` of what is not saved, ``△`` of a draft.
    """

    label: str
    text: str
    target: tuple[str, str] | None = None
    field: str | None = None
    mark: str = ""
    heading: bool = False
    unfolds: bool = False
    """Whether Enter shows or hides what the line stands for."""
    link: str = ""
    """The address the text is a link to, for the terminal to open; the program never does."""
    brief: str = ""
    """What is said where the text is too long for one row, cut with … where it is too long itself: such a line has one row."""
    also: tuple[str, ...] = ()
    """Other fields that what it says hangs on."""


@attrs.frozen
class _Row:
    """One line of the screen: which of the lines it belongs to, and its pieces."""

    of: int
    pieces: tuple[tuple[str, Style], ...]


class RecordPanel(LineScroll, can_focus=True, inherit_bindings=False):
    """The lines of the current record; holds no plan data, only what is shown.

    Drawn by itself and not by a list of options: that lays the whole screen out for each record the cursor comes to.
    """

    ALLOW_SELECT = False
    BINDINGS = [
        Binding("down,j", "step(1)", show=False),
        Binding("up,k", "step(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "choose", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"panel--highlighted", "panel--heading"}
    DEFAULT_CSS = """
    RecordPanel {
        height: 1fr; color: $foreground; background: $surface;
        overflow-x: hidden; overflow-y: auto; scrollbar-gutter: stable; scrollbar-size-vertical: 1;
        & > .panel--heading { color: $text-muted; }
        & > .panel--highlighted { color: $foreground; background: $block-cursor-blurred-background; }
        &:focus {
            background-tint: $foreground 5%;
            & > .panel--highlighted {
                color: $block-cursor-foreground; background: $block-cursor-background; text-style: $block-cursor-text-style;
            }
        }
    }
    """

    class Chosen(Message):
        """Somebody pressed Enter on a line, or clicked on it."""

        def __init__(self, line: PanelLine) -> None:
            super().__init__()
            self.line = line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.lines_shown: tuple[PanelLine, ...] = ()
        self._highlighted: int | None = None
        self._rows: list[_Row] = []
        self._broken_at = 0  # the width they were broken at
        self._broken: dict[PanelLine, tuple[tuple[tuple[str, Style], ...], ...]] = {}
        self._awaited: frozenset[int] = frozenset()
        self._first: list[int] = []  # the first row of each line
        self._styles: tuple[Style, Style, Style] | None = None

    # -- what is shown --------------------------------------------------------------------------------------------

    def show(self, lines: Sequence[PanelLine]) -> None:
        """Show the lines; while somebody is in the panel the highlight stays on its row if it can."""
        new = tuple(lines)
        self._await(frozenset())
        if new == self.lines_shown:
            return
        self.lines_shown = new
        row = self._highlighted
        self._highlighted = None
        self._break_lines()
        if row is not None and row < len(new) and self.has_focus:
            self.highlighted = row
        else:
            self.scroll_to_line(0)
        self.refresh()

    def say_awaited(self, changed: Collection[str]) -> None:
        """Have the first cell of the lines of these fields, and of what is empty, say that they are from before an edit."""
        fields = frozenset[str | None](changed)
        self._await(
            frozenset(n for n, line in enumerate(self.lines_shown) if line.unfolds or not fields.isdisjoint((line.field, *line.also)))
        )

    @property
    def awaited(self) -> frozenset[str]:
        """The fields whose lines say so."""
        return frozenset(line.field for n, line in enumerate(self.lines_shown) if n in self._awaited and line.field)

    def _await(self, lines: frozenset[int]) -> None:
        changed, self._awaited = lines ^ self._awaited, lines
        for line in changed:
            self._repaint(line)

    @property
    def highlighted(self) -> int | None:
        """The index of the line Enter acts on; None while nobody was in the panel."""
        return self._highlighted

    @highlighted.setter
    def highlighted(self, line: int | None) -> None:
        if line == self._highlighted or (line is not None and self.lines_shown[line].heading):
            return
        for changed in (self._highlighted, line):
            self._repaint(changed)
        self._highlighted = line
        if line is not None and self.size.height and line < len(self._first):
            top, first, end = int(self.scroll_offset.y), self._first[line], self._end(line)
            self.scroll_to_line(min(max(top, end - self.size.height), first))

    def _end(self, line: int) -> int:
        """The row after the last one of a line."""
        return self._first[line + 1] if line + 1 < len(self._first) else len(self._rows)

    def _repaint(self, line: int | None) -> None:
        if line is not None and line < len(self._first):
            first = self._first[line]
            self.refresh(Region(0, first - int(self.scroll_offset.y), self.size.width, self._end(line) - first))

    # -- keys and mouse -------------------------------------------------------------------------------------------

    def action_step(self, by: int) -> None:
        """To the next line one can act on; from the last to the first. A line longer than the panel is gone through row by row first."""
        if self._scrolls_within(by):
            return
        count = len(self.lines_shown)
        here = self._highlighted if self._highlighted is not None else (-1 if by > 0 else 0)
        for step in range(1, count + 1):
            line = (here + by * step) % count
            if not self.lines_shown[line].heading:
                self.highlighted = line
                return

    def _scrolls_within(self, by: int) -> bool:
        """Scroll by a row where the line under the highlight goes on beyond the edge; whether it did."""
        line, top, height = self._highlighted, int(self.scroll_offset.y), self.size.height
        if line is None or line >= len(self._first):
            return False
        beyond = self._end(line) > top + height if by > 0 else self._first[line] < top
        if beyond:
            self.scroll_to_line(top + by)
            self.refresh()
        return beyond

    def action_page(self, by: int) -> None:
        """A screen further."""
        if self._highlighted is None or not self._rows:
            self._to(0 if by < 0 else len(self.lines_shown) - 1, by)
            return
        row = min(max(self._first[self._highlighted] + by * self.size.height, 0), len(self._rows) - 1)
        self._to(self._rows[row].of, by)

    def action_first(self) -> None:
        self._to(0, 1)

    def action_last(self) -> None:
        self._to(len(self.lines_shown) - 1, -1)

    def _to(self, line: int, by: int) -> None:
        """To a line, or where that is a heading to the next one beyond it, else to the one before."""
        count = len(self.lines_shown)
        order = [*range(line, count if by > 0 else -1, by), *range(line, -1 if by > 0 else count, -by)]
        for candidate in order:
            if 0 <= candidate < count and not self.lines_shown[candidate].heading:
                self.highlighted = candidate
                return

    def action_choose(self) -> None:
        if self._highlighted is not None:
            self.post_message(self.Chosen(self.lines_shown[self._highlighted]))

    def on_focus(self) -> None:
        if self._highlighted is None and self.lines_shown:
            self.action_first()

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        row = int(self.scroll_offset.y) + offset.y if offset is not None else len(self._rows)
        if row < len(self._rows) and not self.lines_shown[self._rows[row].of].heading:
            self.highlighted = self._rows[row].of
            self.action_choose()

    # -- drawing --------------------------------------------------------------------------------------------------

    def on_resize(self) -> None:
        if self.scrollable_content_region.width == self._broken_at:
            self.hold(len(self._rows))  # only higher or lower
        else:
            self._break_lines()

    # -- its scrollbar --------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        self.watch(self.vertical_scrollbar, "window_virtual_size", self._tell_bar, init=False)  # whoever tells it how many rows there are

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        if bool(old_value) != bool(new_value):
            self._tell_bar()

    def _tell_bar(self) -> None:
        """Have the bar say, at the beginning of the lines, how many pages there are: with another one for each record each move over a
        table would send it too."""
        rows, height, bar = len(self._rows), self.container_size.height, self.vertical_scrollbar
        told = rows if self.scroll_offset.y or not height else -(-rows // height) * height
        if self.show_vertical_scrollbar and bar.window_virtual_size != told:
            bar.window_virtual_size = told

    def notify_style_update(self) -> None:
        """Textual calls this when the theme or the focus has changed."""
        super().notify_style_update()
        self._styles = None

    def _break_lines(self) -> None:
        """Break the lines at the panel's width; those that stood there already are broken."""
        width = self.scrollable_content_region.width
        known = self._broken if width == self._broken_at else {}
        self._rows, self._first, self._broken, self._broken_at = [], [], {}, width
        if width > 0:
            for index, line in enumerate(self.lines_shown):
                rows = self._broken[line] = known.get(line) or tuple(_broken_line(line, width))
                self._first.append(len(self._rows))
                self._rows += (_Row(index, pieces) for pieces in rows)
        self.hold(len(self._rows))

    def draw_lines(self, rows: Iterable[int]) -> list[Strip]:
        top = int(self.scroll_offset.y)
        return [self._line(top + y, self.size.width) for y in rows]

    def _line(self, index: int, width: int) -> Strip:
        if self._styles is None:
            part = self.get_component_rich_style
            self._styles = (self.rich_style, part("panel--heading"), part("panel--highlighted"))
        plain, heading, highlighted = self._styles
        if index >= len(self._rows):
            return Strip.blank(width, plain)
        row = self._rows[index]
        ground = heading if self.lines_shown[row.of].heading else highlighted if row.of == self._highlighted else plain
        strip = Strip([Segment(text, ground + style) for text, style in row.pieces])
        if row.of in self._awaited and index == self._first[row.of]:
            strip = Strip([Segment(_AWAITED, ground), *strip.crop(1, strip.cell_length)])
        return strip.adjust_cell_length(width, ground)


def _in_its_row(line: PanelLine, width: int) -> PanelLine:
    """The line as it is said in a panel so wide: one that has a shorter text fits into its row."""
    if not line.brief:
        return line
    room = width - sum(cell_len(text) for text, _ in _pieces(attrs.evolve(line, text="")))
    if cell_len(printable(line.text)) <= room:
        return line
    brief = printable(line.brief)
    return attrs.evolve(line, text=brief if cell_len(brief) <= room else set_cell_size(brief, max(0, room - 1)).rstrip() + "…")


def _pieces(line: PanelLine) -> list[tuple[str, Style]]:
    """The words of a line with what sets them apart."""
    if line.heading:
        return [(f"── {line.label} ──", Style())]
    if line.unfolds:
        return [(f" {line.text}", _DIM)]
    label = f"{line.mark or ' '}{printable(line.label)}: " if line.label else " " * _INDENT
    return [
        (label, _DIM),
        (printable(line.text), _linked(line.link) if line.link and takes_links() else Style()),
        (" →" if line.target else "", Style()),
    ]


@lru_cache(maxsize=256)
def _linked(address: str) -> Style:
    """The style of a link; the same one each time, since every new one would be another link to the terminal."""
    return Style(link=for_terminal(address), underline=True)


def _broken_line(line: PanelLine, width: int) -> Iterator[tuple[tuple[str, Style], ...]]:
    """A line in rows: what follows the first stands under the value, or where the label takes much of the panel a little further in."""
    pieces = _pieces(_in_its_row(line, width))
    if line.heading or line.unfolds:
        return _broken(pieces, width, 1)
    label = cell_len(pieces[0][0])
    return _broken(pieces, width, label if label <= width // _LABEL_PART else _INDENT)


def _broken(pieces: Sequence[tuple[str, Style]], width: int, hanging: int) -> Iterator[tuple[tuple[str, Style], ...]]:
    """Pieces in rows of at most ``width`` cells, broken between words where there is a space; rows after the first are indented."""
    text = "".join(piece for piece, _ in pieces)
    hanging = hanging if width >= _LABEL_PART * hanging else 0
    for start, end in row_ends(text, width, hanging):
        row, at = [(" " * hanging, Style())] if start and hanging else [], 0
        for piece, style in pieces:
            part = piece[max(0, start - at) : max(0, end - at)]
            at += len(piece)
            if part:
                row.append((part, style))
        yield tuple(row)
