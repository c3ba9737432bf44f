"""Others over the same plan: who has it open, what they are editing, and what they saved."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import N_
from tui.model.workspace import Workspace
from tui.screens.base import PlanScreen
from tui.screens.flows.merging import Disputed
from tui.store.files.errors import CannotRead
from tui.store.files.file_state import Identity, changed_on_disk
from tui.store.plan_file import Loaded, load
from tui.store.presence import Place, Presence, Showing, Somebody, appear

if TYPE_CHECKING:
    from tui.model.joining import Joined

LOOK_EVERY = 1.0
"""Seconds between two looks at the file: one ``stat``, and nothing is drawn while nothing has changed."""
_ALONE = 2.0
"""The same while nobody else has the plan open: a machine at rest is woken as seldom as can be."""


def _raise(fault: Exception) -> None:
    raise fault


class Others:
    """Looks once a second; a terminal that shows nothing new is sent nothing."""

    words: Words
    loaded: Loaded
    workspace: Workspace
    disputed: Disputed
    shipped: bool
    presence: Presence | None = None
    others: tuple[Somebody, ...] = ()
    file_changed = False
    """Whether the file was changed, or is gone, and has not been taken in."""
    _identity: Identity | None = None
    """How the file looked to ``stat`` last time: while that stays nothing is read."""
    _looking: asyncio.TimerHandle | None = None
    if TYPE_CHECKING:

        @property
        def plan_screen(self) -> PlanScreen: ...
        @property
        def plan(self) -> Plan: ...

        screen: Any
        screen_stack: Any
        push_screen: Any
        call_later: Any
        work: Any

        def take_in(self, fresh: Loaded, again: Callable[[], object]) -> Joined | None: ...
        def told_of(self, joined: Joined) -> str: ...

    def start_looking(self) -> None:
        """From now on look at the file and at who else has it open."""
        if not self.shipped:
            self.presence = appear(self.loaded.state.path)
        self.look_around()
        self._look_later()

    def _look_later(self) -> None:
        # the loop's own clock: a timer of Textual's would send messages about nothing each second
        self._looking = asyncio.get_running_loop().call_later(LOOK_EVERY if self.others else _ALONE, self._look)

    def _look(self) -> None:
        try:
            self.look_around()
        except Exception as fault:  # raised again where the application sees it
            self.call_later(_raise, fault)
        self._look_later()

    def stop_looking(self) -> None:
        """The session ends."""
        if self._looking is not None:
            self._looking.cancel()
        if self.presence is not None:
            self.presence.leave()
            self.presence = None

    def watch_from(self, loaded: Loaded) -> None:
        """What the file holds now is known."""
        self._identity, self.file_changed = loaded.state.identity, False

    def look_around(self) -> None:
        """See whether the file or the company has changed, and say what is new."""
        if not any(isinstance(screen, PlanScreen) for screen in self.screen_stack):
            return  # not there yet, or leaving
        before = (self.others, self.file_changed)
        if self.presence is not None:
            self.tell_others()
            self.others = tuple(self.presence.others())
        self._look_at_file()
        if before != (self.others, self.file_changed):
            self.plan_screen.show_header()

    def tell_others(self) -> None:
        """Tell what is being edited here, how much is unsaved, and which item of a meeting is on the screen."""
        if self.presence is not None:
            self.presence.tell(self.editing_now(), len(self.workspace.unsaved()), self._showing_now())

    def _showing_now(self) -> Showing | None:
        for screen in reversed(self.screen_stack):
            showing = getattr(screen, "showing", None)
            if isinstance(showing, Showing):
                return showing
        return None

    def _look_at_file(self) -> None:
        if self.work is not None:
            return  # perhaps it writes the file, or reads the plan: what is there is looked at afterwards
        if not self.file_changed:
            if not self._moved() or not changed_on_disk(self.loaded.state):
                return
            self.file_changed = True
            if self._busy_here():
                self.plan_screen.say(self.words(N_("somebody else has saved the plan; Ctrl+R takes it in, saving does so too")))
        if self._busy_here():
            return
        try:
            fresh = load(self.loaded.state.path)
        except CannotRead:
            return  # said in the title; saving says it in a sentence
        joined = self.take_in(fresh, lambda: None)
        if joined is not None:
            self.plan_screen.say(self.told_of(joined))

    def _moved(self) -> bool:
        try:
            identity = Identity.of(os.stat(self.loaded.state.path))
        except OSError:
            return True
        moved, self._identity = identity != self._identity, identity
        return moved

    def _busy_here(self) -> bool:
        """Whether taking in unasked would get in somebody's way: something is unsaved, or a box or a cell is open."""

        from tui.screens.dialogs.frame import Dialog

        return bool(self.workspace.unsaved()) or isinstance(self.screen, Dialog) or self.editing_now() is not None

    def editing_now(self) -> Place | None:
        """What this session is typing into: a form or list over a record, or a cell."""

        from tui.screens.table.editing import CellField

        for screen in reversed(self.screen_stack):
            about = getattr(screen, "about", None)
            if isinstance(about, Place):
                return about
        screen = self.plan_screen
        table = getattr(screen, "table_name", "")
        if table in TABLES:
            for field in screen.walk_children(CellField):  # every second: a query would match style rules
                return Place(table, field.ids[0], field.spec.key)
        return None

    def also_editing(self, table: str, id: str) -> str:
        """Who else is typing into a record, in words; "" when nobody is."""
        names = [s.name for s in self.others if s.editing is not None and (s.editing.table, s.editing.id) == (table, id)]
        return self.words(N_("{names} is editing this record too"), names=", ".join(names)) if names else ""

    def company_words(self) -> str:
        """For the title line: who else is here."""
        if not self.others:
            return ""
        if len(self.others) == 1:
            return self.words(N_("with {name}"), name=self.others[0].name)
        return self.words.count("with {n} other", "with {n} others", len(self.others))

    def do_who(self) -> None:
        """List who else has the plan open and what each is editing."""

        from tui.screens.dialogs.inspect import Inspect

        lines = []
        for somebody in self.others:
            lines.append(f"{somebody.name} ({somebody.login}) · " + self.words(N_("since {time}"), time=somebody.since.strftime("%H:%M")))
            if somebody.editing is not None:
                lines.append("    " + self.words(N_("is editing: {what}"), what=self._editing_words(somebody.editing)))
            if somebody.unsaved:
                lines.append("    " + self.words.count("{n} unsaved", "{n} unsaved", somebody.unsaved))
        text = "\n".join(lines) or self.words(N_("Nobody else has this plan open."))
        self.push_screen(Inspect(self.words, self.words(N_("Who else has the plan open")), text))

    def _editing_words(self, editing: Place) -> str:
        from tui.screens.table.picking import record_label

        if editing.table not in TABLES:
            return editing.id
        spec = TABLES[editing.table].by_key.get(editing.field)
        parts = [self.words(TABLES[editing.table].one), record_label(editing.table, editing.id, self.plan)]
        return " · ".join([*parts, *([self.words(spec.label)] if spec else [])])
