"""Reading TOML 1.1, whole or record by record.

Each record of a regular text (see :mod:`tui.store.toml.records`) can be read by itself: what an earlier text has byte for
byte is taken over instead of being read again, and reading can say how far it is. Every other text is read as a whole.
"""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

import tomli as parser  # compiled: three times as fast as Python's own, which knows TOML 1.0 only

from tui.store.toml.limits import Room, refuse_excess, room_in
from tui.store.toml.plain_lines import PlainLines
from tui.store.toml.records import Cut, Keys, cut_up

Document: TypeAlias = Mapping[str, Any]

Progress: TypeAlias = Callable[[float], None]
"""Told now and then how far the work is, 0 to 1; what it raises stops the work."""

_STEP: Final = 2000
"""Records read between two calls of ``progress``."""


def loads(text: str) -> dict[str, Any]:
    """What a TOML text holds. Raises ValueError (its message ends in the place; :class:`Excessive` is one) or RecursionError."""
    refuse_excess(text)
    try:
        return parser.loads(text)
    except RecursionError as too_deep:  # the compiled parser has narrower limits
        import tomllib

        try:
            return tomllib.loads(text)
        except ValueError as fault:  # what is no TOML 1.0 may be TOML 1.1
            raise too_deep from fault


def no_progress(part: float) -> None:
    """For who does not want to know."""


def cut_of(text: str, doc: Document) -> Cut[Keys] | None:
    """The text cut into records, all of which stand in ``doc``, what it holds; None when it is not regular.

    :func:`cut_up` alone takes a line of a long text for a header.
    """
    cut = cut_up(text)
    if cut is None:
        return None
    above = _held(cut.preamble)
    if above is None:
        return None
    ids: dict[str, set[str]] = {path[0]: set() for path in {path[:1] for path in cut.paths}}
    for path in cut.paths:
        if len(path) == 2:
            ids[path[0]].add(path[1])
    if any(table in above for table in ids) or doc.keys() != above.keys() | ids.keys():
        return None
    keyed = ((doc[table], found) for table, found in ids.items() if found)
    return cut if all(isinstance(records, dict) and records.keys() == found for records, found in keyed) else None


def parsed(text: str, progress: Progress = no_progress) -> dict[str, Any]:
    """What a text without byte order mark holds. Raises ValueError, RecursionError, and what ``progress`` raises."""
    return parsed_after(text, None, {}, progress)


def parsed_after(text: str, cut_before: Cut[Keys] | None, before: Document, progress: Progress = no_progress) -> dict[str, Any]:
    """What a text holds; the records that stand in an earlier one byte for byte are those of ``before`` itself.

    ``cut_before`` is the earlier text as :func:`cut_of` gives it, ``before`` what it holds. Nothing is read twice, so
    this takes about as long as comparing the texts. Raises as :func:`parsed` does.
    """
    return parsed_by_record(text, cut_before, before, progress)[0]


def parsed_by_record(
    text: str, cut_before: Cut[Keys] | None, before: Document, progress: Progress = no_progress
) -> tuple[dict[str, Any], Room | None]:
    """As :func:`parsed_after`, and the room that is left in a text that was read record by record: :func:`cut_of` would cut it right."""
    room = refuse_excess(text)
    cut = cut_up(text)
    if cut is not None:
        with no_collecting():
            doc = _by_record(cut, cut_before, before, progress)
        if doc is not None:
            return doc, room_in(text) if room is None else room
    progress(0.0)
    doc = loads(text)
    progress(1.0)
    return doc, None


def read_records(cut: Cut[Keys], cut_before: Cut[Keys] | None, before: Document) -> dict[str, Any] | None:
    """What the records of a part of a regular text hold, those that stand in the part before as they do there; None as of a whole text."""
    with no_collecting():
        return _by_record(cut, cut_before, before, no_progress)


def _by_record(cut: Cut[Keys], cut_before: Cut[Keys] | None, before: Document, progress: Progress) -> dict[str, Any] | None:
    """None when it takes the whole text to tell what it holds, or what is wrong with it."""
    doc = _held(cut.preamble)
    if doc is None or any(path[0] in doc for path in cut.paths):
        return None
    many = len(cut.paths)
    first, last, known = (0, many, set[int]()) if cut_before is None else _unchanged(cut, cut_before)
    plain = PlainLines(parser.loads) if _remembered is None else _remembered
    for number, path in enumerate(cut.paths):
        if number % _STEP == 0:
            progress(number / many)
        if number < first or number >= last or number in known:
            value = _at(before, path)
        else:
            stretch = cut.stretch(number)
            value = plain.record(stretch)
            if value is None:
                held = _held(stretch)
                if held is None or len(held) != 1 or (len(path) == 2 and len(held[path[0]]) != 1):
                    return None
                value = _at(held, path)
        if len(path) == 2:
            doc.setdefault(path[0], {})[path[1]] = value
        else:
            doc[path[0]] = value
    progress(1.0)
    return doc


_remembered: PlainLines | None = None
"""The lines met in other plans, while many are read one after the other; see :func:`remembering_lines`."""


@contextlib.contextmanager
def remembering_lines() -> Iterator[None]:
    """Plans that are read meanwhile, one after the other, find the lines again that they have in common: the same bodies and words."""
    global _remembered
    before, _remembered = _remembered, PlainLines(parser.loads)
    try:
        yield
    finally:
        _remembered = before


def _at(doc: Document, path: Keys) -> Any:
    return doc[path[0]][path[1]] if len(path) == 2 else doc[path[0]]


def _held(text: str) -> dict[str, Any] | None:
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return None


def _unchanged(cut: Cut[Keys], before: Cut[Keys]) -> tuple[int, int, set[int]]:
    """The records that stand in the text before as they do now: those up to a number, those from a number on, and these between."""
    most = min(len(cut.paths), len(before.paths))
    first = _alike(most, lambda done, more: cut.block(done, done + more) == before.block(done, done + more))
    ends = len(cut.paths), len(before.paths)
    last = ends[0] - _alike(most - first, lambda done, more: _tail(cut, ends[0], done, more) == _tail(before, ends[1], done, more))
    old = {before.paths[number]: number for number in range(first, ends[1] - (ends[0] - last))}
    between: set[int] = set()
    for number in range(first, last):
        then = old.get(cut.paths[number])
        if then is not None and cut.stretch(number) == before.stretch(then):
            between.add(number)
    return first, last, between


def _tail(cut: Cut[Keys], end: int, done: int, more: int) -> str:
    return cut.block(end - done - more, end - done)


def _alike(many: int, same: Callable[[int, int], bool]) -> int:
    """How many of ``many`` are the same from the start on, found by comparing ever smaller blocks: each is looked at about twice."""
    done, step = 0, many
    while step:
        if done + step <= many and same(done, step):
            done += step
        else:
            step //= 2
    return done


@contextlib.contextmanager
def no_collecting() -> Iterator[None]:
    """No search for garbage meanwhile: every record is wanted, and looking through a hundred thousand costs more than reading."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
