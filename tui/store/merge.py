"""Joining two plan files that both come from a third one: values three-way by record and field, comments of both kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tui.model.checks import read_plan
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.merge import woven
from tui.model.merge_plans import Conflict, merge_plans
from tui.model.plan import MISSING, Plan, Problem, RecordId, SetAside, same, title_in
from tui.model.shortening import cut_off, shortened
from tui.model.text import N_, Sentence, printable, say
from tui.store.files import lock
from tui.store.files.content import Content
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.file_state import ChangedOnDisk, FileState, changed_on_disk
from tui.store.files.replace import Target, path_to_write, replace_file
from tui.store.plan_file import Loaded
from tui.store.plan_save import is_less_than_kept
from tui.store.toml.merge_text import Three, join_texts
from tui.store.toml.new_ids import with_new_ids
from tui.store.toml.parse import Document
from tui.store.toml.records import record_of
from tui.store.toml.scan import Path as TomlPath
from tui.store.toml.scan import lines
from tui.store.toml.values import inline_text
from tui.store.toml.write import render

_WIDEST = 60
"""Characters of a value in a line about a conflict."""


@attrs.frozen
class Merged:
    """The joined text, a valid plan file, and what a person must look at; there this side's value stands.

    ``renamed`` are this side's new records that got another id, because theirs has other new records under it.
    """

    text: str
    conflicts: tuple[Problem, ...]
    renamed: tuple[Problem, ...] = ()
    faults: tuple[Problem, ...] = ()
    """Those of the conflicts that are faults of the joined plan."""


@attrs.frozen
class MergedDocument:
    """The document both sides' changes lead to, what a person must decide, and (old id, new id) of mine that gave theirs way.

    ``mine`` is this side's document with those new ids.
    """

    doc: dict[str, Any]
    conflicts: tuple[Conflict, ...]
    renamed: tuple[tuple[RecordId, RecordId], ...]
    mine: Document


def merge_files(base: Loaded, mine: Loaded, theirs: Loaded, *, theirs_stand: bool = False) -> Merged:
    """What both sides' changes lead to. All three must be valid TOML. Raises :class:`CannotRender`.

    A conflict is what both changed in different ways, and a fault of the joined plan that neither side had. With ``theirs_stand``
    the first is decided by the other side's value.
    """
    merged = merge_documents(base.doc, mine.doc, theirs.doc)
    if theirs_stand:
        merged = attrs.evolve(merged, doc=_with_theirs(merged), conflicts=())
    docs = Three(_without_kept(base.doc, merged), merged.mine, theirs.doc)
    texts = Three(render(base.text, base.doc, docs.base), with_new_ids(mine.text, mine.doc, merged.renamed, docs.mine), theirs.text)
    text = join_texts(texts, docs, merged.doc)
    found = lines(text)
    conflicts = [_told(conflict, found) for conflict in merged.conflicts]
    new = {old: id for old, (_, id) in merged.renamed}
    known = {_fault(p) for p in theirs.problems} | {_fault(attrs.evolve(p, id=new.get((p.table, p.id), p.id))) for p in mine.problems}
    faults = [p for p in read_plan(merged.doc)[1] if not p.warning and _fault(p) not in known]
    faults = [attrs.evolve(p, line=_line(_path_of(p), found)) for p in faults]
    renamed = [_told_new_id(old, id, merged.doc, found) for old, (_, id) in merged.renamed]
    return Merged(text, _by_line([*conflicts, *faults]), _by_line(renamed), _by_line(faults))


def _with_theirs(merged: MergedDocument) -> dict[str, Any]:
    """The joined document with the other side's value wherever both changed one; a record that is still referred to stays."""
    doc = dict(merged.doc)
    for conflict in merged.conflicts:
        table, id, theirs = conflict.table, conflict.id, conflict.theirs
        if id == SINGLE_ID and not conflict.field:
            _put(doc, table, theirs)
            continue
        if id == SINGLE_ID:
            doc[table] = dict(doc[table])
            _put(doc[table], conflict.field, theirs)
            continue
        records = doc[table] = dict(doc.get(table, {}))
        if conflict.field:
            records[id] = dict(records[id])
            _put(records[id], conflict.field, theirs)
        elif theirs is not MISSING or not same(conflict.base, conflict.mine):
            _put(records, id, theirs)
    return doc


