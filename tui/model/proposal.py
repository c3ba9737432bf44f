"""Many edits before they are made: what each would change, and what cannot be done, with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import attrs

from tui.model.checks import record_problems
from tui.model.edits import SetField, with_field
from tui.model.fields import TABLES
from tui.model.plan import MISSING, Plan, Problem, RecordId, Values, same
from tui.model.text import Sentence


@attrs.frozen
class Line:
    """What is made or left as one: one or more fields of one record.

    ``place`` says where it came from when it was pasted, e.g. row and column of the block. ``doubt`` says why somebody has to look
    at it first: such a line is made only when it is marked.
    """

    edits: tuple[SetField, ...]
    place: Sentence | None = None
    doubt: Sentence | None = None

    @property
    def record(self) -> RecordId:
        """(table, id) of the record."""
        return self.edits[0].table, self.edits[0].id

    @property
    def empties(self) -> bool:
        """Whether a field would be emptied."""
        return any(edit.new is MISSING for edit in self.edits)


@attrs.frozen
class Reject:
    """What cannot be done and why; the record and the field as far as they are known."""

    what: Sentence
    table: str = ""
    id: str = ""
    field: str = ""
    place: Sentence | None = None


@attrs.frozen
class Proposal:
    """Lines that can be made together, and what was left out."""

    lines: tuple[Line, ...]
    rejects: tuple[Reject, ...] = ()

    @property
    def edits(self) -> list[SetField]:
        """The edits of all lines."""
        return edits_of(self.lines)


def edits_of(lines: Iterable[Line]) -> list[SetField]:
    """The edits of these lines, in their order."""
    return [edit for line in lines for edit in line.edits]


def records_of(lines: Iterable[Line]) -> int:
    """How many records these lines reach."""
    return len({line.record for line in lines})


def sift(plan: Plan, lines: Iterable[Line], rejects: Iterable[Reject] = ()) -> Proposal:
    """A proposal of those lines that would change something and leave each record without a new error.

    Looks at each record by itself; references and circles are the workspace's to refuse.
    """
    kept: list[Line] = []
    left = list(rejects)
    by_record: dict[RecordId, list[Line]] = {}
    order: dict[int, int] = {}
    for number, line in enumerate(lines):
        if any(not same(edit.new, edit.expected) for edit in line.edits):
            by_record.setdefault(line.record, []).append(line)
            order[id(line)] = number
    for (table, record_id), members in by_record.items():
        record = plan.get(table, record_id)
        if record is None:
            continue
        sound, wrong = _sound(table, record_id, record, members)
        kept += sound
        left += wrong
    kept.sort(key=lambda line: order[id(line)])
    return Proposal(tuple(kept), tuple(left))


def _sound(table: str, id: str, record: Values, lines: Sequence[Line]) -> tuple[list[Line], list[Reject]]:
    """Lines of one record without those that make an error; two that are right only together stay together."""
    known = {(p.field, str(p.what)) for p in record_problems(TABLES[table], id, record)}
    kept, rejects = list(lines), list[Reject]()

    def faults(tried: Sequence[Line]) -> list[Problem]:
        found = record_problems(TABLES[table], id, with_lines(record, tried))
        return [p for p in found if not p.warning and (p.field, str(p.what)) not in known]

    while kept and (found := faults(kept)):
        problem = found[0]
        field = problem.field.partition(".")[0]
        guilty = [line for line in kept if any(edit.field == field for edit in line.edits)]
        if not guilty:  # the field it stands in was not touched: the one line without which it is gone, else all
            cures = (line for line in kept if problem not in faults([other for other in kept if other is not line]))
            cure = next(cures, None)
            guilty = kept if cure is None else [cure]
        kept = [line for line in kept if line not in guilty]
        rejects += [Reject(problem.what, table, id, line.edits[0].field, line.place) for line in guilty]
    return kept, rejects


def with_lines(record: Values, lines: Iterable[Line]) -> Values:
    """The record as it would be."""
    for edit in edits_of(lines):
        record = with_field(record, edit.field, edit.new, tuple(TABLES[edit.table].by_key))
    return record
