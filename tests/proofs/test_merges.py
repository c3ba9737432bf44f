"""A small run of the proof that the workbench and ``kehoach merge`` give one result; ``python -m proofs`` has a long one."""

from __future__ import annotations

import attrs
import pytest

from proofs import merges
from proofs.__main__ import SMALL_PLAN
from tests.support.lengths import LONG, in_proofs, longer
from tests.support.paths import SAMPLE
from tui.model.joining import Joined, join
from tui.model.plan import Plan
from tui.model.workspace import Workspace


@longer
def test_both_ways_give_one_result() -> None:
    outcome = merges.run(SMALL_PLAN.decode(), 16 if LONG else 8, seed=2)
    assert outcome.faults == ()
    assert outcome.counts["conflicts"] > 0 and outcome.counts["records that got a new id"] > 0, "they met"


@in_proofs
def test_both_ways_give_one_result_in_a_plan_of_usual_size() -> None:
    assert merges.run(SAMPLE.read_text(encoding="utf-8"), 1).faults == ()


def test_a_way_that_leaves_a_conflict_out_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(workspace: Workspace, fresh: Plan) -> Joined:
        return attrs.evolve(join(workspace, fresh), conflicts=())

    monkeypatch.setattr(merges, "join", careless)
    assert any("conflicts are not the same" in fault for fault in merges.run(SMALL_PLAN.decode(), 8, seed=3).faults)
