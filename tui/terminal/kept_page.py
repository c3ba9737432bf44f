"""A page that can be kept (:mod:`tui.start.first_page`) and what is kept beside it, made of what a terminal shows, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from tui.terminal.cells import Cell, Cells, mended
from tui.terminal.frame_diff import UNKNOWN, Frame

if TYPE_CHECKING:
    from tui.start.early_cursor import Part
    from tui.start.first_page import Page, Run


def page_of(frame: Frame) -> Page | None:
    """What a terminal shows as text and codes; None when that is not known of every cell."""
    if frame.lines is None or any(cell is UNKNOWN for line in frame.lines for cell in line):
        return None
    page: Page = []
    for line in frame.lines:
        runs = runs_of(line, frame.cells)
        if runs is None:
            return None
        page.append(runs)
    return page


def runs_of(line: Iterable[Cell], cells: Cells) -> list[Run] | None:
    """Cells as text and codes; None where one has a link."""
    runs = []
    for style, run in groupby(line, key=lambda cell: cell[1]):
        codes = cells.styles.codes(style)
        if codes is None:
            return None
        runs.append((codes, "".join(text for text, _, _ in run)))
    return runs


def emptied(frame: Frame, x: int, y: int, width: int, height: int) -> list[Part] | None:
    """A part of what a terminal shows, with nothing on it but the ground most blanks of a line have; None when that is not known."""
    if frame.lines is None:
        return None
    parts: list[Part] = []
    for at in range(y, min(y + height, frame.height - 1)):
        cells = frame.lines[at][x : x + width]
        blanks = Counter(cell for cell in cells if cell[0] == " " and frame.cells.styles.ground(cell[1]) is not None)
        blank = blanks.most_common(1)[0][0] if blanks else frame.cells.plain_blank
        codes = frame.cells.styles.codes(blank[1])
        if codes is None:
            return None
        parts.append((at, x, width, [(codes, " " * width)]))
    return parts


def lines_of(page: Page, cells: Cells, width: int, over: Sequence[Part] = ()) -> list[list[Cell]] | None:
    """The cells of a page with parts laid over it; None when something has not its width.

    The last line is not known: there stands what is going on.
    """
    lines = [_cells_of(line, cells) for line in page]
    if any(len(line) != width for line in lines):
        return None
    for y, x, length, runs in over:
        laid = _cells_of(runs, cells)
        if len(laid) != length or y >= len(lines) or x + length > width:
            return None
        lines[y][x : x + length] = laid
        mended(lines[y], cells)
    lines[-1] = [UNKNOWN] * width
    return lines


def _cells_of(runs: Iterable[Run], cells: Cells) -> list[Cell]:
    return [cell for codes, text in runs for cell in cells.written(text, codes)]
