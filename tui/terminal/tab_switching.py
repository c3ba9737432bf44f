"""From tab to tab without waiting: a tab that was shown before is whole, so nothing has to be masked."""

from __future__ import annotations

from typing import Any

from textual.app import App


class Switching(App[None], inherit_bindings=False):
    """An application whose tabs are there at once."""

    _masked = False

    def switch_mode(self, mode: str) -> Any:
        """Go to a tab. Only one that has still to be put together is masked until it is."""
        self._masked = mode not in self._screen_stacks
        try:
            return super().switch_mode(mode)
        finally:
            self._masked = False

    def delay_update(self, delay: float = 0.05) -> None:
        """Paint nothing for so many seconds: Textual does so at every switch between modes."""
        if self._masked:
            super().delay_update(delay)
