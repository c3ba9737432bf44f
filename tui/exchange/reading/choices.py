"""What a person says of a file over what the program reads of it: its sheets, its rows of titles, its columns, and whom its names mean."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, TypeAlias

import attrs

from tui.exchange.reading.columns import Column, Role
from tui.exchange.reading.names import NameKey
from tui.model.fields import TABLES
from tui.vocabulary.titles import FigureTitle

TablePlace: TypeAlias = tuple[int, int]
"""The first row of a table's titles and its first column, counted from 0."""
NOT_A_TABLE = ""
"""In place of the name of a table of the plan: these rows are not to be read."""


@attrs.frozen
class Meaning:
    """What a column is said to be: a field of the table by its key, figures, or a role; :attr:`Role.UNKNOWN` is not read at all."""

    role: Role
    field: str = ""
    figure: FigureTitle | None = None

    def of(self, table: str, column: Column) -> Column:
        """The column as it was said; as it was read where the table has no such field."""
        if self.role is Role.FIELD and self.field not in TABLES[table].by_key:
            return column
        field = TABLES[table][self.field] if self.role is Role.FIELD else None
        figures = (self.figure,) if self.role is Role.FIGURE and self.figure is not None else ()
        return attrs.evolve(column, role=self.role, field=field, figures=figures, rest="", passed_over=self.role is Role.UNKNOWN)


@attrs.frozen
class SheetChoices:
    """What is said of one sheet; None and nothing at all: as it is read.

    ``read``: whether it is read; ``titles``: its rows of titles, those next to each other of one table; ``tables``: which table of the plan
    each is; ``columns``: what the columns below a row of titles are.
    """

    read: bool | None = None
    titles: frozenset[int] | None = None
    tables: Mapping[TablePlace, str] = attrs.field(factory=dict)
    columns: Mapping[TablePlace, Meaning] = attrs.field(factory=dict)

    def with_titles(self, rows: frozenset[int] | None, before: Mapping[int, int]) -> SheetChoices:
        """Other rows of titles; ``before`` says which first row each new one follows, so that what was said of its columns stays."""

        def moved(said: Mapping[TablePlace, Any]) -> dict[TablePlace, Any]:
            after = {old: new for new, old in before.items()}
            return {(after.get(row, row), at): value for (row, at), value in said.items()}

        return attrs.evolve(self, titles=rows, tables=moved(self.tables), columns=moved(self.columns))


class Becomes(enum.Enum):
    """What becomes of a name the plan does not have."""

    MADE = "made"
    MEANT = "meant"  # a record of the plan
    LEFT = "left"  # nobody knows; the rows are read without it
    ASKED = "asked"


@attrs.frozen
class NameSaid:
    """What a person says of a name; ``id``: the record that is meant, ``kind``: that of a body that is made."""

    becomes: Becomes
    id: str = ""
    kind: str = ""


@attrs.frozen
class Choices:
    """What is said of a whole file; ``sheets`` by their place in it."""

    sheets: Mapping[int, SheetChoices] = attrs.field(factory=dict)
    names: Mapping[NameKey, NameSaid] = attrs.field(factory=dict)
    vintage: str | None = None
    source: str | None = None
    section: str = ""
    """The section of the plan at the cursor, of rows that stand under no heading; no one says so, so it is asked."""

    def of_sheet(self, place: int) -> SheetChoices:
        """What is said of a sheet."""
        return self.sheets.get(place, SheetChoices())

    def with_sheet(self, place: int, said: SheetChoices) -> Choices:
        """The same with something else said of a sheet."""
        return attrs.evolve(self, sheets={**self.sheets, place: said})

    def with_name(self, key: NameKey, said: NameSaid | None) -> Choices:
        """The same with something else said of a name; None takes it back."""
        others = {name: other for name, other in self.names.items() if name != key}
        return attrs.evolve(self, names=others if said is None else {**others, key: said})


# -- as a draft ---------------------------------------------------------------------------------------------------------


def packed_choices(choices: Choices) -> dict[str, Any]:
    """Choices as texts, numbers and lists."""
    return {
        "sheets": [[place, _packed_sheet(said)] for place, said in choices.sheets.items()],
        "names": [[*key, said.becomes.value, said.id, said.kind] for key, said in choices.names.items()],
        "vintage": choices.vintage or "",
        "source": choices.source or "",
    }


def unpacked_choices(packed: Any) -> Choices:
    """What :func:`packed_choices` packed. Raises ValueError, TypeError, KeyError or IndexError for anything else."""
    names = {(str(table), str(name)): NameSaid(Becomes(becomes), str(id), str(kind)) for table, name, becomes, id, kind in packed["names"]}
    sheets = {int(place): _unpacked_sheet(said) for place, said in packed["sheets"]}
    return Choices(sheets, names, packed["vintage"] or None, packed["source"] or None)


def _packed_sheet(said: SheetChoices) -> dict[str, Any]:
    return {
        "read": -1 if said.read is None else int(said.read),
        "titles": [] if said.titles is None else [sorted(said.titles)],
        "tables": [[*place, table] for place, table in said.tables.items()],
        "columns": [[*place, *_packed_meaning(meaning)] for place, meaning in said.columns.items()],
    }


def _packed_meaning(meaning: Meaning) -> list[Any]:
    figure = meaning.figure
    told = [figure.what, figure.year or 0, figure.vintage or "", figure.first_month, figure.last_month] if figure is not None else []
    return [meaning.role.value, meaning.field, told]


def _unpacked_sheet(packed: Any) -> SheetChoices:
    read = int(packed["read"])
    titles = [frozenset(int(row) for row in rows) for rows in packed["titles"]]
    return SheetChoices(
        None if read < 0 else bool(read),
        titles[0] if titles else None,
        {(int(row), int(at)): str(table) for row, at, table in packed["tables"] if table == NOT_A_TABLE or table in TABLES},
        {(int(row), int(at)): _unpacked_meaning(role, field, told) for row, at, role, field, told in packed["columns"]},
    )


def _unpacked_meaning(role: Any, field: Any, told: Any) -> Meaning:
    figure = None
    if told:
        what, year, vintage, first, last = told
        figure = FigureTitle(str(what), int(year) or None, str(vintage) or None, int(first), int(last))
    return Meaning(Role(role), str(field), figure)
