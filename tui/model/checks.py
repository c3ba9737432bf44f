"""From parsed TOML to a plan: every problem at once, each with its place, nothing stopped at the first.

Three layers: *fields* (type, range, closed set), *references* (dangling, circular) and *sense* (order of dates,
subsets, shares, operators). A record whose fields cannot be read is set aside; the rest is a plan.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tui.model.at_once import is_right
from tui.model.fields import FORMAT, SINGLE_ID, TABLES, FieldSpec, Kind, TableSpec, reference_fields
from tui.model.plan import Plan, Problem, SetAside, Values, referred, subject_of
from tui.model.text import N_, Sentence, character_name, control_character, nfc, say

_ID = re.compile(r"[A-Za-z0-9_-]+\Z")
_MONTH_DAY = re.compile(r"(\d\d)-(\d\d)\Z")


class NewerFormat(ValueError):
    """The file was written for a newer program; ``args[0]`` is the version it names."""


# -- one value ----------------------------------------------------------------------------------------------------


def field_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    """(path inside the field, what is wrong, unreadable) for one value of one field.

    ``unreadable`` faults (a wrong type, NaN) set the record aside; the others (range, length, closed set) are
    problems of a record that can still be shown and mended.
    """
    check = _CHECKS[spec.kind]
    yield from check(spec, value)


def _wrong(value: Any, expected: str) -> tuple[str, Sentence, bool]:
    return "", say(N_("{value} is not {expected}"), value=_shown(value), expected=Sentence(expected)), True


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value if len(value) <= 40 else value[:39] + '…'}”"
    # a hexadecimal number may have more digits than Python is willing to write in decimal
    text = hex(value) if isinstance(value, int) and abs(value) >> 64 else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _text_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, str):
        yield _wrong(value, N_("a text in quotes"))
        return
    bad = control_character(value, lines=spec.kind is Kind.PROSE)
    if bad:
        yield "", say(N_("control character {name} in the text; take it out"), name=character_name(bad)), False
    if value != nfc(value):
        yield "", say(N_("the text is not in Unicode form NFC")), False
    if spec.required and not value.strip():
        yield "", say(N_("is empty; a text was expected")), False
    if spec.max_length is not None and len(value) > spec.max_length:
        yield "", say(N_("{length} characters; at most {most} were expected"), length=len(value), most=spec.max_length), False


def _number_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if spec.kind is Kind.INTEGER:
        if isinstance(value, bool) or not isinstance(value, int):
            yield _wrong(value, N_("a whole number"))
            return
    elif isinstance(value, bool) or not isinstance(value, int | float):
        yield _wrong(value, N_("a number"))
        return
    if isinstance(value, float) and not math.isfinite(value):
        yield _wrong(value, N_("a finite number"))
        return
    if not -(2**53) <= value <= 2**53:
        yield _wrong(value, N_("a number of usual size"))
        return
    low, high = spec.minimum, spec.maximum
    if low is not None and value < low:
        yield "", say(N_("{value} is below {least}"), value=value, least=_plain(low)), False
    if high is not None and value > high:
        yield "", say(N_("{value} is above {most}"), value=value, most=_plain(high)), False


def _plain(number: float) -> str:
    return str(int(number)) if float(number).is_integer() else str(number)


def _yes_no_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, bool):
        yield _wrong(value, N_("true or false"))


def _date_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if isinstance(value, dt.datetime) or not isinstance(value, dt.date):
        yield _wrong(value, N_("a date such as 2025-12-31, without quotes"))
    elif not 1900 <= value.year <= 2200:
        yield "", say(N_("the year {year} is outside 1900–2200"), year=value.year), False


def _month_day_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, str):
        yield _wrong(value, N_('a month and a day such as "11-20"'))
    elif month_day(value) is None:
        yield "", say(N_('{value} is not a month and a day such as "11-20"'), value=_shown(value)), True


def month_day(value: str) -> tuple[int, int] | None:
    """``"11-20"`` → (11, 20); None when it is no day of any year. 29 February is refused: it is not every year's."""
    found = _MONTH_DAY.match(value)
    if not found:
        return None
    try:
        day = dt.date(2023, int(found[1]), int(found[2]))
    except ValueError:
        return None
    return day.month, day.day


