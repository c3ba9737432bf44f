"""The field of a form whose value is picked from a list."""

from __future__ import annotations

from typing import Any

from textual import events
from textual.message import Message
from textual.widgets import Static

from tui.model.fields import FieldSpec, Kind
from tui.model.text import printable


class PickField(Static, can_focus=True):
    """A field whose value is picked from a list: Enter or Space opens it, letters look in it at once, Backspace empties it."""

    DEFAULT_CSS = "PickField { height: auto; min-height: 1; max-height: 6; }"

    class LookedFor(Message):
        """Something was pasted: it is looked for in the list."""

        def __init__(self, field: PickField, text: str) -> None:
            super().__init__()
            self.field = field
            self.text = text

    def __init__(self, spec: FieldSpec, value: Any, label: str, *, id: str) -> None:
        super().__init__(id=id, classes="field", markup=False)
        self.spec = spec
        self.draft = ""
        """What is said beside the value where a draft waits in what the field opens."""
        self.show(value, label)

    @property
    def opened_by_letters(self) -> bool:
        """Whether a letter is looked for in the list the field opens; entries have none."""
        return self.spec.kind is not Kind.ENTRIES

    def show(self, value: Any, label: str) -> None:
        self.value, self.label = value, label
        self._say()

    def say_of_draft(self, draft: str) -> None:
        if draft != self.draft:
            self.draft = draft
            self._say()

    def _say(self) -> None:
        self.update(f"{printable(self.label) or '–'} ▾{self.draft}")

    def on_paste(self, event: events.Paste) -> None:
        if self.opened_by_letters:
            event.stop()
            self.post_message(self.LookedFor(self, event.text))
