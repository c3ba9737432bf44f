"""The time of a start, step by step, and which way it took: kept always, told by ``--timings`` when the program has ended."""

from __future__ import annotations

import time

from tui.start import debug_log

_steps: list[tuple[str, float, float]] = []
_ways: dict[str, str] = {}
_noted: dict[str, str] = {}
"""What the log has been told of them: what was decided by the end of a step."""


def begin() -> None:
    """Start to count; what the interpreter took before is known by its CPU time."""
    _ways.clear()
    _noted.clear()
    _steps[:] = [("python", time.perf_counter(), time.process_time())]


def mark(step: str) -> None:
    """The step that has just ended; only its first end counts, and none before :func:`begin`."""
    if _steps and all(name != step for name, _, _ in _steps):
        _steps.append((step, time.perf_counter(), time.process_time()))
        debug_log.note(step)
        for subject, way in _ways.items():
            if _noted.get(subject) != way:
                _noted[subject] = way
                debug_log.note(way)


def took(way: str, **measured: float) -> None:
    """Which way the start took where there are several: a subject and what was decided, as ``page: none is kept``.

    The last one of a subject is told. It holds no word of a plan and no path: the log is told of it too.
    """
    if _steps:
        subject, _, _ = way.partition(":")
        _ways[subject] = way + "".join(f", {name} {value:g}" for name, value in measured.items())


def told() -> str:
    """A line a step: ms of the step, ms of CPU in it, ms since the process began, what it was; then a line a way that was taken."""
    python, begun, before = _steps[0]
    total = before * 1000
    lines = [f"{total:8.1f} {total:8.1f} {total:8.1f}  {python}"]
    for step, ended, after in _steps[1:]:
        passed, cpu = (ended - begun) * 1000, (after - before) * 1000
        total += passed
        lines.append(f"{passed:8.1f} {cpu:8.1f} {total:8.1f}  {step}")
        begun, before = ended, after
    return "\n".join(["      ms   of CPU    since  step", *lines, *_ways.values()])
