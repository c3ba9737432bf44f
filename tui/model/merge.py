"""Joining two versions of a value that both come from a third one.

What only one side changed is taken from that side. Lists are joined entry by entry, so two people may each add a
figure; the same thing changed in two ways is a clash, and the person decides.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any, Final, TypeVar

from tui.model.fields import FieldSpec, Kind
from tui.model.plan import MISSING, same

K = TypeVar("K", bound=Hashable)


class _Clash:
    """What :func:`merged_value` gives when both sides changed a value in different ways."""

    def __repr__(self) -> str:
        return "CLASH"

    def __bool__(self) -> bool:
        return False


CLASH: Final = _Clash()

_SETS: Final = frozenset({Kind.REFS, Kind.TEXTS, Kind.CHOICES, Kind.DATES})
_ORDERED: Final = frozenset({Kind.INTEGER, Kind.DATE})


def merged_value(spec: FieldSpec | None, base: Any, mine: Any, theirs: Any) -> Any:
    """The value both sides' changes lead to, or :data:`CLASH`; each of the three may be MISSING, and so may the result."""
    if same(mine, theirs) or same(base, theirs):
        return mine
    if same(base, mine):
        return theirs
    lists = [[] if side is MISSING else side for side in (base, mine, theirs)]
    if spec is None or not all(isinstance(side, list) for side in lists):
        return CLASH
    if spec.kind in _SETS:
        result = _merged_list(*(_by_key(side, ()) for side in lists))
        if result and spec.kind is Kind.DATES:
            result = _sorted_like(lists[1:], result, lambda day: day)
    elif spec.kind is Kind.ENTRIES and all(isinstance(entry, Mapping) for side in lists for entry in side):
        result = _merged_entries(spec, *lists)
    else:
        return CLASH
    if result is None or (not result and lists[1] and lists[2]):
        return CLASH  # two who each left something did not mean to leave nothing
    return result if result or MISSING not in (mine, theirs) else MISSING


def _merged_entries(spec: FieldSpec, base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any] | None:
    keys = spec.identity or tuple(f.key for f in spec.entries)
    first = spec.entries[0]
    sides = [_by_key(side, keys) for side in (base, mine, theirs)]
    before, here, there = sides
    if before is not None and here is not None and there is not None:
        # an entry whose identity both changed has become two: that is one entry changed in two ways
        came = [{repr(side[k].get(first.key)) for k in side.keys() - before.keys()} for side in (here, there)]
        gone = {repr(before[k].get(first.key)) for k in before.keys() - here.keys() - there.keys()}
        only = (here.keys() ^ there.keys()) - before.keys()
        unlike = {repr((here[k] if k in here else there[k]).get(first.key)) for k in only}
        if gone & came[0] & came[1] & unlike:
            return None
    merged = _merged_list(*sides)
    if merged and first.kind in _ORDERED:
        return _sorted_like([mine, theirs], merged, lambda entry: entry.get(first.key))
    return merged


def _by_key(entries: list[Any], keys: tuple[str, ...]) -> dict[str, Any] | None:
    """The entries by what tells them apart; None when two cannot be told apart."""
    found = {repr(tuple(e.get(k, MISSING) for k in keys)) if keys else repr(e): e for e in entries}
    return found if len(found) == len(entries) else None


def _merged_list(base: dict[str, Any] | None, mine: dict[str, Any] | None, theirs: dict[str, Any] | None) -> list[Any] | None:
    """The entries both sides' changes lead to; None for a clash."""
    if base is None or mine is None or theirs is None:
        return None
    merged = []
    for key in woven(list(base), list(mine), list(theirs)):
        value = merged_value(None, *(side.get(key, MISSING) for side in (base, mine, theirs)))
        if value is CLASH:
            return None
        if value is not MISSING:
            merged.append(value)
    return merged


def woven(base: Sequence[K], mine: Sequence[K], theirs: Sequence[K]) -> list[K]:
    """Every key of both sides, in my order unless only they changed it; the other side's own behind what they follow there.

    Where both have new keys at one place, those of the side whose order it is come first.
    """
    first, second = (theirs, mine) if _reordered(base, theirs) and not _reordered(base, mine) else (mine, theirs)
    have, known = set(first), set(base)
    followers: dict[K | None, list[K]] = {}
    leader: K | None = None
    for key in second:
        if key in have:
            leader = key
        else:
            followers.setdefault(leader, []).append(key)
    order: list[K] = []
    waiting = followers.get(None, [])
    for key in first:
        if key in known or key in followers:
            order += waiting
            waiting = []
        order.append(key)
        waiting = waiting + followers.get(key, [])
    return order + waiting


def _reordered(base: Sequence[K], side: Sequence[K]) -> bool:
    in_side, in_base = set(side), set(base)
    return [k for k in base if k in in_side] != [k for k in side if k in in_base]


def _sorted_like(sides: Iterable[list[Any]], merged: list[Any], key: Callable[[Any], Any]) -> list[Any]:
    """The entries in ascending order if both sides have theirs so; values that cannot be compared have no order."""
    try:
        if all(key(a) <= key(b) for side in sides for a, b in pairwise(side)):
            return sorted(merged, key=key)
    except TypeError:
        pass
    return merged
