"""That there is no room is said where there is none, and in no frame of a screen that is large enough."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

from tests.support.lengths import in_proofs
from tests.support.workbench import open_workbench
from tui.app import Workbench
from tui.screens.room import too_small


class Frames:
    """The kinds of screen of all frames that a program has drawn, and those of them in which the sentence stood."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.drawn: set[str] = set()
        self.saying: set[str] = set()
        show = Workbench.show_frame

        def show_frame(app: Workbench, screen: Screen[Any], renderable: Any) -> None:
            if renderable is not None:
                self.drawn.add(type(screen).__name__)
                if any(said.display and said.region for said in screen.query("#too-small")):
                    self.saying.add(type(screen).__name__)
            show(app, screen, renderable)

        monkeypatch.setattr(Workbench, "show_frame", show_frame)


async def test_a_screen_that_is_large_enough_never_says_that_it_is_not(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    frames = Frames(monkeypatch)
    async with open_workbench(plan_file, every_frame=True) as bench:
        await bench.press("colon", "escape", "H", "escape", "4")
        await bench.cell("III-2", "status")
        await bench.press("enter")
        await bench.pick("done")
        await bench.press("q")
        await bench.answer("discard")
    assert {"Choose", "Picker", "Commands", "HistoryScreen", "TasksScreen"} <= frames.drawn
    assert not frames.saying


@in_proofs
async def test_one_that_is_too_small_says_it_in_each_of_its_frames(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file, size=(50, 12), every_frame=True) as bench:
        frames = Frames(monkeypatch)
        sentence = bench.words.sentence(too_small())
        for key in ("4", "colon", "escape", "question_mark"):
            await bench.press(key)
            assert bench.screen.strip() == sentence
    assert frames.saying == frames.drawn