def _choice_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, str):
        yield _wrong(value, N_("a text in quotes"))
    elif value not in {c.value for c in spec.choices}:
        allowed = ", ".join(c.value for c in spec.choices)
        yield "", say(N_("{value} is not one of: {allowed}"), value=_shown(value), allowed=allowed), True


def _ref_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, str):
        yield _wrong(value, N_("an id in quotes"))


def _list_of(expected: str, inner: Callable[[FieldSpec, Any], Iterator[tuple[str, Sentence, bool]]]):  # type: ignore[no-untyped-def]
    def check(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
        if not isinstance(value, list):
            yield _wrong(value, expected)
            return
        for index, item in enumerate(value, 1):
            for path, what, unreadable in inner(spec, item):
                yield f"{index}{'.' + path if path else ''}", what, unreadable
        seen: set[str] = set()
        for index, item in enumerate(value, 1):
            if isinstance(item, str):
                if item in seen:
                    yield str(index), say(N_("{value} stands twice"), value=_shown(item)), False
                seen.add(item)

    return check


def _year_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if isinstance(value, bool) or not isinstance(value, int):
        yield _wrong(value, N_("a whole number"))
    elif not 1900 <= value <= 2200:
        yield "", say(N_("the year {year} is outside 1900–2200"), year=value), False


def _years_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, list) or len(value) != 2:
        yield _wrong(value, N_("a first and a last year such as [2021, 2023]"))
        return
    faults = [f for item in value for f in _year_faults(spec, item)]
    yield from faults
    if not faults and value[0] > value[1]:
        yield "", say(N_("the first year is after the last")), False


def _period_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, Mapping):
        yield _wrong(value, N_("a period such as {{ start = 2021-01-01, end = 2025-12-31 }}"))
        return
    sound = True
    for end in ("start", "end"):
        if end in value:
            for _, what, unreadable in _date_faults(spec, value[end]):
                sound = False
                yield end, what, unreadable
    for key in value:
        if key not in ("start", "end"):
            yield key, say(N_("unknown key; only start and end were expected")), False
    if sound and "start" in value and "end" in value and value["start"] > value["end"]:
        yield "", say(N_("starts after it ends")), False


def _entries_faults(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence, bool]]:
    if not isinstance(value, list):
        yield _wrong(value, N_("a list of entries in [ ]"))
        return
    for index, entry in enumerate(value, 1):
        if not isinstance(entry, Mapping):
            _, what, unreadable = _wrong(entry, N_("an entry in {{ }}"))
            yield str(index), what, unreadable
            continue
        for inner in spec.entries:
            if inner.key not in entry:
                if inner.required:
                    yield f"{index}.{inner.key}", say(N_("is missing")), True
                continue
            for path, what, unreadable in field_faults(inner, entry[inner.key]):
                yield f"{index}.{inner.key}{'.' + path if path else ''}", what, unreadable


_CHECKS: dict[Kind, Callable[[FieldSpec, Any], Iterator[tuple[str, Sentence, bool]]]] = {
    Kind.TEXT: _text_faults,
    Kind.PROSE: _text_faults,
    Kind.INTEGER: _number_faults,
    Kind.NUMBER: _number_faults,
    Kind.YES_NO: _yes_no_faults,
    Kind.DATE: _date_faults,
    Kind.MONTH_DAY: _month_day_faults,
    Kind.CHOICE: _choice_faults,
    Kind.REF: _ref_faults,
    Kind.REFS: _list_of(N_("a list of ids in [ ]"), _ref_faults),
    Kind.TEXTS: _list_of(N_("a list of texts in [ ]"), _text_faults),
    Kind.CHOICES: _list_of(N_("a list of texts in [ ]"), _choice_faults),
    Kind.NUMBERS: _years_faults,
    Kind.DATES: _list_of(N_("a list of dates in [ ]"), _date_faults),
    Kind.PERIOD: _period_faults,
    Kind.ENTRIES: _entries_faults,
}


