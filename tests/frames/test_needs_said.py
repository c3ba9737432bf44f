"""What is needed is said as it is: both ends of a range, a strict bound as one, one number for one need, nothing that makes it worse."""

from __future__ import annotations

import datetime as dt

from tests.support.frame_plans import frames_of, indicator
from tui.frames.insight.awaited import awaited
from tui.frames.insight.needed import solve, why_not
from tui.frames.insight.overview import off_course
from tui.frames.insight.said_aloud import DIRECTION_UNTOLD
from tui.frames.insight.standings import standings
from tui.frames.methods.digits import digits_of, needs
from tui.frames.methods.verdicts import verdicts
from tui.i18n.words import Words
from tui.reports.indicator_annex import turning_words

VI = Words("vi")
AFTER, BEFORE = dt.date(2026, 11, 30), dt.date(2024, 12, 31)
DOCTORS = {"unit": "bác sĩ", "values": {2020: 7.4, 2023: 7.1}}

FRAMES = frames_of(
    indicators={
        "range": indicator("end_level", "=", target=6.5, target_max=7, **DOCTORS),
        "strict": indicator("end_level", "<", 1.5, unit="%", values={2020: 3.0, 2023: 2.1}),
        "whole": indicator("count", ">", 5, unit="xã", values={2020: 1, 2023: 3}),
        "share": indicator("share", "=", target=8, unit="%", values={2020: 11.0, 2022: 10.5}),
        "cut": indicator("points_cut", target=1, unit="điểm %/năm", values={2021: 6.14, 2020: 7.0, 2022: 4.49}),
        "kept": indicator("end_level", "=", target=90, unit="%", values={2020: 92.0, 2023: 90.57}),
        "better": indicator("end_level", "=", target=90, unit="%", better="down", values={2020: 95.0, 2023: 92.0}),
    }
)


def told(day: dt.date) -> dict[str, str]:
    return {one.id: VI.sentence(one.said) for one in standings(FRAMES, day)}


def test_a_range_is_said_with_both_ends_and_come_down_to_from_above() -> None:
    assert "đạt nếu 2025 từ 6,5 đến 7,0" in told(AFTER)["range"]
    row = verdicts(FRAMES, AFTER).row(0, named=True)
    assert turning_words(row, digits_of(FRAMES, "range")) == "đạt nếu năm 2025 từ 6,5 đến 7,0"
    assert dict(needs(FRAMES, BEFORE).iter_rows())["range"] == -0.05, "to 7, not to 6,5"
    assert "mỗi năm" not in told(AFTER)["range"] and "0,05 bác sĩ" in told(BEFORE)["range"]


def test_a_strict_bound_is_said_as_one_and_what_is_asked_of_each_year_keeps_it() -> None:
    after = told(AFTER)
    assert "2025 < 1,5" in after["strict"] and "2025 > 5" in after["whole"]
    short = {one.id: VI.sentence(one.short[0]) for one in awaited(FRAMES, AFTER)}
    assert short["strict"] == "2025: cần dưới 1,5 (2023: 2,1)" and short["whole"] == "2025: cần trên 5 (2023: 3)"
    need = dict(needs(FRAMES, BEFORE).iter_rows())
    assert "hơn 0,30 điểm phần trăm" in told(BEFORE)["strict"], "the amount itself does not do"
    assert need["strict"] == -0.31 and 2.1 + 2 * need["strict"] < 1.5 and need["whole"] == 1.5


def test_one_need_has_one_number_and_it_suffices() -> None:
    before = dict(needs(FRAMES, BEFORE).iter_rows())
    after = {one.id: [VI.sentence(part) for part in one.short] for one in awaited(FRAMES, AFTER)}
    assert before["share"] == -0.84 and "cần giảm 0,84 điểm phần trăm/năm" in after["share"][1]
    assert after["cut"][0] == "2025: tỷ lệ cần không quá 2,00 (2022: 4,49)", "the rate, which the name calls a cut"
    assert "cần giảm 0,83 điểm phần trăm/năm" in after["cut"][1]


