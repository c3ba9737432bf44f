"""gettext catalogues, decimals and dates by language.

The English sentences in the code are the message ids; ``locale/vi/LC_MESSAGES/kehoach.po`` holds the Vietnamese.
Numbers are written as Babel writes them, with the marks of the language, so ``8,59`` and ``8.59`` cannot be confused.
"""

from __future__ import annotations

import datetime as dt
import gettext
import math
import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Final

import attrs

from tui.i18n.catalogue import Catalogue
from tui.model.text import N_, Numeral, Sentence, say
from tui.start.language import LANGUAGES

_LOCALE_DIR = Path(__file__).parent / "locale"
_SPACES = re.compile(r"[\u00a0\u202f\u2009 ]+")
# [0-9], not \d: the digits of other scripts are refused, as is 1e5
_NUMBER: Final = {
    mark: re.compile(
        rf"[+-]?(?:(?:[0-9]+|[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]{{1,3}}(?: [0-9]{{3}})+)(?:[{mark}][0-9]+)?|[{mark}][0-9]+)\Z"
    )
    for mark, group in ((",", "[.]"), (".", ","))
}
_MOST_DECIMALS: Final = 6
_NOISE: Final = 9
"""Digits of a computed number that mean something."""
_SWAPPED: Final = {ord(","): ".", ord("."): ","}
_OTHER_MARK = re.compile(r"[+-]?[0-9]+[.,][0-9]+\Z")


MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The months in English, as a day names them."""


class Unreadable(ValueError):
    """Text that is not a number or a date; ``args[0]`` is the :class:`Sentence` that says what was expected."""

    @property
    def sentence(self) -> Sentence:
        sentence = self.args[0]
        assert isinstance(sentence, Sentence)
        return sentence


@attrs.define(eq=False)
class Words:
    """One language's words and ways of writing; passed down, never global, so two sessions of one process can differ."""

    language: str
    _catalogue: gettext.NullTranslations = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.speak(self.language)

    def speak(self, language: str) -> None:
        """Speak another language: everybody who was given these words does. Raises ValueError for one there are no words in."""
        if language not in LANGUAGES:
            raise ValueError(language)
        self.language = language
        self._catalogue = _catalogue_of(language)

    def __call__(self, text: str, /, **values: object) -> str:
        """The words for an English sentence, its ``{places}`` filled."""
        said = self._catalogue.gettext(text) if text else ""
        return _filled(said, {k: self.show(v) for k, v in values.items()}) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The words for a number of things; ``{n}`` is the number."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n), **{k: self.show(v) for k, v in values.items()})

    def sentence(self, sentence: Sentence) -> str:
        """A :class:`Sentence` in this language."""
        if not sentence.template:
            return ""  # what a catalogue says of nothing is its own head
        return _filled(self._catalogue.gettext(sentence.template), {k: self.show(v) for k, v in sentence.values.items()})

    def show(self, value: object) -> str:
        """A value inside a sentence: numbers, dates and sentences by language, text as it is."""
        if isinstance(value, Sentence):
            return self.sentence(value)
        if isinstance(value, Numeral):
            return self.number(value.value, value.decimals)
        if isinstance(value, bool):
            return self(N_("yes")) if value else self(N_("no"))
        if isinstance(value, int):
            return str(value)
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, dt.date):
            return self.date(value)
        return str(value)

    # -- writing --------------------------------------------------------------------------------------------------

    def number(self, value: float | None, decimals: int | None = None) -> str:
        """A number with the language's decimal mark and grouping; ``decimals`` fixed, or as many as it has (at most 6)."""
        if value is None or not math.isfinite(value):
            return ""
        return written_number(value, decimals, self.language)

    def date(self, day: dt.date | None) -> str:
        """``22/11/2026`` in Vietnamese, ``22 Nov 2026`` in English."""
        if day is None:
            return ""
        if self.language == "vi":
            return day.strftime("%d/%m/%Y")
        return f"{self.day_of_year(day.month, day.day)} {day.year}"

    def day_of_year(self, month: int, day: int) -> str:
        """A day of every year, or of one that stands beside it: ``20/11`` in Vietnamese, ``20 Nov`` in English."""
        return f"{day:02}/{month:02}" if self.language == "vi" else f"{day} {MONTHS[month - 1]}"

    def month(self, year: int, month: int) -> str:
        """``11/2026`` in Vietnamese, ``Nov 2026`` in English."""
        return f"{month:02}/{year}" if self.language == "vi" else f"{MONTHS[month - 1]} {year}"

    # -- reading --------------------------------------------------------------------------------------------------

    def read_number(self, text: str) -> float | int:
        """A number as a person of this language types it. Raises :class:`Unreadable`.

        Only the language's own decimal mark is accepted; ``1.234`` in Vietnamese is refused rather than guessed,
        because half the people who type it mean a decimal. The refusal says what to type for each reading.
        """
        typed = _bare(text)
        mark, group = self._marks()
        found = _NUMBER[mark].match(typed)
        meant = self.readings(text)
        if len(meant) == 2:
            whole, decimal = map(self.typed_number, meant)
            raise Unreadable(
                say(N_("“{text}” can be read two ways: type {whole} or {decimal}"), text=text.strip(), whole=whole, decimal=decimal)
            )
        if meant:
            number = self.typed_number(meant[0])
            raise Unreadable(say(N_("“{text}” has the other decimal mark; type {number}"), text=text.strip(), number=number))
        if not found:
            raise Unreadable(say(N_("“{text}” is not a number; write it as {example}"), text=text.strip(), example=self.typed_number(8.59)))
        plain = typed.replace(" ", "").replace(group, "")
        return float(plain.replace(mark, ".")) if mark in plain else int(plain)

    def readings(self, text: str) -> tuple[float | int, ...]:
        """What a number may mean that is not taken as it stands, to choose from: ``1.234`` in Vietnamese 1234 or 1.234, ``43.5`` 43.5."""
        typed = _bare(text)
        mark, group = self._marks()
        if typed.count(group) != 1 or mark in typed or not _OTHER_MARK.match(typed):
            return ()
        decimal = float(typed.replace(group, "."))
        grouped = _NUMBER[mark].match(typed) and typed.lstrip("+-")[0] != "0"
        return (int(typed.replace(group, "")), decimal) if grouped else (decimal,)

    def _marks(self) -> tuple[str, str]:
        """(decimal mark, thousands mark)"""
        return (",", ".") if self.language == "vi" else (".", ",")

    def read_date(self, text: str, seen_from: dt.date | None = None) -> dt.date:
        """A day typed as ``22/11/2026`` or ``2026-11-22``; with ``seen_from`` also short of it. Raises :class:`Unreadable`.

        What is short of it (``20/11``, ``+7``, ``cuối tháng``) is in :mod:`tui.i18n.days`.
        """
        from tui.i18n.days import NoSuchDay, read_day  # its patterns are for who types a day

        typed = text.strip()
        try:
            day = read_day(typed, seen_from)
        except NoSuchDay:
            raise Unreadable(say(N_("there is no day {text}"), text=typed)) from None
        if day is not None:
            return day
        if seen_from is None:
            raise Unreadable(say(N_("“{text}” is not a day; write it as 31/12/2025"), text=typed))
        raise Unreadable(say(N_("“{text}” is not a day; write 20/11/2026, 20/11, +7, +2 weeks, today or end of month"), text=typed))

    def typed_number(self, value: float) -> str:
        """A number as it is put into an input: no grouping, every digit it has."""
        shown = format(Decimal(repr(value)), "f")
        return shown.replace(".", ",") if self.language == "vi" else shown

    def typed_date(self, day: dt.date) -> str:
        """A day as it is put into an input."""
        return day.strftime("%d/%m/%Y")


