"""A drawing: a plot of curves and points by year, and blocks of lines below it. Plain data that says what is shown, not how wide.

Texts are in the user's language and safe for a terminal. How a block is laid out in so many cells is the widgets' affair.
They are named tuples: these classes are made at every start, and no others are made as fast.
"""

from __future__ import annotations

import enum
from typing import Final, NamedTuple, TypeAlias

RESULT, ESTIMATE, TARGET, PATH, FORECAST, REQUIRED, BESIDE, BREAK = "●", "○", "─", "·", "◇", "△", "◆", "┊"
BAND, MILESTONE, AWAITED = "░", "□", "?"
FILLS: Final = ("█", "▒", "░", "▚", "▞", "▤")
"""The parts of a whole, told apart by their pattern; after the last the first comes again."""


class Ink(enum.Enum):
    """What a curve is about: it supports the mark with a colour, and never stands alone."""

    RESULT = "result"
    AIM = "aim"
    OUTLOOK = "outlook"
    APART = "apart"
    EDGE = "edge"


Point: TypeAlias = tuple[float, float]
"""(year, value); a line between two years stands at a half."""


class Curve(NamedTuple):
    """Points of one mark; ``joined`` by a line of marks, of a thin line where there is no mark."""

    points: tuple[Point, ...]
    mark: str | None
    ink: Ink
    joined: bool = False


class Plot(NamedTuple):
    """Curves over the years ``first`` to ``last``, both in it, and values ``low`` to ``high``; a later curve lies over an earlier.

    ``agreed`` are the levels the scale names itself, the target or both ends of its range: no other number stands beside their lines.
    """

    title: str
    curves: tuple[Curve, ...]
    first: int
    last: int
    low: float
    high: float
    agreed: tuple[float, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of the plot, with a figure or without."""
        return tuple(range(self.first, self.last + 1))


# -- lines ----------------------------------------------------------------------------------------------------------


class Note(NamedTuple):
    """A line of its own."""

    text: str


class Pieces(NamedTuple):
    """Short texts one after the other, in as many lines as they need; none is broken where it need not be."""

    pieces: tuple[str, ...]


class Standing(NamedTuple):
    """A name with how it stands; in little room the name gives way."""

    glyph: str
    name: str
    verdict: str


class ShareBar(NamedTuple):
    """The parts of a whole in per cent, None where one is unknown; ``figures`` says them."""

    label: str
    shares: tuple[float | None, ...]
    figures: str


class ShareBars(NamedTuple):
    """A stacked bar a row, its figures beside it or, with little room, below."""

    bars: tuple[ShareBar, ...]


class WindowRow(NamedTuple):
    """An enterprise; ``covered`` says of each half-year of the term whether its window reaches into it."""

    name: str
    share: str
    covered: tuple[bool, ...]
    current: bool = False


class Windows(NamedTuple):
    """Windows on the ``years`` of the term; ``today`` counts the half-years before the day, None where it lies outside."""

    share_title: str
    years: tuple[int, ...]
    rows: tuple[WindowRow, ...]
    today: int | None
    today_text: str


class LoadRow(NamedTuple):
    """A body with how many tasks it leads and takes part in; ``taken_over`` says whose they were in the text, or nothing."""

    name: str
    lead: int
    partner: int
    taken_over: str = ""


class Loads(NamedTuple):
    """Bars, the busiest first, as many as there is room for; ``told_apart`` leaves half of the width to what was taken over."""

    title: str
    rows: tuple[LoadRow, ...]
    told_apart: bool = False


Block: TypeAlias = Note | Pieces | Standing | ShareBars | Windows | Loads


class Drawing(NamedTuple):
    """What a chart shows, from top to bottom."""

    blocks: tuple[Block, ...] = ()
    plot: Plot | None = None


NOTHING: Final = Drawing()
