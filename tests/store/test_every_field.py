"""Every field of every table, and every field of an entry: it goes through file, history, merge and words, whatever is declared next."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from tests.support.derived_values import made_up
from tests.support.paths import SAMPLE
from tui.i18n.words import Words
from tui.model.checks import examined
from tui.model.diff import differences
from tui.model.edits import SetField
from tui.model.fields import SINGLE_ID, TABLES, FieldSpec, Kind
from tui.model.joining import join
from tui.model.plan import MISSING, Plan, same
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports.changes import change_lines
from tui.store.log.edit_json import packed, unpacked
from tui.store.plan_file import load, load_text
from tui.store.plan_save import rendered

VI = Words("vi")
BASE = load(SAMPLE)


def every_field() -> Iterator[tuple[str, FieldSpec, FieldSpec | None]]:
    """(table, field, field of an entry or None)."""
    for name, table in TABLES.items():
        for spec in table:
            yield name, spec, None
            yield from ((name, spec, inner) for inner in spec.entries)


def of_every_field(test: Callable[[str, FieldSpec, FieldSpec | None], None]) -> Callable[[], None]:
    """A test that goes through all fields; a fault says at which."""

    def through_all() -> None:
        for name, spec, inner in every_field():
            try:
                test(name, spec, inner)
            except BaseException as fault:
                fault.add_note(f"the field {name}.{spec.key}{f'.{inner.key}' if inner else ''}")
                raise

    through_all.__doc__ = test.__doc__
    return through_all


def record_of(name: str) -> tuple[str, dict[str, Any]]:
    """The id of a record of the table in the sample and its fields; a made-up one where it has none."""
    found = BASE.plan.tables[name]
    if found:
        id = next(iter(found))
        return id, dict(found[id])
    id = SINGLE_ID if TABLES[name].single else "mới"
    return id, {spec.key: made_up(BASE.plan, spec) for spec in TABLES[name] if spec.required}


def changed(name: str, spec: FieldSpec, inner: FieldSpec | None) -> tuple[str, Plan, Plan]:
    """(id, a plan, the plan with another value in that one field of it)."""
    id, record = record_of(name)
    value = made_up(BASE.plan, spec, record.get(spec.key, MISSING))
    if inner is not None:
        value = [{field.key: made_up(BASE.plan, field) for field in spec.entries if field.told_bare or field is inner}]
    old = Plan({**BASE.plan.tables, name: {**BASE.plan.tables[name], id: record}}, extra={"format": 2})
    new = Plan({**old.tables, name: {**old.tables[name], id: {**record, spec.key: value}}}, extra={"format": 2})
    return id, old, new


@of_every_field
def test_a_field_goes_through_file_history_words_and_merge(name: str, spec: FieldSpec, inner: FieldSpec | None) -> None:
    id, old, new = changed(name, spec, inner)
    value = new.tables[name][id][spec.key]
    # read back from a file as it was written
    alone = Plan({table: {id: new.tables[name][id]} if table == name else {} for table in TABLES}, extra={"format": 2})
    again = load_text(rendered(load_text(""), alone))
    assert same(again.doc[name][id] if id else again.doc[name], dict(new.tables[name][id]))
    # one edit, which the history keeps, and a line that says it
    (edit,) = differences(old, new)
    assert isinstance(edit, SetField) and same(unpacked(json.loads(json.dumps(packed(edit)))).new, value)  # type: ignore[union-attr]
    (line,) = change_lines([edit], old, new, VI)
    assert VI(spec.label) in line.text
    if inner is not None and not inner.told_bare and inner.table is None and spec.key != "revisions":
        assert VI(inner.label) in line.text
    # what somebody else did to another field of the record stays beside it
    workspace = Workspace(Plan({t: dict(r) for t, r in old.tables.items()}, extra=dict(old.extra)))
    workspace.apply([workspace.set_field(name, id, "note", "Của tôi")], say("x")) if "note" in TABLES[
        name
    ].by_key and spec.key != "note" else None
    assert not join(workspace, new).conflicts and same(workspace.plan.tables[name][id][spec.key], value)


@of_every_field
def test_a_value_of_a_wrong_type_is_said_where_it_stands(name: str, spec: FieldSpec, inner: FieldSpec | None) -> None:
    """The record stays, unless the field is one it cannot be without."""
    id, record = record_of(name)
    wrong: Any = {"no": "value"} if spec.kind is not Kind.PERIOD else 5
    if inner is not None:
        whole = {field.key: made_up(BASE.plan, field) for field in spec.entries if field.told_bare}
        wrong = [whole, {**whole, inner.key: {"no": "value"}}]
    seen = examined(TABLES[name], id, {**record, spec.key: wrong})
    where = f"{spec.key}.2.{inner.key}" if inner is not None else spec.key
    assert where in {p.field for p in seen.problems if not p.warning}
    if spec.required:
        assert seen.values is None
    else:
        assert seen.values is not None and same(seen.unread, {spec.key: wrong})
        assert same(seen.values.get(spec.key, MISSING), wrong[:1] if inner is not None else MISSING)
