"""The other way round, of sentences: every number a paper says in its lines and charts looked for in what is known on the day.

What a plan itself words (names, tasks, documents) is set apart first: those are its words, not numbers the program worked out. Of what is
left each number has to be one of the record the line speaks of, or of the counts of the day.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from html import unescape
from typing import Any, Final
from xml.etree import ElementTree

import attrs
from docx.oxml.ns import qn

from tests.support.paper_numbers import Day
from tui.frames.insight.milestones import milestones
from tui.frames.methods.figures import known_entries
from tui.frames.methods.tasks import on_time_at_first, on_time_rate, task_states
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import yearly_cuts
from tui.reports import official
from tui.reports.results import results
from tui.reports.spans import SPANS, Span
from tui.reports.word.document import docx_bytes
from tui.reports.word.paper import Chart, Line, Paper
from tui.reports.word.parties import plan_name
from tui.vocabulary.places import place_words

_NUMBER: Final = re.compile(r"(?<![\w.,])\d[\d.]*(?:,\d+)?(?![\w])")
_YEAR: Final = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d/]|[.,]\d)")
_DAY: Final = re.compile(r"(?<!\d)(\d{2})/(\d{2})/(\d{4})|[Nn]gày (\d{2}) tháng (\d{1,2}) năm (\d{4})")
_PLACED: Final = re.compile(r"^(?:\d+\.|[IVX]+\.|[a-zđ]+\)) ")
_WORDED: Final = re.compile(r"\d(?=.*[^\W\d_])|[^\W\d_](?=.*\d)|\d+/\d", re.DOTALL)
"""A text that is more than a number."""
_AS_KNOWN: Final = 1e-6
_LISTED: Final = 15
"""Tasks that are named in a list of a report."""
_OF_AN_ITEM: Final = ("Số liệu:", "Ngoài chuỗi số liệu:", "Lý do xem xét:")
"""Lines of minutes below the heading that names the indicator."""


@attrs.frozen
class Known:
    """Numbers and days that may be said."""

    numbers: frozenset[float]
    days: frozenset[dt.date] = frozenset()

    def has(self, shown: float, decimals: int) -> bool:
        """Whether a number is one of them with so many digits: rounded, or to the harder side of what is required."""
        slack = _AS_KNOWN if decimals == 0 else 10.0**-decimals
        return any(abs(shown - abs(one)) < slack or (decimals == 0 and shown == round(abs(one))) for one in self.numbers)


def lines_of(paper: Paper) -> Iterator[str]:
    """What a paper says in sentences, a line each."""
    yield paper.abstract or paper.letterhead.about
    yield from (block.text for block in paper.body if isinstance(block, Line))


class Said:
    """What may be said on a day about a plan, in a year or a part of it."""

    def __init__(self, day: Day, year: int, span: Span) -> None:
        self.day, self.year, self.span = day, year, span
        self.frames, self.plan, self.as_of = day.frames, day.plan, day.as_of
        self._indicators: dict[str, Known] = {}

    def unfounded(self, paper: Paper) -> list[str]:
        """The lines with a number nobody knows, each with the first of them; and the columns of charts."""
        found = [f"{number} in {line!r}" for line in lines_of(paper) for number in self._foreign(line)]
        charts = [block for block in paper.body if isinstance(block, Chart)]
        known = Known(self._counts.numbers | frozenset().union(*(self._of_indicator(id).numbers for id in self.plan.tables["indicators"])))
        for chart in charts:
            values = [value for series in (*chart.bars, *filter(None, [chart.line])) for value in series.values if value is not None]
            found += [f"{value} in {chart.text!r}" for value in values if not known.has(abs(value), chart.decimals)]
        return found

    def _foreign(self, line: str) -> Iterator[str]:
        text, known = line.replace("\xa0", " "), self._of_record(line.replace("\xa0", " "))
        text = self._words.sub("·", text)
        for found in _DAY.finditer(text):
            d, m, y = (int(part) for part in found.groups() if part)
            if dt.date(y, m, d) not in self._days:
                yield found[0]
        text = _PLACED.sub("", _DAY.sub("·", text))
        for year in _YEAR.findall(text):
            if int(year) not in self._years:
                yield year
        for number in _NUMBER.findall(_YEAR.sub("·", text)):
            told = number.rstrip(".")
            value, decimals = float(told.replace(".", "").replace(",", ".")), len(told.partition(",")[2])
            if not known.has(value, decimals):
                yield told

    def _of_record(self, line: str) -> Known:
        """What a line may say: of the indicator it is about its own numbers alone, of all others the counts and delays of the day."""
        tables = self.plan.tables["indicators"]
        of = [id for id, values in tables.items() if values["name"] in line]
        own = next((id for id in of if line.startswith(f"- {tables[id]['name']}:")), None)
        if own is not None:
            return self._of_indicator(own)
        if of or line.startswith(_OF_AN_ITEM):
            numbers = frozenset().union(*(self._of_indicator(id).numbers for id in of or tables))
            return Known(numbers | self._counts.numbers)
        return self._counts

    def _of_indicator(self, id: str) -> Known:
        if id not in self._indicators:
            self._indicators[id] = Known(frozenset(map(float, self._numbers_of(id))))
        return self._indicators[id]

    def _numbers_of(self, id: str) -> Iterator[float]:
        one = next(one for one in self.day.told["indicators"] if one["id"] == id)
        yield from (value for value in one["numbers"].values() if isinstance(value, int | float))
        record, judged = self.plan.tables["indicators"][id], self._verdicts[id]
        yield from (value for key in ("target", "target_max") if (value := record.get(key)) is not None)
        yield from self._entries.get(id, ())
        yield from (
            value for one in milestones(self.frames, id, self.as_of) for value in (one.target, one.value, one.share) if value is not None
        )
        for span in SPANS.values():
            for year in {self.year, judged["last_year"] or self.year}:
                own = results(self.frames, self.as_of, year, span)[id]
                yield from (value for value in (own.value, own.before, own.change, own.share) if value is not None)
                yield from () if own.plan is None else (own.plan.target,)
        yield from self._cuts.get(id, ())
        required = judged["required"]
        if required:  # what each year left must bring, and what all of them must come to
            years = judged["end"] - ((judged["last_year"] or judged["start"] - 1) + 1) + 1
            yield from (required, required * years, ((1 + required / 100) ** years - 1) * 100)
            yield round(one["numbers"].get("required") or required) * 1.0
            yield (one["numbers"].get("required") or 0) * years

    @cached_property
    def _verdicts(self) -> Mapping[str, Mapping[str, Any]]:
        return {row["id"]: row for row in verdicts(self.frames, self.as_of).iter_rows(named=True)}

    @cached_property
    def _entries(self) -> Mapping[str, list[float]]:
        found: dict[str, list[float]] = {}
        for row in known_entries(self.frames, self.as_of).iter_rows(named=True):
            if row["value"] is not None:
                found.setdefault(row["id"], []).append(row["value"])
        return found

    @cached_property
    def _cuts(self) -> Mapping[str, list[float]]:
        found: dict[str, list[float]] = {}
        for row in yearly_cuts(self.frames, self.as_of).iter_rows(named=True):
            found.setdefault(row["id"], []).extend(value for value in (row["cut"], row["rate"]) if value is not None)
        return found

    @cached_property
    def _counts(self) -> Known:
        """How many of each there are, by state and by body, how late they are, and how far tasks have come."""
        told, tables = self.day.told, self.plan.tables
        numbers: set[float] = {float(value) for part in told["sections"] for line in part["lines"] for value in _numbers(line["numbers"])}
        lists = [*(part["lines"] for part in told["sections"]), *tables.values()]
        numbers |= {float(len(one)) for one in lists}
        of_sections = [line for part in told["sections"] for line in part["lines"]]
        numbers |= {float(sum(line["table"] == table for line in part["lines"])) for part in told["sections"] for table in tables}
        for table in ("indicators", "tasks", "enterprises"):  # weak ones, those in time, those without figures: sums of states
            codes = [n for n in self.day.counts(table).values()]
            numbers |= {float(n) for n in _sums(codes)}
        bodies: dict[str, int] = {}
        for line in of_sections:
            for body in line["who"]:
                for key in (body, f"{body} {line['table']}", f"{body} {line['kind']}"):
                    bodies[key] = bodies.get(key, 0) + 1
        numbers |= {float(n) for n in bodies.values()}
        states = task_states(self.frames, self.as_of)
        rate = on_time_rate(states)
        numbers |= (
            set()
            if rate is None
            else {round(100 * rate, 1), float(states.filter("fallen_due").height), float(on_time_at_first(states) or 0)}
        )
        numbers |= {float(states["days_late"].drop_nulls().max() or 0), *map(float, states["days_late"].drop_nulls().to_list())}
        for values in tables["tasks"].values():
            numbers |= {float(values["progress"])} if values.get("progress") is not None else set()
        for values in tables["enterprises"].values():
            numbers |= {float(value) for value in values.values() if isinstance(value, int | float)}
        numbers |= {float(n) for n in self._of_meetings}
        numbers |= {n - _LISTED for n in numbers if n > _LISTED}  # what is not listed one by one
        return Known(frozenset(numbers))

    @cached_property
    def _of_meetings(self) -> Iterable[int]:
        """Meetings, items with and without an outcome, decisions, reports that came; by year as well."""
        tables = self.plan.tables
        items = [len(values.get("items", ())) for values in tables["reviews"].values()]
        dealt = [
            sum(bool(i.get("outcome") or i.get("note") or i.get("decision")) for i in v.get("items", ()))
            for v in tables["reviews"].values()
        ]
        came = [entry for duty in tables["duties"].values() for entry in duty.get("handed_in", ()) if entry.get("on")]
        years = [sum(entry["on"].year == year for entry in came) for year in self._years]
        due = task_states(self.frames, self.as_of)["due"].drop_nulls().to_list()
        coming = [sum(self.as_of < day <= dt.date(year, 12, 31) for day in due) for year in (self.as_of.year, self.as_of.year + 1)]
        logs = [sum(any(e["on"].year == year for e in t.get("log", ())) for t in tables["tasks"].values()) for year in self._years]
        each = [items, dealt, [all_ - some for all_, some in zip(items, dealt, strict=True)], years, coming, logs]
        done = sum(values.get("status") == "done" for values in tables["decisions"].values())
        held = [sum(values["date"].year == year for values in tables["reviews"].values()) for year in self._years]
        return {*(n for part in each for n in part), done, *held, len(due)}

    @cached_property
    def _days(self) -> frozenset[dt.date]:
        """The days of the plan, those things fall due on, and the day after, before which a report was to come."""
        days = {self.as_of, *_days_in(self.plan.tables), *(span.last_day(year) for span in SPANS.values() for year in self._years)}
        days |= {dt.date.fromisoformat(line["day"]) for part in self.day.told["sections"] for line in part["lines"] if line.get("day")}
        days |= {day for day in task_states(self.frames, self.as_of)["due"].drop_nulls().to_list()}
        return frozenset(days | {day + dt.timedelta(days=1) for day in days if day < dt.date.max})

    @cached_property
    def _years(self) -> frozenset[int]:
        of_days = {day.year for day in _days_in(self.plan.tables)}
        entries = known_entries(self.frames, self.as_of)["year"].drop_nulls().to_list()
        years = self.plan.years
        return frozenset({*of_days, *entries, *years, years[0] - 1, self.year, self.year - 1, self.year + 1, self.as_of.year, *self._ends})

    @cached_property
    def _ends(self) -> set[int]:
        return {row["end"] for row in self._verdicts.values() if row["end"] is not None}

    @cached_property
    def _words(self) -> re.Pattern[str]:
        """Words of the plan that hold a number, and parts of a year; the longest counts."""
        cites = official.Citations(self.plan)
        cited = [cites.plan(), cites.plan(), plan_name(self.plan), *map(cites.document, self.plan.tables["documents"])]
        found = {form for text in (*_texts(self.plan.tables), *cited) for form in _forms(text.replace("\xa0", " "))}
        found |= {span.named(year) for span in SPANS.values() if not span.whole for year in self._years}
        found |= {official.period(every, year, n) for every in ("half_year", "quarter", "month") for year in self._years for n in (1, 2)}
        numbered = (values.get("number") for values in self.plan.tables["reviews"].values())
        found |= {official.paper_number(str(number), "TB", official.issuer_sign(self.plan)) for number in numbered if number}
        listed = sorted(filter(_WORDED.search, found), key=len, reverse=True)
        return re.compile(rf"(?<![\w/])(?:{'|'.join(map(re.escape, listed))})(?![\w/])") if listed else re.compile(r"(?!)")


def _numbers(values: Mapping[str, Any]) -> Iterator[float]:
    yield from (value for value in values.values() if isinstance(value, int | float) and not isinstance(value, bool))


def _sums(counts: list[int]) -> set[int]:
    """What some of the counts come to."""
    found = {0}
    for n in counts[:12]:
        found |= {one + n for one in found}
    return found


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inside in value.items():
            yield from _texts(inside)
            if key == "locator":
                yield place_words(str(inside))
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from _texts(inside)


def _forms(text: str) -> Iterator[str]:
    plain = " ".join(text.split())
    for form in (plain, plain.rstrip(".; ")):
        yield from (form, official.lower_first(form), official.capital(form), official.spelled(form))
        yield official.lower_first(official.spelled(form))
    if "-" in plain or "–" in plain:
        yield from (official.spelled(part) for part in re.split(r"(?<=[.;:]) ", plain) if re.search(r"\d", part))


def _days_in(value: Any) -> Iterator[dt.date]:
    if isinstance(value, dt.date):
        yield value
    elif isinstance(value, Mapping):
        for inside in value.values():
            yield from _days_in(inside)
    elif isinstance(value, list | tuple):
        for inside in value:
            yield from _days_in(inside)


# -- the same paper as a page ---------------------------------------------------------------------------------------------


def numbers_of_word(paper: Paper) -> list[str]:
    """The numbers of its Word file, of paragraphs and tables, sorted."""
    with zipfile.ZipFile(io.BytesIO(docx_bytes(paper))) as parts:
        root = ElementTree.fromstring(parts.read("word/document.xml"))
    lines = ("".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in root.iter(qn("w:p")))
    return sorted(number for line in lines for number in re.findall(r"\d+", line))


def numbers_of_page(page: str) -> list[str]:
    """The numbers of its page but for drawings and title, sorted."""
    body = re.sub(r"<svg.*?</svg>", "", page.split("<body>")[1], flags=re.DOTALL)
    return sorted(re.findall(r"\d+", unescape(re.sub(r"<[^>]*>", "\n", body))))
