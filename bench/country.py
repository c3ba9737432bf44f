"""``python -m bench.country``: ``kehoach rollup`` over made plans, all new, none changed, one changed: CPU a plan, time, memory, growth."""

from __future__ import annotations

import argparse
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

from bench.country_plans import PLANS, make_plans
from bench.report import machine_class

_DAY: Final = "2024-11-28"


class Taken(NamedTuple):
    """Seconds of the clock and of the processor, and MiB at the peak of the largest process."""

    seconds: float
    cpu: float
    peak: float


def rolled_up(folder: Path, lake: Path, jobs: int) -> Taken:
    """One roll-up in a process of its own."""
    command = [sys.executable, "-m", "tui", "rollup", str(folder), "--to", str(lake), "--as-of", _DAY, "--jobs", str(jobs)]
    begun = time.monotonic()
    child = os.posix_spawn(sys.executable, command, os.environ, file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, used = os.wait4(child, 0)
    if status:
        raise SystemExit(f"the roll-up ended with {os.waitstatus_to_exitcode(status)}")
    return Taken(time.monotonic() - begun, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def measured(count: int, text: str, jobs: int, into: Path) -> dict[str, Taken]:
    """All new, none changed, one changed."""
    folder, lake = into / "plans", into / "lake"
    make_plans(folder, count, text)
    found = {"all new": rolled_up(folder, lake, jobs)}
    rolled_up(folder, lake, jobs)
    time.sleep(2.1)  # a file changed just before it was read is read again
    found["none changed"] = rolled_up(folder, lake, jobs)
    one = next(folder.rglob("plan.toml"))
    one.write_text(one.read_text(encoding="utf-8").replace('level = "commune"', 'level = "province"'), encoding="utf-8")
    found["one changed"] = rolled_up(folder, lake, jobs)
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.country", description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=[100, 1_000], metavar="N")
    parser.add_argument("--of", choices=tuple(PLANS), default="shipped", help="which plan is copied (default the shipped one)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    options = parser.parse_args(arguments)
    text = PLANS[options.of].read_text(encoding="utf-8")
    print(f"{machine_class()} · copies of the {options.of} plan, {len(text.encode()):,} bytes · {options.jobs} processes\n")
    print("| plans | | seconds | CPU, s | CPU a plan, ms | peak of a process, MiB |\n|---:|---|---:|---:|---:|---:|")
    whole: list[tuple[int, float]] = []
    for count in sorted(options.plans):
        into = Path(tempfile.mkdtemp(prefix="kehoach-rollup-"))
        try:
            found = measured(count, text, options.jobs, into)
        finally:
            shutil.rmtree(into, ignore_errors=True)
        for name, taken in found.items():
            print(
                f"| {count} | {name} | {taken.seconds:.2f} | {taken.cpu:.2f} | {taken.cpu / count * 1000:.2f} | {taken.peak:.0f} |",
                flush=True,
            )
        whole.append((count, found["all new"].cpu))
    for (few, less), (many, more) in pairwise(whole):
        print(f"\nfrom {few} to {many} plans the CPU grows with the plans to the power {math.log(more / less) / math.log(many / few):.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
