"""What is drawn on a frame, in the order of its styles: it takes fewer bytes to go to the next place of a colour than to set it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tui.terminal.cells import WIDE, Styles
from tui.terminal.cursor import CursorWriter, Drawn

_Stretch = tuple[int, list[Drawn]]
"""A style, and what is written with it in one go."""


def drawn_by_style(writer: CursorWriter, done: Iterable[Drawn]) -> CursorWriter:
    """The writer, after all of this was done: what is made blank first, then style by style, those on one ground together.

    What is done at one place later than at another of the same cells was given later, and is done later still: cells are made blank before
    anything is written on them.
    """
    styles = writer.styles
    erased: tuple[dict[str, list[Drawn]], dict[str, list[Drawn]]] = ({}, {})
    ends: dict[int, int] = {}
    written: dict[str, dict[int, list[Drawn]]] = {}
    for style, stretch in _stretches(styles, done):
        ground = styles.style(style).ground
        if stretch[0][3]:
            for x, y, cell, length in stretch:  # a part of what is blank already on another ground comes after the whole
                erased[x < ends.get(y, 0)].setdefault(ground, []).append((x, y, cell, length))
                ends[y] = max(ends.get(y, 0), x + length)
        else:
            written.setdefault(ground, {}).setdefault(style, []).extend(stretch)
    last = styles.style(writer.style).ground
    for wholes_or_parts in erased:
        for _, blanks in sorted(wholes_or_parts.items(), key=lambda item: (item[0] != last, item[0] in written)):
            for x, y, cell, length in blanks:
                writer.erase(x, y, cell, length)
        last = writer.styles.style(writer.style).ground
    for _, by_style in sorted(written.items(), key=lambda item: item[0] != last):
        for stretches in by_style.values():
            for x, y, cell, _ in stretches:
                writer.write(x, y, cell)
    return writer


def _stretches(styles: Styles, done: Iterable[Drawn]) -> Iterator[_Stretch]:
    """Neighbours that one style draws. A blank goes with what stands behind it, or else before it, on the same ground."""
    style, stretch, beyond = -1, list[Drawn](), (-1, -1)
    for drawn in done:
        x, y, (_, wanted, bits), length = drawn
        if not stretch or length or stretch[0][3] or (x, y) != beyond:
            if stretch:
                yield style, stretch
            style, stretch = wanted, [drawn]
        elif not styles.change(style, wanted)[0]:
            stretch.append(drawn)
        else:
            blanks = _blanks_behind(styles, stretch, wanted)
            if blanks < len(stretch):
                yield style, stretch[: len(stretch) - blanks]
            style, stretch = wanted, [*stretch[len(stretch) - blanks :], drawn]
        beyond = (x + (2 if bits & WIDE else 1), y)
    if stretch:
        yield style, stretch


def _blanks_behind(styles: Styles, stretch: list[Drawn], style: int) -> int:
    """How many blanks at the end of a stretch another style draws as well."""
    count = 0
    for _, _, cell, _ in reversed(stretch):
        if styles.ground(cell[1]) is None or styles.change(style, cell[1])[0]:
            break
        count += 1
    return count