def test_nobody_is_told_to_make_worse_what_lies_beyond_a_bare_value() -> None:
    after = {one.id: [VI.sentence(part) for part in one.short] for one in awaited(FRAMES, AFTER)}
    assert after["kept"][1] == "đang cao hơn mục tiêu; chưa ghi tăng hay giảm là tốt hơn"
    assert "giảm" not in after["kept"][0] and dict(needs(FRAMES, BEFORE).iter_rows())["kept"] is None
    assert dict(needs(FRAMES, BEFORE).iter_rows())["better"] == -1, "where less is better it must fall"


def test_f7_asks_nothing_of_what_lies_above_a_bare_value_while_nobody_says_the_direction() -> None:
    told = why_not(FRAMES, "kept", BEFORE)
    assert told is not None and VI.sentence(told) == VI(DIRECTION_UNTOLD)
    assert why_not(FRAMES, "better", BEFORE) is None and solve(FRAMES, "better", BEFORE, {}).values[2025] == 90


def test_the_share_of_the_way_down_to_a_range_is_measured_to_its_nearer_end() -> None:
    known = {"unit": "bác sĩ", "values": {2020: 10.0, 2023: 8.5}}
    frames = frames_of(
        indicators={
            "range": indicator("end_level", "=", target=6.5, target_max=7, **known),
            "value": indicator("end_level", "=", target=6.5, **known),
        }
    )
    shares = dict(verdicts(frames, BEFORE).select("id", "progress").iter_rows())
    assert round(shares["range"], 3) == 0.833 and round(shares["value"], 3) == 0.714, "7,5 of the way from 10 to 7, and to 6,5"


def test_of_a_year_that_is_over_and_not_reported_nothing_is_asked_on_the_screen_either() -> None:
    """As in the papers: what all years after the last figure come to by the end; the path of each is no longer anybody's to go."""
    records = {
        "growth": indicator("term_growth", target=9, unit="%/năm", values={2021: 6.0, 2022: 7.0, 2023: 8.0}),
        "sum": indicator("term_sum", target=100, unit="km", values={2021: 15, 2022: 15, 2023: 10}),
        "share": indicator("share", "=", target=61, unit="%", values={2020: 58.0, 2023: 59.5}),
        "level": indicator("end_level", ">=", 150, unit="triệu đồng", path="compound", values={2020: 90.0, 2023: 113.0}),
        "cut": indicator("points_cut", target=1, unit="điểm %/năm", values={2020: 7.0, 2021: 6.14, 2022: 5.0, 2023: 4.49}),
        "whole": indicator("count", ">=", 8, unit="xã", values={2020: 1, 2023: 5}),
        "floor": indicator("floor", ">", 95, unit="%", values={2022: 96.0, 2023: 94.0}),
    }
    frames, day = frames_of(indicators=records), dt.date(2025, 6, 30)
    said = {one.id: VI.sentence(one.said) for one in standings(frames, day)}
    assert said["growth"].endswith("bình quân 2024–2025 cần đạt 12,08%.")
    assert said["sum"].endswith("tổng 2024–2025 cần đạt 60,00 km.")
    assert said["share"].endswith("đến năm 2025 cần tăng 1,50 điểm phần trăm so với năm 2023.")
    assert said["level"].endswith("đến năm 2025 cần tăng 32,75% so với năm 2023.")
    assert said["cut"].endswith("đến năm 2025, tỷ lệ cần giảm 2,49 điểm phần trăm so với năm 2023.")
    assert said["whole"].endswith("đến năm 2025 cần tăng 3 xã so với năm 2023.")
    assert said["floor"].endswith("2025 trên 95."), "each year is held against it"
    assert not [one for one in said.values() if "mỗi năm" in one]
    ahead = {one.id: VI.sentence(one.said) for one in standings(frames, BEFORE)}
    assert "2024–2025 mỗi năm cần tăng 0,75 điểm phần trăm" in ahead["share"], "seen in 2024 both years are ahead"
    parts = {line.id: [VI.sentence(part) for part in line.parts] for line in off_course(frames, day)}
    assert "tổng 2024–2025 cần đạt 60,00 km" in parts["sum"], "lists say it so as well"
    assert "bình quân 2024–2025 cần đạt 12,08%" in parts["growth"]
