"""NO_COLOR: no colour is sent to any kind of screen, and what the keys go to is seen by reversed letters."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.support.lengths import longer, of_these
from tests.support.screens import segments_of
from tests.support.workbench import Driver, open_workbench
from tui.terminal.frame_sender import Painter
from tui.terminal.textual_internals.frames import whole
from tui.themes import TITLES

_SGR = re.compile(r"\x1b\[([0-9;]*)m")
_COLOURS = frozenset(map(str, (*range(30, 39), *range(40, 49), *range(90, 98), *range(100, 108))))
ONLY_READ = frozenset({"chart", "workload", "history, empty"})
"""Screens without a cursor, or without a row it could be on."""
WAYS = {
    "indicators": ["1"],
    "panel": ["1", "tab"],
    "directions": ["2"],
    "enterprises": ["3"],
    "tasks": ["4"],
    "marked": ["4", "x", "down", "x"],
    "overview": ["0"],
    "chart": ["1", "z"],
    "workload": ["4", "right", "z"],
    "numbers": ["1", "z", "i"],
    "help": ["question_mark"],
    "commands": ["colon"],
    "form": ["4", "E"],
    "form, text selected": ["4", "E", "tab", "tab"],
    "cell": ["1", "right", "enter"],
    "filter": ["4", "slash", "x", "a"],
    "lists": ["o"],
    "list": ["o", "enter"],
    "history, empty": ["H"],
    "agenda": ["m"],
    "meeting": ["m", "enter"],
    "jump": ["ctrl+t"],
}


def colours_of(sent: str) -> set[str]:
    """The codes of colours among all that set a style."""
    return {code for codes in _SGR.findall(sent) for code in codes.split(";")} & _COLOURS


def sent_whole(bench: Driver) -> str:
    """What a terminal is sent that shows nothing yet: as we send it, then as Textual does."""
    update = whole(bench.app.screen)
    return (Painter(bench.app).paint(bench.app.screen, update) or "") + update.render_segments(bench.app.console)


def reversed_words(bench: Driver) -> str:
    """What is reversed on the screen in front, below its title: of a box only what stands in it."""
    boxes = list(bench.app.screen.query("#box"))
    place = boxes[0].region if boxes else bench.app.screen.region.shrink((2, 0, 0, 0))
    seen = []
    for y in range(place.y, place.bottom):
        x = 0
        for text, style, _ in segments_of(bench.app, y):
            if style is not None and style.reverse and place.x <= x < place.right:
                seen.append(text)
            x += cell_len(text)
    return "".join(seen)


async def shown(bench: Driver, ways: Sequence[str]) -> None:
    for name in ways:
        await bench.press(*WAYS[name])
        await bench.settle()
        assert not colours_of(sent_whole(bench)), name
        assert name in ONLY_READ or reversed_words(bench), name
        for _ in range(4):
            await bench.press("escape")


@longer
@pytest.mark.parametrize("theme", of_these(list(TITLES), ["kehoach-dark"]))
async def test_no_screen_is_sent_a_colour_and_each_shows_where_the_keys_go(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        bench.app.theme = theme
        await bench.settle()
        in_suite = ["panel", "overview", "chart", "form", "cell"]
        await shown(bench, of_these(list(WAYS), in_suite))


async def test_the_row_the_cursor_is_on_is_reversed_and_verdicts_keep_glyph_and_word(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "")  # that it is there is enough
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        row = bench.table.region.y + 1
        assert all(s.style is not None and s.style.reverse for s in segments_of(bench.app, row)[1:-1] if s.text.strip())
        assert not any(s.style is not None and s.style.reverse for s in segments_of(bench.app, row + 1))
        assert "○ chờ 2025" in bench.screen and "○" in bench.summary.text
        await bench.press("colon")
        assert colours_of(sent_whole(bench)) == set()
        assert bench.words("Up") in reversed_words(bench), "what Enter does, while the search has the focus"


async def test_with_colours_they_are_sent(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        assert colours_of(sent_whole(bench))
        bench.app.theme = "kehoach-terminal"
        await bench.settle()
        assert "38" not in colours_of(sent_whole(bench)) and colours_of(sent_whole(bench))
