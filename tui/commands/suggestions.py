"""The word somebody may have meant: a command, an option or an id that is nearly the one that was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tui.model.text import N_, Sentence, fold, printable, say


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The known word most like the typed one, compared without marks and capitals; None when none is."""
    import difflib  # only for who has mistyped

    words = {fold(word): word for word in known if word}
    found = difflib.get_close_matches(fold(typed), words, 1, 0.7)
    return words[found[0]] if found else None


def with_suggestion(fault: Sentence, typed: str, known: Iterable[str]) -> Sentence:
    """The sentence of a fault, and the word that may have been meant where there is one."""
    meant = nearest(typed, known)
    return fault if meant is None else say(N_("{fault}; did you mean “{meant}”?"), fault=fault, meant=printable(meant))


def with_suggested_id(fault: Sentence, typed: str, named: Mapping[str, Iterable[str]]) -> Sentence:
    """As :func:`with_suggestion`, of records by their ids: ``named`` gives the names of each, and what is suggested is the id."""
    ids = {word: id for id, names in named.items() for word in (*names, id)}
    meant = nearest(typed, ids)
    return fault if meant is None else with_suggestion(fault, ids[meant], [ids[meant]])
