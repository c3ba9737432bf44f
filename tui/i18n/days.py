"""Days as people type them: ``20/11/2026``, ``20 Nov 2026``, and short of it ``20/11``, ``20 Nov``, ``+7``, ``cuối tháng``.

What is short of a day is counted from the day they look from.
Marks and capitals do not matter; both languages' words are known whichever is on the screen, as no word means two things.
``+2t`` and ``+2n`` are refused: *tuần* or *tháng*, *ngày* or *năm*?
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from tui.model.text import fold

_DAY_FIRST = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})\Z")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")
_KEYPAD = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})\Z")
_NAMED_MONTH = re.compile(r"([0-9]{1,2}) ([a-z]{3,9})\.?(?:,? ([0-9]{4}))?\Z")
_SHORT = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})(?:[/.-]([0-9]{2}))?\Z")
_AWAY = re.compile(r"([+-]) ?([0-9]{1,5}) ?([a-z]*)\Z")
_EDGE_VI = re.compile(r"(dau|cuoi) (tuan|thang|quy|nam)(?: (nay|truoc|sau|toi|[0-9]{1,4}))?\Z")
_EDGE_EN = re.compile(r"(start|beginning|end)(?: of)?(?: the)?(?: (this|last|next))? (week|month|quarter|year)\Z")

_NAMED: Final = {"hom nay": 0, "today": 0, "mai": 1, "ngay mai": 1, "tomorrow": 1, "hom qua": -1, "yesterday": -1}
_DAYS: Final = {"": 1, "d": 1, "day": 1, "days": 1, "ngay": 1, "w": 7, "week": 7, "weeks": 7, "tuan": 7}
_MONTHS: Final = {"m": 1, "month": 1, "months": 1, "thang": 1, "q": 3, "quarter": 3, "quarters": 3, "quy": 3}
_YEARS: Final = {"y": 12, "year": 12, "years": 12, "nam": 12}
_SHIFTS: Final = {"": 0, "nay": 0, "this": 0, "truoc": -1, "last": -1, "sau": 1, "toi": 1, "next": 1}
_MONTH_NAMES: Final = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_FEWEST_LETTERS: Final = 3
"""Letters of a month's name: two are May, March or any word."""
_SPANS: Final = {"tuan": "week", "thang": "month", "quy": "quarter", "nam": "year"}
_SPAN_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


class NoSuchDay(ValueError):
    """The text has the form of a day, but no calendar has it: 31/02."""


def read_day(text: str, seen_from: dt.date | None = None) -> dt.date | None:
    """The day a text means, None when it means none. Raises :class:`NoSuchDay`.

    Without ``seen_from`` only a full day is taken: ``20/11/2026`` or ``2026-11-20``.
    """
    typed = " ".join(fold(text.replace("−", "-")).split())
    try:
        day = _full(typed)
        return day if day is not None or seen_from is None else _counted(typed, seen_from)
    except (ValueError, OverflowError) as fault:
        raise NoSuchDay(text) from fault


def _full(typed: str) -> dt.date | None:
    if found := _DAY_FIRST.match(typed):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    if found := _YEAR_FIRST.match(typed):
        return dt.date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _NAMED_MONTH.match(typed)) and found[3] and (month := month_named(found[2])):
        return dt.date(int(found[3]), month, int(found[1]))
    return None


def month_named(name: str) -> int | None:
    """The month of an English name, or of its first letters, three or more: ``nov`` is 11."""
    alike = (month for month, whole in enumerate(_MONTH_NAMES, 1) if whole.startswith(name))
    return next(alike, None) if len(name) >= _FEWEST_LETTERS else None


def _counted(typed: str, today: dt.date) -> dt.date | None:
    if typed in _NAMED:
        return today + dt.timedelta(days=_NAMED[typed])
    if found := _SHORT.match(typed):
        return dt.date(2000 + int(found[3]) if found[3] else today.year, int(found[2]), int(found[1]))
    if (found := _NAMED_MONTH.match(typed)) and (month := month_named(found[2])):
        return dt.date(today.year, month, int(found[1]))
    if found := _KEYPAD.match(typed):
        return dt.date(int(found[3]), int(found[2]), int(found[1]))
    if found := _AWAY.match(typed):
        return _away(int(found[1] + found[2]), found[3], today)
    if found := _EDGE_VI.match(typed):
        return _edge(found[1] == "dau", _SPANS[found[2]], found[3] or "", today)
    if found := _EDGE_EN.match(typed):
        return _edge(found[1] != "end", found[3], found[2] or "", today)
    return None


def _away(count: int, unit: str, today: dt.date) -> dt.date | None:
    if unit in _DAYS:
        return today + dt.timedelta(days=count * _DAYS[unit])
    months = _MONTHS.get(unit) or _YEARS.get(unit)
    return _months_on(today, count * months) if months else None


def _months_on(day: dt.date, count: int) -> dt.date:
    """The same day of a later month; its last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _edge(start: bool, span: str, which: str, today: dt.date) -> dt.date | None:
    """The first or last day of a week, month, quarter or year: this one, the one before or after, or the one of a number."""
    if span == "week":
        if which.isdecimal():
            return None
        monday = today + dt.timedelta(days=7 * _SHIFTS[which] - today.weekday())
        return monday if start else monday + dt.timedelta(days=6)
    months = _SPAN_MONTHS[span]
    if which.isdecimal():
        first = dt.date(int(which), 1, 1) if span == "year" else dt.date(today.year, (int(which) - 1) * months + 1, 1)
    else:
        this = dt.date(today.year, (today.month - 1) // months * months + 1, 1)
        first = _months_on(this, months * _SHIFTS[which])
    return first if start else _months_on(first, months) - dt.timedelta(days=1)
