"""What offices write may be typed into a form: signs, ranges and "about" into a target, a quarter into a due day; never a part of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tui.i18n.hints import choices, expected, refusal
from tui.i18n.worded import read_worded
from tui.i18n.words import Unreadable, Words
from tui.model.edits import SetField
from tui.model.extensions import as_extensions
from tui.model.fields import FIGURE_FIELDS, TABLES
from tui.model.plan import MISSING, Plan

VI, EN, TODAY = Words("vi"), Words("en"), dt.date(2024, 3, 1)
INDICATOR, TASK = TABLES["indicators"].by_key, TABLES["tasks"].by_key
FIGURE = {spec.key: spec for spec in FIGURE_FIELDS}


def target(text: str, unit: str = "%", words: Words = VI) -> dict[str, Any]:
    return read_worded(INDICATOR["target"], INDICATOR, text, words, TODAY, unit)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("≥ 30", {"target": 30, "op": ">=", "target_max": MISSING}),
        ("trên 65", {"target": 65, "op": ">", "target_max": MISSING}),
        ("dưới 3", {"target": 3, "op": "<", "target_max": MISSING}),
        ("khoảng 50", {"target": 50, "op": "~", "target_max": MISSING}),
        ("6,5-7", {"target": 6.5, "op": "=", "target_max": 7}),
        ("40 - 50", {"target": 40, "op": "=", "target_max": 50}),
        ("khoảng 40 - 50%", {"target": 40, "op": "~", "target_max": 50}),
        ("97%", {"target": 97}),
        ("30", {"target": 30}),
        ("", {"target": MISSING}),
    ],
)
def test_a_target_is_typed_as_it_is_printed(text: str, said: dict[str, Any]) -> None:
    assert target(text) == said


def test_each_language_has_its_own_decimal_mark() -> None:
    assert target("at least 6.5", words=EN) == {"target": 6.5, "op": ">=", "target_max": MISSING}
    for words, text in ((VI, "≥ 1.234"), (EN, "≥ 1,234")):
        with pytest.raises(Unreadable):
            target(text, words=words)


@pytest.mark.parametrize("text", ["8,53(1)", "≥ 30(1)", "≥ 30% GRDP", "97% hộ", "trên 50 đến dưới 65", "30; 40", "tăng", "8 hoặc 9"])
def test_what_says_more_than_the_fields_hold_is_refused_whole(text: str) -> None:
    with pytest.raises(Unreadable):
        target(text, "triệu đồng" if "GRDP" in text else "%")


def test_a_footnote_is_asked_about_and_a_key_takes_the_number_alone() -> None:
    assert choices(INDICATOR["target"], "8,53(1)", VI) == ("8,53",)
    with pytest.raises(Unreadable) as fault:
        target("8,53(1)")
    assert "↑" in refusal(INDICATOR["target"], "8,53(1)", fault.value, VI)


def test_a_figure_may_be_a_bound_and_is_never_a_range_or_about_so_much() -> None:
    assert read_worded(FIGURE["value"], FIGURE, "trên 65", VI) == {"value": 65, "op": ">"}
    for text in ("khoảng 50", "6,5-7"):
        with pytest.raises(Unreadable) as fault:
            read_worded(FIGURE["value"], FIGURE, text, VI)
        assert text in VI.sentence(fault.value.sentence)
    with pytest.raises(Unreadable):
        read_worded(TASK["progress"], TASK, "trên 65", VI)  # a number with no sign beside it


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Quý II/2024", {"due": dt.date(2024, 6, 30), "due_text": "Quý II/2024"}),
        ("trước 30/6/2024", {"due": dt.date(2024, 6, 29), "due_text": "trước 30/6/2024"}),
        ("thường xuyên", {"due": MISSING, "mode": "standing"}),
        ("hằng năm", {"due": MISSING, "mode": "periodic", "every": "year"}),
        ("30/6", {"due": dt.date(2024, 6, 30)}),
        ("", {"due": MISSING}),
    ],
)
def test_a_due_day_keeps_its_wording(text: str, said: dict[str, Any]) -> None:
    assert read_worded(TASK["due"], TASK, text, VI, TODAY) == said


@pytest.mark.parametrize("text", ["12/24", "dự kiến tháng 6/2024", "abc"])
def test_a_due_day_in_doubt_is_not_taken(text: str) -> None:
    with pytest.raises(Unreadable):
        read_worded(TASK["due"], TASK, text, VI, TODAY)


def test_while_it_is_typed_it_is_said_how_it_is_understood() -> None:
    assert expected(INDICATOR["target"], "trên 65", VI, TODAY, "%", INDICATOR).startswith("→ > 65 · ")
    assert expected(INDICATOR["target"], "6,5-7", VI, TODAY, "%", INDICATOR).startswith("→ 6,5 – 7 · ")
    assert expected(TASK["due"], "hằng năm", VI, TODAY, "", TASK).startswith("→ định kỳ, ")
    assert not expected(INDICATOR["target"], "tăng", VI, TODAY, "%", INDICATOR).startswith("→")


def test_an_extension_leaves_the_words_of_the_first_due_day() -> None:
    plan = Plan()
    plan.tables["tasks"]["a"] = {"due": dt.date(2024, 6, 30), "due_text": "Quý II/2024"}
    edits = [
        SetField("tasks", "a", "due", dt.date(2024, 12, 31), dt.date(2024, 6, 30)),
        SetField("tasks", "a", "due_text", "Quý IV/2024", "Quý II/2024"),
    ]
    made = as_extensions(edits, plan, ["a"], {"on": TODAY, "reason": "mưa"})
    assert [edit.field for edit in made if isinstance(edit, SetField)] == ["extensions"]
