"""Changing records from a table: the cell in place, the whole record in a form, many rows in one undo step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.cells import cell_len
from textual import on
from textual.geometry import Region

from tui.i18n.words import Unreadable
from tui.model.edits import Edit
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, same
from tui.model.text import N_, Sentence, printable, say
from tui.screens.base import PlanScreen
from tui.screens.changed_words import changed_words
from tui.screens.refusals import in_a_line
from tui.screens.table.cell_field import CellField
from tui.screens.table.record_form import open_form
from tui.session.outcomes import Refused
from tui.store.log.draft import Draft
from tui.store.presence import Place
from tui.terminal.later import after_refresh
from tui.widgets.frame_table import FrameTable
from tui.widgets.inputs import TextField
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    import polars as pl

ASKED_FROM: Final = 3
"""Records from which on before and after are shown before anything is made."""


class Editing(PlanScreen):
    """The edits of a table screen. Nothing is changed here: edits go to the workspace and come back as a change.

    A screen itself, not a plain mixin: Textual finds ``@on`` handlers only in classes made by its own metaclass.
    """

    frame: pl.DataFrame | None

    if TYPE_CHECKING:

        def renew_panel(self) -> None: ...

    @property
    def table(self) -> FrameTable:
        """The table of the screen."""
        return self.query_one("#table", FrameTable)

    # -- one cell, or the same cell of many rows ----------------------------------------------------------------------

    def why_not_edit_cell(self) -> Sentence | None:
        column = self.table.current_column
        if column is not None and column.field is not None:
            return self.reason_not_to_report(column.field, self.table.selected_ids)
        if column is None:
            return None
        return Sentence(column.why_not or N_("this column is worked out from others; E edits the record"))

    def reason_not_to_report(self, field: str, ids: Sequence[str]) -> Sentence | None:
        """Why who may only report does not report a field of these records: said before anything is typed."""
        proposing = self.session.proposing
        reasons = (proposing.why_not_touch(self.table_name, id, field) for id in ids) if proposing is not None else ()
        return next((why for why in reasons if why is not None), None)

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

    def _title(self, spec: FieldSpec, ids: Sequence[str]) -> str:
        plan = self.session.workspace.plan
        if len(ids) > 1:
            return self.words(spec.label) + " · " + self.words.count("{n} marked row", "{n} marked rows", len(ids))
        return f"{self.words(spec.label)} · {plan.title_of(self.table_name, ids[0])}"

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

    def open_cell(self, field: CellField, region: Region | None) -> None:
        """Lay the input over its cell, with the draft that waits there unless somebody has begun to type anew."""
        for old in self.query(CellField):  # a click on the table left it open
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
        width, height = self.size
        place = region or Region(0, height - 2, width, 1)
        wanted = min(max(place.width, 24, cell_len(field.value) + 4), width)
        field.styles.width = wanted
        field.styles.offset = (max(0, min(place.x, width - wanted)), place.y)
        self.mount(field)
        field.focus()

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
        return all(self.keep_cell(field) for field in self.query(CellField))

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

    @on(StatusLine.Grew)
    def _place_again(self) -> None:
        """What is said has taken rows of the table, or given them back: a cell that is typed into stays over its own."""
        after_refresh(self, self._over_their_cells)

    def _over_their_cells(self) -> None:
        for field in self.query(CellField):
            column = self.table.current_column
            region = self.table.cell_region(field.ids[0], column.key) if column is not None else None
            if region is not None:
                field.styles.offset = (max(0, min(region.x, self.size.width - field.region.width)), region.y)

    def _drop(self, field: CellField) -> None:
        self.mark_drafts()
        self.renew_panel()
        self.table.focus()
        field.remove()

    # -- edits --------------------------------------------------------------------------------------------------------

    def set_fields(self, spec: FieldSpec, ids: Sequence[str], value: Any, also: Mapping[str, Any] | None = None) -> bool:
        """Give a field of one or many records a value as one undo step; False when it was refused, or is asked about first.

        ``also``: what was said of other fields of the same records with it.
        """
        return self.set_each(spec, dict.fromkeys(ids, value), self._close_cells, also)

    def set_each(
        self,
        spec: FieldSpec,
        values: Mapping[str, Any],
        made: Callable[[], None] = lambda: None,
        also: Mapping[str, Any] | None = None,
    ) -> bool:
        """Give each record its value as one undo step; three or more are looked at before, then ``made`` is called after they are made."""

        from tui.model.proposal import Line, sift
        from tui.screens.table.proposing import propose

        workspace = self.session.workspace
        plan = workspace.plan
        edits = [
            workspace.set_field(self.table_name, id, key, new)
            for id, value in values.items()
            for key, new in {spec.key: value, **(also or {})}.items()
            if not same((plan.get(self.table_name, id) or {}).get(key, MISSING), new)
        ]
        if not edits:
            self.tell(self.words(N_("nothing changed")))
            return True
        changed = list(dict.fromkeys(edit.id for edit in edits))
        if len(changed) >= ASKED_FROM:
            title = f"{self.words(spec.label)} · {self.words.count('{n} record', '{n} records', len(changed))}"
            proposal = sift(plan, [Line(tuple(edit for edit in edits if edit.id == id)) for id in changed])
            propose(self, title, proposal, lambda lines: _label_of_many(spec, len(lines)), made=made)
            return False
        if len(values) > 1:
            return self.apply(edits, _label_of_many(spec, len(changed)))
        name = plan.title_of(self.table_name, edits[0].id)
        return self.apply(edits, say(N_("{field} of “{name}”"), field=Sentence(spec.label), name=name))

    def apply(self, edits: Sequence[Edit], label: Sentence) -> bool:
        """Make edits; what was refused is said in the status line. False also while something is asked first."""

        from tui.screens.table.asked_first import to_make

        made = to_make(self.ui, edits, label, self._close_cells)
        if made is None:
            return False
        outcome = self.session.commit(made, label)
        if isinstance(outcome, Refused):
            self.tell(in_a_line(outcome, self.words), bad=True)
            return False
        self.tell(changed_words(self.session, made, label))
        return True

    def _close_cells(self) -> None:
        """What an open cell holds was kept elsewhere: by the dialog that asked why."""
        for field in self.query(CellField):
            self.close_cell(field)

    # -- whole records --------------------------------------------------------------------------------------------------

    def do_edit_record(self) -> None:
        id = self.table.current_id
        assert id is not None
        specs = [spec for spec in TABLES[self.table_name].fields if self.reason_not_to_report(spec.key, [id]) is None]
        if specs:
            self.form_for(id, specs)
        else:  # nothing of it is for this body to report: any field tells why
            why = self.reason_not_to_report(TABLES[self.table_name].title, [id])
            self.tell(self.words.sentence(why) if why is not None else "", bad=True)

    def form_for(self, id: str, specs: Sequence[FieldSpec]) -> None:
        """A form over some fields of a record."""
        open_form(self.ui, self.table_name, id, specs, self)

    def new_values(self) -> dict[str, Any]:
        """What a new record starts with; tabs put it beside the current one."""
        return {}

    def do_add(self) -> None:
        from tui.screens.new_record import ask_new_record

        def made(id: str) -> None:
            self.show_record(id)
            self.tell(self.words(N_("added: {name}"), name=self.session.plan.title_of(self.table_name, id)))

        ask_new_record(self.ui, self.table_name, self.new_values(), made)

    def do_delete(self) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        ids = self.table.selected_ids
        workspace = self.session.workspace
        names = "\n".join(f"· {workspace.plan.title_of(self.table_name, i)}" for i in ids[:12])
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
                label = say(N_("deletion of “{name}”"), name=workspace.plan.title_of(self.table_name, ids[0]))
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

    def mark_drafts(self) -> None:
        """Mark the cells in which something was typed and not kept."""
        raise AssertionError("a table screen marks cells")


def _label_of_many(spec: FieldSpec, count: int) -> Sentence:
    return say(N_("{field} of {count} records"), field=Sentence(spec.label), count=count)
