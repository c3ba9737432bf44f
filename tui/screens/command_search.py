"""Commands found by what people type: their own words for it, with marks or without, in either language. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import Final

import attrs

from tui.actions import Action, key_name
from tui.i18n.command_words import ALIKE, SAID
from tui.model.text import bare_sound, has_marks, sound

_NOT: Final = 99
_OTHERWISE: Final = 0.5
"""What a text put in other words ranks behind the same in its own."""
_OF_PART: Final = 10.0
_LONG: Final = 100
_LEAST: Final = 0.5
"""The part of the best one's worth from which on an action is listed that has not all of the words."""
_WORDS: Final = re.compile(r"[^\W_]+")


@attrs.frozen
class Findable:
    """An action with all it is found by: phrases somebody may say for it, its titles first; then what only explains it."""

    action: Action
    titles: tuple[str, ...]
    said: tuple[str, ...]
    told: str
    keys: frozenset[str]
    """What its keys are called: a letter is that one, not its capital."""


def findable(action: Action, languages: Sequence[Callable[[str], str]], keys: Sequence[str]) -> Findable:
    """What an action is found by in these languages, whichever is spoken."""
    titles = tuple(dict.fromkeys(words(action.title) for words in languages))
    said = tuple(phrase.strip() for phrase in SAID.get(action.id, "").split(";") if phrase.strip())
    told = [*(words(action.help) for words in languages), *(words(action.group) for words in languages), action.id]
    names = dict.fromkeys(key_name(key, words) for key in keys for words in languages)
    return Findable(action, titles, said, " ".join((*told, *names)), frozenset((*keys, *names)))


def found(query: str, among: Sequence[Findable], blocked: Container[str] = ()) -> list[Action]:
    """The actions a text finds, the best first: a key, a phrase said in whole, its first letters, one that begins so, then by words.

    By words those come first that have all of them, and among these whose words are whole and rare: of “in báo cáo” *in* tells more
    than *báo*. Where none has all, those that say most of them. Of those found alike the ``blocked`` ones, which cannot act now, come
    last. Marks that are typed have to be there; where nothing has them, they are not asked for.
    """
    asked = " ".join(query.split())
    if not asked:
        return [one.action for one in among]
    ranks: list[float] = [_NOT] * len(among)
    scores = [(False, 0.0)] * len(among)
    for way in (sound, bare_sound) if has_marks(asked) else (bare_sound,):
        heard = [_heard(one, way) for one in among]
        said = _ways_to_say(way(asked), way)
        ranks = [0 if asked in one.keys else _best_rank(said, phrases) for one, phrases in zip(among, heard, strict=True)]
        scores = _by_words([text.split() for text in said], heard)
        if any(rank < _NOT for rank in ranks) or any(whole for whole, _ in scores):
            break
    else:
        if max(_said(asked.split(), among), default=0) < min(2, sum(len(word) > 1 for word in asked.split())):
            return []
    least = _LEAST * max((score for _, score in scores), default=0)
    order = sorted(
        (rank, blocked_last if rank < _NOT else False, -score, blocked_last, place)
        for place, (one, rank, (whole, score)) in enumerate(zip(among, ranks, scores, strict=True))
        if rank < _NOT or whole or score > least > 0
        for blocked_last in (one.action.id in blocked,)
    )
    return [among[place].action for *_, place in order]


def _best_rank(said: Sequence[str], one: _Heard) -> float:
    typed, *otherwise = said
    return min(_rank(typed, one), _rank_of_part(typed, one), *(_rank(text, one) + _OTHERWISE for text in otherwise))


def _said(wanted: Sequence[str], among: Sequence[Findable]) -> list[int]:
    """How many words of more than a letter each action has in its titles and phrases."""
    words = [bare_sound(word) for word in wanted if len(word) > 1]
    return [sum(word in one.title_words or word in one.said_words for word in words) for one in (_heard(one, bare_sound) for one in among)]


