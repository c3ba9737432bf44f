"""Trying many cases in a child process that is watched: one that hangs or ends the process is a fault like any other."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

BATCH: Final = 500
_STUCK: Final = 12
"""Times as long a case may take by the clock as by the processor: other programs have it too."""


def tried(
    cases: Iterable[bytes], judge: Callable[[bytes], str | None], seconds: float = 10.0
) -> tuple[int, int, list[tuple[bytes, str]], float]:
    """(cases, bytes, the cases with what is wrong with them, the longest any took of the processor in seconds).

    ``seconds`` of the processor are all a case may take. Forks: call it where no other thread runs.
    """
    rest = iter(cases)
    count = size = 0
    longest = 0.0
    faults: list[tuple[bytes, str]] = []
    while batch := list(islice(rest, BATCH)):
        count += len(batch)
        size += sum(map(len, batch))
        while batch:
            done, wrong, took = _in_child(batch, judge, seconds)
            faults += wrong
            longest = max(longest, took)
            batch = batch[done:]
    return count, size, faults, longest


def _in_child(batch: list[bytes], judge: Callable[[bytes], str | None], seconds: float) -> tuple[int, list[tuple[bytes, str]], float]:
    """How many of the batch are done with, what is wrong with them, and the longest one took of the processor."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            _answer(batch, judge, into)
        finally:
            os._exit(0)
    os.close(into)
    heard = b""
    done, longest = 0, 0.0
    faults: list[tuple[bytes, str]] = []
    while done < len(batch):
        piece = _heard(child, out, seconds)
        if not piece:
            faults.append((batch[done], "the process ended" if piece == b"" else f"not done after {seconds:g} s"))
            done += 1
            break
        heard += piece
        *lines, heard = heard.split(b"\n")
        for took, _, fault in (line.partition(b" ") for line in lines):
            longest = max(longest, float(took))
            if fault:
                faults.append((batch[done], fault.decode()))
            done += 1
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(out)
    return done, faults, longest


def _answer(batch: list[bytes], judge: Callable[[bytes], str | None], into: int) -> None:
    """A line a case: seconds of the processor, and what is wrong."""
    for case in batch:
        begun = time.process_time()
        fault = (judge(case) or "").replace("\n", " ")[:1000]
        os.write(into, f"{time.process_time() - begun:.4f} {fault}\n".encode("utf-8", "replace"))


def _heard(child: int, out: int, seconds: float) -> bytes | None:
    """What the child says next; nothing when it has ended, None when it has not come to it in time."""
    before, until = _processor(child), time.monotonic() + _STUCK * seconds
    while _processor(child) - before < seconds and time.monotonic() < until:
        if select.select([out], [], [], seconds)[0]:
            return os.read(out, 1 << 16)
    return None


def _processor(child: int) -> float:
    """Seconds of the processor a process has had."""
    with open(f"/proc/{child}/stat", "rb") as stat:
        user, system = stat.read().rpartition(b")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
