"""When Textual does what is due: a frame by :class:`FramePace`, none while they are held, and what is to come once in any case."""

from __future__ import annotations

from functools import partial, wraps
from typing import Any, Final

from textual.app import App
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer

from tui.store.log.fault import is_an_end
from tui.terminal.frame_pace import FramePace
from tui.terminal.stray_faults import as_exception
from tui.terminal.textual_classes import names_in
from tui.terminal.textual_internals.private_names import MASKED, PACED, TIMED_ONCE, first_missing


def _once_comes() -> None:
    """Have what is to come once, after some time, come also where that time has passed before its timer first looks at the clock.

    Textual takes that tick for one of many that were missed, and calls nothing any more. On a busy machine a process may have to wait just
    there for longer than the 50 ms a tab is masked that is shown for the first time, which then stayed masked, and no key was seen to be
    answered; or than the 8 ms after which a new size of the window is taken, and then no size was any more. (Textual 8.2)
    """
    if first_missing(TIMED_ONCE):
        return
    plain = MessagePump.set_timer

    @wraps(plain)
    def set_timer(pump: MessagePump, *args: Any, **named: Any) -> Timer:
        timer = plain(pump, *args, **named)
        timer._skip = False
        return timer

    setattr(MessagePump, "set_timer", set_timer)  # noqa: B010 - it is a method in its types


_once_comes()


MAY_BE_MASKED: Final = not first_missing(MASKED)
"""Whether :func:`hold_frames` and :func:`go_on_with_frames` do anything."""


def hold_frames(app: App[Any]) -> None:
    """Draw no frame, until :func:`go_on_with_frames`."""
    app._begin_batch()


def go_on_with_frames(app: App[Any]) -> None:
    """Draw frames again, from the next thing that changes on."""
    app._end_batch()


def _draw_at_once() -> None:
    """Have the frames of a screen drawn as :class:`FramePace` says, and not on the sixtieths of a second of a timer of its own."""
    timer = getattr(getattr(Screen, "_update_timer", None), "fget", None)
    if first_missing(PACED) or not {"set_interval", "_on_timer_update"} <= names_in(timer):
        return

    def paced(screen: Screen[Any]) -> FramePace:
        pace: FramePace | None = vars(screen).get("_frame_pace")
        if pace is None:
            pace = vars(screen)["_frame_pace"] = FramePace(partial(_draw_due, screen))
        return pace

    setattr(Screen, "_update_timer", property(paced))  # noqa: B010 - it is a timer in its types


def _draw_due(screen: Screen[Any]) -> bool:
    """What Textual's timer does when it is time, and whether anything was to be drawn.

    A fault ends the application as it does there, also one that is no ``Exception``.
    """
    app = screen.app
    if app._exit or app._exception is not None or not screen.is_running:
        return False
    due = screen._layout_required or screen._scroll_required or screen._repaint_required or bool(screen._dirty_widgets)
    try:
        screen._on_timer_update()
    except BaseException as fault:
        if is_an_end(fault):
            raise
        app._handle_exception(as_exception(fault))
    return due


_draw_at_once()
