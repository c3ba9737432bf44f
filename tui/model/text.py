"""Vietnamese text: folding for search, the order of the alphabet, and what may never reach a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache, reduce
from string import Formatter
from typing import Any

import attrs


def N_(text: str) -> str:  # noqa: N802 - the name translators' tools look for
    """Mark a sentence for the catalogues without translating it here."""
    return text


@attrs.frozen
class Sentence:
    """A sentence to be said in the user's language: an English template and the values that fill it."""

    template: str
    values: Mapping[str, Any] = attrs.field(factory=dict)

    def __str__(self) -> str:
        return self.template.format(**{k: str(v) for k, v in self.values.items()})


@attrs.frozen
class Numeral:
    """A number inside a sentence with so many decimals, whatever it has."""

    value: float
    decimals: int

    def __str__(self) -> str:
        return f"{self.value:.{self.decimals}f}"


def say(template: str, **values: Any) -> Sentence:
    """Shorthand for ``Sentence(template, values)``; the template must be marked with ``N_``."""
    return Sentence(template, values)


def beside(one: Sentence, other: Sentence) -> Sentence:
    """Two sentences as one: “one, other”."""
    return say("{one}, {other}", one=one, other=other)


def listed(sentences: Iterable[Sentence | None]) -> Sentence | None:
    """Sentences as one, with commas between them; None where there is none of them."""
    there = [sentence for sentence in sentences if sentence is not None]
    return reduce(beside, there) if there else None


def can_be_said(template: str, values: Mapping[str, Any]) -> bool:
    """Whether a template of others asks for values by plain names only, and for those it has. Raises ValueError where it is none.

    ``{}``, ``{0}``, ``{a.b}`` and ``{a[0]}`` would ask for what is not among the values, or look into one, whatever the keys are called.
    """
    asked = ((name, form, conversion) for _, name, form, conversion in Formatter().parse(template) if name is not None)
    return all(_is_plain(name) and name in values and not form and not conversion for name, form, conversion in asked)


def _is_plain(name: str) -> bool:
    return bool(name) and not name.isdecimal() and not {".", "["} & {*name}


def nfc(text: str) -> str:
    """Text in Unicode normal form C, as the plan file holds it."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Lower case without marks: ``Đất đai`` → ``dat dai``. ``đ`` has no decomposition, so it is named."""
    lower = text.casefold()
    if lower.isascii():
        return lower
    plain = unicodedata.normalize("NFD", lower).replace("đ", "d")
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))


def with_unit(number: str, unit: str) -> str:
    """A number and its unit; a unit that begins with a per cent sign follows it at once: ``6,78%/năm``, ``119,2 triệu đồng``."""
    return f"{number}{unit}" if unit.startswith("%") else f"{number} {unit}".rstrip()


# -- one sound, several spellings -------------------------------------------------------------------------------------

_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–—―−"), "-")
_FINALS = "nmctpiyou"
"""Letters that go on with a syllable: ``hoàn``, ``hoài``, ``khuỷu``."""
_NEW_AND_OLD = (  # the mark on the second vowel, and on the first
    *((f"o{new}", f"{old}a") for new, old in zip("àáảãạ", "òóỏõọ", strict=True)),  # hoà, hòa
    *((f"o{new}", f"{old}e") for new, old in zip("èéẻẽẹ", "òóỏõọ", strict=True)),  # khoẻ, khỏe
    *((f"u{new}", f"{old}y") for new, old in zip("ỳýỷỹỵ", "ùúủũụ", strict=True)),  # thuỷ, thủy
)
SPELLINGS = {
    **{f"{new}{final}": f"{new}{final}" for new, _ in _NEW_AND_OLD for final in _FINALS},  # hoàn is no hoà
    **{f"{old}{final}": f"{new}{final}" for new, old in _NEW_AND_OLD if new[0] == "o" for final in _FINALS},  # hòan
    **{f"{onset}{y}": f"{onset}{i}" for onset in ("qu", *"hklmst") for y, i in zip("yỳýỷỹỵ", "iìíỉĩị", strict=True)},  # kỹ, kĩ; quý, quí
    **dict(_NEW_AND_OLD),
}
"""What sounds alike and is written in two ways, and the one way it is compared in: letters of lower case in form C.

Of those that begin at one letter the first counts, so a syllable that goes on is looked for first.
"""


@lru_cache(maxsize=1)
def _spellings() -> re.Pattern[str]:
    """Made when something is first compared: a start does without."""
    return re.compile("|".join(SPELLINGS))


AND_SIGN = " *& *"
"""What is read as *và*, whatever stands round it: ``KH&ĐT``, ``KH & ĐT``."""
MARKED_AND, BARE_AND = " và ", " va "


