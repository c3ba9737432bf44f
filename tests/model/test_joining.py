"""Joining what others saved with what is unsaved here: no change of either side is dropped without a word."""

from __future__ import annotations

import copy
from typing import Any

import attrs
import pytest
from hypothesis import given

from tests.support.lengths import law
from tests.support.small_plan import LABEL, small_plan, tables
from tests.support.walks import walk, walks
from tui.model.checks import reference_problems
from tui.model.diff import differences
from tui.model.edits import AddRecord, SetField, perform
from tui.model.joining import Conflict, Joined, hold, join, unsaved_edits
from tui.model.plan import MISSING, Plan, SetAside, same
from tui.model.workspace import EditRefused, Workspace


@pytest.fixture
def mine() -> Workspace:
    return Workspace(small_plan())


@pytest.fixture
def theirs() -> Workspace:
    return Workspace(small_plan())


def change(workspace: Workspace, table: str, id: str, field: str, value: object) -> None:
    workspace.apply([workspace.set_field(table, id, field, value)], LABEL)


def add(workspace: Workspace, id: str, summary: str, **more: object) -> None:
    workspace.apply([AddRecord("tasks", id, {"section": "I", "order": 9, "summary": summary, **more})], LABEL)


def delete(workspace: Workspace, table: str, id: str) -> None:
    workspace.apply([workspace.delete(table, id)], LABEL)


def test_different_fields_and_records_are_joined(mine: Workspace, theirs: Workspace) -> None:
    change(mine, "tasks", "I-1", "status", "done")
    delete(mine, "tasks", "I-3")
    change(theirs, "tasks", "I-1", "summary", "Việc một")
    change(theirs, "tasks", "I-2", "status", "blocked")
    joined = join(mine, theirs.plan)
    assert joined.conflicts == ()
    assert mine.plan.tables["tasks"]["I-1"]["status"] == "done"
    assert mine.plan.tables["tasks"]["I-1"]["summary"] == "Việc một"
    assert mine.plan.tables["tasks"]["I-2"]["status"] == "blocked"
    assert list(mine.plan.tables["tasks"]) == ["I-1", "I-2"]
    assert sorted(mine.unsaved()) == [("tasks", "I-1", "status"), ("tasks", "I-3", "")]


def test_both_may_add_to_one_list(mine: Workspace, theirs: Workspace) -> None:
    change(mine, "tasks", "I-1", "log", [{"on": small_plan().term[0], "text": "của tôi"}])  # type: ignore[index]
    change(theirs, "tasks", "I-1", "log", [{"on": small_plan().term[0], "text": "của họ"}])  # type: ignore[index]
    assert join(mine, theirs.plan).conflicts == ()
    assert {e["text"] for e in mine.plan.tables["tasks"]["I-1"]["log"]} == {"của tôi", "của họ"}
    assert mine.unsaved() == [("tasks", "I-1", "log")]


@pytest.mark.parametrize("side", ["mine", "theirs", "third"])
def test_one_field_with_two_values_is_a_conflict_to_decide(mine: Workspace, theirs: Workspace, side: str) -> None:
    change(mine, "tasks", "I-1", "status", "done")
    change(theirs, "tasks", "I-1", "status", "blocked")
    (conflict,) = join(mine, theirs.plan).conflicts
    assert conflict == Conflict("tasks", "I-1", "status", "unreported", "blocked", "done")
    assert mine.plan.tables["tasks"]["I-1"]["status"] == "done", "until it is decided ours stands"
    value = {"mine": "done", "theirs": "blocked", "third": "returned"}[side]
    hold(mine, conflict, value)
    assert mine.plan.tables["tasks"]["I-1"]["status"] == value
    assert mine.unsaved() == ([] if side == "theirs" else [("tasks", "I-1", "status")])


def test_deleted_here_and_changed_there_is_a_conflict(mine: Workspace, theirs: Workspace) -> None:
    delete(mine, "tasks", "I-2")
    change(theirs, "tasks", "I-2", "status", "done")
    (conflict,) = join(mine, theirs.plan).conflicts
    assert (conflict.field, conflict.mine, conflict.theirs["status"]) == ("", MISSING, "done")
    assert "I-2" not in mine.plan.tables["tasks"]
    hold(mine, conflict, conflict.theirs)
    assert mine.plan.tables["tasks"]["I-2"]["status"] == "done" and mine.unsaved() == []


