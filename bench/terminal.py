"""A terminal for the program under test: answers what it asks at once, draws what it wrote later.

``arrive`` is cheap and runs on the clock; ``draw_next`` is the slow part (a pyte screen) and runs when the
program is silent. Every piece of output keeps the moment it was read, so a frame is dated by that.
"""

from __future__ import annotations

import codecs
import re
from collections import deque
from collections.abc import Callable
from typing import Final, NamedTuple

import pyte

SEQUENCE: Final = re.compile(
    r"""\x1b\[ (?P<mark>[<=>?]?) (?P<params>[0-9:;]*) (?P<between>[\ -/]*) (?P<final>[@-~])
      | \x1b\] (?P<osc>[^\x07\x1b]*) (?:\x07|\x1b\\)
      | \x1b(?P<kind>[PX^_]) (?P<body>[^\x1b]*) \x1b\\""",
    re.VERBOSE,
)
"""The escape sequences that ask for something or that pyte would stumble over."""

UNFINISHED: Final = re.compile(r"\x1b (?: \[ [0-9:;<=>?]* [\ -/]* | [\]PX^_] [^\x07\x1b]* \x1b? | [()\#%] )? \Z", re.VERBOSE)
"""A sequence cut off by the end of a read."""

ALTERNATE_SCREEN: Final = 1049
SYNCHRONISED_OUTPUT: Final = 2026
KNOWN_MODES: Final = (1, 7, 25, 1000, 1003, 1004, 1006, ALTERNATE_SCREEN, 2004, SYNCHRONISED_OUTPUT)
INITIALLY_SET: Final = (7, 25)

SLICE: Final = 400
"""Characters drawn in about a millisecond."""

Frame = tuple[tuple[tuple[pyte.screens.Char, ...], ...], tuple[int, int] | None]
"""Everything a person sees: the cells with their colours, and the cursor if it shows."""


class Chunk(NamedTuple):
    """One read of output, not drawn yet."""

    at: int
    text: str


