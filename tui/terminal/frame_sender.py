"""Frames sent by their differences: of each only the cells that changed.

Textual paints a whole widget again when a list scrolls by one row. Here the frame it would paint is compared with what the
terminal shows. The setting ``wire = "plain"`` and the environment's ``KEHOACH_WIRE=plain`` leave everything to Textual; so
does a Textual that is not as expected (:mod:`tui.terminal.textual_internals`), and a fault of ours.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.console import RenderableType
from textual import events
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from tui.config import Config
from tui.terminal.cells import MOST_STYLES, Cell, Cells, any_wide, mended
from tui.terminal.composing import Piece
from tui.terminal.cursor import fills_with_background
from tui.terminal.frame_diff import Frame, Line
from tui.terminal.kept_page import lines_of, runs_of
from tui.terminal.textual_internals import frames, private_names
from tui.terminal.textual_internals.application import write
from tui.terminal.textual_internals.frames import FramedApp

if TYPE_CHECKING:
    from tui.start.early_cursor import Part
    from tui.start.first_page import Page, Run

_MOST_STRIPS: Final = 1024
_MOST_SEGMENTS: Final = 4096
_ARRIVES_WHOLE: Final = 400
"""A shorter picture comes in one packet: there is nothing a terminal would have to hold back."""
_TOLD_AT_START: Final = 2
"""Textual tells the app its size and the driver that of the terminal; a first frame may be there by then, and is right."""
_FEWEST_LINES: Final = 4
"""A block of fewer lines is not looked for among what may have moved."""


class Painter:
    """Turns Textual's updates into what is to be sent."""

    def __init__(self, app: App[Any], environ: Mapping[str, str] = os.environ) -> None:
        self._app = app
        self._fills = fills_with_background(environ)
        self._cells = Cells()
        self._frame: Frame | None = None
        self._by_strip: dict[int, tuple[Strip, list[Cell], bool]] = {}
        self._by_segment: dict[tuple[str, str, str], list[Cell]] = {}

    def forget(self) -> None:
        """Nothing is known of what the terminal shows: the next frame is sent whole."""
        self._frame = None

    @property
    def frame(self) -> Frame | None:
        """What the terminal shows; None when that is not known."""
        return self._frame

    def begin_with(self, page: Page, over: Sequence[Part] = ()) -> None:
        """Go on from a page that the terminal shows already, with parts that were laid over it."""
        width, height = self._app.size
        frame = Frame(self._cells, width, height, fills=self._fills)
        frame.lines = lines_of(page, self._cells, width, over)
        self._frame = frame if frame.lines is not None and len(frame.lines) == height else None

    def runs(self, strip: Strip) -> list[Run] | None:
        """A strip as text and codes; None where there is a link on it."""
        return runs_of(self._of(strip)[0], self._cells)

    def make_ready(self, strip: Strip) -> None:
        """Make the cells of a strip now, which is shown later."""
        self._of(strip)

    def pictured(self, screen: Screen[Any]) -> Frame | None:
        """What a terminal shows that is sent the whole of a screen; None when that is not known. Nothing is sent."""
        pieces = frames.pieces(frames.whole(screen))
        if pieces is None:
            return None
        frame = Frame(self._cells, *self._app.size, fills=self._fills)
        frame.lines = [self._line(frame, y, pieces.get(y, [])) for y in range(frame.height)]
        return frame

    def paint(self, screen: Screen[Any], update: object) -> str | None:
        """What to send for an update; None when it is not one of those that are known."""
        pieces = frames.pieces(update)
        if pieces is None:
            return None
        width, height = self._app.size
        frame = self._frame
        if frame is None or (frame.width, frame.height) != (width, height) or len(self._cells.styles) > MOST_STYLES:
            if len(self._cells.styles) > MOST_STYLES:
                self._cells = Cells()
                self._by_strip.clear()
                self._by_segment.clear()
            frame = Frame(self._cells, width, height, fills=self._fills)
            if not frames.is_whole(update):
                pieces = frames.pieces(frames.whole(screen)) or {}
            pieces = {y: pieces.get(y, []) for y in range(height)}
        self._frame = None  # should anything go wrong half-way, nothing is known
        wanted = {y: self._line(frame, y, line) for y, line in pieces.items() if y < height}
        data = frame.show(wanted, frames.cursor_of(self._app), _blocks(pieces))
        self._frame = frame
        return data

    def _line(self, frame: Frame, y: int, pieces: list[Piece]) -> Line:
        line = [self._cells.plain_blank] * frame.width if frame.lines is None else frame.lines[y].copy()
        mend = False
        for x, end, strip, skip in pieces:
            cells, wide = self._of(strip)
            if skip or len(cells) > end - x:
                cells = cells[skip : skip + end - x]
            mend = mend or wide or len(cells) < end - x
            line[x : x + len(cells)] = cells
        del line[frame.width :]
        return mended(line, self._cells) if mend or (self._cells.any_wide and any_wide(line)) else line

    def _of(self, strip: Strip) -> tuple[list[Cell], bool]:
        """The cells of a strip, and whether there are wide characters among them. Textual keeps strips, so we keep their cells."""
        known = self._by_strip.get(id(strip))
        if known is not None:
            return known[1], known[2]
        out: list[Cell] = []
        for key in frames.segments(strip, self._app):
            cells = self._by_segment.get(key)
            if cells is None:
                if len(self._by_segment) >= _MOST_SEGMENTS:
                    self._by_segment.clear()
                cells = self._by_segment[key] = self._cells.written(*key)
            out += cells
        if len(self._by_strip) >= _MOST_STRIPS:
            self._by_strip.clear()
        wide = self._cells.any_wide and any_wide(out)
        self._by_strip[id(strip)] = (strip, out, wide)
        return out, wide


