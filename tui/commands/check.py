"""``kehoach check``: every problem of a plan, and what is in it."""

from __future__ import annotations

import argparse

from tui.commands.opened import load_named
from tui.commands.shared import FOUND, PROBLEMS, add_plan
from tui.i18n.words import Words
from tui.model.text import N_
from tui.store.files.errors import shown_path

ABOUT = N_("Say what is wrong with a plan file")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    parser.epilog = words(N_("exit 0 when there are no problems, 1 when there are some, 2 when the file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print every problem as ``file:line: table.id.field: …`` and a line that counts what is in the plan."""
    from tui.store.plan_file import format_problem

    loaded = load_named(options)
    path = loaded.state.path
    for problem in sorted(loaded.problems, key=lambda p: p.line or 0):
        print(format_problem(problem, str(path), words))
    errors = sum(not p.warning for p in loaded.problems)
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
    print(f"{shown_path(path)}: {', '.join(counts)}; {faults}")
    return PROBLEMS if errors else FOUND
