"""The plan file saved without loss: the text of a plan, and the text written in the place of the one that was loaded.

Saving: lock, look again whether the file is the one that was loaded, write the changed text beside it, keep the
previous version, rename. A crash at any step leaves the old bytes or the new ones.
"""

from __future__ import annotations

import contextlib
import enum
import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.model import fields
from tui.model.checks import examined, with_unread
from tui.model.edits import DeleteRecord, Edit
from tui.model.fields import FORMAT, SINGLE_ID, TABLES
from tui.model.plan import Plan, plain, same
from tui.model.text import N_, say
from tui.store.files import lock
from tui.store.files.beside import Beside
from tui.store.files.content import Content
from tui.store.files.errors import CannotRead, CannotRender, SaveFailed, reason, shown_path
from tui.store.files.file_state import ChangedOnDisk, FileState, Identity, IfExists, Written, looked_at_again, read_file
from tui.store.lazy import Lazy
from tui.store.plan_file import Loaded, known_of, load_state
from tui.store.toml.parse import Progress, no_progress

if TYPE_CHECKING:  # only a save that goes the short way needs these
    from tui.store.files.replace import Target
    from tui.store.in_place import InPlace
    from tui.store.log.record import Note

SMALL: Final = 4 << 20
"""Bytes of a plan up to which everything is done one after the other, with no thread."""


class IfGone(enum.Enum):
    """What to do when the plan file has vanished since it was loaded."""

    REFUSE = "refuse"
    RECREATE = "recreate"


def document(plan: Plan, old: Mapping[str, Any]) -> dict[str, Any]:
    """The TOML document of a plan: its records, the set-aside ones as they are, and the keys nobody knows.

    ``old`` is the document it was read from; an empty one makes a new file. Raises :class:`SaveFailed` when records
    were added to a table that could not be read.
    """
    doc: dict[str, Any] = dict(plan.extra)
    for name, spec in TABLES.items():
        before = old.get(name)
        known = before if isinstance(before, Mapping) and not spec.single else {}
        records = {id: values if values is known.get(id) else plain(values) for id, values in plan.tables[name].items()}
        for table, id in plan.unread:
            if table == name and id in records:
                records[id] = with_unread(records[id], plan.unread[table, id], spec)
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
    if older_format(doc) is not None:
        doc["format"] = FORMAT
    return doc


def older_format(doc: Mapping[str, Any]) -> int | None:
    """The format of a document that a save carries over to this program's; None where it needs none, or names none."""
    version = doc.get("format")
    return version if type(version) is int and 1 <= version < FORMAT else None


def rendered(base: Loaded | FileState, plan: Plan, progress: Progress = no_progress) -> str:
    """The text of ``base`` changed so that it holds ``plan``, parsed back and compared.

    It is written from the save base: a record or field that was taken out, saved and brought back stands as it stood.
    ``progress`` is told how far it is, 0 to 1; what it raises comes out here.
    Raises :class:`SaveFailed` when it cannot be made; nothing is written here.
    """
    return _rendered(base if isinstance(base, Loaded) else load_state(base), plan, progress)[0]


def _rendered(loaded: Loaded, plan: Plan, progress: Progress = no_progress) -> tuple[str, Mapping[str, Any]]:
    """The text of :func:`rendered`, and what it holds."""
    name = loaded.state.name
    if loaded.read_only_because:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=name, reason=loaded.read_only_because))
    try:
        return _written(loaded, document(plan, loaded.doc), progress)
    except CannotRender as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=name, reason=error.sentence)) from error
    except RecursionError as error:  # keys of a thousand parts: valid, and read without recursion
        deep = say(N_("lists stand in lists too deep to be read"))
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=name, reason=deep)) from error


def _written(loaded: Loaded, wanted: Mapping[str, Any], progress: Progress) -> tuple[str, Mapping[str, Any]]:
    from tui.store.toml.write import render_held

    if loaded.save_base is not None:
        with contextlib.suppress(CannotRender):
            return render_held(loaded.save_base.text, loaded.save_base.doc, wanted, progress)
    return render_held(loaded.text, loaded.doc, wanted, progress)


