"""One person's open plan, without a screen: what the file held, what is worked on, the frames over it, the day, what is undecided.

The workbench shows a session and the command line uses the same. Nothing here asks anything: what a person has to decide
comes back as an outcome (see :mod:`tui.session.outcomes`), and whoever shows the session asks.
"""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from tui.frames.build import Frames
from tui.i18n.words import Words
from tui.model.clock import seen_from
from tui.model.edits import Change, Edit
from tui.model.fields import TABLES
from tui.model.task_log import with_status_of_log
from tui.model.text import Sentence, say
from tui.model.workspace import EditRefused, Workspace
from tui.session.disputed import Disputed
from tui.session.journal import SessionJournal
from tui.session.open_plan import OpenPlan
from tui.session.outcomes import Done, Refused
from tui.session.watch import Watch
from tui.start import debug_log
from tui.store.files.rights import behind_links, why_not_replaced

if TYPE_CHECKING:
    from tui.session.proposing import Proposing
    from tui.session.taking import TakingIn
    from tui.store.files.file_state import FileState
    from tui.store.log.history import Proposed
    from tui.store.plan_file import Loaded
    from tui.store.servers.pending import Pending


class Audience(Protocol):
    """Who shows the session, and is told last: the journal has a change, and the frames hold it, before."""

    def plan_changed(self, tables: frozenset[str]) -> None:
        """The plan changed in these tables."""

    def plan_saved(self) -> None:
        """The file holds the plan as it is: nothing is unsaved any more."""

    def plan_opened(self) -> None:
        """Another file is open."""


