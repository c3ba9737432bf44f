"""The plan file: load it with all its problems, save it without loss.

Saving: lock, look again whether the file is the one that was loaded, write the changed text beside it, keep the
previous version, rename. A crash at any step leaves the old bytes or the new ones.
"""

from __future__ import annotations

import contextlib
import enum
import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol

import attrs

from tui.model import fields
from tui.model.checks import NewerFormat, read_plan
from tui.model.fields import FORMAT, SINGLE_ID, TABLES
from tui.model.plan import Plan, Problem, same
from tui.model.text import N_, Sentence, printable, say
from tui.store import lock
from tui.store.faults import CannotRead, CannotRender, ChangedOnDisk, Locked, SaveFailed, StoreError, reason, shown_path
from tui.store.file_state import FileState, Identity, changed_on_disk, decoded, read_file
from tui.store.recording import Note, recorded
from tui.store.replace import Target, path_to_write, previous_of, replace_file
from tui.store.salvage import Salvaged, salvage
from tui.store.toml_scan import Path as TomlPath
from tui.store.toml_scan import lines
from tui.store.toml_text import render

__all__ = [
    "CannotRead",
    "CannotRender",
    "ChangedOnDisk",
    "FileState",
    "IfExists",
    "IfGone",
    "Loaded",
    "Locked",
    "Origin",
    "SaveFailed",
    "StoreError",
    "changed_on_disk",
    "document",
    "format_problem",
    "load",
    "load_text",
    "previous_of",
    "read_file",
    "rendered",
    "save",
    "save_copy",
]

_BOM = "\ufeff"


class IfGone(enum.Enum):
    """What to do when the plan file has vanished since it was loaded."""

    REFUSE = "refuse"
    RECREATE = "recreate"


class IfExists(enum.Enum):
    """What to do when a copy would go where a file already is."""

    REFUSE = "refuse"
    REPLACE = "replace"


@attrs.frozen
class Origin:
    """The text this session's saves are written from, and what it holds: the file as it was before the first of them."""

    text: str = attrs.field(repr=False)
    doc: Mapping[str, Any] = attrs.field(repr=False)


@attrs.frozen
class Loaded:
    """A plan as one version of its file holds it.

    ``doc`` is the parsed file, the base of the next save and of a merge. ``read_only_because`` is set when the file
    is not valid TOML: what could be read is shown, and the file is not written over. ``origin`` (None: this very
    text) still has what saves of this session took out; see :mod:`tui.store.origin`.
    """

    plan: Plan
    problems: tuple[Problem, ...]
    state: FileState
    doc: Mapping[str, Any] = attrs.field(repr=False)
    read_only_because: Sentence | None = None
    origin: Origin | None = None

    @property
    def text(self) -> str:
        """The file's text."""
        return self.state.data.decode("utf-8")

    @property
    def errors(self) -> int:
        """How many problems are more than warnings."""
        return sum(not p.warning for p in self.problems)


class Speaker(Protocol):
    """What says sentences in the user's language, e.g. ``tui.i18n.Words``."""

    def sentence(self, sentence: Sentence, /) -> str: ...


# -- loading ------------------------------------------------------------------------------------------------------


def load(path: str | os.PathLike[str]) -> Loaded:
    """The plan in a file, with every problem and its line.

    Raises :class:`CannotRead` when the file cannot be read at all or needs a newer program.
    """
    return load_state(read_file(path))


def load_text(text: str, name: str = "plan.toml") -> Loaded:
    """The plan in a text that is in no file yet. Raises :class:`CannotRead` for a newer format."""
    return load_state(FileState(Path(name), text.encode("utf-8", "surrogatepass")))


def load_state(state: FileState) -> Loaded:
    """The plan in bytes already read, e.g. what :class:`ChangedOnDisk` carries. Raises :class:`CannotRead`."""
    text = decoded(state).removeprefix(_BOM)
    saved: Salvaged | None = None
    try:
        doc = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        saved = salvage(text, error)
        doc = saved.doc
    try:
        plan, problems = read_plan(doc)
    except NewerFormat as error:
        line = (saved.lines if saved else lines(text)).get(("format",), 1)
        template = N_("{path}, line {line}: the file has format {found}; this program reads up to {format}. Use a newer version of it.")
        what = say(template, path=shown_path(state.path), line=line, found=printable(str(error.args[0])), format=FORMAT)
        raise CannotRead(what, line) from error
    if saved is None:
        found = lines(text) if problems else {}
        return Loaded(plan, tuple(_at_line(p, found, doc) for p in problems), state, doc)
    problems = [_at_line(p, saved.lines, doc) for p in saved.put_into(plan, problems)]
    template = N_("line {line} of the file is not valid TOML; mend it in a text editor. Until then the plan is open for reading only.")
    return Loaded(plan, tuple(problems), state, doc, say(template, line=problems[0].line))


