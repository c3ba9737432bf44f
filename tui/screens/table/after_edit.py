"""The first frame after an edit: the value that was typed, with all that hangs on it marked as not worked out yet.

A verdict takes longer to work out than a person who types should wait for the next key to be seen. So a cell that was given a value is
drawn with it at once, and in its place each cell that may hang on it says ``…``: in the record's row and in the rows of those judged
together with it, in the counts above the table and in the sentence beside it. In the panel ``…`` stands before the field, and in the first
cell of the chart: their old values stay for that frame, for to blank them would send the side twice and have it flicker. Nothing old stands
there as if it were true. After that frame the rows are made anew. A key that comes between waits for them, as for a screen that is
still being opened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from textual.messages import Update

from tui.frames.tables.columns import Column, Shows
from tui.frames.together import judged_together
from tui.model.edits import Change, SetField
from tui.model.plan import MISSING
from tui.screens.table.panel_sync import PanelSync
from tui.screens.table.viewing import Viewing
from tui.terminal.later import after, after_refresh
from tui.widgets.line import Line

AWAITED: Final = "…"
"""What stands in the place of what is not worked out yet."""
_MOST: Final = 40
"""Records that may be drawn so: an edit that reaches more is shown when all is worked out."""


class AfterEdit(Viewing, PanelSync):
    """The part of a table screen that shows an edit before what follows from it."""

    _to_renew = False
    """Whether the rows are those from before the last edit."""

    def show_first(self, change: Change | None) -> bool:
        """Show the values of an edit of this table alone; False where all of it is better shown at once."""
        if change is None or self._view is None or self._newest is not None or self.table.grouped or self.panel.has_focus:
            return False
        if not self.stands or self.ui.screen_stack[-1] is not self or not self._view.frame.height:
            return False
        edits = [edit for edit in change.edits if isinstance(edit, SetField) and edit.table == self.table_name]
        if len(edits) != len(change.edits):
            return False
        reached = judged_together(self.table_name, self.session.plan.tables[self.table_name], {edit.id for edit in edits})
        if len(reached) > _MOST:
            return False
        awaited: dict[str, dict[str, str]] = {id: dict.fromkeys(self._derived(), AWAITED) for id in reached}
        for edit in edits:
            awaited[edit.id].update(self.awaited_cells(edit))
        self.mark_unsaved()
        self.table.awaited = awaited
        self.show_title()
        summary = self.query_one("#summary", Line)
        summary.say(f" {AWAITED}")
        for line in self.spoken_lines:
            line.say(AWAITED)
        self.side_awaits({id: {edit.field for edit in edits if edit.id == id} for id in reached})
        self._to_renew, self.ready = True, False
        # each tells the screen in its turn, which may come after the frame: with a new value beside an old count, or none to wait for
        for part in (self.table, self.query_one("#title"), summary, *self.spoken_lines, *self._charts(), self.panel):
            self.post_message(Update(part))
        after_refresh(self, self.catch_up)
        return True

    def catch_up(self) -> None:
        if self._to_renew:
            self.refresh_view(after_edit=True)
            after(0, self, self.side_after_edit)  # in a step of its own, and not a frame later

    def renew_panel(self) -> None:
        if not self._to_renew:  # else it follows
            super().renew_panel()

    def await_nothing(self) -> None:
        """The rows are about to be made anew."""
        if self._to_renew:
            self._to_renew, self.ready = False, True
            self.table.awaited = {}

    def _derived(self) -> tuple[str, ...]:
        """The columns of which a cell may be another after any edit of a record."""
        assert self._view is not None
        return tuple(c.key for c in self._view.columns if c.field is None or c.answer or c.prefix or c.tone or c.glyph_tone)

    def awaited_cells(self, edit: SetField) -> Mapping[str, str]:
        """What the cells that show the field of an edit say, by the keys of their columns: the value itself where it is shown as it is."""
        assert self._view is not None
        return {c.key: _as_it_is(c, edit.new) for c in self._view.columns if edit.field in (c.field, *c.also)}


def _as_it_is(column: Column, value: Any) -> str:
    """The text of a cell that shows what was typed and nothing else."""
    plain = column.shows is Shows.TEXT and not (column.text or column.prefix or column.suffix or column.beside or column.instead)
    return value if plain and isinstance(value, str) and value is not MISSING else AWAITED
