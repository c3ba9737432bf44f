"""The room a screen needs: where there is less, one sentence stands there, and nothing is changed that nobody could see."""

from __future__ import annotations

from typing import Final

from textual.widgets import Static

from tui.i18n.words import Words
from tui.model.text import N_, Sentence, say

SMALLEST: Final = (60, 16)
"""Columns and lines below which there is room for nothing but a sentence."""


def fits(width: int, height: int) -> bool:
    """Whether there is room for a screen."""
    return width >= SMALLEST[0] and height >= SMALLEST[1]


def too_small() -> Sentence:
    """What is said there."""
    return say(N_("at least {width}×{height} is needed"), width=SMALLEST[0], height=SMALLEST[1])


def too_small_words(words: Words) -> Static:
    """The sentence, over as many lines as it takes; a screen shows it when it knows that there is no room, not before."""
    sentence = Static(words.sentence(too_small()), id="too-small", markup=False)
    sentence.display = False
    return sentence
