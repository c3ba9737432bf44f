"""Tasks and duties on a day: strict deadlines, near in working days, the government report's own counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frame_plans import frames_of
from tui.frames.methods.tasks import TaskState, duty_states, holidays, near_days, on_time_rate, state_counts, task_states

DAY = dt.date(2026, 11, 22)  # a Sunday


def task(**fields: Any) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", **fields}


def state_of(as_of: dt.date = DAY, near: int = 7, days_off: tuple[dt.date, ...] = (), **fields: Any) -> dict[str, Any]:
    return task_states(frames_of(tasks={"t": task(**fields)}), as_of, near, days_off).to_dicts()[0]


def dated(**fields: Any) -> dict[str, Any]:
    return {"mode": "dated", "due": dt.date(2026, 11, 20), **fields}


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        (dated(status="done", done_on=dt.date(2026, 11, 20)), TaskState.DONE_ON_TIME),
        (dated(status="done", done_on=dt.date(2026, 11, 21)), TaskState.DONE_LATE),
        (dated(status="done"), TaskState.DONE),  # the day is unknown: neither on time nor late
        (dated(status="done", done_on=dt.date(2026, 12, 1)), TaskState.LATE),  # has not come yet
        (dated(status="in_progress"), TaskState.LATE),
        (dated(due=DAY), TaskState.NEAR),
        (dated(due=dt.date(2026, 12, 31)), TaskState.OPEN_IN_TIME),
        (dated(due=dt.date(2026, 12, 31), status="blocked"), TaskState.OPEN_IN_TIME),
        ({"mode": "standing", "status": "unreported"}, TaskState.NOT_REPORTED),
        ({"mode": "standing"}, TaskState.NOT_REPORTED),
        ({"mode": "standing", "status": "in_progress"}, TaskState.STANDING),
        ({"mode": "standing", "status": "in_progress", "due": dt.date(2020, 1, 1)}, TaskState.STANDING),  # never late
        ({"mode": "standing", "status": "done"}, TaskState.DONE),
    ],
)
def test_states(fields: dict[str, Any], state: TaskState) -> None:
    assert state_of(**fields)["state"] == state


def test_a_standing_task_reported_last_year_has_not_been_reported_for_this_one() -> None:
    old, new = {"on": dt.date(2025, 6, 1), "text": "báo cáo"}, {"on": dt.date(2026, 2, 1), "text": "báo cáo"}
    assert state_of(mode="standing", status="in_progress", log=[old])["state"] == TaskState.NOT_REPORTED
    assert state_of(mode="standing", status="in_progress", log=[new, old])["state"] == TaskState.STANDING
    assert state_of(mode="periodic", every="quarter", status="in_progress", log=[new])["state"] == TaskState.NOT_REPORTED
    later = {"on": dt.date(2026, 12, 1), "text": "báo cáo"}
    assert state_of(mode="standing", status="in_progress", log=[later])["state"] == TaskState.NOT_REPORTED


def test_near_is_counted_in_working_days_without_holidays() -> None:
    due = dt.date(2026, 12, 2)  # eight working days after Sunday 22/11
    assert state_of(**dated(due=due))["state"] == TaskState.OPEN_IN_TIME
    assert state_of(days_off=(dt.date(2026, 11, 25),), **dated(due=due))["state"] == TaskState.NEAR
    assert state_of(near=8, **dated(due=due))["state"] == TaskState.NEAR


def test_days_late_and_left() -> None:
    assert state_of(**dated())["days_late"] == 2
    assert state_of(**dated(due=dt.date(2026, 11, 30)))["days_left"] == 8
    assert state_of(**dated(status="done", done_on=dt.date(2026, 11, 25)), as_of=dt.date(2026, 12, 1))["days_late"] == 5


def test_the_counts_of_the_government_report() -> None:
    due, after = dt.date(2026, 6, 30), dt.date(2026, 12, 31)
    groups = (
        (14_068, task(mode="dated", due=due, status="done", done_on=due)),
        (1_983, task(mode="dated", due=due, status="done", done_on=due + dt.timedelta(days=1))),
        (5_640, task(mode="dated", due=after, status="in_progress")),
        (223, task(mode="dated", due=due, status="in_progress")),
    )
    tasks = {f"t{n}-{i}": record for n, (count, record) in enumerate(groups) for i in range(count)}
    states = task_states(frames_of(tasks=tasks), DAY, 7, ())
    counts = state_counts(states)
    assert sum(counts.values()) == 21_914
    assert counts[TaskState.DONE_ON_TIME] + counts[TaskState.DONE_LATE] == 16_051
    assert (counts[TaskState.DONE_ON_TIME], counts[TaskState.DONE_LATE]) == (14_068, 1_983)
    assert (counts[TaskState.OPEN_IN_TIME], counts[TaskState.LATE]) == (5_640, 223)
    assert on_time_rate(states) == pytest.approx(14_068 / (14_068 + 1_983 + 223))


def test_no_rate_when_nothing_has_fallen_due() -> None:
    assert on_time_rate(task_states(frames_of(tasks={"t": task(mode="standing")}), DAY, 7, ())) is None


def duty(**fields: Any) -> dict[str, Any]:
    return {"who": ["a"], "what": "Báo cáo", **fields}


def test_before_20_november_the_last_good_day_is_the_19th() -> None:
    frames = frames_of(duties={"agencies": duty(before="11-20", every="year"), "province": duty(before="12-10", every="year")})
    agencies, province = duty_states(frames, DAY, 7, ()).to_dicts()
    assert agencies["last_good"] == dt.date(2026, 11, 19)
    assert (agencies["state"], agencies["days_late"], agencies["days_left"]) == (TaskState.LATE, 3, None)
    assert province["last_good"] == dt.date(2026, 12, 9)
    assert (province["state"], province["days_late"], province["days_left"]) == (TaskState.OPEN_IN_TIME, None, 17)


def test_on_the_last_good_day_a_duty_is_near_and_the_day_after_late() -> None:
    frames = frames_of(duties={"d": duty(before="11-20")})
    assert duty_states(frames, dt.date(2026, 11, 19), 7, ()).to_dicts()[0]["state"] == TaskState.NEAR
    assert duty_states(frames, dt.date(2026, 11, 20), 7, ()).to_dicts()[0]["days_late"] == 1


def test_a_duty_before_new_years_day_ends_with_the_old_year() -> None:
    row = duty_states(frames_of(duties={"d": duty(before="01-01", first=2027)}), DAY, 7, ()).to_dicts()[0]
    assert (row["year"], row["last_good"]) == (2027, dt.date(2026, 12, 31))


def test_each_body_answers_for_itself() -> None:
    handed_in = [{"year": 2026, "agency": "a"}]
    frames = frames_of(duties={"d": duty(who=["a", "b"], before="11-20", handed_in=handed_in), "e": duty()})
    rows = duty_states(frames, DAY, 7, ()).to_dicts()
    assert [(r["id"], r["agency"], r["state"]) for r in rows] == [
        ("d", "a", TaskState.DONE),
        ("d", "b", TaskState.LATE),
        ("e", "a", TaskState.STANDING),
    ]


def test_settings_give_the_number_of_days_and_the_holidays() -> None:
    frames = frames_of(settings={"near_days": 3, "holidays": [dt.date(2027, 1, 1), dt.date(2026, 9, 2)]})
    assert near_days(frames) == 3
    assert holidays(frames) == (dt.date(2026, 9, 2), dt.date(2027, 1, 1))
    assert (near_days(frames_of()), holidays(frames_of())) == (7, ())


def test_every_state_has_words() -> None:
    assert all(state.label for state in TaskState)