class Terminal:
    """An xterm of a fixed size."""

    def __init__(self, columns: int, lines: int) -> None:
        self.columns, self.lines = columns, lines
        self.pending: deque[Chunk] = deque()
        self.modes = {mode: mode in INITIALLY_SET for mode in KNOWN_MODES}
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.Stream(self._screen)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._unfinished = ""
        self._last_character = " "
        self.restored_at: int | None = None
        """When the program left the alternate screen, as far as it did."""

    # -- on the clock ---------------------------------------------------------------------------------------------

    def arrive(self, at: int, data: bytes) -> bytes:
        """Take output read at ``at``; the bytes this terminal owes in answer."""
        text = self._unfinished + self._decode(data)
        self._unfinished = ""
        alternate = self.modes[ALTERNATE_SCREEN]
        if cut := UNFINISHED.search(text):
            text, self._unfinished = text[: cut.start()], cut[0]
        replies, taken = [], 0
        for match in SEQUENCE.finditer(text):
            if match["final"] == "n" and match["params"] == "6":  # where is the cursor: known only once all is drawn
                self.pending.append(Chunk(at, text[taken : match.end()]))
                taken = match.end()
                while self.pending:
                    self.draw_next()
            replies.append(self._reply(match))
        if taken < len(text):
            self.pending.append(Chunk(at, text[taken:]))
        if alternate and not self.modes[ALTERNATE_SCREEN]:
            self.restored_at = at
        return "".join(replies).encode()

    def _reply(self, match: re.Match[str]) -> str:
        """The answer to one sequence, empty when it asks nothing; follows the modes on the way."""
        params = match["params"]
        if match["osc"] is not None:
            asked, question, _ = match["osc"].rpartition(";?")
            return f"\x1b]{asked};rgb:{'c0c0/c0c0/c0c0' if asked == '10' else '1e1e/1e1e/1e1e'}\x1b\\" if question else ""
        if match["kind"] is not None:
            return self._reply_to_string(match["body"]) if match["kind"] == "P" else ""
        match match["mark"] + match["between"] + match["final"]:
            case "?h" | "?l":
                self.modes.update((int(mode), match["final"] == "h") for mode in params.split(";") if mode.isdigit())
            case "?$p":
                known = self.modes.get(int(params or 0))
                return f"\x1b[?{params};{0 if known is None else 1 if known else 2}$y"
            case "$p":
                return f"\x1b[{params};0$y"
            case "c" if params in ("", "0"):
                return "\x1b[?62;22c"
            case ">c" if params in ("", "0"):
                return "\x1b[>41;354;0c"
            case ">q":
                return "\x1bP>|bench(1)\x1b\\"
            case "?u":
                return "\x1b[?0u"
            case "n" if params == "5":
                return "\x1b[0n"
            case "n" | "?n" if params == "6":
                cursor = self._screen.cursor
                return f"\x1b[{match['mark']}{cursor.y + 1};{min(cursor.x, self.columns - 1) + 1}R"
            case "?n" if params == "996":
                return "\x1b[?997;1n"
            case "t" if params == "14":
                return f"\x1b[4;{self.lines * 16};{self.columns * 8}t"
            case "t" if params == "16":
                return "\x1b[6;16;8t"
            case "t" if params == "18":
                return f"\x1b[8;{self.lines};{self.columns}t"
        return ""

    @staticmethod
    def _reply_to_string(body: str) -> str:
        """What a device control string asks: the shape of the cursor (vim types on what it gets instead), capabilities."""
        match body[:2], body[2:]:
            case "$q", " q":
                return "\x1bP1$r1 q\x1b\\"
            case "$q", _:
                return "\x1bP0$r\x1b\\"
            case "+q", name:
                return f"\x1bP0+r{name}\x1b\\"
        return ""

    # -- off the clock --------------------------------------------------------------------------------------------

    def draw_next(self, between: Callable[[], None] = lambda: None) -> int:
        """Draw the oldest pending chunk; the moment it was read. ``between`` is called after every few hundred characters."""
        at, text = self.pending.popleft()
        drawn = 0
        for match in SEQUENCE.finditer(text):
            if self._left_to_pyte(match):
                continue
            self._feed(text[drawn : match.start()], between)
            drawn = match.end()
            self._draw_specially(match)
        self._feed(text[drawn:], between)
        return at

    @staticmethod
    def _left_to_pyte(match: re.Match[str]) -> bool:
        if match["final"] is None:
            return False
        plain = not match["between"] and ":" not in match["params"]
        return plain and (match["final"] in "hl" if match["mark"] == "?" else not match["mark"] and match["final"] not in "bSTntc")

    def _feed(self, text: str, between: Callable[[], None]) -> None:
        for begin in range(0, len(text), SLICE):
            self._stream.feed(text[begin : begin + SLICE])
            between()
        if text:
            self._last_character = text[-1]

    def _draw_specially(self, match: re.Match[str]) -> None:
        """What pyte does not know: repeat, scroll, curly underlines. Everything else draws nothing."""
        if match["mark"] or match["between"] or match["final"] is None:
            return
        count = match["params"]
        match match["final"]:
            case "b":
                self._screen.draw(self._last_character * int(count or 1))
            case "S" | "T":
                screen, (x, y) = self._screen, (self._screen.cursor.x, self._screen.cursor.y)
                screen.cursor.y = screen.margins.top if screen.margins else 0
                (screen.delete_lines if match["final"] == "S" else screen.insert_lines)(int(count or 1))
                screen.cursor.x, screen.cursor.y = x, y
            case "m":
                self._stream.feed(f"\x1b[{re.sub(':[0-9]*', '', count)}m")

    def text(self) -> str:
        """The screen as lines of text, blanks at their ends cut."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def frame(self) -> Frame:
        """The screen to compare with another moment's."""
        screen = self._screen
        cells = tuple(tuple(screen.buffer[y][x] for x in range(self.columns)) for y in range(self.lines))
        return cells, None if screen.cursor.hidden else (screen.cursor.x, screen.cursor.y)
