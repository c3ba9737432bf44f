"""The sentences of one language, as a compiled catalogue (``.mo``) has them: each is looked for when it is said.

A start says a hundred of more than three thousand; to read them all, as Python's own reader does, took it 6 ms and every session the room
of all of them. Such a file keeps them in the order of their ids, so one is found in a dozen steps.
"""

from __future__ import annotations

import gettext
import mmap
import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from struct import Struct, error, unpack_from
from typing import Final

_MAGIC: Final = 0x950412DE
"""How such a file begins, in whichever order of bytes it is written."""


class _Mapped:
    """The file that is mapped, as it was then."""

    def __init__(self, path: Path, status: os.stat_result) -> None:
        self.path, self._was = path, status

    def was_written_into(self) -> bool:
        """Whether other bytes stand in it; to look at those that are gone would end the process. One that was replaced stays as it is."""
        try:
            now = os.stat(self.path)
        except OSError:  # taken away, not written into
            return False
        was = self._was
        return os.path.samestat(was, now) and (was.st_size, was.st_mtime_ns) != (now.st_size, now.st_mtime_ns)


class Catalogue(gettext.NullTranslations):
    """What is said for each sentence; one that is not in it is said as it stands."""

    _mapped: _Mapped | None = None

    def __init__(self, data: bytes | mmap.mmap) -> None:
        """``data`` are the bytes of a ``.mo`` file in UTF-8. Raises ValueError where they are none."""
        super().__init__()
        self._singular: dict[str, str] = {}
        self._plural: dict[str, tuple[str, ...] | None] = {}
        self._take(data)

    def _take(self, data: bytes | mmap.mmap) -> None:
        try:
            order = "<" if unpack_from("<I", data)[0] == _MAGIC else ">"
            magic, _, self._many, self._ids, self._said = unpack_from(f"{order}5I", data)
        except error as fault:
            raise ValueError("no catalogue") from fault
        if magic != _MAGIC or max(self._ids, self._said) + 8 * self._many > len(data):
            raise ValueError("no catalogue")
        self._place = Struct(f"{order}2I").unpack_from
        self._data = data

    @classmethod
    def at(cls, path: Path) -> Catalogue:
        """The catalogue in a file. Raises OSError, and ValueError where there is none in it.

        It is mapped as a library is: all sessions have the same pages of it. Where somebody writes into it instead of putting another
        file in its place, nothing of it is looked at any more, and what stands there now is read whole.
        """
        with open(path, "rb") as file:
            found = cls(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
            found._mapped = _Mapped(path, os.fstat(file.fileno()))
        return found

    def gettext(self, message: str) -> str:
        """What is said for a sentence."""
        found = self._singular.get(message)
        if found is None:
            known = self._found(message, plural=False)
            if known is None and (forms := self._forms(message)) is not None:
                known = forms[self._form_of(1)]
            found = self._singular[message] = message if known is None else known
        return found

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """What is said for a number of things."""
        forms = self._forms(msgid1)
        if forms is None:
            return msgid1 if n == 1 else msgid2
        return forms[self._form_of(n)]

    def _forms(self, one: str) -> tuple[str, ...] | None:
        if one not in self._plural:
            known = self._found(one, plural=True)
            self._plural[one] = None if known is None else tuple(known.split("\0"))
        return self._plural[one]

    def _form_of(self, n: int) -> int:
        """Which of the forms is said for a number; the first where there is one only."""
        return 0 if self._forms_there == 1 else self._rule(n)

    @cached_property
    def _head(self) -> str:
        """What the file says of itself, as the words for nothing."""
        head = self._found("", plural=False) or ""
        return next((line for line in head.splitlines() if line.lower().startswith("plural-forms:")), "")

    @cached_property
    def _forms_there(self) -> int:
        return int(self._head.partition("nplurals=")[2].partition(";")[0].strip() or 2)

    @cached_property
    def _rule(self) -> Callable[[int], int]:
        told = self._head.partition("plural=")[2].partition(";")[0].strip()
        return gettext.c2py(told or "n != 1")

    def _read_anew(self, path: Path) -> None:
        """Read what stands in the file by now; where that is none yet, sentences are said as they stand, and the next one looks again."""
        try:
            self._take(path.read_bytes())
        except (OSError, ValueError):
            self._many = 0
        else:
            self._mapped = None

    def _found(self, id: str, *, plural: bool) -> str | None:
        """What stands beside an id, of the sentences with one form or of those with several; None where nothing does."""
        if self._mapped is not None and self._mapped.was_written_into():
            self._read_anew(self._mapped.path)
        data, place, ids = self._data, self._place, self._ids
        wanted = id.encode() + b"\0"  # what ends an id, and what parts the two of one with several forms
        first, last = 0, self._many
        while first < last:
            middle = (first + last) // 2
            begin = place(data, ids + 8 * middle)[1]
            if data[begin : begin + len(wanted)] < wanted:
                first = middle + 1
            else:
                last = middle
        while first < self._many:
            length, begin = place(data, ids + 8 * first)
            if data[begin : begin + len(wanted)] != wanted:
                break
            if (length >= len(wanted)) == plural:
                length, begin = place(data, self._said + 8 * first)
                return data[begin : begin + length].decode()
            first += 1
        return None
