"""Going about: between tabs, from a reference to its record and back, to the lists without a tab."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.screens.flows.flow import Flow
from tui.screens.flows.meeting import Meeting
from tui.screens.places import HISTORY, LAKE_MODES, OVERVIEW, REGISTERS, REVIEW, TABS, leave_places
from tui.screens.shown import ShownOverPlan
from tui.screens.ui import Ui
from tui.session.resume import Place
from tui.terminal.background import Work

if TYPE_CHECKING:
    from tui.screens.table.table_screen import TableScreen


def _targets() -> TableScreen:
    from tui.screens.targets import TargetsScreen

    return TargetsScreen()


def _sectors() -> TableScreen:
    from tui.screens.sectors import SectorsScreen

    return SectorsScreen()


def _enterprises() -> TableScreen:
    from tui.screens.enterprises import EnterprisesScreen

    return EnterprisesScreen()


def _tasks() -> TableScreen:
    from tui.screens.tasks import TasksScreen

    return TasksScreen()


MODES: Final[Mapping[str, tuple[Callable[[], TableScreen], str]]] = {
    "targets": (_targets, N_("Targets")),
    "sectors": (_sectors, N_("Sector directions")),
    "enterprises": (_enterprises, N_("State-owned enterprises")),
    "tasks": (_tasks, N_("Tasks")),
}
"""What makes each tab's screen, and its title: a tab nobody has opened costs nothing."""

_AT_ONCE: Final = 5_000
"""Records whose names are made ready in a moment."""
_MOST_JUMPS: Final = 100
"""Jumps that can be gone back: nobody goes back further, and a session may last for weeks."""
_MODE_OF_TABLE: Final = dict(zip(TABS, MODES, strict=True))


