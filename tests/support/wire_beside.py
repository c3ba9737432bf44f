"""Two terminals beside each other: one is sent what Textual sends, the other what the wire sends; both must look the same."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import pyte
import pyte.modes
import pytest
from rich.control import Control
from textual.app import App
from textual.screen import Screen

from tui.terminal.frame_sender import FrameSender, Painter
from tui.terminal.textual_internals.frames import whole

XTERM = {"TERM": "xterm-256color"}
_UNSEEN_ON_BLANK = {"fg": "default", "bold": False, "italics": False}


class Erasing(pyte.Screen):
    """A terminal that erases with the background set wherever it is told to: pyte leaves out what nothing was written on yet."""

    def erase_in_display(self, how: int = 0, *args: Any, **kwargs: Any) -> None:
        for y in range(self.lines):
            line = self.buffer[y]
            for x in range(self.columns):
                line[x] = line[x]  # a line that has scrolled in has no cells
        super().erase_in_display(how, *args, **kwargs)


class Beside:
    """Stands in for the terminal of an app under test. ``sent`` are the bytes (plain, lean) since the last look."""

    def __init__(self, app: App[Any], environ: dict[str, str] | None = None) -> None:
        self.app = app
        self.environ = environ or XTERM
        self.sent = (0, 0)
        self.frames = 0
        self.resized(app.size)

    def resized(self, size: tuple[int, int]) -> None:
        """Both terminals have another size, and whatever was on them may be anywhere."""
        self.plain, self.lean = self._terminal(*size), self._terminal(*size)

    def _terminal(self, width: int, height: int) -> pyte.Screen:
        screen = Erasing(width, height)
        screen.reset_mode(pyte.modes.DECAWM)
        pyte.Stream(screen).feed("\r\n".join(["\x1b[35m" + "?" * width] * height) + "\x1b[m")
        return screen

    def display(self, screen: Screen[Any], update: Any) -> None:
        """Show an update on both."""
        painter: Painter | None = self.app._painter  # type: ignore[attr-defined]
        assert painter is not None
        before = self.app.cursor_position
        data = painter.paint(screen, update)
        assert data is not None and self.app.cursor_position == before
        place = self.app.screen.outer_size.clamp_offset(before)
        full = update.render_segments(self.app.console) + Control.move_to(*place).segment.text
        pyte.Stream(self.plain).feed(full)
        pyte.Stream(self.lean).feed(data)
        self.sent = (self.sent[0] + len(full.encode()), self.sent[1] + len(data.encode()))
        self.frames += 1

    def same(self) -> None:
        """Raises AssertionError with the first place where the two differ, or what Textual makes of the whole screen by itself."""
        same_picture(self.plain, self.lean)
        afresh = self._terminal(*self.app.size)
        pyte.Stream(afresh).feed(whole(self.app.screen).render_segments(self.app.console))
        same_picture(afresh, self.lean)
        assert (self.plain.cursor.x, self.plain.cursor.y) == (self.lean.cursor.x, self.lean.cursor.y)


def same_picture(plain: pyte.Screen, lean: pyte.Screen) -> None:
    """Raises AssertionError with the first cell in which two terminals look different."""
    for y in range(plain.lines):
        expected, found = plain.buffer[y], lean.buffer[y]
        for x in range(plain.columns):
            if expected[x] != found[x] and _as_seen(found[x]) not in (_as_seen(expected[x]), _with_marks(expected[x], found[x])):
                place = f"line {y + 1}, column {x + 1}: {expected[x]} {found[x]}"
                raise AssertionError(f"{place}\n{plain.display[y]}\n{lean.display[y]}")


@cache
def _as_seen(char: Any) -> Any:
    seen_on_blank = char.underscore or char.strikethrough or char.reverse or char.blink
    return char._replace(**_UNSEEN_ON_BLANK) if char.data == " " and not seen_on_blank else char


@cache
def _with_marks(expected: Any, found: Any) -> Any:
    """What is expected with the marks of what is found, where it is the same letter: cut behind it, Textual's strips lose them."""
    letters = unicodedata.normalize("NFD", found.data)
    return _as_seen(expected._replace(data=found.data) if len(letters) > 1 and letters[0] == expected.data else expected)


@contextmanager
def beside(monkeypatch: pytest.MonkeyPatch, environ: dict[str, str] | None = None) -> Iterator[list[Beside]]:
    """While this lasts, an app that is opened is shown on two terminals: the one element of the list, as soon as it runs."""
    made: list[Beside] = []

    def display(app: Any, screen: Screen[Any], update: Any) -> None:
        if update is None or app._batch_count or not app._running or app._closed:
            return
        if not made:
            made.append(Beside(app, environ))
            app._painter = Painter(app, made[0].environ)
        made[0].display(screen, update)

    monkeypatch.setattr(FrameSender, "show_frame", display)
    yield made
