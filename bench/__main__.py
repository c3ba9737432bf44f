"""``python -m bench``: measure the workbench beside its peers on the same rows, all in one run."""

from __future__ import annotations

import argparse
import datetime as dt
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Final

import attrs

from bench.figures import figure, figures, memory_a_row
from bench.goals import SHIPPED
from bench.line import LINE_STEPS, NoLine, lines
from bench.peers.visidata_setup import NotInstalled
from bench.prepared import Data, generated, shipped
from bench.pty import Patience
from bench.report import Place, Report, as_text, machine_class, save
from bench.running import PARTS, SIZE, Way, environment, measure_all, prepare_code
from bench.subjects import CACHE, MAKERS, REPOSITORY, TITLES, Subject
from tui import __version__

SHIPPED_PLAN: Final = REPOSITORY / "data" / "plan.toml"
RESULTS: Final = Path(__file__).parent / "results"
SIZES: Final = (10_000, 100_000, 1_000_000)
START_S: Final = 40.0
"""A program that has not shown very many rows by then is left out."""
WHOLE: Final = ("size", "line")
"""Parts that are places of their own."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark; exit code 0, or 1 when our own program could not be measured."""
    options = options_of(arguments)
    places: dict[str, Place] = {}
    yardstick: list[float] = []
    notes: list[str] = []
    with _stopping_cleanly(), tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        try:
            _measure(options, folder, places, yardstick, notes)
        except subprocess.CalledProcessError:
            print("bench: the rows to compare on could not be made", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            options.no_save = True
            notes.append("Stopped before the end: what was whole by then stands here, and nothing is written.")
    report = Report(
        day=dt.date.today(),
        machine=machine_class(),
        size=SIZE,
        versions={"kehoach": __version__, "Textual": version("textual"), "Polars": version("polars")},
        titles=TITLES,
        places=places,
        yardstick=figure(yardstick),
        notes=notes,
    )
    print(as_text(report))
    if not options.no_save:
        print("\nwritten:", ", ".join(path.name for path in save(report, options.results)))
    missing = options.shipped and report.own in options.subjects and (SHIPPED not in places or report.own not in places[SHIPPED].figures)
    return 1 if missing else 0


def options_of(arguments: Sequence[str] | None) -> argparse.Namespace:
    """What is asked for. Raises SystemExit."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each program is run on the shipped rows (default 5)")
    parser.add_argument("--size-runs", type=int, default=2, metavar="N", help="… and on more rows (default 2)")
    parser.add_argument("--line-runs", type=int, default=1, metavar="N", help="… and over a line (default 1)")
    parser.add_argument(
        "--sizes", type=_sizes, default=SIZES, metavar="N,N", help="rows beside the shipped ones (default 10000,100000,1000000; 0 for none)"
    )
    parser.add_argument("--subjects", type=_names(tuple(MAKERS)), default=tuple(MAKERS), metavar="A,B", help=", ".join(MAKERS))
    parser.add_argument("--only", type=_names((*PARTS, *WHOLE)), metavar="A,B", help=f"of {', '.join((*PARTS, *WHOLE))}")
    parser.add_argument("--quick", action="store_true", help="the shipped rows alone, 2 runs, no vim, no line, no save: about 90 seconds")
    parser.add_argument("--plan", type=Path, default=SHIPPED_PLAN, help="default: the plan this repository ships")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the results go (default bench/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    if min(options.runs, options.size_runs, options.line_runs) < 1:
        parser.error("--runs: at least 1")
    if options.quick:
        options.runs, options.sizes, options.no_save = min(options.runs, 2), (), True
        options.subjects = tuple(id for id in options.subjects if id != "vim")
        options.only = options.only or PARTS
    wanted = frozenset(options.only or (*PARTS, *WHOLE))
    options.shipped = bool(wanted & {*PARTS})
    options.parts = wanted & {*PARTS} or frozenset({"start", "keys"})
    options.sizes = tuple(size for size in options.sizes if size) if "size" in wanted else ()
    options.line = "line" in wanted
    return options


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(size) for size in text.split(","))


def _names(known: Sequence[str]) -> Callable[[str], tuple[str, ...]]:
    def names(text: str) -> tuple[str, ...]:
        chosen = tuple(text.split(","))
        if unknown := [name for name in chosen if name not in known]:
            raise argparse.ArgumentTypeError(f"{', '.join(unknown)}: not one of {', '.join(known)}")
        return chosen

    return names


def _measure(options: argparse.Namespace, folder: Path, places: dict[str, Place], yardstick: list[float], notes: list[str]) -> None:
    """Every place in turn: the shipped rows, more of them, and the shipped ones over a line."""
    prepare_code(environment(folder))
    data = shipped(options.plan, folder)
    way = Way(options.runs, options.parts, Patience(), key_runs=1 if options.quick else 2)
    if options.shipped:
        places[SHIPPED] = _place("shipped plan", data, _subjects(options.subjects, data, folder, notes), way, folder, yardstick)
    many = way._replace(runs=options.size_runs, patience=Patience(start=START_S), parts=way.parts - {"idle"}, kinds_of_start=False)
    failed: set[str] = set()
    for size in sorted(options.sizes):
        place = _larger(size, options.subjects, failed, many, folder, yardstick, notes)
        places[str(size)] = _with_memory_a_row(place, places.get(SHIPPED))
    if options.line:
        over = way._replace(runs=options.line_runs, parts=frozenset({"keys"}), remote=True)
        far = [id for id in options.subjects if id in LINE_STEPS]
        subjects = [subject._replace(steps=LINE_STEPS[subject.id]) for subject in _subjects(far, data, folder, notes)]
        for title, opening in lines(folder):
            try:
                with opening as line:
                    through = over._replace(over=line.over, patience=line.patience)
                    places[line.id] = _place(line.title, data, subjects, through, folder, yardstick)
            except NoLine as fault:
                notes.append(f"{title} is left out: {fault}")


def _larger(size: int, wanted: Sequence[str], failed: set[str], way: Way, folder: Path, yardstick: list[float], notes: list[str]) -> Place:
    """So many made-up rows. What cannot show them goes into ``failed``, and what is there already is not asked for more."""
    data = generated(size, CACHE)
    subjects = _subjects([id for id in wanted if id not in ("hello", "plain_screen") and id not in failed], data, folder, notes)
    title = "made plan" if data.plan else "made rows, too many for a plan file"
    place = _place(title, data, subjects, way, folder, yardstick)
    untried = [f"{TITLES[id]}: not tried, it could not show fewer" for id in TITLES if id in failed]
    failed |= {one.id for one in subjects if one.id not in place.figures}
    return attrs.evolve(place, notes=[*place.notes, *untried])


def _place(title: str, data: Data, subjects: Sequence[Subject], way: Way, folder: Path, yardstick: list[float]) -> Place:
    samples, took, notes = measure_all(subjects, way, folder, title)
    yardstick += took
    made = {id: figures(values) for id, values in samples.items() if values}
    return Place(title=title, rows=data.rows, runs=way.runs, figures=made, notes=notes)


def _subjects(chosen: Sequence[str], data: Data, folder: Path, notes: list[str]) -> list[Subject]:
    """The programs that can be measured here on these rows, ours first."""
    found = []
    for id in (id for id in MAKERS if id in chosen and (data.plan or id != "kehoach")):
        try:
            found.append(MAKERS[id](data, folder))
        except NotInstalled as fault:
            note = f"{TITLES[id]} is left out: {fault}"
            if note not in notes:
                notes.append(note)
    return found


def _with_memory_a_row(place: Place, small: Place | None) -> Place:
    if small is None:
        return place
    rows = {id: memory_a_row(small.figures.get(id, {}), small.rows, own, place.rows) for id, own in place.figures.items()}
    return attrs.evolve(place, figures={id: {**own, **rows[id]} for id, own in place.figures.items()})


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
