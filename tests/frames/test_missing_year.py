"""The only year of a term that is missing: what it must have brought, wherever it is said; of several, or before the end, nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frame_plans import TERM, figure, frames_of, indicator
from tui.frames.insight.what_if import verdict_crossings, verdict_if
from tui.frames.insight.why import explain_indicator
from tui.frames.methods.verdicts import verdicts
from tui.frames.tables.targets import targets_view
from tui.i18n.words import Words
from tui.reports.indicator_annex import indicator_annex
from tui.reports.official import cell

VI = Words("vi")
DAY = dt.date(2026, 11, 22)
LACKING = {
    "growth": indicator(
        "term_growth", target=9, unit="%/năm", values=[figure(y, v) for y, v in ((2021, 6.6), (2022, 10.8), (2023, 5.13), (2025, 12.5))]
    ),
    "stated": indicator("term_growth", op=">", target=8, unit="%", values=[figure(2023, 7, years=[2021, 2023]), figure(2025, 9.0)]),
    "births": indicator("term_growth", op="<=", target=1, unit="%", values=[figure(y, 1.2) for y in (2021, 2022, 2024, 2025)]),
    "sum": indicator("term_sum", target=20, unit="tỷ đồng", values=[figure(y, v) for y, v in ((2021, 4), (2022, 4), (2023, 3), (2025, 5))]),
    "mean": indicator("term_mean", op="<", target=5, unit="%", values=[figure(y, 4.9) for y in (2021, 2022, 2023, 2025)]),
}
NOT_ASKED = {
    "two": indicator("term_growth", target=9, values=[figure(2021, 6.6), figure(2022, 10.8), figure(2025, 12.5)]),
    "early": indicator("term_growth", target=9, values=[figure(2021, 6.6), figure(2023, 10.8)]),
    "level": indicator("end_level", target=9, values=[figure(2021, 6.6), figure(2025, 10.8)]),
    "none": indicator("term_growth", target=9),
}
FRAMES = frames_of(plan={"title": "Kế hoạch Mẫu", "term": TERM}, indicators={**LACKING, **NOT_ASKED})


@pytest.mark.parametrize("id", LACKING)
def test_what_the_missing_year_must_have_brought_suffices_and_a_digit_less_does_not(id: str) -> None:
    row = {row["id"]: row for row in verdicts(FRAMES, DAY).to_dicts()}[id]
    (year,), value, better = row["missing"], row["closing"], row["better"]
    digits = 0 if id == "sum" else 2
    unit = 10.0**-digits
    said = row["turning_op"] in ("<", ">")  # the value itself does not do there
    enough, less = (value + better * unit, value) if said else (value, value - better * unit)
    there, short = verdict_if(FRAMES, id, [{year: round(enough, 6)}, {year: round(less, 6)}], DAY)
    assert there["verdict"] in ("met", "exceeded") and there["reason"] != "rounded", (id, value)
    assert short["verdict"] == "not_met" or short["reason"] == "rounded", (id, value)


def test_it_is_said_in_the_table_aloud_in_v_and_in_the_annex() -> None:
    shown = dict(targets_view(FRAMES, FRAMES.plan, DAY, VI).frame.select("id", "verdict_short").iter_rows())
    assert "thiếu 2024: đạt nếu ≥ 10,15" in shown["growth"], shown
    aloud = explain_indicator(FRAMES, "growth", DAY).aloud
    assert aloud is not None and "chưa có số liệu 2024; đạt hoặc vượt nếu 2024 ≥ 10,15" in VI.sentence(aloud)
    crossings = verdict_crossings(FRAMES, "growth", DAY)
    assert crossings is not None and crossings.year == 2024 and not crossings.revised, "nothing is revised: it is missing"
    notes = {row.id: cell(row.cells[-1]) for row in indicator_annex(FRAMES, DAY, year=2025).rows}
    assert "hoặc vượt nếu năm 2024 ≥\u00a010,15" in notes["growth"], notes["growth"]
    for id in NOT_ASKED:
        assert "đạt nếu" not in shown[id] or "chờ" in shown[id], shown[id]
        assert {row["id"]: row for row in verdicts(FRAMES, DAY).to_dicts()}[id]["closing"] is None, id