def _at_line(problem: Problem, found: Mapping[TomlPath, int], doc: Mapping[str, Any]) -> Problem:
    """The problem with the line of the innermost thing it names."""
    if problem.line is not None:
        return problem
    if problem.table not in doc:
        return attrs.evolve(problem, line=1) if problem.table == "format" else problem
    single = problem.table not in TABLES or TABLES[problem.table].single or not problem.id
    base: TomlPath = (problem.table,) if single else (problem.table, problem.id)
    whole = (*base, problem.field)  # an unknown key may have dots of its own
    parts = (*base, *(int(p) if p.isdecimal() else p for p in problem.field.split(".")))
    path: TomlPath = whole if whole in found else parts
    path = _entry_named(path, problem, doc)
    while path and path not in found:
        path = path[:-1]
    return attrs.evolve(problem, line=found.get(path))


def _entry_named(path: TomlPath, problem: Problem, doc: Mapping[str, Any]) -> TomlPath:
    """The path of the list entry that holds the id a dangling reference names; the list's own path otherwise."""
    wanted = problem.what.values.get("id")
    value: Any = doc
    for part in path:
        if not isinstance(value, Mapping) or part not in value:
            return path
        value = value[part]
    if wanted is None or not isinstance(value, list):
        return path
    for number, entry in enumerate(value, 1):
        if entry == wanted:
            return (*path, number)
        if isinstance(entry, Mapping):
            for key, inner in entry.items():
                if inner == wanted or (isinstance(inner, list) and wanted in inner):
                    return (*path, number, key)
    return path


def format_problem(problem: Problem, file_name: str, words: Speaker) -> str:
    """``file:line: table.id.field: sentence`` on one line that is safe for a terminal; parts that are unknown are left out."""
    place = shown_path(file_name) if problem.line is None else f"{shown_path(file_name)}:{problem.line}"
    where = f"{problem.where}: " if problem.where else ""
    return printable(f"{place}: {where}{words.sentence(problem.what)}")


# -- saving -------------------------------------------------------------------------------------------------------


def document(plan: Plan, old: Mapping[str, Any]) -> dict[str, Any]:
    """The TOML document of a plan: its records, the set-aside ones as they are, and the keys nobody knows.

    ``old`` is the document it was read from; an empty one makes a new file. Raises :class:`SaveFailed` when records
    were added to a table that could not be read.
    """
    doc: dict[str, Any] = dict(plan.extra)
    for name, spec in TABLES.items():
        records = {id: _plain(values) for id, values in plan.tables[name].items()}
        aside = {id: s.raw for (table, id), s in plan.set_aside.items() if table == name}
        if SINGLE_ID in aside and (records or not same(aside[SINGLE_ID], old.get(name))):
            raise SaveFailed(say(N_("[{table}] cannot be read in the file, so nothing can be saved in it"), table=name))
        if SINGLE_ID in aside:
            doc[name] = aside[SINGLE_ID]
        elif spec.single and records:
            doc[name] = records[SINGLE_ID]
        elif not spec.single and (records or aside or name in old):
            doc[name] = {**records, **aside}
    if not old and doc:  # an empty file stays one until something is in it
        doc = {"format": FORMAT, **doc}
    return doc


def _plain(value: Any) -> Any:
    """The value as the parser would give it."""
    if isinstance(value, Mapping):
        return {k: _plain(v) for k, v in value.items()}
    return [_plain(v) for v in value] if isinstance(value, list | tuple) else value


def rendered(base: Loaded | FileState, plan: Plan) -> str:
    """The text of ``base`` changed so that it holds ``plan``, parsed back and compared.

    It is written from the origin: a record or field that was taken out, saved and brought back stands as it stood.
    Raises :class:`SaveFailed` when it cannot be made; nothing is written here.
    """
    loaded = base if isinstance(base, Loaded) else load_state(base)
    name = loaded.state.name
    if loaded.read_only_because:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=name, reason=loaded.read_only_because))
    try:
        return _written(loaded, document(plan, loaded.doc))
    except CannotRender as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=name, reason=error.sentence)) from error
    except RecursionError as error:  # keys of a thousand parts: valid, and read without recursion
        deep = say(N_("lists stand in lists too deep to be read"))
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=name, reason=deep)) from error


