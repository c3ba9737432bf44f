"""Pasting a block of cells onto a table: from the terminal's own paste, or from a field to paste into."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import attrs
from textual import events

from tui.actions import BY_ID
from tui.frames.tables.columns import Column
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, fold, say
from tui.screens.table.editing import Editing
from tui.store.log.draft import Draft

if TYPE_CHECKING:
    from tui.exchange.clipboard_block import Block
    from tui.exchange.paste_onto_table import Sheet
    from tui.exchange.taking import Taking
    from tui.frames.tables.columns import View
    from tui.model.proposal import Line

_IDS: Final = frozenset({"id", "ma"})
_MOST_PASTED: Final = 2_000_000
"""Characters of a block: more is no table somebody looked at."""


class PastedBlocks(Editing):
    """The paste half of a table screen."""

    takes_text = True
    view: View | None
    pasted_drafts: list[str]
    """Blocks of the paste dialog that were not made yet, the newest last."""

    # -- what tabs say --------------------------------------------------------------------------------------------

    def several_fields(self, column: Column) -> Sentence | None:
        """Why a column takes no pasted cell: it is more than one field."""
        return None

    def year_shown(self, column: Column, row: Mapping[str, Any]) -> int | None:
        """The year whose figure a cell shows; None where it shows none."""
        return None

    # -- from the keyboard ------------------------------------------------------------------------------------------

    def on_paste(self, event: events.Paste) -> None:
        """Pasted while the table has the focus."""
        if self.focused is not self.table:
            return
        event.stop()
        event.prevent_default()  # else a screen's own says that nothing takes it
        reason = self.reason_against(BY_ID["paste"])
        if reason is not None:
            self.tell(self.words.sentence(reason), bad=True)
            return
        self.tell("")
        self.paste_block(event.text, only_when_read=self.ui.paste_was_keys)

    def do_paste(self) -> None:
        from tui.screens.dialogs.paste import PasteBlock

        def answered(text: str | None) -> None:
            if text is not None:
                self.paste_block(text)

        self.ui.push_screen(PasteBlock(self.words, self.table_name, self.pasted_drafts), answered)

    # -- onto the table -------------------------------------------------------------------------------------------

    def paste_block(self, text: str, *, only_when_read: bool = False) -> None:
        """Lay a block over the table from the cursor on and show what it would change.

        ``only_when_read``: nobody has said that it is a block, so nothing is made of it by a key that was pressed unseen.
        """

        from tui.exchange.clipboard_block import read_block

        if len(text) > _MOST_PASTED:
            self.tell(self.words(N_("the block is too large: at most {most} characters"), most=_MOST_PASTED), bad=True)
            return
        sheet = self._sheet()
        block = read_block(text, sheet.is_titles)
        if not block:
            self.tell(self.words(N_("there is nothing in what was pasted")), bad=True)
            return

        def made() -> None:
            if text in self.pasted_drafts:
                self.pasted_drafts.remove(text)
                self._note_blocks()

        title = f"{self.words(N_('Paste a block of cells'))} · {self.words(TABLES[self.table_name].label)}"
        taking = self._read_by_names(block)
        if taking is not None:
            from tui.screens.table.taking import take_in

            take_in(self, taking, title, self._label, made=made, only_when_read=only_when_read)
            return
        if (nowhere := self.no_row()) is not None:
            self.tell(self.words.sentence(nowhere), bad=True)
            return
        self._lay(sheet, block, title, made, only_when_read=only_when_read)

    def _lay(self, sheet: Sheet, block: Block, title: str, made: Callable[[], None], *, only_when_read: bool) -> None:
        """Lay a block over the rows from the cursor on."""
        from tui.exchange.import_result import figure_lines
        from tui.model.proposal import sift
        from tui.screens.dialogs.vintage import ask_vintage
        from tui.screens.table.proposing import propose

        result = sheet.lay(block)

        def show(vintage: str | None, source: str | None) -> None:
            figures = figure_lines(self.session.plan, result.figures, vintage, source, over_cells=True)
            sifted = sift(self.session.plan, [*result.lines, *figures], result.rejects)
            proposal = attrs.evolve(sifted, same=tuple(result.same))
            propose(self, title, proposal, self._label, made=made, left=left if proposal.lines else nothing, only_when_read=only_when_read)

        def left() -> None:
            self.tell(self.words(N_("nothing was taken of what was pasted")))

        def nothing() -> None:
            pass  # the reason stands there

        ask_vintage(self.ui, result.figures, self.words.count("{n} pasted figure", "{n} pasted figures", len(result.figures)), show, left)

    def _read_by_names(self, block: Block) -> Taking | None:
        """A block that has titles and no ids, as any table of others; None for one to lay over the rows from the cursor on."""
        from tui.exchange.import_result import CannotImport
        from tui.exchange.reading.choices import Choices
        from tui.exchange.taking import Taking
        from tui.exchange.text_cells import block_sheet

        words = sorted(self.session.both_languages, key=lambda w: w.language != "vi")
        if len(block) < 2 or any(fold(cell).strip() in _IDS for cell in block[0]):
            return None
        at, plan = self.table.current_id if self.view is not None else None, self.session.plan
        section = str((plan.get("tasks", at) or {}).get("section", "")) if at and self.table_name == "tasks" else ""
        name = self.words(N_("Paste a block of cells"))
        taking = Taking(name, [block_sheet(block)], words, self.session.as_of, Choices(section=section))
        taking.once = self.session.workspace.given_once
        try:
            taking.take(taking.read(self.session.plan))
        except CannotImport:
            return None
        return taking if taking.tables.tables else None

    def _note_blocks(self) -> None:
        """Have the journal hold the blocks that were not made."""
        from tui.screens.dialogs.paste import blocks_typed

        drafts = self.session.journal.drafts
        place = ("PasteBlock", self.table_name)
        drafts.note(Draft(place, self.words(N_("Paste a block of cells")), blocks_typed(self.pasted_drafts)))

    def _sheet(self) -> Sheet:
        from tui.exchange.paste_onto_table import Sheet

        assert self.view is not None
        column = self.table.current_column
        assert column is not None
        mine = self.words
        return Sheet(
            view=self.view,
            shown=self.table.ids_shown(),
            row=self.table.row_among_records,
            column=[c.key for c in self.view.columns].index(column.key),
            seen=self.table.columns_seen,
            plan=self.session.plan,
            languages=(mine, *(w for w in self.session.both_languages if w.language != mine.language)),
            day=self.session.as_of,
            several_fields=self.several_fields,
            year_of=self.year_shown,
        )

    def _label(self, lines: Sequence[Line]) -> Sentence:
        from tui.model.proposal import edits_of

        new, fields = sum(line.new is not None for line in lines), len(edits_of(lines))
        if new and not fields:
            return say(N_("pasted block: {count} new records"), count=new)
        table = Sentence(TABLES[self.table_name].label)
        if new:
            return say(N_("pasted block: {new} new records, {count} fields of “{table}”"), new=new, count=fields, table=table)
        return say(N_("pasted block: {count} fields of “{table}”"), count=fields, table=table)
