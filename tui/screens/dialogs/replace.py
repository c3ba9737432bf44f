"""What to look for in the plan's texts, and what to put there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.replace_text import Search
from tui.model.text import N_, printable
from tui.screens.dialogs.frame import Dialog
from tui.widgets.inputs import TextField

Left = Callable[[Search, str], object]
"""Is told what stood in the fields of somebody who backed out: it is there again the next time."""
Go = Callable[[Search, str], str]
"""Goes on with a search and the words to put instead; says what is wrong, "" when nothing is."""

_OPTIONS: Final = (
    ("any_case", N_("capitals or small letters alike")),
    ("any_marks", N_("with or without marks alike")),
    ("whole_words", N_("whole words only")),
)


class OnOff(Widget, can_focus=True):
    """A line that is on or off: Space or a click turns it."""

    DEFAULT_CSS = "OnOff { height: 1; } OnOff:focus { text-style: bold reverse; }"

    def __init__(self, label: str, on: bool, *, id: str) -> None:
        super().__init__(id=id)
        self.label = label
        self.on = on

    def render(self) -> Content:
        return Content(f"[{'x' if self.on else ' '}] {self.label}")

    def on_key(self, event: events.Key) -> None:
        if event.key == "space":
            event.stop()
            self.turn()

    def on_click(self) -> None:
        self.turn()

    def turn(self) -> None:
        self.on = not self.on
        self.refresh()


class ReplaceText(Dialog[None]):
    """Two fields and three options. The box stays while the hits are shown above it, and closes when they are made."""

    purpose = N_("One text in the place of another, in the rows that are chosen. Every place is shown before it is changed.")

    BINDINGS = [
        Binding("enter,ctrl+s,f10", "go", show=False),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, words: Words, last: tuple[Search, str], go: Go, left: Left) -> None:
        super().__init__(
            words(N_("Replace text in the whole plan")), words(N_("Tab next field · Space turns · Enter shows the hits · Esc backs out"))
        )
        self.search, self.new = last
        self.go = go
        self.left = left

    def compose_body(self) -> ComposeResult:
        words = self.words
        for id, label, text in (("find", N_("Find"), self.search.text), ("instead", N_("Put instead"), self.new)):
            with Horizontal(classes="row"):
                yield Static(words(label), classes="label", markup=False)
                yield TextField(text, id=id)
        for key, label in _OPTIONS:
            yield OnOff(words(label), getattr(self.search, key), id=key)
        yield Static("", id="replace-fault", classes="fault", markup=False)

    def on_mount(self) -> None:
        self.query_one("#find").focus()

    @property
    def asked(self) -> tuple[Search, str]:
        """The search and the new words as the fields stand."""
        options = {key: self.query_one(f"#{key}", OnOff).on for key, _ in _OPTIONS}
        return Search(self.query_one("#find", TextField).value, **options), self.query_one("#instead", TextField).value

    @on(TextField.Changed)
    def _typed(self, event: TextField.Changed) -> None:
        event.stop()
        self._complain("")  # of what stood there before

    @on(TextField.Submitted)
    def _entered(self, event: TextField.Submitted) -> None:
        event.stop()
        self.action_go()

    def unkept(self) -> bool:
        return False  # all of it is there again the next time

    def leave(self) -> None:
        self.left(*self.asked)
        super().leave()

    def action_go(self) -> None:
        if self.ui.screen is not self:
            return
        search, new = self.asked
        wrong = self.words(N_("type what to look for")) if not search.text.strip() else self.go(search, new)
        self._complain(wrong)

    def _complain(self, wrong: str) -> None:
        fault = self.query_one("#replace-fault", Static)
        fault.update(f"✗ {printable(wrong)}" if wrong else "")
        fault.set_class(bool(wrong), "shown")
