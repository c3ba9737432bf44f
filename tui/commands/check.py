"""``kehoach check``: every problem of plans, and what is in them."""

from __future__ import annotations

import argparse
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.commands.opened import CannotDo, load_from, refuse_reading_twice
from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, complain
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.store.files.errors import StoreError, reason, shown_path

if TYPE_CHECKING:
    from tui.model.plan import Problem
    from tui.store.plan_file import Loaded

ABOUT = N_("Say what is wrong with plan files")

_PLAN_NAME: Final = "plan.toml"
_HEADER: Final = re.compile(rb"^[ \t]*\[[ \t]*plan[ \t]*\]", re.MULTILINE)
"""How a plan is told from other TOML files of a folder, also a broken one: its table ``[plan]``."""


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_(
        "plan files, folders (every plan in them and below: plan.toml and what has a table [plan]), or - for standard input; "
        "default: ./plan.toml, else ./data/plan.toml"
    )
    parser.add_argument("plans", nargs="*", metavar="PLAN", help=words(about))
    parser.epilog = words(N_("exit 0 when there are no problems, 1 when there are some, 2 when a file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print every problem as ``file:line: table.id.field: …`` and for each plan a line that counts what is in it; the worst exit code."""
    refuse_reading_twice(options.plans)
    worst = FOUND
    for named in options.plans or [None]:
        try:
            files: Iterator[str | None] = (
                _plans_in(Path(named)) if named and named != STANDARD_INPUT and os.path.isdir(named) else iter([named])
            )
            for file in files:
                worst = max(worst, _checked(file, words))
        except CannotDo as fault:
            worst = max(worst, complain(fault.about, fault.sentence, words))
    return worst


def _checked(named: str | None, words: Words) -> int:
    """Print what is wrong with one plan; its exit code."""
    try:
        return _told(named, words)
    except CannotDo as fault:
        return complain(fault.about, fault.sentence, words)


def _told(named: str | None, words: Words) -> int:
    from tui.store.plan_file import format_problem
    from tui.store.whole import whole_before

    loaded = load_from(named)
    path = loaded.state.path
    for problem in sorted(loaded.problems, key=lambda p: p.line or 0):
        print(format_problem(problem, str(path), words))
    open_questions = _to_decide(loaded)
    for problem in open_questions:
        print(format_problem(problem, str(path), words))
    cut = whole_before(loaded)
    if cut is not None:
        print(f"{shown_path(path)}: {words.sentence(cut.loss.of(loaded.state.name))}; {words(N_('“kehoach” brings the whole plan back'))}")
    errors = sum(not p.warning for p in loaded.problems) + (cut is not None)
    warnings = len(loaded.problems) - errors
    tables = loaded.plan.tables
    counts = [
        words.count("{n} goal", "{n} goals", len(tables["goals"])),
        words.count("{n} indicator", "{n} indicators", len(tables["indicators"])),
        words.count("{n} direction", "{n} directions", len(tables["directions"])),
        words.count("{n} enterprise", "{n} enterprises", len(tables["enterprises"])),
        words.count("{n} task", "{n} tasks", len(tables["tasks"])),
        words.count("{n} document", "{n} documents", len(tables["documents"])),
    ]
    faults = words.count("{n} problem", "{n} problems", errors) if errors else words(N_("no problems"))
    if warnings:
        faults += ", " + words.count("{n} warning", "{n} warnings", warnings)
    if open_questions:
        faults += ", " + words.count("{n} matter to decide", "{n} matters to decide", len(open_questions))
    print(f"{shown_path(path)}: {', '.join(counts)}; {faults}")
    return PROBLEMS if errors else FOUND


def _to_decide(loaded: Loaded) -> list[Problem]:
    """What a person has to decide in a plan that can be read, each with its line, in the order of the file."""
    from tui.model.checks import to_decide
    from tui.store.toml.problem_lines import at_line, lines_of

    if loaded.read_only_because is not None:
        return []
    found = list(to_decide(loaded.plan))
    lines = lines_of(loaded.text, loaded.doc, found)
    return sorted((at_line(p, lines, loaded.doc) for p in found), key=lambda p: p.line or 0)


def _plans_in(folder: Path) -> Iterator[str]:
    """The plans in a folder and below it, by name, but for hidden ones.

    Raises CannotDo when there is none, or a folder cannot be looked into.
    """
    found = False
    closed: list[OSError] = []
    for below, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.endswith(".toml") and not name.startswith(".") and _looks_like_a_plan(os.path.join(below, name)):
                found = True
                yield os.path.join(below, name)
    for error in closed:
        raise CannotDo(error.filename, say(N_("{path} cannot be read: {reason}"), path=shown_path(error.filename), reason=reason(error)))
    if not found:
        raise CannotDo(folder, say(N_("there is no plan in this folder")))


def _looks_like_a_plan(path: str) -> bool:
    """Also one that cannot be read: that is said when it is."""
    from tui.store.files.file_state import read_file

    try:
        return os.path.basename(path) == _PLAN_NAME or _HEADER.search(read_file(path).data) is not None
    except StoreError:
        return True
