"""What would change, line by line, before and after; nothing is changed while the box is open, and Esc leaves it so."""

from __future__ import annotations

import itertools
import string
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeAlias

import polars as pl
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from tui.frames.tables.columns import Column, View
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.proposal import Line, Proposal, Summing, grown, needs, places_with_needed
from tui.model.text import N_, printable
from tui.screens.before_after import EditText, edit_text, new_text, reject_words, shortened
from tui.screens.dialogs.inspect import Inspect
from tui.screens.dialogs.table_box import TableBox
from tui.widgets.frame_table import FrameTable
from tui.widgets.options import Options
from tui.widgets.remark import Remark

_ROOM_FOR_DETAIL: Final = 20
"""Lines of a screen from which on the whole line under the cursor stands below the table."""

Make = Callable[[Sequence[Line], Callable[[], None]], str]
"""Makes the lines; says what is wrong, "" when nothing is. Calls the function when they are made, at once or after a question."""

_PLACED = (
    Column(key="state", title="", width=1, worth=0),
    Column(key="place", title=N_("Cell"), width=6, worth=0),
    Column(key="record", title=N_("Record"), width=16, grows=True, worth=0),
    Column(key="field", title=N_("Field"), width=8, worth=0),
    Column(key="before", title=N_("Before"), width=8, worth=0),
    Column(key="after", title=N_("After"), width=18, grows=True, worth=0),
)
"""Of what was read from a file or a block: the cell of each line, and whether it is new, changes something or is asked."""
_COLUMNS = (
    Column(key="record", title=N_("Record"), width=22, grows=True, worth=0),
    Column(key="field", title=N_("Field"), width=10, worth=0),
    Column(key="before", title=N_("Before"), width=16, grows=True, worth=0),
    Column(key="after", title=N_("After"), width=16, grows=True, worth=0),
)

_ROWS_ARE: Final = ("tasks", "indicators", "enterprises")
"""Tables of which a row makes at most one new record, whatever it is called."""


LineKey: TypeAlias = tuple[str, ...]


def _keys_of(lines: Sequence[Line]) -> dict[int, LineKey]:
    """The key of each line by its identity; of several of one record and field each has its place among them."""
    times: Counter[LineKey] = Counter()
    out = {}
    for line in lines:
        key = _key_of(line)
        out[id(line)] = (*key, str(times[key]))
        times[key] += 1
    return out


def _key_of(line: Line) -> LineKey:
    """What a line is of, whatever is read otherwise around it: its row, and the record it makes or the fields it changes."""
    where = {} if line.place is None else line.place.values
    sheet, cell = str(where.get("sheet", "")), str(where.get("cell", where))
    table, id = line.record
    if line.new is None:
        return (sheet, cell, table, *(edit.field for edit in line.edits), "" if where else id)
    row = cell.lstrip(string.ascii_uppercase)
    return sheet, row, table, "" if table in _ROWS_ARE else str(line.new.values.get(TABLES[table].title, id))


class Rejects(Options):
    """What cannot be done; Enter is the box's own here as well, a click only points at a line."""

    BINDINGS = [Binding("enter", "screen.make(True)", show=False)]


