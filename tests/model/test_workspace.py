"""Edits: checked, all or nothing, taken back exactly, counted."""

from __future__ import annotations

import copy
import datetime as dt

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from tests.support.small_plan import LABEL, STATUSES, small_plan, tables
from tui.model.checks import read_plan
from tui.model.edits import AddRecord
from tui.model.joining import join
from tui.model.plan import MISSING, same
from tui.model.workspace import EditRefused, Workspace


@pytest.fixture
def workspace() -> Workspace:
    return Workspace(small_plan())


def test_an_edit_is_made_counted_and_taken_back(workspace: Workspace) -> None:
    before = copy.deepcopy(tables(workspace.plan))
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    assert workspace.plan.tables["tasks"]["I-1"]["status"] == "done"
    assert workspace.unsaved() == [("tasks", "I-1", "status")]
    workspace.undo()
    assert tables(workspace.plan) == before
    assert workspace.unsaved() == []
    workspace.redo()
    assert workspace.unsaved() == [("tasks", "I-1", "status")]
    workspace.mark_saved()
    assert workspace.unsaved() == []
    workspace.undo()
    assert workspace.unsaved() == [("tasks", "I-1", "status")]


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("status", "finished", "not one of"),
        ("progress", 130, "above 100"),
        ("progress", float("nan"), "finite"),
        ("leads", ["so-x"], "there is no agencies.so-x"),
        ("partners", ["so-a"], "both leads and is a partner"),
        ("summary", "a\x1b[31m", "control character"),
        ("summary", MISSING, "missing"),
        ("summary", "x" * 201, "at most 200"),
        ("due", "2025-01-01", "a date"),
    ],
)
def test_a_wrong_value_is_refused_and_changes_nothing(workspace: Workspace, field: str, value: object, told: str) -> None:
    before = copy.deepcopy(tables(workspace.plan))
    with pytest.raises(EditRefused) as refused:
        workspace.apply([workspace.set_field("tasks", "I-2", "status", "done"), workspace.set_field("tasks", "I-1", field, value)], LABEL)
    assert told in str(refused.value)
    assert refused.value.problems[0].field.startswith(field)
    assert tables(workspace.plan) == before
    assert workspace.undo() is None


def test_a_record_that_is_referred_to_is_not_deleted(workspace: Workspace) -> None:
    with pytest.raises(EditRefused, match="4 records refer to it"):
        workspace.apply([workspace.delete("agencies", "so-a")], LABEL)
    assert "so-a" in workspace.plan.tables["agencies"]


def test_a_deleted_record_comes_back_at_its_place(workspace: Workspace) -> None:
    workspace.apply([workspace.delete("tasks", "I-2")], LABEL)
    assert list(workspace.plan.tables["tasks"]) == ["I-1", "I-3"]
    workspace.undo()
    assert list(workspace.plan.tables["tasks"]) == ["I-1", "I-2", "I-3"]


def test_successors_may_not_run_in_a_circle(workspace: Workspace) -> None:
    workspace.apply([workspace.set_field("agencies", "so-a", "until", dt.date(2026, 1, 1))], LABEL)
    with pytest.raises(EditRefused, match="circle"):
        workspace.apply([workspace.set_field("agencies", "so-a", "successors", ["so-b"])], LABEL)


def test_a_stale_edit_is_refused(workspace: Workspace) -> None:
    edit = workspace.set_field("tasks", "I-1", "status", "done")
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "blocked")], LABEL)
    with pytest.raises(EditRefused, match="changed meanwhile"):
        workspace.apply([edit], LABEL)


def test_nothing_changes_when_reading_only() -> None:
    workspace = Workspace(small_plan(), readonly=True)
    with pytest.raises(EditRefused, match="reading only"):
        workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)


def test_what_a_colleague_still_changes_of_a_record_that_is_gone_reaches_no_new_one() -> None:
    """Also of the last of its section, by whoever it was taken out, and not where it had never been saved."""
    values = {"section": "I", "order": 9, "summary": "Việc mới", "mode": "standing", "status": "unreported"}
    for gone in ("I-1", "I-3"):
        mine, theirs, third = (Workspace(small_plan()) for _ in range(3))
        mine.apply([mine.delete("tasks", gone)], LABEL)
        mine.mark_saved()
        join(third, copy.deepcopy(mine.plan))
        for by in (mine, third):
            new = by.new_id("tasks", values)
            assert new == "I-4", (gone, new)
            by.apply([AddRecord("tasks", new, values)], LABEL)
        mine.undo()
        assert mine.new_id("tasks", values) == new, "nobody has ever seen that one"
        theirs.apply([theirs.set_field("tasks", gone, "status", "done")], LABEL)
        assert [conflict.id for conflict in join(theirs, copy.deepcopy(third.plan)).conflicts] == [gone]
        assert theirs.plan.tables["tasks"][new]["status"] == "unreported"


