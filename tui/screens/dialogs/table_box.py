"""A box about the rows of one table: its cursor moves by the keys of every table."""

from __future__ import annotations

from typing import ClassVar, Final, Generic

from textual import events
from textual.binding import Binding

from tui.screens.dialogs.frame import Answer, Dialog
from tui.terminal.pasted_keys import KeysHere
from tui.widgets.frame_table import FrameTable

_MOVING: Final = frozenset({"up", "down", "left", "right", "k", "j", "h", "l", "pageup", "pagedown"})


class TableBox(Dialog[Answer], Generic[Answer]):
    """``table_id`` is the id of the table in the box."""

    BINDINGS = [
        *(Binding(keys, f"go({rows},{columns})", show=False) for keys, rows, columns in (
            ("down,j", 1, 0), ("up,k", -1, 0), ("right,l", 0, 1), ("left,h", 0, -1),
        )),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("g,home,ctrl+home", "first", show=False),
        Binding("end,G,ctrl+end", "last", show=False),
    ]  # fmt: skip
    table_id: ClassVar[str]

    @property
    def table(self) -> FrameTable:
        return self.query_one(f"#{self.table_id}", FrameTable)

    @property
    def keys_here(self) -> KeysHere:
        """What tells keys from the rest of a text pasted into a terminal that does not say so."""
        mine = frozenset(self.active_bindings)
        return KeysHere(moving=mine, opening=frozenset(), all=mine)

    def action_go(self, rows: int, columns: int) -> None:
        self.table.move(rows, columns)

    def action_page(self, pages: int) -> None:
        self.table.page(pages)

    def action_first(self) -> None:
        self.table.to_first_row()

    def action_last(self) -> None:
        self.table.to_last_row()

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        """Whether a key only moves the cursor of the table."""
        return self.table.has_focus and isinstance(event, events.Key) and event.key in _MOVING
