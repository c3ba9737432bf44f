"""Scrollbars drawn by their cells: what Textual itself draws, at every place of a bar, in any colours."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.filter import ANSIToTruecolor, LineFilter, Monochrome
from textual.geometry import Offset, Region
from textual.scrollbar import ScrollBar
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from tui.terminal.bar_lines import bar_lines

AS_TEXTUAL: Callable[[ScrollBar, Region], list[Strip]] = Widget.render_lines
"""How any widget is drawn."""


class Long(App[None]):
    CSS = "VerticalScroll { scrollbar-size-vertical: 1; } .wide { scrollbar-size-vertical: 2; } .low { height: 1; }"

    def compose(self) -> ComposeResult:
        for classes in ("", "wide", "low"):
            with VerticalScroll(classes=classes):
                yield Static("\n".join(map(str, range(90))))


def as_drawn(lines: list[Strip]) -> list[list[tuple[str, object, object]]]:
    return [[(part.text, part.style, part.style.meta if part.style else None) for part in line] for line in lines]


def compared(bar: ScrollBar) -> list[list[Segment]]:
    """The lines of a bar, which are those Textual draws."""
    whole = Region(0, 0, *bar.size)
    found = bar_lines(bar, whole)
    assert found is not None
    bar.refresh()  # what it has kept may be of another place
    assert as_drawn(found) == as_drawn(AS_TEXTUAL(bar, whole)), (bar.position, bar.size)
    part = Region(0, 3, 1, 4).intersection(whole)
    assert bar_lines(bar, part) == found[part.y : part.bottom] == bar.render_lines(part)
    return [list(line) for line in found]


@pytest.mark.parametrize("line_filter", [None, Monochrome(), ANSIToTruecolor(Long().ansi_theme)])
async def test_they_are_those_of_textual_at_every_place(line_filter: LineFilter | None, monkeypatch: pytest.MonkeyPatch) -> None:
    app = Long()
    async with app.run_test(size=(40, 33)) as pilot:
        if line_filter is not None:
            monkeypatch.setattr(Widget, "get_line_filters", lambda _: [line_filter])
        tall, wide, low = (box.vertical_scrollbar for box in app.query(VerticalScroll))
        assert tall.size.height == 16
        seen = set()
        for eighth in range(0, 8 * 75, 3):
            tall.position = eighth / 8
            seen.add(tuple(line[0].text for line in compared(tall)))
        assert len(seen) > 60
        for grabbed, over in ((None, True), (Offset(0, 0), False)):
            tall.set_reactive(ScrollBar.grabbed, grabbed)
            tall.set_reactive(ScrollBar.mouse_over, over)
            compared(tall)
        tall.window_virtual_size = tall.window_size  # everything is in the window
        compared(tall)
        compared(low)
        assert bar_lines(wide, Region(0, 0, *wide.size)) is None and len(wide.render_lines(Region(0, 0, *wide.size))) == wide.size.height
        app.theme = "textual-light"
        await pilot.pause()
        compared(low)


async def test_what_looks_the_same_is_the_same_line_and_answers_the_mouse() -> None:
    app = Long()
    async with app.run_test(size=(40, 33)) as pilot:
        box = app.query(VerticalScroll).first()
        bar = box.vertical_scrollbar
        before = bar.render_lines(Region(0, 0, *bar.size))
        bar.position = 40
        after = bar.render_lines(Region(0, 0, *bar.size))
        assert before[-1] is after[-1] and len(set(map(id, after))) <= 5
        await pilot.click(offset=(bar.region.x, bar.region.bottom - 1))
        await pilot.pause()
        assert box.scroll_target_y > 0
