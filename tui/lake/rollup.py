"""A roll-up: the lake of plan files made, or brought up to date by what has changed since, on as many processes as one likes."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from tui.lake.batch import Batch, Kept, Made, Spoilt
from tui.lake.code_list import CodeList
from tui.lake.layout import take_over
from tui.lake.manifest import TABLES, Manifest, Seen
from tui.lake.plans_below import Found, plans_below
from tui.lake.versions import CannotWrite, give_up, held, let_say, let_stand, new_version, plans_before, standing
from tui.model.text import N_, say
from tui.store.files.errors import StoreError, shown_path
from tui.store.files.file_state import read_file

Told: TypeAlias = Callable[[int, int], None]
"""Hears how many plans of how many are done."""

_AT_ONCE: Final = 48
"""Plans a batch: enough that one pass over them costs little a plan, few enough that the memory stays flat."""
_MOST_TEXT: Final = 6 << 20
"""Bytes of the files of a batch, for the same reason: 31 plans of the shipped size. A larger plan is a batch of its own."""
_FEW: Final = 32
"""Plans of a part that is small."""
_MOST_SMALL: Final = 16
"""Small parts of one term and area; more of them become one."""
_LEAN: Final = "dirty_decay_ms:0,muzzy_decay_ms:0,narenas:1"
"""Has the allocator of Polars give back at once what a batch needed: a process peaks at a fifth less, and takes no longer."""


@attrs.frozen
class RolledUp:
    """What a roll-up came to."""

    day: dt.date
    plans: int
    """Plan files that were found, and folders that could not be looked into."""
    read: int
    """Those that were read, because they are new or have changed, or the day is another."""
    gone: int
    """Plans of the lake that are no more."""
    unreadable: int
    """Those that could not be read: each has a row in ``problems`` and is in no other table."""
    rows: Mapping[str, int]
    """Table → how many rows it has."""


def roll_up(
    named: Sequence[str],
    lake: Path,
    day: dt.date,
    jobs: int = 1,
    told: Told = lambda done, total: None,
    codes: CodeList | None = None,
) -> RolledUp:
    """Bring a lake up to date with the plans that are named, or in folders that are, its verdicts those of the day.

    ``codes`` is the owner's list of indicators, by which sums go.

    Plans that are in the lake and not among them go. Raises :class:`tui.lake.versions.CannotWrite`; the lake is then as it was, as it is
    where the roll-up is stopped.
    """
    with held(lake):
        before = standing(lake)
        known = plans_before(lake, before)
        if before is not None and before[1].day != day:
            before = None
        looked_ns = time.time_ns()
        found = plans_below(named, lake, known.__contains__)
        try:
            return _brought_up(found, lake, before, known, day, looked_ns, jobs, told, codes)
        except (FileNotFoundError, Spoilt):
            if before is None:
                raise
            # somebody took files out of the lake, or spoiled one: the plans have everything
            return _brought_up(found, lake, None, known, day, looked_ns, jobs, told, codes)


def _brought_up(
    found: Found,
    lake: Path,
    before: tuple[Path, Manifest] | None,
    known: frozenset[str],
    day: dt.date,
    looked_ns: int,
    jobs: int,
    told: Told,
    codes: CodeList | None,
) -> RolledUp:
    old = before[1] if before is not None else Manifest(day, {}, {})
    same = {path: seen for path in found.plans if (seen := _unchanged(path, old, looked_ns)) is not None}
    fresh = [path for path in found.plans if path not in same]
    gone = known - set(found.plans)
    now = Manifest(day, same, old.parts, codes)
    if before is None or fresh or gone or found.closed:
        now = _another_version(found, lake, before, day, same, fresh, jobs, told, codes)
    elif codes != old.codes or any(old.plans[path] is not seen for path, seen in same.items()):
        let_say(lake, before[0], now)
    return RolledUp(
        day=day,
        plans=len(now.plans),
        read=len(fresh) + len(found.closed),
        gone=len(gone - {path for path, _ in found.closed}),
        unreadable=sum(not seen.readable for seen in now.plans.values()),
        rows={table: now.rows(table) for table in TABLES},
    )


def _another_version(
    found: Found,
    lake: Path,
    before: tuple[Path, Manifest] | None,
    day: dt.date,
    same: Mapping[str, Seen],
    fresh: Sequence[str],
    jobs: int,
    told: Told,
    codes: CodeList | None,
) -> Manifest:
    """The manifest of a new version, which stands: with the plans that are the same, and what is read of the others."""
    old = before[1] if before is not None else Manifest(day, {}, {})
    parts, plans = dict(old.parts), dict(same)
    folder = new_version(lake, over_an_older=before is not None)
    try:
        touched = _touched(old, same)
        for id in touched:
            del parts[id]
        stayed = take_over(before[0], folder, parts, TABLES) if before is not None else set()
        batches = _batches(fresh, touched, old, same, found, day, before[0] if before is not None else None, folder)
        for each in _all_made(batches, jobs, told, len(fresh)):
            parts |= each.parts
            plans |= each.plans
        now = Manifest(day, plans, parts, codes)
        let_stand(lake, folder, now, stayed)
    except BaseException:
        give_up(lake, folder)
        raise
    return now


def _unchanged(path: str, old: Manifest, looked_ns: int) -> Seen | None:
    """What the lake knows of a plan that holds what it held: the very same where ``stat`` sees no other file."""
    seen = old.plans.get(path)
    if seen is None:
        return None
    try:
        status = os.stat(path)
    except (OSError, ValueError):
        return None
    if seen.is_surely(status):
        return seen
    if not seen.digest or status.st_size != seen.size:
        return None
    try:
        digest = read_file(path).digest
    except StoreError:
        return None
    return Seen.of(status, digest, looked_ns, seen.readable, seen.part) if digest == seen.digest else None


def _touched(old: Manifest, same: Mapping[str, Seen]) -> list[str]:
    """The parts that are written again: those a plan has changed or gone of, and small ones where there are many."""
    touched = {seen.part for path, seen in old.plans.items() if path not in same}
    sizes = Counter(seen.part for seen in old.plans.values())
    small: dict[tuple[str | None, str | None], list[str]] = {}
    for id, part in old.parts.items():
        if sizes[id] < _FEW:
            small.setdefault((part.term, part.area), []).append(id)
    for ids in small.values():
        if len(ids) > _MOST_SMALL:
            touched.update(ids)
    return [id for id in old.parts if id in touched]


def _batches(
    fresh: Sequence[str],
    touched: Sequence[str],
    old: Manifest,
    same: Mapping[str, Seen],
    found: Found,
    day: dt.date,
    before: Path | None,
    into: Path,
) -> list[Batch]:
    """What is to be made: plans to read in the order of their paths, each part that is written again with the first of its plans."""
    groups = list(_at_once(fresh)) or [()]
    group_of = {path: number for number, paths in enumerate(groups) for path in paths}
    of_part: dict[str, list[str]] = {}
    for path, seen in old.plans.items():
        of_part.setdefault(seen.part, []).append(path)
    kept: list[list[Kept]] = [[] for _ in groups]
    stay: list[dict[str, tuple[str, Seen]]] = [{} for _ in groups]
    for id in touched:
        members = of_part.get(id, [])
        number = min((group_of[path] for path in members if path in group_of), default=0)
        kept[number].append(Kept(id, old.parts[id], frozenset(path for path in members if path not in same)))
        stay[number].update({path: (id, same[path]) for path in members if path in same})
    return [
        Batch(
            paths=paths,
            closed=found.closed if not number else (),
            kept=tuple(kept[number]),
            stay=stay[number],
            day=day,
            before=before,
            into=into,
        )
        for number, paths in enumerate(groups)
    ]


def _at_once(paths: Iterable[str]) -> Iterator[tuple[str, ...]]:
    """The plans of each batch, in their order."""
    here: list[str] = []
    bytes = 0
    for path in paths:
        size = _size(path)
        if here and (len(here) == _AT_ONCE or bytes + size > _MOST_TEXT):
            yield tuple(here)
            here, bytes = [], 0
        here.append(path)
        bytes += size
    if here:
        yield tuple(here)


def _size(path: str) -> int:
    """Bytes of a file; 0 of one that is not there, which takes no memory."""
    try:
        return os.stat(path).st_size
    except (OSError, ValueError):
        return 0


def _all_made(batches: Sequence[Batch], jobs: int, told: Told, total: int) -> Iterator[Made]:
    """What each batch came to, as they are done. Raises :class:`CannotWrite` when a process of it ends."""
    done = 0
    told(done, total)
    pool = _pool(min(jobs, len(batches)))
    if pool is None:
        os.environ.setdefault("_RJEM_MALLOC_CONF", _LEAN)
        from tui.lake.making import made  # Polars and all that judges: only the process that makes batches has it

        for batch in batches:
            yield made(batch)
            done += len(batch.paths)
            told(done, total)
        return
    with _workers(pool):
        waiting = {pool.submit(_made, batch): batch for batch in batches}
        try:
            for future in as_completed(waiting):
                yield future.result()
                done += len(waiting[future].paths)
                told(done, total)
        except BrokenProcessPool:
            into = shown_path(batches[0].into.parent.parent)
            raise CannotWrite(say(N_("{path} was not written: a process of the roll-up was ended from outside"), path=into)) from None


def _made(batch: Batch) -> Made:
    from tui.lake.making import made

    return made(batch)


def _pool(count: int) -> ProcessPoolExecutor | None:
    """Processes to come; None for one alone, and where the system has nothing they could wait for each other with (no ``/dev/shm``)."""
    if count < 2:
        return None
    try:
        return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)
    except OSError:
        return None


@contextmanager
def _workers(pool: ProcessPoolExecutor) -> Iterator[None]:
    """The processes make batches; each judges on one core, and Ctrl+C is left to the one that waits for them."""
    wanted = {"POLARS_MAX_THREADS": "1", "_RJEM_MALLOC_CONF": _LEAN}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ |= wanted
    try:
        yield
    except BaseException:
        for process in list((pool._processes or {}).values()):
            process.terminate()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _begin() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
