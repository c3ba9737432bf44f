"""The numbered documents a text cites: kind, number and symbol, day, who issued it, what it is about; each once, with every passage."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.exchange.document.passages import Paragraph
from tui.model.fields.spec import FIRST_YEAR, LAST_YEAR
from tui.model.text import Sentence, nfc
from tui.vocabulary.lexicon import letterwise, plain, words

_SYMBOL: Final = r"[A-ZĐ][A-Za-zĐđ]*(?:[-.][A-ZĐ][A-Za-zĐđ0-9]*)*"
_NUMBER = re.compile(
    r"(?<![\w/.-])(?P<n>[0-9]{1,5}[a-z]?)\s?(?P<y>/\s?(?:19|20)[0-9]{2})?\s?(?P<sep>[/-])\s?"
    rf"(?P<s>{_SYMBOL}(?:/{_SYMBOL})*[0-9]{{0,2}})(?![\w/])"
)
_DAY = re.compile(
    r"\s*,?\s*(?:\(?\s*)?(?:ký\s+)?(?:ban hành\s+)?ngày\s+(?P<d>[0-9]{1,2})\s?(?:/|-|\.|tháng)\s?(?P<m>[0-9]{1,2})"
    r"\s?(?:/|-|\.|năm)\s?(?P<y>[0-9]{4})"
)
_OWN_NUMBER = re.compile(r"so\s*:")
_OF = re.compile(r"\s*,?\s*của\s+")
_ENDS = re.compile(r"[,;.:()“”\"\n]")
_MOST_ISSUER: Final = 120
_MOST_ABOUT: Final = 250


@attrs.frozen
class DocumentCited:
    """A document: ``paragraphs`` are those that cite it, ``passage`` the words of the first; ``doubts`` what is said of it in two ways."""

    number: str
    kind: str = ""
    date: dt.date | None = None
    issuer: str = ""
    about: str = ""
    paragraphs: tuple[int, ...] = ()
    passage: str = ""
    doubts: tuple[str, ...] = ()
    unsure: tuple[Sentence, ...] = ()
    """Why the paragraphs that cite it have to be looked at."""


def documents_in(paragraphs: Sequence[Paragraph]) -> list[DocumentCited]:
    """The numbered documents of a text, in the order in which they are first cited."""
    found: dict[str, list[DocumentCited]] = {}
    for paragraph in paragraphs:
        for cited in _cited(paragraph):
            same = found.setdefault(cited.number, [])
            at = next((place for place, known in enumerate(same) if not (known.date and cited.date and known.date != cited.date)), None)
            if at is None:
                same.append(cited)
            else:
                same[at] = _merged(same[at], cited)
    return [_doubted(cited, len(same) > 1) for same in found.values() for cited in same]


def _doubted(cited: DocumentCited, twice: bool) -> DocumentCited:
    """One of two documents of one number and different days: two, or a slip of the pen."""
    return attrs.evolve(cited, doubts=(*cited.doubts, "date")) if twice else cited


def numbers_in(text: str) -> list[str]:
    """The numbers of the documents a passage cites, as :func:`documents_in` writes them."""
    return list(dict.fromkeys(_written(found) for found in _NUMBER.finditer(nfc(text)) if _is_symbol(found)))


def kind_by_number(number: str) -> str:
    """The kind of document that the letters of its number say: of ``12-NQ/TU`` a resolution; "" where they say none."""
    found = _NUMBER.fullmatch(nfc(number).strip())
    return _kind_of(found["s"]) if found is not None else ""


def _merged(first: DocumentCited, again: DocumentCited) -> DocumentCited:
    doubts = list(first.doubts)
    if first.kind and again.kind and not _same_kind(first.kind, again.kind):
        doubts.append("kind")
    return attrs.evolve(
        first,
        kind=first.kind or again.kind,
        date=first.date or again.date,
        issuer=first.issuer or again.issuer,
        about=first.about or again.about,
        paragraphs=tuple(dict.fromkeys((*first.paragraphs, *again.paragraphs))),
        doubts=tuple(dict.fromkeys((*doubts, *again.doubts))),
    )


# -- one citation -----------------------------------------------------------------------------------------------------


def _cited(paragraph: Paragraph) -> Iterator[DocumentCited]:
    text = nfc(paragraph.text)
    matches = [found for found in _NUMBER.finditer(text) if _is_symbol(found)]
    if _OWN_NUMBER.match(letterwise(text)) is not None:
        matches = matches[1:]  # the number of the document itself
    kind_before = ""
    for place, found in enumerate(matches):
        end = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        said = _kind_before(text[: found.start()])
        kind = said or (kind_before if place and _goes_on(text[matches[place - 1].end() : found.start()]) else "")
        kind_before = kind or kind_before
        by_symbol = _kind_of(found["s"])
        rest = text[found.end() : end]
        date, rest = _day(rest)
        issuer, rest = _issuer(rest, found["s"])
        doubts = ("kind",) if kind and by_symbol and not _same_kind(kind, by_symbol) else ()
        yield DocumentCited(
            _written(found),
            by_symbol if doubts else kind or by_symbol,
            date,
            issuer,
            _about(rest),
            (paragraph.number,),
            _passage(text, found.start(), end),
            doubts,
            paragraph.doubts,
        )


def _is_symbol(found: re.Match[str]) -> bool:
    """Whether the letters are those of a document: at least two capitals; ``24/7`` and ``5/H`` are none."""
    return sum(char.isupper() for char in str(found["s"])) >= 2


def _written(found: re.Match[str]) -> str:
    return f"{found['n']}{(found['y'] or '').replace(' ', '')}{found['sep']}{found['s']}"


def _kind_before(text: str) -> str:
    """The kind of document named right before its number: ``Quyết định số``, ``Nghị quyết``."""
    found = _kind_at_end().search(letterwise(text))
    if found is None:
        return ""
    return next(name for name in _kinds() if plain(name) == " ".join(found[1].split()))


def _goes_on(between: str) -> bool:
    """Whether a number goes on a list of one kind: ``các Quyết định số 1/QĐ-TTg, số 2/QĐ-TTg``."""
    return re.fullmatch(r"[^.;:]*(?:,|và)\s*(?:số\s*)?", between) is not None and len(between) < 80


def _kind_of(symbol: str) -> str:
    """The kind its letters say: of ``QĐ-TTg`` a decision."""
    first = re.split(r"[-/.]", symbol)[0]
    return str(words()["document"]["symbols"].get(first, ""))


def kind_of_number(number: str) -> str:
    """The kind of document a number says by its letters: of ``45/QĐ-UBND`` or ``22/2021/QĐ-TTg`` a decision; "" where they say none."""
    return next((kind for part in number.split("/")[1:] if (kind := _kind_of(part.strip()))), "")


def _same_kind(a: str, b: str) -> bool:
    one, other = plain(a), plain(b)
    return one[: len(other)] == other or other[: len(one)] == one


def _day(rest: str) -> tuple[dt.date | None, str]:
    found = _DAY.match(rest)
    if found is None:
        return None, rest
    try:
        day = dt.date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None, rest[found.end() :]
    return (day if FIRST_YEAR <= day.year <= LAST_YEAR else None), rest[found.end() :]


def _issuer(rest: str, symbol: str) -> tuple[str, str]:
    """(who issued it, what follows): said after "của", or by the last letters of the symbol."""
    found = _OF.match(rest)
    if found is not None:
        after = rest[found.end() :]
        stop = _ENDS.search(after)
        end = min(stop.start() if stop else len(after), _MOST_ISSUER)
        word = _issuer_end().search(after, 0, end)
        if word is not None and word.start():
            end = word.start()
        name = after[:end].strip()
        if name and len(name) < _MOST_ISSUER:
            return name, after[end:]
    last = re.sub(r"[0-9]+$", "", re.split(r"[-/.]", symbol)[-1])
    return str(words()["document"]["issuers"].get(last, "")), rest


def _about(rest: str) -> str:
    """What it is about: up to the end of the clause, without the words that lead over to the next document."""
    text = rest.strip(" ,()")
    stop = re.search(r"[;:]|\.(?:\s|$)|[“”]", text)
    text = text[: stop.start()] if stop else text
    text = re.sub(rf"\s*(?:,|và|theo|tại|trên)?\s*(?:{'|'.join(map(re.escape, _kinds()))})\s*(?:số)?\s*$", "", text, flags=re.IGNORECASE)
    word = _about_word().match(f" {text}", 1)
    if word is None and not re.match(r"(?:về|v/v)\b", text):
        return ""
    text = re.sub(r"^(?:về việc|về|v/v)\s+", "", text).strip(" ,.")
    if len(text.split()) < 5:
        return ""  # "thực hiện", and the next document
    return text if len(text) <= _MOST_ABOUT else text[:_MOST_ABOUT].rpartition(" ")[0] + "…"


def _passage(text: str, start: int, end: int) -> str:
    """The words around a citation."""
    first = max(text.rfind(";", 0, start), text.rfind(". ", 0, start), start - 120) + 1
    return text[max(first, 0) : min(end, start + 200)].strip()


@lru_cache(maxsize=1)
def _kinds() -> tuple[str, ...]:
    return tuple(sorted(words()["document"]["kinds"]["names"], key=len, reverse=True))


@lru_cache(maxsize=1)
def _kind_at_end() -> re.Pattern[str]:
    kinds = "|".join(re.escape(plain(name)).replace(r"\ ", r"\s+") for name in _kinds())
    return re.compile(rf"\b({kinds})(?:\s+(?:lien tich|phap luat))?\s*(?:so|:|so:)?\s*$")


@lru_cache(maxsize=1)
def _about_word() -> re.Pattern[str]:
    """A word after which it is said what a document is about, in small letters or with a capital."""
    return _any_of("words")


@lru_cache(maxsize=1)
def _issuer_end() -> re.Pattern[str]:
    """A word that is no part of the name of who issued a document."""
    return _any_of("words", "ends")


def _any_of(*keys: str) -> re.Pattern[str]:
    said = sorted((nfc(word) for key in keys for word in words()["document"]["about"][key]), key=len, reverse=True)
    return re.compile(rf"(?<=\s)(?:{'|'.join(map(re.escape, said))})\b", re.IGNORECASE)
