"""Tasks and duties on a day: strict deadlines, near in working days, the government report's own counts."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.support.frame_plans import frames_of
from tui.frames.build import Frames
from tui.frames.methods.duties import duty_states
from tui.frames.methods.tasks import (
    TaskState,
    counts_of_headline,
    holidays,
    near_days,
    on_time_at_first,
    on_time_rate,
    state_counts,
    status_counts,
    task_states,
    without_holidays,
)
from tui.model.fields import STATUSES

DAY = dt.date(2026, 11, 22)  # a Sunday


def task(**fields: Any) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", **fields}


LONG = {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2030, 12, 31)}}
"""A plan that still runs on the day."""


def state_of(
    as_of: dt.date = DAY, near: int = 7, days_off: tuple[dt.date, ...] = (), plan: dict[str, Any] = LONG, **fields: Any
) -> dict[str, Any]:
    settings = {"near_days": near, "holidays": list(days_off)}
    return task_states(frames_of(plan=plan, settings=settings, tasks={"t": task(**fields)}), as_of).to_dicts()[0]


def dated(**fields: Any) -> dict[str, Any]:
    return {"mode": "dated", "due": dt.date(2026, 11, 20), **fields}


def test_on_an_earlier_day_a_status_is_that_of_the_day() -> None:
    """What was done later had another one then, which nobody knows unless the log says."""
    later, before = dt.date(2026, 12, 1), dt.date(2026, 3, 1)
    said = [{"on": before, "text": "x", "status": "blocked"}, {"on": later, "text": "x", "status": "done"}]
    tasks = {
        "done": task(status="done", done_on=before),
        "day unknown": task(status="done"),
        "later": task(status="done", done_on=later),
        "told": task(status="done", done_on=later, log=said),
        "under way since": task(status="in_progress", log=[{"on": later, "text": "x", "status": "in_progress"}]),
        "under way": task(status="in_progress"),
        "nothing": task(),
    }
    frames = frames_of(plan=LONG, tasks=tasks)
    assert status_counts(task_states(frames, DAY)) == {"done": 2, "blocked": 1, "in_progress": 1, "unreported": 3}
    assert status_counts(task_states(frames, later)) == {"done": 4, "in_progress": 2, "unreported": 1}
    assert status_counts(task_states(frames_of(plan=LONG), DAY)) == {}


def test_states() -> None:
    cases: list[tuple[dict[str, Any], TaskState]] = [
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
        # a status without an entry says nothing of a period
        ({"mode": "standing", "status": "in_progress"}, TaskState.NOT_REPORTED),
        ({"mode": "standing", "due": dt.date(2020, 1, 1), "log": [{"on": dt.date(2025, 6, 1), "text": "x"}]}, TaskState.STANDING),
        ({"mode": "periodic", "due": dt.date(2020, 1, 1), "log": [{"on": dt.date(2025, 6, 1), "text": "x"}]}, TaskState.STANDING),
        ({"due": dt.date(2026, 11, 20)}, TaskState.LATE),  # a day without a mode is a due day
        ({"mode": "standing", "status": "done"}, TaskState.DONE),
    ]
    frames = frames_of(plan=LONG, tasks={f"t{n}": task(**fields) for n, (fields, _) in enumerate(cases)})
    states = task_states(frames, DAY)["state"]
    assert [(fields, state) for (fields, _), state in zip(cases, states, strict=True)] == cases


WORDED = "Theo tiến độ của Trung ương"


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"mode": "dated", "due_text": WORDED}, TaskState.UNDATED),
        ({"mode": "dated"}, TaskState.UNDATED),
        ({"due_text": WORDED}, TaskState.UNDATED),
        ({"mode": "dated", "due_text": WORDED, "status": "in_progress"}, TaskState.UNDATED),
        ({"mode": "dated", "due_text": WORDED, "status": "done", "done_on": dt.date(2025, 6, 1)}, TaskState.DONE),
        ({"mode": "dated", "due_text": WORDED, "due": dt.date(2026, 12, 31)}, TaskState.OPEN_IN_TIME),
        ({"mode": "standing", "due_text": WORDED, "log": [{"on": dt.date(2025, 6, 1), "text": "x"}]}, TaskState.STANDING),
        ({}, TaskState.NOT_REPORTED),
    ],
)
def test_a_task_of_which_only_the_wording_of_a_deadline_is_known_is_neither_standing_nor_in_time(
    fields: dict[str, Any], state: TaskState
) -> None:
    row = state_of(**fields)
    assert row["state"] == state and row["days_late"] is None
    assert state_of(dt.date(2000, 1, 1), **{key: value for key, value in fields.items() if key == "due_text"})["state"] in (
        TaskState.UNDATED,
        TaskState.STANDING,
    ), "a day before the plan began"


def test_a_day_given_later_ends_that_nobody_knows_the_due_day() -> None:
    given = {"on": dt.date(2026, 11, 1), "due": dt.date(2026, 11, 10), "reason": "x"}
    fields = {"mode": "dated", "due_text": WORDED, "extensions": [given]}
    assert state_of(dt.date(2026, 10, 31), **fields)["state"] == TaskState.UNDATED
    assert state_of(dt.date(2026, 11, 1), **fields)["state"] == TaskState.NEAR and state_of(**fields)["state"] == TaskState.LATE


def report(*day: int, **fields: Any) -> dict[str, Any]:
    return {"on": dt.date(*day), "text": "báo cáo", **fields}


def silent(as_of: dt.date, *log: dict[str, Any], plan: dict[str, Any] = LONG, **fields: Any) -> bool:
    state = state_of(as_of, plan=plan, **{"mode": "standing", "log": list(log), **fields})["state"]
    assert state in (TaskState.NOT_REPORTED, TaskState.STANDING)
    return bool(state == TaskState.NOT_REPORTED)


def test_nothing_is_asked_of_a_period_that_is_not_over() -> None:
    """A new plan in its first month has nobody who has not reported; on the day after its first whole year everybody has to have."""
    assert not silent(dt.date(2021, 1, 20))
    assert not silent(dt.date(2021, 12, 31))
    assert silent(dt.date(2022, 1, 1))
    assert not silent(dt.date(2022, 1, 1), report(2021, 12, 31))
    assert not silent(dt.date(2020, 6, 1)), "before the plan began"


@pytest.mark.parametrize(
    ("every", "first", "asked"),
    [
        ("year", dt.date(2021, 1, 1), dt.date(2022, 1, 1)),
        ("half_year", dt.date(2021, 1, 1), dt.date(2021, 7, 1)),
        ("quarter", dt.date(2021, 1, 1), dt.date(2021, 4, 1)),
        ("month", dt.date(2021, 1, 1), dt.date(2021, 2, 1)),
        ("year", dt.date(2021, 1, 2), dt.date(2023, 1, 1)),  # 2021 is not a whole year of it
        ("quarter", dt.date(2021, 5, 15), dt.date(2021, 10, 1)),
    ],
)
def test_the_first_period_asked_for_is_the_first_whole_one(every: str, first: dt.date, asked: dt.date) -> None:
    plan = {"title": "Kế hoạch", "term": {"start": first, "end": dt.date(2030, 12, 31)}}
    assert not silent(asked - dt.timedelta(days=1), plan=plan, every=every)
    assert silent(asked, plan=plan, every=every)
    issued = {"title": "Kế hoạch", "term": {"start": dt.date(2020, 1, 1), "end": dt.date(2030, 12, 31)}, "issued": first}
    assert silent(asked, plan=issued, every=every) and not silent(asked - dt.timedelta(days=1), plan=issued, every=every)


def test_a_report_counts_for_the_period_over_until_the_next_one_is() -> None:
    assert silent(DAY, report(2024, 6, 1))
    assert not silent(DAY, report(2025, 6, 1))
    assert not silent(DAY, report(2026, 2, 1)), "what comes after its period counts for it"
    assert silent(dt.date(2027, 1, 1), report(2025, 6, 1))
    assert silent(DAY, report(2026, 6, 30), every="quarter") and not silent(DAY, report(2026, 7, 1), every="quarter")
    assert silent(DAY, report(2026, 12, 1)), "what has not come yet"
    assert silent(DAY, report(2025, 6, 1, basis="tb")), "what a meeting decided is no report"
    assert silent(DAY, report(2025, 6, 1, status="unreported")), "nor is that nobody reported"


def test_times_two_wants_two() -> None:
    two = {"mode": "periodic", "every": "year", "times": 2}
    assert silent(DAY, report(2025, 5, 1), **two)
    assert not silent(DAY, report(2025, 5, 1), report(2025, 11, 1), **two)
    assert silent(DAY, report(2024, 5, 1), report(2025, 11, 1), **two)
    assert not silent(dt.date(2021, 12, 31), **two)


def test_after_the_term_its_last_period_stays_asked_for_and_no_later_one_is() -> None:
    over = {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}}
    for day in (dt.date(2026, 1, 1), DAY, dt.date(2031, 5, 5)):
        assert silent(day, plan=over) and not silent(day, report(2025, 10, 1), plan=over)


def test_the_report_day_of_the_plans_own_duties_must_have_passed_too() -> None:
    duties = {"d": duty(every="year", before="01-15", year_after=True), "q": duty(every="quarter", within_days=10)}
    frames = frames_of(plan=LONG, tasks={"t": task(mode="standing")}, duties=duties)
    states = {day: task_states(frames, day)["state"][0] for day in (dt.date(2022, 1, 14), dt.date(2022, 1, 15))}
    assert list(states.values()) == [TaskState.STANDING, TaskState.NOT_REPORTED]


# -- extensions, days of completion -----------------------------------------------------------------------------------

FIRST, LATER, GIVEN = dt.date(2026, 3, 31), dt.date(2026, 6, 30), dt.date(2026, 4, 15)


def extended(**fields: Any) -> dict[str, Any]:
    return {"mode": "dated", "due": FIRST, "extensions": [{"on": GIVEN, "due": LATER}], **fields}


@pytest.mark.parametrize(
    ("day", "due", "state"),
    [
        (dt.date(2026, 3, 30), FIRST, TaskState.NEAR),
        (dt.date(2026, 4, 1), FIRST, TaskState.LATE),  # the extension was not given yet
        (dt.date(2026, 4, 14), FIRST, TaskState.LATE),
        (GIVEN, LATER, TaskState.OPEN_IN_TIME),
        (dt.date(2026, 6, 30), LATER, TaskState.NEAR),
        (dt.date(2026, 7, 1), LATER, TaskState.LATE),
    ],
)
def test_an_extension_counts_from_the_day_it_was_given(day: dt.date, due: dt.date, state: TaskState) -> None:
    row = state_of(day, **extended())
    assert (row["due"], row["first_due"], row["state"], row["extended"]) == (due, FIRST, state, int(due == LATER))


def test_the_last_extension_given_counts_whatever_the_order_of_the_file() -> None:
    entries = [{"on": dt.date(2026, 7, 1), "due": dt.date(2026, 9, 30)}, {"on": GIVEN, "due": LATER}]
    assert state_of(dt.date(2026, 6, 30), **extended(extensions=entries))["due"] == LATER
    assert state_of(dt.date(2026, 7, 1), **extended(extensions=entries))["due"] == dt.date(2026, 9, 30)
    assert state_of(dt.date(2026, 7, 1), mode="dated", extensions=entries[1:])["due"] == LATER, "also where there was no day before"


def test_on_time_by_the_extended_day_and_beside_it_by_the_first() -> None:
    tasks = {
        "a": task(**extended(status="done", done_on=dt.date(2026, 5, 1))),
        "b": task(mode="dated", due=FIRST, status="done", done_on=FIRST),
        "c": task(**extended()),
    }
    states = task_states(frames_of(plan=LONG, tasks=tasks), DAY)
    assert states["state"].to_list() == [TaskState.DONE_ON_TIME, TaskState.DONE_ON_TIME, TaskState.LATE]
    assert states["first_kept"].to_list() == [False, True, None]
    assert on_time_rate(states) == pytest.approx(2 / 3) and on_time_at_first(states) == 1
    plain = task_states(frames_of(plan=LONG, tasks={"b": tasks["b"]}), DAY)
    assert on_time_at_first(plain) is None, "nothing to say where nothing was extended"


def test_a_day_of_completion_before_the_plan_began_is_not_on_time() -> None:
    row = state_of(**dated(status="done", done_on=dt.date(1999, 1, 1)))
    assert (row["state"], row["days_late"], row["first_kept"]) == (TaskState.DONE, None, None)
    assert state_of(**dated(status="done", done_on=dt.date(2021, 1, 1)))["state"] == TaskState.DONE_ON_TIME


def test_without_a_day_it_is_done_from_the_entry_that_says_so() -> None:
    log = [report(2026, 10, 1, status="in_progress"), report(2026, 11, 2, status="done")]
    fields = dated(status="done", log=log)
    assert state_of(dt.date(2026, 11, 1), **fields)["state"] == TaskState.OPEN_IN_TIME
    assert state_of(dt.date(2026, 11, 2), **fields)["state"] == TaskState.DONE


def test_a_law_an_extension_never_changes_the_days_before_it_was_given() -> None:
    given = [{"on": GIVEN, "due": LATER}]
    for n in (-60, -31, -17, -16, -15, -14, -8, -2, -1):
        day = GIVEN + dt.timedelta(days=n)
        assert state_of(day, **extended(extensions=given))["state"] == state_of(day, mode="dated", due=FIRST)["state"]


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
    states = task_states(frames_of(tasks=tasks), DAY)
    counts = state_counts(states)
    assert sum(counts.values()) == 21_914
    assert counts[TaskState.DONE_ON_TIME] + counts[TaskState.DONE_LATE] == 16_051
    assert (counts[TaskState.DONE_ON_TIME], counts[TaskState.DONE_LATE]) == (14_068, 1_983)
    assert (counts[TaskState.OPEN_IN_TIME], counts[TaskState.LATE]) == (5_640, 223)
    assert on_time_rate(states) == pytest.approx(14_068 / (14_068 + 1_983 + 223))


def test_what_a_headline_counts_adds_up_to_the_tasks_whatever_their_status_and_log_say() -> None:
    past, ahead = dt.date(2026, 6, 30), dt.date(2026, 12, 31)
    modes = [{}, {"mode": "standing"}, {"mode": "periodic", "every": "quarter"}, *({"mode": "dated", "due": day} for day in (past, ahead))]
    statuses = [{}, *({"status": choice.value} for choice in STATUSES), {"status": "done", "done_on": past}]
    logs = [{}, *({"log": [{"on": DAY, "text": "x", "status": status}]} for status in ("in_progress", "done"))]
    every = [task(**mode, **status, **log) for mode in modes for status in statuses for log in logs]
    for tasks in (every, []):
        states = task_states(frames_of(plan=LONG, tasks={f"t{n}": record for n, record in enumerate(tasks)}), DAY)
        counts = counts_of_headline(states)
        assert sum(counts.values()) == len(tasks), tasks[:1]
        assert counts[TaskState.DONE] == status_counts(states).get("done", 0), "the word counts what has that status"


def test_no_rate_when_nothing_has_fallen_due() -> None:
    assert on_time_rate(task_states(frames_of(tasks={"t": task(mode="standing")}), DAY)) is None


OF_THE_YEAR = {"title": "Kế hoạch", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}}


def duty(**fields: Any) -> dict[str, Any]:
    return {"who": ["a"], "what": "Báo cáo", **fields}


def test_before_20_november_the_last_good_day_is_the_19th() -> None:
    frames = frames_of(
        plan=OF_THE_YEAR, duties={"agencies": duty(before="11-20", every="year"), "province": duty(before="12-10", every="year")}
    )
    agencies, province = duty_states(frames, DAY).to_dicts()
    assert agencies["last_good"] == dt.date(2026, 11, 19)
    assert (agencies["state"], agencies["days_late"], agencies["days_left"]) == (TaskState.LATE, 3, None)
    assert province["last_good"] == dt.date(2026, 12, 9)
    assert (province["state"], province["days_late"], province["days_left"]) == (TaskState.OPEN_IN_TIME, None, 17)


def test_on_the_last_good_day_a_duty_is_near_and_the_day_after_late() -> None:
    frames = frames_of(plan=OF_THE_YEAR, duties={"d": duty(before="11-20")})
    assert duty_states(frames, dt.date(2026, 11, 19)).to_dicts()[0]["state"] == TaskState.NEAR
    assert duty_states(frames, dt.date(2026, 11, 20)).to_dicts()[0]["days_late"] == 1


def test_a_duty_before_new_years_day_ends_with_the_old_year() -> None:
    row = duty_states(frames_of(plan=OF_THE_YEAR, duties={"d": duty(before="01-01", first=2027)}), DAY).to_dicts()[0]
    assert (row["year"], row["last_good"]) == (2027, dt.date(2026, 12, 31))


def test_each_body_answers_for_itself() -> None:
    handed_in = [{"year": 2026, "agency": "a"}]
    frames = frames_of(plan=OF_THE_YEAR, duties={"d": duty(who=["a", "b"], before="11-20", handed_in=handed_in), "e": duty()})
    rows = duty_states(frames, DAY).to_dicts()
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


def test_a_year_without_a_holiday_is_named() -> None:
    frames = frames_of(settings={"holidays": [dt.date(2026, 2, 17), dt.date(2026, 9, 2)]})
    assert without_holidays(frames, DAY, dt.date(2027, 1, 20)) == [2027]
    assert without_holidays(frames_of(), DAY, DAY) == [2026]


def test_tet_is_no_working_day() -> None:
    tet = tuple(dt.date(2026, 2, day) for day in range(16, 21))
    due = dict(mode="dated", due=dt.date(2026, 2, 25))
    assert state_of(dt.date(2026, 2, 11), near=5, **due)["state"] == TaskState.OPEN_IN_TIME
    assert state_of(dt.date(2026, 2, 11), near=5, days_off=tet, **due)["state"] == TaskState.NEAR


def test_an_empty_plan_has_no_task_and_no_report() -> None:
    empty: Frames = frames_of()
    assert task_states(empty, DAY).is_empty() and duty_states(empty, DAY).is_empty()


def test_every_state_has_words() -> None:
    assert all(state.label for state in TaskState)
