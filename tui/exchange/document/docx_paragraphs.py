"""The paragraphs of a Word document outside its tables, with the numbers and bullets Word makes itself.

What was struck out in a tracked change, hidden letters, footnotes and text boxes are no part of them; that a change is neither accepted
nor refused yet, or a symbol not read, is told of its paragraph.
"""

from __future__ import annotations

import attrs

from tui.exchange.docx_letters import Letters
from tui.exchange.docx_numbers import ParagraphNumbers, numbers_of
from tui.exchange.docx_tables import DOCUMENT, opened_docx
from tui.exchange.packed_parts import one_spaced
from tui.model.text import Sentence


def read_paragraphs(data: bytes) -> list[tuple[int, str, tuple[Sentence, ...]]]:
    """(number of the paragraph, its text, why somebody has to look at it) of every paragraph outside tables. Raises :class:`CannotRead`."""
    with opened_docx(data) as parts:
        text = _Text(numbers_of(parts))
        parts.parse(DOCUMENT, text.start, text.end, text.text)
        return text.found


@attrs.define
class _Text:
    """Takes the elements of the document as they come."""

    numbers: ParagraphNumbers
    letters: Letters = attrs.field(factory=Letters)
    found: list[tuple[int, str, tuple[Sentence, ...]]] = attrs.field(factory=list)
    tables: int = 0
    boxes: int = 0
    number: int = 0

    def start(self, tag: str, values: dict[str, str]) -> None:
        if tag == "tbl":
            self.tables += 1
        elif tag == "txbxContent":
            self.boxes += 1
        if self.boxes:
            return
        if not self.letters.passes_over:
            self.numbers.start(tag, values)
        if tag == "p" and not self.tables:
            self.number += 1
            self.letters.pieces.clear()
            self.letters.doubts.clear()
        self.letters.start(tag, values)

    def end(self, tag: str) -> None:
        if tag == "txbxContent":
            self.boxes -= 1
        elif not self.boxes:
            self.letters.end(tag)
            if tag == "tbl":
                self.tables -= 1
            elif tag == "p":
                self._end_paragraph()

    def text(self, data: str) -> None:
        if not self.boxes:
            self.letters.text(data)

    def _end_paragraph(self) -> None:
        text = one_spaced("".join(self.letters.pieces).replace("\t", " ")).strip()
        self.letters.pieces.clear()
        label = self.numbers.label()
        if text and not self.tables:
            self.found.append((self.number, f"{label} {text}" if label else text, tuple(self.letters.doubts)))
