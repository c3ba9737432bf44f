"""The plan a command works on: found, read and looked at from a day, or a sentence on stderr and exit code 2."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.shared import choose
from tui.i18n.words import Unreadable, Words
from tui.model.text import Sentence
from tui.store.files.errors import StoreError, shown_path

if TYPE_CHECKING:
    from tui.session.session import Session
    from tui.store.plan_file import Loaded


class CannotDo(Exception):
    """A command that ends with exit code 2; ``about`` is the file or option the sentence is of."""

    def __init__(self, about: str | Path, sentence: Sentence) -> None:
        self.about, self.sentence = about, sentence
        super().__init__(about, sentence)


@contextmanager
def done_for(about: str | Path) -> Iterator[None]:
    """What is done for a file or an option: a fault of reading or writing ends the command with a sentence of it."""
    try:
        yield
    except (StoreError, Unreadable) as fault:
        raise CannotDo(about, fault.sentence) from fault


def day_named(options: argparse.Namespace, words: Words) -> dt.date | None:
    """The day to look from; None, for today where the plan is at home, when none is named. Raises :class:`CannotDo`."""
    if not options.as_of:
        return None
    with done_for("kehoach: --as-of"):
        return words.read_date(options.as_of)


def load_named(options: argparse.Namespace) -> Loaded:
    """The plan that was named, as its file holds it. Raises :class:`CannotDo`."""
    from tui.store.plan_file import load

    path = choose(options.plan, Path.cwd()).path
    with done_for(path):
        return load(path)


def opened(options: argparse.Namespace, words: Words) -> Session:
    """The plan that was named, looked at from the day that was named. Raises :class:`CannotDo`."""
    as_of = day_named(options, words)
    loaded = load_named(options)
    from tui.session.session import Session

    return Session(loaded, words, as_of=as_of, readonly=True, journaling=False)


def not_counted(words: Words, n: int) -> str:
    """Of records that could not be read: the figures are without them."""
    return words.count("{n} record could not be read and is not counted", "{n} records could not be read and are not counted", n)


def tell_unreadable(session: Session, told: Callable[[Words, int], str] = not_counted) -> None:
    """Say on stderr how many records could not be read; nothing when all could be."""
    if count := len(session.plan.set_aside):
        print(f"{shown_path(session.loaded.state.path)}: {told(session.words, count)}; kehoach check", file=sys.stderr)
