"""The workbench put together: a session, the terminal it is shown on, the screens of its tabs, and the flows that ask."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.screen import Screen

from tui.actions import BY_ID, MOVING, Action
from tui.config import config_path, read_config
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.screens.base import PlanScreen
from tui.screens.flows.copies import Copies
from tui.screens.flows.importing import Importing
from tui.screens.flows.leaving import Leaving
from tui.screens.flows.looking import Looking
from tui.screens.flows.meeting import Meeting
from tui.screens.flows.merging import Merging
from tui.screens.flows.navigation import MODES, Navigation
from tui.screens.flows.presence import Company
from tui.screens.flows.recovery import Recovery
from tui.screens.flows.replacing import Replacing
from tui.screens.flows.saving import Saving, load_what_saves
from tui.screens.flows.steps import Steps
from tui.screens.flows.whole_plan import WholePlan
from tui.screens.header import header_words
from tui.screens.performing import performer
from tui.session.session import Session
from tui.session.snapshot_worker import SnapshotWorker
from tui.start import timings
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

    def __init__(self, session: Session) -> None:
        super().__init__()
        timings.mark("Textual set up")
        self.session = session
        session.audience = self
        self.snapshots = SnapshotWorker(session, self.set_timer)
        self.config = read_config(config_path())
        self.moving_keys = frozenset(key for id in MOVING for key in self.keys_of(BY_ID[id]))
        for theme in THEMES:
            self.register_theme(theme)
        self.begin_with_theme(self.config.theme if self.config.theme in TITLES else DEFAULT)
        copies = Copies(self)
        self.merging = Merging(self, copies)
        self.saving = Saving(self, self.merging, copies)
        self.recovery = Recovery(self, self.merging)
        self.company = Company(self)
        self.meeting = Meeting(self)
        self.navigation = Navigation(self, self.meeting)
        self.copies = copies
        self.flows = (
            *(Steps(self), self.saving, copies, self.merging, self.recovery, self.company),
            *(self.meeting, self.navigation, WholePlan(self), Importing(self), Replacing(self), Looking(self), Leaving(self, self.saving)),
        )

    def on_mount(self) -> None:
        self.set_keymap(dict(self.config.keys))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):  # a dropped line, a stopped server: leave cleanly, the journal stays
            loop.add_signal_handler(number, self.exit)
        self.company.start_looking()
        self.call_after_refresh(self._greet)
        self.call_after_refresh(self.started)
        self.call_after_refresh(self.snapshots.begin)

    def on_unmount(self) -> None:
        self.snapshots.stop()
        self.company.stop_looking()

    def _greet(self) -> None:
        """What has to be said at the start: a shipped plan, a file that could not be read whole, a config with faults."""
        words, loaded = self.words, self.session.loaded
        told = [words.sentence(f) for f in self.config.faults]
        if loaded.read_only_because is not None:
            told.append(words.sentence(loaded.read_only_because))
        errors = [p for p in loaded.problems if not p.warning]
        if errors:
            told.append(words.count("{n} problem in the file; ! lists it", "{n} problems in the file; ! lists them", len(errors)))
        if told:
            self.plan_screen.say("; ".join(told), bad=True)
        if self.session.offers_copy:
            self.copies.offer_copy()
        self.recovery.offer()

    def file_shown(self) -> FileState | None:
        """Only the plan's file, while nobody else is here and nobody has changed it."""
        watch = self.session.watch
        return None if watch.others or watch.file_changed else self.session.loaded.state

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

    def perform(self, action_id: str) -> None:
        """Have the flow perform an action that does."""
        perform = performer(action_id, self.flows)
        assert perform is not None, f"no flow performs {action_id}"
        perform()

    def jump(self, table: str, id: str, *, remember: bool = True) -> None:
        """Show a record wherever it lives; ``b`` comes back."""
        self.navigation.jump(table, id, remember=remember)

    def pick_reference(self, table: str, id: str) -> None:
        """Offer what a record refers to and what refers to it."""
        self.navigation.pick_reference(table, id)

    def open_closed(self, review: str) -> None:
        """Show a closed meeting as it was."""
        self.meeting.open_closed(review)

    def save_then(self, after: Callable[[], object]) -> None:
        """Save, then do something."""
        self.saving.save_then(after)

    def also_editing(self, table: str, id: str) -> str:
        """Who else is typing into a record, in words; "" when nobody is."""
        return self.company.also_editing(table, id)

    def tell_others(self) -> None:
        """Tell other sessions what is being done here."""
        self.company.tell_others()

    # -- the audience of the session ----------------------------------------------------------------------------------

    def plan_changed(self, tables: frozenset[str]) -> None:
        """Tell every screen of every mode; those not shown catch up when they are."""
        self._prepare_to_save()
        for screen in self.plan_screens():
            screen.model_changed(tables)

    def plan_saved(self) -> None:
        """Tell every screen of every mode that nothing is unsaved any more."""
        self.snapshots.begin()
        for screen in self.plan_screens():
            screen.saved()

    def plan_opened(self) -> None:
        """Show another file."""
        self.snapshots.begin()
        for screen in self.plan_screens():
            screen.model_changed(frozenset(TABLES))

    _prepared = False

    def _prepare_to_save(self) -> None:
        """Load what a save needs soon after the first edit, when nobody waits for it."""
        if not self._prepared:
            self._prepared = True
            call_after(_PREPARE, self, load_what_saves)

    def plan_screens(self) -> list[PlanScreen]:
        """Every screen over the plan that is there, of all tabs."""
        return [s for s in self.screens_of_tabs() if isinstance(s, PlanScreen) and s.is_mounted]

    async def action_quit(self) -> None:
        """Whatever asks to quit is asked back when something is unsaved."""
        self.perform("quit")
