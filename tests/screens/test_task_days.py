"""A due day that is moved, a status and the log that tells of it, a day of completion: what is asked, kept and said."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tests.support.frame_plans import frames_of
from tests.support.small_plan import LABEL, small_plan
from tests.support.workbench import open_workbench
from tui.frames.insight.why_dated import explain_task
from tui.frames.methods.tasks import TaskState, task_states
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.checks import record_problems
from tui.model.checks.plan import plan_problems
from tui.model.doubts import doubts
from tui.model.edits import SetField
from tui.model.extensions import as_extensions, due_on, moved
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.task_log import untold, with_status_of_log
from tui.model.workspace import Workspace
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form

EN = Words("en")
FIRST, LATER = dt.date(2025, 3, 31), dt.date(2025, 6, 30)


def task(**fields: Any) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", **fields}


# -- extensions -----------------------------------------------------------------------------------------------------


def test_a_moved_due_day_is_asked_about_only_where_the_file_had_one() -> None:
    work = Workspace(small_plan())
    assert moved([work.set_field("tasks", "I-1", "due", LATER)], work.plan, work.saved_values) == [], "a first due day"
    plan = small_plan()
    plan.tables["tasks"]["I-1"] = {**plan.tables["tasks"]["I-1"], "mode": "dated", "due": FIRST}
    work = Workspace(plan)
    edit = work.set_field("tasks", "I-1", "due", LATER)
    assert moved([edit], work.plan, work.saved_values) == ["I-1"]
    assert moved([work.set_field("tasks", "I-1", "due", MISSING)], work.plan, work.saved_values) == []
    told = work.set_field("tasks", "I-1", "extensions", [{"on": LATER, "due": LATER}])
    assert moved([told, edit], work.plan, work.saved_values) == [], "who changes the extensions too has said what the day is"
    work.apply(as_extensions([edit], work.plan, ["I-1"], {"on": dt.date(2025, 4, 15)}), LABEL)
    record = work.plan.tables["tasks"]["I-1"]
    assert record["due"] == FIRST and record["extensions"] == [{"on": dt.date(2025, 4, 15), "due": LATER}]
    assert (due_on(record, dt.date(2025, 4, 14)), due_on(record, dt.date(2025, 4, 15))) == (FIRST, LATER)
    work.undo()
    assert "extensions" not in work.plan.tables["tasks"]["I-1"]


def test_the_tab_shows_the_day_in_force_and_the_first_one_or_the_words_beside_it() -> None:
    tasks = {
        "a": task(mode="dated", due=FIRST, due_text="quý I/2025"),
        "b": task(mode="dated", due=FIRST, due_text="quý I/2025", extensions=[{"on": dt.date(2025, 4, 15), "due": LATER}]),
    }
    frames = frames_of(tasks=tasks)
    for day, due, beside in ((dt.date(2025, 4, 1), FIRST, " (quý I/2025)"), (dt.date(2025, 5, 1), LATER, " (first 31 Mar 2025)")):
        row = tasks_view(frames, frames.plan, day, EN).frame.filter(id="b").to_dicts()[0]
        assert (row["due"], row["due_suffix"]) == (due, beside)
    explained = explain_task(frames, "b", dt.date(2025, 5, 1))
    assert "31 Mar 2025 → 30 Jun 2025" in [EN.sentence(formula.filled) for formula in explained.formulas]


async def test_moving_a_due_day_asks_whether_it_is_an_extension(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        await bench.press("4")
        await bench.cell("III-1", "due")
        await bench.press("enter", "ctrl+u")
        await bench.type("30/06/2026")
        await bench.press("enter")
        await bench.dialog(Choose)
        assert "31 Dec 2025 → 30 Jun 2026" in bench.screen
        await bench.press("escape")
        assert bench.unsaved == 0, "backing out changes nothing, and what was typed is still in the cell"
        await bench.press("enter")
        await bench.dialog(Choose)
        await bench.press("g")
        await bench.dialog(Form)
        await bench.type("Chờ vốn")
        await bench.press("ctrl+s")
        (entry,) = bench.value("tasks", "III-1", "extensions")
        assert (entry["due"], entry["on"], entry["reason"]) == (dt.date(2026, 6, 30), bench.app.session.clock.today(), "Chờ vốn")
        assert bench.value("tasks", "III-1", "due") == dt.date(2025, 12, 31), "the first due day stays"
        await bench.press("u")
        assert bench.unsaved == 0


# -- log and status -------------------------------------------------------------------------------------------------


def test_an_entry_with_a_status_sets_it_and_a_status_without_one_is_said() -> None:
    work = Workspace(small_plan())
    entry = {"on": dt.date(2024, 3, 1), "text": "Đang làm", "status": "in_progress"}
    work.apply(with_status_of_log([work.set_field("tasks", "I-1", "log", [entry])], work.plan), LABEL)
    assert work.plan.tables["tasks"]["I-1"]["status"] == "in_progress"
    earlier = {"on": dt.date(2024, 1, 1), "text": "Vướng", "status": "blocked"}
    edits = with_status_of_log([work.set_field("tasks", "I-1", "log", [entry, earlier])], work.plan)
    assert len(edits) == 1, "an entry of an earlier day does not move what came after it"
    own = [
        work.set_field("tasks", "I-1", "log", [entry, {**earlier, "on": dt.date(2024, 5, 1)}]),
        work.set_field("tasks", "I-1", "status", "done"),
    ]
    assert with_status_of_log(own, work.plan) == own, "what is set beside it is left"
    work.undo()
    assert work.plan.tables["tasks"]["I-1"] == small_plan().tables["tasks"]["I-1"], "one step back takes both"


def test_what_cannot_be_is_said_when_it_is_entered_and_found_by_the_check() -> None:
    plan, today = small_plan(), dt.date(2025, 6, 1)
    plan.tables["tasks"]["I-1"] = {**plan.tables["tasks"]["I-1"], "status": "done", "done_on": dt.date(1999, 1, 1)}

    def said(field: str, value: Any) -> list[str]:
        return [EN.sentence(one) for one in doubts([SetField("tasks", "I-1", field, value, MISSING)], plan, today)]

    assert said("status", "done") == ["the log has no entry that says so: L adds one with its day"]
    assert said("done_on", dt.date(1999, 1, 1)) == ["1 Jan 1999 is before the plan began"]
    assert said("done_on", dt.date(2025, 6, 2)) == ["2 Jun 2025 is still to come"]
    assert said("done_on", today) == [] and said("note", "x") == []
    assert [(p.id, p.field, p.warning) for p in plan_problems(plan)] == [("I-1", "done_on", True)]
    log = [{"on": today, "text": "Vướng", "status": "blocked"}]
    record = {**plan.tables["tasks"]["I-1"], "log": log}
    assert [(p.field, p.warning) for p in record_problems(TABLES["tasks"], "I-1", record)] == [("status", True)]
    assert untold(record) and not untold({**record, "status": "blocked"}) and not untold({"status": "unreported"}) and not untold({})
    assert list(plan_problems(small_plan())) == []


def test_why_says_what_is_unknown() -> None:
    done = {"mode": "dated", "due": FIRST, "status": "done"}
    tasks = {
        "old": task(**done, done_on=dt.date(1999, 1, 1)),
        "ahead": task(**done, done_on=dt.date(2025, 12, 1)),
        "late": task(**done, done_on=dt.date(2025, 5, 1), extensions=[{"on": FIRST, "due": LATER}]),
        "group": task(mode="standing", leads=["all"], log=[{"on": dt.date(2024, 5, 1), "text": "x", "by": "a"}], times=2),
    }
    agencies: dict[str, Any] = {id: {"name": f"Sở {id.upper()}", "kind": "department"} for id in "ab"}
    agencies["all"] = {"name": "Các sở", "kind": "collective", "members": ["a", "b"]}
    frames, day = frames_of(agencies=agencies, tasks=tasks), dt.date(2025, 7, 1)
    states = dict(task_states(frames, day).select("id", "state").iter_rows())
    assert states == {"old": TaskState.DONE, "ahead": TaskState.LATE, "late": TaskState.DONE_ON_TIME, "group": TaskState.NOT_REPORTED}
    because = {id: [EN.sentence(said) for said in explain_task(frames, id, day).because] for id in tasks}
    assert because["old"] == ["done, but 1 Jan 1999 is before the plan began: the true day is unknown"]
    assert because["ahead"] == ["the day of completion, 1 Dec 2025, has not come yet"]
    assert because["late"] == ["by the first due day it would be overdue"]
    assert because["group"][:3] == ["reports of year 2024: 1 of 2", "have reported: Sở A", "have not reported: Sở B"]