class Navigation(Flow):
    """Going about. ``came_from`` holds (mode, record or line, table) of every jump, the last at the end."""

    def __init__(self, ui: Ui, meeting: Meeting) -> None:
        super().__init__(ui)
        self._meeting = meeting
        self.came_from: deque[tuple[str, str | None, str]] = deque(maxlen=_MOST_JUMPS)
        self._place_noted_at = 0.0
        """When the last key was read after which the place was kept."""

    def do_tab_targets(self) -> None:
        self.to_mode("targets")

    def do_tab_sectors(self) -> None:
        self.to_mode("sectors")

    def do_tab_enterprises(self) -> None:
        self.to_mode("enterprises")

    def do_tab_tasks(self) -> None:
        self.to_mode("tasks")

    def do_next_tab(self) -> None:
        self._step_mode(1)

    def do_previous_tab(self) -> None:
        self._step_mode(-1)

    def _step_mode(self, by: int) -> None:
        names = list(MODES)
        self.to_mode(names[(names.index(self.ui.current_mode) + by) % len(names)])

    def do_overview(self) -> None:
        from tui.screens.overview import OverviewScreen

        self.ui.push_screen(OverviewScreen())

    def do_history(self) -> None:
        from tui.screens.history import HistoryScreen
        from tui.screens.table.table_screen import TableScreen

        screen = self.ui.plan_screen
        assert isinstance(screen, TableScreen) and screen.table.current_id is not None
        self.ui.push_screen(HistoryScreen((screen.table_name, screen.table.current_id)))

    def do_plan_history(self) -> None:
        from tui.screens.history import HistoryScreen

        leave_places(self.ui)
        self.ui.push_screen(HistoryScreen(None))

    def remember_jump(self) -> None:
        """Have ``b`` come back to where the person is now."""
        self.came_from.append((self.ui.current_mode, *self.ui.plan_screen.place()))

    def to_table(self, table: str) -> None:
        """Go to the tab a table has, else to the first: a list stands above it."""
        self.to_mode(_MODE_OF_TABLE.get(table, next(iter(MODES))))

    def to_mode(self, mode: str) -> None:
        """Go to a tab, and leave what stands above it."""
        leave_places(self.ui)
        if mode != self.ui.current_mode:
            self._leave_tab()
            self.ui.switch_mode(mode)
        while len(self.ui.screen_stack) > 1:  # the tab's own table, not a list that was left open above it
            self.ui.pop_screen()

    def _leave_tab(self) -> None:
        for screen in self.ui.screen_stack:
            if isinstance(screen, ShownOverPlan):
                screen.left()

    def jump(self, table: str, id: str, *, remember: bool = True) -> None:
        """Show a record wherever it lives; ``b`` comes back."""

        from tui.screens.table.record_form import open_form

        if self.session.plan.get(table, id) is None:
            self.ui.plan_screen.tell(self.words(N_("there is no {table}.{id}"), table=table, id=id), bad=True)
            return
        if TABLES[table].single:
            open_form(self.ui, table, id, TABLES[table].fields, self.ui.plan_screen)
            return
        if remember:
            self.remember_jump()
        self._show(table, id)

    def show_table(self, table: str, then: Callable[[ShownOverPlan], None]) -> None:
        """Go to the tab or the list of a table; ``b`` comes back. ``then`` is called with its screen when it stands."""
        self.remember_jump()
        self._show(table, None)
        self._when_it_stands(table, then)

    def _when_it_stands(self, table: str, then: Callable[[ShownOverPlan], None], tries: int = 1000) -> None:
        screen = self.ui.plan_screen
        if screen.table_name == table and screen.stands and screen.is_attached:
            then(screen)
        elif tries:
            self.ui.soon(self._when_it_stands, table, then, tries - 1)

    def open_register(self, table: str) -> None:
        """Open a list above the tab, as at the start."""
        self._show(table, None)

    def remember_place(self) -> None:
        """Keep where the person is, for the next start; nowhere while nothing is shown yet."""
        if self.ui.left.kept and self.ui.screen_stack and self.ui.plan_screens():
            self.ui.left.keep(self._place_now(self.ui.left.at))

    def note_place(self) -> None:
        """Keep where the person is now and then, once keys have been answered: whatever ends the program, the next start finds it."""
        if self.ui.key_read_at > self._place_noted_at:
            self._place_noted_at = self.ui.key_read_at
            self.remember_place()

    def _place_now(self, before: Place) -> Place:
        """Where the person is: the tab, the list above it, and the place in every table that was opened; of the others as ``before``.

        Of many plans it is the tab the plan that is open was come to from, and where they are looked at.
        """
        from tui.screens.registers import RegisterScreen
        from tui.screens.table.table_screen import TableScreen

        over_many = self.ui.lake is not None
        tables = dict(before.tables)
        for screen in self.ui.plan_screens():
            if isinstance(screen, TableScreen) and screen.view is not None and screen.resumed_here and screen.of_plan != over_many:
                tables[screen.table_name] = screen.place_in_table()
        if over_many:
            been = [self.ui.current_mode, *(mode for mode, _, _ in reversed(self.came_from))]
            return Place(next((mode for mode in been if mode in LAKE_MODES), before.mode), "", tables)
        top = self.ui.plan_screen
        return Place(self.ui.current_mode, top.table_name if isinstance(top, RegisterScreen) else "", tables)

    def _show(self, table: str, id: str | None) -> None:
        from tui.screens.history import HistoryScreen, record_at
        from tui.screens.overview import OverviewScreen
        from tui.screens.registers import RegisterScreen
        from tui.screens.review.agenda_data import Shown
        from tui.screens.table.table_screen import TableScreen

        leave_places(self.ui)
        if table == OVERVIEW:
            self.ui.push_screen(OverviewScreen(id))
            return
        if table == HISTORY:
            self.ui.push_screen(HistoryScreen(record_at(id)))
            return
        if table == REVIEW:
            self._meeting.show_review(Shown.at(id))
            return
        mode = _MODE_OF_TABLE.get(table)
        if mode is None:
            if table not in TABLES:  # a question to many plans that was closed meanwhile
                return
            screen = self.ui.plan_screen
            if isinstance(screen, RegisterScreen) and screen.table_name == table:
                if id is not None:
                    screen.show_record(id)
                return
            register = RegisterScreen(table)
            if id is not None:
                register.show_record(id)
            self.ui.push_screen(register)
            return
        if mode == self.ui.current_mode:
            while len(self.ui.screen_stack) > 1:
                self.ui.pop_screen()
            target = self.ui.screen_stack[0]
        else:
            self._leave_tab()
            self.ui.switch_mode(mode)
            while len(self.ui.screen_stack) > 1:
                self.ui.pop_screen()
            target = self.ui.screen_stack[0]
        if isinstance(target, TableScreen) and id is not None:
            target.show_record(id)
            target.do_panel_back() if target.stands and target.view is not None else None

    def why_not_go_back(self) -> Sentence | None:
        return None if self.came_from or len(self.ui.screen_stack) > 1 else say(N_("there was no jump to go back from"))

    def do_go_back(self) -> None:
        from tui.screens.table.table_screen import TableScreen

        here = (self.ui.current_mode, *self.ui.plan_screen.place())
        while self.came_from and self.came_from[-1] == here:  # Esc was here before us
            self.came_from.pop()
        if self.came_from:
            mode, id, table = self.came_from.pop()
            if mode != self.ui.current_mode:
                self.ui.switch_mode(mode)
            while len(self.ui.screen_stack) > 1 and getattr(self.ui.screen_stack[-1], "table_name", None) != table:
                self.ui.pop_screen()
            top = self.ui.plan_screen
            if isinstance(top, TableScreen) and top.table_name == table:
                if id is not None:
                    top.show_record(id)
            else:
                self._show(table, id)
        elif len(self.ui.screen_stack) > 1:
            self.ui.pop_screen()

    def do_jump_to(self) -> None:
        from tui.frames.tables.everything import Everything, everything
        from tui.screens.dialogs.jump import Jump

        session = self.session

        def made(work: Work) -> Everything:
            found = everything(session.frames, session.words, session.as_of)
            found.make_ready()
            return found

        def picked(found: tuple[str, str] | None) -> None:
            if found is not None:
                self.jump(*found)

        few = sum(len(records) for records in session.plan.tables.values()) <= _AT_ONCE
        self.ui.run_long(
            self.words(N_("reading all names")), made, lambda all: self.ui.push_screen(Jump(self.words, all), picked), at_once=few
        )

    def pick_reference(self, table: str, id: str) -> None:
        """A list of what a record refers to and what refers to it; the one picked is shown."""

        from tui.reports.labels import record_label
        from tui.screens.dialogs.picker import Item, Picker
        from tui.screens.table.record_lines import lines_of

        found = lines_of(self.session, table, id)
        labels: dict[tuple[str, str], str] = {}  # the first label above a reference; one line for each record, however often it is named
        label = ""
        for line in found:
            label = line.label or label
            if line.target is not None:
                labels.setdefault(line.target, label)
        if not labels:
            self.ui.plan_screen.tell(self.words(N_("it refers to nothing, and nothing refers to it")), bad=True)
            return
        targets = list(labels)
        items = [
            Item(
                str(n),
                f"{labels[t]}: {record_label(t[0], t[1], self.session.plan, self.words) if t[1] else self.words(TABLES[t[0]].label)}",
            )
            for n, t in enumerate(targets)
        ]

        def picked(found: list[str] | None) -> None:
            if found:
                self.jump(*targets[int(found[0])])

        self.ui.push_screen(Picker(self.words, self.words(N_("Go to")), items), picked)

    def do_list_duties(self) -> None:
        self.remember_jump()
        self._show("duties", None)

    def do_registers(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        items = [Item(name, f"{self.words(TABLES[name].label)} ({len(self.session.plan.tables[name])})", name) for name in REGISTERS]

        def picked(found: list[str] | None) -> None:
            if found:
                self.remember_jump()
                self._show(found[0], None)

        self.ui.push_screen(Picker(self.words, self.words(N_("Open a list")), items), picked)
