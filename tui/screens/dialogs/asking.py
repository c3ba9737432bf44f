"""What a command asks before it does something: a few fields with their usual answers, each of which can be left as it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from textual import on

from tui.i18n.typed import typed
from tui.i18n.words import Words
from tui.model.fields import FieldSpec
from tui.model.plan import MISSING, Plan
from tui.model.text import N_
from tui.screens.dialogs.form import Form, Submit
from tui.widgets.inputs import TextField

Usual = Callable[[Mapping[str, Any]], Mapping[str, Any]]
"""From what can be read in the fields, what usually stands in those nobody has typed into."""


class Asking(Form):
    """Nothing typed here is worth a question or a draft; Enter in the last field goes on."""

    purpose = N_("What a command needs to know, each field with its usual answer. Ctrl+S goes on as it stands; Esc does nothing.")

    seeks = True

    def __init__(
        self,
        words: Words,
        title: str,
        specs: Sequence[FieldSpec],
        values: Mapping[str, Any],
        plan: Plan,
        submit: Submit,
        usual: Usual | None = None,
    ) -> None:
        super().__init__(words, title, specs, values, plan, submit)
        self.hint = words(N_("Tab next field · Ctrl+S goes on · Esc backs out"))
        self.filled_in = frozenset(values)
        self._usual = usual
        self._put: dict[str, set[str]] = {spec.key: {typed(spec, self.values.get(spec.key, MISSING), words)} for spec in specs}
        self._by_hand: set[str] = set()

    @on(TextField.Changed, ".field")
    def _follow(self, event: TextField.Changed) -> None:
        key = (event.control.id or "").removeprefix("field-")
        if event.value not in self._put[key]:
            self._by_hand.add(key)
        self._put_usual()

    def _put_usual(self) -> None:
        """Let the fields nobody has typed into show what follows from the others: what stands there is what is meant."""
        if self._usual is None:
            return
        values, faults = self.read()
        for key, value in self._usual({key: value for key, value in values.items() if key not in faults}).items():
            spec, field = self._beside[key], self.query_one(f"#field-{key}", TextField)
            if key in self._by_hand or not self._untouched(spec):
                continue
            self.values[key] = value
            text = typed(spec, value, self.words)
            self._put[key].add(text)
            field.value = self._at_first[field] = text

    def action_accept(self) -> None:
        if self.ui.screen is self:
            self._put_usual()  # a key may come before what was typed is told of
        super().action_accept()

    def focus_next(self, selector: Any = "*") -> Any:
        """The next field; after the last one it goes on."""
        fields = list(self.query(".field"))
        if selector == ".field" and fields and self.focused is fields[-1]:
            self.action_accept()
            return self.focused
        return super().focus_next(selector)

    def unkept(self) -> bool:
        return False
