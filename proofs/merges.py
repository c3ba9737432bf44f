"""Two people change one plan, and what they did is merged both ways: in the workbench, and by ``kehoach merge``.

The two must give one plan, one list of conflicts and the same new ids; the merged file must hold that plan; and with
nothing done on one side the other side's file must come out, byte for byte.
"""

from __future__ import annotations

import contextlib
import random
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from proofs.outcome import Outcome
from proofs.walk import NothingFits, Walk, content
from tui.model.fields import TABLES
from tui.model.joining import Conflict, join
from tui.model.plan import Plan
from tui.model.workspace import Workspace
from tui.store.files.errors import CannotRender
from tui.store.merge import merge_documents, merge_files
from tui.store.plan_file import Loaded, load_text
from tui.store.plan_save import rendered

_TABLES: Final = (*TABLES, *("tasks", "directions") * 5)
"""Where they edit: often where both give their new records the same ids."""

_BASE_EDITS: Final = 60
_PAIRS_A_BASE: Final = 50
"""Pairs of edits made on one plan before another is grown."""


def run(text: str, pairs: int, seed: int = 0, most: int = 12) -> Outcome:
    """So many pairs of up to ``most`` edits each, made on small plans that were grown from the plan of a text."""
    begun = time.monotonic()
    counts: Counter[str] = Counter({"pairs of edits merged both ways": 0})
    faults: list[str] = []
    for number in range(pairs):
        if number % _PAIRS_A_BASE == 0:
            base = _grown(load_text(text), random.Random(f"{seed} {number}"))
        mine, theirs = (_changed(base, random.Random(f"{seed} {number} {side}"), most) for side in ("mine", "theirs"))
        faults += [f"pair {number} of seed {seed}: {fault}" for fault in _faults(base, mine, theirs, counts)]
        counts["pairs of edits merged both ways"] += 1
    return Outcome(
        id="merges",
        title=f"{pairs} pairs of edits, merged in the workbench and by kehoach merge",
        seconds=time.monotonic() - begun,
        counts=counts,
        faults=tuple(faults),
    )


def _grown(loaded: Loaded, chance: random.Random) -> Loaded:
    """A plan of a few records in every table, which name each other."""
    walk = Walk(Workspace(loaded.plan), chance)
    for _ in range(_BASE_EDITS):
        with contextlib.suppress(NothingFits):
            walk.edit()
    return load_text(rendered(loaded, walk.workspace.plan))


def _changed(base: Loaded, chance: random.Random, most: int) -> tuple[Workspace, Loaded]:
    """A workspace in which edits were made, and the file they would be saved as."""
    workspace = Workspace(load_text(base.text).plan)
    walk = Walk(workspace, chance, _TABLES)
    for _ in range(chance.randint(1, most)):
        with contextlib.suppress(NothingFits):
            walk.step()
    return workspace, load_text(rendered(base, workspace.plan))


def _faults(base: Loaded, mine: tuple[Workspace, Loaded], theirs: tuple[Workspace, Loaded], counts: Counter[str]) -> Iterator[str]:
    workspace, my_file = mine
    their_file = theirs[1]
    merged = merge_documents(base.doc, my_file.doc, their_file.doc)
    try:
        out = merge_files(base, my_file, their_file)
        alone = merge_files(base, my_file, base).text, merge_files(base, base, their_file).text
    except CannotRender as fault:
        yield f"the merged plan cannot be written: {fault.sentence}"
        return
    joined = join(workspace, their_file.plan)
    counts["conflicts"] += len(joined.conflicts)
    counts["records that got a new id"] += len(joined.renamed)
    if _by_place(merged.conflicts) != _by_place(joined.conflicts):
        yield f"the conflicts are not the same: {merged.conflicts!r:.300} in the file, {joined.conflicts!r:.300} in the workbench"
    if merged.renamed != joined.renamed:
        yield f"the new ids are not the same: {merged.renamed} in the file, {joined.renamed} in the workbench"
    yield from _unlike(load_text(out.text).plan, workspace.plan)
    if alone != (my_file.text, their_file.text):
        yield "with nothing done on one side the other's file is not the result"


def _by_place(conflicts: Iterable[Conflict]) -> Mapping[tuple[str, str, str], Conflict]:
    """Conflicts in no order: a workspace does not know where the file has a record that was deleted."""
    return {(c.table, c.id, c.field): c for c in conflicts}


def _unlike(file: Plan, workbench: Plan) -> Iterator[str]:
    one, other = content(file), content(workbench)
    for table in one:
        for id in {**one[table], **other[table]}:
            if one[table].get(id) != other[table].get(id):
                yield f"{table}.{id} is {one[table].get(id)!r:.300} in the file, {other[table].get(id)!r:.300} in the workbench"
