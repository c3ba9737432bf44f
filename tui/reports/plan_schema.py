"""The JSON Schema of a plan file, made of the field specs: by it an editor completes keys and says what is wrong while one types.

It is draft 7, which editors of TOML read. What ``kehoach check`` finds right is right by it. It says less than the check: that
a reference leads somewhere, that days follow each other and that a text is in form NFC cannot be written in it.
"""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from tui.i18n.words import Words
from tui.model.checks.values import LARGEST
from tui.model.fields import FIRST_YEAR, FORMAT, LAST_YEAR, TABLES, FieldSpec, Kind, TableSpec
from tui.model.text import N_, Sentence

Schema: TypeAlias = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
_ID: Final = "^[A-Za-z0-9_-]+$"
_NOT_EMPTY: Final = r"\S"
_MONTH_DAY: Final = r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_ADDRESS: Final = "^([Hh][Tt][Tt][Pp][Ss]?://|[Mm][Aa][Ii][Ll][Tt][Oo]:)"
_YEARS: Final = 2
"""The first and the last one."""


def plan_schema(words: Words) -> Schema:
    """The schema of a whole file, with titles and descriptions in the user's language."""
    return {
        "$schema": DRAFT,
        "title": words(N_("Plan file of kehoach, format {format}"), format=FORMAT),
        "type": "object",
        "properties": {
            "format": {"type": "integer", "minimum": 1, "maximum": FORMAT, "description": words(N_("The version of the file format"))},
            **{table.name: _table(table, words) for table in TABLES.values()},
        },
        "required": ["format", "plan"],
    }


def _table(table: TableSpec, words: Words) -> Schema:
    """A table is its one record, or its records by their ids."""
    record = _fields(table.fields, words)
    if table.single:
        return {"title": words(table.label), **record}
    return {"title": words(table.label), "type": "object", "propertyNames": {"pattern": _ID}, "additionalProperties": record}


def _fields(specs: tuple[FieldSpec, ...], words: Words) -> Schema:
    """Keys nobody knows are kept and only warned of, so they are not refused here."""
    required = [spec.key for spec in specs if spec.required]
    return {
        "type": "object",
        "properties": {spec.key: {**_told(spec, words), **_value(spec, words)} for spec in specs},
        **({"required": required} if required else {}),
    }


def _told(spec: FieldSpec, words: Words) -> Schema:
    """What an editor shows of a key."""
    about = [words(spec.help)] if spec.help else []
    if spec.table is not None:
        about.append(words(N_("An id of “{table}”"), table=Sentence(TABLES[spec.table].label)))
    if spec.choices:
        about.append("; ".join(f"{choice.value}: {words(choice.label)}" for choice in spec.choices))
    return {"title": words(spec.label), **({"description": ". ".join(about)} if about else {})}


def _value(spec: FieldSpec, words: Words) -> Schema:
    kind = spec.kind
    if kind in (Kind.TEXT, Kind.PROSE):
        return _text(spec)
    if kind in (Kind.INTEGER, Kind.NUMBER):
        return _number(spec)
    if kind is Kind.ENTRIES:
        return {"type": "array", "items": _fields(spec.entries, words)}
    one = {"type": "string", "enum": [choice.value for choice in spec.choices]} if spec.choices else {"type": "string"}
    return {
        Kind.YES_NO: {"type": "boolean"},
        Kind.DATE: _DATE,
        Kind.MONTH_DAY: {"type": "string", "pattern": _MONTH_DAY},
        Kind.CHOICE: one,
        Kind.REF: one,
        Kind.REFS: _list_of(one, unique=True),
        Kind.TEXTS: _list_of(one, unique=True),
        Kind.CHOICES: _list_of(one, unique=True),
        Kind.NUMBERS: {**_list_of(_YEAR), "minItems": _YEARS, "maxItems": _YEARS},
        Kind.DATES: _list_of(_DATE),
        Kind.PERIOD: {"type": "object", "properties": {"start": _DATE, "end": _DATE}},
    }[kind]


_DATE: Final[Schema] = {"type": "string", "format": "date"}
"""A day without quotes is a text of this form to a schema, which knows no days."""

_YEAR: Final[Schema] = {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR}


def _text(spec: FieldSpec) -> Schema:
    found: Schema = {"type": "string"}
    if spec.max_length is not None:
        found["maxLength"] = spec.max_length
    if spec.address:
        found["anyOf"] = [{"maxLength": 0}, {"pattern": _ADDRESS}]
    if spec.required:
        found["pattern"] = _NOT_EMPTY
    return found


def _number(spec: FieldSpec) -> Schema:
    return {
        "type": "integer" if spec.kind is Kind.INTEGER else "number",
        "minimum": -LARGEST if spec.minimum is None else spec.minimum,
        "maximum": LARGEST if spec.maximum is None else spec.maximum,
    }


def _list_of(one: Schema, unique: bool = False) -> Schema:
    return {"type": "array", "items": one, **({"uniqueItems": True} if unique else {})}
