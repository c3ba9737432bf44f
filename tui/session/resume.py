"""Where a person was when they left a plan or a roll-up, for their next start with it: tab, rows, filters, orders, groups.

Nothing of it is in the plan. It is kept among what is the person's own, a file a plan or roll-up, and read with care: what is not
understood of it is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import attrs

from tui.frames.tables.narrowing import Asked, as_values, from_values
from tui.session.open_plan import OpenPlan
from tui.start import others_file, places
from tui.store.others_text import Unreadable, json_in

_MOST_BYTES: Final = 1 << 18
_MOST_LINES: Final = 10_000
"""Lines no window has."""
NEIGHBOURS: Final = 8
"""Records on either side of the one somebody stood on that are tried where that is gone."""


@attrs.frozen
class TablePlace:
    """What was asked of a table, the record under the cursor with those around it, the nearest first, and where on the screen it stood."""

    asked: Asked = attrs.field(factory=Asked)
    records: tuple[str, ...] = ()
    column: str = ""
    """The column under the cursor; "" for the first."""
    line: int = 0
    """The line of the window the cursor was on, from 0."""

    @classmethod
    def at(cls, asked: Asked, ids: Sequence[str], row: int, column: str = "", line: int = 0) -> TablePlace:
        """The place in a row of ``ids``; in the first one there is nothing to go to."""
        if not row:
            return cls(asked, column=column)
        around = sorted(range(max(0, row - NEIGHBOURS), min(len(ids), row + NEIGHBOURS + 1)), key=lambda at: (abs(at - row), at < row))
        return cls(asked, tuple(ids[at] for at in around), column, max(0, line))

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> TablePlace:
        """Of plain values that anybody may have written; what is not understood is left out."""
        records, column, line = values.get("records") or [], values.get("column"), values.get("line")
        return cls(
            from_values(values),
            tuple(id for id in records if isinstance(id, str)),
            column if isinstance(column, str) else "",
            line if type(line) is int and 0 <= line < _MOST_LINES else 0,
        )

    def values(self) -> dict[str, Any]:
        """It as plain values; without what is as at the beginning."""
        more = {key: value for key, value in (("column", self.column), ("line", self.line)) if value}
        return {**as_values(self.asked), "records": list(self.records), **more}


@attrs.frozen
class Place:
    """The tab, the list that stood above it, and where somebody was in each table they had open."""

    mode: str = ""
    register: str = ""
    tables: Mapping[str, TablePlace] = attrs.field(factory=dict)

    def without(self, table: str) -> Place:
        """The same but for one table."""
        return attrs.evolve(self, tables={name: place for name, place in self.tables.items() if name != table})


class LeftPlace:
    """Where the person left a plan the last time (``at``), and leaves it now.

    It is only ``kept`` where the person wants that, and not read for a ``fresh`` start. ``first``: the tab everybody begins at.
    ``lake``: the folder of the roll-up that is looked at, and left, whichever of its plans is open meanwhile.
    """

    def __init__(self, open_plan: OpenPlan, first: str, *, kept: bool, fresh: bool, lake: Path | None = None) -> None:
        self.kept, self._fresh = kept, fresh
        self._open, self._first, self._lake = open_plan, first, lake
        self.at = (read_place(self._what) if kept and not fresh else None) or Place()

    @property
    def _what(self) -> Path:
        return self._open.loaded.state.path if self._lake is None else self._lake

    def keep(self, place: Place) -> None:
        """Remember where the person is."""
        keep_place(self._what, place, self._first)

    def found_at_next_start(self, mode: str, table: str, place: TablePlace) -> bool:
        """Whether the next start of this kind begins in this tab, at this place in its table, with no list above it."""
        if not self.kept or self._fresh:
            return False
        found = read_place(self._what) or Place()
        return (found.mode or self._first, found.register) == (mode, "") and found.tables.get(table, TablePlace()) == place


def read_place(plan: str | os.PathLike[str]) -> Place | None:
    """Where somebody left this plan; None where that is not known."""
    where = places.resume_file(os.fspath(plan))
    if where is None:
        return None
    try:
        doc = json_in(others_file.bytes_of(where, _MOST_BYTES))
    except (OSError, Unreadable):
        return None
    if not isinstance(doc, dict) or doc.get("plan") != os.path.realpath(plan):
        return None
    tables = doc.get("tables")
    found = {
        str(name): TablePlace.of(values)
        for name, values in (tables.items() if isinstance(tables, dict) else ())
        if isinstance(values, dict) and isinstance(values.get("records") or [], list)
    }
    mode, register = doc.get("mode"), doc.get("register")
    return Place(mode if isinstance(mode, str) else "", register if isinstance(register, str) else "", found)


def keep_place(plan: str | os.PathLike[str], place: Place, first: str = "") -> bool:
    """Remember where somebody leaves a plan; whether it could be. ``first`` is the tab everybody begins at.

    A file that says so already is left as it is, also its time, and of the place everybody begins at there is none: so the first page
    that was kept stays true.
    """
    where = places.resume_file(os.fspath(plan))
    if where is None:
        return False
    tables = {name: one.values() for name, one in place.tables.items() if one != TablePlace()}
    mode = "" if place.mode == first else place.mode
    doc = {"plan": os.path.realpath(plan), "mode": mode, "register": place.register, "tables": tables}
    data = json.dumps(doc, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape")
    path = Path(where)
    beside = Path(f"{where}.{os.getpid()}")
    try:
        if not (mode or place.register or tables):
            path.unlink(missing_ok=True)
            return True
        if path.is_file() and path.read_bytes() == data:
            return True
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, data)
        finally:
            os.close(file)
        os.replace(beside, path)
    except OSError:
        return False
    return True
