"""What a column of a table shows: declared once for the screen, the filter language, sorting and exports."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, Literal

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.model.fields import TABLES

OF_WORTH: Final = 20
"""The greatest worth of a column a table should not be without: for those the panel beside it gives way."""


class Shows(enum.Enum):
    """How a native value of a frame becomes text on the screen."""

    TEXT = "text"
    NUMBER = "number"  # Float64 or Int64, by the language's decimals
    YEAR = "year"  # Int64, never grouped
    DATE = "date"
    COUNT = "count"  # Int64


class Tone(enum.StrEnum):
    """What colour supports a cell; glyph and word say the same without it."""

    GOOD = "good"
    CLOSE = "close"
    WAIT = "wait"
    WARN = "warn"
    BAD = "bad"
    MUTED = "muted"


@attrs.frozen
class Step:
    """One value of a scale, from the first to the last: its code, its (English) words, the glyph and tone it is shown with."""

    code: str
    label: str
    glyph: str = ""
    tone: Tone | None = None


@attrs.frozen(kw_only=True)
class Column:
    """One column of a view.

    ``key`` names the frame's column with the native value: sorting and ``field>=n`` use it. ``text`` names a String
    column with the words to show when the native value is a code or a list; without it the value is formatted by
    ``shows``. ``prefix`` and ``suffix`` name String columns put before and after the formatted value (an operator, a vintage mark).
    ``decimals`` is how many a number is shown with in every row, ``digits`` names an Int64 column that says it of each (as many as it has
    where neither does). ``instead`` names a String column with what is shown where the value is unknown, null for nothing.
    ``tone`` names a String column with a :class:`Tone` or null. ``field`` is the TOML key that editing the
    cell edits; None when the cell is derived (``why_not`` then says why, as an English sentence marked for translation). ``also`` names
    further fields of the record that stand in the cell, such as a unit or a bound; ``rests_on`` the one a derived cell hangs on first, at
    which a form over the record begins.

    Only the screen has what follows. ``short`` names a String column with what is drawn in place of ``text``, which is still found,
    copied and read whole; ``beside`` one with what is drawn behind it, such as a unit. ``glyph_tone`` names the tone of the glyph a cell
    begins with. ``width`` is how much of it is worth having: a longer text may be cut there, and takes what room is left.
    ``worth`` says which columns stay in a narrow window: those of worth 0 always, then by number, then the others in their order.
    """

    key: str
    title: str
    width: int
    shows: Shows = Shows.TEXT
    align: Literal["left", "right"] = "left"
    text: str | None = None
    prefix: str | None = None
    suffix: str | None = None
    tone: str | None = None
    decimals: int | None = None
    digits: str | None = None
    instead: str | None = None
    field: str | None = None
    also: tuple[str, ...] = ()
    why_not: str | None = None
    rests_on: str | None = None
    help: str = ""
    grows: bool = False
    """Whether the column takes the width that is left over."""
    short: str | None = None
    beside: str | None = None
    glyph_tone: str | None = None
    glyphs: bool = False
    """Whether each glyph of the text has the colour of what it says."""
    suffix_as: Literal["plain", "faint", "untold"] = "plain"
    """How the suffix is drawn: as the value, never as bright as it, or not at all."""
    worth: int | None = None
    of_a_series: bool = False
    """Whether it is one of several that are read in a row, as the years of a term: empty it stands too, no wider than its title."""
    answer: bool = False
    """Whether the column answers the question of its table: it stands at the right edge of every window."""
    scale: tuple[Step, ...] = ()
    """The values its codes may have, in their own order, for whoever counts rows by them."""
    adds: bool = False
    """Whether its numbers may be added up, as amounts and counts may and shares, rates and ordinals may not."""
    measure: str | None = None
    """The frame's Float64 column that is added up where the native value is another thing, such as how many amounts there are."""
    unit: str | None = None
    """The frame's String column with the unit of each number, where not all have one."""
    set_width: int | None = None
    """The cells a person wants it to have; None for what its content needs."""

    def shows_any(self, fields: Collection[str]) -> bool:
        """Whether one of these fields of a record stands in its cell, or the cell itself is named by its key."""
        return self.key in fields or self.field in fields or any(field in fields for field in self.also)

    def frame_columns(self) -> tuple[str, ...]:
        """The frame's columns one cell is drawn from."""
        of_value = (self.key, self.text, self.prefix, self.suffix, self.tone, self.digits, self.instead)
        return tuple(c for c in (*of_value, self.short, self.beside, self.glyph_tone) if c)

    def decimals_in(self, row: Mapping[str, Any]) -> int | None:
        """How many decimals the number of a row is shown with, None for as many as it has."""
        return row.get(self.digits) if self.digits else self.decimals


@attrs.frozen
class View:
    """A frame ready to be shown: one row a record, ``id`` first, and the columns in their order.

    ``table`` is the plan table whose ids the rows have. What ``told_beside`` names has no column of its own on the screen, since
    another column tells it: it is found, sorted and exported by like the others.
    """

    table: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    frames: Frames | None = attrs.field(default=None, eq=False, repr=False)
    """Where a filter finds what stands inside the entries of the records; None where rows are no records of a plan."""
    told_beside: tuple[Column, ...] = ()
    members: Mapping[str, Callable[[], pl.DataFrame]] = attrs.field(factory=dict, eq=False, repr=False)
    """By column, what gives DataFrame[id, value]: whom rows count under where that is not the native value, as who answers on the day."""
    called: str = ""
    """The (English) name of what it shows, where its rows are no records of a plan."""

    @property
    def title(self) -> str:
        """The (English) name of the table."""
        return self.called or TABLES[self.table].label

    @property
    def every_column(self) -> tuple[Column, ...]:
        """The columns, with those told beside another behind the first."""
        return (*self.columns[:1], *self.told_beside, *self.columns[1:]) if self.told_beside else self.columns

    def column(self, key: str) -> Column:
        """The column with that key. Raises KeyError."""
        for column in self.every_column:
            if column.key == key:
                return column
        raise KeyError(key)
