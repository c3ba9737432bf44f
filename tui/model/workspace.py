"""The one place where a plan changes: edits are checked, applied, undone, counted and announced here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import chain, count
from typing import Any, Protocol

import attrs

from tui.model.checks import circles_of, record_problems
from tui.model.edits import AddRecord, Change, DeleteRecord, Edit, SetField, inverse, perform
from tui.model.fields import TABLES
from tui.model.new_ids import IdsOnce, next_id, no_ids_once
from tui.model.plan import MISSING, Plan, Problem, RecordId, Values, referred, same, title_of
from tui.model.text import N_, Sentence, say, slug


class EditRefused(ValueError):
    """An edit that may not be made; ``problems`` say why, each with its field."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(f"{p.where}: {p.what}" for p in self.problems))


Listener = Callable[[Change], None]


class Recorder(Protocol):
    """What puts every step on disk before anybody is told of it; each call may raise OSError."""

    def note_done(self, change: Change) -> None: ...
    def note_undone(self, change: Change) -> None: ...
    def note_redone(self, change: Change) -> None: ...


@attrs.define(eq=False)
class Workspace:
    """A plan being worked on: its undo and redo steps and what differs from the file.

    ``listeners`` are told of every change, undo and redo included, after the plan holds it and the recorder has it.
    ``unrecorded`` says why the recorder failed; the edit stays in memory, and the person must be told.
    """

    plan: Plan
    readonly: bool = False
    undo_steps: list[Change] = attrs.field(factory=list)
    redo_steps: list[Change] = attrs.field(factory=list)
    listeners: list[Listener] = attrs.field(factory=list)
    revision: int = 0
    recorder: Recorder | None = None
    unrecorded: OSError | None = None
    limits: Callable[[tuple[Edit, ...]], list[Problem]] | None = None
    """What else may not be changed here, e.g. by who may only report; asked before anything is made."""
    once: IdsOnce = no_ids_once
    """What is known beside the plan of ids that were given in sessions before this one."""
    _saved: dict[RecordId, Values | None] = attrs.field(factory=dict)
    _gone: set[RecordId] = attrs.field(factory=set)
    """The records that the file had and somebody has taken out since it was opened: others may still change them."""
    _others: bool = False
    """Whether changes of others were taken in: then a step back may lead where nobody has been."""

    # -- changing -------------------------------------------------------------------------------------------------

    def apply(self, edits: Iterable[Edit], label: Sentence) -> Change:
        """Make all of the edits as one undo step, or none of them.

        Raises :class:`EditRefused` when the workspace is read-only, a value is wrong, a record is referred to, or
        the plan no longer holds what the person saw; or when :attr:`limits` says so.
        """
        wanted = tuple(edits)
        if self.readonly:
            raise EditRefused([Problem(wanted[0].table, wanted[0].id, "", say(N_("the plan is open for reading only")))])
        if self.limits is not None and (beyond := self.limits(wanted)):
            raise EditRefused(beyond)
        change = self._perform(wanted, label)
        self.undo_steps.append(change)
        self.redo_steps.clear()
        self._record(lambda recorder: recorder.note_done(change))
        self._announce(change)
        return change

    def undo(self) -> Change | None:
        """Take back the last step; the change that did so, None when there is nothing to undo.

        Raises :class:`EditRefused` when others have changed since what the step made; then it is put aside, and the
        step before it is the next.
        """
        if not self.undo_steps:
            return None
        step = self.undo_steps.pop()
        change = self._replay(step.inverse, step.label)
        self.redo_steps.append(step)
        self._record(lambda recorder: recorder.note_undone(step))
        self._announce(change)
        return change

    def redo(self) -> Change | None:
        """Make the last undone step again. Raises :class:`EditRefused` as :meth:`undo` does."""
        if not self.redo_steps:
            return None
        step = self.redo_steps.pop()
        change = self._replay(step.edits, step.label)
        self.undo_steps.append(step)
        self._record(lambda recorder: recorder.note_redone(step))
        self._announce(change)
        return change

    def _replay(self, edits: tuple[Edit, ...], label: Sentence) -> Change:
        if not self._others:  # back to where the plan was: nothing to check, also where it had faults
            return self._perform(edits, label, check=False)
        return self._perform(edits, label)

    def _perform(self, edits: tuple[Edit, ...], label: Sentence, *, check: bool = True) -> Change:
        before = {(e.table, e.id): self.plan.get(e.table, e.id) for e in edits}
        done: list[Edit] = []
        try:
            for edit in edits:
                if check:
                    self._refuse_stale(edit)
                back = inverse(edit, self.plan)
                perform(edit, self.plan)
                done.append(back)
            if check:
                self._refuse_faults(edits, before)
        except EditRefused:
            for back in reversed(done):
                perform(back, self.plan)
            raise
        for key, values in before.items():
            if self._saved.setdefault(key, values) is not None and self.plan.get(*key) is None:
                self._gone.add(key)
        self.revision += 1
        return Change(label, edits, tuple(reversed(done)))

    def _record(self, note: Callable[[Recorder], None]) -> None:
        if self.recorder is None:
            return
        try:
            note(self.recorder)
        except OSError as fault:
            # a journal with a hole must not be replayed past it: no more is written to it
            self.unrecorded, self.recorder = fault, None

    def _announce(self, change: Change) -> None:
        for listener in list(self.listeners):
            listener(change)

    def _refuse_stale(self, edit: Edit) -> None:
        values = self.plan.get(edit.table, edit.id)
        if isinstance(edit, AddRecord):
            if values is not None or (edit.table, edit.id) in self.plan.set_aside:
                raise EditRefused([Problem(edit.table, edit.id, "", say(N_("there is already a record with the id {id}"), id=edit.id))])
        elif values is None:
            raise EditRefused([Problem(edit.table, edit.id, "", say(N_("the record is no longer there")))])
        elif isinstance(edit, SetField):
            now = values.get(edit.field, MISSING)
            if not same(now, edit.expected):
                raise EditRefused([Problem(edit.table, edit.id, edit.field, say(N_("the value has changed meanwhile; look again")))])
        elif not same(dict(values), dict(edit.values)):
            raise EditRefused([Problem(edit.table, edit.id, "", say(N_("the record has changed meanwhile; look again")))])

    def _refuse_faults(self, edits: tuple[Edit, ...], before: dict[RecordId, Values | None]) -> None:
        """Refuse what would be a new error; an error that stood there before does not block mending another field."""
        found: list[Problem] = []
        for table, id in before:
            values = self.plan.get(table, id)
            if values is None:
                cited = sorted({(t, i) for t, i, _ in self.plan.citations(table, id)})
                if cited:
                    first = ", ".join(self.plan.short_of(t, i) for t, i in cited[:3])
                    what = say(N_("{count} records refer to it ({first}…); change those first"), count=len(cited), first=first)
                    found.append(Problem(table, id, "", what))
                continue
            old = before[table, id]
            known = {(p.field, str(p.what)) for p in record_problems(TABLES[table], id, old)} if old is not None else set()
            found += [p for p in record_problems(TABLES[table], id, values) if not p.warning and (p.field, str(p.what)) not in known]
            found += dangling(self.plan, table, id, values, old)
        for table, id in dict.fromkeys((e.table, e.id) for e in edits if _may_close_a_circle(e)):
            found += circles_of(self.plan, table, id)
        if found:
            raise EditRefused(found)

    # -- what is not saved ----------------------------------------------------------------------------------------

    def unsaved(self) -> list[tuple[str, str, str]]:
        """(table, id, field) of everything that differs from the file; field "" for a record added or deleted."""
        out: list[tuple[str, str, str]] = []
        for (table, id), old in self._saved.items():
            new = self.plan.get(table, id)
            if old is None or new is None:
                if old is not new:
                    out.append((table, id, ""))
                continue
            out += [(table, id, key) for key in {**old, **new} if not same(old.get(key, MISSING), new.get(key, MISSING))]
        return out

    def saved_values(self, table: str, id: str) -> Values | None:
        """What the file holds for a record that was touched; the plan's own values for any other."""
        return self._saved[table, id] if (table, id) in self._saved else self.plan.get(table, id)

    def mark_saved(self) -> None:
        """What the plan holds now is what the file holds."""
        self._saved.clear()

    def put_in_place(self, plan: Plan, saved: Mapping[RecordId, Values | None]) -> None:
        """Go on with a plan that others have changed; ``saved`` is what the file holds of the records that differ from it.

        Undo and redo steps stay: each is checked against the plan as it is when its turn comes.
        """
        for name, records in self.plan.tables.items():
            if records is not (left := plan.tables[name]):
                self._gone.update((name, id) for id in records.keys() - left.keys())
        self.plan.tables, self.plan.set_aside, self.plan.extra, self.plan.unread = plan.tables, plan.set_aside, plan.extra, plan.unread
        self._saved = dict(saved)
        self._others = True
        self.revision += 1

    def differing(self) -> dict[RecordId, Values | None]:
        """What the file holds of every record that was touched; None for one that it does not have."""
        return dict(self._saved)

    # -- making edits ---------------------------------------------------------------------------------------------

    def set_field(self, table: str, id: str, field: str, new: Any) -> SetField:
        """The edit that gives a field a value, expecting what it holds now."""
        return SetField(table, id, field, new, (self.plan.get(table, id) or {}).get(field, MISSING))

    def delete(self, table: str, id: str) -> DeleteRecord:
        """The edit that takes a record out. Raises KeyError when there is none."""
        records = self.plan.tables[table]
        return DeleteRecord(table, id, records[id], list(records).index(id))

    def given_once(self, table: str, stem: str) -> set[str]:
        """Ids of a table that were taken out since the file was opened, and those under a stem of sessions before: they may be free."""
        return {*(id for name, id in self._gone if name == table), *self.once(table, stem)}

    def new_id(self, table: str, values: Values) -> str:
        """An id nobody has or had: that of what the record stands under and the next number, else made from its title."""
        spec = TABLES[table]
        given = {*self.plan.tables[table], *(i for t, i in self.plan.set_aside if t == table)}
        parent = values.get(spec.parent) if spec.parent and spec.id_from_parent else None
        if isinstance(parent, str) and parent:
            return next_id(parent, {*given, *self.given_once(table, parent)})
        name = slug(title_of(table, "", values)) or table
        given.update(self.given_once(table, name))
        return next(id for id in chain([name], (f"{name}-{number}" for number in count(2))) if id not in given)


def dangling(plan: Plan, table: str, id: str, values: Values, old: Values | None) -> list[Problem]:
    """What a record refers to that is not in the plan; what it referred to before, as ``old``, is let be."""
    found = []
    for spec in TABLES[table]:
        pairs = [(spec, None)] if spec.table else [(inner, inner.key) for inner in spec.entries if inner.table]
        for target, inner_key in pairs:
            assert target.table is not None
            before = set(referred(old, spec.key, inner_key)) if old is not None else set()
            for other in referred(values, spec.key, inner_key):
                if other not in plan.tables[target.table] and other not in before:
                    what = say(N_("there is no {table}.{id}"), table=target.table, id=other)
                    found.append(Problem(table, id, spec.key, what))
    return found


def _may_close_a_circle(edit: Edit) -> bool:
    """Whether an edit may make records of one table lead back to themselves."""
    own = TABLES[edit.table].own_references
    return any(not isinstance(edit, SetField) or edit.field == spec.key for spec in own)
