"""One line to type: a day, a file name."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_, printable
from tui.screens.dialogs.frame import Dialog
from tui.widgets.inputs import TextField


class Ask(Dialog[str]):
    """Ask for one line; ``check`` says what is wrong with it, "" when nothing is; ``tell`` what is said while it is typed."""

    purpose = N_("One line to be typed. What is wrong with it stands below it; Enter takes it, Esc leaves everything as it was.")

    BINDINGS = [Binding("ctrl+s,f10", "keep", show=False)]

    gives_way = False
    """Whether what stands there gives way to the first letter of something else."""

    def __init__(self, words: Words, title: str, text: str, check: Callable[[str], str], tell: Callable[[str], str] | None = None) -> None:
        super().__init__(printable(title), words(N_("Enter takes · Esc backs out")))
        self.text = text
        self.check = check
        self.tell = tell

    def compose_body(self) -> ComposeResult:
        yield TextField(self.text, id="answer")
        if self.tell is not None:
            yield Static(printable(self.tell(self.text)), id="ask-told", markup=False)
        yield Static("", id="ask-fault", classes="fault", markup=False)

    def on_mount(self) -> None:
        field = self.query_one("#answer", TextField)
        field.focus()
        field.cursor_position = len(field.value)
        if self.gives_way:
            field.action_select_all()

    @on(TextField.Changed, "#answer")
    def _typing(self, event: TextField.Changed) -> None:
        event.stop()
        self._complain("")  # of what stood there before
        if self.tell is not None:
            self.query_one("#ask-told", Static).update(printable(self.tell(event.value)))

    @on(TextField.Submitted, "#answer")
    def _typed(self, event: TextField.Submitted) -> None:
        event.stop()
        self.keep()

    def action_keep(self) -> None:
        if self.ui.screen is self:
            self.keep()

    def keep(self) -> None:
        """Answer with what stands in the field, if nothing is wrong with it."""
        text = self.query_one("#answer", TextField).value
        wrong = self.check(text)
        self._complain(wrong)
        if not wrong:
            self.dismiss(text)

    def _complain(self, wrong: str) -> None:
        fault = self.query_one("#ask-fault", Static)
        fault.update(f"✗ {printable(wrong)}" if wrong else "")
        fault.set_class(bool(wrong), "shown")


def ask_offered(words: Words, title: str, text: str, check: Callable[[str], str], tell: Callable[[str], str] | None = None) -> Ask:
    """Ask for something that is offered, a day or a term: Enter takes it, the first letter takes its place."""
    box = Ask(words, title, text, check, tell)
    box.gives_way = True
    return box
