"""The yearly report says first what nothing is known of, and gives deadlines as the document words them."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from tests.support.frame_plans import frames_of, indicator
from tests.support.lengths import longer, of_these
from tui.commands.shared import shipped_plan
from tui.frames.build import Frames
from tui.frames.insight.overview import overview
from tui.reports import sentences
from tui.reports.task_annex import _due
from tui.reports.word.result_lines import indicator_lines
from tui.reports.word.work_lines import gap_lines, weak_words
from tui.reports.word.yearly import yearly_report
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

DAY = dt.date(2025, 11, 29)


def gaps(frames: Frames, day: dt.date = DAY) -> list[str]:
    """What a report says of what lags behind."""
    return list(gap_lines(frames, day, overview(frames, day, ()), "II"))


def said_of(frames: Frames, day: dt.date = DAY) -> list[str]:
    """What it says of the indicators of the one goal."""
    return list(indicator_lines(frames, day, "g", day.year))


def test_without_figures_none_is_said_to_be_fine() -> None:
    empty = {f"i{n}": indicator("floor", target=40) for n in range(3)}
    assert gaps(frames_of(indicators=empty)) == ["Có 03 chỉ tiêu chưa đủ số liệu để đánh giá."]
    (line,) = said_of(frames_of(indicators=empty))
    assert line.startswith("- Chưa có số liệu: Chỉ tiêu (mục tiêu năm 2025 từ 40% trở lên); "), "every one is named, together"
    good = {"good": indicator("floor", target=40, values={2024: 50})}
    assert gaps(frames_of(indicators=good)) == [], "the other way round: all are known and well"
    first, then = said_of(frames_of(indicators={**empty, **good}))
    assert first.startswith("- Chỉ tiêu: chưa có số liệu năm 2025; năm 2024 là 50%") and then.startswith("- Chưa có số liệu")
    weak, unknown = gaps(frames_of(indicators={**empty, "bad": indicator("floor", target=40, values={2024: 20})}))
    assert weak.startswith("Có 01 chỉ tiêu ") and weak_words() in weak and unknown.startswith("Có 03")


@longer
@pytest.mark.parametrize("day", of_these([dt.date(2023, 12, 31), dt.date(2026, 11, 29)], [dt.date(2026, 11, 29)]))
def test_both_parts_and_the_annex_count_the_same_indicators_without_figures(day: dt.date) -> None:
    plan = load(shipped_plan()).plan
    frames = Frames(plan)
    report = yearly_report(plan, frames, min(day.year, 2025), day)
    text = "\n".join(block.text for block in report.body)
    (annex,) = (annex for annex in report.annexes if annex.table == "indicators")
    codes = [row.code for row in annex.rows]
    assert numbers(r"(\d+) chỉ tiêu chưa đủ số liệu", text) == [codes.count("no_data")]
    assert numbers(rf"(\d+) {sentences.VERDICTS['no_data']}", text)[:1] == [codes.count("no_data")]
    assert numbers(r"(\d+) chỉ tiêu định tính", text) == [codes.count("qualitative")]
    weak = sum(code in ("not_met", "at_risk", "speed_up") for code in codes)
    assert numbers(rf"Có (\d+) chỉ tiêu {weak_words()}", text) == ([weak] if weak else [])
    assert [id for id, record in plan.tables["indicators"].items() if record["name"] not in text] == [], "every indicator is named"


def numbers(pattern: str, text: str) -> list[int]:
    return [int(found) for found in re.findall(pattern, text)]


def test_qualitative_ones_nobody_judged_are_no_figures_that_are_missing() -> None:
    unsaid = {"q": indicator("qualitative")}
    assert gaps(frames_of(indicators=unsaid)) == ["Có 01 chỉ tiêu định tính chưa có kết quả đánh giá."]
    assert said_of(frames_of(indicators=unsaid)) == ["- Chưa có kết quả đánh giá (chỉ tiêu định tính): Chỉ tiêu."]


def test_those_that_are_met_come_first_and_nothing_is_said_by_signs() -> None:
    own = {
        "bad": indicator("floor", target=40, values={2023: 22, 2024: 20}, name="Kém"),
        "fell": indicator("end_level", target=100, unit="tỷ đồng", values={2023: 80, 2024: 70.5}, name="Giảm"),
        "good": indicator("floor", target=40, values={2024: 50}, name="Tốt"),
        "few": indicator("ceiling", "<", 3, values={2024: 2.5}, name="Ít"),
    }
    told = list(indicator_lines(frames_of(indicators=own), dt.date(2025, 2, 1), "g", 2024))
    assert [line.split(":")[0] for line in told][-1] in ("- Kém", "- Giảm") and told[0].split(":")[0] in ("- Tốt", "- Ít")
    text = "\n".join(told)
    assert "giảm 11,88% so với năm 2023" in text and "giảm 2 điểm phần trăm so với năm 2023" in text and "dưới 3%" in text
    assert not re.search(r"[≥≤<>]| %|-\d", text)


def test_a_deadline_is_worded_as_in_the_document() -> None:
    nothing = {"due": None, "extended": 0, "first_due": None}
    row = {"mode": "periodic", "every": "year", "times": None, "due_text": "Tháng 11 hằng năm"}
    assert _due(row, nothing) == "Tháng 11 hằng năm"
    assert _due({**row, "mode": "standing", "every": None, "due_text": "Thường xuyên, hằng năm"}, nothing) == "Thường xuyên, hằng năm"
    assert _due({**row, "due_text": None}, nothing) == "Hằng năm"
