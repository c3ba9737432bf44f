"""What a chair says of the record under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.frames.insight.aloud import aloud
from tui.frames.tables.cells import VERDICT_LOOKS

if TYPE_CHECKING:
    from tui.session.session import Session


def indicator_aloud(session: Session, id: str) -> str:
    """The sentence a chair says of an indicator, with the glyph of its verdict; empty where there is no such indicator."""
    frames, words, as_of = session.frames, session.words, session.as_of

    def said() -> str:
        told = aloud(frames, id, as_of)
        if told is None:
            return ""
        code, sentence = told
        return f"{VERDICT_LOOKS[code].glyph} {capitalised(words.sentence(sentence))}"

    return frames.drawn(("aloud", id, as_of, words.language), said)


def capitalised(text: str) -> str:
    """A sentence as it begins."""
    return text[:1].upper() + text[1:]
