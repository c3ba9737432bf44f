"""One cell of a table typed into in place: opened over it, kept or refused, left as a draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from textual import on
from textual.geometry import Region

from tui.i18n.words import Unreadable
from tui.model.fields import TABLES, FieldSpec
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, printable
from tui.screens.table.cell_field import CellField
from tui.screens.table.changing import Changing
from tui.store.log.draft import Draft
from tui.terminal.later import after_refresh
from tui.widgets.inputs import TextField
from tui.widgets.status_line import StatusLine


class CellEditing(Changing):
    """The input over a cell, from the key that opens it to the text that is kept.

    A screen itself, not a plain mixin: Textual finds ``@on`` handlers only in classes made by its own metaclass.
    """

    def _title(self, spec: FieldSpec, ids: Sequence[str]) -> str:
        plan = self.session.workspace.plan
        if len(ids) > 1:
            return self.words(spec.label) + " · " + self.words.count("{n} marked row", "{n} marked rows", len(ids))
        return f"{self.words(spec.label)} · {self.words.show(plan.called(self.table_name, ids[0]))}"

    def _type(self, spec: FieldSpec, ids: Sequence[str], region: Region | None) -> None:
        from tui.i18n.typed import typed

        value = (self.session.workspace.plan.get(self.table_name, ids[0]) or {}).get(spec.key, MISSING)
        field = CellField(typed(spec, value, self.words), ids, spec, self.words, self.unit_in(spec, ids[0]))
        field.place = ("CellField", self.table_name, ids[0], spec.key)
        self.open_cell(field, region)

    def unit_in(self, spec: FieldSpec, id: str) -> str:
        """The unit of a number of a record."""
        from tui.i18n.hints import unit_of

        record = self.session.workspace.plan.get(self.table_name, id) or {}
        return unit_of(spec, record, self.words, amounts=self.session.plan.header.get("amount_unit", ""))

    @property
    def open_cells(self) -> list[CellField]:
        """The cells that are typed into, those on their way out too: parts of the screen itself, which each key looks for."""
        return [part for part in self.children if isinstance(part, CellField)]

    def open_cell(self, field: CellField, region: Region | None) -> None:
        """Lay the input over its cell, with the draft that waits there unless somebody has begun to type anew."""
        for old in self.open_cells:  # a click on the table left it open
            self.leave_cell(old)
        field.waited = self.session.journal.drafts.at(field.place)
        draft = self._draft_of(field) if field.begun is None else None
        if draft is not None:
            field.value = field.draft = draft
            self.tell(self.words(N_("what you typed before is still here: Enter keeps it, Ctrl+G drops it")))
        elif also := self.ui.also_editing(self.table_name, field.ids[0]):
            self.tell(also, bad=True)
        else:
            self._say_what_is_expected(field)
        self._lay_over(field, region)
        self.comes_or_goes()
        self.mount(field)
        field.focus()
        self.ui.about_to_edit(self.table_name)

    def _lay_over(self, field: CellField, region: Region | None) -> None:
        """Lay the input over its cell; above the last line where that is out of sight."""
        width, height = self.size
        place = region or Region(0, height - 2, width, 1)
        wanted = min(max(place.width, 24, cell_len(field.value) + 4), width)
        field.styles.width = wanted
        field.styles.offset = (max(0, min(place.x, width - wanted)), place.y)

    def beside(self, field: CellField) -> Mapping[str, FieldSpec]:
        """The fields of the same record or entry, of which what is typed may say something too."""
        return TABLES[self.table_name].by_key

    def keys_in(self, field: CellField) -> str:
        """The keys that end what is typed into a cell, in words."""
        return self.words(N_("{field}: Enter keeps, Esc backs out"), field=Sentence(field.spec.label))

    def _say_what_is_expected(self, field: CellField) -> None:
        """How the text in a cell is understood, the keys, and what is to be typed there."""

        from tui.i18n.hints import format_hint, understood

        spec, day = field.spec, self.session.as_of
        known = understood(spec, field.value, self.words, day, field.unit, self.beside(field))
        told = (known, self.keys_in(field), format_hint(spec, self.words, day, field.unit))
        self.tell(" · ".join(part for part in told if part))

    @on(TextField.Changed, ".cell-field")
    def _cell_changed(self, event: TextField.Changed) -> None:
        from tui.i18n.hints import understood

        event.stop()
        field = event.input
        if not isinstance(field, CellField) or not field.has_focus or field.value in (field.was, field.draft):
            return
        beside = self.beside(field)
        if not field.refused or understood(field.spec, field.value, self.words, self.session.as_of, field.unit, beside):
            self._say_what_is_expected(field)  # else the reason stays: nothing new is to be said

    @on(TextField.Submitted, ".cell-field")
    def _cell_typed(self, event: TextField.Submitted) -> None:
        event.stop()
        field = event.input
        assert isinstance(field, CellField)
        onward, field.onward = field.onward, type(field).onward
        if self.keep_cell(field) and onward != (0, 0):
            self.table.move(*onward)

    def finish_typing(self) -> bool:
        """Keep what stands in an open cell, as Enter would; False when it was refused (the reason is said)."""
        return all(self.keep_cell(field) for field in self.open_cells)

    def keep_cell(self, field: CellField) -> bool:
        """Keep what stands in a cell; False when it was refused, which is said, or is asked about first."""
        from tui.i18n.hints import refusal
        from tui.i18n.worded import read_worded

        if field.value == field.was and len(field.ids) == 1:
            self.tell("")
            self.close_cell(field)
            return True
        beside = TABLES[self.table_name].by_key
        try:
            said = read_worded(field.spec, beside, field.value, self.words, self.session.as_of, field.unit)
        except Unreadable as fault:
            why = refusal(field.spec, field.value, fault, self.words)
            return self.refuse_cell(field, why, until_changed=bool(field.choices and field.choices(field.value)))
        value = said.pop(field.spec.key)
        wrong = self._fault_of(field.spec, value)
        if wrong:
            return self.refuse_cell(field, wrong)
        if not self.set_fields(field.spec, field.ids, value, said):
            return False
        self.close_cell(field)
        return True

    def refuse_cell(self, field: CellField, why: str, *, until_changed: bool = False) -> bool:
        """Say why it is not kept."""
        field.refused = not until_changed
        self.tell(why, bad=True)
        return False

    def _fault_of(self, spec: FieldSpec, value: Any) -> str:
        from tui.i18n.typed import missing_sentence
        from tui.model.checks import field_faults

        if value is MISSING:
            return self.words.sentence(missing_sentence(spec)) if spec.required else ""
        return "; ".join(self.words.sentence(what) for _, what, _ in field_faults(spec, value))

    def leave_cell(self, field: CellField) -> None:
        """Go elsewhere from a cell: what was typed stays as its draft."""
        self.note_cell(field)
        if field.typed:
            self.tell(self.words(N_("not kept; what you typed is there when you edit the cell again")))
        else:
            self.tell("")
        self._drop(field)

    def drop_cell(self, field: CellField) -> None:
        """Back out of a cell: what was typed is no draft, and is said once more; a draft that was there before still waits."""
        drafts = self.session.journal.drafts
        if field.waited is not None:
            drafts.note(field.waited)
            self.tell(self.words(N_("what you typed before is there when you edit the cell again; Ctrl+G there drops it")))
        else:
            drafts.forget(field.place)
            self.tell(self.words(N_("not kept: {text}"), text=printable(field.value)) if field.typed and field.value else "")
        self._drop(field)

    def note_cell(self, field: CellField) -> None:
        """Have the journal hold what stands in a cell, as its draft; nothing where that is what stood there before."""
        if field.value == field.begun:
            return  # what waits there from before stays
        typed = {field.called: field.value} if field.typed else {}
        self.session.journal.drafts.note(Draft(field.place, self._title(field.spec, field.ids), typed))

    def _draft_of(self, field: CellField) -> str | None:
        draft = self.session.journal.drafts.at(field.place)
        text = draft.fields.get(field.called) if draft is not None else None
        return text if isinstance(text, str) else None

    def close_cell(self, field: CellField) -> None:
        """Close a cell whose text was kept, and with it the draft."""
        self.session.journal.drafts.forget(field.place)
        self._drop(field)

    def close_cells(self) -> None:
        """What an open cell holds was kept elsewhere: by the dialog that asked why."""
        for field in self.open_cells:
            self.close_cell(field)

    @on(StatusLine.Grew)
    def place_cells_again(self) -> None:
        """Have a cell that is typed into stay over its own: rows were taken of the table or given back, or the window has another size."""
        if self.open_cells:
            after_refresh(self, self._over_their_cells)

    def _over_their_cells(self) -> None:
        for field in self.open_cells:
            column = self.table.current_column
            self._lay_over(field, self.table.cell_region(field.ids[0], column.key) if column is not None else None)

    def _drop(self, field: CellField) -> None:
        self.mark_drafts()
        self.set_focus(self.table)  # at once: Textual looks for another place when what has the focus is removed
        field.display = False  # it goes with the next frame, and not when Textual has taken it out
        self.comes_or_goes()
        field.remove()

    def mark_drafts(self) -> None:
        """Mark the cells in which something was typed and not kept."""
        raise AssertionError("a table screen marks cells")
