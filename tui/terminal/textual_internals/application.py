"""An application that is told of its own faults and of keys nobody answers, and that sends to its terminal beside frames."""

from __future__ import annotations

from io import StringIO
from typing import Any

from textual import events
from textual.app import App
from textual.driver import Driver

from tui.start import debug_log


class FaultTold(App[None], inherit_bindings=False):
    """An application that is told of a fault of its own; Textual would write it over the terminal when that is given back."""

    def met_fault(self, text: str) -> None:
        """A fault has ended the application; the text is for whoever mends it."""

    def _print_error_renderables(self) -> None:
        if self.is_headless:
            super()._print_error_renderables()
            return
        from rich.console import Console

        told = Console(file=StringIO(), width=120, color_system=None)
        for renderable in self._exit_renderables:
            told.print(renderable)
        if self._exception is not None:
            debug_log.fault(self._exception)
        if self._exit_renderables:
            self._exit_renderables.clear()
            self.met_fault(told.file.getvalue())  # type: ignore[attr-defined]


class KeysTold(App[None], inherit_bindings=False):
    """An application that is told of a key that nothing has answered. Textual asks the bindings only when a key has come up to it."""

    def unanswered_key(self, event: events.Key) -> None:
        """No widget and no binding did anything with a key."""

    async def _on_key(self, event: events.Key) -> None:
        event.prevent_default()
        if not await self._check_bindings(event.key):
            self.unanswered_key(event)


def driver_of(app: App[Any]) -> Driver | None:
    """What the application has its terminal by; None when there is none, or Textual does not say which."""
    driver: Driver | None = getattr(app, "_driver", None)
    return driver


def write(app: App[Any], data: str) -> None:
    """Send to the terminal, in one piece; nothing when there is none, or Textual does not say which."""
    driver = driver_of(app)
    if driver is not None:
        driver.write(data)
        driver.flush()
