"""The report on a year or a part of it: what was done and reached, what lags behind, what comes next, and the annexes it is counted in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

import attrs

from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.methods.headline import headline, not_enough, to_slow_down
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import verdicts
from tui.frames.plan_of_day import frames_on
from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports import report_sentences as said
from tui.reports.annex_rows import Annex
from tui.reports.annexes import annexes, counted, known_words
from tui.reports.spans import YEAR, Span
from tui.reports.word.meeting import counts_words
from tui.reports.word.paper import BLANK_LINE, Block, Chart, Line, Look, Paper
from tui.reports.word.parties import USUAL, Choices, issuer_name, letterhead, plan_name, recipients, signature, superiors
from tui.reports.word.result_charts import goal_charts
from tui.reports.word.result_lines import indicator_lines
from tui.reports.word.work_lines import ahead_lines, enterprise_lines, gap_lines, management_lines, proposal_lines, task_lines

SIGN: Final = "BC"
_LETTERS: Final = "abcdđeghiklmnopqrstuvxy"
"""As points are lettered: the order of the Vietnamese alphabet, with đ and without f, j, w and z."""
_MOST_CHARTS: Final = 8
_HALF: Final = len(BLANK_LINE) // 2


def yearly_report(plan: Plan, frames: Frames, year: int, as_of: dt.date, span: Span = YEAR, choices: Choices = USUAL) -> Paper:
    """The report on a year, or a part of it, seen from a day, its annexes with it; every count is that of the annex it names."""
    frames = frames_on(frames, as_of)
    tables = annexes(frames, as_of, year, span)
    issuer = issuer_name(plan)
    to, unit = recipients(plan, as_of, choices)
    above = superiors(plan, as_of, choices)
    head = letterhead(plan, SIGN)
    opens = said.OPENS.format(
        plan=official.Citations(plan).plan(),
        issuer=issuer,
        to=said.TO.format(bodies=", ".join(above)) if above else "",
        span=span.named(year),
        day=official.day_words(as_of),
        known=known_words(frames, as_of),
    )
    return Paper(
        letterhead=head,
        title=said.REPORT.upper(),
        abstract=_about(plan, span.named(year)),
        to=above,
        body=(Line(opens), *_body(frames, as_of, tables, year, span)),
        signatures=(signature(plan, choices),),
        recipients=(*((sentences.AS_ADDRESSED,) if above else ()), *(name for name in to if name not in above)),
        unit=unit,
        reference=f"{said.REPORT} {head.number.replace('Số: ', 'số ')} {official.day_words(None)} của {issuer}",
        annexes=tables,
    )


def _about(plan: Plan, span: str) -> str:
    """What the report is about; years at the end of a name and months after it are kept apart: ``2021-2025, 9 tháng đầu năm 2025``."""
    name = plan_name(plan)
    return said.ABOUT.format(plan=f"{name}," if name[-1:].isdigit() and span[:1].isdigit() else name, span=span)


def summary(frames: Frames, as_of: dt.date, tables: tuple[Annex, ...]) -> str:
    """One paragraph of counts: indicators by verdict, tasks and enterprises by state; none is left out but those that are zero."""
    counts = {table: _counts(frames, as_of, table, annex) for table, annex in ((annex.table, annex) for annex in tables)}
    undated = task_states(frames, as_of).filter("day_unknown").height
    judged = verdicts(frames, as_of)
    return counts_words(counts, as_of, not_enough=not_enough(judged), slower=to_slow_down(judged), undated=undated)


def _counts(frames: Frames, as_of: dt.date, table: str, annex: Annex) -> dict[str, int]:
    if table == "indicators":
        return {code: n for code, n in headline(verdicts(frames, as_of)).items() if n}
    return counted((row.code for row in annex.rows), sentences.FROZEN[table])


def _body(frames: Frames, as_of: dt.date, tables: tuple[Annex, ...], year: int, span: Span) -> Iterator[Block]:
    """The parts of a report, numbered; what nobody told the program is a dotted line for a hand."""
    seen, of = overview(frames, as_of, ()), {annex.table: annex for annex in tables}
    tasks = of["tasks"].number if "tasks" in of else ""
    gaps = list(gap_lines(frames, as_of, seen, tasks))
    when = said.NEXT_YEAR.format(year=year + 1) if span.whole else said.LEFT_OF_YEAR.format(year=year)
    if frames.plan.years and span.whole and year >= frames.plan.years[-1]:
        when = said.AFTERWARDS
    parts: tuple[tuple[str, list[Block]], ...] = (
        (said.MANAGEMENT, [*map(Line, management_lines(frames.plan, as_of, year, span)), Line(BLANK_LINE)]),
        (said.RESULTS, list(_results(frames, as_of, of, year, span))),
        (
            said.SHORTCOMINGS,
            [
                Line(f"1. {said.GAPS}", Look.POINT),
                *map(Line, gaps or ([said.NO_GAPS] if _has_anything(frames) else [])),
                Line(BLANK_LINE),
                Line(f"2. {said.CAUSES}", Look.POINT),
                *(Line(cause.format(blank=BLANK_LINE[:_HALF])) for cause in (said.OBJECTIVE, said.SUBJECTIVE)),
            ],
        ),
        (said.AHEAD.format(when=when), [*map(Line, ahead_lines(frames, as_of, year, span, tasks)), Line(BLANK_LINE)]),
        (said.PROPOSALS, [*map(Line, proposal_lines(frames, as_of)), Line(BLANK_LINE)]),
    )
    for number, (title, blocks) in zip(said.ROMAN, parts, strict=False):
        yield Line(f"{number}. {title}", Look.PART)
        yield from blocks


def _has_anything(frames: Frames) -> bool:
    return any(len(frames.plan.tables[table]) for table in ("indicators", "tasks"))


def _results(frames: Frames, as_of: dt.date, of: dict[str, Annex], year: int, span: Span) -> Iterator[Block]:
    """What was reached, point by point; each names the annex it is counted in."""
    kind, points = official.plan_kind(frames.plan), iter(range(1, 10))
    counts = summary(frames, as_of, tuple(of.values()))
    if counts:
        yield Line(f"{next(points)}. {said.IN_GENERAL}", Look.POINT)
        yield Line(counts)
    for table, title in (("indicators", said.OF_INDICATORS), ("tasks", said.OF_TASKS), ("enterprises", said.OF_ENTERPRISES)):
        if table not in of:
            continue
        yield Line(f"{next(points)}. {title}", Look.POINT)
        if not of[table].rows:
            yield Line(sentences.NOTHING_YET[table].format(kind=kind))
        elif table == "indicators":
            yield from _goals(frames, as_of, year, span)
        elif table == "tasks":
            yield from map(Line, task_lines(frames, as_of, year, span))
        else:
            yield from map(Line, enterprise_lines(frames, as_of, _progress(of[table])))
        yield Line(sentences.SEE_ANNEX.format(number=f" {of[table].number}" if of[table].number else ""))


def _progress(annex: Annex) -> dict[str, str]:
    at = next(place for place, column in enumerate(annex.columns) if column.key == "progress")
    return {row.id: official.cell(row.cells[at]) for row in annex.rows}


def _goals(frames: Frames, as_of: dt.date, year: int, span: Span) -> Iterator[Block]:
    """Every indicator under its goal, and the charts of what has figures of enough years."""
    goals = sorted(frames.plan.tables["goals"].items(), key=lambda pair: pair[1].get("number", 0))
    charts, place = 0, 0
    for goal, title in (*((id, values["title"]) for id, values in goals), (None, said.OTHER_GOAL)):
        lines = list(indicator_lines(frames, as_of, goal, year, span))
        if not lines:
            continue
        yield Line(said.GOAL.format(letter=_lettered(place), title=title), Look.GROUP)
        yield from map(Line, lines)
        place += 1
        for chart in goal_charts(frames, as_of, goal, year):
            if charts < _MOST_CHARTS:
                charts += 1
                yield _numbered(chart, charts)


def _lettered(place: int) -> str:
    """a, b, c … as points are lettered; after the last letter aa, ab …"""
    return _LETTERS[place] if place < len(_LETTERS) else _LETTERS[place // len(_LETTERS) - 1] + _LETTERS[place % len(_LETTERS)]


def _numbered(chart: Chart, number: int) -> Chart:
    return attrs.evolve(chart, text=said.CHART.format(n=number, title=chart.text))
