"""The reasons behind the verdict of an item's record, in a box."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from tui.model.plan import subject_of
from tui.model.text import N_
from tui.screens.dialogs.inspect import Inspect
from tui.screens.review.base import ReviewScreen
from tui.screens.why import direction_reasons, duty_reasons, enterprise_reasons, goal_reasons, indicator_reasons, task_reasons

_REASONS: Final[Mapping[str, Callable[..., str | None]]] = {
    "indicators": indicator_reasons,
    "tasks": task_reasons,
    "enterprises": enterprise_reasons,
    "duties": duty_reasons,
    "directions": direction_reasons,
    "goals": goal_reasons,
}


def show_reasons(screen: ReviewScreen, subject: str) -> None:
    """Show why a record stands as it does on the day the workbench looks from; say so where there is no verdict."""
    named = subject_of(subject)
    told = _REASONS[named[0]](screen.session, named[1]) if named is not None and named[0] in _REASONS else None
    if named is None or told is None:
        screen.tell(screen.words(N_("there is no verdict to explain")), bad=True)
        return
    screen.ui.push_screen(Inspect(screen.words, screen.session.plan.title_of(*named), told))
