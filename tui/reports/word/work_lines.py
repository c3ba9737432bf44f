"""What a report says of the work: tasks done and under way in the bodies' own words, enterprises, meetings, and what lags behind."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.awaited import awaited
from tui.frames.insight.overview_lines import LineKind, Overview, Part
from tui.frames.methods.digits import CHAINED, RATES, digits_by_id
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.headline import QUALITATIVE, headline
from tui.frames.methods.tasks import HANDED_IN, TaskState, on_time_at_first, on_time_rate, task_states
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT
from tui.frames.tables.tasks import sections_in_order
from tui.model.group_reports import reports_of
from tui.model.plan import Plan
from tui.model.succession import holders_on
from tui.model.task_log import completion
from tui.reports import official, sentences
from tui.reports import report_sentences as said
from tui.reports.indicator_annex import verdict_words
from tui.reports.spans import Span
from tui.reports.task_annex import leading, progress_words, stuck
from tui.reports.word.owed_matters import period_of
from tui.reports.word.result_lines import WEAK, judged_rows, last_year_over, needed, standing_words

_MOST_LINES: Final = 15
"""Tasks that are listed one by one where the annex has them all; those longest overdue, or due first."""
_MOST_BODIES: Final = 5
"""Bodies that are named in a sentence; all of them stand in the annex."""


# -- direction and management -----------------------------------------------------------------------------------------


def management_lines(plan: Plan, as_of: dt.date, year: int, span: Span) -> Iterator[str]:
    """Meetings held, what they concluded, documents issued and reports that came from 1 January to the end of the part of the year."""
    first, last = dt.date(year, 1, 1), min(as_of, span.last_day(year))
    held = {id: values for id, values in plan.tables["reviews"].items() if first <= values["date"] <= last}
    if held:
        days = ", ".join(f"ngày {values['date']:%d/%m/%Y}" for values in sorted(held.values(), key=lambda values: values["date"]))
        yield said.MEETINGS.format(n=official.count(len(held)), days=days)
    concluded = [values for values in plan.tables["decisions"].values() if values.get("review") in held]
    if concluded:
        done = sum(values.get("status") == "done" for values in concluded)
        yield said.CONCLUSIONS.format(n=official.count(len(concluded)), done=official.count(done) if done else said.NONE_YET)
    own = plan.title_of("agencies", plan.header["issuer"]) if "issuer" in plan.header else None
    cites = official.Citations(plan)
    issued = [
        cites.document(id)
        for id, values in plan.tables["documents"].items()
        if own is not None and values.get("issuer") == own and values.get("date") is not None and first <= values["date"] <= last
    ]
    if issued:
        yield said.ISSUED.format(documents="; ".join(issued))
    came = sum(1 for duty in plan.tables["duties"].values() for e in duty.get("handed_in", ()) if e.get("on") and first <= e["on"] <= last)
    if came:
        yield said.REPORTS_CAME.format(n=official.count(came))


# -- tasks ------------------------------------------------------------------------------------------------------------


def task_lines(frames: Frames, as_of: dt.date, year: int, span: Span) -> Iterator[str]:
    """The tasks done in the part of the year and those under way, each in the words of the last report on it, in the document's order."""
    states = task_states(frames, as_of)
    rate = on_time_rate(states)
    if rate is not None:
        n = official.count(states.filter("fallen_due").height)
        kept = on_time_at_first(states)
        first = sentences.ON_TIME_AT_FIRST.format(n=official.count(kept)) if kept is not None else ""
        yield sentences.ON_TIME.format(n=n, rate=official.number(round(100 * rate, 1)), first=first)
    done, under_way, undated = _told(frames, as_of, year, span)
    for lines, heading in ((done, said.TASKS_DONE), (under_way, said.TASKS_UNDER_WAY), (undated, said.TASKS_DONE_UNDATED)):
        if lines:
            yield heading.format(span=span.named(year), n=official.count(len(lines)))
            yield from lines
    if not done and not under_way:
        yield said.NOTHING_TOLD.format(span=span.named(year))


