"""Judge and program over the same plans and days: where they do not say the same."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from random import Random
from typing import NamedTuple

import attrs
import polars as pl

from tests.judge.counts import groups, headline
from tests.judge.figures import Looking, Plan
from tests.judge.indicators import judged, milestones
from tests.judge.random_plans import days_of, world
from tests.judge.work import all_report_days, day_unknown, duty_states, enterprise_state, holders, task_state
from tui.frames.build import Frames
from tui.frames.country import Standing, standing
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.headline import headlines
from tui.frames.methods.milestones import milestone_verdicts
from tui.frames.methods.ownership import task_holders
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import group_verdicts, verdicts
from tui.model.checks import read_plan
from tui.model.plan import Plan as Records

Said = Mapping[str, pl.DataFrame]
"""By the names of :class:`tui.frames.country.Standing` what the program says of a plan on a day."""


class Difference(NamedTuple):
    """One thing the two say differently; ``rule`` groups them."""

    rule: str
    id: str
    day: dt.date
    known: dt.date
    judge: object
    program: object


class Compared(NamedTuple):
    """How many things were compared, and where the two differ."""

    things: int
    differences: list[Difference]

    def by_rule(self) -> Counter[str]:
        return Counter(one.rule for one in self.differences)


def frames_of(plan: Plan) -> Frames:
    """The program's tables of a plan. Raises AssertionError where a record cannot be read: the generator is wrong then."""
    return Frames(_read(plan))


def _read(plan: Plan) -> Records:
    read, problems = read_plan(plan)
    assert not read.set_aside, [problem.message for problem in problems if problem.message][:3]
    return read


def said_of(frames: Frames, day: dt.date) -> dict[str, pl.DataFrame]:
    """What the program says of one plan, by itself."""
    judged = verdicts(frames, day)
    one = pl.DataFrame({"plan": [0]})
    return {
        "indicators": judged,
        "milestones": milestone_verdicts(frames, day),
        "groups": group_verdicts(frames, judged),
        "headlines": headlines(one, judged.with_columns(plan=pl.lit(0))).drop("plan"),
        "tasks": task_states(frames, day),
        "holders": task_holders(frames, day),
        "duties": duty_reports(frames, day),
        "enterprises": enterprise_verdicts(frames, day),
    }


def said_of_each(many: Standing) -> dict[str, dict[str, pl.DataFrame]]:
    """By plan what a pass over many says of it, as :func:`said_of` has it."""
    found: dict[str, dict[str, pl.DataFrame]] = {name: {} for name in many.headlines["plan"]}
    for field in attrs.fields(Standing):
        frame: pl.DataFrame = getattr(many, field.name)
        parts = frame.partition_by("plan", as_dict=True, include_key=False)
        for name, said in found.items():
            said[field.name] = parts.get((name,), frame.drop("plan").clear())
    return found


def compared(plan: Plan, days: Iterable[dt.date], known: dt.date | None = None) -> Compared:
    """All of the plan on all of the days, with the knowledge of each day or of the later one."""
    frames = frames_of(plan)
    frames.know(known)
    return together(_compared(plan, said_of(frames, day), Looking(day, max(day, known or day))) for day in days)


def _compared(plan: Plan, said: Said, at: Looking) -> Compared:
    things, found = 0, []
    for comparing in PARTS:
        for rule, id, judge, program in comparing(plan, said, at):
            things += 1
            if not _same(judge, program):
                found.append(Difference(rule, id, at.day, at.known, judge, program))
    return Compared(things, found)


def together(each: Iterable[Compared]) -> Compared:
    """All that was compared in several goes."""
    things, found = 0, []
    for one in each:
        things += one.things
        found += one.differences
    return Compared(things, found)


def random_run(seed: int, plans: int, in_one: int = 50) -> Compared:
    """So many random plans on five days each, ``in_one`` file so many of them; every third file with all that is known later."""
    return together(random_files(seed, plans, in_one))


def random_files(seed: int, plans: int, in_one: int) -> Iterator[Compared]:
    """As :func:`random_run`, one file after the other."""
    for number, first in enumerate(range(0, plans, in_one)):
        random = Random(f"{seed}-{first}")
        plan = world(random, min(in_one, plans - first), first)
        days = days_of(random, plan)
        yield compared(plan, days, max(days) if number % 3 == 2 else None)


def random_pass(seed: int, plans: int) -> Compared:
    """So many random plans, each a file of its own with its own term, settings and bodies, on five days each: all in one pass.

    Every third with all that is known later.
    """
    raw: dict[str, tuple[Plan, Looking]] = {}
    read: dict[str, Records] = {}
    for number in range(plans):
        random = Random(f"{seed}-{number}")
        plan = world(random, random.choice((1, 1, 2)))
        records, days = _read(plan), days_of(random, plan)
        for day in days:
            name = f"{number} {day}"
            raw[name], read[name] = (plan, Looking(day, max(days) if number % 3 == 2 else day)), records
    days_by_plan, known = ({name: getattr(at, key) for name, (_, at) in raw.items()} for key in ("day", "known"))
    said = said_of_each(standing(read, days_by_plan, known))
    return together(_compared(plan, said[name], at) for name, (plan, at) in raw.items())


