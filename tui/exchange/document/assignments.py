"""Whom a sentence gives a duty: ``Sở A chủ trì, phối hợp với Sở B: …``, ``Sở A tiếp tục …``, ``Các sở, ngành: …``, ``Giao Sở A …``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import attrs

from tui.model.text import nfc
from tui.vocabulary.body_lists import begins_a_body, segments
from tui.vocabulary.lexicon import letterwise, one_of, plain, words

_MOST_NAMES: Final = 400
"""Letters within which the bodies stand."""
_BEFORE_A_NOUN: Final = ("các", "những", "mọi", "một", "số", "của", "nhiều", "từng")
_CLAUSE_ENDS: Final = re.compile(r"[:;.]")


@attrs.frozen
class Assignment:
    """Who leads and who takes part, by name, and what is left of the sentence: the duty; "" where the sentence only introduces.

    ``in_charge``: the words "chủ trì" are there; else the duty is given to the body by the sentence itself.
    """

    leads: tuple[str, ...]
    partners: tuple[str, ...]
    duty: str
    in_charge: bool = True


def assignment_in(text: str) -> Assignment | None:
    """What a sentence says of who is in charge; None where it does not begin with a body."""
    text = nfc(text).strip()
    given = _given().match(letterwise(text))
    bare = text[given.end() :] if given else text
    if not bare or not begins_a_body(bare):
        return None
    return _in_charge(bare) or _together(bare) or _alone(bare)


def partners_in(text: str) -> tuple[str, ...]:
    """The bodies a duty is to be done with, where it says so: ``Phối hợp với Sở A rà soát …``."""
    found = _with().search(letterwise(text)[:_MOST_NAMES])
    if found is None or found.start() > 40:
        return ()
    return _names(text[found.end() :])[0]


# -- the three ways ---------------------------------------------------------------------------------------------------


def _in_charge(text: str) -> Assignment | None:
    """``A chủ trì[, phối hợp với B] …``."""
    found = _charge().search(letterwise(text)[:_MOST_NAMES])
    if found is None or not found.start() or _a_duty_before(text, found.start()):
        return None
    leads = _bodies(text[: found.start()])
    if leads is None:
        return None
    rest = text[found.end() :]
    with_others = _with().match(letterwise(rest))
    if with_others is None:
        return Assignment(leads, (), _duty(rest))
    partners, duty = _names(rest[with_others.end() :])
    return Assignment(leads, partners, _duty(duty))


def _together(text: str) -> Assignment | None:
    """``A phối hợp với B …``: the first leads, as the duty is given to it."""
    found = _with().search(letterwise(text)[:_MOST_NAMES])
    if found is None or not found.start() or _a_duty_before(text, found.start()):
        return None
    leads = _bodies(text[: found.start()])
    if leads is None:
        return None
    partners, duty = _names(text[found.end() :])
    return Assignment(leads, partners, _duty(duty), in_charge=False)


def _alone(text: str) -> Assignment | None:
    """``A tiếp tục …``, ``A: …``, ``A`` alone."""
    names, duty = _names(text)
    if not names or (not duty and len(text) > _MOST_NAMES):
        return None
    return Assignment(names, (), _duty(duty), in_charge=False)


# -- names and what follows them --------------------------------------------------------------------------------------


def _names(text: str) -> tuple[tuple[str, ...], str]:
    """(the bodies a text begins with, what follows): up to a colon, or to a word in small letters with which a duty begins."""
    end = len(text)
    stop = _CLAUSE_ENDS.search(text)
    if stop is not None:
        end = stop.start()
    for found in _duty_words(text, min(end, _MOST_NAMES)):
        if _bodies(text[: found.start()]) is not None:
            end = found.start()
            break
    else:
        if end > _MOST_NAMES:
            return (), text
    names = _bodies(text[:end])
    return (names, text[end:]) if names is not None else ((), text)


def _a_duty_before(text: str, place: int) -> bool:
    """Whether a duty begins before a place: what stands there is then no list of names."""
    return any(_bodies(text[: found.start()]) is not None for found in _duty_words(text, place))


def _duty_words(text: str, end: int) -> Iterator[re.Match[str]]:
    """Words with which a duty may begin, but for the second syllables of others (``Đào tạo``)."""
    for found in _duty_word().finditer(text, 0, end):
        before = text[: found.start()].rstrip().rpartition(" ")[2]
        if before.lower() not in _BEFORE_A_NOUN and f"{before} {found[0]}".lower() not in words()["document"]["duties"]["compounds"]:
            yield found


def _bodies(text: str) -> tuple[str, ...] | None:
    """The names in a list of bodies; None where some part of it is no name."""
    bare = re.sub(r"\s*(?:là\s+)?(?:cơ quan|đơn vị)?\s*$", "", text.strip(" ,.;:-–(")).strip(" ,.;:-–(")
    if not bare or len(bare) > _MOST_NAMES:
        return None
    names = segments(bare)
    if any(not begins_a_body(name) or plain(name) in _too_short() or plain(name).endswith((" cac", " va")) for name in names):
        return None
    return tuple(name.strip(" ,.;:") for name in names)


def _duty(text: str) -> str:
    return text.strip().lstrip(":;,.–- ").strip()


@lru_cache(maxsize=1)
def _too_short() -> frozenset[str]:
    """Words that begin a name and are none alone: ``Sở``, ``Ban``."""
    groups = set(words()["bodies"]["groups"])
    return frozenset(plain(word) for word in words()["bodies"]["heads"] if word not in groups and " " not in word and len(word) < 6) | {
        "so",
        "bo",
        "ban",
    }


@lru_cache(maxsize=1)
def _given() -> re.Pattern[str]:
    return re.compile(rf"(?:{one_of('document', 'given', 'words')})\s+(?:cho\s+)?", re.IGNORECASE)


@lru_cache(maxsize=1)
def _charge() -> re.Pattern[str]:
    return re.compile(r"\s*[,(]?\s*(?:la co quan |la don vi )?chu tri\b[),]?")


@lru_cache(maxsize=1)
def _with() -> re.Pattern[str]:
    return re.compile(r"\s*,?\s*(?:va\s+)?(?:chu dong\s+)?phoi hop(?:\s+(?:chat che|cung|voi|thuc hien))*\s+")


@lru_cache(maxsize=1)
def _duty_word() -> re.Pattern[str]:
    """A word in small letters with which a duty begins; in a name it has a capital (``Sở Xây dựng``)."""
    said = sorted((nfc(word) for word in words()["document"]["duties"]["words"]), key=len, reverse=True)
    return re.compile(rf"(?<=\s)(?:{'|'.join(map(re.escape, said))})\b")


def begins_a_duty(text: str) -> bool:
    """Whether a text begins with a word of doing, not with a noun."""
    short = plain(text)
    return re.match(rf"(?:{one_of('document', 'duties', 'words')})\b", short) is not None


def is_a_name(text: str) -> bool:
    """Whether an item is but the name of a company or the like, and no duty."""
    head = re.match(rf"(?:{one_of('document', 'names', 'heads')})\b", plain(text))
    return head is not None and _duty_word().search(text) is None
