"""What a command asks before it does something: a few fields with their usual answers, each of which can be left as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tui.i18n.words import Words
from tui.model.fields import FieldSpec
from tui.model.plan import Plan
from tui.model.text import N_
from tui.screens.dialogs.form import Form, Submit


class Asking(Form):
    """Nothing typed here is worth a question or a draft; Enter in the last field goes on."""

    seeks = True

    def __init__(self, words: Words, title: str, specs: Sequence[FieldSpec], values: Mapping[str, Any], plan: Plan, submit: Submit) -> None:
        super().__init__(words, title, specs, values, plan, submit)
        self.hint = words(N_("Tab next field · Enter opens a list · Ctrl+S goes on · Esc backs out"))
        self.filled_in = frozenset(values)

    def focus_next(self, selector: Any = "*") -> Any:
        """The next field; after the last one it goes on."""
        fields = list(self.query(".field"))
        if selector == ".field" and fields and self.focused is fields[-1]:
            self.action_accept()
            return self.focused
        return super().focus_next(selector)

    def unkept(self) -> bool:
        return False
