"""Opening a plan file: a large one from its snapshot where it has one, and everything else as it stands in the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import attrs

from tui.model.fields import MAX_BYTES
from tui.start import places, timings
from tui.store.files.file_state import FileState, read_file
from tui.store.lazy import Lazy
from tui.store.others_text import Unreadable, reading
from tui.store.plan_file import Loaded, holds_sentences, load, load_state
from tui.store.snapshot.answers import Kept, bytes_of, kept_of, unpacked
from tui.store.toml.parse import Progress, no_progress

if TYPE_CHECKING:
    from tui.frames.disk_cache import Answer

SMALLEST: Final = 1 << 20
"""Bytes of a plan file from which a snapshot is worth its place; smaller ones are read in no time."""


def snapshot_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where snapshots live: ``plans`` in the folder of what only saves time; None where there is none."""
    cache = places.cache_folder(environ)
    return None if cache is None else Path(cache) / "plans"


PLAN_S: Final = 0.04
"""Seconds a plan is waited for that a second process reads: after that it is read here as soon."""
FRAMES_S: Final = 0.1
"""The same of what it works out."""


class Hands(Protocol):
    """Who hands over what it has found; see :class:`tui.start.second.Second`."""

    def next_piece(self, seconds: float, /) -> bytes | None: ...
    def end(self) -> None: ...


def open_plan(
    path: Path,
    progress: Progress = no_progress,
    meanwhile: Callable[[], object] = lambda: None,
    second: Hands | None = None,
) -> Loaded:
    """The plan in a file, from its snapshot or from its text; both are the same plan. A small one comes with what was worked out of it.

    ``meanwhile`` is what else the start has to do: a large file is compared with its snapshot beside it. ``progress`` as in
    :func:`tui.store.plan_file.load`, never called when there is a snapshot. ``second`` reads a small plan meanwhile, and works out what is
    asked first. Raises :class:`CannotRead`, and what ``progress`` and ``meanwhile`` raise.
    """
    folder = snapshot_folder()
    if second is not None and is_large(path):
        second.end()
        second = None
    if folder is None or not (is_large(path) and folder.is_dir()):
        return _read_whole(path, progress, meanwhile, second)
    from tui.store.snapshot.read import Search  # not needed for a small plan

    search = Search(path, folder)
    search.begin()
    meanwhile()
    found = search.loaded()
    if found is None or holds_sentences(found.plan):
        timings.took("plan: read, there is no snapshot of it")
        return load(path, progress)
    timings.took("plan: from its snapshot")
    return found


def _read_whole(path: Path, progress: Progress, meanwhile: Callable[[], object], second: Hands | None) -> Loaded:
    state = read_file(path)
    if second is not None:
        meanwhile()
        handed = _handed_over(second, state, PLAN_S)
        if handed is None:
            timings.took("plan: not handed over in time")
        else:
            timings.took("plan: handed over")
            loaded = load_state(state, progress) if handed.loaded is None else handed.loaded
            return attrs.evolve(loaded, handed=Lazy(partial(_answers_of, second, state)))
    else:
        timings.took("plan: read")
    here = Kept() if is_large(path) else kept_of(state)
    if here.loaded is not None:
        timings.took("plan: as it was kept")
    loaded = load_state(state, progress) if here.loaded is None else here.loaded
    if second is None:
        meanwhile()
    return attrs.evolve(loaded, answers=here.answers)


def _handed_over(second: Hands, state: FileState, seconds: float) -> Kept | None:
    """What a second process hands over next of a file as it stands now; None, and it is ended, where that is not there in time."""
    data = second.next_piece(seconds)
    try:
        with reading():
            return None if data is None else unpacked(data, bytes_of(state), state)
    except Unreadable:
        second.end()
        return None


def _answers_of(second: Hands, state: FileState) -> Mapping[str, Answer]:
    found = _handed_over(second, state, FRAMES_S)
    second.end()
    if found is None:
        timings.took("answers: not handed over in time")
    else:
        timings.took("answers: handed over", frames=len(found.answers))
    return {} if found is None else found.answers


def is_large(path: Path) -> bool:
    """Whether a plan file is one that has a snapshot."""
    try:
        return SMALLEST <= os.stat(path).st_size <= MAX_BYTES
    except (OSError, ValueError):
        return False
