"""An edit of a table that is worked out while somebody types it: what it will ask of the frames is put together by then."""

from __future__ import annotations

import contextlib
import importlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from tui.frames.build import Frames, GivenUp
from tui.model.edits import Edit, SetField
from tui.model.fields import TABLES
from tui.session.ahead import giving_way
from tui.session.asked_by_tabs import EDITED, RECORDS_OF, asked_by_tabs
from tui.session.session import Session

_TAB_OF: Final = {table: tab for tab, table in RECORDS_OF.items()}
"""The tab each table is edited on."""


def is_rehearsed(table: str) -> bool:
    """Whether an edit of a table is worth it: one that the tabs show."""
    return table in EDITED


class Rehearsal:
    """One record of a table judged as after an edit, on a copy of the frames that is thrown away.

    That puts the queries of an edit together: first of what the tab of the table shows, then of what the others do. It is done a part
    at a time, each in a thread, and what was found before somebody was at work again stays found. Nothing stays in the end but the
    queries, and what Polars made for them the first time: some 7 MiB, which is why it waits until somebody is about to edit.
    """

    def __init__(self, session: Session, table: str | None, loads: Iterable[str] = ()) -> None:
        """``loads`` are the modules that are imported first, and all there is to do where ``table`` is None."""
        self.table = table
        self.done = False
        """Whether there is nothing more to do, be it that something could not be worked out: then it is when it is asked for."""
        self._session = session
        self._given_up: Callable[[], bool] = lambda: False
        self._frames = session.frames.copy()
        self._frames.given_up = lambda: self._given_up()
        self._steps: deque[Callable[[], object]] = deque(partial(importlib.import_module, f"tui.{name}") for name in loads)
        if table is not None:
            self._steps += self._all(session, table)

    @property
    def outdated(self) -> bool:
        """Whether there was an edit meanwhile: it has asked for what this would."""
        return self._session.frames.have_gone_on(self._frames)

    def go_on(self, given_up: Callable[[], bool]) -> None:
        """Do what is left, until ``given_up`` says that somebody is at work again. Raises nothing."""
        self._given_up = given_up
        with giving_way, contextlib.suppress(Exception):
            while self._steps:
                if given_up():
                    return
                try:
                    self._steps[0]()
                except GivenUp:
                    return
                self._steps.popleft()
        self.done = True
        self._steps.clear()

    def _all(self, session: Session, table: str) -> Iterator[Callable[[], object]]:
        frames = self._frames
        yield lambda: frames.renew(_no_change(frames, table))
        asked = asked_by_tabs(frames, session.as_of, session.words)
        first = _TAB_OF[table]
        yield from asked[first]
        for tab, steps in asked.items():
            if tab != first:
                yield from steps


def _no_change(frames: Frames, table: str) -> list[Edit]:
    """Each field of a record given the value it has."""
    found = next(iter(frames.plan.tables[table].items()), None)
    if found is None:
        return []
    id, values = found
    return [SetField(table, id, field.key, values[field.key], values[field.key]) for field in TABLES[table] if field.key in values]
