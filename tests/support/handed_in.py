"""What a body hands in for a plan it may not write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.worked_on import LABEL
from tui.i18n.words import Words
from tui.session.handing_in import hand_in
from tui.session.outcomes import Done, Sent
from tui.session.session import Session
from tui.store.plan_file import load


def propose(plan: Path, **fields: Any) -> None:
    """A session of the body that changes its task IV-2 and hands in."""
    plan.chmod(0o444)
    session = Session(load(plan), Words("en"), journaling=False)
    edits = [session.workspace.set_field("tasks", "IV-2", field, value) for field, value in fields.items()]
    assert isinstance(session.commit(edits, LABEL), Done)
    assert isinstance(hand_in(session, "first"), Sent)
    plan.chmod(0o644)
