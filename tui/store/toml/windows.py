"""The parts of a text that a change has to look at: written into a few records, a long text is left alone for the rest.

Where a record comes, goes or changes, only its neighbours in the text matter. A *window* is a run of records that holds
every change together with the neighbours it needs; it is written as if it were the whole file, and put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import attrs

from tui.store.toml.parse import Document
from tui.store.toml.records import Cut, Keys


@attrs.frozen
class Window:
    """A stretch of a text, from ``start`` to ``end`` in characters, what it holds and what it shall hold."""

    start: int
    end: int
    old: Document
    new: Document


def windows_of(cut: Cut[Keys], old: Document, new: Document, changed: Iterable[Keys]) -> list[Window] | None:
    """The windows in which the ``changed`` records become as ``new`` has them; None when it takes the whole text."""
    numbers = {path: number for number, path in enumerate(cut.paths)}
    near: dict[Keys, set[int]] = {}
    order = _Order(new)
    for path in changed:
        found = _needed(path, numbers, old, new, order)
        if found is None:
            return None
        near[path] = found
    tables = {path[0] for path in cut.paths}
    above = {key: value for key, value in old.items() if key not in tables}
    added = [(path, found) for path, found in near.items() if path not in numbers]
    windows = []
    for first, last in _runs(sorted({n for found in near.values() for n in found if 0 <= n < len(cut.paths)})):
        paths = cut.paths[first : last + 1]
        inside = {-1, *range(first, last + 1), len(cut.paths)}
        here = [*paths, *(path for path, found in added if found <= inside)]
        before, now = _part(old, paths), _part(new, order.sorted(here))
        if first == 0:
            windows.append(Window(0, cut.starts[last + 1], {**above, **before}, {**above, **now}))
        else:
            windows.append(Window(cut.starts[first], cut.starts[last + 1], before, now))
    return windows


class _Order:
    """The places of records in their tables, counted only where somebody asks."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self.ids: dict[str, list[str]] = {}
        self.places: dict[str, dict[str, int]] = {}

    def of(self, table: str) -> tuple[list[str], dict[str, int]]:
        """(the ids of a table in order, the place of each)."""
        if table not in self.ids:
            self.ids[table] = list(self.doc[table])
            self.places[table] = {id: place for place, id in enumerate(self.ids[table])}
        return self.ids[table], self.places[table]

    def sorted(self, paths: list[Keys]) -> list[Keys]:
        """The paths with those of tables somebody asked about in the order of the document; the others stay."""
        return sorted(paths, key=lambda path: self.places.get(path[0], {}).get(path[-1], 0))


def _needed(path: Keys, numbers: Mapping[Keys, int], old: Document, new: Document, order: _Order) -> set[int] | None:
    """The records a change needs beside it (-1 and one too many are possible); None when that is not known."""
    table, *rest = path
    number = numbers.get(path)
    if not rest:
        return {number} if number is not None and table in new else None
    id = rest[0]
    if number is not None:
        return {number} if id in new.get(table, ()) else {number - 1, number, number + 1}
    if table not in old or table not in new:
        return None
    ids, places = order.of(table)
    place = places.get(id)
    if place is None:
        return None
    before = next((numbers[table, i] for i in reversed(ids[:place]) if (table, i) in numbers), None)
    if before is not None:
        return {before, before + 1}
    after = next((numbers[table, i] for i in ids[place + 1 :] if (table, i) in numbers), None)
    return None if after is None else {after - 1, after}


def _runs(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """(first, last) of each run of consecutive numbers."""
    first: int | None = None
    last = -1
    for number in numbers:
        if first is None:
            first = number
        elif number != last + 1:
            yield first, last
            first = number
        last = number
    if first is not None:
        yield first, last


def _part(doc: Document, paths: Iterable[Keys]) -> dict[str, Any]:
    """The named records a document has."""
    part: dict[str, Any] = {}
    for table, *rest in paths:
        if not rest:
            if table in doc:
                part[table] = doc[table]
        elif rest[0] in doc.get(table, ()):
            part.setdefault(table, {})[rest[0]] = doc[table][rest[0]]
    return part
