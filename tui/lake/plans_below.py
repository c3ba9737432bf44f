"""Which plan files a roll-up is made of: those that are named, and all in the folders that are."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

import attrs

from tui.model.text import N_, Sentence, say
from tui.store.files.errors import reason
from tui.store.plans_in import plans_in


@attrs.frozen
class Found:
    """What was found: the whole paths of plan files in the order of their names, and what could not be looked into, with why."""

    plans: tuple[str, ...]
    closed: tuple[tuple[str, Sentence], ...]


def plans_below(named: Iterable[str], but: Path, known: Callable[[str], bool]) -> Found:
    """The plans that are named and those in folders and below them, each once; nothing of the lake ``but`` itself, nothing hidden.

    A file that is ``known`` to be a plan, or to have been one, is among them whatever it holds now.
    """
    plans: dict[str, None] = {}
    closed: dict[str, Sentence] = {}
    for name in named:
        path = os.path.abspath(name)
        if not os.path.isdir(path):
            plans[path] = None
            continue

        def shut(error: OSError, folder: str = path) -> None:
            closed[_said(error.filename or folder)] = reason(error)

        plans.update(dict.fromkeys(plans_in(path, shut, os.path.abspath(but), known)))
    for path in [path for path in plans if not _is_said(path)]:
        del plans[path]
        closed[_said(path)] = say(N_("its path is not UTF-8 text"))
    return Found(tuple(sorted(plans)), tuple(closed.items()))


def _said(path: str) -> str:
    return os.fsencode(path).decode("utf-8", "replace")


def _is_said(path: str) -> bool:
    try:
        path.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True
