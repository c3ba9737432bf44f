"""What may be wrong with one record: fields that are missing or faulty, and fields that do not go together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias

from tui.model.checks.fast_check import surely_valid
from tui.model.checks.unknown_keys import unknown_inside, unknown_key
from tui.model.checks.values import field_faults
from tui.model.fields import Kind, TableSpec
from tui.model.plan import Problem, Values
from tui.model.text import N_, Sentence, say

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
    return [Problem(table.name, id, field, what, warning) for field, what, warning in sense(values)] if sense else []


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


_Sense: TypeAlias = Iterator[tuple[str, Sentence, bool]]
"""(field, what does not go together with what, whether that is only a warning)."""


def _indicator_sense(values: Values) -> _Sense:
    if values["kind"] == "qualitative":
        if "target" in values:
            yield "target", say(N_("an indicator without a number has no target")), False
    elif "target" in values and "op" not in values:
        yield "op", say(N_("operator and target go together")), False
    elif "op" in values and "target" not in values:  # as a new term starts: known which way, not yet how far
        yield "target", say(N_("has no target yet")), True
    if values.get("unit", "").startswith("%") and values["kind"] in ("end_level", "floor", "ceiling", "share"):
        target = values.get("target")
        if target is not None and not 0 <= target <= 100:
            yield "target", say(N_("{value} is outside 0…100 %"), value=target), False
        for index, entry in enumerate(values.get("values", []), 1):
            if "unit" not in entry and "value" in entry and not 0 <= entry["value"] <= 100:
                yield f"values.{index}.value", say(N_("{value} is outside 0…100 %"), value=entry["value"]), False
    yield from _revision_sense(values)


def _revision_sense(values: Values) -> _Sense:
    days = [entry["on"] for entry in values.get("revisions", [])]
    for index, entry in enumerate(values.get("revisions", []), 1):
        if index > 1 and entry["on"] < days[index - 2]:
            yield f"revisions.{index}.on", say(N_("the changes of the target are not in the order of their days")), True
        if "reason" not in entry and "basis" not in entry:
            yield f"revisions.{index}", say(N_("says neither why the target was changed nor by which document")), True


def _enterprise_sense(values: Values) -> _Sense:
    low, high = values.get("target_min"), values.get("target_max")
    if low is not None and high is not None and low > high:
        yield "target_min", say(N_("the lower end is above the upper end")), False
    if values["arrangement"] == "keep" and "share_now" in values and low is not None and values["share_now"] < low:
        yield "share_now", say(N_("the share to keep is above the share held")), True
    if "done_on" in values and values.get("stage") not in (None, "done"):
        yield "done_on", say(N_("has a day done, but its stage is not done")), True


def _task_sense(values: Values) -> _Sense:
    for agency in values.get("leads", []):
        if agency in values.get("partners", []):
            yield "partners", say(N_("{agency} both leads and is a partner"), agency=agency), False
    if values.get("mode") == "dated" and "due" not in values:
        yield "due", say(N_("a dated task has no due day")), True
    if "done_on" in values and values.get("status") not in (None, "done"):
        yield "done_on", say(N_("has a day done, but its status is not done")), True


def _agency_sense(values: Values) -> _Sense:
    if "from" in values and "until" in values and values["from"] > values["until"]:
        yield "until", say(N_("ends before it starts")), False
    if values.get("successors") and "until" not in values:
        yield "successors", say(N_("has successors but no last day")), True


def _document_sense(values: Values) -> _Sense:
    if "date" in values and "valid_until" in values and values["date"] > values["valid_until"]:
        yield "valid_until", say(N_("ends before it starts")), False


_SENSE: Final[Mapping[str, Callable[[Values], _Sense]]] = {
    "indicators": _indicator_sense,
    "enterprises": _enterprise_sense,
    "tasks": _task_sense,
    "agencies": _agency_sense,
    "documents": _document_sense,
}
