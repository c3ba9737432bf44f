"""gettext catalogues, decimals and dates by language.

The English sentences in the code are the message ids; ``locale/vi/LC_MESSAGES/kehoach.po`` holds the Vietnamese.
Numbers are written and read with Babel, so ``8,59`` and ``8.59`` cannot be confused.
"""

from __future__ import annotations

import datetime as dt
import gettext
import math
import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

import attrs

from tui.model.text import N_, Sentence

LANGUAGES: Final = ("vi", "en")
_LOCALE_DIR = Path(__file__).parent / "locale"
_GROUPED = re.compile(r"[+-]?\d{1,3}([.,\u00a0\u202f ]\d{3})+\Z")

_DIGITS = re.compile(r"[+-]?[0-9.,\u00a0\u202f ]+\Z")


def language_of_locale(environ: Mapping[str, str] = os.environ) -> str:
    """``en`` only when the locale asks for it; the users' language otherwise (``C``, unset, French …)."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        value = environ.get(name)
        if value:
            return "en" if value.lower().startswith("en") else "vi"
    return "vi"


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
        if self.language not in LANGUAGES:
            raise ValueError(self.language)
        self._catalogue = gettext.translation("kehoach", localedir=_LOCALE_DIR, languages=[self.language], fallback=self.language == "en")

    def __call__(self, text: str, /, **values: object) -> str:
        """The words for an English sentence, its ``{places}`` filled."""
        said = self._catalogue.gettext(text) if text else ""
        return said.format(**{k: self.show(v) for k, v in values.items()}) if values else said

    def count(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The words for a number of things; ``{n}`` is the number."""
        return self._catalogue.ngettext(one, many, n).format(n=self.number(n), **{k: self.show(v) for k, v in values.items()})

    def sentence(self, sentence: Sentence) -> str:
        """A :class:`Sentence` in this language."""
        return self._catalogue.gettext(sentence.template).format(**{k: self.show(v) for k, v in sentence.values.items()})

    def show(self, value: object) -> str:
        """A value inside a sentence: numbers, dates and sentences by language, text as it is."""
        if isinstance(value, Sentence):
            return self.sentence(value)
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
        return _number(value, decimals, self.language)

    def date(self, day: dt.date | None) -> str:
        """``22/11/2026`` in Vietnamese, ``22 Nov 2026`` in English."""
        if day is None:
            return ""
        if self.language == "vi":
            return day.strftime("%d/%m/%Y")
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    # -- reading --------------------------------------------------------------------------------------------------

    def read_number(self, text: str) -> float | int:
        """A number as a person of this language types it. Raises :class:`Unreadable`.

        Only the language's own decimal mark is accepted; ``1.234`` in Vietnamese is refused rather than guessed,
        because half the people who type it mean a decimal.
        """
        from babel.numbers import NumberFormatError, parse_decimal

        typed = text.strip().replace("−", "-")
        if typed.endswith("%"):
            typed = typed[:-1].rstrip()
        point = "," if self.language == "vi" else "."
        example = "8,59" if self.language == "vi" else "8.59"
        if _GROUPED.match(typed) and point not in typed and typed.count(".") + typed.count(",") == 1:
            raise Unreadable(
                Sentence(
                    N_("“{text}” can be read two ways; write it without a thousands mark, decimals as {example}"),
                    {"text": text, "example": example},
                )
            )
        if not _DIGITS.match(typed):  # Babel would take 1e5 and the digits of other scripts
            raise Unreadable(Sentence(N_("“{text}” is not a number; write it as {example}"), {"text": text, "example": example}))
        try:
            value = parse_decimal(typed, locale=self.language, strict=True)
        except (NumberFormatError, ValueError, ArithmeticError):
            raise Unreadable(Sentence(N_("“{text}” is not a number; write it as {example}"), {"text": text, "example": example})) from None
        if not value.is_finite():
            raise Unreadable(Sentence(N_("“{text}” is not a number; write it as {example}"), {"text": text, "example": example}))
        return int(value) if value == value.to_integral_value() and point not in typed else float(value)

    def read_date(self, text: str) -> dt.date:
        """A day typed as ``22/11/2026`` or ``2026-11-22``. Raises :class:`Unreadable`."""
        typed = text.strip()
        found = _DAY_FIRST.match(typed)
        parts = (int(found[3]), int(found[2]), int(found[1])) if found else None
        if parts is None and (found := _YEAR_FIRST.match(typed)):
            parts = (int(found[1]), int(found[2]), int(found[3]))
        try:
            if parts:
                return dt.date(*parts)
        except ValueError:
            raise Unreadable(Sentence(N_("there is no day {text}"), {"text": text})) from None
        raise Unreadable(Sentence(N_("“{text}” is not a day; write it as 31/12/2025"), {"text": text}))

    def typed_number(self, value: float) -> str:
        """A number as it is put into an input: no grouping, every digit it has."""
        shown = repr(value) if isinstance(value, float) else str(value)
        return shown.replace(".", ",") if self.language == "vi" else shown

    def typed_date(self, day: dt.date) -> str:
        """A day as it is put into an input."""
        return day.strftime("%d/%m/%Y")


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})\Z")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})\Z")


@lru_cache(maxsize=8192)
def _number(value: float, decimals: int | None, language: str) -> str:
    from babel.numbers import format_decimal

    pattern = "#,##0.######" if decimals is None else "#,##0" + ("." + "0" * decimals if decimals else "")
    return str(format_decimal(value, format=pattern, locale=language))
