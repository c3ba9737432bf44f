"""The entries of one field: published figures of an indicator, the log of a task. Add, edit, delete, in their order."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.checks import field_faults
from tui.model.fields import FieldSpec
from tui.model.plan import MISSING, Plan, same
from tui.model.text import N_, printable
from tui.reports.labels import entry_line
from tui.screens.dialogs.frame import Dialog
from tui.widgets.options import Options

Opener = Callable[[int | None, Mapping[str, Any], Callable[[Mapping[str, Any] | None], None]], None]
"""Opens a form over an entry, None for a new one; the function is given what was changed, None when somebody backed out."""


class Entries(Dialog[list[Mapping[str, Any]]]):
    """A list of entries; the answer is the new list. Esc keeps what was changed: nothing typed is dropped."""

    purpose = N_("The entries of one field, one a row. They are added, edited and deleted here; Esc keeps what was done.")

    BINDINGS = [
        Binding("a,insert", "add", show=False),
        Binding("d,delete", "remove", show=False),
        Binding("u", "restore", show=False),
        Binding("ctrl+s,f10,q", "back_out", show=False),
    ]
    wide = True

    def __init__(
        self, words: Words, title: str, spec: FieldSpec, entries: Sequence[Mapping[str, Any]], plan: Plan, open_entry: Opener
    ) -> None:
        super().__init__(title, words(N_("Enter edits · a adds · d deletes · u brings back · Esc keeps and closes")))
        self.spec = spec
        self.entries = list(entries)
        self.held = list(entries)
        self.plan = plan
        self.open_entry = open_entry
        self.dropped: list[tuple[int, Mapping[str, Any]]] = []

    def compose_body(self) -> ComposeResult:
        yield Options(id="items", classes="whole")

    def on_mount(self) -> None:
        self._show(0)
        self.query_one("#items").focus()

    def _show(self, row: int) -> None:
        options = self.query_one("#items", OptionList)
        options.clear_options()
        if not self.entries:
            options.add_option(Option(Content(self.words(N_("nothing here yet; a adds the first"))), disabled=True))
            return
        options.add_options(Option(Content(printable(entry_line(self.spec, e, self.plan, self.words)))) for e in self.entries)
        options.highlighted = min(row, len(self.entries) - 1)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._form(event.option_index)

    def action_add(self) -> None:
        self._form(None)

    def action_remove(self) -> None:
        row = self.query_one("#items", OptionList).highlighted
        if self.entries and row is not None:
            self.dropped.append((row, self.entries.pop(row)))
            self._show(row)
            self.stirred()

    def action_restore(self) -> None:
        if self.dropped:
            row, entry = self.dropped.pop()
            self.entries.insert(row, entry)
            self._show(row)
            self.stirred()

    def _form(self, row: int | None) -> None:
        old = self.entries[row] if row is not None else {}

        def kept(changed: Mapping[str, Any] | None) -> None:
            if not changed:
                return
            entry = changed_entry(self.spec, old, changed)
            if row is None:
                self.entries.append(entry)
            else:
                self.entries[row] = entry
            self._show(len(self.entries) - 1 if row is None else row)
            self.note_draft()

        self.open_entry(row, old, kept)

    def leave(self) -> None:
        self.dismiss(self.entries)

    def typed_now(self) -> Mapping[str, Any]:
        return {} if same(self.entries, self.held) else {"items": self.entries}

    def put_typed(self, fields: Mapping[str, Any]) -> None:
        entries = fields.get("items", self.held)
        if not list(field_faults(self.spec, entries)):
            self.entries = list(entries)
            self._show(0)


def changed_entry(spec: FieldSpec, old: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with changed fields, in the order of the specs; keys nobody knows stay."""
    merged = {**old, **changed}
    order = [f.key for f in spec.entries]
    keys = [k for k in order if k in merged] + [k for k in merged if k not in order]
    return {k: merged[k] for k in keys if merged[k] is not MISSING}
