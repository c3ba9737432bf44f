"""The input laid over a cell of a table while somebody types into it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, cast

from textual.binding import Binding

from tui.i18n.words import Words
from tui.model.fields import FieldSpec
from tui.screens.drafting import MOST, REST
from tui.store.log.draft import Draft, DraftPlace
from tui.terminal.later import AfterRest, after_refresh
from tui.widgets.inputs import TextField


class HoldsCells(Protocol):
    """The screen over which a cell is typed into."""

    def note_cell(self, field: CellField) -> None:
        """Have what stands in it kept as a draft."""

    def leave_cell(self, field: CellField) -> None:
        """Go elsewhere: what was typed stays as its draft."""

    def drop_cell(self, field: CellField) -> None:
        """Back out of it: all is as it was before somebody typed."""

    def tell(self, text: str, *, bad: bool = False) -> None:
        """Say something in the status line."""


class CellField(TextField):
    """The input laid over a cell: Enter keeps, Esc drops what was typed; what leads elsewhere leaves the text as a draft of that cell."""

    BINDINGS = [
        Binding("escape", "back_out", show=False),
        Binding("tab,shift+tab,up,down,pageup,pagedown", "go_elsewhere", show=False),
        Binding("ctrl+g", "drop_draft", show=False),
    ]

    onward: tuple[int, int] = (0, 0)
    """Rows and columns the cursor of the table goes on by when what was typed is kept."""
    begun: str | None = None
    """The digit it was begun with: alone it is nothing somebody has typed."""

    def __init__(self, text: str, ids: Sequence[str], spec: FieldSpec, words: Words, unit: str = "") -> None:
        from tui.i18n.hints import choices, short_hint

        super().__init__(text, short_hint(spec, words, unit), classes="cell-field")  # no id: the one before may still be on its way out
        self.ids = tuple(ids)
        self.spec = spec
        self.unit = unit
        self.was = text
        self.place: DraftPlace = ()
        """Where what is typed belongs as a draft, and the name it has there."""
        self.called = "cell"
        self.column = spec.key
        """The field of the record that is edited."""
        self.draft: str | None = None
        """What was typed before and not kept, where it stands in the field."""
        self.waited: Draft | None = None
        """The draft that was there when it was opened, and is there after Esc; None once somebody has dropped it."""
        self.refused = False
        self.choices = lambda typed: choices(spec, typed, words)
        self._noting = AfterRest(self, self._note, REST, MOST)

    @property
    def typed(self) -> bool:
        """Whether it holds something that would be lost with it."""
        return self.value not in (self.was, self.begun)

    def on_mount(self) -> None:
        self.cursor_position = len(self.value)
        after_refresh(self, self._show_cursor)

    def _show_cursor(self) -> None:
        """A field longer than its place scrolls to the cursor only when this moves after the layout; keys may have moved it before."""
        place = self.selection
        self.cursor_position = 0
        self.selection = place

    def on_input_changed(self) -> None:
        self._noting.stir()

    def on_unmount(self) -> None:
        self._noting.cancel()

    def _note(self) -> None:
        if self.is_attached:
            self._editing.note_cell(self)

    @property
    def _editing(self) -> HoldsCells:
        return cast(HoldsCells, self.screen)

    def action_back_out(self) -> None:
        self._editing.drop_cell(self)

    def action_go_elsewhere(self) -> None:
        self._editing.leave_cell(self)

    def action_drop_draft(self) -> None:
        """What stood in the cell before somebody typed."""
        self.value, self.draft, self.waited = self.was, None, None
        self._editing.note_cell(self)
        self._editing.tell("")
