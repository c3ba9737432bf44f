"""Many edits before they are made: what each would change, and what cannot be done, with the reason."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import attrs

from tui.model.checks import record_problems
from tui.model.edits import AddRecord, Edit, SetField, with_field
from tui.model.fields import TABLES, Kind
from tui.model.plan import MISSING, Plan, Problem, RecordId, Values, referred, same
from tui.model.text import N_, Sentence, say


@attrs.frozen
class Line:
    """What is made or left as one: one or more fields of one record, or a new record.

    ``place`` says where it came from when it was pasted, e.g. row and column of the block, ``under`` the titles it was read under.
    ``doubt`` says why somebody has to look at it first: such a line is made only when it is marked.
    """

    edits: tuple[SetField, ...] = ()
    place: Sentence | None = None
    doubt: Sentence | None = None
    new: AddRecord | None = None
    under: str = ""

    @property
    def record(self) -> RecordId:
        """(table, id) of the record."""
        of = self.new or self.edits[0]
        return of.table, of.id

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
    same: tuple[Sentence, ...] = ()
    """Where the plan holds what is said there already."""

    @property
    def settled(self) -> Proposal:
        """Only what needs nobody to look at it, and names no new record that does; the rest is left out, with why."""
        asked = {line.record for line in self.lines if line.doubt is not None and line.new is not None}
        kept = [line for line in self.lines if line.doubt is None]
        left = [Reject(line.doubt, *line.record, _field_of(line), line.place) for line in self.lines if line.doubt is not None]
        needs = say(N_("names a new record that is asked about"))
        while waiting := [line for line in kept if asked & set(_named_by(line))]:
            left += [Reject(needs, *line.record, _field_of(line), line.place) for line in waiting]
            asked |= {line.record for line in waiting if line.new is not None}
            kept = [line for line in kept if line not in waiting]
        return attrs.evolve(self, lines=tuple(kept), rejects=(*self.rejects, *left))

    @property
    def edits(self) -> list[Edit]:
        """The edits of all lines, new records first."""
        return made_of(self.lines)


def _field_of(line: Line) -> str:
    return line.edits[0].field if line.edits else ""


def edits_of(lines: Iterable[Line]) -> list[SetField]:
    """The edits of these lines, in their order; of several that add to one list of one record one edit with all of it."""
    out: dict[tuple[str, str, str], SetField] = {}
    for line in lines:
        for edit in line.edits:
            key = edit.table, edit.id, edit.field
            out[key] = edit if key not in out else attrs.evolve(edit, new=_joined(out[key], edit))
    return list(out.values())


def made_of(lines: Sequence[Line]) -> list[Edit]:
    """The edits of these lines, new records before what refers to them."""
    return [*(line.new for line in lines if line.new is not None), *edits_of(lines)]


def _joined(first: SetField, second: SetField) -> Any:
    """What two edits that expect the same list make of it together; of any other value the second."""
    if not (isinstance(first.new, list) and isinstance(second.new, list)):
        return second.new
    base = [] if second.expected is MISSING else second.expected
    if not isinstance(base, list) or len(first.new) < len(base) or len(second.new) < len(base):
        return second.new
    changed = [new if not same(new, old) else mine for new, old, mine in zip(second.new, base, first.new, strict=False)]
    return [*changed, *first.new[len(base) :], *second.new[len(base) :]]


def grown(plan: Plan, lines: Iterable[Line]) -> Plan:
    """The plan with the new records of these lines, to name them by."""
    new = [line.new for line in lines if line.new is not None]
    if not new:
        return plan
    out = attrs.evolve(plan, tables=dict(plan.tables))
    for table in dict.fromkeys(add.table for add in new):
        out.tables[table] = {**out.tables[table], **{add.id: add.values for add in new if add.table == table}}
    return out


def needs(lines: Sequence[Line]) -> list[tuple[int, ...]]:
    """Of each line the places of the new records it names or belongs to."""
    new = {line.record: number for number, line in enumerate(lines) if line.new is not None}
    return [tuple(dict.fromkeys(new[record] for record in _named_by(line) if record in new)) if new else () for line in lines]


def with_needed(lines: Sequence[Line], taken: Iterable[Line], needed: Sequence[tuple[int, ...]] | None = None) -> list[Line]:
    """The lines that are taken, and of all lines the new records they name or belong to; in the order of all. ``needed``: :func:`needs`."""
    place = {id(line): number for number, line in enumerate(lines)}
    wanted = places_with_needed((place[id(line)] for line in taken), needs(lines) if needed is None else needed)
    return [lines[number] for number in wanted]


def places_with_needed(taken: Iterable[int], needed: Sequence[tuple[int, ...]]) -> list[int]:
    """The places of lines and of those they need, in their order; ``needed``: :func:`needs`."""
    wanted = set(taken)
    waiting = wanted
    while waiting := set(itertools.chain.from_iterable(needed[number] for number in waiting)) - wanted:
        wanted |= waiting
    return sorted(wanted)


@attrs.frozen
class Sums:
    """How much some lines come to: changes, the records they reach, new records, lines that empty a field."""

    changes: int
    records: int
    new: int
    empties: int


@attrs.define
class Summing:
    """Sums of some of many lines, of which each is looked at once."""

    lines: Sequence[Line]
    _fields: list[tuple[tuple[str, str, str], ...]] = attrs.field(init=False)
    _records: list[RecordId] = attrs.field(init=False)
    _new: list[bool] = attrs.field(init=False)
    _empties: list[bool] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self._fields = [tuple(_counted(edit, number) for edit in line.edits) for number, line in enumerate(self.lines)]
        self._records = [line.record for line in self.lines]
        self._new = [line.new is not None for line in self.lines]
        self._empties = [line.empties for line in self.lines]

    def of(self, places: Collection[int]) -> Sums:
        """The sums of the lines at some places; each that adds to a list of a record is a change."""
        new = sum(map(self._new.__getitem__, places))
        fields = set(itertools.chain.from_iterable(map(self._fields.__getitem__, places)))
        records = len(set(map(self._records.__getitem__, places)))
        return Sums(new + len(fields), records, new, sum(map(self._empties.__getitem__, places)))


def _counted(edit: SetField, number: int) -> tuple[str, str, str]:
    """What of several lines is one change: a field; of a list what a line says of it."""
    spec = TABLES[edit.table].by_key.get(edit.field)
    of_a_list = spec is not None and spec.kind is Kind.ENTRIES
    return edit.table, edit.id, f"{edit.field}#{number}" if of_a_list else edit.field


def _named_by(line: Line) -> Iterable[RecordId]:
    """The record a line is about, and those its values refer to."""
    table, _ = line.record
    values = dict(line.new.values) if line.new is not None else {edit.field: edit.new for edit in line.edits}
    yield line.record
    for spec in TABLES[table]:
        for target, inner in [(spec, None), *((entry, entry.key) for entry in spec.entries)]:
            if target.table is not None:
                yield from ((target.table, other) for other in referred(values, spec.key, inner))


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
        if line.new is not None or any(not same(edit.new, edit.expected) for edit in line.edits):
            by_record.setdefault(line.record, []).append(line)
            order[id(line)] = number
    for (table, record_id), members in by_record.items():
        record = plan.get(table, record_id)
        if record is None:
            record = next((line.new.values for line in members if line.new is not None), None)
        if record is None:
            continue
        sound, wrong = _sound(table, record_id, record, members)
        kept += sound
        left += wrong
    kept.sort(key=lambda line: order[id(line)])
    return Proposal(tuple(kept), tuple(left))


def _sound(table: str, id: str, record: Values, lines: Sequence[Line]) -> tuple[list[Line], list[Reject]]:
    """Lines of one record without those that make an error; two that are right only together stay together."""
    new = next((line for line in lines if line.new is not None), None)
    before = record_problems(TABLES[table], id, record)
    if new is not None and (wrong := next((p for p in before if not p.warning), None)) is not None:
        return [], [Reject(wrong.what, table, id, wrong.field, line.place) for line in lines]
    known = {(p.field, str(p.what)) for p in before}
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
        guilty = [line for line in guilty if line.new is None]
        kept = [line for line in kept if line not in guilty]
        if not guilty:
            return [], [*rejects, *(Reject(problem.what, table, id, field, line.place) for line in lines)]
        rejects += [Reject(problem.what, table, id, line.edits[0].field, line.place) for line in guilty]
    return kept, rejects


def with_lines(record: Values, lines: Iterable[Line]) -> Values:
    """The record as it would be."""
    for edit in edits_of(lines):
        record = with_field(record, edit.field, edit.new, tuple(TABLES[edit.table].by_key))
    return record
