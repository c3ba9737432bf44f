"""The yearly report says first what nothing is known of, and gives deadlines as the document words them."""

from __future__ import annotations

import datetime as dt

from tests.support.frame_plans import frames_of, indicator
from tui.reports.annexes import _due
from tui.reports.word.yearly import _indicators

DAY = dt.date(2025, 11, 29)
FINE = "không có chỉ tiêu nào không đạt"


def test_without_figures_none_is_said_to_be_fine() -> None:
    empty = {f"i{n}": indicator("floor", target=40) for n in range(3)}
    assert list(_indicators(frames_of(indicators=empty), DAY)) == ["Có 03 chỉ tiêu chưa có số liệu hoặc chưa đủ số liệu để đánh giá."]
    some = {**empty, "good": indicator("floor", target=40, values={2024: 50})}
    first, then = _indicators(frames_of(indicators=some), DAY)
    assert first.startswith("Có 03") and then.startswith("Trong 01 chỉ tiêu còn lại") and FINE in then
    (alone,) = _indicators(frames_of(indicators={"good": some["good"]}), DAY)
    assert alone.lower().startswith(FINE), "the other way round: all are known"
    unknown, weak, *_ = _indicators(frames_of(indicators={**empty, "bad": indicator("floor", target=40, values={2024: 20})}), DAY)
    assert unknown.startswith("Có 03") and "(01 chỉ tiêu)" in weak


def test_a_deadline_is_worded_as_in_the_document() -> None:
    nothing = {"due": None, "extended": 0, "first_due": None}
    row = {"mode": "periodic", "every": "year", "times": None, "due_text": "Tháng 11 hằng năm"}
    assert _due(row, nothing) == "Tháng 11 hằng năm"
    assert _due({**row, "mode": "standing", "every": None, "due_text": "Thường xuyên, hằng năm"}, nothing) == "Thường xuyên, hằng năm"
    assert _due({**row, "due_text": None}, nothing) == "Hằng năm"