class Preview(TableBox[bool]):
    """A marked row is made, one without a mark is not. True when something was made, None when somebody backed out."""

    purpose = N_("What would be changed, cell by cell, before it is made. What is ticked becomes one step that can be undone.")

    BINDINGS = [
        Binding("enter", "make(True)", show=False),
        Binding("ctrl+s,f10", "make", show=False),
        Binding("space,x", "take", show=False),
        Binding("a,X", "toggle_all", show=False),
        Binding("d", "ask_each", show=False),
        Binding("D", "take_doubtful", show=False),
        Binding("w", "write_left_out", show=False),
        Binding("i", "inspect", show=False),
        Binding("tab,shift+tab", "other_list", show=False),
    ]
    DEFAULT_CSS = """
    Preview #box.wide { height: 96%; }
    Preview #preview-count { height: auto; }
    Preview #preview-table { height: 1fr; min-height: 3; }
    Preview #preview-detail { height: auto; max-height: 4; border-top: solid $panel; }
    Preview #preview-text { height: auto; max-height: 3; }
    Preview #preview-name { text-wrap: nowrap; text-overflow: ellipsis; }
    Preview #preview-rejects { height: auto; max-height: 5; border: none; border-top: solid $panel; padding: 0; background: $background; }
    """
    wide = True
    table_id = "preview-table"
    whole_key = "i · F1"
    only_when_read = False
    """Whether a key that came before the box could be read makes nothing: what is shown was not asked for by a key."""

    def __init__(self, words: Words, title: str, proposal: Proposal, plan: Plan, make: Make) -> None:
        super().__init__(printable(title), self.keys_told(words, words(N_("all but △"))))
        self.make = make
        self._title_words = words
        self._said: dict[LineKey, bool] = {}
        self._take_proposal(proposal, plan)

    @staticmethod
    def keys_told(words: Words, for_all: str) -> str:
        """The keys of the box; ``for_all``: what the one for all lines does now."""
        told = N_("Enter makes them · Space a line out or in · a {all} · d asks of △ · i whole text · Esc changes nothing")
        return words(told, all=for_all)

    def sheets_in_order(self) -> Sequence[str]:
        """The names of the sheets of a file, as it has them; empty where the lines tell."""
        return ()

    def _take_proposal(self, proposal: Proposal, plan: Plan) -> None:
        words = self._title_words
        self.proposal, self.plan = proposal, plan
        self.lines = proposal.lines
        self._needs = needs(self.lines)
        self._summing = Summing(self.lines)
        self._place_of = {id(line): number for number, line in enumerate(self.lines)}
        self._doubtful = [number for number, line in enumerate(self.lines) if line.doubt is not None]
        self.same = proposal.same
        self.rejects = tuple(reject_words(reject, plan, words) for reject in proposal.rejects)
        told = list(dict.fromkeys(str(line.place.values.get("sheet", "")) for line in self.lines if line.place is not None))
        self._several_sheets = len(told) > 1
        self._keys = _keys_of(self.lines)
        self._sheets = self.sheets_in_order() or told
        one_table = len({line.record[0] for line in self.lines}) <= 1
        self.rows: list[tuple[int, EditText]] = []
        named = grown(plan, self.lines)
        for number, line in enumerate(self.lines):
            if line.new is not None:
                self.rows.append((number, new_text(line.new, named, words)))
            self.rows += [(number, edit_text(edit, named, words, with_table=not one_table)) for edit in line.edits]
        self._line_of = {str(row): number for row, (number, _) in enumerate(self.rows)}
        self._rows_of: list[list[str]] = [[] for _ in self.lines]
        for row, number in self._line_of.items():
            self._rows_of[number].append(row)

    # -- layout ---------------------------------------------------------------------------------------------------

    def compose_body(self) -> ComposeResult:
        yield Static("", id="preview-count", markup=False)
        yield Static("", id="preview-fault", classes="fault", markup=False)
        yield FrameTable(self._title_words, id="preview-table")
        with Vertical(id="preview-detail"):
            yield Static("", id="preview-name", markup=False)
            yield Static("", id="preview-text", markup=False)
        yield Rejects(*self._reject_options(), id="preview-rejects")

    def on_mount(self) -> None:
        self.table.empty = self.words(N_("nothing of this can be done"))
        self._show_lines()
        self.table.focus()

    def renew(self, proposal: Proposal, plan: Plan) -> None:
        """Show what else is proposed now; what was taken in or out by hand stays so where its row still stands."""
        row = self.table.row
        here = self._keys[id(self.lines[self.rows[row][0]])] if row < len(self.rows) else None
        self._take_proposal(proposal, plan)
        rejects = self.query_one("#preview-rejects", Rejects)
        rejects.clear_options()
        rejects.add_options(self._reject_options())
        self._show_lines()
        same = (place for place, (number, _) in enumerate(self.rows) if self._keys[id(self.lines[number])] == here)
        self.table.go_to_row(next(same, min(row, max(0, len(self.rows) - 1))))
        self._tell_current()

    def _reject_options(self) -> list[Option]:
        return [Option(Content(f"✗ {printable(text)}")) for text in self.rejects]

    def _show_lines(self) -> None:
        table = self.table
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
        self._mark_taken()
        self.query_one("#preview-rejects").display = bool(self.rejects)
        self._show_count()

    def _mark_taken(self) -> None:
        taken = (number for number, line in enumerate(self.lines) if self._said.get(self._keys[id(line)], line.doubt is None))
        self.table.marks = self._rows_at(taken)

    def _rows_at(self, places: Iterable[int]) -> set[str]:
        """The ids of the rows of some lines."""
        return set(itertools.chain.from_iterable(map(self._rows_of.__getitem__, places)))

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#preview-detail").display = event.size.height >= _ROOM_FOR_DETAIL

    @property
    def taken(self) -> list[Line]:
        """The lines that would be made, with the new records they need."""
        return [self.lines[number] for number in places_with_needed(self._marked, self._needs)]

    @property
    def _marked(self) -> set[int]:
        """The places of the lines that are marked themselves."""
        return set(map(self._line_of.__getitem__, self.table.marks))

    def _cell(self, line: Line) -> str:
        """The cell a line comes from; where several sheets are read with the number of its sheet, whose name stands below."""
        if line.place is None:
            return ""
        cell, sheet = line.place.values.get("cell"), str(line.place.values.get("sheet", ""))
        if cell is None:
            return self.words.sentence(line.place)
        return f"{self._sheets.index(sheet) + 1}·{cell}" if self._several_sheets and sheet in self._sheets else str(cell)

    @property
    def undecided(self) -> list[Line]:
        """The lines in doubt of which nobody has said anything yet."""
        return [self.lines[number] for number in self._unasked]

    @property
    def _unasked(self) -> list[int]:
        """The places of those lines."""
        return [number for number in self._doubtful if self._keys[id(self.lines[number])] not in self._said]

    @property
    def first_rows(self) -> list[tuple[int, Line]]:
        """Each line with the row it begins at."""
        first: dict[int, int] = {}
        for row, (number, _) in enumerate(self.rows):
            first.setdefault(number, row)
        return [(row, self.lines[number]) for number, row in first.items()]

    def told_of(self, line: Line) -> list[str]:
        """A line in words: where it stands, and before → after of each field."""
        where = self.words.sentence(line.place) if line.place is not None else ""
        under = f" ({line.under})" if line.under else ""
        told = [self.rows[int(row)][1] for row in self._rows_of[self._place_of[id(line)]]]
        return [*([f"{where}{under}"] if where else []), *(f"{text.record} · {text.field}: {text.before} → {text.after}" for text in told)]

    def remark(self, text: str) -> None:
        """Say something beside the keys."""
        self.query_one("#box-hint", Remark).say(f"{text} · {self.hint}")

    def _doubt(self, row: int) -> str:
        """Why somebody has to look at a row first, in words; "" where nothing speaks against it."""
        doubt = self.lines[self.rows[row][0]].doubt
        return self.words.sentence(doubt) if doubt is not None else ""

    # -- words ----------------------------------------------------------------------------------------------------

    def _show_count(self) -> None:
        self.query_one("#preview-count", Static).update(" · ".join(self.count_parts()))
        hint = self.keys_told(self.words, self.words(N_("all out") if self._all_are_in else N_("all but △")))
        if hint != self.hint:
            self.hint = hint
            self.query_one("#box-hint", Remark).say(hint)

    def count_parts(self) -> list[str]:
        """What would be made and what not, in numbers."""
        words, marked = self.words, self._marked
        taken = places_with_needed(marked, self._needs)
        sums = self._summing.of(taken)
        made = words.count("{n} change", "{n} changes", sums.changes)
        parts = [words(N_("{changes} of {records}"), changes=made, records=words.count("{n} record", "{n} records", sums.records))]
        if needed := len(taken) - len(marked):
            parts.append(words.count("{n} not marked, made as others name it", "{n} not marked, made as others name them", needed))
        if sums.new:
            parts.append("+ " + words.count("{n} new record", "{n} new records", sums.new))
        if undecided := len(set(self._unasked).difference(taken)):
            parts.append("△ " + words.count("{n} in doubt: d asks of it", "{n} in doubt: d asks of each", undecided))
        if out := len(self.lines) - len(taken) - undecided:
            parts.append(words.count("{n} taken out", "{n} taken out", out))
        if sums.empties:
            parts.append("△ " + words.count("{n} empties a field", "{n} empty a field", sums.empties))
        if self.same:
            parts.append("= " + words.count("{n} cell as the plan has it", "{n} cells as the plan has it", len(self.same)))
        if self.rejects:
            told = words.count(
                "{n} left out (Tab: why, w: saves the list)", "{n} left out (Tab: why, w: saves the list)", len(self.rejects)
            )
            parts.append(f"✗ {told}")
        return parts

    @on(FrameTable.CursorMoved)
    def _cursor_moved(self, event: FrameTable.CursorMoved) -> None:
        event.stop()
        self._tell_current()

    def _tell_current(self) -> None:
        """The line under the cursor whole, with why it is in doubt and where it stands."""
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

    def complain(self, text: str) -> None:
        """Say what is wrong above the lines; "" where nothing is."""
        line = self.query_one("#preview-fault", Static)
        line.update(f"✗ {printable(text)}" if text else "")
        line.set_class(bool(text), "shown")

    # -- keys -----------------------------------------------------------------------------------------------------

    def action_take(self) -> None:
        """Take the line out or in again, with all that belongs to it."""
        id = self.table.current_id
        if id is None or not self.table.has_focus:
            return
        self.say_of([self.lines[self.rows[int(id)][0]]], taken=id not in self.table.marks)
        self.table.move(1, 0)

    def say_of(self, lines: Iterable[Line], *, taken: bool) -> None:
        """Take lines in or out; what was wrong with those that were marked before is no longer said."""
        self.complain("")
        said = list(lines)
        for line in said:
            self._said[self._keys[id(line)]] = taken
        rows = self._rows_at(self._place_of[id(line)] for line in said)
        self.table.marks = self.table.marks | rows if taken else self.table.marks - rows
        self._show_count()

    @property
    def _all_are_in(self) -> bool:
        """Whether something is marked, and with it all that nothing speaks against."""
        sure = set(range(len(self.lines))).difference(self._doubtful)
        return bool(self.table.marks) and self._rows_at(sure) <= self.table.marks

    def action_toggle_all(self) -> None:
        """Take in all lines that nothing speaks against, or all of them out: a doubtful one is never taken in with the others."""
        if self._all_are_in:
            undecided = {id(line) for line in self.undecided}
            self.say_of((line for line in self.lines if id(line) not in undecided), taken=False)
        else:
            self.say_of((line for line in self.lines if line.doubt is None), taken=True)

    def action_ask_each(self) -> None:
        from tui.screens.dialogs.doubtful import ask_each

        ask_each(self)

    def action_take_doubtful(self) -> None:
        from tui.screens.dialogs.doubtful import ask_of_all

        ask_of_all(self)

    def action_write_left_out(self) -> None:
        from tui.screens.dialogs.left_out import ask_where

        ask_where(self)

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

    @on(FrameTable.Activated)
    def _activated(self, event: FrameTable.Activated) -> None:
        event.stop()
        self.action_take()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()

    def _made(self) -> None:
        self.dismiss(True)

    def action_make(self, by_enter: bool = False) -> None:
        """Make what is marked. Of what came as keys Enter makes nothing beside a doubt: the next Enter of a pasted text would write."""
        if self.ui.screen is not self:  # a reason is asked above
            return
        taken = self.taken
        if not taken:
            self.complain(self.words(N_("nothing is marked; Space takes a line in, Esc leaves")))
            return
        if by_enter and self.only_when_read and self._unasked:
            left_out = self.words.count("{n} is in doubt", "{n} are in doubt", len(self._unasked))
            self.complain(self.words(N_("{counted}: d asks of each, Ctrl+S or F10 writes the others"), counted=left_out))
            return
        if (self.only_when_read or self._doubtful) and not self.was_read():
            return
        self.complain(self.make(taken, self._made))
