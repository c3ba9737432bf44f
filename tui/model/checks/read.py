"""From parsed TOML to a plan: what cannot be read is set aside, a field alone where its record can be shown without; the rest is a plan."""

from __future__ import annotations

import itertools
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tui.model.checks.column_check import Named, in_doubt
from tui.model.checks.examined import examined
from tui.model.checks.plan import plan_problems, reference_problems
from tui.model.checks.records import sense_problems
from tui.model.checks.values import excerpt
from tui.model.fields import FORMAT, SINGLE_ID, TABLES, TableSpec
from tui.model.plan import Plan, Problem, SetAside
from tui.model.suggestions import with_suggestion
from tui.model.text import N_, say

_ID_LETTERS: Final = frozenset(string.ascii_letters + string.digits + "_-")

_ALONE: Final = 0.8
"""The part of checking that looks at each record by itself."""

_STEP: Final = 2000
"""Records checked between two calls of ``progress``, and at most looked at field by field at once."""


class NewerFormat(ValueError):
    """The file was written for a newer program; ``args[0]`` is the version it names."""


def _no_progress(part: float) -> None:
    pass


def read_plan(
    doc: Mapping[str, Any],
    checked: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    progress: Callable[[float], None] = _no_progress,
) -> tuple[Plan, list[Problem]]:
    """A plan from a parsed TOML document, and every problem in it.

    ``checked`` has records by table and id that were found to be right by themselves; where ``doc`` has the very same
    objects they are not looked at again. Tables that are the very same objects are of one version in which nothing was wrong at all, so
    that what they name in each other is there. ``progress`` is told now and then how far it is, 0 to 1; what it raises comes
    out here. Raises :class:`NewerFormat` when the file says it needs a newer program.
    """
    plan, problems, named = _read(doc, checked, progress)
    progress(_ALONE)
    right = {name for name, table in checked.items() if doc.get(name) is table}
    problems += reference_problems(plan, {} if checked else named, right)
    problems += plan_problems(plan)
    progress(1.0)
    return plan, problems


def plan_held(doc: Mapping[str, Any], checked: Mapping[str, Mapping[str, Any]] = MappingProxyType({})) -> Plan:
    """The plan of :func:`read_plan`, whatever is wrong with it. Raises :class:`NewerFormat`."""
    return _read(doc, checked, _no_progress)[0]


def _read(
    doc: Mapping[str, Any], checked: Mapping[str, Mapping[str, Any]], progress: Callable[[float], None]
) -> tuple[Plan, list[Problem], Mapping[str, Named]]:
    """The plan, what is wrong with its records each by itself, and by table what these name."""
    problems = list(_format_problems(doc.get("format")))
    plan = Plan()
    count, named = _counter(doc, progress), {name: Named() for name in TABLES}
    for name, spec in TABLES.items():
        raw = doc.get(name)
        if raw is not None:
            problems += _read_table(plan, spec, raw, checked.get(name, {}), count, named[name])
        elif name == "plan":
            problems.append(Problem("plan", "", "", say(N_("is missing; the plan has no header"))))
    problems += _keep_unknown(plan, doc)
    return plan, problems, named


def _format_problems(version: Any) -> Iterator[Problem]:
    if version is None:
        yield Problem("format", "", "", say(N_("is missing; format = {format} was expected at the top"), format=FORMAT))
    elif isinstance(version, bool) or not isinstance(version, int) or version < 1:
        what = say(N_("{value} is not a format version; {format} was expected"), value=excerpt(version), format=FORMAT)
        yield Problem("format", "", "", what)
    elif version > FORMAT:
        raise NewerFormat(version)


def _counter(doc: Mapping[str, Any], progress: Callable[[float], None]) -> Callable[[int], None]:
    """A function to be called before so many records: it tells ``progress`` how far they lead when it was long not told."""
    many = sum(len(raw) for name, raw in doc.items() if name in TABLES and isinstance(raw, Mapping))
    done, told = 0, -_STEP

    def count(more: int) -> None:
        nonlocal done, told
        if done - told >= _STEP:
            progress(done / max(many, 1) * _ALONE)
            told = done
        done += more

    return count


def _read_table(
    plan: Plan, spec: TableSpec, raw: Any, checked: Mapping[str, Any], count: Callable[[int], None], named: Named
) -> Iterator[Problem]:
    """Put the records of one table into the plan, and yield what is wrong with them; ``named`` takes the ids they name."""
    if not isinstance(raw, Mapping):
        what = say(N_("is not a table; [{table}.ID] was expected"), table=spec.name)
        problem = Problem(spec.name, "", "", what, sets_aside=True)
        plan.set_aside[spec.name, ""] = SetAside(spec.name, "", raw, (problem,))
        yield problem
        return
    records = plan.tables[spec.name]
    if raw is checked:
        records.update(raw)
        return
    found_in: Iterable[tuple[str, Any]] = [(SINGLE_ID, raw)] if spec.single else raw.items()
    pairs = iter(found_in)
    while part := list(itertools.islice(pairs, _STEP)):
        count(len(part))
        new = [(id, values) for id, values in part if id not in checked or checked[id] is not values] if checked else part
        if not new:
            records.update(part)
            continue
        doubts = {new[number][0] for number in in_doubt(spec, [values for _, values in new], named)}
        ids_hold = _ID_LETTERS.issuperset("".join([id for id, _ in new]))
        records.update(part)  # in the order of the file; what is set aside is taken out again below
        for id, values in new:
            if id in doubts:
                yield from _read_record(plan, spec, id, values)
                continue
            yield from sense_problems(spec, id, values)
            if not ids_hold:
                yield from _id_problems(spec, id)


def _read_record(plan: Plan, spec: TableSpec, id: str, values: Any) -> list[Problem]:
    """Have the plan show what can be read of a record it has, or put it aside; what is wrong with it."""
    seen = examined(spec, id, values)
    found = [*seen.problems, *_id_problems(spec, id)]
    if seen.values is None:
        plan.set_aside[spec.name, id] = SetAside(spec.name, id, values, tuple(found))
        del plan.tables[spec.name][id]
    else:
        plan.tables[spec.name][id] = seen.values
    if seen.unread:
        plan.unread = {**plan.unread, (spec.name, id): seen.unread}
    return found


def _id_problems(spec: TableSpec, id: str) -> Iterator[Problem]:
    if not _ID_LETTERS.issuperset(id):
        yield Problem(spec.name, id, "", say(N_("the id has characters other than A-Z a-z 0-9 _ -")))


def _keep_unknown(plan: Plan, doc: Mapping[str, Any]) -> Iterator[Problem]:
    """Keep the keys at the top that are no table of a plan, and yield a warning for each."""
    for key, value in doc.items():
        if key not in TABLES:
            plan.extra[key] = value
            if key != "format":
                what = with_suggestion(say(N_("unknown table; it is kept as it is")), key, [name for name in TABLES if name not in doc])
                yield Problem(key, "", "", what, warning=True)
