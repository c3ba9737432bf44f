"""The agenda of a review meeting: why a record is on it, the items, their groups, and the same as a frame."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Sequence
from typing import Final

import attrs
import polars as pl

from tui.frames.build import PolarsType
from tui.model.plan import RecordId, subject_text
from tui.model.text import N_, Sentence, say


class ItemKind(enum.StrEnum):
    """Why a record is on the agenda, the gravest first."""

    NOT_MET = "not_met"
    AT_RISK = "at_risk"
    ENTERPRISE_LATE = "enterprise_late"
    TASK_LATE = "task_late"
    DECISION_OVERDUE = "decision_overdue"
    REPORT_LATE = "report_late"
    AWAITED = "awaited"
    WORSE = "worse"
    CHECK_FAILED = "check_failed"
    TASK_WAITS = "task_waits"
    TASK_NEAR = "task_near"
    DECISION_OPEN = "decision_open"
    ASKED = "asked"
    PARKED = "parked"
    UNSEEN = "unseen"
    NOT_REPORTED = "not_reported"
    CHANGED = "changed"
    BETTER = "better"

    @property
    def gravity(self) -> int:
        """0 for the gravest."""
        return _GRAVITY[self]

    @property
    def label(self) -> str:
        """The English words, marked for translation."""
        return _LABELS[self]


_GRAVITY: Final = {kind: place for place, kind in enumerate(ItemKind)}

_LABELS: Final = {
    ItemKind.NOT_MET: N_("not met"),
    ItemKind.AT_RISK: N_("at risk"),
    ItemKind.ENTERPRISE_LATE: N_("past its window"),
    ItemKind.TASK_LATE: N_("late"),
    ItemKind.DECISION_OVERDUE: N_("decision overdue"),
    ItemKind.REPORT_LATE: N_("report not handed in"),
    ItemKind.AWAITED: N_("awaiting the result"),
    ItemKind.WORSE: N_("worse than at the last meeting"),
    ItemKind.CHECK_FAILED: N_("check failed"),
    ItemKind.TASK_WAITS: N_("waits for a late task"),
    ItemKind.TASK_NEAR: N_("open, due soon"),
    ItemKind.DECISION_OPEN: N_("decision still open"),
    ItemKind.ASKED: N_("asked for at the last meeting"),
    ItemKind.PARKED: N_("put off"),
    ItemKind.UNSEEN: N_("not considered at the last meeting"),
    ItemKind.NOT_REPORTED: N_("not reported"),
    ItemKind.CHANGED: N_("changed since the last meeting"),
    ItemKind.BETTER: N_("better than at the last meeting"),
}

_COLUMNS: Final[dict[str, PolarsType]] = {
    "table": pl.String,
    "id": pl.String,
    "kinds": pl.List(pl.String),
    "gravity": pl.Int64,
    "title": pl.String,
    "body": pl.String,
    "bodies": pl.List(pl.String),
    "due": pl.Date,
    "refs": pl.List(pl.String),
}

SCHEMA: Final = pl.Schema(_COLUMNS)


@attrs.frozen(kw_only=True)
class AgendaItem:
    """One matter: the record it is about, why it is here (the gravest reason first), and who answers for it on the day.

    ``body`` is the group it stands under, None where nobody clearly answers; ``bodies`` are all who do. ``title`` is the plan's own
    text; ``refs`` are the records its reasons speak of.
    """

    table: str
    id: str
    kinds: tuple[ItemKind, ...]
    reasons: tuple[Sentence, ...]
    title: str
    body: str | None = None
    bodies: tuple[str, ...] = ()
    due: dt.date | None = None
    refs: tuple[RecordId, ...] = ()

    @property
    def subject(self) -> str:
        """``table.id``, as a meeting's item names it."""
        return subject_text(self.table, self.id)

    @property
    def gravity(self) -> int:
        """That of the gravest reason; 0 is the gravest there is."""
        return self.kinds[0].gravity

    @property
    def why(self) -> Sentence:
        """All reasons in one line."""
        return in_one_line(self.reasons)


def in_one_line(reasons: Sequence[Sentence]) -> Sentence:
    """Sentences in one, parted by semicolons."""
    line = reasons[0]
    for reason in reasons[1:]:
        line = say("{one}; {other}", one=line, other=reason)
    return line


@attrs.frozen
class AgendaGroup:
    """The items one body answers for; ``body`` None: nobody clearly does."""

    body: str | None
    items: tuple[AgendaItem, ...]


@attrs.frozen
class Agenda:
    """All items by the body that answers, that of the gravest first; ``since`` is the closed meeting it was compared with.

    ``unjudged`` says how many indicators nobody can judge: that none of them is here is no praise of them.
    """

    as_of: dt.date
    since: str | None
    groups: tuple[AgendaGroup, ...]
    known: dt.date | None = None
    """The later day whose figures count; None for the day itself."""
    unjudged: Sentence | None = None

    @property
    def items(self) -> tuple[AgendaItem, ...]:
        """All items in the order of the groups."""
        return tuple(item for group in self.groups for item in group.items)

    def count(self, kind: ItemKind) -> int:
        """How many items are here for this reason, whatever other they have."""
        return sum(kind in item.kinds for item in self.items)

    @property
    def frame(self) -> pl.DataFrame:
        """One row an item in the agenda's order; columns as :data:`SCHEMA`, refs as ``table.id``."""
        rows = [
            (
                *(item.table, item.id, [kind.value for kind in item.kinds], item.gravity, item.title, item.body, list(item.bodies)),
                *(item.due, [subject_text(*ref) for ref in item.refs]),
            )
            for item in self.items
        ]
        return pl.DataFrame(rows, schema=SCHEMA, orient="row")
