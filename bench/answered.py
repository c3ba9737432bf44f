"""When a key was answered: by what shows where the cursor is."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final, NamedTuple

from bench.terminal import Frame

LEFT_COLUMNS: Final = 12
"""Every program has its rows' first cells there, and nothing else."""


class Place(NamedTuple):
    """What shows where the cursor is: the rows' first cells with their colours, and the terminal's own cursor."""

    lines: tuple[tuple[object, ...], ...]
    cursor: tuple[int, int] | None


def moved_for_good(places: Sequence[tuple[int, Place]]) -> int | None:
    """When the lines that a key has changed first looked as they look in the end; ``None`` when it has changed none.

    ``places`` are the moments from when the key was pressed on. A picture kept from an earlier start may stand there until
    the program itself shows the cursor, in the same colours or others. What shows the record under the cursor comes after it, and is
    not looked at where it stands below the rows.
    """
    if not places:
        return None
    (_, before), (_, end) = places[0], places[-1]
    changed = [y for y, (one, other) in enumerate(zip(before.lines, end.lines, strict=True)) if one != other]
    lines = [y for y in changed if all(_is_of_a_row(before.lines[y], one.lines[y]) for _, one in places)] or changed
    if not lines and before.cursor == end.cursor:
        return None
    found = None
    for (_, one), (at, other) in itertools.pairwise(places):
        if one.cursor != other.cursor or any(one.lines[y] != other.lines[y] for y in lines):
            found = at
    return found


def arrived_at(cells: Sequence[tuple[int, Sequence[object]]], held: int, pressed: int) -> int | None:
    """When the rows' first cells last changed from the last press of a key on; ``None`` when they did not.

    ``cells`` are the lines of these cells, by the moments from which they stood there, and ``held`` is one from which on the key was held
    before. Of a held key only the lines count that it changed since: what a program shows of the record when the key is let go stands in
    others.
    """
    changes = [
        (at, {y for y, (one, other) in enumerate(zip(before, after, strict=True)) if one != other})
        for (_, before), (at, after) in itertools.pairwise(cells)
    ]
    answering = {y for at, lines in changes for y in lines if held <= at < pressed}
    return max((at for at, lines in changes if at >= pressed and (lines & answering if answering else lines)), default=None)


def _is_of_a_row(before: Sequence[object], after: Sequence[object]) -> bool:
    """Whether a line may be a row the cursor came to or left: other colours, and another letter only where a pointer stands.

    An empty line is none, also where all that comes to stand in it is the point of a curve.
    """
    if not any(str(getattr(one, "data", one)).strip() for one in before):
        return False
    return sum(getattr(one, "data", one) != getattr(other, "data", other) for one, other in zip(before, after, strict=True)) <= 1


def place_of(frame: Frame) -> Place:
    """What a frame shows of it."""
    return Place(left_cells(frame), frame[1])


def left_cells(frame: Frame) -> tuple[tuple[object, ...], ...]:
    """The rows\' first cells of a frame, with their colours."""
    return tuple(line[:LEFT_COLUMNS] for line in frame[0][:-2])  # the last lines hold counts and hints
