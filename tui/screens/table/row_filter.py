"""Which rows a table screen shows: what the filter and the sorting leave, on the spot or, of very many rows, beside the screen.

A letter typed into the filter is seen at once; of a large table the rows follow. While they are worked out further letters go on
into the filter, and only the newest query is answered; any other key waits for its result.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Final

import attrs
import polars as pl
from textual import events
from textual.widgets import Input

from tui.actions import BY_ID
from tui.frames.difference import among, difference
from tui.frames.tables.columns import View
from tui.frames.tables.filter import Filter, faults, field_names, parse, places_left
from tui.frames.tables.groups import Grouping
from tui.frames.tables.narrowing import Asked, GroupedBy, Only, only_words, places_asked, places_found, rows_grouped
from tui.frames.tables.search_index import SearchIndex
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.base import PlanScreen

if TYPE_CHECKING:
    from tui.widgets.frame_table import FrameTable

_IN_THE_FIELD: Final = frozenset({"backspace", "delete", "left", "right", "home", "end"})


@attrs.frozen(eq=False)
class _Question:
    """What is asked of a view."""

    view: View
    asked: Asked
    wanted: Filter
    names: Mapping[str, str]
    words: Words

    @property
    def narrows(self) -> bool:
        return bool(self.wanted) or bool(self.asked.only)

    def found(self) -> pl.Series | None:
        """The places of the rows in the view, as they stand; None for all."""
        return places_found(self.view, self.asked, self.wanted, self.names)

    def answer(self) -> _Answer:
        """The rows, in their order."""
        return self.in_order(places_asked(self.view, self.asked, self.found()))

    def in_order(self, order: pl.Series | None) -> _Answer:
        """Rows by their places, under the groups that are asked for."""
        if self.asked.grouped_by is None:
            return _Answer(order, None)
        rows = self.view.frame if order is None else self.view.frame[order]
        return _Answer(order, rows_grouped(self.view, self.asked, rows, self.words))


@attrs.frozen(eq=False)
class _Answer:
    order: pl.Series | None
    """The places in the view of the rows that are shown, in their order; None for all as they stand."""
    grouping: Grouping | None


class RowFilter(PlanScreen):
    """The rows of a table screen. :attr:`frame` holds those shown of :attr:`view`; :attr:`asked` says which, in what order and groups."""

    if TYPE_CHECKING:

        def renew_panel(self) -> None: ...

    at_once: ClassVar[int] = 20_000
    """Rows up to which a filter or a sort is done on the spot: a key that takes less than a frame of the screen needs no thread."""
    query_text: str
    sorted_by: tuple[str, bool] | None
    only: tuple[Only, ...] = ()
    """The values of columns that were chosen: only rows that hold one of each are shown."""
    grouped_by: GroupedBy | None = None
    """What the rows are grouped by."""
    _view: View | None = None
    _frame: pl.DataFrame | None = None
    _shown: _Question | None = None
    _answered: _Answer | None = None
    """What was found for it."""
    _newest: _Question | None = None
    _no_longer: frozenset[str] = frozenset()
    """The ids of the rows that are shown though the filter no longer finds them: they were edited since it was set."""
    _as_it_was = False
    """Whether what is shown was kept as it was through an edit, and may be other rows, or stand otherwise, when it is asked anew."""

    if TYPE_CHECKING:

        @property
        def table(self) -> FrameTable: ...

    def catch_up(self) -> None:
        """Make the rows anew that an edit has reached, where that has not been done yet."""

    @property
    def view(self) -> View | None:
        """The view; whoever asks for it has one that no edit has reached since."""
        self.catch_up()
        return self._view

    @view.setter
    def view(self, view: View | None) -> None:
        self._view = view

    @property
    def frame(self) -> pl.DataFrame | None:
        """The rows of it that are shown, in their order."""
        self.catch_up()
        answer, shown = self._answered, self._shown
        if self._frame is None and answer is not None and shown is not None:  # put together when somebody wants all of it
            self._frame = shown.view.frame if answer.order is None else shown.view.frame[answer.order]
        return self._frame

    @property
    def ids_in_frame(self) -> pl.Series:
        """The ids of these rows."""
        self.catch_up()
        assert self._shown is not None and self._answered is not None
        ids, order = self._shown.view.frame["id"], self._answered.order
        return ids if order is None else ids.gather(order)

    @property
    def asked(self) -> Asked:
        """What is asked of the table now."""
        return Asked(self.query_text, self.only, self.sorted_by, self.grouped_by)

    @asked.setter
    def asked(self, asked: Asked) -> None:
        self.query_text, self.only, self.sorted_by, self.grouped_by = asked.text, asked.only, asked.sorted_by, asked.grouped_by
        self.query_one("#filter", Input).value = asked.text

    @property
    def narrowed(self) -> bool:
        """Whether something is asked that may leave rows out."""
        return bool(self.query_text or self.only)

    def shows_all_of(self, view: View | None) -> bool:
        """Whether all rows of a view are shown as they stand in it, and some are: then nothing else of the plan decides which."""
        shown = self._shown
        untouched = shown is not None and shown.view is view and shown.asked == Asked() and shown.asked == self.asked
        return untouched and self._newest is None and not self._as_it_was and view is not None and view.frame.height > 0

    def narrow_now(self) -> None:
        """Show what the filter and the sorting leave, on the spot."""
        if self._newest is not None:
            self._newest = None
            self.ui.drop_work()
        question = self.question()
        self._no_longer, self._as_it_was = frozenset(), False
        self._show(question, question.answer())

    def narrow_again(self) -> None:
        """Show the rows after an edit: what was shown stays, in its order, also what the filter would no longer find.

        Nobody is led to another record by what they typed; the filter and the sorting are applied anew when they are set again, or when
        somebody comes back to the tab.
        """
        before, answered, question = self._shown, self._answered, self.question()
        asked = question.narrows or question.asked.sorted_by is not None
        if not asked or before is None or before.asked != question.asked or answered is None or self._newest is not None:
            self.narrow_now()
            return
        self._as_it_was = True
        view, shown = question.view, answered.order
        changed = difference(before.view.frame, view.frame)
        same = changed.same_records if changed is not None else view.frame["id"].equals(before.view.frame["id"])
        if not same:
            ids = before.view.frame.select("id") if shown is None else before.view.frame.select("id")[shown]
            now = view.frame.select("id").with_row_index("row")
            shown = ids.join(now, on="id", how="inner", maintain_order="left")["row"]
        order, no_longer = _kept(view.frame.height, shown, question.found(), in_order=question.asked.sorted_by is not None)
        self._no_longer = frozenset(view.frame["id"].gather(no_longer))
        self._show(question, question.in_order(order))

    def narrow_soon(self) -> None:
        """The same for a key: of many rows beside the screen, the newest question last."""
        question = self.question()
        idle = question.asked == Asked()
        if question.view.frame.height <= self.at_once or idle:
            self.narrow_now()
            return
        waiting, self._newest = self._newest is not None, question
        if not waiting:
            self._work_out(question)

    def prepare_filter(self) -> None:
        """Somebody is about to type: of many rows the text that is searched is made ready meanwhile."""
        view = self.view
        if view is not None and view.frame.height > self.at_once:
            SearchIndex.of(view).build()

    def question(self) -> _Question:
        """What is asked of the view now."""
        view = self.view
        assert view is not None
        names = field_names(view, *self.session.both_languages)
        return _Question(view, self.asked.within(view), parse(self.query_text), names, self.words)

    def _work_out(self, question: _Question) -> None:
        before = self._shown

        def done(answer: _Answer) -> None:
            newest = self._newest
            if newest is not question and newest is not None:
                self._work_out(newest)
                return
            self._newest = None
            if question.view is self.view and self.is_attached:
                self._no_longer, self._as_it_was = frozenset(), False
                self._show(question, answer)

        def if_stopped() -> None:
            self._newest = None
            if before is not None:
                self.asked = before.asked

        sorts = before is not None and question.asked.sorted_by != before.asked.sorted_by
        what = self.words(N_("sorting {n} rows") if sorts else N_("looking through {n} rows"), n=question.view.frame.height)
        self.ui.run_long(what, lambda work: question.answer(), done, if_stopped=if_stopped, let_through=self._goes_on_typing)

    def _goes_on_typing(self, event: events.Event) -> bool:
        if self.focused is not self.query_one("#filter"):
            return False
        return isinstance(event, events.Paste) or (isinstance(event, events.Key) and (event.is_printable or event.key in _IN_THE_FIELD))

    def _show(self, question: _Question, answer: _Answer) -> None:
        before, table = self._shown, self.table
        self._shown, self._answered, self._frame = question, answer, None
        if before is not None and (before.asked.text, before.asked.only) != (question.asked.text, question.asked.only):
            table.folded = ()  # what was looked for is seen
        table.sort_shown = question.asked.sorted_by
        self.mark_unsaved()
        table.empty = self._empty_words(question.view)
        table.outside = self._no_longer
        table.show(question.view, None, answer.grouping, answer.order)
        wrong = [self.words.sentence(f) for f in faults(question.view, question.wanted, question.names)]
        if wrong:
            self.tell("; ".join(wrong), bad=True)
        self.show_header()

    def mark_unsaved(self) -> None:
        """Mark the cells that are not saved."""
        unsaved = self.session.workspace.unsaved()
        self.table.changed = self.unsaved_cells({(id, field) for name, id, field in unsaved if name == self.table_name})
        self.mark_drafts()

    def unsaved_cells(self, fields: set[tuple[str, str]]) -> set[tuple[str, str]]:
        """The cells that differ from the file, as (id, field or key of the column), of records' fields that do.

        Where several columns show one field a screen says which of them.
        """
        return fields

    def drafted_cells(self) -> set[tuple[str, str]]:
        """The cells something was typed for and not kept, in the same way."""
        return self.session.journal.drafts.fields_of(self.table_name)

    def mark_drafts(self) -> None:
        """Mark the cells in which something was typed and not kept, and have the panel tell of those that are marked."""
        drafted = self.drafted_cells()
        if drafted != self.table.drafted:
            self.table.drafted = drafted
            self.renew_panel()

    def _empty_words(self, view: View) -> str:
        if view.frame.height and self.narrowed:
            asked = [*only_words(view, self.asked.within(view).only, self.words), *filter(None, (self.query_text,))]
            return self.words(N_("Nothing matches “{text}”. Esc clears the filter."), text=" · ".join(asked))
        if not self.has_right(BY_ID["add"]):
            return self.words(N_("Nothing here yet."))
        return self.words(N_("Nothing here yet. Press a to add the first."))

    # -- n and N ----------------------------------------------------------------------------------------------------

    _matches: tuple[_Answer, str, pl.Series] | None = None
    """The rows shown, a query, and the places of what it finds among them."""

    def matches(self, query: str) -> pl.Series:
        """The places among the rows shown of what a query finds, in their order."""
        view, answer, kept = self.view, self._answered, self._matches
        assert view is not None and answer is not None
        if kept is None or kept[0] is not answer or kept[1] != query:
            every = self._shown is not None and query == self._shown.asked.text and not self._no_longer  # each row shown matches
            hits = None if every else places_left(view, parse(query), field_names(view, *self.session.both_languages))
            if hits is None:
                places = pl.int_range(self.table.record_count, dtype=pl.UInt32, eager=True)
            else:
                places = hits if answer.order is None else among(hits, view.frame.height).gather(answer.order).arg_true()
            kept = self._matches = (answer, query, places)
        return kept[2]


def _kept(height: int, shown: pl.Series | None, found: pl.Series | None, *, in_order: bool) -> tuple[pl.Series | None, pl.Series]:
    """(places of the rows that were shown and of those found since, of those no longer found) after an edit, in a view of ``height`` rows.

    ``shown`` and ``found`` are such places too, None for all. They stand in the order in which they were shown where there is one of
    their own (``in_order``), what was found since behind them; else in that of the view.
    """
    every = pl.int_range(height, dtype=pl.UInt32, eager=True)
    if found is None and in_order and shown is not None and shown.len() == height:  # sorted only: all stand there
        return shown, every.clear()
    shown, found_now = every if shown is None else shown, every if found is None else found
    finds = among(found_now, height)
    no_longer = shown.filter(~finds.gather(shown))
    if in_order:
        come = found_now.filter(~among(shown, height).gather(found_now))
        return shown if come.is_empty() else pl.concat([shown, come]), no_longer
    if no_longer.is_empty():
        return found, no_longer
    return (finds | among(no_longer, height)).arg_true(), no_longer
