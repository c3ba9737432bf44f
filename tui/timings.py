"""Where the time of a start goes, step by step: kept always, told by ``--timings`` when the program has ended."""

from __future__ import annotations

import time

_steps: list[tuple[str, float]] = []
_before = 0.0


def begin() -> None:
    """Start to count; what the interpreter took before is known by its CPU time."""
    global _before
    _before = time.process_time()
    _steps[:] = [("", time.perf_counter())]


def mark(step: str) -> None:
    """The step that has just ended; only its first end counts, and none before :func:`begin`."""
    if _steps and all(name != step for name, _ in _steps):
        _steps.append((step, time.perf_counter()))


def told() -> str:
    """A line a step: ms of the step, ms since the process began, what it was."""
    lines, total = [f"{_before * 1000:8.1f} {_before * 1000:8.1f}  python"], _before
    for (_, begun), (step, ended) in zip(_steps, _steps[1:], strict=False):  # noqa: RUF007
        total += ended - begun
        lines.append(f"{(ended - begun) * 1000:8.1f} {total * 1000:8.1f}  {step}")
    return "\n".join(["      ms    since  step", *lines])
