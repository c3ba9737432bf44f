"""``kehoach report``: the official papers as Word files, without a terminal."""

from __future__ import annotations

import argparse
import datetime as dt
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from tui.commands.opened import done_for, opened, tell_empty, tell_unreadable, telling_of
from tui.commands.shared import FOUND, add_day, add_plan, new_file, tell_papers_are_vietnamese, year
from tui.i18n.words import Words
from tui.model.suggestions import with_suggested_id
from tui.model.text import N_, printable, say
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.model.plan import Plan
    from tui.reports.word.paper import Paper
    from tui.store.files.file_state import IfExists

ABOUT = N_("Write an official paper as a Word file: the yearly report, a meeting's notice or minutes, letters to late bodies")


class Asked(NamedTuple):
    """What a paper is asked of: the plan, and how the command was called."""

    options: argparse.Namespace
    plan: Plan
    frames: Frames
    as_of: dt.date


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    parser.add_argument(
        "--kind", choices=tuple(KINDS), default="yearly", help=words(N_("which paper; default: yearly, the report with its annexes"))
    )
    parser.add_argument(
        "--docx", metavar="FILE", type=new_file(words), required=True, help=words(N_("the file to make; for letters the folder they go to"))
    )
    parser.add_argument(
        "--year", metavar="YEAR", type=year(words), help=words(N_("the year reported; default: that of the day looked from"))
    )
    parser.add_argument("--review", metavar="ID", help=words(N_("the review meeting of the notice or the minutes; default: the last one")))
    add_day(parser, words)
    parser.add_argument("--force", action="store_true", help=words(N_("replace a Word file that is there already")))
    parser.epilog = words(
        N_("exit 0 when all is written, 2 when it could not be done; a past year is seen from its last day unless told otherwise")
    )


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the paper, or a letter to each late body into a folder; what is there already stays unless it may be replaced."""
    from tui.store.files.file_state import IfExists
    from tui.store.files.paper_file import check_paper

    session = opened(options, words)
    path = session.loaded.state.path
    tell_unreadable(session)
    tell_empty(session)
    tell_papers_are_vietnamese(words)
    kind, if_exists = KINDS[options.kind], IfExists.REPLACE if options.force else IfExists.REFUSE
    if not kind.into_folder:
        check_paper(options.docx, if_exists)
    with done_for(path):
        papers = kind.papers(Asked(options, session.plan, session.frames, session.as_of))
    if not papers:
        print(words(N_("{path}: nobody is late on {day}; there is no letter to write"), path=shown_path(path), day=session.as_of))
        return FOUND
    if kind.into_folder:
        _make_folder(options.docx)
    _write(papers, if_exists, words)
    return FOUND


Papers = list[tuple[Path, "Paper"]]
"""Where each paper goes, and what it says."""


def _yearly(asked: Asked) -> Papers:
    from tui.reports.word.yearly import yearly_report

    reported, day = _year_and_day(asked.options, asked.plan, asked.as_of)
    return [(asked.options.docx, yearly_report(asked.plan, asked.frames, reported, day))]


def _notice(asked: Asked) -> Papers:
    from tui.reports.word.notice import conclusion_notice

    return [(asked.options.docx, conclusion_notice(asked.plan, asked.frames, _review(asked.options, asked.plan)))]


def _minutes(asked: Asked) -> Papers:
    from tui.reports.word.minutes import minutes

    return [(asked.options.docx, minutes(asked.plan, asked.frames, _review(asked.options, asked.plan)))]


def _letters(asked: Asked) -> Papers:
    from tui.reports.word.letters import late_bodies, late_letter

    names = file_names(late_bodies(asked.frames, asked.as_of))
    return [(asked.options.docx / name, late_letter(asked.plan, asked.frames, id, asked.as_of)) for id, name in names.items()]


class Kind(NamedTuple):
    """A kind of paper. ``papers`` raises SaveFailed when there is nothing such a paper could be about."""

    papers: Callable[[Asked], Papers]
    into_folder: bool = False
    """Whether there may be several, which go into a folder."""


KINDS: Final[Mapping[str, Kind]] = {
    "yearly": Kind(_yearly),
    "notice": Kind(_notice),
    "minutes": Kind(_minutes),
    "letters": Kind(_letters, into_folder=True),
}
"""By what ``--kind`` calls them. A paper more is a line here."""


def _year_and_day(options: argparse.Namespace, plan: Plan, as_of: dt.date) -> tuple[int, dt.date]:
    """The year reported and the day it is seen from: a year that is over from its last day, unless a day was named."""
    from tui.store.files.errors import SaveFailed

    years = plan.years
    reported = options.year if options.year is not None else min(as_of.year, years[-1]) if years else as_of.year
    if years and reported not in years:
        raise SaveFailed(say(N_("{year} is no year of the plan's term {first}–{last}"), year=reported, first=years[0], last=years[-1]))
    if not dt.MINYEAR <= reported <= dt.MAXYEAR:
        raise SaveFailed(say(N_("there is no year {year}"), year=reported))
    return reported, as_of if options.as_of else min(as_of, dt.date(reported, 12, 31))


def _review(options: argparse.Namespace, plan: Plan) -> str:
    from tui.store.files.errors import SaveFailed

    reviews = plan.tables["reviews"]
    if options.review is not None:
        if options.review not in reviews:
            fault = say(N_("there is no review meeting {id}"), id=printable(options.review))
            raise SaveFailed(with_suggested_id(fault, options.review, {id: () for id in reviews}))
        return str(options.review)
    if not reviews:
        raise SaveFailed(say(N_("there is no review meeting in the plan yet")))
    return max(reviews, key=lambda id: reviews[id]["date"])


def file_names(ids: list[str]) -> dict[str, str]:
    """A file name for each id: only ASCII letters, digits and hyphens, no two alike, whatever the ids hold."""
    from tui.model.text import slug

    names: dict[str, str] = {}
    taken: set[str] = set()
    for n, id in enumerate(ids, 1):
        name = slug(id) or "co-quan"
        if name in taken:
            name = f"{name}-{n}"
        taken.add(name)
        names[id] = f"cong-van-{name}.docx"
    return names


def _write(papers: list[tuple[Path, Paper]], if_exists: IfExists, words: Words) -> None:
    from tui.reports.word.document import docx_bytes
    from tui.store.files.paper_file import check_paper, write_paper

    for path, _ in papers:  # none is written when one of them may not be
        check_paper(path, if_exists)
    for path, paper in papers:
        write_paper(path, docx_bytes(paper), if_exists)
        with telling_of(path):
            print(words(N_("{path}: written"), path=shown_path(path)))


def _make_folder(folder: Path) -> None:
    from tui.store.files.errors import SaveFailed, reason

    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else say(N_("a file cannot have this name"))
        raise SaveFailed(say(N_("the folder was not made: {reason}"), reason=why)) from error
