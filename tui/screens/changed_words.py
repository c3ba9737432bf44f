"""What is said of an edit that was made, wherever it was made: what it was, and what somebody should look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

import attrs
from rich.cells import cell_len

from tui.i18n.words import Words
from tui.model.edits import Edit
from tui.model.text import N_, Sentence, printable
from tui.session.session import Session
from tui.widgets.cells import fit

_NAMES_IT: Final = 32
"""Cells of a name that are enough to know the record by which somebody has just changed."""


def changed_words(session: Session, edits: Sequence[Edit], label: Sentence | str | dt.date, width: int) -> str:
    """``đã sửa: Tình trạng của “Lập đề án” · nhật ký chưa ghi việc này …``, for a row of so many cells."""
    from tui.model.doubts import doubts  # of no use before something is edited

    told = [session.words.sentence(said) for said in doubts(edits, session.plan, session.clock.today())]
    changed = N_("changed: {what}")
    return " · ".join([session.words(changed, what=label), *told]) if told else step_words(session.words, changed, label, width)


def step_words(words: Words, done: str, label: Sentence | str | dt.date, width: int) -> str:
    """What was ``done``, as a step that was made, taken back or made again; ``label`` is that of the step.

    Where its record's name alone would take a second row of so many cells, the name ends in ``…``: enough of it stays to know the
    record, which has just been looked at, and a second row moves everything above it.
    """
    whole = words(done, what=label)
    over = cell_len(whole) + 2 - width
    name = printable(str(label.values.get("name", ""))) if isinstance(label, Sentence) else ""
    room = cell_len(name) - over
    if over <= 0 or room < _NAMES_IT or not isinstance(label, Sentence):
        return whole
    return words(done, what=attrs.evolve(label, values={**label.values, "name": fit(name, room).rstrip()}))
