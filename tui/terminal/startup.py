"""The start of the workbench: going on from the page that is on the terminal already, and keeping one for the next start."""

from __future__ import annotations

import gc
import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final, cast

import textual
from rich.console import RenderableType
from textual import events
from textual.screen import Screen

from tui.start import first_page, first_paint, timings
from tui.start.early_cursor import Kept, changed_at
from tui.store.files.file_state import Identity
from tui.terminal import textual_internals
from tui.terminal.frame_sender import FrameSender
from tui.terminal.kept_page import page_of
from tui.terminal.kept_rows import WithMovableCursor, kept_rows
from tui.terminal.later import after

if TYPE_CHECKING:
    from tui.start.early_cursor import Moved
    from tui.start.first_page import Page
    from tui.store.files.file_state import FileState

_AT_REST: Final = 0.1
"""Seconds after the first frame until the page is kept; nothing is kept when a key was pressed before."""


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

    def show_frame(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Leave the page of the last time alone until the side stands as well: it shows both already."""
        if self._page_stands:
            if self._is_behind_early(screen) or not (_stands_still(screen) or self._touched):
                return
            self._page_stands = False
            renderable = cast("RenderableType", textual_internals.whole(screen))  # also what was left out until now
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
        if self.asked is not None and not self.is_headless:
            after(_AT_REST, self, self._keep_page)

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
        rests_on = textual.__file__, changed_at(textual.__file__)
        under_before, beside = first_paint.kept_before()
        if under == under_before and page == self._page_before and (not beside or Kept.rests_upon(beside) == rests_on):
            first_page.used(path, *size)
            return
        movable: object = screen if textual_internals.READS_ALONE else None
        rows = kept_rows(movable, self._painter, frame, rests_on) if isinstance(movable, WithMovableCursor) else None
        first_page.keep(page, under, path, *size, true=self.shown_is_true(), beside=[] if rows is None else rows.texts())


def _stands_still(screen: Screen[Any]) -> bool:
    """Whether nothing of a screen is still to come: one whose side follows the cursor by and by says so by its ``follows``."""
    return bool(getattr(screen, "follows", True))
