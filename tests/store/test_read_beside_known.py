"""A text read as the difference to a known one holds what the whole text holds, or is read whole."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.lengths import law
from tests.support.paths import SAMPLE, SHIPPED
from tui.i18n.words import Words
from tui.store.plan_file import format_problem, load_state, load_text
from tui.store.toml.beside import read_beside
from tui.store.toml.limits import room_in
from tui.store.toml.parse import parsed, parsed_by_record
from tui.store.toml.regular import Regular

_TEXT = """\
# what stands above
format = 1

[plan]
title = "Kế hoạch"   # đặt tên

# về việc đầu
[tasks.t1]
summary = "Một [tasks.t2] việc"
after = ["t2",
  "t3"]
note = "a#b"
[tasks.t2]
summary = "Hai"
log = [
    { on = 2024-01-02, text = "x" },
]

[tasks.t3] # ba
summary = "Ba"
[goals.g]
number = 1.5
# cuối cùng
"""
_PIECES = (
    *("", " ", "\n", "\r\n", "#", "[", "]", "{", "}", "=", '"', "'", '"""', "'''", "\\", ".", ",", "đ", "\0", "\ufeff", "x", "1", "-"),
    *(
        "x = 1\n",
        "x.y = 1\n",
        "\n[tasks.t9]\n",
        "\n[tasks.t1]\n",
        "\n[[tasks]]\n",
        "\n [tasks.t8]\n",
        "\n[tasks.t1.more]\n",
        '\nsummary = "n"',
    ),
    *('\nlong = """\n[tasks.t7]\n"""', "\n# nói thêm", "\n\n", "a." * 70 + "z = 1\n", "9" * 20_001, "\ndue = 2025-02-30", "\nn = 1e400"),
)
_HALVES = (b"\xff", b"\xe1\xba", b"\xef\xbb\xbf")
splices = st.tuples(st.integers(0, 400), st.integers(0, 30), st.sampled_from([*(piece.encode() for piece in _PIECES), *_HALVES]))


def known(text: str) -> tuple[bytes, Regular]:
    doc, room = parsed_by_record(text, None, {})
    assert room is not None
    return text.encode(), Regular(doc, room)


def spliced(data: bytes, splice: tuple[int, int, bytes]) -> bytes:
    at, less, piece = splice
    at %= len(data) + 1
    return data[:at] + piece + data[at + less :]


def hold_to_the_whole(data: bytes, before: bytes, regular: Regular) -> bool:
    """Whether it was read beside the one before, and then as it is read whole."""
    found = read_beside(data, before, regular)
    if found is None:
        return False
    text = data.decode("utf-8").removeprefix("\ufeff")
    whole = parsed(text)
    assert found[0] == whole and repr(found[0]) == repr(whole), "also types, and what stands in which order"
    assert all(left <= there for left, there in zip(found[1], room_in(text), strict=True)) and min(found[1]) >= 0
    return True


@given(st.lists(splices, min_size=1, max_size=3), st.booleans(), st.booleans())
@law(150, 20_000)
def test_after_any_splice_it_is_as_read_whole(changes: list[tuple[int, int, bytes]], ends: bool, marked: bool) -> None:
    text = _TEXT.replace("\n", "\r\n") if ends else _TEXT
    before, regular = known(text)
    if marked:
        before = b"\xef\xbb\xbf" + before
    data = before
    for change in changes:
        data = spliced(data, change)
    hold_to_the_whole(data, before, regular)


@pytest.mark.parametrize("path", [SAMPLE, SHIPPED], ids=lambda path: path.stem)
def test_a_chain_of_saves_of_single_values_is_read_so_and_keeps_what_stays(path: object) -> None:
    chosen = random.Random(3)
    text = SHIPPED.read_text(encoding="utf-8") if path is SHIPPED else SAMPLE.read_text(encoding="utf-8")
    before, regular = known(text)
    places = [at for at in range(len(text)) if text.startswith(' = "', at) and "[" in text[:at]]
    for _ in range(6):
        at = chosen.choice(places)
        text = f"{text[: at + 4]}đổi {text[at + 4 :]}"
        places = [place + 4 * (place > at) for place in places]
        data = text.encode()
        assert hold_to_the_whole(data, before, regular)
        found = read_beside(data, before, regular)
        assert found is not None
        same = sum(
            found[0][table][id] is values
            for table, records in regular.whole.items()
            if isinstance(records, dict)
            for id, values in records.items()
        )
        assert same >= sum(len(records) for records in regular.whole.values() if isinstance(records, dict)) - 12, "all but one record"
        before, regular = data, Regular(*found)


