"""What only a person can decide: a sound plan can be judged without it, but not as well. Told by ``kehoach check``, by no screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tui.model.far_off import far_figures, far_said
from tui.model.fields import FIGURE_APART, SINGLE_ID
from tui.model.plan import Plan, Problem, Values
from tui.model.prices import is_money, prices_of
from tui.model.task_log import DONE, completion
from tui.model.text import N_, say

_DECIDE = ("executive", "government", "assembly", "district", "commune", "party")
"""Kinds of bodies of which some decide as a whole."""
_SHORTER = ("half_year", "quarter", "month")


def to_decide(plan: Plan) -> Iterator[Problem]:
    """Each question as a warning at its place, in the order of the file's tables."""
    yield from _years_without_holidays(plan)
    yield from _directions(plan)
    yield from _prices(plan)
    yield from _days_of_sources(plan)
    yield from _deadlines(plan)
    yield from _done_some_day(plan)
    yield from _who_signs(plan)
    yield from _without_target(plan)
    yield from _far_off(plan)


def _without_target(plan: Plan) -> Iterator[Problem]:
    """Indicators with a number that have no target of any kind, and that no other is held against."""
    compared = {values["reference"] for values in plan.tables["indicators"].values() if "reference" in values}
    for id, values in plan.tables["indicators"].items():
        told = values["kind"] == "qualitative" or values.keys() & {"op", "target", "reference", "milestones", "area_targets"}
        if not told and id not in compared:  # one with a sign is told by the reading
            yield Problem("indicators", id, "target", say(N_("has no target yet")), warning=True)


def _far_off(plan: Plan) -> Iterator[Problem]:
    """Figures far from all else that is known of their indicator, however they came into the plan."""
    for id, values in plan.tables["indicators"].items():
        yield from (Problem("indicators", id, "values", far_said(entry, why), warning=True) for entry, why in far_figures(values))


def _who_signs(plan: Plan) -> Iterator[Problem]:
    """For a body that decides as a whole its head signs "TM."; its record says whether it is one."""
    id = plan.header.get("issuer", "")
    values = plan.get("agencies", id)
    if values is not None and values["kind"] in _DECIDE and "collegial" not in values:
        what = say(N_("issues the plan: does it decide as a whole, so that its head signs for it (TM.)? Say it in collegial"))
        yield Problem("agencies", id, "collegial", what, warning=True)


def _years_without_holidays(plan: Plan) -> Iterator[Problem]:
    """Working days are counted without the public holidays: a year that has none in the settings has none at all."""
    known = {day.year for day in plan.setting("holidays", ())}
    missing = [year for year in plan.years if year not in known]
    if missing:
        years = ", ".join(map(str, missing))
        yield Problem("settings", SINGLE_ID, "holidays", say(N_("no public holidays are given for {years}"), years=years), warning=True)


def _directions(plan: Plan) -> Iterator[Problem]:
    """A level that is to be reached exactly: which way is better is told by a starting point on the worse side, else by nothing."""
    for id, values in plan.tables["indicators"].items():
        if values["kind"] != "end_level" or values.get("op") != "=" or "target" not in values or "better" in values:
            continue
        start = _baseline(plan, values)
        if start is None:
            what = say(N_("is higher or lower better? There is no figure from before the term that tells it; say it in better"))
        elif start >= values["target"]:
            told = N_("is higher or lower better? It began at {start}, and the target is {target}; say it in better")
            what = say(told, start=start, target=values["target"])
        else:
            continue
        yield Problem("indicators", id, "target", what, warning=True)


def _prices(plan: Plan) -> Iterator[Problem]:
    """Money that is told at several years says in which prices, above all where a figure beside the series does."""
    for id, values in plan.tables["indicators"].items():
        unit = values.get("unit")
        if not is_money(unit) or prices_of(unit) is not None or "target" not in values:
            continue
        beside = sorted({entry["unit"] for entry in values.get("values", ()) if prices_of(entry.get("unit")) is not None})
        what = say(N_("in which prices? Say it in the unit, e.g. {unit} (giá hiện hành) or {unit} (giá so sánh 2010)"), unit=unit)
        if beside:
            what = say(N_("in which prices? There are figures in {beside}; say it in the unit of the target"), beside=", ".join(beside))
        yield Problem("indicators", id, "unit", what, warning=True)


def _baseline(plan: Plan, values: Values) -> float | None:
    """The latest figure of the series from before the plan's term."""
    term = plan.term
    found = [
        (entry["year"], entry["value"])
        for entry in values.get("values", ())
        if "value" in entry and entry["vintage"] != "plan" and not any(key in entry for key in FIGURE_APART)
    ]
    before = [(year, value) for year, value in found if term is not None and year < term[0].year]
    return max(before, key=lambda pair: pair[0])[1] if before else None


def _days_of_sources(plan: Plan) -> Iterator[Problem]:
    """When a figure became known is told by its source, where the figure does not say it itself."""
    resting: dict[str, int] = {}
    for values in plan.tables["indicators"].values():
        for entry in values.get("values", ()):
            if "source" in entry and "published" not in entry and entry["vintage"] != "plan":
                resting[entry["source"]] = resting.get(entry["source"], 0) + 1
    for id, values in plan.tables["sources"].items():
        if "date" not in values and id in resting:
            told = N_("has no date; on which day the figures that rest on it ({n}) became known is assumed")
            yield Problem("sources", id, "date", say(told, n=resting[id]), warning=True)


def _deadlines(plan: Plan) -> Iterator[Problem]:
    """A report asked for more often than once a year is due so many days after each period."""
    for id, values in plan.tables["duties"].items():
        if values.get("every") in _SHORTER and "within_days" not in values:
            what = say(N_("within how many days after the period is it due? Say it in within_days"))
            yield Problem("duties", id, "every", what, warning=True)


def _done_some_day(plan: Plan) -> Iterator[Problem]:
    """Tasks that are done and neither say nor have a log that says on which day: no report of a year can count them."""
    for id, values in plan.tables["tasks"].items():
        if values.get("status") == DONE and "done_on" not in values and completion(values, dt.date.max, None) is None:
            yield Problem("tasks", id, "done_on", say(N_("is done: on which day? No report of a year counts it without one")), warning=True)
