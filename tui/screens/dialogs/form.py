"""A form built from field specs: a record, a published figure, a log entry. Errors stand under their field."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from itertools import accumulate, takewhile
from typing import Any, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.widget import Widget
from textual.widgets import Static

from tui.i18n.hints import choices, expected, refusal, short_hint, unit_of
from tui.i18n.typed import TYPED_KINDS, missing_sentence, read_typed, typed
from tui.i18n.words import Unreadable, Words
from tui.model.checks import field_faults, why_not_there
from tui.model.fields import TABLES, FieldSpec, Kind
from tui.model.plan import MISSING, Plan, same
from tui.model.text import N_, Sentence, printable
from tui.reports.labels import labels_of
from tui.screens.begun_entry import begun_entry, first_to_fill
from tui.screens.dialogs.fields import Fields
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.pick_field import PickField
from tui.screens.dialogs.picking import picker_for
from tui.vocabulary.reasons import is_coded
from tui.widgets.inputs import TextField, one_line, prose, typed_character
from tui.widgets.prose_field import ProseField, text_in
from tui.widgets.remark import Remark

STAYS: Final[Mapping[str, str]] = {"": ""}
"""What a ``submit`` gives when nothing is wrong and the form stays: something is asked above it."""
Submit = Callable[[Mapping[str, Any]], Mapping[str, str]]
"""Takes the new values (MISSING for emptied fields); returns what is wrong by field key, empty when it was done."""


class Form(Dialog[Mapping[str, Any]]):
    """All fields of a record in one scrollable box; Ctrl+S takes them, Esc asks when something was typed."""

    purpose = N_("All fields of a record in one form. What is wrong stands below its field; Ctrl+S keeps everything as one step.")

    BINDINGS = [
        Binding("ctrl+s,f10", "accept", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
        Binding("tab", "next_field(1)", show=False),
        Binding("shift+tab", "next_field(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
    ]
    wide = True
    first = ""
    """The key of the field that has the focus at first; the first one of all where it is empty."""
    titled_by: tuple[str, Callable[[str], str | None]] | None = None
    """The key of a field the title names, and the title by what stands in it; None where that says nothing."""
    filled_in: Collection[str] = ()
    """The keys of the fields nobody has typed into: what stands there gives way to the first letter."""

    def __init__(
        self,
        words: Words,
        title: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, Any],
        plan: Plan,
        submit: Submit,
        unit: str = "",
    ) -> None:
        several = N_("Tab next field · Ctrl+S or F10 keeps · Esc backs out")
        alone = len(specs) == 1 and specs[0].kind in TYPED_KINDS and specs[0].kind not in (Kind.PROSE, Kind.TEXTS, Kind.DATES)
        super().__init__(printable(title), words(N_("Enter or Ctrl+S keeps · Esc backs out") if alone else several))
        self.specs = tuple(specs)
        self.values = dict(values)
        self.plan = plan
        self.submit = submit
        self._refused: set[str] = set()
        """The fields something was said below because of all that was filled in, not of their own value alone."""
        self.unit = unit  # of the record that an entry belongs to

    # -- layout ---------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        with Fields(id="fields"):
            for spec in self.specs:
                with Horizontal(id=f"row-{spec.key}", classes="row"):
                    yield Static(self.words(spec.label) + (" *" if spec.required else ""), classes="label", markup=False)
                    yield self._editor(spec)
        yield Remark(id="field-hint")

    def _editor(self, spec: FieldSpec) -> Widget:
        value = self.values.get(spec.key, MISSING)
        if spec.kind in (Kind.PROSE, Kind.TEXTS, Kind.DATES):
            return ProseField(typed(spec, value, self.words), short_hint(spec, self.words), id=f"field-{spec.key}", classes="field")
        if spec.kind in TYPED_KINDS:
            empty = printable(short_hint(spec, self.words, unit_of(spec, self.values, self.words, self.unit, self._amounts)))
            editor = TextField(typed(spec, value, self.words), empty, id=f"field-{spec.key}", classes="field")
            editor.choices = partial(choices, spec, words=self.words)
            return editor
        return PickField(spec, value, self._label(spec, value), id=f"field-{spec.key}")

    def on_screen_resume(self) -> None:
        self._mark_drafts()

    def _mark_drafts(self) -> None:
        """Say at the fields with entries where a draft waits in one of them."""
        table, id, *_ = (*self.belongs_to, "", "")
        if table not in TABLES:
            return
        drafted = self.session.journal.drafts.fields_of(table)
        for field in self.query(PickField):
            waits = field.spec.kind is Kind.ENTRIES and (id, field.spec.key) in drafted and self._has_inner_draft(field.spec.key)
            said = f" · △ {self.words(N_('a draft waits here'))}" if waits else ""
            field.say_of_draft(said)

    def _has_inner_draft(self, key: str) -> bool:
        """Whether a box over entries of a field was left with something typed: what stands in this form is told at its top."""
        here = self.draft_place
        return any(draft.place != here and key in draft.place for draft in self.session.journal.drafts)

    def _label(self, spec: FieldSpec, value: Any) -> str:
        if value is MISSING:
            return ""
        if spec.kind is Kind.ENTRIES:
            return self.words.count("{n} entry", "{n} entries", len(value))
        if spec.table is not None and spec.kind in (Kind.REF, Kind.REFS):
            from tui.screens.dialogs.picking import name_apart

            ids = [value] if spec.kind is Kind.REF else value
            return "; ".join(name_apart(spec.table, id, self.plan, self.words) for id in ids)
        return "; ".join(labels_of(spec, value, self.plan, self.words))

    def on_mount(self) -> None:
        for field in self.query(f"#field-{self.first}" if self.first else ".field"):
            field.focus()
            break

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one("#box-hint", Remark).say(self.hint)
        self._say_what_is_expected(event.widget)
        key = (event.widget.id or "").removeprefix("field-")
        if isinstance(event.widget, TextField) and key in self.filled_in and event.widget.value == self._at_first.get(event.widget):
            event.widget.action_select_all()

    @on(TextField.Changed, ".field")
    @on(ProseField.Changed, ".field")
    def _typed(self, event: TextField.Changed | ProseField.Changed) -> None:
        event.stop()
        field = event.control
        self._no_fault(field)
        self._title_again(field)
        if field.has_focus:
            self._say_what_is_expected(field)
            self.query_one(Fields).keep_in_view()

    def _title_again(self, field: Widget) -> None:
        """The title, where it names what stands in this field."""
        key, title = self.titled_by or ("", None)
        if title is not None and field.id == f"field-{key}" and (told := title(text_in(field) or "")) is not None:
            self.box_title = printable(told)
            self.query_one("#box-title", Static).update(self.box_title)

    def action_next_field(self, by: int) -> None:
        """To the next field, or the one before it, with its text selected: the first letter takes its place, an arrow key keeps it."""
        if by > 0:
            self.focus_next()
        else:
            self.focus_previous()
        if isinstance(self.focused, TextField):
            self.focused.action_select_all()

    def action_page(self, by: int) -> None:
        """To the field about a page further on, by how high the fields are: what is said below one may not be laid out yet."""
        fields, box = list(self.query(".field")), self.query_one("#fields")
        if self.focused not in fields:
            return
        here = fields.index(self.focused)
        ahead = fields[here:] if by > 0 else fields[here::-1]
        lines = accumulate(field.outer_size.height for field in (ahead if by > 0 else ahead[1:]))
        further = sum(1 for _ in takewhile(lambda so_many: so_many < box.size.height, lines))
        ahead[min(further, len(ahead) - 1)].focus()

    def _say_what_is_expected(self, field: Widget) -> None:
        """How what is typed is understood, and what the field expects."""
        spec = next((s for s in self.specs if field.id == f"field-{s.key}"), None)
        if spec is None:
            return
        unit = unit_of(spec, {"unit": self._unit_now()}, self.words, amounts=self._amounts)
        told = expected(spec, text_in(field) or "", self.words, self.session.as_of, unit, self._beside)
        self.query_one("#field-hint", Remark).say(told)

    @property
    def _amounts(self) -> str:
        """The plan's own unit of amounts; "" where it names none."""
        return str(self.plan.header.get("amount_unit", ""))

    def _unit_now(self) -> str:
        """The unit of the record as it stands in the form, which may have a field for it."""
        for field in self.query("#field-unit").results(TextField):
            return field.value or self.unit
        return str(self.values.get("unit") or self.unit)

    # -- picking --------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        field = self.focused
        if isinstance(field, PickField):
            if event.key in ("enter", "space"):
                event.stop()
                self._pick(field)
            elif event.key in ("backspace", "delete"):
                event.stop()
                field.show(MISSING, "")
                self._no_fault(field)
                self.stirred()
            elif (letter := typed_character(event)) is not None and field.opened_by_letters:
                event.stop()
                self._pick(field, letter)

    @on(PickField.LookedFor)
    def _look_for(self, event: PickField.LookedFor) -> None:
        event.stop()
        self._pick(event.field, one_line(event.text))

    @on(TextField.Submitted, ".field")
    def _next_field(self, event: TextField.Submitted) -> None:
        """What cannot be read is said at once, and the next field waits; a form of one field is kept by Enter, as a cell is."""
        event.stop()
        if len(self.specs) == 1:
            self.action_accept()
        elif isinstance(event.input, TextField) and (why := self._unreadable(event.input)):
            self._say_below((event.input.id or "").removeprefix("field-"), f"✗ {why}")
            self.query_one(Fields).keep_in_view()
        else:
            self.action_next_field(1)

    def _pick(self, field: PickField, looked_for: str = "") -> None:
        """Open the list of a field, where letters look for what was typed already."""
        spec = field.spec
        if spec.kind is Kind.ENTRIES:
            self._open_entries(field)
            return
        many = spec.kind in (Kind.REFS, Kind.CHOICES)

        def picked(ids: list[str] | None) -> None:
            if ids is None:
                return
            value = picked_value(spec, ids)
            field.show(value, self._label(spec, value))
            self._no_fault(field)
            self._doubt(spec, value)
            self.stirred()

        chosen = [] if field.value is MISSING else list(field.value) if many else [_plain(field.value)]
        picker = picker_for(spec, self.plan, self.words, self.words(spec.label), chosen, many=many, day=self.session.as_of)
        picker.looked_for = looked_for
        picker.creates = self.ui.creates(spec.table)
        self.ui.push_screen(picker, picked)

    def _open_entries(self, field: PickField) -> None:
        """The entries of a field; each is edited in a form of its own, and all are kept with this one."""
        from tui.screens.dialogs.entries import Entries

        spec, unit = field.spec, self._unit_now()
        title = f"{self.words(spec.label)} · {self._about_words()}"

        def open_entry(row: int | None, old: Mapping[str, Any], changed: Callable[[Mapping[str, Any] | None], None]) -> None:
            table, id, *_ = (*self.belongs_to, "", "")
            start = begun_entry(self.session, spec, table, id, [self.values]) if row is None else old
            specs = [one for one in spec.entries if not (one.reasons and is_coded(str(start.get(one.key, ""))))]
            form = Form(self.words, title, specs, start, self.plan, lambda _: {}, unit)
            if row is None:
                form.first, form.filled_in = first_to_fill(spec, start), start.keys()
            form.belongs_to = (*self.draft_place, spec.key, "new" if row is None else str(row))
            self.ui.push_screen(form, lambda told: changed(None if told is None else {**start, **told}))

        def kept(entries: list[Mapping[str, Any]] | None) -> None:
            if entries is not None:
                value = entries or MISSING
                field.show(value, self._label(spec, value))
                self.note_draft()

        current = [] if field.value is MISSING else field.value
        box = Entries(self.words, title, spec, current, self.plan, open_entry)
        box.belongs_to = (*self.draft_place, spec.key)
        self.ui.push_screen(box, kept)

    def _about_words(self) -> str:
        """The record the form is about; its title where that is none of the plan yet."""
        table, id, *_ = (*self.belongs_to, "", "")
        known = table in TABLES and self.plan.get(table, id) is not None
        return printable(self.words.show(self.plan.called(table, id))) if known else self.box_title

    # -- accepting ------------------------------------------------------------------------------------------------

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """(values by key, what is wrong by key) of what stands in the fields now."""
        values: dict[str, Any] = {}
        faults: dict[str, str] = {}
        also: dict[str, dict[str, Any]] = {}
        for spec in self.specs:
            editor = self.query_one(f"#field-{spec.key}")
            if isinstance(editor, PickField):
                value = editor.value
            else:
                text = text_in(editor) or ""
                old = self.values.get(spec.key, MISSING)
                if self._untouched(spec):
                    value = old  # untouched: keep it exactly, 8 stays 8 and 8.0 stays 8.0
                else:
                    try:
                        value = self._read_typed(spec, text, also)
                    except Unreadable as fault:
                        faults[spec.key] = refusal(spec, text, fault, self.words)
                        continue
            if value is MISSING:
                if spec.required:
                    faults[spec.key] = self.words.sentence(missing_sentence(spec))
                    continue
            else:
                wrong = [self.words.sentence(what) for _, what, _ in field_faults(spec, value)]
                if wrong and not same(value, self.values.get(spec.key, MISSING)):
                    faults[spec.key] = "; ".join(wrong)
            values[spec.key] = value
        self._take_what_else_was_said(also, values, faults)
        return values, faults

    def _unreadable(self, field: TextField) -> str:
        """Why what stands in a field cannot be what it is for; "" where it can, or nobody has touched it."""
        spec = self._beside[(field.id or "").removeprefix("field-")]
        if self._untouched(spec):
            return ""
        try:
            value = self._read_typed(spec, field.value, {})
        except Unreadable as fault:
            return refusal(spec, field.value, fault, self.words)
        return "" if value is MISSING else "; ".join(self.words.sentence(what) for _, what, _ in field_faults(spec, value))

    @property
    def _beside(self) -> Mapping[str, FieldSpec]:
        return {spec.key: spec for spec in self.specs}

    def _read_typed(self, spec: FieldSpec, text: str, also: dict[str, dict[str, Any]]) -> Any:
        """The value of a field that was typed into; what its words say of others is put into ``also``. Raises :class:`Unreadable`."""
        try:
            return read_typed(spec, text, self.words, self.session.as_of) if spec.key != "due" else self._worded(spec, text, also)
        except Unreadable:
            if spec.kind is not Kind.NUMBER:
                raise
            return self._worded(spec, text, also)

    def _worded(self, spec: FieldSpec, text: str, also: dict[str, dict[str, Any]]) -> Any:
        from tui.i18n.worded import read_worded  # its words are for who types them

        unit = unit_of(spec, {"unit": self._unit_now()}, self.words, amounts=self._amounts)
        said = read_worded(spec, self._beside, text, self.words, self.session.as_of, unit)
        also[spec.key] = {key: value for key, value in said.items() if key != spec.key}
        return said[spec.key]

    def _take_what_else_was_said(self, also: Mapping[str, Mapping[str, Any]], values: dict[str, Any], faults: dict[str, str]) -> None:
        """Put what a text said of other fields (``≥ 30``) into those; where one was filled in otherwise by hand, that is wrong."""
        for key, said in also.items():
            for other, value in said.items():
                by_hand = other in faults or not same(values.get(other, MISSING), self.values.get(other, MISSING))
                if by_hand and not same(values.get(other, MISSING), value):
                    label = Sentence(self._beside[other].label)
                    faults[key] = self.words(N_("says something else than the field “{field}”"), field=label)
                else:
                    values[other] = value
                    if value is not MISSING:
                        faults.pop(other, None)

    def action_accept(self) -> None:
        if self.ui.screen is not self:  # a list is open above the form
            return
        values, faults = self.read()
        changed = {k: v for k, v in values.items() if not same(v, self.values.get(k, MISSING))}
        if not faults:
            faults = dict(self.submit(changed))
            self._refused = set(faults)
        self._show_faults(faults)
        if not faults:
            self.dismiss(changed)

    def _no_fault(self, field: Widget) -> None:
        """What was wrong with a field is no longer said once it holds something else; nor what was wrong with several together."""
        for key in {(field.id or "").removeprefix("field-"), *self._refused}:
            self._say_below(key, "")
        if self._refused:
            self.query_one("#box-hint", Remark).say(self.hint)
        self._refused = set()

    def _say_below(self, key: str, text: str) -> None:
        """Have a text below a field, or none; few fields ever have one, so its line stands there only while something is said."""
        for line in self.query(f"#fault-{key}").results(Remark):
            line.say(text)
            line.display = bool(text)
            return
        for row in self.query(f"#row-{key}") if text else ():
            self.query_one(Fields).mount(Remark(text, id=f"fault-{key}", classes="fault shown"), after=row)

    def _doubt(self, spec: FieldSpec, value: Any) -> None:
        """Say below a field that the body it names is not there today."""
        why = why_not_there(self.plan, str(value), self.session.clock.today()) if spec.there and value is not MISSING else None
        if why is not None:
            self._say_below(spec.key, f"△ {self.words.sentence(why)}")

    def _show_faults(self, faults: Mapping[str, str]) -> None:
        known = {s.key for s in self.specs}
        for spec in self.specs:
            told = faults.get(spec.key, "")
            self._say_below(spec.key, f"✗ {told}" if told else "")
        others = [told for key, told in faults.items() if key not in known and told]
        self.query_one("#box-hint", Remark).say("✗ " + "; ".join(others) if others else self.hint)
        for spec in self.specs:
            if faults.get(spec.key):
                self.query_one(f"#field-{spec.key}").focus()
                self.query_one(Fields).keep_in_view()
                return

    def keep(self) -> None:
        self.action_accept()

    def typed_now(self) -> Mapping[str, Any]:
        picked = {field.id or "": field.value for field in self.query(PickField) if not same(field.value, self._held(field))}
        return {**super().typed_now(), **picked}

    def put_typed(self, fields: Mapping[str, Any]) -> None:
        super().put_typed(fields)
        for field in self.query(PickField):
            value = fields.get(field.id or "", self._held(field))
            if value is MISSING or not list(field_faults(field.spec, value)):
                field.show(value, self._label(field.spec, value))

    def _held(self, field: PickField) -> Any:
        return self.values.get(field.spec.key, MISSING)

    def unkept(self) -> bool:
        """Whether a field was changed, by typing or picking."""
        return bool(self.changed_fields())

    def changed_fields(self) -> set[str]:
        """The keys of the fields that no longer hold what they held at first, whether or not it can be read."""
        values, faults = self.read()
        changed = {key for key, value in values.items() if not same(value, self.values.get(key, MISSING))}
        return changed | {spec.key for spec in self.specs if spec.key in faults and not self._untouched(spec)}

    def _untouched(self, spec: FieldSpec) -> bool:
        editor = self.query_one(f"#field-{spec.key}")
        text = text_in(editor)
        clean = prose if isinstance(editor, ProseField) else one_line  # what a field made of the stored text at the start
        return text is None or text == clean(typed(spec, self.values.get(spec.key, MISSING), self.words))


def _plain(value: Any) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def picked_value(spec: FieldSpec, ids: Sequence[str]) -> Any:
    """The stored value for what was picked; MISSING when nothing was."""
    if spec.kind in (Kind.REFS, Kind.CHOICES):
        return list(ids) or MISSING
    if not ids or ids[0] == "":
        return MISSING
    return ids[0] == "true" if spec.kind is Kind.YES_NO else ids[0]
