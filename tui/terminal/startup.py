"""The start of the workbench: going on from the page that is on the terminal already, and keeping one for the next start."""

from __future__ import annotations

import gc
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, cast

import attrs
import textual
from rich.console import RenderableType
from textual import events
from textual.screen import Screen

from tui.start import first_page, first_paint, prepared, second, timings
from tui.start.early_cursor import Kept, changed_at
from tui.store.files.file_state import Identity
from tui.terminal.frame_diff import Frame
from tui.terminal.frame_sender import FrameSender, Painter
from tui.terminal.kept_page import page_of
from tui.terminal.kept_rows import Movable, WithMovableCursor, kept_rows, rows_of
from tui.terminal.later import after
from tui.terminal.textual_internals import private_names
from tui.terminal.textual_internals.frames import drawn
from tui.terminal.textual_internals.screens import nothing_to_come

if TYPE_CHECKING:
    import subprocess

    from tui.start.early_cursor import Moved
    from tui.start.first_page import Page
    from tui.store.files.file_state import FileState

_AT_REST: Final = 0.1
"""Seconds after the first frame until the page is kept; nothing is kept when a key was pressed before."""


@attrs.frozen(slots=False)
class _LeftPage:
    """What is shown when a plan is left, for a page of its next start under a stamp; :attr:`page` and :attr:`rows` need no screen."""

    under: str
    path: str
    size: tuple[int, int]
    true: tuple[float, float]
    """The moments between which it is true, in seconds since 1970."""
    painter: Painter
    frame: Frame
    movable: Movable | None
    steps: Mapping[str, int]

    @cached_property
    def page(self) -> Page | None:
        """The page; None where something on it cannot be kept."""
        return page_of(self.frame)

    @cached_property
    def rows(self) -> list[str]:
        """The rows of the window for the early cursor, as lines; none where it could not move over them."""
        found = rows_of(self.movable, self.steps, self.painter, self.frame, _reader())
        return [] if found is None else found.texts()


