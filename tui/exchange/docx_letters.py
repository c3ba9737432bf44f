"""The letters of a Word document that are read: what was struck out, hidden or is no more than a placeholder is no part of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from tui.exchange.cells import STRUCK
from tui.exchange.docx_numbers import named, value_of
from tui.exchange.packed_parts import raised
from tui.model.text import N_, Sentence, say

_OFF: Final = ("0", "false", "off", "none")
_OF_SYMBOL: Final = {
    0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0xB0: "°", 0x2D: "−", 0x2B: "+", 0x3D: "=", 0x3C: "<", 0x3E: ">", 0x25: "%", 0xBB: "≈",
    0x7E: "~", 0xB7: "•", 0xD7: "•", 0xAE: "→", 0x2F: "/", 0x28: "(", 0x29: ")", 0x20: " ", 0xB9: "≠",
}  # fmt: skip
"""Letters of the font Symbol by their code: what looks like ≥ stands in the file as ³."""
_OF_WINGDINGS: Final = {
    0xFC: "✓", 0xFE: "☑", 0xA8: "☐", 0xE0: "→", 0xD8: "•", 0xA7: "•", 0x76: "•", 0x9F: "•", 0x6C: "•", 0x6E: "•", 0x20: " ",
}  # fmt: skip
_PRIVATE: Final = range(0xF020, 0xF100)
"""Where such letters stand in a text."""
_CHANGED: Final = say(N_("a tracked change of this row is neither accepted nor refused yet"))
_NOT_READ: Final = say(N_("a symbol of this row cannot be read"))


@attrs.define
class Letters:
    """Takes the elements of a document as they come. ``raises``: letters above the line are told from others; ``line``: a line's end."""

    raises: bool = False
    line: str = " "
    pieces: list[str] = attrs.field(factory=list)
    doubts: list[Sentence] = attrs.field(factory=list)
    """Why somebody has to look at what was read since they were taken last."""
    _former: int = 0
    """How deep in what a tracked change has taken away: text moved elsewhere, formats that were changed."""
    _boxes: list[bool] = attrs.field(factory=list)
    """Of each control around (a list, a day to be picked) whether it shows no more than what is to be filled in."""
    _unseen: bool = False
    _struck: bool = False
    _lifted: bool = False
    _taking: bool = False
    _of_symbol: bool = False
    """Whether the letters are of the font Symbol."""

    @property
    def passes_over(self) -> bool:
        """Whether what stands here is read by nobody."""
        return self._former > 0

    def start(self, tag: str, values: Mapping[str, str]) -> None:
        if tag in ("moveFrom", "Fallback") or tag.endswith("PrChange"):
            self._former += 1
        if self._former:
            if tag == "moveFrom":
                self.doubts.append(_CHANGED)
        elif tag in ("ins", "del", "moveTo"):
            self.doubts.append(_CHANGED)
        elif tag == "sdt":
            self._boxes.append(False)
        elif tag == "showingPlcHdr" and self._boxes:
            self._boxes[-1] = value_of(values) not in _OFF
        elif tag == "r":
            self._unseen = self._struck = self._lifted = self._of_symbol = False
        elif tag == "vanish":
            self._unseen = value_of(values) not in _OFF
        elif tag in ("strike", "dstrike"):
            self._struck = self._struck or value_of(values) not in _OFF
        elif tag == "vertAlign":
            self._lifted = value_of(values) == "superscript"
        elif tag == "rFonts":
            self._of_symbol = named(values, "ascii") == "Symbol"
        elif not any(self._boxes):
            self._start_letters(tag, values)

    def _start_letters(self, tag: str, values: Mapping[str, str]) -> None:
        if tag == "t":
            self._taking = not self._unseen and not self._struck
            if self._struck:
                self.doubts.append(STRUCK)
        elif tag == "den":  # of a fraction
            self.pieces.append("/")
        elif self._unseen or self._struck:
            return
        elif tag in ("tab", "ptab"):
            self.pieces.append("\t")
        elif tag in ("br", "cr"):
            self.pieces.append(self.line)
        elif tag == "noBreakHyphen":
            self.pieces.append("-")
        elif tag == "sym":
            self._symbol(int(named(values, "char") or "0", 16), named(values, "font"))

    def _symbol(self, code: int, font: str) -> None:
        known = _OF_WINGDINGS if font.startswith("Wingdings") else _OF_SYMBOL
        told = known.get(code & 0xFF) if code in _PRIVATE or code < 0x100 else chr(code) if code < 0xD800 else None
        if told is None:
            self.doubts.append(_NOT_READ)
        self.pieces.append(told or "")

    def end(self, tag: str) -> None:
        if tag in ("moveFrom", "Fallback") or tag.endswith("PrChange"):
            self._former -= 1
        elif tag == "t":
            self._taking = False
        elif tag == "sdt" and self._boxes:
            self._boxes.pop()

    def text(self, data: str) -> None:
        if not self._taking or self._former:
            return
        if self._of_symbol:
            data = data.translate(_OF_SYMBOL)
        if any(ord(letter) in _PRIVATE for letter in data):
            for letter in data:
                if ord(letter) in _PRIVATE:
                    self._symbol(ord(letter), "Symbol")
                else:
                    self.pieces.append(letter)
        else:
            self.pieces.append(raised(data) if self._lifted and self.raises else data)
