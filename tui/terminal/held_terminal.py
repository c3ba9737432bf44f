"""The terminal as the program holds it: taken, given to the shell and taken again, whoever had it in between.

A process that was stopped by ``SIGSTOP`` learns of it when it goes on, if at all: by then the shell has set the terminal as it
likes it, and written over the picture. So after every ``SIGCONT``, and also one without a stop, everything is set again.
"""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import re
import signal
import termios
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from tui.start import terminal_guard
from tui.terminal.terminal_output import TerminalOutput
from tui.terminal.textual_internals.driver import OwnDriver, application_of
from tui.terminal.textual_internals.nodes import clock

_MODE: Final = re.compile(r"\x1b\[(?:\?(\d+)[hl]|>\d+u)")
"""Switches a mode of the terminal on or off, or asks for the keyboard protocol."""
_LONGEST_MODE: Final = 12
_PLAIN: Final = "\x18\x1b\\\x1b[r\x1b[m\x1b(B\x0f"
"""Ends what was cut off; no margins, no colours, letters as usual: what a program in between may have left."""
_LEFT_BY_OTHERS: Final = (
    "\x18\x1b\\\x1b[?2026l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1005l\x1b[?1006l\x1b[?1015l\x1b[?1016l"
    "\x1b[?1004l\x1b[?2004l\x1b[?2048l\x1b[?1l\x1b>\x1b[>4m" + _PLAIN
)
"""Switches off what a program may have left on that was killed: the mouse, pastes, keys of another kind."""
_ALTERNATE: Final = "\x1b[?1049h"
_KEYBOARD: Final = "keyboard"


class HeldTerminal(OwnDriver):
    """Textual's driver, that holds the terminal: :meth:`let_go` gives it to whoever started the program, and :meth:`take_again` takes it.

    Its signals come at any moment, also in the middle of a write; so they only ask the event loop.
    """

    _ours: list[Any] | None = None
    """The terminal's settings as Textual has made them."""
    _with_shell = False
    """Whether the terminal is given back, until the shell lets the program go on."""
    _went_on = False
    let_go_at = 0.0
    """When the terminal was last given away, by Textual's clock: what was read before was typed before."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._modes: dict[str, str] = {}
        self._events = asyncio.get_running_loop()
        self.output = TerminalOutput(1)
        self.write_to(self.output)

    def start_application_mode(self) -> None:
        """Take the terminal over."""
        self._modes = {"1049": _ALTERNATE}  # whoever has entered the alternate screen
        with contextlib.suppress(termios.error):
            terminal_guard.about_to_be_set(termios.tcgetattr(self.fileno))
        super().start_application_mode()  # type: ignore[no-untyped-call]
        with contextlib.suppress(termios.error):
            self._ours = termios.tcgetattr(self.fileno)
            terminal_guard.set_to(self._ours)

    def write(self, data: str) -> None:
        """Send to the terminal; what is switched on or off is remembered."""
        if len(data) < _LONGEST_MODE and (mode := _MODE.fullmatch(data)):
            self._modes[mode[1] or _KEYBOARD] = data
        left = self.output.at_once(data)
        if left is not None:
            super().write(left)

    def close(self) -> None:
        """The terminal has been given back, and that has been sent."""
        super().close()
        terminal_guard.let_go()

    # -- taken again --------------------------------------------------------------------------------------------------

    def gone_on(self) -> None:
        """Set everything again, soon."""
        self._went_on = True
        if not self._with_shell:
            self._ask(self.take_again)

    def take_again(self) -> None:
        """Set the terminal as it was set at the start, and draw the whole picture; in the background the program stops again."""
        if self._ours is None:
            return
        _set_when_in_front(self.fileno, self._ours)
        modes = [self._modes[mode] for mode in self._modes if mode != _KEYBOARD]
        self.write(_PLAIN + "".join(modes))
        if _KEYBOARD in self._modes:  # asked for once, however often it is set: it is given back once
            self.write("\x1b[<u" + self._modes[_KEYBOARD])
        self._draw()

    # -- given to the shell -------------------------------------------------------------------------------------------

    def asked_to_stop(self) -> None:
        """Give the terminal away, soon, and stop: whoever has sent the signal lets the program go on as well."""
        self._ask(partial(self.let_go, certainly=True))

    def let_go(self, *, certainly: bool = False) -> None:
        """Give the terminal to the shell that started the program, and stop with everything of its job until it is let go on.

        Where there is no such shell the system stops nothing, and the program goes on at once, unless it is ``certainly`` to stop;
        :attr:`stopped_last` says whether it did.
        """
        if self._with_shell:
            return
        self._with_shell, self._went_on = True, False
        self.suspend_application_mode()
        handler = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        os.kill(0, signal.SIGTSTP)  # the whole job: a script that started the program waits for it otherwise
        if certainly and not self._went_on:
            os.kill(os.getpid(), signal.SIGSTOP)
        signal.signal(signal.SIGTSTP, handler)
        with contextlib.suppress(termios.error):
            _set_when_in_front(self.fileno, termios.tcgetattr(self.fileno))
        self._with_shell = False
        self.resume_application_mode()
        self._draw()

    def lend(self, run: Callable[[], int]) -> int:
        """Give the terminal to another program while ``run`` waits for it, and take it again as it was held; what ``run`` gives.

        Keys that send a signal are that program's; one that stops it stops this one too, and both go on together. However it ends, the
        terminal is set as it was before: what a killed program has left would be there after this one as well. Raises what ``run`` does.
        """
        self._with_shell = True
        self.suspend_application_mode()
        self.let_go_at = clock()
        settings = None
        with contextlib.suppress(termios.error):
            settings = termios.tcgetattr(self.fileno)
        before = {number: signal.signal(number, _pass_over) for number in (signal.SIGINT, signal.SIGQUIT)}
        before[signal.SIGTSTP] = signal.signal(signal.SIGTSTP, signal.SIG_DFL)
        try:
            return run()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
            if settings is not None:
                _set_when_in_front(self.fileno, settings)
            self.output.send(_LEFT_BY_OTHERS)
            self._with_shell = False
            self.resume_application_mode()
            self._draw()

    @property
    def stopped_last(self) -> bool:
        """Whether there was a stop when the terminal was last given away."""
        return self._went_on

    def _ask(self, what: Callable[[], None]) -> None:
        app = application_of(self)
        if getattr(app, "is_running", False):
            with contextlib.suppress(RuntimeError):  # the event loop has ended
                self._events.call_soon_threadsafe(what)

    def _draw(self) -> None:
        app = application_of(self)
        redraw = getattr(app, "redraw", None)
        if redraw is not None:
            redraw()


def _pass_over(*_: object) -> None:
    """What a signal does that is meant for the program the terminal is lent to; unlike an ignored one it is not inherited."""


def _set_when_in_front(fileno: int, settings: list[Any]) -> None:
    """Set a terminal; from the background the system stops the job instead, and it is tried again when that goes on."""
    while True:
        try:
            termios.tcsetattr(fileno, termios.TCSANOW, settings)
            return
        except termios.error as fault:
            if fault.args[0] != errno.EINTR:  # a terminal that is gone; or nobody would let the job go on
                return
