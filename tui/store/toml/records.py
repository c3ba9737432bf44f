"""A TOML text cut into records at its headers: the one cut that reading, finding lines, joining, mending and writing use.

Every header is a line whose first character is ``[``, but such a line may also stand in a text or a list. So there are
three ways to tell headers, by what is known of the text, and one :class:`Cut` that all of them give: :func:`cut_up` for a
*regular* text, which has no other headers than ``[table.ID]`` and ``[table]`` at the start of a line, each of them once;
:func:`scanned` for any valid one; :func:`cut_roughly` for a broken one. Nothing is lost: the pieces of a cut are the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Generic, TypeAlias, TypeVar

import attrs

from tui.model.fields import TABLES

if TYPE_CHECKING:  # what is regular need not be scanned
    from tui.store.toml.scan import Path

Keys: TypeAlias = tuple[str, ...]
"""What a header says; one or two keys in a regular text: a table, and the id of a record unless the table is one."""

P = TypeVar("P", bound="Path", covariant=True)

_BRACKET: Final = re.compile(r"\n[ \t]*\[")  # fast because it begins with a line end
_FIRST_BRACKET: Final = re.compile(r"[ \t]*\[")
_REGULAR: Final = re.compile(r"\[([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_-]+))?\][ \t]*(?:#[^\n]*)?\r?(?=\n|\Z)")
_MEANT: Final = re.compile(r"[ \t]*\[\[?[ \t]*([^\[\]{},=#\s][^\[\]{},=#\n]*)(?:\]{1,2}[ \t\r]*(?:#[^\n]*)?)?$", re.M)
"""A header, or a line that was meant to be one."""

_SMALL: Final = 1 << 19
"""Characters of a text that may stay in memory with its cut."""

_LINE: Final = re.compile(r"[^\n]*\n")


@attrs.frozen(eq=False)
class Cut(Generic[P]):
    """A text cut at its headers. A record's *stretch* begins with its header and ends where the next one begins.

    ``paths`` are what the headers say; ``starts`` their lines' offsets in characters, in the order of the file, with the
    end of the text last.
    """

    text: str = attrs.field(repr=False)
    paths: Sequence[P]
    starts: Sequence[int]

    @property
    def preamble(self) -> str:
        """What stands before the first header."""
        return self.text[: self.starts[0]]

    def stretch(self, number: int) -> str:
        """A record's text, from its header to the next."""
        return self.text[self.starts[number] : self.starts[number + 1]]

    def block(self, first: int, end: int) -> str:
        """The text of the records from ``first`` up to, not with, ``end``."""
        return self.text[self.starts[first] : self.starts[end]]

    def stretches(self) -> Iterator[str]:
        """Every record's text, in the order of the file."""
        return (self.text[start:end] for start, end in pairwise(self.starts))

    def numbered(self) -> Iterator[tuple[int, P, str]]:
        """(number of the header's line from 1, path, stretch) of every record."""
        line = self.preamble.count("\n") + 1
        for path, stretch in zip(self.paths, self.stretches(), strict=True):
            yield line, path, stretch
            line += stretch.count("\n")


# -- three ways to find the headers -------------------------------------------------------------------------------


def cut_up(text: str) -> Cut[Keys] | None:
    """A text cut at its headers when it is regular, else None; a line of a text of several lines may be taken for a header.

    :func:`tui.store.toml.parse.cut_of` knows better; who parses every stretch finds out. The last small text stays cut: who reads a
    plan looks for the lines of its problems next.
    """
    return _cut_again(text) if len(text) < _SMALL else _cut_up(text)


def _cut_up(text: str) -> Cut[Keys] | None:
    paths: list[Keys] = []
    starts: list[int] = []
    for start in _bracket_lines(text):
        header = _REGULAR.match(text, start)
        if header is None:
            return None
        paths.append(header.groups() if header[2] else (header[1],))
        starts.append(start)
    found = set(paths)
    if len(found) != len(paths) or any(len(path) == 2 and path[:1] in found for path in paths):
        return None
    return Cut(text, tuple(paths), (*starts, len(text)))


_cut_again: Final = lru_cache(maxsize=1)(_cut_up)


def forget_cut() -> None:
    """Keep no text cut up: of a plan that was read a while ago twice its file stands in memory for it."""
    _cut_again.cache_clear()


