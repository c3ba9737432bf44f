"""The part of a year a report is about: the year, its first half, its first nine months."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs


@attrs.frozen
class Span:
    """A part of the year that begins on 1 January; ``end`` is its last day as (month, day), ``seen`` the day its figures are out by."""

    key: str
    words: str
    end: tuple[int, int]
    seen: tuple[int, int]
    file: str
    short: str
    """As a title of a table has it."""

    @property
    def whole(self) -> bool:
        """Whether it is the whole year."""
        return self.end == (12, 31)

    def named(self, year: int) -> str:
        """``6 tháng đầu năm 2024``."""
        return self.words.format(year=year)

    def last_day(self, year: int) -> dt.date:
        """The last day of it in a year."""
        return dt.date(year, *self.end)

    def usual_day(self, year: int, as_of: dt.date) -> dt.date:
        """The day it is seen from where nobody names one: a year that is over from its last day, a part of one from a month after it."""
        return min(as_of, dt.date(year, *self.seen))


YEAR: Final = Span("yearly", "năm {year}", (12, 31), (12, 31), "bao-cao-nam-{year}", "{year}")
HALF_YEAR: Final = Span("half_year", "6 tháng đầu năm {year}", (6, 30), (7, 31), "bao-cao-6-thang-{year}", "6 tháng {year}")
NINE_MONTHS: Final = Span("nine_months", "9 tháng đầu năm {year}", (9, 30), (10, 31), "bao-cao-9-thang-{year}", "9 tháng {year}")
SPANS: Final = {span.key: span for span in (YEAR, HALF_YEAR, NINE_MONTHS)}
"""By the kind of paper that is about them."""