def _indicators(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    for row in said["indicators"].iter_rows(named=True):
        id = row["id"]
        kind = plan["indicators"][id]["kind"] if "reference" not in plan["indicators"][id] else "relative"
        judge = judged(plan, id, at)
        yield f"{kind}: verdict", id, judge.verdict, row["verdict"]
        yield f"{kind}: closing", id, judge.closing, row["closing"]
        if judge.verdict != row["verdict"] or judge.verdict in {"not_applicable", "no_data"}:
            continue
        yield f"{kind}: last year", id, judge.last_year, row["last_year"]
        yield f"{kind}: rounded", id, judge.rounded, row["rounded"]
        if judge.verdict == "awaiting":
            yield f"{kind}: turning", id, judge.turning, row["turning"]
            continue
        yield f"{kind}: estimate", id, judge.estimate, row["on_estimate"]
        if kind != "qualitative":
            yield f"{kind}: unreported", id, judge.unreported, row["years_behind"]
        if judge.verdict in {"on_course", "speed_up", "at_risk"}:
            yield f"{kind}: required", id, judge.required, row["required"]


def _milestones(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    """Of each milestone whose year is over or known how it was kept; what no longer applies has none."""
    told = {(id, year): verdict for id, year, verdict in said["milestones"].select("id", "year", "verdict").iter_rows() if verdict}
    for id, indicator in plan["indicators"].items():
        gone = indicator.get("not_applicable_from")
        if gone is None or gone > at.day:
            for year, verdict in milestones(plan, id, at).items():
                yield f"{indicator['kind']}: milestone", f"{id} {year}", verdict, told.pop((id, year), None)
    for key, verdict in told.items():
        yield "milestone: not agreed", " ".join(map(str, key)), None, verdict


def _together(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    """How the groups stand, and how many indicators stand how."""
    told = dict(said["groups"].select("goal", "verdict").iter_rows())
    for goal, verdict in groups(plan, at).items():
        yield "group: verdict", goal, verdict, told.pop(goal, None)
    counted = {code: n for code, n in said["headlines"].drop("not_enough").to_dicts()[0].items() if n}
    yield "headline: counts", "all", dict(headline(plan, at)), counted
    yield "group: not in the plan", "all", {}, told


def _tasks(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    report_days = all_report_days(plan)
    for id, state in said["tasks"].select("id", "state").iter_rows():
        yield f"task: {plan['tasks'][id]['mode']}", id, task_state(plan, id, at.day, report_days), state
    for id, unknown in said["tasks"].select("id", "day_unknown").iter_rows():
        yield "task: day unknown", id, str(day_unknown(plan, plan["tasks"][id], at.day)), str(unknown)


def _duties(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    states = said["duties"]
    told = {
        key: state or "waived"
        for key, state in ((row[:4], row[4]) for row in states.select("id", "year", "period", "agency", "state").iter_rows())
    }
    for id, duty in plan["duties"].items():
        for asked, state in duty_states(plan, id, at.day).items():
            program = told.pop((id, *asked), "not asked")
            yield f"duty: {duty.get('every', 'year')}", f"{id} {asked.year}/{asked.number} {asked.body}", state, program
    for key, state in told.items():
        yield "duty: asked", " ".join(map(str, key)), "not asked", state


def _holders(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    """The bodies that hold each task, a lead never a partner too, and whether one of them is missing."""
    held = said["holders"]
    by_task: dict[str, dict[str, set[str]]] = {id: {"lead": set(), "partner": set(), "gap": set()} for id in plan["tasks"]}
    for task, role, holder, gap in held.select("task", "role", "holder", "gap").iter_rows():
        by_task[task]["gap" if gap else role].add(holder)
    for id, task in plan["tasks"].items():
        leads, partners = (holders(plan, task.get(key, []), at.day) for key in ("leads", "partners"))
        yield "holders: lead", id, set(leads.bodies), by_task[id]["lead"]
        yield "holders: partner", id, set(partners.bodies) - set(leads.bodies), by_task[id]["partner"]
        yield "holders: gap", id, leads.gap or partners.gap, bool(by_task[id]["gap"])


def _enterprises(plan: Plan, said: Said, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    for id, verdict in said["enterprises"].select("id", "verdict").iter_rows():
        yield "enterprise: verdict", id, enterprise_state(plan, id, at.day), verdict


def _same(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int) and not isinstance(one, bool):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    return one == other


PARTS = (_indicators, _milestones, _together, _tasks, _duties, _holders, _enterprises)
