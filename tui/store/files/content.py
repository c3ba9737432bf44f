"""The bytes of one version of a file, in pieces: a version that differs in a few places from another shares the rest with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import Final, TypeAlias

from tui.start.digest import blake2b

Piece: TypeAlias = "bytes | memoryview"
Digested: TypeAlias = "tuple[int, blake2b]"
"""So many bytes, and BLAKE2b of them, to be copied before it takes in more."""

Part: TypeAlias = tuple[int, int, bytes]
"""Other bytes between two places (start, end) of a text."""

_AT_ONCE: Final = 1 << 20
"""Bytes compared at a time: a copy of them stays near the processor."""


class Content:
    """Bytes as ``pieces`` of others; put together only for who asks for the whole.

    ``deflated`` gives the same bytes as zlib has deflated them, where they are kept so; it raises OSError or ValueError where that is
    no longer what was kept.

    A content that differs in ``parts`` from a ``base`` knows without a look where it begins like that one and like others made of it:
    up to there nothing is compared, and the digest goes on from what was digested.
    """

    def __init__(
        self,
        pieces: Sequence[Piece],
        digest: str | None = None,
        deflated: Callable[[], bytes] | None = None,
        base: Content | None = None,
        parts: Sequence[Part] = (),
    ) -> None:
        self.pieces = tuple(pieces)
        self.size = sum(map(len, self.pieces))
        self.deflated = deflated
        self._base, self._parts = base or self, tuple(parts)
        self._digested: tuple[Digested, ...] = ()
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
        same = self.begins_like(self._base)
        if self._base is not self and same >= self._digested_until + _AT_ONCE:  # what the base would not have digested is kept there too
            self._base._digest_to(same)
            self.go_on_from(self._base)
        return self._digest_to(self.size).hexdigest()

    def go_on_from(self, other: Content) -> None:
        """Take over what was digested of another content up to where this one begins like it; nothing is digested for that."""
        same = self.begins_like(other)
        self._keep([one for one in other._digested if one[0] <= same])

    @property
    def _digested_until(self) -> int:
        return self._digested[-1][0] if self._digested else 0

    def _keep(self, digested: Sequence[Digested]) -> None:
        if digested and digested[-1][0] > self._digested_until:
            self._digested = tuple(digested)

    def _digest_to(self, end: int) -> blake2b:
        """What BLAKE2b has taken in some bytes before ``end``, or there where that is the size; kept every so many bytes.

        Two threads that digest the same each do it, and the one that came further is kept.
        """
        found = [*self._digested]
        at, last = found[-1] if found else (0, blake2b(digest_size=16))
        state = last.copy()
        for chunk in self.chunks(at):
            if at + len(chunk) > end:
                break
            state.update(chunk)
            at += len(chunk)
            if at >= (found[-1][0] if found else 0) + _AT_ONCE:
                found.append((at, state.copy()))
        self._keep(found)
        return state

    def begins_like(self, other: Content) -> int:
        """How many bytes from the first on are known without a look to be those of another content."""
        if self._base is not other._base:
            return 0
        shift = 0
        for mine, theirs in zip_longest(self._parts, other._parts):
            if mine != theirs:
                return shift + min(part[0] for part in (mine, theirs) if part is not None)
            shift += len(mine[2]) - (mine[1] - mine[0])
        return self.size

    @property
    def ends_a_line(self) -> bool:
        """Whether the last byte is a line end."""
        return bool(self.pieces) and bytes(self.pieces[-1][-1:]) == b"\n"

    def holds_same(self, other: Content) -> bool:
        """Whether the bytes are those of another content."""
        if self.size != other.size:
            return False
        same = self.begins_like(other)
        theirs, rest = other.chunks(same), memoryview(b"")
        for chunk in self.chunks(same):
            view = memoryview(chunk)
            while view:
                rest = rest or memoryview(next(theirs))
                most = min(len(view), len(rest))
                if not bytes(view[:most]).startswith(rest[:most]):
                    return False
                view, rest = view[most:], rest[most:]
        return True

    def chunks(self, start: int = 0) -> Iterator[Piece]:
        """The bytes in order from a place on, some at a time."""
        for piece in self.pieces:
            view = memoryview(piece)[start:]
            start = max(0, start - len(piece))
            yield from (view[at : at + _AT_ONCE] for at in range(0, len(view), _AT_ONCE))

    def with_parts(self, parts: Iterable[Part]) -> Content:
        """The content with other bytes between some places (start, end), which follow one another; what is between those is shared."""
        whole = self.whole
        view = memoryview(whole)
        pieces: list[Piece] = []
        at = 0
        new = tuple(parts)
        for start, end, data in new:
            pieces += (view[at:start], data)
            at = end
        return Content([piece for piece in (*pieces, view[at:]) if len(piece)], base=self, parts=new)
