"""What a column of a table shows: declared once for the screen, the filter language, sorting and exports."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Literal

import attrs
import polars as pl

from tui.frames.build import Frames


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
    WARN = "warn"
    BAD = "bad"
    MUTED = "muted"


@attrs.frozen(kw_only=True)
class Column:
    """One column of a view.

    ``key`` names the frame's column with the native value: sorting and ``field>=n`` use it. ``text`` names a String
    column with the words to show when the native value is a code or a list; without it the value is formatted by
    ``shows``. ``prefix`` and ``suffix`` name String columns put before and after the formatted value (an operator, a vintage mark).
    ``decimals`` is how many a number is shown with in every row, ``digits`` names an Int64 column that says it of each (as many as it has
    where neither does). ``instead`` names a String column with what is shown where the value is unknown, null for nothing.
    ``tone`` names a String column with a :class:`Tone` or null. ``field`` is the TOML key that editing the
    cell edits; None when the cell is derived (``why_not`` then says why, as an English sentence marked for translation).
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
    why_not: str | None = None
    help: str = ""
    grows: bool = False
    """Whether the column takes the width that is left over."""

    def frame_columns(self) -> tuple[str, ...]:
        """The frame's columns one cell is drawn from."""
        return tuple(c for c in (self.key, self.text, self.prefix, self.suffix, self.tone, self.digits, self.instead) if c)

    def decimals_in(self, row: Mapping[str, Any]) -> int | None:
        """How many decimals the number of a row is shown with, None for as many as it has."""
        return row.get(self.digits) if self.digits else self.decimals


@attrs.frozen
class View:
    """A frame ready to be shown: one row a record, ``id`` first, and the columns in their order.

    ``table`` is the plan table whose ids the rows have.
    """

    table: str
    frame: pl.DataFrame
    columns: tuple[Column, ...]
    frames: Frames | None = attrs.field(default=None, eq=False, repr=False)
    """Where a filter finds what stands inside the entries of the records; None where rows are no records of a plan."""

    def column(self, key: str) -> Column:
        """The column with that key. Raises KeyError."""
        for column in self.columns:
            if column.key == key:
                return column
        raise KeyError(key)
