"""The lines and sections of the overview: codes and numbers for machines, words for people."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping

import attrs

from tui.frames.insight.standings import Standing
from tui.frames.methods.tasks import TaskState
from tui.frames.tables.cells import ENTERPRISE_LOOKS, STATE_LOOKS, VERDICT_LOOKS, Look
from tui.model.text import Sentence


class Part(enum.StrEnum):
    """The sections, in their order."""

    HEADLINE = "headline"
    WORST = "worst"
    AWAITED = "awaited"
    LATE = "late"
    DUE = "due"
    NOT_REPORTED = "not_reported"
    CHANGED = "changed"


class LineKind(enum.StrEnum):
    """What a line is about."""

    COUNT = "count"  # so many records of a table have this verdict or state
    INDICATOR = "indicator"
    TASK = "task"
    DUTY = "duty"
    ENTERPRISE = "enterprise"
    DECISION = "decision"
    ASKED = "asked"  # a meeting asked for it by an outcome alone: to speed up, to report back
    BODY = "body"  # so many tasks of a body
    CHANGE = "change"


class ChangeKind(enum.StrEnum):
    """How a record differs from the file."""

    ADDED = "added"
    CHANGED = "changed"
    DELETED = "deleted"


@attrs.frozen(kw_only=True)
class OverviewLine:
    """One line: where it leads, codes and numbers for machines, words for people.

    ``table`` and ``id`` name the record; the id is "" for a count and for tasks without a lead. ``code`` is a
    :class:`Verdict`, :class:`TaskState`, :class:`EnterpriseVerdict`, :class:`OwnershipGap` or :class:`ChangeKind` code.
    ``name`` is the plan's own text, "" where ``title`` says it in words. ``parts`` are the facts, the most telling
    first; ``short`` the same for a narrow screen. ``every`` says what ``numbers["period"]`` counts, of a report. ``who`` are the ids
    of the bodies that answer for it on the day, ``members`` the ids of the tasks counted.
    """

    kind: LineKind
    table: str
    id: str
    code: str
    name: str = ""
    title: Sentence | None = None
    parts: tuple[Sentence, ...] = ()
    short: tuple[Sentence, ...] = attrs.field(default=attrs.Factory(lambda self: self.parts, takes_self=True))
    numbers: Mapping[str, float | int | None] = attrs.field(factory=dict)
    every: str = ""
    day: dt.date | None = None
    who: tuple[str, ...] = ()
    members: tuple[str, ...] = ()

    @property
    def look(self) -> Look | None:
        """Glyph and tone; None for a change."""
        looks = {"indicators": VERDICT_LOOKS, "tasks": STATE_LOOKS, "duties": STATE_LOOKS, "enterprises": ENTERPRISE_LOOKS}
        if self.kind is LineKind.BODY:
            return STATE_LOOKS[TaskState.NOT_REPORTED]
        if self.kind in (LineKind.DECISION, LineKind.ASKED):
            return STATE_LOOKS[TaskState(self.code)]
        return None if self.kind is LineKind.CHANGE else looks[self.table][self.code]


@attrs.frozen(kw_only=True)
class OverviewSection:
    """A heading, how many things stand under it, and the lines; ``note`` says how to read the count."""

    part: Part
    title: Sentence
    count: int
    lines: tuple[OverviewLine, ...]
    note: Sentence | None = None


@attrs.frozen
class Overview:
    """All sections, empty ones included, seen from a day."""

    as_of: dt.date
    sections: tuple[OverviewSection, ...]
    known: dt.date | None = None
    """The later day whose figures count; None for the day itself."""
    indicators: tuple[Standing, ...] = ()
    """Every indicator, where it was asked for."""
    hidden: int = 0
    """How many figures of the plan a look from the day leaves out."""

    def __getitem__(self, part: Part) -> OverviewSection:
        """The section of that name."""
        return next(s for s in self.sections if s.part is part)
