"""A figure that is there before it may count: the headline, the reasons and the cell say so, and why."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.frame_plans import figure, frames_of, indicator
from tests.support.workbench import open_workbench
from tui.frames.build import Frames
from tui.frames.insight.later_figures import hidden_of, later_figures_said, why_hidden
from tui.frames.methods.figures import waiting_figures
from tui.frames.tables.cell_text import full_text
from tui.frames.tables.targets import targets_view
from tui.i18n.words import Words
from tui.screens.dialogs.form import Form

VI = Words("vi")
DAY = dt.date(2025, 11, 29)
SAID = dt.date(2025, 11, 20)


def said(frames: Frames, day: dt.date = DAY) -> str:
    told = later_figures_said(frames, day)
    return "" if told is None else VI.sentence(told)


def plan_with(*values: dict[str, object]) -> Frames:
    record = indicator("floor", target=30, values=list(values))
    return frames_of(indicators={"i": record}, sources={"s": {"title": "Báo cáo", "date": SAID}})


def test_the_headline_says_the_true_reason() -> None:
    early = figure(2025, 35, "estimate", source="s")
    assert said(plan_with(early)) == "1 số liệu chỉ được tính từ ngày 01/12/2025"
    assert said(plan_with(early), dt.date(2025, 12, 1)) == ""
    late = figure(2024, 34, published=dt.date(2026, 2, 1))
    assert said(plan_with(late)) == "1 số liệu công bố sau ngày này"
    both = said(plan_with(early, late, figure(2025, 36, "preliminary")))
    assert both == "2 số liệu chỉ được tính từ ngày 01/12/2025 hoặc muộn hơn · 1 số liệu công bố sau ngày này"
    assert said(frames_of()) == ""


def test_each_is_listed_with_its_rule_and_marked_in_its_cell() -> None:
    part = figure(2025, 20, as_of=dt.date(2025, 12, 10))
    frames = plan_with(figure(2024, 31), figure(2025, 35, "estimate", source="s"), part, figure(2023, 30, published=dt.date(2026, 1, 5)))
    told = [VI.sentence(why_hidden(row, DAY)) for row in hidden_of(frames, "i", DAY)]
    assert told == [
        "chưa được tính trước ngày 01/12/2025: số ước tính cả năm được tính từ ngày 01/12 năm đó",
        "chưa được tính trước ngày 11/12/2025: kỳ số liệu chưa hết",
        "chưa được tính trước ngày 05/01/2026 là ngày công bố",
    ]
    view = targets_view(frames, frames.plan, DAY, VI)
    shown = {year: full_text(view.column(f"year_{year}"), view.frame.row(0, named=True), VI) for year in range(2022, 2026)}
    assert shown == {2022: "–", 2023: "○", 2024: "31", 2025: "○"}
    assert waiting_figures(frames, DAY)["position"].to_list() == [3, 1], "part of a year is in no cell"


def test_one_that_counts_already_is_not_hidden_behind_a_mark() -> None:
    frames = plan_with(figure(2024, 31, "estimate"), figure(2024, 32, published=dt.date(2026, 1, 5)))
    view = targets_view(frames, frames.plan, DAY, VI)
    assert full_text(view.column("year_2024"), view.frame.row(0, named=True), VI).startswith("31")
    assert waiting_figures(frames, DAY).is_empty()


async def test_what_was_entered_is_said_to_wait_and_opened_again(plan_file: Path) -> None:
    async with open_workbench(plan_file, as_of=DAY) as bench:
        await bench.cell("bao-hiem", "year_2025")
        await bench.type("94,9")
        await bench.press("enter")
        form = await bench.dialog(Form)
        await bench.type("uoc")
        await bench.press("enter", "ctrl+s")
        await bench.until(lambda: bench.app.screen is bench.tab, "the form closes")
        assert "chưa được tính trước ngày 01/12/2025" in bench.status
        entered = len(bench.value("indicators", "bao-hiem", "values"))  # type: ignore[arg-type]
        await bench.cell("bao-hiem", "year_2025")
        await bench.press("enter")
        form = await bench.dialog(Form)
        assert form.values["value"] == 94.9, "the entry that is there"
        await bench.press("escape")
        assert "chưa được tính trước" in (bench.tab.reasons("bao-hiem") or "")  # type: ignore[attr-defined]
        assert len(bench.value("indicators", "bao-hiem", "values")) == entered  # type: ignore[arg-type]
