"""Reading TOML 1.0, whole or record by record.

A *regular* text has nothing but ``[table.ID]`` and ``[table]`` headers at the start of a line, each of them once. Then each
record can be read by itself: what an earlier text has byte for byte is taken over instead of being read again, and
reading can say how far it is. Every other text is read as a whole.
"""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import Any, Final, TypeAlias

import attrs

try:
    import tomli as parser  # compiled: three times as fast; 2.4 and later would read TOML 1.1, which the scanner does not know
except ImportError:
    import tomllib as parser  # type: ignore[no-redef]

Document: TypeAlias = Mapping[str, Any]

Name: TypeAlias = tuple[str, str]
"""Table and id of a record; "" for a table that is one record, such as ``[plan]``."""

Progress: TypeAlias = Callable[[float], None]
"""Told now and then how far the work is, 0 to 1; what it raises stops the work."""

_OPENING: Final = "\n["
_HEADER: Final = re.compile(r"\n\[([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?\][ \t]*(?:#[^\n]*)?\r?(?=\n|\Z)")
_INDENTED: Final = re.compile(r"\n[ \t]+\[")
_SHORT: Final = 24
"""Characters of a text that may well stand in other records too: an id, a status."""

_STEP: Final = 2000
"""Records read between two calls of ``progress``."""


def loads(text: str) -> dict[str, Any]:
    """What a TOML text holds. Raises ValueError (its message ends in the place) or RecursionError."""
    try:
        return parser.loads(text)
    except RecursionError:  # the compiled parser has narrower limits
        import tomllib

        return tomllib.loads(text)


def no_progress(part: float) -> None:
    """For who does not want to know."""


@attrs.frozen(eq=False)
class Cut:
    """A regular text cut up: where each record's header stands. A record ends where the next begins.

    ``starts`` are offsets in characters, in the order of the file, with the end of the text last.
    """

    text: str = attrs.field(repr=False)
    names: tuple[Name, ...]
    starts: tuple[int, ...]

    @property
    def preamble(self) -> str:
        """What stands before the first header."""
        return self.text[: self.starts[0]]

    def numbers(self) -> dict[Name, int]:
        """The place of each record in ``names``."""
        return {name: number for number, name in enumerate(self.names)}

    def stretch(self, number: int) -> str:
        """A record's text, from its header to the next."""
        return self.text[self.starts[number] : self.starts[number + 1]]

    def block(self, first: int, end: int) -> str:
        """The text of the records from ``first`` up to, not with, ``end``."""
        return self.text[self.starts[first] : self.starts[end]]

    def stretches(self) -> Iterator[str]:
        """Every record's text, in the order of the file."""
        return (self.text[start:end] for start, end in pairwise(self.starts))


def cut_up(text: str) -> Cut | None:
    """The text cut into records; None when it is not regular."""
    names: list[Name] = _HEADER.findall(text)
    starts: list[int] = []
    at = text.find(_OPENING)
    while at >= 0:
        starts.append(at + 1)
        at = text.find(_OPENING, at + 1)
    if text.startswith("["):  # the pattern is fast because it begins with a line end
        names[:0] = _HEADER.findall("\n" + text.partition("\n")[0])
        starts.insert(0, 0)
    if len(names) != len(starts) or _INDENTED.search(text) or len(set(names)) != len(names):
        return None
    single = {table for table, id in names if not id}
    if any(table in single for table, id in names if id):
        return None
    return Cut(text, tuple(names), (*starts, len(text)))


def cut_of(text: str, doc: Document) -> Cut | None:
    """The text cut into records, all of which stand in ``doc``, what it holds; None when it is not regular.

    :func:`cut_up` alone takes a line of a long text for a header.
    """
    cut = cut_up(text)
    if cut is None:
        return None
    above = _held(cut.preamble)
    if above is None:
        return None
    ids: dict[str, set[str]] = {}
    for table, id in cut.names:
        ids.setdefault(table, set()).add(id)
    if any(table in above for table in ids) or doc.keys() != above.keys() | ids.keys():
        return None
    keyed = ((doc[table], found) for table, found in ids.items() if "" not in found)
    return cut if all(isinstance(records, dict) and records.keys() == found for records, found in keyed) else None


