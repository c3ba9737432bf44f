"""Trying many cases in a child process that is watched: one that hangs or ends the process is a fault like any other."""

from __future__ import annotations

import os
import select
import signal
import time
from collections.abc import Callable, Iterable
from itertools import islice

BATCH = 500


def tried(
    cases: Iterable[bytes], judge: Callable[[bytes], str | None], seconds: float = 10.0
) -> tuple[int, int, list[tuple[bytes, str]], float]:
    """(cases, bytes, the cases with what is wrong with them, the longest time one took in seconds).

    Forks: call it where no other thread runs.
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
    """How many of the batch are done with, what is wrong with them, and the longest time one took."""
    out, into = os.pipe()
    child = os.fork()
    if not child:
        try:
            for case in batch:
                os.write(into, (judge(case) or "").replace("\n", " ")[:1000].encode("utf-8", "replace") + b"\n")
        finally:
            os._exit(0)
    os.close(into)
    heard = b""
    done, longest = 0, 0.0
    faults: list[tuple[bytes, str]] = []
    since = time.monotonic()
    while done < len(batch):
        piece = os.read(out, 1 << 16) if select.select([out], [], [], seconds)[0] else None
        if not piece:
            what = "the process ended" if piece == b"" else f"not done after {seconds:g} s"
            faults.append((batch[done], what))
            done += 1
            break
        heard += piece
        *lines, heard = heard.split(b"\n")
        now = time.monotonic()
        if lines:
            longest, since = max(longest, (now - since) / len(lines)), now
        for line in lines:
            if line:
                faults.append((batch[done], line.decode()))
            done += 1
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(out)
    return done, faults, longest
