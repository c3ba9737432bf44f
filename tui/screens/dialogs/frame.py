"""What all dialogs share: a box over the screen, a title, a line of keys, Esc that backs out and loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from tui.model.text import N_, printable
from tui.screens.over_plan import OverPlan
from tui.screens.room import fits, too_small_words
from tui.terminal.textual_internals import clock
from tui.widgets.inputs import ProseField, TextField, text_in

if TYPE_CHECKING:
    from tui.store.presence import Place

Answer = TypeVar("Answer")


class Fields(VerticalScroll, can_focus=False, inherit_bindings=False):
    """What a box has to fill in, scrolled to the field that has the focus: Textual's own takes ↑ and ↓ to scroll away from it."""


class Dialog(OverPlan, ModalScreen[Answer | None], Generic[Answer]):
    """A box in the middle of the screen; ``None`` is the answer when somebody backs out.

    Somebody who has typed into a field of the box is asked before; a box that keeps the text elsewhere says so by ``unkept``.
    """

    BINDINGS = [Binding("escape", "back_out", show=False)]
    wide = False
    """Whether the box takes most of the screen."""
    seeks: ClassVar[bool] = False
    """Whether what is typed only looks for something in the box, and is gone with it."""
    about: Place | None = None
    """The record that is being changed in the box: others are told."""
    time_to_read: ClassVar[float] = 0.15
    """Seconds after the box came up in which no key gives an answer that destroys something."""
    _seen_at: float | None = None

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

    def on_mount(self) -> None:
        self._at_first = {field: text_in(field) for field in self._fields()}
        self.call_after_refresh(self._seen)

    def _fields(self) -> list[Widget]:
        return [*self.query(TextField), *self.query(ProseField)]

    # -- whether it was read ------------------------------------------------------------------------------------------

    def _seen(self) -> None:
        self._seen_at = clock()

    def was_read(self) -> bool:
        """Whether the key that is answered now was pressed by somebody who saw the box; says it where not.

        A key that came together with the one that opened the box, or directly after it, was meant for something else.
        """
        read = self._seen_at is not None and self.ui.key_read_at >= self._seen_at + self.time_to_read
        if not read:
            self._hint(self.words(N_("that key came before the question could be read; press it again")))
        return read

    def on_paste(self, event: events.Paste) -> None:
        """Pasted where nothing takes it."""
        event.stop()
        self._hint(self.words(N_("nothing here takes what was pasted")))

    def _hint(self, text: str) -> None:
        for line in self.query("#box-hint").results(Static):
            line.update(f"✗ {text} · {self.hint}")

    # -- backing out --------------------------------------------------------------------------------------------------

    def action_back_out(self) -> None:
        if self.unkept():
            self.ui.ask_before_dropping(self.keep, self.drop)
        else:
            self.leave()

    def unkept(self) -> bool:
        """Whether something was typed that would be lost with the box."""
        return not self.seeks and any(text_in(field) != self._at_first.get(field, "") for field in self._fields())

    def keep(self) -> None:
        """Take what was typed, as the key of the box for it does."""
        raise AssertionError("a dialog with fields keeps what is typed there")

    def leave(self) -> None:
        """Close the box: nothing is lost with it, or it keeps what was typed elsewhere."""
        self.drop()

    def drop(self) -> None:
        """Close the box, and what was typed with it."""
        self.dismiss(None)
