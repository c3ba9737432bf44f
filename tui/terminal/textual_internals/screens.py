"""Screens: put together ahead, laid out once, standing over one another, and at rest."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from textual.app import App
from textual.geometry import Size
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widget import Widget

from tui.terminal.textual_internals.private_names import AHEAD, KEPT, LAID_OUT_ONCE, first_missing

KEPT_MISSING: Final = first_missing(KEPT)
"""The first name of those that tell whether a screen stands; "" when all are there."""


def _lay_out_once() -> None:
    """Have a layout not ask for another one because it gave widgets their sizes, as Textual (8.2) does: the second finds nothing to do.

    A scrollbar that comes or goes, which changes what there is room for, asks for one of its own.
    """
    if first_missing(LAID_OUT_ONCE) or "virtual_size" not in vars(Widget):
        return
    size_updated, lays_out = Widget._size_updated, vars(Widget)["virtual_size"]

    def updated(widget: Widget, size: Size, virtual_size: Size, container_size: Size, layout: bool = True) -> bool:
        before, lays_out._layout = lays_out._layout, False
        try:
            return size_updated(widget, size, virtual_size, container_size, layout)
        finally:
            lays_out._layout = before

    setattr(Widget, "_size_updated", updated)  # noqa: B010 - it is a method in its types


_lay_out_once()


def begin_mode(app: App[Any], mode: str) -> bool:
    """Put the screen of a mode together that is not shown; False where Textual cannot."""
    if first_missing(AHEAD):
        return False
    app._init_mode(mode)
    return True


def stand_over(screen: Screen[Any]) -> None:
    """Have a box that is about to be drawn stand over the screen below it, whatever else is drawn anew in this frame.

    Textual hands out the screens behind by turns, to each box that is drawn anew: where one in between is not, each one after it got
    the box of another, and two that stood over each other were drawn for ever (8.2.8).
    """
    try:
        from textual._context import visible_screen_stack
    except ImportError:
        return
    boxes = screen.app.screen_stack
    place = boxes.index(screen) if screen in boxes else 0
    visible_screen_stack.set(boxes[max(0, place - 1) : place])


def laid_out_for(screen: Screen[Any]) -> Size | None:
    """The size a screen was last laid out for; None where that is not known."""
    size: Size | None = getattr(getattr(screen, "_compositor", None), "size", None)
    return size


def nothing_to_come(screen: Screen[Any]) -> bool:
    """Whether a screen stands as it is laid out: nothing has been told of, by it or within it, that it has yet to answer."""
    if KEPT_MISSING:
        return False
    within: Iterable[Any] = screen.walk_children(with_self=True)
    waits = any(one._layout_required or one._scroll_required or one._recompose_required or _told(one) for one in within)
    return not waits


def _told(pump: MessagePump) -> bool:
    queue: Any = pump._message_queue
    return bool(pump._next_callbacks) or (queue is not None and not queue.empty())
