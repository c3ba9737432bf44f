"""The agenda: built from the plan, nothing twice, each matter under the body that answers for it on the day."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import frames_of, indicator
from tests.support.lengths import law
from tests.support.paths import SHIPPED
from tui.commands.main import main
from tui.frames.build import Frames
from tui.frames.insight.agenda import Agenda, AgendaItem, ItemKind, agenda, last_closed
from tui.frames.insight.agenda_items import SCHEMA
from tui.frames.insight.meeting_snapshot import changes_since, frozen_of
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import Part
from tui.frames.methods.digits import needs
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.headline import STANDINGS, headline, standing_of
from tui.frames.methods.tasks import TaskState, state_counts, task_states
from tui.frames.methods.verdict import Reason, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.i18n.words import LANGUAGES, Words
from tui.model.edits import AddRecord, perform
from tui.model.fields import FROZEN_REASONS, FROZEN_STATES
from tui.model.plan import subject_of
from tui.model.review import draft_for
from tui.reports.agenda import as_json, as_text, why_of
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2024, 11, 20)
EN = Words("en")
SECTIONS = {"s": {"number": "III", "title": "Mục", "order": 1}}
AGENCIES = {
    "a": {"name": "Sở A", "kind": "department", "until": dt.date(2024, 2, 28), "successors": ["b"]},
    "b": {"name": "Sở B", "kind": "department"},
    "c": {"name": "Ban Chỉ đạo", "kind": "department"},
    "x": {"name": "Đã bỏ", "kind": "department", "until": dt.date(2024, 2, 28)},
    "w": {"name": "Đã chia", "kind": "department", "until": dt.date(2024, 2, 28), "successors": ["b", "c"]},
    "all": {"name": "Các sở, ngành", "kind": "collective"},
}


REPORTED = [{"on": dt.date(2024, 3, 1), "text": "Đang làm", "status": "in_progress"}]


def task(**more: Any) -> dict[str, Any]:
    """A task that was reported on since the last period that is over."""
    own = {"mode": "standing", "status": "in_progress", "leads": ["b"], "log": REPORTED}
    return {"section": "s", "order": 1, "summary": "Việc", **own, **more}


def silent(**more: Any) -> dict[str, Any]:
    return task(status="unreported", log=[], **more)


def dated(due: dt.date, **more: Any) -> dict[str, Any]:
    return task(mode="dated", due=due, **more)


def made(day: dt.date = DAY, **tables: Any) -> Agenda:
    frames = frames_of(**{"sections": SECTIONS, "agencies": AGENCIES, **tables})
    return agenda(frames, frames.plan, day)


def by_subject(found: Agenda) -> dict[str, AgendaItem]:
    return {item.subject: item for item in found.items}


def said(item: AgendaItem) -> str:
    return why_of(item, EN)


# -- the shipped plan ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def shipped() -> Frames:
    return Frames(load(SHIPPED).plan)


def test_the_shipped_plan_has_what_the_overview_has_and_nothing_twice(shipped: Frames) -> None:
    found, seen = agenda(shipped, shipped.plan, DAY), overview(shipped, DAY, ())
    subjects = [item.subject for item in found.items]
    assert len(subjects) == len(set(subjects))
    at_risk = [line.id for line in seen[Part.WORST].lines if line.code in ("not_met", "at_risk")]
    assert [item.id for item in found.items if item.table == "indicators"] == at_risk == ["industrial_output_growth", "grdp_growth"]
    counted = {(line.table, line.code): line.numbers["n"] for line in seen[Part.HEADLINE].lines}
    assert found.count(ItemKind.AT_RISK) == counted["indicators", "at_risk"]
    assert found.count(ItemKind.NOT_MET) == counted["indicators", "not_met"]
    assert found.count(ItemKind.ENTERPRISE_LATE) == counted["enterprises", "late"] == 2
    assert found.count(ItemKind.TASK_LATE) == counted["tasks", "late"] == 0
    assert found.count(ItemKind.CHECK_FAILED) == 0


def test_the_bodies_of_the_shipped_plan_that_have_not_reported(shipped: Frames) -> None:
    found, seen = agenda(shipped, shipped.plan, DAY), overview(shipped, DAY, ())
    bodies = {line.id: set(line.members) for line in seen[Part.NOT_REPORTED].lines if line.table == "agencies"}
    items = {item.id: item for item in found.items if item.table == "agencies"}
    assert items.keys() == bodies.keys()
    for id, members in bodies.items():
        assert {ref[1] for ref in items[id].refs if ref[0] == "tasks"} == members
        assert f"tasks not reported on: {len(members)}" in said(items[id])
    late = [id for id, item in items.items() if ItemKind.REPORT_LATE in item.kinds]
    assert sorted(late) == ["cac-so-nganh", "so-khdt", "ubnd-huyen"], (
        "20 November is strict, a group stays a group, last year's is still owed"
    )
    assert said(items["so-khdt"]).startswith("no report of year 2023 (IV.3#3)")
    assert said(items["ubnd-huyen"]).startswith("no report of year 2023, 2024 (IV.2#2)")
    eve = agenda(shipped, shipped.plan, dt.date(2024, 11, 19))
    assert said(by_subject(eve)["agencies.ubnd-huyen"]).startswith("no report of year 2023 (IV.2#2)"), "19 November is the last good day"


def test_the_reasons_of_the_shipped_plan_say_what_is_required(shipped: Frames) -> None:
    found = by_subject(agenda(shipped, shipped.plan, DAY))
    assert said(found["indicators.grdp_growth"]) == "at risk (estimate), needs 9.71% a year, figures to 2023"
    late = found["enterprises.vat-tu-nong-nghiep"]
    assert said(late) == "past its timeframe, days overdue: 325 (last day 31 Dec 2023), no information"


@pytest.mark.parametrize("day", [DAY, dt.date(2026, 11, 22), dt.date(2021, 1, 1)])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_one_short_line(shipped: Frames, day: dt.date, language: str) -> None:
    words = Words(language)
    for item in agenda(shipped, shipped.plan, day).items:
        assert 0 < len(why_of(item, words)) <= 120
        assert why_of(item, words).isprintable()


def test_the_groups_are_the_bodies_of_that_day_and_the_list_begins_with_the_worst(shipped: Frames) -> None:
    for day in (dt.date(2026, 11, 22), DAY):
        found = agenda(shipped, shipped.plan, day)
        gravities = [group.items[0].gravity for group in found.groups]
        assert gravities == sorted(gravities) and found.items[0].gravity == min(item.gravity for item in found.items)
    bodies = [group.body for group in agenda(shipped, shipped.plan, dt.date(2026, 11, 22)).groups]
    assert "so-khdt" not in bodies and bodies[:2] == [None, "so-tc-2025"], "nobody answers for the worst; then the late tasks"
    assert bodies.count(None) == 1
    silent = [group for group in agenda(shipped, shipped.plan, DAY).groups if group.items[0].kinds == (ItemKind.NOT_REPORTED,)]
    counts = [len(group.items[0].refs) for group in silent]
    assert counts == sorted(counts, reverse=True), "of one gravity the body with more to answer for"


# -- each reason ---------------------------------------------------------------------------------------------------


def test_nothing_wrong_is_an_empty_agenda_that_says_so() -> None:
    found = made(
        tasks={"t": task(), "d": dated(DAY, status="done", done_on=DAY)},
        indicators={"i": indicator("end_level", target=90, values={2020: 50, 2023: 95}, year=2025)},
        enterprises={"e": {"name": "E", "arrangement": "keep"}},
        duties={"r": {"who": ["b"], "what": "Báo cáo", "before": "11-20", "first": 2024, "handed_in": [{"year": 2024, "agency": "b"}]}},
    )
    assert found.items == () and found.frame.height == 0
    plan = frames_of().plan
    for language in LANGUAGES:
        told = as_text(found, plan, Words(language))
        assert told.splitlines()[-1] == json.loads(as_json(found, plan, Words(language)))["words"]["nothing"]
    assert "nothing for the agenda" in as_text(found, plan, EN)


def test_indicators_come_by_verdict_then_by_the_gap_to_the_target() -> None:
    found = made(
        indicators={
            "near": indicator("end_level", target=90, values={2020: 50, 2023: 52}, year=2025),
            "far": indicator("end_level", target=200, values={2020: 50, 2023: 52}, year=2025, unit="người"),
            "good": indicator("end_level", target=90, values={2020: 50, 2023: 95}, year=2025),
            "missed": indicator("end_level", target=90, values={2020: 50, 2023: 60}, year=2023),
            "waits": indicator("end_level", target=90, values={2020: 50, 2022: 60}, year=2023),
        }
    )
    assert [(item.id, item.kinds[0]) for item in found.items] == [
        ("missed", ItemKind.NOT_MET),
        ("far", ItemKind.AT_RISK),
        ("near", ItemKind.AT_RISK),
        ("waits", ItemKind.AWAITED),
    ], "what waits is neither bad nor good, and needs more than the best year has brought"


def test_tasks_late_and_near_by_working_days_under_who_leads_on_the_day() -> None:
    found = made(
        tasks={
            "late": dated(dt.date(2024, 11, 1), leads=["a"]),
            "later": dated(dt.date(2024, 10, 1), leads=["a"]),
            "near": dated(dt.date(2024, 11, 29), leads=["c", "b"]),
            "ahead": dated(dt.date(2024, 12, 2)),
            "split": dated(dt.date(2024, 11, 1), leads=["w"]),
            "gone": dated(dt.date(2024, 11, 1), leads=["x"]),
            "nobody": dated(dt.date(2024, 11, 1), leads=[]),
        }
    )
    assert [(group.body, [item.id for item in group.items]) for group in found.groups] == [
        ("b", ["later", "late"]),
        (None, ["split", "gone", "nobody"]),
        ("c", ["near"]),
    ]
    items = by_subject(found)
    assert items["tasks.near"].bodies == ("c", "b")
    assert said(items["tasks.near"]) == "days left: 9 (last day 29 Nov 2024)"
    assert said(items["tasks.split"]).endswith("; the agency was split: choose who holds the task")
    assert said(items["tasks.gone"]).endswith("; the agency no longer exists and has no successor")


def test_several_reasons_for_one_record_are_one_item_the_gravest_first() -> None:
    values = [{"year": 2019 + n, "value": v, "vintage": "official"} for n, v in enumerate((50.0, 50.5, 51.0, 51.5, 60.0))]
    record = {**indicator("end_level", ">=", 200.0, unit="người", year=2025), "values": values, "agency": "a"}
    (item,) = made(indicators={"i": record}).items
    assert item.kinds == (ItemKind.AT_RISK, ItemKind.CHECK_FAILED)
    assert item.body == "b", "who reports it has a successor"
    first, second = said(item).split("; ", 1)
    assert first.startswith("at risk, must rise by 70.00 người a year") and "please confirm" in second


def test_a_body_that_reports_neither_by_the_day_nor_on_its_tasks_is_one_item() -> None:
    found = made(
        tasks={"t": silent(leads=["a"]), "u": silent(leads=["b", "c"])},
        duties={
            "r": {"who": ["a", "b", "all"], "what": "Báo cáo", "before": "11-20", "first": 2023, "locator": "IV#1"},
            "q": {"who": ["b"], "what": "Báo cáo", "within_days": 0, "every": "half_year", "first": 2024, "locator": "IV#2"},
        },
    )
    items = by_subject(found)
    assert list(items) == ["agencies.b", "agencies.all", "agencies.c"], "of one gravity the longest late comes first"
    owed = "no report of year 2023, first half of 2024, year 2024 (IV#1, IV#2), days overdue: 367"
    assert said(items["agencies.b"]) == f"{owed}; tasks not reported on: 2"
    assert items["agencies.b"].refs == (("duties", "r"), ("duties", "q"), ("tasks", "t"), ("tasks", "u"))
    assert items["agencies.all"].kinds == (ItemKind.REPORT_LATE,)


def test_what_is_wrong_with_the_plan_is_on_the_agenda_of_whom_it_concerns() -> None:
    found = made(
        tasks={"t": task(documents=["gone"], leads=["c"])},
        indicators={"i": indicator("share", target=190, year=2025, values={2020: 50, 2023: 95})},
    )
    items = by_subject(found)
    assert items["tasks.t"].body == "c" and said(items["tasks.t"]) == "there is no documents.gone"
    assert ItemKind.CHECK_FAILED in items["indicators.i"].kinds


# -- what earlier meetings left ------------------------------------------------------------------------------------

MEETING = {"date": dt.date(2024, 6, 15), "closed_on": dt.date(2024, 6, 15)}


def test_open_decisions_return_and_say_when_they_are_overdue() -> None:
    decisions = {
        "late": {"text": "Một", "review": "r", "owner": "a", "due": dt.date(2024, 11, 10)},
        "open": {"text": "Hai", "review": "r", "status": "in_progress"},
        "ahead": {"text": "Ba", "review": "r", "due": dt.date(2025, 1, 1), "owner": "b"},
        "done": {"text": "Bốn", "review": "r", "status": "done"},
        "now": {"text": "Năm", "review": "now"},
        "next": {"text": "Sáu", "review": "next"},
    }
    reviews = {"r": MEETING, "now": {"date": DAY}, "next": {"date": dt.date(2025, 1, 1), "closed_on": dt.date(2025, 1, 1)}}
    items = by_subject(made(decisions=decisions, reviews=reviews))
    assert list(items) == ["decisions.late", "decisions.ahead", "decisions.open"]
    assert items["decisions.late"].body == "b" and items["decisions.open"].body is None
    assert said(items["decisions.late"]) == "decision overdue, days overdue: 10 (last day 10 Nov 2024)"
    assert said(items["decisions.ahead"]) == "decision still open, last day 1 Jan 2025"


def test_a_decision_and_the_task_it_became_are_one_matter() -> None:
    late = dated(dt.date(2024, 11, 1), leads=["b"])
    decisions = {
        "became": {"text": "Một", "review": "r", "owner": "c", "subject": "indicators.i", "task": "t", "due": dt.date(2024, 11, 1)},
        "logged": {"text": "Hai", "review": "r", "owner": "c", "subject": "tasks.u", "task": "u"},
    }
    items = by_subject(made(tasks={"t": late, "u": late}, decisions=decisions, reviews={"r": MEETING}))
    assert items.keys() == {"decisions.became", "decisions.logged", "tasks.u"}
    assert items["decisions.became"].kinds == (ItemKind.TASK_LATE, ItemKind.DECISION_OVERDUE)
    finished = {**late, "status": "done", "done_on": dt.date(2024, 11, 1)}
    items = by_subject(made(tasks={"t": finished, "u": finished}, decisions=decisions, reviews={"r": MEETING}))
    assert items.keys() == {"decisions.logged"}, "the one that became a task is done with it"


def test_what_was_put_off_returns() -> None:
    review = {**MEETING, "items": [{"subject": "tasks.t", "outcome": "parked"}, {"subject": "tasks.gone", "outcome": "parked"}]}
    (item,) = made(tasks={"t": task()}, reviews={"r": review}).items
    assert (item.subject, said(item)) == ("tasks.t", "deferred at the meeting of 15 Jun 2024")


def test_what_was_not_considered_or_asked_for_returns_and_what_was_only_noted_does_not() -> None:
    due = dt.date(2024, 10, 1)
    outcomes: dict[str, dict[str, Any]] = {
        "seen": {"seconds": 90},
        "noted": {"outcome": "noted"},
        "told": {"note": "Đã nghe"},
        "faster": {"outcome": "accelerate", "owner": "b", "due": due},
        "again": {"outcome": "report_back"},
        "decided": {"outcome": "accelerate", "decision": "d"},
    }
    items = [{"subject": f"tasks.{id}", **made_of} for id, made_of in outcomes.items()]
    decisions = {"d": {"text": "Làm", "status": "done"}}
    tables = {"tasks": {id: task() for id in outcomes}, "decisions": decisions, "reviews": {"r": {**MEETING, "items": items}}}
    found = by_subject(made(**tables))
    assert {subject: said(item) for subject, item in found.items()} == {
        "tasks.faster": "to be accelerated (meeting of 15 Jun 2024), last day 1 Oct 2024",
        "tasks.again": "to report back (meeting of 15 Jun 2024)",
        "tasks.seen": "not considered at the meeting of 15 Jun 2024",
    }
    assert found["tasks.faster"].due == due
    assert made(**{**tables, "reviews": {"r": {**MEETING, "items": []}}}).items == ()


def frozen(**verdicts_then: str) -> dict[str, Any]:
    return {**MEETING, "frozen": [{"subject": s.replace("_", ".", 1), "verdict": v} for s, v in verdicts_then.items()]}


def test_verdicts_that_changed_since_the_last_closed_meeting_both_ways() -> None:
    indicators = {
        "up": indicator("end_level", target=90, values={2020: 50, 2023: 95}, year=2025),
        "down": indicator("end_level", target=90, values={2020: 50, 2023: 60}, year=2023),
        "same": indicator("end_level", target=90, values={2020: 50, 2023: 95}, year=2025),
        "known": indicator("end_level", target=90, values={2020: 50, 2023: 95}, year=2025),
    }
    tasks = {
        "done": dated(dt.date(2024, 7, 1), status="done", done_on=dt.date(2024, 7, 1)),
        "early": dated(dt.date(2024, 7, 1), status="done", done_on=dt.date(2024, 7, 1)),
        "reopened": dated(dt.date(2025, 7, 1)),
        "nearer": dated(DAY),
    }
    now = verdicts(frames_of(indicators=indicators, tasks=tasks, sections=SECTIONS), DAY)
    state = dict(now.select("id", "verdict").iter_rows())
    review = frozen(
        indicators_up="at_risk", indicators_down="on_course", indicators_same=state["same"], indicators_known="no_data",
        indicators_gone="met",
        tasks_done="near", tasks_early="open_in_time", tasks_reopened="done", tasks_nearer="open_in_time",
    )  # fmt: skip
    items = by_subject(made(indicators=indicators, tasks=tasks, reviews={"r": review}))
    assert {subject: item.kinds for subject, item in items.items()} == {
        "indicators.down": (ItemKind.NOT_MET, ItemKind.WORSE),
        "indicators.up": (ItemKind.BETTER,),
        "indicators.known": (ItemKind.CHANGED,),
        "tasks.done": (ItemKind.BETTER,),
        "tasks.reopened": (ItemKind.WORSE,),
        "tasks.nearer": (ItemKind.TASK_NEAR,),
    }
    assert said(items["indicators.up"]) == f"since the meeting of 15 Jun 2024: at risk → {EN(Verdict(state['up']).label)}"


def test_it_is_compared_with_the_last_meeting_closed_by_the_day() -> None:
    reviews = {
        "first": {"date": dt.date(2024, 1, 1), "closed_on": dt.date(2024, 1, 1)},
        "last": MEETING,
        "open": {"date": dt.date(2024, 9, 1)},
        "later": {"date": dt.date(2025, 1, 1), "closed_on": dt.date(2025, 1, 1)},
    }
    plan = frames_of(reviews=reviews).plan
    assert last_closed(plan, DAY) == "last"
    assert last_closed(plan, dt.date(2024, 6, 14)) == "first"
    assert last_closed(plan, dt.date(2023, 6, 14)) is None


def test_what_is_frozen_is_what_the_tables_show_and_comes_back_unchanged(shipped: Frames) -> None:
    entries = frozen_of(shipped, DAY)
    then = {entry["subject"]: entry for entry in entries}
    needed = dict(needs(shipped, DAY).iter_rows())
    for row in verdicts(shipped, DAY).iter_rows(named=True):
        entry = then[f"indicators.{row['id']}"]
        assert entry["verdict"] == standing_of(row)
        assert entry.get("required") == needed[row["id"]]
    assert then["indicators.grdp_growth"]["value"] == pytest.approx(6.8792, abs=0.001)
    states = task_states(shipped, DAY)
    assert sum(subject.startswith("tasks.") for subject in then) == states["due"].drop_nulls().len()
    assert sum(subject.startswith("enterprises.") for subject in then) == 8
    assert {entry["verdict"] for entry in entries} <= {choice.value for choice in FROZEN_STATES}
    assert not any(drift.changed for drift in changes_since(shipped, entries, DAY))
    assert all(drift.value_then == drift.value_now for drift in changes_since(shipped, entries, DAY))
    moved = [drift for drift in changes_since(shipped, entries, dt.date(2026, 11, 22)) if drift.changed]
    assert {drift.id: drift.better for drift in moved if drift.table == "tasks"} == {"III-3-a-2": False, "III-3-a-3": False}


def test_every_state_can_be_frozen() -> None:
    assert {c.value for c in FROZEN_STATES} == {*STANDINGS, *map(str, TaskState), *map(str, EnterpriseVerdict)}
    assert {(c.value, c.label) for c in FROZEN_REASONS} == {(reason.value, reason.label) for reason in Reason}


# -- laws ----------------------------------------------------------------------------------------------------------

_DAYS = st.dates(dt.date(2024, 10, 1), dt.date(2025, 1, 31))
_BODIES = st.lists(st.sampled_from([*AGENCIES, "no-such"]), max_size=2, unique=True)
_SUBJECTS = st.sampled_from(
    ["tasks.t0", "tasks.t1", "indicators.i0", "decisions.d0", "agencies.b", "enterprises.e0", "tasks.gone", "nonsense"]
)


def _several(stem: str, one: st.SearchStrategy[dict[str, Any]], most: int = 3) -> st.SearchStrategy[dict[str, Any]]:
    return st.lists(one, max_size=most).map(lambda records: {f"{stem}{n}": record for n, record in enumerate(records)})


def _optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def plans(draw: st.DrawFn) -> Frames:
    statuses = st.sampled_from(["unreported", "in_progress", "done", "blocked"])
    one_task = st.tuples(_optional(due=_DAYS, status=statuses, done_on=_DAYS, mode=st.sampled_from(["standing", "dated"])), _BODIES)
    tasks = _several("t", one_task.map(lambda t: {**task(), **t[0], "leads": t[1]}), 4)
    levels = st.dictionaries(st.integers(2020, 2025), st.sampled_from([10.0, 50.0, 95.0]), max_size=4)
    one_indicator = st.tuples(levels, _optional(agency=st.sampled_from([*AGENCIES, "no-such"])), st.sampled_from([2023, 2025]))
    indicators = _several("i", one_indicator.map(lambda i: {**indicator("end_level", target=90, values=i[0], year=i[2]), **i[1]}))
    windows = st.fixed_dictionaries({"start": st.just(dt.date(2021, 1, 1)), "end": _DAYS})
    one_enterprise = _optional(window=windows, stage=st.sampled_from(["done", "valuation"]))
    enterprises = _several("e", one_enterprise.map(lambda e: {"name": "E", "arrangement": "divest", **e}))
    handed = st.lists(st.builds(lambda a, d: {"year": 2024, "agency": a, "on": d}, st.sampled_from(list(AGENCIES)), _DAYS), max_size=2)
    bodies = st.lists(st.sampled_from([*AGENCIES, "no-such"]), min_size=1, max_size=3, unique=True)
    duties = _several("r", st.builds(lambda w, h: {"who": w, "what": "Báo cáo", "before": "11-20", "handed_in": h}, bodies, handed), 2)
    item = st.builds(lambda s, o: {"subject": s, "outcome": o}, _SUBJECTS, st.sampled_from(["parked", "noted"]))
    then = st.builds(lambda s, v: {"subject": s, "verdict": v}, _SUBJECTS, st.sampled_from([c.value for c in FROZEN_STATES]))
    closed = _optional(closed_on=_DAYS, items=st.lists(item, max_size=3), frozen=st.lists(then, max_size=4))
    reviews = _several("m", st.builds(lambda d, more: {"date": d, **more}, _DAYS, closed), 2)
    decided = _optional(
        subject=_SUBJECTS, due=_DAYS, status=statuses, review=st.sampled_from(["m0", "m1"]), task=st.sampled_from(["t0", "t1", "no-such"])
    )
    decisions = _several("d", decided.map(lambda d: {"text": "Làm", **d}))
    tables = {
        "tasks": tasks,
        "indicators": indicators,
        "enterprises": enterprises,
        "duties": duties,
        "reviews": reviews,
        "decisions": decisions,
    }
    return frames_of(sections=SECTIONS, agencies=AGENCIES, **{name: draw(table) for name, table in tables.items()})


def _leaves(frames: Frames) -> Iterator[str]:
    for table, records in frames.plan.tables.items():
        yield from (f"{table}.{id}" if id else table for id in records)


@law(4, 250)
@given(plans(), _DAYS)
def test_nothing_comes_twice_and_every_count_is_that_of_the_tables(frames: Frames, day: dt.date) -> None:
    found = agenda(frames, frames.plan, day)
    subjects = [item.subject for item in found.items]
    assert len(subjects) == len(set(subjects))
    assert set(subjects) <= {*_leaves(frames), "plan"}
    counts = headline(verdicts(frames, day))
    assert found.count(ItemKind.NOT_MET) == counts[Verdict.NOT_MET]
    assert found.count(ItemKind.AT_RISK) == counts[Verdict.AT_RISK]
    states = state_counts(task_states(frames, day))
    assert found.count(ItemKind.TASK_LATE) == states[TaskState.LATE]
    assert found.count(ItemKind.TASK_NEAR) == states[TaskState.NEAR]
    assert found.count(ItemKind.ENTERPRISE_LATE) == enterprise_verdicts(frames, day).filter(verdict="late").height
    assert (found.frame.height, found.frame.schema) == (len(subjects), SCHEMA)
    assert [group.body for group in found.groups] == list(dict.fromkeys(group.body for group in found.groups))
    for group in found.groups:
        assert group.items and (group.body is None or group.body in frames.plan.tables["agencies"])
        assert [item.gravity for item in group.items] == sorted(item.gravity for item in group.items)
    for item in found.items:
        assert [kind.gravity for kind in item.kinds] == sorted(kind.gravity for kind in item.kinds)
        assert why_of(item, EN)
        # a decision drafted from an item starts with the body it stands under
        if item.body is not None and item.table != "enterprises":
            assert draft_for(frames.plan, item.subject, day).owner == item.body


# -- the command ---------------------------------------------------------------------------------------------------


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["agenda", *arguments]) == 0
    out, err = capsys.readouterr()
    assert not err
    return out


def test_the_text_has_every_item_once_under_its_body(capsys: pytest.CaptureFixture[str], shipped: Frames) -> None:
    out = printed(capsys, str(SHIPPED), "--as-of", "2024-11-20", "--lang", "en")
    found = agenda(shipped, shipped.plan, DAY)
    numbered = [line for line in out.splitlines() if line.startswith("  ")]
    assert [line.split(".")[0].strip() for line in numbered] == [str(n + 1) for n in range(len(found.items))]
    for line, item in zip(numbered, found.items, strict=True):
        assert said(item) in line
    assert out.count("Nobody clearly answers for it: 4") == 1


def test_the_words_are_vietnamese_unless_asked(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    assert "quá hạn 325 ngày" in printed(capsys, str(SHIPPED), "--as-of", "20/11/2024")


def test_the_json_is_the_same_in_both_languages_but_for_its_words(capsys: pytest.CaptureFixture[str]) -> None:
    def without_words(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_words(v) for k, v in value.items() if k != "words"}
        return [without_words(v) for v in value] if isinstance(value, list) else value

    vi, en = (json.loads(printed(capsys, str(SHIPPED), "--as-of", "2024-11-20", "--json", "--lang", lang)) for lang in ("vi", "en"))
    assert without_words(vi) == without_words(en)
    assert vi["count"] == sum(len(group["items"]) for group in vi["groups"])
    assert all(subject_of(item["subject"]) == (item["table"], item["id"]) for group in vi["groups"] for item in group["items"])


def test_an_empty_agenda_is_exit_0_and_what_cannot_be_read_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text('format = 2\n[plan]\ntitle = "x"\nterm = { start = 2021-01-01, end = 2025-12-31 }\n')
    assert main(["agenda", str(plan), "--lang", "en"]) == 0
    out, err = capsys.readouterr()
    assert "nothing for the agenda" in out and "none of these yet: goals, indicators, tasks, agencies" in err
    assert main(["agenda", str(tmp_path / "no-such.toml"), "--lang", "en"]) == 2
    assert capsys.readouterr().err


def test_nothing_of_a_plan_reaches_the_terminal_raw() -> None:
    frames = frames_of(sections=SECTIONS, agencies=AGENCIES)
    late = {**dated(dt.date(2024, 11, 1)), "summary": "Việc\u202e\x1b[31m\nhai"}
    perform(AddRecord("tasks", "t", late), frames.plan)  # no file may hold it, so it is a fault on the agenda too
    found = agenda(frames, frames.plan, DAY)
    assert [item.kinds for item in found.items] == [(ItemKind.TASK_LATE, ItemKind.CHECK_FAILED)]
    for form in (as_text, as_json):
        shown = form(found, frames.plan, Words("vi"))
        assert "Việc" in shown
        assert all(c == "\n" or c.isprintable() for c in shown), form