def save(
    base: Loaded | FileState,
    plan: Plan,
    if_gone: IfGone = IfGone.REFUSE,
    wait: float = lock.WAIT,
    note: Note | None = None,
    progress: Progress = no_progress,
    over: FileState | None = None,
    kept: lock.KeptLock | None = None,
) -> FileState:
    """Save the plan into the file it was loaded from; the new state is the base of the next save.

    ``kept`` is a lock that is kept when the file has changed, so that nobody saves until the next try; the caller gives it back.

    ``over`` is a version that was cut short and is written over though it is not the one that was loaded: for the history it never was.
    With a ``note`` the save goes into the plan's history; ``note.unwritten`` says afterwards when it could not.
    ``progress`` is told how far it is, 0 to 1, until the writing begins; what it raises comes out here, and nothing was written.

    Blocks for up to ``wait`` seconds while another process saves. Raises, with nothing written, :class:`ChangedOnDisk`
    when the file is not the one that was loaded (or is gone, unless it may be recreated), :class:`Locked`, or
    :class:`SaveFailed` for everything else. The version before stands beside it as ``.NAME.prev``, one that was cut short, which
    would take the place of a better one, as ``.NAME.cut``.
    """
    from tui.store.files.replace import Target
    from tui.store.log.record import recorded

    loaded = base if isinstance(base, Loaded) else load_state(base)
    state = loaded.state
    version = _version(loaded, plan, progress)
    if note is not None:
        note.carried_from, note.recoded = version.carried_from, loaded.recoded
    content, written, path = version.content, version.written, _to_write(state.path)
    with lock.held(path, wait) if kept is None else kept.used(path, wait) as hold:
        progress(1.0)  # who has waited may want it no more
        seen = looked_at_again(state, path)
        fresh = _still_there(state, path) if seen is None else attrs.evolve(state, identity=seen)

        def recording(found: FileState) -> contextlib.AbstractContextManager[Callable[[], None]]:
            old = partial(_held_by, loaded)
            known = partial(known_of, loaded)
            return recorded(note, path, found, old, plan, content, version.edits, known, at_once=content.size <= SMALL)

        if fresh is None:
            if if_gone is IfGone.REFUSE:
                raise ChangedOnDisk(say(N_("{path} is no longer there; it was moved or deleted"), path=state.name), None)
            with recording(state) as record:
                return attrs.evolve(_replaced(state.path, path, content, Target.NOTHING, record), written=written)
        changed = seen is None and fresh.data != state.data
        torn = changed and over is not None and fresh.data == over.data
        if changed and not torn:
            raise _changed(fresh)
        if fresh.content.holds_same(content):
            if note is not None and note.joined:  # what was decided is only in the history
                with recording(fresh) as record:
                    record()
            return attrs.evolve(fresh, path=state.path, written=written)

        before = None if fresh.written is None else fresh.written.before
        less = Beside(lambda: torn or is_less_than_kept(path, fresh.content, before), at_once=content.size <= SMALL)
        try:
            with recording(state if torn else fresh) as record:

                def last_look() -> Target:
                    hold.check()
                    record()
                    if Identity.of(os.stat(path)) != fresh.identity:  # an editor that knows no lock may have written since
                        raise _changed(attrs.evolve(read_file(path), path=state.path))
                    return Target.CUT_FILE if less.result() else Target.OLD_FILE

                new = _replaced(state.path, path, content, Target.OLD_FILE, last_look)
        finally:
            less.wait()
        if not less.result() and version.keeps_records:
            written = attrs.evolve(written, before=fresh.identity)
        return attrs.evolve(new, written=written)


@attrs.frozen
class _Version:
    """What is to be written: the bytes, what is known of them, the edits since the last version where these are, its older format."""

    content: Content
    written: Written
    edits: tuple[Edit, ...] | None = None
    carried_from: int | None = None

    @property
    def keeps_records(self) -> bool:
        """Whether it is known to have all records of the version before."""
        return self.edits is not None and not any(isinstance(edit, DeleteRecord) for edit in self.edits)


def _version(loaded: Loaded, plan: Plan, progress: Progress) -> _Version:
    """The version that holds a plan, by the short way where it can be gone."""
    found = _in_place(loaded, plan)
    if found is not None:
        from tui.store.in_place import document_with

        changed, orders, doc = found.changed, found.orders, (loaded if loaded.save_base is None else loaded.save_base).unread_doc
        lazy: Lazy[Mapping[str, Any]] = Lazy(lambda: document_with(doc.value if isinstance(doc, Lazy) else doc, changed, orders))
        return _Version(found.content, Written(lazy, changed, orders, found.room), found.edits)
    text, held = _rendered(loaded, plan, progress)
    carried_from = older_format(loaded.doc) if older_format(held) is None else None
    return _Version(Content([_encoded(text, loaded.state.path)]), Written(held), carried_from=carried_from)


