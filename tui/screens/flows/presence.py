"""Others over the same plan: who has it open, what they are editing, and what they saved."""

from __future__ import annotations

import asyncio
import contextlib
import random
import traceback
from typing import Final

from textual.screen import ModalScreen

from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.base import PlanScreen
from tui.screens.flows.flow import Flow
from tui.screens.flows.handing_in import HandingIn
from tui.screens.flows.proposals import Proposals
from tui.screens.ui import Ui
from tui.session.merge import Reading, gone_words, told_of_reading
from tui.session.outcomes import CutShort
from tui.store.log.fault import is_an_end, keep_fault
from tui.store.presence import Place, Showing

LOOK_EVERY: Final = 1.0
"""Seconds between two looks at the file: one ``stat``, and nothing is drawn while nothing has changed."""
_ALONE: Final = 2.0
"""The same while nobody else has the plan open: a machine at rest is woken as seldom as can be."""
_APART: Final = 0.25
"""The part of that by which a look comes earlier or later: sessions that began together do not all take in a save at one moment."""
_READ_BRIEFLY: Final = 1 << 20
"""Bytes of a plan file up to which reading it takes no longer than a moment."""
_MARGIN: Final = 4
"""Cells of the line at the bottom in which nothing is said, about."""


class Company(Flow):
    """Looks once a second; a terminal that shows nothing new is sent nothing."""

    fault = ""
    """The first fault of the program's own that a look met, for whoever mends it."""
    reading = False
    """Whether what somebody else has saved is being read."""
    _told_of_fault = False
    _untold = False
    """Whether the file has changed and nothing was said of it yet."""
    _looking: asyncio.TimerHandle | None = None

    def __init__(self, ui: Ui, proposals: Proposals, handing_in: HandingIn) -> None:
        super().__init__(ui)
        self._proposals, self._handing_in = proposals, handing_in

    def start_looking(self) -> None:
        """From now on look at the file and at who else has it open."""
        self.session.watch.appear()
        self.look_around()
        self._look_later()

    def _look_later(self) -> None:
        after = LOOK_EVERY if self.session.watch.others else _ALONE
        self._looking = self.ui.after_unseen(after * random.uniform(1 - _APART, 1 + _APART), self._look)

    def _look(self) -> None:
        try:
            self.look_around()
        finally:
            self._look_later()

    def stop_looking(self) -> None:
        """The session ends."""
        if self._looking is not None:
            self._looking.cancel()
        self.session.watch.leave()

    def look_around(self) -> None:
        """See whether the file or the company has changed, and say what is new; what goes wrong with it ends nobody's session."""
        try:
            self._see_what_is_new()
            self.ui.note_place()
        except BaseException as fault:
            if is_an_end(fault):
                raise
            self._met(fault)

    def _tell_of_rights(self, top: PlanScreen) -> None:
        """Somebody closed the file to who works here, or opened it again: said before the next save, not at it."""
        if self.session.watch.closed is None:
            top.tell(self.words(N_("the plan file may be saved again")))
        else:
            closed = N_("somebody has closed the plan file: what you change stays here until it is opened again; “:” saves a copy")
            top.tell(self.words(closed), bad=True)

    def _met(self, fault: BaseException) -> None:
        """Keep the first fault for whoever mends it, and say once that it is there."""
        if not self.fault:
            self.fault = "".join(traceback.format_exception(fault))
            keep_fault(self.fault)
        with contextlib.suppress(Exception):  # said at the next look, if the screen is what cannot be drawn
            if not self._told_of_fault and self.ui.plan_screen.stands:
                self.ui.plan_screen.tell(
                    self.words(N_("who else is here and what they saved cannot be seen; your own work goes on")), bad=True
                )
                self._told_of_fault = True

    def _see_what_is_new(self) -> None:
        top = next((screen for screen in reversed(self.ui.screen_stack) if isinstance(screen, PlanScreen)), None)
        if top is None or not top.stands or not top.of_plan:
            return  # not there yet, or leaving
        self._look_at_clock()
        watch = self.session.watch
        before = self._around()
        self.tell_others()
        for somebody in watch.look_at_others():
            top.tell(self.words(N_("what the session of {login} tells of itself cannot be read"), login=somebody.login), bad=True)
        self._look_at_file()
        if self.ui.work is None:
            self._proposals.look()
            self._handing_in.look()
        if watch.look_at_rights():
            self._tell_of_rights(top)
        if before != self._around():
            self.ui.plan_screen.show_around()

    def _around(self) -> tuple[object, ...]:
        """What a title says of the file and the others. A file that will be taken in before anybody has read of it is not told of."""
        watch, identity = self.session.watch, self.session.loaded.state.identity
        briefly = self.reading and identity is not None and identity.size <= _READ_BRIEFLY
        return watch.others, watch.file_changed and not briefly, watch.closed

    def tell_others(self) -> None:
        """Tell what is being edited here, how much is unsaved, and which item of a meeting is on the screen."""
        if self.session.watch.presence is not None:
            self.session.watch.tell(self.editing_now(), self._showing_now())

    def _showing_now(self) -> Showing | None:
        for screen in reversed(self.ui.screen_stack):
            showing = getattr(screen, "showing", None)
            if isinstance(showing, Showing):
                return showing
        return None

    def _look_at_file(self) -> None:
        if self.ui.work is not None or self.reading:
            return  # perhaps it writes the file, or reads the plan: what is there is looked at afterwards
        watch = self.session.watch
        just_now = watch.look_at_file()
        if watch.gone:
            self._untold = False
            if just_now:
                self.ui.plan_screen.tell(gone_words(self.session), bad=True)
            return
        self._untold = just_now or (self._untold and watch.file_changed)
        if watch.file_changed and (watch.cut is None or just_now) and (self._untold or not self._busy_here()):
            self._read_beside()

    def _read_beside(self) -> None:
        """Have the file read and joined in a thread: it takes longer than a key may wait."""
        tables = [screen.table_name for screen in self.ui.screen_stack if isinstance(screen, PlanScreen)]
        reading = Reading(self.session, {*tables, *((table, "side") for table in tables)})
        self.reading = True
        self.ui.read_beside(reading.read, lambda: self._was_read(reading))

    def _was_read(self, reading: Reading) -> None:
        self.reading = False
        try:
            self._take_in(reading)
        except BaseException as fault:
            if is_an_end(fault):
                raise
            self._met(fault)

    def _take_in(self, reading: Reading) -> None:
        """Take in what was read, or say that it is there; where something has changed meanwhile it is read again."""
        session, words, screen = self.session, self.words, self.ui.plan_screen
        if not session.watch.file_changed or self.ui.work is not None or not screen.stands:
            if screen.stands:
                screen.show_around()
            return  # it is known by now, or looked at again soon
        if reading.cut is None and self._busy_here():
            if self._untold:
                saving = N_("somebody else has saved the plan; Ctrl+R takes it in, saving does so too")
                screen.tell(words(saving if self.session.saves else N_("somebody else has saved the plan; Ctrl+R takes it in")))
            screen.show_around()
        elif reading.outdated:
            self._look_at_file()
            return
        else:
            taken_in = reading.take_in()
            if isinstance(taken_in, CutShort):
                self._tell_cut(taken_in)
            elif taken_in is None:
                screen.show_around()
            else:  # every screen has been told of the plan, and shows what is around it
                told, bad = told_of_reading(session, taken_in, room=screen.size.width - _MARGIN)
                screen.tell(told, bad=bad)
        self._untold = False

    def _tell_cut(self, cut: CutShort) -> None:
        saving, reading = N_("nothing of that was taken in; saving asks what to do"), N_("nothing of that was taken in")
        told = self.words(saving if self.session.saves else reading)
        self.ui.plan_screen.tell(f"{self.words.sentence(cut.sentence)}; {told}", bad=True)
        self.ui.plan_screen.show_around()

    def _look_at_clock(self) -> None:
        """Move on with the day, unless somebody has chosen one; what is open is finished on the day it was opened."""
        if self.ui.work is not None or self._typing_here():
            return  # asked again soon
        day = self.session.follow_today()
        if day is not None:
            self.ui.plan_screen.tell(self.words(N_("it is {day} now; what is late and due is seen from today"), day=day))

    def _typing_here(self) -> bool:
        """Whether a box or a cell is open."""
        return isinstance(self.ui.screen, ModalScreen) or self.editing_now() is not None

    def _busy_here(self) -> bool:
        """Whether taking in unasked would get in somebody's way: something is unsaved, or a box or a cell is open."""

        return bool(self.session.unsaved()) or self._typing_here()

    def editing_now(self) -> Place | None:
        """What this session is typing into: a form or list over a record, or a cell."""

        from tui.screens.table.cell_field import CellField

        for screen in reversed(self.ui.screen_stack):
            about = getattr(screen, "about", None)
            if isinstance(about, Place):
                return about
        screen = self.ui.plan_screen
        table = getattr(screen, "table_name", "")
        if table in TABLES:
            for field in (part for part in screen.children if isinstance(part, CellField)):  # nothing else is looked through each second
                return Place(table, field.ids[0], field.column)
        return None

    def also_editing(self, table: str, id: str) -> str:
        """Who else is typing into a record, in words; "" when nobody is."""
        names = [s.name for s in self.session.watch.others if s.editing is not None and (s.editing.table, s.editing.id) == (table, id)]
        return self.words(N_("{names} is editing this record too"), names=", ".join(names)) if names else ""

    def do_who(self) -> None:
        """List who else has the plan open and what each is editing."""

        from tui.screens.dialogs.inspect import Inspect

        lines = []
        for somebody in self.session.watch.others:
            lines.append(
                f"{somebody.name} ({somebody.login}) · "
                + self.words(N_("since {time}"), time=f"{self.session.clock.local(somebody.since):%H:%M}")
            )
            if somebody.unreadable:
                lines.append("    " + self.words(N_("what it tells of itself cannot be read")))
            if somebody.editing is not None:
                lines.append("    " + self.words(N_("is editing: {what}"), what=self._editing_words(somebody.editing)))
            if somebody.unsaved:
                lines.append("    " + self.words.count("{n} unsaved", "{n} unsaved", somebody.unsaved))
        text = "\n".join(lines) or self.words(N_("Nobody else has this plan open."))
        self.ui.push_screen(Inspect(self.words, self.words(N_("Who else has the plan open")), text))

    def _editing_words(self, editing: Place) -> str:
        from tui.reports.labels import with_kind

        if editing.table not in TABLES:
            return editing.id
        spec = TABLES[editing.table].by_key.get(editing.field)
        parts = [with_kind(editing.table, editing.id, self.session.plan, self.words)]
        return " · ".join([*parts, *([self.words(spec.label)] if spec else [])])
