"""The rows of a frame as a table reads them: by place in slices, by id, never all of them as Python values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import polars as pl
from textual.cache import LRUCache

from tui.frames.difference import difference
from tui.frames.tables.cell_values import CellValue
from tui.frames.tables.columns import Column
from tui.frames.tables.groups import Grouping
from tui.frames.tables.sums import in_a_cell
from tui.i18n.words import Words

_SLICE: Final = 64  # 0.1 ms a slice, instead of 64 calls of .row()
_FEW: Final = 16
"""Rows up to which those that are others are read one by one."""


class FrameRows:
    """Rows of ``frame`` (String column ``id``, one row a record) with the frame columns that ``columns`` are drawn from.

    ``order`` are the places of the rows of ``frame`` that are shown, in their order; None for all as they stand. So rows in another order
    are no second frame: of a million they take four bytes each.
    """

    def __init__(self, frame: pl.DataFrame, columns: Sequence[Column], order: pl.Series | None = None) -> None:
        self.frame = frame
        self.order = order
        self._needed = list(dict.fromkeys(["id", *(name for column in columns for name in column.frame_columns())]))
        self._slices: LRUCache[int, list[dict[str, Any]]] = LRUCache(8)

    def take_over(self, before: FrameRows) -> None:
        """Have what was read of the rows before an edit, where they stand in the same order and it is known which of them are others."""
        changed = difference(before.frame, self.frame)
        if changed is None or not changed.same_records or changed.rows.len() > _FEW:
            return
        if type(before) is not type(self) or before._needed != self._needed or not _alike(before.order, self.order):
            return
        others = {self._line_of_place(place): place for place in changed.rows}
        for start in list(before._slices.keys()):
            rows = list(before._slices[start])
            for line, place in others.items():
                if line is not None and start <= line < start + len(rows):
                    rows[line - start] = self.frame.slice(place, 1)[self._needed].row(0, named=True)
            self._slices.set(start, rows)

    def _line_of_place(self, place: int) -> int | None:
        """Where a row of the frame stands among those shown; None where it is not."""
        if self.order is None:
            return place
        hits = self.order == place
        return hits.arg_max() if hits.any() else None

    def __len__(self) -> int:
        return self.frame.height if self.order is None else self.order.len()

    def values(self, index: int) -> dict[str, Any]:
        """Frame column → native value of one row. Raises IndexError."""
        start = index - index % _SLICE
        rows = self._slices.get(start)
        if rows is None:
            rows = self._stretch(start).rows(named=True)
            self._slices.set(start, rows)
        return rows[index - start]

    def _stretch(self, start: int) -> pl.DataFrame:
        if self.order is None:
            return self.frame.slice(start, _SLICE)[self._needed]
        return self.frame[self._needed][self.order.slice(start, _SLICE)]

    def id(self, index: int) -> str | None:
        """The id of the record in a row; None when there is no such row."""
        return str(self.values(index)["id"]) if 0 <= index < len(self) else None

    def find(self, id: str, near: int = 0) -> int | None:
        """The row of a record; looks at the row ``near`` before it looks at all."""
        if self.id(near) == id:
            return near
        hits = self.frame["id"] == id
        place = hits.arg_max() if hits.any() else None
        return None if place is None else self._line_of_place(place)

    def chosen(self, ids: Collection[str]) -> list[dict[str, Any]]:
        """The values of the records with these ids, in the order of the rows."""
        return list(self.each(ids))

    def each(self, ids: Collection[str]) -> Iterator[dict[str, Any]]:
        """The same one after the other: however many, they are never all Python values at once."""
        return self._among(ids).select(self._needed).iter_rows(named=True)

    def ids_among(self, ids: Collection[str]) -> tuple[str, ...]:
        """Those of ``ids`` that have a row, in the order of the rows."""
        return tuple(self._among(ids)["id"].to_list()) if ids else ()

    def _among(self, ids: Collection[str]) -> pl.DataFrame:
        among = self.frame["id"].is_in(pl.Series(list(ids), dtype=pl.String).implode())
        return self.frame.filter(among) if self.order is None else self.frame[self.order.filter(among.gather(self.order))]

    def group(self, index: int) -> CellValue | None:
        """The group whose line stands in a row; None where a record does."""
        return None

    def row_in_frame(self, index: int) -> int | None:
        """Which of the rows shown stands there; None on the line of a group."""
        return index if 0 <= index < len(self) else None

    def ids_in_order(self) -> list[str]:
        """The ids of the records that stand in the rows."""
        ids = self.frame["id"]
        return list((ids if self.order is None else ids.gather(self.order)).to_list())

    def places_of(self, rows: pl.Series) -> pl.Series:
        """Where so many of the rows shown stand, in order; those that are folded away stand nowhere."""
        return rows


def _alike(before: pl.Series | None, now: pl.Series | None) -> bool:
    """Whether the same places stand in the same order."""
    return before is now or (before is not None and now is not None and before.equals(now))


_GROUP: Final = "\0group"
"""Names the group among the values of its line, where no column of a frame has such a name."""


class GroupedRows(FrameRows):
    """Rows under the lines of their groups, without those of the groups that are folded."""

    def __init__(self, frame: pl.DataFrame, columns: Sequence[Column], grouping: Grouping, folded: Collection[str], words: Words) -> None:
        super().__init__(frame, columns)
        self.grouping = grouping
        self.folded = frozenset(folded)
        self._lines = grouping.lines(self.folded)
        self._words = words
        self._figures: dict[int, dict[str, str]] = {}

    def __len__(self) -> int:
        return self._lines.len()

    def values(self, index: int) -> dict[str, Any]:
        start = index - index % _SLICE
        rows = self._slices.get(start)
        if rows is None:
            rows = self._read(start)
            self._slices.set(start, rows)
        return rows[index - start]

    def _read(self, start: int) -> list[dict[str, Any]]:
        lines = self._lines.slice(start, _SLICE)
        records = iter(self.frame[lines.filter(lines >= 0)].select(self._needed).rows(named=True))
        return [next(records) if line >= 0 else {"id": None, _GROUP: self.grouping.groups[-1 - line]} for line in lines.to_list()]

    def id(self, index: int) -> str | None:
        found = self.values(index)["id"] if 0 <= index < len(self) else None
        return None if found is None else str(found)

    def find(self, id: str, near: int = 0) -> int | None:
        if self.id(near) == id:
            return near
        hits = (self.frame["id"] == id).arg_true()
        if not hits.len():
            return None
        stands = (self._lines == int(hits[0])).arg_true().to_list()
        return min(stands, key=lambda place: abs(place - near)) if stands else None

    def group(self, index: int) -> CellValue | None:
        return self.values(index).get(_GROUP) if 0 <= index < len(self) else None

    def figures(self, index: int) -> dict[str, str]:
        """By column, what the group's numbers come to; worked out when its line is drawn."""
        place = -1 - int(self._lines[index])
        if place not in self._figures:
            rows = self.frame[self.grouping.rows_of(place)]
            told = {c.key: in_a_cell(self.grouping.view, rows, c, self._words) for c in self.grouping.view.columns}
            self._figures[place] = {key: text for key, text in told.items() if text}
        return self._figures[place]

    def line_of_group(self, key: str) -> int | None:
        """Where the line of a group stands."""
        place = self.grouping.places.get(key)
        return None if place is None else int((self._lines == -1 - place).arg_true()[0])

    def group_above(self, index: int) -> CellValue | None:
        """The group a line belongs to: its own, or the one whose line stands above it."""
        if not 0 <= index < len(self):
            return None
        above = (self._lines[: index + 1] < 0).arg_true()
        return self.grouping.groups[-1 - int(self._lines[int(above[-1])])] if above.len() else None

    def row_in_frame(self, index: int) -> int | None:
        line = int(self._lines[index]) if 0 <= index < len(self) else -1
        return line if line >= 0 else None

    def places_of(self, rows: pl.Series) -> pl.Series:
        return self._lines.is_in(rows.cast(pl.Int64).implode()).arg_true()

    def ids_in_order(self) -> list[str]:
        return list(self.frame["id"].gather(self._lines.filter(self._lines >= 0)).to_list())