def _written(loaded: Loaded, wanted: Mapping[str, Any]) -> str:
    if loaded.origin is not None:
        with contextlib.suppress(CannotRender):
            return render(loaded.origin.text, loaded.origin.doc, wanted)
    return render(loaded.text, loaded.doc, wanted)


def save(
    base: Loaded | FileState, plan: Plan, if_gone: IfGone = IfGone.REFUSE, wait: float = lock.WAIT, note: Note | None = None
) -> FileState:
    """Save the plan into the file it was loaded from; the new state is the base of the next save.

    With a ``note`` the save goes into the plan's history; ``note.unwritten`` says afterwards when it could not.

    Blocks for up to ``wait`` seconds while another process saves. Raises, with nothing written, :class:`ChangedOnDisk`
    when the file is not the one that was loaded (or is gone, unless it may be recreated), :class:`Locked`, or
    :class:`SaveFailed` for everything else. The version before stands beside it as ``.NAME.prev``.
    """
    state = base.state if isinstance(base, Loaded) else base
    data = _encoded(rendered(base, plan), state.path)
    path = _to_write(state.path)
    with lock.held(path, wait):
        fresh = _still_there(state, path)
        if fresh is None:
            if if_gone is IfGone.REFUSE:
                raise ChangedOnDisk(say(N_("{path} is no longer there; it was moved or deleted"), path=state.name), None)
            with recorded(note, path, state, lambda: _held_by(base), plan, data) as record:
                return _replaced(state.path, path, data, Target.NOTHING, record)
        if fresh.data != state.data:
            raise _changed(fresh)
        if fresh.data == data:
            return attrs.evolve(fresh, path=state.path)

        with recorded(note, path, fresh, lambda: _held_by(base), plan, data) as record:

            def last_look() -> None:
                record()
                if Identity.of(os.stat(path)) != fresh.identity:  # an editor that knows no lock may have written since
                    raise _changed(attrs.evolve(read_file(path), path=state.path))

            return _replaced(state.path, path, data, Target.OLD_FILE, last_look)


def _held_by(base: Loaded | FileState) -> Plan:
    """The plan as the file holds it: the one that was loaded may have been edited since."""
    return read_plan((base if isinstance(base, Loaded) else load_state(base)).doc)[0]


def save_copy(path: str | os.PathLike[str], text: str, if_exists: IfExists = IfExists.REFUSE, wait: float = lock.WAIT) -> FileState:
    """Write a text (see :func:`rendered`) to another file with the same care; a new file is its owner's only.

    Raises :class:`SaveFailed`, also when there is a file already and it may not be replaced, and :class:`Locked`.
    """
    where = Path(path)
    data = _encoded(text, where)
    try:
        real = _to_write(where)
        exists = os.path.lexists(real)
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error
    if if_exists is IfExists.REFUSE or not exists:
        return _replaced(where, real, data, Target.NOTHING)
    with lock.held(real, wait):
        try:
            read_file(real)
        except CannotRead as error:  # a folder, a pipe, or something else that is no plan: never replaced
            raise SaveFailed(error.sentence) from error
        return _replaced(where, real, data, Target.OLD_FILE)


def _to_write(path: Path) -> Path:
    try:
        return path_to_write(path)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(path), reason=reason(error))) from error


def _encoded(text: str, path: Path) -> bytes:
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SaveFailed(say(N_("{path} was not saved: a text has a character that UTF-8 does not know"), path=shown_path(path))) from error
    if len(data) > fields.MAX_BYTES:
        most = fields.MAX_BYTES >> 20
        raise SaveFailed(say(N_("{path} was not saved: it would be larger than {most} MiB"), path=shown_path(path), most=most))
    return data


def _still_there(state: FileState, path: Path) -> FileState | None:
    try:
        return attrs.evolve(read_file(path), path=state.path)
    except CannotRead as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return None
        raise SaveFailed(error.sentence) from error


def _changed(fresh: FileState) -> ChangedOnDisk:
    return ChangedOnDisk(say(N_("{path} was changed by somebody else since it was loaded"), path=fresh.name), fresh)


def _replaced(shown: Path, path: Path, data: bytes, target: Target, check: Callable[[], None] = lambda: None) -> FileState:
    try:
        return attrs.evolve(replace_file(path, data, target, check), path=shown)
    except FileExistsError as error:
        raise SaveFailed(say(N_("{path} was not saved: there is a file with this name already"), path=shown_path(shown))) from error
    except CannotRead as error:
        raise SaveFailed(error.sentence) from error
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(shown), reason=reason(error))) from error
