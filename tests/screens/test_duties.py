"""Who has handed in which year's report: on time or late by its day, in every view, and marked from the list of duties."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.support.frame_plans import frames_of
from tests.support.lengths import in_proofs
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import Part
from tui.frames.insight.why_dated import explain_duty
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.tasks import TaskState
from tui.frames.tables.duties import duties_view
from tui.i18n.words import Words
from tui.model.duties import hand_in, handed_in, take_back
from tui.model.text import say
from tui.model.workspace import EditRefused, Workspace
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.picker import Picker

scene = Scenes()

DAY = dt.date(2026, 11, 22)
PLAN = {"title": "Kế hoạch", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2028, 12, 31)}}
AGENCIES = {
    "a": {"name": "Sở A", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["b"]},
    "b": {"name": "Sở B", "kind": "department", "from": dt.date(2025, 3, 1)},
    "c": {"name": "Sở C", "kind": "department"},
    "all": {"name": "Các sở, ngành", "kind": "collective"},
}


def frames_with(*handed: dict[str, Any], who: tuple[str, ...] = ("a", "c"), **more: Any) -> Frames:
    duty = {"who": list(who), "what": "Báo cáo", "before": "11-20", "handed_in": list(handed), **more}
    return frames_of(plan=PLAN, agencies=AGENCIES, duties={"d": {key: value for key, value in duty.items() if value is not None}})


def entry(agency: str, on: dt.date | None = None, year: int = 2026) -> dict[str, Any]:
    return {"year": year, "agency": agency, **({"on": on} if on else {})}


def states(frames: Frames, day: dt.date = DAY, year: int = 2026) -> dict[str, tuple[str, int | None, dt.date | None]]:
    """By body how the report of a year stands."""
    rows = duty_reports(frames, day).to_dicts()
    return {r["agency"]: (r["state"], r["days_late"], r["handed_on"]) for r in rows if r["year"] == year}


# -- states --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (dt.date(2026, 11, 19), (TaskState.DONE_ON_TIME, None, dt.date(2026, 11, 19))),
        (dt.date(2026, 11, 20), (TaskState.DONE_LATE, 1, dt.date(2026, 11, 20))),
        (None, (TaskState.DONE, None, None)),
        (dt.date(2026, 11, 23), (TaskState.LATE, 3, None)),  # has not come yet
    ],
)
def test_a_report_is_on_time_or_late_by_the_day_it_was_handed_in(on: dt.date | None, expected: tuple[Any, ...]) -> None:
    found = states(frames_with(entry("c", on)))
    assert found["c"] == expected
    assert found["a"] == (TaskState.LATE, 3, None), "each body answers for itself"


def test_it_is_the_report_of_its_year_only() -> None:
    frames = frames_with(entry("c", dt.date(2027, 11, 1), year=2027))
    day = dt.date(2029, 1, 1)
    assert states(frames, day)["c"] == (TaskState.LATE, (day - dt.date(2026, 11, 19)).days, None)
    assert states(frames, day, year=2027)["c"][0] == TaskState.DONE_ON_TIME
    assert states(frames, day, year=2028)["c"][0] == TaskState.LATE


def test_who_took_over_hands_in_for_the_one_before_but_nobody_for_a_group() -> None:
    found = states(frames_with(entry("b", dt.date(2026, 11, 1)), who=("a", "all")))
    assert found["a"][0] == TaskState.DONE_ON_TIME
    assert found["all"][0] == TaskState.LATE
    assert states(frames_with(entry("all"), who=("all",)))["all"][0] == TaskState.DONE


def test_a_duty_without_a_day_is_standing_until_something_is_handed_in() -> None:
    assert states(frames_with(before=None, who=("c",)))["c"][0] == TaskState.STANDING
    found = states(frames_with(entry("c", dt.date(2026, 3, 1)), before=None, who=("c",)))
    assert found["c"] == (TaskState.DONE, None, dt.date(2026, 3, 1))


def test_what_is_handed_in_is_not_late_nor_due_nor_unreported_any_more() -> None:
    before = overview(frames_with(), DAY, ())
    assert [(line.id, line.who) for line in before[Part.LATE].lines] == [("d", ("b", "c"))]
    half = overview(frames_with(entry("b", dt.date(2026, 11, 21))), DAY, ())
    assert [line.who for line in half[Part.LATE].lines] == [("c",)]
    assert half[Part.NOT_REPORTED].count == 0, "a report is no task"
    whole = overview(frames_with(entry("a"), entry("c")), DAY, ())
    assert whole[Part.LATE].count == 0
    ahead = overview(frames_with(entry("a"), entry("c")), dt.date(2026, 11, 1), ())
    assert ahead[Part.DUE].count == 0


def test_the_list_shows_the_worst_body_and_names_who_has_reported() -> None:
    frames = frames_with(entry("a", dt.date(2026, 11, 1)))
    (row,) = duties_view(frames, frames.plan, DAY, Words("en")).frame.to_dicts()
    assert row["state"] == TaskState.LATE
    assert row["reports"] == "year 2026: 1/2: ✓ Sở A 1 Nov 2026, – Sở C"
    done = frames_with(entry("a", dt.date(2026, 11, 1)), entry("c", dt.date(2026, 11, 21)))
    (row,) = duties_view(done, done.plan, DAY, Words("en")).frame.to_dicts()
    assert (row["state"], row["days_late"]) == (TaskState.DONE_LATE, 2)


def test_the_reasons_follow_what_is_handed_in() -> None:
    assert explain_duty(frames_with(entry("b", dt.date(2026, 11, 1)), who=("a",)), "d", DAY).verdict == TaskState.DONE_ON_TIME
    assert explain_duty(frames_with(entry("b", dt.date(2026, 11, 1))), "d", DAY).verdict == TaskState.LATE


# -- edits ---------------------------------------------------------------------------------------------------------


def test_marking_and_taking_back() -> None:
    work = Workspace(frames_with(entry("c", dt.date(2026, 11, 1)), handed_in=None).plan)
    for agency, year, on in (("c", 2026, DAY), ("a", 2025, None), ("c", 2026, dt.date(2026, 11, 3))):
        work.apply(hand_in(work.plan, "d", agency, year, on), say("step"))
    assert work.plan.tables["duties"]["d"]["handed_in"] == [
        {"year": 2025, "agency": "a"},
        {"year": 2026, "agency": "c", "on": dt.date(2026, 11, 3)},
    ]
    assert handed_in(work.plan, "d", "c", 2025) is None
    work.apply(take_back(work.plan, "d", "c", 2026), say("step"))
    work.apply(take_back(work.plan, "d", "a", 2025), say("step"))
    assert "handed_in" not in work.plan.tables["duties"]["d"]
    assert take_back(work.plan, "d", "a", 2025) == []
    for _ in range(5):
        work.undo()
    assert "handed_in" not in work.plan.tables["duties"]["d"]
    with pytest.raises(EditRefused):
        work.apply(hand_in(work.plan, "d", "no-such", 2026, DAY), say("step"))


# -- the list of duties --------------------------------------------------------------------------------------------


async def duties(bench: Driver) -> None:
    await bench.press("o")
    await bench.pick("duties")
    await bench.until(lambda: bench.tab.table_name == "duties", "the list of duties is shown")


async def test_a_report_is_marked_with_the_day_of_view_and_undone(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en", as_of=dt.date(2025, 11, 22)) as bench:
        await duties(bench)
        await bench.press("c")
        assert isinstance(bench.app.screen, Picker)
        assert "2025: submitted: 0 of 2" in bench.screen and "2021: submitted: 0 of 2" in bench.screen
        await bench.press("enter")
        assert "Sở TC" in bench.screen and "not submitted" in bench.screen
        await bench.press("enter")
        assert isinstance(bench.app.screen, Ask)
        await bench.press("enter")
        assert bench.value("duties", "IV-a", "handed_in") == [{"year": 2025, "agency": "so-tc", "on": dt.date(2025, 11, 22)}]
        await bench.press("c")
        assert "2025: submitted: 1 of 2" in bench.screen
        await bench.press("enter")
        await bench.until(lambda: "✓ Sở TC" in bench.screen, "who has handed in is marked")
        await bench.press("escape", "u")
        assert bench.value("duties", "IV-a", "handed_in") is None


@scene
@in_proofs
async def backing_out_and_a_day_that_cannot_be_leave_the_plan_alone(bench: Driver) -> None:
    await duties(bench)
    await bench.press("c", "enter", "enter")
    assert isinstance(bench.app.screen, Ask)
    await bench.press("ctrl+u")
    await bench.type("31/12/2199")
    await bench.press("enter")
    assert "after the day of view" in bench.screen
    await bench.press("escape")
    assert not bench.app.session.workspace.unsaved()
    await bench.press("c", "enter", "enter", "ctrl+u", "enter")
    assert bench.value("duties", "IV-a", "handed_in") == [{"year": 2025, "agency": "so-tc"}], "an unknown day is left out"


@scene
async def elsewhere_the_key_says_where_reports_are_marked(bench: Driver) -> None:
    await bench.press("4", "c")
    assert "list of duties" in bench.screen


async def test_duties_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        await scene.play(bench)
