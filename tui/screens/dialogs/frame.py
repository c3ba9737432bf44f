"""What all dialogs share: a box over the screen, a title, a line of keys, Esc that backs out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.model.text import printable
from tui.screens.over_plan import OverPlan
from tui.screens.room import fits, too_small_words

if TYPE_CHECKING:
    from tui.store.presence import Place

Answer = TypeVar("Answer")


class Dialog(OverPlan, ModalScreen[Answer | None], Generic[Answer]):
    """A box in the middle of the screen; ``None`` is the answer when somebody backs out."""

    BINDINGS = [Binding("escape", "back_out", show=False)]
    wide = False
    """Whether the box takes most of the screen."""
    about: Place | None = None
    """The record that is being changed in the box: others are told."""

    def __init__(self, title: str, hint: str = "") -> None:
        super().__init__()
        self.box_title = title
        self.hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="box", classes="wide" if self.wide else None):
            yield Static(printable(self.box_title), id="box-title", markup=False)
            yield from self.compose_body()
            if self.hint:
                yield Static(self.hint, id="box-hint", markup=False)

        yield too_small_words(self.words)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#too-small").display = not fits(event.size.width, event.size.height)  # over the box, which keeps its focus

    def compose_body(self) -> ComposeResult:
        """The widgets between title and keys."""
        raise AssertionError("a dialog has a body")

    def action_back_out(self) -> None:
        self.dismiss(None)
