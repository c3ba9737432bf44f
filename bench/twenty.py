"""``python -m bench.twenty``: twenty people in one plan on one server: what each costs in memory, and what a save of one costs the others.

The real program in as many terminals over one copy of the shipped plan, each of a person of their own. Memory is that of ``smaps_rollup``
once all are at rest: *private* is what one more session takes from the machine, *proportional* its share of what several map. All are
opened twice: at the first start ever everything is worked out in the session, at a later one on the same day it is taken up as it was
kept. Then somebody else saves a task, twice, and the processor time each of the others takes for it is measured, over how many
milliseconds these looks are spread, and what each takes in the same time when nobody saves: it looks at the file and the others.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import attrs

from bench.goals import PRIVATE_MIB, SAVE_MS, SESSIONS
from bench.processes import cpu_ns
from bench.pty import Session
from bench.report import machine_class, machine_stem
from bench.running import SIZE, environment, prepare_code
from bench.subjects import REPOSITORY

RESULTS: Final = Path(__file__).parent / "results"
_PLAN: Final = REPOSITORY / "data" / "plan.toml"
_FIELD: Final = re.compile(r'(summary = "Triển khai vốn đầu tư công trung hạn)[ \d]*')
_MAPPING: Final = re.compile(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)")
_NAMELESS: Final = "no file: what Python and Polars allocate, stacks"
_LEAST_MIB: Final = 0.05
_PATIENCE_S: Final = 300.0
_AT_REST_S: Final = 1.0
_LOOK_S: Final = 0.02
_CALM: Final = 3
"""Rests in which a session that has nothing more to do is told from one that waits for its turn."""
_IDLE_MS: Final = 8.0
"""Milliseconds of the processor a session takes in a rest for looking at the file and the others, and no more."""


@attrs.frozen
class Cost:
    """Of each session: MiB of its own and of its share, and milliseconds of the processor one save of somebody else takes it.

    ``first``: MiB of its own at its first start ever; all else is of a later one.
    """

    first: list[float]
    private: list[float]
    proportional: list[float]
    save: list[float]
    """The first that is taken in since the start."""
    later: list[float]
    """The next one."""
    rest: list[float]
    """Milliseconds of the processor in the time of the first save, while nobody saves."""
    spread_ms: float
    """From the first to the last of them to have taken it in."""
    mapped: dict[str, float]
    """Of the first: private MiB by what is mapped, the most first."""


def memory_of(rollup: str) -> tuple[float, float]:
    """(private, proportional) MiB of the text of a ``smaps_rollup``."""
    kib = {name: int(number) for name, number in re.findall(r"^(\w+):\s+(\d+) kB", rollup, re.MULTILINE)}
    return (kib["Private_Clean"] + kib["Private_Dirty"]) / 1024, kib["Pss"] / 1024


def mapped_by(smaps: str) -> dict[str, float]:
    """Private MiB by what is mapped, the most first, of the text of a ``smaps``; files by their names."""
    found: dict[str, float] = {}
    name = ""
    for line in smaps.splitlines():
        if header := _MAPPING.match(line):
            name = header[1].rpartition("/")[2] or _NAMELESS
        elif line.startswith("Private_"):
            found[name] = found.get(name, 0.0) + int(line.split()[1]) / 1024
    return dict(sorted(found.items(), key=lambda item: -item[1]))


def measure(many: int, plan: Path = _PLAN) -> Cost:
    """Open so many sessions, look at their memory, save once beside them. Raises RuntimeError when one does not get there."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        path = folder / "plan.toml"
        text = plan.read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        prepare_code(environment(folder))
        homes = [folder / f"home-{number}" for number in range(many)]
        for home in homes:
            home.mkdir()
        with ExitStack() as open_ones:
            first = [own for own, _ in _memory(_all_at_rest(path, homes, open_ones))]
        with ExitStack() as open_ones:
            sessions = _all_at_rest(path, homes, open_ones)
            memory = _memory(sessions)
            mapped = mapped_by(Path(f"/proc/{sessions[0].pid}/smaps").read_text(encoding="utf-8", errors="replace"))
            at_rest, seconds = _cpu_ms(sessions, lambda: _rest(sessions, _CALM))
            seen, (save, took) = _taken_in(sessions, path, text, 17)
            for session in sessions:
                session.press("escape")
            _settle(sessions)
            _, (later, _) = _taken_in(sessions, path, text, 18)
        rest = [cost / seconds * took for cost in at_rest]
        spread_ms = (max(seen) - min(seen)) * 1000
        return Cost(first, [own for own, _ in memory], [share for _, share in memory], save, later, rest, spread_ms, mapped)


def _taken_in(sessions: Sequence[Session], path: Path, text: str, number: int) -> tuple[list[float], tuple[list[float], float]]:
    """When each has what somebody else saves now, and as :func:`_cpu_ms` until all are at rest again."""
    seen: list[float] = []

    def save() -> None:
        _save_theirs(path, text, number)
        seen.extend(_until(sessions, lambda session: "đã nhận thay đổi" in session.terminal.text()))
        _rest(sessions)

    cost = _cpu_ms(sessions, save)
    return seen, cost


