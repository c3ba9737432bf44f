"""The official papers by kind: what each is asked about, what makes it, what its file is called. For screen and command line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final

import attrs

from tui.model.suggestions import with_suggested_id
from tui.model.text import N_, printable, say, slug
from tui.reports.spans import SPANS, YEAR, Span

if TYPE_CHECKING:
    from tui.frames.build import Frames
    from tui.model.plan import Plan
    from tui.reports.word.paper import Paper
    from tui.reports.word.parties import Choices


SIGNING: Final = ("authority", "role", "unit", "to")
"""What is chosen of every paper that is signed for the issuer."""
AUTHORITIES: Final[Mapping[str, str]] = {"tm": "TM.", "kt": "KT.", "tl": "TL.", "tuq": "TUQ.", "q": "Q.", "own": ""}
"""On whose behalf somebody signs, by what it is called on a command line."""


@attrs.frozen(kw_only=True)
class Asked:
    """What a paper is asked of: the plan, the day, and what was said of year and meeting; without it the usual ones are meant."""

    plan: Plan
    frames: Frames
    as_of: dt.date
    day_named: bool = False
    """Whether somebody named the day: a year that is over is seen from its last day otherwise."""
    year: int | None = None
    review: str | None = None
    authority: str | None = None
    """On whose behalf it is signed: a name of AUTHORITIES; None for what is usual of the kind."""
    role: str = ""
    """The role of whoever signs, where it is not the usual one."""
    to: tuple[str, ...] = ()
    """To whom it goes, instead of those the plan says."""
    unit: str = ""
    """The unit that drafts it and keeps the file."""
    charts: bool = True
    """Whether a report has its charts."""


@attrs.frozen
class NamedPaper:
    """A paper and the usual name of its file."""

    file: str
    paper: Paper


@attrs.frozen(kw_only=True)
class Kind:
    """A kind of paper. ``papers`` raises SaveFailed when there is nothing such a paper could be about."""

    title: str
    papers: Callable[[Asked], list[NamedPaper]]
    asks: tuple[str, ...] = ("as_of", *SIGNING)
    """What may be said of it: ``year``, ``as_of``, ``review``, ``charts``, and of :data:`SIGNING`."""
    folder: Callable[[Asked], str] | None = None
    """The usual name of the folder they go into, where there may be several."""


def _report(span: str) -> Callable[[Asked], list[NamedPaper]]:
    """What makes the report on a year or a part of it."""

    def made(asked: Asked) -> list[NamedPaper]:
        from tui.reports.word.yearly import yearly_report

        of = SPANS[span]
        reported, day = year_and_day(asked, of)
        paper = yearly_report(asked.plan, asked.frames, reported, day, of, choices_of(asked))
        return [NamedPaper(f"{of.file.format(year=reported)}.docx", paper if asked.charts else paper.without_charts)]

    return made


def choices_of(asked: Asked) -> Choices:
    """What was chosen of who signs a paper and who gets it."""
    from tui.reports.word.paper import Authority
    from tui.reports.word.parties import Choices

    authority = None if asked.authority is None else Authority(AUTHORITIES[asked.authority])
    return Choices(authority=authority, role=asked.role, to=asked.to, unit=asked.unit)


def _notice(asked: Asked) -> list[NamedPaper]:
    from tui.reports.word.notice import conclusion_notice

    review = review_of(asked)
    paper = conclusion_notice(asked.plan, asked.frames, review, choices_of(asked))
    return [NamedPaper(f"thong-bao-{_held(asked.plan, review)}.docx", paper)]


def _minutes(asked: Asked) -> list[NamedPaper]:
    from tui.reports.word.minutes import minutes

    review = review_of(asked)
    return [NamedPaper(f"bien-ban-{_held(asked.plan, review)}.docx", minutes(asked.plan, asked.frames, review))]


def _letters(asked: Asked) -> list[NamedPaper]:
    from tui.reports.word.letters import late_bodies, late_letter

    names, choices = file_names(late_bodies(asked.frames, asked.as_of)), choices_of(asked)
    return [NamedPaper(name, late_letter(asked.plan, asked.frames, id, asked.as_of, choices)) for id, name in names.items()]


def _letter(asked: Asked) -> list[NamedPaper]:
    from tui.reports.word.letters import common_letter

    paper = common_letter(asked.plan, asked.frames, asked.as_of, choices_of(asked))
    return [] if paper is None else [NamedPaper(f"cong-van-don-doc-{asked.as_of.isoformat()}.docx", paper)]


def _reminder(asked: Asked) -> list[NamedPaper]:
    from tui.reports.word.letters import silent_letter

    paper = silent_letter(asked.plan, asked.frames, asked.as_of, choices_of(asked))
    return [] if paper is None else [NamedPaper(f"cong-van-chua-bao-cao-{asked.as_of.isoformat()}.docx", paper)]


_REPORT_ASKS: Final = ("year", "as_of", *SIGNING, "charts")
KINDS: Final[Mapping[str, Kind]] = {
    "yearly": Kind(title=N_("Yearly report"), papers=_report("yearly"), asks=_REPORT_ASKS),
    "half_year": Kind(title=N_("Report on the first half-year"), papers=_report("half_year"), asks=_REPORT_ASKS),
    "nine_months": Kind(title=N_("Report on the first nine months"), papers=_report("nine_months"), asks=_REPORT_ASKS),
    "notice": Kind(title=N_("Notice of a meeting's conclusions"), papers=_notice, asks=("review", "authority", "role", "unit")),
    "minutes": Kind(title=N_("Minutes of a meeting"), papers=_minutes, asks=("review",)),
    "letters": Kind(
        title=N_("Letters to late bodies"),
        papers=_letters,
        asks=("as_of", "authority", "role", "unit"),
        folder=lambda asked: f"cong-van-{asked.as_of.isoformat()}",
    ),
    "letter": Kind(title=N_("One letter to all late bodies"), papers=_letter),
    "reminder": Kind(title=N_("Letter about tasks not reported on"), papers=_reminder),
}
"""By what ``kehoach report --kind`` calls them. A paper more is a line here."""


def usual_year(plan: Plan, as_of: dt.date) -> int:
    """The year that is reported where nobody names one: that of the day, within the term."""
    years = plan.years
    return min(as_of.year, years[-1]) if years else as_of.year


def usual_day(year: int, as_of: dt.date, span: str = "yearly") -> dt.date:
    """The day a year or a part of it is seen from where nobody names one: see :meth:`Span.usual_day`."""
    return SPANS.get(span, YEAR).usual_day(year, as_of)


def year_and_day(asked: Asked, span: Span = YEAR) -> tuple[int, dt.date]:
    """The year reported and the day it is seen from, the usual one unless a day was named. Raises SaveFailed."""
    from tui.store.files.errors import SaveFailed

    years, as_of = asked.plan.years, asked.as_of
    reported = asked.year if asked.year is not None else usual_year(asked.plan, as_of)
    if years and reported not in years:
        raise SaveFailed(say(N_("{year} is no year of the plan's term {first}–{last}"), year=reported, first=years[0], last=years[-1]))
    if not dt.MINYEAR <= reported <= dt.MAXYEAR:
        raise SaveFailed(say(N_("there is no year {year}"), year=reported))
    return reported, as_of if asked.day_named else span.usual_day(reported, as_of)


def review_of(asked: Asked) -> str:
    """The meeting that was named, else the last one. Raises SaveFailed."""
    from tui.store.files.errors import SaveFailed

    reviews = asked.plan.tables["reviews"]
    if asked.review is not None:
        if asked.review not in reviews:
            fault = say(N_("there is no review meeting {id}"), id=printable(asked.review))
            raise SaveFailed(with_suggested_id(fault, asked.review, {id: () for id in reviews}))
        return asked.review
    if not reviews:
        raise SaveFailed(say(N_("there is no review meeting in the plan yet")))
    return max(reviews, key=lambda id: reviews[id]["date"])


def _held(plan: Plan, review: str) -> str:
    day: dt.date = plan.tables["reviews"][review]["date"]
    return day.isoformat()


def file_names(ids: list[str]) -> dict[str, str]:
    """A file name for each id: only ASCII letters, digits and hyphens, no two alike, whatever the ids hold."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for n, id in enumerate(ids, 1):
        name = slug(id) or "co-quan"
        if name in taken:
            name = f"{name}-{n}"
        taken.add(name)
        names[id] = f"cong-van-{name}.docx"
    return names
