"""What edits come to together: the same plan, each change counted once, and nothing of what was taken back."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.model.checks import read_plan
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField, inverse, net, perform
from tui.model.plan import MISSING, Plan

GOALS = {"a": {"number": 1, "title": "Một"}, "b": {"number": 2, "title": "Hai"}}
STEPS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["title", "note", "goes", "comes", "back"]), st.sampled_from("xyz")), max_size=9
)


def plan_of(goals: dict[str, Any]) -> Plan:
    return read_plan({"format": 1, "plan": {"title": "K"}, "goals": {id: dict(values) for id, values in goals.items()}})[0]


def made(steps: list[tuple[str, str, str]]) -> tuple[Plan, list[Edit]]:
    """The plan after steps, as far as they can be made, and the edits."""
    plan, edits, undone = plan_of(GOALS), [], []
    for id, what, text in steps:
        record = plan.get("goals", id)
        edit: Edit | None = None
        if what == "back":
            edit = undone.pop() if undone else None
        elif record is None:
            edit = AddRecord("goals", id, {"number": 3, "title": text}) if what == "comes" else None
        elif what == "goes":
            edit = DeleteRecord("goals", id, record, list(plan.tables["goals"]).index(id))
        elif what != "comes":
            edit = SetField("goals", id, what, MISSING if text == "z" and what == "note" else text, record.get(what, MISSING))
        if edit is not None:
            undone = [inverse(edit, plan)] if what != "back" else []
            perform(edit, plan)
            edits.append(edit)
    return plan, edits


def records(plan: Plan) -> dict[str, dict[str, Any]]:
    return {id: dict(values) for id, values in plan.tables["goals"].items()}


@given(STEPS)
@law(60, 3000)
def test_they_give_the_same_records_and_each_difference_once(steps: list[tuple[str, str, str]]) -> None:
    after, edits = made(steps)
    found, again = net(edits), plan_of(GOALS)
    for edit in found:
        perform(edit, again)
    assert records(again) == records(after)
    before, now = records(plan_of(GOALS)), records(after)
    differing = {(id, "") for id in before.keys() ^ now.keys()}
    for id in before.keys() & now.keys():
        differing |= {(id, key) for key in {**before[id], **now[id]} if before[id].get(key) != now[id].get(key)}
    assert sorted((e.id, e.field if isinstance(e, SetField) else "") for e in found) == sorted(differing)


def test_a_field_set_twice_is_one_change_and_one_set_back_is_none() -> None:
    there = SetField("goals", "a", "title", "Khác", "Một")
    again = SetField("goals", "a", "title", "Nữa", "Khác")
    assert net([there, again]) == [SetField("goals", "a", "title", "Nữa", "Một")]
    assert net([there, SetField("goals", "a", "title", "Một", "Khác")]) == [] == net([])
    new = AddRecord("goals", "n", {"title": "Mới"})
    assert net([new, SetField("goals", "n", "note", "x", MISSING)]) == [AddRecord("goals", "n", {"title": "Mới", "note": "x"})]
