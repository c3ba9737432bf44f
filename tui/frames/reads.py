"""What a value was made from: the tables and fields of the plan a computation reads, recorded while it reads them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import NamedTuple

import attrs

from tui.model.plan import Plan, Values


class Read(NamedTuple):
    """A table that was read, or one field of it with which records there are; the field ``id`` is which records there are alone."""

    table: str
    field: str | None = None

    def __str__(self) -> str:
        return self.table if self.field is None else f"{self.table}.{self.field}"

    @classmethod
    def of(cls, text: str) -> Read:
        """The reverse of ``str``."""
        table, _, field = text.partition(".")
        return cls(table, field or None)

    def reached_by(self, fields: frozenset[str] | None) -> bool:
        """Whether edits of these fields of the table reach it; None stands for records that came or went."""
        return self.field is None or fields is None or self.field in fields


class ReadsOtherRows(TypeError):
    """A value with a row a record read its own table in a way that lets a row rest on other records."""


@attrs.define(eq=False)
class Reading:
    """The making of one value, and what it has read so far.

    ``table`` is the table it has a row a record of, None when it has not. What is read of the tables in ``apart`` is not
    recorded. ``outer`` is the making of the value that asked for this one, in the same thread.
    """

    name: str
    table: str | None
    apart: frozenset[str]
    outer: Reading | None
    reads: set[Read] = attrs.field(factory=set)

    def add(self, reads: Iterable[Read]) -> None:
        """Record them. Raises :class:`ReadsOtherRows`."""
        for read in reads:
            if read.table == self.table and read.field is None:
                raise ReadsOtherRows(f"{self.name} has a row a record of {self.table}: of that table it may read frames.columns() only")
            if read.table not in self.apart:
                self.reads.add(read)


class Reader(threading.local):
    """Which value of some frames is being made now, in each thread by itself."""

    now: Reading | None = None

    def note(self, *reads: Read) -> None:
        """Record what is read, when a value is being made."""
        if self.now is not None:
            self.now.add(reads)


class WatchedTables(Mapping[str, MutableMapping[str, Values]]):
    """The tables of a plan; a table that somebody takes out is read, all of it."""

    def __init__(self, plan: Plan, note: Callable[[Read], None]) -> None:
        self._plan = plan
        self._note = note

    def __getitem__(self, name: str) -> MutableMapping[str, Values]:
        table = self._plan.tables[name]
        self._note(Read(name))
        return table

    def __contains__(self, name: object) -> bool:
        return name in self._plan.tables

    def __iter__(self) -> Iterator[str]:
        return iter(self._plan.tables)

    def __len__(self) -> int:
        return len(self._plan.tables)
