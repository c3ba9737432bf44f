"""Changing an agreed target: reason and legal basis are asked, what was in force before stays, and a look back sees it."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import frames_of, indicator
from tests.support.lengths import in_proofs
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.frames.insight.why import explain_indicator
from tui.frames.methods.series import targets
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdicts import verdicts
from tui.frames.tables.charts.indicator_series import indicator_series
from tui.frames.tables.targets import targets_view
from tui.i18n.words import Words
from tui.model.checks import read_plan, record_problems
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.revisions import asking, original_target, target_on, with_revisions
from tui.model.text import Sentence
from tui.model.workspace import Workspace
from tui.reports.labels import target_words
from tui.screens.dialogs.form import Form
from tui.screens.table.cell_field import CellField
from tui.screens.table.reason_form import Reasons
from tui.widgets.record_panel import RecordPanel

scene = Scenes()

CHANGED_ON = dt.date(2025, 3, 12)
ANSWER = {"on": CHANGED_ON, "reason": "Điều chỉnh theo tình hình", "by": "an"}


def workspace_of(**more: Any) -> Workspace:
    record = indicator("term_growth", ">=", 8, {2021: 6.5, 2022: 8.6}, **more)
    plan, problems = read_plan(
        {
            "format": 1,
            "plan": {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
            "goals": {"g": {"number": 1, "title": "Nhóm"}},
            "indicators": {"i": record, "moi": indicator("floor", None)},
        }
    )
    assert not [p for p in problems if not p.warning]
    return Workspace(plan)


def change(workspace: Workspace, id: str = "i", answer: dict[str, Any] = ANSWER, **fields: Any) -> bool:
    """Make the edits as the screens do; whether a reason was asked."""
    edits = [workspace.set_field("indicators", id, key, value) for key, value in fields.items()]
    asked = bool(asking(edits, workspace.plan, workspace.saved_values))
    workspace.apply(with_revisions(edits, workspace.plan, workspace.saved_values, answer), Sentence("x"))
    return asked


def record(workspace: Workspace, id: str = "i") -> dict[str, Any]:
    return dict(workspace.plan.tables["indicators"][id])


# -- what is kept ---------------------------------------------------------------------------------------------------


def test_what_was_in_force_before_is_kept_with_the_answer() -> None:
    workspace = workspace_of(year=2025)
    assert change(workspace, target=9, op=">")
    assert record(workspace)["revisions"] == [
        {"on": CHANGED_ON, "target": 8, "op": ">=", "year": 2025, "reason": "Điều chỉnh theo tình hình", "by": "an"}
    ]
    assert (record(workspace)["target"], record(workspace)["op"]) == (9, ">")
    assert len(workspace.undo_steps) == 1
    workspace.undo()
    assert "revisions" not in record(workspace) and record(workspace)["target"] == 8
    assert workspace.unsaved() == []


def test_a_second_try_before_saving_is_the_same_change_and_the_old_target_drops_it() -> None:
    workspace = workspace_of()
    assert change(workspace, target=9)
    assert change(workspace, answer={**ANSWER, "reason": "Lý do đúng"}, target=9.5)
    assert [(e["target"], e["reason"]) for e in record(workspace)["revisions"]] == [(8, "Lý do đúng")]
    assert not change(workspace, target=8)
    assert "revisions" not in record(workspace)
    assert workspace.unsaved() == []


def test_after_saving_a_change_is_another_one() -> None:
    workspace = workspace_of()
    change(workspace, target=9)
    workspace.mark_saved()
    assert change(workspace, answer={**ANSWER, "on": dt.date(2025, 6, 1)}, target=10)
    assert [(e["on"].month, e["target"]) for e in record(workspace)["revisions"]] == [(3, 8), (6, 9)]
    assert original_target(record(workspace)) == {"target": 8, "op": ">="}


def test_a_step_back_past_a_save_and_forth_by_hand_loses_nothing_the_file_lists() -> None:
    workspace = workspace_of()
    change(workspace, target=9)
    workspace.mark_saved()
    workspace.undo()
    assert not change(workspace, target=9)
    assert [e["target"] for e in record(workspace)["revisions"]] == [8]
    assert workspace.unsaved() == []


@pytest.mark.parametrize(("id", "fields"), [("moi", {"target": 5, "op": ">="}), ("i", {"name": "Tên khác"}), ("i", {"target": 8.0})])
def test_a_first_target_another_field_and_the_same_number_ask_nothing(id: str, fields: dict[str, Any]) -> None:
    workspace = workspace_of()
    assert not change(workspace, id, **fields)
    assert "revisions" not in record(workspace, id)


def test_a_target_taken_away_is_a_change_too() -> None:
    workspace = workspace_of()
    assert change(workspace, target=MISSING, op=MISSING)
    assert record(workspace)["revisions"][0]["target"] == 8
    workspace.mark_saved()
    assert change(workspace, target=7, op=">="), "it had one before: this is not the first"
    assert [e.get("target") for e in record(workspace)["revisions"]] == [8, None]


STEPS = st.lists(st.tuples(st.sampled_from(["set", "save", "undo", "redo"]), st.integers(6, 9)), max_size=12)


@given(STEPS)
def test_between_two_saves_there_is_one_change_at_most_and_it_holds_what_the_file_held(steps: list[tuple[str, int]]) -> None:
    workspace = workspace_of()
    for what, target in steps:
        moved = what == "set" and record(workspace)["target"] != target
        if moved:
            change(workspace, target=target)
        elif what == "save":
            workspace.mark_saved()
        elif what != "set":  # typing what stands there makes no edit
            getattr(workspace, what)()
        saved, now = workspace.saved_values("indicators", "i"), record(workspace)
        assert saved is not None
        if moved:
            filed = list(saved.get("revisions", []))
            fresh = now.get("revisions", [])[len(filed) :]
            assert now.get("revisions", [])[: len(filed)] == filed
            assert [e["target"] for e in fresh] == ([saved["target"]] if now["target"] != saved["target"] else [])


# -- which target counts on a day -----------------------------------------------------------------------------------

TWICE = [
    {"on": dt.date(2023, 1, 1), "target": 7, "op": ">=", "year": 2024, "reason": "a"},
    {"on": dt.date(2025, 3, 12), "target": 8, "op": ">", "year": 2025, "reason": "b"},
]


@pytest.mark.parametrize(
    ("day", "expected"),
    [((2022, 12, 31), (7, ">=", 2024)), ((2023, 1, 1), (8, ">", 2025)), ((2025, 3, 11), (8, ">", 2025)), ((2025, 3, 12), (9, ">=", None))],
)
def test_the_target_of_a_day(day: tuple[int, int, int], expected: tuple[Any, ...]) -> None:
    values = indicator("end_level", ">=", 9, {2021: 5.0}, revisions=TWICE)
    told = target_on(values, dt.date(*day))
    assert (told["target"], told["op"], told.get("year")) == expected
    row = indicators_on(frames_of(indicators={"i": values, "j": indicator("floor", ">=", 1)}), dt.date(*day)).to_dicts()[0]
    assert (row["target"], row["op"], row["year"]) == expected
    assert row["original_target"] == (None if day < (2023, 1, 1) else 7)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ((2022, 12, 31), {"target": 6, "op": ">", "year": 2024}),
        ((2024, 1, 1), {"target": 7, "target_max": 7.5, "op": ">", "year": 2025}),
        ((2025, 3, 12), {"target": 9, "target_max": 10, "op": ">=", "year": 2025}),
    ],
)
def test_a_change_that_does_not_repeat_the_operator_loses_no_target_of_earlier_days(
    day: tuple[int, int, int], expected: dict[str, Any]
) -> None:
    """The list in another order than its days, the oldest with neither operator nor range of its own."""
    changes = [
        {"on": dt.date(2025, 3, 12), "target": 7, "op": ">", "target_max": 7.5, "reason": "b"},
        {"on": dt.date(2023, 1, 1), "target": 6, "target_max": 6, "year": 2024, "reason": "a"},
    ]
    values = indicator("end_level", ">=", 9, {2021: 5.0}, target_max=10, year=2025, revisions=changes)
    assert target_on(values, dt.date(*day)) == expected
    assert original_target(values) == {"target": 7, "target_max": 7.5, "op": ">", "year": 2025}


def test_a_target_that_becomes_a_range_was_none_before() -> None:
    workspace = workspace_of()
    assert change(workspace, target_max=9)
    assert record(workspace)["revisions"][0]["target"] == record(workspace)["revisions"][0]["target_max"] == 8
    assert target_on(record(workspace), CHANGED_ON - dt.timedelta(1)) == {"target": 8, "op": ">="}
    assert target_on(record(workspace), CHANGED_ON) == {"target": 8, "target_max": 9, "op": ">="}


@given(st.lists(st.integers(0, 12), max_size=4), st.integers(0, 13))
def test_record_and_frame_agree_on_the_target_of_a_day(days: list[int], day: int) -> None:
    start = dt.date(2024, 1, 1)
    entries = [{"on": start + dt.timedelta(d), "target": n, "op": ">=", "reason": "x"} for n, d in enumerate(days)]
    values = indicator("floor", ">=", 99, revisions=entries)
    row = indicators_on(frames_of(indicators={"i": values}), start + dt.timedelta(day)).to_dicts()[0]
    assert row["target"] == target_on(values, start + dt.timedelta(day))["target"]


def test_verdict_table_and_chart_look_back_with_the_target_of_then() -> None:
    values = indicator(
        "floor", ">=", 8, {2021: 7.2, 2022: 7.5, 2023: 7.6, 2024: 7.7}, revisions=[{"on": CHANGED_ON, "target": 7, "op": ">="}]
    )
    frames = frames_of(indicators={"i": values})
    before, after = CHANGED_ON - dt.timedelta(1), CHANGED_ON
    assert verdicts(frames, before)["verdict"].to_list() == ["on_course"]
    assert verdicts(frames, after)["verdict"].to_list() == ["at_risk"], "its trend does not reach 8 by 2025"
    assert indicator_series(frames, "i", before).target == 7 and indicator_series(frames, "i", after).target == 8
    shown = targets_view(frames, frames.plan, before, Words("vi"))
    assert shown.frame["target"].to_list() == [7.0] and "original_target" not in [c.key for c in shown.columns]
    shown = targets_view(frames, frames.plan, after, Words("vi"))
    assert shown.frame.select("target", "target_suffix", "original_target", "original_prefix").row(0) == (8.0, Words("vi")("r"), 7.0, "≥ ")
    assert "original_target" in [c.key for c in shown.columns]


def test_why_says_which_target_counts_and_what_the_first_would_have_said() -> None:
    values = indicator(
        "floor", ">=", 8, {2021: 7.2, 2022: 7.5, 2023: 7.6, 2024: 7.7}, revisions=[{"on": CHANGED_ON, "target": 7, "op": ">="}]
    )
    frames = frames_of(indicators={"i": values})
    told = [str(s) for s in explain_indicator(frames, "i", dt.date(2025, 6, 1)).revised]
    assert told == [
        "judged by the target in force since 2025-03-12",
        "by the original target, ≥ 7, the verdict would be: on course",
    ]
    told = [str(s) for s in explain_indicator(frames, "i", dt.date(2025, 1, 1)).revised]
    assert told == ["judged by the target in force before 2025-03-12; another one counts from then"]
    assert targets(frames, dt.date(2025, 1, 1))["target"].to_list() == [7.0]


def test_check_looks_at_the_order_and_the_reasons() -> None:
    values = indicator("floor", ">=", 9, revisions=[{"on": dt.date(2025, 2, 1), "reason": "a"}, {"on": dt.date(2025, 1, 1)}])
    found = record_problems(TABLES["indicators"], "i", values)
    assert [(p.field, p.warning) for p in found] == [("revisions.2.on", True), ("revisions.2", True)]


# -- on the screen --------------------------------------------------------------------------------------------------


async def type_target(bench: Driver, id: str, text: str) -> None:
    await bench.cell(id, "target")
    await bench.press("enter")
    await bench.press("end", "ctrl+u")
    await bench.type(text)
    await bench.press("enter")


async def give(bench: Driver, reason: str = "", day: str = "", basis: str = "") -> None:
    """Answer the dialog and keep it."""
    await bench.dialog(Reasons)
    if reason:
        await bench.press("end", "ctrl+u")
        await bench.type(reason)
    await bench.press("tab")
    if day:
        await bench.press("end", "ctrl+u")
        await bench.type(day)
    await bench.press("tab")
    if basis:
        await bench.press("enter")
        await bench.type("54 hanh dong")
        await bench.pick(basis)
    await bench.press("ctrl+s")


async def test_a_new_target_asks_why_and_the_old_one_stays_in_sight(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        await type_target(bench, "grdp", "8,5")
        dialog = await bench.dialog(Reasons)
        assert "≥ 8 → ≥ 8,5" in bench.screen, "what changes is in the title"
        assert bench.value("indicators", "grdp", "target") == 8
        await bench.press("ctrl+s")
        assert bench.app.screen is dialog and bench.words("give the reason or the legal basis") in bench.screen
        await give(bench, reason="Điều chỉnh giữa kỳ", day="12/03/2025", basis="nq-54")
        assert bench.value("indicators", "grdp", "target") == 8.5
        assert not bench.app.screen.query(CellField) and bench.app.focused is bench.table
        (entry,) = bench.value("indicators", "grdp", "revisions")  # type: ignore[misc]
        assert {**entry, "by": ""} == {
            "on": dt.date(2025, 3, 12),
            "target": 8,
            "op": ">=",
            "basis": "nq-54",
            "reason": "Điều chỉnh giữa kỳ",
            "by": "",
        }
        assert entry["by"]
        row = next(line for line in bench.screen.splitlines() if "≥ 8,5" in line)
        shown = "≥ 8,5" + bench.words("r")
        assert shown in row and "≥ 8 " in row.split(shown)[1]
        line = next(line for line in bench.app.screen.query_one(RecordPanel).lines_shown if line.label == bench.words("Original target"))
        assert line.text.startswith("≥ 8 · ") and "54/NQ-CP: Điều chỉnh giữa kỳ" in line.text and "12/03/2025" in line.text
        assert line.target == ("documents", "nq-54")
        await bench.press("v")
        assert "≥ 8," in bench.screen and bench.words("judged by the target in force since {day}", day=dt.date(2025, 3, 12)) in bench.screen
        await bench.press("escape", "u")
        assert bench.value("indicators", "grdp", "revisions") is None and bench.value("indicators", "grdp", "target") == 8
        assert bench.unsaved == 0


@scene
@in_proofs
async def backing_out_changes_nothing_and_keeps_what_was_typed(bench: Driver) -> None:
    await type_target(bench, "grdp", "9")
    await bench.dialog(Reasons)
    await bench.type("Lý do dở dang")
    await bench.press("escape")
    assert bench.app.screen.query_one(CellField).value == "9", "back in the cell"
    assert bench.value("indicators", "grdp", "target") == 8 and bench.unsaved == 0
    await bench.press("enter")
    dialog = await bench.dialog(Reasons)
    assert dialog.query_one("#field-reason").value == "Lý do dở dang"  # type: ignore[attr-defined]
    await bench.press("ctrl+s")
    assert bench.value("indicators", "grdp", "target") == 9
    assert bench.value("indicators", "grdp", "revisions")[0]["reason"] == "Lý do dở dang"  # type: ignore[index]
    assert not list(bench.app.session.journal.drafts)


@scene
async def the_form_asks_too_and_keeps_all_its_fields_in_one_step(bench: Driver) -> None:
    await bench.row("bao-hiem")
    await bench.press("E")
    form = await bench.dialog(Form)
    for key, text in (("name", "Tên mới"), ("target", "96")):
        form.query_one(f"#field-{key}").focus()
        await bench.settle()
        await bench.press("end", "ctrl+u")
        await bench.type(text)
    await bench.press("ctrl+s")
    await bench.dialog(Reasons)
    await bench.press("escape")
    assert bench.app.screen is form, "what was typed is still there"
    assert bench.value("indicators", "bao-hiem", "target") == 95
    await bench.press("ctrl+s")
    await give(bench, reason="Nghị quyết mới")
    await bench.until(lambda: bench.app.screen is bench.tab, "the form is gone too")
    assert bench.value("indicators", "bao-hiem", "target") == 96 and bench.value("indicators", "bao-hiem", "name") == "Tên mới"
    await bench.press("u")
    assert bench.value("indicators", "bao-hiem", "target") == 95 and bench.value("indicators", "bao-hiem", "name") != "Tên mới"
    assert bench.unsaved == 0


async def test_marked_rows_get_one_answer_and_the_saved_file_lists_each_old_target(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.row("grdp")
        await bench.press("x", "x")
        await type_target(bench, "grdp", "60")
        await give(bench, reason="Chung một quyết định", day="01/02/2025")
        assert bench.value("indicators", "grdp", "target") == 60
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.unsaved == 0, "it is saved")
        doc = tomllib.loads(bench.saved)["indicators"]
        changed = {id: [(e["target"], e["reason"]) for e in r["revisions"]] for id, r in doc.items() if "revisions" in r}
        assert changed == {"grdp": [(8, "Chung một quyết định")], "cong-nghiep": [(61, "Chung một quyết định")]}
        assert '    { on = 2025-02-01, target = 8, op = ">="' in bench.saved, "one line a change"


async def test_seen_from_before_the_change_the_old_target_counts_and_it_says_so(plan_file: Path) -> None:
    async with open_workbench(plan_file, as_of=dt.date(2024, 6, 1)) as bench:
        await type_target(bench, "grdp", "9")
        await give(bench, reason="Từ năm sau", day="01/01/2025")
        assert bench.words.date(dt.date(2025, 1, 1)) in bench.status
        row = next(line for line in bench.screen.splitlines() if "Tốc độ tăng" in line)
        assert "≥ 8" in row and "≥ 9" not in row
        assert bench.value("indicators", "grdp", "target") == 9


@in_proofs
def test_a_range_and_an_approximate_target_are_shown_as_they_are_worded() -> None:
    ranged = indicator("end_level", ">=", 6.5, {2021: 5.0, 2024: 6.0}, target_max=7, year=2025)
    about = indicator("end_level", "~", 5, {2021: 4.0, 2024: 4.9}, year=2025)
    frames = frames_of(indicators={"i": ranged, "j": about, "k": indicator("floor", ">=", 1, {2021: 5.0})})
    shown = targets_view(frames, frames.plan, dt.date(2025, 6, 1), Words("vi")).frame
    assert shown.select("target_prefix", "target", "target_suffix").rows() == [(None, 6.5, "–7"), ("≈ ", 5.0, None), ("≥ ", 1.0, None)]
    assert target_words(ranged, Words("vi")) == "6,5–7 (2025)" and target_words(about, Words("vi")) == "≈ 5 (2025)"
    for id, told in (("i", "6.5–7 "), ("j", "≈ 5.0 ")):
        target = explain_indicator(frames, id, dt.date(2025, 6, 1)).target
        assert target is not None and str(target).startswith(told)


async def test_target_changes_in_one_program(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await scene.play(bench)
