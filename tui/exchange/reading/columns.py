"""What a column of somebody's table is read as, by the words of its titles."""

from __future__ import annotations

import enum
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec
from tui.model.text import bare_sound, nfc
from tui.vocabulary.amounts import known_unit
from tui.vocabulary.lexicon import Own, forms, phrases, plain, words
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read
from tui.vocabulary.titles import FieldTitle, FigureTitle, Title, read_title

_SIGNS = re.compile(r"[^\w/%+]+")
_IN_BRACKETS = re.compile(r"\s*\(([^()]+)\)\s*\Z")
_NOTE_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+|\((?:\*+|[0-9]{1,2}|[a-e])\)|\*+")


class Role(enum.Enum):
    """What a column is."""

    ORDINAL = "order"
    ID = "id"
    FIELD = "field"
    FIGURE = "figure"
    YEAR = "values.year"
    VALUE = "values.value"
    VINTAGE = "values.vintage"
    SOURCE = "values.source"
    AREA = "indicators.area"
    PART = "indicators.part"
    MONEY_SOURCE = "tasks.budget_source"
    UNKNOWN = "unknown"


_ROLES: Final = {role.value: role for role in Role if role not in (Role.FIELD, Role.FIGURE, Role.UNKNOWN)}


@attrs.frozen
class Column:
    """A column of a table: its titles, the uppermost first, and what it is read as.

    ``figures``: what the figures of the column may be, more than one where the title leaves it open; ``rest``: what of the title is not
    understood.
    """

    at: int
    titles: tuple[str, ...]
    role: Role
    field: FieldSpec | None = None
    figures: tuple[FigureTitle, ...] = ()
    rest: str = ""
    unit: str = ""
    """The unit its title says in brackets: ``Thực hiện năm 2024 (tỷ đồng)``."""
    passed_over: bool = False
    """Whether somebody has said that it is not to be read."""

    @property
    def title(self) -> str:
        """The titles in one line, as a person reads them."""
        return " · ".join(" ".join(title.split()) for title in self.titles)

    @property
    def is_stated(self) -> bool:
        """Whether the titles leave only one thing that its figures may be."""
        return len(self.figures) == 1


def title_key(text: str) -> str:
    """A title as it is compared: in lower case without marks, signs and marks of footnotes, its words one space apart."""
    return " ".join(_SIGNS.sub(" ", bare_sound(_NOTE_MARKS.sub(" ", text))).split())


def read_column(table: str, at: int, titles: tuple[str, ...], languages: Sequence[Words], own: Own) -> Column:
    """What a column is in a table: by the vocabulary, else by the names the table's fields have in the workbench."""
    written = tuple(clean for title in titles if (clean := _NOTE_MARKS.sub(" ", title).strip())) or titles
    unit = next((said for title in reversed(written) if (said := unit_in(title))), "") if table == "indicators" else ""
    if unit:
        column = read_column(
            table, at, tuple(_IN_BRACKETS.sub("", title) if unit_in(title) else title for title in written), languages, own
        )
        return attrs.evolve(column, titles=titles, unit=unit if column.role in (Role.FIGURE, Role.VALUE) else "")
    outcome = _read(written, table, own)
    candidates: tuple[Title, ...] = ()
    rest = ""
    if isinstance(outcome, Read):
        candidates = (outcome.value,)
    elif not isinstance(outcome, NotUnderstood):
        candidates, rest = outcome.candidates, outcome.rest
    fitting = [
        found for title in candidates if isinstance(title, FieldTitle) and (found := _of_field(table, at, titles, title.field)) is not None
    ]
    if not fitting and table == "tasks" and len(written) > 1 and (money := _of_money(at, titles, written, own)) is not None:
        return money
    named = _by_own_name(table, at, titles, languages)
    figures = tuple(title for title in candidates if isinstance(title, FigureTitle)) if table == "indicators" else ()
    if fitting:
        return attrs.evolve(fitting[0], figures=figures)
    if named is not None and not any(figure.year is not None for figure in figures):
        return named
    if figures:
        return Column(at, titles, Role.FIGURE, figures=figures, rest=rest)
    return named or Column(at, titles, Role.UNKNOWN)


def unit_in(title: str) -> str:
    """The unit that stands in brackets at the end of a title; percentages say that it compares, or are told by its other words."""
    found = _IN_BRACKETS.search(nfc(title))
    said = re.sub(r"^(?:đvt|đơn vị(?: tính)?)\s*:\s*", "", found[1].strip(), flags=re.IGNORECASE) if found is not None else ""
    return said if said and "%" not in said and known_unit(said) else ""


def _of_field(table: str, at: int, titles: tuple[str, ...], field: str) -> Column | None:
    """A column of what the vocabulary calls so, None where the table has no such field."""
    if field in _ROLES:
        of_figures = field.startswith(("values.", "indicators."))
        return Column(at, titles, _ROLES[field]) if table == "indicators" or not of_figures else None
    if (table, field) == ("indicators", "tasks.leads"):
        field = "indicators.agency"  # who is in charge of an indicator answers for its figures
    of, _, key = field.rpartition(".")
    if of in ("", table) and key in TABLES[table].by_key:
        return Column(at, titles, Role.FIELD, TABLES[table][key])
    return None


def _of_money(at: int, titles: tuple[str, ...], written: tuple[str, ...], own: Own) -> Column | None:
    """A column of amounts from one source, below a title that says so (``Kinh phí`` over ``NSTW``)."""
    outcome = _read(written[:1], "tasks", own)
    if isinstance(outcome, Read) and outcome.value == FieldTitle("tasks.budget"):
        return Column(at, titles, Role.FIELD, TABLES["tasks"]["budget"])
    return None


def _by_own_name(table: str, at: int, titles: tuple[str, ...], languages: Sequence[Words]) -> Column | None:
    key = own_names(table, tuple(languages)).get(title_key(" ".join(titles)))
    return Column(at, titles, Role.FIELD, TABLES[table][key]) if key is not None else None


@lru_cache(maxsize=64)
def own_names(table: str, languages: tuple[Words, ...]) -> Mapping[str, str]:
    """Title → field, by the names the fields of a table have in the workbench."""
    out: dict[str, str] = {}
    for field in TABLES[table]:
        for name in (*(mine(field.label) for mine in languages), field.label, field.key):
            out.setdefault(title_key(name), field.key)
    return out


def names_records(title: str, tables: Sequence[str], languages: Sequence[Words], own: Own) -> bool:
    """Whether a title is that of the names or ids of the records of some table."""
    said = _naming()
    if any(form in said for form in forms(title)) or any(
        plain(mine) in forms(title) and means.rpartition(".")[2] in _TITLES for mine, means in own
    ):
        return True
    key = title_key(title)
    return any(own_names(table, tuple(languages)).get(key) == TABLES[table].title for table in tables)


_TITLES: Final = frozenset(spec.title for spec in TABLES.values())


@lru_cache(maxsize=1)
def _naming() -> frozenset[str]:
    naming = {"id", *(f"{table}.{spec.title}" for table, spec in TABLES.items())}
    columns = words()["titles"]["columns"]
    said = [phrase for field in columns if field in naming for phrase in phrases("titles", "columns", field)]
    return frozenset([*said, *(plain(text) for text, fields in words()["titles"]["either"].items() if naming & set(fields))])


@lru_cache(maxsize=4096)
def _read(written: tuple[str, ...], table: str, own: Own) -> Outcome[Title]:
    return read_title(written, table=table, own=own)
