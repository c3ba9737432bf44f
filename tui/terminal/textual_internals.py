"""Every private name of Textual that the wire and the input need, in one place.

They are checked at the start: where one is gone or has another shape, :data:`MISSING` says which, and everything is left to
Textual itself. ``constraints.txt`` pins the version all this was proved with.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

from rich.style import Style
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.screen import Screen
from textual.strip import Strip

SYNC_START: Final = "\x1b[?2026h"
SYNC_END: Final = "\x1b[?2026l"

_SIGNATURES: Final = {
    "App._display": ("self", "screen", "renderable"),
    "App.post_display_hook": ("self",),
    "Strip.render_ansi": ("style", "color_system"),
    "Strip.crop": ("self", "start", "end"),
    "LinuxDriver.start_application_mode": ("self",),
    "LinuxDriver.disable_input": ("self",),
    "LinuxDriver.run_input_thread": ("self",),
    "LinuxDriver.process_message": ("self", "message"),
    "LinuxDriver._sigcont_application": ("self", "_"),
}
_OF_COMPOSITOR: Final = {
    "LayoutUpdate": ("strips", "region"),
    "ChopsUpdate": ("chops", "spans", "chop_ends"),
    "Compositor.render_full_update": ("self", "simplify"),
}
_OF_APP: Final = (
    "_batch_count",
    "_running",
    "_closed",
    "_driver",
    "_sync_available",
    "_previous_cursor_position",
    "cursor_position",
    "console",
)
_LOOK_EVERY: Final = 0.1
"""Seconds between two looks whether an escape character was a key; Textual's own, for a Textual that cannot say when."""
_OF_STYLE: Final = ("_link", "_link_id")


class Piece(NamedTuple):
    """A part of a line of an update: the strip stands at column x; at most ``end - x`` columns of it are meant."""

    x: int
    end: int
    strip: Strip


def _parameters(function: Any) -> tuple[str, ...]:
    return tuple(inspect.signature(function).parameters)


def _named(path: str, among: dict[str, Any]) -> Any:
    first, *rest = path.split(".")
    found = among[first]
    for name in rest:
        found = getattr(found, name)
    return found


def _missing() -> str:
    """The first name that is not as expected; "" when all are."""
    known: dict[str, Any] = {"App": App, "Strip": Strip, "LinuxDriver": LinuxDriver}
    try:
        from textual import _compositor
        from textual._xterm_parser import XTermParser
    except ImportError as fault:
        return str(fault)
    for path, wanted in (_SIGNATURES | {f"_compositor.{name}": s for name, s in _OF_COMPOSITOR.items()}).items():
        try:
            if _parameters(_named(path, known | {"_compositor": _compositor})) != wanted:
                return path
        except (AttributeError, KeyError, TypeError, ValueError):
            return path
    parser = XTermParser()
    if not all(hasattr(parser, name) for name in ("feed", "tick", "_timeout_time")):
        return "XTermParser"
    if not all(hasattr(Style.null(), name) for name in _OF_STYLE):
        return "Style"
    return ""


MISSING: Final = _missing()


def missing_of(app: App[Any]) -> str:
    """The first name that the app or its console lacks; "" when it has all, as it does once it runs."""
    for name in _OF_APP:
        if not hasattr(app, name):
            return f"App.{name}"
    return "" if hasattr(app.console, "_color_system") else "Console._color_system"


def may_display(app: App[Any]) -> bool:
    """Whether Textual would send an update now, to a terminal it has for itself."""
    driver = app._driver
    return not app._batch_count and app._running and not app._closed and driver is not None and not (driver.is_headless or driver.is_inline)


def pieces(update: object) -> dict[int, list[Piece]] | None:
    """The pieces of an update by line; None when it is none of those that are known."""
    from textual._compositor import ChopsUpdate, LayoutUpdate

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

    return isinstance(update, LayoutUpdate)


def whole(screen: Screen[Any]) -> Any:
    """An update of the whole screen."""
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


def write(app: App[Any], data: str) -> None:
    """Send to the terminal, in one piece."""
    assert app._driver is not None
    app._driver.write(data)
    app._driver.flush()


def key_parser(debug: bool) -> Any:
    """A new one of Textual's parsers of what a terminal sends."""
    from textual._xterm_parser import XTermParser

    return XTermParser(debug)


def seconds_to_escape(parser: Any) -> float | None:
    """Until when an escape character that nothing follows becomes a key; None when none waits, and there is no need to look."""
    if MISSING:
        return _LOOK_EVERY
    from textual._time import get_time

    due: float | None = parser._timeout_time
    return None if due is None else max(0.0, due - get_time())
