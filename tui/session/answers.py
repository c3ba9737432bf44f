"""What was worked out of a small plan as its file holds it, kept for its next start; see :mod:`tui.store.snapshot.answers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui.session.open_plan import OpenPlan
from tui.store.files.file_state import FileState
from tui.store.plan_file import load_state
from tui.store.snapshot import open as opening

NEVER: Final = (0.0, 0.0)
"""Between these moments a start looks from a day that was chosen: only one that asks for it does."""


class AnswersKept:
    """Keeps them now and then, while the plan is the one its file holds; nobody waits for it, and nothing is told of it."""

    def __init__(self, open_plan: OpenPlan) -> None:
        self._open = open_plan
        self._kept: frozenset[str] = frozenset()
        self._of: object = None

    def to_be_kept(self) -> Callable[[], object] | None:
        """What keeps what has been worked out, in any thread: it takes nothing of the session any more; None where there is nothing new.

        Nothing either where the plan was saved here and its file holds it in another way, in another order or with what cannot be read:
        the next start would work it out from there.
        """
        session, loaded = self._open, self._open.loaded
        state = loaded.state
        if self._of is not state:
            self._of, self._kept = state, frozenset(loaded.answers)
        if state.identity is None or loaded.snapshot is not None or state.identity.size >= opening.SMALLEST:
            return None
        found = session.frames.answers()
        if found.keys() <= self._kept:
            return None
        from tui.frames.disk_cache import answer_of
        from tui.store.snapshot import answers

        whole, saved_here = answers.can_be_kept(loaded), loaded.save_base is not None
        if saved_here and not whole:
            return None
        self._kept = frozenset(found)
        true = NEVER if session.as_of != session.clock.today() else session.clock.span(session.as_of)
        seen = session.words.language, true

        def keep() -> None:
            # a save does not find out all that a reading does
            read = load_state(FileState(state.path, state.data, state.identity)) if saved_here else loaded
            plan = answers.plan_to_keep(read) if whole else b""
            answers.keep(state, plan, {name: answer_of(frame, reads) for name, (frame, reads) in found.items()}, seen)

        return keep
