"""What is measured, and the numbers made of it: medians over all runs and ratios between programs."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from bench.pty import Exit, Press, Quiet, Start

MIB: Final = 1024 * 1024


class Measure(NamedTuple):
    """One line of the report."""

    id: str
    label: str
    unit: str


ACTIONS: Final = {
    "row": "row down",
    "scroll": "scrolled row",
    "held": "held key, 30 rows",
    "page": "page down",
    "first_visit": "tab, first visit",
    "tab": "next tab",
    "filter": "filter letter",
    "sort": "sort",
    "edit": "edit a cell",
    "undo": "undo",
    "first_save": "first save ever of a plan",
    "save": "save",
}

SAVES: Final = ("first_save", "save")
"""The actions that write a file. With the first ever of a plan its history begins, which has the whole text as it was."""

MEASURES: Final = (
    Measure("start.frame", "start: first frame", "ms"),
    Measure("start.text", "start: data on the screen", "ms"),
    Measure("start.answered", "start: first key answered", "ms"),
    Measure("start.ready", "start: ready (at rest)", "ms"),
    Measure("start.all", "start: all rows there", "ms"),
    Measure("start.bytes", "start: first screen", "bytes"),
    Measure("start.deflated", "start: first screen, deflated", "bytes"),
    Measure("start.cpu", "start: CPU", "ms"),
    Measure("first.frame", "first start ever: first frame", "ms"),
    Measure("first.text", "first start ever: data on the screen", "ms"),
    Measure("first.answered", "first start ever: first key answered", "ms"),
    Measure("first.ready", "first start ever: ready (at rest)", "ms"),
    Measure("first.bytes", "first start ever: first screen", "bytes"),
    *(
        Measure(f"{action}.{part}", f"{label}{what}", unit)
        for action, label in ACTIONS.items()
        for part, what, unit in (
            ("visible", ": visible", "ms"),
            ("arrived", ": cursor there", "ms"),
            ("settled", ": settled", "ms"),
            ("bytes", "", "bytes"),
            ("deflated", ", deflated", "bytes"),
            ("cpu", ": CPU", "ms"),
        )
        if part != "arrived" or action == "held"
    ),
    *(
        Measure(f"{action}.{part}", f"{ACTIONS[action]}: {what}", "ms")
        for action in SAVES
        for part, what in (("disk", "the disk's own write and fsync"), ("beyond", "beyond the disk"))
    ),
    Measure("idle.bytes", "idle, 5 s", "bytes"),
    Measure("idle.cpu", "idle: CPU", "%"),
    Measure("idle.wake_ups", "idle: wake-ups", "a second"),
    Measure("memory.start", "peak memory after the start", "MiB"),
    Measure("memory.end", "peak memory at the end", "MiB"),
    Measure("memory.row", "memory a row after the start", "bytes"),
    Measure("memory.row_end", "memory a row at the end", "bytes"),
    Measure("exit.ended", "exit", "ms"),
    Measure("exit.after", "exit: after the terminal is given back", "ms"),
)

Samples = Mapping[str, Sequence[float | None]]
"""Measure id → one value a start, key or exit; ``None`` where it never happened."""


class Figure(NamedTuple):
    """Values of one measure."""

    median: float
    low: float
    high: float
    n: int
    missing: int
    """How often it never happened."""


def start_samples(start: Start) -> Samples:
    """A start as values of measures."""
    there = start.ready_ms is not None
    return {
        "start.frame": [start.frame_ms],
        "start.text": [start.text_ms],
        "start.ready": [start.ready_ms],
        "start.bytes": [start.bytes if there else None],
        "start.deflated": [start.deflated if there else None],
        "start.cpu": [start.cpu_ms if there else None],
        "memory.start": [None if start.peak_bytes is None else start.peak_bytes / MIB],
    }


def first_start_samples(start: Start) -> Samples:
    """A start without anything kept from an earlier one."""
    return {
        "first.frame": [start.frame_ms],
        "first.text": [start.text_ms],
        "first.ready": [start.ready_ms],
        "first.bytes": [start.bytes if start.ready_ms is not None else None],
    }


def press_samples(action: str, presses: Iterable[Press]) -> Samples:
    """The presses of one action as values of measures. What a key cost that was not answered while it was waited for is not known."""
    presses = list(presses)
    return {
        f"{action}.visible": [press.visible_ms for press in presses],
        f"{action}.arrived": [press.arrived_ms for press in presses],
        f"{action}.settled": [press.settled_ms for press in presses],
        f"{action}.bytes": [press.bytes or None for press in presses],
        f"{action}.deflated": [press.deflated or None for press in presses],
        f"{action}.cpu": [press.cpu_ms for press in presses],
    }


def quiet_samples(quiet: Quiet) -> Samples:
    """Silence as values of measures."""
    return {"idle.bytes": [quiet.bytes], "idle.cpu": [quiet.cpu_percent], "idle.wake_ups": [quiet.wake_ups_per_s]}


def exit_samples(exit: Exit) -> Samples:
    """An end as values of measures."""
    return {"exit.ended": [exit.ended_ms], "exit.after": [exit.after_ms]}


def beyond_disk(press: Press, disk_ms: float, action: str = "save") -> Samples:
    """A save beside the same bytes written by nobody; the disk alone may be slower once than all of it another time."""
    settled = press.settled_ms
    return {f"{action}.disk": [disk_ms], f"{action}.beyond": [None if settled is None else max(0.0, settled - disk_ms)]}


def pooled(runs: Iterable[Samples]) -> dict[str, list[float | None]]:
    """The values of all runs together, by measure."""
    together: dict[str, list[float | None]] = {}
    for run in runs:
        for measure, values in run.items():
            together.setdefault(measure, []).extend(values)
    return together


def figure(values: Iterable[float | None]) -> Figure | None:
    """Median, least and greatest of the values there are; ``None`` when there are none."""
    values = list(values)
    there = [value for value in values if value is not None]
    if not there:
        return None
    return Figure(statistics.median(there), min(there), max(there), len(there), len(values) - len(there))


def figures(samples: Samples) -> dict[str, Figure]:
    """The figure of every measure that has values, in the order of ``MEASURES``."""
    made = {measure.id: figure(samples.get(measure.id, ())) for measure in MEASURES}
    return {id: one for id, one in made.items() if one is not None}


def memory_a_row(small: Mapping[str, Figure], few: int, large: Mapping[str, Figure], many: int) -> dict[str, Figure]:
    """Bytes of peak memory each row more has cost, from the same program on ``few`` and on ``many`` rows; by measure."""
    made = {}
    for of, measure in (("memory.start", "memory.row"), ("memory.end", "memory.row_end")):
        before, after = small.get(of), large.get(of)
        if before and after and many > few:
            median, low, high = ((value - before.median) * MIB / (many - few) for value in (after.median, after.low, after.high))
            made[measure] = Figure(median, low, high, after.n, after.missing)
    return made


def ratio(own: Figure | None, peer: Figure | None) -> float | None:
    """How many times the peer's median ours is; ``None`` when one is missing or the peer's is nothing."""
    if own is None or peer is None or not peer.median:
        return None
    return own.median / peer.median
