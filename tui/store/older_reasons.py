"""Why items stood on the lists of meetings, in a plan of before that was kept in codes: the sentences a program made, understood again.

A sentence is taken only where the codes found in it give it back letter for letter; everything else stays a text in somebody's words.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from string import Formatter
from typing import Any, Final, TypeAlias

import attrs

from tui.i18n.reasons import PLACES, said_as_cited
from tui.i18n.words import Words, english_of_ids
from tui.model.edits import Edit, SetField
from tui.model.plan import Plan, Values
from tui.model.text import Numeral, Sentence, nfc
from tui.vocabulary.places import place_words
from tui.vocabulary.reasons import coded, former_templates, is_coded, templates

_LETTERS_OF_A_SENTENCE: Final = 3
"""A template with fewer letters of its own only joins sentences: a text of anybody's would fit it."""
_COST_OF_A_TEXT: Final = 5
"""How much less a value in letters is liked than a number, a day or a sentence, beside its length."""
_WHOLE: Final = re.compile(r"[0-9]{1,9}\Z")
_YEAR: Final = re.compile(r"[12][0-9]{3}\Z")
"""After a period the year of the next one stands alone: ``năm 2023, 2024``."""
_NUMBERS: Final = {
    "vi": re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,([0-9]{1,6}))?\Z"),
    "en": re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,6}))?\Z"),
}
"""A number as the program writes it: thousands in groups, and decimals."""
_DAY: Final = re.compile(r"[0-9]{2}/[0-9]{2}/[0-9]{4}\Z")
_ENGLISH_DAY: Final = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]{2}) ([0-9]{4})\Z")
_PER_CENT: Final = ("} {unit}", "}{unit}")
"""A unit that is a per cent sign stands at its number."""
_MOST: Final = 2000
"""Characters of a text that may be such sentences."""

MOST_TRIES: Final = 3_000
"""Ways in which a text may be looked at; reasons of a program take a few hundred, a text of somebody with a comma a word without end."""

Found: TypeAlias = tuple[int, Any]
"""How little a reading is liked, and the sentence or value."""


class _TooMany(Exception):
    """A text is looked at in more ways than a reason takes."""


def carry_over(plan: Plan) -> int:
    """Put codes in the place of sentences in the plan's meetings; how many items had one."""
    carried = 0
    places = _places_of(plan)
    for id, review in list(plan.tables["reviews"].items()) if plan.tables["reviews"] else ():
        items = review.get("items", ())
        made = [_carried(item, places) for item in items]
        if many := sum(new is not old for new, old in zip(made, items, strict=True)):
            plan.tables["reviews"][id] = {**review, "items": made}
            carried += many
    return carried


def carried_edits(edits: Iterable[Edit], plan: Plan) -> tuple[Edit, ...]:
    """Edits that a program of before has left behind, as they are on a plan whose reasons were carried over."""
    places: Mapping[str, str] = {}

    def over(items: Any) -> Any:
        nonlocal places
        places = places or _places_of(plan)
        known = isinstance(items, list) and all(isinstance(item, Mapping) for item in items)
        return [_carried(item, places) for item in items] if known else items

    made: list[Edit] = []
    for edit in edits:
        if isinstance(edit, SetField) and (edit.table, edit.field) == ("reviews", "items"):
            edit = attrs.evolve(edit, new=over(edit.new), expected=over(edit.expected))
        elif not isinstance(edit, SetField) and edit.table == "reviews" and "items" in edit.values:
            edit = attrs.evolve(edit, values={**edit.values, "items": over(edit.values["items"])})
        made.append(edit)
    return tuple(made)


def _places_of(plan: Plan) -> Mapping[str, str]:
    """Places of the document by their names in papers."""
    return {place_words(place): place for duty in plan.tables["duties"].values() if (place := duty.get("locator"))}


def _carried(item: Values, places: Mapping[str, str]) -> Values:
    why = item.get("why")
    found = recoded(why, places) if isinstance(why, str) and not is_coded(why) else None
    return item if found is None else {**item, "why": found}


def recoded(text: str, places: Mapping[str, str]) -> str | None:
    """The codes of reasons told in Vietnamese or English; None for a text that is no sentence of the program.

    ``places`` gives places of the document by their names in papers.
    """
    if len(text) > _MOST:
        return None
    found = [read for name in _SPEAKERS if (read := _read_by(name, nfc(text), places)) is not None]
    return coded(min(found, key=lambda read: read[0])[1]) if found else None


def _read_by(speaker: str, text: str, places: Mapping[str, str]) -> tuple[int, list[Sentence]] | None:
    """The reasons a text tells in a speaker's sentences, and how little they are liked; only what says it again letter for letter."""
    words = _SPEAKERS[speaker]()
    try:
        read = _Reading(words, _forms(speaker), places).reasons(text)
    except (_TooMany, RecursionError):
        return None  # then it is no sentence of ours
    return read if read is not None and "; ".join(said_as_cited(reason, words) for reason in read[1]) == text else None


@attrs.frozen
class _Form:
    """How a sentence is said in a language: its literal parts, each followed by the name of a value, None at the end."""

    template: str
    parts: tuple[tuple[str, str | None], ...]
    joins: bool
    """Whether it only joins other sentences."""

    @property
    def beside(self) -> bool:
        """Whether a space joins them: a verdict and its mark in brackets."""
        return self.joins and all(not literal.strip() for literal, _ in self.parts)