def _told(frames: Frames, as_of: dt.date, year: int, span: Span) -> tuple[list[str], list[str], list[str]]:
    """Lines of tasks done in the part of the year, of those under way that were reported on in it, of those done nobody knows when.

    Of a year that is over reports count that came after it, up to the day it is seen from; a completion after it is none of the year.
    """
    first, over = dt.date(year, 1, 1), min(as_of, span.last_day(year))
    last = over if not span.whole else as_of
    plan, leads = frames.plan, leading(frames, as_of)
    states = dict(task_states(frames, as_of).select("id", "state").iter_rows())
    done: list[str] = []
    under_way: list[str] = []
    undated: list[str] = []
    began = (plan.header.get("term") or {}).get("start")
    for id in tasks_in_order(frames):
        record = plan.tables["tasks"][id]
        reports = [entry for entry in reports_of(record, last) if entry["on"] >= first]
        text = str(reports[-1]["text"]).strip().rstrip(".;") if reports else ""
        lead = sentences.LED_BY.format(bodies=official.names(plan, leads[id])) if leads.get(id) else ""
        told = {"task": official.task_name(plan, id), "lead": lead}
        if states[id] in HANDED_IN:
            found = completion(record, as_of, began)
            if found is None:
                undated.append(said.TASK_RESULT.format(**told, text="; ".join(filter(None, (text, said.DONE_UNDATED)))))
                continue
            on, own = found
            when = (said.DONE_ON if own else said.DONE_REPORTED).format(day=f"{on:%d/%m/%Y}")
            line = said.TASK_RESULT.format(**told, text="; ".join(filter(None, (text, when))))
            if first <= on <= over:
                done.append(line)
            elif on > over and reports:
                under_way.append(line)
        elif reports:
            facts = [text, progress_words(record)]
            under_way.append(said.TASK_RESULT.format(**told, text="; ".join(filter(None, facts))))
    return done, under_way, undated


def tasks_in_order(frames: Frames) -> list[str]:
    """The tasks in the order of the document."""
    placed = frames["tasks"].join(sections_in_order(frames), on="section", how="left", maintain_order="left")
    return placed.sort("place", "order", nulls_last=True, maintain_order=True)["id"].to_list()


def enterprise_lines(frames: Frames, as_of: dt.date, shown: Mapping[str, str]) -> Iterator[str]:
    """Every enterprise with how it is rearranged and how far it is; ``shown`` is the progress of each as the annex has it."""
    for id in enterprise_verdicts(frames, as_of)["id"]:
        record = frames.plan.tables["enterprises"][id]
        arrangement = official.lower_first(sentences.ARRANGEMENTS.get(record.get("arrangement", ""), official.BLANK))
        facts = dict.fromkeys((arrangement, official.lower_first(shown[id])))  # what is kept as it is has no other state
        yield said.ENTERPRISE.format(name=record["name"], facts="; ".join(facts))


# -- what lags behind -------------------------------------------------------------------------------------------------


def gap_lines(frames: Frames, as_of: dt.date, seen: Overview, annex: str) -> Iterator[str]:
    """What the plan itself knows to be behind: indicators, tasks, enterprises, reports; nothing is concluded from it."""
    yield from _weak(frames, as_of)
    yield from _late_tasks(frames, as_of, seen, annex)
    yield from _silent(frames, as_of, seen, annex)
    yield from _late_enterprises(frames, as_of, seen)
    yield from _missing(frames, as_of, seen)


def _weak(frames: Frames, as_of: dt.date) -> Iterator[str]:
    weak = [row for code in WEAK for row in judged_rows(frames, as_of) if row["verdict"] == code]
    if weak:
        named = "; ".join(said.WEAK_ONE.format(name=row["name"], state=standing_words(frames, row, verdict_words(row))) for row in weak)
        yield said.WEAK.format(n=official.count(len(weak)), states=weak_words(), names=named)
    counts = headline(verdicts(frames, as_of))
    if waiting := counts[Verdict.AWAITING.value]:
        names = "; ".join(_awaited(frames, as_of))
        yield said.AWAITED.format(n=official.count(waiting), names=said.AWAITED_NAMES.format(names=names) if names else "")
    if unknown := counts[Verdict.NO_DATA.value]:
        yield said.UNKNOWN.format(n=official.count(unknown))
    if unsaid := counts[QUALITATIVE]:
        yield said.UNJUDGED.format(n=official.count(unsaid))


