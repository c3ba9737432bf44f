"""Which columns of a table stand in a window, where, and how wide: a function of columns, contents and room. Pure: no Textual.

The columns of worth 0 stand at the left edge and the answer at the right, in every window. Between them stand as many of the others
as there is room for, in order of worth and without a gap in that order: so a wider window never shows less. A column out of sight
takes the place of the least worthy ones while the cursor is on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Final

import attrs
from rich.cells import cell_len

from tui.frames.tables.columns import OF_WORTH, Column
from tui.model.text import printable

_LEAST_NAME: Final = 12
"""Cells a column that takes what is left keeps in the narrowest window, and the answer."""
_LEAST: Final = 4
_TITLE_KNOWN: Final = 8
"""Cells of a title that are shown in any case."""
_TITLE_MORE: Final = 3
"""Cells a title may be longer than the contents and still stand whole."""
_TOLD_APART: Final = 32
"""Cells of names before anything of no special worth stands beside them."""
_BEYOND_WORTH: Final = 1000
_NEEDED: Final = 2
"""The greatest worth of a column everybody needs: names give way to it."""
_GIVES_WAY: Final = 5
"""The part of a name, one in so many, that it leaves to such a column: a long word in one cell of another takes no column from all rows."""
_NEARLY: Final = 2
"""Cells that make all words of a column whole, before one gets more of which they would show a little more."""
_SORTED: Final = 1
"""Cells of the arrow that says a column is sorted by."""


@attrs.frozen
class Place:
    """Where a column stands on the line: its index, its first cell and how many cells of it are shown."""

    index: int
    x: int
    width: int


@attrs.frozen
class Layout:
    """The columns in their places from left to right; ``gaps`` are the indexes of those behind which others are out of sight."""

    places: tuple[Place, ...]
    gaps: frozenset[int]

    @property
    def shown(self) -> frozenset[int]:
        """The indexes of the columns shown."""
        return frozenset(place.index for place in self.places)


@attrs.frozen(eq=False, slots=False)
class Measured:
    """Columns with the cells their titles and their longest contents take; all layouts of a table are asked of it."""

    columns: tuple[Column, ...]
    titles: tuple[int, ...]
    contents: tuple[int, ...]
    chosen: tuple[int | None, ...] = ()
    """The width somebody has chosen for a column; None, or no entry, for what its contents take."""

    @classmethod
    def of(
        cls, columns: Iterable[Column], titles: Iterable[str], contents: Sequence[int], widths: Mapping[str, int] | None = None
    ) -> Measured:
        """``titles`` in the user's language; ``widths`` that somebody has chosen, by the key of the column."""
        known = tuple(columns)
        chosen = tuple(widths.get(column.key) for column in known) if widths else ()
        return cls(known, tuple(cell_len(printable(title)) for title in titles), tuple(contents), chosen)

    def _chosen(self, index: int) -> int | None:
        column = self.columns[index]
        if column.set_width is not None:
            return max(column.set_width, self.contents[index]) if column.align == "right" else column.set_width
        return self.chosen[index] if self.chosen else None

    # -- what a column needs ------------------------------------------------------------------------------------------

    @cached_property
    def whole(self) -> tuple[int, ...]:
        """The cells of each column in which no content is cut, and so much of its title that one knows it; of an empty one the title."""

        def cells(column: Column, title: int, content: int) -> int:
            if not content:
                return max(1, title)
            arrow = _SORTED if column.align == "right" and title <= _LEAST else 0
            return max(1, content, min(title + arrow, max(_TITLE_KNOWN, content + _TITLE_MORE)))

        return self._as_chosen(map(cells, self.columns, self.titles, self.contents))

    def _as_chosen(self, widths: Iterable[int]) -> tuple[int, ...]:
        """Widths with those that somebody has chosen in their place."""
        return tuple(width if (mine := self._chosen(index)) is None else mine for index, width in enumerate(widths))

    @cached_property
    def least(self) -> tuple[int, ...]:
        """The cells below which a column does not stand in a window beside the others: a number is whole, words begin to be read."""
        return self._as_chosen(
            whole if not content or column.align == "right" else min(whole, max(column.width, 1))
            for column, content, whole in zip(self.columns, self.contents, self.whole, strict=True)
        )

    @cached_property
    def always(self) -> frozenset[int]:
        """The columns that stand in every window."""
        named = any(c.worth == 0 for c in self.columns)  # else the first one is the name
        return frozenset(i for i, c in enumerate(self.columns) if c.worth == 0 or c.answer or (i == 0 and not named))

    @cached_property
    def in_order(self) -> tuple[int, ...]:
        """The other columns, the worthiest first, and last those that are empty; an empty one of a series follows those of worth."""

        def worth(index: int) -> tuple[bool, int, int]:
            column, empty = self.columns[index], not self.contents[index]
            if empty and column.of_a_series:
                return False, OF_WORTH, index
            return empty, _BEYOND_WORTH if column.worth is None else column.worth, index

        return tuple(sorted(set(range(len(self.columns))) - self.always, key=worth))

    def _of_worth(self, index: int) -> bool:
        column = self.columns[index]
        return column.worth is not None and column.worth <= OF_WORTH and (self.contents[index] > 0 or column.of_a_series)

    @cached_property
    def room_of_worth(self) -> int:
        """The cells of a line that has room for all columns of worth, and for so much of the names that they are told apart."""
        wanted = [*self.always, *(i for i in self.in_order if self._of_worth(i))]
        return _together(map(self._told_apart, wanted))

    # -- which are shown ----------------------------------------------------------------------------------------------

    def shown(self, room: int, wanted: int | None = None) -> frozenset[int]:
        """The columns that are shown in so many cells; ``wanted`` is one of them in any case."""
        chosen = set(self.always if wanted is None else self.always | {wanted})
        for index in self.in_order:
            if index not in chosen:
                if _together(self._beside(i, index) for i in (*chosen, index)) > room:
                    break
                chosen.add(index)
        return frozenset(chosen)

    def _beside(self, index: int, other: int) -> int:
        """The cells a column is left in any case before another one is shown: no text is cut for an empty column but one of a series, which
        takes no more than its title, names can be told apart before one of no worth comes, and give way to one everybody needs."""
        if self._of_worth(other):
            needed = self.contents[other] > 0 and (self.columns[other].worth or 0) <= _NEEDED
            gives_way = needed and self.columns[index].grows and self._chosen(index) is None
            return self.least[index] - (self.least[index] // _GIVES_WAY if gives_way else 0)
        return self._told_apart(index) if self.contents[other] else self.whole[index]

    def _told_apart(self, index: int) -> int:
        return max(self.least[index], min(self.whole[index], _TOLD_APART) if self.columns[index].grows else 0)

    def laid_out(self, start: int, end: int, counted: int | None = None, wanted: int | None = None) -> Layout:
        """The columns shown between two cells of the line. ``counted``: the cells there are thought to be for choosing them."""
        room = max(0, end - start)
        shown = self.shown(room if counted is None else min(room, counted), wanted)
        order = sorted(shown, key=lambda i: (self.columns[i].answer, i))
        widths = self._widths(order, room)
        places: list[Place] = []
        x = start
        for index in order:
            if self.columns[index].answer and not any(self.columns[p.index].answer for p in places):
                x = max(x, end - _together(widths[i] for i in order if self.columns[i].answer))
            if x >= end:
                break
            places.append(Place(index, x, min(widths[index], end - x)))
            x += widths[index] + 1
        return Layout(tuple(places), _gaps(order, len(self.columns)))

    # -- how wide they are --------------------------------------------------------------------------------------------

    def _widths(self, shown: Sequence[int], room: int) -> dict[int, int]:
        widths = {i: self.least[i] for i in shown}
        left = room - _together(widths.values())
        if left < 0:
            self._shrink(widths, -left)
            return widths
        free = [i for i in shown if self._chosen(i) is None]
        growing = [i for i in free if self.columns[i].grows]
        others = sorted(set(free) - set(growing), key=lambda i: (not self.columns[i].answer, i not in self.always, i))
        nearly = [i for i in others if self.whole[i] - self.least[i] <= _NEARLY]
        for index in (*nearly, *others):  # what is short gives more for a cell of the line than a long name
            left -= self._widen(widths, index, min(self.whole[index], self.least[index] * 3 // 2), left)
        left = self._share(widths, growing, left, to_whole=True)
        for index in others:
            left -= self._widen(widths, index, self.whole[index], left)
        for index in others:
            left -= self._widen(widths, index, self.titles[index] + _SORTED, left)
        self._share(widths, growing, left, to_whole=False)
        return widths

    def _widen(self, widths: dict[int, int], index: int, to: int, left: int) -> int:
        """Give a column more cells as far as there are some; how many it took."""
        more = max(0, min(left, to - widths[index]))
        widths[index] += more
        return more

    def _share(self, widths: dict[int, int], growing: Sequence[int], left: int, *, to_whole: bool) -> int:
        """Give growing columns equal shares of what is left; what none of them needs any more."""
        while left > 0 and (wanting := [i for i in growing if not to_whole or widths[i] < self.whole[i]]):
            share = max(1, left // len(wanting))
            for index in wanting:
                left -= self._widen(widths, index, self.whole[index] if to_whole else widths[index] + share, min(share, left))
        return left

    def _shrink(self, widths: dict[int, int], by: int) -> None:
        """Take cells away where there is not room for the least: names give way first, then the other words, then all."""
        order = sorted(widths, key=lambda i: (self._chosen(i) is not None, not self.columns[i].grows, i in self.always, i))
        for floor in (_LEAST_NAME, _LEAST):
            for index in order:
                less = max(0, min(by, widths[index] - floor))
                widths[index] -= less
                by -= less


def _together(widths: Iterable[int]) -> int:
    """Columns side by side, a cell of space between two."""
    each = list(widths)
    return sum(each) + max(0, len(each) - 1)


def _gaps(shown: Sequence[int], count: int) -> frozenset[int]:
    """The columns shown behind which, in the order of the table, others are out of sight."""
    here = set(shown)
    return frozenset(i for i in here if i + 1 < count and i + 1 not in here)
