"""Random edits that a person might make: every kind of field, records added and deleted, steps back and forth."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import attrs

from tui.model.edits import AddRecord, Edit
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind, TableSpec
from tui.model.plan import MISSING, Plan
from tui.model.text import Sentence
from tui.model.workspace import EditRefused, Workspace

LABEL: Final = Sentence("a random edit")
FOUR_TABS: Final = ("indicators", "goals", "sectors", "directions", "enterprises", "tasks")
"""The tables whose records the four tabs show."""

_TEXTS: Final = (
    "Rà soát quy hoạch",
    'có "ngoặc kép" và \\ gạch chéo',
    "# không phải chú thích",
    "[tasks.III-1]",
    "x = 1",
    "'''",
    '"""',
    "=1+1",
    "đ",
    "50% ≥ 30%",
)
_TRIES: Final = 50


class NothingFits(Exception):
    """No edit was found that the plan allows."""


@attrs.define
class Walk:
    """Makes random steps in a workspace; the same ``chance`` makes the same steps."""

    workspace: Workspace
    chance: random.Random
    tables: Sequence[str] = tuple(TABLES)
    mark: str = ""
    """Stands in every new text, with a number, so that it can be told whose it was."""
    made: int = 0

    def step(self) -> str:
        """An edit, or now and then a step back or forth; its name."""
        kind = self.chance.random()
        if kind < 0.15 and self.workspace.undo_steps:
            self.workspace.undo()
            return "undo"
        if kind < 0.25 and self.workspace.redo_steps:
            self.workspace.redo()
            return "redo"
        return self.edit()

    def edit(self) -> str:
        """One edit that the plan allows: ``set``, ``add``, ``delete`` or ``several``. Raises :class:`NothingFits`."""
        for _ in range(_TRIES):
            name, edits = self._some_edits()
            if not edits:
                continue
            try:
                self.workspace.apply(edits, LABEL)
            except EditRefused:
                continue
            self.made += 1
            return name
        raise NothingFits

    def _some_edits(self) -> tuple[str, list[Edit]]:
        table = TABLES[self.chance.choice(self.tables)]
        kind = self.chance.random()
        if kind < 0.15 and not table.single:
            return "add", self.adding(table)
        if kind < 0.27 and not table.single:
            return "delete", self.deleting(table)
        if kind < 0.35:
            first, second = self.setting(table), self.setting(TABLES[self.chance.choice(self.tables)])
            apart = first and second and (first[0].table, first[0].id) != (second[0].table, second[0].id)
            return "several", first + second if apart else []
        return "set", self.setting(table)

    def setting(self, table: TableSpec) -> list[Edit]:
        """Another value for one field of one record; none where there is no record or the value is the same."""
        id = self._some_id(table)
        if id is None:
            return []
        spec = self.chance.choice(table.fields)
        new = MISSING if not spec.required and self.chance.random() < 0.15 else self.value(spec)
        edit = self.workspace.set_field(table.name, id, spec.key, new)
        return [] if edit.new is edit.expected or edit.new == edit.expected else [edit]

    def adding(self, table: TableSpec) -> list[Edit]:
        """A new record with what it must have and some more."""
        values = {f.key: v for f in table if (f.required or self.chance.random() < 0.3) and (v := self.value(f)) is not MISSING}
        id = self.workspace.new_id(table.name, values)
        records = len(self.workspace.plan.tables[table.name])
        return [AddRecord(table.name, id, values, self.chance.choice((None, self.chance.randint(0, records))))]

    def deleting(self, table: TableSpec) -> list[Edit]:
        """A record nobody refers to."""
        id = self._some_id(table)
        if id is None or next(self.workspace.plan.citations(table.name, id), None) is not None:
            return []
        return [self.workspace.delete(table.name, id)]

    def _some_id(self, table: TableSpec) -> str | None:
        if table.single:
            return SINGLE_ID if self.workspace.plan.get(table.name, SINGLE_ID) is not None else None
        ids = list(self.workspace.plan.tables[table.name])
        return self.chance.choice(ids) if ids else None

    # -- values ---------------------------------------------------------------------------------------------------

    def value(self, spec: FieldSpec) -> Any:
        """Some value of the field's kind, MISSING when there can be none."""
        return _MAKERS[spec.kind](self, spec)

    def text(self, spec: FieldSpec) -> str:
        text = self.chance.choice(_TEXTS)
        if self.mark:
            text = f"{self.mark}{self.chance.getrandbits(40):x} {text}"
        return text[: spec.max_length or None].strip()

    def prose(self, spec: FieldSpec) -> str:
        return "\n".join(self.text(spec) for _ in range(self.chance.randint(1, 3)))

    def integer(self, spec: FieldSpec) -> int:
        return self.chance.randint(int(spec.minimum or 0), int(spec.maximum or 500))

    def number(self, spec: FieldSpec) -> int | float:
        low, high = spec.minimum or 0, spec.maximum or 100
        return round(self.chance.uniform(low, high), 2) if self.chance.random() < 0.7 else int(self.chance.uniform(low, high)) or int(high)

    def date(self, spec: FieldSpec) -> dt.date:
        return dt.date(2021, 1, 1) + dt.timedelta(days=self.chance.randint(0, 2500))

    def month_day(self, spec: FieldSpec) -> str:
        return f"{self.chance.randint(1, 12):02}-{self.chance.randint(1, 28):02}"

    def choice(self, spec: FieldSpec) -> str:
        return self.chance.choice(spec.choices).value

    def ref(self, spec: FieldSpec) -> Any:
        ids = list(self.workspace.plan.tables[spec.table or ""])
        return self.chance.choice(ids) if ids else MISSING

    def refs(self, spec: FieldSpec) -> list[str]:
        ids = list(self.workspace.plan.tables[spec.table or ""])
        return self.chance.sample(ids, min(len(ids), self.chance.randint(1, 3)))

    def period(self, spec: FieldSpec) -> dict[str, dt.date]:
        start, end = sorted((self.date(spec), self.date(spec)))
        return {"start": start, "end": end}

    def entries(self, spec: FieldSpec) -> list[dict[str, Any]]:
        return [self.entry(spec) for _ in range(self.chance.randint(1, 4))]

    def entry(self, spec: FieldSpec) -> dict[str, Any]:
        wanted = [f for f in spec.entries if f.required or self.chance.random() < 0.3]
        return {f.key: v for f in wanted if (v := self.value(f)) is not MISSING}


