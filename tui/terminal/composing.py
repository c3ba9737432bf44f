"""The lines of a frame as pieces of what its widgets draw, of no more of them than is to be shown."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias, TypeVar

from textual.geometry import Region
from textual.strip import Strip

Span: TypeAlias = tuple[int, int]
"""Columns, from the first to the one after the last."""


class Draws(Protocol):
    """A widget, as far as it is drawn."""

    def render_lines(self, crop: Region, /) -> list[Strip]:
        """The lines of a part of it."""


class Piece(NamedTuple):
    """A part of a line of an update: of a strip without its first ``skip`` columns, at column x, as far as column ``end``."""

    x: int
    end: int
    strip: Strip
    skip: int = 0


class Placed(Protocol):
    """Where a widget is, and how far in front."""

    @property
    def region(self) -> Region: ...
    @property
    def clip(self) -> Region: ...
    @property
    def order(self) -> tuple[tuple[int, int, int], ...]: ...


Drawn = TypeVar("Drawn", bound=Draws)
Widgets = TypeVar("Widgets", bound=Hashable)


def others(before: Mapping[Widgets, Placed], after: Mapping[Widgets, Placed]) -> set[Region]:
    """The parts of the screen that show something else after widgets were laid out anew: where one has come, gone or moved.

    Where one that stays has come before another one, every part that holds a widget.
    """
    stayed = before.keys() & after.keys()
    places = (before, after)
    was, now = (sorted(stayed, key=lambda widget: of[widget].order) for of in places)
    moved = stayed if was != now else {w for w in stayed if (before[w].region, before[w].clip) != (after[w].region, after[w].clip)}
    changed = moved | (before.keys() ^ after.keys())
    return {part for of in places for w in changed if w in of and (part := of[w].clip.intersection(of[w].region))}


def composed(visible: Mapping[Drawn, tuple[Region, Region]], wanted: Mapping[int, Sequence[Span]], width: int) -> dict[int, list[Piece]]:
    """The pieces of lines in which spans are ``wanted``, of the widgets that are seen, by region and clip from the front to the back.

    As Textual does, a piece begins where its widget does, also before the span.
    """
    found: dict[int, list[Piece]] = {y: [] for y in wanted}
    free: dict[int, list[Span]] = {y: [(0, width)] for y in wanted}
    left = {y: list(spans) for y, spans in wanted.items()}
    for widget, (region, clip) in visible.items():
        x, top, columns, rows = region.intersection(clip)
        right, bottom = x + columns, top + rows
        if not columns or not rows:
            continue
        lines = [y for y in left if top <= y < bottom and any(start < right and end > x for start, end in left[y])]
        lines = [y for y in lines if any(start < right and end > x for start, end in free[y])]
        for first, last in _runs_of(sorted(lines)):
            strips = widget.render_lines(Region(x - region.x, first - region.y, columns, last + 1 - first))
            for y, strip in zip(range(first, last + 1), strips, strict=True):
                for start, end in free[y]:
                    a, b = max(start, x), min(end, right)
                    ends = [min(b, stop) for begin, stop in left[y] if begin < b and stop > a] if a < b else []
                    if ends:
                        found[y].append(Piece(a, max(ends), strip, a - x))
                left[y] = _without(left[y], x, right)
        for y in [y for y in free if top <= y < bottom]:
            if left[y]:
                free[y] = _without(free[y], x, right)
            else:
                del left[y], free[y]
        if not left:
            break
    return found


def _runs_of(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and the last of each run of numbers that follow each other."""
    first = last = -2
    for number in numbers:
        if number != last + 1:
            if last >= 0:
                yield first, last
            first = number
        last = number
    if last >= 0:
        yield first, last


def _without(spans: Sequence[Span], start: int, end: int) -> list[Span]:
    """Spans without the columns from one to another."""
    kept: list[Span] = []
    for begin, stop in spans:
        if begin < start:
            kept.append((begin, min(stop, start)))
        if stop > end:
            kept.append((max(begin, end), stop))
    return kept