def test_changed_here_and_deleted_there_is_a_conflict(mine: Workspace, theirs: Workspace) -> None:
    change(mine, "tasks", "I-2", "status", "done")
    change(mine, "tasks", "I-2", "summary", "Việc hai")
    delete(theirs, "tasks", "I-2")
    (conflict,) = join(mine, theirs.plan).conflicts
    assert (conflict.field, conflict.theirs, conflict.mine["status"]) == ("", MISSING, "done")
    assert mine.plan.tables["tasks"]["I-2"]["summary"] == "Việc hai", "what was typed is still there"
    hold(mine, conflict, MISSING)
    assert "I-2" not in mine.plan.tables["tasks"] and mine.unsaved() == []


def test_two_new_records_under_one_id_are_two_records(mine: Workspace, theirs: Workspace) -> None:
    add(mine, "I-4", "Việc của tôi")
    mine.apply([AddRecord("sectors", "cn", {"name": "Công nghiệp", "order": 1})], LABEL)
    direction = {"sector": "cn", "order": 1, "summary": "Hướng", "tasks": ["I-4"]}
    mine.apply([AddRecord("directions", "cn-1", direction)], LABEL)
    add(theirs, "I-4", "Việc của họ")
    joined = join(mine, theirs.plan)
    assert joined.conflicts == ()
    assert joined.renamed == ((("tasks", "I-4"), ("tasks", "I-5")),)
    assert mine.plan.tables["tasks"]["I-4"]["summary"] == "Việc của họ"
    assert mine.plan.tables["tasks"]["I-5"]["summary"] == "Việc của tôi"
    assert mine.plan.tables["directions"]["cn-1"]["tasks"] == ["I-5"], "what refers to it follows"


def test_the_same_record_entered_twice_is_one(mine: Workspace, theirs: Workspace) -> None:
    add(mine, "I-4", "Việc mới", status="done")
    add(theirs, "I-4", "Việc mới", status="unreported")
    (conflict,) = join(mine, theirs.plan).conflicts
    assert (conflict.id, conflict.field, conflict.mine, conflict.theirs) == ("I-4", "status", "done", "unreported")


def test_what_one_side_refers_to_is_not_deleted_by_the_other(mine: Workspace, theirs: Workspace) -> None:
    for workspace in (mine, theirs):
        workspace.apply([AddRecord("agencies", "so-c", {"name": "Sở C", "kind": "department"})], LABEL)
        workspace.mark_saved()
    change(mine, "tasks", "I-1", "leads", ["so-c"])
    delete(theirs, "agencies", "so-c")
    (conflict,) = join(mine, theirs.plan).conflicts
    assert (conflict.table, conflict.id, conflict.theirs) == ("agencies", "so-c", MISSING)
    assert "so-c" in mine.plan.tables["agencies"] and not list(reference_problems(mine.plan))
    with pytest.raises(EditRefused):
        hold(mine, conflict, MISSING)
    change(mine, "tasks", "I-1", "leads", ["so-a"])
    hold(mine, conflict, MISSING)
    assert "so-c" not in mine.plan.tables["agencies"]


def test_a_reference_of_ours_to_a_record_that_gave_its_id_away_changes_its_table(mine: Workspace, theirs: Workspace) -> None:
    add(mine, "I-4", "Việc của tôi")
    mine.apply([AddRecord("decisions", "kl-1", {"text": "Kết luận", "subject": "tasks.I-4"})], LABEL)
    add(theirs, "I-4", "Việc của họ")
    joined = join(mine, theirs.plan)
    assert mine.plan.tables["decisions"]["kl-1"]["subject"] == "tasks.I-5"
    assert {edit.table for edit in joined.brought} == {"tasks", "decisions"}, "what is drawn of the decisions is not what it was"


def test_what_others_broke_is_no_conflict_of_ours(mine: Workspace, theirs: Workspace) -> None:
    change(mine, "tasks", "I-1", "status", "done")
    raw = dict(theirs.plan.tables["agencies"].pop("so-a"))
    theirs.plan.set_aside["agencies", "so-a"] = SetAside("agencies", "so-a", raw, ())
    del theirs.plan.tables["sections"]["I"]
    assert join(mine, theirs.plan).conflicts == ()
    assert "so-a" not in mine.plan.tables["agencies"] and ("agencies", "so-a") in mine.plan.set_aside
    assert "I" not in mine.plan.tables["sections"], "their own tasks are without a section, and the file says so"


def test_a_record_that_cannot_be_read_there_stops_the_join(mine: Workspace, theirs: Workspace) -> None:
    change(mine, "tasks", "I-1", "status", "done")
    raw = dict(theirs.plan.tables["tasks"].pop("I-1"))
    theirs.plan.set_aside["tasks", "I-1"] = SetAside("tasks", "I-1", raw, ())
    before = copy.deepcopy(tables(mine.plan))
    with pytest.raises(EditRefused):
        join(mine, theirs.plan)
    assert tables(mine.plan) == before