def _blocks(pieces: Mapping[int, list[Piece]]) -> list[tuple[int, int]]:
    """The columns in which several lines are given: the widgets whose lines may have moved."""
    counted: dict[tuple[int, int], int] = {}
    for line in pieces.values():
        for x, end, _, _ in line:
            counted[x, end] = counted.get((x, end), 0) + 1
    return [columns for columns, lines in counted.items() if lines >= _FEWEST_LINES]


class FrameSender(FramedApp, inherit_bindings=False):
    """An application whose frames are sent by their differences."""

    config: Config
    _painter: Painter | None = None
    _left_to_textual = False
    _sizes_told = 0

    @property
    def takes_pieces(self) -> bool:
        return self._painter is not None

    def make_ready(self, strip: Strip) -> None:
        if self._painter is not None:
            self._painter.make_ready(strip)

    def repaint(self) -> None:
        """Send everything afresh, whatever the terminal shows by now."""
        self.forget_screen()
        if self._painter is not None and self.screen_stack:
            self.screen.refresh()

    def forget_screen(self) -> None:
        """The terminal may show anything: it was resized, or somebody else wrote on it."""
        if self._painter is not None:
            self._painter.forget()

    def on_resize(self, event: events.Resize) -> None:
        self._sizes_told += 1
        if event.size != self.size:
            self.forget_screen()
        elif self._sizes_told > _TOLD_AT_START:  # smaller and back again, or stopped and gone on: Textual would see no need to paint
            self.repaint()

    def wants_frame(self) -> bool:
        if self._painter is None and not self._left_to_textual:
            try:
                self._starts()
            except Exception as fault:  # whatever it is, as below
                self.log(fault)
                self._left_to_textual, self._painter = True, None
        return super().wants_frame()

    def show_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Send what of a frame the terminal does not show yet."""
        if renderable is None or self._left_to_textual:
            super().show_frame(screen, renderable)
            return
        try:
            if self._painter is None and not self._starts():
                super().show_frame(screen, renderable)
                return
            if not frames.may_display(self):
                super().show_frame(screen, renderable)
                return
            assert self._painter is not None
            data = self._painter.paint(screen, renderable)
        except Exception as fault:  # whatever it is: a picture by Textual is better than none
            self.log(fault)
            self._leave_to_textual(screen)
            return
        if data is None:
            self.forget_screen()
            super().show_frame(screen, renderable)
            return
        if data:
            if len(data) > _ARRIVES_WHOLE and frames.synchronized(self):
                data = f"{frames.SYNC_START}{data}{frames.SYNC_END}"
            write(self, data)
        self.post_display_hook()

    def _starts(self) -> bool:
        """Begin with the first frame, unless that is not wanted or not possible."""
        plain = "plain" in (os.environ.get("KEHOACH_WIRE"), self.config.wire)
        if plain or private_names.MISSING:
            self._left_to_textual = True
            return False
        self._painter = Painter(self)
        return True

    def _leave_to_textual(self, screen: Screen[Any]) -> None:
        """For the rest of the session; the screen is painted whole, over whatever is there."""
        self._left_to_textual, self._painter = True, None
        write(self, "\x1b[r\x1b[m")
        super().show_frame(screen, frames.whole(screen))
        screen.refresh()  # should that have come while Textual holds its frames back
