"""What will be asked of a session next, worked out before anybody does: what the tabs show."""

from __future__ import annotations

import contextlib
import importlib
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from tui.frames.prepared import PREPARED
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


def has_few_records(session: Session) -> bool:
    """Whether edits are rehearsed, and what is free is looked for: in a large plan that is much work."""
    return max(len(session.plan.tables[table]) for table in EDITED) <= _SMALL


def forget_queries() -> None:
    """Let go of the queries that were put together for a first view: 0.1 MiB each, and an edit has its own rehearsed."""
    for query in PREPARED:
        query.forget()


class _GivingWay(contextlib.AbstractContextManager[None]):
    """What is done in a thread inside holds up no key: one that comes has its turn at once. The last of several threads puts it back."""

    def __init__(self) -> None:
        self._lock, self._threads, self._usual = threading.Lock(), 0, 0.0

    def __enter__(self) -> None:
        with self._lock:
            if not self._threads:
                self._usual = sys.getswitchinterval()
                sys.setswitchinterval(min(_TURN, self._usual))
            self._threads += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._threads -= 1
            if not self._threads:
                sys.setswitchinterval(self._usual)


giving_way: Final = _GivingWay()
"""Of the process: so is the interval."""


class Ahead:
    """Works in a thread, on frames of its own: nothing of the session changes, and nothing is lost when it comes to nothing."""

    def __init__(
        self, session: Session, loads: Iterable[str], given_up: Callable[[], bool] = lambda: False, *, of_tabs: bool = True
    ) -> None:
        """``loads`` are the modules that are imported first; ``given_up`` says that somebody is at work again.

        ``of_tabs``: what the tabs ask for is worked out behind them.
        """
        self._session, self._loads, self._given_up, self._of_tabs = session, tuple(loads), given_up, of_tabs
        self.done = False
        """Whether all of it was worked out."""
        self._frames = session.frames.copy()
        self._frames.given_up = given_up
        self._shown = session.as_of, session.words
        self._tabs = tabs_with_few_records(session)

    def work(self) -> None:
        """Raises nothing: what cannot be worked out, or no longer while somebody edits, is worked out when it is asked for."""
        with giving_way, contextlib.suppress(Exception):
            for step in self._steps():
                if self._given_up():
                    return
                step()
            self.done = True

    def _steps(self) -> Iterator[Callable[[], object]]:
        for name in self._loads:
            yield partial(importlib.import_module, f"tui.{name}")
        if self._of_tabs:
            asked = asked_by_tabs(self._frames, *self._shown)
            for tab in self._tabs:
                yield from asked[tab]

    def hand_over(self) -> bool:
        """Let the session have what was found; False when it was edited meanwhile."""
        return self._session.frames.learn(self._frames)
