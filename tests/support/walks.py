"""Random edits of two people on one small plan, as hypothesis draws them; they meet often: few records, few values."""

from __future__ import annotations

import contextlib
from typing import Any, TypeAlias

from hypothesis import strategies as st

from tests.support.small_plan import LABEL, STATUSES, small_plan
from tui.model.edits import AddRecord, Edit
from tui.model.fields import SINGLE_ID
from tui.model.plan import Plan
from tui.model.workspace import EditRefused, Workspace

Steps: TypeAlias = list[tuple[str, int, Any]]
"""What is done, to the how manieth record, with which value."""


def _step(what: str, value: st.SearchStrategy[Any] | None = None) -> st.SearchStrategy[tuple[str, int, Any]]:
    return st.tuples(st.just(what), st.integers(0, 4), st.none() if value is None else value)


_TEXTS = st.sampled_from(["x", "y", "z"])
_FIGURES = st.tuples(st.integers(2020, 2022), st.integers(4, 5), st.sampled_from(["moi-1", "moi-2"]))

_TASK_STEPS = (
    _step("status", STATUSES),
    _step("summary", _TEXTS),
    _step("leads", st.lists(st.sampled_from(["so-a", "so-b", "I"]), unique=True, min_size=1)),
    _step("delete"),
    _step("agency"),
    _step("add", _TEXTS),
    _step("undo"),
)
_WIDER_STEPS = (
    _step("new source", _TEXTS),
    _step("source"),
    _step("figures", st.lists(_FIGURES, max_size=2)),
    _step("tasks", st.lists(st.integers(0, 4), max_size=2)),
    _step("decision", _TEXTS),
    _step("title", _TEXTS),
    _step("settings", st.integers(50, 52)),
)

walks: st.SearchStrategy[Steps] = st.lists(st.one_of(*_TASK_STEPS), max_size=8)
"""Steps in :func:`small_plan`: tasks changed, added and deleted, agencies taken out."""

wide_walks: st.SearchStrategy[Steps] = st.lists(st.one_of(*_TASK_STEPS, *_WIDER_STEPS), max_size=8)
"""Steps in :func:`wide_plan`: those of :data:`walks`, and what cites other tables or is cited there."""


def wide_plan() -> Plan:
    """The small plan with sources that figures cite, directions that name tasks, and no decision yet."""
    plan = small_plan()
    plan.tables["sources"] |= {f"moi-{n}": {"title": f"Nguồn {n}"} for n in (1, 2)}
    plan.tables["goals"]["g"] = {"number": 1, "title": "Mục tiêu"}
    figure = {"year": 2020, "value": 4, "vintage": "official", "source": "moi-1"}
    plan.tables["indicators"] |= {
        id: {"goal": "g", "name": f"Chỉ tiêu {id}", "kind": "count", "unit": "xã", "values": [figure]} for id in ("a", "b")
    }
    plan.tables["sectors"]["cn"] = {"name": "Công nghiệp", "order": 1}
    plan.tables["directions"] |= {f"cn-{n}": {"sector": "cn", "order": n, "summary": f"Hướng {n}", "tasks": [f"I-{n}"]} for n in (1, 2)}
    return plan


def walk(workspace: Workspace, steps: Steps) -> None:
    """Whatever of these steps the workspace lets somebody do."""
    for what, which, value in steps:
        with contextlib.suppress(EditRefused):
            if what == "undo":
                workspace.undo()
            elif edits := _edits(workspace, what, which, value):
                workspace.apply(edits, LABEL)


def _edits(workspace: Workspace, what: str, which: int, value: Any) -> list[Edit]:
    plan = workspace.plan

    def some(table: str) -> str:
        ids = list(plan.tables[table])
        return ids[which % len(ids)] if ids else ""

    def added(table: str, **values: Any) -> list[Edit]:
        return [AddRecord(table, workspace.new_id(table, values), values)]

    match what:
        case "add":
            return added("tasks", section="I", order=9, summary=value)
        case "new source":
            return added("sources", title=value)
        case "decision":
            task = some("tasks")
            return added("decisions", text=value, **({"subject": f"tasks.{task}", "task": task} if task else {}))
        case "title":
            return [workspace.set_field("plan", SINGLE_ID, "title", value)]
        case "settings" if plan.get("settings", SINGLE_ID) is None:
            return [AddRecord("settings", SINGLE_ID, {"near_days": value})]
        case "settings":
            return [workspace.set_field("settings", SINGLE_ID, "near_days", value)]
        case "figures":
            figures = [{"year": year, "value": number, "vintage": "official", "source": source} for year, number, source in value]
            return [workspace.set_field("indicators", some("indicators"), "values", figures)]
        case "tasks":
            ids = list(plan.tables["tasks"])
            named = list(dict.fromkeys(ids[n % len(ids)] for n in value)) if ids else []
            return [workspace.set_field("directions", some("directions"), "tasks", named)]
        case "delete" | "agency" | "source":
            table = {"delete": "tasks", "agency": "agencies", "source": "sources"}[what]
            return [workspace.delete(table, id)] if (id := some(table)) else []
        case _:
            return [workspace.set_field("tasks", id, what, value)] if (id := some("tasks")) else []
