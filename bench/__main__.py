"""``python -m bench``: measure the workbench beside its peers on the same rows, all in one run."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

from bench.figures import Samples, figure, figures, pooled, press_samples, start_samples
from bench.peers import visidata_setup
from bench.pty import Session
from bench.report import Report, as_text, machine_class, save
from bench.rows import Row, read_rows
from bench.subjects import REPOSITORY, Subject, bare_app, visidata, workbench
from tui import __version__

SIZE: Final = (100, 30)
SHIPPED_PLAN: Final = REPOSITORY / "data" / "plan.toml"
RESULTS: Final = Path(__file__).parent / "results"


class NotMeasured(Exception):
    """A program did not do what it is measured by; the message shows its last screen."""

    @classmethod
    def at(cls, what: str, session: Session) -> NotMeasured:
        """What went wrong, over the screen as it is."""
        return cls(f"{what}; its last screen:\n{session.terminal.text().rstrip()}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; exit code 0, or 1 when something could not be measured."""
    options = _options(arguments)
    with _stopping_cleanly(), tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        rows = read_rows(options.plan)
        if not rows:
            print("bench: the plan has no tasks, so there are no rows to compare on", file=sys.stderr)
            return 1
        subjects, notes = _subjects(options.plan, rows, folder)
        try:
            samples, yardstick = _measure_all(subjects, options.runs, _environment(folder))
        except NotMeasured as fault:
            print(f"bench: {fault}", file=sys.stderr)
            return 1
    report = Report(
        day=dt.date.today(),
        machine=machine_class(),
        size=SIZE,
        rows=len(rows),
        runs=options.runs,
        versions={"kehoach": __version__, "Textual": version("textual"), "Polars": version("polars")},
        titles={subject.id: subject.title for subject in subjects},
        figures={id: figures(pooled(runs)) for id, runs in samples.items()},
        yardstick=figure(yardstick),
        notes=notes,
    )
    print(as_text(report))
    if not options.no_save:
        print("\nwritten:", ", ".join(path.name for path in save(report, options.results)))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=7, metavar="N", help="how often each program is run (default 7)")
    parser.add_argument("--plan", type=Path, default=SHIPPED_PLAN, help="default: the plan this repository ships")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the results go (default bench/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    if options.runs < 1:
        parser.error("--runs: at least 1")
    return options


def _subjects(plan: Path, rows: list[Row], folder: Path) -> tuple[list[Subject], list[str]]:
    """The programs that can be measured here, ours first, and why one is missing."""
    subjects, notes = [workbench(plan, folder), bare_app(rows, folder)], []
    try:
        subjects.append(visidata(rows, folder))
        notes.append("VisiData has no filter that follows the typing; its tab is a sheet (Ctrl+^).")
    except visidata_setup.NotInstalled as fault:
        notes.append(f"VisiData {visidata_setup.VERSION} could not be installed and is left out: {fault}")
        print(notes[-1], file=sys.stderr)
    return subjects, notes


def _measure_all(subjects: Sequence[Subject], runs: int, environment: Mapping[str, str]) -> tuple[dict[str, list[Samples]], list[float]]:
    """Run the programs in turn, so that a busy moment meets all of them; one start of each before does not count."""
    samples: dict[str, list[Samples]] = {subject.id: [] for subject in subjects}
    yardstick = []
    for run in range(runs + 1):
        for subject in subjects:
            print(f"\r\x1b[K{'warming up' if not run else f'run {run} of {runs}'}: {subject.title}", end="", file=sys.stderr, flush=True)
            if not run:
                _measure(subject._replace(steps=()), environment)
                continue
            yardstick.append(_yardstick_ms())
            samples[subject.id].append(_measure(subject, environment))
    print("\r\x1b[K", end="", file=sys.stderr, flush=True)
    return samples, yardstick


def _measure(subject: Subject, environment: Mapping[str, str]) -> Samples:
    """One run of one program: start, keys, exit."""
    with _no_collection(), Session(subject.command, *SIZE, environment, REPOSITORY) as session:
        start = session.start(subject.known)
        if start.ready_ms is None:
            raise NotMeasured.at(f"{subject.title} never showed {subject.known.pattern!r}", session)
        parts = [start_samples(start)]
        for step in subject.steps:
            presses = [session.press(key) for key in step.keys]
            if session.ended:
                raise NotMeasured.at(f"{subject.title} ended at {' '.join(step.keys)}", session)
            if step.action:
                parts.append(press_samples(step.action, presses))
        parts.append({"exit": [session.quit(subject.leave)]})
    return pooled(parts)


def _environment(folder: Path) -> dict[str, str]:
    """A small fixed environment: nobody's settings, a terminal with all colours, and no animations (our program never has any)."""
    kept = {name: os.environ[name] for name in ("PATH", "TMPDIR") if name in os.environ}
    terminal = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    return kept | terminal | {"HOME": str(folder), "TEXTUAL_ANIMATIONS": "none"}


def _yardstick_ms() -> float:
    """How long a fixed piece of work takes now."""
    begun, total = time.perf_counter_ns(), 0
    for number in range(300_000):
        total += number & 7
    return (time.perf_counter_ns() - begun) / 1e6


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep our own garbage collector off the clock."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _stopping_cleanly() -> Iterator[None]:
    """Let SIGTERM and SIGHUP unwind, so that the program under test is ended too."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, lambda number, _frame: sys.exit(128 + number)) for number in numbers]
    try:
        yield
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


if __name__ == "__main__":
    sys.exit(main())
