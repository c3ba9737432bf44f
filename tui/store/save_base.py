"""What a session took out of its file and may bring back: comments, layout and place survive delete, save, undo, save.

Every save of a session is written from the text as it was before the first one, its *save base*, never from the text of
the save before. So the file depends on what the plan holds and not on the way there, and undoing everything gives
the first bytes back.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import attrs

from tui.model.fields import TABLES
from tui.model.merge import woven
from tui.model.plan import MISSING, Plan, same
from tui.store.files.content import Content
from tui.store.files.errors import CannotRender
from tui.store.files.file_state import FileState, Written
from tui.store.in_place import key_of
from tui.store.lazy import Lazy
from tui.store.plan_file import CheckedRecords, Loaded, SaveBase, checked_records_in, load_state
from tui.store.toml.beside import Difference, difference, read_beside
from tui.store.toml.merge_text import Three, join_texts, theirs_whole
from tui.store.toml.parse import Document
from tui.store.toml.places import places_of
from tui.store.toml.regular import Regular
from tui.store.toml.write import render

_LINES_WITH_TEXT: Final = re.compile(r"^.*\S.*$", re.M).findall


def saved(before: Loaded, state: FileState, plan: Plan) -> Loaded:
    """The base of the next save: what ``save(before, plan)`` wrote, with the save base it was written from."""
    if state.written is None:
        return attrs.evolve(load_state(state), plan=plan, save_base=_save_base(before))
    # who saves again and again does not look at them each time, so each is the way to the next no longer than the last
    checked_records = Lazy(lambda: checked_records_in(before)) if before.is_checked else before.checked_records
    problems = Lazy(lambda: load_state(state, checked_records=_worked_out(checked_records)).problems)
    doc = Lazy(lambda: state.doc or {})
    return Loaded(plan, problems, state, doc, save_base=_save_base(before), checked_records=checked_records)


def _worked_out(known: CheckedRecords | Lazy[CheckedRecords] | None) -> CheckedRecords:
    return (known.value if isinstance(known, Lazy) else known) or {}


def taken_in(before: Loaded, fresh: Loaded) -> Loaded:
    """The file as somebody else has saved it since ``before``, with a save base that has their changes too.

    What they changed is theirs in the save base, byte for byte. A save base that would not give their file but for blank lines is given
    up: what was taken out at the end of a file leaves none there, where others may since have added something.
    """
    if before.save_base is None or before.read_only_because or fresh.read_only_because:
        return fresh
    if (beside := _taken_in_beside(before, fresh)) is not None:
        return beside
    for save_base in (before.save_base, _grown(before.save_base, before.doc)):
        doc = _by_record(Three(before.doc, save_base.doc, fresh.doc), lambda r: r.mine if same(r.base, r.theirs) else r.theirs)
        with contextlib.suppress(CannotRender):
            text = join_texts(
                Three(before.text, save_base.text, fresh.text), Three(before.doc, save_base.doc, fresh.doc), doc, theirs_whole
            )
            if _LINES_WITH_TEXT(render(text, doc, fresh.doc)) == _LINES_WITH_TEXT(fresh.text):
                return attrs.evolve(fresh, save_base=SaveBase.of(text, doc))
    return fresh


def _taken_in_beside(before: Loaded, fresh: Loaded) -> Loaded | None:
    """The same where this session changed fields alone, and they other records: theirs stand in the save base as in the file.

    None where that is not known by looking at the bytes they changed: then all three texts have to be joined.
    """
    base, written = before.save_base, before.state.written
    if base is None or base.regular is None or fresh.regular is None or written is None or written.changed is None or written.orders:
        return None
    theirs = difference(fresh.state.data, before.state.data)
    if theirs is None:
        return None
    touched = (*theirs.paths, *theirs.paths_before) if theirs.changed is None else theirs.changed
    if any(key_of(path) in written.changed for path in touched):
        return None
    data = base.state.data
    text = _with_theirs(data, theirs)
    read = None if text is None else read_beside(text, data, Regular(base.doc, base.regular.room))
    if text is None or read is None:
        return None
    joined = SaveBase(FileState(base.state.path, text), read[0], Regular(*read))
    known = Written(fresh.doc, written.changed, room=fresh.regular.room)
    return attrs.evolve(fresh, state=attrs.evolve(fresh.state, written=known), save_base=joined)


def _with_theirs(data: bytes, theirs: Difference) -> bytes | None:
    """The text of a save base with what they changed in place of the same records; None where these are not there as they were."""
    if theirs.changed is not None:
        places = places_of(data, theirs.changed)
        return None if places is None else Content([data]).with_parts(sorted((*places[p], new) for p, new in theirs.changed.items())).whole
    places = places_of(data, theirs.paths_before[:1])
    start = len(data) if not places else places[theirs.paths_before[0]][0]
    end = start + len(theirs.part_before)
    return data[:start] + theirs.part + data[end:] if theirs.part_before and data[start:end] == theirs.part_before else None


def _save_base(loaded: Loaded) -> SaveBase:
    return loaded.save_base or SaveBase(loaded.state, loaded.unread_doc, loaded.regular)


def _grown(save_base: SaveBase, doc: Document) -> SaveBase:
    """The origin with the records this session added: the first of its table stands at the end, as others' may now."""
    grown = _by_record(Three(doc, save_base.doc, doc), lambda r: r.theirs if r.mine is MISSING else r.mine)
    return SaveBase.of(render(save_base.text, save_base.doc, grown), grown)


def _by_record(sides: Three[Document], pick: Callable[[Three[Any]], Any]) -> dict[str, Any]:
    """A document of the records picked from three; MISSING where one is not there."""

    def table(name: str, tables: Three[Any]) -> Any:
        keyed = name in TABLES and not TABLES[name].single and all(t is MISSING or isinstance(t, Mapping) for t in tables)
        return _by_key(tables.each(lambda t: t or {}), lambda _, records: pick(records)) if keyed else pick(tables)

    return _by_key(sides, table)


def _by_key(sides: Three[Document], pick: Callable[[str, Three[Any]], Any]) -> dict[str, Any]:
    found = {key: pick(key, sides.each(lambda doc, key=key: doc.get(key, MISSING))) for key in woven(*map(list, sides))}  # type: ignore[misc]
    return {key: value for key, value in found.items() if value is not MISSING}
