"""``python -m bench.one_pass``: verdicts of many plans in one pass, CPU a plan, beside the same plans one at a time."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import math
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Final

import attrs

from bench.country_plans import PLANS, country_plans
from bench.report import machine_class, opened, save_beside
from tui.frames.build import Frames
from tui.frames.country import JUDGED, standing_of
from tui.frames.many_plans import ManyPlans
from tui.frames.methods.duties import duty_reports
from tui.frames.methods.enterprises import enterprise_verdicts
from tui.frames.methods.milestones import milestone_verdicts
from tui.frames.methods.ownership import task_holders
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import verdicts
from tui.model.checks import read_plan
from tui.model.plan import Plan
from tui.store.plan_file import load

SIZES: Final = (10, 100, 1_000)
RESULTS: Final = Path(__file__).parent / "results"
GROWTH: Final = 1.05
"""The exponent between the two greatest sizes that may not be passed: twice the plans, twice the time."""
_ALONE: Final = 20
"""So many plans are judged one at a time, for comparison."""


@attrs.frozen
class Taken:
    """CPU a plan, in milliseconds: the frames built from records, and the verdicts of frames that stand."""

    plans: int
    built: float
    judged: float


def random_plans(count: int) -> tuple[dict[str, Plan], dict[str, dt.date]]:
    """So many plans of the judge's generator (six to twelve indicators each), each with its own term, settings and day."""
    from tests.judge.random_plans import days_of, world  # a checkout has them

    random = Random(19)
    plans, days = {}, {}
    for number in range(count):
        raw = world(random, 1)
        plans[f"p{number}"], days[f"p{number}"] = read_plan(raw)[0], random.choice(days_of(random, raw))
    return plans, days


def shipped_plans(count: int) -> tuple[dict[str, Plan], dict[str, dt.date]]:
    """So many plans made of the shipped one, which differ: 28 indicators with their figures, some 100 tasks, 46 bodies each."""
    with tempfile.TemporaryDirectory(prefix="kehoach-one-pass-") as folder:
        country_plans(Path(folder), count, PLANS["shipped"].read_text(encoding="utf-8"))
        plans = {f"p{number}": load(path).plan for number, path in enumerate(sorted(Path(folder).rglob("plan.toml")))}
    return plans, dict.fromkeys(plans, dt.date(2024, 11, 28))


def measure(plans: Mapping[str, Plan], days: Mapping[str, dt.date], sizes: Sequence[int], runs: int) -> list[Taken]:
    """The least CPU of some runs, for the first so many of the plans."""
    found = []
    for size in sizes:
        some = dict(list(plans.items())[:size])
        built = min(_cpu(lambda some=some: _built(some, days)) for _ in range(runs))  # type: ignore[misc]
        tables = _built(some, days)._tables
        judged = min(_cpu(lambda some=some, tables=tables: _judge(some, days, tables)) for _ in range(runs))  # type: ignore[misc]
        found.append(Taken(size, built / size, judged / size))
    return found


def _built(plans: Mapping[str, Plan], days: Mapping[str, dt.date]) -> ManyPlans:
    frames = ManyPlans(plans, days)
    for name in JUDGED:
        frames._table(name)
    return frames


def _judge(plans: Mapping[str, Plan], days: Mapping[str, dt.date], tables: dict[str, object]) -> None:
    frames = ManyPlans(plans, days)
    frames._tables.update(tables)  # type: ignore[arg-type]
    standing_of(frames)


def alone(plans: Mapping[str, Plan], days: Mapping[str, dt.date]) -> float:
    """CPU a plan, in milliseconds, of the same verdicts one plan at a time."""

    def each() -> None:
        for name in names:
            frames, day = Frames(plans[name]), days[name]
            for judge in (verdicts, milestone_verdicts, task_states, task_holders, duty_reports, enterprise_verdicts):
                judge(frames, day)

    names = list(plans)[:_ALONE]
    return _cpu(each) / len(names)


def _cpu(work: Callable[[], object]) -> float:
    gc.collect()
    gc.disable()
    try:
        begun = time.process_time_ns()
        work()
        return (time.process_time_ns() - begun) / 1e6
    finally:
        gc.enable()


def growth(taken: Sequence[Taken]) -> float:
    """The exponent between the two greatest sizes."""
    less, more = taken[-2:]
    return math.log(more.judged * more.plans / (less.judged * less.plans)) / math.log(more.plans / less.plans)


@attrs.frozen(kw_only=True)
class Country:
    """What was measured, of which plans, where and when; ``alone`` is CPU a plan, in milliseconds, one plan at a time."""

    machine: str
    day: dt.date
    of: str
    runs: int
    taken: Sequence[Taken]
    alone: float

    @property
    def growth(self) -> float:
        """The exponent between the two greatest sizes."""
        return growth(self.taken)


def as_markdown(made: Country) -> str:
    """The figures as a page for people."""
    lines = [
        f"# Verdicts of many plans in one pass, {made.day.isoformat()}",
        "",
        f"- {made.machine} · {made.of} · least of {made.runs} runs, CPU",
        f"- One plan at a time: {made.alone:.1f} ms a plan · the CPU grows with the plans to the power {made.growth:.2f}",
        "",
        "| plans | frames built, ms a plan | verdicts, ms a plan |",
        "|---:|---:|---:|",
        *(f"| {one.plans} | {one.built:.2f} | {one.judged:.2f} |" for one in made.taken),
    ]
    return "\n".join(lines) + "\n"


def save(made: Country, folder: Path, of: str) -> list[Path]:
    """Write the JSON and the Markdown in the place of those of the run before; where they are."""
    content = attrs.asdict(made) | {"day": made.day.isoformat(), "growth": made.growth}
    return save_beside(opened(content, 2) + "\n", as_markdown(made), f"one-pass-{of}", made.machine, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 1 when the CPU grows faster than the plans."""
    parser = argparse.ArgumentParser(prog="python -m bench.one_pass", description=__doc__)
    parser.add_argument("--plans", type=int, nargs="+", default=list(SIZES), metavar="N")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="how often each is run; the least counts (default 3)")
    parser.add_argument("--shipped", action="store_true", help="plans made of the shipped one, which differ, in the place of random ones")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the results go (default bench/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    sizes = sorted(options.plans)
    if len(sizes) < 2 or sizes[0] < 1 or options.runs < 1:
        parser.error("at least two sizes, and one run")
    plans, days = (shipped_plans if options.shipped else random_plans)(sizes[-1])
    made = Country(
        machine=machine_class(),
        day=dt.date.today(),
        of="plans made of the shipped one, none like another"
        if options.shipped
        else "random plans of six to twelve indicators, each by its own day, term and settings",
        runs=options.runs,
        taken=measure(plans, days, sizes, options.runs),
        alone=alone(plans, days),
    )
    print(as_markdown(made), end="")
    if not options.no_save:
        print("\nwritten:", ", ".join(path.name for path in save(made, options.results, "shipped" if options.shipped else "random")))
    return 1 if made.growth > GROWTH else 0


if __name__ == "__main__":
    sys.exit(main())
