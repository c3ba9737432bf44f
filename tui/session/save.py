"""Saving a session: written, joined with what others saved meanwhile, written again, until it stands or a person is needed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

import attrs

from tui.model.counting import unsaved_changes
from tui.model.plan import Plan
from tui.model.text import N_, Sentence, say
from tui.session.merge import cut_short, take_in
from tui.session.outcomes import Again, Asking, CutShort, FileGone, NotSaved, Saved, TakenIn
from tui.session.session import Session
from tui.start import debug_log
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import ChangedOnDisk, FileState
from tui.store.files.lock import WAIT, KeptLock
from tui.store.files.rights import other_names, owner_of
from tui.store.identity import login_of
from tui.store.plan_file import Loaded, load_state
from tui.store.plan_save import IfGone, save
from tui.store.toml.parse import Progress, no_progress

if TYPE_CHECKING:
    from tui.model.joining import Joined
    from tui.store.log.record import Note

OVERTAKEN: Final = 2
"""How often others may be quicker before a save keeps its lock while it joins what they saved: then nobody comes between any more."""
MOST_TRIES: Final = OVERTAKEN + 5
"""Tries after which a save says that the file never rests: what changes it still asks for no lock, such as a script in a loop."""

Written = FileState | StoreError
"""What came of writing the file: how it looks now, or why it was not written."""
Outcome = Saved | Again | Asking | CutShort | FileGone | NotSaved


@attrs.define
class SaveAttempt:
    """A save under way: its note for the history, how many changes it saves, what it took in, how often it was tried."""

    session: Session
    note: Note
    if_gone: IfGone = IfGone.REFUSE
    take: Callable[[Session, Loaded], TakenIn | NotSaved] = take_in
    """What is done with what others saved meanwhile."""
    kept: KeptLock = attrs.field(factory=KeptLock, eq=False)
    """The lock, from the try on at which nobody is to be quicker again until this save has come to its end, or :meth:`give_up`."""
    changes: int = attrs.field(default=attrs.Factory(lambda self: unsaved_changes(self.session.workspace), takes_self=True))
    joined: list[Joined] = attrs.field(factory=list)
    tries: int = 1
    other_names: Sentence | None = attrs.field(
        default=attrs.Factory(lambda self: other_names(self.session.loaded.state.path), takes_self=True)
    )
    """That the file has another name, as long as it is not saved."""
    owner: int | None = attrs.field(default=attrs.Factory(lambda self: owner_of(self.session.loaded.state.path), takes_self=True))
    """Whose file it is, as long as it is not saved."""

    def writer(self, wait: float = WAIT) -> Callable[[Progress], Written]:
        """What writes the file as the session is now, in whatever thread; nothing may change the session until it is done.

        ``wait``: seconds for each other saver.
        """
        kept = self.kept if self.tries > OVERTAKEN else None
        return partial(_written, self.session.loaded, self.session.plan, self.if_gone, self.note, self.session.write_over, wait, kept)

    def settle(self, written: Written) -> Outcome:
        """What came of it, with the session as it is after."""
        outcome: Outcome | None = None
        try:
            outcome = self._settled(written)
        finally:
            debug_log.note("save", of=type(outcome).__name__)
            if not isinstance(outcome, Again):
                self.give_up()
        return outcome

    def give_up(self) -> None:
        """Let others save, whatever has become of this one."""
        self.kept.give_back()

    def _settled(self, written: Written) -> Outcome:
        if isinstance(written, ChangedOnDisk):
            return self._joined(written)
        if isinstance(written, StoreError):
            return NotSaved(written.sentence)
        return self._saved(written)

    def _joined(self, fault: ChangedOnDisk) -> Outcome:
        session = self.session
        if fault.fresh is None:
            return FileGone(fault.sentence)
        if self.tries == MOST_TRIES:
            return NotSaved(say(N_("the file was changed by others again and again while it was being saved")))
        try:
            fresh = load_state(fault.fresh, near=session.loaded)
        except StoreError as unreadable:
            return NotSaved(unreadable.sentence)
        session.watch.cut = cut_short(session, fresh)
        if session.watch.cut is not None:
            return session.watch.cut
        outcome = self.take(session, fresh)
        if isinstance(outcome, NotSaved):
            return outcome
        if outcome.joined is not None:
            self.joined.append(outcome.joined)
        self.tries += 1
        return Asking(session.disputed.conflicts) if session.disputed.conflicts else Again()

    def _saved(self, state: FileState) -> Saved:
        from tui.store.save_base import saved

        session = self.session
        session.loaded = saved(session.loaded, state, session.plan)
        session.watch.begin(session.loaded)
        session.write_over = None
        if session.server is not None:
            session.saved_from_server.add(session.server.commit)
            session.server = None
        session.workspace.mark_saved()
        session.frames.as_saved()
        session.journal.saved()
        unanswered = session.answer_taken(self.note.proposed)
        if session.audience is not None:
            session.audience.plan_saved()
        return Saved(self.changes, tuple(self.joined), self.note.unwritten, self.other_names, self._new_owner(), unanswered)

    def _new_owner(self) -> Sentence | None:
        """That the file is another's since this save, said once a session: colleagues who save in turn know it."""
        path, session = self.session.loaded.state.path, self.session
        if self.owner is None or session.owner_told or owner_of(path) in (None, self.owner):
            return None
        session.owner_told = True
        return say(N_("{name} was the file of {login} and is yours now"), name=shown_path(path.name), login=login_of(self.owner))


def begin(session: Session, if_gone: IfGone = IfGone.REFUSE, reason: str = "") -> SaveAttempt | Asking:
    """A save that is to be written; asking first while something is in conflict."""
    from tui.store.log.record import note

    if session.disputed.conflicts:
        return Asking(session.disputed.conflicts)
    said = None
    if session.write_over is not None and not reason:
        said = say(N_("the whole plan written again: its file had been cut short"))
    joined = ""
    if session.server is not None:
        joined = session.server.commit
        said = said or (say(N_("joined with what others sent to the server")) if not reason else None)
    return SaveAttempt(session, attrs.evolve(note(reason, said), proposed=session.proposals_taken(), joined=joined), if_gone)


def run(attempt: SaveAttempt) -> Saved | Asking | CutShort | FileGone | NotSaved:
    """Write and join on the spot until it stands or a person is needed: for a command, and for tests."""
    while True:
        outcome = attempt.settle(attempt.writer()(no_progress))
        if not isinstance(outcome, Again):
            return outcome


def _written(
    base: Loaded, plan: Plan, if_gone: IfGone, note: Note, over: FileState | None, wait: float, kept: KeptLock | None, progress: Progress
) -> Written:
    fault: StoreError | None = None
    try:
        return save(base, plan, if_gone, wait=wait, note=note, progress=progress, over=over, kept=kept)
    except StoreError as raised:
        fault = raised
        return fault
    finally:
        if kept is not None and not isinstance(fault, ChangedOnDisk):
            kept.give_back()
