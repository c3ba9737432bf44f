"""A digit or a minus on a cell with a number begins to type over it, and keeping it goes on to the next cell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import Binding
from textual.strip import Strip

from tui.actions import ACTIONS, BY_ID, Scope
from tui.i18n.words import Words
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, printable
from tui.screens.table.cell_field import CellField
from tui.screens.table.editing import Editing

BEGINNING: Final = frozenset("0123456789-")
"""What begins to type over a number."""
_NUMBERS: Final = (Kind.NUMBER, Kind.INTEGER)
KEYS: Final = N_("Enter keeps and goes down, Tab keeps and goes right, Esc backs out")
_TABS: Final = frozenset(key for action in ACTIONS if action.scope is Scope.APP for key in action.keys if key in BEGINNING)
"""The digits that are a tab or the overview where no number stands."""


class TypedOver(CellField):
    """The input over a number that begins with what was typed on its cell: Enter keeps it and goes down, Tab keeps it and goes right.

    What it is a number of stands at its right end.
    """

    BINDINGS = [Binding("tab", "keep_and_go_right", show=False), Binding("escape", "leave_to_tabs", show=False)]
    onward = (1, 0)
    what = ""
    """The year, or the field; without its unit."""

    def __init__(self, text: str, ids: Sequence[str], spec: FieldSpec, words: Words, unit: str, begun: str) -> None:
        super().__init__(text, ids, spec, words, unit)
        self.value = self.begun = begun

    async def action_keep_and_go_right(self) -> None:
        self.onward = (0, 1)
        await self.action_submit()

    def action_leave_to_tabs(self) -> None:
        by_mistake, screen = not self.typed, self.screen
        self.action_back_out()
        if by_mistake and isinstance(screen, TypingOver):
            screen.let_tabs_through()

    @property
    def named(self) -> str:
        """What it is a number of, with its unit."""
        return printable(", ".join(filter(None, (self.what, self.unit))))

    def render_line(self, y: int) -> Strip:
        """What stands in it, and at the right end what it is a number of where both have room."""
        strip, told = super().render_line(y), f" {self.named} "
        room = strip.cell_length - cell_len(told)
        if room <= cell_len(self.value) + 1:
            return strip
        return Strip([*strip.crop(0, room), Segment(told, self.rich_style + Style(italic=True, underline=False))])


class TypingOver(Editing):
    """The part of a table screen that types over numbers."""

    tabs_next = False
    """Whether the next digit is a tab: Esc was pressed on the cell of a number, and nothing since."""

    def on_key(self, event: events.Key) -> None:
        """A digit is a tab elsewhere; here the cell under the cursor decides, and Esc leads back to the tabs."""
        tabs, self.tabs_next = self.tabs_next, False
        if event.character is None or event.character not in BEGINNING or self.focused is not self.table or not self.takes_digits:
            return
        if tabs and event.character in _TABS:
            return
        event.stop()
        event.prevent_default()
        self.type_over(event.character)

    def let_tabs_through(self) -> None:
        """Have the next digit be a tab, and say so."""
        self.tabs_next = True
        self.tell(self.words(N_("a digit goes to its tab now; any other key, and digits are figures again")))

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
        field.what = self.words(spec.label)
        field.place = ("CellField", self.table_name, ids[0], spec.key)
        self.open_cell(field, self.table.cell_region(ids[0], column.key))

    def keys_in(self, field: CellField) -> str:
        if not isinstance(field, TypedOver):
            return super().keys_in(field)
        return f"{self.what_is_typed(field)} · {self.words(KEYS)}"

    def what_is_typed(self, field: TypedOver) -> str:
        """What a digit has begun, with its unit, and how to get to the tab it is elsewhere."""
        if field.value == field.begun and field.begun in _TABS:
            return self.words(N_("{what}: being typed over; for tab {digit}: Esc, then {digit}"), what=field.named, digit=field.begun)
        return field.named

    def digits_said(self) -> str:
        """What a digit does on the cell under the cursor, for the keys at the bottom; "" where it is a tab."""
        column = self.table.current_column
        if column is None or not self.takes_digits:
            return ""
        return self.words(N_("enter {what} (tab: Esc, then digit)"), what=self.number_under(column.key))

    def number_under(self, key: str) -> str:
        """What the number under the cursor is, in a word or two."""
        spec = self._spec_of(key)
        return self.words(spec.label) if spec is not None else ""

    def _spec_of(self, key: str) -> FieldSpec | None:
        column = next((c for c in (self.table.current_column,) if c is not None and c.key == key), None)
        return TABLES[self.table_name].by_key.get(column.field) if column is not None and column.field is not None else None
