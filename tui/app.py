"""The workbench: four tabs as modes over one plan, the day it is looked at from, saving and leaving."""

from __future__ import annotations

import asyncio
import datetime as dt
import signal
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import polars as pl
from textual.screen import Screen

from tui.actions import BY_ID, MOVING, Action
from tui.config import config_path, keep_theme, read_config
from tui.frames.build import Frames
from tui.i18n.words import Unreadable, Words
from tui.model.edits import Change
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind
from tui.model.plan import Plan, Problem
from tui.model.text import N_, Sentence, printable, say
from tui.model.workspace import EditRefused, Workspace
from tui.screens.base import PlanScreen
from tui.screens.flows.meeting import Reviewing
from tui.screens.flows.merging import Disputed, TakingIn
from tui.screens.flows.navigation import MODES, Jumping
from tui.screens.flows.presence import Others
from tui.screens.flows.recovery import Journaling
from tui.screens.flows.saving import Saving
from tui.session.snapshot_worker import Snapshots
from tui.start import timings
from tui.store.plan_file import Loaded, format_problem
from tui.terminal import clipboard, textual_internals
from tui.terminal.background import LongWork
from tui.terminal.startup import Startup
from tui.terminal.tab_switching import TabSwitching
from tui.themes import DEFAULT, THEMES, TITLES


