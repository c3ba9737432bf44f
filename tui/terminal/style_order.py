"""What is drawn on a frame, in the order of its styles: it takes fewer bytes to go to the next place of a colour than to set it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tui.terminal.cells import WIDE, Cell, Styles
from tui.terminal.cursor import CursorWriter, Drawn

_Stretch = tuple[int, int, int, Sequence[Cell]]
"""A style, and the cells that are written with it from a place (x, y) on."""


def drawn_by_style(writer: CursorWriter, done: Sequence[Drawn]) -> CursorWriter:
    """The writer, after all of this was done: what is made blank first, then style by style, those on one ground together.

    What is done at one place later than at another of the same cells was given later, and is done later still: cells are made blank before
    anything is written on them.
    """
    styles = writer.styles
    erased: tuple[dict[str, list[Drawn]], dict[str, list[Drawn]]] = ({}, {})
    ends: dict[int, int] = {}
    written: dict[str, dict[int, list[_Stretch]]] = {}
    for drawn in done:
        x, y, cells, length = drawn
        if length:  # a part of what is blank already on another ground comes after the whole
            erased[x < ends.get(y, 0)].setdefault(styles.style(cells[0][1]).ground, []).append(drawn)
            ends[y] = max(ends.get(y, 0), x + length)
    for stretch in _stretches(styles, done):
        written.setdefault(styles.style(stretch[0]).ground, {}).setdefault(stretch[0], []).append(stretch)
    last = styles.style(writer.style).ground
    for wholes_or_parts in erased:
        for _, blanks in sorted(wholes_or_parts.items(), key=lambda item: (item[0] != last, item[0] in written)):
            for x, y, cells, length in blanks:
                writer.erase(x, y, cells[0], length)
        last = writer.styles.style(writer.style).ground
    for _, by_style in sorted(written.items(), key=lambda item: item[0] != last):
        for style, in_style in by_style.items():
            for _, x, y, cells in in_style:
                if any(bits for _, _, bits in cells):
                    for cell in cells:
                        writer.write(x, y, cell)
                        x += 2 if cell[2] & WIDE else 1
                else:
                    writer.write_in(style, x, y, cells)
    return writer


def _stretches(styles: Styles, done: Iterable[Drawn]) -> Iterator[_Stretch]:
    """Neighbours that one style draws. A blank goes with what stands behind it, or else before it, on the same ground."""
    style, stretch, start, end, line = -1, list[Cell](), 0, 0, -1
    for x, y, cells, length in done:
        if stretch and (length or (x, y) != (end, line)):
            yield style, start, line, stretch
            stretch = []
        if length:
            continue
        line, end = y, x
        last = style
        for cell in cells:
            wanted = cell[1]
            if not stretch:
                style, start = wanted, end
            elif wanted != last and wanted != style and styles.change(style, wanted)[0]:
                blanks = _blanks_behind(styles, stretch, wanted)
                if blanks < len(stretch):
                    yield style, start, line, stretch[: len(stretch) - blanks]
                style, start, stretch = wanted, end - blanks, stretch[len(stretch) - blanks :]
            last = wanted
            stretch.append(cell)
            end += 2 if cell[2] & WIDE else 1
    if stretch:
        yield style, start, line, stretch


def _blanks_behind(styles: Styles, stretch: list[Cell], style: int) -> int:
    """How many blanks at the end of a stretch another style draws as well."""
    count = 0
    for cell in reversed(stretch):
        if styles.ground(cell[1]) is None or styles.change(style, cell[1])[0]:
            break
        count += 1
    return count
