"""Opening a plan file: a large one from its snapshot where it has one, and everything else as it stands in the file."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import attrs

from tui.model.fields import MAX_BYTES
from tui.start import places
from tui.store.files.file_state import read_file
from tui.store.plan_file import Loaded, holds_sentences, load, load_state
from tui.store.snapshot.answers import Kept, kept_of
from tui.store.toml.parse import Progress, no_progress

SMALLEST: Final = 1 << 20
"""Bytes of a plan file from which a snapshot is worth its place; smaller ones are read in no time."""


def snapshot_folder(environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where snapshots live: ``plans`` in the folder of what only saves time; None where there is none."""
    cache = places.cache_folder(environ)
    return None if cache is None else Path(cache) / "plans"


def open_plan(path: Path, progress: Progress = no_progress, meanwhile: Callable[[], object] = lambda: None) -> Loaded:
    """The plan in a file, from its snapshot or from its text; both are the same plan. A small one comes with what was worked out of it.

    ``meanwhile`` is what else the start has to do: a large file is compared with its snapshot beside it. ``progress`` as in
    :func:`tui.store.plan_file.load`, never called when there is a snapshot. Raises :class:`CannotRead`, and what
    ``progress`` and ``meanwhile`` raise.
    """
    folder = snapshot_folder()
    if folder is None or not (_is_large(path) and folder.is_dir()):
        state = read_file(path)
        here = Kept() if _is_large(path) else kept_of(state)
        loaded = load_state(state, progress) if here.loaded is None else here.loaded
        meanwhile()
        return attrs.evolve(loaded, answers=here.answers)
    from tui.store.snapshot.read import Search  # not needed for a small plan

    search = Search(path, folder)
    search.begin()
    meanwhile()
    found = search.loaded()
    return load(path, progress) if found is None or holds_sentences(found.plan) else found


def _is_large(path: Path) -> bool:
    try:
        return SMALLEST <= os.stat(path).st_size <= MAX_BYTES
    except (OSError, ValueError):
        return False
