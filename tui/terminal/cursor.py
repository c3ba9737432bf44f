"""The cursor of a terminal: where it is, in which style it writes, and the fewest bytes to where it is wanted.

Only what every terminal does is used — xterm and its kin, tmux, screen, PuTTY, Windows Terminal, the Linux console: CUP, CHA,
CUU, CUD, CUF, CUB, CR, LF, SGR, EL, ECH, ED, DECSTBM, IL, DL. Not used: REP (not in the Linux console, nor in older screens),
SU and SD (not in the Linux console; IL and DL within margins do the same), DECLRMM (few have it). ECH and EL with a background
of their own need a terminal that erases with it (*bce*), see :func:`fills_with_background`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from tui.terminal.cells import ALONE, IN_A_RUN, WIDE, Cell, Styles

_FILLS: Final = (
    "xterm",
    "tmux",
    "linux",
    "putty",
    "rxvt",
    "alacritty",
    "foot",
    "kitty",
    "wezterm",
    "konsole",
    "vte",
    "gnome",
    "st-",
    "iterm",
    "nsterm",
    "mintty",
    "contour",
    "ghostty",
)


def fills_with_background(environ: Mapping[str, str]) -> bool:
    """Whether the terminal erases with the background that is set: most do; screen does not, and says so by TERM or STY."""
    term = environ.get("TERM", "")
    if term.startswith("screen"):
        return "TMUX" in environ  # tmux goes by this name too
    return term.startswith(_FILLS) and "STY" not in environ


Drawn = tuple[int, int, Sequence[Cell], int]
"""What was done from a place (x, y) on: cells written, without tails, and 0; or a single one, and how many cells were made such a blank."""


class CursorWriter:
    """What is to be sent, and where it leaves the cursor. Columns and lines count from 0; None is a place not known."""

    __slots__ = ("_in_run", "done", "out", "style", "styles", "width", "x", "y")

    def __init__(self, styles: Styles, width: int, x: int | None = None, y: int | None = None, style: int = 0) -> None:
        self.styles, self.width = styles, width
        self.x, self.y, self.style = x, y, style
        self._in_run = False
        self.out: list[str] = []
        self.done: list[Drawn] = []

    def fork(self) -> CursorWriter:
        """Another one at the same place, to see what a way of writing costs."""
        other = CursorWriter(self.styles, self.width, self.x, self.y, self.style)
        other._in_run = self._in_run
        return other

    def join(self, other: CursorWriter) -> None:
        """Do what a fork did."""
        self.x, self.y, self.style, self._in_run = other.x, other.y, other.style, other._in_run
        self.out += other.out
        self.done += other.done

    def write(self, x: int, y: int, cell: Cell) -> None:
        """Write a cell; not a tail."""
        text, style, bits = cell
        self.done.append((x, y, (cell,), 0))
        if self.x != x or self.y != y or (self._in_run and not bits & IN_A_RUN):
            self.go(x, y)
        if self.style != style:
            self.set_style(style)
        self.out.append(text)
        after = x + (2 if bits & WIDE else 1)
        # behind the last column terminals differ in where the cursor is; behind a doubtful character in how wide it was
        self.x = None if bits & ALONE or after >= self.width else after
        self._in_run = bits & IN_A_RUN > 0

    def write_all(self, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Write neighbours, none of which a terminal may give another width than one column: as one after the other, in less time."""
        self.done.append((x, y, cells, 0))
        if self.x != x or self.y != y or self._in_run:
            self.go(x, y)
        last, out = self.style, self.out
        for text, style, _ in cells:
            if style != last:
                if style != self.style:
                    self.set_style(style)
                last = style  # a blank is written in the style that is set: it is not asked again for the next one
            out.append(text)
        self._have_written(x + len(cells))

    def write_in(self, style: int, x: int, y: int, cells: Sequence[Cell]) -> None:
        """Write such neighbours in one style, which is theirs or does for them."""
        self.done.append((x, y, cells, 0))
        if self.x != x or self.y != y or self._in_run:
            self.go(x, y)
        if self.style != style:
            self.set_style(style)
        self.out.append("".join([cell[0] for cell in cells]))
        self._have_written(x + len(cells))

    def _have_written(self, after: int) -> None:
        self.x, self._in_run = None if after >= self.width else after, False

    def set_style(self, style: int) -> None:
        """Set the style."""
        sequence, self.style = self.styles.change(self.style, style)
        if sequence:
            self.out.append(sequence)

    def erase(self, x: int, y: int, cell: Cell, length: int, next_style: int | None = None) -> None:
        """Make some cells blank; the cursor stays before them. The style that is wanted next is taken at once, when it serves."""
        self.done.append((x, y, (cell,), length))
        self.go(x, y)
        if next_style is not None and not self.styles.change(next_style, cell[1])[0]:
            self.set_style(next_style)
        self.set_style(cell[1])
        self.out.append("\x1b[K" if x + length >= self.width else f"\x1b[{length}X")

    def go(self, x: int, y: int) -> None:
        """Move to a cell."""
        now_x = None if self._in_run else self.x
        if now_x == x and self.y == y:
            return
        self.out.append(_way(now_x, self.y, x, y))
        self.x, self.y, self._in_run = x, y, False


def _way(now_x: int | None, now_y: int | None, x: int, y: int) -> str:
    ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H" if y else "\x1b[H"]
    if now_y == y:
        ways += _along(now_x, x)
    elif now_y is not None:
        rows = f"\x1b[{y - now_y}B" if y > now_y + 1 else "\x1b[B" if y > now_y else f"\x1b[{now_y - y}A" if y < now_y - 1 else "\x1b[A"
        if now_x == x:
            ways.append(rows)
        elif now_x is not None:
            ways.append(rows + (_right(x - now_x) if x > now_x else "\b" * (now_x - x)))
        if 0 < y - now_y <= 2:
            # a line feed may come with a carriage return or not, as the terminal line is set: so with one of ours
            ways.append("\r" + "\n" * (y - now_y) + _right(x))
        elif x == 0:
            ways.append("\r" + rows)
    return min(ways, key=len)


def _along(now_x: int | None, x: int) -> list[str]:
    ways = [f"\x1b[{x + 1}G", "\r" + _right(x)]
    if now_x is not None:
        ways.append(_right(x - now_x) if x > now_x else "\b" * (now_x - x))
    return ways


def _right(columns: int) -> str:
    return "" if columns <= 0 else "\x1b[C" if columns == 1 else f"\x1b[{columns}C"
