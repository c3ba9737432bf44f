"""A field to paste a block of cells into, where the terminal does not bring what is pasted in one piece."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding

from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.frame import Dialog
from tui.widgets.inputs import ProseField


class BlockField(ProseField):
    """A field in which Tab parts cells: a terminal without bracketed paste sends it as a key."""

    async def on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            self._put("\t")
            event.stop()
            event.prevent_default()
        else:
            await super().on_key(event)


class PasteBlock(Dialog[tuple[str, bool]]):
    """The text that was pasted, and whether to go on with it; backing out brings the text back too, so that it is there again."""

    BINDINGS = [Binding("ctrl+s,f10", "accept", show=False)]
    DEFAULT_CSS = "PasteBlock BlockField { height: 1fr; }"
    wide = True

    def __init__(self, words: Words, text: str) -> None:
        super().__init__(
            words(N_("Paste a block of cells")),
            words(N_("rows and cells as a spreadsheet copies them · Ctrl+S or F10 shows what would change · Esc backs out")),
        )
        self.text = text

    def compose_body(self) -> ComposeResult:
        yield BlockField(self.text, id="block")

    def on_mount(self) -> None:
        self.query_one("#block").focus()

    def action_accept(self) -> None:
        self.dismiss((self.query_one("#block", BlockField).text, True))

    def action_back_out(self) -> None:
        self.dismiss((self.query_one("#block", BlockField).text, False))
