"""The snapshot of a large plan that was saved, made by a process of its own: the session goes on, and ends, without what that takes.

To make one takes every record and every frame of the plan at once, three times what a session holds that was opened from one. So a while
after the last save, or when the session ends before, a process that stands behind all others reads the file as anybody would.
It ends when the file is another meanwhile: whoever saved that has one made of it, and on a busy machine there would be many at once.
``KEHOACH_RENEWAL=0`` switches it off.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.start.behind import begin

if TYPE_CHECKING:
    import subprocess

    from tui.store.files.file_state import Identity

VARIABLE: Final = "KEHOACH_RENEWAL"


def ask(plan: Path, as_of: dt.date, language: str) -> subprocess.Popen[bytes] | None:
    """Have the snapshot of a plan file made as it is now, with what the tabs show on a day; nobody waits for it. None where it is not."""
    if os.environ.get(VARIABLE) == "0":
        return None
    code = "from tui.session.renewal import make_alone; make_alone(*given)"
    return begin(code, os.path.abspath(plan), as_of.isoformat(), language)


def make_alone(plan: str, as_of: str, language: str) -> None:
    """What the process does. Raises CannotRead, and nothing is made then; Replaced, and nothing is left half made."""
    from tui.i18n.words import Words
    from tui.session.kept_tabs import keep_tabs
    from tui.store.plan_file import load
    from tui.store.snapshot.make import make, subject_of

    with _looking(plan):
        loaded = load(plan)
    still = partial(_look, plan, loaded.state.identity)
    still()
    subject = subject_of(loaded)
    folder = None if subject is None else make(subject, still)
    if folder is not None:
        keep_tabs(folder, dt.date.fromisoformat(as_of), Words(language), still)


class Replaced(Exception):
    """The file is another than the one a snapshot is being made of."""


@contextmanager
def _looking(plan: str) -> Iterator[None]:
    """While the file is read, which takes longest and writes nothing: Replaced is raised within a second in which it is replaced."""
    begun_with = _identity(plan)
    before = signal.signal(signal.SIGALRM, lambda *_: _look(plan, begun_with))
    signal.setitimer(signal.ITIMER_REAL, 1, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _look(plan: str, made_of: Identity | None) -> None:
    """Take no rest: the whole process stands behind the others. Raises Replaced where there is nothing left to make."""
    now = _identity(plan)
    if now is None or now != made_of:
        raise Replaced


def _identity(plan: str) -> Identity | None:
    """Which version of the file stands there; None for none."""
    from tui.store.files.file_state import Identity

    try:
        return Identity.of(os.stat(plan))
    except OSError:
        return None
