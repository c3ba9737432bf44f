"""A key that comes at any moment of a start is answered: in whichever round of the event loop it is read, alone or with others.

A round is the least there is between two steps of a program that shares one thread: control comes back to the loop there and nowhere else,
so what is tried in every round is tried at every moment the first view, the parts of its side and a tab that is made ready can be in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextvars import Context
from pathlib import Path
from typing import Any, Final

import pytest
from textual import events

from tests.support.lengths import longer, of_these
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.terminal.frame_sender import FrameSender
from tui.terminal.input_driver import OneRead
from tui.terminal.type_ahead import TypeAhead

ROUNDS: Final = range(0, 160)
"""From the first round after the application is made to well behind the one in which its first screen is at rest."""
IN_SUITE: Final = (0, 7, 23, 62)
SCRIPTS: Final = (("4",), ("4", "j", "j"), ("j", "4", "j"), ("4", "2", "4"))
SIZE: Final = (100, 30)


class Reading:
    """Stands in for the thread that reads the terminal: at a round of the loop it hands on what it has read."""

    def __init__(self, at: int, keys: Sequence[str], *, one_read: bool, ahead: bool) -> None:
        self.at, self.keys, self.one_read, self.ahead = at, keys, one_read, ahead
        self.read = False

    def of(self, app: TypeAhead) -> None:
        """Begin to count the rounds of an application that is just being made."""
        asyncio.get_running_loop().call_soon(self._round, app, 0)

    def _round(self, app: Any, number: int) -> None:
        loop = asyncio.get_running_loop()
        if not app.screen_stack:  # the thread is begun with the first screen
            loop.call_soon(self._round, app, 0)
            return
        if number < self.at:
            loop.call_soon(self._round, app, number + 1)
            return
        if self.ahead and not self.read:  # in the very round before, the other tabs begin to be put together
            for mode in ("sectors", "enterprises", "tasks"):
                Context().run(lambda mode=mode: self._within(app, lambda: app.put_together(mode)))  # type: ignore[misc]
        keys = tuple(events.Key(key, key) for key in self.keys)
        if self.one_read:
            figures = all(key.isdigit() for key in self.keys)  # three digits in one read of a terminal that says nothing are a figure
            Context().run(app.post_message, OneRead(keys, may_be_pasted=not figures))
        for key in keys:
            Context().run(app.post_message, key)
        self.read = True

    @staticmethod
    def _within(app: Any, call: Callable[[], object]) -> None:
        with app._context():
            call()


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The screens of which frames were sent."""
    sent: list[object] = []
    monkeypatch.setattr(FrameSender, "show_frame", lambda app, screen, frame: sent.append(screen) if frame is not None else None)
    return sent


def _reads(monkeypatch: pytest.MonkeyPatch, reading: Reading) -> None:
    made = TypeAhead.__init__

    def begun(app: TypeAhead, ansi_color: bool | None = None) -> None:
        made(app, ansi_color)
        reading.of(app)

    monkeypatch.setattr(TypeAhead, "__init__", begun)


async def _seen(bench: Driver) -> tuple[str, str | None, str]:
    await bench.until(lambda: bench.tab.side_is_there, "the side stands")
    await bench.settle()
    return bench.tab.table_name, bench.id, bench.screen


async def _as_pressed(plan_file: Path, keys: Sequence[str]) -> tuple[str, str | None, str]:
    """What is seen where each key is pressed after all before it was answered."""
    async with open_workbench(plan_file, size=SIZE, every_frame=True) as bench:
        await bench.press(*keys)
        return await _seen(bench)


@longer
@pytest.mark.parametrize("keys", SCRIPTS, ids=" ".join)
@pytest.mark.parametrize("empty", (False, True))
async def test_what_was_typed_is_done_whenever_it_was_read(
    plan_file: Path, keys: Sequence[str], empty: bool, frames: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    if empty:
        plan_file.write_text(EMPTY, encoding="utf-8")
    expected = await _as_pressed(plan_file, keys)
    ways = [(False, False), (True, False), (False, True), (True, True)]
    for at in of_these(list(ROUNDS), [IN_SUITE[SCRIPTS.index(tuple(keys))]] if not empty else [IN_SUITE[1]]):
        for one_read, ahead in of_these(ways, [ways[(at + SCRIPTS.index(tuple(keys))) % 4]]):
            with monkeypatch.context() as patched:
                reading = Reading(at, keys, one_read=one_read and len(keys) > 1, ahead=ahead)
                _reads(patched, reading)
                async with open_workbench(plan_file, size=SIZE, every_frame=True) as bench:
                    await bench.until(lambda reading=reading: reading.read, "the key has come")  # type: ignore[misc]
                    await bench.settle()
                    found = await _seen(bench)
                    assert found == expected, (at, one_read, ahead, found[2])
                    assert frames[-1] is bench.tab, (at, one_read, ahead)
