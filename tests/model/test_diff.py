"""The difference of two plans: made on the old one it gives the new one, order included."""

from __future__ import annotations

import copy

from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tui.model.diff import differences, touched_by
from tui.model.edits import AddRecord, DeleteRecord, SetField, perform
from tui.model.plan import MISSING, Plan

records = st.dictionaries(st.sampled_from(["name", "order", "note"]), st.integers(0, 2))
tables = st.dictionaries(st.sampled_from("abcdefg"), records, max_size=7)


def plan_of(sectors: dict[str, dict[str, int]]) -> Plan:
    plan = Plan()
    plan.tables["sectors"] = dict(sectors)
    return plan


@given(tables, tables)
@law(40, 1000)
def test_the_edits_lead_from_the_old_plan_to_the_new_one(old: dict[str, dict[str, int]], new: dict[str, dict[str, int]]) -> None:
    kept = iter([id for id in old if id in new])  # reordering is no edit: the survivors keep the order they had
    new = {(id if id not in old else next(kept)): values for id, values in new.items()}
    plan, wanted = plan_of(copy.deepcopy(old)), plan_of(new)
    for edit in differences(plan, wanted):
        if isinstance(edit, DeleteRecord):
            assert list(plan.tables["sectors"]).index(edit.id) == edit.position
        perform(edit, plan)
    assert plan.tables["sectors"] == wanted.tables["sectors"]
    assert list(plan.tables["sectors"]) == list(wanted.tables["sectors"])
    assert differences(plan, wanted) == []


def test_a_field_that_came_or_went_is_missing_on_the_other_side() -> None:
    edits = differences(plan_of({"a": {"name": 1}}), plan_of({"a": {"note": 2}, "b": {}}))
    assert edits == [
        AddRecord("sectors", "b", {}, 1),
        SetField("sectors", "a", "name", MISSING, 1),
        SetField("sectors", "a", "note", 2, MISSING),
    ]
    assert touched_by(edits) == {("sectors", "a"), ("sectors", "b")}
