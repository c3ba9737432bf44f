"""Tabs that are there at once: one that was shown before is whole, so nothing has to be masked."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.screen import Screen

from tui.terminal.later import after, soon
from tui.terminal.textual_internals.pace import MAY_BE_MASKED, go_on_with_frames, hold_frames
from tui.terminal.textual_internals.screens import begin_mode


class TabSwitching(App[None], inherit_bindings=False):
    """An application whose tabs are changed without waiting."""

    _masked = False
    _mask: asyncio.TimerHandle | None = None
    """What ends that nothing is painted, should the tab not stand by then."""

    def screens_of_tabs(self) -> Iterator[Screen[Any]]:
        """The screens of every tab that was shown, with the dialogs over them."""
        for mode in self.MODES:
            with suppress(KeyError):  # not shown yet
                yield from self.get_screen_stack(mode)

    def switch_mode(self, mode: str) -> Any:
        """Go to a tab. Only one that has still to be put together is masked until it is."""
        self._masked = not self._was_shown(mode)
        try:
            return super().switch_mode(mode)
        finally:
            self._masked = False

    def put_together(self, mode: str) -> bool:
        """Put the screen of a tab together behind what is shown, so that going there only shows it; False where it stands already.

        Where Textual does not let us, a tab is put together when it is shown.
        """
        return not self._was_shown(mode) and begin_mode(self, mode)

    def _was_shown(self, mode: str) -> bool:
        try:
            self.get_screen_stack(mode)
        except KeyError:
            return False
        return True

    def delay_update(self, delay: float = 0.05) -> None:
        """Paint nothing of a tab before it stands (:meth:`stands_now`), at most for so many seconds: Textual does so at every switch
        between modes, and for all of them."""
        if not self._masked:
            return
        if not MAY_BE_MASKED:
            super().delay_update(delay)
            return
        if self._mask is None:
            hold_frames(self)
        else:
            self._mask.cancel()
        self._mask = after(delay, self, self._mask_is_over)

    def stands_now(self) -> None:
        """The tab that was gone to is put together and laid out: it is painted when it has answered what waits for it."""
        if self._mask is not None:
            soon(self, self._mask_is_over)  # behind what the application has waited for as it was put together

    def _mask_is_over(self) -> None:
        if self._mask is not None:
            self._mask.cancel()
            self._mask = None
            go_on_with_frames(self)
            self.screen.refresh()
