"""Lines that nobody has asked for yet, drawn while no key waits: the next page stands when somebody goes there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Final

from textual.widget import Widget

from tui.terminal.later import after_unseen, is_there
from tui.terminal.type_ahead import TypeAhead

_REST: Final = 0.12
"""Seconds after a key until something is drawn ahead: while a key is held, nothing is."""
_PAUSE: Final = 0.004
_IN_A_STEP: Final = 6
"""Lines drawn before it is looked again whether a key has come: two milliseconds."""


class LinesAhead:
    """Draws what an iterator draws by each of its steps, after each key that is followed by a rest.

    ``lines`` begins anew each time, and ends by itself where what it draws is no longer what the owner shows.
    """

    def __init__(self, owner: Widget, lines: Callable[[], Iterator[object]]) -> None:
        self._owner, self._lines = owner, lines
        self._left: Iterator[object] = iter(())
        self._waiting: asyncio.TimerHandle | None = None

    def stir(self) -> None:
        """Somebody has moved: what was begun is given up, and other lines are next."""
        self.give_up()
        if self._owner.is_attached:
            self._waiting = after_unseen(_REST, self._owner.app, self._begin)

    def give_up(self) -> None:
        """Nothing more is drawn until somebody moves."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _begin(self) -> None:
        self._left = self._lines()
        self._go_on()

    def _go_on(self) -> None:
        self._waiting = None
        owner = self._owner
        if not is_there(owner) or owner.screen is not owner.app.screen or (isinstance(owner.app, TypeAhead) and owner.app.keys_wait):
            return
        if len(list(islice(self._left, _IN_A_STEP))) == _IN_A_STEP:
            self._waiting = after_unseen(_PAUSE, owner.app, self._go_on)
