"""Commands found by what people type: their own words for it, with marks or without, in either language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from typing import Final

import attrs

from tui.actions import Action, key_name
from tui.i18n.command_words import SAID
from tui.model.text import bare_sound, has_marks, sound

_NOT: Final = 99


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
    """The actions a text finds, the best first: a key, a phrase said in whole, one that begins so, all words in one phrase, in any text.
    Of those that are found alike the ``blocked`` ones, which cannot act now, come last.

    Marks that are typed have to be there; where nothing has them, they are not asked for. Where no action has all words, those
    with most of them are found, so that a whole sentence finds something.
    """
    asked = " ".join(query.split())
    if not asked:
        return [one.action for one in among]
    ways = (sound, bare_sound) if has_marks(asked) else (bare_sound,)
    for way in ways:
        ranks = ((0 if asked in one.keys else _rank(way(asked), one, way), one) for one in among)
        ranked = [(rank, one.action.id in blocked, place, one.action) for place, (rank, one) in enumerate(ranks) if rank < _NOT]
        if ranked:
            return [action for *_, action in sorted(ranked, key=lambda r: r[:3])]
    return _by_most_words(bare_sound(asked), among)


def _rank(asked: str, one: Findable, way: Callable[[str], str]) -> int:
    titles, said = [way(title) for title in one.titles], [way(phrase) for phrase in one.said]
    wanted = asked.split()
    both = " ".join((*titles, *said))
    tests = (
        asked in titles,
        asked in said,
        any(title.startswith(asked) for title in titles),
        any(phrase.startswith(asked) for phrase in said),
        any(_begin_words(wanted, title) for title in titles),
        any(_begin_words(wanted, phrase) for phrase in said),
        any(all(word in title for word in wanted) for title in titles),
        _begin_words(wanted, both),
        all(word in f"{both} {way(one.told)}" for word in wanted),
    )
    return next((rank for rank, holds in enumerate(tests, 1) if holds), _NOT)


def _begin_words(wanted: Sequence[str], phrase: str) -> bool:
    """Whether each wanted word begins a word of the phrase."""
    spaced = f" {phrase}"
    return all(f" {word}" in spaced for word in wanted)


def _by_most_words(asked: str, among: Sequence[Findable]) -> list[Action]:
    """Those that say most of the words, two at least or all but one, in their titles and phrases."""
    wanted = [word for word in asked.split() if len(word) > 1]
    counts = {}
    for place, one in enumerate(among):
        spaced = " " + " ".join(bare_sound(phrase) for phrase in (*one.titles, *one.said))
        counts[place] = sum(f" {word}" in spaced for word in wanted)
    most = max(counts.values(), default=0)
    if most < min(2, len(wanted)) or not most:
        return []
    return [among[place].action for place, count in counts.items() if count == most]
