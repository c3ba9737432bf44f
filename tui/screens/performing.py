"""Who performs an action: the first of a screen and the flows with ``do_<id>``. ``why_not_<id>`` of any of them is a reason against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from tui.model.text import Sentence

DO, WHY_NOT = "do_", "why_not_"


def performer(id: str, owners: Iterable[object]) -> Callable[[], object] | None:
    """What performs an action; None when none of them does."""
    return next((getattr(owner, DO + id) for owner in owners if hasattr(owner, DO + id)), None)


def reason_of(id: str, owners: Iterable[object]) -> Sentence | None:
    """The first reason any of them has against the action now; None when there is none."""
    asked = (getattr(owner, WHY_NOT + id)() for owner in owners if hasattr(owner, WHY_NOT + id))
    return next((reason for reason in asked if reason is not None), None)
