"""What a value was made from: the tables and fields of the plan a computation reads, recorded while it reads them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, MutableMapping
from typing import Final, NamedTuple, Protocol, TypeVar

import attrs

from tui.model.plan import Plan, Values

T_co = TypeVar("T_co", covariant=True)


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


KNOWN: Final = Read("known")
"""That a value rests on which figures are known: no table, but read like one."""


class ReadsOtherRows(TypeError):
    """A value with a row a record read its own table in a way that lets a row rest on other records."""


class Derivation(Protocol[T_co]):
    """A function of frames whose values are kept, as far as the frames have to know it; :mod:`tui.frames.derived` has them."""

    @property
    def name(self) -> str: ...

    @property
    def table(self) -> str | None:
        """The table its value has a row a record of, None when it is no such frame."""
        ...

    @property
    def several(self) -> bool:
        """Whether a record has any number of rows in it, together and in the order of the records: none, one, or more."""
        ...

    @property
    def apart(self) -> frozenset[str]:
        """Tables whose edits leave a kept value as it is, whatever it read of them."""
        ...

    @property
    def as_written(self) -> frozenset[str]:
        """Fields of that table that stand in it as they are, with no other column that hangs on them."""
        ...

    @property
    def make(self) -> Callable[..., T_co]:
        """Work the value out, of frames and the arguments."""
        ...

    def kept_name(self, *args: Hashable) -> str | None:
        """The name under which its value for these arguments outlives the session, None when it does not."""
        ...


@attrs.define(eq=False)
class Reading:
    """The making of a function's value, and what it has read so far; ``outer`` is that of the value that asked for it."""

    of: Derivation[object]
    outer: Reading | None
    reads: set[Read] = attrs.field(factory=set)

    def add(self, reads: Iterable[Read]) -> None:
        """Record them. Raises :class:`ReadsOtherRows`."""
        for read in reads:
            if read.table == self.of.table and read.field is None:
                raise ReadsOtherRows(f"{self.of.name} has a row a record of {read.table}: it may read that table by frames.columns() only")
            if read.table not in self.of.apart:
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
