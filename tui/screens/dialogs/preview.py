"""What would change, line by line, before and after; nothing is changed while the box is open, and Esc leaves it so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.proposal import Line, Proposal, grown, made_of, records_of, with_needed
from tui.model.text import N_, printable
from tui.screens.before_after import EditText, edit_text, new_text, reject_words, shortened
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.inspect import Inspect
from tui.terminal.pasted_keys import KeysHere
from tui.widgets.frame_table import FrameTable
from tui.widgets.options import Options

_ROOM_FOR_DETAIL: Final = 20
"""Lines of a screen from which on the whole line under the cursor stands below the table."""

Make = Callable[[Sequence[Line], Callable[[], None]], str]
"""Makes the lines; says what is wrong, "" when nothing is. Calls the function when they are made, at once or after a question."""

_PLACED = (
    Column(key="state", title="", width=1),
    Column(key="place", title=N_("Cell"), width=5),
    Column(key="record", title=N_("Record"), width=16, grows=True),
    Column(key="field", title=N_("Field"), width=8),
    Column(key="before", title=N_("Before"), width=8),
    Column(key="after", title=N_("After"), width=18, grows=True),
)
"""Of what was read from a file or a block: the cell of each line, and whether it is new, changes something or is asked."""
_COLUMNS = (
    Column(key="record", title=N_("Record"), width=22, grows=True),
    Column(key="field", title=N_("Field"), width=10),
    Column(key="before", title=N_("Before"), width=16, grows=True),
    Column(key="after", title=N_("After"), width=16, grows=True),
)

_MOVING: Final = frozenset({"up", "down", "left", "right", "k", "j", "h", "l", "pageup", "pagedown"})


class Rejects(Options):
    """What cannot be done; Enter is the box's own here as well, a click only points at a line."""

    BINDINGS = [Binding("enter", "screen.make", show=False)]


