"""Where things stand in a TOML text, 1.0 or 1.1: headers, statements, values, comments.

The text must be valid TOML (parse it first) and is looked at as it is, CRLF or LF; offsets are in characters.
A *path* names a place in the document: keys, and the 1-based number of an entry of a list.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import attrs

from tui.store.toml.strings import STRING

Path: TypeAlias = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]++|\\.)*+"|'[^'\n]*+')"""
_DOTTED = rf"{_PART}(?:[ \t]*\.[ \t]*{_PART})*"
_PARTS = re.compile(_PART)
_BARE = re.compile(r"[A-Za-z0-9_.-]+\Z")
_HEADER = re.compile(rf"[ \t]*(\[\[?)[ \t]*({_DOTTED})[ \t]*\]\]?[^\n]*\n")
_KEY = re.compile(rf"[ \t]*({_DOTTED})[ \t]*=[ \t]*")
_BLANK_LINES = re.compile(r"(?:[ \t]*+(?:#[^\n]*+)?\r?\n){0,1000}")  # some at a time: each is remembered while it matches
_SCALAR = re.compile(rf"{STRING}|[^\s,\]}}#]+(?: [0-9][^\s,\]}}#]*)?", re.S)  # a date-time may have one space
_BETWEEN = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")  # what may stand between the entries of a list or an inline table
_COMMENTS = re.compile(rf"(?:{STRING})|(#[^\r\n]*)", re.S)


class NotTomlError(ValueError):
    """The text is not TOML at an offset; it should have been parsed first."""


@attrs.frozen(eq=False)
class Item:
    """One entry of a list (``keys`` empty) or one ``key = value`` of an inline table."""

    keys: tuple[str, ...]
    start: int
    value: Value
    comma: int | None


@attrs.frozen(eq=False)
class Value:
    """A value's place; ``opening`` is ``[``, ``{`` or empty for a scalar."""

    opening: str
    start: int
    end: int
    items: tuple[Item, ...] = ()


@attrs.frozen(eq=False)
class Statement:
    """One ``key = value # comment`` with its line end; ``lead`` is where the comments above it begin."""

    path: Path
    home: Block
    lead: int
    line: int
    key: int
    value: Value
    end: int

    @property
    def keys(self) -> Path:
        """The keys as written, from the header's table."""
        return self.path[len(self.home.path) :]


@attrs.define(eq=False)
class Block:
    """One ``[header]`` and the statements under it; the first block, without a header, is the root's.

    ``lead`` is where the comments above the header begin, ``line`` the header's line, ``body`` the line after it.
    """

    path: Path
    lead: int
    line: int
    body: int
    statements: list[Statement] = attrs.field(factory=list)

    @property
    def end(self) -> int:
        """After the last statement; what follows belongs to the next block's lead."""
        return self.statements[-1].end if self.statements else self.body


def split_key(dotted: str) -> tuple[str, ...]:
    """``a."b.c"`` → ``("a", "b.c")``."""
    if _BARE.match(dotted):
        return tuple(dotted.split("."))
    import tomli  # only for what is quoted

    return tuple(p if p[0] not in "\"'" else next(iter(tomli.loads(p + "=0"))) for p in _PARTS.findall(dotted))


def scan(text: str) -> list[Block]:
    """The blocks of a valid TOML text that is empty or ends in a line end. Raises :class:`NotTomlError`."""
    return list(_each_block(text))


def _each_block(text: str) -> Iterator[Block]:
    """The blocks of :func:`scan` one after the other, each when all of its statements are there."""
    block = Block((), 0, 0, 0)
    numbers: dict[Path, int] = {}
    lead = 0
    while (pos := _after_blank_lines(text, lead)) < len(text):
        if header := _HEADER.match(text, pos):
            path = _resolve(split_key(header[2]), header[1] == "[[", numbers)
            yield block
            block = Block(path, lead, pos, header.end())
            lead = header.end()
            continue
        key = _KEY.match(text, pos)
        if not key:
            raise NotTomlError(pos)
        value = _value(text, key.end())
        end = text.find("\n", value.end) + 1
        if not end:
            raise NotTomlError(pos)
        block.statements.append(Statement(block.path + split_key(key[1]), block, lead, pos, key.start(1), value, end))
        lead = end
    yield block


