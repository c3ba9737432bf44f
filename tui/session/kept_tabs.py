"""What the tabs with the longest lists show, kept with a snapshot: the next start finds it there, whichever was looked at now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from tui.frames.build import Frames
from tui.i18n.words import Words


def names_of_rows(as_of: dt.date, words: Words) -> set[str | None]:
    """The names under which the rows of the tabs with the longest lists are kept."""
    from tui.frames.tables.targets import target_rows
    from tui.frames.tables.tasks import task_rows

    return {rows.kept_name(as_of, words) for rows in (target_rows, task_rows)}


def keep_tabs(folder: Path, as_of: dt.date, words: Words, rest: Callable[[], None]) -> set[str]:
    """Work out what the tabs of tasks and targets show, so that the next start finds it there, whichever was looked at now.

    The names of the frames that are kept. ``rest`` is called now and then, and may raise.
    """
    from tui.store.snapshot.make import keep_frames
    from tui.store.snapshot.read import reopened

    loaded = reopened(folder)
    if loaded is None or loaded.snapshot is None:
        return set()
    frames = Frames(loaded.plan, loaded.kept_frames)  # not those of a session: it goes on, and edits them
    for show in _tabs(frames, as_of, words):
        show()
        rest()
    return set(keep_frames(folder, frames.worth_keeping(), rest))


def _tabs(frames: Frames, as_of: dt.date, words: Words) -> list[Callable[[], object]]:
    """What the tabs with the longest lists ask for, step by step."""
    from tui.frames.methods.ownership import ownership_gaps, unusual_counts
    from tui.frames.methods.tasks import task_states
    from tui.frames.methods.verdicts import verdicts
    from tui.frames.tables.charts.workload import workload_bars, workload_before
    from tui.frames.tables.targets import targets_view
    from tui.frames.tables.tasks import tasks_view

    return [
        lambda: verdicts(frames, as_of),
        lambda: targets_view(frames, frames.plan, as_of, words),
        lambda: task_states(frames, as_of),
        lambda: tasks_view(frames, frames.plan, as_of, words),
        lambda: ownership_gaps(frames, as_of),
        lambda: unusual_counts(frames, as_of),
        lambda: workload_bars(frames, as_of, 1),
        lambda: workload_before(frames, as_of),
    ]
