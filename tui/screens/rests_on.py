"""What is said of records nobody judges, before their fields: what a body answers for on the day, what rests on a document or a source."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import polars as pl

from tui.frames.methods.ownership import resolve, task_holders
from tui.frames.methods.tasks import TaskState, task_states
from tui.frames.tables.citations import citing
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.aloud import capitalised

if TYPE_CHECKING:
    from tui.session.session import Session

TOLD: Final = frozenset({"agencies", "documents", "sources"})
"""The tables without verdicts of whose records there is a sentence."""


def told_of(session: Session, table: str, id: str) -> str:
    """The sentence of a record of one of :data:`TOLD`."""
    return _of_body(session, id) if table == "agencies" else _of_basis(session, table, id)


def _of_body(session: Session, id: str) -> str:
    """How many tasks a body leads on the day, how many of these are late or not reported, and how many it takes part in."""
    words, frames, day = session.words, session.frames, session.as_of
    held = task_holders(frames, day).filter(pl.col("holder") == id)
    led = held.filter(pl.col("role") == "lead")
    partner = held.height - led.height
    if not held.height:
        return _without_tasks(session, id)
    stands = Counter(task_states(frames, day).join(led, left_on="id", right_on="task", how="semi")["state"].to_list())
    late, unknown = stands[TaskState.LATE.value], stands[TaskState.NOT_REPORTED.value]
    told = []
    if led.height:
        counted = [words.count("leads {n} task", "leads {n} tasks", led.height)]
        if late or not unknown:  # “none is overdue” is not said where nobody has reported
            counted.append(words.count("{n} overdue", "{n} overdue", late))
        if unknown:
            counted.append(words.count("{n} not reported", "{n} not reported", unknown))
        told.append(", ".join(counted))
    if partner:
        told.append(words.count("takes part in {n} task", "takes part in {n} tasks", partner))
    return capitalised("; ".join(told)) + "."


def _without_tasks(session: Session, id: str) -> str:
    """Why a body has no task: others stand for it on the day, or the plan gives it none."""
    others = resolve(session.frames, session.as_of).filter((pl.col("agency") == id) & (pl.col("holder") != id))["holder"].to_list()
    if others:
        names = ", ".join(session.plan.short_of("agencies", other) for other in others)
        return session.words(N_("What it answered for is {names}’s on {day}."), names=names, day=session.as_of)
    return session.words(N_("Neither leads a task nor takes part in one on {day}."), day=session.as_of)


def _of_basis(session: Session, table: str, id: str) -> str:
    """How many records cite a document or a source, and that it is no longer valid where it is not."""
    words = session.words
    cited = Counter(other for other, _ in citing(session.frames, table, id))
    told = words(N_("nothing in the plan rests on it"))
    if cited:
        told = words(N_("rests on it: {what}"), what=", ".join(_number_of(words, other, n) for other, n in cited.most_common()))
    until = (session.plan.get(table, id) or {}).get("valid_until")
    if until is not None and until < session.as_of:
        told = words(N_("no longer valid after {day}; {told}"), day=until, told=told)
    return capitalised(told) + "."


def _number_of(words: Words, table: str, n: int) -> str:
    return f"{words.number(n)} {words(TABLES[table].one if n == 1 else TABLES[table].label).lower()}"
