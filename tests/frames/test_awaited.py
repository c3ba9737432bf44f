"""What waits for the figure of a year that is over: never bad, never good, and the least likely is told first."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tests.support.paths import SHIPPED
from tui.frames.build import Frames
from tui.frames.insight.agenda import ItemKind, agenda
from tui.frames.insight.awaited import awaited, unjudged_said
from tui.frames.insight.overview import overview
from tui.frames.insight.overview_lines import Part
from tui.i18n.words import Words
from tui.reports.agenda import as_text as agenda_text
from tui.reports.status import as_text
from tui.reports.word.work_lines import gap_lines
from tui.store.plan_file import load

VI = Words("vi")
AFTER = dt.date(2026, 11, 30)

pytestmark = pytest.mark.usefixtures("worked_out_once")


def said(frames: Frames) -> dict[str, list[str]]:
    return {one.id: [VI.sentence(part) for part in one.short] for one in awaited(frames, LATER)}


def test_the_least_likely_comes_first_and_what_needs_nothing_more_last() -> None:
    grown = {2020: 50.0, 2021: 52.0, 2022: 54.0}  # 2 a year
    levels = {
        "there": indicator("end_level", target=50, values={**grown, 2023: 60.0}),
        "little": indicator("end_level", target=57, values=grown),
        "unknown": indicator("end_level", target=57, values={2022: 54.0}),
        "much": indicator("end_level", target=66, values=grown),
        "fell": indicator("end_level", target=57, values={2020: 58.0, 2021: 56.0, 2022: 54.0}),
    }
    found = awaited(frames_of(indicators=levels), LATER)
    assert [one.id for one in found] == ["fell", "much", "unknown", "little", "there"]
    assert [one.id for one in found if one.in_doubt] == ["fell", "much", "unknown"]
    told = said(frames_of(indicators=levels))
    assert told["much"] == ["2025: cần 66 (2022: 54)", "cần tăng 4,00 điểm phần trăm/năm, năm tốt nhất 2,00"]
    assert told["fell"][1].endswith("chưa năm nào theo hướng đó"), "no minus, and no best year where there was none"
    assert told["unknown"] == ["2025: cần 57 (2022: 54)", "cần tăng 1,00 điểm phần trăm/năm"]


def test_a_rate_is_told_beside_its_best_year_a_fall_downwards_and_a_share_beside_its_mean() -> None:
    growth = indicator("term_growth", target=8, values={2021: 6.51, 2022: 8.59, 2023: 5.56, 2024: 6.5})
    births = indicator("term_growth", op="<=", target=1, values={2021: 2.0, 2022: 1.5, 2023: 1.2, 2024: 1.1})
    poor = indicator("end_level", op="<=", target=2, values={2021: 6.0, 2022: 5.0, 2024: 4.0})
    share = indicator("share", op="=", target=61, values={2020: 58.0, 2021: 58.7, 2022: 59.5})
    told = said(frames_of(indicators={"births": births, "growth": growth, "poor": poor, "share": share}))
    assert told["growth"] == ["2025: cần 13,01, năm tốt nhất 8,59"]
    assert told["births"] == ["2025: cần giảm 0,78, năm tốt nhất 1,10"], "a fall is said as one"
    assert told["poor"] == ["2025: cần không quá 2 (2024: 4)", "cần giảm 2,00 điểm phần trăm/năm, năm tốt nhất 1,00"]
    assert told["share"][1] == "cần tăng 0,50 điểm phần trăm/năm, đến nay bình quân 0,75"
    assert list(told) == ["births", "poor", "growth", "share"], "the farther beyond the best year the earlier"


def test_a_result_that_is_known_is_not_awaited_and_nothing_waits_while_the_year_runs() -> None:
    both = {"known": indicator("end_level", target=90, values={2020: 50, 2025: 95}), "open": indicator("end_level", target=90, year=2030)}
    frames = frames_of(indicators=both)
    assert awaited(frames, LATER) == () and VI.sentence(unjudged_said(frames, LATER) or "") == "1 chưa đủ số liệu"
    waiting = indicator("end_level", target=90, values={2020: 50, 2024: 70})
    frames = frames_of(indicators={"i": waiting})
    assert awaited(frames, dt.date(2025, 12, 31)) == () and [one.id for one in awaited(frames, dt.date(2026, 1, 1))] == ["i"]
    estimate = {**waiting, "values": [figure(2024, 70), figure(2025, 80, "estimate")]}
    assert awaited(frames_of(indicators={"i": estimate}), LATER) == (), "an estimate of the end year is a result"
    assert unjudged_said(frames_of(indicators={"i": both["known"]}), LATER) is None and awaited(frames_of(), LATER) == ()


def test_nobody_is_told_that_all_is_well_without_who_waits_beside_it() -> None:
    """The shipped plan after its term: screen, text, agenda and paper."""
    frames = Frames(load(SHIPPED).plan)
    found = overview(frames, AFTER, ())
    text = as_text(found, frames.plan, VI)
    assert "Chỉ tiêu cần quan tâm nhất: không có (10 chờ kết quả, 15 chưa đủ số liệu, 2 định tính)" in text
    lines = [line for line in text.splitlines() if "chờ kết quả 2025: " in line or "chờ kết quả bình quân" in line]
    assert len(lines) == found[Part.AWAITED].count == 10
    assert any("GRDP bình quân · chờ kết quả 2025: cần 13,01, năm tốt nhất 8,59" in line for line in lines)
    items = [item for item in agenda(frames, frames.plan, AFTER).items if ItemKind.AWAITED in item.kinds]
    assert "grdp_growth" in [item.id for item in items] and "poverty_reduction" not in [item.id for item in items], "it needs little"
    assert "chưa đánh giá: 10 chờ kết quả, 15 chưa đủ số liệu, 2 định tính" in agenda_text(
        agenda(frames, frames.plan, AFTER), frames.plan, VI
    )
    (paper,) = (line for line in gap_lines(frames, AFTER, found, "I") if "chưa có kết quả năm cuối" in line)
    assert paper.startswith("Có 10 chỉ tiêu ") and "Tốc độ tăng trưởng GRDP bình quân (năm 2025 cần 13,01)" in paper
    assert "(năm 2024 - 2025 cần 11,29)" in paper and "hộ nghèo" not in paper


def test_an_empty_agenda_names_those_nobody_can_judge() -> None:
    frames = frames_of(indicators={"i": indicator("end_level", target=90)})
    assert agenda_text(agenda(frames, frames.plan, AFTER), frames.plan, VI).endswith("chưa đánh giá: 1 chưa đủ số liệu\n")
    judged = frames_of(indicators={"i": indicator("end_level", target=90, values={2020: 50, 2025: 95})})
    assert "chưa đánh giá" not in agenda_text(agenda(judged, judged.plan, AFTER), judged.plan, VI)
