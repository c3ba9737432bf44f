"""The reports a duty asks for: of every period, from when to when, by which day, and late until they are handed in or waived."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import frames_of
from tests.support.lengths import law
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import LineKind, Part
from tui.frames.insight.why_dated import explain_duty
from tui.frames.methods.duties import duty_reports, duty_states
from tui.frames.methods.tasks import TaskState
from tui.frames.tables.duties import duties_view
from tui.i18n.words import Words
from tui.model.duties import hand_in, handed_in, take_back
from tui.model.periods import MONTHS_OF, Period, last_good_day, period_of
from tui.model.plan import Plan
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports.word.letters import late_bodies, late_letter

TERM = {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}
AGENCIES = {
    "a": {"name": "Sở A", "kind": "department"},
    "old": {"name": "Sở Cũ", "kind": "department", "until": dt.date(2025, 2, 28), "successors": ["new"]},
    "new": {"name": "Sở Mới", "kind": "department", "from": dt.date(2025, 3, 1)},
    "all": {"name": "Các sở", "kind": "collective", "members": ["a", "old", "new"]},
}


def made(*, issued: dt.date | None = None, term: dict[str, dt.date] | None = None, who: tuple[str, ...] = ("a",), **duty: Any) -> Frames:
    plan = {"title": "Kế hoạch", "term": term or TERM, **({"issued": issued} if issued else {})}
    return frames_of(plan=plan, agencies=AGENCIES, duties={"d": {"who": list(who), "what": "Báo cáo", "locator": "IV", **duty}})


def rows(frames: Frames, day: dt.date) -> list[dict[str, Any]]:
    return duty_reports(frames, day).to_dicts()


def late(frames: Frames, day: dt.date) -> list[tuple[int, int, int]]:
    """(year, period, days late) of what is late on a day."""
    return [(r["year"], r["period"], r["days_late"]) for r in rows(frames, day) if r["state"] == TaskState.LATE]


# -- late until it is handed in or waived -----------------------------------------------------------------------------


def test_new_year_forgives_nothing() -> None:
    frames = made(before="11-20", every="year", first=2024)
    assert late(frames, dt.date(2024, 11, 19)) == []
    assert late(frames, dt.date(2024, 12, 31)) == [(2024, 1, 42)]
    assert late(frames, dt.date(2025, 1, 1)) == [(2024, 1, 43)]
    assert late(frames, dt.date(2027, 1, 1)) == [(2024, 1, 773), (2025, 1, 408)], "the term ended with 2025: nothing of 2026 is asked"


def test_it_ends_on_the_day_it_is_handed_in_or_with_a_waiver() -> None:
    frames = made(before="11-20", first=2025, handed_in=[{"year": 2025, "agency": "a", "on": dt.date(2026, 1, 5)}])
    assert late(frames, dt.date(2026, 1, 4)) == [(2025, 1, 46)]
    (row,) = rows(frames, dt.date(2026, 1, 5))
    assert (row["state"], row["days_late"]) == (TaskState.DONE_LATE, 47)
    waived = made(before="11-20", first=2024, waived=[{"year": 2024}])
    assert late(waived, dt.date(2026, 1, 1)) == [(2025, 1, 43)]
    quarter = made(within_days=5, every="quarter", first=2025, waived=[{"year": 2025, "period": 2}, {"year": 2025, "period": 4}])
    assert [n for _, n, _ in late(quarter, dt.date(2026, 2, 1))] == [1, 3]


@given(st.sampled_from(sorted(MONTHS_OF)), st.integers(0, 40), st.dates(dt.date(2020, 1, 1), dt.date(2028, 1, 1)), st.integers(1, 900))
@law(12, 300)
def test_what_is_late_stays_late_and_no_later_day_forgives_it(every: str, days: int, day: dt.date, more: int) -> None:
    frames = made(within_days=days, every=every)
    now, then = late(frames, day), late(frames, day + dt.timedelta(days=more))
    assert {key[:2] for key in now} <= {key[:2] for key in then}
    assert [key for key in then if key[2] > more] == [(year, n, count + more) for year, n, count in now]


# -- each rhythm with its own days -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"before": "11-20"}, [dt.date(2025, 11, 19)]),
        ({"before": "01-15", "year_after": True}, [dt.date(2026, 1, 14)]),
        ({"within_days": 20}, [dt.date(2026, 1, 20)]),
        ({"every": "half_year", "within_days": 0}, [dt.date(2025, 6, 30), dt.date(2025, 12, 31)]),
        ({"every": "half_year", "before": "06-15"}, [dt.date(2025, 6, 14), dt.date(2025, 12, 14)]),
        (
            {"every": "quarter", "within_days": 10},
            [dt.date(2025, 4, 10), dt.date(2025, 7, 10), dt.date(2025, 10, 10), dt.date(2026, 1, 10)],
        ),
        (
            {"every": "quarter", "before": "11-20"},  # in the second month of each quarter
            [dt.date(2025, 2, 19), dt.date(2025, 5, 19), dt.date(2025, 8, 19), dt.date(2025, 11, 19)],
        ),
        (
            {"every": "quarter", "before": "01-05", "year_after": True},  # in the first month of the next quarter
            [dt.date(2025, 4, 4), dt.date(2025, 7, 4), dt.date(2025, 10, 4), dt.date(2026, 1, 4)],
        ),
        ({"every": "month", "before": "01-31"}, [dt.date(2025, n, min(30, 28 if n == 2 else 30)) for n in range(1, 13)]),
        ({"every": "month", "within_days": 3}, [dt.date(2025 + n // 12, n % 12 + 1, 3) for n in range(1, 13)]),
    ],
)
def test_every_period_is_asked_for_by_its_own_day(fields: dict[str, Any], expected: list[dt.date]) -> None:
    frames = made(first=2025, **fields)
    assert [r["last_good"] for r in rows(frames, dt.date(2025, 6, 1))] == expected


def test_a_quarter_asks_four_times_and_its_hand_in_names_it() -> None:
    entries = [{"year": 2025, "period": 2, "agency": "a", "on": dt.date(2025, 7, 8)}, {"year": 2025, "period": 3, "agency": "a"}]
    frames = made(first=2025, every="quarter", within_days=10, handed_in=entries)
    assert [n for _, n, _ in late(frames, dt.date(2026, 3, 1))] == [1, 4]
    states = {r["period"]: r["state"] for r in rows(frames, dt.date(2026, 3, 1))}
    assert (states[2], states[3]) == (TaskState.DONE_ON_TIME, TaskState.DONE)


def test_an_older_entry_without_a_period_counts_for_its_year() -> None:
    frames = made(first=2024, every="quarter", within_days=10, handed_in=[{"year": 2024, "agency": "a"}])
    assert [(year, n) for year, n, _ in late(frames, dt.date(2026, 3, 1))] == [(2025, n) for n in (1, 2, 3, 4)]


@given(st.sampled_from(sorted(MONTHS_OF)), st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)), st.integers(1, 12), st.integers(1, 31))
def test_a_day_named_lies_in_its_period_or_on_the_eve_of_it(every: str, day: dt.date, month: int, nth: int) -> None:
    period = period_of(day, every)
    assert period.start <= day <= period.end
    last = last_good_day(period, f"{month:02d}-{nth:02d}", None)
    assert last is not None and period.start - dt.timedelta(days=1) <= last <= period.end
    before = period.before()
    assert before is not None and before.end + dt.timedelta(days=1) == period.start


# -- from when to when -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "issued", "years"),
    [
        (None, None, [2021, 2022, 2023, 2024, 2025]),
        (2023, None, [2023, 2024, 2025]),
        (None, dt.date(2023, 3, 14), [2023, 2024, 2025]),
        (2022, dt.date(2023, 3, 14), [2023, 2024, 2025]),
        (2024, dt.date(2023, 3, 14), [2024, 2025]),
        (None, dt.date(2023, 12, 15), [2024, 2025]),  # the day of 2023 had passed when the plan was issued
        (2026, None, []),
    ],
)
def test_nothing_is_asked_before_the_plan_was_issued_nor_after_its_term(
    first: int | None, issued: dt.date | None, years: list[int]
) -> None:
    frames = made(issued=issued, before="11-20", **({"first": first} if first else {}))
    assert [r["year"] for r in rows(frames, dt.date(2030, 1, 1))] == years
    begun = max([day for day in (issued, TERM["start"]) if day])
    assert late(frames, begun) == []
    assert late(frames, begun - dt.timedelta(days=400)) == []


def test_the_report_on_the_last_year_is_asked_for_after_the_term() -> None:
    frames = made(before="01-15", year_after=True, first=2025)
    (row,) = rows(frames, dt.date(2026, 1, 10))
    assert (row["state"], row["last_good"], row["question"]) == (TaskState.NEAR, dt.date(2026, 1, 14), True)
    assert late(frames, dt.date(2026, 1, 15)) == [(2025, 1, 1)]


def test_the_report_one_speaks_of_is_that_of_the_day_and_stays_the_last_after_the_term() -> None:
    def question(frames: Frames, day: dt.date) -> list[tuple[int, int]]:
        return [(r["year"], r["period"]) for r in rows(frames, day) if r["question"]]

    yearly = made(before="11-20")
    assert [question(yearly, dt.date(year, 12, 31)) for year in (2020, 2024, 2025, 2029)] == [[(y, 1)] for y in (2021, 2024, 2025, 2025)]
    quarterly = made(every="quarter", within_days=10)
    assert question(quarterly, dt.date(2024, 7, 10)) == [(2024, 2)] and question(quarterly, dt.date(2024, 7, 11)) == [(2024, 3)]


def test_a_plan_without_a_term_asks_for_the_year_of_the_day_only() -> None:
    """A header that could not be read leaves such a plan."""
    plan = Plan()
    plan.tables["duties"] = {"d": {"who": ["a"], "what": "x", "before": "11-20"}}
    assert [(r["year"], r["state"]) for r in rows(Frames(plan), dt.date(2024, 12, 1))] == [(2024, TaskState.LATE)]


# -- members ---------------------------------------------------------------------------------------------------------


def test_a_group_is_asked_member_by_member_those_that_exist_on_the_day() -> None:
    frames = made(who=("all",), before="11-20", first=2024, handed_in=[{"year": 2024, "agency": "old", "on": dt.date(2024, 11, 1)}])
    found = [(r["year"], r["agency"], r["group"], r["state"]) for r in rows(frames, dt.date(2026, 2, 1))]
    assert found == [
        (2024, "a", "all", TaskState.LATE),
        (2024, "old", "all", TaskState.DONE_ON_TIME),
        (2025, "a", "all", TaskState.LATE),
        (2025, "new", "all", TaskState.LATE),
    ]
    (row,) = duties_view(frames, frames.plan, dt.date(2026, 2, 1), Words("vi")).frame.to_dicts()
    assert row["reports"] == "năm 2025: 0/2: – Sở A, – Sở Mới; năm 2024: 1/2: – Sở A, ✓ Sở Cũ 01/11/2024"


def test_marked_as_a_whole_all_members_have_reported() -> None:
    frames = made(who=("all",), before="11-20", first=2025, handed_in=[{"year": 2025, "agency": "all", "on": dt.date(2025, 11, 1)}])
    assert {r["state"] for r in rows(frames, dt.date(2026, 1, 1))} == {TaskState.DONE_ON_TIME}


def test_what_the_old_body_handed_in_counts_for_the_one_that_took_over() -> None:
    frames = made(who=("all",), every="quarter", within_days=40, first=2025, handed_in=[{"year": 2025, "period": 1, "agency": "old"}])
    found = {r["agency"]: r["state"] for r in rows(frames, dt.date(2025, 6, 1)) if r["period"] == 1}
    assert found == {"a": TaskState.LATE, "new": TaskState.DONE}


def test_a_member_that_is_named_too_is_asked_once() -> None:
    frames = made(who=("a", "all"), before="11-20", first=2024, term={"start": dt.date(2024, 1, 1), "end": dt.date(2024, 12, 31)})
    assert [r["agency"] for r in rows(frames, dt.date(2024, 6, 1))] == ["a", "old"]


# -- where it is shown -----------------------------------------------------------------------------------------------


def test_overview_agenda_letter_and_reasons_name_the_period() -> None:
    frames = made(every="quarter", within_days=10, first=2025, handed_in=[{"year": 2025, "period": 1, "agency": "a"}])
    day = dt.date(2025, 12, 20)
    seen = overview(frames, day, ())
    lines = [line for line in seen[Part.LATE].lines if line.kind is LineKind.DUTY]
    assert [(line.numbers["year"], line.numbers["period"], line.every) for line in lines] == [(2025, 2, "quarter"), (2025, 3, "quarter")]
    assert seen[Part.NOT_REPORTED].count == 0, "a report is no task"
    assert [line.numbers["period"] for line in seen[Part.DUE].lines] == [4]
    vi = Words("vi")
    (item,) = agenda(frames, frames.plan, day).items
    assert "quý II/2025" in vi.sentence(item.why) and "quý III/2025" in vi.sentence(item.why)
    assert late_bodies(frames, day) == ["a"]
    text = "\n".join(line.text for line in late_letter(frames.plan, frames, "a", day).body)
    assert "quý II năm 2025" in text and "quý III năm 2025" in text and "quý I năm" not in text
    because = [vi.sentence(said) for said in explain_duty(frames, "d", day).because]
    assert [said.split(",")[0] for said in because] == ["quý IV/2025", "quý III/2025", "quý II/2025"]


def test_a_waived_report_is_said_to_be_waived() -> None:
    frames = made(before="11-20", first=2025, waived=[{"year": 2025}])
    (row,) = duties_view(frames, frames.plan, dt.date(2026, 1, 1), Words("en")).frame.to_dicts()
    assert (row["state"], row["state_text"], row["reports"]) == (None, "– waived", "year 2025: waived")
    assert overview(frames, dt.date(2026, 1, 1), ())[Part.LATE].count == 0
    with pytest.raises(KeyError):
        explain_duty(frames, "d", dt.date(2026, 1, 1))


def test_the_holidays_nobody_entered_are_named_once() -> None:
    frames = made(before="01-15", year_after=True, first=2025)
    note = overview(frames, dt.date(2025, 12, 20), ())[Part.DUE].note
    assert note is not None and Words("en").sentence(note) == "reports: 1, no public holidays of 2025, 2026 in the settings"
    assert overview(made(before="11-20"), dt.date(2025, 6, 1), ())[Part.DUE].note is None, "nothing is due that they could move"


def test_marking_a_quarter_leaves_the_others_and_the_year_alone() -> None:
    work = Workspace(made(every="quarter", within_days=10).plan)
    for period, on in ((2, None), (1, dt.date(2025, 4, 2)), (2, dt.date(2025, 7, 1))):
        work.apply(hand_in(work.plan, "d", "a", 2025, on, period=period), say("step"))
    entries = work.plan.tables["duties"]["d"]["handed_in"]
    assert [(e["period"], e.get("on")) for e in entries] == [(1, dt.date(2025, 4, 2)), (2, dt.date(2025, 7, 1))]
    assert handed_in(work.plan, "d", "a", 2025) is None and handed_in(work.plan, "d", "a", 2025, 2) is not None
    work.apply(take_back(work.plan, "d", "a", 2025, 1), say("step"))
    assert [e["period"] for e in work.plan.tables["duties"]["d"]["handed_in"]] == [2]


def test_without_a_day_it_is_standing_whatever_the_rhythm() -> None:
    frames = made(every="month")
    found = duty_states(frames, dt.date(2024, 5, 15)).to_dicts()
    assert [(r["year"], r["period"], r["state"]) for r in found] == [(2024, 5, TaskState.STANDING)]


def test_periods_are_said_in_words() -> None:
    told = [
        Words("vi").sentence(Period(every, 2025, n).words) for every, n in (("year", 1), ("half_year", 2), ("quarter", 4), ("month", 9))
    ]
    assert told == ["năm 2025", "6 tháng cuối năm 2025", "quý IV/2025", "tháng 9/2025"]