# -- one record ---------------------------------------------------------------------------------------------------


def record_problems(table: TableSpec, id: str, values: Any) -> list[Problem]:
    """Everything wrong with one record by itself: fields missing, unreadable, out of range, in the wrong order."""
    if not isinstance(values, Mapping):
        return [Problem(table.name, id, "", say(N_("is not a record; [{table}.ID] was expected"), table=table.name), sets_aside=True)]
    found: list[Problem] = []
    if is_right(table, values):
        return _senseless(table, id, values) if table.name in _SENSE else found
    for spec in table.fields:
        if spec.key not in values:
            if spec.required:
                found.append(Problem(table.name, id, spec.key, say(N_("is missing")), sets_aside=True))
            continue
        for path, what, unreadable in field_faults(spec, values[spec.key]):
            found.append(Problem(table.name, id, f"{spec.key}{'.' + path if path else ''}", what, sets_aside=unreadable))
    for key in values:
        if key not in table.by_key:
            found.append(Problem(table.name, id, str(key), say(N_("unknown key; it is kept as it is")), warning=True))
    if not any(p.sets_aside for p in found) and table.name in _SENSE:
        found += _senseless(table, id, values)
    return found


def _senseless(table: TableSpec, id: str, values: Values) -> list[Problem]:
    return [Problem(table.name, id, field, what, warning) for field, what, warning in _SENSE[table.name](values)]


_Sense = Iterator[tuple[str, Sentence, bool]]


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
            if "unit" not in entry and not 0 <= entry["value"] <= 100:
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


_SENSE: dict[str, Callable[[Values], _Sense]] = {
    "indicators": _indicator_sense,
    "enterprises": _enterprise_sense,
    "tasks": _task_sense,
    "agencies": _agency_sense,
    "documents": _document_sense,
}


# -- the whole plan -----------------------------------------------------------------------------------------------


_ALONE: Final = 0.8
"""The part of checking that looks at each record by itself."""

_STEP: Final = 2000
"""Records checked between two calls of ``progress``."""


def _no_progress(part: float) -> None:
    pass


def read_plan(
    doc: Mapping[str, Any],
    sound: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    progress: Callable[[float], None] = _no_progress,
) -> tuple[Plan, list[Problem]]:
    """A plan from a parsed TOML document, and every problem in it.

    ``sound`` has records by table and id that were found to be right by themselves; where ``doc`` has the very same
    objects they are not looked at again. ``progress`` is told now and then how far it is, 0 to 1; what it raises comes
    out here. Raises :class:`NewerFormat` when the file says it needs a newer program.
    """
    problems: list[Problem] = []
    version = doc.get("format")
    if version is None:
        problems.append(Problem("format", "", "", say(N_("is missing; format = {format} was expected at the top"), format=FORMAT)))
    elif isinstance(version, bool) or not isinstance(version, int) or version < 1:
        problems.append(
            Problem(
                "format", "", "", say(N_("{value} is not a format version; {format} was expected"), value=_shown(version), format=FORMAT)
            )
        )
    elif version > FORMAT:
        raise NewerFormat(version)

    plan = Plan()
    many = sum(len(raw) for name, raw in doc.items() if name in TABLES and isinstance(raw, Mapping))
    done = 0
    for name, spec in TABLES.items():
        raw: Any = doc.get(name)
        if raw is None:
            if name == "plan":
                problems.append(Problem("plan", "", "", say(N_("is missing; the plan has no header"))))
            continue
        if not isinstance(raw, Mapping):
            what = say(N_("is not a table; [{table}.ID] was expected"), table=name)
            problems.append(Problem(name, "", "", what, sets_aside=True))
            plan.set_aside[name, ""] = SetAside(name, "", raw, (problems[-1],))
            continue
        known: Mapping[str, Any] = sound.get(name, {})
        records = plan.tables[name]
        found_in: Iterable[tuple[str, Any]] = [(SINGLE_ID, raw)] if spec.single else raw.items()
        for id, values in found_in:
            if done % _STEP == 0:
                progress(done / max(many, 1) * _ALONE)
            done += 1
            before = known.get(id)
            if before is not None and before is values:
                records[id] = values
                continue
            found = record_problems(spec, id, values)
            if id and not _ID.match(id):
                found.append(Problem(name, id, "", say(N_("the id has characters other than A-Z a-z 0-9 _ -"))))
            problems += found
            if found and any(p.sets_aside for p in found):
                plan.set_aside[name, id] = SetAside(name, id, values, tuple(found))
            else:
                records[id] = values
    for key, value in doc.items():
        if key not in TABLES:
            plan.extra[key] = value
            if key != "format":
                problems.append(Problem(key, "", "", say(N_("unknown table; it is kept as it is")), warning=True))
    progress(_ALONE)
    problems += reference_problems(plan)
    problems += plan_problems(plan)
    progress(1.0)
    return plan, problems


