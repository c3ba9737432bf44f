"""Frames as pieces: what is shown is what lies in front, and nothing is drawn that is not shown."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip

from tests.support.lengths import law
from tests.support.workbench import open_workbench
from tui.screens.table.cell_field import CellField
from tui.terminal.composing import composed, others

WIDTH, HEIGHT = 12, 6
_SCREEN = Region(0, 0, WIDTH, HEIGHT)


@attrs.define(eq=False)
class Widget:
    """Lines of one letter; ``drawn`` are those it was asked for."""

    letter: str
    region: Region
    drawn: set[int] = attrs.field(factory=set)

    def render_lines(self, crop: Region, /) -> list[Strip]:
        assert Region(0, 0, *self.region.size).contains_region(crop)
        self.drawn |= {self.region.y + y for y in crop.line_range}
        return [Strip([Segment(self.letter * crop.width)]) for _ in crop.line_range]


regions = st.builds(Region, st.integers(-3, WIDTH), st.integers(-2, HEIGHT), st.integers(0, WIDTH), st.integers(0, HEIGHT))
wanted = st.dictionaries(
    st.integers(0, HEIGHT - 1),
    st.sampled_from([[(0, WIDTH)], [(0, 1)], [(3, 5)], [(1, 3), (6, 9)], [(WIDTH - 1, WIDTH)], [(0, 2), (4, 5), (8, WIDTH)]]),
)


def shown(places: list[Region], spans: dict[int, list[tuple[int, int]]]) -> tuple[list[list[str]], list[Widget]]:
    """The cells of a screen that had dots on it before, and the widgets from the front to the back, the last of which fills it."""
    widgets = [Widget(chr(ord("a") + n), place) for n, place in enumerate([*places, _SCREEN])]
    cells = [["."] * WIDTH for _ in range(HEIGHT)]
    visible: dict[Any, tuple[Region, Region]] = {widget: (widget.region, _SCREEN) for widget in widgets}
    for y, line in composed(visible, spans, WIDTH).items():
        for x, end, strip, skip in line:
            text = strip.text[skip : skip + end - x]
            assert text, "no piece is empty"
            cells[y][x:end] = text
    return cells, widgets


@given(st.lists(regions, max_size=4), wanted)
@law(40, 2000)
def test_every_wanted_cell_shows_what_lies_in_front(places: list[Region], spans: dict[int, list[tuple[int, int]]]) -> None:
    cells, widgets = shown(places, spans)
    for y in range(HEIGHT):
        for x in range(WIDTH):
            front = next(widget.letter for widget in widgets if widget.region.contains(x, y))
            needed = any(start <= x < end for start, end in spans.get(y, ()))
            assert cells[y][x] in ((front,) if needed else (front, "."))


@given(st.lists(regions, max_size=4), wanted)
@law(40, 2000)
def test_nothing_is_drawn_of_lines_that_nobody_wants(places: list[Region], spans: dict[int, list[tuple[int, int]]]) -> None:
    _, widgets = shown(places, spans)
    assert all(widget.drawn <= set(spans) for widget in widgets)


def test_what_is_covered_is_not_drawn() -> None:
    _, (front, behind) = shown([_SCREEN], {0: [(0, WIDTH)], 4: [(2, 3)]})
    assert front.drawn == {0, 4} and not behind.drawn


def test_nothing_wanted_is_nothing_drawn() -> None:
    cells, widgets = shown([Region(1, 1, 4, 2)], {})
    assert cells == [["."] * WIDTH] * HEIGHT and not any(widget.drawn for widget in widgets)


@attrs.frozen
class Place:
    """Where a widget is, and its number."""

    region: Region
    order: tuple[tuple[int, int, int], ...]
    clip: Region = _SCREEN


def placed(*letters: str, shift: int = 0) -> dict[str, Place]:
    """Widgets from the back to the front, a line each by its letter; numbered from ``shift`` on."""
    return {letter: Place(Region(0, ord(letter) - ord("a"), WIDTH, 1), ((0, number, 0),)) for number, letter in enumerate(letters, shift)}


def lines_of(regions: set[Region]) -> set[int]:
    return {y for region in regions for y in region.line_range}


def test_another_number_alone_shows_nothing_else() -> None:
    assert others(placed("a", "b", "c"), placed("a", "b", "c", shift=7)) == set()


def test_what_comes_goes_or_moves_is_shown_and_what_it_leaves() -> None:
    before = placed("a", "b", "c", "d")
    assert lines_of(others(before, placed("a", "c", "d"))) == {1}
    assert lines_of(others(placed("a", "c", "d"), before)) == {1}
    moved = {**before, "b": Place(Region(0, 5, WIDTH, 1), before["b"].order)}
    assert lines_of(others(before, moved)) == {1, 5}
    clipped = {**before, "b": Place(before["b"].region, before["b"].order, Region(0, 0, 3, HEIGHT))}
    assert others(before, clipped) == {before["b"].region, Region(0, 1, 3, 1)}
    assert others({}, before) == {place.region for place in before.values()} and others({}, {}) == set()


def test_where_one_has_come_before_another_every_part_is_shown() -> None:
    assert lines_of(others(placed("a", "b", "c"), placed("b", "a", "c"))) == {0, 1, 2}


async def test_what_went_before_somebody_asked_where_something_is_is_shown(plan_file: Path) -> None:
    """A field that has scrolled over a long text is closed: asked for a place, Textual looks anew where all is, and lays out later."""
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        await bench.press("4", "right", "enter")
        screen = bench.app.screen
        compositor = screen._compositor
        (field,) = [part for part in screen.children if isinstance(part, CellField)]
        region = field.region
        assert region
        field.display = False
        compositor._full_map_invalidated = True  # as a scroll leaves it
        assert field not in compositor.full_map
        compositor._dirty_regions.clear()
        compositor.reflow(screen, screen.size)
        assert any(region in due for due in compositor._dirty_regions)
