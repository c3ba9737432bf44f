"""A batch of plan files read, checked and written as parts of a lake: what one process of a roll-up does at a time."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import attrs
import polars as pl

from tui.lake.manifest import Part, Seen
from tui.lake.parts import joined, read_part, write_part
from tui.lake.rows import NotRead, Read, problem_rows, rows_of
from tui.lake.schemas import PLAN, SCHEMAS, nothing_of
from tui.model.plan import Plan
from tui.model.text import Sentence
from tui.store.files.errors import StoreError
from tui.store.plan_file import Loaded, load
from tui.store.toml.parse import remembering_lines

Place: TypeAlias = tuple[str | None, str | None]
"""Term and area: what a part has in common."""

NO_PLACE: Final[Place] = (None, None)


@attrs.frozen
class Kept:
    """A part of the version before of which some plans stay: its rows are written again without the others."""

    id: str
    part: Part
    without: frozenset[str]


@attrs.frozen
class Batch:
    """What is to be made: plans to read, and parts to take the rows of other plans from.

    ``before`` is the folder of the version these parts are in, ``into`` that of the new one.
    """

    paths: tuple[str, ...]
    closed: tuple[tuple[str, Sentence], ...]
    """Folders that could not be looked into, with why: rows of ``problems``."""
    kept: tuple[Kept, ...]
    stay: Mapping[str, tuple[str, Seen]]
    """The plans of ``kept`` whose rows stay: path → part and what was seen of it."""
    day: dt.date
    before: Path | None
    into: Path


@attrs.frozen
class Made:
    """What a batch came to."""

    parts: Mapping[str, Part]
    plans: Mapping[str, Seen]


def made(batch: Batch) -> Made:
    """Read, check and write a batch. Raises OSError where it cannot be written."""
    read: dict[str, Read | NotRead] = {}
    seen: dict[str, Seen] = {}
    with remembering_lines():  # plans of one office are made of the same lines
        for path in batch.paths:
            read[path], seen[path] = _read(path)
    for path, why in batch.closed:
        read[path], seen[path] = NotRead(why), _as_it_stands(path)
    places: dict[Place, list[str]] = {}
    for path, found in read.items():
        places.setdefault(place_of(found.plan) if isinstance(found, Read) else NO_PLACE, []).append(path)
    kept: dict[Place, list[Kept]] = {}
    for part in batch.kept:
        kept.setdefault((part.part.term, part.part.area), []).append(part)
    new = _new_rows(read, batch.day)
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


def _new_rows(read: Mapping[str, Read | NotRead], day: dt.date) -> dict[str, pl.DataFrame]:
    """All that was read, judged in one pass wherever it goes."""
    new = rows_of({path: one for path, one in read.items() if isinstance(one, Read)}, day)
    lost = [problem_rows(path, one) for path, one in read.items() if isinstance(one, NotRead)]
    return {**new, "problems": joined([new["problems"], *lost], "problems")}


def _of_plans(rows: Mapping[str, pl.DataFrame], paths: Sequence[str]) -> dict[str, pl.DataFrame]:
    return {table: frame.filter(pl.col(PLAN).is_in(paths)) for table, frame in rows.items()}


def _rows(new: Mapping[str, pl.DataFrame], old: Sequence[Kept], before: Path | None) -> dict[str, pl.DataFrame]:
    return {table: joined([*_staying(old, table, before), new[table]], table) for table in SCHEMAS}


def _staying(old: Sequence[Kept], table: str, before: Path | None) -> list[pl.DataFrame]:
    if before is None:
        return []
    rows = [read_part(before, kept.id, kept.part, table).filter(~pl.col(PLAN).is_in(kept.without)) for kept in old]
    empty = nothing_of(table)
    return [empty.vstack(each.select(empty.columns)) for each in rows]


def _read(path: str) -> tuple[Read | NotRead, Seen]:
    try:
        loaded = load(Path(path))
    except StoreError as fault:
        return NotRead(fault.sentence, getattr(fault, "line", None)), _as_it_stands(path)
    identity = loaded.state.identity
    digest = loaded.state.digest
    told = _told(loaded)
    if identity is None:
        return told, Seen(0, 0, 0, digest, "", isinstance(told, Read))
    return told, Seen(identity.size, identity.modified_ns, identity.inode, digest, "", isinstance(told, Read))


def _told(loaded: Loaded) -> Read | NotRead:
    if loaded.read_only_because is not None:
        lines = [problem.line for problem in loaded.problems if problem.line is not None]
        return NotRead(loaded.read_only_because, min(lines, default=None))
    return Read(loaded.plan, loaded.problems)


def _as_it_stands(path: str) -> Seen:
    """What ``stat`` sees of a plan that cannot be read, so that it is tried again when that changes."""
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return Seen(0, 0, 0, "", "", False)
    return Seen(status.st_size, status.st_mtime_ns, status.st_ino, "", "", False)


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
