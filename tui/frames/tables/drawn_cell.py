"""A cell as the screen draws it: its words in pieces, each with the tone that supports it; nothing known is a faint dot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from tui.frames.tables.cell_text import shown_text, tone_of
from tui.frames.tables.cells import GLYPH_TONES, UNKNOWN
from tui.frames.tables.columns import Column, Tone
from tui.i18n.words import Words
from tui.model.text import printable


@attrs.frozen
class DrawnCell:
    """Text on one line, safe for a terminal. ``tail`` follows it; it is kept where the text before it must be cut."""

    text: str
    tone: Tone | None = None
    tail: str = ""
    glyph_tone: Tone | None = None
    """The tone of the first character, where that is a glyph with one of its own."""
    glyphs: bool = False
    """Whether every character has the tone of its glyph."""
    tail_tone: Tone | None = None

    def below_the_answer(self) -> DrawnCell:
        """The cell beside an answer: of what has a tone only the glyph it begins with keeps it."""
        if self.tone in (None, Tone.MUTED):
            return self
        glyph = self.text[1:2] == " " and not self.text[0].isalnum()
        return attrs.evolve(self, tone=None, glyph_tone=self.tone if glyph else None)

    def as_the_answer(self) -> DrawnCell:
        """The cell that answers: one that nothing is known for is as bright as a name, and no less."""
        return attrs.evolve(self, tone=None) if self.tone is Tone.MUTED else self

    def pieces(self, text: str, tail: str) -> list[tuple[str, Tone | None]]:
        """``text`` and ``tail``, fitted into their width by now, with their tones."""
        if self.glyphs:
            found: list[tuple[str, Tone | None]] = [(char, GLYPH_TONES.get(char)) for char in text]
        elif self.glyph_tone is not None and self.glyph_tone is not self.tone:
            found = [(text[:1], self.glyph_tone), (text[1:], self.tone)]
        else:
            found = [(text, self.tone)]
        return [*found, (tail, self.tail_tone)] if tail else found


_UNKNOWN_CELL: Final = DrawnCell(UNKNOWN, Tone.MUTED)


def drawn_cell(column: Column, row: Mapping[str, Any], words: Words) -> DrawnCell:
    """The cell of ``column`` for a row given as frame column → native value (at least ``column.frame_columns()``)."""
    short = row[column.short] if column.short else None
    text, mark = (short, "") if short is not None else shown_text(column, row, words, apart=column.suffix_as != "plain")
    if text is None or text == UNKNOWN:
        return _UNKNOWN_CELL
    mark = "" if column.suffix_as == "untold" else mark
    beside = row[column.beside] if column.beside else None
    return DrawnCell(
        printable(text),
        tone_of(column.tone, row),
        printable(f"{mark}{beside or ''}"),
        tone_of(column.glyph_tone, row),
        column.glyphs,
        Tone.MUTED if column.suffix_as == "faint" else None,
    )