def reference_problems(plan: Plan) -> Iterator[Problem]:
    """References to records that are not there, and circles where none may be."""
    for name, spec, inner in reference_fields():
        target = (inner or spec).table
        assert target is not None
        known, aside = plan.tables[target], plan.set_aside
        for id, values in plan.tables[name].items():
            if spec.key not in values:
                continue
            value = values[spec.key]
            if inner is None and (value in known if type(value) is str else type(value) is list and _all_in(value, known)):
                continue  # nearly always, and told at once
            for other in referred(values, spec.key, inner.key if inner else None):
                if other not in known:
                    if (target, other) in aside:
                        what = say(N_("{table}.{id} could not be read"), table=target, id=other)
                    else:
                        what = say(N_("there is no {table}.{id}"), table=target, id=other)
                    yield Problem(name, id, spec.key, what)
    for name in CIRCULAR:
        yield from circles(plan, name)


def _all_in(ids: list[Any], known: Mapping[str, Values]) -> bool:
    return all(type(id) is str and id in known for id in ids)


CIRCULAR: Final[Mapping[str, str]] = {"indicators": "parent", "sections": "parent", "documents": "replaced_by", "agencies": "successors"}
"""By table: the field that names records of the same table and may not lead back to its own."""


def circles(plan: Plan, name: str) -> Iterator[Problem]:
    """The records of a table of :data:`CIRCULAR` that lead back to themselves."""
    key = CIRCULAR[name]
    records = plan.tables[name]
    done: set[str] = set()
    for start in records:
        path: list[str] = []
        on_path: set[str] = set()
        stack = [(start, 0)]
        while stack:  # depth first without recursion: a chain may be long
            id, depth = stack.pop()
            behind = path[depth:]  # all they lead to has been looked at
            done.update(behind)
            on_path.difference_update(behind)
            del path[depth:]
            if id in on_path:
                circle = " → ".join([*path[path.index(id) :], id])
                yield Problem(name, id, key, say(N_("refers to itself in a circle: {circle}"), circle=circle))
                done.update(path)
                continue
            if id in done or id not in records:
                continue
            path.append(id)
            on_path.add(id)
            following = referred(records[id], key, None)
            stack += [(other, depth + 1) for other in following]
        done.update(path)


def plan_problems(plan: Plan) -> Iterator[Problem]:
    """What only several records together can have wrong."""
    term = plan.term
    if term:
        for id, values in plan.tables["enterprises"].items():
            window = values.get("window", {})
            for end in ("start", "end"):
                if end in window and not term[0] <= window[end] <= term[1]:
                    yield Problem("enterprises", id, f"window.{end}", say(N_("the window lies outside the plan's term")), warning=True)
    yield from _subset_problems(plan)
    yield from _share_problems(plan)
    yield from _number_problems(plan)
    yield from _subject_problems(plan)


