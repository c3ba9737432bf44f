"""Where in a list of bodies one name ends and the next begins: at a comma, an "and", a word with which names begin."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tui.model.text import fold, nfc, sound
from tui.vocabulary.lexicon import letterwise, one_of, plain, spoken, words

_PARTING: Final = re.compile(r"\s*(?:,|/|\s+và\s+|\s+&\s+|\s+and\s+)\s*(?:và\s+)?", re.IGNORECASE)
_MOST_PIECES: Final = 60


def segments(text: str) -> list[str]:
    """The names of a list of bodies nobody knows yet: parted before a word that begins one (``Sở``, ``Bộ``, ``UBND``, ``các``)."""
    pieces, cuts = pieces_of(text)
    starts = [*starts_of(text, pieces, cuts), len(pieces)]
    return [text[cuts[first][0] : cuts[last - 1][1]] for first, last in itertools.pairwise(starts)]


def pieces_of(text: str) -> tuple[list[str], list[tuple[int, int]]]:
    """What stands between commas and "và", and from where to where in the text."""
    pieces: list[str] = []
    cuts: list[tuple[int, int]] = []
    start = 0
    for found in [*_PARTING.finditer(text), None]:
        end = len(text) if found is None else found.start()
        if text[start:end].strip() and len(pieces) < _MOST_PIECES:
            pieces.append(text[start:end])
            cuts.append((start, end))
        elif len(pieces) == _MOST_PIECES:
            cuts[-1] = (cuts[-1][0], end)
        start = end if found is None else found.end()
    _join(text, pieces, cuts)
    for place in reversed(range(1, len(pieces))):
        if (at := _two_groups().match(letterwise(pieces[place]))) is not None:
            first, last = cuts[place]
            pieces[place : place + 1] = [text[first : first + at.end(1)], text[first + at.end() : last]]
            cuts[place : place + 1] = [(first, first + at.end(1)), (first + at.end(), last)]
    return pieces, cuts


def _join(text: str, pieces: list[str], cuts: list[tuple[int, int]]) -> None:
    """Put the pieces of one body together whose name holds those of others: ``Văn phòng HĐND và UBND``."""
    short = letterwise(text)
    for place in reversed(range(len(pieces) - 1)):
        found = _joined().match(short, cuts[place][0])
        last = next((n for n in range(place + 1, len(pieces)) if found is not None and cuts[n][0] < found.end() <= cuts[n][1]), None)
        if last is not None:
            cuts[place : last + 1] = [(cuts[place][0], cuts[last][1])]
            pieces[place : last + 1] = [text[slice(*cuts[place])]]


@lru_cache(maxsize=1)
def _joined() -> re.Pattern[str]:
    return re.compile(rf"\s*{one_of('bodies', 'joined')}(?!\w)")


@lru_cache(maxsize=1)
def _two_groups() -> re.Pattern[str]:
    """Two words of a list between which the comma was left out: ``các sở, ngành địa phương``."""
    return re.compile(rf"\s*({one_of('bodies', 'never_of_others')})\s+(?={one_of('bodies', 'groups')}(?!\w))")


def starts_of(text: str, pieces: Sequence[str], cuts: Sequence[tuple[int, int]]) -> list[int]:
    """The pieces with which a new name begins."""
    starts = [0] if pieces else []
    in_group = _is_group(pieces[0]) if pieces else False
    for place, piece in enumerate(pieces[1:], start=1):
        after_comma = re.search(r"[,/]", text[cuts[place - 1][1] : cuts[place][0]]) is not None
        begins = begins_a_body(piece) or (after_comma and is_shortened(piece)) or _alone(piece)
        if begins and (not in_group or not piece.strip()[0].islower() or (_is_many(piece) and not _is_some(piece))):
            starts.append(place)
            in_group = _is_group(piece)
    return starts


def begins_a_body(text: str) -> bool:
    """Whether a text begins as the name of a body does: ``Sở …``, ``UBND …``, ``Ban Dân tộc``, ``các sở …``; not ``Ban hành …``."""
    bare = text.strip()
    if not bare:
        return False
    if fold(bare) == bare.casefold():  # typed without marks
        return re.match(rf"{one_of('bodies', 'heads')}(?!\w)", plain(bare)) is not None or _is_many(bare)
    heard = sound(bare)
    if re.match(rf"{spoken('bodies', 'heads')}(?!\w)", heard) is not None or _is_many(bare):
        return True
    head = re.match(rf"{spoken('bodies', 'heads_before_a_capital')}(?= \w)", nfc(bare).lower())
    return head is not None and bare[head.end() :].lstrip()[:1].isupper()


def is_shortened(text: str) -> bool:
    """Whether a text is nothing but capitals, as bodies are shortened: ``TTXVN``."""
    return re.fullmatch(r"[A-ZĐ][A-ZĐ0-9&.-]+", text.strip()) is not None


def _alone(text: str) -> bool:
    """Whether a text is one of the words many bodies are called by, alone: ``ngành``, ``địa phương``."""
    return sound(text).strip() in {sound(word) for word in words()["bodies"]["groups"]}


def _is_many(text: str) -> bool:
    """Whether a text begins as many bodies are called: ``các sở``, ``những đơn vị``."""
    many = sound(text.strip()) if fold(text) != text.casefold() else plain(text)
    words_of_many = spoken("bodies", "many") if fold(text) != text.casefold() else one_of("bodies", "many")
    return re.match(rf"(?:các|những|một số|cac|nhung|mot so) {words_of_many}(?!\w)", many) is not None


def _is_some(piece: str) -> bool:
    """Whether a piece only goes on with many bodies: ``các thành phố trực thuộc Trung ương và một số tỉnh đủ điều kiện``."""
    return plain(piece).startswith("mot so ")


def _is_group(piece: str) -> bool:
    return _is_many(piece) or _alone(piece)
