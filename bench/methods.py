"""``python -m bench.methods``: the verdicts of a large plan in one pass over its frames, beside a plain Python loop."""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import math
import random
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import attrs
import polars as pl

from bench import plain
from bench.figures import Figure, figure, ratio
from bench.report import machine_class, opened, save_beside, short
from tui import __version__
from tui.frames.build import Frames
from tui.frames.methods.tasks import task_states
from tui.frames.methods.verdicts import verdicts
from tui.model.plan import Plan

RESULTS: Final = Path(__file__).parent / "results"
AS_OF: Final = dt.date(2025, 3, 14)
TERM: Final = (2021, 2025)
NEAR: Final = 7
HOLIDAYS: Final = (dt.date(2025, 4, 7), dt.date(2025, 4, 30), dt.date(2025, 5, 1), dt.date(2025, 9, 2))
KINDS: Final = ("term_growth", "end_level", "money", "floor", "ceiling", "points_cut")


class Differ(Exception):
    """The frames and the loop do not say the same; the message names the first record."""


@attrs.frozen(kw_only=True)
class Measured:
    """One run of this benchmark: milliseconds, the same plan for all."""

    day: dt.date
    machine: str
    versions: Mapping[str, str]
    tasks: int
    indicators: int
    runs: int
    frames: Figure
    """Verdicts and states from frames that stand."""
    built: Figure
    """The same with the frames built from the plan's records before."""
    loop: Figure

    def ratios(self) -> dict[str, float | None]:
        """How many times as long the loop takes."""
        return {"frames": ratio(self.loop, self.frames), "built": ratio(self.loop, self.built)}


def made_plan(tasks: int, indicators: int) -> Plan:
    """A plan of so many tasks and indicators, the same every time; every sixth indicator of each kind."""
    chance = random.Random(20250314)
    plan = Plan()
    plan.tables["plan"] = {"": {"title": "Made", "term": {"start": dt.date(TERM[0], 1, 1), "end": dt.date(TERM[1], 12, 31)}}}
    plan.tables["settings"] = {"": {"near_days": NEAR, "holidays": list(HOLIDAYS)}}
    plan.tables["goals"] = {"g": {"number": 1, "title": "Made"}}
    plan.tables["indicators"] = {f"i{n}": _indicator(KINDS[n % len(KINDS)], chance) for n in range(indicators)}
    plan.tables["tasks"] = {f"t{n}": _task(n, chance) for n in range(tasks)}
    return plan


def _indicator(kind: str, chance: random.Random) -> dict[str, Any]:
    last = chance.choice((2022, 2023, 2024, 2025))
    level, step, op, target, unit = {
        "term_growth": (8.0, 0.0, ">=", 8, "%/năm"),
        "end_level": (60.0, 4.0, ">=", 90, "%"),
        "money": (90.0, 9.0, ">=", 150, "triệu đồng"),
        "floor": (95.0, 0.0, ">", 95, "%"),
        "ceiling": (2.7, 0.0, "<", 3, "%"),
        "points_cut": (8.0, -1.0, ">=", 1, "điểm %/năm"),
    }[kind]
    values = []
    for year in range(2020, last + 1):
        value = round(max(0.1, level + step * (year - 2020) + chance.gauss(0, abs(step) or level / 25)), 2)
        values.append({"year": year, "value": value, "vintage": chance.choice(("official", "preliminary", "estimate"))})
        if chance.random() < 0.3:
            values.append({"year": year, "value": round(value * 1.01, 2), "vintage": chance.choice(("estimate", "plan"))})
    values.append({"year": 2025, "value": level, "vintage": "estimate", "scope": "merged"})
    said = {"goal": "g", "name": "Made", "unit": unit, "op": op, "target": target, "values": values}
    if kind in ("end_level", "money", "floor", "ceiling"):
        said["year"] = chance.choice((2024, 2025))  # some have reached their end by the day they are seen from
    return {**said, "kind": "end_level" if kind == "money" else kind}


def _task(number: int, chance: random.Random) -> dict[str, Any]:
    task: dict[str, Any] = {"section": "s", "order": number + 1, "summary": f"Việc {number}", "leads": ["a"], "partners": []}
    task["status"] = chance.choice(("unreported", "in_progress", "done"))
    if chance.random() < 0.6:
        task |= {"mode": "dated", "due": AS_OF + dt.timedelta(days=chance.randint(-400, 400))}
    else:
        task["mode"] = "standing"
        if task["status"] != "unreported":  # reported on in the year that is over
            task["log"] = [{"on": dt.date(AS_OF.year - 1, 6, 30), "text": "Báo cáo", "status": task["status"]}]
    if task["status"] == "done" and chance.random() < 0.9:
        task["done_on"] = AS_OF - dt.timedelta(days=chance.randint(0, 400))
    return task


