"""The journal of a session, and what earlier ones left behind: every edit is on disk before anybody sees it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import attrs

from tui.model.edits import Change
from tui.model.text import N_, Sentence, say
from tui.model.workspace import EditRefused
from tui.session.drafts import Drafts
from tui.session.open_plan import OpenPlan
from tui.session.outcomes import Refused, Restored
from tui.start.places import is_homeless
from tui.store.files.errors import shown_path
from tui.store.known_texts import KnownTexts
from tui.store.log import journal
from tui.store.log.journal import Journal, OrphanedJournal

if TYPE_CHECKING:
    from tui.model.edits import Edit
    from tui.store.log.draft import Draft


class SessionJournal:
    """The journal a session writes. ``active`` is None while there is none: reading only, or it could not be written to."""

    active: Journal | None = None
    draft_written: Callable[[], None] | None = None
    """Called when a draft was put on disk, or taken back."""

    def __init__(self, open_plan: OpenPlan, wanted: bool) -> None:
        self._open = open_plan
        self._wanted = wanted
        self.drafts = Drafts(self._write_draft)

    def start(self, restored: Sequence[OrphanedJournal] = ()) -> None:
        """Begin with what is unsaved now; only then is the one before it, and what was restored, no longer needed."""
        if not restored and self._goes_on():
            return
        workspace, disputed = self._open.workspace, self._open.disputed
        before, self.active = self.active, None
        workspace.unrecorded = None
        if self._wanted and not workspace.readonly:
            try:
                state = self._open.loaded.state
                self.active = journal.start(state.path, journal.journal_folder(), state)
                taken = [left.path.name for left in restored] + ([before.path.name] if before is not None else [])
                takes_in = self._open.takes_in
                as_made = not disputed.conflicts and (takes_in is None or not takes_in.is_rejoined)
                if restored and as_made:  # step by step
                    self.active.absorb(workspace.undo_steps, taken, self.drafts)
                elif unsaved := self._unsaved():
                    label = say(N_("what was unsaved when others’ changes were taken in"))
                    steps = [Change(label, unsaved, ())] if takes_in is None else takes_in.apart(unsaved, label)
                    self.active.absorb(steps, taken, self.drafts)
                elif self.drafts:
                    self.active.absorb([], taken, self.drafts)
            except OSError as fault:
                workspace.unrecorded = fault
        workspace.recorder = self.active if workspace.unrecorded is None else None
        if before is not None:
            before.close(keep=workspace.unrecorded is not None)

    def _goes_on(self) -> bool:
        """Whether the journal there is can be used on: nothing was ever noted in it, and nothing is to be."""
        workspace, state = self._open.workspace, self._open.loaded.state
        if self.active is None or self.active.plan != state.path or workspace.recorder is not self.active or workspace.readonly:
            return False
        if workspace.unsaved() or self._open.disputed.conflicts or self.drafts:
            return False
        with contextlib.suppress(OSError):
            return self.active.begin_again(state)
        return False

    def _unsaved(self) -> tuple[Edit, ...]:
        """What differs from the file now; at the start of a session nothing does."""
        workspace = self._open.workspace
        if not workspace.unsaved():
            return ()
        return tuple(self._open.unsaved_edits())

    def saved(self) -> None:
        """Everything is in the plan file; a journal that could not be written to may be begun again."""
        workspace = self._open.workspace
        if workspace.unrecorded is not None:
            self.start()
        if self.active is None or workspace.unrecorded is not None:
            return
        try:
            self.active.note_saved(self._open.loaded.state, drafts=bool(self.drafts))
        except OSError as fault:
            workspace.unrecorded, workspace.recorder = fault, None

    def _write_draft(self, draft: Draft) -> None:
        if self.active is None or self._open.workspace.unrecorded is not None:
            return
        try:
            self.active.note_draft(draft)
        except OSError as fault:
            self._open.workspace.unrecorded, self._open.workspace.recorder = fault, None
        if self.draft_written is not None:
            self.draft_written()

    def end(self, *, keep: bool) -> None:
        """The session ends; unsaved steps stay on disk only when nobody said to drop them."""
        if self.active is not None:
            self.active.close(keep=keep)
            self.active = self._open.workspace.recorder = None

    def put_away(self, *, keep: bool) -> None:
        """Another plan is worked on from now on; what is unsaved or typed of the one before stays on disk for who opens that again."""
        self.end(keep=keep or bool(self.drafts))
        self.drafts = Drafts(self._write_draft)

    def temporary_place(self) -> Sentence | None:
        """Where the journal is, when that is no place for long; None when it is at home."""
        if self.active is None or not is_homeless():
            return None
        template = N_("no home folder: what is not saved is kept in {folder} for the time being")
        return say(template, folder=shown_path(self.active.path.parent))

    # -- what was left behind -----------------------------------------------------------------------------------------

    def orphaned_journals(self) -> list[OrphanedJournal]:
        """What earlier sessions over this file did not save."""
        found: list[OrphanedJournal] = []
        open_plan = self._open
        if not self._wanted or open_plan.workspace.readonly:
            return found
        folder = journal.journal_folder()
        journal.clear_dropped(folder)
        for left in journal.orphaned_journals(open_plan.loaded.state.path, folder):
            # killed between the save and the word that it was saved: nothing is left to restore
            if not self._already_made(left):
                found.append(left)
            elif left.drafts:
                found.append(attrs.evolve(left, steps=()))
            else:
                with contextlib.suppress(OSError):
                    journal.discard(left, journal.SAVED)
        return found

    def awaits_an_answer(self) -> bool:
        """Whether a journal over this file lies there that is not this session's: the next start may ask about it."""
        own = None if self.active is None else self.active.path.name
        return any(name != own for name in journal.names_over(self._open.loaded.state.path, journal.journal_folder()))

    def from_elsewhere(self) -> list[OrphanedJournal]:
        """What earlier sessions over this plan did not save while its file had another path: known by what the file holds or held."""
        open_plan = self._open
        if not self._wanted or open_plan.workspace.readonly:
            return []
        state = open_plan.loaded.state
        found = journal.journals_elsewhere(state.path, journal.journal_folder())
        known = KnownTexts(state)
        return [left for left in found if known.holds(left) and (left.drafts or not self._already_made(left))]

    def _already_made(self, left: OrphanedJournal) -> bool:
        """Whether the plan holds all of its steps."""
        from tui.model.rebase import already_applied  # hardly ever is anything left behind

        return already_applied(self._open.plan, [edit for step in left.steps for edit in step.edits])

    def is_of_this_plan(self, left: OrphanedJournal) -> bool:
        """Whether the file holds, or is known to have held, the text that what was left behind was begun on; True where it does not say."""
        return not (left.base or left.file) or KnownTexts(self._open.loaded.state).holds(left)

    def drop(self, found: Sequence[OrphanedJournal]) -> None:
        """Drop what was left behind. Raises OSError when it could not be; it is found again then."""
        for left in found:
            journal.discard(left)

    def restore(self, found: Sequence[OrphanedJournal]) -> Restored | Refused:
        """Make the steps again as they were made; where others have changed the file since, join the two.

        They stay in their own journals until :meth:`start` has all of them in one line of this session's; refused, they are
        found again by the next session.
        """
        from tui.model.rebase import fit_again, make_again, rejoined
        from tui.store.older_reasons import carried_edits

        open_plan = self._open
        steps = [attrs.evolve(step, edits=carried_edits(step.edits, open_plan.plan)) for left in found for step in left.steps]
        drafts = [draft for left in found for draft in left.drafts]
        open_plan.workspace.recorder = None
        if fit_again(open_plan.plan, [step.edits for step in steps]):
            for step in steps:
                make_again(open_plan.workspace, step.edits, step.label)
            self.drafts.restore(drafts)
            return Restored()
        joined = rejoined(open_plan.plan, [e for step in steps for e in step.edits])
        try:
            if joined.edits:
                open_plan.workspace.apply(joined.edits, say(N_("{count} changes of an earlier session"), count=len(steps)))
        except EditRefused as refused:
            open_plan.workspace.recorder = self.active
            return Refused(refused.problems)
        if open_plan.takes_in is not None:
            open_plan.takes_in.rejoined([Change(step.label, step.edits, ()) for step in steps])
        self.drafts.restore(drafts)
        open_plan.disputed.conflicts += joined.conflicts
        return Restored(joined.orphans)

    def forget(self, found: Sequence[OrphanedJournal]) -> None:
        """What was restored and decided is in this session's journal: the ones it was left in are not needed."""
        if self._open.workspace.unrecorded is None:
            for left in found:
                with contextlib.suppress(OSError):  # what was taken over is not offered again anyway
                    journal.discard(left, journal.RESTORED)
