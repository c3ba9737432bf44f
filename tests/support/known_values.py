"""Derived values of a plan nobody has edited, worked out once in a process: most programs a test opens stand over the same few plans."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeAlias

from tui.frames.build import Frames
from tui.frames.reads import Derivation, Read
from tui.i18n.words import Words

_Values: TypeAlias = dict[tuple[Derivation[Any], tuple[Hashable, ...]], tuple[Any, frozenset[Read]]]

_VALUES: OrderedDict[bytes, _Values] = OrderedDict()
"""By the bytes of a plan's file: values by function and arguments, each with what was read for it; the plan opened last is the last."""
_MOST = 12
"""Of so many plans, else a process that has run a thousand tests holds two gigabytes, and each fork of it copies their table of pages."""

words_of: Callable[[str], Words] = cache(Words)
"""The words of a language, the same for every program: rows of a tab are kept by the words they are written in."""


@contextmanager
def worked_out_once(frames: Frames, held: bytes) -> Iterator[None]:
    """Until their first edit these frames take the values that others have worked out, over a file that ``held`` the same.

    A value is made of its frames only and nobody changes it (``tui.frames.derived``), so another one would be the same.
    """
    known = _VALUES.setdefault(held, {})
    _VALUES.move_to_end(held)
    if len(_VALUES) > _MOST:
        _VALUES.popitem(last=False)

    def made(derived: Derivation[Any], args: tuple[Hashable, ...]) -> tuple[Any, set[Read]]:
        if frames._edits:
            return Frames._made(frames, derived, args)
        if (derived, args) not in known:
            value, reads = Frames._made(frames, derived, args)
            if frames._edits:
                return value, reads
            known[derived, args] = value, frozenset(reads)
        value, reads_of_it = known[derived, args]
        frames._reader.note(*reads_of_it)
        return value, set(reads_of_it)

    frames._made = made  # type: ignore[method-assign]
    try:
        yield
    finally:
        del frames._made
