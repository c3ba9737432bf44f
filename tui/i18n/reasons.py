"""Why an item stood on the list of a meeting, said in the language of the screen or the paper; see :mod:`tui.vocabulary.reasons`."""

from __future__ import annotations

from typing import Final

from tui.i18n.words import Words
from tui.model.text import Sentence
from tui.vocabulary.places import place_words
from tui.vocabulary.reasons import reasons_in

PLACES: Final = "places"
"""The value of a sentence that names places of the document, ``IV.2#2, IV.3#3``."""


def said_reasons(text: str, words: Words) -> str:
    """The reasons in a text, parted by semicolons; a text in somebody's own words as it stands."""
    reasons = reasons_in(text)
    return text if reasons is None else "; ".join(said_as_cited(reason, words) for reason in reasons)


def said_as_cited(reason: Sentence, words: Words) -> str:
    """A reason in words; in Vietnamese places of the document are named as papers name them: ``ý thứ 2 khoản 2 Mục IV``."""
    return words.sentence(_as_cited(reason) if words.language == "vi" else reason)


def _as_cited(sentence: Sentence) -> Sentence:
    values = {key: _as_cited(value) if isinstance(value, Sentence) else value for key, value in sentence.values.items()}
    if isinstance(places := values.get(PLACES), str):
        values[PLACES] = ", ".join(place_words(place) for place in places.split(", "))
    return Sentence(sentence.template, values)