def test_a_new_task_gets_the_next_number_of_its_section(workspace: Workspace) -> None:
    assert workspace.new_id("tasks", {"section": "I", "summary": "x"}) == "I-4"
    assert workspace.new_id("agencies", {"name": "Sở Mới"}) == "so-moi"


def test_an_old_fault_does_not_block_mending_another_field() -> None:
    plan = small_plan()
    plan.tables["tasks"]["I-1"] = {**plan.tables["tasks"]["I-1"], "leads": ["so-gone"]}
    workspace = Workspace(plan)
    workspace.apply([workspace.set_field("tasks", "I-1", "status", "done")], LABEL)
    assert plan.tables["tasks"]["I-1"]["status"] == "done"


# -- laws -----------------------------------------------------------------------------------------------------------


class Steps(RuleBasedStateMachine):
    """Any walk of edits, undos and redos: undoing all of it gives the plan as it was, and the count is what differs."""

    @initialize()
    def start(self) -> None:
        self.workspace = Workspace(small_plan())
        self.before = copy.deepcopy(tables(self.workspace.plan))
        self.number = 0

    @rule(value=STATUSES, which=st.integers(0, 5))
    def set_status(self, value: object, which: int) -> None:
        ids = list(self.workspace.plan.tables["tasks"])
        if ids:
            id = ids[which % len(ids)]
            self.workspace.apply([self.workspace.set_field("tasks", id, "status", value)], LABEL)

    @rule(which=st.integers(0, 5))
    def delete(self, which: int) -> None:
        ids = list(self.workspace.plan.tables["tasks"])
        if ids:
            self.workspace.apply([self.workspace.delete("tasks", ids[which % len(ids)])], LABEL)

    @rule(position=st.none() | st.integers(0, 4))
    def add(self, position: int | None) -> None:
        self.number += 1
        values = {"section": "I", "order": 9, "summary": f"Mới {self.number}"}
        self.workspace.apply([AddRecord("tasks", self.workspace.new_id("tasks", values), values, position)], LABEL)

    @rule()
    def undo(self) -> None:
        self.workspace.undo()

    @rule()
    def redo(self) -> None:
        self.workspace.redo()

    @invariant()
    def unsaved_is_what_differs(self) -> None:
        if not hasattr(self, "workspace"):
            return
        old, new = dict(self.before["tasks"]), self.workspace.plan.tables["tasks"]
        differing = {i for i in {**old, **new} if not same(old.get(i), new.get(i))}
        assert {i for _, i, _ in self.workspace.unsaved()} == differing

    def teardown(self) -> None:
        if hasattr(self, "workspace"):
            while self.workspace.undo():
                pass
            assert tables(self.workspace.plan) == self.before


TestSteps = Steps.TestCase
TestSteps.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)


@pytest.mark.parametrize("last", ["a", "b", "c"])
def test_a_circle_is_refused_at_whichever_record_closes_it(last: str) -> None:
    """The file's order does not matter: the record that was edited says so, not the first of the circle."""
    plan, problems = read_plan(
        {
            "format": 1,
            "plan": {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
            "sections": {id: {"number": id, "title": id, "order": n} for n, id in enumerate("abc", 1)},
        }
    )
    assert not [p for p in problems if not p.warning]
    workspace = Workspace(plan)
    leads_to = {"a": "b", "b": "c", "c": "a"}
    for id in (i for i in "abc" if i != last):
        workspace.apply([workspace.set_field("sections", id, "parent", leads_to[id])], LABEL)
    with pytest.raises(EditRefused) as refused:
        workspace.apply([workspace.set_field("sections", last, "parent", leads_to[last])], LABEL)
    assert [(p.id, p.field) for p in refused.value.problems] == [(last, "parent")]
    assert workspace.plan.tables["sections"][last].get("parent") is None
    workspace.apply([workspace.set_field("sections", last, "title", "khác")], LABEL)
