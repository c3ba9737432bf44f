"""What becomes of the names a plan does not have: new records, records that are meant, or nothing; the rows that name them follow."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import attrs

from tui.exchange.document.citations import documents_in
from tui.exchange.document.passages import Paragraph
from tui.exchange.reading.choices import Becomes, Choices
from tui.exchange.reading.gathered import Gathered
from tui.exchange.reading.names import NameKey, PlanNames
from tui.exchange.reading.rows import TableReader
from tui.exchange.reading.unknown_names import Told, UnknownName, said_of, told_names
from tui.model.text import slug
from tui.vocabulary.outcome import NotUnderstood, Unsure

_HEADINGS: Final = ("sections", "goals")
"""Tables whose records stand over rows."""


@attrs.define
class Naming:
    """Makes the records that names call for, and has ``new`` read the others as it was said."""

    new: Gathered
    choices: Choices

    def settle(self, readers: Sequence[tuple[TableReader, bool]]) -> None:
        """What becomes of every name in some tables: full names first, so that short ones find the bodies that are made of them."""
        before = frozenset(self.new.plan.tables["agencies"])
        told = told_names(readers, PlanNames(self.new.plan, self.new.day, self.new.own))
        others: list[tuple[NameKey, Told]] = []
        for key, name in sorted(told.items(), key=lambda pair: -len(pair[1].text.split())):
            said, by_person = said_of(key, name, self.choices)
            if said.becomes is not Becomes.MADE or not (by_person or self._is_new(key, name, before)):
                others.append((key, name))
                continue
            id = self._make(key, name, said.kind)
            self.new.names[key] = name.becomes(key, attrs.evolve(said, id=id), by_person=by_person)
        for key, name in others:
            if (settled := self._settled(key, name)) is not None:
                self.new.names[key] = settled
        self.new.names = {key: self.new.names[key] for key in told if key in self.new.names}  # as the file has them
        for key, said in self.choices.names.items():
            if key[0] in _HEADINGS and said.becomes is Becomes.LEFT:
                self.new.known.left.add(key)
            elif key[0] in _HEADINGS and said.becomes is Becomes.MEANT and said.id in self.new.plan.tables[key[0]]:
                self.new.known.mean(key, (), said.id)

    def _is_new(self, key: NameKey, name: Told, before: frozenset[str]) -> bool:
        """Whether a name is none of the plan and of the records that were made before it."""
        if key[0] != "agencies":
            return self.new.known.of(key[0]).find(name.text).id is None
        read = self.new.known.bodies_to_the_letter.read(name.text)
        made_here = isinstance(read, Unsure) and not set(read.candidates) & before  # the beginning of another new name
        return isinstance(read, NotUnderstood) or made_here

    def _settled(self, key: NameKey, name: Told) -> UnknownName | None:
        """What becomes of a name that is not made; None where it is one of a record that was made."""
        said, by_person = said_of(key, name, self.choices)
        if said.becomes is Becomes.MEANT and said.id in self.new.plan.tables[key[0]]:
            self.new.known.mean(key, name.texts, said.id)
        elif said.becomes is Becomes.LEFT:
            self.new.known.left.add(key)
        elif said.becomes is Becomes.MADE:
            return None
        else:
            said, by_person = attrs.evolve(said, becomes=Becomes.ASKED, id=""), False
        return name.becomes(key, said, by_person=by_person)

    def _make(self, key: NameKey, name: Told, kind: str) -> str:
        table = key[0]
        text = name.text[:1].upper() + name.text[1:]
        values: dict[str, Any] = {"title": text}
        if table == "agencies":
            values = {"name": text, "kind": kind}
        elif table == "documents":
            values = _document(text)
        stem = slug(str(values.get("number") or text))
        return self.new.add(table, self.new.id_for(table, stem), values, name.place)


def _document(text: str) -> dict[str, Any]:
    """The fields of a document that is only named: its number, kind and day as far as they are said."""
    cited = documents_in([Paragraph(1, text)])
    if len(cited) != 1:
        return {"kind": text.split()[0], "about": text}
    [one] = cited
    return {"number": one.number, "kind": one.kind or text.split()[0], "issuer": one.issuer, "date": one.date, "about": one.about or text}
