"""The workbench with a clock on its event loop: ``python bench/steps.py LOG ARGUMENTS…``, run by :mod:`bench.beside` with any tree.

A step of the loop is what it does without looking whether a key has come. Those of a millisecond and more go to LOG, a line each:
when it ended (ns, monotonic), its processor time and its time by the clock (µs), and whose it was.
"""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from typing import IO, Final

READING: Final = "reading"
"""The name of the thread that reads beside the screen: its processor time is none of the loop's."""
_LEAST_US: Final = 1000


def watch(log: IO[str]) -> None:
    """From now on write down the steps of every event loop."""
    run = asyncio.Handle._run

    def timed(handle: asyncio.Handle) -> None:
        beside = _beside()
        wall, whole, own = time.perf_counter_ns(), time.process_time_ns(), time.thread_time_ns()
        run(handle)
        own, whole, wall = time.thread_time_ns() - own, time.process_time_ns() - whole, time.perf_counter_ns() - wall
        cpu = own if beside or _beside() else min(whole, wall)  # threads of Polars work for the loop
        if cpu >= _LEAST_US * 1000:
            log.write(f"{time.monotonic_ns()} {cpu // 1000} {wall // 1000} {_whose(handle)}\n")
            log.flush()

    asyncio.Handle._run = timed  # type: ignore[method-assign, assignment]


def _beside() -> bool:
    return any(thread.name == READING for thread in threading.enumerate())


def _whose(handle: asyncio.Handle) -> str:
    callback = getattr(handle, "_callback", None)
    task = getattr(callback, "__self__", None)
    return task.get_name() if isinstance(task, asyncio.Task) else getattr(callback, "__qualname__", str(callback))


if __name__ == "__main__":
    from tui.commands.main import main

    with open(sys.argv[1], "w", encoding="utf-8") as steps:
        watch(steps)
        sys.exit(main(sys.argv[2:]))
