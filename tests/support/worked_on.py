"""A session without a screen as tests work on it: opened, an edit, a save, and what somebody else does to the file meanwhile."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tui.i18n.words import Words
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.session import save
from tui.session.outcomes import Asking, Done, Refused
from tui.session.session import Session
from tui.store.plan_file import load
from tui.store.plan_save import IfGone
from tui.store.plan_save import save as write

VI = Words("vi")
LABEL = say("thử")
DAY = dt.date(2024, 11, 20)


def opened(path: Path, **more: bool) -> Session:
    return Session(load(path), VI, as_of=DAY, **more)


def set_status(session: Session, task: str, status: str) -> Done | Refused:
    return session.commit([session.workspace.set_field("tasks", task, "status", status)], LABEL)


def saved(session: Session, reason: str = "", if_gone: IfGone = IfGone.REFUSE) -> object:
    begun = save.begin(session, if_gone, reason)
    return begun if isinstance(begun, Asking) else save.run(begun)


def change_elsewhere(path: Path, task: str, field: str, value: object) -> None:
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("tasks", task, field, value)], LABEL)
    write(loaded, workspace.plan)


def held(path: Path, task: str, field: str) -> object:
    return load(path).plan.tables["tasks"][task].get(field)
