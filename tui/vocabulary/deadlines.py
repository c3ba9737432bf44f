"""When something is to be done, as offices write it: ``Quý II/2024``, ``trước 30/6/2024``, ``2023-2025``, ``hằng năm``."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import attrs

from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR
from tui.model.text import nfc
from tui.vocabulary.lexicon import Own, one_of, phrases, plain
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure
from tui.vocabulary.outcome import one_of as outcome_of

_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_COUNTED: Final = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_EVERY: Final = ("year", "half_year", "quarter", "month")
_SPANS: Final = {"nam": "year", "quy": "quarter", "qui": "quarter", "thang": "month"}
_MOST_WORDS: Final = 80
"""Letters of a wording that is kept; see the field ``due_text``."""


@attrs.frozen
class Deadline:
    """When something is to be done: once by ``due`` (the last good day), again ``every`` so often, or all the time.

    ``text`` is the wording where it says more than a day does: a quarter, "before", a start.
    """

    mode: str
    due: dt.date | None = None
    every: str | None = None
    times: int | None = None
    text: str | None = None

    @property
    def fields(self) -> dict[str, Any]:
        """The fields of a task that say it."""
        said = {"mode": self.mode, "due": self.due, "every": self.every, "times": self.times, "due_text": self.text}
        return {key: value for key, value in said.items() if value is not None}


@attrs.frozen
class _Span:
    """First and last day of what is written."""

    first: dt.date
    last: dt.date
    kind: str

    @property
    def is_day(self) -> bool:
        return self.kind == "day"


def said(deadline: Deadline) -> str:
    """A deadline in the words of an office; reading it gives the same."""
    if deadline.text is not None:
        return deadline.text
    if deadline.due is not None:
        return deadline.due.strftime("%d/%m/%Y")
    if deadline.every is None:
        return "thường xuyên"
    if deadline.times is not None:
        return f"{deadline.times} lần/{ {'year': 'năm', 'quarter': 'quý', 'month': 'tháng'}[deadline.every] }"
    return {"year": "hằng năm", "half_year": "6 tháng một lần", "quarter": "hằng quý", "month": "hằng tháng"}[deadline.every]


def read_deadline(text: str, *, year: int | None = None, own: Own = ()) -> Outcome[Deadline]:
    """When something is to be done; ``year`` is the year of what has none (``Quý II`` under a title of 2024)."""
    worded = " ".join(nfc(text).split())
    short = plain(worded).strip(" .,;:")
    if not re.search(r"\w", short):
        return NotUnderstood(text)
    found = _whole(short, worded, year, own)
    if not isinstance(found, NotUnderstood):
        return found
    outside = re.sub(r"\s*[(\[][^()\[\]]*[)\]]\s*", " ", worded).strip()
    if outside and outside != worded:
        inner = _whole(plain(outside).strip(" .,;:"), worded, year, own)
        if isinstance(inner, Read):
            return Unsure((inner.value,), rest=worded.removeprefix(outside).strip())
        return inner
    return NotUnderstood(text)


def _whole(short: str, worded: str, year: int | None, own: Own) -> Outcome[Deadline]:
    kept = worded[:_MOST_WORDS]
    for written, means in own:
        if plain(written) == short and means.startswith("deadline."):
            means = means.removeprefix("deadline.")
            return Read(Deadline("standing", text=kept)) if means == "standing" else Read(Deadline("periodic", every=means, text=kept))
    if short in phrases("deadline", "standing"):
        return Read(Deadline("standing"))
    if (again := _again(short)) is not None:
        return Read(again)
    if (loosely := _again_and_more(short, kept, year)) is not None:
        return loosely
    return _once(short, worded, kept, year)


# -- again and again --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=1)
def _times() -> re.Pattern[str]:
    count, span = "(?P<n>[0-9]{1,3}|mot|hai|ba|bon)", "(?P<span>nam|quy|qui|thang)"
    return re.compile(rf"(?:dinh ki |it nhat |toi thieu )?{count} lan ?(?:/|mot|moi|trong|trong mot|1)? ?{span}")


def _again(short: str) -> Deadline | None:
    for every in _EVERY:
        if short in phrases("deadline", "every", every):
            return Deadline("periodic", every=every)
    if (found := _times().fullmatch(short)) is not None:
        count = _COUNTED.get(found["n"]) or int(found["n"])
        return Deadline("periodic", every=_SPANS[found["span"]], times=count if 1 < count <= 366 else None)
    return None


def _again_and_more(short: str, kept: str, year: int | None) -> Outcome[Deadline] | None:
    """``trước 20/11 hằng năm``, ``quý IV hằng năm``; None where nothing says that it comes again."""
    standing = re.compile(rf"\b{one_of('deadline', 'standing')}\b")
    for every in _EVERY:
        found = re.search(rf"\b{one_of('deadline', 'every', every)}\b", short)
        if found is None:
            continue
        rest = (short[: found.start()] + " " + short[found.end() :]).strip(" ,;:-")
        deadline = Deadline("periodic", every=every, text=kept)
        if standing.fullmatch(rest):
            return Unsure((Deadline("standing", text=kept), deadline))
        known = _once(rest, kept, kept, year or 2000) if rest else Read(deadline)
        return Unsure((deadline,), rest=rest) if isinstance(known, NotUnderstood) else Read(deadline)
    found = standing.search(short)
    if found is None:
        return None
    rest = (short[: found.start()] + " " + short[found.end() :]).strip(" ,;:-")
    inner = _once(rest, kept, kept, year)
    candidates = (Deadline("standing", text=kept), *(inner.candidates if isinstance(inner, Unsure) else ()))
    return Unsure((*candidates, inner.value) if isinstance(inner, Read) else candidates, rest=rest)


# -- once -------------------------------------------------------------------------------------------------------------


def _once(short: str, worded: str, kept: str, year: int | None) -> Outcome[Deadline]:
    short, how = _without_lead_in(short)
    ends = re.compile(rf"(.*?),? ?{one_of('deadline', 'onwards')}$").match(short)
    if ends is not None:
        return Read(Deadline("standing", text=kept)) if _spans(ends[1].strip(), year) else NotUnderstood(worded)
    spans = _spans(short, year)
    if how & {"from"}:
        ranged = [span for span in spans if span.kind == "range"]
        if spans and not ranged:
            return Read(Deadline("standing", text=kept))
        spans = ranged
    candidates = []
    for span in spans:
        try:
            due = span.first - dt.timedelta(days=1) if "before" in how and span.kind not in ("range", "several") else span.last
        except OverflowError:
            continue
        as_day = span.is_day and not how & {"before", "vague"}
        candidates.append(Deadline("dated", due=due, text=None if as_day else kept))
    if "vague" in how and candidates:
        months = (6,) if "middle" in how else (3, 6) if "early" in how else ()
        inside = [attrs.evolve(d, due=_month_end(d.due.year, month)) for d in candidates if d.due is not None for month in months]
        return Unsure(tuple(dict.fromkeys(inside if inside and spans[0].kind in ("year", "this") else candidates)))
    if candidates and all(span.kind in ("short", "mixed", "several") for span in spans):
        return Unsure(tuple(dict.fromkeys(candidates)))
    return outcome_of(tuple(candidates), worded)


@lru_cache(maxsize=1)
def _lead_ins() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{kind}>{one_of('deadline', kind)})" for kind in ("before", "by", "from", "period", "middle", "early", "vague"))
    return re.compile(rf"(?:{kinds})(?: |(?=[0-9]))")


def _without_lead_in(short: str) -> tuple[str, set[str]]:
    """The text without the words before the day, and what they say: before, by, from, period, vague (also middle, early)."""
    how: set[str] = set()
    while (found := _lead_ins().match(short)) is not None:
        how |= {kind for kind, word in found.groupdict().items() if word}
        how |= {"vague"} if how & {"middle", "early"} else set()
        short = short[found.end() :].strip(" :,")
    return short, how


def _spans(text: str, year: int | None) -> list[_Span]:
    """What a text may be on the calendar: a day, a month, a quarter, a half-year, a year, or several of them from first to last."""
    found = list(_points(text, year))
    if any(span.kind not in ("short", "mixed") for span in found):
        return [span for span in found if span.kind not in ("short", "mixed")]
    return [*dict.fromkeys(_ranges(text, year)), *found]


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """(kind, pattern) of one point of the calendar; every pattern has groups of its parts."""
    part = {name: one_of("deadline", name) for name in ("day", "month", "quarter", "year", "half", "nine_months", "first", "last", "of")}
    day, month, quarter, of = part["day"], part["month"], part["quarter"], part["of"]
    y = r"(?P<y>[0-9]{4})"
    by_year = rf"(?: ?(?:/|-|\.|,|{of})? ?(?:{part['year']} ?)?{y})?"
    return (
        ("day", re.compile(rf"(?:{day} ?)?(?P<d>[0-9]{{1,2}})(?P<s>[/.-])(?P<m>[0-9]{{1,2}})(?P=s)(?P<y>[0-9]{{4}}|[0-9]{{2}})")),
        ("mixed", re.compile(r"(?P<d>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<y>[0-9]{4})")),  # 6-8/2024: a day, or two months
        ("day", re.compile(r"(?P<y>[0-9]{4})-(?P<m>[0-9]{1,2})-(?P<d>[0-9]{1,2})")),
        ("day", re.compile(rf"(?:{day} )?(?P<d>[0-9]{{1,2}}),? {month} ?(?P<m>[0-9]{{1,2}}){by_year}")),
        ("day", re.compile(rf"(?:{day} )?(?P<d>[0-9]{{1,2}})/(?P<m>[0-9]{{1,2}})(?:,? (?:{of} )?{y})?")),
        ("month", re.compile(rf"(?:{month}\.? ?)?(?P<m>[0-9]{{1,2}})[/.-](?P<y>[0-9]{{4}})")),
        ("month", re.compile(rf"{month}\.? ?(?P<m>[0-9]{{1,2}}){by_year}")),
        ("short", re.compile(r"(?P<m>[0-9]{1,2})/(?P<y>1[3-9]|[2-9][0-9])")),
        ("quarter", re.compile(rf"{quarter}\.? ?(?P<q>iv|i{{1,3}}|[1-4]){by_year}")),
        ("half1", re.compile(rf"{part['half']} {part['first']}{by_year}")),
        ("half2", re.compile(rf"{part['half']} {part['last']}{by_year}")),
        ("nine", re.compile(rf"{part['nine_months']}(?: {part['first']})?{by_year}")),
        ("year", re.compile(rf"(?:{part['year']} ?)?{y}")),
        ("this", re.compile(rf"{part['year']}")),
    )


def _points(text: str, year: int | None) -> Iterator[_Span]:
    for kind, pattern in _forms():
        if (found := pattern.fullmatch(text)) is not None:
            said = {key: part for key, part in found.groupdict().items() if part and key != "s"}
            span = _span(kind, said, year)
            if span is not None:
                yield span


def _span(kind: str, said: dict[str, str], given: int | None) -> _Span | None:
    """The days of a point that was recognised; None where the calendar has none, or no year is known."""
    year = int(said["y"]) if "y" in said else given
    if year is None:
        return None
    year += 2000 if year < 100 else 0
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        if kind in ("day", "mixed"):
            day = dt.date(year, int(said["m"]), int(said["d"]))
            return _Span(day, day, kind)
        if kind in ("month", "short"):
            month = int(said["m"])
            return _Span(dt.date(year, month, 1), _month_end(year, month), kind)
    except ValueError:
        return None
    if kind == "quarter":
        last = 3 * (_ROMAN.get(said["q"]) or int(said["q"]))
        return _Span(dt.date(year, last - 2, 1), _month_end(year, last), kind)
    first, last = {"half1": (1, 6), "half2": (7, 12), "nine": (1, 9)}.get(kind, (1, 12))
    return _Span(dt.date(year, first, 1), _month_end(year, last), kind)


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


@lru_cache(maxsize=1)
def _parts() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Where a text of several points is parted; the word a quarter or month begins with; the words before a range."""
    to, also = one_of("deadline", "to"), one_of("deadline", "and")
    return (
        re.compile(rf"-| {to} | {also} |, ?(?:{also} )?|; ?"),
        re.compile(rf"({one_of('deadline', 'quarter')}|{one_of('deadline', 'month')})\.? ?"),
        re.compile(rf"(?:{one_of('deadline', 'period')}|{one_of('deadline', 'from')}) "),
    )


