"""A terminal small and strict enough to judge by: it refuses every sequence it does not know, and half a wide character."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from rich.cells import split_graphemes

from tui.terminal.cells import ANY, PLAIN, TAIL, WIDE, Cell, Cells, Style

_TOKEN = re.compile("\x1b\\[([0-9;]*)([A-Za-z])|\x1b\\]8;(.*?)\x1b\\\\|([\r\n\b])|([^\x1b\r\n\b]+)")
_ENDS = {"22": "12", "23": "3", "24": "4", "25": "56", "27": "7", "28": "8", "29": "9"}


class Shown(NamedTuple):
    """One column of the screen: text ("" for the right half of a wide character) and how it is written."""

    text: str
    style: Style

    def as_seen(self) -> Shown:
        """The same without what a blank does not show."""
        style = self.style
        if self.text == " " and not style.link and not set(style.attributes) - set("123"):
            return Shown(" ", Style(ANY, style.ground, ()))
        return Shown(self.text, style._replace(attributes=tuple(sorted(style.attributes))))


class Screen:
    """Columns and lines from 0; ``fills``: erases with the background set; ``returns``: a line feed comes with a return."""

    def __init__(
        self, width: int, height: int, *, fills: bool = True, returns: bool = True, wider: Callable[[str], bool] = lambda _: False
    ) -> None:
        self.width, self.height = width, height
        self.fills, self.returns, self.wider = fills, returns, wider
        self.style = PLAIN
        self.x = self.y = 0
        self.top, self.bottom = 0, height - 1
        self.lines = [[Shown("?", PLAIN)] * width for _ in range(height)]

    def feed(self, data: str) -> None:
        """Do what a program sends."""
        at = 0
        while at < len(data):
            found = _TOKEN.match(data, at)
            assert found, f"not understood: {data[at : at + 20]!r}"
            at = found.end()
            parameters, final, link, control, text = found.groups()
            if final is not None:
                _DOES[final](self, [int(p) if p else 0 for p in parameters.split(";")])
            elif link is not None:
                self.style = self.style._replace(link="" if link == ";" else link)
            elif control is not None:
                self._control(control)
            else:
                for start, end, width in split_graphemes(text)[0]:
                    self._write(text[start:end], width)

    def seen(self) -> list[list[Shown]]:
        """All of the screen; no wide character of it is only half there."""
        for line in self.lines:
            for x, shown in enumerate(line):
                if shown.text == "":
                    assert x and split_graphemes(line[x - 1].text)[1] == 2, "the right half of a wide character is left over"
                elif split_graphemes(shown.text)[1] == 2:
                    assert x + 1 < self.width and line[x + 1].text == "", "the left half of a wide character is left over"
        return [[shown.as_seen() for shown in line] for line in self.lines]

    def _write(self, text: str, width: int) -> None:
        width += self.wider(text)
        if width == 0:
            before = self.lines[self.y][self.x - 1]
            self.lines[self.y][self.x - 1] = before._replace(text=before.text + text)
            return
        self.x = min(self.x, self.width - width)  # without wrapping the last column is written again
        for x in range(self.x, self.x + width):
            self._clear_halves(x)
        self.lines[self.y][self.x : self.x + width] = [Shown(text, self.style), Shown("", self.style)][:width]
        self.x += width

    def _clear_halves(self, x: int) -> None:
        line = self.lines[self.y]
        if line[x].text == "" and x:
            line[x - 1] = line[x - 1]._replace(text=" ")
            line[x] = line[x]._replace(text=" ")
        elif x + 1 < self.width and line[x + 1].text == "":
            line[x + 1] = line[x + 1]._replace(text=" ")

    def _blank(self) -> Shown:
        return Shown(" ", PLAIN._replace(ground=self.style.ground) if self.fills else PLAIN)

    def _control(self, control: str) -> None:
        if control == "\b":
            self.x = max(0, min(self.x, self.width - 1) - 1)
        elif control == "\r" or self.returns:
            self.x = 0
        if control == "\n":
            assert self.y < self.height - 1, "a line feed in the last line scrolls"
            self.y += 1

    def _go(self, given: list[int]) -> None:
        line, column = [*given, 0][:2]
        self.x, self.y = max(1, column) - 1, max(1, line) - 1
        assert self.x < self.width and self.y < self.height

    def _column(self, given: list[int]) -> None:
        self.x = max(1, given[0]) - 1
        assert self.x < self.width

    def _up(self, given: list[int]) -> None:
        self.y -= max(1, given[0])
        assert self.y >= 0

    def _down(self, given: list[int]) -> None:
        self.y += max(1, given[0])
        assert self.y < self.height

    def _right(self, given: list[int]) -> None:
        self.x = min(self.x + max(1, given[0]), self.width - 1)

    def _erase_line(self, given: list[int]) -> None:
        assert given == [0] and self.x < self.width
        self._erase([self.width - self.x])

    def _erase(self, given: list[int]) -> None:
        assert self.x + max(1, given[0]) <= self.width
        for x in range(self.x, self.x + max(1, given[0])):
            self._clear_halves(x)
            self.lines[self.y][x] = self._blank()

    def _clear(self, given: list[int]) -> None:
        assert given == [2]
        self.lines = [[self._blank()] * self.width for _ in range(self.height)]

    def _margins(self, given: list[int]) -> None:
        self.top, self.bottom = (0, self.height - 1) if given == [0] else (given[0] - 1, given[1] - 1)
        assert 0 <= self.top < self.bottom < self.height
        self.x = self.y = 0

    def _delete_lines(self, given: list[int]) -> None:
        self._shift(max(1, given[0]))

    def _insert_lines(self, given: list[int]) -> None:
        self._shift(-max(1, given[0]))

    def _shift(self, by: int) -> None:
        assert self.top <= self.y <= self.bottom and self.x == 0
        # terminals differ in the background of the new lines; this one shows that they are not relied on
        fresh = [[Shown("?", PLAIN)] * self.width for _ in range(min(abs(by), self.bottom - self.y + 1))]
        block = self.lines[self.y : self.bottom + 1]
        self.lines[self.y : self.bottom + 1] = [*block[by:], *fresh] if by > 0 else [*fresh, *block[:by]]

    def _style(self, given: list[int]) -> None:
        codes = [str(code) for code in given]
        while codes:
            code = codes.pop(0)
            if code in ("38", "48"):
                rest = 4 if codes[0] == "2" else 2
                code, codes = ";".join([code, *codes[:rest]]), codes[rest:]
            number = int(code.partition(";")[0])
            style = self.style
            if number == 0:
                self.style = PLAIN._replace(link=style.link)
            elif 30 <= number <= 39 or 90 <= number <= 97:
                self.style = style._replace(ink=code)
            elif 40 <= number <= 49 or 100 <= number <= 107:
                self.style = style._replace(ground=code)
            elif code in _ENDS:
                self.style = style._replace(attributes=tuple(a for a in style.attributes if a not in _ENDS[code]))
            else:
                assert code in ("1", "2", "3", "4", "5", "6", "7", "8", "9", "21", "53"), code
                self.style = style._replace(attributes=(*(a for a in style.attributes if a != code), code))


_DOES = {
    "H": Screen._go,
    "G": Screen._column,
    "A": Screen._up,
    "B": Screen._down,
    "C": Screen._right,
    "K": Screen._erase_line,
    "X": Screen._erase,
    "J": Screen._clear,
    "r": Screen._margins,
    "M": Screen._delete_lines,
    "L": Screen._insert_lines,
    "m": Screen._style,
}
"""Every sequence that may be sent."""


def meant(cells: Cells, lines: list[list[Cell]]) -> list[list[Shown]]:
    """What a screen shows when it shows these cells."""
    styles = cells.styles
    out = []
    for line in lines:
        row = []
        for text, style, bits in line:
            assert not (bits & WIDE and bits & TAIL)
            row.append(Shown(text, styles.style(style)).as_seen())
        out.append(row)
    return out