def _resolve(keys: tuple[str, ...], is_entry: bool, numbers: dict[Path, int]) -> Path:
    """The path of a header, with the number of the entry of each ``[[list]]`` on the way."""
    path: Path = ()
    for depth, key in enumerate(keys, 1):
        path += (key,)
        if is_entry and depth == len(keys):
            numbers[path] = numbers.get(path, 0) + 1
        if path in numbers:
            path += (numbers[path],)
    return path


def _after_blank_lines(text: str, pos: int) -> int:
    while (end := _end_of(_BLANK_LINES, text, pos)) > pos:
        pos = end
    return pos


def _end_of(pattern: re.Pattern[str], text: str, pos: int) -> int:
    found = pattern.match(text, pos)
    if not found:
        raise NotTomlError(pos)
    return found.end()


def _value(text: str, pos: int) -> Value:
    opening = text[pos : pos + 1]
    if opening not in ("[", "{"):
        return Value("", pos, _end_of(_SCALAR, text, pos))
    closing = "]" if opening == "[" else "}"
    items = []
    at = _end_of(_BETWEEN, text, pos + 1)
    while text[at : at + 1] != closing:
        keys: tuple[str, ...] = ()
        start = at
        if opening == "{":
            key = _KEY.match(text, at)
            if not key:
                raise NotTomlError(at)
            keys, at = split_key(key[1]), key.end()
        value = _value(text, at)
        at = _end_of(_BETWEEN, text, value.end)
        comma = at if text[at : at + 1] == "," else None
        items.append(Item(keys, start, value, comma))
        if comma is not None:
            at = _end_of(_BETWEEN, text, at + 1)
        elif text[at : at + 1] != closing:
            raise NotTomlError(at)
    return Value(opening, pos, at + 1, tuple(items))


def comments(text: str, start: int = 0, end: int | None = None) -> list[str]:
    """Every comment in a stretch of text that does not begin inside a string, without line ends."""
    found = _COMMENTS.finditer(text, start, len(text) if end is None else end)
    return [c[1].rstrip() for c in found if c[1] is not None]


def lines(text: str, wanted: Callable[[Path], bool] = lambda path: True) -> Mapping[Path, int]:
    """The line (from 1) of every table, record, key and list entry of a valid TOML text whose path is ``wanted``.

    A table that only its sub-tables make stands where the first of them does. Raises :class:`NotTomlError`.
    """
    source = text.removeprefix("\ufeff")
    if not source.endswith("\n"):
        source += "\n"
    breaks = array("Q", (m.start() for m in re.finditer("\n", source)))
    found: dict[Path, int] = {}
    for block in _each_block(source):
        if block.path and wanted(block.path):
            line = bisect_left(breaks, block.line) + 1
            for depth in range(1, len(block.path)):
                found.setdefault(block.path[:depth], line)
            found[block.path] = line
        for statement in block.statements:
            for path, pos in _places(statement) if wanted(statement.path) else ():
                found.setdefault(path, bisect_left(breaks, pos) + 1)
    return found


def _places(statement: Statement) -> Iterator[tuple[Path, int]]:
    for depth in range(len(statement.home.path) + 1, len(statement.path) + 1):
        yield statement.path[:depth], statement.key
    stack = [(statement.path, statement.value)]
    while stack:
        path, value = stack.pop()
        for number, item in enumerate(value.items, 1):
            inner = path
            for part in item.keys or (number,):
                inner = (*inner, part)
                yield inner, item.start
            if item.value.items:
                stack.append((inner, item.value))
