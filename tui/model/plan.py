"""The plan as records, keyed by table and id, in the order of the file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any, Final, TypeAlias

import attrs

from tui.model.fields import SINGLE_ID, TABLES, reference_fields
from tui.model.text import Sentence

Values: TypeAlias = Mapping[str, Any]
"""The fields of one record by TOML key; an absent key means *unknown*. Never changed in place."""

RecordId: TypeAlias = tuple[str, str]
"""(table, id)."""


class _Missing:
    """The value of a field that is not there; distinct from every TOML value."""

    def __repr__(self) -> str:
        return "MISSING"

    def __bool__(self) -> bool:
        return False

    def __copy__(self) -> _Missing:
        return self

    def __deepcopy__(self, memo: object) -> _Missing:
        return self


MISSING: Final = _Missing()


@attrs.frozen
class Problem:
    """Something wrong with the plan, and where: ``file:line: table.id.field: what``.

    ``sets_aside``: the record cannot be read, so it is kept as it is and not shown in the tables.
    ``warning``: the plan is readable and whole; somebody should look.
    """

    table: str
    id: str
    field: str
    what: Sentence
    warning: bool = False
    sets_aside: bool = False
    line: int | None = None

    @property
    def where(self) -> str:
        """``table.id.field`` with the parts that apply."""
        return ".".join(p for p in (self.table, self.id, self.field) if p)


@attrs.frozen
class SetAside:
    """A record that could not be read: what the file holds, and why it is not shown."""

    table: str
    id: str
    raw: Any
    problems: tuple[Problem, ...]


@attrs.define
class Plan:
    """Every readable record, and what was set aside.

    ``tables`` has every table of :data:`TABLES`, empty or not: a ``dict`` each, or :class:`tui.model.records.StoredRecords`.
    ``extra`` keeps top-level keys nobody knows, ``unread`` the fields of readable records that could not be read, as the file has them:
    the record is without them, and of a list without the entries that could not be read.
    """

    tables: dict[str, MutableMapping[str, Values]] = attrs.field(factory=lambda: {name: {} for name in TABLES})
    set_aside: dict[RecordId, SetAside] = attrs.field(factory=dict)
    extra: dict[str, Any] = attrs.field(factory=dict)
    unread: Mapping[RecordId, Mapping[str, Any]] = attrs.field(factory=dict)

    def get(self, table: str, id: str) -> Values | None:
        """The record, or None."""
        return self.tables[table].get(id)

    @property
    def header(self) -> Values:
        """[plan], empty when it is missing or could not be read."""
        return self.tables["plan"].get(SINGLE_ID, {})

    def setting(self, key: str, default: Any) -> Any:
        """A threshold of [settings], or the default of the methods."""
        return self.tables["settings"].get(SINGLE_ID, {}).get(key, default)

    @property
    def term(self) -> tuple[dt.date, dt.date] | None:
        """First and last day of the plan's term; None when the header does not say both."""
        period = self.header.get("term") or {}
        start, end = period.get("start"), period.get("end")
        return (start, end) if start and end else None

    @property
    def years(self) -> range:
        """The years of the term; empty when the term is unknown."""
        term = self.term
        return range(term[0].year, term[1].year + 1) if term else range(0)

    def title_of(self, table: str, id: str) -> str:
        """The name a person knows the record by; the id itself when there is no such record."""
        record = self.get(table, id)
        if record is None:
            return id
        return title_of(table, id, record)

    def called(self, table: str, id: str) -> str | Sentence | dt.date:
        """What a record is called in a sentence: its title, a day as it is; where a table is one record, the table's own words."""
        if TABLES[table].single:
            return Sentence(TABLES[table].label)
        return title_in(table, id, self.get(table, id) or {})

    def short_of(self, table: str, id: str) -> str:
        """The short name (an agency's abbreviation, a document's number), else the title."""
        return _as_text(self.shortly_called(table, id))

    def shortly_called(self, table: str, id: str) -> str | dt.date:
        """The short name (an agency's abbreviation, a document's number), else the title, a day as it is."""
        record = self.get(table, id)
        if record is None:
            return id
        short = TABLES[table].short
        return str(record[short]) if short and record.get(short) else title_in(table, id, record)

    def citations(self, table: str, id: str) -> Iterator[tuple[str, str, str]]:
        """(table, id, field) of every record that refers to this one."""
        for name, spec, inner in reference_fields():
            if (inner or spec).table != table:
                continue
            for other, values in self.tables[name].items():
                if id in referred(values, spec.key, inner.key if inner else None):
                    yield name, other, spec.key


def title_of(table: str, id: str, record: Values) -> str:
    """The name of a record by its own fields; a day as the papers write it. What a screen says of it is :func:`title_in`, in words."""
    return _as_text(title_in(table, id, record))


def title_in(table: str, id: str, record: Values) -> str | dt.date:
    """The name of a record by its own fields; a day is a day, which every language writes in its own way."""
    title = record.get(TABLES[table].title)
    if isinstance(title, dt.date):
        return title
    return str(title) if title not in (None, "") else (id or table)


def _as_text(title: str | dt.date) -> str:
    return title.strftime("%d/%m/%Y") if isinstance(title, dt.date) else title


def referred(values: Values, key: str, inner: str | None) -> list[str]:
    """The ids a field names, whatever its shape; values of a wrong type name nothing."""
    value = values.get(key)
    if inner is not None:
        found: list[str] = []
        for entry in value if isinstance(value, list) else ():
            if isinstance(entry, Mapping):
                found += referred(entry, inner, None)
        return found
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


SUBJECTS: Final = (("reviews", "items", "subject"), ("reviews", "frozen", "subject"), ("decisions", "subject", None))
"""(table, field, field of an entry) of every text that names a record of any table, as :func:`subject_of` reads it."""


def subject_of(text: str) -> RecordId | None:
    """(table, id) of ``"tasks.III-1"``, or of ``"plan"``; None when it names no table."""
    table, _, id = text.partition(".")
    return (table, id) if table in TABLES and bool(id) is not TABLES[table].single else None


def subject_text(table: str, id: str) -> str:
    """How a meeting names a record: ``tasks.III-1``; ``plan`` for the plan itself."""
    return f"{table}.{id}" if id else table


def plain(value: Any) -> Any:
    """The value as the parser of a plan file would give it: every mapping a dict, every sequence a list."""
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    return [plain(v) for v in value] if isinstance(value, list | tuple) else value


def same(a: Any, b: Any) -> bool:
    """Equal as TOML: 1 is not 1.0 is not true, and the order of keys does not count."""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, dict):
        return a.keys() == b.keys() and all(map(same, a.values(), map(b.__getitem__, a)))
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float):
        return a == b or (a != a and b != b)
    return bool(a == b)
