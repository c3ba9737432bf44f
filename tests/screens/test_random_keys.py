"""Random keys on every screen over plans of every kind; ``python -m proofs --walk 50000`` walks further, and measures."""

from __future__ import annotations

from pathlib import Path

import pytest

from proofs.random_keys import GROUNDS
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.random_keys import Ground, grounds, held, held_beside_memory, walks
from tests.support.small_plan import EMPTY
from tests.support.workbench import open_workbench
from tui.screens.dialogs.inspect import Inspect

KEYS = 60 if LONG else 24
"""Keys over each plan: as many as a few seconds answer."""


@longer
@pytest.mark.slow
@pytest.mark.parametrize("ground", of_these(grounds(), grounds()[1:]), ids=lambda ground: ground.name)
def test_random_keys_end_nothing_and_leave_nothing_behind(tmp_path: Path, ground: Ground) -> None:
    (found,) = walks(tmp_path, KEYS, 13, [ground], measured=KEYS // 2, measure=held if LONG else held_beside_memory)
    assert found.faults == [] and found.keys >= KEYS
    first, last = found.held[0], found.held[-1]
    assert last.descriptors <= first.descriptors + 2 and last.threads <= first.threads + 1


def test_the_proof_walks_over_all_of_them() -> None:
    assert [ground.name for ground in grounds()] == list(GROUNDS)


async def test_a_panel_of_no_record_takes_every_key(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "slash")
        await bench.type("zzzz")
        await bench.press("enter", "tab")
        assert "không có dòng nào" in bench.status and not bench.tab.panel.has_focus
        bench.tab.query_one("#side").display = True  # as where somebody is in it, and somebody else deletes what it shows
        bench.tab.panel.focus()
        for key in ("end", "home", "pagedown", "pageup", "down", "up", "enter", "j", "k"):
            await bench.press(key)
            assert bench.tab.panel.has_focus and bench.rows == [], key
        await bench.press("escape", "escape")
        assert bench.rows, "Esc leads back to the rows"


@in_proofs
async def test_and_that_of_a_plan_without_a_record(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        for tab in "1234":
            await bench.press(tab, "tab", "end", "home", "enter", "shift+tab", "end", "G", "enter")
        assert bench.app.is_running and bench.unsaved == 0


async def test_a_box_that_has_no_room_is_not_laid_out_on_and_on(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("3", "v")
        await bench.dialog(Inspect)
        whole = bench.screen
        await bench.pilot.resize_terminal(1, 40)
        await bench.settle()
        assert not bench.restless, "each drawing asked for the next"
        await bench.pilot.resize_terminal(80, 24)
        await bench.settle()
        assert bench.screen == whole, "where there is room again it stands as before"
