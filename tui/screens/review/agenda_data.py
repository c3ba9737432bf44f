"""What the agenda says of each record on a day, and how a meeting's records are named and marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from tui.frames.insight.agenda import items_by_subject, last_closed
from tui.frames.insight.agenda_items import AgendaItem, ItemKind
from tui.frames.tables.cells import Look
from tui.frames.tables.columns import Tone
from tui.model.fields import OUTCOMES, TABLES
from tui.model.plan import Plan, Values, subject_of
from tui.model.review import considered
from tui.model.text import N_
from tui.reports.labels import record_label

if TYPE_CHECKING:
    from tui.i18n.words import Words
    from tui.session.session import Session

_OUTCOMES: Final = {choice.value: choice.label for choice in OUTCOMES}

KIND_LOOKS: Final[Mapping[ItemKind, Look]] = {
    ItemKind.NOT_MET: Look("✗", Tone.BAD),
    ItemKind.AT_RISK: Look("!", Tone.BAD),
    ItemKind.ENTERPRISE_LATE: Look("!", Tone.BAD),
    ItemKind.TASK_LATE: Look("!", Tone.BAD),
    ItemKind.DECISION_OVERDUE: Look("!", Tone.BAD),
    ItemKind.REPORT_LATE: Look("!", Tone.BAD),
    ItemKind.AWAITED: Look("○", Tone.WAIT),
    ItemKind.WORSE: Look("▼", Tone.BAD),
    ItemKind.CHECK_FAILED: Look("△", Tone.WARN),
    ItemKind.TASK_WAITS: Look("⧗", Tone.WARN),
    ItemKind.TASK_NEAR: Look("▲", Tone.WARN),
    ItemKind.DECISION_OPEN: Look("○", Tone.WARN),
    ItemKind.ASKED: Look("○", Tone.WARN),
    ItemKind.PARKED: Look("◄", Tone.MUTED),
    ItemKind.UNSEEN: Look("◄", Tone.MUTED),
    ItemKind.NOT_REPORTED: Look("?", Tone.MUTED),
    ItemKind.CHANGED: Look("◇", Tone.MUTED),
    ItemKind.BETTER: Look("✓", Tone.GOOD),
}


@attrs.frozen
class Shown:
    """Which meeting, or None for the one not opened yet, and which of its items."""

    review: str | None
    subject: str | None
    alone: bool = False
    """Whether the item stands on a screen of its own."""

    @property
    def place(self) -> str:
        """As text, for a jump to come back to."""
        return "|".join([self.review or "", "1" if self.alone else "", self.subject or ""])

    @classmethod
    def at(cls, place: str | None) -> Shown:
        """The reverse of :attr:`place`."""
        review, alone, subject = (place or "||").split("|", 2)
        return cls(review or None, subject or None, bool(alone))


def items_on_list(session: Session, day: dt.date) -> Mapping[str, AgendaItem]:
    """By subject the agenda's items of a day. What only a meeting's own list changes does not make them again."""
    return items_by_subject(session.frames, day, last_closed(session.plan, day))


def title_of(plan: Plan, subject: str, words: Words, item: AgendaItem | None = None) -> str:
    """The record of an item in one line; the subject itself where there is no such record."""
    if item is not None:
        return item.title
    named = subject_of(subject)
    if named is None or plan.get(*named) is None:
        return subject
    if named[0] == "agencies":
        return plan.title_of(*named)
    return record_label(*named, plan, words) if named[1] else str(plan.header.get("title") or subject)


def outcome_words(item: Values, words: Words) -> str:
    """What a meeting made of an item; "" while it has made nothing of it."""
    code = item.get("outcome")
    if code is None:
        return words(N_("with a note")) if considered(item) else ""
    return words(_OUTCOMES.get(code, str(code)))


def one_of(subject: str, words: Words) -> str:
    """What kind of record a subject names: ``chỉ tiêu``."""
    named = subject_of(subject)
    return words(TABLES[named[0]].one) if named else words(N_("record"))


def considered_words(n: int, words: Words) -> str:
    """How many items a meeting dealt with."""
    return words.count("{n} item considered", "{n} items considered", n)


def left_words(n: int, words: Words) -> str:
    """How many items a meeting did not come to."""
    return words.count("{n} item not considered: back in the next agenda", "{n} items not considered: back in the next agenda", n)
