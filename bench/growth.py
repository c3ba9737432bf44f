"""``python -m bench.growth``: how work grows with the plan, from a hundred tasks to a hundred thousand.

Each job is done on made plans, each of ten times as many tasks. Printed are the least processor time of some runs, the calls of Python
functions, which no machine and nobody's other work changes, and the *exponent* of each between the two greatest sizes: 1 is twice
the tasks, twice the work. None may be above :data:`STEEPEST`. The job *history* reads so many saves of a plan of a hundred tasks.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import math
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from bench.counts import counted
from bench.goals import AT_MOST_MS, STEEPEST
from bench.plans import write_plan
from bench.report import machine_class, machine_stem
from bench.running import no_collection
from tui.commands.check import checked_each
from tui.frames.build import Frames
from tui.frames.insight.agenda import agenda
from tui.frames.insight.overview import overview
from tui.frames.tables.filter import field_names, narrow, order, parse
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.plan import MISSING
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.reports.annex_workbook import annex_workbook
from tui.reports.checked import as_text
from tui.reports.papers import KINDS, Asked
from tui.reports.status import as_json
from tui.reports.word.document import docx_bytes
from tui.store.log.history import read_history
from tui.store.log.record import Note
from tui.store.plan_file import Loaded, load, load_state
from tui.store.plan_save import save
from tui.store.save_base import saved

SIZES: Final = (100, 1_000, 10_000, 100_000)
COUNTED: Final = 10_000
"""Tasks up to which calls are counted: to count takes ten times as long as to do."""
_SHORT_MS: Final = 500.0
_RUNS_OF_SHORT: Final = 7
"""How often a job that takes no longer is timed on more tasks: much of its first runs is memory given out for the first time."""
SAVES: Final = (10, 100, 1_000, 10_000)
DAY: Final = dt.date(2024, 11, 28)
HISTORY: Final = "history"
JOBS: Final = ("load", "check", "status", "agenda", "report", "export", "filter", "sort", "edit", "save", HISTORY)
RESULTS: Final = Path(__file__).parent / "results"

Job: TypeAlias = Callable[[], object]


@attrs.frozen
class Taken:
    """What a job took at one size: milliseconds of processor time, and calls of Python functions; None where they were not counted."""

    size: int
    ms: float
    calls: int | None


def jobs(path: Path) -> Iterator[tuple[str, Job]]:
    """The jobs on a plan file, by name; each may be done again and again."""
    words = Words("vi")
    yield "load", lambda: load(path)
    yield "check", lambda: [as_text(found, words) for found in checked_each([str(path)])]
    loaded = load(path)
    plan = loaded.plan
    yield "status", lambda: as_json(overview(Frames(plan), DAY, (), every_indicator=True), plan, words, None)
    yield "agenda", lambda: agenda(Frames(plan), plan, DAY)
    yield "report", lambda: [docx_bytes(named.paper) for named in KINDS["yearly"].papers(_asked(loaded))]
    yield "export", lambda: annex_workbook(Frames(plan), DAY)
    yield from _keys(loaded, words)
    yield "save", _Saves(loaded)


def _asked(loaded: Loaded) -> Asked:
    return Asked(plan=loaded.plan, frames=Frames(loaded.plan), as_of=DAY, day_named=True)


def _keys(loaded: Loaded, words: Words) -> Iterator[tuple[str, Job]]:
    """What keys do on the tab of tasks once it has been looked at."""
    plan = loaded.plan
    workspace, frames, number = Workspace(plan), Frames(plan), itertools.count()
    view = tasks_view(frames, plan, DAY, words)
    names, letters = field_names(view, str), itertools.cycle("qnhc")
    narrow(view, parse("quy"), names)
    columns = {column.key: column for column in view.columns}
    task = next(iter(plan.tables["tasks"]))

    def edit() -> None:
        progress = 1 + next(number) % 98
        edits = [SetField("tasks", task, "progress", progress, plan.tables["tasks"][task].get("progress", MISSING))]
        frames.renew(workspace.apply(edits, say("")).edits)
        tasks_view(frames, plan, DAY, words)

    yield "filter", lambda: narrow(view, parse(next(letters)), names)
    yield "sort", lambda: order(view.frame, next(iter(columns.values())), next(number) % 2 == 0)
    edit()
    yield "edit", edit


class _Saves:
    """A save after one edit in the middle of the plan, with its entry in the history, each over the one before, as in a session."""

    def __init__(self, loaded: Loaded) -> None:
        self._loaded, self._number = loaded, itertools.count()

    def __call__(self) -> None:
        loaded = self._loaded
        tasks = loaded.plan.tables["tasks"]
        task = list(tasks)[len(tasks) // 2]
        tasks[task] = {**tasks[task], "note": f"Lần lưu thử {next(self._number)}"}
        self._loaded = saved(loaded, save(loaded, loaded.plan, note=Note("thu", "Người thử")), loaded.plan)


def history_of(folder: Path, saves: int) -> Path:
    """A plan of a hundred tasks that was saved so many times."""
    path = folder / f"saved-{saves}.toml"
    write_plan(path, tasks=100)
    loaded = load(path)
    task = next(iter(loaded.plan.tables["tasks"]))
    for number in range(saves):
        loaded.plan.tables["tasks"][task] = {**loaded.plan.tables["tasks"][task], "note": f"Lần lưu thử {number}"}
        loaded = load_state(save(loaded, loaded.plan, note=Note("thu", "Người thử")), near=loaded)
    return path


def _read(path: Path) -> None:
    history = read_history(path)
    for _ in history.stages():
        pass
    history.after(len(history.entries))


def measure(
    sizes: Sequence[int],
    saves: Sequence[int],
    runs: int,
    tell: Callable[[str], None] = lambda told: None,
    only: Collection[str] = JOBS,
) -> dict[str, list[Taken]]:
    """By job what it took at each size; ``tell`` is given each as it comes. Of :data:`JOBS` only some are done."""
    found: dict[str, list[Taken]] = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        for size in sizes:
            path = folder / f"plan-{size}.toml"
            write_plan(path, tasks=size)
            for called, job in jobs(path):
                if called in only:
                    taken = _taken(job, size, runs)
                    tell(f"{called}, {size} tasks: {taken.ms:,.1f} ms")
                    found.setdefault(called, []).append(taken)
        for many in saves if HISTORY in only else ():
            path = history_of(folder, many)
            taken = _taken(lambda path=path: _read(path), many, runs)  # type: ignore[misc]
            tell(f"history of {many} saves: {taken.ms:,.1f} ms")
            found.setdefault(HISTORY, []).append(taken)
    return found


def _taken(job: Job, size: int, runs: int) -> Taken:
    counts = size <= COUNTED
    if counts:  # what is loaded and put together once is nothing beside the work on more
        job()
    with no_collection():
        least = _cpu_ms(job)
        again = runs - 1 if counts else _RUNS_OF_SHORT - 1 if least < _SHORT_MS else 0
        least = min([least, *(_cpu_ms(job) for _ in range(again))])
    return Taken(size, least, counted(job).calls if counts else None)


def _cpu_ms(job: Job) -> float:
    begun = time.process_time_ns()
    job()
    return (time.process_time_ns() - begun) / 1e6


def exponent(sizes: Sequence[int], amounts: Sequence[float | None]) -> float | None:
    """With which power the amounts grow between the two greatest sizes they are known of; None where that cannot be told."""
    known = [(size, amount) for size, amount in zip(sizes, amounts, strict=True) if amount]
    if len(known) < 2:
        return None
    (less, few), (more, many) = known[-2:]
    return math.log(many / few) / math.log(more / less)


def steep(taken: Mapping[str, Sequence[Taken]]) -> list[str]:
    """The jobs that grow faster than the plan, by their calls where these are known and by their time."""
    return [job for job, some in taken.items() if max(_exponents(some), default=0.0) > STEEPEST]


def _exponents(taken: Sequence[Taken]) -> list[float]:
    sizes = [one.size for one in taken]
    both = exponent(sizes, [one.ms for one in taken]), exponent(sizes, [one.calls for one in taken])
    return [power for power in both if power is not None]


def as_markdown(taken: Mapping[str, Sequence[Taken]], day: dt.date) -> str:
    """The page of a run: a table of times, one of calls, and which jobs are too steep."""
    lines = [
        f"# How work grows with the plan, {day}",
        "",
        f"- {machine_class()} · least of some runs, processor time without the collector",
    ]
    bad = steep(taken)
    lines.append(f"- Above {STEEPEST}: {', '.join(bad)}" if bad else f"- No exponent above {STEEPEST}")
    lines += _bounded(taken)
    lines += _table("milliseconds", taken, lambda one: one.ms, "{:,.2f}")
    lines += _table("calls of Python functions", taken, lambda one: one.calls, "{:,}")
    return "\n".join(lines) + "\n"


def _bounded(taken: Mapping[str, Sequence[Taken]]) -> Iterator[str]:
    """A line a job that has a goal of its own at some size, where it was done there."""
    for (job, size), most in AT_MOST_MS.items():
        for one in taken.get(job, ()):
            if one.size == size:
                yield f"- {job} of {size:,} tasks: {one.ms:,.0f} ms, {'within' if one.ms <= most else 'NOT within'} {most:,.0f}"


def _table(title: str, taken: Mapping[str, Sequence[Taken]], amount: Callable[[Taken], float | None], form: str) -> Iterator[str]:
    """A line a job: what it took at each of up to four sizes, and the exponent."""
    yield from ("", f"| {title} | 10⁰ × | 10¹ × | 10² × | 10³ × | exponent |", "|---|---:|---:|---:|---:|---:|")
    for job, some in taken.items():
        amounts = [amount(one) for one in some]
        power = exponent([one.size for one in some], amounts)
        cells = [form.format(value) if value is not None else "" for value in amounts]
        cells += [""] * (4 - len(cells))
        yield f"| {job}, from {some[0].size:,} | {' | '.join(cells)} | {'' if power is None else f'{power:.2f}'} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write; exit code 1 when a job grows faster than the plan."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.growth", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=_numbers, default=SIZES, metavar="N,N", help="tasks of the plans (default 100,1000,10000,100000)")
    parser.add_argument("--saves", type=_numbers, default=SAVES, metavar="N,N", help="saves of the histories (default 10,100,1000,10000)")
    parser.add_argument(
        "--runs", type=int, default=3, metavar="N", help="how often each job is timed (default 3); above 10,000 once, a short one 7 times"
    )
    parser.add_argument("--jobs", type=_names, default=JOBS, metavar="JOB,JOB", help=f"only these of {', '.join(JOBS)}")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    taken = measure(options.sizes, options.saves, options.runs, lambda told: print(told, file=sys.stderr), options.jobs)
    page = as_markdown(taken, dt.date.today())
    print(page, end="")
    if not options.no_save:
        (RESULTS / f"growth-{machine_stem(machine_class())}.md").write_text(page, encoding="utf-8")
    return 1 if steep(taken) else 0


def _names(text: str) -> tuple[str, ...]:
    names = tuple(text.split(","))
    if not {*JOBS} >= {*names}:
        raise argparse.ArgumentTypeError(f"one of {', '.join(JOBS)} was expected")
    return names


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


if __name__ == "__main__":
    sys.exit(main())
