"""Asking on the terminal whether what was shown is to be done."""

from __future__ import annotations

import sys

from tui.i18n.words import Words
from tui.model.text import N_

SAY_YES = N_("nothing was changed: without a terminal to ask on, say --yes")


def has_terminal() -> bool:
    """Whether somebody can be asked."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


def answered(question: str) -> str:
    """What somebody types; "" where input is over."""
    try:
        return input(question).strip()
    except EOFError:
        return ""


def is_yes(text: str) -> bool:
    """Whether an answer is a yes."""
    return text.casefold() in ("y", "yes", "c", "có", "co")


def agreed(question: str, words: Words, without_terminal: str = SAY_YES) -> bool:
    """Whether somebody said yes. Where there is no terminal it is said what else to do, and nobody has."""
    if not has_terminal():
        print(words(without_terminal), file=sys.stderr)
        return False
    if is_yes(answered(question)):
        return True
    print(words(N_("nothing was changed")))
    return False
