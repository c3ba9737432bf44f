"""Text and styles as the cells of a terminal, and the shortest way from one style to another.

A cell is one tuple for all places that show the same: two cells are equal exactly when they are the same object. That is
what makes comparing two screens cheap.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, NamedTuple

from rich.cells import split_graphemes

from tui.start.sgr import parts_of

Cell = tuple[str, int, int]
"""What is written (nothing for the right half of a wide character), the number of its style, and the bits below."""

IN_A_RUN: Final = 1
"""A terminal may give it another width than we do: after a run of these the next cell is gone to by its column."""
ALONE: Final = 2
"""The same, and so likely that even the next one of its kind is gone to: emoji, marks on a letter, what nobody knows."""
WIDE: Final = 4
TAIL: Final = 8
"""The right half of a wide character."""

_NARROW: Final = re.compile("[ -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2013-\u2027\u2190-\u21ff\u2500-\u25fc\u2800-\u28ff]*")
"""One character, one cell, whatever follows: all of Vietnamese as it is typed, and what frames and charts are made of."""
_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
_UNSEEN_ON_BLANK: Final = frozenset({"1", "2", "3"})
"""Bold, dim and italic do not show where nothing is written."""
_OFF: Final = {"1": "22", "2": "22", "3": "23", "4": "24", "7": "27", "9": "29"}
"""How an attribute ends alone; for the others terminals disagree (21 is *not bold* or *underlined twice*), so all is reset."""
MOST_STYLES: Final = 4096
"""More than any screen uses; a session that saw so many starts afresh, so that memory stays bounded."""
_MOST_KEPT: Final = 4096


class Style(NamedTuple):
    """How a character is written: SGR codes of its colours, its attributes in order, and the OSC 8 opening of a link."""

    ink: str
    ground: str
    attributes: tuple[str, ...]
    link: str = ""


PLAIN: Final = Style(*parts_of(""))
ANY: Final = ""
"""The ink of a blank: it is not seen, so whatever is set may stay."""


def style_of(codes: str, link: str = "") -> Style:
    """The style that SGR codes such as ``1;38;5;12;44`` set, beginning from a reset."""
    ink, ground, attributes = parts_of(codes)
    return Style(_short(ink), _short(ground), attributes, link)


def _fixed_colours() -> dict[str, int]:
    """By red, green and blue the number of each colour that terminals have in common: a cube of six steps, and greys.

    The first of the cube are left out: palettes are known that keep colours of their own under these numbers.
    """
    steps = (0, 95, 135, 175, 215, 255)
    cube = ((red, green, blue) for red in steps for green in steps for blue in steps)
    greys = ((grey, grey, grey) for grey in range(8, 239, 10))
    return {f"{red};{green};{blue}": number for number, (red, green, blue) in enumerate((*cube, *greys), 16) if number > _LAST_OWN}


_LAST_OWN: Final = 21
_NUMBERS: Final = _fixed_colours()


def _short(code: str) -> str:
    """The code of a colour by its number, where it has one: half as long as by its red, green and blue."""
    kind, whole, colour = code.partition(";2;")
    number = _NUMBERS.get(colour) if whole and kind in ("38", "48") else None
    return code if number is None else f"{kind};5;{number}"


class Styles:
    """The styles in use, by number; number 0 is the terminal's own colours."""

    def __init__(self) -> None:
        self._styles = [PLAIN]
        self._numbers = {PLAIN: 0}
        self._changes: dict[tuple[int, int], tuple[str, int]] = {}

    def __len__(self) -> int:
        return len(self._styles)

    def number(self, style: Style) -> int:
        """The number of a style, the same for equal styles."""
        found = self._numbers.get(style)
        if found is None:
            found = self._numbers[style] = len(self._styles)
            self._styles.append(style)
        return found

    def codes(self, number: int) -> str | None:
        """The SGR codes that set a style after a reset; None for one with a link."""
        style = self._styles[number]
        inks = [code for code, plain in ((style.ink, PLAIN.ink), (style.ground, PLAIN.ground)) if code not in (plain, ANY)]
        return None if style.link else ";".join((*style.attributes, *inks))

    def style(self, number: int) -> Style:
        """The style of a number."""
        return self._styles[number]

    def for_blank(self, number: int) -> int:
        """The style of a blank that looks as one written with this style."""
        style = self._styles[number]
        if style.link or not _UNSEEN_ON_BLANK.issuperset(style.attributes):
            return number
        return self.number(Style(ANY, style.ground, ()))

    def ground(self, number: int) -> str | None:
        """The background of a style that only a blank has, as SGR code; None for any other style."""
        style = self._styles[number]
        return style.ground if style.ink == ANY else None

    def change(self, now: int, wanted: int) -> tuple[str, int]:
        """What to send so that a style becomes another, and the number of the style that is then set."""
        key = (now, wanted)
        found = self._changes.get(key)
        if found is None:
            if len(self._changes) >= _MOST_KEPT:
                self._changes.clear()
            found = self._changes[key] = self._change(self._styles[now], self._styles[wanted])
        return found

    def _change(self, now: Style, wanted: Style) -> tuple[str, int]:
        if wanted.ink == ANY:
            seen = [a for a in now.attributes if a not in _UNSEEN_ON_BLANK]
            if now.ground == wanted.ground and not seen and not now.link:
                return "", self.number(now)
            wanted = Style(PLAIN.ink, wanted.ground, ()) if seen or now.link else now._replace(ground=wanted.ground)
        link = f"\x1b]8;{wanted.link or ';'}\x1b\\" if now.link != wanted.link else ""
        afresh = ["0", *wanted.attributes]
        afresh += [c for c, plain in ((wanted.ink, PLAIN.ink), (wanted.ground, PLAIN.ground)) if c != plain]
        sequence = "\x1b[m" if len(afresh) == 1 else f"\x1b[{';'.join(afresh)}m"
        steps = _steps(now, wanted)
        if steps is not None:
            sequence = min((f"\x1b[{';'.join(steps)}m" if steps else "", sequence), key=len)
        return link + sequence, self.number(wanted)


