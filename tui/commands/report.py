"""``kehoach report``: the official papers as Word files, without a terminal."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from tui.commands.opened import done_for, opened, rights_of, tell_empty, tell_unreadable, telling_of
from tui.commands.shared import FOUND, add_day, add_plan, new_file, tell_papers_are_vietnamese, year
from tui.i18n.words import Words
from tui.model.text import N_
from tui.reports.papers import AUTHORITIES, KINDS, Asked, year_and_day
from tui.reports.spans import SPANS, Span
from tui.store.files.errors import shown_path

if TYPE_CHECKING:
    from tui.reports.word.paper import Paper
    from tui.store.files.file_state import IfExists

ABOUT = N_("Write an official paper as a Word file: the yearly report, a meeting's notice or minutes, letters to late bodies")


def arguments(parser: argparse.ArgumentParser, words: Words) -> None:
    """What the command takes."""
    add_plan(parser, words)
    parser.add_argument(
        "--kind",
        choices=tuple(KINDS),
        default="yearly",
        metavar="KIND",
        help=words(N_("which paper: {kinds}; default: yearly, the report with its annexes"), kinds=", ".join(KINDS)),
    )
    form = parser.add_mutually_exclusive_group(required=True)
    form.add_argument("--docx", metavar="FILE", type=new_file(words), help=words(N_("the file to make; for letters the folder they go to")))
    form.add_argument(
        "--html", metavar="FILE", type=new_file(words), help=words(N_("the same as one page of HTML that needs nothing beside itself"))
    )
    parser.add_argument(
        "--year", metavar="YEAR", type=year(words), help=words(N_("the year reported; default: that of the day looked from"))
    )
    parser.add_argument(
        "--sign",
        choices=tuple(AUTHORITIES),
        help=words(N_("on whose behalf it is signed: TM., KT., TL., TUQ., Q.; default: usual of its kind")),
    )
    parser.add_argument("--role", metavar="ROLE", default="", help=words(N_("the role of whoever signs; default: usual of the authority")))
    parser.add_argument(
        "--to",
        metavar="AGENCY",
        action="append",
        default=[],
        help=words(N_("to whom it goes (may be repeated); default: as the plan says")),
    )
    parser.add_argument("--no-charts", action="store_true", help=words(N_("without charts")))
    parser.add_argument("--unit", metavar="UNIT", default="", help=words(N_("the unit that drafts it and keeps the file")))
    parser.add_argument("--review", metavar="ID", help=words(N_("the review meeting of the notice or the minutes; default: the last one")))
    about = N_(
        "the as-of day, 31/12/2025 or 2025-12-31; default: of a report the last day of its year (of six months 31 July, of nine "
        "31 October) once that is past, else today; a notice and minutes are as of their meeting"
    )
    add_day(parser, words, about)
    parser.add_argument("--force", action="store_true", help=words(N_("replace a Word file that is there already")))
    parser.epilog = words(N_("exit 0 when all is written, 2 when it could not be done"))


def run(options: argparse.Namespace, words: Words) -> int:
    """Write the paper, or a letter to each late body into a folder; what is there already stays unless it may be replaced."""
    from tui.store.files.file_state import IfExists
    from tui.store.files.paper_file import check_paper, make_folder

    session = opened(options, words)
    path = session.loaded.state.path
    tell_unreadable(session)
    tell_empty(session)
    tell_papers_are_vietnamese(words)
    like = rights_of(session.loaded)
    kind, if_exists = KINDS[options.kind], IfExists.REPLACE if options.force else IfExists.REFUSE
    where: Path = options.docx or options.html
    if kind.folder is None:
        check_paper(where, if_exists, of_text=options.docx is None)
    day_named = options.as_of is not None
    asked = Asked(
        plan=session.plan,
        frames=session.frames,
        as_of=session.as_of,
        day_named=day_named,
        year=options.year,
        review=options.review,
        authority=options.sign,
        role=options.role,
        to=tuple(options.to),
        unit=options.unit,
        charts=not options.no_charts,
    )
    with done_for(path):
        papers = kind.papers(asked)
    if not papers:
        print(words(N_("{path}: nobody is late on {day}; there is no letter to write"), path=shown_path(path), day=session.as_of))
        return FOUND
    if kind.folder is not None:
        make_folder(where, like)
    written = [(where if kind.folder is None else where / named.file, named.paper) for named in papers]
    if options.docx is None:
        written = [(path if kind.folder is None else path.with_suffix(".html"), paper) for path, paper in written]
    _write(written, if_exists, like, words, _page if options.docx is None else _word_file)
    if options.kind in SPANS:
        _tell_left_out(asked, SPANS[options.kind], path, words)
    return FOUND


def _tell_left_out(asked: Asked, span: Span, path: Path, words: Words) -> None:
    """Say how many figures came after the day a report is seen from, and from which day on all of them count."""
    from tui.frames.insight.later_figures import left_out_said

    reported, day = year_and_day(asked, span)
    with telling_of(path):
        for said in left_out_said(asked.frames, span.last_day(reported), day):
            print(words.sentence(said))


def _write(papers: list[tuple[Path, Paper]], if_exists: IfExists, like: Path | None, words: Words, made: Callable[[Paper], bytes]) -> None:
    from tui.store.files.paper_file import check_paper, write_paper

    for path, _ in papers:  # none is written when one of them may not be
        check_paper(path, if_exists, of_text=made is _page)
    for path, paper in papers:
        write_paper(path, made(paper), if_exists, like)
        with telling_of(path):
            print(words(N_("{path}: written"), path=shown_path(path)))


def _word_file(paper: Paper) -> bytes:
    from tui.reports.word.document import docx_bytes

    return docx_bytes(paper)


def _page(paper: Paper) -> bytes:
    from tui.reports.html import html_page

    return html_page(paper).encode()
