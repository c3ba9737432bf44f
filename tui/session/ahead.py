"""What will be asked of a session next, worked out before anybody does: the rows of the tabs, and the queries of an edit."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from tui.frames.build import Frames
from tui.model.edits import Edit, SetField
from tui.model.fields import TABLES
from tui.session.asked_by_tabs import EDITED, RECORDS_OF, asked_by_tabs
from tui.session.session import Session

_SMALL: Final = 5_000
"""Records of a table up to which its edits are rehearsed."""
_SHOWN_SOON: Final = 20_000
"""Records of a table up to which its tab is made ready: the rows of 10,000 tasks take 0.1 s of the processor."""
_TURN: Final = 0.0005
"""Seconds after which it lets another thread go on that wants to."""


def tabs_with_few_records(session: Session) -> tuple[str, ...]:
    """The modes of the tabs that are made ready, also in a plan of 100,000 tasks: nobody may ever ask for what is much work."""
    return tuple(mode for mode, table in RECORDS_OF.items() if len(session.plan.tables[table]) <= _SHOWN_SOON)


def _has_few_records(session: Session) -> bool:
    return max(len(session.plan.tables[table]) for table in EDITED) <= _SMALL


class Ahead:
    """Works in a thread, on frames of its own: nothing of the session changes, and nothing is lost when it comes to nothing.

    Either the tabs as they are asked for; or, on a copy that is thrown away, one record of each judged as after an edit: that puts the
    queries of an edit together.
    """

    def __init__(
        self, session: Session, loads: Iterable[str], given_up: Callable[[], bool] = lambda: False, *, rehearses: bool = False
    ) -> None:
        """``loads`` are the modules that are imported first; ``given_up`` says that somebody is at work again.

        ``rehearses``: what an edit asks for instead of what the tabs do.
        """
        self._session, self._loads, self._given_up, self._rehearses = session, tuple(loads), given_up, rehearses
        self.done = False
        """Whether all of it was worked out."""
        self._frames = session.frames.copy()
        self._frames.given_up = given_up
        self._shown = session.as_of, session.words
        self._tabs = tabs_with_few_records(session)
        self._few = _has_few_records(session)

    def work(self) -> None:
        """Raises nothing: what cannot be worked out, or no longer while somebody edits, is worked out when it is asked for."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(min(_TURN, before))  # a key that comes meanwhile has its turn at once
        try:
            with contextlib.suppress(Exception):
                for step in self._steps():
                    if self._given_up():
                        return
                    step()
                self.done = True
        finally:
            sys.setswitchinterval(before)

    def _steps(self) -> Iterator[Callable[[], object]]:
        for name in self._loads:
            yield partial(importlib.import_module, f"tui.{name}")
        if not self._rehearses:
            yield from self._asked(self._frames, self._tabs)
            return
        if not self._few:
            return
        rehearsed = self._frames.copy()
        rehearsed.renew(edit for table in EDITED for edit in _no_change(rehearsed, table))
        yield from self._asked(rehearsed, RECORDS_OF)

    def hand_over(self) -> bool:
        """Let the session have what was found; False when it was edited meanwhile."""
        return self._session.frames.learn(self._frames)

    def _asked(self, frames: Frames, tabs: Iterable[str]) -> list[Callable[[], object]]:
        """What each of some tabs asks for as it is opened."""
        asked = asked_by_tabs(frames, *self._shown)
        return [step for tab in tabs for step in asked[tab]]


def _no_change(frames: Frames, table: str) -> list[Edit]:
    """Each field of a record given the value it has."""
    found = next(iter(frames.plan.tables[table].items()), None)
    if found is None:
        return []
    id, values = found
    return [SetField(table, id, field.key, values[field.key], values[field.key]) for field in TABLES[table] if field.key in values]
