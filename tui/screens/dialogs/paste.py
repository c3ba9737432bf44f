"""A field to paste a block of cells into, where the terminal does not bring what is pasted in one piece."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.frame import Dialog
from tui.widgets.prose_field import ProseField


class BlockField(ProseField):
    """A field in which Tab parts cells: a terminal without bracketed paste sends it as a key."""

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        return super().stays_put(event) or (isinstance(event, events.Key) and event.key == "tab")

    async def on_key(self, event: events.Key) -> None:
        if event.key == "tab":
            self._put("\t")
            event.stop()
            event.prevent_default()
        else:
            await super().on_key(event)


class PasteBlock(Dialog[str]):
    """The text that is to be laid over the table. It starts empty: a block is never joined to one of before.

    ``drafts`` are blocks that were not made, the newest last. They are offered and only brought back by a key; what stands in
    the field when somebody backs out is put there. All of them are one draft, which stays when the box is closed.
    """

    purpose = N_("Cells copied from a sheet, pasted here as they are. What they would change is shown before anything is made.")

    BINDINGS = [Binding("ctrl+s,f10", "accept", show=False), Binding("ctrl+r", "bring_back", show=False)]
    DEFAULT_CSS = "PasteBlock BlockField { height: 1fr; } PasteBlock #block-drafts { height: auto; }"
    wide = True

    leaves_draft = True

    def __init__(self, words: Words, table: str, drafts: list[str]) -> None:
        super().__init__(
            words(N_("Paste a block of cells")),
            words(N_("rows and cells as a spreadsheet copies them · Ctrl+S or F10 shows what would change · Esc backs out")),
        )
        self.drafts = drafts
        self.belongs_to = (table,)

    def compose_body(self) -> ComposeResult:
        yield Static("", id="block-drafts", markup=False)
        yield BlockField(id="block")

    def on_mount(self) -> None:
        self._show_drafts()
        self.block.focus()

    @property
    def block(self) -> BlockField:
        return self.query_one("#block", BlockField)

    def _show_drafts(self) -> None:
        """What Ctrl+R would bring back, in one line; nothing where there is no draft."""
        line = self.query_one("#block-drafts", Static)
        line.display = bool(self.drafts)
        if self.drafts:
            lines = self.words.count("{n} line", "{n} lines", len(self.drafts[-1].rstrip("\n").split("\n")))
            line.update(self.words(N_("a block of before was not made ({lines}): Ctrl+R brings it back"), lines=lines))

    def action_bring_back(self) -> None:
        """Put the newest draft into the field; what stood there goes behind the others, so that each comes round again."""
        if not self.drafts:
            return
        stood, draft = self.block.text, self.drafts.pop()
        if stood.strip():
            self.drafts.insert(0, stood)
        self.block.load_text(draft)
        self.block.move_cursor(self.block.document.end)
        self._show_drafts()

    def typed_now(self) -> Mapping[str, Any]:
        return blocks_typed([*self.drafts, self.block.text])

    def put_typed(self, fields: Mapping[str, Any]) -> None:
        self.drafts[:] = blocks_in(fields)
        self._show_drafts()

    def action_accept(self) -> None:
        if self.block.text.strip():
            self.drafts.append(self.block.text)  # until it is made
        self.note_draft()
        self._left = True
        self.dismiss(self.block.text)

    def unkept(self) -> bool:
        return False  # it stays as a draft

    def leave(self) -> None:
        if self.block.text.strip():
            self.drafts.append(self.block.text)
            self.block.load_text("")
        super().leave()


def blocks_typed(blocks: Sequence[str]) -> dict[str, Any]:
    """The draft of blocks that were not made, the newest last."""
    there = [block for block in blocks if block.strip()]
    return {"blocks": there} if there else {}


def blocks_in(fields: Mapping[str, Any]) -> list[str]:
    """The blocks of a draft."""
    blocks = fields.get("blocks", ())
    return [block for block in blocks if isinstance(block, str)] if isinstance(blocks, list) else []
