"""A drawing: a plot of curves and points by year, and blocks of lines below it. Plain data that says what is shown, not how wide.

Texts are in the user's language and safe for a terminal. How a block is laid out in so many cells is the widgets' affair.
They are named tuples: these classes are made at every start, and no others are made as fast.
"""

from __future__ import annotations

import enum
from typing import Final, NamedTuple, TypeAlias

from tui.frames.tables.columns import Tone

RESULT, ESTIMATE, TARGET, PATH, FORECAST, REQUIRED, BESIDE, BREAK = "●", "○", "─", "·", "◇", "△", "◆", "┊"
BAND, MILESTONE, AWAITED = "░", "□", "?"
FILLS: Final = ("█", "▒", "░", "▚", "▞", "▤")
"""The parts of a whole, told apart by their pattern; after the last the first comes again."""
LED, OVERDUE, PARTNER = "█", "▚", "░"
"""The tasks of a body: led, led and past their day, taken part in."""
INSIDE, OUTSIDE, TODAY = "█", "·", "│"
"""The half-years of a window on the term, those outside of it, and the one of the day."""


class Ink(enum.Enum):
    """What a curve is about: it supports the mark with a colour, and never stands alone."""

    RESULT = "result"
    AIM = "aim"
    OUTLOOK = "outlook"
    APART = "apart"
    EDGE = "edge"
    LATE = "late"


Tint: TypeAlias = Ink | Tone
"""What gives a mark or a word its colour."""

SIGN_INKS: Final = (
    dict.fromkeys((RESULT, ESTIMATE), Ink.RESULT)
    | dict.fromkeys((TARGET, PATH, BAND, MILESTONE), Ink.AIM)
    | dict.fromkeys((AWAITED, REQUIRED, FORECAST), Ink.OUTLOOK)
    | {BESIDE: Ink.APART, BREAK: Ink.EDGE}
)
"""Whose curve each sign of a legend stands for."""
FILL_INKS: Final = dict(zip(FILLS, (Ink.RESULT, Ink.AIM, Ink.OUTLOOK, Ink.APART, Ink.EDGE, Ink.LATE), strict=True))
LOAD_INKS: Final = {LED: Ink.RESULT, OVERDUE: Ink.LATE, PARTNER: Ink.EDGE}
WINDOW_INKS: Final = {INSIDE: Ink.RESULT, OVERDUE: Ink.LATE, TODAY: Ink.OUTLOOK, OUTSIDE: None}

Point: TypeAlias = tuple[float, float]
"""(year, value); a line between two years stands at a half."""


class Curve(NamedTuple):
    """Points of one mark; ``joined`` by a line of marks, of a thin line where there is no mark."""

    points: tuple[Point, ...]
    mark: str | None
    ink: Ink
    joined: bool = False


class Label(NamedTuple):
    """A number beside a point, in the colour of its curve."""

    year: float
    value: float
    text: str
    ink: Ink


class Plot(NamedTuple):
    """Curves over the years ``first`` to ``last``, both in it, and values ``low`` to ``high``; a later curve lies over an earlier.

    ``agreed`` are the levels the scale names itself, the target or both ends of its range: no other number stands beside their lines.
    A ``band`` curve has two points, opposite corners of a range. ``labels`` are written where there is much room.
    """

    title: str
    curves: tuple[Curve, ...]
    first: int
    last: int
    low: float
    high: float
    agreed: tuple[float, ...] = ()
    labels: tuple[Label, ...] = ()

    @property
    def years(self) -> tuple[int, ...]:
        """Every year of the plot, with a figure or without."""
        return tuple(range(self.first, self.last + 1))


# -- lines ----------------------------------------------------------------------------------------------------------


class Note(NamedTuple):
    """A line of its own; one that is the title of its chart is not drawn where that stands elsewhere."""

    text: str
    is_title: bool = False


class Pieces(NamedTuple):
    """Short texts one after the other, in as many lines as they need; none is broken where it need not be."""

    pieces: tuple[str, ...]


class Standing(NamedTuple):
    """A name with how it stands; in little room the name gives way."""

    glyph: str
    name: str
    verdict: str
    tone: Tone | None = None


class ShareBar(NamedTuple):
    """The parts of a whole in per cent, None where one is unknown; ``figures`` says them."""

    label: str
    shares: tuple[float | None, ...]
    figures: str


class ShareBars(NamedTuple):
    """A stacked bar a row, its figures beside it or, with little room, below."""

    bars: tuple[ShareBar, ...]


class WindowRow(NamedTuple):
    """An enterprise; ``marks`` says of each half-year of the term: inside its window, outside, past its end and not done."""

    name: str
    share: str
    marks: str
    current: bool = False
    said: str = ""
    """How it stands."""
    tone: Tone | None = None


class Windows(NamedTuple):
    """Windows on the ``years`` of the term; ``today`` counts the half-years before the day, None where it lies outside."""

    share_title: str
    years: tuple[int, ...]
    rows: tuple[WindowRow, ...]
    today: int | None
    today_text: str


class LoadRow(NamedTuple):
    """A body with how many tasks it leads, how many of those are late, and how many it takes part in; ``taken_over`` says whose they
    were in the text, or nothing."""

    name: str
    lead: int
    partner: int
    taken_over: str = ""
    late: int = 0


class Loads(NamedTuple):
    """Bars, the busiest first, as many as there is room for; ``told_apart`` leaves half of the width to what was taken over.

    ``lead``, ``late`` and ``partner`` are the words for the numbers.
    """

    title: str
    rows: tuple[LoadRow, ...]
    lead: str
    late: str
    partner: str
    told_apart: bool = False


class Bar(NamedTuple):
    """How many records stand so: ``said`` is the number as it is written behind the bar."""

    glyph: str
    name: str
    number: int
    said: str
    tone: Tone | None = None


class Bars(NamedTuple):
    """Bars of one scale, which ``most`` fills."""

    rows: tuple[Bar, ...]
    most: int


Block: TypeAlias = Note | Pieces | Standing | ShareBars | Windows | Loads | Bars


class Drawing(NamedTuple):
    """What a chart shows, from top to bottom."""

    blocks: tuple[Block, ...] = ()
    plot: Plot | None = None


NOTHING: Final = Drawing()
