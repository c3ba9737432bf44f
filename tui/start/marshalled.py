"""Code as bytes that ``marshal`` reads, in which what is equal is one thing: texts, names, and what is said of each variable.

``marshal`` itself writes again what is equal and not the same: a session would hold the same few tuples and bytes thousands of times.
A text that many modules have is *interned*, so that they share it.
"""

from __future__ import annotations

import marshal
import sys
import types
from collections import Counter

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from typing import Any, Final

_REF: Final = 0x80
_SMALL: Final = 256
_WRITTEN: Final = frozenset((str, bytes, tuple, frozenset))
"""The kinds beside code that are written here; every other one is as ``marshal`` writes it."""
_LAID_OUT: Final = (3, 11)
"""The Python whose layout of code this is; others say more of a variable than the code tells."""


def dumps(code: types.CodeType, shared: Container[str] = (), file: str | None = None) -> bytes:
    """The bytes of some code; texts in ``shared`` are interned, ``file`` is said to be its file where it is given."""
    if sys.version_info[:2] == _LAID_OUT:
        return _Writer(code, shared, file).written()
    return marshal.dumps(code if file is None else _of_file(code, file))


def _of_file(code: types.CodeType, file: str) -> types.CodeType:
    inner = (_of_file(each, file) if isinstance(each, types.CodeType) else each for each in code.co_consts)
    return code.replace(co_filename=file, co_consts=tuple(inner))


def texts_of_many(codes: Iterable[types.CodeType]) -> frozenset[str]:
    """The texts that several modules have, of the codes of modules."""
    count = Counter(text for code in codes for text in set(_texts(code)))
    return frozenset(text for text, many in count.items() if many > 1)


def _texts(code: types.CodeType) -> Iterator[str]:
    left: list[Any] = [code]
    while left:
        thing = left.pop()
        if isinstance(thing, types.CodeType):
            left += (*thing.co_consts, thing.co_qualname)
        elif isinstance(thing, tuple | frozenset):
            left += thing
        elif isinstance(thing, str):
            yield thing


def _holds_code(things: Iterable[Any]) -> bool:
    return any(type(each) is types.CodeType for each in things)


class _Writer:
    def __init__(self, code: types.CodeType, shared: Container[str], file: str | None) -> None:
        self._code, self._shared, self._file = code, shared, file
        self._count: Counter[Any] = Counter()
        self._places: dict[Any, int] = {}
        self._keys: dict[int, tuple[Any, Any]] = {}
        """By the place of a thing in memory: it, so that it stays there, and what it is known by."""
        self._parts: dict[int, tuple[Any, ...]] = {}
        """By the place of some code: what it is made of."""
        self._out = bytearray()

    def written(self) -> bytes:
        """All of it. Raises ValueError where something is of no kind that is known here."""
        self._look_at(self._code)
        self._write(self._code)
        return bytes(self._out)

    def _key(self, thing: Any) -> Any:
        if isinstance(thing, str | bytes):
            return thing
        known = self._keys.get(id(thing))
        if known is None:
            known = self._keys[id(thing)] = thing, (type(thing), marshal.dumps(thing, 2))
        return known[1]

    def _parts_of(self, code: types.CodeType) -> tuple[Any, ...]:
        known = self._parts.get(id(code))
        if known is None:
            known = self._parts[id(code)] = self._parted(code)
        return known

    def _parted(self, code: types.CodeType) -> tuple[Any, ...]:
        names = dict.fromkeys((*code.co_varnames, *code.co_cellvars, *code.co_freevars))
        kinds = bytes(
            (0x20 if name in code.co_varnames else 0)
            | (0x40 if name in code.co_cellvars else 0)
            | (0x80 if name in code.co_freevars else 0)
            for name in names
        )
        file = code.co_filename if self._file is None else self._file
        before = code.co_consts, code.co_names, tuple(names), kinds, file, code.co_name, code.co_qualname
        return (code.co_code, *before, code.co_linetable, code.co_exceptiontable)

    def _look_at(self, thing: Any) -> None:
        kind = type(thing)
        if kind is str or kind is bytes:
            if thing:
                self._count[thing] += 1
        elif kind is types.CodeType:
            for part in self._parts_of(thing):
                self._look_at(part)
        elif (kind is tuple or kind is frozenset) and thing:
            if not _holds_code(thing):
                key = self._key(thing)
                self._count[key] += 1
                if self._count[key] > 1:
                    return
            for each in thing:
                self._look_at(each)

    def _write(self, thing: Any) -> None:
        kind = type(thing)
        if kind is types.CodeType:
            self._write_code(thing)
            return
        if kind not in _WRITTEN:
            self._out += marshal.dumps(thing, 2)
            return
        flag = 0
        if thing and (kind is str or kind is bytes or not _holds_code(thing)):
            key = self._key(thing)
            if (at := self._places.get(key)) is not None:
                self._out += b"r" + at.to_bytes(4, "little")
                return
            if self._count[key] > 1:
                flag = _REF
                self._places[key] = len(self._places)
        if kind is str:
            self._write_text(thing, flag)
        elif kind is bytes:
            self._out += bytes((ord("s") | flag,)) + len(thing).to_bytes(4, "little") + thing
        else:
            if kind is frozenset:
                self._out += bytes((ord(">") | flag,)) + len(thing).to_bytes(4, "little")
            elif len(thing) < _SMALL:
                self._out += bytes((ord(")") | flag, len(thing)))
            else:
                self._out += bytes((ord("(") | flag,)) + len(thing).to_bytes(4, "little")
            for each in thing:
                self._write(each)

    def _write_text(self, text: str, flag: int) -> None:
        interned = text.isidentifier() or text in self._shared
        if not text.isascii():
            data = text.encode("utf-8", "surrogatepass")
            self._out += bytes((ord("t" if interned else "u") | flag,)) + len(data).to_bytes(4, "little") + data
        elif len(text) < _SMALL:
            self._out += bytes((ord("Z" if interned else "z") | flag, len(text))) + text.encode("ascii")
        else:
            self._out += bytes((ord("A" if interned else "a") | flag,)) + len(text).to_bytes(4, "little") + text.encode("ascii")

    def _write_code(self, code: types.CodeType) -> None:
        counts = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_stacksize, code.co_flags
        self._out += b"c" + b"".join(number.to_bytes(4, "little") for number in counts)
        *before, table, faults = self._parts_of(code)
        for part in before:
            self._write(part)
        self._out += code.co_firstlineno.to_bytes(4, "little", signed=True)
        self._write(table)
        self._write(faults)
