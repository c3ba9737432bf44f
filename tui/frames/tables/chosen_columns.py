"""The columns of a table as a person wants them: which are shown, in what order, how wide. What the view has decides what there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from tui.frames.tables.cells import Translate
from tui.frames.tables.columns import OF_WORTH, Column, View
from tui.frames.tables.plain_columns import plain_column, with_plain_columns
from tui.model.fields import TABLES, Kind

WIDTHS: Final = range(4, 121)
"""The cells a column may be given."""
_USUAL: Final = 16
_NO_COLUMN: Final = (Kind.PROSE,)
"""Fields whose texts have many lines: they are read in the panel."""


@attrs.frozen
class ColumnChoice:
    """Columns by their keys: their order, those that are not shown, and widths that are not worked out; nothing chosen is as the view is.

    Keys nobody knows here stay where they are written: another version of the program may know them.
    """

    order: tuple[str, ...] = ()
    hidden: frozenset[str] = frozenset()
    widths: Mapping[str, int] = attrs.field(factory=dict)

    def __bool__(self) -> bool:
        return bool(self.order or self.hidden or self.widths)

    def as_values(self) -> dict[str, Any]:
        """The choice as plain values, to be written down."""
        values: dict[str, Any] = {}
        if self.order:
            values["columns"] = list(self.order)
        if self.hidden:
            values["hidden"] = sorted(self.hidden)
        if self.widths:
            values["widths"] = dict(self.widths)
        return values

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> ColumnChoice:
        """A choice from plain values somebody wrote; what is none is left out."""

        def keys(name: str) -> tuple[str, ...]:
            listed = values.get(name)
            return tuple(dict.fromkeys(key for key in listed if isinstance(key, str))) if isinstance(listed, list) else ()

        widths = values.get("widths")
        given = widths.items() if isinstance(widths, Mapping) else ()
        known = {str(key): width for key, width in given if isinstance(width, int) and not isinstance(width, bool) and width in WIDTHS}
        return cls(keys("columns"), frozenset(keys("hidden")), known)


def columns_there(view: View) -> tuple[Column, ...]:
    """Every column the table can have: those of the view, those told beside another, and every further field of its records."""
    spec = TABLES.get(view.table)
    known = {column.key for column in view.every_column} | {column.field for column in view.every_column}
    fields = [field for field in spec or () if field.key not in known and field.kind not in _NO_COLUMN]
    return (*view.every_column, *(plain_column(field, _USUAL) for field in fields))


def stays(view: View, column: Column) -> bool:
    """Whether a column is shown in any case: the name and the answer."""
    spec = TABLES.get(view.table)
    named = spec is not None and any(c.field == spec.title for c in view.columns)
    is_name = column.field == spec.title if spec is not None and named else bool(view.columns) and column.key == view.columns[0].key
    return column.answer or is_name


def shown_keys(view: View, choice: ColumnChoice) -> list[str]:
    """The keys of the columns shown, in their order."""
    there = {column.key: column for column in columns_there(view)}
    usual = [column.key for column in view.columns]
    wanted = [key for key in choice.order if key in there]
    rest = [key for key in usual if key not in wanted]
    shown = [key for key in (*wanted, *rest) if key not in choice.hidden or stays(view, there[key])]
    return [*(key for key in shown if not there[key].answer), *(key for key in shown if there[key].answer)]


def arranged(view: View, choice: ColumnChoice, words: Translate) -> View:
    """A view with its columns as they are chosen. An order says where columns stand, and each keeps what it is worth.

    What somebody has added or moved towards the front is worth no less than the last column a table should not be without: it is seen
    before the others, and none of those goes for it.
    """
    if not choice:
        return view
    there = {column.key: column for column in columns_there(view)}
    shown = shown_keys(view, choice)
    usual = [column.key for column in view.columns if column.key in shown]
    columns = []
    for place, key in enumerate(shown):
        column = there[key]
        preferred = bool(choice.order) and (key not in usual or place < usual.index(key))
        own = OF_WORTH if column.worth is None else min(OF_WORTH, column.worth)
        worth = 0 if stays(view, column) else own if preferred else column.worth
        columns.append(attrs.evolve(column, worth=worth, set_width=choice.widths.get(key)))
    beside = tuple(column for column in view.every_column if column.key not in shown)
    made = attrs.evolve(view, columns=tuple(columns), told_beside=beside)
    return with_plain_columns(made, view.frames, words) if view.frames is not None else made


def from_shown(view: View, shown: Sequence[str], widths: Mapping[str, int]) -> ColumnChoice:
    """The choice that shows these columns in this order; none where it is what the view has anyhow."""
    usual = [column.key for column in view.columns]
    hidden = frozenset(usual) - set(shown)
    order = tuple(shown) if list(shown) != [key for key in usual if key not in hidden] else ()
    return ColumnChoice(order, hidden, dict(widths))
