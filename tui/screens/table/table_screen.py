"""A table over a frame, a panel with the record and its chart, a live filter: what the four tabs and the lists share."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical

from tui.actions import BY_ID, JUDGED, Scope, key_name
from tui.config import WIDTHS, config_path, keep_setting
from tui.frames.tables.columns import Column, View
from tui.frames.tables.search_index import SearchIndex
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.screens.base import bindings
from tui.screens.framed import FramedScreen
from tui.screens.table.after_edit import AfterEdit
from tui.screens.table.bulk import Bulk
from tui.screens.table.charted import ChartedTable
from tui.screens.table.cursor_actions import CursorActions
from tui.screens.table.pasted_blocks import PastedBlocks
from tui.screens.table.side import Side
from tui.screens.table.typing_over import TypingOver
from tui.store.files.errors import StoreError
from tui.terminal.background import Work
from tui.widgets.chart import PlanChart
from tui.widgets.frame_table import FrameTable
from tui.widgets.inputs import TextField
from tui.widgets.line import Line, Piece
from tui.widgets.record_panel import RecordPanel
from tui.widgets.spoken import Spoken
from tui.widgets.status_line import Hint
from tui.widgets.tones import toned

ROOMY = 100
"""Columns from which a line has room for all of its words."""
_FILTER_TAKES = N_("words · !without · column:word · column>=number · column<day")
_TITLES = {"panel": "#side-title", "filter": "#filter-mark"}
"""The title of what may have the focus beside the table. Its class says so: Textual (8.2) leaves what stands in a ``:focus-within`` as it
was, unless what has the focus within has a rule of its own."""
_AT_ONCE = 1000
"""Rows up to which copying takes no more than a moment."""


def _asks_for_row(hint: Hint) -> bool:
    """Whether a key does something with the row under the cursor, or shows it."""
    return hint.asks_for == "panel" or (hint.asks_for in BY_ID and BY_ID[hint.asks_for].needs_row)


class TableScreen(AfterEdit, TypingOver, Bulk, PastedBlocks, Side, ChartedTable, CursorActions, FramedScreen):
    """One table of the plan on the screen. Subclasses say which view, which chart and which summary."""

    BINDINGS = bindings(Scope.TABLE, Scope.PANEL, Scope.CHARTED)
    scopes = frozenset({Scope.APP, Scope.TABLE, Scope.PANEL, Scope.CHARTED})
    parts = ("title", "tabs", "summary", "body")
    list_id = "table"
    enter_does: ClassVar[str] = "edit_cell"
    """The action Enter asks for on a cell."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.query_text = ""
        self.last_query = ""
        self.sorted_by: tuple[str, bool] | None = None
        self.stale = False
        self._saved_unseen = False
        self.pasted_drafts: list[str] = []
        self._hints: dict[tuple[str, bool, bool, bool], list[Hint]] = {}  # by what has the focus, what who is here may do, any step to undo
        self._wanted: str | None = None
        self._said_here = ("", "")
        self._enter_said = ""
        self._said_at: tuple[Column | None, bool, bool] | None = None

    # -- what subclasses say --------------------------------------------------------------------------------------

    def make_view(self) -> View:
        """The view of this screen, seen from the workbench's day."""
        raise AssertionError("a table screen has a view")

    @property
    def says_of_records(self) -> bool:
        """Whether a sentence stands before the fields of a record."""
        return self.table_name in JUDGED

    def summary(self) -> str:
        """One line over the table."""
        return ""

    def reasons(self, id: str) -> str | None:
        """The text behind a verdict; None where a row has none."""
        return None

    # -- layout ---------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        self.set_class(self.app.size.width < ROOMY, "narrow")
        self.look_as_fits()
        yield Line(id="title")
        yield Line(id="tabs")
        yield Line(id="summary")
        with Container(id="body"):
            yield FrameTable(self.words, id="table")
            with Vertical(id="side"):
                yield Line(id="side-title", classes="pane-title")
                if self.says_of_records:
                    yield Spoken(id="spoken")
                with Container(id="under"):
                    if self.has_chart:
                        yield PlanChart(self.words, id="chart")
                    yield RecordPanel(id="panel")
        with Horizontal(id="filter-bar"):
            slash = Line(id="filter-mark", classes="pane-title")
            slash.say("/ ")
            yield slash
            yield TextField(placeholder=self.words(_FILTER_TAKES), id="filter")
        yield from self.bottom()

    def on_mount(self) -> None:
        if self.query_one_optional("#panel", RecordPanel) is None:
            return  # the program is left while this is put together: nobody will see it
        self.query_one("#filter-bar").display = False
        self.fit(*self.app.size)
        self.table.chosen_widths = self.ui.widths.get(self.table_name, {})
        self.refresh_view()
        self.go_where_left()
        if self.begun_with is not None:
            (asked, id), self.begun_with = self.begun_with, None
            self.begin_with(asked, id)
        if self._wanted is not None:
            if not self.table.go_to(self._wanted) and self.narrowed:
                self.clear_filter()  # somebody goes to this record: what was asked before they left may not hide it
                self.table.go_to(self._wanted)
            self._wanted = None
        self.table.focus()

    def fit(self, width: int, height: int) -> None:
        """The panel where there is room for it; one sentence when there is room for nothing."""
        super().fit(width, height)
        self.query_one("#filter-bar").display = not self.too_small and self.query_one("#filter").has_focus
        if self.too_small:
            return
        self.set_class(width < ROOMY, "narrow")
        self.fit_side()
        self.place_cells_again()
        if self.stands and self.view is not None:
            self.show_header()  # there may be room for more words

    # -- showing --------------------------------------------------------------------------------------------------

    def refresh_view(self, *, after_edit: bool = False) -> None:
        """Build the view again and show what the filter and the sorting leave; cursor, marks and scroll stay by id.

        ``after_edit``: rows that were shown stay, in their order.
        """
        self.stale = False
        self.await_nothing()
        with self.session.frames.asked_by(self.table_name):  # the day before, or another column, is not shown any more
            before, self.view = self.view, self.with_chosen_columns(self.make_view())
            if before is not None and self.query_text:
                SearchIndex.carry_over(before, self.view)
            if before is self.view and self.shows_all_of(before):
                self.mark_unsaved()
                self.show_header()
            elif after_edit:
                self.narrow_again()
            else:
                self.narrow_now()
        self.fit_side()  # what the columns need may be more by now
        self._ask()

    def show_header(self) -> None:
        self.show_title()
        shown = f"{self.table.record_count}/{self.view.frame.height}" if self.view is not None and self.narrowed else ""
        if self._no_longer:
            shown += f", {self.words.count('{n} no longer matches', '{n} no longer match', len(self._no_longer))}"
        asked = [*self.chosen_words(), *([self.query_text] if self.query_text else [])]
        filter_words = f"{self.words(N_('filter'))}: {' · '.join(asked)} ({shown})" if asked else ""
        marks = len(self.table.marks)
        if marks:
            filter_words = self.words.count("{n} marked", "{n} marked", marks) + ("  " + filter_words if filter_words else "")
        with self.session.frames.asked_by(self.table_name):
            headline = toned(self._set_aside_words() + self.summary(), self.glyph_tones)
        self.query_one("#summary", Line).say(*headline, right=filter_words)

    def show_title(self) -> None:
        """What may be another while the table is the same: who else is here, what is unsaved elsewhere."""
        super().show_title()
        self.query_one("#tabs", Line).say(*self.tab_pieces())
        self.mark_drafts()
        self.show_status()

    def show_around(self) -> None:
        self.show_title()

    def words_changed(self) -> None:
        self._hints.clear()
        self._said_at = None
        if self.stands:
            self.query_one("#filter", TextField).placeholder = self.words(_FILTER_TAKES)
        super().words_changed()

    def _set_aside_words(self) -> str:
        aside = sum(1 for table, _ in self.session.workspace.plan.set_aside if table == self.table_name)
        if not aside:
            return ""
        return "⚠ " + self.words.count("{n} record could not be read (!)", "{n} records could not be read (!)", aside) + "  "

    def tab_pieces(self) -> list[Piece]:
        """The tab bar: every tab, this one reversed."""
        pieces: list[Piece] = [" "]
        for mode, title in self.ui.tabs():
            here = mode == self.ui.current_mode
            pieces += [(f"▌{title}▐" if here else f" {title} ", "bold reverse" if here else "", f"tab_{mode}"), " "]
        return pieces

    def hints(self) -> list[Hint]:
        focused = self.focused.id if self.focused is not None else None
        if focused == "filter":
            return [self.named_key("enter", N_("to the rows")), self.named_key("escape", N_("without the filter"))]
        where = focused if focused == "panel" else "table"
        workspace = self.session.workspace
        case = where, workspace.readonly, self.session.proposing is not None, bool(workspace.undo_steps)
        if case not in self._hints:
            self._hints[case] = self._panel_hints() if where == "panel" else super().hints()
        said = self._hints[case]
        if where != "table" or not self.stands:
            return said
        digits, enter = self._said_here = self._said_of_cell()
        if self.table.current_id is None:
            leads_on = [Hint(key_name("enter", self.words), enter, self.enter_does)] if enter else self._hints_without_rows()
            return [*leads_on, *(hint for hint in said if not _asks_for_row(hint))]
        told = [Hint(hint.key, enter, hint.asks_for) if hint.asks_for == self.enter_does else hint for hint in said]
        return [*([Hint("0–9", digits, self.enter_does)] if digits else ()), *(hint for hint in told if hint.does)]

    def _hints_without_rows(self) -> list[Hint]:
        """What leads on where no row is shown: without what hides them, else to a first one."""
        if self.narrowed:
            return [self.named_key("escape", N_("without the filter"))]
        add = BY_ID["add"]
        return [] if self.reason_against(add) else [Hint(key_name(self.keys_of(add)[0], self.words), self.words(N_("add")), add.id)]

    def _said_of_cell(self) -> tuple[str, str]:
        """What a digit does on the cell under the cursor, and what Enter: both are another thing in another column. "" for nothing.

        What Enter does is asked again on another row only where the record has a say in it.
        """
        at = self.table.current_column, self.table.current_id is None, self.table.current_group is None
        if at != self._said_at or self.asks_each_record:
            self._said_at, self._enter_said = at, self.enter_said()
        return self.digits_said(), self._enter_said

    @property
    def asks_each_record(self) -> bool:
        """Whether what may be changed is another thing on another record of the same column."""
        return self.session.proposing is not None

    def enter_said(self) -> str:
        """What Enter does on the cell under the cursor; "" where it is worked out and cannot be changed."""
        column = self.table.current_column
        if self.table.current_group is not None:
            return self.words(N_("fold, unfold"))
        if column is None or self.table.current_id is None:
            return ""
        return "" if self.reason_against(BY_ID[self.enter_does]) else self.words(N_("edit “{column}”"), column=self.words(column.title))

    def show_status(self) -> None:
        """The last message; with marked rows what the column under the cursor comes to in them; else the keys."""
        before = self._message
        if not before[0] and self.table.marks and self.focused is self.table:
            self._message = (self.sums_of_marks, False)
        super().show_status()
        self._message = before

    def _panel_hints(self) -> list[Hint]:
        """The keys while the panel has the focus."""
        there = [BY_ID[id] for id in ("undo", "save", "help")]
        first = self.named_key("enter", N_("edit, or go there") if self.has_right(BY_ID["edit_cell"]) else N_("go there"))
        return [first, self.named_key("tab", N_("table")), *self.named_keys(a for a in there if self.hinted(a))]

    def on_descendant_focus(self) -> None:
        if self.stands:
            for pane, title in _TITLES.items():
                self.query_one(title).set_class(self.focused is not None and self.focused.id == pane, "bright")
            self.panel_left()
            self.show_status()

    def model_changed(self, tables: frozenset[str]) -> None:
        if self.is_current or self in self.ui.screen_stack:
            if not self.show_first(self.session.changing):
                self.refresh_view(after_edit=tables != frozenset(TABLES))  # all of them: another day, or another file
        else:
            self.stale = True

    def saved(self) -> None:
        if self.view is None or not self.stands or self.stale:
            return
        self._saved_unseen = not (self.is_current or self in self.ui.screen_stack)
        if not self._saved_unseen:
            self.mark_unsaved()
            self.renew_panel()
            self.show_title()

    def left(self) -> None:
        self.catch_up()
        if self._as_it_was:
            self.stale = True  # whoever comes back sees what the filter finds by then

    def on_screen_resume(self) -> None:
        there = self._view is not None  # it may wait for the first frame after an edit: what a box over the table has chosen
        if there:
            self.fit_side()  # another tab may have hidden the panel
            self._follow()  # a chart on the whole screen may have gone on to another record
        if self.stale:
            self.refresh_view()
        elif there:
            if self._saved_unseen:
                self.mark_unsaved()
                self.renew_panel()
            self.show_title()
        self._saved_unseen = False

    @property
    def found_again(self) -> bool:
        """Whether who begins where this is left now (:mod:`tui.session.resume`) comes to the same screen, its last line not counted.

        Not while a field, a mark, a group, or columns of a view stand there that are not begun with, and not before the side stands.
        """
        if not self.stands or self.view is None or self.stale or self.too_small or self.focused is not self.table:
            return False
        as_begun = not (self._as_it_was or self.empty_unfolded or self.columns_of_view or self.table.awaited or self._newest is not None)
        unscrolled = self.panel.highlighted is None and not self.panel.scroll_offset.y
        return as_begun and unscrolled and self.rests and self.table.would_be_found_so

    # -- events ---------------------------------------------------------------------------------------------------

    @on(FrameTable.Activated)
    def _activated(self) -> None:
        self.action_act(self.enter_does)

    @on(FrameTable.CursorMoved)
    def _to_another_cell(self) -> None:
        """Digits and Enter may mean something else here, which the keys at the bottom say."""
        self.tabs_next = False
        if not self.stands:
            return
        if self.table.marks or self._said_here != self._said_of_cell():
            self.show_status()

    @on(FrameTable.SortRequested)
    def _sort_requested(self, event: FrameTable.SortRequested) -> None:
        if self.table.current_id is not None:
            self.table.go_to(self.table.current_id, event.column.key)
            self.action_act("sort")

    @on(FrameTable.WidthChosen, "#table")
    def _width_chosen(self, event: FrameTable.WidthChosen) -> None:
        """The edge of a column was dragged: its width is remembered."""
        self.ui.widths[self.table_name] = dict(self.table.chosen_widths)
        try:
            keep_setting(config_path(), WIDTHS, self.ui.widths)
        except StoreError as fault:
            told = self.words.sentence(fault.sentence)
            self.tell(self.words(N_("it counts for now, but could not be remembered: {why}"), why=told), bad=True)

    @on(TextField.Changed, "#filter")
    def _filter_changed(self, event: TextField.Changed) -> None:
        event.stop()
        if event.value != event.input.value:
            return  # something else stands there by now, of which another message comes
        if event.value != self.query_text:
            self.query_text = event.value
            self._message = ("", False)
            self.narrow_soon()

    @on(TextField.Submitted, "#filter")
    def _filter_done(self, event: TextField.Submitted) -> None:
        event.stop()
        self._leave_filter()

    def _leave_filter(self) -> None:
        if self.query_text:
            self.last_query = self.query_text
        self.query_one("#filter-bar").display = False
        self.table.focus()
        self.show_header()

    def stays_put(self, event: events.Key | events.Paste) -> bool:
        """Whether a key only moves the cursor of the table: the next one is the table's as well."""
        return self.focused is self.table and isinstance(event, events.Key) and event.key in self.ui.moving_keys

    def no_row(self) -> Sentence | None:
        if self.table.current_group is not None:
            return say(N_("this line is a group: Enter or z folds it, x marks its rows"))
        return say(N_("there is no row here")) if self.table.current_id is None else None

    # -- finding -----------------------------------------------------------------------------------------

    def do_filter(self) -> None:
        bar = self.query_one("#filter-bar")
        bar.display = True
        field = self.query_one("#filter", TextField)
        field.value = self.query_text
        field.cursor_position = len(field.value)
        field.focus()
        self.prepare_filter()

    def why_not_next_match(self) -> Sentence | None:
        return None if self.query_text or self.last_query else say(N_("nothing was filtered yet; / filters"))

    why_not_previous_match = why_not_next_match

    def do_next_match(self) -> None:
        self._step_match(1)

    def do_previous_match(self) -> None:
        self._step_match(-1)

    def _step_match(self, by: int) -> None:
        """With a filter every shown row matches; without one, go through what the last one would show."""
        rows = self.table.places_of(self.matches(self.query_text or self.last_query))
        if rows.is_empty():
            self.tell(self.words(N_("nothing matches “{text}”"), text=self.query_text or self.last_query), bad=True)
            return
        here = self.table.row
        nearest = rows.search_sorted(here + 1) if by > 0 else rows.search_sorted(here) - 1
        beyond = 0 <= nearest < rows.len()
        self.table.go_to_row(int(rows[nearest if beyond else (0 if by > 0 else -1)]))
        if not beyond:
            self.tell(self.words(N_("around the end of the table")))

    def do_sort(self) -> None:
        column = self.table.current_column
        assert column is not None
        if self.sorted_by is None or self.sorted_by[0] != column.key:
            self.sorted_by = (column.key, False)
        elif not self.sorted_by[1]:
            self.sorted_by = (column.key, True)
        else:
            self.sorted_by = None
        self.narrow_soon()

    def do_edit_cell(self) -> None:
        if self.table.current_group is not None:
            self.table.toggle_fold()
        else:
            super().do_edit_cell()

    @property
    def takes_digits(self) -> bool:
        return self.table.current_group is None and super().takes_digits

    def do_mark(self) -> None:
        if not self.mark_group():
            self.table.toggle_mark()
        self.table.move(1, 0)
        self.show_header()

    def do_mark_shown(self) -> None:
        ids = set(self.ids_in_frame.to_list())
        if ids and ids <= self.table.marks:
            self.table.clear_marks()
        else:
            self.table.mark_all(ids)
        self.show_header()

    def place(self) -> tuple[str | None, str]:
        return self.table.current_id, self.table_name

    def show_record(self, id: str) -> bool:
        """Put the cursor on a record, clearing the filter when it hides the row. False when it is not in this table."""
        if not self.is_mounted or self.view is None:
            self._wanted = id
            return True
        if self.stale:
            self.refresh_view()
        if self.table.go_to(id):
            return True
        if self.narrowed:
            self.clear_filter()
            return self.table.go_to(id)
        return False

    def clear_filter(self) -> None:
        """Show all rows again; the text stays for n and N."""
        if self.query_text:
            self.last_query = self.query_text
        self.query_text, self.only = "", ()
        self.query_one("#filter", TextField).value = ""
        self.query_one("#filter-bar").display = False
        self.narrow_now()

    def ask_nothing(self) -> None:
        """Another plan is open: what was asked of the one before, and marked in it, is not asked of this one."""
        self.query_text, self.only, self.sorted_by, self.grouped_by = "", (), None, None
        if self.stands:
            self.query_one("#filter", TextField).value = ""
            self.query_one("#filter-bar").display = False
            self.table.marks = set()
        self.stale = True

    # -- panel and backing out ----------------------------------------------------------------------------------------

    def do_back_out(self) -> None:
        if self.focused is not None and self.focused.id == "filter":
            # a second Esc clears; the first leaves an unfinished query in force only if it is empty
            if self.query_text:
                self.clear_filter()
            self._leave_filter()
        elif self._panel_open or not self.table.display:
            self.do_panel_back()
        elif self.narrowed:
            self.clear_filter()
        elif self.table.marks:
            self.table.clear_marks()
            self.show_header()
        elif len(self.ui.screen_stack) == 1 and self.takes_digits:
            self.let_tabs_through()
        else:
            super().do_back_out()

    # -- the rest of looking ------------------------------------------------------------------------------------------

    def do_inspect(self) -> None:
        if self._panel_open and self.charts_here():
            self.do_panel_table()
            return
        from tui.screens.dialogs.inspect import Inspect

        column = self.table.current_column
        assert column is not None
        self.ui.push_screen(Inspect(self.words, self.words(column.title), self.table.cell_text() or "–"))

    def do_why(self) -> None:
        from tui.screens.dialogs.inspect import Inspect

        id = self.table.current_id
        assert id is not None
        self.ui.push_screen(Inspect(self.words, self.words.show(self.session.plan.called(self.table_name, id)), self.reasons(id) or ""))

    def do_copy_cell(self) -> None:
        arrives = self.ui.copy(self.table.cell_copy())
        self.tell(self.words(N_("the cell: {arrives}"), arrives=arrives))

    def do_copy_rows(self) -> None:
        ids = self.table.selected_ids
        rows = self.table.row_texts(ids)

        def lines(work: Work) -> str:
            return "".join("\t".join(cells) + "\n" for cells in work.each(rows, len(ids)))

        def done(text: str) -> None:
            self.tell(self.words.count("{n} row: {arrives}", "{n} rows: {arrives}", len(ids), arrives=self.ui.copy(text)))

        self.ui.run_long(self.words(N_("copying {n} rows"), n=len(ids)), lines, done, at_once=len(ids) <= _AT_ONCE)

    def do_export(self) -> None:
        from tui.screens.table.exporting import ask_export

        assert self.view is not None and self.frame is not None
        marked = self.frame.filter(self.frame["id"].is_in(list(self.table.marks))) if self.table.marks else self.frame
        ask_export(self, self.view, marked if marked.height else self.frame, self.query_text)

    def do_go_to(self) -> None:
        id = self.table.current_id
        assert id is not None
        self.ui.pick_reference(self.table_name, id)
