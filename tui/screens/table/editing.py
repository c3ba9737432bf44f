"""What a person changes from a table: the cell under the cursor, the whole record in a form, a new record, records taken out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from textual.geometry import Region

from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING
from tui.model.text import N_, Sentence, say
from tui.screens.table.cell_editing import CellEditing
from tui.screens.table.record_form import open_form
from tui.store.presence import Place

if TYPE_CHECKING:
    import polars as pl

    from tui.widgets.record_panel import PanelLine


class Editing(CellEditing):
    """The actions that change the table of a screen."""

    if TYPE_CHECKING:

        @property
        def frame(self) -> pl.DataFrame | None: ...

        def line_of_panel(self) -> PanelLine | None: ...

    # -- one cell, or the same cell of many rows ----------------------------------------------------------------------

    def why_not_edit_cell(self) -> Sentence | None:
        column = self.table.current_column
        if column is not None and column.field is not None:
            return self.reason_not_to_report(column.field, self.table.selected_ids)
        if column is None:
            return None
        return Sentence(column.why_not or N_("this column is worked out from others; E edits the record"))

    def do_edit_cell(self) -> None:
        column = self.table.current_column
        assert column is not None and column.field is not None
        ids = self.table.selected_ids
        if self.edit_column(column.key, ids):
            return
        self._edit_field(TABLES[self.table_name][column.field], ids, self.table.cell_region(ids[0], column.key))

    def edit_column(self, key: str, ids: Sequence[str]) -> bool:
        """Edit a column that is more than one field; True when the screen did. Tabs override it."""
        return False

    def marked_too_many(self, ids: Sequence[str]) -> bool:
        """Whether several rows are marked where only one can be edited; says so."""
        if len(ids) > 1:
            self.tell(self.words(N_("this is edited row by row; Esc takes the marks away")), bad=True)
        return len(ids) > 1

    def edit_field_of_panel(self, field: str) -> None:
        """Edit one field of the current record, chosen in the panel."""

        from tui.i18n.typed import TYPED_KINDS

        id = self.table.current_id
        if id is None:
            return
        if self.session.workspace.readonly:
            self.tell(self.words.sentence(self.session.why_readonly()), bad=True)
            return
        if (why := self.reason_not_to_report(field, [id])) is not None:
            self.tell(self.words.sentence(why), bad=True)
            return
        spec = TABLES[self.table_name][field]
        if spec.kind in TYPED_KINDS or spec.kind is Kind.ENTRIES:
            self.form_for(id, (spec,))
        else:
            self._pick(spec, [id])

    def _edit_field(self, spec: FieldSpec, ids: Sequence[str], region: Region | None) -> None:
        from tui.i18n.typed import TYPED_KINDS

        if spec.kind in (Kind.PROSE, Kind.TEXTS, Kind.DATES, Kind.ENTRIES):
            if not self.marked_too_many(ids):
                self.form_for(ids[0], (spec,))
        elif spec.kind in TYPED_KINDS:
            self._type(spec, ids, region)
        else:
            self._pick(spec, ids)

    def _pick(self, spec: FieldSpec, ids: Sequence[str]) -> None:
        from tui.screens.dialogs.form import picked_value

        plan = self.session.workspace.plan
        from tui.screens.dialogs.picking import picker_for

        many = spec.kind in (Kind.REFS, Kind.CHOICES)
        value = (plan.get(self.table_name, ids[0]) or {}).get(spec.key, MISSING)
        chosen = [] if value is MISSING else list(value) if many else [str(value)]

        def picked(found: list[str] | None) -> None:
            if found is not None:
                self.set_fields(spec, ids, picked_value(spec, found))

        title = self._title(spec, ids)
        picker = picker_for(spec, plan, self.words, title, chosen, many=many, day=self.session.as_of)
        picker.creates = self.ui.creates(spec.table)
        picker.about = Place(self.table_name, ids[0], spec.key)
        self.ui.push_screen(picker, picked)

    # -- whole records --------------------------------------------------------------------------------------------------

    def do_edit_record(self) -> None:
        id = self.table.current_id
        assert id is not None
        specs = [spec for spec in TABLES[self.table_name].fields if self.reason_not_to_report(spec.key, [id]) is None]
        if specs:
            self.form_for(id, specs, self.field_at_hand())
        else:  # nothing of it is for this body to report: any field tells why
            why = self.reason_not_to_report(TABLES[self.table_name].title, [id])
            self.tell(self.words.sentence(why) if why is not None else "", bad=True)

    def field_at_hand(self) -> str | None:
        """The field a person looks at: of the panel’s line they are on, else of the column under the cursor; None where it is none."""
        if (line := self.line_of_panel()) is not None and line.field is not None:
            return line.field
        column = self.table.current_column
        return None if column is None else column.field or column.rests_on

    def form_for(self, id: str, specs: Sequence[FieldSpec], first: str | None = None) -> None:
        """A form over some fields of a record, that begins at one of them."""
        open_form(self.ui, self.table_name, id, specs, self, first)

    def new_values(self) -> dict[str, Any]:
        """What a new record starts with; tabs put it beside the current one."""
        return {}

    def do_add(self) -> None:
        from tui.screens.new_record import ask_new_record

        def made(id: str) -> None:
            self.show_record(id)
            self.tell(self.words(N_("added: {name}"), name=self.session.plan.called(self.table_name, id)))

        ask_new_record(self.ui, self.table_name, self.new_values(), made)

    def do_delete(self) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        ids = self.table.selected_ids
        workspace = self.session.workspace
        names = "\n".join(f"· {self.words.show(workspace.plan.called(self.table_name, i))}" for i in ids[:12])
        if len(ids) > 12:
            names += "\n" + self.words.count("and {n} more", "and {n} more", len(ids) - 12)

        def answered(answer: str | None) -> None:
            if answer != "delete":
                return
            # from the last to the first, so that undo puts each back at its own place
            places = list(workspace.plan.tables[self.table_name])
            wanted = sorted(ids, key=places.index, reverse=True)
            if len(ids) > 1:
                label = say(N_("deletion of {count} records"), count=len(ids))
            else:
                label = say(N_("deletion of “{name}”"), name=workspace.plan.called(self.table_name, ids[0]))
            if self.apply([workspace.delete(self.table_name, i) for i in wanted], label):
                self.table.clear_marks()
                self.show_header()

        what = Sentence(TABLES[self.table_name].one)
        self.ui.push_screen(
            Choose(
                self.words,
                self.words.count("Delete this record ({what})?", "Delete {n} records ({what})?", len(ids), what=what),
                names,
                [
                    Answer("delete", "x", self.words(N_("delete; undo brings it back")), destroys=True),
                    Answer("no", "k", self.words(N_("no, keep it"))),
                ],
                first="no",
            ),
            answered,
        )

    def show_record(self, id: str) -> bool:
        """Put the cursor on a record."""
        raise AssertionError("a table screen shows records")