def _ways_to_say(asked: str, way: Callable[[str], str]) -> list[str]:
    """A text as it was typed, and with one of its words put as others say it."""
    out = [asked]
    for group in ALIKE:
        words = [way(word) for word in group]
        here = next((word for word in sorted(words, key=len, reverse=True) if f" {word} " in f" {asked} "), None)
        if here is not None:
            out += [f" {asked} ".replace(f" {here} ", f" {word} ", 1).strip() for word in words if word != here]
    return out


@attrs.frozen
class _Heard:
    """What an action is found by as it sounds, with marks or without: phrases, each between line ends and spaces, and words."""

    titles: str
    said: str
    first_letters: frozenset[str]
    several_words: tuple[str, ...]
    """The phrases of several words."""
    title_words: frozenset[str]
    said_words: frozenset[str]
    told_words: frozenset[str]


@lru_cache(1024)
def _heard(one: Findable, way: Callable[[str], str]) -> _Heard:
    titles, said = [way(title) for title in one.titles], [way(phrase) for phrase in one.said]
    both = (*titles, *said)
    return _Heard(
        _lines(titles),
        _lines(said),
        frozenset("".join(word[0] for word in words) for words in map(_WORDS.findall, both) if len(words) > 1),
        tuple(f" {phrase} " for phrase in both if " " in phrase),
        _words(titles),
        _words(said),
        _words((way(one.told),)),
    )


def _lines(phrases: Iterable[str]) -> str:
    return "\n" + "".join(f" {phrase} \n" for phrase in phrases)


def _words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(word for phrase in phrases for word in _WORDS.findall(phrase))


def _rank(asked: str, one: _Heard) -> float:
    """How an action is meant by a text as a whole, the closest first; :data:`_NOT` where it only has words of it."""
    tests = (
        f"\n {asked} \n" in one.titles,
        f"\n {asked} \n" in one.said,
        asked in one.first_letters,
        f"\n {asked} " in one.titles,
        f"\n {asked} " in one.said,
        f"\n {asked}" in one.titles,
        f"\n {asked}" in one.said,
        f" {asked} " in one.titles or f" {asked} " in one.said,
    )
    return next((rank for rank, holds in enumerate(tests, 1) if holds), _NOT)


def _rank_of_part(asked: str, one: _Heard) -> float:
    """How it is meant by a part of a text: the longer the phrase that is said for it, the closer."""
    within = max((len(phrase) for phrase in one.several_words if phrase in f" {asked} "), default=0)
    return _OF_PART - min(within, _LONG) / _LONG if within else _NOT


def _by_words(said: Sequence[Sequence[str]], among: Sequence[_Heard]) -> list[tuple[bool, float]]:
    """Of each action whether it has all words of a text, put in one way or another, and how much they tell.

    A whole word tells more than a begun one, a rare one more than one that many have.
    """
    weights = {word: [_weight(word, one) for one in among] for word in {word for words in said for word in words}}
    rare = {word: log(1 + len(among) / (1 + sum(weight > 0 for weight in of_word))) for word, of_word in weights.items()}
    return [max((_worth(words, place, weights, rare) for words in said), default=(False, 0.0)) for place in range(len(among))]


def _worth(words: Sequence[str], place: int, weights: Mapping[str, Sequence[int]], rare: Mapping[str, float]) -> tuple[bool, float]:
    found = [word for word in words if weights[word][place]]
    share = sum(rare[word] for word in found) / (sum(rare[word] for word in words) or 1)
    return bool(words) and len(found) == len(words), share * sum(rare[word] * weights[word][place] for word in found)


def _weight(word: str, one: _Heard) -> int:
    for weight, words in ((6, one.title_words), (5, one.said_words)):
        if word in words:
            return weight
    if len(word) > 1:
        for weight, words in ((4, one.title_words), (3, one.said_words)):
            if any(known.startswith(word) for known in words):
                return weight
    if word in one.told_words:
        return 2
    return int(len(word) > 1 and any(known.startswith(word) for known in one.told_words))
