"""A plan that begins from nothing: its term, and what it is called until somebody says it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final

from tui.model.fields import SINGLE_ID, TABLES
from tui.model.plan import Plan, Values
from tui.model.text import N_, Sentence, say

_TERM: Final = re.compile(r"\s*(\d{4})\s*[-–—]\s*(\d{4})\s*\Z")
EARLIEST, LATEST = 1990, 2190
"""The years a term may have: its days, moved on to a later term, must stay days the plan file knows."""
_LONGEST: Final = 60
"""Years; a longer term is taken for a slip of the hand."""
_USUAL: Final = 5
PLACEHOLDER: Final = N_("New plan {first}–{last}")
"""The title of a plan nobody has given one yet."""

HEADER: Final = ("title", "kind", "issuer", "term")
"""The fields of ``[plan]`` that a beginning asks for."""


def read_term(text: str) -> tuple[int, int] | None:
    """First and last year of ``2026-2030``; None when it is no term."""
    found = _TERM.match(text)
    if found is None:
        return None
    first, last = int(found[1]), int(found[2])
    return (first, last) if EARLIEST <= first <= last <= LATEST and last - first < _LONGEST else None


def usual_term(today: dt.date) -> tuple[int, int]:
    """The term of five years the day lies in, as public plans count them: 2021–2025, 2026–2030; in its last year the next."""
    first = today.year - (today.year - 1) % _USUAL
    return (first, first + _USUAL - 1) if today.year < first + _USUAL - 1 else (first + _USUAL, first + 2 * _USUAL - 1)


def term_value(first: int, last: int) -> Values:
    """The stored term of whole years."""
    return {"start": dt.date(first, 1, 1), "end": dt.date(last, 12, 31)}


def placeholder(first: int, last: int) -> Sentence:
    """What a plan is called while it has no title; years as they are written, not as numbers."""
    return say(PLACEHOLDER, first=str(first), last=str(last))


def blank_header(first: int, last: int, title: str, **known: Any) -> Values:
    """The record of ``[plan]``: title and term, and what else is known by now (``""`` is not)."""
    values = {"title": title, "term": term_value(first, last), **{key: value for key, value in known.items() if value}}
    return {spec.key: values[spec.key] for spec in TABLES["plan"] if spec.key in values}


def blank_plan(header: Values) -> Plan:
    """A plan with its header and nothing else."""
    plan = Plan()
    plan.tables["plan"][SINGLE_ID] = header
    return plan