def parsed(text: str, progress: Progress = no_progress) -> dict[str, Any]:
    """What a text without byte order mark holds. Raises ValueError, RecursionError, and what ``progress`` raises."""
    return parsed_after(text, None, {}, progress)


def parsed_after(text: str, cut_before: Cut | None, before: Document, progress: Progress = no_progress) -> dict[str, Any]:
    """What a text holds; the records that stand in an earlier one byte for byte are those of ``before`` itself.

    ``cut_before`` is the earlier text as :func:`cut_of` gives it, ``before`` what it holds. Nothing is read twice, so
    this takes about as long as comparing the texts. Raises as :func:`parsed` does.
    """
    cut = cut_up(text)
    if cut is not None:
        with _no_collecting():
            doc = _by_record(cut, cut_before, before, progress)
        if doc is not None:
            return doc
    progress(0.0)
    doc = loads(text)
    progress(1.0)
    return doc


def _by_record(cut: Cut, cut_before: Cut | None, before: Document, progress: Progress) -> dict[str, Any] | None:
    """None when it takes the whole text to tell what it holds, or what is wrong with it."""
    doc = _held(cut.preamble)
    if doc is None or any(table in doc for table, _ in cut.names):
        return None
    many = len(cut.names)
    first, last, known = (0, many, set[int]()) if cut_before is None else _unchanged(cut, cut_before)
    words: dict[str, str] = {}
    for number, (table, id) in enumerate(cut.names):
        if number % _STEP == 0:
            progress(number / many)
        if number < first or number >= last or number in known:
            value = before[table][id] if id else before[table]
        else:
            held = _held(cut.stretch(number))
            if held is None or len(held) != 1:
                return None
            value = held[table]
            if id:
                if len(value) != 1:
                    return None
                value = value[id]
            if many > _STEP:
                value = _shared(value, words)
        if id:
            doc.setdefault(table, {})[id] = value
        else:
            doc[table] = value
    progress(1.0)
    return doc


def _shared(value: Any, words: dict[str, str]) -> Any:
    """The value with its keys and short texts taken from ``words``, which has those met so far: a large plan says them all the time."""
    if type(value) is str:
        return words.setdefault(value, value) if len(value) <= _SHORT else value
    if type(value) is dict:
        return {words.setdefault(key, key): _shared(inner, words) for key, inner in value.items()}
    return [_shared(inner, words) for inner in value] if type(value) is list else value


def _held(text: str) -> dict[str, Any] | None:
    try:
        return loads(text)
    except (ValueError, RecursionError):
        return None


def _unchanged(cut: Cut, before: Cut) -> tuple[int, int, set[int]]:
    """The records that stand in the text before as they do now: those up to a number, those from a number on, and these between."""
    most = min(len(cut.names), len(before.names))
    first = _alike(most, lambda done, more: cut.block(done, done + more) == before.block(done, done + more))
    ends = len(cut.names), len(before.names)
    last = ends[0] - _alike(most - first, lambda done, more: _tail(cut, ends[0], done, more) == _tail(before, ends[1], done, more))
    old = {before.names[number]: number for number in range(first, ends[1] - (ends[0] - last))}
    between: set[int] = set()
    for number in range(first, last):
        then = old.get(cut.names[number])
        if then is not None and cut.stretch(number) == before.stretch(then):
            between.add(number)
    return first, last, between


def _tail(cut: Cut, end: int, done: int, more: int) -> str:
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
def _no_collecting() -> Iterator[None]:
    """No search for garbage meanwhile: every record is wanted, and looking through a hundred thousand costs more than reading."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