def english_of_ids() -> Words:
    """English in the words of the ids, as it was said before there was an English catalogue."""
    words = Words("en")
    words._catalogue = gettext.NullTranslations()
    return words


@lru_cache
def _catalogue_of(language: str) -> gettext.NullTranslations:
    """The sentences of a language, read once for all who speak it."""
    path = _LOCALE_DIR / language / "LC_MESSAGES" / "kehoach.mo"
    try:
        return Catalogue.at(path)
    except FileNotFoundError:
        if language != "en":  # what it says of its ids only; the ids are English themselves
            raise
        return gettext.NullTranslations()


def _filled(said: str, values: Mapping[str, str]) -> str:
    """A sentence with its ``{places}`` filled; between a number and a unit that begins with a per cent sign stands no space."""
    if values.get("unit", "").startswith("%"):
        said = said.replace("} {unit}", "}{unit}")
    return said.format(**values)


def _bare(text: str) -> str:
    """What is typed for a number without what may stand around it: spaces of one kind, one minus sign, no per cent sign."""
    return _SPACES.sub(" ", text).strip().replace("−", "-").removesuffix("%").rstrip()


@lru_cache(maxsize=8192)
def written_number(value: float, decimals: int | None, language: str) -> str:
    """A finite number with the marks of a language; ``decimals`` fixed, or as many as it has (at most 6). A half is rounded up."""
    # Babel writes the same (a test compares them) and takes 30 ms to load, a tenth of the program's start
    places = _MOST_DECIMALS if decimals is None else decimals
    bare = Decimal(repr(value))
    exponent = bare.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > places:
        # what lies within the noise of arithmetic of a half is one, and a half goes up, as in a spreadsheet: 61.705 is 61.71
        bare = Decimal(repr(round(value, max(_NOISE, places)))).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    shown = format(bare or bare.copy_abs(), f",.{places}f")
    if decimals is None and "." in shown:
        shown = shown.rstrip("0").rstrip(".")
    return shown.translate(_SWAPPED) if language == "vi" else shown
