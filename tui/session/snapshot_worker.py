"""The snapshot a large plan is opened from the next time: made beside the session, a little work and a little rest in turn."""

from __future__ import annotations

import contextlib
import datetime as dt
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.frames.build import Frames
from tui.i18n.words import Words
from tui.session.kept_tabs import keep_tabs, names_of_rows
from tui.session.open_plan import OpenPlan
from tui.store.snapshot import open as opening

if TYPE_CHECKING:
    import polars as pl

    from tui.store.plan_file import Loaded
    from tui.store.snapshot.make import Subject

AFTER: Final = 0.1
"""Seconds after the first frame or a save before the work begins: first everything the person sees."""
AFTER_SAVE: Final = 20.0
"""Seconds after the last save before a snapshot is made of what it wrote: who saves again and again has one made once."""
AGAIN: Final = 5.0
"""Seconds between two looks for frames that were worked out since: a tab seen for the first time, another day."""
_AT_ONCE: Final = 0.002
"""Seconds of work before a rest as long: a key that is pressed meanwhile is answered by then."""
_PATIENCE: Final = 0.04
"""Seconds the end of a session waits for what is being made to be put away; after that it ends with the process."""


class SnapshotWorker:
    """Makes a snapshot of what the plan file holds, one at a time; nobody waits for it, and nothing is told of it.

    ``later`` calls something after so many seconds, in the thread of the session.
    """

    making: _Making | None = None

    def __init__(self, open_plan: OpenPlan, later: Callable[[float, Callable[[], None]], object]) -> None:
        self._open = open_plan
        self._later = later
        self._saved: Loaded | None = None
        """What was saved, while no snapshot of it has been asked for."""

    def begin(self) -> None:
        """Make one of what the file holds now, when it is large; the one being made of what it held before is given up.

        Of what was saved it is made by a process of its own, after a while without another save.
        """
        self.stop()
        loaded = self._open.loaded
        identity = loaded.state.identity
        self._saved = None
        if identity is None or identity.size < opening.SMALLEST:
            return
        if loaded.state.written is not None:
            self._saved = loaded
            self._later(AFTER_SAVE, lambda: self._renew(loaded))
            return
        from tui.store.snapshot.make import subject_of

        here = self._open.loaded.snapshot
        subject = None if here is not None else subject_of(self._open.loaded)
        if here is not None or subject is not None:
            shown = (self._open.as_of, self._open.words)
            prepared = here is not None and names_of_rows(*shown) <= here.frames.keys()
            making = _Making(subject, None if here is None else here.folder, self._open.frames, None if prepared else shown)
            self.making = making
            self._later(AFTER, lambda: self._go_on(making))

    def stop(self) -> None:
        """Give up what is being made, and leave nothing of it."""
        if self.making is not None:
            self.making.stop()
            self.making = None

    def end(self) -> None:
        """The session ends: what is being made is given up, and what was saved last is left to a process of its own."""
        self.stop()
        if self._saved is not None:
            self._renew(self._saved)

    def _renew(self, saved: Loaded) -> None:
        if saved is self._saved:
            from tui.session.renewal import ask

            self._saved = None
            ask(saved.state.path, self._open.as_of, self._open.words.language)

    def _go_on(self, making: _Making) -> None:
        """Make the snapshot, then keep with it what has been worked out, now and then, until it is given up."""
        if making is not self.making or making.failed or making.frames is not self._open.frames:
            return
        making.go_on()
        self._later(AGAIN, lambda: self._go_on(making))


class _Stopped(Exception):
    """The session ends, or the file holds something else now."""


class _Making:
    """A snapshot that is being made, or added to, in a thread."""

    def __init__(self, subject: Subject | None, folder: Path | None, frames: Frames, unprepared: tuple[dt.date, Words] | None) -> None:
        self.folder = folder
        """Where it stands; None while it is not there."""
        self.frames = frames
        """Over the plan it is made of: what rests on a table that was edited since is not worth keeping, and not kept."""
        self._subject = subject
        self._unprepared = unprepared
        self._kept: set[str] = set()
        self._stopped = threading.Event()
        self._thread: threading.Thread | None = None
        self._since = 0.0

    @property
    def failed(self) -> bool:
        """Whether there is none, and will be none."""
        return self.folder is None and self._subject is None and not self._works()

    def _works(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def go_on(self) -> None:
        """Do what there is to do, unless something is being done."""
        if self._works():
            return
        new = self.frames.worth_keeping(self._kept) if self.folder is not None else {}
        if new or self._subject is not None or (self._unprepared is not None and self.folder is not None):
            self._kept |= new.keys()
            self._thread = threading.Thread(target=self._work, args=(lambda: self._make(new),), name="snapshot", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(_PATIENCE)

    def _work(self, make: Callable[[], None]) -> None:
        self._since = time.perf_counter()
        with contextlib.suppress(_Stopped, Exception):  # there is none then; a traceback on the screen helps nobody
            make()

    def _make(self, frames: Mapping[str, pl.DataFrame]) -> None:
        from tui.store.snapshot import make as snapshot_making

        subject, self._subject = self._subject, None
        if subject is not None:
            self.folder = snapshot_making.make(subject, self._rest)
        if self.folder is None:
            return
        snapshot_making.keep_frames(self.folder, frames, self._rest)
        unprepared, self._unprepared = self._unprepared, None
        if unprepared is not None:
            self._kept |= keep_tabs(self.folder, *unprepared, self._rest)

    def _rest(self) -> None:
        worked = time.perf_counter() - self._since
        if worked >= _AT_ONCE:
            self._stopped.wait(worked)
            self._since = time.perf_counter()
        if self._stopped.is_set():
            raise _Stopped
