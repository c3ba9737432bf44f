"""Where the panel of a table stands, and how much of the window it takes: a function of the window and of what the table needs. Pure."""

from __future__ import annotations

import enum
from typing import Final

import attrs

ENOUGH: Final = 96
"""Cells a table has beside its panel in any case, however few its columns of worth need."""
SMALLEST_SIDE: Final = 38
"""Cells of a panel beside a table, its border not counted."""
TALL: Final = 30
"""Lines of a window from which there is room for a panel below the table."""
SIZES: Final = range(24, 65, 4)
"""Per cent of the window a panel may take."""
USUAL_SIZE: Final = 44
_BORDER: Final = 1
_AROUND: Final = 4
"""Lines of a window that are neither the table's nor the panel's: title, tabs, summary and keys."""
_LEAST_LINES: Final = 6
"""Lines of the table above its panel, and of the panel."""


class Where(enum.Enum):
    """Where the panel stands; ``AWAY``: nowhere, until its key lays it over the table."""

    BESIDE = "beside"
    BELOW = "below"
    AWAY = "away"


@attrs.define
class PanelChoice:
    """What a person wants of the panel, on every table: whether it stands there, and how many per cent of the window it takes."""

    shown: bool = True
    size: int = USUAL_SIZE

    def resized(self, by: int) -> bool:
        """Take the next size; False where there is none."""
        nearest = min(SIZES, key=lambda size: abs(size - self.size))
        wanted = nearest + by * SIZES.step
        if wanted not in SIZES:
            return False
        self.size = wanted
        return True

    def dragged_to(self, percent: int) -> bool:
        """Take the size nearest to so many per cent; False where it is that already."""
        wanted = min(SIZES, key=lambda size: abs(size - percent))
        changed, self.size = wanted != self.size, wanted
        return changed


@attrs.frozen
class SidePlace:
    """Where the panel stands, its cells or lines with the border, and the width the table counts on when it chooses its columns."""

    where: Where
    size: int
    counted: int


def side_place(width: int, height: int, needed: int, *, wanted: bool, size: int = USUAL_SIZE) -> SidePlace:
    """The place in a window for a panel that takes ``size`` per cent where it can; ``needed``: the cells of the table's columns of worth.

    Beside the table only where this keeps its columns of worth. In a narrower window the table has more cells, and still counts on no
    more than it keeps in a wider one: so no window shows fewer columns than a narrower one.
    """
    if not wanted:
        return SidePlace(Where.AWAY, 0, width)
    kept = max(ENOUGH, needed)
    if width >= kept + SMALLEST_SIDE + _BORDER:
        side = max(SMALLEST_SIDE + _BORDER, min(width * size // 100, width - kept))
        return SidePlace(Where.BESIDE, side, width - side)
    counted = min(width, kept)
    if height < TALL:
        return SidePlace(Where.AWAY, 0, counted)
    body = height - _AROUND
    return SidePlace(Where.BELOW, max(_LEAST_LINES, min(body * size // 100, body - _LEAST_LINES)), counted)
