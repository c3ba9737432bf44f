"""Textual’s driver for a terminal: whose it is, and what is done otherwise in it under public names."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from tui.start.terminal_size import terminal_size


def application_of(driver: LinuxDriver) -> App[Any] | None:
    """The application whose driver this is; None for a driver that does not know it."""
    app: App[Any] | None = getattr(driver, "_app", None)
    return app


def leave(driver: LinuxDriver) -> None:
    """Have the application end whose driver this is, from any thread; a driver that does not know it says nothing."""
    app = application_of(driver)
    if app is not None:
        app.call_later(app.exit)


class OwnDriver(LinuxDriver):
    """Textual's driver for a terminal, with what is done otherwise here under public names."""

    def _get_terminal_size(self) -> tuple[int, int]:
        return terminal_size(self.fileno)

    def write_to(self, output: Any) -> None:
        """Where what is written goes: something with ``write(text)`` and ``flush()``."""
        self._file = output

    # -- the mouse ----------------------------------------------------------------------------------------------------

    def mouse_modes(self) -> tuple[str, ...]:
        """The modes of the mouse that are switched on, where the mouse is wanted: keys of it and dragging, never every motion."""
        return ("1000", "1002", "1006")

    def _enable_mouse_support(self) -> None:
        if getattr(self, "_mouse", True):
            for mode in self.mouse_modes():
                self.write(f"\x1b[?{mode}h")

    def _disable_mouse_support(self) -> None:
        if getattr(self, "_mouse", True):
            for mode in reversed(self.mouse_modes()):
                self.write(f"\x1b[?{mode}l")

    def use_mouse(self, wanted: bool) -> None:
        """Have the terminal send what the mouse does from now on, or keep it to itself; nothing is written where that is so already."""
        if wanted == getattr(self, "_mouse", True):
            return
        if wanted:
            self._mouse = True
            self._enable_mouse_support()
        else:
            self._disable_mouse_support()
            self._mouse = False
        self.flush()

    def _enable_mouse_pixels(self) -> None:
        """Cells are enough."""

    # -- stopped, and gone on -----------------------------------------------------------------------------------------

    def asked_to_stop(self) -> None:
        """``SIGTSTP`` has come: in a signal handler."""

    def gone_on(self) -> None:
        """``SIGCONT`` has come, whether or not the program had been stopped: in a signal handler."""

    def _sigtstp_application(self, *_: object) -> None:
        self.asked_to_stop()

    def _sigcont_application(self, *_: object) -> None:
        self.gone_on()
