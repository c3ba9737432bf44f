"""What is measured, and the numbers made of it: medians over all runs and ratios between programs."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from bench.pty import Press, Start


class Measure(NamedTuple):
    """One line of the report."""

    id: str
    label: str
    unit: str


ACTIONS: Final = {
    "row": "row down",
    "page": "page down",
    "first_visit": "tab, first visit",
    "tab": "next tab",
    "filter": "filter letter",
}

MEASURES: Final = (
    Measure("start.frame", "start: first frame", "ms"),
    Measure("start.text", "start: data on the screen", "ms"),
    Measure("start.ready", "start: ready (at rest)", "ms"),
    Measure("start.bytes", "start: first screen", "bytes"),
    *(
        Measure(f"{action}.{part}", f"{label}{what}", unit)
        for action, label in ACTIONS.items()
        for part, what, unit in (("visible", ": visible", "ms"), ("settled", ": settled", "ms"), ("bytes", "", "bytes"))
    ),
    Measure("exit", "exit", "ms"),
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
    return {
        "start.frame": [start.frame_ms],
        "start.text": [start.text_ms],
        "start.ready": [start.ready_ms],
        "start.bytes": [start.bytes if start.ready_ms is not None else None],
    }


def press_samples(action: str, presses: Iterable[Press]) -> Samples:
    """The presses of one action as values of measures."""
    presses = list(presses)
    return {
        f"{action}.visible": [press.visible_ms for press in presses],
        f"{action}.settled": [press.settled_ms for press in presses],
        f"{action}.bytes": [press.bytes for press in presses],
    }


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


def ratio(own: Figure | None, peer: Figure | None) -> float | None:
    """How many times the peer's median ours is; ``None`` when one is missing or the peer's is nothing."""
    if own is None or peer is None or not peer.median:
        return None
    return own.median / peer.median
