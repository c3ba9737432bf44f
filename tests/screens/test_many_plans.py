"""A roll-up of many plans in the workbench: its questions, into a plan and back, brought up to date under the eyes of who looks."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
from pathlib import Path

import pytest

from tests.support.many_plans import DAY, plan_text, write_plans
from tests.support.paths import ROOT
from tests.support.terminal import LoadedTerminal, put_away, until
from tests.support.workbench import Driver, open_many
from tui.actions import ACTIONS, Scope
from tui.frames.tables.narrowing import Asked
from tui.lake.open_lake import OpenLake
from tui.lake.reading import lake_in
from tui.lake.rollup import roll_up
from tui.lake.versions import NoLake
from tui.reports.many import many_as
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.picker import Picker
from tui.screens.many_plans.lake_screen import LakeScreen
from tui.screens.many_plans.what_is_open import ONLY_LOOKED_AT
from tui.screens.targets import TargetsScreen
from tui.screens.tasks import TasksScreen
from tui.session.resume import Place, TablePlace, keep_place


def rolled_up(folder: Path, **plans: str) -> Path:
    write_plans(folder / "plans", **plans)
    roll_up([str(folder / "plans")], folder / "lake", DAY)
    return folder / "lake"


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    """Two areas of which the second has two plans, and a plan that cannot be read."""
    return rolled_up(tmp_path, a=plan_text("P1", "01", growth=9.0), b=plan_text("P2", "19", growth=6.0), c=plan_text("P3"), d="[plan\n")


async def press(bench: Driver, *keys: str) -> None:
    """Press keys, each after what was asked of the roll-up is there."""
    for key in keys:
        await bench.press(key)
        if isinstance(bench.app.plan_screen, LakeScreen) and bench.app.screen is bench.app.plan_screen:
            await bench.answered()


async def opened(bench: Driver, plan: Path) -> None:
    await bench.until(lambda: not isinstance(bench.app.plan_screen, LakeScreen), f"{plan} opens")
    await bench.settle()
    assert bench.app.session.loaded.state.path == plan


async def test_from_an_area_to_a_record_of_a_plan_and_back_to_the_same_rows(lake: Path, tmp_path: Path) -> None:
    async with open_many(lake) as bench:
        assert (
            bench.rows == ["01", "19"] and "3 kế hoạch" in bench.title and "1 không đọc được" in bench.title and "28/11/2024" in bench.title
        )
        await press(bench, "down", "enter")
        assert len(bench.rows) == 2 and "Địa bàn 19" in bench.screen
        await press(bench, "down")
        await bench.column("late")
        await press(bench, "enter")
        assert [row.rpartition("#")[2] for row in bench.rows] == ["I-1"]
        await bench.press("enter")
        await opened(bench, tmp_path / "plans" / "c" / "plan.toml")
        assert isinstance(bench.tab, TasksScreen) and bench.id == "I-1" and "chỉ đọc" in bench.title and "28/11/2024" in bench.title
        await bench.press("E")
        assert "chỉ" in bench.status and bench.app.screen is bench.tab, "nothing of it is changed"
        await bench.press("1", "b")
        assert isinstance(bench.tab, LakeScreen) and bench.tab.look.by == "task"
        await press(bench, "b", "enter")
        assert bench.tab.look.by == "task", "the column is the one that was left"
        await press(bench, "b")
        await bench.column("title")
        await bench.press("enter")
        await opened(bench, tmp_path / "plans" / "c" / "plan.toml")
        assert isinstance(bench.tab, TargetsScreen)
        await bench.press("4", "9")
        assert bench.app.plan_screen.table_name == "lake.plan" and (bench.id or "").endswith("c/plan.toml")
        await bench.press("b")
        assert bench.app.plan_screen.table_name == "lake.area" and bench.id == "19"


async def test_what_is_filtered_in_one_plan_is_not_in_the_next(lake: Path, tmp_path: Path) -> None:
    async with open_many(lake) as bench:
        await press(bench, "4", "enter")
        await opened(bench, tmp_path / "plans" / "a" / "plan.toml")
        await bench.press("slash")
        await bench.type("GRDP")
        await bench.press("enter", "9", "down", "enter")
        await opened(bench, tmp_path / "plans" / "b" / "plan.toml")
        assert bench.rows == ["grdp", "no-code"] and not bench.tab.narrowed


async def test_the_numbers_are_those_of_the_command(lake: Path) -> None:
    async with open_many(lake) as bench:
        for by in ("area", "term", "level", "plan", "body", "code", "coverage", "year"):
            await bench.run(f"tab_lake_{by}")
            await bench.answered()
            told = json.loads(many_as("json", lake_in(lake), by, bench.words))["rows"]  # what status --json prints
            assert bench.tab.view is not None and bench.tab.view.frame.height == len(told)
            for row, wanted in zip(bench.tab.view.frame.iter_rows(named=True), told, strict=True):
                assert {key: row[key] or 0 for key, value in wanted.items() if isinstance(value, int)} == {
                    key: value for key, value in wanted.items() if isinstance(value, int)
                }, by


async def test_what_is_exported_is_what_is_shown(lake: Path, tmp_path: Path) -> None:
    async with open_many(lake) as bench:
        await press(bench, "4")
        for key in ("c", "e"):
            await bench.press("F", key)
            await bench.until(
                lambda: bench.app.screen is not bench.app.plan_screen and not isinstance(bench.app.screen, Choose), "a file is asked for"
            )
            await bench.press("enter")
            await bench.until(lambda: bench.app.screen is bench.app.plan_screen, "it is written")
        made = sorted(path.suffix for path in tmp_path.iterdir() if path.is_file())
        assert made == [".csv", ".xlsx"], bench.screen
        text = next(tmp_path.glob("*.csv")).read_text(encoding="utf-8-sig")
        found = list(csv.reader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))
        assert [row[0] for row in found[1:]] == ["Kế hoạch P1", "Kế hoạch P2", "Kế hoạch P3"] and "█" not in text


async def test_an_indicator_is_compared_by_a_year_that_is_chosen(lake: Path) -> None:
    async with open_many(lake) as bench:
        await press(bench, "t")
        assert "rollup --as-of" in bench.status
        await bench.press("c")
        await bench.until(lambda: isinstance(bench.app.screen, Picker), "codes are listed")
        await bench.type("tang truong")
        await bench.press("enter")
        await bench.answered()
        assert bench.tab.look.code == "0501" and "2022" in bench.screen and "1/3" in bench.screen and "hạng 1" in bench.summary.text  # type: ignore[attr-defined]
        await bench.press("t")
        assert [option.lstrip("● ") for option in bench.options] == ["2022"]
        await bench.press("escape", "b")
        assert bench.tab.table_name == "lake.area"


async def test_every_action_is_done_or_refused_in_a_sentence(lake: Path) -> None:
    async with open_many(lake) as bench:
        screen = bench.app.plan_screen
        for action in ACTIONS:
            if action.scope not in screen.scopes or action.id in ("quit", "suspend", "tab_lake"):
                continue
            reason = screen.reason_against(action)
            if reason is None:
                await bench.run(action.id)
                for _ in range(3):
                    if bench.app.screen is not screen and bench.app.screen is not bench.app.plan_screen:
                        await bench.press("escape")
                await bench.run("tab_lake_area")
                await bench.answered()
            else:
                assert bench.words.sentence(reason)
            assert action.scope is Scope.LAKE or not action.writes or reason == ONLY_LOOKED_AT, action.id


async def test_a_file_that_was_changed_is_asked_about_and_one_that_is_gone_is_said(lake: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plans" / "a" / "plan.toml"
    async with open_many(lake) as bench:
        await press(bench, "4")
        plan.write_text(plan_text("P1", "01", growth=1.0, title="Bản khác"), encoding="utf-8")
        await bench.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, Choose), "it is asked about")
        await bench.answer("stay")
        assert isinstance(bench.tab, LakeScreen)
        await bench.press("enter")
        await bench.until(lambda: isinstance(bench.app.screen, Choose), "it is asked about")
        await bench.answer("open")
        await opened(bench, plan)
        await bench.press("b")
        plan.unlink()
        await bench.press("enter")
        await bench.until(lambda: "a/plan.toml" in bench.status, "that it is gone is said")
        assert "28/11/2024" in bench.screen and isinstance(bench.tab, LakeScreen)
        await press(bench, "exclamation_mark", "enter")
        assert "không đọc được" in bench.status and len(bench.rows) == 1


async def test_a_roll_up_that_takes_its_place_is_seen_at_the_next_look_and_said(lake: Path, tmp_path: Path) -> None:
    async with open_many(lake) as bench:
        for more in ("19", "20", "21"):  # the files of the version looked at are gone by the second
            (tmp_path / "plans" / more).mkdir()
            (tmp_path / "plans" / more / "plan.toml").write_text(plan_text(f"N{more}", more), encoding="utf-8")
            roll_up([str(tmp_path / "plans")], lake, DAY)
        assert bench.rows == ["01", "19"], "what was read stays"
        await bench.press("slash")
        await bench.type("01")
        await bench.press("enter", "2")
        await bench.answered()
        assert "6 kế hoạch" in bench.status and "6 kế hoạch" in bench.title
        await press(bench, "1")
        await bench.until(lambda: bench.tab.view is not None and bench.tab.view.frame.height == 4, "the areas are asked again")
        assert bench.rows == ["01"], "the filter stays"
        shutil.rmtree(lake / ".versions")
        await bench.press("ctrl+r")
        await bench.until(lambda: "kehoach rollup" in bench.status, "that it is gone is said")
        assert bench.rows == ["01"], "and what was read stays"


async def test_a_roll_up_without_a_plan_says_how_to_fill_it(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    async with open_many(rolled_up(tmp_path), (80, 24), "en") as bench:
        assert "This roll-up holds no plan" in bench.screen and bench.rows == []
        await press(bench, "enter", "c", "exclamation_mark", "b", "8", "left_square_bracket")
        assert bench.app.plan_screen.table_name == "lake.coverage"


def test_what_is_no_roll_up_is_said(tmp_path: Path) -> None:
    (tmp_path / ".versions").mkdir()
    with pytest.raises(NoLake, match="kehoach rollup"):
        OpenLake(tmp_path)


async def test_groups_sorting_and_marks_are_those_of_every_table(lake: Path) -> None:
    async with open_many(lake, (140, 40)) as bench:
        await press(bench, "4")
        await bench.column("area")
        await bench.press("Z")
        assert bench.table.grouped and "Địa bàn" in bench.status
        await bench.press("up", "enter")
        assert bench.app.plan_screen.table_name == "lake.plan" and bench.table.current_group is not None
        await bench.press("Z", "down")
        await bench.column("late")
        await bench.press("s", "s", "X")
        assert "3" in bench.status and "tổng" in bench.status
        await bench.press("escape", "tab")
        assert bench.tab.panel.has_focus and "P1" in bench.screen


@pytest.mark.slow
def test_it_is_played_in_a_real_terminal(lake: Path) -> None:
    command = [sys.executable, "-m", "tui", str(lake), "--lang", "vi"]
    terminal = LoadedTerminal(command, columns=80, rows=24, environ={"PYTHONPATH": str(ROOT), "KEHOACH_TOUR": "0"})
    try:
        terminal.wait_for("Theo địa bàn · 2 dòng")
        for key, seen in (("j\r", "Địa bàn 19 · 2 dòng"), ("\r", "mở để xem"), ("b", "Địa bàn 19 · 2 dòng"), ("5", "Theo cơ quan")):
            terminal.send(key)
            until(terminal, lambda seen=seen: seen in " ".join(terminal.text.split()), seen)  # behind a path of any length
        terminal.send("q")
        assert terminal.finish() == 0
    finally:
        put_away(terminal)


async def test_a_roll_up_is_begun_where_it_was_left_and_beside_what_is_gone(lake: Path, tmp_path: Path) -> None:
    async with open_many(lake, resumes=True) as bench:
        await press(bench, "4")
        assert bench.tab.view is not None and isinstance(bench.tab, LakeScreen)
        await bench.press("slash", *"P1", "enter")
        assert len(bench.rows) == 1, "a filter for one plan"
        await bench.press("slash", "backspace", "enter")
        await bench.column("title")
        await bench.press("s", "s")
        asked, rows = bench.tab.asked, bench.rows
        assert asked.text == "P" and asked.sorted_by == ("title", True) and len(rows) == 3
        await bench.press("down")
        stood = bench.id
        await press(bench, "enter")
        await opened(bench, Path(stood or ""))
        await bench.press("down", "q")  # in a plan of it: the roll-up is what was opened
    async with open_many(lake, resumes=True) as bench:
        assert (bench.app.current_mode, bench.tab.asked, bench.rows, bench.id) == ("lake_plan", asked, rows, stood)
        await press(bench, "1", "down", "enter")
        assert bench.tab.asked == Asked() and bench.rows != rows, "what was asked of all plans is not asked of those of an area"
        await press(bench, "b", "4", "q")
    Path(stood or "").unlink()
    roll_up([str(tmp_path / "plans")], lake, DAY)
    async with open_many(lake, resumes=True) as bench:
        left = [row for row in rows if row != stood]
        assert bench.app.current_mode == "lake_plan" and bench.rows == left
        assert bench.id == left[min(rows.index(stood or ""), 1)], "beside it, where the plan is gone"
        await press(bench, "1")
        assert bench.id == "19", "each tab where it was left"
    async with open_many(lake) as bench:
        assert bench.app.current_mode == "lake_area" and bench.id == bench.rows[0], "who does not want it begins as everybody"
    assert keep_place(
        lake, Place("tasks", "documents", {"lake.plan": TablePlace(Asked(sorted_by=("nothing", True)), ("gone",), "nothing")})
    )
    async with open_many(lake, resumes=True) as bench:
        assert bench.app.current_mode == "lake_area", "a place of another program leads nowhere"
        await press(bench, "4")
        assert len(bench.rows) == 2 and bench.tab.asked == Asked()
