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
_LIST_ENDS: Final = "]"

_MOST: Final = 1 << 15
"""Lines that are remembered: a plan says a few thousand again and again, and each of the others once."""
_SHORT: Final = 24
"""Characters of a text that may well stand in other records too: an id, a status."""

Known: TypeAlias = tuple[str, Any]
"""The key and the value of a line; no key where it holds nothing, :data:`_OPEN` where a list begins."""

_NOTHING: Final[Known] = ("", None)
_OPEN: Final = object()


class NotPlainError(ValueError):
    """A line that a parser has to read."""


class PlainLines:
    """Reads one record after another, and remembers the lines it has met."""

    def __init__(self, parser: Callable[[str], dict[str, Any]]) -> None:
        """``parser`` reads a TOML text: here a line by itself that is not quite so plain. Raises ValueError or RecursionError."""
        self._parser = parser
        self._lines: dict[str, Known] = {}
        self._of_lists: dict[str, tuple[list[Any], bool]] = {}
        self._words: dict[str, str] = {}

    def record(self, stretch: str) -> dict[str, Any] | None:
        """What stands below the header of a record; None where a parser has to tell. The header must be the stretch's first line."""
        lines = iter(stretch.split("\n"))
        header = next(lines)
        if header[-1:] != "]" or "#" in header:
            return None
        known, values, many = self._lines, dict[str, Any](), 0
        try:
            for line in lines:
                key, value = known.get(line) or self._read(line)
                if not key:
                    continue
                many += 1
                if value is _OPEN:
                    value = self._list(lines)
                elif type(value) is list:
                    value = value.copy()
                elif type(value) is dict:
                    value = _own(value)
                values[key] = value
        except (ValueError, RecursionError):
            return None
        return values if len(values) == many else None

    def _read(self, line: str) -> Known:
        found = _LINE.match(line)
        if found is not None:
            key, written = found.groups()
            told: Known = (self._shared(key), _OPEN if written == "[" else self._value(written))
        elif _EMPTY.match(line):
            told = _NOTHING
        elif _BARE.match(line):
            (told,) = self._parser(line).items()  # what holds as a text by itself is a whole statement: with escapes, a comment behind it
            return told
        else:
            raise NotPlainError(line)
        if len(self._lines) >= _MOST:
            self._lines.clear()
        self._lines[line] = told
        return told

    def _list(self, lines: Iterator[str]) -> list[Any]:
        """The entries up to the line that ends the list; all of them but the last are followed by a comma."""
        found: list[Any] = []
        known, more = self._of_lists, True
        for line in lines:
            if line == _LIST_ENDS:
                return found
            entries, comma = known.get(line) or self._entries(line)
            if entries and not more:
                raise NotPlainError(line)
            more = comma or (more and not entries)
            found += map(_own, entries)
        raise NotPlainError(_LIST_ENDS)

    def _entries(self, line: str) -> tuple[list[Any], bool]:
        """The entries on a line of a list, and whether a comma is behind them."""
        match = _OF_LIST.match(line)
        if match is None:
            *entries, _ = self._parser(f"x = [\n{line}\n0]")["x"]
            return entries, bool(entries)
        if len(self._of_lists) >= _MOST:
            self._of_lists.clear()
        told = self._of_lists[line] = [self._value(match[1])], line[-1] == ","
        return told

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
