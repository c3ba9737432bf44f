"""The programs run in turn, so that a busy moment meets all of them: starts, keys, silence, exit."""

from __future__ import annotations

import gc
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from bench.figures import (
    MIB,
    SAVES,
    Samples,
    beyond_disk,
    exit_samples,
    first_start_samples,
    pooled,
    press_samples,
    quiet_samples,
    start_samples,
)
from bench.pty import Patience, Press, Session
from bench.subjects import REPOSITORY, Subject

SIZE: Final = (100, 30)
IDLE_S: Final = 5.0
SLOW_START_MS: Final = 12_000.0
KEYS_S: Final = 120.0
"""Of one program in one run; an idle machine takes 10, with a hundred thousand rows too."""
KEPT_S: Final = 180.0
"""What a start has not kept by then for the next one it is measured without, and that is noted: it goes on making it beside each key."""
SLOW_KEY_MS: Final = 3_000.0
PACE_S: Final = 0.033
OUT_OF_REACH: Final = ("memory", "idle", "start.all")
"""Measures that would be those of ``ssh``."""
PARTS: Final = ("start", "keys", "idle")


class NotMeasured(Exception):
    """A program did not do what it is measured by; the message says what, its last screen follows."""

    def __init__(self, what: str, session: Session) -> None:
        super().__init__(what)
        self.screen = session.terminal.text().rstrip()


class Way(NamedTuple):
    """How the programs are run, and what is measured of them."""

    runs: int
    parts: frozenset[str]
    patience: Patience
    over: tuple[str, ...] = ()
    """What is put before each command: the way to another machine."""
    key_runs: int = 2
    """In how many of the runs keys are pressed: each gives several samples."""
    kinds_of_start: bool = True
    """Whether a start without anything kept, and one with a key pressed at once, are measured too."""
    remote: bool = False
    """Whether CPU and memory of the program are out of reach."""


def measure_all(
    subjects: Sequence[Subject], way: Way, folder: Path, place: str
) -> tuple[dict[str, dict[str, list[float | None]]], list[float], list[str]]:
    """(program → samples, yardstick of each run, notes on what could not be measured).

    One start of each before does not count: it fills the page cache and the ``.pyc`` files. A program that fails there is left out.
    """
    samples: dict[str, list[Samples]] = {subject.id: [] for subject in subjects}
    yardstick: list[float] = []
    notes: list[str] = []
    left = list(subjects)
    slow: set[str] = set()
    for run in range(int(way.remote), way.runs + 1):  # what is far has been started near before
        for subject in tuple(left):
            _say(f"{place}, {'warming up' if not run else f'run {run} of {way.runs}'}: {subject.title}")
            try:
                if not run:
                    if _warm_up(subject, way, folder) > SLOW_START_MS:
                        slow.add(subject.id)
                        notes.append(f"{subject.title}: slow to start, so run once only")
                    continue
                if run > 1 and subject.id in slow:
                    continue
                yardstick.append(yardstick_ms())
                samples[subject.id].append(_measure(subject, _in_run(run, way), folder, notes))
            except NotMeasured as fault:
                _say("")
                print(f"bench: {place}: {subject.title} {fault}\n{fault.screen}", file=sys.stderr)
                notes.append(f"{subject.title}: {fault}")
                left.remove(subject)
    _say("")
    return {id: pooled(runs) for id, runs in samples.items()}, yardstick, notes


def _in_run(run: int, way: Way) -> Way:
    """What takes long and varies little is not measured in every run."""
    parts = way.parts - {part for part, runs in (("keys", way.key_runs), ("idle", 1)) if run > runs}
    return way._replace(parts=parts or way.parts)


def _measure(subject: Subject, way: Way, folder: Path, notes: list[str]) -> Samples:
    """One run of one program: without and with what an earlier start has kept."""
    parts: list[Samples] = []
    subject.before()
    with tempfile.TemporaryDirectory(dir=folder, prefix="home-") as home:
        every_kind = way.kinds_of_start and "start" in way.parts
        if subject.has_cache and every_kind:
            with tempfile.TemporaryDirectory(dir=folder, prefix="home-") as other:
                parts.append({"first.answered": [_answered(subject, way, Path(other))]})
            with _opened(subject, way, Path(home)) as session:
                parts.append(first_start_samples(session.start(subject.known)))
                _leave(subject, session)
        if subject.probe and every_kind:
            parts.append({"start.answered": [_answered(subject, way, Path(home))]})
        if "start" in way.parts and subject.all_rows:
            parts.append({"start.all": [_all_rows(subject, way, Path(home))]})
        if subject.has_cache and not every_kind:
            _start_once(subject, way, Path(home), notes)
        parts.append(_whole(subject, way, Path(home), notes))
    return pooled(parts)


def _whole(subject: Subject, way: Way, home: Path, notes: list[str]) -> Samples:
    with _opened(subject, way, home) as session:
        start = session.start(subject.known)
        if start.ready_ms is None:
            raise NotMeasured(f"did not show its rows within {way.patience.start:.0f} s", session)
        parts = [start_samples(start)]
        if not subject.all_rows and not subject.has_cache:
            parts.append({"start.all": [start.text_ms]})
        if "idle" in way.parts:
            parts.append(quiet_samples(session.quiet(IDLE_S)))
        if "keys" in way.parts:
            parts += _keys(subject, session, notes)
            peak = session.peak_bytes()
            parts.append({"memory.end": [None if peak is None else peak / MIB]})
        if not way.remote:
            parts.append(exit_samples(session.quit(subject.leave)))
    whole = pooled(parts)
    if way.remote:
        return {id: values for id, values in whole.items() if not id.endswith(".cpu") and not id.startswith(OUT_OF_REACH)}
    return whole


