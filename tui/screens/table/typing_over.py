"""A digit or a minus on a cell with a number begins to type over it, and keeping it goes on to the next cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.binding import Binding

from tui.actions import BY_ID
from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence
from tui.screens.table.cell_field import CellField
from tui.screens.table.editing import Editing

_BEGINS: Final = frozenset("0123456789-")
_NUMBERS: Final = (Kind.NUMBER, Kind.INTEGER)


class TypedOver(CellField):
    """The input over a number that begins with what was typed on its cell: Enter keeps it and goes down, Tab keeps it and goes right."""

    BINDINGS = [Binding("tab", "keep_and_go_right", show=False)]
    onward = (1, 0)

    def __init__(self, text: str, ids: Sequence[str], spec: FieldSpec, words: Words, unit: str, begun: str) -> None:
        super().__init__(text, ids, spec, words, unit)
        self.value = self.begun = begun

    async def action_keep_and_go_right(self) -> None:
        self.onward = (0, 1)
        await self.action_submit()


class TypingOver(Editing):
    """The part of a table screen that types over numbers."""

    def on_key(self, event: events.Key) -> None:
        """A digit is a tab elsewhere; here the cell under the cursor decides."""
        if event.character is None or event.character not in _BEGINS or self.focused is not self.table or not self.takes_digits:
            return
        event.stop()
        event.prevent_default()
        self.type_over(event.character)

    @property
    def takes_digits(self) -> bool:
        """Whether the cell under the cursor holds a number that can be changed."""
        column = self.table.current_column
        return column is not None and self.holds_number(column.key) and self.reason_against(BY_ID["edit_cell"]) is None

    def holds_number(self, key: str) -> bool:
        """Whether the cells of a column hold a number of the record under the cursor."""
        spec = self._spec_of(key)
        return spec is not None and spec.kind in _NUMBERS

    def type_over(self, begun: str) -> None:
        """Lay the input over the cell under the cursor, or over that of all marked rows."""
        from tui.i18n.typed import typed

        column, ids = self.table.current_column, self.table.selected_ids
        assert column is not None
        spec = self._spec_of(column.key)
        assert spec is not None
        record = self.session.plan.get(self.table_name, ids[0]) or {}
        value = typed(spec, record.get(spec.key, MISSING), self.words) if len(ids) == 1 else ""
        field = TypedOver(value, ids, spec, self.words, self.unit_in(spec, ids[0]), begun)
        field.place = ("CellField", self.table_name, ids[0], spec.key)
        self.open_cell(field, self.table.cell_region(ids[0], column.key))

    def keys_in(self, field: CellField) -> str:
        if not isinstance(field, TypedOver):
            return super().keys_in(field)
        return self.words(
            N_("{field}: Enter keeps and goes down, Tab keeps and goes right, Esc backs out"), field=Sentence(field.spec.label)
        )

    def _spec_of(self, key: str) -> FieldSpec | None:
        column = next((c for c in (self.table.current_column,) if c is not None and c.key == key), None)
        return TABLES[self.table_name].by_key.get(column.field) if column is not None and column.field is not None else None
