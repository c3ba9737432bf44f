"""The tasks tab seen from two days: who answers, for whom, what asks, and that it all adds up."""

from __future__ import annotations

import datetime as dt
from typing import Any

import polars as pl
import pytest

from tests.support.frame_plans import frames_of
from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.methods.ownership import OwnershipGap, ownership_gaps, task_holders, workload
from tui.frames.tables.filter import field_names, narrow, parse
from tui.frames.tables.holders import holder_cells
from tui.frames.tables.tasks import tasks_view
from tui.model.plan import Plan
from tui.store.plan_file import load

BEFORE, AFTER = dt.date(2024, 1, 1), dt.date(2025, 7, 2)
LAST, FIRST = dt.date(2025, 2, 28), dt.date(2025, 3, 1)
VIETNAMESE = {"31 Dec 2025": "31/12/2025", "until {day}: {bodies}": "đến {day}: {bodies}", "split: {bodies}": "tách: {bodies}"}


def words(text: str) -> str:
    return VIETNAMESE.get(text, text)


@pytest.fixture(scope="module")
def shipped() -> Plan:
    return load(SHIPPED).plan


def cells(frames: Frames, day: dt.date) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in holder_cells(frames, day, words).to_dicts()}


def body(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": f"Sở {name}", "short": name, "kind": "department", **fields}


def task(leads: list[str], partners: list[str] | None = None) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", "leads": leads, "partners": partners or []}


def small(**tasks: Any) -> Frames:
    agencies = {
        "a": body("A", until=LAST, successors=["ab"]),
        "b": body("B", until=LAST, successors=["ab"]),
        "ab": body("AB", **{"from": FIRST}),
        "undated": body("U", successors=["ab"]),
        "parts": body("P", until=LAST, successors=["x", "y"]),
        "x": body("X", **{"from": FIRST}),
        "y": body("Y", **{"from": FIRST}),
        "gone": body("G", until=LAST),
        "all": body("L", kind="collective"),
    }
    return frames_of(agencies=agencies, tasks=tasks)


# -- one cell -----------------------------------------------------------------------------------------------------


def test_nothing_changed_is_the_body_alone() -> None:
    assert cells(small(t=task(["a"], ["b"])), LAST)["t"]["leads_text"] == "A"


def test_the_body_of_the_day_comes_first_then_until_when_which_of_the_text() -> None:
    row = cells(small(t=task(["a"], ["x"])), FIRST)["t"]
    assert row["leads_text"] == "AB (đến 28/02/2025: A)"
    assert row["partners_text"] == "X" and row["leads_tone"] is None


def test_two_merged_bodies_are_one_holder_with_both_names() -> None:
    assert cells(small(t=task(["a", "b"])), FIRST)["t"]["leads_text"] == "AB (đến 28/02/2025: A, B)"


def test_without_a_last_day_it_is_the_day_before_the_successor_begins() -> None:
    assert cells(small(t=task(["undated"])), FIRST)["t"]["leads_text"] == "AB (đến 28/02/2025: U)"


def test_a_partner_merged_into_the_lead_is_not_shown_twice_but_found() -> None:
    row = cells(small(t=task(["a"], ["b", "x"])), FIRST)["t"]
    assert row["partners_text"] == "X" and "Sở B" in row["partners_also"]


def test_a_split_asks_and_counts_as_a_gap() -> None:
    frames = small(t=task(["parts"], ["b"]))
    row = cells(frames, FIRST)["t"]
    assert row["leads_text"] == "? tách: X / Y (đến 28/02/2025: P)" and row["leads_tone"] == "warn"
    assert ownership_gaps(frames, FIRST)["kind"].to_list() == [OwnershipGap.SPLIT.value]


def test_a_gap_names_the_body() -> None:
    row = cells(small(t=task(["gone"], ["nobody"])), FIRST)["t"]
    assert row["leads_text"] == "✗ G (until 28/02/2025, no successor)" and row["leads_tone"] == "warn"
    assert row["partners_text"] == "✗ nobody (not in the plan)"


def test_tasks_are_listed_as_what_they_are() -> None:
    frames = small(one=task(["x"]), none=task([]), two=task(["x", "y"]), group=task(["all"]), split=task(["parts"]), gap=task(["gone"]))
    rows = {r["id"]: r["ownership_text"] for r in tasks_view(frames, frames.plan, FIRST, words).frame.to_dicts()}
    assert rows == {
        "one": None,
        "none": "– no lead",
        "two": "several leads",
        "group": "a group leads",
        "split": "? split: choose",
        "gap": "✗ a body without successor",
    }


# -- the shipped plan ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_the_workload_adds_up_to_the_task_table(shipped: Plan, day: dt.date) -> None:
    frames = Frames(shipped)
    held, load_ = task_holders(frames, day), workload(frames, day)
    assert load_["lead"].sum() == held.filter(pl.col("role") == "lead").height
    assert load_["partner"].sum() == held.filter(pl.col("role") == "partner").height
    view = tasks_view(frames, shipped, day, words).frame
    assert view.height == len(shipped.tables["tasks"]) == 118
    led = set(held.filter(pl.col("role") == "lead")["task"])
    assert set(view.filter(pl.col("leads_tone").is_null())["id"]) <= led


def test_seen_from_two_days_the_tab_differs_as_it_should(shipped: Plan) -> None:
    frames = Frames(shipped)
    before, after = (tasks_view(frames, shipped, day, words) for day in (BEFORE, AFTER))
    assert not before.frame["leads_text"].str.contains("đến").any()
    first = after.frame.filter(pl.col("id") == "III-1-a-1").to_dicts()[0]
    assert first["leads_text"] == "Sở TC (từ 2025) (đến 28/02/2025: Sở KH&ĐT)"
    assert first["leads"] == ["so-khdt"]  # the text of the file is what it was
    moved = after.frame.filter(pl.col("leads_text").str.contains("đến"))["id"].to_list()
    held = task_holders(frames, AFTER).filter((pl.col("role") == "lead") & (pl.col("holder") != pl.col("agency")))
    assert set(moved) == set(held["task"])
    twice_led = [workload(frames, day).filter(pl.col("agency") == "so-tc-2025")["lead"].sum() for day in (BEFORE, AFTER)]
    assert twice_led[0] == 0 < twice_led[1]


def test_the_filter_finds_both_names(shipped: Plan) -> None:
    view = tasks_view(Frames(shipped), shipped, AFTER, words)
    names = field_names(view, words)
    for said in ("lead:“ke hoach va dau tu”", "lead:“KH&ĐT”", "lead:“Sở TC (từ 2025)”"):
        assert "III-1-a-1" in narrow(view, parse(said), names)["id"].to_list(), said
