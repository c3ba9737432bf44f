"""What a start shows first of a plan, worked out beside it by a second process (:mod:`tui.start.second`) where nothing is kept of it.

That hands over the very form in which an earlier session keeps it (:mod:`tui.store.snapshot.answers`), tied to the bytes it has read: first
the plan, then the frames. The start reads the file itself, and takes up what is of the same bytes; the name of a frame has the day and
the language in it. It works out whatever is missing, so what is shown never hangs on who was quicker.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.session.resume import read_place
from tui.store.files.file_state import read_file
from tui.store.plan_file import Loaded, load_state
from tui.store.snapshot import answers
from tui.store.snapshot.open import is_large

if TYPE_CHECKING:
    from tui.frames.disk_cache import Answer

_LEAST_BYTES: Final = 1024
"""A smaller file is no plan yet, and the person may be asked whether to begin one."""


def work_out(plan: str, language: str, fresh: bool, hand: Callable[[bytes], None]) -> None:
    """Hand over a plan and what a start shows of it first, today and in this language, on the tab the person has left.

    ``fresh``: on the first. Nothing of a plan that has a snapshot: who opens that reads a part of it only. Raises what reading raises.
    """
    path = Path(plan)
    if is_large(path) or path.stat().st_size < _LEAST_BYTES:
        return
    loaded = load_state(read_file(path))
    of = answers.bytes_of(loaded.state)
    hand(answers.packed(of, answers.plan_to_keep(loaded) if answers.can_be_kept(loaded) else b"", {}))
    hand(answers.packed(of, b"", _first_shown(loaded, language, "" if fresh else _tab_left(plan))))


def _tab_left(plan: str) -> str:
    place = read_place(plan)
    return "" if place is None else place.mode


def _first_shown(loaded: Loaded, language: str, tab: str) -> dict[str, Answer]:
    """The frames of what a tab shows, by name; a person who does not want to go on where they were begins at the first all the same."""
    from tui.frames.build import Frames
    from tui.frames.disk_cache import answer_of
    from tui.i18n.words import Words
    from tui.model.clock import clock_of
    from tui.session.asked_by_tabs import asked_by_tabs

    frames = Frames(loaded.plan)
    tabs = asked_by_tabs(frames, clock_of(loaded.plan, time.time).today(), Words(language))
    for step in tabs.get(tab) or next(iter(tabs.values())):
        step()
    return {name: answer_of(frame, reads) for name, (frame, reads) in frames.answers().items()}
