"""``python -m bench.counts``: what a first view and an edit take, counted: Polars queries and Python calls; ``--write`` into docs/speed.md.

Times hang on the machine and on who else is at work there; these do not, so a change that has a key do more shows in them at once. What
is counted is what the frames do of it, on the shipped plan: taking the edit in, and giving the rows that are shown after it.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, Final

import attrs

from bench.in_page import put_into
from bench.subjects import REPOSITORY
from tui.frames.build import Frames
from tui.frames.prepared import PREPARED
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load

PAGE: Final = REPOSITORY / "docs" / "speed.md"
DAY: Final = dt.date(2026, 11, 22)
_START, _END = "<!-- counts: made by bench.counts -->", "<!-- end of counts -->"
_VIEWS: Final[Mapping[str, Callable[..., Any]]] = {
    "targets": targets_view,
    "sectors": sectors_view,
    "enterprises": enterprises_view,
    "tasks": tasks_view,
}


@attrs.define
class Count:
    """How often Polars was asked, and how many functions of Python were called."""

    queries: int = 0
    calls: int = 0


def counted(do: Callable[[], object]) -> Count:
    """What something takes, in this thread."""
    count = Count()

    def called(frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            count.calls += 1
        elif event == "c_call" and arg.__name__ == "collect" and type(getattr(arg, "__self__", None)).__name__ == "PyLazyFrame":
            count.queries += 1

    sys.setprofile(called)
    try:
        do()
    finally:
        sys.setprofile(None)
    return count


def counts(path: Path) -> dict[str, Count]:
    """What each job takes on a plan: a first view in a program that has just started, an edit in one that has been edited before."""
    words, plan = Words("vi"), load(path).plan
    found = {f"first view of the {name}": counted(partial(_first, view, Frames(plan), words)) for name, view in _VIEWS.items()}
    workspace, frames = Workspace(plan), Frames(plan)

    def change(table: str, id: str, field: str, value: object, view: Callable[..., Any]) -> None:
        expected = plan.tables[table][id].get(field)
        frames.renew(workspace.apply([SetField(table, id, field, value, expected)], say("")).edits)
        view(frames, plan, DAY, words)

    def undo(view: Callable[..., Any]) -> None:
        undone = workspace.undo()
        assert undone is not None
        frames.renew(undone.edits)
        view(frames, plan, DAY, words)

    for view in _VIEWS.values():
        view(frames, plan, DAY, words)
    indicator, values = next(
        (id, values["values"]) for id, values in plan.tables["indicators"].items() if len(values.get("values", ())) > 3
    )
    figures = [*values[:-1], {**values[-1], "value": values[-1]["value"] + 0.5}]
    task, record = next(iter(plan.tables["tasks"].items()))
    status = "done" if record.get("status") != "done" else "in_progress"
    for what, table, id, field, value in (
        ("a figure of an indicator", "indicators", indicator, "values", figures),
        ("the status of a task", "tasks", task, "status", status),
    ):
        view = targets_view if table == "indicators" else tasks_view
        for _ in range(2):  # the first one puts together the queries of an edit
            found[f"edit of {what}"] = counted(partial(change, table, id, field, value, view))
            found[f"undo of {what}"] = counted(partial(undo, view))
    return found


def _first(view: Callable[..., Any], frames: Frames, words: Words) -> None:
    for query in PREPARED:
        query.forget()
    view(frames, frames.plan, DAY, words)


def table(found: Mapping[str, Count]) -> str:
    """The table of the page: a line a job."""
    lines = ["| | Polars queries | Python calls |", "|---|---|---|"]
    return "\n".join([*lines, *(f"| {job} | {count.queries} | {count.calls:,} |" for job, count in found.items())])


def on_page(page: str) -> dict[str, int]:
    """The Polars queries of each job as a page has them."""
    rows = page.partition(_START)[2].partition(_END)[0].strip().splitlines()[2:]
    return {job.strip(): int(queries) for _, job, queries, *_ in (row.split("|") for row in rows)}


def main() -> None:
    """Print the table, or put it into the page."""
    made = table(counts(REPOSITORY / "data" / "plan.toml"))
    if "--write" not in sys.argv:
        print(made)
        return
    PAGE.write_text(put_into(PAGE.read_text(encoding="utf-8"), _START, made, _END), encoding="utf-8")


if __name__ == "__main__":
    main()