def _put(where: dict[str, Any], key: str, value: Any) -> None:
    if value is MISSING:
        where.pop(key, None)
    else:
        where[key] = value


def _without_kept(base: Document, merged: MergedDocument) -> Document:
    """The base without the records that stay though one side took them out: so the text the other side has of them is taken."""
    whole = {(c.table, c.id) for c in merged.conflicts if c.id != SINGLE_ID and not c.field and MISSING in (c.mine, c.theirs)}
    kept = {(table, id) for table, id in whole if id in merged.doc[table] and id in base.get(table, ())}
    if not kept:
        return base
    tables = {table for table, _ in kept}
    return {name: {id: r for id, r in found.items() if (name, id) not in kept} if name in tables else found for name, found in base.items()}


def _by_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: p.line or 0))


def write_merged(text: str, mine: FileState, output: Path | None = None, wait: float = lock.WAIT) -> None:
    """Put the joined text in the place of this side's file, or into another one; all or nothing, the mode stays.

    Beside a file that git made for the moment nothing is left. A plan the workbench has saved before is locked (up to
    ``wait`` seconds another saver is waited for), and its version before is kept. Raises :class:`SaveFailed`, and
    :class:`ChangedOnDisk` when somebody saved it meanwhile.
    """
    where = output or mine.path
    data = text.encode("utf-8")
    if output is None and data == mine.data:
        return

    def unchanged() -> None:
        if output is None and changed_on_disk(mine):
            raise ChangedOnDisk(say(N_("{path} was changed by somebody else since it was loaded"), path=mine.name), None)

    try:
        path = path_to_write(where)
        if not path.exists():
            replace_file(path, data, Target.NOTHING)
        elif lock.is_used(path):
            with lock.held(path, wait) as hold:

                def last_look() -> None:
                    hold.check()
                    unchanged()

                target = Target.CUT_FILE if is_less_than_kept(path, Content([path.read_bytes()])) else Target.OLD_FILE
                replace_file(path, data, target, last_look)
        else:
            replace_file(path, data, Target.SCRATCH, unchanged)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error


# -- values -------------------------------------------------------------------------------------------------------


def merge_documents(base: Document, mine: Document, theirs: Document) -> MergedDocument:
    """Merge documents as plans are merged (:func:`tui.model.merge_plans.merge_plans`), also what no plan can hold."""
    docs = Three(base, mine, theirs)
    plans = _plans(docs)
    merged = merge_plans(*plans)
    names = woven(*map(list, docs))
    doc = _document(merged.plan, names)
    return MergedDocument(doc, merged.conflicts, merged.renamed, _document(merged.mine, mine) if merged.renamed else mine)


def _plans(docs: Three[Document]) -> Three[Plan]:
    """The documents as plans, for merging only: every record is in its table, also one in which something is wrong.

    What is not a table, or no record, in one of them is set aside or a key nobody knows in all three.
    """
    plans = docs.each(lambda _: Plan())
    for name in {key for doc in docs for key in doc}:
        spec = TABLES.get(name)
        found = docs.each(lambda doc, name=name: doc.get(name, MISSING))  # type: ignore[misc]
        whole = spec is None or not all(part is MISSING or isinstance(part, Mapping) for part in found)
        parts = [{} if part is MISSING else {SINGLE_ID: part} if spec and spec.single else part for part in found]
        values = {} if whole else {id for part in parts for id, record in part.items() if not isinstance(record, Mapping)}
        for plan, doc, part in zip(plans, docs, parts, strict=True):
            if whole:
                plan.extra |= {name: doc[name]} if name in doc else {}
            else:
                plan.tables[name] = {id: record for id, record in part.items() if id not in values}
                plan.set_aside |= {(name, id): SetAside(name, id, record, ()) for id, record in part.items() if id in values}
    return plans


