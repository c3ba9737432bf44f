"""The counts of the headline in words, alike on the tab, in the overview and in ``kehoach status``."""

from __future__ import annotations

from typing import Final

from tui.frames.methods.headline import SHORT_LABELS, SLOW_DOWN
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.cells import VERDICT_LOOKS
from tui.i18n.words import Words
from tui.model.text import N_

_NOT_ENOUGH: Final = N_("{n} with too few figures")


def count_words(code: str, n: int, apart: int, words: Words, *, brief: bool = False) -> str:
    """``? 19 no data (3 with too few figures)``: so many indicators stand so.

    ``apart`` are those of them without data that have figures, which a ``brief`` count leaves out; of those to speed up the ones that lead
    past their target: these are told to slow down, and never to speed up.
    """
    glyph, label = VERDICT_LOOKS[code].glyph, words(SHORT_LABELS[code])
    if apart and code == Verdict.SPEED_UP:
        slower = f"{apart} {words(SLOW_DOWN)}"
        return f"{glyph} {slower}" if apart == n else f"{glyph} {n - apart} {label}, {slower}"
    told = f"{glyph} {n} {label}"
    return f"{told} ({words(_NOT_ENOUGH, n=apart)})" if apart and not brief and code == Verdict.NO_DATA else told
