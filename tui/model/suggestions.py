"""The word somebody may have meant: a command, an option, an id or a key that is nearly the one that was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model.text import N_, Sentence, bare_sound, printable, say


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The known word most like the typed one, compared by sound, without marks and capitals; None when none is."""
    import difflib  # only for who has mistyped

    words = {bare_sound(word): word for word in known if word}
    mine = bare_sound(typed)
    found = difflib.get_close_matches(mine, words, 1, 0.7) or [word for word in words if _one_slip(mine, word)]
    return words[found[0]] if len(found) == 1 else None


def _one_slip(typed: str, word: str) -> bool:
    """Whether two short words differ in one letter, put in, left out or changed: ``om`` for ``on``, which share too little to be alike."""
    if min(len(typed), len(word)) < 2 or len(typed) > 3:
        return False
    start = next((n for n, (a, b) in enumerate(zip(typed, word, strict=False)) if a != b), min(len(typed), len(word)))
    rests = typed[start:], word[start:]
    return any(rests[0][a:] == rests[1][b:] for a, b in ((1, 1), (1, 0), (0, 1)))


def with_suggestion(fault: Sentence, typed: str, known: Iterable[str]) -> Sentence:
    """The sentence of a fault, and the word that may have been meant where there is one."""
    meant = nearest(typed, known)
    return fault if meant is None else say(N_("{fault}; did you mean “{meant}”?"), fault=fault, meant=printable(meant))


def with_suggested_id(fault: Sentence, typed: str, named: Mapping[str, Iterable[str]]) -> Sentence:
    """As :func:`with_suggestion`, of records by their ids: ``named`` gives the names of each, and what is suggested is the id."""
    ids = {word: id for id, names in named.items() for word in (*names, id)}
    meant = nearest(typed, ids)
    return fault if meant is None else with_suggestion(fault, ids[meant], [ids[meant]])
