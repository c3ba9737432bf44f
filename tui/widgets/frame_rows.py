"""The rows of a frame as a table reads them: by place in slices, by id, never all of them as Python values."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

import polars as pl
from textual.cache import LRUCache

from tui.frames.tables.columns import Column

_SLICE: Final = 64  # 0.1 ms a slice, instead of 64 calls of .row()


class FrameRows:
    """Rows of ``frame`` (String column ``id``, one row a record) with the frame columns that ``columns`` are drawn from."""

    def __init__(self, frame: pl.DataFrame, columns: Sequence[Column]) -> None:
        self.frame = frame
        self._needed = list(dict.fromkeys(["id", *(name for column in columns for name in column.frame_columns())]))
        self._slices: LRUCache[int, list[dict[str, Any]]] = LRUCache(8)

    def __len__(self) -> int:
        return self.frame.height

    def values(self, index: int) -> dict[str, Any]:
        """Frame column → native value of one row. Raises IndexError."""
        start = index - index % _SLICE
        rows = self._slices.get(start)
        if rows is None:
            rows = self.frame.slice(start, _SLICE).select(self._needed).rows(named=True)
            self._slices.set(start, rows)
        return rows[index - start]

    def id(self, index: int) -> str | None:
        """The id of the record in a row; None when there is no such row."""
        return str(self.values(index)["id"]) if 0 <= index < self.frame.height else None

    def find(self, id: str, near: int = 0) -> int | None:
        """The row of a record; looks at the row ``near`` before it looks at all."""
        if self.id(near) == id:
            return near
        hits = (self.frame["id"] == id).arg_true()
        return int(hits[0]) if hits.len() else None

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
        return self.frame.filter(pl.col("id").is_in(pl.Series(list(ids), dtype=pl.String).implode()))
