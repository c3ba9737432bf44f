"""Derived values of a plan nobody has edited, worked out once in a process: most programs a test opens stand over the same few plans."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple, TypeAlias

from tui.frames.build import Frames, _Cached
from tui.frames.reads import Derivation, Read
from tui.i18n.words import Words

_Key: TypeAlias = tuple[Derivation[Any], tuple[Hashable, ...]]


class _Value(NamedTuple):
    """A derived value, what was read for it, and the other values it was made of."""

    value: Any
    reads: frozenset[Read]
    of: frozenset[_Key]


_Values: TypeAlias = dict[_Key, _Value]

_VALUES: OrderedDict[bytes, _Values] = OrderedDict()
"""By the bytes of a plan's file: values by function and arguments; the plan opened last is the last."""
_MOST = 12
"""Of so many plans, else a process that has run a thousand tests holds two gigabytes, and each fork of it copies their table of pages."""

words_of: Callable[[str], Words] = cache(Words)
"""The words of a language, the same for every program: rows of a tab are kept by the words they are written in."""


@contextmanager
def worked_out_once(frames: Frames, held: bytes) -> Iterator[None]:
    """Until their first edit these frames take the values that others have worked out, over a file that ``held`` the same.

    A value is made of its frames only and nobody changes it (``tui.frames.derived``), so another one would be the same. The values it was
    made of come with it, as if it had been worked out here: an edit then finds what it would find.
    """
    known = _VALUES.setdefault(held, {})
    _VALUES.move_to_end(held)
    if len(_VALUES) > _MOST:
        _VALUES.popitem(last=False)

    under_way: list[set[_Key]] = []

    def asked(derived: Derivation[Any], args: tuple[Hashable, ...]) -> Any:
        value = Frames.value(frames, derived, args)
        if (derived, args) in known:
            for of in under_way:
                of |= {(derived, args), *known[derived, args].of}
        return value

    def made(derived: Derivation[Any], args: tuple[Hashable, ...]) -> tuple[Any, set[Read]]:
        if frames._edits:
            return Frames._made(frames, derived, args)
        if (derived, args) in known:
            value, reads, of = known[derived, args]
            frames._reader.note(*reads)
            for key in of - frames._derived.keys():  # an edit may leave them as they are
                frames._keep(key, _Cached(known[key].value, set(known[key].reads)))
            return value, set(reads)
        under_way.append(set())
        try:
            value, made_of = Frames._made(frames, derived, args)
        finally:
            of = frozenset(under_way.pop())
        if not frames._edits:
            known[derived, args] = _Value(value, frozenset(made_of), of)
        return value, made_of

    frames._made = made  # type: ignore[method-assign]
    frames.value = asked  # type: ignore[assignment, method-assign]
    try:
        yield
    finally:
        del frames._made, frames.value
