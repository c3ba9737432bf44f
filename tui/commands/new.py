"""``kehoach new``: an empty plan, or one for the next term from one that ended."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Final

from tui.commands.opened import CannotDo, done_for, load_named, telling_of
from tui.commands.shared import FOUND, new_file
from tui.i18n.words import Words
from tui.model.text import N_, printable, say
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.model.renew import Remark, Renewal
    from tui.store.plan_file import Loaded

ABOUT = N_("Make an empty plan, or one for the next term from one that ended: then structure, bodies and documents stay, results do not")

_AROUND: Final = 45
"""Characters shown on either side of a year in a long text."""


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    parser.add_argument("file", metavar="FILE", type=new_file(words), help=words(N_("the file to make; it must not be there yet")))
    parser.add_argument(
        "--from",
        dest="plan",
        metavar="PLAN",
        help=words(N_("the plan that ended, or - for standard input; without it the new plan is empty")),
    )
    parser.add_argument("--term", metavar="YEARS", help=words(N_("first and last year of the new term, as 2026-2030")))
    parser.add_argument("--title", metavar="TITLE", help=words(N_("the title of the empty plan")))
    parser.add_argument("--kind", metavar="KIND", help=words(N_("the kind of document it is, such as Kế hoạch, Nghị quyết, Strategy")))
    parser.epilog = words(N_("exit 0 when the file was made, 2 when not"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Make the file and say what is in it, what is not, and what a person should look at."""
    return _blank(options, words) if options.plan is None else _renewed(options, words)


def _blank(options: argparse.Namespace, words: Words) -> int:
    """An empty plan."""
    from tui.commands.opened import clock_today
    from tui.model.new_plan import read_term, usual_term

    term = read_term(options.term or "")
    if term is None:
        example = "-".join(map(str, usual_term(clock_today())))
        wrong = N_("“{term}” is not a term; one such as {example} was expected")
        raise CannotDo(
            "--term",
            say(wrong if options.term else N_("is missing; a term such as {example} was expected"), term=options.term, example=example),
        )
    from tui.commands.beginning import write_blank

    made = write_blank(options.file, term, words, title=options.title or "", kind=options.kind or "")
    with telling_of(options.file):
        print(f"{shown_path(options.file)}: {words(N_('an empty plan for {term}'), term=f'{term[0]}–{term[1]}')}")
        for told in made:
            print(f"  {words.sentence(told)}")
        print("  " + words(N_("kehoach {file} opens it and asks for the rest step by step"), file=shown_path(options.file)))
    return FOUND


def _renewed(options: argparse.Namespace, words: Words) -> int:
    """A plan for the next term."""
    from tui.model.new_plan import read_term
    from tui.model.renew import renew
    from tui.store.plan_file import rendered, save_copy

    loaded = load_named(options)
    path = loaded.state.path
    if loaded.read_only_because is not None:
        raise CannotDo(path, loaded.read_only_because)
    years = loaded.plan.years
    if not years:
        raise CannotDo(path, say(N_("the plan does not say its term, so nothing can be moved on to another one")))
    old = f"{years[0]}–{years[-1]}"
    first, last = read_term(options.term or "") or (0, 0)
    if not years[-1] < first <= last:
        example = f"{years[-1] + 1}-{years[-1] + len(years)}"
        wrong = N_("“{term}” is not a term after {old}; one such as {example} was expected")
        what = say(
            wrong if options.term else N_("is missing; a term after {old} such as {example} was expected"),
            term=options.term,
            old=old,
            example=example,
        )
        raise CannotDo("--term", what)
    for name, value in (("--title", options.title), ("--kind", options.kind)):
        if value is not None:
            raise CannotDo(name, say(N_("is for an empty plan; with --from title and kind come from the old one")))
    made = renew(loaded.plan, first, last)
    with done_for(options.file):
        text = rendered(loaded, made.plan)
        save_copy(options.file, text)
    told = words(N_("plan {term}, made from {path} ({old})"), term=f"{first}–{last}", path=shown_path(path), old=old)
    with telling_of(options.file):
        print(f"{shown_path(options.file)}: {told}")
        for line in [*_summary(made, first, words), *_faults(loaded, words), *_remarks(made, text, first, words)]:
            print(printable(line))
    return FOUND