def _steps(now: Style, wanted: Style) -> list[str] | None:
    """The codes of what differs; None when an attribute has to end that cannot end alone."""
    gone = [a for a in now.attributes if a not in wanted.attributes]
    if any(a not in _OFF for a in gone):
        return None
    codes = list(dict.fromkeys(_OFF[a] for a in gone))
    # bold and dim end together: whichever shall stay is set again
    codes += [a for a in wanted.attributes if a not in now.attributes or ("22" in codes and _OFF.get(a) == "22")]
    if now.ink != wanted.ink:
        codes.append(wanted.ink)
    if now.ground != wanted.ground:
        codes.append(wanted.ground)
    return codes


@lru_cache(maxsize=_MOST_KEPT)
def doubt(text: str, width: int) -> int:
    """How sure it is that a terminal gives a character (with what belongs to it) this width: 0, IN_A_RUN or ALONE."""
    if len(text) > 1:
        return ALONE
    category, width_class = unicodedata.category(text), unicodedata.east_asian_width(text)
    if category in ("Cn", "Co", "Cf"):
        return ALONE
    if width == 2:
        return IN_A_RUN if category[0] in "LN" else ALONE
    if category[0] == "L" or 0x2800 <= ord(text) <= 0x28FF:  # letters of ours are ambiguous by class only; braille is narrow
        return 0
    return IN_A_RUN if width_class == "A" or category == "So" else 0


class _StyleCells(dict[str, Cell]):
    """The cells written with one style, by what is written; each is made once."""

    def __init__(self, style: int) -> None:
        super().__init__()
        self.style = style

    def __missing__(self, text: str) -> Cell:
        made = self[text] = (text, self.style, doubt(text, 1))
        return made

    def wide(self, text: str) -> tuple[Cell, Cell]:
        lead = self.get(text)
        if lead is None:
            lead = self[text] = (text, self.style, WIDE | doubt(text, 2))
            self["\0" + text] = ("", self.style, TAIL)
        return lead, self["\0" + text]


class Cells:
    """Makes cells of text and SGR codes."""

    def __init__(self) -> None:
        self.styles = Styles()
        self._by_style: dict[int, _StyleCells] = {}
        self._by_codes: dict[tuple[str, str], _StyleCells] = {}
        self.any_wide = False
        """Whether a wide character has ever been among them: most plans have none, and nothing of theirs is looked through for one."""
        self.plain_blank = self.blank(0)

    def blank(self, style: int) -> Cell:
        """A cell with nothing on it, of a style's background."""
        return self._with(self.styles.for_blank(style))[" "]

    def written(self, text: str, codes: str, link: str = "") -> list[Cell]:
        """The cells of a text without line breaks, written after a reset and these SGR codes. Control characters are left out."""
        cells = self._by_codes.get((codes, link))
        if cells is None:
            cells = self._by_codes[codes, link] = self._with(self.styles.number(style_of(codes, link)))
        if _NARROW.fullmatch(text):
            return list(map(cells.__getitem__, text))
        out: list[Cell] = []
        text = _CONTROLS.sub("", text)
        for start, end, width in split_graphemes(text)[0]:
            if width == 1:
                out.append(cells[text[start:end]])
            elif width == 2:
                self.any_wide = True
                out += cells.wide(text[start:end])
        return out

    def _with(self, style: int) -> _StyleCells:
        cells = self._by_style.get(style)
        if cells is None:
            cells = self._by_style[style] = _StyleCells(style)
            if (blank := self.styles.for_blank(style)) != style:
                cells[" "] = self._with(blank)[" "]
        return cells


def mended(line: list[Cell], blanks: Cells) -> list[Cell]:
    """The line with a blank in place of each half of a wide character that has lost its other half; the same list, changed."""
    for x, (_, style, bits) in enumerate(line):
        if bits & WIDE:
            whole = x + 1 < len(line) and line[x + 1][1:] == (style, TAIL)
        else:
            whole = not bits & TAIL or (x > 0 and line[x - 1][2] & WIDE > 0 and line[x - 1][1] == style)
        if not whole:
            line[x] = blanks.blank(style)
    return line


def any_wide(cells: Iterable[Cell]) -> bool:
    """Whether a wide character, or half of one, is among cells."""
    return any(bits & (WIDE | TAIL) for _, _, bits in cells)
