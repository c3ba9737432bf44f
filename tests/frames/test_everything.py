"""Finding any record by a few letters: what is closest stands first, with marks or without, by first letters, and on any plan."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frame_plans import frames_of, indicator
from tests.support.paths import EXAMPLE, SHIPPED
from tui.frames.build import Frames
from tui.frames.tables.everything import MOST_FOUND, everything
from tui.i18n.words import Words
from tui.model.closeness import closeness
from tui.model.fields import TABLES
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

WORDS = Words("vi")
DAY = dt.date(2026, 11, 22)
SHIPPED_FRAMES = Frames(load(SHIPPED).plan)


def found(query: str, frames: Frames = SHIPPED_FRAMES) -> list[tuple[str, str]]:
    return list(everything(frames, WORDS, DAY).found(query)[0].select("table", "label").iter_rows())


def test_the_closest_name_stands_first() -> None:
    assert found("sở y tế")[0] == ("agencies", "Sở Y tế")
    assert found("so y te")[0] == ("agencies", "Sở Y tế"), "without marks"
    assert found("syt")[0] == ("agencies", "Sở Y tế"), "by first letters"
    assert found("SO Y TE") == found("so y te")
    assert ("agencies", "Sở Y tế") in found("soyt"), "letters in their order, where little else is found"
    assert found("y tế sở")[0][1].startswith("Sở Y tế"), "words in any order"
    assert all("đất" in label.lower() for _, label in found("đất đai")[:3])
    assert "bảo hiểm y tế" in found("bao hiem y te")[0][1].lower()


def test_of_two_bodies_of_one_name_the_one_that_has_ended_comes_second_and_is_said_to_have() -> None:
    agencies = {
        "old": {"name": "Sở Xây dựng", "kind": "department", "short": "Sở XD", "until": dt.date(2025, 2, 28), "successors": ["new"]},
        "new": {"name": "Sở Xây dựng", "kind": "department", "from": dt.date(2025, 3, 1)},
    }
    frames = frames_of(agencies=agencies)
    after, before = (everything(frames, WORDS, day).found("sxd")[0] for day in (DAY, dt.date(2025, 1, 1)))
    assert after["id"].to_list() == ["new", "old"] and after["what"][1] == "cơ quan · Sở XD · đã kết thúc"
    assert before["id"].to_list() == ["old", "new"] and "kết thúc" not in before["what"][0]


def test_first_letters_mean_the_same_here_as_in_every_list() -> None:
    """Of any run of words, with or without the little ones between them (:mod:`tui.model.closeness`)."""
    names = ["Công ty cổ phần Vật tư nông nghiệp Thái Nguyên", "Sở Nông nghiệp và Môi trường", "Vận tải", "Đầu tư của các hộ"]
    plan = frames_of(agencies={f"a{n}": {"name": name, "kind": "department"} for n, name in enumerate(names)})
    for letters, wanted in (("vtnn", 0), ("snnmt", 1), ("snnvmt", 1), ("nnmt", 1), ("dth", 3), ("dtcch", 3), ("ctcp", 0)):
        hits = [label for _, label in found(letters, plan)]
        assert hits[:1] == [names[wanted]], letters
        assert [name for name in names if closeness(letters, name) is not None] == [names[wanted]], letters
    assert found("đth", plan)[:1] == found("dth", plan)[:1], "a letter with its mark is a first letter"
    assert [label for _, label in found("đầu", plan)] == [names[3]], "a tone is of a word"
    assert found("xyz", plan) == [] and next(label for _, label in found("vt", plan)) == "Vận tải", "the whole name before a part of one"


def test_what_is_typed_with_marks_finds_these_marks_only_and_spellings_of_one_sound_are_one() -> None:
    plan = frames_of(agencies={"a": {"name": "Đạt", "kind": "department"}, "b": {"name": "Dát", "kind": "department"}})
    assert [label for _, label in found("đạt", plan)] == ["Đạt"] and len(found("dat", plan)) == 2
    assert found("hóa", SHIPPED_FRAMES) == found("hoá", SHIPPED_FRAMES) != []


def test_every_record_is_found_by_its_own_name_and_tells_of_what_kind_it_is() -> None:
    for path in (SHIPPED, EXAMPLE):
        plan = load(path).plan
        all_of_it = everything(Frames(plan), WORDS, DAY)
        assert all_of_it.rows.height == sum(len(plan.tables[t.name]) for t in TABLES.values() if not t.single)
        for table, id, label, what in all_of_it.rows.select("table", "id", "label", "what").gather_every(17).iter_rows():
            hits, every = all_of_it.found(label)
            assert (table, id) in list(hits.select("table", "id").iter_rows()) and every >= hits.height, label
            assert what.startswith(WORDS(TABLES[table].one))


def test_an_empty_plan_a_blank_query_and_signs_find_nothing_and_break_nothing() -> None:
    empty = frames_of(goals={})
    assert found("a", empty) == [] and found("") == [] and found("   ") == []
    for query in ("(", "[a", "\\", ".*", "a|b", '"', "🙂", "%_"):
        assert isinstance(found(query), list)


def test_of_very_many_the_closest_are_still_there() -> None:
    many = {f"i{n}": indicator("floor", target=1.0, name=f"Chỉ tiêu số {n}") for n in range(1500)}
    many["x"] = indicator("floor", target=1.0, name="Chỉ")
    hits, every = everything(frames_of(indicators=many), WORDS, DAY).found("chi")
    assert every == 1502 and hits.height == MOST_FOUND and hits["label"][0] == "Chỉ"
    hits, every = everything(frames_of(indicators=many), WORDS, DAY).found("chỉ tiêu số 14")
    assert every > 111 and hits["label"][0] == "Chỉ tiêu số 14", "with marks too"