_MAKERS: Final[Mapping[Kind, Callable[[Walk, FieldSpec], Any]]] = {
    Kind.TEXT: Walk.text,
    Kind.PROSE: Walk.prose,
    Kind.INTEGER: Walk.integer,
    Kind.NUMBER: Walk.number,
    Kind.YES_NO: lambda walk, spec: walk.chance.random() < 0.5,
    Kind.DATE: Walk.date,
    Kind.MONTH_DAY: Walk.month_day,
    Kind.CHOICE: Walk.choice,
    Kind.REF: Walk.ref,
    Kind.REFS: Walk.refs,
    Kind.TEXTS: lambda walk, spec: [walk.text(spec) for _ in range(walk.chance.randint(1, 3))],
    Kind.CHOICES: lambda walk, spec: [walk.choice(spec)],
    Kind.NUMBERS: lambda walk, spec: [2020, walk.chance.randint(2021, 2025)],
    Kind.DATES: lambda walk, spec: [walk.date(spec) for _ in range(walk.chance.randint(1, 3))],
    Kind.PERIOD: Walk.period,
    Kind.ENTRIES: Walk.entries,
}


def picture(plan: Plan) -> dict[str, list[tuple[str, str]]]:
    """What a plan holds: records in their order, fields in none."""
    return {name: [(id, repr(_sorted(values))) for id, values in records.items()] for name, records in plan.tables.items()}


def content(plan: Plan) -> dict[str, dict[str, str]]:
    """What a plan holds without the order: a new record that takes the id of a deleted one takes its place in the file."""
    return {name: dict(records) for name, records in picture(plan).items()}


def _sorted(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: _sorted(value[k]) for k in sorted(value)}
    return [_sorted(v) for v in value] if isinstance(value, list | tuple) else value
