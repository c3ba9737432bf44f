"""The history (``H``): every save of a record or of the plan; moments are compared, and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.actions import BY_ID, Action, Scope
from tui.model.diff import differences, with_record
from tui.model.edits import Edit
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.joining import unsaved_edits
from tui.model.plan import Plan, RecordId
from tui.model.text import N_, Sentence, say
from tui.reports.changes import briefly, by_record, by_table, change_lines
from tui.reports.history import carried_over, lines_of_stage, nothing_told, reason_of, who
from tui.screens.base import bindings
from tui.screens.bringing_back import bring_back
from tui.screens.dialogs.inspect import Inspect
from tui.screens.framed import FramedScreen
from tui.screens.history_rows import Row, moment_words, rows_of
from tui.screens.places import HISTORY
from tui.store.files.errors import CannotRead
from tui.store.files.file_state import FileState
from tui.store.log.history import History, read_history
from tui.store.plan_file import known_of
from tui.widgets.line import Line
from tui.widgets.options import Options
from tui.widgets.status_line import Hint


def record_at(place: str | None) -> RecordId | None:
    """The record a place of this screen speaks of; None for the whole plan."""
    table, slash, id = (place or "").partition("/")
    return (table, id) if slash else None


class HistoryScreen(FramedScreen):
    """Entries newest first. Stands above a tab; Esc takes the marks away, then goes back."""

    BINDINGS = bindings(Scope.HISTORY)
    scopes = frozenset({Scope.APP, Scope.HISTORY})
    table_name = HISTORY
    parts = ("title", "tabs", "summary", "history")
    list_id = "history"
    starting_place = True

    def __init__(self, record: RecordId | None) -> None:
        super().__init__()
        self.record = record
        self.came_with = record
        self.rows: tuple[Row, ...] = ()
        self.marks: list[int | None] = []
        self.history: History | None = None
        self.fault: Sentence | None = None
        self._read_of: FileState | None = None
        self._more = 0

    def compose(self) -> ComposeResult:
        yield Line(id="title")
        yield Line(id="tabs")
        yield Line(id="summary")
        yield HistoryList(id="history")
        yield from self.bottom()

    @property
    def options(self) -> OptionList:
        return self.query_one("#history", OptionList)

    def on_mount(self) -> None:
        self.fit(*self.app.size)
        self.model_changed(frozenset())
        self.options.focus()

    def fit(self, width: int, height: int) -> None:
        super().fit(width, height)
        if self.rows:
            self._draw()

    # -- what there is --------------------------------------------------------------------------------------------

    def model_changed(self, tables: frozenset[str]) -> None:
        state = self.session.loaded.state
        if state is not self._read_of:  # the history is read again only when the file is another one
            self._read_of = state
            try:
                self.history, self.fault = read_history(state.path, state, known_of(self.session.loaded)), None
            except CannotRead as fault:
                self.history, self.fault = None, fault.sentence
        self._find_rows()
        self._draw()
        self.show_header()

    def _find_rows(self) -> None:
        now, words = self.session.plan, self.words
        unsaved = self._unsaved()
        self.rows, self._more = rows_of(self.history, self.record, now, words)
        if unsaved:
            self.rows = (Row(None, f"● {words(N_('not saved'))}  {briefly(unsaved, now, now, words)}"), *self.rows)
        known = {row.number for row in self.rows}
        self.marks = [mark for mark in self.marks if mark in known]

    def _unsaved(self) -> list[Edit]:
        edits = unsaved_edits(self.session.workspace)
        return [e for e in edits if self.record is None or (e.table, e.id) == self.record]

    def _state(self, number: int | None) -> Plan | None:
        """The plan at a moment; None when it cannot be rebuilt."""
        if number is None:
            return self.session.plan
        assert self.history is not None
        return self.history.after(number)

    def _moment(self, number: int | None) -> str:
        assert self.history is not None or number is None
        return self.words(N_("now")) if self.history is None else moment_words(self.history, number, self.words, self.session.clock)

    @property
    def row(self) -> Row | None:
        """The row under the cursor."""
        place = self.options.highlighted
        return self.rows[place] if place is not None and place < len(self.rows) else None

    # -- showing --------------------------------------------------------------------------------------------------

    def _draw(self) -> None:
        """The rows; the cursor stays on its moment, else on its row."""
        here = self.options.highlighted
        number = self._shown_number
        lines = [Option(Content(f" {'●' if row.number in self.marks else ' '} {row.text}")) for row in self.rows]
        told = self._empty()
        if told:
            lines.append(Option(Content(f"   {told}"), disabled=True))
        with self.app.batch_update():
            self.options.clear_options()
            self.options.add_options(lines)
            if self.rows:
                numbers = [row.number for row in self.rows]
                known = here is not None and number in numbers
                self.options.highlighted = numbers.index(number) if known else min(here or 0, len(self.rows) - 1)
        self._drawn = tuple(row.number for row in self.rows)

    _drawn: tuple[int | None, ...] = ()

    @property
    def _shown_number(self) -> int | None:
        """The moment the cursor was on when the rows were drawn last."""
        place = self.options.highlighted
        return self._drawn[place] if place is not None and place < len(self._drawn) else None

    def _empty(self) -> str:
        """What is said below the rows where something is missing."""
        if self.fault is not None:
            return "⚠ " + self.words.sentence(self.fault)
        if self.history is not None and not self.history.entries:
            return self.words(N_("no history yet; it begins with the first save"))
        if self._more:
            return "… " + self.words.count("and {n} more", "and {n} more", self._more) + "; kehoach log"
        if self.record is not None and not any(row.stage for row in self.rows):
            return self.words(N_("nothing of this is in the history"))
        return ""

    def show_header(self) -> None:
        self.show_title()
        title = self.words(N_("History"))
        about = self.words(N_("the whole plan")) if self.record is None else self._about()
        self.query_one("#tabs", Line).say((" ", ""), (f"▌{title}▐", "bold reverse"), ("  ", ""), (about, "bold"))
        told = self.words.count(
            "{n} entry of the history", "{n} entries of the history", sum(row.stage is not None for row in self.rows) + self._more
        )
        if self.history is not None and self.history.unreadable:
            count = self.history.unreadable
            told += " · ⚠ " + self.words.count(
                "{n} line cannot be read and is left out", "{n} lines cannot be read and are left out", count
            )
        marks = self.words.count("{n} marked", "{n} marked", len(self.marks)) if self.marks else ""
        self.query_one("#summary", Line).say(f" {told}", right=marks)
        self.show_status()

    def _about(self) -> str:
        """The record in words, also one that is no longer there."""
        assert self.record is not None
        table, id = self.record
        if id == SINGLE_ID:
            return self.words(TABLES[table].label)
        names = [
            line.name for row in self.rows if row.stage for line in lines_of_stage(row.stage, self.session.plan, self.words, self.record)
        ]
        name = (
            self.words.show(self.session.plan.called(table, id)) if self.session.plan.get(table, id) is not None or not names else names[0]
        )
        return f"{self.words(TABLES[table].one)} · {name}"

    def hints(self) -> list[Hint]:
        return [*super().hints(), self.named_key("escape", N_("back"))]

    def hinted(self, action: Action) -> bool:
        return action.scope is Scope.HISTORY and super().hinted(action)

    # -- acting ---------------------------------------------------------------------------------------------------

    def place(self) -> tuple[str | None, str]:
        return ("/".join(self.record) if self.record is not None else None), HISTORY

    def no_row(self) -> Sentence | None:
        return self.fault or say(N_("no history yet; it begins with the first save")) if self.row is None else None

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_act("open_entry")

    def do_open_entry(self) -> None:
        row = self.row
        assert row is not None
        words, now = self.words, self.session.plan
        if row.stage is not None:
            entry = row.stage.entry
            head = [who(entry, words), *([f"{words(N_('Reason'))}: {why}"] if (why := reason_of(entry, words)) else []), ""]
            lines = by_record(lines_of_stage(row.stage, now, words, self.record))
            self._show(self._moment(entry.number), [*head, *([*carried_over(entry, words), *lines] or [nothing_told(entry, words)])])
        elif row.number is None:
            self._show(words(N_("not saved")), by_record(change_lines(self._unsaved(), now, now, words)))
        else:
            may_write = self.has_right(BY_ID["bring_back"])
            keys = N_("nothing is known of what came before; c compares, r brings this state back")
            self.tell(words(keys if may_write else N_("nothing is known of what came before; c compares")))

    def _show(self, title: str, lines: Sequence[str]) -> None:
        self.ui.push_screen(Inspect(self.words, title, "\n".join(lines)))

    def do_mark_moment(self) -> None:
        row = self.row
        assert row is not None
        if row.number in self.marks:
            self.marks.remove(row.number)
        else:
            self.marks = [*self.marks[-1:], row.number]
        self._draw()
        self.show_header()

    def _compared(self) -> tuple[int | None, int | None]:
        """The two moments, the earlier first: both marks, or the cursor's and now or the one mark."""
        assert self.row is not None
        pair = self.marks if len(self.marks) == 2 else [self.row.number, *(self.marks or [None])]
        first, second = sorted(pair, key=lambda number: (number is None, number or 0))
        return first, second

    def why_not_compare(self) -> Sentence | None:
        first, second = self._compared()
        if first == second:
            return say(N_("that is one moment; mark another, or go to an earlier one"))
        return _NOT_REBUILT if self._state(first) is None or self._state(second) is None else None

    def do_compare(self) -> None:
        first, second = self._compared()
        before, after = self._state(first), self._state(second)
        assert before is not None and after is not None
        wanted = after if self.record is None else with_record(before, after, self.record)
        lines = by_table(differences(before, wanted), before, after, self.words)
        title = f"{self._moment(first)} → {self._moment(second)}"
        self._show(title, lines or [self.words(N_("no difference"))])

    def why_not_bring_back(self) -> Sentence | None:
        assert self.row is not None
        if self.row.number is None:
            return say(N_("this is what the plan holds now"))
        return _NOT_REBUILT if self._state(self.row.number) is None else None

    def do_bring_back(self) -> None:
        row = self.row
        assert row is not None
        then = self._state(row.number)
        assert then is not None
        bring_back(self, then, self.record, self._moment(row.number))

    def why_not_other_history(self) -> Sentence | None:
        return say(N_("this is the history of the whole plan; press H on a record for its own")) if self.came_with is None else None

    def do_other_history(self) -> None:
        self.record = self.came_with if self.record is None else None
        self.marks = []
        self.model_changed(frozenset())

    def do_back_out(self) -> None:
        if self.marks:
            self.marks = []
            self._draw()
            self.show_header()
        else:
            super().do_back_out()

    def do_go_back(self) -> None:
        self.dismiss(None)


_NOT_REBUILT: Final = say(N_("the plan as it was then cannot be rebuilt: the history is damaged there"))


class HistoryList(Options):
    """The rows; text is never markup, and one row is one line."""

    BINDINGS = [
        Binding("j", "cursor_down", show=False),
        Binding("k", "cursor_up", show=False),
        Binding("g", "first", show=False),
        Binding("G", "last", show=False),
    ]
