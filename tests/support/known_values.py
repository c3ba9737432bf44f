"""Derived values of a plan, worked out once in a process: most programs a test opens stand over the same few plans, edited alike or not.

What a value is made of are its frames only, and nobody changes it (``tui.frames.derived``), so another one of a plan that holds the same
would be the same. That an edit leaves nothing stale, and that what is made after one is what a plan read anew gives, is shown where none
of this is in the way (``tests/frames/test_derived.py``, ``tests/frames/test_frames_renew.py``).
"""

from __future__ import annotations

import datetime as dt
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b
from io import BytesIO
from typing import Any, NamedTuple, TypeAlias

from tui.frames.build import Frames, _Cached
from tui.frames.reads import Derivation, Read
from tui.frames.tables.columns import View
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.widgets import frame_table

_Key: TypeAlias = tuple[Derivation[Any], tuple[Hashable, ...]]


class _Value(NamedTuple):
    """A derived value, what was read for it, and the other values it was made of."""

    value: Any
    reads: frozenset[Read]
    of: frozenset[_Key]


_Values: TypeAlias = dict[_Key, _Value]

_VALUES: OrderedDict[Hashable, _Values] = OrderedDict()
"""By what a plan holds and the day whose figures are known: values by function and arguments; the state seen last is the last."""
_MOST = 48
"""Of so many states, else a process that has run a thousand tests holds two gigabytes, and each fork of it copies their table of pages."""
_HELD: dict[bytes, bytes] = {}
"""What a plan holds that was read from a file with these bytes."""

_WIDTHS: OrderedDict[int, tuple[View, tuple[int, ...]]] = OrderedDict()
"""By the id of a view's frame: the view that was measured last over it, and how wide its cells are."""

words_of: Callable[[str], Words] = cache(Words)
"""The words of a language, the same for every program: rows of a tab are kept by the words they are written in."""


def forget_worked_out() -> None:
    """Hold nothing any more of plans that nobody has open: of what a program holds none of this is a part."""
    _VALUES.clear()
    _WIDTHS.clear()
    _HELD.clear()


@contextmanager
def worked_out_once(frames: Frames, held: bytes) -> Iterator[None]:
    """These frames, over a file that ``held`` this, take the values that others have worked out of a plan that holds what theirs does.

    The values one was made of come with it, as if it had been worked out here: an edit then finds what it would find.
    """
    _know(frames, held)
    try:
        yield
    finally:
        del frames._made, frames._renew_rows, frames.value


@contextmanager
def all_worked_out_once() -> Iterator[None]:
    """The same for all frames that are made while this lasts; the cells of each are measured once."""
    begin, measure = Frames.__init__, frame_table.cell_widths

    def begun(frames: Frames, *given: Any, **named: Any) -> None:
        begin(frames, *given, **named)
        if type(frames) is Frames:
            _know(frames, None)

    def measured(view: View) -> tuple[int, ...]:
        known = _WIDTHS.get(id(view.frame))
        if known is not None and known[0].frame is view.frame and known[0].columns == view.columns:
            return known[1]
        widths = measure(view)
        _WIDTHS[id(view.frame)] = view, widths
        if len(_WIDTHS) > _MOST:
            _WIDTHS.popitem(last=False)
        return widths

    Frames.__init__ = begun  # type: ignore[method-assign]
    frame_table.cell_widths = measured  # type: ignore[attr-defined]
    try:
        yield
    finally:
        Frames.__init__ = begin  # type: ignore[method-assign]
        frame_table.cell_widths = measure  # type: ignore[attr-defined]


def _know(frames: Frames, held: bytes | None) -> None:
    under_way: list[set[_Key]] = []
    at: tuple[int, dt.date | None] | None = None
    values: _Values | None = None

    def known() -> _Values | None:
        """What is known of a plan like this one; None where nobody can tell what it holds."""
        nonlocal at, values
        if frames._part_of is not None:  # they have some rows only of what their plan holds
            return None
        if (frames._edits, frames._known) != at:
            at = frames._edits, frames._known
            content = _content(frames._plan, None if frames._edits else held)
            values = None if content is None else _values_of((content, frames._known))
        return values

    def asked(derived: Derivation[Any], args: tuple[Hashable, ...]) -> Any:
        value = Frames.value(frames, derived, args)
        key = derived, _in_same_words(args)
        if under_way and (there := known()) is not None and key in there:
            for of in under_way:
                of |= {key, *there[key].of}
        return value

    def made(derived: Derivation[Any], args: tuple[Hashable, ...]) -> tuple[Any, set[Read]]:
        there = known()
        if there is None:
            return Frames._made(frames, derived, args)
        own = derived, _in_same_words(args)
        if own in there:
            value, reads, of = there[own]
            frames._reader.note(*reads)
            for key in of - frames._derived.keys():  # an edit may leave them as they are
                frames._keep(key, _Cached(there[key].value, set(there[key].reads)))
            return value, set(reads)
        under_way.append(set())
        try:
            value, made_of = Frames._made(frames, derived, args)
        finally:
            of = frozenset(under_way.pop())
        if known() is there:
            there[own] = _Value(value, frozenset(made_of), of)
        return value, made_of

    def renewed(cached: _Cached, derived: Derivation[Any], args: tuple[Hashable, ...]) -> None:
        there, own = known(), (derived, _in_same_words(args))
        found = None if there is None else there.get(own)
        if found is not None:
            cached.value, cached.touched = found.value, set()
            cached.reads |= found.reads
            return
        Frames._renew_rows(frames, cached, derived, args)
        if there is not None and known() is there:
            there[own] = _Value(cached.value, frozenset(cached.reads), frozenset())

    frames._made = made  # type: ignore[method-assign]
    frames._renew_rows = renewed  # type: ignore[method-assign]
    frames.value = asked  # type: ignore[assignment, method-assign]


def _in_same_words(args: tuple[Hashable, ...]) -> tuple[Hashable, ...]:
    """The arguments under which other frames are asked for the same: words of one language say the same whoever holds them."""
    return tuple(words_of(arg.language) if isinstance(arg, Words) else arg for arg in args)


def _values_of(state: Hashable) -> _Values:
    values = _VALUES.setdefault(state, {})
    _VALUES.move_to_end(state)
    if len(_VALUES) > _MOST:
        _VALUES.popitem(last=False)
    return values


def _content(plan: Plan, held: bytes | None) -> bytes | None:
    """What tells a plan from every other one, also of another order; where records stay as they were stored the file alone can."""
    if held is not None and held in _HELD:
        return _HELD[held]
    if any(type(records) is not dict for records in plan.tables.values()):
        return held
    written = BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # as it reads, whichever of its texts are one object
    pickler.dump((plan.tables, plan.set_aside, plan.extra, plan.unread))
    content = blake2b(written.getbuffer(), digest_size=16).digest()
    if held is not None:
        _HELD[held] = content
    return content
