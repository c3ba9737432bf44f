"""What a person sees of an app under test, as text."""

from __future__ import annotations

from typing import Any

from rich.cells import cell_len
from rich.segment import Segment
from textual._context import visible_screen_stack
from textual.app import App
from textual.errors import NoWidget
from textual.scrollbar import ScrollBar
from textual.strip import Strip


def screen_text(app: App[Any]) -> str:
    """The lines of the screen without trailing space, as the terminal would show them."""
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in _strips(app)) + "\n"


def text_without_scrollbars(app: App[Any]) -> str:
    """The same with the cells of scrollbars left blank: how long their thumbs are depends on rows nobody sees."""
    lines = screen_text(app).splitlines()
    return "\n".join("".join(_but_scrollbars(app, y, line)).rstrip() for y, line in enumerate(lines)) + "\n"


def _but_scrollbars(app: App[Any], y: int, line: str) -> list[str]:
    letters, x = [], 0
    for letter in line:
        letters.append(" " if letter != " " and cell_len(letter) and _is_scrollbar(app, x, y) else letter)
        x += cell_len(letter)
    return letters


def _is_scrollbar(app: App[Any], x: int, y: int) -> bool:
    """Whether a cell shows a part of a scrollbar, be it of a screen that a dialog lets through."""
    for screen in reversed(app.screen_stack):
        try:
            widget, _ = screen.get_widget_at(x, y)
        except NoWidget:
            return False
        if widget is not screen or not screen.is_modal:
            return isinstance(widget, ScrollBar)
    return False


def segments_of(app: App[Any], line: int) -> list[Segment]:
    """The styled pieces of one line of the screen, after NO_COLOR and the like."""
    return list(_strips(app)[line])


def segments_of_lines(app: App[Any]) -> list[list[Segment]]:
    """The same of all lines: the whole screen is put together once, not again for each line."""
    return list(map(list, _strips(app)))


def _strips(app: App[Any]) -> list[Strip]:
    visible_screen_stack.set(app._background_screens)  # what a dialog stands over, as each frame has it
    return app.screen._compositor.render_strips()