def test_records_that_come_go_and_change_places_are_read_beside_those_that_stay() -> None:
    before, regular = known(_TEXT)
    second, third = (_TEXT.index(f"\n[tasks.t{n}]") + 1 for n in (2, 3))
    for text in (
        _TEXT[:second] + _TEXT[third:],
        _TEXT + "[tasks.t4]\n",
        _TEXT[:third] + '[tasks.t4]\nsummary = "Bốn"\n\n[tasks.t5]\n\n' + _TEXT[third:],
        _TEXT[:second] + _TEXT[third : _TEXT.index("[goals.g]")] + _TEXT[second:third] + _TEXT[_TEXT.index("[goals.g]") :],
        _TEXT.replace("[tasks.t2]\n", "[tasks.tx]\n"),
        _TEXT[:second] + '[tasks.t4]\nsummary = "Bốn"\n' + _TEXT[third:].replace("Ba", "Bốn"),
    ):
        data = text.encode()
        assert hold_to_the_whole(data, before, regular), text
        found = read_beside(data, before, regular)
        assert found is not None
        assert found[0]["tasks"]["t1"] is regular.whole["tasks"]["t1"] and found[0]["goals"]["g"] is regular.whole["goals"]["g"]
        assert hold_to_the_whole(before, data, Regular(*found)), "and back"


def test_where_the_part_does_not_tell_what_came_or_went_the_text_is_read_whole() -> None:
    before, regular = known(_TEXT)
    second = _TEXT.index("[tasks.t2]")
    for text in (
        _TEXT + "[sources.s]\n",
        _TEXT[:second],
        _TEXT.replace("[tasks.t2]\n", ""),
        _TEXT.replace("[tasks.t2]\n", "[tasks.t3]\n"),
        _TEXT.replace("[tasks.t2]\n", "[goals.h]\n"),
        _TEXT.replace("[tasks.t2]\n", "[plan]\n"),
        "x = 1\n" + _TEXT,
        "",
        _TEXT.replace('"Hai"', '"""Hai'),
        _TEXT.replace('"Hai"', '"Hai'),
    ):
        assert read_beside(text.encode(), before, regular) is None, text


def test_the_plan_and_its_problems_are_those_of_the_whole_file() -> None:
    near = load_text(_TEXT)
    assert near.regular is not None
    text = _TEXT.replace('summary = "Hai"', "summary = 2\n\nafter = 3")
    beside, whole = load_state(load_text(text).state, near=near), load_text(text)
    assert beside.plan.tables == whole.plan.tables and beside.regular is not None
    told = [[format_problem(p, "plan.toml", Words("vi")) for p in loaded.problems] for loaded in (beside, whole, near)]
    assert told[0] == told[1] != told[2]


def test_references_of_tables_that_stayed_to_one_that_did_not_are_looked_at() -> None:
    text = SHIPPED.read_text(encoding="utf-8")
    near = load_text(text)
    assert not near.problems
    source = next(id for id in near.plan.tables["sources"] if text.count(f'"{id}"') > 1)
    for other in (
        text.replace(f"[sources.{source}]", "[sources.another]"),
        text.replace("[tasks.III-1-a-1]\n", '[tasks.III-1-a-1]\nafter = ["III-1-a-1"]\n'),
        text.replace("[tasks.III-1-a-1]\n", "[tasks.another]\n"),
        text.replace("[tasks.III-1-a-1]\n", '[tasks.III-1-a-1]\nafter = ["nobody"]\n'),
    ):
        beside, whole = load_state(load_text(other).state, near=near), load_text(other)
        assert beside.problems == whole.problems and beside.plan.tables == whole.plan.tables
        back = load_state(near.state, near=beside)
        assert not back.problems and back.plan.tables == near.plan.tables, "and back"
    assert whole.problems and load_text(text.replace(f"[sources.{source}]", "[sources.another]")).problems
