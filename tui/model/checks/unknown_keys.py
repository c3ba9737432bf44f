"""Keys nobody knows, wherever they stand: each is kept as it is, and may be a slip for one that would count."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tui.model.fields import FieldSpec, Kind
from tui.model.suggestions import with_suggestion
from tui.model.text import N_, Sentence, say

_ENDS = ("start", "end")
"""The keys of a period."""


def unknown_key(key: str, known: Iterable[str]) -> Sentence:
    """What is said of a key that is none of ``known``."""
    return with_suggestion(say(N_("unknown key; it is kept as it is")), key, known)


def unknown_inside(spec: FieldSpec, value: Any) -> Iterator[tuple[str, Sentence]]:
    """(path inside the field, what is said) of every unknown key in a period, in an entry, in an entry's own entries."""
    if spec.kind is Kind.PERIOD and isinstance(value, Mapping):
        yield from ((str(key), unknown_key(str(key), _ENDS)) for key in value if key not in _ENDS)
    elif spec.kind is Kind.ENTRIES and isinstance(value, list):
        for place, entry in enumerate(value, 1):
            if isinstance(entry, Mapping):
                yield from ((f"{place}.{path}", what) for path, what in _in_entry(spec, entry))


def _in_entry(spec: FieldSpec, entry: Mapping[str, Any]) -> Iterator[tuple[str, Sentence]]:
    known = {inner.key: inner for inner in spec.entries}
    for key, value in entry.items():
        if key in known:
            yield from ((f"{key}.{path}", what) for path, what in unknown_inside(known[key], value))
        else:
            yield str(key), unknown_key(str(key), known)
