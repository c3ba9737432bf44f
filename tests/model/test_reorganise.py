"""A reorganisation: what its one step changes, what passes over by it, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import TERM, frames_of, indicator
from tests.support.lengths import law
from tui.frames.build import Frames
from tui.frames.methods.ownership import task_holders
from tui.model.plan import Plan
from tui.model.reorganise import Reorganisation, faults_of, passes_over, reorganised
from tui.model.succession import holders_on
from tui.model.text import say
from tui.model.workspace import Workspace

DAY, EVE = dt.date(2025, 3, 1), dt.date(2025, 2, 28)
AGENCIES: dict[str, dict[str, Any]] = {
    "older": {"name": "Sở Cũ hơn", "until": dt.date(2022, 12, 31), "successors": ["a"]},
    "a": {"name": "Sở A"},
    "b": {"name": "Sở B", "from": dt.date(2023, 1, 1)},
    "c": {"name": "Sở C"},
    "late": {"name": "Sở Sau", "from": dt.date(2025, 7, 1)},
    "new": {"name": "Sở Mới"},
}


def plan(**changed: dict[str, Any]) -> Plan:
    agencies = {id: {"kind": "department", **values, **changed.get(id, {})} for id, values in AGENCIES.items()}
    tasks = {
        "t-a": {"leads": ["a"], "status": "in_progress"},
        "t-older": {"leads": ["older"], "partners": ["b"], "status": "unreported"},
        "t-done": {"leads": ["a"], "status": "done"},
        "t-c": {"leads": ["c"], "status": "unreported"},
    }
    return frames_of(
        plan={"title": "K", "term": TERM},
        agencies=agencies,
        documents={"nq": {"kind": "Nghị quyết", "about": "Sắp xếp"}},
        sections={"I": {"number": "I", "title": "Một", "order": 1}},
        tasks={id: {"section": "I", "order": n, "summary": "Việc", **values} for n, (id, values) in enumerate(tasks.items(), 1)},
        indicators={"i": indicator("end_level", target=9, agency="b")},
        duties={"d": {"who": ["a", "c"], "what": "Báo cáo"}},
        enterprises={"e": {"name": "E", "arrangement": "keep", "agency": "c"}},
    ).plan


def asked(*ended: str, follower: str = "new", day: dt.date = DAY, basis: str | None = "nq") -> Reorganisation:
    return Reorganisation(ended=ended, follower=follower, day=day, basis=basis)


def test_two_bodies_end_in_one_step_and_what_is_open_passes_over_without_being_written_anew() -> None:
    work = Workspace(plan())
    before = work.plan
    assert passes_over(before, asked("a", "b")) == {"indicators": 1, "tasks": 2, "duties": 1}
    work.apply(reorganised(before, asked("a", "b")), say("step"))
    agencies = work.plan.tables["agencies"]
    for body in ("a", "b"):
        assert {key: agencies[body][key] for key in ("until", "successors", "basis")} == {
            "until": EVE,
            "successors": ["new"],
            "basis": "nq",
        }
    assert agencies["new"] | {} == {"name": "Sở Mới", "kind": "department", "from": DAY, "basis": "nq"}, "made for it, so it begins then"
    for table in ("tasks", "indicators", "duties", "enterprises"):
        assert work.plan.tables[table] == before.tables[table], "history is not rewritten"
    frames = Frames(work.plan)
    assert task_holders(frames, EVE).filter(task="t-older", role="lead")["holder"].to_list() == ["a"]
    assert task_holders(frames, DAY).filter(task="t-older", role="lead")["holder"].to_list() == ["new"]
    work.undo()
    assert {id: dict(values) for id, values in work.plan.tables["agencies"].items()} == {
        id: dict(values) for id, values in before.tables["agencies"].items()
    }


def test_a_body_that_is_named_somewhere_only_takes_over() -> None:
    edits = reorganised(plan(), asked("a", follower="c", basis=None))
    assert {(edit.id, edit.field) for edit in edits} == {("a", "until"), ("a", "successors")}
    assert passes_over(plan(), asked("late", follower="c")) == {}, "a body that holds nothing gives nothing over"


REFUSED: dict[str, tuple[Reorganisation, dict[str, dict[str, Any]], str]] = {
    "itself": (asked("a", follower="a"), {}, "follower"),
    "a circle": (asked("a", follower="c"), {"c": {"successors": ["b"]}, "b": {"successors": ["a"]}}, "follower"),
    "an older one comes back": (asked("a", follower="older"), {}, "follower"),
    "ended before": (asked("a", follower="c"), {"c": {"until": EVE}}, "follower"),
    "begins after": (asked("a", follower="late"), {}, "follower"),
    "not in the plan": (asked("a", follower="gone"), {}, "follower"),
    "before it began": (asked("b", day=dt.date(2022, 6, 1)), {}, "day"),
    "on the day it began": (asked("b", day=dt.date(2023, 1, 1)), {}, "day"),
    "ended already": (asked("older"), {}, "ended"),
    "promised elsewhere": (asked("a"), {"a": {"successors": ["c"]}}, "ended"),
    "nobody": (asked(), {}, "ended"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_under_its_field(case: str) -> None:
    wanted, changed, field = REFUSED[case]
    assert field in faults_of(plan(**changed), wanted), case


def test_said_twice_it_changes_nothing_and_what_was_half_said_is_completed() -> None:
    done = {"a": {"until": EVE, "successors": ["c"], "basis": "nq"}}
    assert faults_of(plan(**done), asked("a", follower="c")) == {} and reorganised(plan(**done), asked("a", follower="c")) == []
    half = {"a": {"until": EVE}}
    assert [edit.field for edit in reorganised(plan(**half), asked("a", follower="c"))] == ["successors", "basis"]


@law(30, 2000)
@given(
    st.lists(st.sampled_from([*AGENCIES]), max_size=3, unique=True),
    st.sampled_from([*AGENCIES]),
    st.dates(dt.date(2022, 1, 1), dt.date(2026, 1, 1)),
)
def test_what_is_accepted_leaves_the_follower_answering_and_nobody_in_a_circle(ended: list[str], follower: str, day: dt.date) -> None:
    before = plan()
    wanted = asked(*ended, follower=follower, day=day)
    if faults_of(before, wanted):
        return
    work = Workspace(before)
    if edits := reorganised(before, wanted):
        work.apply(edits, say("step"))
    for body in ended:
        assert holders_on(work.plan, body, day) == [follower]
        assert holders_on(work.plan, body, wanted.last_day) == [body]
