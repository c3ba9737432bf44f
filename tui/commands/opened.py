"""The plan a command works on: found, read and looked at from a day, or a sentence on stderr and exit code 2."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.shared import STANDARD_INPUT, choose
from tui.commands.streams import OutputFailed
from tui.i18n.words import Unreadable, Words
from tui.model.fields import TABLES
from tui.model.text import N_, Sentence, say
from tui.start.places import working_folder
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import read_standard_input

if TYPE_CHECKING:
    from tui.session.session import Session
    from tui.store.plan_file import Loaded


class CannotDo(Exception):
    """A command that ends with exit code 2; ``about`` is the file or option the sentence is of."""

    def __init__(self, about: str | Path, sentence: Sentence) -> None:
        self.about, self.sentence = about, sentence
        super().__init__(about, sentence)


@contextmanager
def telling_of(path: str | Path) -> Iterator[None]:
    """What is printed of a file that was made: where that cannot be printed, it is said that the file is there."""
    try:
        yield
        sys.stdout.flush()
    except OutputFailed as fault:
        raise CannotDo(path, say(N_("is written; to standard output {fault}"), fault=fault.sentence)) from fault


@contextmanager
def done_for(about: str | Path) -> Iterator[None]:
    """What is done for a file or an option: a fault of reading or writing ends the command with a sentence of it."""
    try:
        yield
    except (StoreError, Unreadable) as fault:
        raise CannotDo(about, fault.sentence) from fault


def day_named(options: argparse.Namespace, words: Words) -> dt.date | None:
    """The day to look from; None, for today where the plan is at home, when none is named. Raises :class:`CannotDo`."""
    if options.as_of is None:
        return None
    with done_for("kehoach: --as-of"):
        return words.read_date(options.as_of)


def clock_today() -> dt.date:
    """Today where a plan is at home that does not say where."""
    from tui.model.clock import clock_of
    from tui.model.plan import Plan

    return clock_of(Plan()).today()


def plan_path(named: str | None) -> Path:
    """The plan file that was named, else the one beside the working directory. Raises :class:`CannotDo`.

    The plan that comes with the program is nobody's: no command speaks of it unless it is named.
    """
    if named is None and working_folder() is None:
        raise CannotDo("kehoach", say(N_("the working folder is no longer there; name the plan file by its whole path")))
    if named == "":
        raise CannotDo("kehoach", say(N_("an empty name is no plan file")))
    chosen = choose(named, Path(working_folder() or "/"))
    if chosen.shipped:
        raise CannotDo("kehoach", say(N_("there is no plan in this folder (plan.toml or data/plan.toml); name the plan file")))
    return chosen.path


def path_to_change(named: str | None) -> Path:
    """As :func:`plan_path`, of a plan that has to stand in a file: standard input does not. Raises :class:`CannotDo`."""
    if named == STANDARD_INPUT:
        raise CannotDo(STANDARD_INPUT, say(N_("standard input will not do here; name the plan file")))
    return plan_path(named)


def load_named(options: argparse.Namespace) -> Loaded:
    """The plan that was named, as its file or standard input holds it. Raises :class:`CannotDo`."""
    return load_from(options.plan)


def load_from(named: str | None) -> Loaded:
    """The plan in a file that was named, or in standard input. Raises :class:`CannotDo`."""
    from tui.store.plan_file import load, load_state

    if named == STANDARD_INPUT:
        with done_for(STANDARD_INPUT):
            return load_state(read_standard_input())
    path = plan_path(named)
    with done_for(path):
        return load(path)


def whole(loaded: Loaded, named: str | None) -> Loaded:
    """The plan, where its file is valid TOML: of what stands in any other nobody knows how much is missing. Raises :class:`CannotDo`."""
    if loaded.read_only_because is None:
        return loaded
    about = STANDARD_INPUT if named == STANDARD_INPUT else loaded.state.path
    line = min((problem.line for problem in loaded.problems if problem.line is not None), default=None)
    if line is None:
        raise CannotDo(about, loaded.read_only_because)
    told = N_("line {line} of the file is not valid TOML: what it holds is unknown, so nothing is said of the rest; kehoach check lists it")
    raise CannotDo(about, say(told, line=line))


def refuse_reading_twice(names: Sequence[str]) -> None:
    """Raise :class:`CannotDo` when standard input is named more than once: it can be read only once."""
    if list(names).count(STANDARD_INPUT) > 1:
        raise CannotDo(STANDARD_INPUT, say(N_("standard input can be read only once")))


def opened(options: argparse.Namespace, words: Words) -> Session:
    """The plan that was named, looked at from the day that was named. Raises :class:`CannotDo`."""
    as_of = day_named(options, words)
    loaded = whole(load_named(options), options.plan)
    from tui.session.session import Session

    session = Session(loaded, words, as_of=as_of, readonly=True, journaling=False)
    if getattr(options, "all_known", False):
        session.look_from(session.as_of, all_known=True)
    return session


def rights_of(loaded: Loaded) -> Path | None:
    """The file whose rights what is made of a plan gets: the plan's own; None, so for its owner only, for one from standard input."""
    return None if loaded.state.identity is None else loaded.state.path


def not_counted(words: Words, n: int) -> str:
    """Of records that could not be read: the figures are without them."""
    return words.count("{n} record could not be read and is not counted", "{n} records could not be read and are not counted", n)


def tell_empty(session: Session) -> None:
    """Say on stderr what a plan has not got at all yet, so that no count of nothing is taken for good news."""
    plan, words = session.plan, session.words
    if any(plan.tables[name] for name in ("indicators", "tasks")) or plan.set_aside:
        return
    nothing = [words(TABLES[name].label).lower() for name in ("goals", "indicators", "tasks", "agencies") if not plan.tables[name]]
    told = words(N_("the plan has none of these yet: {what}"), what=", ".join(nothing))
    print(f"{shown_path(session.loaded.state.path)}: {told}", file=sys.stderr)


def tell_unreadable(session: Session, told: Callable[[Words, int], str] = not_counted) -> None:
    """Say on stderr how many records could not be read; nothing when all could be."""
    if count := len(session.plan.set_aside):
        print(f"{shown_path(session.loaded.state.path)}: {told(session.words, count)}; kehoach check", file=sys.stderr)
