"""What may be opened above what is open: no box twice, no more boxes than anybody finds the way back from, and each place once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import Any, Final

from textual.screen import ModalScreen, Screen

from tui.model.text import N_, Sentence, say
from tui.screens.shown import ShownOverPlan
from tui.screens.ui import Ui
from tui.store.presence import Place

MOST_BOXES: Final = 10
"""Boxes one above the other: a new record in a list of a form in a list of a form, looked at closely, with its help, are eight."""


def why_not_above(new: Screen[Any], stack: Sequence[Screen[Any]]) -> Sentence | None:
    """Why a box is not opened above what is open; None where it may be, and for a screen that is no box."""
    if not isinstance(new, ModalScreen):
        return None
    boxes = list(takewhile(lambda screen: isinstance(screen, ModalScreen), reversed(stack)))
    if any(_same_box(new, box) for box in boxes):
        return say(N_("this is open already, further behind: Esc goes back to it"))
    if len(boxes) >= MOST_BOXES:
        return say(N_("{n} boxes stand one above the other: Esc closes the one in front"), n=len(boxes))
    return None


def edited_in(box: Screen[Any]) -> str | None:
    """The table of whose records one is edited in a box; None where none is."""
    about: Place | None = getattr(box, "about", None)
    return about.table if about is not None else next(iter(getattr(box, "belongs_to", ())), None)


def _same_box(one: Screen[Any], other: Screen[Any]) -> bool:
    """Whether two boxes are of one kind and about the same: what is typed into one is the other's draft. A list is of what asks it."""
    place = getattr(one, "draft_place", None)
    return place is not None and place == getattr(other, "draft_place", None) and not getattr(one, "seeks", False)


def say_in_front(ui: Ui, text: str) -> None:
    """Say something bad in the box in front, or in the status line."""
    say = getattr(ui.screen, "say_below", None)
    if say is not None:
        say(text)
    else:
        ui.plan_screen.tell(text, bad=True)


def left_for(new: Screen[Any], stack: Sequence[Screen[Any]]) -> int:
    """How many screens in front are left before a place is opened: that place, where it stands there already, and those above it."""
    if not isinstance(new, ShownOverPlan):
        return 0
    for above, screen in enumerate(reversed(stack[1:]), 1):
        if not isinstance(screen, ShownOverPlan):
            return 0  # a box waits for an answer
        if new.is_same_place(screen):
            return above
    return 0
