"""The yearly report says first what nothing is known of, and gives deadlines as the document words them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.support.frame_plans import frames_of, indicator
from tui.commands.shared import shipped_plan
from tui.frames.build import Frames
from tui.reports.annexes import _due
from tui.reports.word.yearly import _indicators, yearly_report
from tui.store.plan_file import load

DAY = dt.date(2025, 11, 29)
FINE = "không có chỉ tiêu nào không đạt"


def test_without_figures_none_is_said_to_be_fine() -> None:
    empty = {f"i{n}": indicator("floor", target=40) for n in range(3)}
    assert list(_indicators(frames_of(indicators=empty), DAY)) == ["Có 03 chỉ tiêu chưa đủ số liệu để đánh giá."]
    some = {**empty, "good": indicator("floor", target=40, values={2024: 50})}
    first, then = _indicators(frames_of(indicators=some), DAY)
    assert first.startswith("Có 03") and then.startswith("Trong 01 chỉ tiêu còn lại") and FINE in then
    (alone,) = _indicators(frames_of(indicators={"good": some["good"]}), DAY)
    assert alone.lower().startswith(FINE), "the other way round: all are known"
    unknown, weak, *_ = _indicators(frames_of(indicators={**empty, "bad": indicator("floor", target=40, values={2024: 20})}), DAY)
    assert unknown.startswith("Có 03") and "(01 chỉ tiêu)" in weak


@pytest.mark.parametrize("day", [dt.date(2023, 12, 31), dt.date(2025, 12, 31), dt.date(2026, 11, 29)])
def test_both_parts_and_the_annex_count_the_same_indicators_without_figures(day: dt.date) -> None:
    plan = load(shipped_plan()).plan
    report = yearly_report(plan, Frames(plan), 2025, day)
    text = "\n".join(line.text for line in report.body)
    (annex,) = (annex for annex in report.annexes if annex.table == "indicators")
    codes = [row.code for row in annex.rows]
    assert numbers(r"(\d+) chỉ tiêu chưa đủ số liệu", text) == [codes.count("no_data")] * 2
    assert numbers(r"(\d+) chỉ tiêu định tính", text) == [codes.count("qualitative")] * 2
    known = [code for code in codes if code not in ("no_data", "qualitative")]
    assert numbers(r"Trong (\d+) chỉ tiêu còn lại", text) in ([], [len(known)])
    weak = sum(code in ("not_met", "at_risk", "speed_up") for code in known)
    assert numbers(r"cần tăng tốc \((\d+) chỉ tiêu\)", text) == ([weak] if weak else [])
    assert weak or "Trong" in text


def numbers(pattern: str, text: str) -> list[int]:
    return [int(found) for found in re.findall(pattern, text)]


def test_qualitative_ones_nobody_judged_are_no_figures_that_are_missing() -> None:
    unsaid = {"q": indicator("qualitative")}
    assert list(_indicators(frames_of(indicators=unsaid), DAY)) == ["Có 01 chỉ tiêu định tính chưa có kết quả đánh giá."]
    known = {"good": indicator("floor", target=40, values={2024: 50})}
    _, then = _indicators(frames_of(indicators={**unsaid, **known}), DAY)
    assert then.startswith("Trong 01 chỉ tiêu còn lại") and FINE in then


def test_a_deadline_is_worded_as_in_the_document() -> None:
    nothing = {"due": None, "extended": 0, "first_due": None}
    row = {"mode": "periodic", "every": "year", "times": None, "due_text": "Tháng 11 hằng năm"}
    assert _due(row, nothing) == "Tháng 11 hằng năm"
    assert _due({**row, "mode": "standing", "every": None, "due_text": "Thường xuyên, hằng năm"}, nothing) == "Thường xuyên, hằng năm"
    assert _due({**row, "due_text": None}, nothing) == "Hằng năm"
