"""The charts as a person sees them: what is drawn how, what is broken, and what is only said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from textual.app import App, ComposeResult

from tests.support.frame_plans import LATER, figure, frames_of, indicator
from tests.support.screens import screen_text
from tui.frames.build import Frames
from tui.frames.tables.charts.drawing import BESIDE, BREAK, ESTIMATE, FORECAST, PATH, REQUIRED, RESULT, TARGET
from tui.frames.tables.charts.indicator import runs
from tui.frames.tables.charts.indicator_series import indicator_series
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.screens import charts
from tui.widgets.chart import PlanChart


class Revisions:
    revision = 1


BEFORE_THE_END = dt.date(2025, 6, 1)
"""A day of the last year: what is still needed is asked only of years that are not over."""


class Bench(App[None]):
    """The little of the workbench a chart asks for."""

    def __init__(self, frames: Frames, as_of: dt.date = LATER) -> None:
        super().__init__()
        self.frames, self.as_of, self.words, self.workspace = frames, as_of, Words("en"), Revisions()

    @property
    def plan(self) -> Plan:
        return self.frames.plan

    def compose(self) -> ComposeResult:
        yield PlanChart(self.words, id="chart")


async def drawn(frames: Frames, show: str, *given: Any, size: tuple[int, int] = (60, 24), as_of: dt.date = LATER) -> str:
    app = Bench(frames, as_of)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        getattr(charts, f"{show}_chart")(app, *given).show_in(app.query_one(PlanChart))
        await pilot.pause()
        return screen_text(app)


def level(values: list[dict[str, Any]], target: float = 90) -> Frames:
    return frames_of(indicators={"i": indicator("end_level", target=target, values=values, name="Tỷ lệ")})


async def test_results_target_path_and_forecast_have_each_their_own_mark_at_60_columns() -> None:
    shown = await drawn(
        level([figure(2020, 50), figure(2021, 54), figure(2022, 60, "estimate")]), "indicator", "i", as_of=dt.date(2023, 6, 1)
    )
    for mark in (RESULT, ESTIMATE, TARGET, PATH, FORECAST):
        assert shown.count(mark) >= 2, mark  # in the plot and in the legend
    assert all(len(line) <= 60 for line in shown.splitlines())
    assert "2025" in shown and "without a figure: 2023, 2024, 2025" in " ".join(shown.split())


async def test_a_missing_year_breaks_the_line() -> None:
    whole = await drawn(level([figure(y, 50 + y - 2020) for y in (2020, 2021, 2022, 2023)]), "indicator", "i")
    holed = await drawn(level([figure(y, 50 + y - 2020) for y in (2020, 2021, 2023)]), "indicator", "i")
    braille = [sum(0x2800 < ord(c) <= 0x28FF for c in shown) for shown in (whole, holed)]
    assert 0 < braille[1] < braille[0] / 2
    assert runs([2020, 2021, 2023]) == [[2020, 2021], [2023]]


async def test_another_scope_is_a_break_beside_the_series() -> None:
    values = [figure(2020, 50), figure(2021, 54), figure(2025, 61, "estimate", scope="merged")]
    shown = await drawn(level(values), "indicator", "i")
    assert shown.count(BESIDE) == 2 and shown.count(BREAK) > 2
    assert "another scope: after the merger" in " ".join(shown.split())
    early = await drawn(level(values), "indicator", "i", as_of=dt.date(2022, 1, 1))
    assert BESIDE not in early


async def test_what_is_not_drawn_is_said() -> None:
    values = [
        figure(2020, 50),
        figure(2021, 54),
        figure(2022, 900, scope="huyện"),  # would press everything else flat
        figure(2022, 56, as_of=dt.date(2022, 6, 30)),
        figure(2022, 7, unit="xã"),
    ]
    shown = " ".join((await drawn(level(values), "indicator", "i")).split())
    assert "outside the frame: 2022: 900" in shown
    assert "2 figures not drawn" in shown


async def test_mean_growth_shows_what_the_years_left_must_bring() -> None:
    frames = frames_of(indicators={"i": indicator("term_growth", target=8, values={2021: 6.51, 2022: 8.59, 2023: 4.9, 2024: 6.5})})
    assert indicator_series(frames, "i", BEFORE_THE_END).required == pytest.approx((None, None, None, None, 13.64), abs=0.2)
    shown = await drawn(frames, "indicator", "i", as_of=BEFORE_THE_END)
    assert shown.count(REQUIRED) == 2 and "mean forecast" in shown
    assert FORECAST not in shown  # a mean is no point of the series


async def test_an_indicator_without_results_says_so() -> None:
    shown = await drawn(level([]), "indicator", "i")
    assert "no full-year figure to draw" in shown and "target: ≥ 90" in shown


async def test_windows_show_the_share_before_and_after_and_the_basis() -> None:
    company = {
        "name": "Công ty Một",
        "arrangement": "equitise",
        "share_now": 100,
        "target_min": 50,
        "target_max": 65,
        "target_open": ["min", "max"],
        "window": {"start": dt.date(2022, 1, 1), "end": dt.date(2023, 12, 31)},
        "basis": ["old", "open"],
    }
    documents = {
        "old": {"number": "22/QĐ", "kind": "Quyết định", "issuer": "Thủ tướng", "about": "a", "valid_until": dt.date(2025, 12, 31)},
        "open": {"number": "1/NQ", "kind": "Nghị quyết", "issuer": "Quốc hội", "about": "b"},
    }
    frames = frames_of(enterprises={"e": company, "f": {"name": "Công ty Hai", "arrangement": "divest"}}, documents=documents)
    shown = await drawn(frames, "windows", "e")
    assert "100→> 50 and < 65" in shown and "–→–" in shown
    assert "⚠ 22/QĐ (not valid since 31 Dec 2025)" in shown and "1/NQ (no last day given)" in shown
    assert "22/QĐ (valid until 31 Dec 2025)" in await drawn(frames, "windows", "e", as_of=dt.date(2024, 1, 1))


async def test_the_structure_names_the_sectors_indicators_with_verdicts() -> None:
    frames = frames_of(
        indicators={
            "cn": indicator("share", "=", 61, {2020: 58, 2022: 59.5}, name="Công nghiệp"),
            "dv": indicator("share", "=", 31, name="Dịch vụ"),
        },
        sectors={"s": {"name": "Ngành một", "order": 1}, "t": {"name": "Ngành hai", "order": 2}},
        directions={
            "d": {"sector": "s", "order": 1, "summary": "x", "indicators": ["cn", "dv"], "locator": "II"},
            "e": {"sector": "t", "order": 1, "summary": "y", "locator": "II"},
        },
    )
    shown = await drawn(frames, "structure", "d")
    assert "Ngành một:" in shown and "? Dịch vụ: no data" in shown
    assert "Ngành hai: no indicator supports the sector" in await drawn(frames, "structure", "e")
    assert "more lines in a taller window" in await drawn(frames, "structure", "d", size=(60, 6))
