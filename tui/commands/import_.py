"""``kehoach import``: a form that was filled in, or a plain table, into the plan; old → new of every cell is shown before it is made."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import attrs

from tui.commands.agreed import agreed, answered, has_terminal, is_yes
from tui.commands.moved_due_days import DueDays, add_due, due_asked, wrong_options
from tui.commands.opened import path_to_change, rights_of, telling_of
from tui.commands.shared import FOUND, PROBLEMS, STANDARD_INPUT, UNREADABLE, complain
from tui.commands.streams import json_for_output
from tui.i18n.words import Unreadable, Words
from tui.model.counting import changes_of
from tui.model.edits import SetField
from tui.model.fields import FIGURE_FIELDS, TABLES
from tui.model.suggestions import with_suggested_id
from tui.model.text import N_, Sentence, printable, say
from tui.store.files.errors import StoreError, shown_path

if TYPE_CHECKING:
    from tui.exchange.cells import CellSheet
    from tui.model.plan import Plan
    from tui.model.proposal import Line, Proposal, Reject
    from tui.store.plan_file import Loaded

ABOUT = N_("Take in a workbook a body has filled in, or a plain table; every cell is shown old → new before it is made")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument(
        "file", metavar="FILE", help=words(N_("a workbook (.xlsx, .ods), a document with tables (.docx), or a table of text (.csv)"))
    )
    about = N_("the plan file; default: ./plan.toml, else ./data/plan.toml")
    parser.add_argument("plan", nargs="?", metavar="PLAN", help=words(about))
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument("--yes", action="store_true", help=words(N_("make the changes without asking")))
    ways.add_argument("--dry-run", action="store_true", help=words(N_("only show what would change")))
    results = [c.value for c in _VINTAGE.choices if c.value != "plan"]
    parser.add_argument("--vintage", choices=results, help=words(N_("what the figures of a plain table are")))
    parser.add_argument("--source", metavar="SOURCE", help=words(N_("where the figures of a plain table are from: a source of the plan")))
    parser.add_argument("--json", action="store_true", help=words(N_("print the proposal as JSON and change nothing")))
    parser.add_argument("--left-out", metavar="FILE", help=words(N_("write what is asked or left out into a table (.csv)")))
    add_due(parser, words)
    parser.epilog = words(N_("exit 0 when all of it is in the plan, 1 when something was left out, 2 when nothing could be done"))


_VINTAGE = next(f for f in FIGURE_FIELDS if f.key == "vintage")
_SOURCE = next(f for f in FIGURE_FIELDS if f.key == "source")


@attrs.frozen
class Wanted:
    """What was asked for, beside the plan."""

    name: str
    sheets: Sequence[CellSheet]
    vintage: str | None
    source: str | None
    words: Words


def run(options: argparse.Namespace, words: Words) -> int:
    """Show what a file would change, ask, and save it as one save; what cannot be imported is listed with sheet and cell on stderr."""
    if options.file in ("", STANDARD_INPUT):
        return complain("kehoach import", say(N_("what is taken in has to be a file; name it")), words)
    if (wrong := wrong_options(options)) is not None:
        return complain("--due", wrong, words)
    if options.file.endswith(".toml") and options.plan and not str(options.plan).endswith(".toml"):
        return complain(options.file, say(N_("the file that is taken in comes first, then the plan: kehoach import FILE PLAN")), words)
    path = path_to_change(options.plan)
    from tui.exchange.import_result import CannotImport
    from tui.exchange.importing import read_sheets

    try:
        sheets = read_sheets(options.file)
    except CannotImport as fault:
        return complain(options.file, fault.sentence, words)
    return take_in(Wanted(Path(options.file).name, sheets, options.vintage, options.source, words), path, options)


def take_in(wanted: Wanted, path: Path, options: argparse.Namespace) -> int:
    """Show what sheets would change in a plan, ask, and save it as one save; the exit code. ``options`` are those of the command."""
    from tui.exchange.import_result import CannotImport
    from tui.store.files.rights import why_not_replaced
    from tui.store.plan_file import load
    from tui.store.whole import whole_before

    words = wanted.words
    try:
        loaded = load(path)
        whole = _proposed(loaded, wanted)
    except CannotImport as fault:
        return complain(options.file, fault.sentence, words)
    except Unreadable as fault:
        sources = {id: () for id in loaded.plan.tables["sources"]}
        return complain("--source", with_suggested_id(fault.sentence, options.source, sources), words)
    except StoreError as fault:
        return complain("kehoach import", fault.sentence, words)
    taken = [] if options.yes or options.dry_run or options.json else _asked(whole, loaded, words)
    whole = _without_doubt(whole, taken)
    found = whole.settled
    if options.left_out and (unwritten := _write_left_out(options.left_out, whole, loaded, words)) is not None:
        return complain(options.left_out, unwritten, words)
    if options.json:
        from tui.exchange.proposal_rows import as_json

        sys.stdout.write(json_for_output(as_json(whole, loaded.plan, words)))
        return PROBLEMS if found.rejects else FOUND
    _show(found, loaded, whole, words)
    if not found.lines:
        print(words(N_("nothing to change")))
        return PROBLEMS if found.rejects else FOUND
    if options.dry_run:
        return PROBLEMS if found.rejects else FOUND
    if (cut := whole_before(loaded)) is not None:
        complain(path, cut.loss.of(loaded.state.name), words)
        return complain(path, say(N_("nothing was changed; “kehoach” brings the whole plan back")), words)
    if (unsaveable := loaded.read_only_because or why_not_replaced(path)) is not None:
        return complain(path, unsaveable, words)
    try:
        due = due_asked(found, loaded, options, words)
    except Unreadable as unsaid:
        return complain("--due", unsaid.sentence, words)
    question = words.count("Make {n} change? (y/n) ", "Make {n} changes? (y/n) ", len(found.edits))
    if not options.yes and not agreed(question, words, N_("nothing was changed: without a terminal to ask on, say --yes or --dry-run")):
        return UNREADABLE
    return _make(loaded, found, wanted, due, taken)


def _asked(whole: Proposal, loaded: Loaded, words: Words) -> list[Sentence]:
    """The places of the lines in doubt that somebody has taken in on the terminal; none where nobody can be asked."""
    doubtful = [line for line in whole.lines if line.doubt is not None]
    if not doubtful or not has_terminal():
        return []
    print(words.count("{n} line is in doubt and is asked about:", "{n} lines are in doubt and are asked about one by one:", len(doubtful)))
    taken = []
    for line in doubtful:
        for told in _line_told(line, whole, loaded, words):
            print(told)
        if is_yes(answered(words(N_("Take it in? (y/n) ")))) and line.place is not None:
            taken.append(line.place)
    return taken


def _line_told(line: Line, whole: Proposal, loaded: Loaded, words: Words) -> Iterator[str]:
    """A line in doubt: why, and what it would make."""
    from tui.model.proposal import grown, made_of
    from tui.reports.changes import change_lines

    assert line.doubt is not None
    named = grown(loaded.plan, whole.lines)
    place = f"{words.sentence(line.place)} · " if line.place is not None else ""
    yield printable(f"△ {place}{words.sentence(line.doubt)}")
    for told in change_lines(made_of([line]), named, named, words):
        yield printable(f"  {told.text}" + (f" ({'; '.join(told.values)})" if told.values else ""))


def _proposed(loaded: Loaded, wanted: Wanted) -> Proposal:
    """What the file changes in the plan as it is now. Raises CannotImport, and Unreadable for a source nobody knows."""
    from tui.exchange.importing import import_sheets, with_vintage
    from tui.exchange.pasted_values import PastedReader
    from tui.model.proposal import sift
    from tui.store.log.ids_once import ids_once

    plan, words = loaded.plan, wanted.words
    languages = [words, *(Words(language) for language in ("vi", "en") if language != words.language)]
    languages.sort(key=lambda w: w.language != "vi")  # what comes from outside is Vietnamese
    if wanted.source == "":
        raise Unreadable(say(N_("nothing is called “{text}”"), text=""))
    found = import_sheets(wanted.sheets, plan, languages, once=partial(ids_once, loaded.state.path))
    source = PastedReader(plan, languages).read(_SOURCE, wanted.source) if wanted.source is not None else None
    return attrs.evolve(sift(plan, *with_vintage(plan, found, wanted.vintage, source)), same=tuple(found.same))


def _write_left_out(path: str, found: Proposal, loaded: Loaded, words: Words) -> Sentence | None:
    """Write what is not made unasked; why that cannot be done."""
    from tui.exchange.proposal_rows import left_out_csv
    from tui.store.files.new_file import write_new

    try:
        write_new(path, left_out_csv(found, loaded.plan, words).encode("utf-8-sig"), rights_of(loaded))
    except StoreError as fault:
        return fault.sentence
    return None


# -- words ------------------------------------------------------------------------------------------------------------


def _show(found: Proposal, loaded: Loaded, whole: Proposal, words: Words) -> None:
    from tui.model.proposal import grown, made_of
    from tui.reports.changes import change_lines

    plan = loaded.plan
    named = grown(plan, found.lines)
    for line in found.lines:
        for told in change_lines(made_of([line]), named, named, words):
            place = f"{words.sentence(line.place)} · " if line.place is not None else ""
            told_values = f" ({'; '.join(told.values)})" if told.values else ""
            print(printable(f"{place}{told.text}{told_values}"))
    if undated := _undated(found, plan):
        unsaid = words.count(
            "{n} task is done, its day not said: no report of a year counts it",
            "{n} tasks are done, their day not said: no report of a year counts them",
            undated,
        )
        print(f"△ {unsaid}")
    for reject in found.rejects:
        print(printable(f"✗ {_told(reject, grown(plan, whole.lines), words)}"), file=sys.stderr)
    sys.stdout.flush()


def _undated(found: Proposal, plan: Plan) -> int:
    """How many tasks are done by what is taken in, of which neither it nor the plan says on which day."""
    from tui.model.task_log import DONE

    edits = [edit for edit in found.edits if isinstance(edit, SetField) and edit.table == "tasks"]
    dated = {edit.id for edit in edits if edit.field in ("done_on", "log")}
    done = {edit.id for edit in edits if (edit.field, edit.new) == ("status", DONE)}
    return sum("done_on" not in (plan.get("tasks", id) or {}) for id in done - dated)


def _told(reject: Reject, plan: Plan, words: Words) -> str:
    where = words.sentence(reject.place) if reject.place is not None else ""
    known = bool(reject.id) and plan.get(reject.table, reject.id) is not None
    record = f" · {words(TABLES[reject.table].one)} {words.show(plan.called(reject.table, reject.id))}" if known else ""
    return f"{where}: {words.sentence(reject.what)}{record}"


# -- making -----------------------------------------------------------------------------------------------------------


def _make(loaded: Loaded, shown: Proposal, wanted: Wanted, due: DueDays, taken: Sequence[Sentence]) -> int:
    """Save the changes that were shown. What others saved meanwhile is read again, and only what still fits is made."""
    from tui.exchange.import_result import CannotImport
    from tui.session import save
    from tui.session.outcomes import CutShort, Done, FileGone, NotSaved, Refused, Saved, TakenIn
    from tui.session.session import Session
    from tui.store.log.record import note

    words, path = wanted.words, loaded.state.path
    label = _label(wanted.name)
    made = shown

    def still_fits(session: Session, fresh: Loaded) -> TakenIn | NotSaved:
        nonlocal made
        try:
            made = _still(shown, _proposed(fresh, wanted), taken)
        except (StoreError, CannotImport) as unreadable:
            return NotSaved(unreadable.sentence)
        session.begin(fresh)
        step = session.commit(due.of(made.edits, session), label)
        return TakenIn() if isinstance(step, Done) else NotSaved(step)

    session = Session(loaded, words, journaling=False)
    step = session.commit(due.of(shown.edits, session), label)
    attempt = save.SaveAttempt(session, note(said=label), take=still_fits)
    outcome = save.run(attempt) if isinstance(step, Done) else NotSaved(step)
    if isinstance(outcome, CutShort):
        return complain(path, outcome.sentence, words)
    if isinstance(outcome, NotSaved | FileGone):
        if not isinstance(outcome.why, Refused):
            return complain(path, outcome.why, words)
        for line in outcome.why.lines(words):
            print(printable(f"✗ {line}"), file=sys.stderr)
        return UNREADABLE
    assert isinstance(outcome, Saved), "nothing is joined here, so nothing is in conflict"
    for reject in made.rejects:
        if reject not in shown.rejects:
            print(printable(f"✗ {_told(reject, loaded.plan, words)}"), file=sys.stderr)
    with telling_of(path):
        print(words.count("{n} change saved to {file}", "{n} changes saved to {file}", changes_of(made.edits), file=shown_path(path)))
    for warning in (outcome.unwritten, outcome.left_behind):
        if warning is not None:
            print(words.sentence(warning), file=sys.stderr)
    return PROBLEMS if made.rejects else FOUND


def _label(name: str) -> Sentence:
    return say(N_("taken in from {file}"), file=printable(name))


def _still(shown: Proposal, fresh: Proposal, taken: Sequence[Sentence]) -> Proposal:
    """Of a fresh proposal the cells that were shown, with those that were ``taken`` though in doubt: nobody agreed to the others."""
    agreed_to = [line.place for line in shown.lines]
    settled = _without_doubt(fresh, taken).settled
    return attrs.evolve(settled, lines=tuple(line for line in settled.lines if line.place in agreed_to))


def _without_doubt(whole: Proposal, taken: Sequence[Sentence]) -> Proposal:
    """A proposal in which what somebody has taken in is no longer in doubt."""
    lines = (attrs.evolve(line, doubt=None) if line.doubt is not None and line.place in taken else line for line in whole.lines)
    return attrs.evolve(whole, lines=tuple(lines))
