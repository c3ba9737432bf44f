"""The clock of a plan: now and today where the plan is at home, whatever the server's own time zone is.

Nothing else in the program asks what day or time it is. ``[settings] time_zone`` names the zone; without it, and where the name is
not known, it is that of Vietnam.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from functools import cache
from typing import Final

import attrs

from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say

USUAL_ZONE: Final = "Asia/Ho_Chi_Minh"
_USUAL: Final = dt.timezone(dt.timedelta(hours=7), "+07")
"""Needs no list of time zones on the machine: it has been this for longer than any plan."""

_LAST: Final = dt.datetime(2999, 12, 31, tzinfo=dt.UTC).timestamp()


@cache
def zone_named(name: str) -> dt.tzinfo | None:
    """A time zone such as ``Europe/Berlin``; None when this machine knows none of that name."""
    if name == USUAL_ZONE:
        return _USUAL
    from zoneinfo import ZoneInfo  # loaded where a plan names a zone of its own

    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError):  # also a name that is no name of a file
        return None


@attrs.frozen
class Clock:
    """Time in one zone; ``seconds`` since 1970 say when it is."""

    zone: dt.tzinfo = _USUAL
    seconds: Callable[[], float] = time.time

    def now(self) -> dt.datetime:
        """This moment."""
        return dt.datetime.fromtimestamp(self.seconds(), self.zone)

    def today(self) -> dt.date:
        """The day it is."""
        return self.now().date()

    def moment(self, seconds: float) -> dt.datetime:
        """The moment so many seconds after 1970; a file may say any number, and those no calendar has become the nearest."""
        return dt.datetime.fromtimestamp(min(max(seconds, 0.0), _LAST), self.zone)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment as the clock shows it here."""
        return moment.astimezone(self.zone)

    def at(self, day: dt.date, time: dt.time = dt.time.min) -> dt.datetime:
        """The moment of a time on a day here."""
        return dt.datetime.combine(day, time, self.zone)

    def span(self, day: dt.date) -> tuple[float, float]:
        """The seconds since 1970 at which a day begins and ends."""
        return self.at(day).timestamp(), self.at(day + dt.timedelta(days=1)).timestamp()


def clock_of(plan: Plan, seconds: Callable[[], float] = time.time) -> Clock:
    """The clock of a plan."""
    return Clock(zone_named(plan.setting("time_zone", USUAL_ZONE)) or _USUAL, seconds)


def seen_from(day: dt.date, known: dt.date | None) -> Sentence:
    """From which day a plan is looked at; ``known``: with the figures known on that later day, not only those known on the first."""
    if known is None or known <= day:
        return say(N_("seen from {day}"), day=day)
    return say(N_("seen from {day} with the figures known on {known}"), day=day, known=known)


def aware(moment: dt.datetime) -> dt.datetime:
    """A moment that was written down; earlier versions did so by the machine's clock, and without its zone."""
    return moment if moment.tzinfo is not None else moment.astimezone()
