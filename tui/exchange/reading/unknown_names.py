"""The bodies, documents and sources that a file names and the plan does not have: gathered once, each made, matched or left by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import attrs

from tui.exchange.cell_reader import place_of
from tui.exchange.reading.choices import Becomes, Choices, NameSaid
from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.names import NameKey, PlanNames, body_key, name_key
from tui.exchange.reading.row_texts import by_comma
from tui.exchange.reading.rows import TableReader
from tui.model.fields import Kind
from tui.model.text import Sentence, nfc
from tui.vocabulary.body_kinds import kind_of_body
from tui.vocabulary.body_lists import begins_a_body
from tui.vocabulary.lexicon import plain, says_as_above, says_nothing
from tui.vocabulary.outcome import NotUnderstood, Read

_ODD: Final = re.compile(r"[:?!…]|[a-zà-ỹđ]{2}\.\s+[^\W\d_]")
"""What no name of a body holds: more was written in the cell, and a person says what. ``TP. Thái Nguyên`` is a place."""
_SENTENCE: Final = re.compile(r"\b(?:chu tri|phoi hop|tham muu)\b|^(?:giao|nhu|d/c|dong chi)\b")
_GATHERED: Final = ("agencies", "documents", "sources")
"""Tables whose records other rows name."""


@attrs.frozen
class UnknownName:
    """A name the plan does not have. ``said``: what becomes of it, by a person or until one says so; ``maybe``: records it may mean."""

    key: NameKey
    text: str
    place: Sentence
    """Where it stands first."""
    count: int
    said: NameSaid
    maybe: tuple[str, ...] = ()
    by_person: bool = False

    @property
    def table(self) -> str:
        """The table of the plan it is of."""
        return self.key[0]


@attrs.define
class Told:
    """A name as rows write it."""

    place: Sentence
    texts: Counter[str] = attrs.field(factory=Counter)
    maybe: tuple[str, ...] = ()
    in_list: bool = False
    """Whether a table of new records names it."""

    @property
    def text(self) -> str:
        """The way it is written most often."""
        return self.texts.most_common(1)[0][0]

    def becomes(self, key: NameKey, said: NameSaid, *, by_person: bool) -> UnknownName:
        """What becomes of it."""
        return UnknownName(key, self.text, self.place, self.texts.total(), said, self.maybe, by_person)


def told_names(readers: Sequence[tuple[TableReader, bool]], known: PlanNames) -> dict[NameKey, Told]:
    """The names in the cells of some tables that mean no record for certain, each table with whether it is a list of new records.

    ``known``: the names of the plan, without what a person has said of others.
    """
    out: dict[NameKey, Told] = {}
    for reader, in_list in readers:
        for column in reader.found.columns.values():
            table = _table_named(column)
            if table is None:
                continue
            for row in reader.found.rows:
                cell = row.cells.get(column.at)
                if cell is None:
                    continue
                for key, text, maybe in _unread(table, column, str(cell.value), known):
                    told = out.setdefault(key, Told(place_of(reader.found.sheet, row.number, column.at), maybe=maybe))
                    told.texts[text] += 1
                    told.in_list |= in_list and not by_comma(column, str(cell.value))[1]
    return out


def _table_named(column: Column) -> str | None:
    """The table whose records a column names, of those whose names are gathered."""
    if column.role is Role.SOURCE:
        return "sources"
    field = column.field
    return field.table if field is not None and field.kind in (Kind.REF, Kind.REFS) and field.table in _GATHERED else None


def _unread(table: str, column: Column, text: str, known: PlanNames) -> Iterator[tuple[NameKey, str, tuple[str, ...]]]:
    """(key, as it is written, records it may mean) of each name of a cell."""
    if table == "agencies":
        for body in known.bodies.read_list(by_comma(column, text)[0]):
            name = " ".join(nfc(body.text).split()).strip(" .;:-–")
            if re.search(r"\w", name) and not isinstance(body.outcome, Read) and not says_nothing(name) and not says_as_above(name):
                yield body_key(name), name, () if isinstance(body.outcome, NotUnderstood) else tuple(body.outcome.candidates)
        return
    several = column.field is not None and column.field.kind is Kind.REFS
    for part in re.split(r"[;\n]", text) if several else [text]:
        name = " ".join(nfc(part).split())
        if name and not says_nothing(name) and name not in known.plan.tables[table] and (found := known.of(table).find(name)).id is None:
            yield (table, name_key(name)), name, found.maybe


def says_more_than_a_name(text: str) -> bool:
    """Whether a text is no name of one body: a sentence (``Giao Sở A chủ trì``), ``như mục 5``, a person, a body in brackets."""
    inside = re.findall(r"\(([^()]*)\)", text)
    return _ODD.search(text) is not None or _SENTENCE.search(plain(text)) is not None or any(map(begins_a_body, inside))


def said_of(key: NameKey, told: Told, choices: Choices) -> tuple[NameSaid, bool]:
    """(what becomes of a name, whether a person said so); of a list of new records the names are made, elsewhere they are asked about."""
    said = choices.names.get(key)
    if said is not None:
        kind = said.kind or (kind_of_body(told.text) if key[0] == "agencies" else "")
        return attrs.evolve(said, kind=kind), True
    if told.in_list and not told.maybe and not (key[0] == "agencies" and says_more_than_a_name(told.text)):
        return NameSaid(Becomes.MADE, kind=kind_of_body(told.text) if key[0] == "agencies" else ""), False
    return NameSaid(Becomes.ASKED), False
