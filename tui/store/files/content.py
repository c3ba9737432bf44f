"""The bytes of one version of a file, in pieces: a version that differs in a few places from another shares the rest with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Final, TypeAlias

from tui.start.digest import blake2b

Piece: TypeAlias = "bytes | memoryview"

_AT_ONCE: Final = 1 << 20
"""Bytes compared at a time: a copy of them stays near the processor."""


class Content:
    """Bytes as ``pieces`` of others; put together only for who asks for the whole.

    ``deflated`` gives the same bytes as zlib has deflated them, where they are kept so; it raises OSError or ValueError where that is
    no longer what was kept.
    """

    def __init__(self, pieces: Sequence[Piece], digest: str | None = None, deflated: Callable[[], bytes] | None = None) -> None:
        self.pieces = tuple(pieces)
        self.size = sum(map(len, self.pieces))
        self.deflated = deflated
        if digest is not None:
            self.digest = digest

    @property
    def whole(self) -> bytes:
        """All of them in one; made each time it is asked for where they are not."""
        first = self.pieces[0] if self.pieces else b""
        return first if len(self.pieces) < 2 and isinstance(first, bytes) else b"".join(self.pieces)

    @cached_property
    def digest(self) -> str:
        """BLAKE2b of the bytes, in hexadecimal."""
        found = blake2b(digest_size=16)
        for piece in self.pieces:
            found.update(piece)
        return found.hexdigest()

    @property
    def ends_a_line(self) -> bool:
        """Whether the last byte is a line end."""
        return bool(self.pieces) and bytes(self.pieces[-1][-1:]) == b"\n"

    def holds_same(self, other: Content) -> bool:
        """Whether the bytes are those of another content."""
        if self.size != other.size:
            return False
        theirs, rest = other.chunks(), memoryview(b"")
        for chunk in self.chunks():
            view = memoryview(chunk)
            while view:
                rest = rest or memoryview(next(theirs))
                most = min(len(view), len(rest))
                if bytes(view[:most]) != bytes(rest[:most]):
                    return False
                view, rest = view[most:], rest[most:]
        return True

    def chunks(self) -> Iterator[Piece]:
        """The bytes in order, some at a time."""
        for piece in self.pieces:
            view = memoryview(piece)
            yield from (view[start : start + _AT_ONCE] for start in range(0, len(view), _AT_ONCE))

    def with_parts(self, parts: Iterable[tuple[int, int, bytes]]) -> Content:
        """The content with other bytes between some places (start, end), which follow one another; what is between those is shared."""
        whole = self.whole
        view = memoryview(whole)
        pieces: list[Piece] = []
        at = 0
        for start, end, new in parts:
            pieces += (view[at:start], new)
            at = end
        return Content([piece for piece in (*pieces, view[at:]) if len(piece)])
