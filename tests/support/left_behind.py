"""What sessions leave behind that have ended without being asked: edits and drafts in a journal."""

from __future__ import annotations

import os
from pathlib import Path

from tests.support.workbench import AS_OF
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.session.session import Session
from tui.store.log.draft import Draft
from tui.store.plan_file import load

LABEL = say(N_("imported figures"))
DRAFT = Draft(("Ask", "reviews", "r-1", "III-2", "note"), "Ghi chú", {"answer": "nói dở"})


def session_over(path: Path) -> Session:
    return Session(load(path), Words("vi"), as_of=AS_OF)


def killed(path: Path, *, status: str = "done", draft: Draft | None = None) -> None:
    """A session over a plan that changes a task, types something, and is gone."""
    session = session_over(path)
    session.commit([session.workspace.set_field("tasks", "III-2", "status", status)], LABEL)
    if draft is not None:
        session.journal.drafts.note(draft)
    gone(session)


def gone(session: Session) -> None:
    assert session.journal.active is not None
    os.close(session.journal.active._handle)
