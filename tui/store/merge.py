"""Joining two plan files that both come from a third one: values three-way by record and field, comments of both kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from tui.model.checks import read_plan
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.merge import CLASH, FieldClash, merged_record, merged_value, woven
from tui.model.plan import MISSING, Problem, title_of
from tui.model.text import N_, Sentence, printable, say
from tui.store.files import lock
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.file_state import ChangedOnDisk, FileState, changed_on_disk
from tui.store.files.replace import Target, path_to_write, replace_file
from tui.store.plan_file import Loaded
from tui.store.toml.merge_text import Three, join_texts
from tui.store.toml.parse import Document
from tui.store.toml.records import record_of
from tui.store.toml.scan import Path as TomlPath
from tui.store.toml.scan import lines
from tui.store.toml.values import inline_text

_WIDEST = 60
"""Characters of a value in a line about a conflict."""


@attrs.frozen
class Merged:
    """The joined text, a valid plan file, and what a person must look at; there this side's value stands."""

    text: str
    conflicts: tuple[Problem, ...]


def merge_files(base: Loaded, mine: Loaded, theirs: Loaded) -> Merged:
    """What both sides' changes lead to. All three must be valid TOML. Raises :class:`CannotRender`.

    A conflict is what both changed in different ways, and a fault of the joined plan that neither side had.
    """
    doc, clashes = merge_documents(base.doc, mine.doc, theirs.doc)
    text = join_texts(Three(base.text, mine.text, theirs.text), Three(base.doc, mine.doc, theirs.doc), doc)
    found = lines(text)
    conflicts = [_told(path, clash, found) for path, clash in clashes]
    known = {_fault(p) for side in (mine, theirs) for p in side.problems}
    faults = [p for p in read_plan(doc)[1] if not p.warning and _fault(p) not in known]
    conflicts += [attrs.evolve(p, line=_line(_path_of(p), found)) for p in faults]
    return Merged(text, tuple(sorted(conflicts, key=lambda p: p.line or 0)))


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
            with lock.held(path, wait):
                replace_file(path, data, Target.OLD_FILE, unchanged)
        else:
            replace_file(path, data, Target.SCRATCH, unchanged)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error


# -- values -------------------------------------------------------------------------------------------------------


def merge_documents(base: Document, mine: Document, theirs: Document) -> tuple[dict[str, Any], list[tuple[TomlPath, FieldClash]]]:
    """The joined document, and where both changed something in different ways: (path of the record, what)."""
    sides = Three(base, mine, theirs)
    joined: dict[str, Any] = {}
    clashes: list[tuple[TomlPath, FieldClash]] = []
    for name in woven(*map(list, sides)):
        tables = sides.each(lambda doc, name=name: doc.get(name, MISSING))  # type: ignore[misc]
        if name in TABLES and not TABLES[name].single and all(t is MISSING or isinstance(t, Mapping) for t in tables):
            records = tables.each(lambda t: {} if t is MISSING else t)
            joined[name] = {}
            for id in woven(*map(list, records)):
                _put(joined[name], (name, id), records, clashes)
        else:
            _put(joined, (name,), sides, clashes)
    return joined, clashes


def _put(into: dict[str, Any], path: TomlPath, sides: Three[Document], clashes: list[tuple[TomlPath, FieldClash]]) -> None:
    """Put what the last key of a path joins to into the table it is in."""
    key = str(path[-1])
    three = sides.each(lambda doc: doc.get(key, MISSING))
    if all(v is MISSING or isinstance(v, Mapping) for v in three):
        records = three.each(lambda v: None if v is MISSING else v)
        value, found = merged_record(TABLES.get(str(path[0])), records.base, records.mine, records.theirs)
        clashes += [(path, clash) for clash in found]
        if value is not None:
            into[key] = value
        return
    value = merged_value(None, three.base, three.mine, three.theirs)
    if value is CLASH:
        clashes.append((path, FieldClash("", three.base, three.mine, three.theirs)))
        value = three.mine
    if value is not MISSING:
        into[key] = value


# -- words --------------------------------------------------------------------------------------------------------


def _told(path: TomlPath, clash: FieldClash, found: Mapping[TomlPath, int]) -> Problem:
    table, id = str(path[0]), str(path[1]) if len(path) > 1 else SINGLE_ID
    where = (*path, clash.field) if clash.field else path
    return Problem(table, id, clash.field, _sentence(clash, where), line=_line(where, found))


def _sentence(clash: FieldClash, path: TomlPath) -> Sentence:
    if not clash.field and isinstance(clash.mine, Mapping) and isinstance(clash.theirs, Mapping):
        template = N_("added here and there in different ways: theirs “{theirs}”, mine “{mine}”; mine was kept")
        return say(template, theirs=_title(path, clash.theirs), mine=_title(path, clash.mine))
    if not clash.field and clash.mine is MISSING:
        return say(N_("deleted here, changed there ({fields}); it stays deleted"), fields=_changed(clash.base, clash.theirs))
    if not clash.field and clash.theirs is MISSING:
        return say(N_("changed here ({fields}), deleted there; it stays"), fields=_changed(clash.base, clash.mine))
    theirs, mine, base = (_shown(value, path) for value in (clash.theirs, clash.mine, clash.base))
    return say(N_("theirs {theirs}, mine {mine}, before {base}; mine was kept"), theirs=theirs, mine=mine, base=base)


def _title(path: TomlPath, values: Mapping[str, Any]) -> str:
    return printable(title_of(str(path[0]), str(path[-1]), values) if path[0] in TABLES else str(path[-1]))


def _changed(base: Any, now: Any) -> str:
    if not isinstance(base, Mapping) or not isinstance(now, Mapping):
        return _shown(now, ())
    return ", ".join(printable(k) for k in {**base, **now} if base.get(k, MISSING) != now.get(k, MISSING))


def _shown(value: Any, path: TomlPath) -> str:
    if value is MISSING:
        return "–"
    text = printable(inline_text(value, path))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


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
