"""A whole text, scrollable: a long cell, the reasons behind a verdict."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.box_text import READING_KEYS, BoxText
from tui.screens.dialogs.frame import Dialog


class Inspect(Dialog[None]):
    """Show a text; line breaks stay, other control characters do not."""

    purpose = N_("A whole text to be read. Nothing is changed here.")

    BINDINGS = [
        Binding("i,space,enter,q,v", "back_out", show=False),
        *READING_KEYS,
    ]
    wide = True

    def __init__(self, words: Words, title: str, text: str) -> None:
        super().__init__(printable(title), words(N_("↑↓ scroll · Esc closes")))
        self.text = text

    def compose_body(self) -> ComposeResult:
        yield BoxText(Static("\n".join(printable(line) for line in self.text.split("\n")), markup=False), id="inspected")

    def action_read(self, key: str) -> None:
        self.query_one(BoxText).scrolled_by(key)
