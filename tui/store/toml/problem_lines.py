"""The lines of problems: where what a problem names stands in the text, looked for only in the records at fault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import attrs

from tui.model.fields import TABLES
from tui.model.plan import Problem
from tui.store.toml.parse import cut_of
from tui.store.toml.scan import Path, lines


def lines_of(text: str, doc: Mapping[str, Any], problems: Iterable[Problem]) -> Mapping[Path, int]:
    """The lines of what stands outside of records, and of what stands in the records the problems name."""
    cut = cut_of(text, doc)
    wanted: set[Path] = {(p.table, p.id) if p.id else (p.table,) for p in problems}
    if cut is None:
        return lines(text, lambda path: len(path) == 1 or path[:1] in wanted or path[:2] in wanted)
    found = dict(lines(cut.preamble))
    for number, path, stretch in cut.numbered():
        found.setdefault(path[:1], number)
        if path in wanted:
            for inner, line in lines(stretch).items():
                found.setdefault(inner, number + line - 1)
    return found


def at_line(problem: Problem, found: Mapping[Path, int], doc: Mapping[str, Any]) -> Problem:
    """The problem with the line of the innermost thing it names."""
    if problem.line is not None:
        return problem
    if problem.table not in doc:
        return attrs.evolve(problem, line=1) if problem.table == "format" else problem
    single = problem.table not in TABLES or TABLES[problem.table].single or not problem.id
    base: Path = (problem.table,) if single else (problem.table, problem.id)
    whole = (*base, problem.field)  # an unknown key may have dots of its own
    parts = (*base, *(int(p) if p.isdecimal() else p for p in problem.field.split(".")))
    path: Path = whole if whole in found else parts
    path = _entry_named(path, problem, doc)
    while path and path not in found:
        path = path[:-1]
    return attrs.evolve(problem, line=found.get(path))


def _entry_named(path: Path, problem: Problem, doc: Mapping[str, Any]) -> Path:
    """The path of the list entry that holds the id a dangling reference names; the list's own path otherwise."""
    wanted = problem.what.values.get("id")
    value: Any = doc
    for part in path:
        if not isinstance(value, Mapping) or part not in value:
            return path
        value = value[part]
    if wanted is None or not isinstance(value, list):
        return path
    for number, entry in enumerate(value, 1):
        if entry == wanted:
            return (*path, number)
        if isinstance(entry, Mapping):
            for key, inner in entry.items():
                if inner == wanted or (isinstance(inner, list) and wanted in inner):
                    return (*path, number, key)
    return path
