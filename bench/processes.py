"""What a program costs the machine: CPU, memory and wake-ups of a process and all it has started, read from ``/proc``."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

NS_PER_S = 1_000_000_000


def family(root: int) -> list[int]:
    """A process and its living descendants; empty when it is gone."""
    found, new = [], [root]
    while new:
        pid = new.pop()
        children = _read(f"/proc/{pid}/task/{pid}/children")
        if children is None:
            continue
        found.append(pid)
        new += [int(child) for child in children.split()]
    return found


def cpu_ns(root: int) -> int:
    """User and system time of the family so far, of all threads, also of children that have ended and were waited for."""
    total = 0
    for pid in family(root):
        with contextlib.suppress(OSError):
            total += time.clock_gettime_ns((~pid << 3) | 2)  # the scheduler's own clock of that process: no ticks of 10 ms
        if stat := _read(f"/proc/{pid}/stat"):
            fields = stat.rpartition(")")[2].split()
            total += (int(fields[13]) + int(fields[14])) * NS_PER_S // os.sysconf("SC_CLK_TCK")
    return total


def runs_now(root: int) -> bool:
    """Whether a thread of the family is computing, or waits for a core or the disk, at this moment."""
    stats = (_read(f"/proc/{pid}/task/{task}/stat") for pid, task in _threads(root))
    return any(stat.rpartition(")")[2].split()[0] in "RD" for stat in stats if stat)


def peak_bytes(root: int) -> int | None:
    """Peak resident memory, the sum over the family; ``None`` when it is gone."""
    peaks = [_number("VmHWM", _read(f"/proc/{pid}/status")) for pid in family(root)]
    return sum(peaks) * 1024 or None


def wake_ups(root: int) -> int:
    """How often any thread of the family has gone to sleep by itself, and so was woken up again, so far."""
    return sum(_number("voluntary_ctxt_switches", _read(f"/proc/{pid}/task/{task}/status")) for pid, task in _threads(root))


def _threads(root: int) -> Iterator[tuple[int, str]]:
    for pid in family(root):
        with contextlib.suppress(OSError):
            yield from ((pid, task) for task in os.listdir(f"/proc/{pid}/task"))


def _read(path: str) -> str | None:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace")
    except OSError:  # it has ended
        return None


def _number(name: str, status: str | None) -> int:
    match = re.search(rf"^{name}:\s+(\d+)", status or "", re.MULTILINE)
    return int(match[1]) if match else 0
