"""Views under a name on a table screen: what is shown now is saved, and what was saved is shown again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import attrs

from tui.frames.tables.chosen_columns import ColumnChoice, columns_there
from tui.frames.tables.columns import View
from tui.frames.tables.narrowing import Asked, only_words
from tui.model.edits import AddRecord
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, printable, say
from tui.screens.table.grouped import Grouped
from tui.session.outcomes import Refused
from tui.session.own_tables import SavedView
from tui.store.files.errors import StoreError

TABLE = "views"


def views_there(plan_views: Iterable[tuple[str, Any]], own: Iterable[SavedView], table: str) -> list[SavedView]:
    """One's own views and the plan's, those of a table first."""
    of_plan = (SavedView.of(values, id) for id, values in plan_views)
    every = [*own, *(view for view in of_plan if view is not None)]
    return sorted(every, key=lambda view: view.table != table)


def unknown_columns(saved: SavedView, view: View) -> list[str]:
    """The columns a view names that the table does not have here."""
    known = {column.key for column in columns_there(view)} | {"id"}
    asked, choice = saved.asked, saved.columns
    named = [only.column for only in asked.only]
    named += [asked.sorted_by[0]] if asked.sorted_by else []
    named += [asked.grouped_by.column] if asked.grouped_by else []
    return [key for key in dict.fromkeys((*named, *choice.order, *sorted(choice.hidden))) if key not in known]


class Viewing(Grouped):
    """The part of a table screen that saves and shows views."""

    def do_saved_views(self) -> None:
        from tui.screens.dialogs.saved_views import SavedViews, Wish

        views = views_there(self.session.plan.tables[TABLE].items(), self.ui.own_tables.views, self.table_name)

        def wished(wish: Wish | None) -> None:
            if wish is None:
                return
            if wish.does == "save":
                self._ask_name("", self._save)
            elif wish.view is None:
                self.begin_with(Asked(), None)
                self.show_columns(None)
            elif wish.does == "apply":
                self._apply(wish.view)
            elif wish.does == "rename":
                saved = wish.view
                self._ask_name(saved.name, lambda name: self._rename(saved, name))
            else:
                self._ask_delete(wish.view)

        self.ui.push_screen(SavedViews(self.words, views, [self._told(view) for view in views]), wished)

    def _told(self, saved: SavedView) -> str:
        """What a view asks, in words as far as they are known here."""
        words, asked = self.words, saved.asked
        here = self.view if saved.table == self.table_name else None
        known = TABLES[saved.table].by_key if saved.table in TABLES else {}

        def named(key: str) -> str:
            if here is not None and key in {column.key for column in here.every_column}:
                return words(here.column(key).title)
            return words(known[key].label) if key in known else key

        only = [f"{named(one.column)}: {words.count('{n} value', '{n} values', len(one.keys))}" for one in asked.only]
        parts = only if here is None else only_words(here, asked.within(here).only, words)
        parts = [*parts, *([asked.text] if asked.text else [])]
        if asked.grouped_by is not None:
            parts.append(words(N_("by {column}"), column=named(asked.grouped_by.column)))
        if asked.sorted_by is not None:
            column, descending = asked.sorted_by
            parts.append(f"{'▼' if descending else '▲'} {named(column)}")
        if saved.columns != ColumnChoice():
            parts.append(words(N_("own columns")))
        return " · ".join(parts) or words(N_("every row"))

    # -- applied ----------------------------------------------------------------------------------------------------------

    def _apply(self, saved: SavedView) -> None:
        if saved.table == self.table_name:
            self.show_saved(saved)
        elif saved.table in TABLES and not TABLES[saved.table].single:
            self.ui.show_table(saved.table, lambda screen: screen.show_saved(saved) if isinstance(screen, Viewing) else None)
        else:
            told = N_("the view “{name}” is of “{table}”, which this version of the program does not have")
            self.tell(self.words(told, name=saved.name, table=saved.table), bad=True)

    def show_saved(self, saved: SavedView) -> None:
        """Show what a view asks, as far as its columns are known here; what is not is said."""
        assert self.usual_view is not None
        gone = unknown_columns(saved, self.usual_view)
        self.show_columns(saved.columns or None)
        self.begin_with(saved.asked, self.table.current_id)
        told = self.words(N_("view “{name}”"), name=printable(saved.name))
        if gone:
            without = self.words(N_("without the columns that are not known here: {columns}"), columns=", ".join(map(printable, gone)))
            self.tell(f"{told}: {without}", bad=True)
        else:
            self.tell(told)

    # -- saved ------------------------------------------------------------------------------------------------------------

    def _ask_name(self, name: str, then: Callable[[str], None]) -> None:
        from tui.screens.dialogs.ask import Ask

        def wrong(text: str) -> str:
            return "" if text.strip() else self.words(N_("a view needs a name"))

        def named(text: str | None) -> None:
            if text is not None:
                then(text.strip()[:80])

        self.ui.push_screen(Ask(self.words, self.words(N_("Name of the view")), name, wrong), named)

    def _save(self, name: str) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        saved = SavedView(name, self.table_name, self.asked, self.columns_now)

        def answered(answer: str | None) -> None:
            if answer == "mine":
                rest = (view for view in self.ui.own_tables.views if (view.table, view.name) != (saved.table, saved.name))
                self._keep([*rest, saved], say(N_("the view “{name}” is saved for you"), name=name))
            elif answer == "plan":
                self._add_to_plan(saved)

        if self.session.workspace.readonly or self.session.proposing is not None:
            answered("mine")
            return
        answers = [
            Answer("mine", "t", self.words(N_("for me, with every plan"))),
            Answer("plan", "k", self.words(N_("in the plan, for everybody who works on it"))),
        ]
        self.ui.push_screen(Choose(self.words, self.words(N_("Save the view where?")), "", answers), answered)

    def _add_to_plan(self, saved: SavedView) -> None:
        values = {key: value for key, value in saved.as_values().items() if key in TABLES[TABLE].by_key}
        id = self.session.workspace.new_id(TABLE, values)
        label = say(N_("saved view “{name}”"), name=saved.name)
        self._commit([AddRecord(TABLE, id, values)], label)

    def _rename(self, saved: SavedView, name: str) -> None:
        if saved.id:
            label = say(N_("saved view “{name}”"), name=name)
            self._commit([self.session.workspace.set_field(TABLE, saved.id, "name", name)], label)
        else:
            renamed = [attrs.evolve(view, name=name) if view == saved else view for view in self.ui.own_tables.views]
            self._keep(renamed, say(N_("the view is called “{name}” now"), name=name))

    def _ask_delete(self, saved: SavedView) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        def answered(answer: str | None) -> None:
            if answer != "delete":
                return
            if saved.id:
                label = say(N_("deletion of “{name}”"), name=saved.name)
                self._commit([self.session.workspace.delete(TABLE, saved.id)], label)
            else:
                rest = [view for view in self.ui.own_tables.views if view != saved]
                self._keep(rest, say(N_("the view “{name}” is deleted"), name=saved.name))

        answers = [Answer("delete", "x", self.words(N_("delete it")), destroys=True), Answer("no", "k", self.words(N_("no, keep it")))]
        title = self.words(N_("Delete the view “{name}”?"), name=printable(saved.name))
        whose = N_("It is the plan's: nobody who works in it has it any more.") if saved.id else N_("It is yours alone, in every plan.")
        self.ui.push_screen(Choose(self.words, title, self.words(whose), answers, first="no"), answered)

    def _commit(self, edits: list[Any], label: Sentence) -> None:
        if self.session.workspace.readonly:
            self.tell(self.words.sentence(self.session.why_readonly()), bad=True)
            return
        outcome = self.session.commit(edits, label)
        if isinstance(outcome, Refused):
            self.tell("; ".join(self.words.sentence(problem.what) for problem in outcome.problems), bad=True)
        else:
            self.tell(self.words.sentence(label))

    def _keep(self, views: list[SavedView], told: Sentence) -> None:
        try:
            self.ui.own_tables.keep_views(views)
        except StoreError as fault:
            self.tell(self.words.sentence(fault.sentence), bad=True)
        else:
            self.tell(self.words.sentence(told))

    @property
    def columns_now(self) -> ColumnChoice:
        """The columns that are shown, as they were chosen; none where nobody has."""
        return self.columns_of_view or self.ui.own_tables.columns(self.table_name)