def _spelled_alike(text: str, joined: str) -> str:
    """Text in lower case, with marks or without, in the one spelling it is compared in: one hyphen, & = và, hoà = hòa, kĩ = kỹ."""
    plain = re.sub(AND_SIGN, joined, re.sub(" *- *", "-", text.translate(_HYPHENS)))
    return _spellings().sub(lambda found: SPELLINGS[found[0]], plain)


@lru_cache(maxsize=65536)
def sound(text: str) -> str:
    """Text as it is compared: lower case in form C, one spelling of a sound (hoà = hòa, kĩ = kỹ, quí = quý), one hyphen without spaces,
    a *và* for every &.

    It is no text to show: ``quý`` becomes ``quí``.
    """
    return _spelled_alike(nfc(nfc(text).casefold()), MARKED_AND)


@lru_cache(maxsize=65536)
def bare_sound(text: str) -> str:
    """:func:`sound` without marks."""
    return _spelled_alike(fold(text), BARE_AND)


def has_marks(text: str) -> bool:
    """Whether folding loses something: such a query is matched mark for mark."""
    return fold(text) != nfc(text).casefold()


def matches(query: str, text: str) -> bool:
    """Whether ``query`` occurs in ``text``: without marks it matches any, with marks only those marks.

    Spellings of one sound are one: ``hoà`` finds ``hòa``, ``kĩ`` ``kỹ``.

    >>> matches("dat dai", "Đất đai"), matches("đất", "dat"), matches("đất", "ĐẤT"), matches("kĩ", "Kỹ")
    (True, False, True, True)
    """
    if has_marks(query):
        return sound(query) in sound(text)
    return bare_sound(query) in bare_sound(text)


