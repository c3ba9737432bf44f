"""Frames put together of the lines that are to be shown, where the application takes them as pieces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.console import Console, ConsoleOptions, RenderResult
from rich.control import Control
from textual.geometry import Size
from textual.widget import Widget

from tui.terminal.composing import Piece, Span, composed, others
from tui.terminal.textual_internals.frames import FramedApp
from tui.terminal.textual_internals.private_names import COMPOSED, first_missing


def _compose_by_pieces() -> None:
    """Have a frame for who takes its pieces be put together of the lines that are to be shown, and of those alone.

    Textual has every widget draw all of its lines that the smallest rectangle around everything changed goes through, and cuts each line
    at every edge of a widget; for a title and a word in the last line that is the whole screen. And after a layout it has drawn
    whatever was numbered anew: a field that comes or goes gives each part of its screen another number.
    """
    if first_missing(COMPOSED):
        return
    from textual import screen as screens
    from textual._compositor import Compositor, CompositorUpdate

    class Composed(CompositorUpdate):
        """An update of the screen, or of spans of its lines, as pieces."""

        def __init__(self, lines: dict[int, list[Piece]], *, whole: bool) -> None:
            self.pieces_by_line = lines
            self.whole = whole

        def render_segments(self, console: Console) -> str:
            """The update as Textual sends it."""
            return "".join(
                Control.move_to(piece.x, y).segment.text + piece.strip.crop(piece.skip, piece.skip + piece.end - piece.x).render(console)
                for y, line in self.pieces_by_line.items()
                for piece in line
            )

        def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
            for y, line in self.pieces_by_line.items():
                for piece in line:
                    yield Control.move_to(piece.x, y).segment
                    yield from piece.strip.crop(piece.skip, piece.skip + piece.end - piece.x)

    class ByPieces(Compositor):
        """Puts frames together as pieces where the application takes them so."""

        @property
        def gives_pieces(self) -> bool:
            app = self.root.app if self.root is not None else None
            return isinstance(app, FramedApp) and app.takes_pieces

        @property
        def is_wanted(self) -> bool:
            """Whether anybody is shown the next frame."""
            app = self.root.app if self.root is not None else None
            return not isinstance(app, FramedApp) or app.wants_frame()

        laid_out_last: Mapping[Widget, Any] | None = None
        """Where each widget was at the last layout. Whoever asks where something is after a scroll has Textual look anew at once, also at
        what has come or gone since, of which the layout that follows would find nothing changed."""

        def reflow(self, parent: Widget, size: Size) -> Any:
            places = self._full_map if self.laid_out_last is None else self.laid_out_last
            size_before, due = self.size, self._dirty_regions.copy()
            found = super().reflow(parent, size)
            self.laid_out_last = self._full_map
            if size == size_before and size.region not in due:
                if self.gives_pieces:
                    self._dirty_regions.clear()
                self._dirty_regions.update(due | others(places, self._full_map))
            return found

        def render_full_update(self, simplify: bool = False) -> Any:
            if not self.is_wanted:
                self._dirty_regions.clear()
                return Composed({}, whole=False)
            if simplify or not self.gives_pieces:
                return super().render_full_update(simplify)
            self._dirty_regions.clear()
            lines = composed(self.visible_widgets, {y: [(0, self.size.width)] for y in range(self.size.height)}, self.size.width)
            return Composed(lines, whole=True)

        def render_partial_update(self) -> Any:
            if not self.is_wanted:
                self._dirty_regions.clear()
                return None
            if not self.gives_pieces:
                return super().render_partial_update()
            regions = self._dirty_regions.copy()
            self._dirty_regions.clear()
            spans: dict[int, list[Span]] = {}
            for y, start, end in self._regions_to_spans(regions):
                if 0 <= y < self.size.height:
                    spans.setdefault(y, []).append((start, end))
            return Composed(composed(self.visible_widgets, spans, self.size.width), whole=False) if spans else None

    setattr(screens, "Compositor", ByPieces)  # noqa: B010 - a module has no such attribute in its types


_compose_by_pieces()
