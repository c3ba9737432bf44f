"""What was worked out of a small plan as its file holds it, kept for its next start; see :mod:`tui.store.snapshot.answers`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tui.session.open_plan import OpenPlan
from tui.store.snapshot import open as opening

NEVER: Final = (0.0, 0.0)
"""Between these moments a start looks from a day that was chosen: only one that asks for it does."""


class AnswersKept:
    """Keeps them now and then, while a session has edited nothing; nobody waits for it, and nothing is told of it."""

    def __init__(self, open_plan: OpenPlan) -> None:
        self._open = open_plan
        self._kept: frozenset[str] = frozenset()
        self._of: object = None

    def to_be_kept(self) -> Callable[[], object] | None:
        """What keeps what has been worked out, in any thread: it takes nothing of the session any more; None where there is nothing new."""
        loaded = self._open.loaded
        if self._of is not loaded:
            self._of, self._kept = loaded, frozenset(loaded.answers)
        identity = loaded.state.identity
        if identity is None or loaded.snapshot is not None or identity.size >= opening.SMALLEST:
            return None
        found = self._open.frames.answers()
        if found.keys() <= self._kept:
            return None
        from tui.frames.disk_cache import answer_of
        from tui.store.snapshot import answers

        self._kept, whole = frozenset(found), answers.can_be_kept(loaded)
        session = self._open
        true = NEVER if session.as_of != session.clock.today() else session.clock.span(session.as_of)
        seen = session.words.language, true

        def keep() -> None:
            plan = answers.plan_to_keep(loaded) if whole else b""
            answers.keep(loaded.state, plan, {name: answer_of(frame, reads) for name, (frame, reads) in found.items()}, seen)

        return keep
