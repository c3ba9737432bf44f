"""A program left open over midnight sees the plan from the new day, and says so; from a day somebody chose it does not move."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.lengths import longer, of_these
from tests.support.workbench import Driver, open_workbench
from tui.model.clock import Clock
from tui.screens.dialogs.ask import Ask

DUE = dt.date(2025, 12, 31)
"""The day the sample's task III-1 is due."""
NIGHT = Clock().at(DUE, dt.time(23, 59, 50)).timestamp()


async def at(bench: Driver, seconds: float) -> None:
    """Let it be another time, and the program look at its clock as it does each second."""
    bench.app.session.seconds = lambda: seconds
    bench.app.flows.company.look_around()
    await bench.settle()


async def test_the_day_moves_on_and_what_is_late_follows(plan_file: Path) -> None:
    async with open_workbench(plan_file, as_of=None, lang="en", size=(120, 30)) as bench:
        await bench.press("4")
        await at(bench, NIGHT)
        assert "31 Dec 2025" in bench.title
        before = bench.summary.text
        await at(bench, NIGHT + 9)
        assert "31 Dec 2025" in bench.title and bench.summary.text == before
        await at(bench, NIGHT + 11)
        assert "1 Jan 2026" in bench.title
        assert "1 Jan 2026" in bench.status
        assert bench.summary.text != before, "the task that was due is late"
        assert bench.unsaved == 0


async def test_a_laptop_that_slept_and_a_clock_that_was_put_back(plan_file: Path) -> None:
    async with open_workbench(plan_file, as_of=None, lang="en") as bench:
        await at(bench, NIGHT)
        await at(bench, NIGHT + 9 * 86400)
        assert "9 Jan 2026" in bench.title and "9 Jan 2026" in bench.status
        await at(bench, NIGHT - 86400)
        assert "30 Dec 2025" in bench.title and "30 Dec 2025" in bench.status


@longer
@pytest.mark.parametrize("by", of_these(["--as-of", "t"], ["t"]))
async def test_a_day_that_was_chosen_stays(plan_file: Path, by: str) -> None:
    async with open_workbench(plan_file, as_of=DUE if by == "--as-of" else None, lang="en") as bench:
        await at(bench, NIGHT - 86400)
        if by == "t":
            await bench.press("t")
            await bench.dialog(Ask)
            await bench.press("ctrl+u")
            await bench.type("31/12/2025")
            await bench.press("enter")
        await at(bench, NIGHT + 86400)
        assert "31 Dec 2025" in bench.title
        await bench.press("t")  # and today goes on with the days again
        await bench.dialog(Ask)
        await bench.press("ctrl+u")
        await bench.type("1/1/2026")
        await bench.press("enter")
        await at(bench, NIGHT + 2 * 86400)
        assert "2 Jan 2026" in bench.title


async def test_what_is_being_typed_is_finished_first(plan_file: Path) -> None:
    async with open_workbench(plan_file, as_of=None, lang="en") as bench:
        await at(bench, NIGHT)
        await bench.press("4")
        await bench.cell("III-1", "summary")
        await bench.press("enter")
        await bench.type(" x")
        typed = bench.screen
        await at(bench, NIGHT + 60)
        assert bench.screen == typed
        await bench.press("enter")
        await at(bench, NIGHT + 61)
        assert "1 Jan 2026" in bench.title and bench.unsaved == 1


async def test_the_day_is_that_of_the_plans_own_zone(plan_file: Path) -> None:
    text = plan_file.read_text(encoding="utf-8")
    plan_file.write_text(text.replace("[settings]\n", '[settings]\ntime_zone = "Europe/Berlin"\n', 1), encoding="utf-8")
    async with open_workbench(plan_file, as_of=None, lang="en") as bench:
        await at(bench, NIGHT + 11)
        assert "31 Dec 2025" in bench.title, "in Hanoi it is the new year"
        await at(bench, NIGHT + 11 + 6 * 3600)
        assert "1 Jan 2026" in bench.title
