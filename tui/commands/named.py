"""The one thing that is meant by the first letters of what a list calls it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from tui.commands.opened import CannotDo
from tui.model.text import printable, say

T = TypeVar("T")


def the_one(meant: Iterable[T], id: str, command: str, *, none: str, several: str) -> T:
    """The only one of those that are meant by ``id``. Raises :class:`CannotDo` with one of the two sentences, which may hold ``{id}``."""
    found = list(meant) if id else []
    if len(found) != 1:
        raise CannotDo(command, say(several if found else none, id=printable(id)))
    return found[0]
