"""Lists that a body is picked from: found by any form of its name, those that have ended last and marked so, long lines whole."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.small_plan import small_plan
from tui.i18n.words import Words
from tui.model.checks import read_plan
from tui.model.closeness import BEGINNINGS, BESIDE, OWN_INITIALS, SHORT, WHOLE, WORDS, closeness, found_in
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.screens.dialogs.choose import shared
from tui.screens.dialogs.picker import Item, Picker, name_in
from tui.screens.dialogs.picking import means_of, picker_for, record_items
from tui.screens.new_record import _said_by

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
        Item("so-b", "Sở B  (has ended)", "so-b", "until 28 Feb 2025", last=True),
    ]


def test_what_is_typed_finds_a_body_by_its_usual_and_short_forms_first() -> None:
    plan = bodies(kh="Sở Khoa học và Công nghệ", nn="Sở Nông nghiệp và Môi trường", vp="Văn phòng UBND tỉnh", other="Ban KHCN phía Bắc")
    means = means_of("agencies", plan, LATER)
    assert means is not None
    assert [list(means(text)) for text in ("Sở KH&CN", "sở nnmt", "VP. UBND", "không có")] == [["kh"], ["nn"], ["vp"], []]
    picker = picker_for(TABLES["tasks"]["leads"], plan, EN, "Lead", many=True, day=LATER)
    assert [item.id for item in picker.found("sở khcn")] == ["kh"]
    assert [item.id for item in picker.found("khcn")] == ["other", "kh"], "initials find it too, after letters that stand there"
    assert [item.id for item in picker.found("so")] == ["kh", "nn"]


def test_what_is_meant_by_its_letters_alone_comes_after_whole_words() -> None:
    groups, finance, inside = "Các đoàn thể  Các tổ chức đoàn thể", "Sở TC (từ 2025)  Sở Tài chính", "Ban ATC"
    picker = Picker(EN, "", [Item("groups", groups), Item("so-tc", finance), Item("inside", inside)])
    for meant in (["groups"], ["groups", "so-tc"]):
        picker.means = lambda text, meant=meant: meant  # type: ignore[misc]
        assert [item.id for item in picker.found("tc")] == ["so-tc", "groups", "inside"], meant


def test_other_records_and_an_empty_plan_are_found_by_their_letters_alone() -> None:
    assert means_of("documents", bodies(), LATER) is None and record_items("agencies", bodies(), EN) == []
    picker = picker_for(TABLES["tasks"]["leads"], bodies(), EN, "Lead", many=True)
    assert picker.found("sở y tế") == []


NAMES = {
    "inside": "Ban Thanhtra nội bộ",
    "begin": "Thanh tranh chấp",
    "words": "Hội đồng thanh tra",
    "whole": "Thanh tra",
    "other": "Sở Y tế",
    "nnmt": "Sở Nông nghiệp và Môi trường",
}


def test_the_closest_comes_first_whole_names_then_words_then_their_beginnings() -> None:
    picker = picker_for(TABLES["tasks"]["leads"], bodies(**NAMES), EN, "Lead", many=True)
    assert [item.id for item in picker.found("thanh tra")] == ["whole", "words", "begin", "inside"]
    assert [item.id for item in picker.found("THANH TRA")] == [item.id for item in picker.found("thanh tra")]
    assert [item.id for item in picker.found("nnmt")] == ["nnmt"] == [item.id for item in picker.found("snn")]
    picker.means = None
    assert picker.found("thành tra") == [] and len(picker.found("")) == len(NAMES), "marks that are typed count"


def test_a_short_name_is_closer_than_a_word_and_an_ended_body_comes_after_all() -> None:
    assert closeness("sở tc", "Sở TC  Sở Tài chính") == WHOLE and closeness("sở t", "Sở TC  Sở Tài chính") == SHORT
    assert closeness("tai", "Sở TC  Sở Tài chính") == WORDS and closeness("chi", "Sở TC  Sở Tài chính") == BEGINNINGS
    assert closeness("cu", "Sở Mới", "Sở Cũ") == BESIDE and closeness("xyz", "Sở Mới") is None
    assert closeness("sở kh và đt", "Sở KH&ĐT  Sở Kế hoạch và Đầu tư") == WHOLE == closeness("kế hoạch & đầu tư", "Kế hoạch và Đầu tư")
    plan = bodies(old="Sở Tài chính", new="Sở Tài chính mới")
    plan.tables["agencies"]["old"] = {**plan.tables["agencies"]["old"], "until": dt.date(2025, 2, 28), "successors": ["new"]}
    picker = picker_for(TABLES["tasks"]["leads"], plan, EN, "Lead", many=True, day=LATER)
    picker.means = None
    assert [item.id for item in picker.found("sở tài chính")] == ["new", "old"]


@pytest.mark.parametrize(
    ("query", "label", "marked"),
    [
        ("tai chinh", "Sở TC  Sở Tài chính", ["Tài", "chính"]),
        ("đất", "Luật Đất đai", ["Đất"]),
        ("77 qd", "77/QĐ-UBND  Phân công", ["77", "QĐ"]),
        ("so", "Cơ sở Sở Y tế", ["sở"]),
        ("zz", "Sở Y tế", []),
        ("", "Sở Y tế", []),
    ],
)
def test_what_was_typed_is_marked_where_it_stands(query: str, label: str, marked: list[str]) -> None:
    assert [label[start:end] for start, end in found_in(query, label)] == marked


def test_twins_are_told_apart_by_day_publisher_and_validity() -> None:
    plan = bodies()
    documents = plan.tables["documents"]
    documents["a"] = {"kind": "Quyết định", "about": "Phân công", "date": dt.date(2024, 1, 5), "valid_until": dt.date(2025, 12, 31)}
    documents["b"] = {"kind": "Nghị quyết", "about": "Phân công", "issuer": "HĐND"}
    asides = {item.id: item.aside for item in record_items("documents", plan, EN)}
    assert asides == {"a": "Quyết định · 5 Jan 2024 · valid until 31 Dec 2025", "b": "Nghị quyết · HĐND"}
    assert [item.id for item in picker_for(TABLES["tasks"]["documents"], plan, EN, "D", many=True).found("hdnd")] == ["b"]


def test_a_day_or_a_number_is_never_the_name_of_a_new_record() -> None:
    for typed in ("30/06/2031", "2031", "12,5", "quý IV/2031", "tháng 6/2031", "-", " "):
        assert name_in(typed) == "", typed
    for name in ("UBND xã 2", "15/2025/QĐ-UBND", "Chương trình 2026-2030", "Sở B"):
        assert name_in(f" {name} ") == name


def test_own_initials_come_before_letters_that_stand_in_others() -> None:
    plan = bodies(kh="Sở KH&CN (từ 2025)", ct="Sở Công Thương", ctt="Ban Công tác Tuyển sinh", vp="Văn phòng")
    picker = picker_for(TABLES["tasks"]["leads"], plan, EN, "Lead", many=True, day=LATER)
    picker.means = None
    assert next(item.id for item in picker.found("ct")) == "ct"
    assert [item.id for item in picker.found("sct")] == ["ct"] and picker.found("xq") == []
    assert closeness("ct", "Sở KH&CN (từ 2025)") != OWN_INITIALS == closeness("ct", "SCT  Sở Công Thương")


def test_the_number_of_a_new_document_says_its_kind() -> None:
    assert _said_by("documents", "45/QĐ-UBND") == {"number": "45/QĐ-UBND", "kind": "Quyết định"}
    assert _said_by("documents", "22/2021/QĐ-TTg")["kind"] == "Quyết định"
    assert _said_by("documents", "45/XX-UBND") == {"number": "45/XX-UBND"} and _said_by("documents", "Luật Đất đai") == {
        "about": "Luật Đất đai"
    }


def test_answers_are_never_out_of_sight_while_a_text_can_give_way() -> None:
    assert shared(30, 5, 12) == (7, 5) and shared(2, 5, 12) == (2, 5)
    assert shared(30, 40, 12) == (1, 11), "where nothing would be left of the text"


def test_a_body_that_is_not_there_yet_comes_after_those_that_are() -> None:
    plan = bodies(new="Sở Công Thương mới", old="Sở Công Thương cũ")
    plan.tables["agencies"]["new"]["from"] = dt.date(2027, 1, 1)  # type: ignore[index]
    for day, order in ((LATER, ["old", "new"]), (dt.date(2027, 6, 1), ["new", "old"])):
        picker = picker_for(TABLES["tasks"]["leads"], plan, EN, "Lead", day=day)
        assert [item.id for item in picker.found("công thương")] == order
