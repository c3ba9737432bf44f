"""A tab nobody has opened is painted once it stands: not half put together, and not when a time for it is over."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.small_plan import EMPTY
from tests.support.workbench import open_workbench
from tui.screens.sectors import SectorsScreen
from tui.terminal import tab_switching
from tui.terminal.frame_sender import FrameSender
from tui.terminal.later import after
from tui.terminal.textual_internals.frames import pieces

SIZE = (100, 30)


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """The frames that are sent: of which kind of screen, and their text; what a time that is over would send is none of them."""
    found: list[tuple[str, str]] = []

    def sent(app: Any, screen: Any, update: Any) -> None:
        if update is not None and not app._batch_count:
            lines = pieces(update) or {}
            text = "\n".join("".join(piece.strip.text for piece in line) for line in lines.values())
            found.append((type(screen).__name__, text))

    monkeypatch.setattr(FrameSender, "show_frame", sent)
    return found


async def test_its_first_frame_has_its_rows_and_waits_for_no_time(
    plan_file: Path, frames: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tab_switching, "after", lambda seconds, app, callback: after(3600.0, app, callback))
    async with open_workbench(plan_file, size=SIZE, every_frame=True) as bench:
        for key in ("2", "3", "4"):
            frames.clear()
            await bench.press(key)
            name = bench.words.show(bench.app.session.plan.called(bench.tab.table_name, bench.id)).split()[0]
            assert {tab for tab, _ in frames} == {type(bench.tab).__name__}, "none of the tab before"
            assert len(frames[0][1].splitlines()) == SIZE[1] and name in frames[0][1], "all of it, with its rows"


async def test_keys_that_go_on_at_once_end_where_they_lead(plan_file: Path, frames: list[tuple[str, str]]) -> None:
    async with open_workbench(plan_file, size=SIZE, every_frame=True) as bench:
        await bench.press("2", "3", "4", "2", "down")
        assert isinstance(bench.tab, SectorsScreen) and bench.id == bench.rows[1]
        assert not bench.app._batch_count and frames[-1][0] == "SectorsScreen"


async def test_of_an_empty_plan_and_where_textual_does_not_let_us(
    plan_file: Path, frames: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_file.write_text(EMPTY)
    async with open_workbench(plan_file, size=SIZE, every_frame=True) as bench:
        await bench.press("2")
        assert frames[-1][0] == "SectorsScreen" and not bench.app._batch_count
        monkeypatch.setattr(tab_switching, "MAY_BE_MASKED", False)
        await bench.press("4")
        await bench.until(lambda: frames[-1][0] == "TasksScreen", "it is painted when Textual's time is over")
        assert not bench.app._batch_count