class Session(OpenPlan):
    """One person's open plan, to be worked on, seen from today or a day that was chosen.

    Without ``journaling`` nothing is kept on disk but by a save: for a command. ``write_over`` is the version of the file that was cut
    short, when somebody has said that the whole plan is to be written over it.
    """

    proposing: Proposing | None
    takes_in: TakingIn | None
    changing: Change | None = None
    """What is announced now, while that is a step of who works here and of nobody else."""

    def __init__(
        self,
        loaded: Loaded,
        words: Words,
        *,
        as_of: dt.date | None = None,
        readonly: bool = False,
        shipped: bool = False,
        journaling: bool = True,
    ) -> None:
        self.words = words
        self.seconds = time.time
        self.day_chosen = as_of is not None
        self._all_known = False
        self.shipped = shipped
        self.audience: Audience | None = None
        self._asked_readonly = readonly
        self.journal = SessionJournal(self, journaling)
        self.watch = Watch(self)
        self.begin(loaded)
        self.as_of = as_of or self.clock.today()

    def begin(self, loaded: Loaded) -> None:
        """Work on a plan as it was read from its file, with nothing unsaved."""
        self.loaded = loaded
        self.write_over: FileState | None = None
        self.owner_told = False
        self.unwritable = None if loaded.state.identity is None else why_not_replaced(loaded.state.path)
        self.workspace = Workspace(loaded.plan, once=self._ids_once)
        self.takes_in = None
        self.disputed = Disputed()
        self.server: Pending | None = None
        """A server's version that was joined with the plan here since the last save."""
        self.saved_from_server: set[str] = set()
        """The states of the server (commits) that saves of this session have taken in."""
        self.last_remark: Sentence | None = None
        """What is to be known at an end before its time, beside what became of the edits."""
        self.proposing = self._begin_proposing()
        self.read_or_write()
        self.workspace.listeners.append(self._changed)
        self.frames = Frames(loaded.plan, loaded.kept_frames)
        self._know()
        self.watch.begin(loaded)
        self.journal.start()

    def read_or_write(self) -> None:
        """Have the plan changed here or only read, by what was asked for and what its file is now: one that was mended may be saved."""
        unwritable = self.unwritable is not None and self.proposing is None
        broken = self.loaded.read_only_because is not None
        self.workspace.readonly = self._asked_readonly or self.shipped or broken or unwritable
        self.look_for_proposals()

    @property
    def waits_for_mending(self) -> bool:
        """Whether only a file that is not valid TOML stands against changing the plan: who mends it may go on."""
        return self.loaded.read_only_because is not None and not (self._asked_readonly or self.shipped or self.unwritable is not None)

    def _begin_proposing(self) -> Proposing | None:
        """What is proposed, where the plan may not be written but reported on; else what stands against that is said with the reason."""
        read_only = self._asked_readonly or self.shipped or self.loaded.read_only_because is not None
        if read_only or self.unwritable is None or not self._has_folder():
            return None
        from tui.session.proposing import Proposing, begun

        found = begun(self)
        if not isinstance(found, Proposing):
            self.unwritable = say("{why}; {more}", why=self.unwritable, more=found)
            return None
        self.proposing = found
        self.workspace.limits = found.limits
        found.resume()
        return found

    @property
    def saves(self) -> bool:
        """Whether who is here may save the plan: not who only reads it, nor who proposes."""
        return not self.workspace.readonly and self.proposing is None

    def look_for_proposals(self) -> None:
        """Begin to take in what bodies hand in, where there is a place for it and this session may save."""
        if self.takes_in is None and not self.workspace.readonly and self.proposing is None and self._has_folder():
            from tui.session.taking import TakingIn

            self.takes_in = TakingIn(self)

    def _has_folder(self) -> bool:
        return self.loaded.state.identity is not None and os.path.lexists(f"{behind_links(self.loaded.state.path)}.proposals")

    def _ids_once(self, table: str, stem: str) -> Collection[str]:
        from tui.store.log.ids_once import ids_once

        return ids_once(self.loaded.state.path, table, stem)

    def proposals_taken(self) -> tuple[Proposed, ...]:
        """Whose proposals the next save is to record."""
        return self.takes_in.unrecorded() if self.takes_in is not None else ()

    def answer_taken(self, proposed: Sequence[Proposed]) -> Sentence | None:
        """The plan was saved with these: tell who had proposed them; what went wrong."""
        return self.takes_in.saved(proposed) if proposed and self.takes_in is not None else None

    @property
    def asked_readonly(self) -> bool:
        """Whether somebody asked for reading only."""
        return self._asked_readonly

    @property
    def offers_copy(self) -> bool:
        """Whether it is the shipped plan, and nobody asked for reading only: a copy can be worked on."""
        return self.shipped and not self._asked_readonly

    def work_on(self, loaded: Loaded) -> None:
        """Go on with another plan: a copy of the shipped one, or any other file. What is unsaved of the one before waits in its journal."""
        self.watch.leave()
        self.journal.put_away(keep=bool(self.unsaved()))
        self.shipped = False
        self.begin(loaded)
        if not self.day_chosen:
            self.as_of = self.clock.today()
        if self.audience is not None:
            self.watch.appear()
            self.audience.plan_opened()

    def speak(self, language: str) -> None:
        """Say everything in another language from now on."""
        self.words.speak(language)
        self._see_from(self.as_of)

    def end(self, *, keep: bool) -> None:
        """End it; with ``keep`` unsaved steps stay on disk and are offered to the next session."""
        self.journal.end(keep=keep)

    # -- working on it ------------------------------------------------------------------------------------------------

    def commit(self, edits: Iterable[Edit], label: Sentence) -> Done | Refused:
        """Make edits as one step that can be undone, or none of them; an entry of a task's log that has a status sets it."""
        wanted = with_status_of_log(list(edits), self.plan)
        if self.proposing is not None:
            wanted = self.proposing.signed(wanted)
        return _step(lambda: self.workspace.apply(wanted, label))

    def undo(self) -> Done | Refused:
        """Take back the last step; refused where others have changed since what it made, then the one before it is the next."""
        return _step(self.workspace.undo)

    def redo(self) -> Done | Refused:
        """Make the last undone step again; refused as :meth:`undo` is."""
        return _step(self.workspace.redo)

    def follow_today(self) -> dt.date | None:
        """Look from today, unless a day was chosen; the day, where it is another than before, also an earlier one."""
        today = self.clock.today()
        if self.day_chosen or today == self.as_of:
            return None
        self._see_from(today)
        return today

    def look_from(self, day: dt.date, *, all_known: bool = False) -> None:
        """Look at the plan from another day; one that is today goes on with the days from then on.

        ``all_known``: with all figures known today, also those published after the day.
        """
        self.day_chosen = day != self.clock.today()
        self._all_known = all_known
        self._know()
        self._see_from(day)

    def _know(self) -> None:
        self.frames.know(self.clock.today() if self._all_known else None)

    @property
    def seen_from(self) -> Sentence:
        """From which day the plan is looked at, and with whose knowledge."""
        return seen_from(self.as_of, self.frames.all_known)

    def _see_from(self, day: dt.date) -> None:
        self.as_of = day
        self.frames.forget(TABLES)
        self.announce(frozenset(TABLES))

    # -- telling ------------------------------------------------------------------------------------------------------

    def _changed(self, change: Change) -> None:
        self.frames.renew(change.edits)
        self.changing = change
        try:
            self.announce(change.tables)
        finally:
            self.changing = None

    def announce(self, tables: frozenset[str]) -> None:
        """Tell who shows the session that the plan changed in these tables."""
        if self.audience is not None:
            self.audience.plan_changed(tables)


def _step(step: Callable[[], Change | None]) -> Done | Refused:
    try:
        change = step()
    except EditRefused as refused:
        debug_log.note("refused", problems=len(refused.problems))
        return Refused(refused.problems)
    assert change is not None, "asked for only while there is a step"
    debug_log.note("step", edits=len(change.edits))
    return Done(change)
