"""Names of bodies in a free text as they are on a day: who has ended is called by who took over, as the plan or the country has it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from tui.model.plan import Plan
from tui.model.succession import begun, holders_on
from tui.model.text import SPELLINGS, nfc, sound

_LIST: Final = Path(__file__).with_name("ended.toml")


def named_on(plan: Plan, text: str, day: dt.date) -> str:
    """The text with every body in it that has ended by a day called by those who stand for it; "" when nobody does and nothing is left."""
    found = nfc(text)
    for gone, there in ((_of_plan(plan, day), _there(plan, day)), (_of_country(day), ())):
        found = _renamed(found, gone, there)
    return re.sub(r"^[\s,;]+|[\s,;]+$", "", found)


def _renamed(text: str, gone: Iterable[tuple[str, str]], there: Iterable[str]) -> str:
    """The text with those who are gone called by who took over; the name of one who is there stays whole, whatever it begins with."""
    places = [(*found.span(), then) for name, then in gone for found in _said(name).finditer(text)]
    if not places:
        return text
    places += [(*found.span(), found[0]) for name in there for found in _said(name).finditer(text)]
    told, end = [], 0
    for start, stop, then in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= end:
            told += [text[end:start], then]
            end = stop
    return "".join((*told, text[end:]))


def _there(plan: Plan, day: dt.date) -> list[str]:
    """The names of the plan's bodies that are there."""
    agencies = plan.tables["agencies"]
    return [name for id, values in agencies.items() if id in holders_on(plan, id, day) for name in _names(values)]


def ended_on(plan: Plan, day: dt.date) -> Iterator[str]:
    """The names under which nobody can be written to on a day: of the plan's bodies that have ended, and of the country's."""
    yield from (name for name, _ in (*_of_plan(plan, day), *_of_country(day)))


def days_of_ends() -> frozenset[dt.date]:
    """The last days of the country's bodies that have ended."""
    return frozenset(one["until"] for one in _ended())


def mentions(text: str, name: str) -> bool:
    """Whether a body is named in a text, however its sounds are spelled."""
    return _said(name).search(nfc(text)) is not None


def _of_plan(plan: Plan, day: dt.date) -> list[tuple[str, str]]:
    """(a name, who stands for it) of the bodies that have ended; a name somebody bears who is there is left as it is. Longest first."""
    agencies = plan.tables["agencies"]
    there = {sound(name) for id in agencies if id in holders_on(plan, id, day) for name in _names(agencies[id])}
    gone: dict[str, str] = {}
    for id, values in agencies.items():
        holders = holders_on(plan, id, day)
        if id in holders or not begun(plan, id, day):
            continue
        for name in _names(values):
            if sound(name) not in there:
                gone[name] = ", ".join(dict.fromkeys(plan.title_of("agencies", holder) for holder in holders))
    return _longest_first(gone.items())


def _of_country(day: dt.date) -> list[tuple[str, str]]:
    return _longest_first((name, one["then"]) for one in _ended() if one["until"] < day for name in one["names"])


def _names(values: Mapping[str, Any]) -> Iterator[str]:
    yield from dict.fromkeys(str(values[key]) for key in ("name", "short") if values.get(key))


def _longest_first(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: -len(pair[0]))


@lru_cache(maxsize=1)
def _ended() -> list[dict[str, Any]]:
    import tomli

    found: list[dict[str, Any]] = tomli.loads(_LIST.read_text(encoding="utf-8"))["ended"]
    return found


@lru_cache(maxsize=512)
def _said(name: str) -> re.Pattern[str]:
    """A name as words of a text, in any spelling of its sounds, with any hyphen."""
    alike: dict[str, set[str]] = {}
    for one, compared in SPELLINGS.items():
        alike.setdefault(compared, {compared}).add(one)
    either = re.compile("|".join(map(re.escape, sorted(alike, key=len, reverse=True))))
    words = re.escape(sound(name)).replace(r"\-", r"\s*[-–]\s*").replace(r"\ và\ ", r"(?:\s+và\s+|\s*&\s*)").replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\w){either.sub(lambda found: '(?:' + '|'.join(sorted(alike[found[0]])) + ')', words)}(?!\w)", re.IGNORECASE)