# The alphabet's own order; a mark counts only where two words have the same letters.
_LETTERS = {c: i for i, c in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
_SHAPES = {"\u0302", "\u0306", "\u031b"}


def _cased(text: str) -> list[str]:
    """Two letters as a text may have them, small or capital."""
    return [first + second for first in (text[0], text[0].upper()) for second in (text[1], text[1].upper())]


@lru_cache(maxsize=1)
def placed_marks() -> dict[str, str]:
    """Of two spellings the one that words are ordered by, so that *hoà* stands with *hòa*; before it what only looks alike (hoàn, quý)."""
    y_after_q = {f"{q}{found}": f"{q}{found}" for q in "qQ" for new, _ in _NEW_AND_OLD if new[0] == "u" for found in _cased(new)}
    closed = [f"{found}{last}" for new, _ in _NEW_AND_OLD for found in _cased(new) for last in _FINALS + _FINALS.upper()]
    placed = {one: other for new, old in _NEW_AND_OLD for one, other in zip(_cased(new), _cased(old), strict=True)}
    return {**y_after_q, **dict(zip(closed, closed, strict=True)), **placed}


@lru_cache(maxsize=1)
def _placing() -> re.Pattern[str]:
    return re.compile("|".join(placed_marks()))


NUMBER_ORDER = ("[\u0130-\u0139]+", "\u0130", 9)
"""In the letters of an order key: a number, nought, and how many digits a number is filled up to (of a longer one the last ones count)."""


@lru_cache(maxsize=65536)
def order_key(text: str) -> str:
    """A key whose plain order is the Vietnamese order: a ă â b c d đ e ê …, then tones, then case.

    Letters are compared first over the whole text, tones (ngang huyền hỏi ngã sắc nặng) only between equal letters, wherever the mark
    is put (hoà = hòa). Numbers in it count by value: ``III.2`` before ``III.10``, ``Nhóm 2`` before ``Nhóm 10``.
    """
    letters, tones, case = order_levels(text)
    number, nought, digits = NUMBER_ORDER
    filled = re.sub(number, lambda found: (nought * (digits - 1) + found[0])[-digits:], letters)
    return "\x01".join((filled, tones, case))


def order_levels(text: str) -> tuple[str, str, str]:
    """The letters, tones and case of a text as :func:`order_key` compares them, digit by digit."""
    letters: list[str] = []
    tones: list[str] = []
    base = ""

    def flush() -> None:
        if not base:
            return
        # three ranges keep spaces and signs first, digits next, then letters
        if base in _LETTERS:
            letters.append(chr(0x200 + _LETTERS[base]))
        elif base[0].isdigit():
            letters.append(chr(0x100 + ord(base[0]) % 0x80))
        else:
            letters.append(chr(min(ord(base[0]), 0xFF)) if ord(base[0]) < 0x100 else chr(0x400 + ord(base[0]) % 0x8000))

    tone = 0
    placed = _placing().sub(lambda found: placed_marks()[found[0]], nfc(text))
    for char in unicodedata.normalize("NFD", placed.casefold()):
        if char in _TONES:
            tone = _TONES[char]
        elif char in _SHAPES:
            base = unicodedata.normalize("NFC", base + char)
        elif unicodedata.combining(char):
            continue
        else:
            flush()
            if base:
                tones.append(chr(0x30 + tone))
            base, tone = char, 0
    flush()
    if base:
        tones.append(chr(0x30 + tone))
    return "".join(letters), "".join(tones), text.swapcase()


_CONTROLS = (
    "\x00-\x1f\x7f-\x9f"  # C0, DEL, C1: escape sequences start with one
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides and isolates of direction
    "\u2028\u2029"  # separators of lines and paragraphs
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"  # nothing to see
    "\ud800-\udfff\U000e0000-\U000e0fff"  # halves of characters, tags
)
_CONTROL = re.compile(f"[{_CONTROLS}]")
_CONTROL_IN_LINES = re.compile(f"(?![\n\t])[{_CONTROLS}]")


def control_character(text: str, *, lines: bool = False) -> str | None:
    """The first character that may not stand in a plan's text, or None.

    Refused: C0 and C1 controls, DEL, whatever turns the direction of writing, the line and paragraph separators, and
    characters nobody can see (soft hyphen, zero-width space). ``lines`` allows line feed and tab.
    """
    found = (_CONTROL_IN_LINES if lines else _CONTROL).search(text)
    return found[0] if found else None


def without_controls(text: str, *, lines: bool = False) -> str:
    """Text without the characters :func:`control_character` refuses."""
    return (_CONTROL_IN_LINES if lines else _CONTROL).sub("", text)


_USUAL = re.compile(r"[ -~\xa0-\xac\xae-\u02ff\u1e00-\u1eff\u2010-\u2027\u2030-\u205f\u2190-\u22ff\u2500-\u25ff]*")
_MOST_MARKS = 4  # a letter of Hebrew or Arabic may carry that many; Vietnamese in form D two
_NOTHING_UNDER = "\u25cc"  # ◌ carries a mark that has no letter
# what terminals join into one sign or not, as they like: joiners, asked-for widths and tints go, flags are their letters
_JOINED = dict.fromkeys([0x200C, 0x200D, *range(0xFE00, 0xFE10), *range(0x1F3FB, 0x1F400)]) | {
    0x1F1E6 + place: letter for place, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}


def printable(text: str) -> str:
    """Text that is safe on one line of a terminal and as wide as it is counted: line breaks become ⏎, other controls ``�``.

    Marks piled on one letter are cut off after the fourth; one without a letter stands on ◌, not on the cell before.
    What terminals join or not as they like (emoji sequences, flags) is taken apart.
    """
    if _USUAL.fullmatch(text):
        return text
    return _few_marks("".join(map(_one_printable, text.translate(_JOINED))), alone=_NOTHING_UNDER)


def _one_printable(char: str) -> str:
    if char == "\n":
        return "⏎"
    if char == "\t":
        return " "
    return "\ufffd" if control_character(char) or unicodedata.category(char) in ("Cf", "Cn", "Co", "Cs") else char


def field_text(text: str, *, lines: bool = False) -> str:
    """Text as it may stand in a field that is typed into: form C, without controls, as wide as it is counted."""
    bare = nfc(without_controls(text, lines=lines))
    return bare if _USUAL.fullmatch(bare) else nfc(_few_marks(nfc(bare.translate(_JOINED))))


def _few_marks(text: str, alone: str = "") -> str:
    """Text without the marks after the fourth on one letter; ``alone`` stands under a mark that has none."""
    out: list[str] = []
    marks = 0
    for char in text:
        if unicodedata.category(char) not in ("Mn", "Me"):
            marks = 0
            out.append(char)
        elif marks < _MOST_MARKS:
            if alone and not marks and (not out or out[-1].isspace()):
                out.append(alone)
            marks += 1
            out.append(char)
    return "".join(out)


_FORMULA_STARTS = ("=", "+", "-", "@", '"', "＝", "＋", "－", "＠")
_PASSED_OVER = " \t\r\n\xa0\u202f\u3000\u200c\u200d\ufe0e\ufe0f"


def no_formula(text: str) -> str:
    """Words for a cell of a spreadsheet: an apostrophe before what would start a formula, or a quotation mark that may hide one."""
    starts = text.startswith(("\t", "\r")) or text.lstrip(_PASSED_OVER).startswith(_FORMULA_STARTS)
    return f"'{text}" if starts else text


def character_name(char: str) -> str:
    """How a message names a character nobody can see, e.g. ``U+001B``."""
    return f"U+{ord(char):04X}"


def slug(text: str) -> str:
    """An ASCII bare key made from a name, for new ids: ``Sở Tài chính`` → ``so-tai-chinh``."""
    words = "".join(c if c.isascii() and c.isalnum() else " " for c in fold(text)).split()
    return "-".join(words)[:40].strip("-")


def in_a_row(sentences: Iterable[str]) -> str:
    """Sentences one after another on one line: a semicolon parts them, but for one that ends by itself."""
    told = ""
    for sentence in sentences:
        told += f"{'' if not told else ' ' if told.endswith(('.', '!', '?', '…')) else '; '}{sentence}"
    return told
