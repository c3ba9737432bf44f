"""``python -m bench.country``: ``kehoach rollup`` over made plans of 34 areas and three terms: CPU, time, memory, growth.

All new, none changed, one changed; what engines answer to every question is compared on the smallest lake. Seconds are those of the clock
and worth what the machine does beside; CPU and memory are of the roll-up with all its processes.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import os
import re
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final

import attrs

from bench.country_plans import PLANS, country_plans
from bench.engines import READINGS, compared
from bench.processes import family
from bench.report import machine_class, opened, save_beside

SIZES: Final = (1_000, 3_000, 10_000)
GROWTH: Final = 1.05
"""The exponent of the CPU between two sizes that may not be passed: twice the plans, twice the time."""
MOST_MB: Final = 250
"""Memory of all processes together, with two of them at work, that may not be passed."""
RESULTS: Final = Path(__file__).parent / "results"
_DAY: Final = "2024-11-28"
_LOOKED_S: Final = 0.1
_PSS: Final = re.compile(r"^Pss:\s+(\d+)", re.MULTILINE)


@attrs.frozen
class Taken:
    """One roll-up: seconds of the clock and of the processor, and MB of all processes together at the peak (a shared page counts once)."""

    plans: int
    what: str
    seconds: float
    cpu: float
    peak_mb: float


class _Peak(threading.Thread):
    """Looks at the memory of a process and all it has started, again and again until it is gone."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.most, self.over = pid, 0.0, threading.Event()

    def run(self) -> None:
        while not self.over.wait(_LOOKED_S):
            self.most = max(self.most, sum(_pss(pid) for pid in family(self.pid)) / 1000)


def _pss(pid: int) -> float:
    """KB of a process, of a page that others have as well its part."""
    try:
        found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))
    except OSError:
        return 0.0
    return int(found[1]) * 1.024 if found else 0.0


def rolled_up(folder: Path, lake: Path, jobs: int, plans: int, what: str) -> Taken:
    """One roll-up in a process of its own. Raises SystemExit where it fails."""
    command = [sys.executable, "-m", "tui", "rollup", str(folder), "--to", str(lake), "--as-of", _DAY, "--jobs", str(jobs)]
    begun = time.monotonic()
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    peak = _Peak(child)
    peak.start()
    _, status, used = os.wait4(child, 0)
    seconds = time.monotonic() - begun
    peak.over.set()
    peak.join()
    if status:
        raise SystemExit(f"the roll-up ended with {os.waitstatus_to_exitcode(status)}")
    return Taken(plans, what, seconds, used.ru_utime + used.ru_stime, peak.most)


def measured(count: int, text: str, jobs: int, into: Path) -> list[Taken]:
    """All new, none changed (the least of three), one changed (the least of three); the lake stays in ``into``."""
    folder, lake = into / "plans", into / "lake"
    country_plans(folder, count, text)
    found = [rolled_up(folder, lake, jobs, count, "all new")]
    time.sleep(2.1)
    rolled_up(folder, lake, jobs, count, "settled")  # a file written just before it was read is read once more
    found.append(min((rolled_up(folder, lake, jobs, count, "none changed") for _ in range(3)), key=lambda each: each.cpu))
    one = min(folder.rglob("plan.toml"))
    ones = []
    for number in range(3):
        one.write_text(one.read_text(encoding="utf-8") + f"# {number}\n", encoding="utf-8")
        ones.append(rolled_up(folder, lake, jobs, count, "one changed"))
    return [*found, min(ones, key=lambda each: each.cpu)]


def growth(taken: Sequence[Taken]) -> dict[str, float]:
    """From … to … plans → the exponent of the CPU of a roll-up of all new ones."""
    every = [each for each in taken if each.what == "all new"]
    return {
        f"{less.plans} to {more.plans}": math.log(more.cpu / less.cpu) / math.log(more.plans / less.plans) for less, more in pairwise(every)
    }


@attrs.frozen(kw_only=True)
class Country:
    """What was measured, of which plan, where and when; ``answers`` is what each engine came to."""

    machine: str
    day: dt.date
    of: str
    jobs: int
    load: float
    taken: Sequence[Taken]
    answers: Mapping[str, str]

    @property
    def growth(self) -> dict[str, float]:
        """See :func:`growth`."""
        return growth(self.taken)

    @property
    def peak_mb(self) -> float:
        """The most memory of all processes of a roll-up together."""
        return max(each.peak_mb for each in self.taken)


def as_markdown(made: Country) -> str:
    """The figures as a page for people."""
    few = min(each.plans for each in made.taken)
    lines = [
        f"# A country of plans, {made.day.isoformat()}",
        "",
        f"- {made.machine} · {made.of} · {made.jobs} processes · load {made.load:.0f} at the end",
        *(f"- From {sizes} plans the CPU grows to the power {exponent:.3f}" for sizes, exponent in made.growth.items()),
        "",
        "| plans | | seconds | CPU, s | CPU a plan, ms | all processes together, MB |",
        "|---:|---|---:|---:|---:|---:|",
        *(_line(each) for each in made.taken),
        "",
        f"Every question to the lake of {few:,} plans:",
        "",
        *(f"- {engine}: {told}" for engine, told in made.answers.items()),
    ]
    return "\n".join(lines) + "\n"


def _line(one: Taken) -> str:
    return f"| {one.plans:,} | {one.what} | {one.seconds:.1f} | {one.cpu:.2f} | {one.cpu / one.plans * 1000:.2f} | {one.peak_mb:.0f} |"


def save(made: Country, folder: Path) -> list[Path]:
    """Write the JSON and the Markdown in the place of those of the run before; where they are."""
    content = attrs.asdict(made) | {"day": made.day.isoformat(), "growth": made.growth}
    return save_beside(opened(content, 2) + "\n", as_markdown(made), "country", made.machine, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 1 when the CPU grows faster than the plans, the memory is more than it may be, or two engines differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.country", description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--of", choices=tuple(PLANS), default="shipped", help="which plan the others are made of (default the shipped one)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--engines", nargs="*", choices=READINGS, default=["polars", "duckdb"])
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has the engines (default this one)")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the results go (default bench/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    text = PLANS[options.of].read_text(encoding="utf-8")
    taken: list[Taken] = []
    answers: dict[str, str] = {}
    differing = 0
    for count in sorted(options.plans):
        into = Path(tempfile.mkdtemp(prefix="kehoach-country-"))
        try:
            taken += measured(count, text, options.jobs, into)
            print(*(_line(each) for each in taken[-3:]), sep="\n", flush=True)
            if not answers and options.engines:
                answers, differing = compared(into / "lake", options.engines, options.python)
        finally:
            shutil.rmtree(into, ignore_errors=True)
    made = Country(
        machine=machine_class(),
        day=dt.date.today(),
        of=f"made of the {options.of} plan ({len(text.encode()):,} bytes), none like another",
        jobs=options.jobs,
        load=os.getloadavg()[1],
        taken=taken,
        answers=answers,
    )
    print(as_markdown(made), end="")
    if not options.no_save:
        print("\nwritten:", ", ".join(path.name for path in save(made, options.results)))
    return 1 if differing or made.peak_mb > MOST_MB or any(each > GROWTH for each in made.growth.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