def _keys(subject: Subject, session: Session, notes: list[str]) -> Iterator[Samples]:
    deadline = time.monotonic() + KEYS_S
    for step in subject.steps:
        if time.monotonic() > deadline:
            note = f"{subject.title}: its keys took longer than {KEYS_S:.0f} s; what is left of them is not measured"
            if note not in notes:
                notes.append(note)
            return
        presses: list[Press] = []
        for key in step.keys:
            presses.append(session.press(key, step.held, PACE_S))
            if step.action and (presses[-1].settled_ms or 0.0) > SLOW_KEY_MS:
                break  # once is enough
        if session.ended:
            raise NotMeasured(f"ended at {' '.join(step.keys)}", session)
        if step.action:
            yield press_samples(step.action, presses)
        if step.action in SAVES and subject.saved:
            yield from _beyond_disk(presses, subject.saved, step.action)


def _beyond_disk(presses: Sequence[Press], saved: Path, action: str) -> Iterator[Samples]:
    for press in presses:
        yield beyond_disk(press, disk_ms(saved), action)


def _answered(subject: Subject, way: Way, home: Path) -> float | None:
    with _opened(subject, way, home) as session:
        start = session.start(subject.known, probe=subject.probe)
        _leave(subject, session)
        return start.answered_ms


def _all_rows(subject: Subject, way: Way, home: Path) -> float | None:
    assert subject.all_rows
    probe, pattern = subject.all_rows
    with _opened(subject, way, home) as session:
        start = session.start(subject.known, probe=probe, answer=pattern) if probe else session.start(pattern)
        if probe and subject.first_tab:
            session.press(subject.first_tab)
        _leave(subject, session)
        return start.answered_ms if probe else start.text_ms


def _start_once(subject: Subject, way: Way, home: Path, notes: list[str]) -> None:
    """What is measured is a second start: this is the first, near, wherever the other is, until it has kept all it keeps."""
    with _opened(subject, way._replace(over=(), patience=Patience()), home) as session:
        session.start(subject.known)
        session.wait(lambda: subject.kept(home), KEPT_S)
        if not subject.kept(home):
            notes.append(f"{subject.title}: its first start had not kept all for the next one after {KEPT_S:.0f} s")
        _leave(subject, session)


def _warm_up(subject: Subject, way: Way, folder: Path) -> float:
    """A start that does not count; how long it took, milliseconds."""
    subject.before()
    with tempfile.TemporaryDirectory(dir=folder, prefix="home-") as home, _opened(subject, way, Path(home)) as session:
        ready = session.start(subject.known).ready_ms
        if ready is None:
            raise NotMeasured(f"did not show its rows within {way.patience.start:.0f} s", session)
        _leave(subject, session)
        return ready


def _leave(subject: Subject, session: Session) -> None:
    if not session.ended:
        session.quit(subject.leave)


@contextmanager
def _opened(subject: Subject, way: Way, home: Path) -> Iterator[Session]:
    variables = environment(home)
    command = subject.command
    if way.over:
        there = ["env", *(f"{name}={value}" for name, value in variables.items()), *command]
        command = (*way.over, f"cd {shlex.quote(str(REPOSITORY))} && exec {shlex.join(there)}")
    with no_collection(), Session(command, *SIZE, variables, REPOSITORY, way.patience) as session:
        yield session


def prepare_code(variables: Mapping[str, str]) -> None:
    """Make the file of prepared code as an installed program has it (:mod:`tui.start.prepared`), for starts with these variables."""
    code = "from tui.start import prepared, preparing; preparing.make(prepared.beside_program())"
    of_this_tree = dict(variables) | {"PYTHONPATH": str(REPOSITORY)}  # not of the one the environment was made for
    subprocess.run([sys.executable, "-P", "-c", code], cwd=REPOSITORY, env=of_this_tree, check=False, capture_output=True)


BY_ITSELF: Final = {"TEXTUAL_ANIMATIONS": "none", "KEHOACH_TOUR": "0", "KEHOACH_RENEWAL": "0"}
"""What a program is told beside its terminal: no animation, no tour, and no process that goes on while the next one is measured."""


def environment(home: Path) -> dict[str, str]:
    """A small fixed environment: nobody's settings, a terminal with all colours, and no animations (our program never has any)."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    own = {"XDG_CACHE_HOME": home / ".cache", "XDG_STATE_HOME": home / ".state", "XDG_CONFIG_HOME": home / ".config", "HOME": home}
    return kept | terminal | {name: str(path) for name, path in own.items()} | BY_ITSELF


def disk_ms(file: Path, times: int = 3) -> float:
    """What the disk alone takes for the bytes of ``file``, safely and in its folder: written, synced, renamed, the folder synced."""
    data, target = file.read_bytes(), file.with_suffix(".disk")
    taken = []
    for _ in range(times):
        begun = time.perf_counter_ns()
        new = file.with_suffix(".new")
        with new.open("wb") as writing:
            writing.write(data)
            writing.flush()
            os.fsync(writing.fileno())
        new.rename(target)
        folder = os.open(file.parent, os.O_RDONLY)
        os.fsync(folder)
        os.close(folder)
        taken.append((time.perf_counter_ns() - begun) / 1e6)
    target.unlink()
    return statistics.median(taken)


def yardstick_ms() -> float:
    """How long a fixed piece of work takes now."""
    begun, total = time.perf_counter_ns(), 0
    for number in range(300_000):
        total += number & 7
    return (time.perf_counter_ns() - begun) / 1e6


def _say(text: str) -> None:
    print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


@contextmanager
def no_collection() -> Iterator[None]:
    """Keep our own garbage collector off the clock."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
