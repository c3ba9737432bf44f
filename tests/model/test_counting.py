"""One way of counting changes: a field is one, each figure is one, unsaved as saved and as proposed."""

from __future__ import annotations

from typing import Any

from tests.support.paths import SAMPLE
from tui.model.counting import changes_of, unsaved_changes
from tui.model.edits import AddRecord, SetField
from tui.model.proposal import Line, Summing
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load


def figure(year: int, value: float) -> dict[str, Any]:
    return {"year": year, "value": value, "vintage": "estimate"}


def test_each_figure_is_a_change_and_each_field_is() -> None:
    workspace = Workspace(load(SAMPLE).plan)
    [one, other] = list(workspace.plan.tables["indicators"])[:2]
    task = next(iter(workspace.plan.tables["tasks"]))
    figures = list(workspace.plan.tables["indicators"][one].get("values", []))
    more = [*figures, figure(2023, 1.5), figure(2024, 2.5)]
    edits = [
        workspace.set_field("indicators", one, "values", more),
        workspace.set_field("indicators", other, "name", "Tên khác"),
        workspace.set_field("tasks", task, "note", "Đã nhắc"),
    ]
    assert changes_of(edits) == 4
    workspace.apply(edits, say("edits"))
    assert unsaved_changes(workspace) == 4
    corrected = [*figures, figure(2023, 1.5), figure(2024, 2.75)]
    assert changes_of([SetField("indicators", one, "values", corrected, more)]) == 1, "a figure corrected is one, not one gone and one come"
    workspace.undo()
    assert unsaved_changes(workspace) == 0


def test_a_proposal_counts_as_what_it_saves() -> None:
    edits = [SetField("indicators", "a", "values", [figure(year, 1.0)], []) for year in (2023, 2024)]
    lines = [Line((edit,)) for edit in edits] + [Line((SetField("tasks", "t", "status", "done", "unreported"),))]
    sums = Summing(lines).of(range(3))
    assert (sums.changes, sums.records) == (3, 2)
    assert changes_of([SetField("indicators", "a", "values", [figure(2023, 1.0), figure(2024, 1.0)], [])]) == 2
    assert changes_of([AddRecord("goals", "g", {"title": "Nhóm"})]) == 1 and changes_of([]) == 0
