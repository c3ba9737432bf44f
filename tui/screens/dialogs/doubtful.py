"""Lines in doubt: asked one by one, or taken in together by somebody who has seen how many they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from tui.i18n.words import Words
from tui.model.proposal import Line
from tui.model.text import N_
from tui.screens.dialogs.choose import Answer, Choose
from tui.screens.ui import Ui
from tui.widgets.frame_table import FrameTable


class Lines(Protocol):
    """The box the lines stand in."""

    @property
    def words(self) -> Words: ...
    @property
    def ui(self) -> Ui: ...
    @property
    def lines(self) -> Sequence[Line]: ...
    @property
    def table(self) -> FrameTable: ...
    @property
    def first_rows(self) -> Sequence[tuple[int, Line]]: ...
    @property
    def taken(self) -> Sequence[Line]: ...
    @property
    def undecided(self) -> Sequence[Line]: ...
    def told_of(self, line: Line) -> Sequence[str]: ...
    def say_of(self, lines: Iterable[Line], *, taken: bool) -> None: ...
    def complain(self, text: str) -> None: ...


def ask_each(preview: Lines) -> None:
    """Ask of the lines in doubt from the cursor on, one after the other, until somebody backs out; each is shown with why it is asked.

    Those that were answered are passed over until all are.
    """
    undecided = {id(line) for line in preview.undecided}
    rows = [(row, line) for row, line in preview.first_rows if (id(line) in undecided if undecided else line.doubt is not None)]
    if not rows:
        preview.complain(preview.words(N_("nothing is in doubt here")))
        return
    start = next((n for n, (row, _) in enumerate(rows) if row >= preview.table.row), 0)
    preview.ui.push_screen(EachInDoubt(preview, [*rows[start:], *rows[:start]]))


class EachInDoubt(Choose):
    """One box for all lines in doubt: an answer brings the next of them, the last closes it."""

    def __init__(self, preview: Lines, rows: Sequence[tuple[int, Line]]) -> None:
        words = preview.words
        self.preview, self.rows, self.number = preview, rows, 0
        answers = [Answer("take", "l", words(N_("take it in"))), Answer("leave", "b", words(N_("leave it out")))]
        super().__init__(words, *self._asked(), answers, first="leave")

    def _asked(self) -> tuple[str, str]:
        """The question about the next line, and the line; the cursor goes there."""
        row, line = self.rows[self.number]
        self.preview.table.go_to_row(row)
        assert line.doubt is not None
        title = f"△ {self.number + 1}/{len(self.rows)} · {self.preview.words.sentence(line.doubt)}"
        return title, "\n".join(self.preview.told_of(line))

    def _give(self, answer: Answer) -> None:
        self.preview.say_of([self.rows[self.number][1]], taken=answer.id == "take")
        self.number += 1
        if self.number == len(self.rows):
            self.preview.complain("")
            self.dismiss(answer.id)
        else:
            self.ask_again(*self._asked())


def ask_of_all(preview: Lines) -> None:
    """Ask once whether all lines in doubt that are not marked are to be taken in; how many they are stands in the question."""
    words = preview.words
    taken = {id(line) for line in preview.taken}
    lines = [line for line in preview.lines if line.doubt is not None and id(line) not in taken]
    if not lines:
        preview.complain(words(N_("nothing is in doubt here")))
        return

    def answered(answer: str | None) -> None:
        if answer == "take":
            preview.say_of(lines, taken=True)

    title = words.count("Take in {n} line that is in doubt?", "Take in {n} lines that are in doubt?", len(lines))
    answers = [
        Answer("take", "l", words.count("take in this {n} line", "take in all {n} lines", len(lines)), destroys=True),
        Answer("no", "k", words(N_("no, ask of each (d) or leave them"))),
    ]
    reasons = list(dict.fromkeys(words.sentence(line.doubt) for line in lines if line.doubt is not None))
    text = "\n".join([*(f"△ {reason}" for reason in reasons[:_MOST_TOLD]), *(["…"] if len(reasons) > _MOST_TOLD else [])])
    preview.ui.push_screen(Choose(words, title, text, answers, first="no"), answered)


_MOST_TOLD = 6
"""Reasons in the question about all of them."""