class Workbench(
    Saving, TakingIn, Journaling, Others, Snapshots, Reviewing, Jumping, TabSwitching, LongWork, Startup, inherit_bindings=False
):
    """The application. Holds the workspace and the frames; screens hold ids and view state."""

    CSS_PATH = "styles/workbench.tcss"
    TITLE = "kehoach"
    ENABLE_COMMAND_PALETTE = False
    MODES: ClassVar[dict[str, str | Callable[[], Screen[Any]]]] = {name: kind for name, (kind, _) in MODES.items()}
    DEFAULT_MODE = "targets"

    def __init__(self, loaded: Loaded, words: Words, *, as_of: dt.date, readonly: bool = False, shipped: bool = False) -> None:
        super().__init__()
        timings.mark("Textual set up")
        self.words = words
        self.as_of = as_of
        self.shipped = shipped
        self.asked_readonly = readonly
        self.start_with(loaded, Workspace(loaded.plan))
        self.both_languages = (Words("vi"), Words("en"))
        self.config = read_config(config_path())
        self.moving_keys = frozenset(key for id in MOVING for key in self.keys_of(BY_ID[id]))
        self.came_from: list[tuple[str, str | None, str]] = []
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self.config.theme if self.config.theme in TITLES else DEFAULT
        self._rules_made_for = self.theme
        self.stylesheet.set_variables(self.get_css_variables())

    def start_with(self, loaded: Loaded, workspace: Workspace) -> None:
        """Take a plan as read from the file, and the workspace over it."""
        self.loaded = loaded
        self.workspace = workspace
        self.workspace.readonly = self.asked_readonly or self.shipped or loaded.read_only_because is not None
        self.workspace.listeners.append(self._changed)
        self.frames = Frames(workspace.plan, loaded.snapshot.frames if loaded.snapshot is not None else None)
        self.disputed = Disputed()
        self.watch_from(loaded)
        self.start_journal()

    def on_mount(self) -> None:
        self.set_keymap(dict(self.config.keys))
        loop = asyncio.get_running_loop()
        for number in (signal.SIGHUP, signal.SIGTERM):  # a dropped line, a stopped server: leave cleanly, the journal stays
            loop.add_signal_handler(number, self.exit)
        self.start_looking()
        self.call_after_refresh(self._greet)
        self.call_after_refresh(self.started)
        self.call_after_refresh(self.snapshot_later)

    def on_unmount(self) -> None:
        self.stop_snapshot()
        self.stop_looking()

    def _greet(self) -> None:
        """What has to be said at the start: a shipped plan, a file that could not be read whole, a config with faults."""
        told = [self.words.sentence(f) for f in self.config.faults]
        if self.loaded.read_only_because is not None:
            told.append(self.words.sentence(self.loaded.read_only_because))
        errors = [p for p in self.loaded.problems if not p.warning]
        if errors:
            told.append(self.words.count("{n} problem in the file; ! lists it", "{n} problems in the file; ! lists them", len(errors)))
        if told:
            self.plan_screen.say("; ".join(told), bad=True)
        if self.shipped and not self.asked_readonly:
            self.offer_copy()
        self.offer_left_behind()

    # -- what screens ask ---------------------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        return self.workspace.plan

    @property
    def plan_screen(self) -> PlanScreen:
        """The topmost screen over the plan, below any dialog."""
        for screen in reversed(self.screen_stack):
            if isinstance(screen, PlanScreen):
                return screen
        raise AssertionError("every mode has a plan screen")

    def tabs(self) -> list[tuple[str, str]]:
        """(mode, words in the tab bar) of the four tabs."""
        return [(mode, f"{n} {self.words(title)}") for n, (mode, (_, title)) in enumerate(MODES.items(), 1)]

    def header_words(self) -> tuple[str, str]:
        """The title line: what plan this is; unsaved, read-only, the day."""
        header = self.plan.header
        name = header.get("short_title") or header.get("title") or self.loaded.state.path.name
        right = []
        unsaved = len(self.workspace.unsaved())
        if unsaved:
            right.append("● " + self.words.count("{n} unsaved", "{n} unsaved", unsaved))
        if self.disputed.conflicts:
            right.append("⚠ " + self.words.count("{n} conflict", "{n} conflicts", len(self.disputed.conflicts)))
        elif self.file_changed:
            right.append("⚠ " + self.words(N_("the file has changed: Ctrl+R")))
        if self.workspace.unrecorded is not None:
            right.append("⚠ " + self.words(N_("journal off: save often")))
        if self.workspace.readonly:
            right.append(self.words(N_("read only")))
        if company := self.company_words():
            right.append(company)
        right.append(self.words(N_("seen from {day}"), day=self.as_of))
        return f" {self.words(N_('Plan'))}  {name}", "  ".join(right) + " "

    def keys_of(self, action: Action) -> Sequence[str]:
        """The keys of an action, the user's own first."""
        own = self.config.keys.get(action.id)
        return own.split(",") if own is not None else action.keys

    def verdicts(self) -> pl.DataFrame:
        """The verdict of every indicator on the day; see :func:`tui.frames.methods.verdicts.verdicts` for its columns."""

        from tui.frames.methods.verdicts import verdicts

        return verdicts(self.frames, self.as_of)

    def figure_index(self, id: str, year: int) -> int | None:
        """Where in the indicator's list the figure stands that a year's cell shows; None when it shows none."""

        from tui.frames.methods.figures import figures

        shown = figures(self.frames).filter((pl.col("id") == id) & (pl.col("year") == year))["position"]
        return int(shown[0]) if shown.len() else None

    def why_readonly(self) -> Sentence:
        """Why nothing can be changed."""
        if self.loaded.read_only_because is not None:
            return self.loaded.read_only_because
        if self.shipped:
            return say(N_("this is the plan that comes with the program; save a copy (palette: save) to change it"))
        return say(N_("the plan is open for reading only"))

    def why_not(self, action: Action) -> Sentence | None:
        """The application's reasons against an action."""
        if action.id == "undo" and not self.workspace.undo_steps:
            return say(N_("there is nothing to undo"))
        if action.id == "redo" and not self.workspace.redo_steps:
            return say(N_("there is nothing to redo"))
        if action.id in ("save", "save_with_reason") and not self.workspace.unsaved():
            return say(N_("nothing is unsaved"))
        if action.id == "go_back" and not self.came_from and len(self.screen_stack) <= 1:
            return say(N_("there was no jump to go back from"))
        if action.id == "follow" and not self.chairs():
            return say(N_("nobody else shows an item of a meeting of this plan now"))
        if action.id == "problems" and not self.problems():
            return say(N_("the file has no problems"))
        return None

    # -- the plan changed ---------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        self.prepare_to_save()
        self.frames.renew(change.edits)
        self.tell_screens(change.tables)

    def tell_screens(self, tables: frozenset[str]) -> None:
        """Tell every screen of every mode; those not shown catch up when they are."""
        for screen in self.screens_of_tabs():
            if isinstance(screen, PlanScreen) and screen.is_mounted:
                screen.model_changed(tables)

    def tell_saved(self) -> None:
        """Tell every screen of every mode that nothing is unsaved any more."""
        for screen in self.screens_of_tabs():
            if isinstance(screen, PlanScreen) and screen.is_mounted:
                screen.saved()

    def do_undo(self) -> None:
        self._step(self.workspace.undo, N_("undone: {what}"))

    def do_redo(self) -> None:
        self._step(self.workspace.redo, N_("done again: {what}"))

    def _step(self, step: Callable[[], Change | None], told: str) -> None:
        try:
            change = step()
        except EditRefused as refused:
            why = "; ".join(self.words.sentence(p.what) for p in refused.problems)
            self.plan_screen.say(self.words(N_("this step is left as it is, the next key takes the one before: {why}"), why=why), bad=True)
            return
        assert change is not None
        self.plan_screen.say(self.words(told, what=change.label) + self._elsewhere(change))

    def _elsewhere(self, change: Change) -> str:
        """Which list the change was in, when it is not the one on the screen."""
        screen = self.plan_screen
        here = getattr(screen, "table_name", None)
        tables = sorted(change.tables - {here})
        return f" ({', '.join(self.words(TABLES[t].label) for t in tables)})" if tables and here not in change.tables else ""

    # -- lists of the whole plan ----------------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """What was wrong with the file as it was read, and what in the figures as they are now asks for confirmation."""

        from tui.frames.methods.cross_checks import cross_checks

        return [*self.loaded.problems, *cross_checks(self.frames)]

    def do_problems(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        problems = sorted(self.problems(), key=lambda p: p.line or 0)
        name = self.loaded.state.path.name
        items = [Item(str(i), ("△ " if p.warning else "✗ ") + format_problem(p, name, self.words)) for i, p in enumerate(problems)]

        def picked(found: list[str] | None) -> None:
            if not found:
                return
            problem = problems[int(found[0])]
            if problem.table in TABLES and self.plan.get(problem.table, problem.id) is not None:
                self.jump(problem.table, problem.id)
            else:
                self._show_aside(problem.table, problem.id)

        title = self.words(N_("Problems in the file as it was read, and figures to confirm"))
        self.push_screen(Picker(self.words, title, items, whole=True), picked)

    def _show_aside(self, table: str, id: str) -> None:
        from tui.screens.dialogs.inspect import Inspect

        aside = self.plan.set_aside.get((table, id))
        if aside is None:
            self.plan_screen.say(self.words(N_("this problem has no record to show")), bad=True)
            return
        told = "\n".join(f"✗ {p.where}: {self.words.sentence(p.what)}" for p in aside.problems)
        raw = aside.raw
        body = "\n".join(f"{k} = {v!r}" for k, v in raw.items()) if isinstance(raw, Mapping) else str(raw)
        kept = self.words(N_("It is kept in the file as it is, and saved unchanged."))
        self.push_screen(Inspect(self.words, f"{table}.{id}", f"{told}\n\n{body}\n\n{kept}"))

    def do_edit_plan(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker
        from tui.screens.table.editing import open_form

        items = [Item(name, self.words(TABLES[name].label)) for name in ("plan", "settings")]

        def picked(found: list[str] | None) -> None:
            if found:
                if self.plan.get(found[0], SINGLE_ID) is None:
                    self.plan_screen.say(self.words(N_("the file has no [{table}]"), table=found[0]), bad=True)
                else:
                    open_form(self, found[0], SINGLE_ID, TABLES[found[0]].fields, self.plan_screen)

        self.push_screen(Picker(self.words, self.words(N_("The plan's header and settings")), items), picked)

    # -- looking ------------------------------------------------------------------------------------------------------

    def do_as_of(self) -> None:
        from tui.i18n.hints import expected
        from tui.screens.dialogs.ask import Ask

        today, spec = dt.date.today(), FieldSpec(key="as_of", kind=Kind.DATE, label="")

        def checked(text: str) -> str:
            try:
                self.words.read_date(text, today)
            except Unreadable as fault:
                return self.words.sentence(fault.sentence)
            return ""

        def answered(text: str | None) -> None:
            if text is None:
                return
            self.as_of = self.words.read_date(text, today)
            self.frames.forget(TABLES)
            self.tell_screens(frozenset(TABLES))
            self.plan_screen.say(self.words(N_("seen from {day}"), day=self.as_of))

        title = self.words(N_("Look from which day?"))
        start = self.words.typed_date(self.as_of)
        self.push_screen(Ask(self.words, title, start, checked, lambda text: expected(spec, text, self.words, today)), answered)

    def do_redraw(self) -> None:
        """Send the whole screen again, for a line that has garbled it."""
        self.forget_screen()
        self.screen.refresh()

    def do_theme(self) -> None:
        from tui.screens.dialogs.picker import Item, Picker

        items = [Item(name, self.words(title)) for name, title in TITLES.items()]

        def picked(found: list[str] | None) -> None:
            if found:
                self.theme = found[0]
                try:
                    keep_theme(config_path(), found[0])
                except OSError as fault:
                    told = fault.strerror or str(fault)
                    self.plan_screen.say(self.words(N_("the theme could not be remembered: {why}"), why=told), bad=True)

        self.push_screen(Picker(self.words, self.words(N_("Theme")), items, [self.theme]), picked)

    def do_palette(self) -> None:
        self._commands(self.words(N_("All commands")))

    def do_help(self) -> None:
        self._commands(self.words(N_("Keys of this screen")))

    def _commands(self, title: str) -> None:
        from tui.screens.dialogs.commands import Commands

        screen = self.plan_screen
        actions = screen.actions()
        blocked = {}
        for action in actions:
            reason = screen.reason_against(action)
            if reason is not None:
                blocked[action.id] = self.words.sentence(reason)
        keys = {a.id: screen.keys_of(a) for a in actions}

        def picked(id: str | None) -> None:
            if id is not None:
                screen.action_act(id)

        self.push_screen(Commands(self.words, title, actions, keys, blocked), picked)

    def copy(self, text: str) -> None:
        """Put text on the clipboard of the person's own terminal (OSC 52), through tmux when there is one."""
        clipboard.copy(text, partial(textual_internals.write, self))

    # -- leaving ------------------------------------------------------------------------------------------------------

    def do_quit(self) -> None:
        from tui.screens.dialogs.choose import Answer, Choose
        from tui.screens.table.picking import record_label

        unsaved = self.workspace.unsaved()
        drafts = self._drafts()
        if not unsaved and not drafts:
            self._leave()
            return
        names = list(
            dict.fromkeys(f"· {printable(record_label(t, i, self.plan)) if i else self.words(TABLES[t].label)}" for t, i, _ in unsaved)
        )
        names += [f"· {self.words(N_('typed, not kept'))}: {printable(draft)}" for draft in drafts]
        text = "\n".join(names[:10] + ([self.words.count("and {n} more", "and {n} more", len(names) - 10)] if len(names) > 10 else []))

        def answered(answer: str | None) -> None:
            if answer == "save":
                self.save_then(self._leave)
            elif answer == "discard":
                self._leave()

        self.push_screen(
            Choose(
                self.words,
                self.words.count("{n} change is not saved", "{n} changes are not saved", len(unsaved)),
                text,
                [
                    Answer("save", "l", self.words(N_("save and quit"))),
                    Answer("discard", "b", self.words(N_("quit without saving"))),
                    Answer("cancel", "k", self.words(N_("go on working"))),
                ],
            ),
            answered,
        )

    def _drafts(self) -> list[str]:
        """What was typed into cells and backed out of, on any tab."""

        from tui.screens.table.table_screen import TableScreen

        screens = [screen for screen in self.screens_of_tabs() if isinstance(screen, TableScreen)]
        return [text for screen in screens for text in screen.drafts.values()]

    def _leave(self) -> None:
        """Leave with nothing left to keep: saved, or dropped by the person's own word."""
        self.end_journal(keep=False)
        self.exit()

    async def action_quit(self) -> None:
        """Whatever asks to quit is asked back when something is unsaved."""
        self.do_quit()