def scanned(text: str) -> Cut[Path]:
    """A valid text, empty or ending in a line end, cut at exactly its headers. Raises :class:`NotTomlError`."""
    from tui.store.toml.scan import scan

    blocks = scan(text)[1:]
    return Cut(text, tuple(block.path for block in blocks), (*(block.line for block in blocks), len(text)))


def cut_roughly(text: str) -> Cut[Keys]:
    """A text that need not be TOML cut at every line that is a header or was meant to be one."""
    headers = [(start, header) for start in _bracket_lines(text) if (header := _MEANT.match(text, start))]
    return Cut(text, tuple(_keys(header[1].strip()) for _, header in headers), (*(start for start, _ in headers), len(text)))


def _bracket_lines(text: str) -> Iterator[int]:
    """Where the lines begin whose first character is ``[``."""
    if _FIRST_BRACKET.match(text):
        yield 0
    yield from (found.start() + 1 for found in _BRACKET.finditer(text))


def _keys(written: str) -> Keys:
    from tui.store.toml.scan import split_key

    try:
        keys = split_key(written)
    except ValueError:
        keys = ()
    return keys or tuple(part.strip(" \t\"'") for part in written.split("."))


# -- what belongs to a record -------------------------------------------------------------------------------------


def is_record(path: Path) -> bool:
    """Whether the path names a record: ``[tasks.ID]``, ``[plan]``, or a top-level key nobody knows."""
    spec = TABLES.get(str(path[0])) if path else None
    return len(path) == (2 if spec and not spec.single else 1)


def record_of(path: Path) -> Path:
    """The record a path lies in, or its table when it is that of several records."""
    spec = TABLES.get(str(path[0]))
    return path[:2] if spec and not spec.single else path[:1]


def attached_from(text: str, lead: int, line: int) -> int:
    """Where the comment lines directly above ``line`` begin, not before ``lead``; ``line`` itself when there are none."""
    start = line
    for above in reversed(list(_LINE.finditer(text, lead, line))):
        if not above[0].lstrip().startswith("#"):
            break
        start = above.start()
    return start


def after_comments(text: str, end: int) -> int:
    """Behind the comments that end a record whose last statement ends at ``end``; there when they belong to what follows."""
    for line in _LINE.finditer(text, end):
        if not line[0].strip():
            return line.start()
        if not line[0].lstrip().startswith("#"):
            return end
    return len(text)


@attrs.frozen
class Chunk:
    """A stretch of the text: blank lines and free comments, the comments directly above a record, the record.

    Comments directly below its last line are the record's too.
    """

    gap: str
    lead: str
    body: str

    @property
    def own(self) -> str:
        """What belongs to the record."""
        return self.lead + self.body


Key: TypeAlias = tuple["Path", int]
"""A record's path, and the how manieth stretch of it this is: its sub-tables may stand elsewhere."""

END: Final[Key] = (("",), 0)
"""The key of what stands below the last record."""


def chunks(cut: Cut[Path]) -> Iterator[tuple[Key, Chunk]]:
    """The records of a valid text that ends in a line end, each with its comments; sub-tables that follow belong to it.

    What stands before the first header comes first under the empty path. Put together in this order the chunks are the text.
    """
    text = cut.text
    seen: dict[Path, int] = {}
    end = _end_of_statements(cut.preamble)
    at = after_comments(text, end)
    yield ((), 0), Chunk("", "", text[:at])
    first = 0
    for last, (record, next_record) in enumerate(pairwise([*map(record_of, cut.paths), None])):
        if record is None or record == next_record:  # None is behind the last
            continue
        start = cut.starts[first]
        lead = attached_from(text, end, start)
        end = cut.starts[last] + _end_of_statements(cut.stretch(last))
        after = after_comments(text, end)
        number = seen.get(record, 0)
        yield (record, number), Chunk(text[at:lead], text[lead:start], text[start:after])
        seen[record] = number + 1
        at, first = after, last + 1
    yield END, Chunk(text[at:], "", "")


def _end_of_statements(stretch: str) -> int:
    """Where the last statement of a stretch ends, or its header; blank lines and comments may follow."""
    if '"""' in stretch or "'''" in stretch:  # a line of a text may look like a comment
        from tui.store.toml.scan import scan

        return scan(stretch)[-1].end
    end = len(stretch)
    while end:
        start = stretch.rfind("\n", 0, end - 1) + 1
        line = stretch[start:end].strip()
        if line and not line.startswith("#"):
            break
        end = start
    return end
