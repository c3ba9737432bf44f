"""A paper as text, looked at before it is written, and where it goes."""

from __future__ import annotations

from typing import Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.box_text import READING_KEYS, BoxText
from tui.screens.dialogs.frame import Dialog

WRITE, ELSEWHERE = "write", "elsewhere"
_MOST: Final = 200_000
"""Characters that are shown; the rest is only written."""


class PaperPreview(Dialog[str]):
    """Enter writes it where it says, ``o`` asks for another file, Esc writes nothing."""

    purpose = N_("What will be written, as a text, and the file it goes to. Nothing is written before Enter.")

    BINDINGS = [
        Binding("enter,w,ctrl+s,f10", f"give('{WRITE}')", show=False),
        Binding("o,f2", f"give('{ELSEWHERE}')", show=False),
        *READING_KEYS,
        Binding("space", "read('pagedown')", show=False),
        Binding("b", "read('pageup')", show=False),
    ]
    wide = True

    def __init__(self, words: Words, title: str, text: str, where: str) -> None:
        super().__init__(printable(title), words(N_("Enter writes it · o another file · ↑↓ Space scroll · Esc writes nothing")))
        self.text = text
        self.where = where

    def compose_body(self) -> ComposeResult:
        yield Static(printable(self.where), id="preview-where", markup=False)
        shown = self.text[:_MOST] + ("…" if len(self.text) > _MOST else "")
        yield BoxText(Static("\n".join(printable(line) for line in shown.split("\n")), markup=False), id="inspected")

    def action_give(self, answer: str) -> None:
        """Answer; writing only by somebody who saw what it is."""
        if answer == ELSEWHERE or self.was_read():
            self.dismiss(answer)

    def action_read(self, key: str) -> None:
        self.query_one(BoxText).scrolled_by(key)
