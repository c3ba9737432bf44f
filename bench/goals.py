"""The goals of the product as checks on the figures of one run: reached, not reached, or not measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from bench.figures import Figure

Figures = Mapping[str, Mapping[str, Mapping[str, Figure]]]
"""Place → program → measure → figure."""

SHIPPED, HUNDRED_THOUSAND, MILLION = "shipped", "100000", "1000000"
PACE_MS: Final = 33.0
"""A held key comes as often: later than that is behind it."""


STEEPEST: Final = 1.1
"""The exponent with which no work may grow with the plan; see :mod:`bench.growth`."""
AT_MOST_MS: Final[Mapping[tuple[str, int], float]] = {("load", 100_000): 3_000.0, ("report", 1_000): 1_000.0}
"""By job of :mod:`bench.growth` and tasks the processor time it may take."""
SESSIONS: Final = 20
"""People in one plan on one server; see :mod:`bench.twenty`."""
PRIVATE_MIB: Final = 40.0
"""What one of their sessions may take from the machine."""
SAVE_MS: Final = 15.0
"""Processor time a save of one may take each of the others."""


class Checked(NamedTuple):
    """One goal and what came of it; ``None`` where a figure is missing."""

    goal: str
    wanted: str
    found: str
    reached: bool | None


class _Goal(NamedTuple):
    label: str
    place: str
    measure: str
    at_most: float
    unit: str = "ms"
    peer: str | None = None
    """The program ours is divided by; without one the figure itself is the bound."""
    peer_measure: str | None = None
    subject: str = "kehoach"
    peer_place: str | None = None


def _vd(label: str, measure: str, at_most: float, peer_measure: str | None = None) -> _Goal:
    return _Goal(label, SHIPPED, measure, at_most, "", "visidata", peer_measure)


GOALS: Final = (
    _vd("first paint", "start.frame", 0.15),
    _vd("first paint, first start ever", "first.frame", 0.15, "start.frame"),
    _vd("ready", "start.ready", 1.2),
    _vd("first key answered", "start.answered", 0.9),
    _vd("ready, first start ever", "first.ready", 1.2, "start.ready"),
    _vd("first key answered, first start ever", "first.answered", 1.1, "start.answered"),
    _Goal("CPU of a start", SHIPPED, "start.cpu", 380.0),
    _Goal("ready", SHIPPED, "start.ready", 1.6, "", "hello"),
    _Goal("ready, first start ever", SHIPPED, "first.ready", 1.6, "", "hello", "start.ready"),
    _Goal("row move", SHIPPED, "row.visible", 4.0),
    _vd("row move", "row.visible", 0.3),
    _vd("row move, bytes", "row.bytes", 1.3),
    _Goal("scrolled row", SHIPPED, "scroll.visible", 8.0),
    _vd("scrolled row, bytes", "scroll.bytes", 2.0),
    _vd("held key, bytes", "held.bytes", 1.0),
    *(
        _Goal(f"{label}, bytes, table alone", SHIPPED, f"{action}.bytes", at_most, "", "visidata", subject="frame")
        for action, label, at_most in (("row", "row move", 0.75), ("scroll", "scrolled row", 1.0), ("held", "held key", 1.0))
    ),
    _Goal("held key: cursor there before the next would come", SHIPPED, "held.arrived", PACE_MS),
    _vd("page down", "page.visible", 1.0),
    _vd("page down, bytes", "page.bytes", 0.95),
    _vd("tab switch, visible", "tab.visible", 1.0),
    _Goal("tab switch, settled", SHIPPED, "tab.settled", 60.0),
    _Goal("tab switch, bytes", SHIPPED, "tab.bytes", 8000, "bytes"),
    _Goal("tab, first visit", SHIPPED, "first_visit.settled", 30.0),
    *(
        _Goal(f"{label}{size}, {what}", place, f"{action}.{what}", at_most)
        for place, size, bounds in ((SHIPPED, "", (16.0, 40.0)), (HUNDRED_THOUSAND, ", 100,000 tasks", (25.0, 60.0)))
        for action, label in (("edit", "edit"), ("undo", "undo"))
        for what, at_most in zip(("visible", "settled"), bounds, strict=True)
    ),
    *(
        _Goal(f"filter letter, 100,000 rows, {what} ({whose})", HUNDRED_THOUSAND, f"filter.{what}", at_most, subject=subject)
        for subject, whose in (("kehoach", "plan file"), ("frame", "frame on disk"))
        for what, at_most in (("visible", 16.0), ("settled", 60.0))
    ),
    _Goal("open 100,000 rows, all there (plan file)", HUNDRED_THOUSAND, "start.all", 0.8, "", "visidata"),
    _Goal("open 100,000 rows, all there (frame on disk)", HUNDRED_THOUSAND, "start.all", 0.8, "", "visidata", subject="frame"),
    _Goal("1,000,000 rows: row move as on the shipped", MILLION, "row.visible", 1.25, "", "frame", subject="frame", peer_place=SHIPPED),
    _Goal("1,000,000 rows: memory a row", MILLION, "memory.row_end", 700, "bytes", subject="frame"),
    _Goal("first screen", SHIPPED, "start.bytes", 12_000, "bytes"),
    _Goal("first screen, first start ever", SHIPPED, "first.bytes", 12_000, "bytes"),
    _Goal("idle, bytes", SHIPPED, "idle.bytes", 0, "bytes"),
    _Goal("idle, CPU", SHIPPED, "idle.cpu", 0.05, "%"),
    _Goal("idle, wake-ups", SHIPPED, "idle.wake_ups", 1, "a second"),
    _Goal("exit, after the terminal is given back", SHIPPED, "exit.after", 50.0),
    _Goal("exit, 100,000 tasks, after the terminal is given back", HUNDRED_THOUSAND, "exit.after", 50.0),
    _Goal("peak memory", SHIPPED, "memory.end", 100, "MiB"),
    _Goal("save after one edit, beyond the disk", SHIPPED, "save.beyond", 20.0),
    _Goal("first save ever of a plan, beyond the disk", SHIPPED, "first_save.beyond", 20.0),
    _Goal("save after one edit, 100,000 tasks, beyond the disk", HUNDRED_THOUSAND, "save.beyond", 100.0),
    _Goal("first save ever of a plan, 100,000 tasks, beyond the disk", HUNDRED_THOUSAND, "first_save.beyond", 100.0),
)


def checked(figures: Figures, called: Callable[[str], str] = lambda id: id) -> list[Checked]:
    """Every goal against the figures; ``called`` is how a program is called in words."""
    return [_check(goal, figures, called) for goal in GOALS]


def _check(goal: _Goal, figures: Figures, called: Callable[[str], str]) -> Checked:
    own = figures.get(goal.place, {}).get(goal.subject, {}).get(goal.measure)
    if goal.peer is None:
        wanted = f"≤ {goal.at_most:g} {goal.unit}"
        if own is None:
            return Checked(goal.label, wanted, "not measured", None)
        return Checked(goal.label, wanted, f"{own.median:.4g} {goal.unit}", own.median <= goal.at_most)
    wanted = f"≤ {goal.at_most:g} × {called(goal.peer)}"
    peer = figures.get(goal.peer_place or goal.place, {}).get(goal.peer, {}).get(goal.peer_measure or goal.measure)
    if own is None or peer is None or not peer.median:
        return Checked(goal.label, wanted, "not measured", None)
    times = own.median / peer.median
    return Checked(goal.label, wanted, f"{times:.2f} × ({own.median:.4g} against {peer.median:.4g})", times <= goal.at_most)
