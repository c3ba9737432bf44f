"""The rows of a window as they are kept for the next start, whose cursor moves over them before the program runs.

:mod:`tui.start.early_cursor` shows them; here they are made of what the screen draws.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol, runtime_checkable

import attrs
from textual.geometry import Region
from textual.strip import Strip

from tui.start.early_cursor import Kept
from tui.terminal.frame_diff import Frame
from tui.terminal.frame_sender import Painter
from tui.terminal.kept_page import emptied
from tui.terminal.textual_internals.keys import sent_for


@attrs.frozen
class Movable:
    """The rows of a window over which a cursor moves that can be seen without the program: see :mod:`tui.start.early_cursor`."""

    x: int
    y: int
    width: int
    """Where the first row stands on the terminal, and the cells of a row."""
    at: int
    """The row the cursor is on."""
    rows: Sequence[tuple[Strip, Strip]]
    """Each row without the cursor and with it."""
    beside: Sequence[Region]
    """What shows the record under the cursor."""


@runtime_checkable
class WithMovableCursor(Protocol):
    """A screen whose cursor moves over rows in a window."""

    def cursor_line(self) -> int | None:
        """The row of the window the cursor is on; None where there is none."""

    def movable(self) -> Movable | None:
        """The rows of the window; None where the cursor does more than move over them."""

    def steps(self) -> Mapping[str, int]:
        """The keys that take the cursor a row down (1) or up (-1), as Textual names them."""


def kept_rows(screen: WithMovableCursor, painter: Painter, frame: Frame, rests_on: tuple[str, int]) -> Kept | None:
    """The rows of the window of a screen that is shown; None where there is nothing its cursor could be moved over by itself.

    ``rests_on``: a file of what reads the keys afterwards, and when it was changed.
    """
    return rows_of(screen.movable(), screen.steps(), painter, frame, rests_on)


def rows_of(movable: Movable | None, steps: Mapping[str, int], painter: Painter, frame: Frame, rests_on: tuple[str, int]) -> Kept | None:
    """The same of rows that were taken while the screen was shown; it need not be there any more."""
    keys = {sent: step for key, step in steps.items() for sent in sent_for(key)}
    if movable is None or not keys:
        return None
    rows = []
    for y, pair in enumerate(movable.rows, movable.y):
        without, under = map(painter.runs, pair)
        if without is None or under is None:
            return None
        rows.append(((y, movable.x, movable.width, without), (y, movable.x, movable.width, under)))
    beside = [emptied(frame, *region) for region in movable.beside]
    if any(parts is None for parts in beside):
        return None
    return Kept(keys, movable.at, rows, [part for parts in beside for part in parts or ()], rests_on)
