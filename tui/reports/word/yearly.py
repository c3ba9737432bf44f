"""The yearly report: one paragraph of counts, what lags behind, and the annexes the counts are counted in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.awaited import awaited
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import LineKind, Overview, Part
from tui.frames.methods.digits import MEANS, RATES, SUM, digits, digits_by_id, needs
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.headline import QUALITATIVE, headline, not_enough
from tui.frames.methods.series import targets
from tui.frames.methods.tasks import TaskState, on_time_at_first, on_time_rate, task_states
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT, rate_unit
from tui.frames.tables.cells import SIGNS
from tui.frames.tables.targets import rates
from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports.annex_plans import apart_words
from tui.reports.annex_rows import Annex
from tui.reports.annexes import annexes, counted, judged_words, known_words, stuck, turning_words
from tui.reports.word.letters import period_of
from tui.reports.word.meeting import counts_words
from tui.reports.word.paper import BLANK_LINE, Line, Look, Paper
from tui.reports.word.parties import issuer_name, letterhead, plan_name, recipients, signature

SIGN: Final = "BC"
_WEAK: Final = (Verdict.NOT_MET, Verdict.AT_RISK, Verdict.SPEED_UP)


def yearly_report(plan: Plan, frames: Frames, year: int, as_of: dt.date) -> Paper:
    """The report of a year seen from a day, its annexes with it; every count is that of the annex it names."""
    tables = annexes(frames, as_of)
    cites = official.Citations(plan)
    basis = tuple(f"Căn cứ {cites.document(id)}" for id in plan.header.get("basis", ()) if id in plan.tables["documents"])
    cited, issuer = cites.plan(), issuer_name(plan)
    to, unit = recipients(plan)
    head = letterhead(plan, SIGN)
    return Paper(
        letterhead=head,
        title=sentences.REPORT.upper(),
        abstract=sentences.REPORT_ABOUT.format(year=year, plan=plan_name(plan)),
        basis=basis,
        body=(
            Line(
                sentences.REPORT_OPENS.format(
                    plan=cited, issuer=issuer, year=year, day=official.day_words(as_of), known=known_words(frames, as_of)
                )
            ),
            *_body(frames, as_of, tables),
        ),
        signatures=(signature(plan),),
        recipients=to,
        unit=unit,
        reference=f"{sentences.REPORT} {head.number.replace('Số: ', 'số ')} {official.day_words(None)} của {issuer}",
        annexes=tables,
    )


def summary(frames: Frames, as_of: dt.date, tables: tuple[Annex, ...]) -> str:
    """One paragraph of counts: indicators by verdict, tasks and enterprises by state; none is left out but those that are zero."""
    counts = {table: _counts(frames, as_of, table, annex) for table, annex in ((annex.table, annex) for annex in tables)}
    return counts_words(counts, as_of, not_enough=not_enough(verdicts(frames, as_of)))


def _counts(frames: Frames, as_of: dt.date, table: str, annex: Annex) -> dict[str, int]:
    if table == "indicators":
        return {code: n for code, n in headline(verdicts(frames, as_of)).items() if n}
    return counted((row.code for row in annex.rows), sentences.FROZEN[table])


def _body(frames: Frames, as_of: dt.date, tables: tuple[Annex, ...]) -> Iterator[Line]:
    """The parts of what the plan has, numbered; each names the annex it is counted in."""
    seen, plan = overview(frames, as_of, ()), frames.plan
    annex_of = {annex.table: annex for annex in tables}

    def part(table: str, lines: Callable[[], Iterator[str]]) -> list[str]:
        if not len(plan.tables[table]):
            return [sentences.NOTHING_YET[table].format(kind=official.plan_kind(plan))] if table in annex_of else []
        return [*lines(), *([_see(annex_of[table])] if table in annex_of else [])]

    parts = (
        [summary(frames, as_of, tables) or BLANK_LINE],
        part("indicators", lambda: _indicators(frames, as_of)),
        part("tasks", lambda: _tasks(frames, as_of, seen)),
        part("enterprises", lambda: _enterprises(frames, as_of, seen)),
        part("duties", lambda: _duties(frames, as_of, seen)),
        list(_blocked(frames, as_of)) or [BLANK_LINE],
        [BLANK_LINE],  # what is to come is for people to write
    )
    having = [(title, lines) for title, lines in zip(sentences.REPORT_PARTS, parts, strict=True) if lines]
    for (title, lines), number in zip(having, sentences.ROMAN, strict=False):
        yield Line(f"{number}. {title}", Look.PART)
        yield from map(Line, lines)


def _see(annex: Annex) -> str:
    return sentences.SEE_ANNEX.format(number=f" {annex.number}" if annex.number else "")


# -- indicators -----------------------------------------------------------------------------------------------------


def _indicators(frames: Frames, as_of: dt.date) -> Iterator[str]:
    judged = verdicts(frames, as_of)
    weak = _told_with(frames, as_of, judged.filter(pl.col("verdict").is_in([v.value for v in _WEAK])))
    weak = weak.with_columns(rank=pl.col("verdict").replace_strict({v.value: v.rank for v in _WEAK}, return_dtype=pl.Int64))
    weak = weak.sort("rank", maintain_order=True)
    counts = headline(judged)  # the count of the first part: this one must not name another
    unknown, unsaid = counts[Verdict.NO_DATA.value], counts[QUALITATIVE]
    waiting, gone = counts[Verdict.AWAITING.value], counts[Verdict.NOT_APPLICABLE.value]
    if waiting:
        yield sentences.INDICATORS_AWAITED.format(n=official.count(waiting))
        yield from _awaited(frames, as_of)
    if unknown:
        yield sentences.INDICATORS_UNKNOWN.format(n=official.count(unknown))
    if unsaid:
        yield sentences.INDICATORS_UNSAID.format(n=official.count(unsaid))
    if gone:
        yield sentences.INDICATORS_GONE.format(n=official.count(gone))
    if weak.is_empty():
        rest = judged.height - waiting - unknown - unsaid - gone
        if rest == judged.height:
            yield sentences.INDICATORS_FINE
        elif rest:
            yield sentences.INDICATORS_FINE_OF.format(n=official.count(rest))
        return
    yield sentences.INDICATORS_WEAK.format(n=official.count(weak.height))
    for row in weak.iter_rows(named=True):
        facts = [*_so_far(row), *_needed(row, row["unit"] or ""), judged_words(row), apart_words(frames, row["id"], as_of)]
        yield _line(frames, row, facts)


def _told_with(frames: Frames, as_of: dt.date, judged: pl.DataFrame) -> pl.DataFrame:
    """Some of the verdicts with what is told of them: name, unit, what is needed as it is said, digits."""
    known = targets(frames, as_of)
    return (
        judged.join(known.select("id", "unit", "percent"), on="id", how="left", maintain_order="left")
        .join(rates(judged, known), on="id", how="left", maintain_order="left")
        .join(frames["indicators"].select("id", "name"), on="id", how="left", maintain_order="left")
        .drop("required")
        .join(needs(frames, as_of).rename({"need": "required"}), on="id", how="left", maintain_order="left")
        .join(digits(frames), on="id", how="left", maintain_order="left")
    )


def _line(frames: Frames, row: Mapping[str, Any], facts: list[str]) -> str:
    """An indicator with its target and the facts."""
    unit, record = row["unit"] or "", frames.plan.tables["indicators"][row["id"]]
    target = official.measured(row["target"], unit, before="" if row["op"] == "=" else SIGNS.get(row["op"] or "", ""))
    if (high := record.get("target_max")) is not None:
        target = f"{official.number(record['target'])} - {official.measured(high, unit)}"
    span = sentences.TARGET_YEARS if row["kind"] in MEANS else sentences.TARGET_YEAR
    when = span.format(start=row["start"], end=row["end"])
    return sentences.INDICATOR_LINE.format(name=row["name"], when=when, target=target, facts="; ".join(filter(None, facts)))


def _awaited(frames: Frames, as_of: dt.date) -> Iterator[str]:
    """What waits for the figure of its end year and is in doubt, the least likely first: what there has been, and what that must be."""
    doubted = [one.id for one in awaited(frames, as_of) if one.in_doubt]
    judged = verdicts(frames, as_of)
    rows = {row["id"]: row for row in _told_with(frames, as_of, judged.filter(pl.col("id").is_in(doubted))).iter_rows(named=True)}
    own = digits_by_id(frames)
    for row in map(rows.__getitem__, doubted):
        yield _line(frames, row, [*_so_far(row), *([turning_words(row, own[row["id"]])] if row["turning"] is not None else [])])


def _so_far(row: Mapping[str, Any]) -> Iterator[str]:
    by_mean, unit = row["kind"] in MEANS, row["unit"] or ""
    value = row["mean"] if by_mean else row["last_value"]
    if value is None or row["last_year"] is None:
        return
    shown = official.measured(value, unit, decimals=row["computed"] if by_mean else row["figures"])
    if row["on_estimate"]:
        shown += f" {sentences.ON_ESTIMATE}"
    template = sentences.SUM_SO_FAR if row["kind"] == SUM else sentences.AVERAGE_SO_FAR if by_mean else sentences.LEVEL_SO_FAR
    yield template.format(year=row["last_year"], value=shown)
    if row["kind"] == CUT and row["last_value"] is not None:
        rate = official.measured(row["last_value"], rate_unit(unit), decimals=row["figures"])
        yield f"{sentences.RATE.format(rate=sentences.LEVEL_SO_FAR.format(year=row['last_year'], value=rate))}"


def _needed(row: Mapping[str, Any], unit: str) -> Iterator[str]:
    if not row["required"]:
        return
    required, change = official.number(abs(row["required"]), row["yearly"]), sentences.MORE if row["required"] > 0 else sentences.LESS
    first, last = (row["last_year"] or row["start"] - 1) + 1, row["end"]
    left = (sentences.LEFT_YEAR if first == last else sentences.LEFT_YEARS).format(first=first, last=last)
    if row["kind"] in RATES:
        yield sentences.NEEDS_MEAN.format(left=left, required=official.number(row["required"], row["yearly"]))
    elif row["kind"] == SUM:
        yield sentences.NEEDS_SUM.format(left=left, required=official.number(row["required"], row["yearly"]), unit=unit).rstrip()
    elif row["kind"] == CUT:
        yield sentences.NEEDS_CUT.format(left=left, required=official.number(row["required"], row["yearly"]))
    elif row["required_suffix"] is not None:
        yield sentences.NEEDS_RATE.format(left=left, change=change, required=required)
    elif row["percent"]:
        yield sentences.NEEDS_POINTS.format(left=left, change=change, required=required)
    else:
        yield sentences.NEEDS_UNITS.format(left=left, change=change, required=required, unit=unit).rstrip()


# -- tasks, enterprises, duties -------------------------------------------------------------------------------------


def _tasks(frames: Frames, as_of: dt.date, seen: Overview) -> Iterator[str]:
    plan, states = frames.plan, task_states(frames, as_of)
    rate = on_time_rate(states)
    if rate is not None:
        n = official.count(states.filter("fallen_due").height)
        kept = on_time_at_first(states)
        first = sentences.ON_TIME_AT_FIRST.format(n=official.count(kept)) if kept is not None else ""
        yield sentences.ON_TIME.format(n=n, rate=official.number(round(100 * rate, 1)), first=first)
    late = [line for line in seen[Part.LATE].lines if line.kind is LineKind.TASK]
    yield sentences.TASKS_LATE.format(n=official.count(len(late))) if late else sentences.TASKS_FINE
    for line in late:
        lead = sentences.LED_BY.format(bodies=official.names(plan, line.who)) if line.who else ""
        yield sentences.TASK_LATE.format(
            task=plan.title_of("tasks", line.id), lead=lead, day=official.day_words(line.day), n=line.numbers["days_late"]
        )
    if undated := states.filter(pl.col("state") == TaskState.UNDATED.value).height:
        yield sentences.TASKS_UNDATED.format(n=official.count(undated))
    bodies = [line for line in seen[Part.NOT_REPORTED].lines if line.kind is LineKind.BODY]
    if bodies:
        said = [
            sentences.BODY_COUNT.format(
                body=plan.title_of("agencies", line.id) if line.id else sentences.NOBODY, n=official.count(int(line.numbers["n"] or 0))
            )
            for line in bodies
        ]
        yield sentences.NOT_REPORTED.format(bodies="; ".join(said))


def _enterprises(frames: Frames, as_of: dt.date, seen: Overview) -> Iterator[str]:
    silent = set(enterprise_verdicts(frames, as_of).filter(~pl.col("reported"))["id"])
    late = [line for line in seen[Part.LATE].lines if line.kind is LineKind.ENTERPRISE]
    yield sentences.ENTERPRISES_LATE.format(n=official.count(len(late))) if late else sentences.ENTERPRISES_FINE
    for line in late:
        yield sentences.ENTERPRISE_LATE.format(
            name=frames.plan.title_of("enterprises", line.id),
            by=sentences.ANSWERED_BY.format(bodies=official.names(frames.plan, line.who)) if line.who else "",
            day=official.day_words(line.day),
            n=line.numbers["days_late"],
            silent=sentences.SILENT if line.id in silent else "",
        )


def _duties(frames: Frames, as_of: dt.date, seen: Overview) -> Iterator[str]:
    late = [line for line in seen[Part.LATE].lines if line.kind is LineKind.DUTY]
    yield (sentences.DUTIES_LATE if late else sentences.DUTIES_FINE).format(day=official.day_words(as_of))
    for line in late:
        yield sentences.DUTY_LATE.format(
            what=frames.plan.title_of("duties", line.id),
            period=period_of(line),
            bodies=official.names(frames.plan, line.who),
            day=official.day_words(line.day),
            n=line.numbers["days_late"],
        )


def _blocked(frames: Frames, as_of: dt.date) -> Iterator[str]:
    """What the bodies themselves said of why a task cannot go on; nothing is concluded for them."""
    for row in frames["tasks"].iter_rows(named=True):
        text = stuck(row, as_of)
        if text:
            yield sentences.BLOCKED.format(task=row["summary"], text=text.rstrip(".") + ".")
