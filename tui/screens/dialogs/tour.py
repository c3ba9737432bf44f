"""Five short steps through what the program shows and does."""

from __future__ import annotations

from typing import Final

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.box_text import SCROLLING, BoxText
from tui.screens.dialogs.frame import Dialog
from tui.widgets.remark import Remark

STEPS: Final = (
    N_(
        "Four tabs, four questions: 1 are the targets met, 2 is every direction carried out, 3 how far are the enterprises, "
        "4 who is late. 0 shows on one screen what has to be looked at today."
    ),
    N_(
        "The answer stands at the right edge of every table, in colour, as a sign and in words. v says why; Tab goes to all fields "
        "of the row and its chart; r to what it is connected with."
    ),
    N_(
        "/ filters while you type, with marks or without. : finds every command by your own word for it: report, reminder, Excel, "
        "holidays … ? says what the screen you are on is for, and its keys."
    ),
    N_(
        "Enter changes a cell; a digit on a year enters its figure; L notes what a body has reported. u takes back the last step, "
        "Ctrl+S saves. What is not saved yet is kept even if the line breaks."
    ),
    N_(
        "t looks from another day. m opens the review meeting with its agenda. Papers, forms for bodies and workbooks are under : "
        "and are shown before they are written. “Introduction” under : shows these steps again."
    ),
)

_OF_WRITING: Final = 3
"""The step that is for those who may write only."""
_PAGES: Final = {"pagedown": 1, "pageup": -1}
_TITLE: Final = N_("Introduction, step {n} of {of}")


class Tour(Dialog[None]):
    """Enter goes on, Esc ends it at once. Any other key ends it as well and does what it always does: the tour is in nobody's way."""

    purpose = N_("Five steps through the program. Esc ends it; it comes again only when you ask for it.")
    BINDINGS = [
        Binding("enter,right", "step(1)", show=False),
        Binding("left", "step(-1)", show=False),
        *(Binding(key, f"scroll_text('{key}')", show=False) for key in SCROLLING),
        Binding("f1,question_mark", "pass_on('question_mark')", show=False),
    ]

    def __init__(self, words: Words, *, writes: bool = True) -> None:
        self.steps = tuple(step for place, step in enumerate(STEPS) if writes or place != _OF_WRITING)
        super().__init__(words(_TITLE, n=1, of=len(self.steps)), words(N_("Enter next · ← back · Esc ends the introduction")))
        self.place = 0

    def compose_body(self) -> ComposeResult:
        yield BoxText(Remark(self.words(self.steps[0]), id="tour-step"))

    def action_scroll_text(self, key: str) -> None:
        """Through a step that is longer than its box; where it is not, or is read, a page is the next step and any other key ends it."""
        if self.query_one(BoxText).scrolled_by(key):
            return
        if key in _PAGES:
            self.action_step(_PAGES[key])
        else:
            self.action_pass_on(key)

    def action_step(self, by: int) -> None:
        """To the step after or before; after the last one it is over. A key nobody can have meant for it goes on to the screen."""
        if not self.was_read():
            self.action_pass_on("enter")
            return
        to = self.place + by
        if to >= len(self.steps):
            self.dismiss(None)
        elif to >= 0:
            self.place = to
            self.query_one("#box-title", Static).update(self.words(_TITLE, n=to + 1, of=len(self.steps)))
            self.query_one("#tour-step", Remark).say(self.words(self.steps[to]))

    def unanswered(self, event: events.Key) -> None:
        """A key of somebody who wants to work: the tour is over, and the key does what it does."""
        self._over(event.key, event.character)

    def action_pass_on(self, key: str) -> None:
        self._over(key)

    def _over(self, key: str, character: str | None = None) -> None:
        """Close, and hand the key on to the screen before the keys that came after it; it was read when it was read here."""
        handed_on = events.Key(key, character)
        handed_on.time = self.ui.key_read_at
        self.dismiss(None)
        self.ui.answer_next(handed_on)