_SPEAKERS: Final[Mapping[str, Callable[[], Words]]] = {"vi": lambda: Words("vi"), "en": lambda: Words("en"), "ids": english_of_ids}
"""What older programs said their sentences in."""


@lru_cache
def _forms(speaker: str) -> tuple[_Form, ...]:
    words = _SPEAKERS[speaker]()
    said = [(template, words(template)) for template in templates().values()]
    codes = templates()
    said += [(codes[code], template) for template, code in former_templates().items() if speaker == "ids" and code in codes]
    said += [(template, text.replace(*_PER_CENT)) for template, text in said if _PER_CENT[0] in text]
    forms = []
    for template, text in dict.fromkeys(said):
        parts = tuple((literal, name) for literal, name, _, _ in Formatter().parse(text))
        names = [name for _, name in parts if name is not None]
        letters = sum(char.isalpha() for literal, _ in parts for char in literal)
        joins = letters < _LETTERS_OF_A_SENTENCE and bool(names)
        if len(names) > 1 or not joins:  # a value alone would be anything
            forms.append(_Form(template, parts, joins))
    return tuple(forms)


class _Reading:
    """One text in one language, each part of it read once."""

    def __init__(self, words: Words, forms: tuple[_Form, ...], places: Mapping[str, str]) -> None:
        self.words, self.forms, self.places = words, forms, places
        self.read: dict[str, Found | None] = {}
        self.tries = 0

    def _tried(self) -> None:
        """A literal part was found at a place. Raises _TooMany where that goes on and on."""
        self.tries += 1
        if self.tries > MOST_TRIES:
            raise _TooMany

    def reasons(self, text: str) -> tuple[int, list[Sentence]] | None:
        """The sentences of a line, parted by semicolons, and how little they are liked; a name in one may have some of its own."""
        parts = text.split("; ")
        made: list[Sentence] = []
        start = cost = 0
        while start < len(parts):
            for end in range(start + 1, len(parts) + 1):
                found = self.sentence("; ".join(parts[start:end]))
                if found is not None:
                    made.append(found[1])
                    start, cost = end, cost + found[0]
                    break
            else:
                return None
        return cost, made

    def sentence(self, text: str) -> Found | None:
        """The likeliest sentence of the program that a text is."""
        if text not in self.read:
            self.read[text] = None  # a part is shorter than its whole; this only ends a circle
            self.read[text] = min(self._sentences(text), key=lambda found: found[0], default=None)
        return self.read[text]

    def _sentences(self, text: str) -> Iterator[Found]:
        for form in self.forms:
            if text.startswith(form.parts[0][0]) and all(literal in text for literal, _ in form.parts):
                for spans in _spans(text, form.parts, self._tried):
                    if form.beside and not [*spans.values()][-1].startswith("("):
                        continue
                    values = {name: self._value(name, part, form) for name, part in spans.items()}
                    known = {name: found[1] for name, found in values.items() if found is not None}
                    if len(known) == len(values):
                        cost = sum(found[0] for found in values.values() if found is not None)
                        yield cost + (1 if form.joins else 0), Sentence(form.template, known)

    def _value(self, name: str, text: str, form: _Form) -> Found | None:
        """A value in a sentence; what only joins sentences takes nothing but them."""
        if not text or text != text.strip():
            return None
        found = self.sentence(text)
        if form.joins and not (name in _NUMBERS_OF_JOINTS and self._number(text) is not None):
            return (0, Sentence(text)) if found is None and name == "other" and _YEAR.match(text) else found
        if (number := self._number(text)) is not None:
            return 0, number
        if name == PLACES:
            return 0, ", ".join(self.places.get(place, place) for place in text.split(", "))
        told = _COST_OF_A_TEXT + len(text), text
        return told if found is None or found[0] > told[0] else found

    def _number(self, text: str) -> int | Numeral | dt.date | None:
        try:
            if _WHOLE.match(text):
                return int(text) if str(int(text)) == text else None
            if _DAY.match(text) or _ENGLISH_DAY.match(text):
                return _day(text)
        except ValueError:
            return None
        found = _NUMBERS[self.words.language].match(text)
        if found is None:
            return None
        whole, decimals = found[1].replace(".", "").replace(",", ""), found[2] or ""
        return Numeral(float(f"{whole}.{decimals or 0}"), len(decimals))


_NUMBERS_OF_JOINTS: Final = frozenset({"year", "value", "n", "unit", "mean", "day"})
"""Values of sentences with hardly a letter of their own that are numbers or days."""
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _day(text: str) -> dt.date | None:
    found = _ENGLISH_DAY.match(text)
    if found is None:
        return dt.datetime.strptime(text, "%d/%m/%Y").date()
    return dt.date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1])) if found[2] in _MONTHS else None


def _spans(text: str, parts: tuple[tuple[str, str | None], ...], tried: Callable[[], None]) -> Iterator[dict[str, str]]:
    """Every way in which a text is the literal parts with something between them; ``tried`` is called at each place of one."""
    (literal, name), *rest = parts
    if not text.startswith(literal):
        return
    text = text[len(literal) :]
    if name is None:
        if not rest and not text:
            yield {}
        return
    if not rest:
        if text:
            yield {name: text}
        return
    following = rest[0][0] or "%"  # only such a unit stands at its number
    at = text.find(following, 1)
    while at > 0:
        tried()
        for others in _spans(text[at:], tuple(rest), tried):
            yield {name: text[:at], **others}
        at = text.find(following, at + 1)