class Startup(FrameSender, inherit_bindings=False):
    """An application that goes on from the page of the last time.

    ``asked`` are the arguments it was started with; None: not from a command line.
    """

    asked: Sequence[str] | None = None
    keys_answered = 0
    """How many keys have been given to what answers them."""
    _touched = False
    _page_stands = False
    _page_before: Page | None = None
    _moved: Moved | None = None
    """What the early cursor has shown, until the program shows the same."""
    _rules_made_for: str
    """The theme whose colours the style rules were read with: nothing else changes them."""

    def begin_with_theme(self, theme: str) -> None:
        """Take a theme before anything is drawn: style rules are read for it once."""
        self.theme = self._rules_made_for = theme
        self.stylesheet.set_variables(self.get_css_variables())

    def file_shown(self) -> FileState | None:
        """The file whose page may be kept for the next start; None when what is shown is not only of it."""
        return None

    def shown_is_true(self) -> tuple[float, float]:
        """The moments between which the page that is shown is true, in seconds since 1970."""
        return first_page.ALWAYS

    def refresh_css(self, animate: bool = True) -> None:
        """Read the style rules again for other colours.

        Textual asks for it at the start and for each tab opened the first time as well, where nothing has changed since
        they were read. A tab that was away while the theme changed catches up when it is shown.
        """
        if self.theme != self._rules_made_for:
            self._rules_made_for = self.theme
            super().refresh_css(animate)

    async def on_event(self, event: events.Event) -> None:
        self._touched = self._touched or isinstance(event, events.InputEvent)
        await super().on_event(event)

    def _starts(self) -> bool:
        started = super()._starts()
        page = first_paint.page(*self.size)
        if started and page is not None and self._painter is not None:
            self._moved = first_paint.moved()
            self._painter.begin_with(page, () if self._moved is None else self._moved.shown)
            self._page_stands, self._page_before = True, page
        return started

    def wants_frame(self) -> bool:
        """Nothing is drawn of what is left out while the page of the last time stands: the first frame after it is whole."""
        return super().wants_frame() and not self._page_stands

    def show_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Leave the page of the last time alone until the side stands as well: it shows both already."""
        if self._page_stands:
            if self._is_behind_early(screen) or not (_stands_still(screen) or self._touched):
                return
            self._page_stands = False
            renderable = cast("RenderableType", drawn(screen))  # also what was left out until now
        super().show_frame(screen, renderable)

    def _is_behind_early(self, screen: Screen[Any]) -> bool:
        """Whether the program has yet to come to where the early cursor has been seen: until then nothing goes back on the screen."""
        moved = self._moved
        if moved is None or not moved.answered or self.keys_answered > moved.answered or not isinstance(screen, WithMovableCursor):
            return False
        return self.keys_answered < moved.answered or screen.cursor_line() != moved.line

    def started(self) -> None:
        """The plan is on the screen. What is loaded now stays: the collector need not look through it again."""
        timings.mark("plan on the screen")
        gc.freeze()
        gc.enable()
        if (beside := second.begun()) is not None:
            beside.end()
            after(_AT_REST, self, beside.is_gone)
        if self.asked is not None and not self.is_headless:
            after(_AT_REST, self, self._keep_page)
            after(_AT_REST, self, self._have_prepared)

    def _have_prepared(self) -> None:
        """Have the code of the next start made ready, where that of this one was not, behind whatever else the machine does."""
        if prepared.is_missing():
            from tui.start import preparing

            self._preparing = preparing.ask()

    _preparing: subprocess.Popen[bytes] | None = None
    """Who makes it; nobody waits for it, and it goes on when this session has ended."""

    # -- what the next start shows, once this session is left ---------------------------------------------------------

    _left: _LeftPage | None = None

    def begins_there(self) -> bool:
        """Whether the next start begins with the screen that is shown, and nothing over it."""
        return False

    def take_page_left(self) -> None:
        """Take what is shown for the next start, if that will show it, while it still stands; :meth:`keep_page_left` writes it."""
        try:
            self._left = self.page_left(self.asked) if self.asked is not None and not self.is_headless else None
        except Exception as fault:  # whatever it is: nobody waits at the end for what only saves time
            self.log(fault)

    def keep_page_left(self) -> None:
        """Keep the page that was taken when the session was left, once the terminal is given back; not where anything has changed since."""
        left, self._left = self._left, None
        try:
            if left is not None and left.page is not None and first_page.stamp(self.asked or (), left.path, *left.size) == left.under:
                first_page.keep(left.page, left.under, left.path, *left.size, true=left.true, beside=left.rows)
        except Exception as fault:  # as above
            self.log(fault)

    def page_left(self, asked: Sequence[str]) -> _LeftPage | None:
        """What is shown, as the page of the next start with these arguments; None where that shows something else, or has it already."""
        state, painter, screen = self.file_shown(), self._painter, self.screen
        if state is None or painter is None or self._page_stands or len(self.screen_stack) > 1 or not self.app_focus:
            return None
        on = first_page.grounds(asked)
        path, size = os.fspath(state.path), (self.size.width, self.size.height)
        under = first_page.stamp(asked, path, *size, on=on)
        if on is None or under is None or on != self.grounds_of_start() or first_page.is_kept(under, path, *size):
            return None
        if Identity.of(os.stat(path)) != state.identity or not nothing_to_come(screen) or not self.begins_there():
            return None
        frame = painter.pictured(screen)
        if frame is None:
            return None
        movable = screen if private_names.READS_ALONE and isinstance(screen, WithMovableCursor) else None
        rows, steps = (None, {}) if movable is None else (movable.movable(), movable.steps())
        return _LeftPage(under, path, size, self.shown_is_true(), painter, frame, rows, steps)

    def grounds_of_start(self) -> str | None:
        """What pages rested on when this session began."""
        return first_paint.grounds()

    def _rows_beside(self, screen: object, painter: Painter, frame: Frame) -> list[str]:
        """The rows of the window for the early cursor, as lines; none where it could not move over them."""
        movable = screen if private_names.READS_ALONE and isinstance(screen, WithMovableCursor) else None
        rows = None if movable is None else kept_rows(movable, painter, frame, _reader())
        return [] if rows is None else rows.texts()

    # -- what it shows, while this one is at rest ---------------------------------------------------------------------

    def _keep_page(self, at_rest: bool = False) -> None:
        """Keep what is shown, if it is what the next start would show as well: two looks long nothing was still to come."""
        screen = self.screen
        if self._page_stands:  # whatever kept the side away: from now on what is true is shown
            self._page_stands = False
            screen.refresh()
        stands_still = _stands_still(screen)
        if not (at_rest and stands_still) and not self._touched:
            after(_AT_REST, self, self._keep_page, stands_still)
            return
        state, frame = self.file_shown(), self._painter.frame if self._painter is not None else None
        if state is None or frame is None or self._touched or len(self.screen_stack) > 1 or not self.app_focus:
            return
        assert self.asked is not None and self._painter is not None
        path, size = os.fspath(state.path), (frame.width, frame.height)
        under, page = first_page.stamp(self.asked, path, *size), page_of(frame)
        try:
            as_loaded = Identity.of(os.stat(path)) == state.identity
        except OSError:
            return
        if under is None or page is None or not as_loaded:
            return
        under_before, beside = first_paint.kept_before()
        if under == under_before and page == self._page_before and (not beside or Kept.rests_upon(beside) == _reader()):
            first_page.used(path, *size)
            return
        first_page.keep(page, under, path, *size, true=self.shown_is_true(), beside=self._rows_beside(screen, self._painter, frame))


def _reader() -> tuple[str, int]:
    """A file of what reads the keys behind the early cursor, and when it was changed."""
    return textual.__file__, changed_at(textual.__file__)


def _stands_still(screen: Screen[Any]) -> bool:
    """Whether nothing of a screen is still to come: one whose side follows the cursor by and by says so by its ``follows``."""
    return bool(getattr(screen, "follows", True))