def _cpu_ms(sessions: Sequence[Session], happens: Callable[[], object]) -> tuple[list[float], float]:
    """Milliseconds of the processor each takes while something happens, and how many seconds that is."""
    begun, before = time.monotonic(), [cpu_ns(session.pid) for session in sessions]
    happens()
    taken = [(cpu_ns(session.pid) - since) / 1e6 for session, since in zip(sessions, before, strict=True)]
    return taken, time.monotonic() - begun


def _all_at_rest(path: Path, homes: Sequence[Path], open_ones: ExitStack) -> list[Session]:
    """A session of each person over the plan, once none of them has anything more to do."""
    sessions = [open_ones.enter_context(_opened(path, home)) for home in homes]
    _until(sessions, lambda session: "GRDP" in session.terminal.text())
    _settle(sessions)
    return sessions


def _memory(sessions: Sequence[Session]) -> list[tuple[float, float]]:
    """(private, proportional) MiB of each."""
    return [memory_of(Path(f"/proc/{session.pid}/smaps_rollup").read_text(encoding="ascii")) for session in sessions]


def _opened(path: Path, home: Path) -> Session:
    command = [sys.executable, "-P", "-m", "tui", "--lang", "vi", str(path)]
    return Session(command, *SIZE, environment(home) | {"PYTHONPATH": str(REPOSITORY)}, REPOSITORY)


def _save_theirs(path: Path, text: str, number: int) -> None:
    made, count = _FIELD.subn(lambda found: f"{found[1]} {number}", text, count=1)
    if not count:
        raise RuntimeError("the plan has no such task")
    other = path.with_name("theirs")
    other.write_text(made, encoding="utf-8")
    os.replace(other, path)


def _settle(sessions: Sequence[Session]) -> None:
    """Until none of them works on: what is made ready ahead is no part of what a save costs."""
    until = time.monotonic() + _PATIENCE_S
    while True:
        before = [cpu_ns(session.pid) for session in sessions]
        _rest(sessions, _CALM)
        if all(cpu_ns(session.pid) - since < _CALM * _IDLE_MS * 1e6 for session, since in zip(sessions, before, strict=True)):
            return
        if time.monotonic() > until:
            raise RuntimeError("they do not come to rest")


def _rest(sessions: Sequence[Session], times: int = 1) -> None:
    until = time.monotonic() + times * _AT_REST_S
    while time.monotonic() < until:
        for session in sessions:
            session.quiet(_LOOK_S, before=0)


def _until(sessions: Sequence[Session], happened: Callable[[Session], bool]) -> list[float]:
    """When it happened to each, in seconds of one clock."""
    waiting, at = dict(enumerate(sessions)), dict[int, float]()
    until = time.monotonic() + _PATIENCE_S
    while waiting:
        for number, session in list(waiting.items()):
            session.quiet(_LOOK_S, before=0)
            while session.terminal.pending:
                session.terminal.draw_next()
            if happened(session):
                at[number] = time.monotonic()
                del waiting[number]
        if time.monotonic() > until or any(session.ended for session in waiting.values()):
            raise RuntimeError("what is waited for has not come")
    return [at[number] for number in range(len(sessions))]


def rows(cost: Cost) -> Iterator[tuple[str, str, str]]:
    """(what, figure, goal) of the page."""
    for name, found, goal in (
        ("private memory of one, MiB", cost.private, f"≤ {PRIVATE_MIB:g}"),
        ("the same at its first start ever, MiB", cost.first, f"≤ {PRIVATE_MIB:g}"),
        ("proportional memory of one, MiB", cost.proportional, ""),
        ("CPU of each other when one saves, ms", cost.save, f"≤ {SAVE_MS:g}"),
        ("the same at a later save, ms", cost.later, f"≤ {SAVE_MS:g}"),
        ("CPU of each in that time at rest, ms", cost.rest, ""),
    ):
        yield name, f"{statistics.median(found):.1f} ({min(found):.1f}–{max(found):.1f})", goal
    yield "proportional memory of all, MiB", f"{sum(cost.proportional):,.0f}", ""
    yield "from the first to the last that has it, ms", f"{cost.spread_ms:,.0f}", ""


def as_markdown(cost: Cost, day: dt.date) -> str:
    """The page of a run."""
    lines = [f"# {len(cost.private)} sessions on one plan, {day}", "", f"- {machine_class()} · median (least–greatest) of the sessions", ""]
    lines += ["| | | goal |", "|---|---:|---:|", *(f"| {' | '.join(row)} |" for row in rows(cost))]
    lines += ["", "Private memory of the first by what is mapped:", "", "| | MiB |", "|---|---:|"]
    lines += [f"| {name} | {mib:.1f} |" for name, mib in cost.mapped.items() if mib >= _LEAST_MIB]
    return "\n".join(lines) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write; exit code 0."""
    parser = argparse.ArgumentParser(
        prog="python -m bench.twenty", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sessions", type=int, default=SESSIONS, metavar="N")
    parser.add_argument("--plan", type=Path, default=_PLAN)
    parser.add_argument("--no-save", action="store_true", help="print only")
    options = parser.parse_args(arguments)
    page = as_markdown(measure(options.sessions, options.plan), dt.date.today())
    print(page, end="")
    if not options.no_save:
        (RESULTS / f"twenty-{machine_stem(machine_class())}.md").write_text(page, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
