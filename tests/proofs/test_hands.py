"""What the proof of many hands takes for the fate of an edit: what was another's is no loss, and a loss is told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest

from proofs.hands import _Event, _Hand, _is_in
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.plan import MISSING, Plan

MINE, THEIRS = {"summary": "mine"}, {"summary": "theirs"}
ADDED, TAKEN_OUT = AddRecord("tasks", "IV-4", MINE, 0), DeleteRecord("tasks", "IV-4", MINE, 0)


def _fate(there: dict[str, Any], edit: Edit, *earlier: Edit) -> str:
    plan = Plan()
    plan.tables["tasks"]["IV-4"] = there
    nobody: Any = None
    return _Hand(Path(), nobody, nobody, random.Random(0))._fate(plan, _Event(edit), [*earlier], [])


def test_an_id_that_was_free_to_others_is_no_loss() -> None:
    assert "whose id another gave" in _fate(THEIRS, TAKEN_OUT, ADDED)


def test_a_record_that_is_back_is_lost() -> None:
    assert not _fate(THEIRS, TAKEN_OUT), "others had it too: it would be shown as a conflict"
    assert not _fate(MINE, TAKEN_OUT, ADDED), "it is the very one that was taken out"


@pytest.mark.parametrize(
    ("theirs", "is_in"), [(["c"], True), ([], True), (["a", "c"], False), (["a"], False)], ids=["more", "none", "both", "as before"]
)
def test_what_was_taken_out_of_a_list_is_out_of_that_of_others(theirs: list[str], is_in: bool) -> None:
    assert _is_in(theirs, _Event(SetField("decisions", "d", "partners", MISSING, ["a"]))) is is_in
