"""The periods reports are about: the years, half-years, quarters and months of the calendar, and what they are called."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from typing import Final

import attrs

from tui.model.text import N_, Sentence, say

MONTHS_OF: Final = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
"""By the word of ``every`` the months of a period."""
YEARLY: Final = "year"
_ROMAN: Final = ("I", "II", "III", "IV")


@attrs.frozen
class Period:
    """One period of a year: the first has number 1; ``start`` and ``end`` are its first and its last day."""

    every: str
    year: int
    number: int

    @property
    def start(self) -> dt.date:
        return dt.date(self.year, (self.number - 1) * MONTHS_OF[self.every] + 1, 1)

    @property
    def end(self) -> dt.date:
        month = self.number * MONTHS_OF[self.every]
        return dt.date(self.year, month, calendar.monthrange(self.year, month)[1])

    @property
    def within_year(self) -> int | None:
        """Its number, as an entry of a plan says it: None where it is the whole year."""
        return None if self.every == YEARLY else self.number

    @property
    def words(self) -> Sentence:
        """``year 2025``, ``quarter II of 2025``."""
        return period_words(self.every, self.year, self.number)

    def before(self) -> Period | None:
        """The one before it; None where the calendar ends."""
        if self.number > 1:
            return Period(self.every, self.year, self.number - 1)
        return Period(self.every, self.year - 1, 12 // MONTHS_OF[self.every]) if self.year > dt.MINYEAR else None


def every_of(word: object) -> str:
    """How often, a year where a record does not say (or says what nobody knows)."""
    return word if isinstance(word, str) and word in MONTHS_OF else YEARLY


def period_of(day: dt.date, every: str) -> Period:
    """The period a day lies in."""
    return Period(every, day.year, (day.month - 1) // MONTHS_OF[every] + 1)


def periods_of_years(every: str, first: int, last: int) -> Iterator[Period]:
    """Every period of some years, in order."""
    for year in range(first, last + 1):
        for number in range(1, 12 // MONTHS_OF[every] + 1):
            yield Period(every, year, number)


def last_good_day(period: Period, before: str | None, within_days: int | None, *, next_period: bool = False) -> dt.date | None:
    """The last day on which the report on a period is in time; None where no day is named, or the calendar has none.

    ``within_days`` counts from the period's last day and goes before ``before``, a month and day ("11-20"), which is strict: the last
    good day is the one before it. Of periods shorter than a year it is meant in each at the same place (20/11: the second month of every
    quarter). ``next_period``: that day of the period after it.
    """
    try:
        if within_days is not None:
            return period.end + dt.timedelta(days=within_days)
        if before is None:
            return None
        months = MONTHS_OF[period.every]
        month, day = int(before[:2]), int(before[3:])
        ahead = period.start.month - 1 + (month - 1) % months + (months if next_period else 0)
        first = dt.date(period.start.year + ahead // 12, ahead % 12 + 1, 1)
        days = calendar.monthrange(first.year, first.month)[1]
        return first + dt.timedelta(days=min(day - 1, days) - 1)
    except (ValueError, OverflowError):
        return None


def period_words(every: str, year: int, number: int) -> Sentence:
    """``year 2025``, ``first half of 2025``, ``quarter II of 2025``, ``month 3 of 2025``."""
    if every == "half_year":
        return say(N_("first half of {year}") if number == 1 else N_("second half of {year}"), year=str(year))
    if every == "quarter":
        return say(N_("quarter {number} of {year}"), number=_ROMAN[number - 1], year=str(year))
    if every == "month":
        return say(N_("month {number} of {year}"), number=str(number), year=str(year))
    return say(N_("year {year}"), year=str(year))
