"""A page that can be kept (:mod:`tui.start.first_page`), made of what a terminal shows, and back."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tui.terminal.cells import Cell, Cells
from tui.terminal.frame_diff import UNKNOWN, Frame

if TYPE_CHECKING:
    from tui.start.first_page import Page


def page_of(frame: Frame) -> Page | None:
    """What a terminal shows as text and codes; None when that is not known of every cell."""
    if frame.lines is None or any(cell is UNKNOWN for line in frame.lines for cell in line):
        return None
    page: Page = []
    for line in frame.lines:
        runs = []
        for style, cells in groupby(line, key=lambda cell: cell[1]):
            codes = frame.cells.styles.codes(style)
            if codes is None:
                return None
            runs.append((codes, "".join(text for text, _, _ in cells)))
        page.append(runs)
    return page


def lines_of(page: Page, cells: Cells, width: int) -> list[list[Cell]] | None:
    """The cells of a page; None when a line has not the width. The last line is not known: there stands what is going on."""
    lines = [[cell for codes, text in line for cell in cells.written(text, codes)] for line in page]
    if any(len(line) != width for line in lines):
        return None
    lines[-1] = [UNKNOWN] * width
    return lines