def _summary(made: Renewal, first: int, words: Words) -> list[str]:
    from tui.model.fields import TABLES

    tables, counts = made.plan.tables, made.counts
    kept = [
        words.count("{n} goal", "{n} goals", len(tables["goals"])),
        words.count("{n} indicator", "{n} indicators", len(tables["indicators"])),
        words.count("{n} direction", "{n} directions", len(tables["directions"])),
        words.count("{n} enterprise", "{n} enterprises", len(tables["enterprises"])),
        words.count("{n} task", "{n} tasks", len(tables["tasks"])),
        words.count("{n} duty", "{n} duties", len(tables["duties"])),
        words.count("{n} body", "{n} bodies", len(tables["agencies"])),
        words.count("{n} document", "{n} documents", len(tables["documents"])),
    ]
    shifts = [
        f"{made.moved[f'{table.name}.{spec.key}']} {words(spec.label)} ({words(table.label)})"
        for table in TABLES.values()
        for spec in table
        if made.moved[f"{table.name}.{spec.key}"]
    ]
    left = {
        "indicators.target": words.count("{n} target", "{n} targets", counts["indicators.target"]),
        "figures": words.count("{n} figure", "{n} figures", counts["figures"]),
        "sources": words.count("{n} source nothing names any more", "{n} sources nothing names any more", counts["sources"]),
        "tasks.status": words.count("{n} reported task", "{n} reported tasks", counts["tasks.status"]),
        "reviews": words.count("{n} review meeting", "{n} review meetings", counts["reviews"]),
        "decisions": words.count("{n} decision", "{n} decisions", counts["decisions"]),
    }
    lines = [f"  {words(N_('goes over'))}: {', '.join(kept)}"]
    if any(counts[key] for key in left):
        lines.append(f"  {words(N_('cleared'))}: {', '.join(told for key, told in left.items() if counts[key])}")
    if shifts:
        lines.append(f"  {words(N_('moved on'))}: {', '.join(shifts)}")
    if counts["baselines"]:
        baselines = words.count(
            "{n} figure of {year} stays as the baseline", "{n} figures of {year} stay as baselines", counts["baselines"], year=first - 1
        )
        lines.append(f"  {baselines}")
    if counts["bodies"]:
        moved = words.count(
            "{n} mention of a body that has ended now names the one that took over",
            "{n} mentions of bodies that have ended now name those that took over",
            counts["bodies"],
        )
        lines.append(f"  {moved}")
    return lines


def _faults(loaded: Loaded, words: Words) -> list[str]:
    """What was wrong with the plan that ended: it went over as far as it could be read."""
    lines = []
    if loaded.plan.set_aside:
        left = words.count(
            "{n} record could not be read and is left out", "{n} records could not be read and are left out", len(loaded.plan.set_aside)
        )
        lines.append(f"  ⚠ {left}")
    if loaded.errors:
        lines.append("  ⚠ " + words(N_("the plan it was made from has problems: kehoach check {path}"), path=shown_path(loaded.state.path)))
    return lines


def _remarks(made: Renewal, text: str, first: int, words: Words) -> list[str]:
    from tui.model.renew import Remark

    lines = [f"  {words(N_('left out'))}: {_told(remark, words)}" for remark in made.left_out]
    lines += [f"  {words(N_('to be decided'))}: {_told(remark, words)}" for remark in made.unclear]
    old = made.old_years + [
        Remark(words(N_("line {n}"), n=number), say("{text}", text=note)) for number, note in _notes_of_old_years(text, first)
    ]
    if old:
        lines.append("  " + words.count("{n} place still names a year of before:", "{n} places still name a year of before:", len(old)))
        lines += [f"    {remark.where}: {_around(words.sentence(remark.what), first)}" for remark in old]
    return lines


def _told(remark: Remark, words: Words) -> str:
    return f"{remark.where}: {words.sentence(remark.what)}"


def _notes_of_old_years(text: str, first: int) -> list[tuple[int, str]]:
    """(line, comment) of the comments of the file that name a year before the term: they went over with their records."""
    from tui.model.renew import YEAR
    from tui.store.toml.write import comments

    notes = set(comments(text, 0, len(text)))
    return [
        (number, line.strip())
        for number, line in enumerate(text.splitlines(), 1)
        if line.strip() in notes and any(int(year) < first for year in YEAR.findall(line))
    ]


def _around(text: str, first: int) -> str:
    """The text about its first old year, on one line of a readable length."""
    from tui.model.renew import YEAR

    found = next(year for year in YEAR.finditer(text) if int(year[0]) < first)
    start, end = max(0, found.start() - _AROUND), min(len(text), found.end() + _AROUND)
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")