def _ranges(text: str, year: int | None) -> Iterator[_Span]:
    """From the first of several points to the last; year and kind said once hold for all."""
    parting, kind, before = _parts()
    for cut in parting.finditer(text):
        left, right = text[: cut.start()].strip(), text[cut.end() :].strip()
        right = before.sub("", right) if before.match(right) else right
        begins = kind.match(left)
        rights = _spans(right, year)
        if begins is not None and not rights:
            rights = _spans(begins[0] + right, year)
        for end in rights:
            starts = _spans(left, end.last.year) or _spans(_kind_word(end) + left, end.last.year)
            for start in starts:
                if start.last > end.last or {"short", "mixed"} & {start.kind, end.kind}:
                    continue
                if "several" in (start.kind, end.kind) or _are_two(cut[0], start, end):
                    yield _Span(start.first, end.last, "several")
                    yield _Span(start.first, start.last, "several")
                else:
                    yield _Span(start.first, end.last, "range")


def _are_two(between: str, first: _Span, last: _Span) -> bool:
    """Whether two points of a list are two deadlines, not the parts of one span: days, or what does not follow each other."""
    listed = between.strip()[:1] in (",", ";") or re.fullmatch(one_of("deadline", "and"), between.strip()) is not None
    return listed and (";" in between or last.is_day or first.last + dt.timedelta(days=1) != last.first)


def _kind_word(span: _Span) -> str:
    return {"month": "thang ", "quarter": "quy "}.get(span.kind, "nam ")


_DATE: Final = re.compile(r"(?<![0-9])([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]((?:19|20|21)[0-9]{2})(?![0-9])")


def no_such_day(text: str) -> str | None:
    """The day in a text that the calendar does not have, as it is written: ``30/02/2028``; None where there is none."""
    for found in _DATE.finditer(text):
        day, month, year = map(int, found.groups())
        if not (1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
            return found[0]
    return None
