"""What may be wrong with one record: fields that are missing or faulty, and fields that do not go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from tui.model.checks.fast_check import surely_valid
from tui.model.checks.targets import Sense, indicator_sense
from tui.model.checks.unknown_keys import unknown_inside, unknown_key
from tui.model.checks.values import field_faults
from tui.model.fields import TABLES, Kind, TableSpec
from tui.model.plan import MISSING, Problem, Values
from tui.model.task_log import last_status
from tui.model.text import N_, say

Place: TypeAlias = tuple[str, str]
"""(field, number of the entry or "" for all of it)."""


def field_problems(table: TableSpec, id: str, values: Values) -> tuple[list[Problem], set[Place]]:
    """What is wrong with each field, and the places of what cannot be shown."""
    unreadable: set[Place] = set()
    found = [] if surely_valid(table, values) else list(_field_problems(table, id, values, unreadable))
    if table.name == "indicators":
        found += _silent_figures(table.name, id, values, unreadable)
    return found, unreadable


def sense_problems(table: TableSpec, id: str, values: Values) -> list[Problem]:
    """What does not go together in a record that can be read."""
    sense = _SENSE.get(table.name)
    if sense is None or (table.name == "tasks" and _task_goes_together(values)):
        return []
    return [Problem(table.name, id, field, what, warning) for field, what, warning in sense(values)]


def _field_problems(table: TableSpec, id: str, values: Values, unreadable: set[Place]) -> Iterator[Problem]:
    for spec in table.fields:
        if spec.key in values:
            for path, what, is_unreadable in field_faults(spec, values[spec.key]):
                if is_unreadable:
                    unreadable.add((spec.key, path.partition(".")[0] if spec.kind is Kind.ENTRIES else ""))
                aside = is_unreadable and spec.required
                yield Problem(table.name, id, f"{spec.key}.{path}" if path else spec.key, what, sets_aside=aside)
            for path, what in unknown_inside(spec, values[spec.key]):
                yield Problem(table.name, id, f"{spec.key}.{path}", what, warning=True)
        elif spec.required:
            yield Problem(table.name, id, spec.key, say(N_("is missing")), sets_aside=True)
    for key in values:
        if key not in table.by_key:
            yield Problem(table.name, id, str(key), unknown_key(str(key), table.by_key), warning=True)


def _silent_figures(table: str, id: str, values: Values, unreadable: set[Place]) -> Iterator[Problem]:
    """The figures that say nothing: neither a value nor, of an indicator without a number, what was reached."""
    entries = values.get("values")
    for index, entry in enumerate(entries if isinstance(entries, list) else (), 1):
        if isinstance(entry, Mapping) and not entry.keys() & {"value", "text", "reached"}:
            unreadable.add(("values", str(index)))
            yield Problem(table, id, f"values.{index}.value", say(N_("says neither a value nor a result in words")))


def _enterprise_sense(values: Values) -> Sense:
    low, high = values.get("target_min"), values.get("target_max")
    if low is not None and high is not None and low > high:
        yield "target_min", say(N_("the lower end is above the upper end")), False
    if values["arrangement"] == "keep" and "share_now" in values and low is not None and values["share_now"] < low:
        yield "share_now", say(N_("the share to keep is above the share held")), True
    if "done_on" in values and values.get("stage") not in (None, "done"):
        yield "done_on", say(N_("has a day done, but its stage is not done")), True


def _task_sense(values: Values) -> Sense:
    for agency in values.get("leads", []):
        if agency in values.get("partners", []):
            yield "partners", say(N_("{agency} both leads and is a partner"), agency=agency), False
    if values.get("mode") == "dated" and "due" not in values:
        yield "due", say(N_("a dated task has no due day")), True
    yield from _extension_sense(values)
    if "done_on" in values and values.get("status") not in (None, "done"):
        yield "done_on", say(N_("has a day done, but its status is not done")), True
    told = last_status(values.get("log", ()))
    if told is not MISSING and told != values.get("status"):
        yield "status", say(N_("the log ends in another status")), True


def _task_goes_together(values: Values) -> bool:
    """Whether certainly nothing in a task does not go together: told at a glance, as of nearly every one."""
    return (
        "log" not in values
        and "extensions" not in values
        and ("due" in values or values.get("mode") != "dated")
        and ("done_on" not in values or values.get("status") == "done")
        and ("partners" not in values or "leads" not in values or set(values["leads"]).isdisjoint(values["partners"]))
    )


def _extension_sense(values: Values) -> Sense:
    """Later due days, in the order in which they were given, of a task that had a first one."""
    entries = values.get("extensions", [])
    if entries and "due" not in values:
        yield "extensions", say(N_("is extended, but has no first due day")), True
    days = [values["due"]] if "due" in values else []
    for index, entry in enumerate(entries, 1):
        if index > 1 and entry["on"] < entries[index - 2]["on"]:
            yield f"extensions.{index}.on", say(N_("the extensions are not in the order of their days")), True
        if days and entry["due"] < days[0]:
            yield f"extensions.{index}.due", say(N_("is before the first due day")), True
        elif days and entry["due"] <= days[-1]:
            yield f"extensions.{index}.due", say(N_("is no later than the due day before")), True
        days.append(entry["due"])
        if "reason" not in entry and "basis" not in entry:
            yield f"extensions.{index}", say(N_("says neither why it was extended nor by which document")), True


_PERIODS: Final = {"half_year": 2, "quarter": 4, "month": 12}
"""How many periods of a duty a year has."""


def _duty_sense(values: Values) -> Sense:
    if "before" in values and "within_days" in values:
        yield "within_days", say(N_("has two deadlines: a day of the year, and days after the period")), True
    most = _PERIODS.get(values.get("every", ""), 1)
    for key in ("handed_in", "waived"):
        for index, entry in enumerate(values.get(key, []), 1):
            if most > 1 and "period" not in entry:
                yield f"{key}.{index}.period", say(N_("does not say which one of the year")), True
            elif entry.get("period", 1) > most:
                yield f"{key}.{index}.period", say(N_("there are only {most} in a year"), most=most), False


_CALLED: Final = ("statuses", "stages", "modes", "vintages", "every", "yes_no", "deadline", "values")
"""What words of a plan may mean besides fields and bodies: see ``tui/vocabulary``."""


def _settings_sense(values: Values) -> Sense:
    for index, entry in enumerate(values.get("brackets", []), 1):
        if entry.get("min", 0) > entry.get("max", 100):
            yield f"brackets.{index}.min", say(N_("the lower end is above the upper end")), False
    for index, entry in enumerate(values.get("words", []), 1):
        what, _, meant = str(entry.get("means", "")).partition(".")
        if not meant or what not in {*TABLES, *_CALLED}:
            yield f"words.{index}.means", say(N_("no word can mean this; name a field as tasks.leads or a state as statuses.done")), True


def _agency_sense(values: Values) -> Sense:
    if "from" in values and "until" in values and values["from"] > values["until"]:
        yield "until", say(N_("ends before it starts")), False
    if values.get("successors") and "until" not in values:
        yield "successors", say(N_("has successors but no last day")), True


def _document_sense(values: Values) -> Sense:
    if "date" in values and "valid_until" in values and values["date"] > values["valid_until"]:
        yield "valid_until", say(N_("ends before it starts")), False


_SENSE: Final[Mapping[str, Callable[[Values], Sense]]] = {
    "indicators": indicator_sense,
    "enterprises": _enterprise_sense,
    "tasks": _task_sense,
    "agencies": _agency_sense,
    "documents": _document_sense,
    "duties": _duty_sense,
    "settings": _settings_sense,
}
