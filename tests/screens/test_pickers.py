"""Lists that a body is picked from: found by any form of its name, those that have ended last and marked so, long lines whole."""

from __future__ import annotations

import datetime as dt

from tests.support.small_plan import small_plan
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.screens.dialogs.picker import Item
from tui.screens.dialogs.picking import means_of, picker_for, record_items

EN = Words("en")
LATER = dt.date(2025, 6, 1)


def bodies(**names: str) -> Plan:
    plan, _ = read_plan(
        {
            "format": 2,
            "plan": {"title": "x", "term": {"start": dt.date(2026, 1, 1), "end": dt.date(2030, 12, 31)}},
            "agencies": {id: {"name": name, "kind": "department"} for id, name in names.items()},
        }
    )
    return plan


def test_bodies_that_ended_come_last_and_say_so() -> None:
    plan = small_plan()
    assert [item.id for item in record_items("agencies", plan, EN, dt.date(2025, 1, 1))] == ["so-a", "so-b"]
    plan.tables["agencies"]["so-c"] = {"name": "Sở C", "kind": "department"}
    assert record_items("agencies", plan, EN, LATER) == [
        Item("so-a", "Sở A", "so-a Sở B"),  # also found by the name of the one it took over from
        Item("so-c", "Sở C", "so-c"),
        Item("so-b", "Sở B  (has ended)", "so-b"),
    ]


def test_what_is_typed_finds_a_body_by_its_usual_and_short_forms_first() -> None:
    plan = bodies(kh="Sở Khoa học và Công nghệ", nn="Sở Nông nghiệp và Môi trường", vp="Văn phòng UBND tỉnh", other="Ban KHCN phía Bắc")
    means = means_of("agencies", plan, LATER)
    assert means is not None
    assert [list(means(text)) for text in ("Sở KH&CN", "sở nnmt", "VP. UBND", "không có")] == [["kh"], ["nn"], ["vp"], []]
    picker = picker_for(TABLES["tasks"]["leads"], plan, EN, "Lead", many=True, day=LATER)
    assert [item.id for item in picker.found("sở khcn")] == ["kh"]
    assert [item.id for item in picker.found("khcn")] == ["other"] and [item.id for item in picker.found("so")] == ["kh", "nn"]


def test_other_records_and_an_empty_plan_are_found_by_their_letters_alone() -> None:
    assert means_of("documents", bodies(), LATER) is None and record_items("agencies", bodies(), EN) == []
    picker = picker_for(TABLES["tasks"]["leads"], bodies(), EN, "Lead", many=True)
    assert picker.found("sở y tế") == []