def by_frames(frames: Frames) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Verdicts of all indicators and states of all tasks, one pass each."""
    return verdicts(frames, AS_OF), task_states(frames, AS_OF)


def by_loop(plan: Plan) -> tuple[dict[str, plain.Said], dict[str, str]]:
    """The same, a record at a time."""
    return plain.judge_all(plan.tables["indicators"], TERM, AS_OF), plain.task_states(plan.tables["tasks"], AS_OF, NEAR, HOLIDAYS)


def agree(plan: Plan) -> None:
    """Both say the same of every record. Raises :class:`Differ`."""
    judged, states = by_frames(Frames(plan))
    said, told = by_loop(plan)
    for id, verdict, forecast, required in judged.select("id", "verdict", "forecast", "required").iter_rows():
        if verdict != said[id].verdict or not _close(forecast, said[id].forecast) or not _close(required, said[id].required):
            raise Differ(f"{id} {plan.tables['indicators'][id]}: {(verdict, forecast, required)} against {tuple(said[id])}")
    for id, state in states.select("id", "state").iter_rows():
        if state != told[id]:
            raise Differ(f"{id} {plan.tables['tasks'][id]}: {state} against {told[id]}")


def _close(one: float | None, other: float | None) -> bool:
    return one is other is None or (one is not None and other is not None and math.isclose(one, other, rel_tol=1e-6, abs_tol=1e-9))


def measure(tasks: int, indicators: int, runs: int) -> Measured:
    """Run all three in turn, so that a busy moment meets all of them. Raises :class:`Differ`."""
    plan = made_plan(tasks, indicators)
    agree(plan)
    standing = Frames(plan)
    by_frames(standing)
    times: dict[str, list[float]] = {"frames": [], "built": [], "loop": []}
    for _ in range(runs):
        fresh = Frames(plan)
        fresh._tables.update(standing._tables)  # the tables are kept, nothing derived from them is
        times["frames"].append(_timed(lambda fresh=fresh: by_frames(fresh)))  # type: ignore[misc]
        times["built"].append(_timed(lambda: by_frames(Frames(plan))))
        times["loop"].append(_timed(lambda: by_loop(plan)))
    figures = {name: figure(values) for name, values in times.items()}
    frames, built, loop = (figures[name] for name in ("frames", "built", "loop"))
    assert frames is not None and built is not None and loop is not None
    return Measured(
        day=dt.date.today(),
        machine=machine_class(),
        versions={"kehoach": __version__, "Polars": version("polars")},
        tasks=tasks,
        indicators=indicators,
        runs=runs,
        frames=frames,
        built=built,
        loop=loop,
    )


def _timed(work: Callable[[], object]) -> float:
    """Milliseconds of one go, our own garbage collector off the clock."""
    gc.collect()
    gc.disable()
    try:
        begun = time.perf_counter_ns()
        work()
        return (time.perf_counter_ns() - begun) / 1e6
    finally:
        gc.enable()


def as_markdown(made: Measured) -> str:
    """The figures with their ratios, for reading in the repository and on the terminal."""
    ratios = made.ratios()
    lines = [
        f"# Verdicts of a large plan, {made.day:%Y-%m-%d}",
        "",
        f"- {made.machine} · {made.tasks} tasks, {made.indicators} indicators · {made.runs} runs",
        "- " + " · ".join(f"{name} {number}" for name, number in made.versions.items()),
        "- Medians; × is how many times as long the plain Python loop takes. Both say the same of every record, else nothing is measured.",
        "- The frames say 25 things of an indicator, the loop verdict, forecast and required rate only. An edit builds one table again.",
        "",
        "| | ms | least–most | × |",
        "|---|---:|---:|---:|",
    ]
    rows = (
        ("one pass over frames that stand", made.frames, ratios["frames"]),
        ("frames built first, then the pass", made.built, ratios["built"]),
    )
    for label, one, times in rows:
        lines.append(f"| {label} | {one.median:.0f} | {one.low:.0f}–{one.high:.0f} | {'–' if times is None else f'{times:.1f}'} |")
    lines.append(f"| plain Python loop | {made.loop.median:.0f} | {made.loop.low:.0f}–{made.loop.high:.0f} | 1.0 |")
    return "\n".join(lines) + "\n"


def as_json(made: Measured) -> str:
    """The figures for programs, ``[median, least, greatest]`` in milliseconds; the ratios follow from them."""
    content = attrs.asdict(made, recurse=False) | {"day": made.day.isoformat(), "versions": dict(made.versions)}
    return opened(content | {name: short(getattr(made, name)) for name in ("frames", "built", "loop")}, 1) + "\n"


def save(made: Measured, folder: Path) -> list[Path]:
    """Write the JSON and the Markdown in the place of those of the run before; where they are."""
    return save_beside(as_json(made), as_markdown(made), "methods", made.machine, folder)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; exit code 0, or 1 when frames and loop do not say the same."""
    parser = argparse.ArgumentParser(prog="python -m bench.methods", description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000, metavar="N")
    parser.add_argument("--indicators", type=int, default=10_000, metavar="N")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="how often each is run (default 5)")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER", help="where the results go (default bench/results)")
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    if min(options.runs, options.tasks, options.indicators) < 1:
        parser.error("at least 1 of everything")
    try:
        made = measure(options.tasks, options.indicators, options.runs)
    except Differ as fault:
        print(f"bench.methods: {fault}", file=sys.stderr)
        return 1
    print(as_markdown(made), end="")
    if not options.no_save:
        print("\nwritten:", ", ".join(path.name for path in save(made, options.results)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
