"""One question to a roll-up of many plans, as a table like every other: its rows come beside the screen, and nothing of them is changed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

import polars as pl

from tui.actions import Action, Scope
from tui.frames.tables.cell_text import full_text
from tui.frames.tables.columns import View
from tui.frames.tables.search_index import SearchIndex
from tui.lake.looks import InPlan, Look, behind
from tui.lake.open_lake import OpenLake
from tui.lake.reading import Lake
from tui.lake.views import Answered, nothing_yet, view_of
from tui.model.text import N_, Sentence, printable, say
from tui.screens.base import bindings
from tui.screens.many_plans.what_is_open import OF_ITS_DAY, called, makes_sense, why_not_here
from tui.screens.places import LAKE_MODES, LAKE_TABS, mode_of
from tui.screens.table.table_screen import TableScreen
from tui.session.own_tables import SavedView
from tui.store.files.errors import StoreError, shown_path
from tui.widgets.line import Line, Piece
from tui.widgets.record_panel import PanelLine

_FEW: Final = 1000
"""Rows up to which the text a filter looks in is made at its first letter."""


class LakeScreen(TableScreen):
    """Rows: what a question is answered with. ``look`` is the question; a further one stands above it, and ``b`` comes back."""

    BINDINGS = bindings(Scope.LAKE)
    scopes = TableScreen.scopes | {Scope.LAKE}
    helped_as = "lake"
    enter_does = "lake_open"
    of_plan = False

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.table_name = look.table
        self.answered: Answered | None = None
        self._of: Lake | None = None
        self._row_wanted: str | None = None
        self._row_known: tuple[pl.DataFrame, str, Mapping[str, Any]] | None = None
        """The row that was asked for last, of which frame and with which id: a key asks for it several times."""
        self._asked = True
        """Whether an answer is on its way: it is asked for as soon as the screen is there."""

    @property
    def lake(self) -> OpenLake:
        """The roll-up that is looked at."""
        lake = self.ui.lake
        assert lake is not None, "such a screen stands over a roll-up"
        return lake

    def on_mount(self) -> None:
        self.ui.soon(self.ask_lake)

    # -- asking -----------------------------------------------------------------------------------------------------------

    def ask_lake(self, told: str = "") -> None:
        """Ask the roll-up as it stands now, beside the screen; ``told`` is said when the rows are there."""
        lake, look = self.lake, self.look
        self._asked = True

        def if_stopped() -> None:
            self._asked = False
            if self.answered is None:
                self.refresh_view()
            self.tell(self.words(N_("stopped; Ctrl+R asks again")))

        def make(work: object) -> tuple[Lake, Answered] | StoreError:
            try:
                return lake.ask(look)
            except StoreError as fault:
                return fault

        def done(found: tuple[Lake, Answered] | StoreError) -> None:
            self._asked = False
            if not self.is_attached:
                return
            if isinstance(found, StoreError):
                self.refresh_view()
                self.tell(self.words.sentence(found.sentence), bad=True)
            else:
                self._take(*found, told)

        self.ui.run_long(self.words(N_("asking the roll-up")), make, done, if_stopped=if_stopped)

    def _take(self, lake: Lake, answered: Answered, told: str) -> None:
        newer, first = self.lake.look_from(lake), self.answered is None
        self._of, self.answered, self.look = lake, answered, answered.look
        self.refresh_view()
        if self.view is not None and self.view.frame.height > _FEW:
            SearchIndex.of(self.view).build()
        if first:
            self.go_where_left()
        if self._row_wanted is not None:
            wanted, self._row_wanted = self._row_wanted, None
            self.show_record(wanted)
        if newer:
            day = self.words.date(lake.manifest.day)
            said = N_("the roll-up was brought up to date meanwhile: {n} plans, as of {day}")
            told = self.words(said, n=self.lake.plans, day=day)
        if told:
            self.tell(told)

    @property
    def resumed_here(self) -> bool:
        """Whether the next start may come to what is asked here: a tab, not a further question above it."""
        return self.answered is not None and self.look == Look(by=self.look.by) and self.look.by in LAKE_TABS

    def go_where_left(self) -> None:
        if self.resumed_here:  # before there are rows nobody was anywhere
            super().go_where_left()

    def on_screen_resume(self) -> None:
        """Somebody comes back: the roll-up may be a newer one by now."""
        if self.answered is not None and not self._asked and (self._of is not self.lake.now or self.lake.is_old):
            self.ui.soon(self.ask_lake)

    def do_reload(self) -> None:
        """Ask again, of the roll-up that stands now."""
        self.ask_lake(self.words(N_("asked again: as of {day}"), day=self.words.date(self.lake.now.manifest.day)))

    # -- showing ----------------------------------------------------------------------------------------------------------

    def make_view(self) -> View:
        return view_of(self.answered, self.words) if self.answered is not None else nothing_yet(self.look, self.words)

    def _empty_words(self, view: View) -> str:
        if self.answered is None:
            return self.words(N_("The roll-up is being asked …") if self._asked else N_("Nothing was asked; Ctrl+R asks."))
        if view.frame.height:
            return super()._empty_words(view)
        if not self.lake.now.manifest.plans:
            return self.words(N_("This roll-up holds no plan; “kehoach rollup DIR… --to LAKE” puts plans into it."))
        return self.words(N_("Nothing of this kind in the roll-up."))

    def title_words(self) -> tuple[str, tuple[str, ...]]:
        lake, words = self.lake, self.words
        plans = words.count("{n} plan", "{n} plans", lake.plans)
        day = words(N_("as of {day}"), day=words.date(lake.now.manifest.day))
        bad = lake.unreadable
        long = [plans, *(["⚠ " + words.count("{n} unreadable (!)", "{n} unreadable (!)", bad)] if bad else []), day]
        short = [plans, *([f"⚠ {words.number(bad)} (!)"] if bad else []), day]
        left = f" {words(N_('Roll-up'))}  {shown_path(lake.folder.name)}"
        return left, tuple(dict.fromkeys("  ".join(parts) + " " for parts in (long, short, short[-1:])))

    def summary(self) -> str:
        if self.answered is None or self.view is None:
            return f" {called(self.look, self.words)}"
        n = self.view.frame.height
        told = [called(self.look, self.words), self.words.count("{n} row", "{n} rows", n), *self._of_comparison()]
        return " " + " · ".join(told)

    def _of_comparison(self) -> list[str]:
        """What is compared, and what a rank says."""
        if self.look.by != "one_code" or self.answered is None or not self.answered.rows.height:
            return []
        rows, words = self.answered.rows, self.words
        name, units = str(rows["name"][0]), rows["unit"].n_unique()
        least = set(rows["least_first"].to_list())
        first = N_("rank 1 is the least") if least == {True} else N_("rank 1 is the greatest")
        known = words(N_("{year}: {n} of {of} known"), year=str(self.look.year or "–"), n=rows["value"].count(), of=rows.height)
        told = [printable(name), known]
        if units > 1:
            told.append(words(N_("{n} units, each ranked by itself"), n=units))
        return [*told, words(N_("rank 1 is the least or the greatest, as targets say") if len(least) > 1 else first)]

    def tab_pieces(self) -> list[Piece]:
        pieces: list[Piece] = [" "]
        apart = "" if self.has_class("narrow") else " "
        for n, (root, title) in enumerate(LAKE_TABS.items(), 1):
            text, here = f"{n} {self.words(title)}", mode_of(root) == self.ui.current_mode
            pieces.append((f"▌{text}▐" if here else f" {text}{apart}", "bold reverse" if here else "", f"tab_{mode_of(root)}"))
        return pieces

    def model_changed(self, tables: frozenset[str]) -> None:
        """What is changed in a plan that was opened changes nothing here."""

    def saved(self) -> None:
        """Nothing here is saved."""

    def words_changed(self) -> None:
        super().words_changed()
        if self.stands and self.answered is not None:
            self.refresh_view()

    def show_record(self, id: str) -> bool:
        if self.answered is None:
            self._row_wanted = id
            return True
        return super().show_record(id)

    @property
    def rows_of(self) -> tuple[str, Sentence, dt.date]:
        day = self.lake.now.manifest.day
        title = f"{self.words(N_('Roll-up'))} {shown_path(self.lake.folder)} · {called(self.look, self.words)}"
        return title, say(N_("as of {day}"), day=day), day

    # -- the panel --------------------------------------------------------------------------------------------------------

    def _row(self, id: str | None) -> Mapping[str, Any] | None:
        if id is None or self.view is None:
            return None
        frame, known = self.view.frame, self._row_known
        if known is None or known[0] is not frame or known[1] != id:
            at = frame["id"].index_of(id)
            known = self._row_known = None if at is None else (frame, id, frame.row(at, named=True))
        return None if known is None else known[2]

    def _lines(self, id: str | None) -> list[PanelLine]:
        row = self._row(id)
        if row is None or self.view is None:
            return []
        return [PanelLine(self.words(column.title), full_text(column, row, self.words)) for column in self.view.every_column]

    def _say_of(self, id: str | None) -> None:
        row = self._row(id)
        text = full_text(self.view.columns[0], row, self.words) if row is not None and self.view is not None else ""
        self.query_one("#side-title", Line).say(f" {text}" if text else "")

    # -- what can be done here --------------------------------------------------------------------------------------------

    def actions(self) -> list[Action]:
        return [action for action in super().actions() if makes_sense(action)]

    def wrong_hands(self, action: Action) -> Sentence | None:
        return why_not_here(action) or super().wrong_hands(action)

    def reason_against(self, action: Action) -> Sentence | None:
        return why_not_here(action) or super().reason_against(action)

    def enter_said(self) -> str:
        if self.table.current_group is not None:
            return self.words(N_("fold, unfold"))
        there = self._behind_cell()
        if there is None:
            return ""
        if isinstance(there, InPlan):
            return self.words(N_("open the plan"))
        return self.words(N_("what it counts") if there.standings or there.states else N_("go in"))

    @property
    def asks_each_record(self) -> bool:
        return True

    @property
    def takes_digits(self) -> bool:
        return False

    def _behind_cell(self) -> Look | InPlan | None:
        row, column = self._row(self.table.current_id), self.table.current_column
        return behind(self.look, row, column.key) if row is not None and column is not None else None

    def why_not_lake_open(self) -> Sentence | None:
        if self.table.current_group is not None:
            return None
        row = self._row(self.table.current_id)
        if row is None or self._behind_cell() is not None:
            return None
        if self.look.by == "problem":
            return say(N_("the plan cannot be read: {why}"), why=str(row["said"]))
        return say(N_("it counts nothing here"))

    def no_row(self) -> Sentence | None:
        return None if self.table.current_group is not None else super().no_row()

    def do_lake_open(self) -> None:
        if self.table.current_group is not None:
            self.table.toggle_fold()
            return
        there = self._behind_cell()
        if isinstance(there, InPlan):
            self.ui.open_from_lake(there)
        elif there is not None:
            self.go_into(there)

    def go_into(self, look: Look) -> None:
        """Ask a further question above this one."""
        self.ui.remember_jump()
        self.ui.push_screen(LakeScreen(look))

    def do_problems(self) -> None:
        if self.look.by != "problem":
            self.go_into(Look(by="problem"))

    def _step_tab(self, by: int) -> None:
        self.ui.to_mode(LAKE_MODES[(LAKE_MODES.index(self.ui.current_mode) + by) % len(LAKE_MODES)])

    def do_next_tab(self) -> None:
        self._step_tab(1)

    def do_previous_tab(self) -> None:
        self._step_tab(-1)

    # -- comparing --------------------------------------------------------------------------------------------------------

    def do_lake_compare(self) -> None:
        """A list of all codes that completes what is typed; the one picked is compared over all plans."""
        from tui.screens.dialogs.picker import Item, Picker

        lake = self.lake

        def make(work: object) -> pl.DataFrame | StoreError:
            try:
                return lake.codes()
            except StoreError as fault:
                return fault

        def picked(found: list[str] | None) -> None:
            if found:
                self.go_into(Look(by="one_code", code=found[0]))

        def done(found: pl.DataFrame | StoreError) -> None:
            if isinstance(found, StoreError):
                self.tell(self.words.sentence(found.sentence), bad=True)
                return
            if found.is_empty():
                self.tell(self.words(N_("no indicator of these plans has a code; “kehoach check --codes” names what is missing")), bad=True)
                return
            items = [
                Item(code, f"{printable(name or '')} ({printable(code)})", code, self.words.count("{n} plan", "{n} plans", plans))
                for code, name, plans in found.select("code", "name", "plans").iter_rows()
            ]
            self.ui.push_screen(Picker(self.words, self.words(N_("Compare which indicator?")), items, [self.look.code]), picked)

        self.ui.run_long(self.words(N_("reading all names")), make, done)

    def why_not_lake_year(self) -> Sentence | None:
        return None if self.look.by == "one_code" and self.answered is not None else OF_ITS_DAY

    def do_lake_year(self) -> None:
        """Another year to compare by."""
        from tui.screens.dialogs.picker import Item, Picker

        assert self.answered is not None
        years = sorted((key.removeprefix("year_") for key in self.answered.rows.columns if key.startswith("year_")), reverse=True)
        items = [Item(year, year) for year in years]

        def picked(found: list[str] | None) -> None:
            if found:
                self.look = Look(by="one_code", code=self.look.code, year=int(found[0]))
                self.ask_lake()

        self.ui.push_screen(Picker(self.words, self.words(N_("Compare which year?")), items, [str(self.look.year)]), picked)

    # -- views under a name -----------------------------------------------------------------------------------------------

    def _apply(self, saved: SavedView) -> None:
        if saved.table != self.table_name and saved.table.startswith("lake."):
            self.tell(self.words(N_("the view “{name}” is of another table of the roll-up"), name=printable(saved.name)), bad=True)
        else:
            super()._apply(saved)