def test_a_step_that_others_have_built_on_is_not_undone(mine: Workspace, theirs: Workspace) -> None:
    change(mine, "tasks", "I-1", "status", "in_progress")
    change(mine, "tasks", "I-2", "status", "done")
    mine.mark_saved()
    change(theirs, "tasks", "I-1", "status", "in_progress")
    change(theirs, "tasks", "I-2", "status", "done")
    change(theirs, "tasks", "I-2", "status", "returned")
    join(mine, theirs.plan)
    with pytest.raises(EditRefused):
        mine.undo()
    assert mine.plan.tables["tasks"]["I-2"]["status"] == "returned", "their value is not written over"
    assert mine.undo() is not None
    assert mine.plan.tables["tasks"]["I-1"]["status"] == "unreported"


# -- laws -----------------------------------------------------------------------------------------------------------


def joined_walks(here: list[Any], there: list[Any]) -> tuple[Plan, Plan, Workspace, Plan, Joined]:
    mine, theirs = Workspace(small_plan()), Workspace(small_plan())
    walk(mine, here)
    walk(theirs, there)
    as_it_was = copy.deepcopy(mine.plan)
    return small_plan(), as_it_was, mine, theirs.plan, join(mine, theirs.plan)


def holds(now: Any, edit: SetField) -> bool:
    """Whether a value has what an edit did: a list everything it added and nothing it took away."""
    before, after = ([] if side is MISSING else side for side in (edit.expected, edit.new))
    if not isinstance(before, list) or not isinstance(after, list):
        return same(now, edit.new)
    found = [] if now is MISSING else now
    return all(v in found for v in after if v not in before) and not any(v in found for v in before if v not in after)


@given(walks, walks)
@law(20, 1_500)
def test_nothing_either_side_did_is_dropped_without_a_word(here: list[Any], there: list[Any]) -> None:
    base, before, mine, theirs, joined = joined_walks(here, there)
    disputed = {(c.table, c.id, c.field) for c in joined.conflicts} | {(c.table, c.id) for c in joined.conflicts if not c.field}
    new = dict(joined.renamed)
    for edit in differences(base, before):
        key = new.get((edit.table, edit.id), (edit.table, edit.id))
        now = mine.plan.get(*key)
        if key in disputed or (*key, getattr(edit, "field", None)) in disputed:
            continue
        if isinstance(edit, AddRecord):
            assert now is not None and now["summary"] == edit.values["summary"]
        elif hasattr(edit, "field"):
            assert now is not None
            assert holds(now.get(edit.field, MISSING), edit)
        else:
            assert now is None
    for edit in differences(base, theirs):
        key = (edit.table, edit.id)
        if key in disputed or (*key, getattr(edit, "field", None)) in disputed:
            continue
        now = mine.plan.get(*key)
        if isinstance(edit, AddRecord):
            assert now is not None and now["summary"] == edit.values["summary"]
        elif hasattr(edit, "field"):
            assert now is not None
            assert holds(now.get(edit.field, MISSING), edit)
        else:
            assert now is None


@given(walks, walks)
@law(15, 1_000)
def test_what_is_unsaved_leads_from_their_file_to_the_plan(here: list[Any], there: list[Any]) -> None:
    _, _, mine, theirs, _ = joined_walks(here, there)
    again = copy.deepcopy(theirs)
    for edit in unsaved_edits(mine):
        perform(edit, again)
    assert {t: dict(r) for t, r in again.tables.items()} == {t: dict(r) for t, r in mine.plan.tables.items()}
    assert not [p for p in reference_problems(mine.plan) if not p.warning], "no reference leads nowhere"
    assert bool(mine.unsaved()) == bool(differences(theirs, mine.plan))


@given(walks)
@law(15, 1_000)
def test_a_file_nobody_changed_changes_nothing(here: list[Any]) -> None:
    mine = Workspace(small_plan())
    walk(mine, here)
    before, unsaved = copy.deepcopy(tables(mine.plan)), mine.unsaved()
    joined = join(mine, small_plan())
    assert attrs.evolve(joined, reordered=frozenset()) == Joined((), ()), "nothing but the order, which is the file's"
    assert {t: dict(r) for t, r in tables(mine.plan).items()} == {t: dict(r) for t, r in before.items()}
    assert sorted(mine.unsaved()) == sorted(unsaved)
