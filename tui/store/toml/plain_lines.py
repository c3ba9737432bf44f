"""A record of plain lines, read without a parser: nearly every record is one, and a large plan says the same line all the time.

Plain is one ``key = value`` a line, with a text without escapes, a whole or decimal number, a day, ``true`` or ``false``, a list of
such texts, an entry ``{ key = value }`` of them, or a list of entries with one on each line; and blank lines and comments. A line with
escapes or a comment behind its value is read by the parser, but alone. Of anything else – a text of several lines, a key of several parts,
a key that stands twice – the whole record is.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

_TEXT: Final = r'"[^"\\\x00-\x08\x0a-\x1f\x7f]*"'
_KEY: Final = r"[A-Za-z0-9_-]+"
_NUMBER: Final = r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,18})?"
_DAY: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_SIMPLE: Final = rf"{_TEXT}|{_DAY}|{_NUMBER}|true|false"
_TEXTS: Final = rf"\[(?:{_TEXT}(?:, {_TEXT})*)?\]"
_ENTRY: Final = rf"\{{ {_KEY} = (?:{_SIMPLE}|{_TEXTS})(?:, {_KEY} = (?:{_SIMPLE}|{_TEXTS}))* \}}"

_LINE: Final = re.compile(rf"({_KEY}) = ({_SIMPLE}|{_TEXTS}|{_ENTRY}|\[)\Z")
_BARE: Final = re.compile(rf"{_KEY} = ")
_EMPTY: Final = re.compile(r"[ \t]*(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?\Z")
_OF_LIST: Final = re.compile(rf"[ \t]*({_TEXT}|{_ENTRY}),?\Z")
_PAIRS: Final = re.compile(rf"({_KEY}) = ({_SIMPLE}|{_TEXTS})")
_PAIR: Final = re.compile(rf"({_KEY}) = ({_SIMPLE}|{_TEXTS})\Z")
_LIST_BEGINS: Final = "= [\n"
_LIST_ENDS: Final = "]"

_MOST: Final = 1 << 15
"""Lines that are remembered: a plan says a few thousand again and again, and each of the others once."""
_MOST_OF_KEY: Final = 1 << 13
"""Lines with one key that are remembered: where there are more, as of titles, most stand once."""
_SHORT: Final = 24
"""Characters of a text that may well stand in other records too: an id, a status."""

Known: TypeAlias = tuple[str, Any]
"""The key and the value of a line; no key where it holds nothing, :data:`_OPEN` where a list begins."""

_NOTHING: Final[Known] = ("", None)
_OPEN: Final = object()


class NotPlainError(ValueError):
    """A line that a parser has to read."""


class _Lines(dict[str, Known]):
    """What lines hold, by the line; one that was not met yet is read when it is asked for.

    A dictionary is made of many lines at once by asking for each: what stands again takes no step of Python.
    """

    def __init__(self, read: Callable[[str], tuple[Known, bool]], forget: Callable[[], None] = lambda: None) -> None:
        """``read`` gives what a line holds, and whether that is remembered; what it raises comes out where the line is asked for.

        ``forget`` is called when all that was met is forgotten.
        """
        super().__init__()
        self._read, self._forget = read, forget

    def __missing__(self, line: str) -> Known:
        told, remembered = self._read(line)
        if remembered:
            if len(self) >= _MOST:
                self.clear()
                self._forget()
            self[line] = told
        return told


class PlainLines:
    """Reads one record after another, and remembers the lines it has met."""

    def __init__(self, parser: Callable[[str], dict[str, Any]]) -> None:
        """``parser`` reads a TOML text: here a line by itself that is not quite so plain. Raises ValueError or RecursionError."""
        self._parser = parser
        self._lines_of: dict[str, int] = {}
        self._line = _Lines(self._read, self._lines_of.clear).__getitem__
        self._pair = _Lines(self._read_pair).__getitem__
        self._words: dict[str, str] = {}
        self._own: set[str] = set()
        """The keys that had a list or an entry: no two records share one."""

    def record(self, stretch: str) -> dict[str, Any] | None:
        """What stands below the header of a record; None where a parser has to tell. The header must be the stretch's first line."""
        lines = stretch.rstrip("\n").split("\n")
        header = lines[0]
        if header[-1:] != "]" or "#" in header:
            return None
        del lines[0]
        try:
            of_lists = _LIST_BEGINS in stretch or stretch[-1] == "["
            values = self._with_lists(lines) if of_lists else self._of_lines(lines)
        except (ValueError, RecursionError):
            return None
        if values is not None:
            for key in self._own & values.keys():
                value = values[key]
                values[key] = value.copy() if type(value) is list else _own(value)
        return values

    def _of_lines(self, lines: list[str]) -> dict[str, Any] | None:
        """What lines hold that are a statement or nothing each; None where a key stands twice."""
        values = dict(map(self._line, lines))
        if "" in values:
            del values[""]
            return values if len(values) == sum(1 for line in lines if self._line(line)[0]) else None
        return values if len(values) == len(lines) else None

    def _with_lists(self, lines: list[str]) -> dict[str, Any] | None:
        """The same where some of the lines are the entries of a list."""
        read, values, many = self._line, dict[str, Any](), 0
        following = iter(lines)
        for line in following:
            key, value = read(line)
            if key:
                many += 1
                values[key] = self._list(following) if value is _OPEN else value
        return values if len(values) == many else None

    def _read(self, line: str) -> tuple[Known, bool]:
        key, _, written = line.partition(' = "')
        many = self._lines_of.get(key, -1)
        if many >= _MOST_OF_KEY and written.isprintable() and "\\" not in written and 0 <= written.find('"') == len(written) - 1:
            return (key, written[:-1]), False  # a text that stands once, as a title
        found = _LINE.match(line)
        if found is not None:
            key, written = found.groups()
            many = self._lines_of[key] = self._lines_of.get(key, 0) + 1
            if written[0] in "[{":
                self._own.add(key)
            return (self._shared(key), _OPEN if written == "[" else self._value(written)), many < _MOST_OF_KEY
        if _EMPTY.match(line):
            return _NOTHING, True
        if _BARE.match(line):
            (told,) = self._parser(line).items()  # what holds as a text by itself is a whole statement: with escapes, a comment behind it
            return told, False
        raise NotPlainError(line)

    def _read_pair(self, pair: str) -> tuple[Known, bool]:
        """``key = value`` within an entry."""
        found = _PAIR.match(pair)
        if found is None or found[2][0] == "[":
            raise NotPlainError(pair)
        return (self._shared(found[1]), self._value(found[2])), len(pair) <= 2 * _SHORT

    def _list(self, lines: Iterator[str]) -> list[Any]:
        """The entries up to the line that ends the list; all of them but the last are followed by a comma."""
        found: list[Any] = []
        more = True
        for line in lines:
            if line == _LIST_ENDS:
                return found
            entries, comma = self._entries(line)
            if entries and not more:
                raise NotPlainError(line)
            more = comma or (more and not entries)
            found += entries
        raise NotPlainError(_LIST_ENDS)

    def _entries(self, line: str) -> tuple[list[Any], bool]:
        """The entries on a line of a list, and whether a comma is behind them."""
        if line[:6] == "    { " and line[-3:] == " },":
            try:
                return [self._of_pairs(line[6:-3])], True
            except NotPlainError:
                return self._odd_entries(line)
        return self._odd_entries(line)

    def _odd_entries(self, line: str) -> tuple[list[Any], bool]:
        match = _OF_LIST.match(line)
        if match is None:
            *entries, _ = self._parser(f"x = [\n{line}\n0]")["x"]
            return entries, bool(entries)
        return [self._value(match[1])], line[-1] == ","

    def _of_pairs(self, written: str) -> dict[str, Any]:
        """An entry none of whose texts has a comma with a space behind it: else a part of it is no pair."""
        pairs = written.split(", ")
        entry = dict(map(self._pair, pairs))
        if len(entry) != len(pairs):
            raise NotPlainError(written)
        return entry

    def _value(self, written: str) -> Any:
        first = written[0]
        if first == '"':
            return self._shared(written[1:-1])
        if first == "[":
            return [self._shared(text) for text in written[2:-2].split('", "')] if len(written) > 2 else []
        if first == "{":
            return self._entry(written)
        return _SCALARS.get(first, _number)(written)

    def _entry(self, written: str) -> dict[str, Any]:
        pairs = _PAIRS.findall(written)
        entry = {self._shared(key): self._value(value) for key, value in pairs}
        if len(entry) != len(pairs):
            raise NotPlainError(written)
        return entry

    def _shared(self, text: str) -> str:
        if len(text) > _SHORT:
            return text
        if len(self._words) >= _MOST:
            self._words.clear()
        return self._words.setdefault(text, text)


def _own(value: Any) -> Any:
    """A value as a record's own: no list and no entry is ever that of two records."""
    if type(value) is dict:
        return {key: inner.copy() if type(inner) is list else inner for key, inner in value.items()}
    return value


def _number(written: str) -> int | float | dt.date:
    if written[4:5] == "-":
        return dt.date.fromisoformat(written)
    return float(written) if "." in written else int(written)


_SCALARS: Final[dict[str, Callable[[str], Any]]] = {"t": lambda _: True, "f": lambda _: False}
