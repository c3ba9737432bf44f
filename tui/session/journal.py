"""The journal of a session, and what earlier ones left behind: every edit is on disk before anybody sees it."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence

from tui.model.edits import Change
from tui.model.text import N_, Sentence, say
from tui.model.workspace import EditRefused
from tui.session.open_plan import OpenPlan
from tui.session.outcomes import Refused, Restored
from tui.start.places import is_homeless
from tui.store.files.errors import shown_path
from tui.store.log import journal
from tui.store.log.journal import Journal, OrphanedJournal


class SessionJournal:
    """The journal a session writes. ``active`` is None while there is none: reading only, or it could not be written to."""

    active: Journal | None = None

    def __init__(self, open_plan: OpenPlan, wanted: bool) -> None:
        self._open = open_plan
        self._wanted = wanted

    def start(self, restored: Sequence[OrphanedJournal] = ()) -> None:
        """Begin with what is unsaved now; only then is the one before it, and what was restored, no longer needed."""
        from tui.model.joining import unsaved_edits

        workspace, disputed = self._open.workspace, self._open.disputed
        before, self.active = self.active, None
        workspace.unrecorded = None
        if self._wanted and not workspace.readonly:
            try:
                self.active = journal.start(self._open.loaded.state.path, journal.journal_folder())
                taken = [left.path.name for left in restored] + ([before.path.name] if before is not None else [])
                if restored and not disputed.conflicts:  # step by step, as they were made
                    self.active.absorb(workspace.undo_steps, taken)
                elif unsaved := tuple(unsaved_edits(workspace, disputed.conflicts)):
                    label = say(N_("what was unsaved when others’ changes were taken in"))
                    self.active.absorb([Change(label, unsaved, ())], taken)
            except OSError as fault:
                workspace.unrecorded = fault
        workspace.recorder = self.active if workspace.unrecorded is None else None
        if before is not None:
            before.close(keep=workspace.unrecorded is not None)

    def saved(self) -> None:
        """Everything is in the plan file; a journal that could not be written to may be begun again."""
        workspace = self._open.workspace
        if workspace.unrecorded is not None:
            self.start()
        if self.active is None or workspace.unrecorded is not None:
            return
        try:
            self.active.note_saved()
        except OSError as fault:
            workspace.unrecorded, workspace.recorder = fault, None

    def end(self, *, keep: bool) -> None:
        """The session ends; unsaved steps stay on disk only when nobody said to drop them."""
        if self.active is not None:
            self.active.close(keep=keep)
            self.active = self._open.workspace.recorder = None

    def temporary_place(self) -> Sentence | None:
        """Where the journal is, when that is no place for long; None when it is at home."""
        if self.active is None or not is_homeless():
            return None
        template = N_("no home folder: what is not saved is kept in {folder} for the time being")
        return say(template, folder=shown_path(self.active.path.parent))

    # -- what was left behind -----------------------------------------------------------------------------------------

    def orphaned_journals(self) -> list[OrphanedJournal]:
        """What earlier sessions over this file did not save."""
        from tui.model.rebase import already_applied

        found: list[OrphanedJournal] = []
        open_plan = self._open
        if not self._wanted or open_plan.workspace.readonly:
            return found
        for left in journal.orphaned_journals(open_plan.loaded.state.path, journal.journal_folder()):
            # killed between the save and the word that it was saved: nothing is left to restore
            if already_applied(open_plan.plan, [e for step in left.steps for e in step.edits]):
                with contextlib.suppress(OSError):
                    journal.discard(left)
            else:
                found.append(left)
        return found

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

        open_plan = self._open
        steps = [step for left in found for step in left.steps]
        open_plan.workspace.recorder = None
        if fit_again(open_plan.plan, [step.edits for step in steps]):
            for step in steps:
                make_again(open_plan.workspace, step.edits, step.label)
            return Restored()
        joined = rejoined(open_plan.plan, [e for step in steps for e in step.edits])
        try:
            if joined.edits:
                open_plan.workspace.apply(joined.edits, say(N_("{count} changes of an earlier session"), count=len(steps)))
        except EditRefused as refused:
            open_plan.workspace.recorder = self.active
            return Refused(refused.problems)
        open_plan.disputed.conflicts += joined.conflicts
        return Restored(joined.orphans)

    def forget(self, found: Sequence[OrphanedJournal]) -> None:
        """What was restored and decided is in this session's journal: the ones it was left in are not needed."""
        if self._open.workspace.unrecorded is None:
            for left in found:
                with contextlib.suppress(OSError):  # what was taken over is not offered again anyway
                    journal.discard(left)
