"""Frames, which are what a terminal shows, and the fewest bytes that make one out of another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import compress
from operator import is_not
from typing import Final

from tui.terminal.cells import TAIL, Cell, Cells
from tui.terminal.cursor import CursorWriter
from tui.terminal.style_order import drawn_by_style

Line = list[Cell]

UNKNOWN: Final[Cell] = ("", -1, 0)
_GAP: Final = 5
"""Unchanged cells between changed ones that may be written again: to jump over them takes as many bytes."""
_ERASE: Final = 5
"""Blanks that are dearer than to erase them."""
_ERASE_AND_JUMP: Final = 9
"""The same, when something has to be written behind them."""
_MANY: Final = 16
"""Changed cells of a line from which on it may be cheaper to erase first and write only what is not blank."""
_SCROLLED: Final = 3
"""Lines that have to be found again at another height before anything is moved."""
_LOOKED_AT: Final = 12
"""Cells of a line by which it is seen whether it may have moved at all."""
_JUMP: Final = 8
_MOVE: Final = 24
"""Bytes to go to a place; to move a block."""


class Frame:
    """The cells of a terminal as they are now. ``lines`` is None when that is not known."""

    def __init__(self, cells: Cells, width: int, height: int, *, fills: bool) -> None:
        self.cells = cells
        self.width, self.height = width, height
        self.fills = fills
        self.lines: list[Line] | None = None
        self._cursor: tuple[int, int] | None = None

    def forget(self) -> None:
        """From now on nothing is known of what the terminal shows."""
        self.lines = None
        self._cursor = None

    def show(self, wanted: Mapping[int, Line], cursor: tuple[int, int], blocks: Iterable[tuple[int, int]] = ()) -> str:
        """What to send so that these lines (by number from 0, each as wide as the frame) and the cursor (x, y) are shown.

        When nothing was known, all lines have to be given. ``blocks`` are ranges of columns in which whole lines may
        have moved up or down.
        """
        writer = CursorWriter(self.cells.styles, self.width, *(self._cursor or (None, None)))
        if self.lines is None:
            self.lines = self._cleared(writer, wanted)
        lines = self.lines
        changed = [y for y in sorted(wanted) if wanted[y] != lines[y]]
        if len(changed) > _SCROLLED:
            self._move_block(writer, wanted, changed, blocks)
            changed = [y for y in sorted(wanted) if wanted[y] != lines[y]]
        before = writer.fork()
        changes = writer.fork()
        for y in changed:
            self._line(changes, y, lines[y], wanted[y])
            lines[y] = wanted[y]
        by_style = drawn_by_style(before, changes.done)
        writer.join(by_style if _length(by_style) < _length(changes) else changes)
        writer.go(*cursor)
        self._cursor = cursor
        writer.set_style(0)
        return "".join(writer.out)

    # -- everything afresh ----------------------------------------------------------------------------------------------

    def _cleared(self, writer: CursorWriter, wanted: Mapping[int, Line]) -> list[Line]:
        commonest = Counter(cell for line in wanted.values() for cell in line if cell[0] == " " and self._erasable(cell)).most_common(1)
        blank = commonest[0][0] if commonest else self.cells.plain_blank
        writer.out.append("\x1b[r\x1b[m")
        writer.set_style(blank[1])
        writer.out.append("\x1b[2J")
        return [[blank] * self.width for _ in range(self.height)]

    def _erasable(self, cell: Cell) -> bool:
        ground = self.cells.styles.ground(cell[1])
        return ground is not None and (self.fills or ground == "49")

    # -- a block that only moved ------------------------------------------------------------------------------------------

    def _move_block(self, writer: CursorWriter, wanted: Mapping[int, Line], changed: list[int], blocks: Iterable[tuple[int, int]]) -> None:
        assert self.lines is not None
        best: tuple[int, int, int, int] | None = None
        for start, end in blocks:
            found = self._moved(wanted, changed, start, end)
            if found is not None:
                gain = self._gain(wanted, *found)
                if gain > (best[0] if best else 0):
                    best = (gain, *found)
        if best is None:
            return
        _, top, bottom, by = best
        writer.set_style(0)
        writer.out.append(f"\x1b[{top + 1};{bottom + 1}r")
        writer.x = writer.y = None
        writer.go(0, top)
        count = "" if abs(by) == 1 else str(abs(by))
        writer.out.append(f"\x1b[{count}{'M' if by > 0 else 'L'}\x1b[r")
        writer.x = writer.y = None
        block = self.lines[top : bottom + 1]
        # whether new lines have the background that is set depends on the terminal: they are written whole
        fresh = [[UNKNOWN] * self.width for _ in range(abs(by))]
        self.lines[top : bottom + 1] = block[by:] + fresh if by > 0 else fresh + block[:by]

    def _moved(self, wanted: Mapping[int, Line], changed: list[int], start: int, end: int) -> tuple[int, int, int] | None:
        """(top, bottom, by) of the block whose lines now stand ``by`` lines higher; None when there is none."""
        assert self.lines is not None
        if not self._may_have_moved(wanted, changed, start, end):
            return None
        was: dict[tuple[int, ...], int] = {}
        for y in changed:
            was[tuple(map(id, self.lines[y][start:end]))] = y
        pairs: dict[int, list[int]] = {}
        for y in changed:
            before = was.get(tuple(map(id, wanted[y][start:end])))
            if before is not None and before != y:
                pairs.setdefault(before - y, []).append(y)
        if not pairs:
            return None
        by, found = max(pairs.items(), key=lambda item: len(item[1]))
        if len(found) < _SCROLLED:
            return None
        top, bottom = min(found[0], found[0] + by), max(found[-1], found[-1] + by)
        return (top, bottom, by) if all(y in wanted for y in range(top, bottom + 1)) else None

    def _may_have_moved(self, wanted: Mapping[int, Line], changed: list[int], start: int, end: int) -> bool:
        """Whether a few cells of enough lines stand in some line there was: what is another picture is known by them."""
        assert self.lines is not None
        cells = slice(start, end, max(1, (end - start) // _LOOKED_AT))
        was = {tuple(map(id, self.lines[y][cells])) for y in changed}
        return sum(tuple(map(id, wanted[y][cells])) in was for y in changed) >= _SCROLLED

    def _gain(self, wanted: Mapping[int, Line], top: int, bottom: int, by: int) -> int:
        """Roughly the bytes that moving the block saves."""
        assert self.lines is not None
        gain = -_MOVE
        for y in range(top, bottom + 1):
            gain += _cost(self.lines[y], wanted[y])
            gain -= _cost(self.lines[y + by], wanted[y]) if top <= y + by <= bottom else self.width
        return gain

    # -- a line ---------------------------------------------------------------------------------------------------------

    def _line(self, writer: CursorWriter, y: int, old: Line, new: Line) -> None:
        changed = list(compress(range(self.width), map(is_not, old, new)))
        if not changed:
            return
        patched = writer.fork()
        self._patch(patched, y, new, changed)
        if len(changed) >= _MANY and (blank := self._commonest_blank(new, changed)) is not None:
            erased = writer.fork()
            first, last = changed[0], changed[-1]
            if all(cell is blank for cell in new[last + 1 :]):
                last = self.width - 1
            written = next((cell for cell in new[first : last + 1] if cell is not blank and not cell[2] & TAIL), blank)
            erased.erase(first, y, blank, last + 1 - first, written[1])
            self._patch(erased, y, new, [x for x in range(first, last + 1) if new[x] is not blank])
            if _length(erased) < _length(patched):
                patched = erased
        writer.join(patched)

    def _commonest_blank(self, new: Line, changed: list[int]) -> Cell | None:
        blanks = Counter(new[x] for x in changed if new[x][0] == " ").most_common(1)
        return blanks[0][0] if blanks and blanks[0][1] >= _ERASE and self._erasable(blanks[0][0]) else None

    def _patch(self, writer: CursorWriter, y: int, new: Line, changed: list[int]) -> None:
        """Write the changed cells, and with them what is unchanged between two of them when that is cheaper than a jump."""
        at = 0
        while at < len(changed):
            start = end = changed[at]
            at += 1
            while at < len(changed) and (changed[at] == end + 1 or self._bridged(new, end, changed[at])):
                end = changed[at]
                at += 1
            if self._run(writer, y, new, start, end):
                return

    def _bridged(self, new: Line, end: int, next: int) -> bool:
        if next - end - 1 > _GAP:
            return False
        between = new[end + 1 : next]
        style = new[end][1]
        for text, wanted, bits in between:
            if wanted < 0:  # not known what is there: not to be written again
                return False
            if bits or self.cells.styles.change(style, wanted)[0] or not text.isascii():
                return bool(bits & TAIL) and len(between) == 1
        return True

    def _run(self, writer: CursorWriter, y: int, new: Line, start: int, end: int) -> bool:
        """Write the cells from start to end; True when that made the rest of the line right as well."""
        x = since = start  # what stands between the two is written in one go, as far as each cell is sure to take one column
        while x <= end:
            cell = new[x]
            if cell[0] == " " and self._erasable(cell):
                stop = x + 1
                while stop <= end and new[stop] is cell:
                    stop += 1
                if stop > end:
                    rest = self.width - x > 3 and all(other is cell for other in new[stop:])
                    if rest or stop - x > _ERASE:
                        self._plain(writer, y, new, since, x)
                        writer.erase(x, y, cell, self.width - x if rest else stop - x)
                        return rest
                elif stop - x > _ERASE_AND_JUMP:
                    self._plain(writer, y, new, since, x)
                    writer.erase(x, y, cell, stop - x)
                    since = stop
                x = stop
            elif cell[2]:
                self._plain(writer, y, new, since, x)
                if not cell[2] & TAIL:
                    writer.write(x, y, cell)
                x += 1
                since = x
            else:
                x += 1
        self._plain(writer, y, new, since, end + 1)
        return False

    def _plain(self, writer: CursorWriter, y: int, new: Line, start: int, end: int) -> None:
        if start < end:
            writer.write_all(start, y, new[start:end])


def _length(writer: CursorWriter) -> int:
    return sum(map(len, writer.out))


def _cost(old: Line, new: Line) -> int:
    changed = sum(map(is_not, old, new))
    return changed + _JUMP if changed else 0
