"""Telling a version of a plan that was cut short from one in which somebody deleted records.

A full disk, ``> plan.toml`` or a power cut leave a file that is empty, breaks off, or has lost most of its records. Taken for
what somebody wanted, it would delete all of that everywhere.
"""

from __future__ import annotations

import attrs

from tui.model.text import N_, Sentence, say
from tui.store.plan_file import Loaded
from tui.store.record_counts import FEWEST, NOTHING, all_in_order, count, fewer, last_in, mostly_gone, record_in, tables_apart
from tui.store.toml.parse import Document, loads


@attrs.frozen
class Loss:
    """What is gone from a plan: how many records the whole one has, how many are left, and how the file shows it."""

    before: int
    left: int
    how: Sentence

    def of(self, name: str) -> Sentence:
        """What happened to the file of this name."""
        template = N_("{path} was cut short: {how}; of {before} records {left} are left")
        return say(template, path=name, how=self.how, before=self.before, left=self.left)


def loss(whole: Loaded, found: Loaded, *, next_to_it: bool = True) -> Loss | None:
    """What a version has lost of the one before; None when nothing looks as if it was cut short.

    ``next_to_it``: the two follow each other, so that the very beginning of the text before is a text cut short, also where it ends
    between two records. Where they may be far apart somebody may have deleted the last records.
    """
    how = _how(whole, found, next_to_it)
    return None if how is None else Loss(count(whole.doc), count(found.doc), how)


def _how(whole: Loaded, found: Loaded, next_to_it: bool) -> Sentence | None:
    was, now = whole.state.data, found.state.data
    if now == was or not was.strip(NOTHING):
        return None
    if not now.strip(NOTHING):
        return say(N_("it is empty"))
    if now.rstrip(b" \t\r\n").endswith(b"\0"):
        return say(N_("its end is nothing but zeros"))
    open_end = was.endswith(b"\n") and not now.endswith(b"\n")
    if found.read_only_because is not None and whole.read_only_because is None and (open_end or _broken_at_the_end(found)):
        return say(N_("it breaks off in the middle of a record"))
    gone = _gone(whole.doc, found.doc)
    if fewer(whole.doc, found.doc) >= FEWEST and mostly_gone(count(whole.doc), count(found.doc)):
        return say(N_("most records are gone"))
    if (open_end and gone) or _tail_is_torn(whole.doc, found.doc, gone, open_end):
        return say(N_("it breaks off in the middle of a record"))
    if next_to_it and was.startswith(now) and found.doc != whole.doc:
        return say(N_("its end is missing"))
    return None


def _broken_at_the_end(found: Loaded) -> bool:
    try:
        loads(found.text.removeprefix("\ufeff"))
    except (ValueError, RecursionError) as error:
        return str(error).endswith("(at end of document)")
    return True  # valid but for a letter of which half is there


def _gone(whole: Document, found: Document) -> list[tuple[str, str]]:
    apart = tables_apart(whole, found)  # all others are the same object: a version is read beside the one before
    left = set(all_in_order({table: found[table] for table in apart if table in found}))
    return [key for key in all_in_order({table: whole[table] for table in whole if table in apart}) if key not in left]


def _tail_is_torn(whole: Document, found: Document, gone: list[tuple[str, str]], open_end: bool) -> bool:
    """Whether every record after the last one that is left is gone, and that one has lost fields.

    Where nothing is gone it has lost its last ones, and the rest is as it was or ends in the middle of a line.
    """
    last = last_in(found)
    if last is None:
        return False
    if gone:
        order = all_in_order(whole)
        if last not in order or order[order.index(last) + 1 :] != gone:
            return False
    elif last != last_in(whole):
        return False
    was, now = record_in(whole, *last), record_in(found, *last)
    if gone:
        return now.keys() < was.keys()
    first = list(was)[: len(now)]
    return len(now) < len(was) and list(now) == first and (open_end or all(now[key] == was[key] for key in first))
