"""The workbench put together: a session, the terminal it is shown on, the screens of its tabs, and the flows that ask."""

from __future__ import annotations

import tui.terminal.textual_classes  # noqa: F401 - before any class it is about

# isort: split
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual.screen import Screen

from tui.actions import BY_ID, MOVING, Action
from tui.config import config_path, read_config, shared_paths
from tui.i18n.words import Words
from tui.model.text import N_, in_a_row
from tui.screens.audience import AllScreens
from tui.screens.base import PlanScreen
from tui.screens.flows.all_flows import Flows
from tui.screens.flows.many_plans import lake_screen
from tui.screens.flows.navigation import MODES
from tui.screens.flows.saving import load_what_saves
from tui.screens.header import header_words
from tui.screens.over_plan import OverPlan
from tui.screens.performing import performer
from tui.screens.places import LAKE, LAKE_MODES, LAKE_TABS, REGISTERS, mode_of
from tui.screens.side_place import USUAL_SIZE, PanelChoice
from tui.screens.stacking import edited_in, left_for, say_in_front, why_not_above
from tui.session.last_words import last_words
from tui.session.own_tables import OwnTables, tables_path
from tui.session.resume import LeftPlace
from tui.session.session import Session
from tui.session.snapshot_worker import SnapshotWorker
from tui.start import debug_log, first_page, timings
from tui.store.files.file_state import FileState
from tui.terminal.app import TerminalApp
from tui.themes import DEFAULT, THEMES, TITLES

if TYPE_CHECKING:
    from tui.lake.open_lake import OpenLake


