"""An application that can be trusted on a bad line: frames by differences, keys in their order, long work beside the screen."""

from __future__ import annotations

import asyncio
import contextlib
import os
import traceback
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from tui.model.text import N_, Sentence
from tui.start import browser, debug_log, terminal_guard
from tui.store.files.errors import shown_path
from tui.store.log.fault import is_an_end, keep_fault
from tui.terminal import clipboard, later, stray_faults
from tui.terminal.background import LongWork
from tui.terminal.endings import Endings
from tui.terminal.held_terminal import HeldTerminal
from tui.terminal.startup import Startup
from tui.terminal.tab_switching import TabSwitching
from tui.terminal.textual_internals.application import FaultTold, KeysTold, driver_of, write
from tui.terminal.textual_internals.driver import OwnDriver


def wants_no_colours(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the person's environment asks for a terminal without colours (no-color.org).

    Textual then leaves every colour out only where those of the terminal are used as they are: else it sends greys.
    """
    return "NO_COLOR" in environ


def _raise(fault: Exception) -> None:
    raise fault


class TerminalApp(LongWork, TabSwitching, Startup, FaultTold, KeysTold, inherit_bindings=False):
    """What the terminal room adds to Textual's application, in one."""

    def __init__(self) -> None:
        super().__init__(ansi_color=True if wants_no_colours() else None)

    fault = ""
    """The fault of its own that has ended it, for whoever mends it."""
    _events: asyncio.AbstractEventLoop | None = None

    def on_load(self) -> None:
        self._events = asyncio.get_running_loop()
        stray_faults.catch(self._events, partial(self.call_later, _raise))

    def say_of_fault(self, text: str) -> None:
        """Say where the person looks that something is left out."""

    def last_words(self) -> str:
        """What is to be said if the program ends before its time."""
        return ""

    def run_on_terminal(self, *, mouse: bool) -> None:
        """Run until it is left; a signal that ends it has ended the process, with the terminal given back."""
        self.mouse = mouse
        with Endings(self).watched(), stray_faults.kept_of_threads():
            try:
                self.run(mouse=mouse)
                self.keep_page_left()
            except BaseException as raised:
                if is_an_end(raised):
                    raise
                debug_log.fault(raised)
                self.met_fault("".join(traceback.format_exception(raised)))
                if not terminal_guard.give_back():
                    return
        terminal_guard.dismiss()

    def redraw(self) -> None:
        """Send the whole screen again."""
        self.forget_screen()
        if self.screen_stack:
            self.screen.refresh()

    def suspend_to_shell(self) -> bool:
        """Give the terminal to the shell until that lets the program go on; False where there is no shell that could."""
        driver = driver_of(self)
        if not isinstance(driver, HeldTerminal) or browser.session() is not None:
            return False
        driver.let_go()
        return driver.stopped_last

    mouse = True
    """Whether the mouse is the program's."""

    def use_mouse(self, wanted: bool) -> bool:
        """Have the mouse, or leave it to the terminal; False where there is none that could be switched."""
        driver = driver_of(self)
        if not isinstance(driver, OwnDriver):
            return False
        driver.use_mouse(wanted)
        self.mouse = wanted
        return True

    def lend_terminal(self, run: Callable[[], int]) -> int | None:
        """Give the terminal to another program while ``run`` waits for it; what that gives, None where there is no terminal to give.

        Keys that were pressed for that program before it had the terminal do nothing here. Raises what ``run`` does.
        """
        driver = driver_of(self)
        if not isinstance(driver, HeldTerminal) or browser.session() is not None:
            return None
        try:
            return driver.lend(run)
        finally:
            self.forget_keys(driver.let_go_at)

    def call_from_anywhere(self, callback: Callable[[], Any]) -> bool:
        """Have the event loop call back, from a signal handler; False when it does not run."""
        if self._events is None or not self._events.is_running():
            return False
        with contextlib.suppress(RuntimeError):  # it has just ended
            self._events.call_soon_threadsafe(callback)
            return True
        return False

    def met_fault(self, text: str) -> None:
        self.fault = self.fault or text

    # -- what is done later -------------------------------------------------------------------------------------------

    def soon(self, callback: Callable[..., Any], *args: Any) -> None:
        """Call back behind what the program is about now."""
        later.soon(self, callback, *args)

    def after_refresh(self, callback: Callable[..., Any], *args: Any) -> None:
        """Call back after the next frame."""
        later.after_refresh(self, callback, *args)

    def after(self, seconds: float, callback: Callable[..., Any], *args: Any) -> asyncio.TimerHandle:
        """Call back after so many seconds."""
        return later.after(seconds, self, callback, *args)

    def after_unseen(self, seconds: float, callback: Callable[[], object]) -> asyncio.TimerHandle:
        """The same without a message."""
        return later.after_unseen(seconds, self, callback)

    late_fault = ""
    """The first fault of its own in something that was done later, for whoever mends it."""

    def met_late_fault(self, fault: BaseException) -> None:
        """Keep the first such fault, and say each time that something is left out."""
        debug_log.fault(fault)
        text = "".join(traceback.format_exception(fault))
        path = keep_fault(text) if not self.late_fault else None
        self.late_fault = self.late_fault or text
        left_out = N_("a fault of the program: something that was to come now is left out; your work goes on")
        sent = N_("{told}; please send {file} to whoever looks after it")
        with contextlib.suppress(Exception):  # if the screen is what cannot be drawn, nothing can be said on it
            told = self.words(left_out)
            self.say_of_fault(told if path is None else self.words(sent, told=told, file=shown_path(path)))

    def copy(self, text: str) -> Sentence:
        """Put text on the clipboard of the person's own terminal; how sure it is that it arrives."""
        return clipboard.copy(text, partial(write, self))
