"""Names that begin alike: where they must be cut, they are cut in the middle, so that the part that tells them apart is seen."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from rich.cells import cell_len, set_cell_size

from tui.model.text import printable
from tui.widgets.cells import CUT, fit

MOST: Final = 5_000
"""Names among which twins are looked for; in longer lists nobody has them side by side."""
_SEEN: Final = 3
"""Cells of what differs that must be seen at least for two names to be told apart."""
_LEAST: Final = 8
"""Cells of the common beginning that stay, so that one still knows what it is."""
_NONE: Final[Mapping[str, int]] = {}


def beginnings_shared(names: Collection[str]) -> Mapping[str, int]:
    """By name how many of its first characters another one begins with, too; without those that have nothing to tell apart by.

    >>> beginnings_shared(["Môi trường Sông Công", "Môi trường Thái Nguyên", "Nước sạch"])
    {'Môi trường Sông Công': 11, 'Môi trường Thái Nguyên': 11}
    """
    if len(names) > MOST:
        return _NONE
    found: dict[str, int] = {}
    for one, other in itertools.pairwise(sorted(set(names))):
        shared = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
        if shared >= _LEAST:
            found[one] = max(shared, found.get(one, 0))
            found[other] = max(shared, found.get(other, 0))
    return found


def fit_apart(name: str, width: int, shared: int) -> str:
    """``name`` in exactly ``width`` cells; where another one begins with ``shared`` characters of it and those would fill them, the middle
    gives way to what follows.

    >>> fit_apart("Môi trường và Công trình đô thị Sông Công", 30, 32)
    'Môi trường và Công t…Sông Công'
    >>> fit_apart("Môi trường và Công trình đô thị Sông Công", 50, 32).rstrip()
    'Môi trường và Công trình đô thị Sông Công'
    """
    if cell_len(name) <= width or not 0 < shared < len(name) or cell_len(name[: shared + _SEEN]) < width:
        return fit(name, width)
    apart = name[name.rfind(" ", 0, shared) + 1 :]  # from the word in which they differ
    room = width - _LEAST - 1
    if room < _SEEN:
        return fit(name, width)
    tail = apart if cell_len(apart) <= room else fit(apart, room)
    head = set_cell_size(name, width - 1 - cell_len(tail)).rstrip(" ")
    return fit(head + CUT + tail, width)


class Names:
    """The names of a list, each cut so that it is not taken for another one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._shared = beginnings_shared([printable(name) for name in names])

    def fit(self, name: str, width: int) -> str:
        """``name`` in exactly ``width`` cells."""
        name = printable(name)
        return fit_apart(name, width, self._shared.get(name, 0))
