"""The counts of the headline in words, alike on the tab, in the overview and in ``kehoach status``."""

from __future__ import annotations

from typing import Final

from tui.frames.methods.headline import SHORT_LABELS
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.cells import VERDICT_LOOKS
from tui.i18n.words import Words
from tui.model.text import N_

_NOT_ENOUGH: Final = N_("{n} with too few figures")


def count_words(code: str, n: int, few: int, words: Words) -> str:
    """``? 19 no data (3 with too few figures)``: so many indicators stand so; ``few`` are those of them without data that have figures."""
    told = f"{VERDICT_LOOKS[code].glyph} {n} {words(SHORT_LABELS[code])}"
    return f"{told} ({words(_NOT_ENOUGH, n=few)})" if few and code == Verdict.NO_DATA else told
