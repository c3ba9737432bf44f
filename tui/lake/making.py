"""A batch of plan files read, checked and written as parts of a lake."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import attrs
import polars as pl

from tui.lake.batch import Batch, Kept, Made, Spoilt
from tui.lake.manifest import Part, Seen
from tui.lake.parts import joined, read_part, write_part
from tui.lake.rows import NotRead, Read, problem_rows, rows_of
from tui.lake.schemas import PLAN, SCHEMAS, nothing_of
from tui.model.plan import Plan
from tui.model.text import N_, say
from tui.store.files.errors import StoreError
from tui.store.files.file_state import Identity
from tui.store.plan_file import Loaded, load
from tui.store.toml.parse import remembering_lines

Place: TypeAlias = tuple[str | None, str | None]
"""Term and area: what a part has in common."""

NO_PLACE: Final[Place] = (None, None)


def made(batch: Batch) -> Made:
    """Read, check and write a batch.

    Raises OSError where it cannot be written, :class:`Spoilt` where the version before has lost a file.
    """
    read: dict[str, Read] = {}
    lost: dict[str, NotRead] = {}
    seen: dict[str, Seen] = {}
    with remembering_lines():  # plans of one office are made of the same lines
        for path in batch.paths:
            told, seen[path] = _read(path)
            if isinstance(told, Read):
                read[path] = told
            else:
                lost[path] = told
    for path, why in batch.closed:
        lost[path], seen[path] = NotRead(why), _as_it_stands(path)
    places: dict[Place, list[str]] = {}
    for path in seen:
        places.setdefault(place_of(read[path].plan) if path in read else NO_PLACE, []).append(path)
    kept: dict[Place, list[Kept]] = {}
    for part in batch.kept:
        kept.setdefault((part.part.term, part.part.area), []).append(part)
    new = rows_of(read, batch.day)
    new["problems"] = joined([new["problems"], *(problem_rows(path, one) for path, one in lost.items())], "problems")
    parts: dict[str, Part] = {}
    plans: dict[str, Seen] = {}
    for place in sorted({*places, *kept}, key=lambda each: (each[0] or "", each[1] or "")):
        here, old = places.get(place, []), kept.get(place, [])
        staying = {path: one for path, (part, one) in batch.stay.items() if any(part == each.id for each in old)}
        everybody = {**staying, **{path: seen[path] for path in here}}
        if not everybody:
            continue
        id = _id(everybody, batch.day)
        parts[id] = write_part(batch.into, id, *place, _rows(_of_plans(new, here), old, batch.before))
        plans |= {path: attrs.evolve(one, part=id) for path, one in everybody.items()}
    return Made(parts, plans)


def _of_plans(rows: Mapping[str, pl.DataFrame], paths: Sequence[str]) -> dict[str, pl.DataFrame]:
    return {table: frame.filter(pl.col(PLAN).is_in(paths)) for table, frame in rows.items()}


def _rows(new: Mapping[str, pl.DataFrame], old: Sequence[Kept], before: Path | None) -> dict[str, pl.DataFrame]:
    return {table: joined([*_staying(old, table, before), new[table]], table) for table in SCHEMAS}


def _staying(old: Sequence[Kept], table: str, before: Path | None) -> list[pl.DataFrame]:
    if before is None:
        return []
    empty = nothing_of(table)
    try:
        rows = [read_part(before, kept.id, kept.part, table).filter(~pl.col(PLAN).is_in(kept.without)) for kept in old]
        return [empty.vstack(each.select(empty.columns)) for each in rows]
    except (FileNotFoundError, pl.exceptions.PolarsError) as fault:
        raise Spoilt(str(fault)) from None


def _read(path: str) -> tuple[Read | NotRead, Seen]:
    looked_ns = time.time_ns()
    try:
        loaded = load(Path(path))
    except StoreError as fault:
        return NotRead(fault.sentence, getattr(fault, "line", None)), _as_it_stands(path)
    told = _told(loaded)
    readable = isinstance(told, Read)
    try:
        status = os.stat(path)
    except OSError:
        return told, attrs.evolve(Seen.of_nothing(), digest=loaded.state.digest, readable=readable)
    seen = Seen.of(status, loaded.state.digest, looked_ns, readable)
    if Identity.of(status) != loaded.state.identity:  # written again meanwhile
        seen = attrs.evolve(seen, settled=False)
    return told, seen


def _told(loaded: Loaded) -> Read | NotRead:
    if loaded.read_only_because is not None:
        lines = [problem.line for problem in loaded.problems if problem.line is not None]
        return NotRead(loaded.read_only_because, min(lines, default=None))
    if not isinstance(loaded.doc.get("plan"), Mapping):  # emptied, overwritten or without its header: no plan that could be added up
        return NotRead(say(N_("the table [plan] is missing; it is in no sum")))
    return Read(loaded.plan, loaded.problems)


def _as_it_stands(path: str) -> Seen:
    """What ``stat`` sees of a plan that cannot be read: without a digest, so that it is tried again each time."""
    try:
        return Seen.of(os.stat(path), "", 0, False)
    except (OSError, ValueError):
        return Seen.of_nothing()


def place_of(plan: Plan) -> Place:
    """The term and the area of a plan, as the folders of a lake have them."""
    term = plan.term
    area = plan.header.get("area")
    return (None if term is None else f"{term[0].year}-{term[1].year}"), (str(area) if area else None)


def _id(plans: Mapping[str, Seen], day: dt.date) -> str:
    """The name of a part: another one as soon as it holds anything else."""
    told = hashlib.blake2b(day.isoformat().encode(), digest_size=8)
    for path, seen in sorted(plans.items()):
        told.update(f"\0{path}\0{seen.digest}\0{seen.size}\0{seen.modified_ns}".encode())
    return told.hexdigest()
