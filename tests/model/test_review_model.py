"""A review meeting as edits: opened, run item by item, decided, closed, undone as one step, and met again in the next agenda."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest

from tests.support.frame_plans import frames_of, indicator
from tests.support.lengths import in_proofs
from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.frames.insight.meeting_snapshot import changes_since, frozen_of
from tui.frames.methods.tasks import TaskState, task_states
from tui.model.checks import read_plan
from tui.model.closing import NOTICE_KIND, close_review
from tui.model.edits import AddRecord, Edit, SetField
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.review import (
    Draft,
    ReviewRefused,
    add_item,
    add_seconds,
    assign,
    decide,
    decisions_of,
    draft_for,
    drop_item,
    item_of,
    looks_from,
    move_item,
    open_review,
    park_item,
    set_item,
)
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2024, 11, 20)
LATE = dt.date(2024, 11, 1)
AHEAD = dt.date(2024, 12, 31)


def workspace_of(**tables: Any) -> Workspace:
    agencies = {
        "u": {"name": "Ủy ban nhân dân tỉnh", "short": "UBND", "kind": "executive"},
        "a": {"name": "Sở A", "kind": "department", "until": dt.date(2024, 2, 28), "successors": ["b"]},
        "b": {"name": "Sở B", "kind": "department"},
        "c": {"name": "Sở C", "kind": "department"},
        "w": {"name": "Sở W", "kind": "department", "until": dt.date(2024, 2, 28), "successors": ["b", "c"]},
    }
    sections = {"s1": {"number": "I", "title": "Một", "order": 1}, "s2": {"number": "II", "title": "Hai", "order": 2}}
    tasks = {
        "s1-1": {"section": "s1", "order": 4, "summary": "Trễ", "leads": ["a"], "mode": "dated", "due": LATE, "status": "in_progress"},
        "s1-2": {"section": "s1", "order": 5, "summary": "Lặng", "leads": ["b"], "mode": "standing", "status": "unreported"},
    }
    indicators = {
        "i": indicator("end_level", target=90, values={2020: 50, 2023: 60}, year=2023, agency="a"),
        "j": indicator("end_level", target=90, values={2020: 50, 2023: 60}, year=2023),
    }
    tasks["s1-2"]["indicators"] = ["i"]
    header = {"title": "Kế hoạch", "issuer": "u", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}}
    known = {"plan": header, "agencies": agencies, "sections": sections, "tasks": tasks, "indicators": indicators}
    return Workspace(frames_of(**{**known, **tables}).plan)


def make(work: Workspace, edits: Sequence[Edit]) -> None:
    work.apply(edits, say("step"))


def opened(*subjects: str, **tables: Any) -> tuple[Workspace, str]:
    """A workspace with a meeting of the day that has these items."""
    work = workspace_of(**tables)
    edits = open_review(work.plan, DAY, "Chủ tịch", "Thư ký", "Phòng họp", items=[(s, "") for s in subjects])
    make(work, edits)
    return work, edits[0].id


def items(work: Workspace, review: str) -> list[str]:
    return [item["subject"] for item in work.plan.tables["reviews"][review].get("items", ())]


def sound(plan: Plan) -> None:
    """The plan a file with these records would hold has no problem of any kind."""
    doc = {"format": 1, **{name: records[""] if TABLES[name].single else records for name, records in plan.tables.items() if records}}
    assert [str(p.what) for p in read_plan(doc)[1]] == []


# -- opening and the list ------------------------------------------------------------------------------------------


def test_a_meeting_is_opened_with_its_items_and_what_is_not_known_is_left_out() -> None:
    work = workspace_of()
    (edit,) = open_review(work.plan, DAY, "Chủ tịch", as_of=AHEAD, items=[("tasks.s1-1", "trễ 19 ngày"), ("indicators.i", "")])
    assert isinstance(edit, AddRecord)
    make(work, [edit])
    review = work.plan.tables["reviews"]["r-2024-11-20"]
    assert review == {
        "date": DAY,
        "chair": "Chủ tịch",
        "as_of": AHEAD,
        "items": [{"subject": "tasks.s1-1", "why": "trễ 19 ngày"}, {"subject": "indicators.i"}],
    }
    assert looks_from(review) == AHEAD
    assert open_review(work.plan, DAY)[0].id == "r-2024-11-20-2"
    assert looks_from(open_review(work.plan, DAY, as_of=DAY)[0].values) == DAY  # type: ignore[union-attr]
    sound(work.plan)


def test_items_are_added_dropped_and_moved() -> None:
    work, review = opened("tasks.s1-1", "tasks.s1-2", "indicators.i")
    make(work, add_item(work.plan, review, "indicators.j", "chủ tọa nêu", place=0))
    make(work, move_item(work.plan, review, "tasks.s1-1", 99))
    make(work, drop_item(work.plan, review, "tasks.s1-2"))
    assert items(work, review) == ["indicators.j", "indicators.i", "tasks.s1-1"]
    assert item_of(work.plan, review, "indicators.j")["why"] == "chủ tọa nêu"
    assert move_item(work.plan, review, "indicators.j", 0) == [], "nothing to undo where nothing moves"
    for _ in range(3):
        work.undo()
    assert items(work, review) == ["tasks.s1-1", "tasks.s1-2", "indicators.i"]
    for edits in (
        lambda: add_item(work.plan, review, "indicators.i"),
        lambda: add_item(work.plan, review, "tasks.gone"),
        lambda: add_item(work.plan, review, "nonsense"),
        lambda: drop_item(work.plan, review, "indicators.j"),
        lambda: drop_item(work.plan, "no-such", "indicators.i"),
    ):
        with pytest.raises(ReviewRefused) as refused:
            edits()
        assert str(refused.value.sentence)


def test_outcome_note_and_time_of_an_item() -> None:
    work, review = opened("tasks.s1-1")
    make(work, set_item(work.plan, review, "tasks.s1-1", outcome="accelerate", note="Báo cáo lại"))
    make(work, add_seconds(work.plan, review, "tasks.s1-1", 90))
    make(work, add_seconds(work.plan, review, "tasks.s1-1", 30))
    assert item_of(work.plan, review, "tasks.s1-1") == {
        "subject": "tasks.s1-1",
        "outcome": "accelerate",
        "note": "Báo cáo lại",
        "seconds": 120,
    }
    make(work, set_item(work.plan, review, "tasks.s1-1", note=""))
    make(work, park_item(work.plan, review, "tasks.s1-1"))
    assert item_of(work.plan, review, "tasks.s1-1") == {"subject": "tasks.s1-1", "outcome": "parked", "seconds": 120}
    sound(work.plan)


# -- deciding ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subject", "draft"),
    [
        ("tasks.t", Draft(owner="b", partners=("c",), due=AHEAD, product="Đề án")),
        ("tasks.s1-1", Draft(owner="b")),  # its due day has passed: no day is made up
        ("tasks.split", Draft(partners=("b", "c"))),  # two successors: somebody has to choose
        ("indicators.i", Draft(owner="b")),
        ("indicators.j", Draft()),
        ("agencies.c", Draft(owner="c")),
        ("decisions.d", Draft(owner="b", partners=("c",), due=AHEAD, product="Báo cáo")),
        ("tasks.gone", Draft()),
    ],
)
def test_a_decision_starts_from_what_the_item_says_and_nothing_else(subject: str, draft: Draft) -> None:
    base = workspace_of().plan.tables["tasks"]
    tasks = {
        **base,
        "t": {**base["s1-1"], "partners": ["c", "b"], "due": AHEAD, "deliverable": "Đề án"},
        "split": {**base["s1-1"], "leads": ["w"]},
    }
    decisions = {"d": {"text": "Làm", "owner": "a", "partners": ["c"], "due": AHEAD, "product": "Báo cáo"}}
    assert draft_for(workspace_of(tasks=tasks, decisions=decisions).plan, subject, DAY) == draft


def test_a_decision_is_recorded_changed_and_given_to_another_body() -> None:
    work, review = opened("tasks.s1-1", "indicators.i")
    make(
        work, decide(work.plan, review, "tasks.s1-1", text=" Xong trước Tết ", owner="b", partners=["c", "b"], due=AHEAD, product="Báo cáo")
    )
    (id,) = decisions_of(work.plan, review)
    assert work.plan.tables["decisions"][id] == {
        "text": "Xong trước Tết",
        "owner": "b",
        "partners": ["c"],
        "due": AHEAD,
        "status": "unreported",
        "review": review,
        "subject": "tasks.s1-1",
        "product": "Báo cáo",
    }
    assert item_of(work.plan, review, "tasks.s1-1") == {"subject": "tasks.s1-1", "outcome": "decided", "decision": id}
    make(work, decide(work.plan, review, "tasks.s1-1", text="Xong trong tháng 12", owner="b"))
    assert decisions_of(work.plan, review) == [id], "the second time it is the same decision, changed"
    changed = work.plan.tables["decisions"][id]
    assert (changed["text"], changed.get("partners"), changed.get("due")) == ("Xong trong tháng 12", None, None)
    make(work, assign(work.plan, id, "c", ["b", "c"]))
    assert (changed := work.plan.tables["decisions"][id])["owner"] == "c" and changed["partners"] == ["b"]
    make(work, assign(work.plan, id, "b"))
    assert "partners" not in work.plan.tables["decisions"][id], "who owns it takes no part beside that"
    make(work, decide(work.plan, review, "indicators.i", text="Hai"))
    assert len(set(decisions_of(work.plan, review))) == 2
    sound(work.plan)
    with pytest.raises(ReviewRefused):
        drop_item(work.plan, review, "tasks.s1-1")
    with pytest.raises(ReviewRefused):
        decide(work.plan, review, "tasks.s1-1", text="  ")


# -- closing -------------------------------------------------------------------------------------------------------


def closed(work: Workspace, review: str, number: str = "") -> list[Any]:
    frozen = frozen_of(Frames(work.plan), DAY)
    make(work, close_review(work.plan, review, DAY, frozen, "sha256:abc", number))
    return frozen


def test_a_decision_on_a_task_becomes_an_entry_in_its_log_with_the_notice_as_legal_basis() -> None:
    work, review = opened("tasks.s1-1", "tasks.s1-2")
    make(work, decide(work.plan, review, "tasks.s1-1", text="Xong\ntrước Tết", owner="b", due=AHEAD))
    before = work.plan.tables["tasks"]["s1-1"]
    closed(work, review, "12/TB-UBND")
    notice = work.plan.tables["documents"]["12-TB-UBND"]
    assert (notice["number"], notice["kind"], notice["issuer"], notice["date"]) == ("12/TB-UBND", NOTICE_KIND, "Ủy ban nhân dân tỉnh", DAY)
    task = work.plan.tables["tasks"]["s1-1"]
    assert task["log"] == [{"on": DAY, "by": "u", "text": "Xong trước Tết", "basis": "12-TB-UBND"}]
    assert task["documents"] == ["12-TB-UBND"]
    assert {key: task[key] for key in before} == dict(before), "due day and status are the task's own"
    (id,) = decisions_of(work.plan, review)
    assert work.plan.tables["decisions"][id]["task"] == "s1-1"
    sound(work.plan)


def test_what_a_meeting_decided_is_no_report_of_the_body() -> None:
    work, review = opened("tasks.s1-2")
    make(work, decide(work.plan, review, "tasks.s1-2", text="Báo cáo ngay"))
    closed(work, review)
    state = dict(task_states(Frames(work.plan), DAY).select("id", "state").iter_rows())
    assert state["s1-2"] == TaskState.NOT_REPORTED


def test_a_decision_on_an_indicator_becomes_a_task_of_the_one_section_that_serves_it() -> None:
    work, review = opened("indicators.i")
    text = "Rà soát " + "từng dự án " * 24
    make(work, decide(work.plan, review, "indicators.i", text=text, owner="b", partners=["c"], due=AHEAD, product="Báo cáo"))
    closed(work, review)
    (id,) = decisions_of(work.plan, review)
    made = work.plan.tables["tasks"][work.plan.tables["decisions"][id]["task"]]
    assert made["summary"].endswith("…") and len(made["summary"]) <= 200 and made["text"] == text.strip()
    assert {key: made[key] for key in ("section", "order", "leads", "partners", "indicators", "mode", "due", "deliverable", "status")} == {
        "section": "s1",
        "order": 6,
        "leads": ["b"],
        "partners": ["c"],
        "indicators": ["i"],
        "mode": "dated",
        "due": AHEAD,
        "deliverable": "Báo cáo",
        "status": "unreported",
    }
    (document,) = work.plan.tables["documents"]
    assert made["documents"] == [document] == ["tb-2024-11-20"]
    assert "number" not in work.plan.tables["documents"][document], "a number nobody knows is not invented"
    sound(work.plan)


def test_where_no_section_is_clear_the_decision_stays_a_decision() -> None:
    two = workspace_of().plan.tables["tasks"]
    both = {**two, "s2-1": {"section": "s2", "order": 1, "summary": "Khác", "indicators": ["i"]}}
    work, review = opened("indicators.i", "indicators.j", "agencies.b", tasks=both)
    for subject in items(work, review):
        make(work, decide(work.plan, review, subject, text=f"Về {subject}"))
    closed(work, review)
    assert work.plan.tables["tasks"].keys() == both.keys()
    assert all("task" not in work.plan.tables["decisions"][id] for id in decisions_of(work.plan, review))
    assert {f"decisions.{id}" for id in decisions_of(work.plan, review)} <= {
        i.subject for i in agenda(Frames(work.plan), work.plan, DAY).items
    }


def test_two_decisions_about_one_task_are_two_entries_and_an_earlier_decision_leads_to_its_task() -> None:
    earlier = {"d": {"text": "Trước", "review": "r0", "task": "s1-1", "subject": "tasks.s1-1"}}
    reviews = {"r0": {"date": dt.date(2024, 6, 1), "closed_on": dt.date(2024, 6, 1)}}
    work, review = opened("tasks.s1-1", "decisions.d", decisions=earlier, reviews=reviews)
    make(work, decide(work.plan, review, "tasks.s1-1", text="Một"))
    make(work, decide(work.plan, review, "decisions.d", text="Hai"))
    closed(work, review)
    task = work.plan.tables["tasks"]["s1-1"]
    assert [entry["text"] for entry in task["log"]] == ["Một", "Hai"]
    assert task["documents"] == ["tb-2024-11-20"]
    sound(work.plan)


def test_a_resolved_earlier_decision_is_done_and_does_not_return() -> None:
    earlier = {"d": {"text": "Trước", "review": "r0"}, "e": {"text": "Khác", "review": "r0"}}
    reviews = {"r0": {"date": dt.date(2024, 6, 1), "closed_on": dt.date(2024, 6, 1)}}
    work, review = opened("decisions.d", "decisions.e", decisions=earlier, reviews=reviews)
    make(work, set_item(work.plan, review, "decisions.d", outcome="resolved"))
    make(work, set_item(work.plan, review, "decisions.e", outcome="noted"))
    closed(work, review)
    assert work.plan.tables["decisions"]["d"]["status"] == "done"
    subjects = {i.subject for i in agenda(Frames(work.plan), work.plan, DAY).items}
    assert "decisions.e" in subjects and "decisions.d" not in subjects
    assert not work.plan.tables["documents"], "without a decision or a number there is no notice"


def test_closing_is_one_step_back_and_a_closed_meeting_is_not_changed_any_more() -> None:
    work, review = opened("tasks.s1-1", "indicators.i")
    make(work, decide(work.plan, review, "tasks.s1-1", text="Một", owner="b"))
    make(work, decide(work.plan, review, "indicators.i", text="Hai", owner="b"))
    before = {name: dict(records) for name, records in work.plan.tables.items()}
    frozen = closed(work, review, "12/TB-UBND")
    values = work.plan.tables["reviews"][review]
    assert {key: values[key] for key in ("as_of", "number", "closed_on", "snapshot", "frozen")} == {
        "as_of": DAY,
        "number": "12/TB-UBND",
        "closed_on": DAY,
        "snapshot": "sha256:abc",
        "frozen": frozen,
    }
    after = {name: dict(records) for name, records in work.plan.tables.items()}
    for refused in (
        lambda: set_item(work.plan, review, "tasks.s1-1", outcome="noted"),
        lambda: add_item(work.plan, review, "tasks.s1-2"),
        lambda: decide(work.plan, review, "tasks.s1-1", text="Ba"),
        lambda: close_review(work.plan, review, DAY, frozen, ""),
    ):
        with pytest.raises(ReviewRefused):
            refused()
    work.undo()
    assert {name: dict(records) for name, records in work.plan.tables.items()} == before
    work.redo()
    assert {name: dict(records) for name, records in work.plan.tables.items()} == after


def test_a_closed_meeting_keeps_the_numbers_of_its_day() -> None:
    work, review = opened("indicators.i")
    frozen = closed(work, review)
    value = {"year": 2023, "value": 95.0, "vintage": "official"}
    old = work.plan.tables["indicators"]["i"]["values"]
    make(work, [SetField("indicators", "i", "values", [old[0], value], old)])
    kept = work.plan.tables["reviews"][review]["frozen"]
    assert kept == frozen
    (moved,) = [drift for drift in changes_since(Frames(work.plan), kept, DAY) if drift.changed]
    assert (moved.id, moved.then, moved.value_then, moved.now, moved.value_now, moved.better) == ("i", "not_met", 60, "exceeded", 95, True)


@in_proofs
def test_a_whole_meeting_over_the_shipped_plan_leaves_a_sound_plan() -> None:
    work = Workspace(load(SHIPPED).plan)
    found = agenda(Frames(work.plan), work.plan, DAY)
    edits = open_review(work.plan, DAY, items=[(item.subject, "") for item in found.items[:10]])
    review = edits[0].id
    make(work, edits)
    chosen = [item for item in found.items[:10]][:3]
    for item in chosen:
        draft = draft_for(work.plan, item.subject, DAY)
        make(work, decide(work.plan, review, item.subject, text="Gửi báo cáo", owner=draft.owner, partners=draft.partners))
    closed(work, review)
    sound(work.plan)
    after = agenda(Frames(work.plan), work.plan, DAY)
    returned = {item.subject for item in after.items if item.table == "decisions"}
    assert returned == {f"decisions.{id}" for id in decisions_of(work.plan, review)} and len(returned) == 3
    assert after.since == review
    assert {i.subject for i in after.items} - returned == {i.subject for i in found.items}


# -- what the checks say -------------------------------------------------------------------------------------------


def test_a_subject_that_names_nothing_is_a_warning() -> None:
    reviews = {
        "r": {
            "date": DAY,
            "items": [
                {"subject": "tasks.gone"},
                {"subject": "s1-1"},
                {"subject": "tasks.s1-1"},
                {"subject": "tasks.s1-1"},
                {"subject": "plan"},
            ],
            "frozen": [{"subject": "indicators.gone", "verdict": "met"}],
        }
    }
    plan = workspace_of(reviews=reviews, decisions={"d": {"text": "x", "subject": "tasks.none"}}).plan
    doc = {"format": 1, **{name: records[""] if TABLES[name].single else records for name, records in plan.tables.items() if records}}
    found = {(p.table, p.field): (str(p.what), p.warning) for p in read_plan(doc)[1]}
    assert found == {
        ("reviews", "items.1.subject"): ("there is no tasks.gone", True),
        ("reviews", "items.2.subject"): ("“s1-1” is not a record as table.id, e.g. tasks.III-1", True),
        ("reviews", "items.4.subject"): ("tasks.s1-1 stands twice", True),
        ("reviews", "frozen.1.subject"): ("there is no indicators.gone", True),
        ("decisions", "subject"): ("there is no tasks.none", True),
    }