def _awaited(frames: Frames, as_of: dt.date) -> Iterator[str]:
    """What waits for the figure of its end year and needs more than a known year has brought, the least likely first."""
    own, rows = digits_by_id(frames), {row["id"]: row for row in verdicts(frames, as_of).iter_rows(named=True)}
    for one in awaited(frames, as_of):
        row = rows[one.id]
        if one.in_doubt and row["turning"] is not None:
            places = own[one.id].yearly if row["kind"] in RATES else own[one.id].figures
            value = _on_its_side(row, official.number(row["turning"], places))
            if row["turning_max"] is not None:
                value = said.RANGE.format(low=value, high=official.number(row["turning_max"], places))
            first = (row["last_year"] or row["start"] - 1) + 1
            when = said.YEARS.format(first=first, last=row["end"]) if row["kind"] in CHAINED and first < row["end"] else row["end"]
            told = said.AWAITED_RATE if row["kind"] == CUT else said.AWAITED_ONE
            yield told.format(name=frames.plan.title_of("indicators", one.id), when=when, value=value)


def _on_its_side(row: Mapping[str, Any], value: str) -> str:
    """A value that must be kept below or above in words; one that must be reached as it is."""
    return said.BOUNDS[row["turning_op"]].format(value=value) if row["turning_op"] in ("<", "<=", ">") else value


def weak_words() -> str:
    """``không đạt, khó có khả năng đạt hoặc cần tăng tốc``: the verdicts that call for something, as papers say them."""
    first, *rest = (sentences.VERDICTS[code] for code in WEAK)
    return f"{', '.join([first, *rest[:-1]])} hoặc {rest[-1]}"


def _late_tasks(frames: Frames, as_of: dt.date, seen: Overview, annex: str) -> Iterator[str]:
    plan = frames.plan
    late = [line for line in seen[Part.LATE].lines if line.kind is LineKind.TASK]
    if late:
        yield sentences.TASKS_LATE.format(n=official.count(len(late)))
    for line in late[:_MOST_LINES]:
        lead = sentences.LED_BY.format(bodies=official.names(plan, line.who)) if line.who else ""
        day = f"ngày {line.day:%d/%m/%Y}"
        yield sentences.TASK_LATE.format(task=official.task_name(plan, line.id), lead=lead, day=day, n=line.numbers["days_late"])
    if len(late) > _MOST_LINES:
        yield said.MORE_TASKS.format(n=official.count(len(late) - _MOST_LINES), number=f" {annex}" if annex else "")
    held_up = [row for row in frames["tasks"].iter_rows(named=True) if stuck(row, as_of)]
    if held_up:
        yield said.STUCK_TASKS.format(n=official.count(len(held_up)))
    for row in held_up:
        yield said.TASK_RESULT.format(task=official.task_name(frames.plan, row["id"]), lead="", text=stuck(row, as_of).rstrip(".;"))
    if undated := task_states(frames, as_of).filter(pl.col("state") == TaskState.UNDATED.value).height:
        yield sentences.TASKS_UNDATED.format(n=official.count(undated))


def _silent(frames: Frames, as_of: dt.date, seen: Overview, annex: str) -> Iterator[str]:
    silent = task_states(frames, as_of).filter(pl.col("state") == TaskState.NOT_REPORTED.value).height
    bodies = [line for line in seen[Part.NOT_REPORTED].lines if line.kind is LineKind.BODY]
    if not silent:
        return
    told = [
        sentences.BODY_COUNT.format(
            body=official.names(frames.plan, [line.id]) if line.id else sentences.NOBODY, n=official.count(int(line.numbers["n"] or 0))
        )
        for line in bodies[:_MOST_BODIES]
    ]
    rest = said.AND_OTHERS if len(bodies) > _MOST_BODIES else ""
    yield said.SILENT_TASKS.format(n=official.count(silent), bodies="; ".join(told), rest=rest, number=f" {annex}" if annex else "")


