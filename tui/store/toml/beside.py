"""A text read as the difference to one that is known: what somebody else has saved is mostly the file as it was.

What both texts begin and end with is compared as bytes, and only the records between are cut up, decoded and read. Where these do not
tell what the whole text holds, it is left to whoever reads that (:mod:`tui.store.toml.parse`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from tui.store.toml.limits import Room, has_long_line, room_after
from tui.store.toml.parse import read_records
from tui.store.toml.records import Keys, cut_up
from tui.store.toml.regular import Regular

_HEADER = b"\n["
"""Where a record begins in a regular text, with the end of the line before it."""


def read_beside(data: bytes, before: bytes, known: Regular) -> tuple[dict[str, Any], Room] | None:
    """What a text holds, and the room in it, read beside the one before, which is ``known``, none of it stored elsewhere; None where it
    has to be read whole.

    Records that stand in both byte for byte are the same objects, as :func:`tui.store.toml.parse.parsed_after` gives them.
    """
    parts = _parts(data, before)
    if parts is None:
        return None
    part, part_before = parts
    cut, cut_before = cut_up(part), cut_up(part_before)
    if cut is None or cut_before is None or has_long_line(part):
        return None
    room = room_after(known.room, part, part_before)
    if min(room) < 0:
        return None
    read = read_records(cut, cut_before, known.whole)
    if read is None:
        return None
    tables = list(dict.fromkeys(path[0] for path in cut.paths))
    if tables != list(dict.fromkeys(path[0] for path in cut_before.paths)):  # the order of the tables may be another, or one is new
        return None
    doc = dict(known.whole)
    for table in tables:
        found = _table_with(doc.get(table), table, cut_before.paths, cut.paths, read.get(table))
        if found is None:
            return None
        doc[table] = found
    return doc, room


def _table_with(before: Any, table: str, paths_before: Sequence[Keys], paths: Sequence[Keys], read: Any) -> Any:
    """A table in which the records of a part are others; None where the part alone does not tell where they belong.

    The records that stood in the part stand one after the other in the table: it has the order of the text.
    """
    was, now = ([path[1:] for path in all if path[0] == table] for all in (paths_before, paths))
    if was == now:
        return read if was == [()] else {**before, **read}
    if () in was or () in now or not isinstance(before, dict):
        return None
    stood = {id for (id,) in was}
    if any(id in before and id not in stood for (id,) in now):
        return None
    found: dict[str, Any] = {}
    for id, values in before.items():
        if id not in stood:
            found[id] = values
        elif id == was[0][0]:
            found |= read
    return found


@attrs.frozen
class Difference:
    """Where two regular texts differ: the records of both between what they begin and end with, byte for byte."""

    paths: Sequence[Keys]
    paths_before: Sequence[Keys]
    part: bytes
    part_before: bytes
    changed: Mapping[Keys, bytes] | None
    """The records that are others, each with what stands there now; None where some came, went or moved."""


def difference(data: bytes, before: bytes) -> Difference | None:
    """Where a regular text differs from the one before; None where what stands above the first record is another."""
    parts = _parts(data, before)
    cut, cut_before = (None, None) if parts is None else map(cut_up, parts)
    if parts is None or cut is None or cut_before is None:
        return None
    changed = None
    if cut.paths == cut_before.paths:
        three = zip(cut.paths, cut.stretches(), cut_before.stretches(), strict=True)
        changed = {path: now.encode("utf-8") for path, now, was in three if now != was}
    return Difference(cut.paths, cut_before.paths, parts[0].encode("utf-8"), parts[1].encode("utf-8"), changed)


def _parts(data: bytes, before: bytes) -> tuple[str, str] | None:
    """The records of two texts between what both begin and end with, and the one above, behind which others may have come.

    None where what stands above the first record is among them.
    """
    alike = _alike(data, before, min(len(data), len(before)))
    start = before.rfind(_HEADER, 0, alike) + 1
    if not start:
        return None  # before the first record, or in it where nothing stands above
    start = before.rfind(_HEADER, 0, start - 1) + 1 or start
    longer = len(data) - len(before)
    tail = _alike_at_the_end(data, before, min(len(data), len(before)) - alike)
    end = before.find(_HEADER, len(before) - tail) + 1 or len(before)
    try:
        return data[start : end + longer].decode("utf-8"), before[start:end].decode("utf-8")
    except UnicodeDecodeError:
        return None


def _alike(one: bytes, other: bytes, most: int) -> int:
    """How many bytes both begin with."""
    done, step = 0, most
    while step:
        if done + step <= most and one[done : done + step] == other[done : done + step]:
            done += step
        else:
            step //= 2
    return done


def _alike_at_the_end(one: bytes, other: bytes, most: int) -> int:
    """How many bytes both end with, of so many."""
    done, step = 0, most
    while step:
        here, there = len(one) - done, len(other) - done
        if done + step <= most and one[here - step : here] == other[there - step : there]:
            done += step
        else:
            step //= 2
    return done
