"""What a table and a field of the plan file are: kinds, words, limits, and how records and fields hang together."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from typing import Final

import attrs

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2200
"""A year or a day outside is taken for a slip of the hand."""


class Kind(enum.Enum):
    """What a field holds; the comment gives its TOML type."""

    TEXT = "text"  # string, one line
    PROSE = "prose"  # string, may have several lines
    INTEGER = "integer"  # integer
    NUMBER = "number"  # integer or float, finite
    YES_NO = "yes_no"  # boolean
    DATE = "date"  # local date
    MONTH_DAY = "month_day"  # string "MM-DD"
    CHOICE = "choice"  # string, one of a closed set
    REF = "ref"  # string, the id of a record of another table
    REFS = "refs"  # array of ids
    TEXTS = "texts"  # array of strings
    CHOICES = "choices"  # array of strings of a closed set
    NUMBERS = "numbers"  # array of integers
    DATES = "dates"  # array of local dates
    PERIOD = "period"  # { start = date, end = date }, either may be absent
    ENTRIES = "entries"  # array of inline tables with fields of their own


@attrs.frozen
class Choice:
    """One value of a closed set and the words for it."""

    value: str
    label: str


@attrs.frozen(eq=False)
class FieldSpec:
    """One field of a table or of an entry. Its key, kind and words are given in that order, all else by name.

    Two specs are the same when they are one object: nothing is compared, and a spec costs little as a key.
    """

    key: str
    kind: Kind
    label: str
    required: bool = False
    table: str | None = None
    """The table whose records a reference names."""
    choices: tuple[Choice, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    max_length: int | None = None
    entries: tuple[FieldSpec, ...] = ()
    """The fields of one entry, of a field that holds entries."""
    identity: tuple[str, ...] = ()
    """The fields that make two of its entries the same entry, seen by two people; empty: all of them."""
    help: str = ""
    unit: str = ""
    """The (English) words for what a number counts."""
    is_amount: bool = False
    """Whether the number is an amount in the plan's own unit of amounts."""
    unit_from: str = ""
    """The field of the record that names the unit, where every record has its own."""
    unique: bool = False
    """Whether two records of the table with the same number are a fault."""
    ranked: bool = False
    """Whether the order of the choices means something: rows are sorted by it, not by the words."""
    verbatim: bool = False
    """Whether the text points somewhere or is read by the program: other words in it would break what it points to."""
    coded: tuple[Choice, ...] = ()
    """Codes a text may hold, with the words they are told in; any other text is told as it stands."""
    reasons: bool = False
    """Whether the text may hold reasons in codes (:mod:`tui.vocabulary.reasons`), told in the reader's language."""
    address: bool = False
    """Whether the text is an address outside the plan (:mod:`tui.model.addresses`); a terminal shows it as a link."""
    seldom: bool = False
    """Whether few records have it: a panel names it only where it holds something, a form always."""
    asked: bool = False
    """Whether a review asks for it of every record: a panel has a row for it at a place of its own, which says so where it is empty; of one
    that few records have, only where it is filled in."""
    instead: tuple[tuple[str, ...], ...] = ()
    """The fields, best first, that answer in its place where it is empty, each with the values that answer nothing: of a task without a
    due day how often it is due."""
    later: str = ""
    """The field whose entries hold, oldest first and under the same key, what it became afterwards."""
    bare: bool = False
    """Whether a line about an entry tells the value without its label, as it does every required one."""
    there: bool = False
    """Whether the body it names has to exist today: of one that does not, the form says so."""
    sets_apart: bool = False
    """Whether a figure that has it is of something else than the whole year in the indicator's own unit."""

    def choice_label(self, value: object) -> str | None:
        """The (English) words for a stored choice, None when it is not one of the set."""
        return next((c.label for c in self.choices if c.value == value), None)

    def code_label(self, value: object) -> str | None:
        """The (English) words for a code in a text; None for a text in somebody's own words."""
        return next((c.label for c in self.coded if c.value == value), None)

    @property
    def told_bare(self) -> bool:
        """Whether the value speaks for itself in a line about its entry."""
        return self.bare or self.required

    def entry(self, key: str) -> FieldSpec | None:
        """The spec of a field inside an entry."""
        return next((f for f in self.entries if f.key == key), None)


@attrs.frozen(kw_only=True, eq=False)
class TableSpec:
    """One table: its key in the file, its words, its fields in the order a form shows them."""

    name: str
    label: str
    one: str
    fields: tuple[FieldSpec, ...]
    title: str = "name"
    """The field a person knows a record by."""
    short: str | None = None
    """The field with a shorter name for it."""
    single: bool = False
    """Whether the table is itself the one record, as ``[plan]`` is."""
    parent: str | None = None
    """The field that names what a record stands under: a new one comes after the last that stands under the same."""
    id_from_parent: bool = False
    """Whether a new record's id is its parent's with the next number, else one made of its title."""
    holder: str | None = None
    """The field that names who answers for a record."""
    partners: str | None = None
    """The field that names who takes part without answering for it; nobody stands in both."""
    by_key: Mapping[str, FieldSpec] = attrs.field(init=False, repr=False)

    @by_key.default
    def _index(self) -> Mapping[str, FieldSpec]:
        return {f.key: f for f in self.fields}

    def __getitem__(self, key: str) -> FieldSpec:
        return self.by_key[key]

    def __iter__(self) -> Iterator[FieldSpec]:
        return iter(self.fields)

    @property
    def own_references(self) -> tuple[FieldSpec, ...]:
        """The fields that name records of this very table: whoever follows them may not come back to where they started."""
        return tuple(f for f in self.fields if f.table == self.name)