class Preview(Dialog[bool]):
    """A marked row is made, one without a mark is not. True when something was made, None when somebody backed out."""

    BINDINGS = [
        Binding("enter,g,ctrl+s,f10", "make", show=False),
        Binding("space,x", "take", show=False),
        Binding("a,X", "toggle_all", show=False),
        Binding("i", "inspect", show=False),
        Binding("tab,shift+tab", "other_list", show=False),
        *(Binding(keys, f"go({rows},{columns})", show=False) for keys, rows, columns in (
            ("down,j", 1, 0), ("up,k", -1, 0), ("right,l", 0, 1), ("left,h", 0, -1),
        )),
        Binding("pagedown,ctrl+f", "page(1)", show=False),
        Binding("pageup,ctrl+b", "page(-1)", show=False),
        Binding("home,ctrl+home", "first", show=False),
        Binding("end,G,ctrl+end", "last", show=False),
    ]  # fmt: skip
    DEFAULT_CSS = """
    Preview #box.wide { height: 96%; }
    Preview #preview-count { height: auto; }
    Preview #preview-table { height: 1fr; min-height: 3; }
    Preview #preview-detail { height: auto; max-height: 4; border-top: solid $panel; }
    Preview #preview-name { text-wrap: nowrap; text-overflow: ellipsis; }
    Preview #preview-rejects { height: auto; max-height: 5; border: none; border-top: solid $panel; padding: 0; background: $background; }
    """
    wide = True
    only_when_read = False
    """Whether a key that came before the box could be read makes nothing: what is shown was not asked for by a key."""

    def __init__(self, words: Words, title: str, proposal: Proposal, plan: Plan, make: Make) -> None:
        super().__init__(
            printable(title), words(N_("Enter makes them · Space a line out or in · a all · i whole text · Esc changes nothing"))
        )
        self.lines = proposal.lines
        self.same = proposal.same
        self.rejects = tuple(reject_words(reject, plan, words) for reject in proposal.rejects)
        self.make = make
        self._title_words = words
        one_table = len({line.record[0] for line in self.lines}) <= 1
        self.rows: list[tuple[int, EditText]] = []
        named = grown(plan, self.lines)
        for number, line in enumerate(self.lines):
            if line.new is not None:
                self.rows.append((number, new_text(line.new, named, words)))
            self.rows += [(number, edit_text(edit, named, words, with_table=not one_table)) for edit in line.edits]

    # -- layout ---------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        yield Static("", id="preview-count", markup=False)
        yield Static("", id="preview-fault", classes="fault", markup=False)
        yield FrameTable(self._title_words, id="preview-table")
        with VerticalScroll(id="preview-detail", can_focus=False):
            yield Static("", id="preview-name", markup=False)
            yield Static("", id="preview-text", markup=False)
        yield Rejects(*(Option(Content(f"✗ {printable(text)}")) for text in self.rejects), id="preview-rejects")

    def on_mount(self) -> None:
        table = self.table
        table.empty = self.words(N_("nothing of this can be done"))
        short = [shortened(row.before, row.after) for _, row in self.rows]
        lines = [self.lines[number] for number, _ in self.rows]
        placed = any(line.place is not None for line in lines)
        frame = pl.DataFrame(
            {
                "id": [str(n) for n in range(len(self.rows))],
                "state": ["△" if line.doubt is not None else "+" if line.new is not None else "~" for line in lines],
                "place": [self._cell(line) for line in lines],
                "record": [row.record for _, row in self.rows],
                "field": [row.field for _, row in self.rows],
                "before": [f"△ {before}" if self._doubt(n) and not placed else before for n, (before, _) in enumerate(short)],
                "after": [after for _, after in short],
            },
            schema={name: pl.String for name in ("id", "state", "place", "record", "field", "before", "after")},
        )
        table.show(View("", frame, _PLACED if placed else _COLUMNS))
        table.mark_all(str(n) for n, (number, _) in enumerate(self.rows) if self.lines[number].doubt is None)
        self.query_one("#preview-rejects").display = bool(self.rejects)
        self._show_count()
        table.focus()

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#preview-detail").display = event.size.height >= _ROOM_FOR_DETAIL

    @property
    def table(self) -> FrameTable:
        return self.query_one("#preview-table", FrameTable)

    @property
    def keys_here(self) -> KeysHere:
        """What tells keys from the rest of a text pasted into a terminal that does not say so."""
        mine = frozenset(self.active_bindings)
        return KeysHere(moving=mine, opening=frozenset(), all=mine)

    @property
    def taken(self) -> list[Line]:
        """The lines that would be made, with the new records they need."""
        numbers = sorted({self.rows[int(id)][0] for id in self.table.marks})
        return with_needed(self.lines, [self.lines[number] for number in numbers])

    def _cell(self, line: Line) -> str:
        """The cell a line comes from, without the name of its sheet where all come from one."""
        if line.place is None:
            return ""
        sheets = {str(each.place.values.get("sheet", "")) for each in self.lines if each.place is not None}
        cell = line.place.values.get("cell")
        return str(cell) if cell is not None and len(sheets) == 1 else self.words.sentence(line.place)

    def _doubt(self, row: int) -> str:
        """Why somebody has to look at a row first, in words; "" where nothing speaks against it."""
        doubt = self.lines[self.rows[row][0]].doubt
        return self.words.sentence(doubt) if doubt is not None else ""

    # -- words ----------------------------------------------------------------------------------------------------

    def _show_count(self) -> None:
        words, taken = self.words, self.taken
        made = words.count("{n} change", "{n} changes", len(made_of(taken)))
        parts = [words(N_("{changes} of {records}"), changes=made, records=words.count("{n} record", "{n} records", records_of(taken)))]
        new = sum(line.new is not None for line in taken)
        if new:
            parts.append("+ " + words.count("{n} new record", "{n} new records", new))
        doubtful = sum(line.doubt is not None for line in self.lines)
        if doubtful:
            parts.append("△ " + words.count("{n} in doubt: Space takes it in", "{n} in doubt: Space takes them in", doubtful))
        out = len(self.lines) - len(taken)
        if out:
            parts.append(words.count("{n} taken out", "{n} taken out", out))
        emptied = sum(line.empties for line in taken)
        if emptied:
            parts.append("△ " + words.count("{n} empties a field", "{n} empty a field", emptied))
        if self.same:
            parts.append("= " + words.count("{n} cell as the plan has it", "{n} cells as the plan has it", len(self.same)))
        if self.rejects:
            parts.append("✗ " + words.count("{n} cannot be done (Tab: why)", "{n} cannot be done (Tab: why)", len(self.rejects)))
        self.query_one("#preview-count", Static).update(" · ".join(parts))

    @on(FrameTable.CursorMoved)
    def _cursor_moved(self, event: FrameTable.CursorMoved) -> None:
        event.stop()
        told = self._current
        id = self.table.current_id
        doubt = self._doubt(int(id)) if id is not None else ""
        name = "" if told is None else f"△ {doubt} · {told.field} · {told.record}" if doubt else f"{told.field} · {told.record}"
        text = "" if told is None else " → ".join(shortened(told.before, told.after))
        line = self.lines[self.rows[int(id)][0]] if id is not None else None
        if line is not None and line.place is not None:
            where = self.words.sentence(line.place)
            text = f"{where}{f' ({line.under})' if line.under else ''}: {text}"
        self.query_one("#preview-name", Static).update(printable(name))
        self.query_one("#preview-text", Static).update(printable(text))

    @property
    def _current(self) -> EditText | None:
        id = self.table.current_id
        return self.rows[int(id)][1] if id is not None else None

    def _complain(self, text: str) -> None:
        line = self.query_one("#preview-fault", Static)
        line.update(f"✗ {printable(text)}" if text else "")
        line.set_class(bool(text), "shown")

    # -- keys -----------------------------------------------------------------------------------------------------

    def action_take(self) -> None:
        """Take the line out or in again, with all that belongs to it."""
        id = self.table.current_id
        if id is None or not self.table.has_focus:
            return
        number = self.rows[int(id)][0]
        ids = {str(n) for n, (other, _) in enumerate(self.rows) if other == number}
        self.table.marks = self.table.marks - ids if id in self.table.marks else self.table.marks | ids
        self.table.move(1, 0)
        self._show_count()

    def action_toggle_all(self) -> None:
        everything = {str(n) for n in range(len(self.rows))}
        self.table.marks = set() if self.table.marks == everything else everything
        self._show_count()

    def action_inspect(self) -> None:
        told = self._current
        if told is not None:
            before, after = (f"{self.words(word)}:\n{text}" for word, text in ((N_("Before"), told.before), (N_("After"), told.after)))
            self.ui.push_screen(Inspect(self.words, f"{told.record} · {told.field}", f"{before}\n\n{after}"))

    def action_other_list(self) -> None:
        rejects = self.query_one("#preview-rejects", OptionList)
        if self.rejects and self.table.has_focus:
            rejects.focus()
        else:
            self.table.focus()

    def action_go(self, rows: int, columns: int) -> None:
        self.table.move(rows, columns)

    def action_page(self, pages: int) -> None:
        self.table.page(pages)

    def action_first(self) -> None:
        self.table.to_first_row()

    def action_last(self) -> None:
        self.table.to_last_row()

    @on(FrameTable.Activated)
    def _activated(self, event: FrameTable.Activated) -> None:
        event.stop()
        self.action_take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        """Whether a key only moves the cursor of the table."""
        return self.table.has_focus and isinstance(event, events.Key) and event.key in _MOVING

    def _made(self) -> None:
        self.dismiss(True)

    def action_make(self) -> None:
        if self.ui.screen is not self:  # a reason is asked above
            return
        taken = self.taken
        if not taken:
            self._complain(self.words(N_("nothing is marked; Space takes a line in, Esc leaves")))
            return
        if self.only_when_read and not self.was_read():
            return
        self._complain(self.make(taken, self._made))
