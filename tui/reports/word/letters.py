"""The letter to a body that is late (form 1.5): its tasks, reports and enterprises past their day, with how many days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import LineKind, OverviewLine, Part
from tui.model.group_reports import members_on, reports_of, who_reported
from tui.model.plan import Plan
from tui.model.succession import holders_on, lineage, members_of
from tui.reports import official, sentences
from tui.reports.word.paper import Line, Paper
from tui.reports.word.parties import issuer_name, letterhead, plan_name, recipients, signature


def late_bodies(frames: Frames, as_of: dt.date) -> list[str]:
    """The bodies that answer on the day for a late task (as lead), report or enterprise, in the order of the file."""
    late = {id for line in _owed(frames, as_of) for id in line.who}
    return [id for id in frames.plan.tables["agencies"] if id in late]


def late_letter(plan: Plan, frames: Frames, agency: str, as_of: dt.date) -> Paper:
    """The letter to one late body. Raises ValueError when nothing of it is late: no letter accuses without cause."""
    owed = [line for line in _owed(frames, as_of) if agency in line.who]
    if not owed:
        raise ValueError(agency)
    issuer = issuer_name(plan)
    about = sentences.LETTER_ABOUT.format(plan=plan_name(plan))
    return Paper(
        letterhead=letterhead(plan, "", about=about),
        to=_addressed(plan, agency, as_of),
        body=tuple(_body(plan, owed, agency, issuer, as_of)),
        signatures=(signature(plan),),
        recipients=(sentences.AS_ABOVE,),
        unit=recipients(plan)[1],
    )


def _owed(frames: Frames, as_of: dt.date) -> list[OverviewLine]:
    """What the overview calls late: tasks, reports and enterprises."""
    return list(overview(frames, as_of, ())[Part.LATE].lines)


def period_of(line: OverviewLine) -> str:
    """What a late report is about, in the words of papers."""
    return official.period(line.every, int(line.numbers["year"] or 0), int(line.numbers["period"] or 1))


def _listed(parts: list[str]) -> str:
    return " và ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _addressed(plan: Plan, agency: str, as_of: dt.date) -> tuple[str, ...]:
    """A group that lists its members is written to member by member, as they are on the day; every other body by its name."""
    return tuple(plan.title_of("agencies", id) for id in members_on(plan, [agency], as_of) or [agency])


def _silent(plan: Plan, task: str, agency: str, as_of: dt.date) -> list[str]:
    """The members of a group that have reported nothing of a task of it so far."""
    reports = reports_of(plan.tables["tasks"][task], as_of)
    return [member for member, told in who_reported(plan, [agency], reports, as_of).items() if not told]


def _came(plan: Plan, line: OverviewLine, group: str, as_of: dt.date) -> list[str]:
    """The bodies whose report of a period came, where a group is asked that does not list its members: nothing is asked of those."""
    if (plan.get("agencies", group) or {}).get("kind") != "collective" or members_of(plan, group):
        return []
    duty = plan.tables["duties"][line.id]
    named = {body for who in duty.get("who", ()) for body in lineage(plan, who)}
    entries = [e for e in duty.get("handed_in", ()) if e["year"] == line.numbers["year"] and (e.get("on") is None or e["on"] <= as_of)]
    of_period = [e["agency"] for e in entries if e.get("period", 1) == (line.numbers["period"] or 1)]
    there = [holder for body in of_period if body not in named for holder in holders_on(plan, body, as_of) or [body]]
    return list(dict.fromkeys(there))


def _body(plan: Plan, owed: list[OverviewLine], agency: str, issuer: str, as_of: dt.date) -> Iterator[Line]:
    body = official.names(plan, [agency])
    tasks = [line for line in owed if line.kind is LineKind.TASK]
    duties = [line for line in owed if line.kind is LineKind.DUTY]
    enterprises = [line for line in owed if line.kind is LineKind.ENTERPRISE]
    what = [
        template.format(n=official.count(len(lines)))
        for template, lines in (
            (sentences.LATE_TASKS, tasks),
            (sentences.LATE_DUTIES, duties),
            (sentences.LATE_ENTERPRISES, enterprises),
        )
        if lines
    ]
    cited = official.Citations(plan).plan()
    yield Line(sentences.LETTER_OPENS.format(plan=cited, day=official.day_words(as_of), body=body, what=_listed(what)))
    for n, line in enumerate([*tasks, *duties, *enterprises], 1):
        place = official.place_words(str((plan.get(line.table, line.id) or {}).get("locator", line.id)))
        known = {"n": n, "place": place, "day": official.day_words(line.day), "late": line.numbers["days_late"]}
        title = plan.title_of(line.table, line.id)
        if line.kind is LineKind.TASK:
            yield Line(sentences.LETTER_TASK.format(task=title, **known))
            if silent := _silent(plan, line.id, agency, as_of):
                yield Line(sentences.LETTER_MEMBERS.format(bodies=", ".join(official.names(plan, [id]) for id in silent)))
        elif line.kind is LineKind.ENTERPRISE:
            yield Line(sentences.LETTER_ENTERPRISE.format(name=title, **known))
        else:
            yield Line(sentences.LETTER_DUTY.format(what=title, period=period_of(line), **known))
            if came := _came(plan, line, agency, as_of):
                yield Line(sentences.LETTER_CAME.format(bodies=", ".join(official.names(plan, [id]) for id in came)))
    yield Line(sentences.LETTER_ASKS.format(issuer=issuer, body=body, to=issuer, blank_day=official.day_words(None)))