def _document(plan: Plan, names: Iterable[str]) -> dict[str, Any]:
    """The document of such a plan, its tables in this order."""
    doc: dict[str, Any] = {}
    for name in names:
        if name in plan.extra:
            doc[name] = plan.extra[name]
        elif name in TABLES:
            records = {**plan.tables[name], **{id: aside.raw for (table, id), aside in plan.set_aside.items() if table == name}}
            if not TABLES[name].single:
                doc[name] = records
            elif records:
                doc[name] = records[SINGLE_ID]
    return doc


# -- words --------------------------------------------------------------------------------------------------------


def _told(conflict: Conflict, found: Mapping[TomlPath, int]) -> Problem:
    record: TomlPath = (conflict.table, conflict.id) if conflict.id != SINGLE_ID else (conflict.table,)
    where = (*record, conflict.field) if conflict.field else record
    gone = not conflict.field and MISSING in (conflict.mine, conflict.theirs)
    sentence = _sentence_of_deletion(conflict, record in found) if gone else _sentence_of_value(conflict, where)
    return Problem(conflict.table, conflict.id, conflict.field, sentence, line=_line(where, found))


def _sentence_of_deletion(conflict: Conflict, stays: bool) -> Sentence:
    """One side took a record out, and the other did something with it; ``stays``: the joined plan has it."""
    base, mine, theirs = conflict.base, conflict.mine, conflict.theirs
    if mine is MISSING and stays:
        return say(N_("deleted here, but what was changed there refers to it; not decided yet, until then it stays"))
    if mine is MISSING:
        return say(
            N_("deleted here, changed there ({fields}); not decided yet, until then it stays deleted"), fields=_changed(base, theirs)
        )
    if same(base, mine):
        return say(N_("deleted there, but what was changed here refers to it; not decided yet, until then it stays"))
    return say(N_("changed here ({fields}), deleted there; not decided yet, until then it stays"), fields=_changed(base, mine))


def _sentence_of_value(conflict: Conflict, path: TomlPath) -> Sentence:
    shown = (_shown(value, path) for value in (conflict.theirs, conflict.mine, conflict.base))
    theirs, mine, base = shortened(*shown, most=_WIDEST, quotes=True)
    told = N_("theirs {theirs}, mine {mine}, before {base}; not decided yet, mine stands until then")
    return say(told, theirs=theirs, mine=mine, base=base)


def _told_new_id(old: RecordId, id: str, doc: Document, found: Mapping[TomlPath, int]) -> Problem:
    table, before = old
    title = title_in(table, before, doc[table][before])
    theirs = printable(title) if isinstance(title, str) else title
    sentence = say(N_("has this id now: under {id}, which it had here, theirs has “{theirs}”"), id=before, theirs=theirs)
    return Problem(table, id, "", sentence, warning=True, line=_line((table, id), found))


def _changed(base: Any, now: Any) -> str:
    if not isinstance(base, Mapping) or not isinstance(now, Mapping):
        return cut_off(_shown(now, ()), _WIDEST)
    return ", ".join(printable(k) for k in {**base, **now} if base.get(k, MISSING) != now.get(k, MISSING))


def _shown(value: Any, path: TomlPath) -> str:
    if value is MISSING:
        return "–"
    return printable(inline_text(value, path))


def _fault(problem: Problem) -> tuple[str, str, str, str]:
    """What makes a problem the same in another version, where the entry it is in may have another number."""
    return problem.table, problem.id, problem.field.partition(".")[0], str(problem.what)


def _path_of(problem: Problem) -> TomlPath:
    base: TomlPath = (problem.table,) if problem.id == SINGLE_ID else (problem.table, problem.id)
    return (*base, *_parts(problem.field))


def _parts(field: str) -> Iterator[str | int]:
    for part in field.split(".") if field else ():
        yield int(part) if part.isdecimal() else part


def _line(path: TomlPath, found: Mapping[TomlPath, int]) -> int | None:
    """The line of the innermost thing a path names inside its record; None when the record is gone."""
    least = len(record_of(path))
    return next((found[path[:depth]] for depth in range(len(path), least - 1, -1) if path[:depth] in found), None)
