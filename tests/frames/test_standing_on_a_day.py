"""Duties, dated tasks, coverage and cross-checks where a person sees them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tests.support.paths import SAMPLE, SHIPPED
from tests.support.workbench import open_workbench
from tui.frames.build import Frames
from tui.frames.methods.ownership import workload
from tui.frames.tables.charts.workload import workload_before
from tui.frames.tables.duties import duties_view
from tui.frames.tables.filter import order
from tui.frames.tables.goals import goals_view
from tui.frames.tables.sectors import sector_indicators, sectors_view
from tui.frames.tables.tasks import tasks_view
from tui.model.text import say
from tui.screens.dialogs.picker import Picker
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2026, 11, 22)


def words(text: str) -> str:
    return text


def duty(**fields: Any) -> dict[str, Any]:
    return {"who": ["a"], "what": "Báo cáo", "locator": "IV", **fields}


YEAR = {"title": "Kế hoạch", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}


def rows(frames: Frames, day: dt.date = DAY) -> dict[str, dict[str, Any]]:
    return {r["id"]: r for r in duties_view(frames, frames.plan, day, words).frame.to_dicts()}


# -- duties -------------------------------------------------------------------------------------------------------


def test_strict_days_three_late_seventeen_left() -> None:
    duties = {"nov": duty(before="11-20", every="year"), "dec": duty(before="12-10", every="year"), "always": duty()}
    seen = rows(frames_of(plan=YEAR, duties=duties))
    assert (seen["nov"]["state_text"], seen["nov"]["last_good"]) == ("! late by 3 d", dt.date(2026, 11, 19))
    assert (seen["dec"]["state_text"], seen["dec"]["last_good"]) == ("● 17 d left", dt.date(2026, 12, 9))
    assert seen["always"]["state_text"] == "○ standing" and seen["always"]["last_good"] is None


def test_working_days_leave_out_weekends_and_the_plans_holidays() -> None:
    duties = {"d": duty(before="12-14", every="year")}  # the last good day is Sunday 13/12/2026
    free = rows(frames_of(plan=YEAR, duties=duties), dt.date(2026, 12, 4))["d"]
    assert free["last_work_day"] == dt.date(2026, 12, 11) and free["work_days_left"] == 5
    holiday = frames_of(plan=YEAR, duties=duties, settings={"near_days": 3, "holidays": [dt.date(2026, 12, 11)]})
    seen = rows(holiday, dt.date(2026, 12, 4))["d"]
    assert seen["last_work_day"] == dt.date(2026, 12, 10) and seen["work_days_left"] == 4
    assert seen["state_text"] == "● 9 d left"
    assert rows(holiday, dt.date(2026, 12, 8))["d"]["state_text"] == "▲ 5 d left, due soon"


def test_late_comes_first_when_sorted() -> None:
    frames = frames_of(plan=YEAR, duties={"always": duty(), "dec": duty(before="12-10"), "nov": duty(before="11-20")})
    view = duties_view(frames, frames.plan, DAY, words)
    assert order(view.frame, view.column("state"))["id"].to_list() == ["nov", "dec", "always"]
    assert view.columns[0].key == "what" and view.columns[-1].key == "state"


async def test_the_register_of_duties_shows_the_calendar(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    async with open_workbench(path, as_of=dt.date(2022, 1, 1), lang="en") as bench:
        await bench.press("o")
        await bench.pick("duties")
        await bench.until(lambda: bench.tab.table_name == "duties", "the duties are shown")
        assert "Duties" in bench.screen.splitlines()[1]  # its own name is on the narrow screen
        assert "overdue by 43 d" in bench.screen and "19 Nov 2021" in bench.screen, "New Year forgives nothing"


# -- tasks --------------------------------------------------------------------------------------------------------


def test_a_dated_task_says_its_days() -> None:
    task = {"section": "s", "order": 1, "summary": "Việc", "leads": ["a"], "mode": "dated"}
    tasks = {
        "late": {**task, "due": dt.date(2026, 11, 19)},
        "near": {**task, "due": dt.date(2026, 11, 24)},
        "open": {**task, "due": dt.date(2026, 12, 31)},
        "done": {**task, "due": dt.date(2026, 11, 1), "status": "done", "done_on": dt.date(2026, 11, 5)},
    }
    frames = frames_of(tasks=tasks)
    seen = {r["id"]: r["state_text"] for r in tasks_view(frames, frames.plan, DAY, words).frame.to_dicts()}
    assert seen == {"late": "! late by 3 d", "near": "▲ 2 d left, due soon", "open": "● 39 d left", "done": "▼ done late, 4 d"}


# -- sectors ------------------------------------------------------------------------------------------------------


def test_the_coverage_matrix_names_what_supports_a_direction() -> None:
    frames = frames_of(
        sectors={"s": {"name": "Ngành", "order": 1}},
        sections={"a": {"number": "III.1", "title": "Một", "order": 1}, "b": {"number": "III.2", "title": "Hai", "order": 2}},
        indicators={
            "bad": indicator("end_level", target=90, values={2020: 10, 2021: 11}, name="Chậm"),
            "none": indicator("end_level", target=90, name="Trống"),
        },
        directions={
            "d": {"sector": "s", "order": 1, "summary": "x", "indicators": ["none", "bad"], "tasks": ["t1"], "locator": "II"},
            "e": {"sector": "s", "order": 2, "summary": "y", "locator": "II"},
        },
        tasks={
            f"t{n}": {"section": section, "order": n, "summary": f"Việc {n}", "leads": [], "directions": ["d"]}
            for n, section in ((1, "b"), (2, "b"), (3, "a"))
        },
    )
    day = dt.date(2022, 6, 30)
    supported, bare = sectors_view(frames, frames.plan, day, words).frame.to_dicts()
    assert supported["tasks"] == "III.1, III.2 ×2" and supported["task_count"] == 3
    assert supported["indicators"] == "! Chậm, ? Trống" and supported["verdict"] == "at_risk"
    assert bare["tasks"] is None and bare["indicators"] is None and bare["coverage"] == "gap"
    assert sector_indicators(frames, day).rows() == [("s", "bad", "Chậm", "at_risk"), ("s", "none", "Trống", "no_data")]


# -- cross-checks -------------------------------------------------------------------------------------------------


async def test_figures_to_confirm_stand_among_the_problems_as_warnings(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(SAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    async with open_workbench(path, lang="en") as bench:
        before = len(bench.app.session.problems())
        id = next(iter(bench.app.session.plan.tables["indicators"]))
        values = [figure(year, value) for year, value in ((2020, 1), (2021, 2), (2022, 3), (2023, 4), (2024, 90))]
        workspace = bench.app.session.workspace
        workspace.apply([workspace.set_field("indicators", id, "values", values)], say("x"))
        found = bench.app.session.problems()[before:]
        assert found and all(p.warning and p.table == "indicators" and p.id == id for p in found)
        await bench.press("exclamation_mark")
        await bench.dialog(Picker)
        assert any("86 times the usual yearly change" in line and "△" in line for line in bench.options)


# -- groups and bodies before and after ---------------------------------------------------------------------------------


def test_a_goal_shows_its_worst_verdict_and_a_hole_is_never_green() -> None:
    indicators = {
        "good": indicator("floor", target=8, values={2024: 9.0, 2025: 9.0}, unit="%") | {"goal": "g"},
        "empty": indicator("floor", target=8, unit="%") | {"goal": "g"},
    }
    frames = frames_of(indicators=indicators, goals={"g": {"number": 1, "title": "Nhóm"}, "none": {"number": 2, "title": "Trống"}})
    seen = {r["id"]: r for r in goals_view(frames, frames.plan, DAY, words).frame.to_dicts()}
    assert (seen["g"]["verdict"], seen["g"]["members"]) == ("no_data", 2)
    assert (seen["none"]["verdict"], seen["none"]["members"]) == ("no_data", 0)


def test_the_workload_says_whose_tasks_a_body_took_over() -> None:
    frames = Frames(load(SHIPPED).plan)
    assert workload_before(frames, dt.date(2024, 1, 1)) == {}
    after = workload_before(frames, dt.date(2025, 7, 2))
    counts = {frames.plan.short_of("agencies", a): (lead, partner) for a, lead, partner in workload(frames, dt.date.min).iter_rows()}
    assert {old for old, _, _ in after["Sở NN&MT"]} == {"Sở NN&PTNT", "Sở TN&MT"}
    assert all(counts[old] == (lead, partner) for taken in after.values() for old, lead, partner in taken)


async def test_the_goals_say_why(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_bytes(SHIPPED.read_bytes())
    async with open_workbench(path, size=(140, 40)) as bench:
        bench.app.jump("goals", "g01")
        await bench.settle()
        assert "chờ kết quả" in bench.screen
        await bench.press("v")
        assert "chờ kết quả" in bench.screen
