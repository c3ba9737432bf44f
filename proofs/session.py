"""A session without a screen: what the workbench does when it opens a plan, edits it, saves it, and takes in others' changes."""

from __future__ import annotations

import hashlib
from pathlib import Path

import attrs

from proofs.walk import content
from tui.model.edits import Edit
from tui.model.joining import Joined, join
from tui.model.plan import Plan
from tui.model.rebase import already_applied, make_again
from tui.model.workspace import Workspace
from tui.store import save_base
from tui.store.files.file_state import FileState
from tui.store.log import journal as journals
from tui.store.log import record as recording
from tui.store.log.journal import Journal, OrphanedJournal
from tui.store.plan_file import Loaded, load, load_state
from tui.store.plan_save import save


@attrs.define
class Session:
    """A plan open for editing: the file as it was read, the workspace over it, its journal."""

    loaded: Loaded
    workspace: Workspace
    journal: Journal

    def save(self) -> None:
        """Save and start the journal anew. Raises what :func:`tui.store.plan_save.save` raises, and OSError."""
        self.write()
        self.journal.note_saved()

    def write(self) -> None:
        """Save alone, with a line in the history. Raises what :func:`tui.store.plan_save.save` raises."""
        state = save(self.loaded, self.workspace.plan, note=recording.note("một lý do"))
        self.loaded = save_base.saved(self.loaded, state, self.workspace.plan)
        self.workspace.mark_saved()

    def take_in(self, state: FileState) -> Joined:
        """Join what others saved with what is unsaved here; conflicts are left as they are."""
        fresh = load_state(state)
        joined = join(self.workspace, fresh.plan)
        self.loaded = attrs.evolve(save_base.taken_in(self.loaded, fresh), plan=self.workspace.plan)
        return joined


def restored(path: Path, folder: Path) -> tuple[Workspace, Loaded, list[OrphanedJournal], list[Edit]]:
    """What the next session would show: the file with what was left behind made again on it; and what did not fit."""
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    found = journals.orphaned_journals(path, folder)
    unfit: list[Edit] = []
    for left in found:
        if already_applied(workspace.plan, [e for step in left.steps for e in step.edits]):
            continue
        for step in left.steps:
            unfit += make_again(workspace, step.edits, step.label)
    return workspace, loaded, found, unfit


def opened(path: Path, folder: Path) -> Session:
    """Open a plan and restore what an earlier session left behind. Raises CannotRead and OSError."""
    workspace, loaded, found, _ = restored(path, folder)
    journal = journals.start(path, folder)
    if found:
        journal.absorb(workspace.undo_steps, [left.path.name for left in found])
    workspace.recorder = journal
    for left in found:
        journals.discard(left)
    return Session(loaded, workspace, journal)


def digest(plan: Plan) -> str:
    """A plan's content in 16 hexadecimal digits."""
    held = sorted((name, sorted(records.items())) for name, records in content(plan).items())
    return hashlib.blake2b(repr(held).encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
