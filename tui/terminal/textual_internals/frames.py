"""Frames as Textual has them: who shows one, what an update of the screen is made of, and where the cursor belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, cast

from rich.console import RenderableType
from textual.app import App
from textual.screen import Screen
from textual.strip import Strip

from tui.terminal.composing import Piece

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"


class FramedApp(App[None], inherit_bindings=False):
    """An application that says itself how a frame gets to the terminal. Without ``App._display`` nobody asks it."""

    @property
    def takes_pieces(self) -> bool:
        """Whether a frame may come as the pieces it is made of, uncut."""
        return False

    def wants_frame(self) -> bool:
        """Whether a frame that is about to be drawn is to be drawn: one that is not wanted is shown as nothing."""
        return True

    def make_ready(self, strip: Strip) -> None:
        """A line that may be part of a frame soon."""

    def show_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Show an update of a screen; here as Textual does."""
        super()._display(screen, renderable)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        self.show_frame(screen, renderable)


def may_display(app: App[Any]) -> bool:
    """Whether Textual would send an update now, to a terminal it has for itself."""
    runs = app.is_running and not app._closed and not app._batch_count
    return runs and app._driver is not None and not (app.is_headless or app.is_inline)


def pieces(update: object) -> dict[int, list[Piece]] | None:
    """The pieces of an update by line; None when it is none of those that are known."""
    from textual._compositor import ChopsUpdate, LayoutUpdate

    if (composed := getattr(update, "pieces_by_line", None)) is not None:
        return cast("dict[int, list[Piece]]", composed)
    found: dict[int, list[Piece]] = {}
    if isinstance(update, LayoutUpdate):
        for y, strips in enumerate(update.strips, update.region.y):
            x, line = update.region.x, found.setdefault(y, [])
            for strip in strips:
                line.append(Piece(x, x + strip.cell_length, strip))
                x += strip.cell_length
    elif isinstance(update, ChopsUpdate):
        for y, start, stop in update.spans:
            line = found.setdefault(y, [])
            for end, (x, chop) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
                if chop is not None and x < stop and end > start:
                    line.append(Piece(x, min(end, stop), chop))
    else:
        return None
    return found


def is_whole(update: object) -> bool:
    """Whether an update holds the whole screen."""
    from textual._compositor import LayoutUpdate

    return isinstance(update, LayoutUpdate) or getattr(update, "whole", False)


def whole(screen: Screen[Any]) -> Any:
    """An update of the whole screen, as Textual makes it."""
    from textual._compositor import Compositor

    return Compositor.render_full_update(screen._compositor)


def drawn(screen: Screen[Any]) -> Any:
    """An update of the whole screen, as a frame of it is put together here."""
    return screen._compositor.render_full_update()


def segments(strip: Strip, app: App[Any]) -> Iterator[tuple[str, str, str]]:
    """Text, SGR codes and link (as OSC 8 has it, "" for none) of each segment of a strip."""
    from rich.color import ColorSystem

    system = app.console._color_system or ColorSystem.TRUECOLOR
    for text, style, _ in strip:
        if style is None:
            yield text, "", ""
        else:
            codes = style._ansi if style._ansi is not None else Strip.render_ansi(style, system)
            yield text, codes, f"id={style._link_id};{style._link}" if style._link else ""


def cursor_of(app: App[Any]) -> tuple[int, int]:
    """Where Textual wants the cursor of the terminal, as column and line; it is told that it is there."""
    place = app.screen.outer_size.clamp_offset(app.cursor_position)
    app._previous_cursor_position = place
    return place.x, place.y


def synchronized(app: App[Any]) -> bool:
    """Whether the terminal has said that it can hold back a picture until it is complete (mode 2026)."""
    return app._sync_available
