"""The size of a terminal, from the terminal itself: ``COLUMNS`` and ``LINES`` may have been exported long ago, for another window."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping, MutableMapping
    from typing import Final

USUAL: Final = (80, 24)
"""Columns and lines where nobody says anything."""


def terminal_size(fileno: int = 1, environ: Mapping[str, str] = os.environ) -> tuple[int, int]:
    """Columns and lines, each at least 1: what the terminal says, else what the environment does, else the usual ones."""
    try:
        width, height = os.get_terminal_size(fileno)
    except OSError:
        width = height = 0
    return (
        width or _named("COLUMNS", environ) or USUAL[0],
        height or _named("LINES", environ) or USUAL[1],
    )


def _named(name: str, environ: Mapping[str, str]) -> int:
    value = environ.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 5 else 0


def believe_the_terminal(fileno: int = 1, environ: MutableMapping[str, str] = os.environ) -> None:
    """Where the terminal says its size, take away what the environment says of it: Rich would believe that first."""
    try:
        told = all(os.get_terminal_size(fileno))
    except OSError:
        return
    for name in ("COLUMNS", "LINES") if told else ():
        environ.pop(name, None)


def why_not_shown(environ: Mapping[str, str] = os.environ) -> str | None:
    """The ``TERM`` of a terminal that cannot show a screen, "" where there is none; None when it can."""
    term = environ.get("TERM", "")
    return term if term in ("", "dumb", "unknown") else None
