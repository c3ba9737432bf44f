"""The workbench put together: a session, the terminal it is shown on, the screens of its tabs, and the flows that ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from rich.console import RenderableType
from textual import events
from textual.screen import Screen

from tui.actions import BY_ID, MOVING, Action
from tui.config import config_path, read_config, shared_paths
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.screens.base import PlanScreen
from tui.screens.flows.all_flows import Flows
from tui.screens.flows.navigation import MODES
from tui.screens.flows.saving import load_what_saves
from tui.screens.header import header_words
from tui.screens.over_plan import OverPlan
from tui.screens.performing import performer
from tui.screens.places import REGISTERS
from tui.screens.side_place import USUAL_SIZE, PanelChoice
from tui.screens.stacking import left_for, why_not_above
from tui.session.last_words import last_words
from tui.session.own_tables import OwnTables, tables_path
from tui.session.resume import Place, keep_place, read_place
from tui.session.session import Session
from tui.session.snapshot_worker import SnapshotWorker
from tui.start import first_page, terminal_guard, timings
from tui.store.files.file_state import FileState
from tui.terminal.app import TerminalApp
from tui.terminal.timer import call_after
from tui.themes import DEFAULT, THEMES, TITLES

_PREPARE = 0.2
"""Seconds after the first edit until what a save needs is loaded."""


class Workbench(TerminalApp, inherit_bindings=False):
    """The application: the audience of the session, and what screens and flows ask of the workbench (:class:`tui.screens.ui.Ui`)."""

    CSS_PATH = "styles/workbench.tcss"
    TITLE = "kehoach"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {name: kind for name, (kind, _) in MODES.items()}
    DEFAULT_MODE = "targets"
    offers_tour = False
    """Whether somebody who has never seen the introduction is shown it when the first screen stands."""
    leads_on = False
    """Whether the steps of a beginning open by themselves over a plan that was just made."""
    _place_noted_at = 0.0
    """When the last key was read after which the place was kept."""
    left_at: Place = Place()
    """Where the person left the plan, as far as nobody has been there again."""

    def __init__(self, session: Session, *, resumes: bool = False, fresh: bool = False) -> None:
        """``resumes``: keep where the person leaves the plan, and unless ``fresh`` begin where they left it the last time."""
        self.config = read_config(config_path(), shared_paths())
        self.resumes = resumes and self.config.resume
        found = read_place(session.loaded.state.path) if self.resumes and not fresh else None
        if found is not None:
            self.left_at = found
            if found.mode in MODES:
                self.DEFAULT_MODE = found.mode  # type: ignore[misc]  # taken by Textual where an application is set up, never again
        super().__init__()
        timings.mark("Textual set up")
        self.session = session
        session.audience = self
        self.snapshots = SnapshotWorker(session, self.set_timer)
        self.panel = PanelChoice(self.config.panel, self.config.panel_size or USUAL_SIZE)
        self.own_tables = OwnTables(tables_path())
        self.widths = dict(self.config.widths)
        self.moving_keys = frozenset(key for id in MOVING for key in self.keys_of(BY_ID[id]))
        for theme in THEMES:
            self.register_theme(theme)
        self.begin_with_theme(self.config.theme if self.config.theme in TITLES else DEFAULT)
        self.flows = flows = Flows(self)
        self.jump, self.pick_reference = flows.navigation.jump, flows.navigation.pick_reference
        self.show_table = flows.navigation.show_table
        self.also_editing, self.tell_others = flows.company.also_editing, flows.company.tell_others
        self.ask_before_dropping = flows.typed.ask_before_dropping
        self.open_closed, self.save_then = flows.meeting.open_closed, flows.saving.save_then

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """Leave, by the person's own word or because the line is gone, and keep where the person is."""
        try:
            self.remember_place()
        finally:
            super().exit(result, return_code, message)

    def remember_place(self) -> None:
        """Keep where the person is, for the next start; nowhere while nothing is shown yet."""
        if self.resumes and self.screen_stack and self.plan_screens():
            keep_place(self.session.loaded.state.path, self.flows.navigation.place_now(self.left_at), next(iter(MODES)))

    def note_place(self) -> None:
        """Keep where the person is now and then, once keys have been answered: whatever ends the program, the next start finds it."""
        if self.key_read_at > self._place_noted_at:
            self._place_noted_at = self.key_read_at
            self.remember_place()

    def on_mount(self) -> None:
        self.set_keymap(dict(self.config.keys))
        self.session.journal.draft_written = self._ready_to_end
        self._ready_to_end()
        self.flows.company.start_looking()
        self.call_after_refresh(partial(self.flows.greeting.greet, self.config.faults))
        if self.left_at.register in REGISTERS:
            self.call_after_refresh(partial(self.flows.navigation.open_register, self.left_at.register))
        if self.offers_tour and not self.config.tour_seen:
            self.call_after_refresh(self.flows.touring.offer_soon)
        self.call_after_refresh(self.started)
        self.call_after_refresh(self.snapshots.begin)

    def on_unmount(self) -> None:
        self.snapshots.stop()
        self.flows.company.stop_looking()

    def file_shown(self) -> FileState | None:
        """Only the plan’s file, while nobody else is here, nobody has changed it and nothing is proposed."""
        watch = self.session.watch
        taking = self.session.takes_in
        waits = self.session.proposing is not None or (taking is not None and bool(taking.waiting))
        return None if watch.others or watch.file_changed or waits else self.session.loaded.state

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
        """(mode, words in the tab bar) of the four tabs."""
        return [(mode, f"{n} {self.words(title)}") for n, (mode, (_, title)) in enumerate(MODES.items(), 1)]

    def header_words(self) -> tuple[str, str]:
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
            self.say_in_front(self.words.sentence(reason))
            if callback is not None:
                self.call_later(callback, None)
            return None
        for _ in range(left_for(screen, self.screen_stack)):
            self.pop_screen()
        return super().push_screen(screen, callback, *args, **options)

    def say_in_front(self, text: str) -> None:
        """Say something bad in the box in front, or in the status line."""
        say = getattr(self.screen, "say_below", None)
        if say is not None:
            say(text)
        else:
            self.plan_screen.tell(text, bad=True)

    def perform(self, action_id: str) -> None:
        """Have the flow perform an action that does."""
        perform = performer(action_id, self.flows)
        assert perform is not None, f"no flow performs {action_id}"
        perform()

    # -- the audience of the session ----------------------------------------------------------------------------------

    def plan_changed(self, tables: frozenset[str]) -> None:
        """Tell every screen of every mode; those not shown catch up when they are."""
        self._ready_to_end()
        self._prepare_to_save()
        for screen in self.plan_screens():
            screen.model_changed(tables)

    def plan_saved(self) -> None:
        """Tell every screen of every mode that nothing is unsaved any more."""
        self._ready_to_end()
        self.snapshots.begin()
        for screen in self.plan_screens():
            screen.saved()

    def plan_opened(self) -> None:
        """Show another file."""
        self._ready_to_end()
        self.snapshots.begin()
        for screen in self.plan_screens():
            screen.model_changed(frozenset(TABLES))

    def last_words(self) -> str:
        """What is said if the program ends before its time: where the edits are that are not in the file."""
        return last_words(self.session)

    def _ready_to_end(self) -> None:
        terminal_guard.say_at_the_end(self.last_words())

    _prepared = False

    def _prepare_to_save(self) -> None:
        """Load what a save needs soon after the first edit, when nobody waits for it."""
        if not self._prepared:
            self._prepared = True
            call_after(_PREPARE, self, load_what_saves)

    def plan_screens(self) -> list[PlanScreen]:
        """Every screen over the plan that stands, of all tabs."""
        return [s for s in self.screens_of_tabs() if isinstance(s, PlanScreen) and s.stands]

    async def action_quit(self) -> None:
        """Whatever asks to quit is asked back when something is unsaved."""
        self.perform("quit")
