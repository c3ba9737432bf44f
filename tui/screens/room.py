"""The room a screen needs: where there is less, one sentence stands there, and no key is answered that nobody could see the answer of."""

from __future__ import annotations

from typing import Final

from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_

SMALLEST: Final = (60, 16)
"""Columns and lines below which there is room for nothing but a sentence."""


def fits(width: int, height: int) -> bool:
    """Whether there is room for a screen."""
    return width >= SMALLEST[0] and height >= SMALLEST[1]


def too_small_words(words: Words) -> Static:
    """The sentence, over as many lines as it takes."""
    told = words(N_("at least {width}×{height} is needed"), width=SMALLEST[0], height=SMALLEST[1])
    return Static(told, id="too-small", markup=False)
