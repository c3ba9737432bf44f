"""Histories of one plan from two places as one: every entry of both, once, each with what is known of how its save ended."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from tui.model.clock import clock_of
from tui.model.diff import differences
from tui.model.plan import Plan
from tui.store.log.checked_lines import checked, line
from tui.store.log.history import Entry, entry_of
from tui.store.log.record import Note, line_of
from tui.store.others_text import Unreadable, maybe_text


@attrs.define
class _Block:
    """A line, and those after it that say how its save ended."""

    first: bytes
    ends: list[bytes]


def union(mine: bytes, theirs: bytes) -> bytes:
    """Theirs as it stands, then what only mine has, in its order: so what a server has only grows."""
    held = list(_blocks(theirs))
    known = {block.first: block for block in held}
    new = []
    for block in _blocks(mine):
        there = known.get(block.first)
        if there is None:
            new.append(block)
        elif not there.ends:
            there.ends = block.ends
    return b"".join(raw + b"\n" for block in (*held, *new) for raw in (block.first, *block.ends))


def added(old: bytes, new: bytes) -> bytes:
    """The lines of a history that an older version of it does not have."""
    before = {block.first for block in _blocks(old)}
    return b"".join(raw + b"\n" for block in _blocks(new) if block.first not in before for raw in (block.first, *block.ends))


def settled(data: bytes, digest: str) -> bytes:
    """A history that says of its last save how that ended, for a plan file with this digest: elsewhere nobody can look."""
    blocks = list(_blocks(data))
    if not blocks or blocks[-1].ends:
        return data
    try:
        entry = entry_of(checked(blocks[-1].first))
    except Unreadable:
        return data
    return data + b"\n" * (not data.endswith(b"\n")) + line({"kept": entry.after == digest, "after": entry.after})


def with_join(data: bytes, note: Note, before: tuple[str, str, Plan], after: tuple[str, Plan]) -> bytes:
    """The history with an entry of the join that led from one state to another.

    ``before`` are digest, text and plan, ``after`` digest and plan.
    """
    digest, text, old = before
    new_digest, new = after
    known = any(digest in (entry.before, entry.after) for entry in entries(data))
    made = line_of(clock_of(new).now(), note, digest, new_digest, differences(old, new), None if known else text)
    return data + b"\n" * (bool(data) and not data.endswith(b"\n")) + made + line({"kept": True, "after": new_digest})


def entries(data: bytes) -> Iterator[Entry]:
    """The entries that can be read, oldest first."""
    for block in _blocks(data):
        try:
            yield entry_of(checked(block.first))
        except Unreadable:
            continue


def last_joined(data: bytes) -> list[str]:
    """The states of the server that saves in these lines took in, newest first."""
    return [entry.joined for entry in entries(data) if entry.joined][::-1]


def _blocks(data: bytes) -> Iterator[_Block]:
    last: _Block | None = None
    for raw in data.split(b"\n"):
        if not raw:
            continue
        if last is not None and _is_end(raw):
            last.ends.append(raw)
            continue
        if last is not None:
            yield last
        last = _Block(raw, [])
    if last is not None:
        yield last


def _is_end(raw: bytes) -> bool:
    if b'"kept"' not in raw[:24]:
        return False
    try:
        found = checked(raw)
        return "kept" in found and maybe_text(found, "after") is not None
    except Unreadable:
        return False
