"""``kehoach check``: every problem of plans, and what is in them."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.opened import CannotDo, load_from, refuse_reading_twice
from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, UNREADABLE, add_json, complain
from tui.commands.streams import json_for_output
from tui.i18n.words import Words
from tui.model.text import N_, say
from tui.store.files.errors import reason, shown_path

if TYPE_CHECKING:
    from tui.lake.code_list import Coded, CodeList
    from tui.model.plan import Problem
    from tui.reports.checked import Checked
    from tui.store.plan_file import Loaded

ABOUT = N_("Say what is wrong with plan files")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    about = N_(
        "plan files, folders (every plan in them and below: plan.toml, and each .toml file with the tables of a plan, damaged or not), "
        "or - for standard input; default: ./plan.toml, else ./data/plan.toml"
    )
    parser.add_argument("plans", nargs="*", metavar="PLAN", help=words(about))
    forms = parser.add_mutually_exclusive_group()
    add_json(forms, words)
    forms.add_argument("--sarif", action="store_true", help=words(N_("print SARIF 2.1.0, as forges and editors show it beside the text")))
    about = N_(
        "name as well what a roll-up of many plans needs and is not there; and, with a codes.toml among the files, what differs from it"
    )
    parser.add_argument("--codes", action="store_true", help=words(about))
    parser.epilog = words(N_("exit 0 when there are no problems, 1 when there are some, 2 when a file cannot be read"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Print what is wrong with each plan, as text, JSON or SARIF; the worst exit code."""
    refuse_reading_twice(options.plans)
    as_one = "json" if options.json else "sarif" if options.sarif else ""
    kept: list[Checked] = []
    worst = FOUND
    named, codes = _without_lists(options.plans) if options.codes else (options.plans, None)
    for found in checked_each(named or [None], options.codes, codes):
        worst = max(worst, UNREADABLE if found.unreadable is not None else PROBLEMS if found.errors else FOUND)
        if found.unreadable is not None:
            complain(found.file, found.unreadable, words)
        if as_one:
            kept.append(found)
        elif found.unreadable is None:
            from tui.reports.checked import as_text

            sys.stdout.write(as_text(found, words))
    if as_one:
        from tui.reports.checked import as_json, as_sarif

        sys.stdout.write(json_for_output((as_json if as_one == "json" else as_sarif)(kept, words)))
    return worst


def _without_lists(named: Sequence[str]) -> tuple[list[str], CodeList | None]:
    """The files that are plans, and what the lists of codes among them say together. Raises CannotDo for a list that is none."""
    from tui.lake.code_list import is_code_list, read_code_list
    from tui.store.files.errors import StoreError

    lists = [name for name in named if name != STANDARD_INPUT and not os.path.isdir(name) and is_code_list(name)]
    codes: dict[str, Coded] = {}
    for name in lists:
        try:
            codes |= read_code_list(Path(name))
        except StoreError as fault:
            raise CannotDo(name, fault.sentence) from fault
    return [name for name in named if name not in lists], codes if lists else None


def checked_each(names: Sequence[str | None], codes: bool = False, listed: CodeList | None = None) -> Iterator[Checked]:
    """What is found in each of the plans that are named, and in each of a folder."""
    from tui.store.toml.parse import remembering_lines

    with remembering_lines():
        for named in names:
            if not named or named == STANDARD_INPUT or not os.path.isdir(named):
                yield _checked(named, codes, listed)
                continue
            try:
                for file in _plans_in(Path(named)):
                    yield _checked(file, codes, listed)
            except CannotDo as fault:
                yield _cannot(fault)


def _cannot(fault: CannotDo) -> Checked:
    from tui.reports.checked import Checked

    return Checked(str(fault.about), unreadable=fault.sentence)


def _checked(named: str | None, codes: bool, listed: CodeList | None) -> Checked:
    """What is found in one plan; with ``codes`` also what is missing for a roll-up, and what differs from the list of codes."""
    from tui.reports.checked import COUNTED, Checked
    from tui.store.whole import whole_before

    try:
        loaded = load_from(named)
    except CannotDo as fault:
        return _cannot(fault)
    cut = whole_before(loaded)
    return Checked(
        file=str(loaded.state.path),
        problems=tuple(sorted(loaded.problems, key=lambda p: p.line or 0)),
        to_decide=tuple(_to_decide(loaded, codes, listed)),
        counts={name: len(loaded.plan.tables[name]) for name in COUNTED},
        cut_short=cut.loss.of(loaded.state.name) if cut is not None else None,
    )


def _to_decide(loaded: Loaded, codes: bool, listed: CodeList | None) -> list[Problem]:
    """What a person has to decide in a plan that can be read, each with its line, in the order of the file."""
    from tui.lake.code_list import beside_the_list
    from tui.lake.missing_codes import missing_codes
    from tui.model.checks import to_decide
    from tui.store.toml.problem_lines import at_line, lines_of

    if loaded.read_only_because is not None:
        return []
    found = [*to_decide(loaded.plan), *(missing_codes(loaded.plan) if codes else ())]
    if listed is not None:
        found += beside_the_list(loaded.plan, listed)
    if not found:
        return []
    lines = lines_of(loaded.text, loaded.doc, found)
    return sorted((at_line(p, lines, loaded.doc) for p in found), key=lambda p: p.line or 0)


def _plans_in(folder: Path) -> Iterator[str]:
    """The plans in a folder and below it, by name, but for hidden ones.

    Raises CannotDo when there is none, or a folder cannot be looked into.
    """
    from tui.store.plans_in import plans_in

    found = False
    closed: list[OSError] = []
    for path in plans_in(str(folder), closed.append):
        found = True
        yield path
    for error in closed:
        raise CannotDo(error.filename, say(N_("{path} cannot be read: {reason}"), path=shown_path(error.filename), reason=reason(error)))
    if not found:
        raise CannotDo(folder, say(N_("there is no plan in this folder")))