def _late_enterprises(frames: Frames, as_of: dt.date, seen: Overview) -> Iterator[str]:
    silent = set(enterprise_verdicts(frames, as_of).filter(~pl.col("reported"))["id"])
    late = [line for line in seen[Part.LATE].lines if line.kind is LineKind.ENTERPRISE]
    if late:
        yield sentences.ENTERPRISES_LATE.format(n=official.count(len(late)))
    for line in late:
        yield sentences.ENTERPRISE_LATE.format(
            name=frames.plan.title_of("enterprises", line.id),
            by=sentences.ANSWERED_BY.format(bodies=official.names(frames.plan, line.who)) if line.who else "",
            day=f"ngày {line.day:%d/%m/%Y}",
            n=line.numbers["days_late"],
            silent=sentences.SILENT if line.id in silent else "",
        )


def _missing(frames: Frames, as_of: dt.date, seen: Overview) -> Iterator[str]:
    """Reports of the bodies that have not come; not what the issuer itself owes, nor the body that puts this report together for it."""
    plan, issuer = frames.plan, frames.plan.header.get("issuer")
    through = {holder for duty in plan.tables["duties"].values() if duty.get("via") for holder in holders_on(plan, duty["via"], as_of)}
    owed = [line for line in seen[Part.LATE].lines if line.kind is LineKind.DUTY and not {*line.who} <= {issuer, *through}]
    if owed:
        yield said.DUTIES_MISSING.format(day=f"ngày {as_of:%d/%m/%Y}")
    for line in owed:
        bodies = official.names(plan, [id for id in line.who if id != issuer])
        late = official.count(int(line.numbers["days_late"] or 0))
        yield said.DUTY_MISSING.format(period=period_of(line), bodies=bodies, day=official.before_words(line.day), n=late)


# -- what comes next --------------------------------------------------------------------------------------------------


def ahead_lines(frames: Frames, as_of: dt.date, year: int, span: Span, annex: str) -> Iterator[str]:
    """What the plan asks of the time after: what indicators off their course need, and the tasks that fall due in it."""
    digits = digits_by_id(frames)
    over = max(last_year_over(as_of), year if span.whole else year - 1)  # nothing is asked of a year that is over
    asked = [(row["name"], need) for row in judged_rows(frames, as_of) for need in needed(row, digits[row["id"]], over)]
    if asked:
        yield said.TO_REACH
    yield from (said.TO_REACH_ONE.format(name=name, need=need) for name, need in asked)
    last = dt.date(year + 1 if span.whole else year, 12, 31)
    plan, leads = frames.plan, leading(frames, as_of)
    states = task_states(frames, as_of).filter(pl.col("due").is_not_null() & ~pl.col("state").is_in([s.value for s in HANDED_IN]))
    due = states.filter((pl.col("due") > as_of) & (pl.col("due") <= last)).sort("due", maintain_order=True)
    if due.height:
        when = said.IN_YEAR.format(year=last.year) if span.whole else said.IN_REST.format(year=year)
        yield said.TASKS_DUE.format(when=when, n=official.count(due.height))
    for row in due.head(_MOST_LINES).iter_rows(named=True):
        lead = sentences.LED_BY.format(bodies=official.names(plan, leads[row["id"]])) if leads.get(row["id"]) else ""
        yield said.TASK_DUE.format(task=official.task_name(plan, row["id"]), lead=lead, day=f"ngày {row['due']:%d/%m/%Y}")
    if due.height > _MOST_LINES:
        yield said.MORE_TASKS.format(n=official.count(due.height - _MOST_LINES), number=f" {annex}" if annex else "")


def proposal_lines(frames: Frames, as_of: dt.date) -> Iterator[str]:
    """What the bodies themselves said of why a task cannot go on, for those who decide; nothing is concluded for them."""
    leads = leading(frames, as_of)
    for row in frames["tasks"].iter_rows(named=True):
        if text := stuck(row, as_of):
            lead = sentences.LED_BY.format(bodies=official.names(frames.plan, leads[row["id"]])) if leads.get(row["id"]) else ""
            yield said.TASK_RESULT.format(task=official.task_name(frames.plan, row["id"]), lead=lead, text=text.rstrip(".;"))
