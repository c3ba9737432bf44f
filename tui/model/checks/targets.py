"""What does not go together in an indicator: its target, the range and the years around it, and its figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, TypeAlias

from tui.model.plan import Values
from tui.model.text import N_, Sentence, say

Sense: TypeAlias = Iterator[tuple[str, Sentence, bool]]
"""(field, what does not go together with what, whether that is only a warning)."""

PARTS: Final = ("share", "points_cut")
"""The kinds whose percentages are parts of a whole."""
PERCENT_LEVELS: Final = ("end_level", "floor", "ceiling")
"""The kinds whose percentages usually are, but may be compared with something smaller than themselves."""

_EARLY: Final = dt.timedelta(days=31)
"""How long before its end a period is reported on: yearly figures in December, those of six months at the end of June."""


def indicator_sense(values: Values) -> Sense:
    """What is wrong with one indicator whose fields can all be read."""
    numbered = values["kind"] != "qualitative"
    if not numbered:
        for key in ("target", "target_max", "milestones", "area_targets"):
            if key in values:
                yield key, say(N_("an indicator without a number has no target")), False
    elif "target" in values and "op" not in values:
        yield "op", say(N_("a target needs its sign: ≥, ≤, >, <, = or ≈ before the number")), False
    elif "op" in values and "target" not in values and "reference" not in values:  # as a new term starts: which way, not yet how far
        yield "target", say(N_("has no target yet")), True
    yield from _range_sense("", values)
    if (values.get("op"), values.get("better")) in ((">=", "down"), (">", "down"), ("<=", "up"), ("<", "up")):
        yield "better", say(N_("the operator says the other way")), True
    yield from _milestone_sense(values)
    yield from _area_target_sense(values)
    for index, entry in enumerate(values.get("values", []), 1):
        for key, what in _figure_sense(values, entry, numbered=numbered):
            yield f"values.{index}.{key}", what, True
    yield from _percent_sense(values)
    yield from _revision_sense(values)


def _range_sense(before: str, values: Mapping[str, Any]) -> Sense:
    """The upper end of a range lies above its lower one. ``before`` is the path to it."""
    if "target_max" not in values:
        return
    if "target" not in values:
        yield f"{before}target_max", say(N_("is the upper end of a range without a lower one")), False
    elif values["target_max"] <= values["target"]:
        told = N_("the upper end {most} is not above the target {least}")
        yield f"{before}target_max", say(told, most=values["target_max"], least=values["target"]), False


def _milestone_sense(values: Values) -> Sense:
    """One agreed value a year, in the order of the years, and none for the target year, which has the target."""
    entries = values.get("milestones", [])
    seen: set[int] = set()
    for index, entry in enumerate(entries, 1):
        yield from _range_sense(f"milestones.{index}.", entry)
        if entry["year"] in seen:
            yield f"milestones.{index}.year", say(N_("the year {year} stands twice"), year=entry["year"]), False
        elif entry["year"] == values.get("year"):
            yield f"milestones.{index}.year", say(N_("{year} is the target year; its value is the target"), year=entry["year"]), True
        seen.add(entry["year"])
    if any(a["year"] > b["year"] for a, b in pairwise(entries)):
        yield "milestones", say(N_("the milestones are not in the order of their years")), True


def _area_target_sense(values: Values) -> Sense:
    """One target an area and year."""
    seen: set[tuple[str, Any]] = set()
    for index, entry in enumerate(values.get("area_targets", []), 1):
        yield from _range_sense(f"area_targets.{index}.", entry)
        key = entry["area"], entry.get("year", values.get("year"))
        if key in seen:
            yield f"area_targets.{index}.area", say(N_("the area {area} stands twice for one year"), area=entry["area"]), False
        seen.add(key)


def _figure_sense(values: Values, entry: Mapping[str, Any], *, numbered: bool) -> Iterator[tuple[str, Sentence]]:
    """What somebody should look at in one figure."""
    if numbered and "value" not in entry:
        yield "value", say(N_("has no value, and the indicator is one with a number"))
    if "unit" in entry and entry["unit"] == values.get("unit"):
        yield "unit", say(N_("is the indicator's own unit; with it the figure stands outside the series"))
    end = entry.get("as_of") or dt.date(max([entry["year"], *entry.get("years", ())]), 12, 31)
    published = entry.get("published")
    if published is not None and entry["vintage"] != "plan" and published < end - _EARLY:
        yield "published", say(N_("published on {day}, long before the period was over"), day=published)


def _percent_sense(values: Values) -> Sense:
    """Parts of a whole lie between 0 and 100%; any other percentage that does not (not a rate a year) is to be looked at."""
    is_part = values["kind"] in PARTS
    unit = values.get("unit", "")
    if not (unit.startswith("%") if is_part else unit == "%" and values["kind"] in PERCENT_LEVELS):
        return
    for key, value in _numbers_of(values):
        if not 0 <= value <= 100:
            yield key, say(N_("{value} is outside 0…100%"), value=value), not is_part


def _numbers_of(values: Values) -> Iterator[tuple[str, float]]:
    """The targets and figures in the indicator's own unit, with their places."""
    yield from ((key, values[key]) for key in ("target", "target_max") if key in values)
    yield from ((f"milestones.{n}.target", entry["target"]) for n, entry in enumerate(values.get("milestones", []), 1))
    yield from ((f"area_targets.{n}.target", entry["target"]) for n, entry in enumerate(values.get("area_targets", []), 1))
    for n, entry in enumerate(values.get("values", []), 1):
        if "unit" not in entry and "value" in entry:
            yield f"values.{n}.value", entry["value"]


def _revision_sense(values: Values) -> Sense:
    days = [entry["on"] for entry in values.get("revisions", [])]
    for index, entry in enumerate(values.get("revisions", []), 1):
        if index > 1 and entry["on"] < days[index - 2]:
            yield f"revisions.{index}.on", say(N_("the changes of the target are not in the order of their days")), True
        if "reason" not in entry and "basis" not in entry:
            yield f"revisions.{index}", say(N_("says neither why the target was changed nor by which document")), True
