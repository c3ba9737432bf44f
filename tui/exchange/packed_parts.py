"""The parts of a packed office file from outside, read in pieces with a limit; document types are refused."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final
from xml.parsers import expat

import attrs

from tui.model.text import N_, Sentence, nfc, say, without_controls
from tui.store.files.errors import CannotRead

_MOST_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes of one part once it is unpacked: what a small file may grow to."""
MOST_PARTS: Final = 2_000
MOST_ELEMENTS: Final = 100_000
"""Of parts that are small in every file."""
LARGE_WORKBOOK: Final = N_("the workbook holds more than {most} MiB in one part")
MANY_IN_WORKBOOK: Final = N_("the workbook is made of more than {most} parts; save it again without pictures")
_PIECE: Final = 1 << 16
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@attrs.frozen(kw_only=True)
class Said:
    """What is said where a packed file cannot be read: of what is no such file, asks for a password, or is damaged within; and of
    what is larger than any file of a plan, ``most`` being filled in: the MiB of a part, and how many parts there are."""

    none: Sentence
    locked: Sentence
    damaged: Sentence
    large: str
    many: str


@attrs.frozen
class Parts:
    """The parts of a packed file."""

    packed: zipfile.ZipFile
    said: Said

    def __contains__(self, name: str) -> bool:
        return name in self.packed.NameToInfo

    def parse(
        self, name: str, start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], text: Callable[[str], None]
    ) -> None:
        """Read a part of XML piece by piece; names come without their namespace's prefix."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = lambda tag, values: start(tag.rpartition("}")[2], values)
        parser.EndElementHandler = lambda tag: end(tag.rpartition("}")[2])
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _refuse_document_type
        size = 0
        with self.packed.open(name) as stream:
            while piece := stream.read(_PIECE):
                size += len(piece)
                if size > _MOST_UNPACKED:
                    raise CannotRead(say(self.said.large, most=_MOST_UNPACKED >> 20))
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def elements(self, name: str) -> list[tuple[str, dict[str, str]]]:
        """Every element of a small part with its attributes."""
        found: list[tuple[str, dict[str, str]]] = []

        def start(tag: str, values: dict[str, str]) -> None:
            refuse_more(len(found), MOST_ELEMENTS)
            found.append((tag, values))

        self.parse(name, start, lambda tag: None, lambda text: None)
        return found


@contextmanager
def opened_parts(data: bytes, said: Said) -> Iterator[Parts]:
    """The parts of a packed file, while they are read. Raises :class:`CannotRead` with what is ``said``."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if len(packed.infolist()) > MOST_PARTS:
                raise CannotRead(say(said.many, most=MOST_PARTS))
            yield Parts(packed, said)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, zlib.error, struct.error) as error:
        raise CannotRead(said.none) from error  # NotImplementedError: packed in a way zipfile does not know
    except RuntimeError as error:  # a part that asks for a password
        raise CannotRead(said.locked) from error
    except (expat.ExpatError, ValueError, KeyError, OverflowError, LookupError) as error:
        raise CannotRead(said.damaged) from error


def _refuse_document_type(*_: Any) -> None:
    raise ValueError("an office file has no document type")


def refuse_more(count: int, most: int) -> None:
    """Raise ValueError beyond what any file of a plan has."""
    if count >= most:
        raise ValueError("more than any file of a plan has")


def part_names(data: bytes) -> frozenset[str]:
    """What the parts of a packed file are called; nothing where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return frozenset(packed.NameToInfo)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError, OSError, ValueError, struct.error):
        return frozenset()


def one_spaced(text: str) -> str:
    """A text in form C, without control characters but line feeds."""
    return nfc(without_controls(text.replace("\r\n", "\n").replace("\r", "\n"), lines=True))


def raised(text: str) -> str:
    """A text written above the line, its digits as raised ones: ``m2`` is ``m²``, and the mark of a footnote no part of a number."""
    return text.translate(_RAISED)
