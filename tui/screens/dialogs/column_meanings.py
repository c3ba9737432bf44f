"""What a column of somebody's table may be, as a list that says what each is, and how it is told in a word."""

from __future__ import annotations

from typing import Final

from tui.exchange.reading.choices import Meaning
from tui.exchange.reading.columns import Column, Role
from tui.i18n.hints import short_hint
from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.text import N_
from tui.screens.dialogs.picker import Item
from tui.vocabulary.titles import FigureTitle, said

NOT_READ: Final = "-"
AS_READ: Final = "="
_FIGURES: Final = {
    "result": (N_("Results"), N_("what was reached, of which the table does not say whether it is official"), FigureTitle("result")),
    "official": (N_("Results, official"), N_("as the statistics office has published them"), FigureTitle("result", vintage="official")),
    "preliminary": (N_("Results, preliminary"), N_("published, and may still change"), FigureTitle("result", vintage="preliminary")),
    "estimate": (N_("Results, estimated"), N_("worked out before the year was over"), FigureTitle("result", vintage="estimate")),
    "half": (N_("Results of the first 6 months"), N_("a part of the year: never taken for the year"), FigureTitle("result", last_month=6)),
    "nine": (N_("Results of the first 9 months"), N_("a part of the year: never taken for the year"), FigureTitle("result", last_month=9)),
    "plan": (N_("Planned values"), N_("what was planned for a year: no result"), FigureTitle("plan", vintage="plan")),
}
_ROLES: Final = {
    Role.ORDINAL: (N_("Order"), N_("numbers of rows and headings")),
    Role.ID: (N_("Id"), N_("the id of the record in the plan")),
}
_OF_FIGURES: Final = {
    Role.YEAR: (N_("Year of the figure"), N_("of a table with a figure a row")),
    Role.VALUE: (N_("Figure"), N_("of a table with a figure a row: its year stands in a column of its own")),
    Role.VINTAGE: (N_("Vintage of the figure"), N_("official, preliminary or estimate")),
    Role.SOURCE: (N_("Source of the figure"), N_("the source of the plan it is from")),
    Role.AREA: (N_("Area of the figure"), N_("the area it is of; the whole where the cell is empty")),
    Role.PART: (N_("Part of the whole"), N_("the part of the whole it is of, as women or poor households")),
}


def meanings_for(table: str, words: Words) -> list[Item]:
    """Everything a column of a table may be, each with what it is."""
    items = [
        Item(AS_READ, words(N_("as the program reads it"))),
        Item(NOT_READ, words(N_("not read: nothing of this column is taken in"))),
    ]
    if table == "indicators":
        items += [Item(f"figure.{key}", _told(words, label, about)) for key, (label, about, _) in _FIGURES.items()]
    items += [
        Item(f"field.{field.key}", _told(words, field.label, field.help) if field.help else _expected(field, words), field.key)
        for field in TABLES[table]
        if field.kind is not Kind.ENTRIES
    ]
    roles = {**_ROLES, **(_OF_FIGURES if table == "indicators" else {})}
    return [*items, *(Item(f"role.{role.value}", _told(words, label, about)) for role, (label, about) in roles.items())]


def _expected(field: FieldSpec, words: Words) -> str:
    hint = short_hint(field, words)
    return f"{words(field.label)} – {hint}" if hint else words(field.label)


def _told(words: Words, label: str, about: str) -> str:
    return f"{words(label)} – {words(about)}" if about else words(label)


def meaning_of(picked: str, year: int | None) -> Meaning | None:
    """What was picked; None to read the column as the program does. ``year``: that of its figures."""
    kind, _, key = picked.partition(".")
    if picked == AS_READ:
        return None
    if kind == "field":
        return Meaning(Role.FIELD, key)
    if kind == "role":
        return Meaning(Role(key))
    if kind == "figure":
        _, _, title = _FIGURES[key]
        return Meaning(Role.FIGURE, figure=FigureTitle(title.what, year, title.vintage, title.first_month, title.last_month))
    return Meaning(Role.UNKNOWN)


def picked_for(column: Column) -> str:
    """The item of the list that a column is read as now."""
    if column.role is Role.FIELD and column.field is not None:
        return f"field.{column.field.key}"
    if column.role is Role.FIGURE and len(column.figures) == 1:
        mine = column.figures[0]
        like = (mine.what, mine.vintage, mine.first_month, mine.last_month)
        found = (k for k, (_, _, t) in _FIGURES.items() if (t.what, t.vintage, t.first_month, t.last_month) == like)
        return f"figure.{next(found, 'result')}"
    if column.role is Role.UNKNOWN:
        return NOT_READ if column.passed_over else AS_READ
    return f"role.{column.role.value}"


def told_column(column: Column | None, words: Words) -> str:
    """What a column is, in a word or two; "?" for one that is not understood."""
    if column is None:
        return ""
    if column.role is Role.FIELD and column.field is not None:
        return words(column.field.label)
    if column.role is Role.FIGURE and column.figures:
        return "/".join(said(figure) for figure in column.figures) + (" ?" if len(column.figures) > 1 else "")
    if column.role is Role.UNKNOWN:
        return words(N_("not read")) if column.passed_over else "?"
    roles = {**_ROLES, **_OF_FIGURES}
    return words(roles[column.role][0]) if column.role in roles else column.role.value
