"""``kehoach new``: an empty plan, or one for the next term from one that ended."""

from __future__ import annotations

import argparse

from tui.commands.opened import CannotDo, done_for, load_named, telling_of
from tui.commands.shared import FOUND, new_file
from tui.i18n.words import Words
from tui.model.text import N_, printable, say
from tui.store.files.errors import shown_path

ABOUT = N_("Make an empty plan, or one for the next term from one that ended: then structure, bodies and documents stay, results do not")


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
    from tui.reports.renewal import renewal_lines
    from tui.store.plan_save import rendered, save_copy

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
        for line in renewal_lines(made, loaded, text, first, words):
            print(printable(line))
    return FOUND
