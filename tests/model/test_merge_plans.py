"""Three plans merged: the laws, for any two walks from one plan, and what people meet."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import example, given

from tests.support.lengths import law
from tests.support.small_plan import small_plan
from tests.support.walks import Steps, walk, wide_plan, wide_walks
from tui.model.diff import differences
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.fields import reference_fields
from tui.model.merge_plans import Conflict, MergedPlan, merge_plans
from tui.model.plan import MISSING, Plan, SetAside, referred, same
from tui.model.workspace import Workspace

LAW = law(20, 1_500)


def walked(steps: Steps) -> Plan:
    workspace = Workspace(wide_plan())
    walk(workspace, steps)
    return workspace.plan


def with_records(**tables: Mapping[str, Any]) -> Plan:
    """The small plan with these records too; None takes one out."""
    plan = small_plan()
    for name, records in tables.items():
        plan.tables[name] = {id: values for id, values in {**plan.tables[name], **records}.items() if values is not None}
    return plan


def all_records(plan: Plan) -> dict[str, Any]:
    return {name: dict(records) for name, records in plan.tables.items()}


# -- laws -----------------------------------------------------------------------------------------------------------


@LAW
@given(wide_walks)
def test_where_one_side_did_nothing_the_other_side_is_the_result(steps: Steps) -> None:
    base, changed = wide_plan(), walked(steps)
    for merged in (
        merge_plans(base, changed, wide_plan()),
        merge_plans(base, wide_plan(), changed),
        merge_plans(base, changed, copy.deepcopy(changed)),
    ):
        assert same(all_records(merged.plan), all_records(changed))
        assert (merged.conflicts, merged.renamed) == ((), ())
        assert {t: list(r) for t, r in merged.plan.tables.items()} == {t: list(r) for t, r in changed.tables.items()}


@LAW
@given(wide_walks, wide_walks)
def test_none_of_the_three_is_changed(here: Steps, there: Steps) -> None:
    plans = wide_plan(), walked(here), walked(there)
    before = copy.deepcopy([all_records(plan) for plan in plans])
    merge_plans(*plans)
    assert [all_records(plan) for plan in plans] == before


@LAW
@given(wide_walks, wide_walks)
def test_every_edit_of_both_sides_is_in_the_result_or_in_a_conflict(here: Steps, there: Steps) -> None:
    base, mine, theirs = wide_plan(), walked(here), walked(there)
    merged = merge_plans(base, mine, theirs)
    for side in (merged.mine, theirs):
        for edit in differences(base, side):
            assert is_held(merged.plan, edit) or is_told(merged, edit), edit
    assert len(all_records(merged.mine)["tasks"]) == len(all_records(mine)["tasks"])
    now = {(table, title_key(values)) for table, records in merged.mine.tables.items() for values in records.values()}
    assert {(table, title_key(values)) for table, records in mine.tables.items() for values in records.values()} == now


def title_key(values: Mapping[str, Any]) -> str:
    return str(values.get("summary") or values.get("title") or values.get("text") or values.get("name"))


def is_told(merged: MergedPlan, edit: Edit) -> bool:
    field = edit.field if isinstance(edit, SetField) else ""
    fields = {c.field for c in merged.conflicts if (c.table, c.id) == (edit.table, edit.id)}
    return bool({field, ""} & fields) or (isinstance(edit, AddRecord) and bool(fields))


def is_held(plan: Plan, edit: Edit) -> bool:
    """Whether the plan has what an edit did: a list everything it added and nothing it took away."""
    now = plan.get(edit.table, edit.id)
    if isinstance(edit, DeleteRecord) or now is None:
        return isinstance(edit, DeleteRecord) and now is None
    if isinstance(edit, AddRecord):
        return all(is_held(plan, SetField(edit.table, edit.id, key, value, MISSING)) for key, value in edit.values.items())
    before, after, found = ([] if side is MISSING else side for side in (edit.expected, edit.new, now.get(edit.field, MISSING)))
    if not all(isinstance(side, list) for side in (before, after, found)):
        return same(found, after)
    return all(v in found for v in after if v not in before) and not any(v in found for v in before if v not in after)


@LAW
@given(wide_walks, wide_walks)
def test_no_reference_leads_nowhere(here: Steps, there: Steps) -> None:
    merged = merge_plans(wide_plan(), walked(here), walked(there))
    assert list(dangling(merged.plan)) == []


@LAW
@given(wide_walks, wide_walks)
def test_a_reference_that_leads_nowhere_led_nowhere_before(here: Steps, there: Steps) -> None:
    """Files that were edited by hand may have such references; a merge makes no others."""
    sides = wide_plan(), walked(here), walked(there)
    for plan, gone in zip(sides, ("I-3", "moi-2", "so-b"), strict=True):
        for table in ("tasks", "sources", "agencies"):
            plan.tables[table].pop(gone, None)
    merged = merge_plans(*sides)
    before = {place for side in (sides[0], merged.mine, sides[2]) for place in dangling(side)}
    assert set(dangling(merged.plan)) <= before


def dangling(plan: Plan) -> Iterator[tuple[str, str, str, str]]:
    for name, spec, inner in reference_fields():
        target = (inner or spec).table
        assert target is not None
        for id, values in plan.tables[name].items():
            for other in referred(values, spec.key, inner.key if inner else None):
                if other not in plan.tables[target]:
                    yield name, id, spec.key, other


@LAW
@given(wide_walks, wide_walks)
@example(
    [("source", 1, None), ("figures", 0, [])], [("figures", 0, [(2020, 4, "moi-2")])]
)  # took a source out; what may be decided for rests on it
def test_the_sides_may_be_swapped(here: Steps, there: Steps) -> None:
    base, one, other = wide_plan(), walked(here), walked(there)
    ours, theirs = merge_plans(base, one, other), merge_plans(base, other, one)
    assert {old for old, _ in ours.renamed} == {old for old, _ in theirs.renamed}
    if ours.renamed:
        return  # who gives way has another id then
    places = {(c.table, c.id, c.field) for c in ours.conflicts}
    assert places == {(c.table, c.id, c.field) for c in theirs.conflicts}
    for table in base.tables:
        for id in {*ours.plan.tables[table], *theirs.plan.tables[table]}:
            fields = [{} if record is None else dict(record) for plan in (ours.plan, theirs.plan) for record in [plan.get(table, id)]]
            for key in {key for values in fields for key in values}:
                if not {(table, id, ""), (table, id, key)} & places:
                    assert same(*(sorted_list(values.get(key)) for values in fields)), (table, id, key)


def sorted_list(value: Any) -> Any:
    return sorted(value, key=repr) if isinstance(value, list) else value


# -- what people meet ---------------------------------------------------------------------------------------------

TASK = {"section": "I", "order": 9, "summary": "Việc mới"}
BODY = {"name": "Sở C", "kind": "department"}


def test_different_fields_of_one_record_are_joined_and_one_field_changed_in_two_ways_is_named() -> None:
    base = with_records(tasks={"I-9": TASK})
    mine = with_records(tasks={"I-9": {**TASK, "order": 2, "status": "done"}})
    theirs = with_records(tasks={"I-9": {**TASK, "order": 3, "note": "x"}})
    merged = merge_plans(base, mine, theirs)
    assert merged.plan.get("tasks", "I-9") == {**TASK, "order": 2, "status": "done", "note": "x"}
    assert merged.conflicts == (Conflict("tasks", "I-9", "order", 9, 3, 2),)


def test_deleted_and_changed_is_a_conflict_and_deleted_alone_is_not() -> None:
    base, gone, changed = with_records(tasks={"I-9": TASK}), small_plan(), with_records(tasks={"I-9": {**TASK, "order": 2}})
    here, there = merge_plans(base, gone, changed), merge_plans(base, changed, gone)
    assert here.conflicts == (Conflict("tasks", "I-9", "", TASK, {**TASK, "order": 2}, MISSING),)
    assert here.plan.get("tasks", "I-9") is None
    assert there.conflicts == (Conflict("tasks", "I-9", "", TASK, MISSING, {**TASK, "order": 2}),)
    assert there.plan.get("tasks", "I-9") == {**TASK, "order": 2}
    assert list(there.plan.tables["tasks"]) == ["I-1", "I-2", "I-3", "I-9"]
    both = merge_plans(base, gone, small_plan())
    assert both.conflicts == () and both.plan.get("tasks", "I-9") is None


def test_what_refers_to_my_record_follows_it_and_what_refers_to_theirs_does_not() -> None:
    direction = {"sector": "cn", "order": 1, "summary": "Hướng"}
    base = with_records(sectors={"cn": {"name": "Công nghiệp", "order": 1}}, directions={"cn-1": {**direction, "tasks": ["I-1"]}})
    sides = []
    for title in ("Của tôi", "Của họ"):
        plan = copy.deepcopy(base)
        plan.tables["tasks"]["I-4"] = {**TASK, "summary": title}
        plan.tables["directions"]["cn-1"] = {**direction, "tasks": ["I-1", "I-4"]}
        plan.tables["decisions"][title[-1]] = {"text": title, "subject": "tasks.I-4", "task": "I-4"}
        plan.tables["reviews"][title[-1]] = {"date": "x", "items": [{"subject": "tasks.I-4"}, {"subject": "tasks.I-1"}]}
        sides.append(plan)
    merged = merge_plans(base, *sides)
    assert merged.renamed == ((("tasks", "I-4"), ("tasks", "I-5")),) and merged.conflicts == ()
    assert [merged.plan.title_of("tasks", id) for id in ("I-4", "I-5")] == ["Của họ", "Của tôi"]
    assert sorted(merged.plan.tables["directions"]["cn-1"]["tasks"]) == ["I-1", "I-4", "I-5"], "both are named"
    assert merged.plan.tables["decisions"]["i"] == {"text": "Của tôi", "subject": "tasks.I-5", "task": "I-5"}
    assert merged.plan.tables["decisions"]["ọ"] == {"text": "Của họ", "subject": "tasks.I-4", "task": "I-4"}
    assert merged.plan.tables["reviews"]["i"]["items"] == [{"subject": "tasks.I-5"}, {"subject": "tasks.I-1"}]
    assert merged.plan.tables["reviews"]["ọ"]["items"] == [{"subject": "tasks.I-4"}, {"subject": "tasks.I-1"}]
    assert sides[0].tables["directions"]["cn-1"]["tasks"] == ["I-1", "I-4"], "the sides stay as they are"


@pytest.mark.parametrize("where", ["theirs", "mine", "unreadable there", "deleted by both"])
def test_a_new_id_is_one_that_nobody_has_or_had(where: str) -> None:
    base, mine, theirs = small_plan(), with_records(tasks={"I-4": TASK}), with_records(tasks={"I-4": {**TASK, "summary": "Khác"}})
    if where == "unreadable there":
        theirs.set_aside["tasks", "I-5"] = SetAside("tasks", "I-5", {"order": "chín"}, ())
    else:
        plan = {"theirs": theirs, "mine": mine, "deleted by both": base}[where]
        plan.tables["tasks"]["I-5"] = {**TASK, "summary": "Ở đó"}
    merged = merge_plans(base, mine, theirs)
    assert merged.renamed == ((("tasks", "I-4"), ("tasks", "I-6")),)
    assert merged.plan.get("tasks", "I-6") == TASK and merged.conflicts == ()


def test_the_header_is_one_whoever_wrote_it() -> None:
    base, mine, theirs = Plan(), small_plan(), small_plan()
    theirs.tables["plan"][""] = {**theirs.tables["plan"][""], "title": "Tên khác", "place": "Huế"}
    merged = merge_plans(base, mine, theirs)
    assert merged.renamed == ()
    assert merged.conflicts == (Conflict("plan", "", "title", MISSING, "Tên khác", "Kế hoạch"),)
    assert merged.plan.tables["plan"] == {"": {**mine.tables["plan"][""], "place": "Huế"}}


@pytest.mark.parametrize("deleted", ["here", "there"])
def test_what_one_side_refers_to_is_kept_at_its_place_with_all_it_refers_to(deleted: str) -> None:
    body = {**BODY, "until": None, "successors": ["so-d"]}
    bodies = {"so-c": {k: v for k, v in body.items() if v is not None}, "so-d": {**BODY, "name": "Sở D"}, "so-e": {**BODY, "name": "Sở E"}}
    base = with_records(agencies=bodies)
    gone = with_records(agencies={"so-e": bodies["so-e"]})
    citing = copy.deepcopy(base)
    citing.tables["tasks"]["I-1"] = {**citing.tables["tasks"]["I-1"], "leads": ["so-c"]}
    merged = merge_plans(base, gone, citing) if deleted == "here" else merge_plans(base, citing, gone)
    assert list(merged.plan.tables["agencies"]) == ["so-a", "so-b", "so-c", "so-d", "so-e"]
    sides = (bodies["so-c"], MISSING) if deleted == "here" else (MISSING, bodies["so-c"])
    assert merged.conflicts[0] == Conflict("agencies", "so-c", "", bodies["so-c"], *sides)
    assert [c.id for c in merged.conflicts] == ["so-c", "so-d"], "and so is what that refers to"


def test_keys_nobody_knows_are_joined_too() -> None:
    base, mine, theirs = Plan(), Plan(), Plan()
    base.extra = {"format": 1, "later": {"a": 1, "b": 1}, "x": 1}
    mine.extra = {"format": 1, "later": {"a": 2, "b": 1}, "x": 2}
    theirs.extra = {"format": 1, "later": {"a": 1, "b": 3, "c": 1}, "x": 3}
    merged = merge_plans(base, mine, theirs)
    assert merged.plan.extra == {"format": 1, "later": {"a": 2, "b": 3, "c": 1}, "x": 2}
    assert merged.conflicts == (Conflict("x", "", "", 1, 3, 2),)
