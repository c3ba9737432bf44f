"""One choice of a few: save, discard or cancel; a theme; what to do when the file has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs
from textual import events
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.box_text import Answers, BoxText
from tui.screens.dialogs.frame import Dialog
from tui.terminal.pasted_keys import KeysHere


@attrs.frozen
class Answer:
    """One possible answer: its id, a letter that gives it at once, and words already in the user's language."""

    id: str
    key: str
    label: str
    destroys: bool = False
    """Whether something is deleted, dropped or overwritten: then it has to be given by somebody who saw the question."""


_SHARE: Final = 0.94
"""Of the lines of a screen a box takes at most (``#box`` of the stylesheet)."""


_BESIDE_ANSWERS: Final = 4
"""Columns of a box that no answer is written in: those of a scrollbar, and one at each end of a row."""


def shared(text: int, answers: int, room: int) -> tuple[int, int]:
    """The lines of the room for a text and for the answers below it: the answers have all they need, and the text gives way.

    Where nothing would be left of the text, it keeps a line, and the answers are scrolled as well.
    """
    for_answers = max(1, min(answers, room - 1))
    return max(1, min(text, room - for_answers)), for_answers


def lines_of(text: Static, width: int) -> int:
    """The lines a text takes in a width, as far as the stylesheet leaves them to it."""
    lines, most = text.visual.get_height(text.styles.get_rules(), width), text.styles.max_height
    return lines if most is None or most.cells is None else min(lines, most.cells)


class Choose(Dialog[str]):
    """Ask a question with a few answers; the id of the answer, or None when somebody backs out."""

    purpose = N_("A question with a few answers. The letter before an answer gives it at once; Esc answers nothing and loses nothing.")

    def __init__(self, words: Words, title: str, text: str, answers: Sequence[Answer], first: str | None = None) -> None:
        super().__init__(title, words(N_("letter or Enter chooses · Esc backs out")))
        self.text = text
        self.answers = tuple(answers)
        self.first = first

    def compose_body(self) -> ComposeResult:
        if self.text:
            yield BoxText(Static(_lines(self.text), id="choose-text", markup=False))
        yield Answers(*(Option(Content(f" {a.key}  {printable(a.label)}"), id=a.id) for a in self.answers), id="answers")

    def on_mount(self) -> None:
        self.query_one("#answers", Answers).focus()
        self._to_first()

    def _to_first(self) -> None:
        ids = [a.id for a in self.answers]
        self.query_one("#answers", Answers).begin_at(ids.index(self.first) if self.first in ids else 0)

    def ask_again(self, title: str, text: str) -> None:
        """Ask another question with the same answers in the same box."""
        self.box_title, self.text = title, text
        self.query_one("#box-title", Static).update(printable(title))
        self.query_one("#choose-text", Static).update(_lines(text))
        for shown in self.query(BoxText):
            shown.scroll_home(animate=False, immediate=True)
        self._to_first()
        self._share_room()

    def on_resize(self, event: events.Resize) -> None:
        self._share_room()

    def on_screen_resume(self) -> None:
        self._share_room()

    def say_below(self, text: str) -> None:
        super().say_below(text)
        self._share_room()  # more lines of keys are lines less for the text, not for the answers

    def _share_room(self) -> None:
        """Leave the answers the lines they need, and the text what is left of the box: no answer is out of sight beside one that is not."""
        box, answers = self.query_one("#box"), self.query_one("#answers", Answers)
        width = box.scrollable_content_region.width
        if not width:
            return
        around = [one for one in box.query(Static) if one.parent is box and one.display]
        room = int(self.size.height * _SHARE) - 2 - sum(lines_of(one, width) + one.styles.margin.height for one in around)
        rules, beside = answers.styles.get_rules(), max(1, width - _BESIDE_ANSWERS)
        wanted = sum(Content(f" {a.key}  {printable(a.label)}").get_height(rules, beside) for a in self.answers)
        for text in self.query(BoxText):
            needed = sum(one.visual.get_height(one.styles.get_rules(), width - 1) for one in text.query(Static))
            for_text, wanted = shared(needed, wanted, room - 1)
            text.styles.max_height = for_text
        answers.styles.max_height = max(1, min(wanted, room))

    def on_key(self, event: events.Key) -> None:
        for answer in self.answers:
            if event.character is not None and event.character.lower() == answer.key:
                event.stop()
                self._give(answer)
                return

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._give(self.answers[event.option_index])

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
