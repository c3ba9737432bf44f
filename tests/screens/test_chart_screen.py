"""A chart on the whole screen: from a row, from the panel, from record to record, its numbers, and back."""

from __future__ import annotations

from pathlib import Path

from tests.support.lengths import in_proofs
from tests.support.small_plan import EMPTY
from tests.support.workbench import open_workbench
from tui.screens.chart_screen import ChartScreen
from tui.screens.dialogs.chart_numbers import ChartNumbers
from tui.widgets.chart import PlanChart
from tui.widgets.spoken import Spoken


async def test_the_chart_of_a_row_takes_the_screen_goes_on_and_leads_back_to_the_record(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        first, second, count = *bench.rows[:2], len(bench.rows)
        await bench.press("z")
        screen = bench.app.screen
        assert isinstance(screen, ChartScreen)
        plan = bench.app.session.plan
        title = screen.query_one("#chart-title", Spoken)
        assert title.text.startswith(plan.title_of("indicators", first))
        assert screen.query_one("#chart", PlanChart).size.height >= 14
        await bench.press("down", "j")
        await bench.press("up")
        assert title.text.startswith(plan.title_of("indicators", second)) and f"2/{count}" in bench.screen
        await bench.press("right")
        assert bench.words("there is only this chart of it") in bench.screen
        await bench.press("i")
        box = await bench.dialog(ChartNumbers)
        assert box.table.row_count == len(box.numbers.rows) > 0
        copied: list[str] = []
        bench.app.copy = lambda text: copied.append(text) or bench.words("copied")  # type: ignore[assignment,method-assign,func-returns-value,return-value]
        await bench.press("Y", "escape", "Y")
        assert copied == [box.numbers.as_text] * 2
        await bench.press("z")
        assert bench.app.screen is bench.tab and bench.id == second and bench.tab.follows


async def test_several_keys_in_one_read_and_the_end_of_the_list(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        count = len(bench.rows)
        await bench.press("z")
        await bench.hold("down", count + 3)
        assert bench.words("there is no further chart in this direction") in bench.screen and f"{count}/{count}" in bench.screen
        await bench.press("escape")
        assert bench.app.screen is bench.tab and bench.id == bench.rows[-1]


@in_proofs
async def test_tasks_have_a_chart_by_body_and_one_by_state_and_the_panel_shows_numbers(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "z")
        by_body = bench.screen
        await bench.press("right")
        assert bench.words("Tasks by state") in bench.screen and bench.words("Tasks by state") not in by_body
        await bench.press("escape", "tab", "i")
        box = await bench.dialog(ChartNumbers)
        assert bench.words("Tasks led") in box.numbers.titles
        await bench.press("escape", "escape", "i")
        assert not isinstance(bench.app.screen, ChartNumbers), "on the table the same key shows the cell"
        await bench.press("escape", "0", "z")
        assert isinstance(bench.app.screen, ChartScreen) and bench.words("How the plan stands") in bench.screen
        await bench.press("1")
        assert bench.app.screen is bench.tab, "a tab leaves it and the overview below"


async def test_where_there_is_nothing_to_draw_that_is_said(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan) as bench:
        await bench.press("escape", "z")
        assert bench.words("there is no row here") in bench.status
        await bench.press("4", "z")
        assert bench.screen.count(bench.words("Workload by agency")) == 1 and bench.words("no task names an agency") in bench.screen
        await bench.press("escape", "0", "z", "i")
        box = await bench.dialog(ChartNumbers)
        assert box.table.row_count == 0
        await bench.press("escape", "escape", "escape")
        await bench.run("registers")
        await bench.pick("agencies")
        await bench.press("z")
        assert bench.words("the records of this list have no chart") in bench.status


async def test_over_a_chart_of_the_whole_plan_nothing_is_said_of_one_task(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        tab = bench.tab
        row = tab.table.current_id
        await bench.press("z")
        assert tab.spoken() and " ".join(tab.spoken().split())[:12] not in bench.screen
        assert f"↓ {bench.words('next')}" not in bench.screen and f" 1/{tab.table.row_count} " not in bench.screen
        await bench.press("down")
        assert bench.words("there is no further chart in this direction") in bench.screen
        await bench.press("escape")
        assert tab.table.current_id == row, "the cursor is where it was left"
