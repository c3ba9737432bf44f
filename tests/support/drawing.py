"""Frames, drawn when the program has answered, and not all of them.

A terminal gets sixty frames a second at most; a test presses its keys far faster, and to each answer half a dozen frames would be made
that nobody sees. So a frame is drawn when nothing more comes: of a part of the screen always, of the whole when a screen of its kind and
size is there for the first time. Any other whole frame waits for a look at it. A proof draws each new screen, and the last of each program.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import ref

from textual.app import App
from textual.screen import Screen

from tests.support.lengths import LONG

_HELD: dict[App[Any], dict[Screen[Any], None]] = {}
"""The programs whose frames are held back, with the screens that have one due."""

_DRAWN: set[Hashable] = set()
"""What has been drawn as a whole: screens of a kind and a size, in a proof each screen."""

_draw: Callable[[Screen[Any]], None] = Screen._compositor_refresh


def _refresh(screen: Screen[Any]) -> None:
    """Draw a screen, or later: what is to be drawn of it stays marked in its compositor."""
    due = _HELD.get(screen.app)
    if due is None:
        _draw(screen)
    else:
        due[screen] = None
        screen._dirty_widgets.clear()


def _tick(screen: Screen[Any]) -> None:
    """What the timer of a screen has it do sixty times a second: not while its program answers, which may take several ticks.

    What is laid out then would be laid out again when it has answered, the more often the slower the machine is.
    """
    if screen.app not in _HELD or screen is not screen.app.screen:
        catch_up(screen)


catch_up: Callable[[Screen[Any]], None] = Screen._on_timer_update
"""Lay out a screen that has to be, have what changed drawn, and call what waited for that."""

Screen._compositor_refresh = _refresh  # type: ignore[method-assign]
Screen._on_timer_update = _tick  # type: ignore[method-assign]


@contextmanager
def drawn_at_rest(app: App[Any], every_frame: bool) -> Iterator[Callable[[], bool]]:
    """While this lasts frames are drawn by the function that is given only: it says whether one was due. At the end as well.

    With ``every_frame`` each is drawn when it comes, and none by the function. Inside another one that one goes on.
    """
    if every_frame:
        yield bool
        return
    outermost = app not in _HELD
    due = _HELD.setdefault(app, {})

    def draw() -> bool:
        screens = list(due)
        due.clear()
        for screen in screens:
            if screen is not app.screen or _is_new(screen) or screen.size.region not in screen._compositor._dirty_regions:
                _draw(screen)
        return bool(screens)

    try:
        yield draw
    finally:
        if outermost:
            del _HELD[app]
        draw()


def _is_new(screen: Screen[Any]) -> bool:
    """Whether no screen like this has been drawn as a whole; now one is."""
    like: Hashable = ref(screen) if LONG else (type(screen), screen.size)
    before = like in _DRAWN
    _DRAWN.add(like)
    return not before


def draw_whole(app: App[Any]) -> None:
    """Draw what waits to be drawn with a whole frame, unless one of its kind and size was there before."""
    if app.screen_stack and app.screen.is_running and (LONG or _is_new(app.screen)):
        _draw(app.screen)
