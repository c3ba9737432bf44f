"""The last line of a screen says how many rows of its list are not seen yet, as the edge of a box does; nothing where all are seen."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.support.paths import SHIPPED
from tests.support.workbench import Driver, open_workbench
from tui.screens.framed import FramedScreen
from tui.terminal.frame_sender import FrameSender
from tui.terminal.textual_internals.frames import pieces
from tui.widgets.status_line import StatusLine


def said(bench: Driver) -> str:
    return bench.app.screen.query_one("#status", StatusLine).right


def below(bench: Driver) -> int:
    """How many lines of the list stand below those that are seen."""
    screen = bench.app.screen
    assert isinstance(screen, FramedScreen)
    shown = screen.query_one(f"#{screen.list_id}")
    return shown.virtual_size.height - round(shown.scroll_offset.y) - shown.scrollable_content_region.height


async def goes_down_to_the_end(bench: Driver, name: str) -> None:
    seen = below(bench)
    assert seen > 0, bench.screen
    assert said(bench) in (bench.words.count("▼ {n} more line", "▼ {n} more lines", seen), f"▼ {seen}"), name
    await bench.press("pagedown")
    assert 0 <= below(bench) < seen, name
    await bench.press("G")
    assert below(bench) == 0 and said(bench) == "", name
    await bench.press("g")
    assert str(seen) in said(bench), name


async def test_every_list_tells_how_much_is_below_and_the_end_tells_nothing(plan_file: Path) -> None:
    more = "".join(f'\n[agencies.more-{n}]\nname = "Sở thứ {n}"\nkind = "department"\n' for n in range(20))
    plan_file.write_text(plan_file.read_text(encoding="utf-8") + more, encoding="utf-8")
    async with open_workbench(plan_file, size=(80, 16)) as bench:
        await bench.press("0")
        await goes_down_to_the_end(bench, "overview")
        await bench.press("escape")
        await bench.press("o")
        await bench.pick("agencies")
        await goes_down_to_the_end(bench, "register")
        await bench.press("escape", "4")
        assert below(bench) <= 0 and said(bench) == "", "all of it is seen: nothing is said"


async def test_a_page_is_seen_before_what_is_said_of_it_and_that_is_one_frame(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    frames: list[set[int]] = []

    def show(app: FrameSender, screen: object, update: object) -> None:
        if update is not None:
            frames.append(set(pieces(update) or range(30)))

    async with open_workbench(Path(shutil.copy(SHIPPED, tmp_path)), size=(100, 30), every_frame=True) as bench:
        await bench.press("4")
        seen, side = below(bench), bench.tab.query_one("#side").region
        monkeypatch.setattr(FrameSender, "takes_pieces", True)
        monkeypatch.setattr(FrameSender, "show_frame", show)
        monkeypatch.setattr(FramedScreen, "held_within", 0.0)
        await bench.press("pagedown")
        rows, about = frames
        assert not rows & {29, *side.line_range}, "the rows come first, and alone"
        assert {29, side.y} <= about, "what is said of the record, and of the lines below, comes together"
        assert str(below(bench)) in said(bench) and below(bench) < seen
        frames.clear()
        monkeypatch.setattr(FramedScreen, "held_within", 60.0)
        await bench.press("pagedown")
        assert 29 in frames[0] and str(below(bench)) in said(bench), "of a held key there is no frame after"
