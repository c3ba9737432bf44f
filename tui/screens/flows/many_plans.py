"""From a roll-up of many plans into one of them, for reading, and back to the row one came from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, in_a_row, say
from tui.screens.flows.flow import Flow
from tui.screens.flows.navigation import Navigation
from tui.screens.flows.presence import Company
from tui.screens.places import LAKE_MODES, mode_of
from tui.screens.ui import Ui
from tui.store.files.errors import StoreError, shown_path

if TYPE_CHECKING:
    from tui.lake.looks import InPlan
    from tui.screens.many_plans.lake_screen import LakeScreen
    from tui.store.plan_file import Loaded


def lake_screen(root: str) -> LakeScreen:
    """The screen of a tab over many plans."""
    from tui.lake.looks import Look
    from tui.screens.many_plans.lake_screen import LakeScreen

    return LakeScreen(Look(by=root))


class ManyPlans(Flow):
    """The plan that was opened stays open until another one is, or the program is left."""

    _opened = False
    """Whether any plan was opened yet."""

    def __init__(self, ui: Ui, navigation: Navigation, company: Company) -> None:
        super().__init__(ui)
        self._navigation, self._company = navigation, company

    # -- tabs -------------------------------------------------------------------------------------------------------------

    def do_tab_lake_area(self) -> None:
        self._to("area")

    def do_tab_lake_term(self) -> None:
        self._to("term")

    def do_tab_lake_level(self) -> None:
        self._to("level")

    def do_tab_lake_plan(self) -> None:
        self._to("plan")

    def do_tab_lake_body(self) -> None:
        self._to("body")

    def do_tab_lake_code(self) -> None:
        self._to("code")

    def do_tab_lake_coverage(self) -> None:
        self._to("coverage")

    def do_tab_lake_year(self) -> None:
        self._to("year")

    def _to(self, root: str) -> None:
        self._navigation.to_mode(mode_of(root))

    # -- back to them -----------------------------------------------------------------------------------------------------

    def why_not_tab_lake(self) -> Sentence | None:
        if self.ui.lake is None:
            return say(N_("no roll-up is open; “kehoach LAKE” opens one"))
        return say(N_("this is the roll-up")) if self.ui.current_mode in LAKE_MODES else None

    def do_tab_lake(self) -> None:
        """To the row this plan was opened from, whatever was gone through in it since."""
        left = self._navigation.came_from
        while left and left[-1][0] not in LAKE_MODES:
            left.pop()
        if left:
            self._navigation.do_go_back()
        else:
            self._to("area")

    # -- into one of them -------------------------------------------------------------------------------------------------

    def open_from_lake(self, place: InPlan) -> None:
        """Open a plan for reading, at a record; what stands against it is said, and a file that was changed since is asked about."""
        from tui.store.plan_file import load

        lake = self.ui.lake
        assert lake is not None

        def make(work: object) -> tuple[Loaded, bool] | StoreError:
            try:
                return load(place.plan), lake.changed_since(place.plan)
            except StoreError as fault:
                return fault

        def done(found: tuple[Loaded, bool] | StoreError) -> None:
            if isinstance(found, StoreError):
                told = N_("{why}; the roll-up of {day} still counts it, “kehoach rollup” brings it up to date")
                day = self.words.date(lake.now.manifest.day)
                self.ui.plan_screen.tell(self.words(told, why=found.sentence, day=day), bad=True)
            elif found[1]:
                self._ask_of_changed(found[0], place)
            else:
                self._go_on(found[0], place)

        self.ui.run_long(self.words(N_("reading {name}"), name=shown_path(place.plan)), make, done)

    def _ask_of_changed(self, loaded: Loaded, place: InPlan) -> None:
        from tui.screens.dialogs.choose import Answer, Choose

        lake = self.ui.lake
        assert lake is not None

        def answered(answer: str | None) -> None:
            if answer == "open":
                self._go_on(loaded, place)

        title = self.words(N_("The plan was changed since the roll-up"))
        told = N_("{file} is not what it was when the roll-up of {day} was made: what it shows may differ from the numbers here.")
        text = self.words(told, file=shown_path(place.plan), day=self.words.date(lake.now.manifest.day))
        answers = [Answer("open", "m", self.words(N_("open it as it is now"))), Answer("stay", "k", self.words(N_("stay here")))]
        self.ui.push_screen(Choose(self.words, title, text, answers), answered)

    def _go_on(self, loaded: Loaded, place: InPlan) -> None:
        from tui.screens.table.table_screen import TableScreen

        lake, session, navigation = self.ui.lake, self.session, self._navigation
        assert lake is not None
        navigation.remember_jump()
        session.work_on(loaded)
        if session.as_of != lake.now.manifest.day or session.frames.all_known is not None:
            session.look_from(lake.now.manifest.day)
        if not self._opened:
            self._opened = True
            self._company.start_looking()
        for screen in self.ui.plan_screens():
            if isinstance(screen, TableScreen) and screen.of_plan:
                screen.ask_nothing()
        spec = TABLES.get(place.table)
        if spec is None or spec.single:
            navigation.to_mode("targets")
        elif place.id is None:
            navigation.to_table(place.table)
        else:
            navigation.to_table(place.table)
            navigation.jump(place.table, place.id, remember=False)
        if place.id is None or spec is None or session.plan.get(place.table, place.id) is not None:
            told = [self.words(N_("{file}, for reading; b goes back to the roll-up"), file=shown_path(loaded.state.path))]
            if errors := sum(not problem.warning for problem in loaded.problems):
                told.append(self.words.count("{n} problem in the file; ! lists it", "{n} problems in the file; ! lists them", errors))
            self.ui.plan_screen.tell(in_a_row(told), bad=bool(errors))
