"""A copy of the plan changed elsewhere, as what a body proposes: what was changed in it since it was made, and is the body's own."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

import attrs

from tui.model.diff import differences
from tui.model.edits import AddRecord, DeleteRecord, Edit, SetField
from tui.model.plan import Plan, Problem
from tui.model.proposal import Reject
from tui.model.taking_in import fitted
from tui.model.text import N_, Sentence, say
from tui.session.proposing import Proposing
from tui.store.files.errors import StoreError
from tui.store.log.history import Entry, read_history
from tui.store.plan_file import Loaded, known_of

if TYPE_CHECKING:
    from tui.model.reporting import Mandate

_VERSIONS: Final = 200
"""Versions of the plan the copy is compared with, the newest of them."""


@attrs.frozen
class Changed:
    """What a copy would change in the plan as it is now, what of it is left out and why.

    ``unknown_to_it`` is the first save the copy does not know, None where it was made of the plan as it is.
    """

    edits: tuple[SetField, ...]
    left_out: tuple[Reject, ...]
    unknown_to_it: Entry | None


def changed(proposing: Proposing, mandate: Mandate, copy: Loaded) -> Changed:
    """What was changed in a copy since it was made: beside the version that differs least from it, for others may have saved since.

    What cannot be read in it is left out, and said where the plan has not that fault itself.
    """
    loaded = proposing.open_plan.loaded
    base, unknown = _made_from(loaded, copy.plan)
    faulty = {_place(problem): problem.what for problem in copy.problems if not problem.warning}
    known = set(map(_place, loaded.problems))
    edits: list[SetField] = []
    left_out = [Reject(what, *place) for place, what in faulty.items() if place not in known]
    for edit in differences(base, copy.plan):
        if any(_is_of(edit, *place) for place in faulty):
            continue
        found = _wanted(mandate, edit)
        if isinstance(found, SetField):
            edits.append(found)
        elif found is not None:
            left_out.append(Reject(found, *_place(edit)))
    return Changed(tuple(edits), tuple(left_out), unknown)


def _wanted(mandate: Mandate, edit: Edit) -> SetField | Sentence | None:
    """The edit on the plan as it is, None where the plan holds it already; else why it is left out."""
    if not isinstance(edit, SetField):
        return mandate.why_not(edit)
    now = fitted(mandate.plan, edit)
    if now is None:
        return mandate.why_not_touch(edit.table, edit.id, edit.field) or say(N_("the record is no longer there"))
    if now.edit is None:
        return None
    if (why := mandate.why_not(now.edit)) is not None:
        return why
    return now.edit if now.doubt is None else say(N_("the plan was changed here since the copy was made"))


def _place(found: Edit | Problem) -> tuple[str, str, str]:
    return found.table, found.id, "" if isinstance(found, AddRecord | DeleteRecord) else found.field


def _is_of(edit: Edit, table: str, id: str, field: str) -> bool:
    if (edit.table, edit.id) != (table, id):
        return False
    return not isinstance(edit, SetField) or field in ("", edit.field)


def _made_from(loaded: Loaded, copy: Plan) -> tuple[Plan, Entry | None]:
    """The version of the plan that differs least from a copy, the newest of several, with the save that came after it."""
    best, after, least = loaded.plan, None, len(differences(loaded.plan, copy))
    try:
        stages = deque(read_history(loaded.state.path, loaded.state, known_of(loaded)).stages(), maxlen=_VERSIONS)
    except StoreError:
        return best, after
    for stage in reversed(stages):
        if stage.before is not None and (count := len(differences(stage.before, copy))) < least:
            best, after, least = stage.before, stage.entry, count
    return best, after