def _in_place(loaded: Loaded, plan: Plan) -> InPlace | None:
    base = loaded if loaded.save_base is None else loaded.save_base
    if loaded.read_only_because is not None or loaded.recoded or base.regular is None:
        return None
    written = loaded.state.written
    before = {} if loaded.save_base is None else None if written is None else written.changed
    orders = written.orders if written is not None and before else {}
    if before is None:
        return None
    from tui.store.in_place import in_place

    try:
        found = in_place(base.state.content, base.regular, before, plan, orders)
    except (ValueError, TypeError, RecursionError):  # what is wrong the long way says
        return None
    if found is None or found.content.size > fields.MAX_BYTES:
        return None
    if loaded.save_base is not None:  # what a save wrote is at hand
        found.content.go_on_from(loaded.state.content)
    return found


def record_as_meant(base: Loaded, found: Loaded, note: Note, wait: float = lock.WAIT) -> None:
    """Put what the file has lost since ``base`` into the history as this user's own: they said that it was meant.

    Raises :class:`Locked`; what cannot be written is said in the note.
    """
    from tui.store.log.record import recorded

    path = _to_write(base.state.path)
    with lock.held(path, wait), recorded(note, path, base.state, lambda: _held_by(base), found.plan, found.state.content) as record:
        record()


def is_less_than_kept(path: Path, content: Content, before: Identity | None = None) -> bool:
    """Whether what the file at ``path`` holds is cut short beside the version that is kept as the one before.

    ``before`` is a version that is known to have as many records as the content: nothing is read where that is the one that is kept.
    """
    from tui.store.files.rights import previous_of
    from tui.store.record_counts import is_less, is_surely_not_less

    previous = previous_of(path)
    if before is not None and 2 * content.size >= before.size and content.ends_a_line:
        with contextlib.suppress(OSError):
            if Identity.of(os.lstat(previous)) == before:
                return False
    if content.size > SMALL and is_surely_not_less(content, previous):
        return False
    try:
        return is_less(content.whole, read_file(previous).data)
    except CannotRead:  # there is none, or nothing good
        return False


def _held_by(loaded: Loaded) -> Plan:
    """The plan as the file holds it: the one that was loaded may have been edited since."""
    aside = loaded.plan.set_aside
    held = Plan(set_aside=dict(aside), extra=dict(loaded.plan.extra))
    for name, spec in TABLES.items():
        records = loaded.doc.get(name)
        if isinstance(records, Mapping) and (name, SINGLE_ID) not in aside:
            found = {SINGLE_ID: records} if spec.single else records
            held.tables[name] = {id: values for id, values in found.items() if (name, id) not in aside} if aside else dict(found)
            for table, id in loaded.plan.unread:
                if table == name and id in held.tables[name]:
                    held.tables[name][id] = examined(spec, id, held.tables[name][id]).values or {}
    return held


def save_copy(path: str | os.PathLike[str], text: str, if_exists: IfExists = IfExists.REFUSE, wait: float = lock.WAIT) -> FileState:
    """Write a text (see :func:`rendered`) to another file with the same care; a new file is its owner's only.

    Raises :class:`SaveFailed`, also when there is a file already and it may not be replaced, and :class:`Locked`.
    """
    from tui.store.files.replace import Target

    where = Path(path)
    data = Content([_encoded(text, where)])
    try:
        real = _to_write(where)
        exists = os.path.lexists(real)
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error
    if if_exists is IfExists.REFUSE or not exists:
        return _replaced(where, real, data, Target.NOTHING)
    with lock.held(real, wait) as hold:
        try:
            found = read_file(real)
        except CannotRead as error:  # a folder, a pipe, or something else that is no plan: never replaced
            raise SaveFailed(error.sentence) from error
        target = Target.CUT_FILE if is_less_than_kept(real, found.content) else Target.OLD_FILE
        return _replaced(where, real, data, target, hold.check)


def _to_write(path: Path) -> Path:
    from tui.store.files.replace import path_to_write

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


def _replaced(shown: Path, path: Path, content: Content, target: Target, check: Callable[[], Target | None] = lambda: None) -> FileState:
    from tui.store.files.replace import replace_file

    try:
        return attrs.evolve(replace_file(path, content, target, check), path=shown)
    except FileExistsError as error:
        raise SaveFailed(say(N_("{path} was not saved: there is a file with this name already"), path=shown_path(shown))) from error
    except CannotRead as error:
        raise SaveFailed(error.sentence) from error
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(shown), reason=reason(error))) from error
