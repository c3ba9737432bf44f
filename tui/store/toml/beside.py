"""A text read as the difference to one that is known: what somebody else has saved is mostly the file as it was.

What both texts begin and end with is compared as bytes, and only the records between are cut up, decoded and read. Whatever is more
than other values in the same records, in the same order, is left to whoever reads a whole text (:mod:`tui.store.toml.parse`).
"""

from __future__ import annotations

from typing import Any

from tui.store.toml.limits import Room, has_long_line, room_after
from tui.store.toml.parse import read_records
from tui.store.toml.records import cut_up
from tui.store.toml.regular import Regular

_HEADER = b"\n["
"""Where a record begins in a regular text, with the end of the line before it."""


def read_beside(data: bytes, before: bytes, known: Regular) -> tuple[dict[str, Any], Room] | None:
    """What a text holds, and the room in it, read beside the one before, which is ``known``, none of it stored elsewhere; None where it
    has to be read whole.

    Records that stand in both byte for byte are the same objects, as :func:`tui.store.toml.parse.parsed_after` gives them.
    """
    alike = _alike(data, before, min(len(data), len(before)))
    start = before.rfind(_HEADER, 0, alike) + 1
    if not start:
        return None  # before the first record, or in it where nothing stands above
    longer = len(data) - len(before)
    tail = _alike_at_the_end(data, before, min(len(data), len(before)) - alike)
    end = before.find(_HEADER, len(before) - tail) + 1 or len(before)
    try:
        part, part_before = data[start : end + longer].decode("utf-8"), before[start:end].decode("utf-8")
    except UnicodeDecodeError:
        return None
    cut, cut_before = cut_up(part), cut_up(part_before)
    if cut is None or cut_before is None or cut.paths != cut_before.paths or has_long_line(part):
        return None
    room = room_after(known.room, part, part_before)
    if min(room) < 0:
        return None
    read = read_records(cut, cut_before, known.whole)
    if read is None:
        return None
    doc = dict(known.whole)
    for path in cut.paths:
        table = path[0]
        if table in read:
            doc[table] = {**doc[table], **read.pop(table)} if len(path) == 2 else read.pop(table)
    return doc, room


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
