"""Who holds a task on a day, and that the workload adds up to the task table's."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.support.frame_plans import frames_of
from tests.support.lengths import law
from tui.frames.build import Frames
from tui.frames.many_plans import ManyPlans
from tui.frames.methods.ownership import OwnershipGap, ownership_gaps, resolve, task_holders, unusual_leads, workload
from tui.model.succession import holders_on, members_of

BEFORE, AFTER = dt.date(2024, 1, 1), dt.date(2025, 7, 2)
LAST, FIRST = dt.date(2025, 2, 28), dt.date(2025, 3, 1)


def body(**fields: Any) -> dict[str, Any]:
    return {"name": "Cơ quan", "kind": "department", **fields}


def task(leads: list[str], partners: list[str]) -> dict[str, Any]:
    return {"section": "s", "order": 1, "summary": "Việc", "leads": leads, "partners": partners}


def merger() -> dict[str, Any]:
    return {
        "khdt": body(until=LAST, successors=["tc"]),
        "tc_old": body(until=LAST, successors=["tc"]),
        "tc": body(**{"from": FIRST}),
        "cuc": body(until=LAST, successors=["khu_vuc"]),
        "khu_vuc": body(**{"from": FIRST}, until=dt.date(2025, 6, 30), successors=["tinh"]),
        "tinh": body(**{"from": dt.date(2025, 7, 1)}),
        "ldtbxh": body(until=LAST, successors=["tc", "tinh"]),
        "huyen": body(kind="district", until=dt.date(2025, 6, 30)),
        "all": body(kind="collective"),
        "never": body(),
    }


def holders(frames: Frames, day: dt.date) -> dict[str, list[str | None]]:
    out: dict[str, list[str | None]] = {}
    for agency, holder in resolve(frames, day).select("agency", "holder").iter_rows():
        out.setdefault(agency, []).append(holder)
    return out


def test_before_the_change_everybody_holds_their_own_and_nobody_holds_anything_before_their_first_day() -> None:
    agencies = merger()
    frames = frames_of(agencies=agencies, tasks={"t": task(["tc"], ["khdt"])})
    assert holders(frames, BEFORE) == {id: [None] if "from" in body else [id] for id, body in agencies.items()}
    assert holders(frames, LAST)["tc"] == [None] and holders(frames, FIRST)["tc"] == ["tc"]
    assert [(r["kind"], r["agency"]) for r in ownership_gaps(frames, LAST).to_dicts()] == [(OwnershipGap.NOT_YET, "tc")]
    assert workload(frames, LAST).to_dicts() == [
        {"agency": "tc", "lead": 1, "partner": 0},
        {"agency": "khdt", "lead": 0, "partner": 1},
    ], "a body with a gap counts under its own name"
    assert ownership_gaps(frames, FIRST).is_empty()


def test_the_last_day_is_still_the_old_bodys_and_the_next_the_new_ones() -> None:
    frames = frames_of(agencies=merger())
    assert holders(frames, LAST)["khdt"] == ["khdt"]
    assert holders(frames, FIRST)["khdt"] == ["tc"]


def test_successors_are_followed_one_after_another() -> None:
    frames = frames_of(agencies=merger())
    assert holders(frames, dt.date(2025, 4, 1))["cuc"] == ["khu_vuc"]
    assert holders(frames, AFTER)["cuc"] == ["tinh"]


def test_a_split_shows_every_successor_that_exists_by_then_and_a_body_without_one_is_a_gap() -> None:
    frames = frames_of(agencies=merger())
    assert holders(frames, AFTER)["ldtbxh"] == ["tc", "tinh"]
    rows = {row["agency"]: row for row in resolve(frames, AFTER).to_dicts()}
    assert rows["ldtbxh"]["split"] and not rows["ldtbxh"]["gap"]
    assert rows["huyen"]["gap"] and rows["huyen"]["holder"] is None
    assert not rows["khdt"]["split"]
    # until its second successor begins the split body stands under the first alone
    assert holders(frames, dt.date(2025, 4, 1))["ldtbxh"] == ["tc"]


def test_a_diamond_is_one_holder() -> None:
    late = {"from": dt.date(2025, 6, 1)}
    agencies = {
        "a": body(until=LAST, successors=["b", "c"]),
        "b": body(**{"from": FIRST}, until=dt.date(2025, 5, 31), successors=["d"]),
        "c": body(**{"from": FIRST}, until=dt.date(2025, 5, 31), successors=["d"]),
        "d": body(**late),
    }
    assert holders(frames_of(agencies=agencies), AFTER)["a"] == ["d"]


def test_a_circle_and_a_successor_the_plan_does_not_have_are_gaps() -> None:
    agencies = {
        "a": body(until=LAST, successors=["b"]),
        "b": body(until=LAST, successors=["a"]),
        "c": body(until=LAST, successors=["nobody"]),
    }
    assert holders(frames_of(agencies=agencies), AFTER) == {"a": [None], "b": [None], "c": [None]}


def test_without_a_last_day_the_change_is_the_successors_first_day() -> None:
    agencies = {"a": body(successors=["b"]), "b": body(**{"from": FIRST}), "c": body(successors=["d"]), "d": body()}
    assert holders(frames_of(agencies=agencies), AFTER) == {"a": ["b"], "b": ["b"], "c": ["c"], "d": ["d"]}
    assert holders(frames_of(agencies=agencies), BEFORE)["a"] == ["a"]


def test_two_merged_bodies_count_once_and_a_lead_is_not_its_own_partner() -> None:
    frames = frames_of(agencies=merger(), tasks={"t": task(["khdt"], ["tc_old", "never"]), "u": task(["khdt", "tc_old"], [])})
    assert {r["agency"]: (r["lead"], r["partner"]) for r in workload(frames, BEFORE).to_dicts()} == {
        "khdt": (2, 0),
        "tc_old": (1, 1),
        "never": (0, 1),
    }
    assert {r["agency"]: (r["lead"], r["partner"]) for r in workload(frames, AFTER).to_dicts()} == {"tc": (2, 0), "never": (0, 1)}


def test_gaps_and_unusual_leads_are_listed_as_what_they_are() -> None:
    tasks = {"none": task([], ["never"]), "gone": task(["huyen"], []), "split": task(["ldtbxh"], []), "two": task(["never", "khdt"], [])}
    frames = frames_of(agencies=merger(), tasks={**tasks, "many": task(["all"], [])})
    found = [(r["task"], r["kind"], r["agency"]) for r in ownership_gaps(frames, AFTER).to_dicts()]
    assert found == [
        ("none", OwnershipGap.NO_LEAD, None),
        ("gone", OwnershipGap.ABOLISHED, "huyen"),
        ("split", OwnershipGap.SPLIT, "ldtbxh"),
    ]
    assert [r["task"] for r in ownership_gaps(frames, BEFORE).to_dicts()] == ["none"]
    unusual = [(r["task"], r["kind"], r["agency"]) for r in unusual_leads(frames, AFTER).to_dicts()]
    assert unusual == [
        ("two", OwnershipGap.SEVERAL_LEADS, "never"),
        ("two", OwnershipGap.SEVERAL_LEADS, "tc"),
        ("many", OwnershipGap.COLLECTIVE_LEAD, "all"),
    ]
    assert all(kind.label for kind in OwnershipGap)


def test_a_body_the_plan_does_not_have_still_counts() -> None:
    frames = frames_of(agencies={}, tasks={"t": task(["ghost"], [])})
    assert workload(frames, AFTER).to_dicts() == [{"agency": "ghost", "lead": 1, "partner": 0}]


def test_a_group_names_its_members_those_of_its_groups_too_and_a_circle_ends() -> None:
    agencies = {
        "all": body(kind="collective", members=["a", "some", "b"]),
        "some": body(kind="collective", members=["b", "c", "all"]),
        **{id: body() for id in "abc"},
    }
    plan = frames_of(agencies=agencies).plan
    assert members_of(plan, "all") == ("a", "b", "c") and members_of(plan, "a") == () and members_of(plan, "ghost") == ()


def test_nothing_at_all_is_no_trouble() -> None:
    assert workload(frames_of(), AFTER).is_empty()
    assert resolve(frames_of(), AFTER).is_empty()


# -- laws ---------------------------------------------------------------------------------------------------------

names = st.sampled_from([f"a{n}" for n in range(8)])
days = st.dates(dt.date(2024, 1, 1), dt.date(2026, 1, 1))
bodies = st.lists(names, max_size=3, unique=True)


@st.composite
def reorganised(draw: st.DrawFn) -> dict[str, Any]:
    agencies: dict[str, Any] = {}
    for n in range(8):
        fields: dict[str, Any] = {}
        if draw(st.booleans()):
            fields["until"] = draw(days)
        if draw(st.booleans()):
            fields["from"] = draw(days)
        if draw(st.booleans()):
            fields["successors"] = draw(st.lists(names, max_size=3, unique=True))
        agencies[f"a{n}"] = body(**fields)
    return agencies


@given(reorganised(), st.lists(st.tuples(bodies, bodies), max_size=6), days)
@law(15, 300)
def test_resolution_is_idempotent_and_the_workload_adds_up(
    agencies: dict[str, Any], named: list[tuple[list[str], list[str]]], day: dt.date
) -> None:
    tasks = {f"t{n}": task(leads, partners) for n, (leads, partners) in enumerate(named)}
    frames = frames_of(agencies=agencies, tasks=tasks)
    held = holders(frames, day)
    assert set(held) == set(agencies)
    assert held == {id: holders_on(frames.plan, id, day) or [None] for id in agencies}, "one body at a time gives the same"
    beside = ManyPlans({"this": frames.plan, "empty": frames_of().plan}, day)
    assert resolve(beside, day).drop("plan").equals(resolve(frames, day)), "so does what joins the bodies of many plans at once"
    for found in held.values():
        for holder in found:
            assert holder is None or held[holder] == [holder]
    # the task table's own cells, without frames
    leads = partners = 0
    for named_leads, named_partners in named:
        lead = {h or a for a in named_leads for h in held[a]}
        leads += len(lead)
        partners += len({h or a for a in named_partners for h in held[a]} - lead)
    counted = workload(frames, day)
    assert (counted["lead"].sum(), counted["partner"].sum()) == (leads, partners)
    assert task_holders(frames, day).height == leads + partners
