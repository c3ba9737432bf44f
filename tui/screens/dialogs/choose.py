"""One choice of a few: save, discard or cancel; a theme; what to do when the file has changed."""

from __future__ import annotations

from collections.abc import Sequence

import attrs
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.frame import Dialog
from tui.terminal.pasted_keys import KeysHere
from tui.widgets.options import Options


@attrs.frozen
class Answer:
    """One possible answer: its id, a letter that gives it at once, and words already in the user's language."""

    id: str
    key: str
    label: str
    destroys: bool = False
    """Whether something is deleted, dropped or overwritten: then it has to be given by somebody who saw the question."""


class Choose(Dialog[str]):
    """Ask a question with a few answers; the id of the answer, or None when somebody backs out."""

    purpose = N_("A question with a few answers. The letter before an answer gives it at once; Esc answers nothing and loses nothing.")
    BINDINGS = [
        Binding("pagedown", "scroll_text(1)", show=False),
        Binding("pageup", "scroll_text(-1)", show=False),
    ]

    def __init__(self, words: Words, title: str, text: str, answers: Sequence[Answer], first: str | None = None) -> None:
        super().__init__(title, words(N_("letter or Enter chooses · Esc backs out")))
        self.text = text
        self.answers = tuple(answers)
        self.first = first

    def compose_body(self) -> ComposeResult:
        if self.text:
            with VerticalScroll(id="box-text", can_focus=False):
                yield Static(_lines(self.text), id="choose-text", markup=False)
        yield Options(*(Option(Content(f" {a.key}  {printable(a.label)}"), id=a.id) for a in self.answers), id="answers")

    def on_mount(self) -> None:
        self.query_one("#answers", OptionList).focus()
        self._to_first()

    def _to_first(self) -> None:
        ids = [a.id for a in self.answers]
        self.query_one("#answers", OptionList).highlighted = ids.index(self.first) if self.first in ids else 0

    def ask_again(self, title: str, text: str) -> None:
        """Ask another question with the same answers in the same box."""
        self.box_title, self.text = title, text
        self.query_one("#box-title", Static).update(printable(title))
        self.query_one("#choose-text", Static).update(_lines(text))
        self.query_one("#box-text", VerticalScroll).scroll_home(animate=False, immediate=True)
        self._to_first()

    def on_key(self, event: events.Key) -> None:
        for answer in self.answers:
            if event.character is not None and event.character.lower() == answer.key:
                event.stop()
                self._give(answer)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._give(self.answers[event.option_index])

    def action_scroll_text(self, pages: int) -> None:
        """A page of a long question on, or back."""
        for text in self.query("#box-text").results(VerticalScroll):
            text.scroll_relative(y=pages * max(1, text.size.height - 1), animate=False, immediate=True)

    def _give(self, answer: Answer) -> None:
        if not answer.destroys or self.was_read():
            self.dismiss(answer.id)

    @property
    def keys_here(self) -> KeysHere:
        """What tells an answer from a text pasted into a terminal that does not say so."""
        letters = frozenset(answer.key for answer in self.answers)
        return KeysHere(frozenset(), frozenset(), all=letters | {key.upper() for key in letters} | {"enter", "space"})


def _lines(text: str) -> str:
    return "\n".join(printable(line) for line in text.split("\n"))
