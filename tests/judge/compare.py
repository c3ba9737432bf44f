"""Judge and program over the same plans and days: where they do not say the same."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from random import Random
from typing import NamedTuple

from tests.judge.figures import Looking, Plan
from tests.judge.indicators import judged
from tests.judge.random_plans import days_of, world
from tests.judge.work import all_report_days, duty_states, enterprise_state, holders, task_state
from tui.frames.build import Frames
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.ownership import task_holders
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import verdicts
from tui.model.checks import read_plan


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
    read, problems = read_plan(plan)
    assert not read.set_aside, [problem.message for problem in problems if problem.message][:3]
    return Frames(read)


def compared(plan: Plan, days: Iterable[dt.date], known: dt.date | None = None) -> Compared:
    """All of the plan on all of the days, with the knowledge of each day or of the later one."""
    frames = frames_of(plan)
    frames.know(known)
    things, found = 0, []
    for day in days:
        at = Looking(day, max(day, known or day))
        for comparing in PARTS:
            for rule, id, judge, program in comparing(plan, frames, at):
                things += 1
                if not _same(judge, program):
                    found.append(Difference(rule, id, day, at.known, judge, program))
    return Compared(things, found)


def random_run(seed: int, plans: int, together: int = 50) -> Compared:
    """So many random plans on five days each, ``together`` of them in one file; every third file with all that is known later."""
    things, found = 0, []
    for number, first in enumerate(range(0, plans, together)):
        random = Random(f"{seed}-{first}")
        plan = world(random, min(together, plans - first), first)
        days = days_of(random, plan)
        one = compared(plan, days, max(days) if number % 3 == 2 else None)
        things += one.things
        found += one.differences
    return Compared(things, found)


def _indicators(plan: Plan, frames: Frames, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    for row in verdicts(frames, at.day).iter_rows(named=True):
        id = row["id"]
        kind = plan["indicators"][id]["kind"] if "reference" not in plan["indicators"][id] else "relative"
        judge = judged(plan, id, at)
        yield f"{kind}: verdict", id, judge.verdict, row["verdict"]
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


def _tasks(plan: Plan, frames: Frames, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    report_days = all_report_days(plan)
    states = task_states(frames, at.day)
    for id, state in states.select("id", "state").iter_rows():
        yield f"task: {plan['tasks'][id]['mode']}", id, task_state(plan, id, at.day, report_days), state


def _duties(plan: Plan, frames: Frames, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    states = duty_reports(frames, at.day)
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


def _holders(plan: Plan, frames: Frames, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    """The bodies that hold each task, a lead never a partner too, and whether one of them is missing."""
    held = task_holders(frames, at.day)
    by_task: dict[str, dict[str, set[str]]] = {id: {"lead": set(), "partner": set(), "gap": set()} for id in plan["tasks"]}
    for task, role, holder, gap in held.select("task", "role", "holder", "gap").iter_rows():
        by_task[task]["gap" if gap else role].add(holder)
    for id, task in plan["tasks"].items():
        leads, partners = (holders(plan, task.get(key, []), at.day) for key in ("leads", "partners"))
        yield "holders: lead", id, set(leads.bodies), by_task[id]["lead"]
        yield "holders: partner", id, set(partners.bodies) - set(leads.bodies), by_task[id]["partner"]
        yield "holders: gap", id, leads.gap or partners.gap, bool(by_task[id]["gap"])


def _enterprises(plan: Plan, frames: Frames, at: Looking) -> Iterator[tuple[str, str, object, object]]:
    for id, verdict in enterprise_verdicts(frames, at.day).select("id", "verdict").iter_rows():
        yield "enterprise: verdict", id, enterprise_state(plan, id, at.day), verdict


def _same(one: object, other: object) -> bool:
    if isinstance(one, float | int) and isinstance(other, float | int) and not isinstance(one, bool):
        return math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-6)
    return one == other


PARTS = (_indicators, _tasks, _duties, _holders, _enterprises)