class Workbench(TerminalApp, inherit_bindings=False):
    """The application: what screens and flows ask of the workbench (:class:`tui.screens.ui.Ui`)."""

    CSS_PATH = "styles/workbench.tcss"
    TITLE = "kehoach"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {
        **{name: kind for name, (kind, _) in MODES.items()},
        **{mode_of(question): partial(lake_screen, question) for question in LAKE_TABS},
    }
    DEFAULT_MODE = "targets"
    offers_tour = False
    """Whether somebody who has never seen the introduction is shown it when the first screen stands."""
    _asked_first = False
    """Whether something was opened over the first screen before any key: the next start may do so as well."""
    leads_on = False
    """Whether the steps of a beginning open by themselves over a plan that was just made."""

    def __init__(self, session: Session, *, resumes: bool = False, fresh: bool = False, lake: OpenLake | None = None) -> None:
        """``resumes``: keep where the person leaves the plan or the roll-up, and unless ``fresh`` begin where they left it the last time.

        ``lake``: many plans are looked at, and ``session`` is over no plan until one of them is opened.
        """
        self.lake = lake
        self.config = read_config(config_path(), shared_paths())
        modes, folder = (tuple(MODES), None) if lake is None else (LAKE_MODES, lake.folder)
        self.left = LeftPlace(session, modes[0], kept=resumes and self.config.resume, fresh=fresh, lake=folder)
        begun_at = self.left.at.mode if self.left.at.mode in modes else modes[0]
        self.DEFAULT_MODE = begun_at  # type: ignore[misc]  # taken by Textual where an application is set up, never again
        super().__init__()
        timings.mark("Textual set up")
        self.session = session
        self.snapshots = SnapshotWorker(session, self.after)
        session.audience = self.audience = AllScreens(self, self.snapshots, self._make_ready_to_save, self._keep_saved)
        self.panel = PanelChoice(self.config.panel, self.config.panel_size or USUAL_SIZE)
        self.own_tables = OwnTables(tables_path())
        self.widths = dict(self.config.widths)
        self.moving_keys = frozenset(key for id in MOVING for key in self.keys_of(BY_ID[id]))
        for theme in THEMES:
            self.register_theme(theme)
        self.begin_with_theme(self.config.theme if self.config.theme in TITLES else DEFAULT)
        self._begun_as = self._seen_as()
        self.flows = flows = Flows(self)
        self.jump, self.pick_reference = flows.navigation.jump, flows.navigation.pick_reference
        self.show_table, self.note_place = flows.navigation.show_table, flows.navigation.note_place
        self.to_mode, self.remember_jump = flows.navigation.to_mode, flows.navigation.remember_jump
        self.open_from_lake = flows.many_plans.open_from_lake
        self.also_editing, self.tell_others = flows.company.also_editing, flows.company.tell_others
        self.ask_before_dropping = flows.typed.ask_before_dropping
        self.about_to_edit = flows.made_ready.about_to_edit
        self.open_closed, self.save_then = flows.meeting.open_closed, flows.saving.save_then

    def _keep_saved(self) -> None:
        self.flows.made_ready.saved()

    def _make_ready_to_save(self, seconds: float) -> None:
        self.after(seconds, self._load_what_saves)

    def _load_what_saves(self) -> None:
        """What a save needs, once somebody has edited: its modules, and the text of a plan that was opened from its snapshot."""
        load_what_saves()
        state = self.session.loaded.state
        if not state.is_read and self.session.unsaved():
            self.read_beside(state.read_ahead, lambda: None)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, by the person's own word or because the line is gone, and keep where the person is."""
        try:
            self.flows.navigation.remember_place()
            self.take_page_left()
        finally:
            super().exit(result, return_code, message)

    def on_mount(self) -> None:
        self.set_keymap(dict(self.config.keys))
        self.session.journal.draft_written = self.audience.ready_to_end
        self.audience.ready_to_end()
        if self.lake is None:
            self.flows.company.start_looking()
            self.after_refresh(self.flows.greeting.greet, self.config.faults)
        elif self.config.faults:
            self.after_refresh(self._tell_faults)
        if self.lake is None and self.left.at.register in REGISTERS:
            self.after_refresh(self.flows.navigation.open_register, self.left.at.register)
        if self.offers_tour and not self.config.tour_seen:
            self.after_refresh(self.flows.touring.offer_soon)
        self.after_refresh(self.started)
        if self.asked is not None and not self.is_headless:
            self.after_refresh(self.flows.made_ready.begin)
        self.after_refresh(self.snapshots.begin)

    def _tell_faults(self) -> None:
        self.plan_screen.tell(in_a_row(map(self.words.sentence, self.config.faults)), bad=True)

    def on_unmount(self) -> None:
        self.snapshots.end()
        self.flows.company.stop_looking()

    def file_shown(self) -> FileState | None:
        """Only the plan’s file, while nobody else is here, nobody has changed it and nothing is proposed; nothing of many plans."""
        if self.lake is not None:
            return None
        watch = self.session.watch
        taking = self.session.takes_in
        waits = self.session.proposing is not None or (taking is not None and bool(taking.waiting))
        return None if watch.others or watch.file_changed or waits else self.session.loaded.state

    def begins_there(self) -> bool:
        """Whether the next start resumes what is shown, in the same words and from the same day, and asks nothing first."""
        from tui.screens.table.table_screen import TableScreen

        session, screen = self.session, self.screen
        asks = self._asked_first or (self.offers_tour and not self.config.tour_seen) or session.journal.awaits_an_answer()
        if asks or session.unsaved() or session.journal.drafts or self._seen_as() != self._begun_as:
            return False
        if not isinstance(screen, TableScreen) or not screen.found_again:
            return False
        return self.left.found_at_next_start(self.current_mode, screen.table_name, screen.place_in_table())

    def _seen_as(self) -> tuple[object, ...]:
        """What else than the plan and the place in it says what is shown: a day that was chosen, whose knowledge, the language."""
        session = self.session
        return session.as_of if session.day_chosen else None, session.frames.all_known is None, session.words.language

    def shown_is_true(self) -> tuple[float, float]:
        return first_page.ALWAYS if self.session.day_chosen else self.session.clock.span(self.session.as_of)

    def unanswered_key(self, event: events.Key) -> None:
        """Whoever is on top says that nothing has answered a key."""
        screen = self.screen
        if isinstance(screen, OverPlan):
            screen.unanswered(event)

    # -- what screens and flows ask -----------------------------------------------------------------------------------

    @property
    def words(self) -> Words:
        return self.session.words

    @property
    def plan_screen(self) -> PlanScreen:
        """The topmost screen over the plan, below any dialog."""
        return next(screen for screen in reversed(self.screen_stack) if isinstance(screen, PlanScreen))

    def tabs(self) -> list[tuple[str, str]]:
        """(mode, words in the tab bar) of the four tabs, and of the way back to many plans where the plan was opened from them."""
        mine = [(mode, f"{n} {self.words(title)}") for n, (mode, (_, title)) in enumerate(MODES.items(), 1)]
        return mine if self.lake is None else [*mine, (LAKE, f"9 {self.words(N_('Roll-up'))}")]

    def header_words(self) -> tuple[str, tuple[str, ...]]:
        """The title line: what plan this is; unsaved, read-only, the day."""
        return header_words(self.session)

    def keys_of(self, action: Action) -> Sequence[str]:
        """The keys of an action, the user's own first."""
        own = self.config.keys.get(action.id)
        return own.split(",") if own is not None else action.keys

    def creates(self, table: str | None) -> Callable[[str, Callable[[str], None]], None] | None:
        """What makes a new record of a table for a list that does not have it."""
        from tui.screens.new_record import creates

        return creates(self, table)

    def show_help(self, title: str, text: str) -> None:
        """Show what a box is for."""
        from tui.screens.dialogs.inspect import Inspect

        box = Inspect(self.words, title, text)
        box.explains = True
        self.push_screen(box)

    def push_screen(self, screen: Any, callback: Callable[[Any], Any] | None = None, *args: Any, **options: Any) -> Any:
        """Open a screen above what is open; where it may not be that is said, and it is as if somebody had backed out of it."""
        if (reason := why_not_above(screen, self.screen_stack)) is not None:
            say_in_front(self, self.words.sentence(reason))
            if callback is not None:
                self.soon(callback, None)
            return None
        for _ in range(left_for(screen, self.screen_stack)):
            self.pop_screen()
        self._asked_first = self._asked_first or not self.keys_answered
        self._read_look_above()
        if (table := edited_in(screen)) is not None:
            self.about_to_edit(table)
        return super().push_screen(screen, callback, *args, **options)

    def _read_look_above(self) -> None:
        """Read the style rules of what stands above a tab, once: a start has no use for them."""
        path = str(Path(__file__).parent / "styles" / "above.tcss")
        if not self.stylesheet.has_source(path):
            self.stylesheet.add_source(Path(path).read_text(encoding="utf-8"), read_from=(path, ""))

    def perform(self, action_id: str) -> None:
        """Have the flow perform an action that does."""
        perform = performer(action_id, self.flows)
        assert perform is not None, f"no flow performs {action_id}"
        debug_log.note("action", of=action_id)
        perform()

    def last_words(self) -> str:
        """What is said if the program ends before its time: where the edits are that are not in the file."""
        return last_words(self.session)

    def say_of_fault(self, text: str) -> None:
        say_in_front(self, text)

    def plan_screens(self) -> list[PlanScreen]:
        """Every screen over the plan that stands, of all tabs."""
        return [s for s in self.screens_of_tabs() if isinstance(s, PlanScreen) and s.stands]

    async def action_quit(self) -> None:
        """Whatever asks to quit is asked back when something is unsaved."""
        self.perform("quit")