def _subset_problems(plan: Plan) -> Iterator[Problem]:
    """A subset's level may not exceed its whole. Growth rates of a part may: they are not levels."""
    indicators = plan.tables["indicators"]
    for id, values in indicators.items():
        whole = indicators.get(values.get("parent", ""))
        if whole is None or values["kind"] in ("term_growth", "points_cut") or values.get("unit") != whole.get("unit"):
            continue
        if "target" in values and "target" in whole and values["target"] > whole["target"]:
            what = say(N_("target {part} is above {whole} of the whole it is part of"), part=values["target"], whole=whole["target"])
            yield Problem("indicators", id, "target", what)
        tops = {_figure_key(v): v["value"] for v in reversed(whole.get("values", []))}
        for index, entry in enumerate(values.get("values", []), 1):
            top = tops.get(_figure_key(entry))
            if top is not None and entry["value"] > top:
                what = say(
                    N_("{part} in {year} is above {whole} of the whole it is part of"), part=entry["value"], year=entry["year"], whole=top
                )
                yield Problem("indicators", id, f"values.{index}.value", what)


def _figure_key(entry: Mapping[str, Any]) -> tuple[Any, ...]:
    return (entry["year"], entry["vintage"], entry.get("scope"), entry.get("as_of"), entry.get("unit"), tuple(entry.get("years", ())))


def _share_problems(plan: Plan) -> Iterator[Problem]:
    """Targets of the shares of one goal add up to 100; a year's parts within rounding, else a warning."""
    rounding = float(plan.setting("share_sum_tolerance", 0.05))
    groups: dict[str, list[tuple[str, Values]]] = {}
    for id, values in plan.tables["indicators"].items():
        if values["kind"] == "share":
            groups.setdefault(values["goal"], []).append((id, values))
    for members in groups.values():
        first = members[0][0]
        targets = [m["target"] for _, m in members if "target" in m]
        if len(targets) == len(members) and abs(math.fsum(targets) - 100) > 1e-9:
            total = _plain(round(math.fsum(targets), 6))
            yield Problem("indicators", first, "target", say(N_("the shares of this group add up to {total}, not 100"), total=total))
        years: dict[tuple[Any, ...], list[float]] = {}
        for _, member in members:
            seen: set[tuple[Any, ...]] = set()
            for entry in member.get("values", []):
                key = _figure_key(entry)
                if key not in seen and "op" not in entry:
                    seen.add(key)
                    years.setdefault(key, []).append(entry["value"])
        for key, parts in years.items():
            total_value = math.fsum(parts)
            if len(parts) == len(members) and abs(total_value - 100) > rounding * len(parts) + 1e-9:
                total = _plain(round(total_value, 6))
                what = say(N_("the shares of {year} add up to {total}, not 100"), year=key[0], total=total)
                yield Problem("indicators", first, "values", what, warning=True)


def _number_problems(plan: Plan) -> Iterator[Problem]:
    """Two goals with one number, two sections with one number."""
    for table, key in (("goals", "number"), ("sections", "number")):
        seen: dict[Any, str] = {}
        for id, values in plan.tables[table].items():
            other = seen.setdefault(values[key], id)
            if other != id:
                yield Problem(table, id, key, say(N_("{other} has the same number"), other=other))


def _subject_problems(plan: Plan) -> Iterator[Problem]:
    """What a meeting spoke of and the plan no longer has, or never had; an item that stands twice."""
    for id, values in plan.tables["reviews"].items():
        for key in ("items", "frozen"):
            seen: set[str] = set()
            for index, entry in enumerate(values.get(key, []), 1):
                subject = entry["subject"]
                yield from _no_such_subject(plan, "reviews", id, f"{key}.{index}.subject", subject)
                if subject in seen:
                    yield Problem("reviews", id, f"{key}.{index}.subject", say(N_("{subject} stands twice"), subject=subject), warning=True)
                seen.add(subject)
    for id, values in plan.tables["decisions"].items():
        if "subject" in values:
            yield from _no_such_subject(plan, "decisions", id, "subject", values["subject"])


def _no_such_subject(plan: Plan, table: str, id: str, field: str, subject: str) -> Iterator[Problem]:
    named = subject_of(subject)
    if named is None:
        what = say(N_("{value} is not a record as table.id, e.g. tasks.III-1"), value=_shown(subject))
        yield Problem(table, id, field, what, warning=True)
    elif named[1] not in plan.tables[named[0]] and named not in plan.set_aside:
        yield Problem(table, id, field, say(N_("there is no {table}.{id}"), table=named[0], id=named[1]), warning=True)
