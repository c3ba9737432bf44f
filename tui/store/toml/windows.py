"""Writing into a few records of a long text without looking at the rest of it.

Where a record comes, goes or changes, only its neighbours in the text matter. A *window* is a run of records that holds
every change together with the neighbours it needs; it is written as if it were the whole file, and put back.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from tui.store.toml.parse import Cut, Document, Name
from tui.store.toml.scan import Path


class Attempt(Protocol):
    """Writes one document into the text of another; None when that cannot be done finely."""

    def __call__(self, source: str, old: Document, new: Document, *, eol: str, at_end: bool) -> str | None: ...


def written_by_windows(cut: Cut, old: Document, new: Document, changed: Iterable[Path], attempt: Attempt) -> str | None:
    """The text with the ``changed`` records as ``new`` has them; None when it takes the whole text to write them."""
    numbers = cut.numbers()
    near: dict[Name, set[int]] = {}
    order = _Order(new)
    for path in changed:
        name = (str(path[0]), str(path[1]) if len(path) > 1 else "")
        found = _needed(name, numbers, old, new, order)
        if found is None:
            return None
        near[name] = found
    wanted = sorted({n for found in near.values() for n in found if 0 <= n < len(cut.names)})
    added = [(name, found) for name, found in near.items() if name not in numbers]
    eol = "\r\n" if "\r\n" in cut.text else "\n"
    out: list[str] = []
    at = 0
    for first, last in _runs(wanted):
        names = list(cut.names[first : last + 1])
        here = [*names, *(name for name, found in added if found <= set(range(first, last + 1)) | {-1, len(cut.names)})]
        start, end = 0 if first == 0 else cut.starts[first], cut.starts[last + 1]
        above = {k: old[k] for k in old if first == 0 and k not in {table for table, _ in cut.names}}
        part = attempt(
            cut.text[start:end],
            {**above, **_part(old, names)},
            {**above, **_part(new, order.sorted(here))},
            eol=eol,
            at_end=end == len(cut.text),
        )
        if part is None:
            return None
        out += (cut.text[at:start], part)
        at = end
    return "".join((*out, cut.text[at:]))


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

    def sorted(self, names: list[Name]) -> list[Name]:
        """The names with those of tables somebody asked about in the order of the document; the others stay."""
        return sorted(names, key=lambda n: self.places.get(n[0], {}).get(n[1], 0))


def _needed(name: Name, numbers: Mapping[Name, int], old: Document, new: Document, order: _Order) -> set[int] | None:
    """The records a change needs beside it (-1 and one too many are possible); None when that is not known."""
    table, id = name
    number = numbers.get(name)
    if not id:
        return {number} if number is not None and table in new else None
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


def _part(doc: Document, names: Iterable[Name]) -> dict[str, Any]:
    """The named records a document has."""
    part: dict[str, Any] = {}
    for table, id in names:
        if not id:
            if table in doc:
                part[table] = doc[table]
        elif id in doc.get(table, ()):
            part.setdefault(table, {})[id] = doc[table][id]
    return part
