"""The workbench and ``kehoach merge`` give one result, whatever two people did to a plan; ``python -m proofs`` asks longer."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given

from tests.support.lengths import law
from tests.support.walks import Steps, walk, wide_plan, wide_walks
from tui.model.checks import read_plan
from tui.model.edits import AddRecord
from tui.model.joining import Conflict, join
from tui.model.plan import Plan, same
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.merge import merge_documents, merge_files
from tui.store.plan_file import load_text
from tui.store.plan_save import document, rendered

LAW = law(20, 1_500)


def records(plan: Plan) -> dict[str, Any]:
    return {name: dict(found) for name, found in plan.tables.items() if found}


def by_place(conflicts: Iterable[Conflict]) -> dict[tuple[str, str, str], Conflict]:
    return {(c.table, c.id, c.field): c for c in conflicts}


def sides(here: Steps, there: Steps) -> tuple[Plan, Workspace, Workspace]:
    base, mine, theirs = wide_plan(), Workspace(wide_plan()), Workspace(wide_plan())
    walk(mine, here)
    walk(theirs, there)
    return base, mine, theirs


@LAW
@given(wide_walks, wide_walks)
def test_both_ways_agree(here: Steps, there: Steps) -> None:
    base, mine, theirs = sides(here, there)
    docs = [copy.deepcopy(document(plan, {})) for plan in (base, mine.plan, theirs.plan)]
    joined = join(mine, theirs.plan)
    merged = merge_documents(*docs)
    plan = read_plan(merged.doc)[0]
    assert same(records(plan), records(mine.plan))
    assert by_place(merged.conflicts) == by_place(joined.conflicts)
    assert merged.renamed == joined.renamed


@law(8, 500)
@given(wide_walks, wide_walks)
def test_the_file_holds_what_the_workbench_shows(here: Steps, there: Steps) -> None:
    base, mine, theirs = sides(here, there)
    first = load_text(rendered(load_text(""), base))
    files = [load_text(rendered(first, plan)) for plan in (base, mine.plan, theirs.plan)]
    joined = join(mine, theirs.plan)
    merged = merge_files(*files)
    assert same(records(load_text(merged.text).plan), records(mine.plan))
    assert len(merged.conflicts) >= len(joined.conflicts), "and faults that only both changes together make"
    assert len(merged.renamed) == len(joined.renamed)


@pytest.mark.parametrize("there", [[], [("status", 0, "done")]])
def test_an_empty_plan_is_filled_by_both(there: Steps) -> None:
    """The other way round: nothing is there before, and everything is new on both sides."""
    mine, theirs = Workspace(Plan()), wide_plan()
    mine.apply([AddRecord("goals", "g", {"number": 1, "title": "Khác hẳn"})], say("test"))
    walk(Workspace(theirs), there)
    merged = merge_documents({}, document(mine.plan, {}), document(theirs, {}))
    joined = join(mine, theirs)
    assert merged.renamed == joined.renamed == ((("goals", "g"), ("goals", "g-1")),)
    assert same(records(read_plan(merged.doc)[0]), records(mine.plan))
    assert mine.plan.title_of("goals", "g") == "Mục tiêu" and mine.plan.title_of("goals", "g-1") == "Khác hẳn"
