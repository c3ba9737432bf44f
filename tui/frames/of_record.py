"""The rows of a record in a frame, without a query: the side of a screen asks several frames for the rows of one record.

A query wakes the threads of Polars, the first one of a session makes them; that takes longer than what is asked here.
"""

from __future__ import annotations

from typing import Any

import polars as pl


def row_of(frame: pl.DataFrame, id: str) -> dict[str, Any] | None:
    """Column → native value of the first row with this ``id``; None where there is none.

    >>> row_of(pl.DataFrame({"id": ["a", "b"], "n": [1, None]}), "b")
    {'id': 'b', 'n': None}
    >>> row_of(pl.DataFrame({"id": ["a", None], "n": [1, 2]}), "c") is None
    True
    """
    found = frame["id"] == id
    place = found.arg_max() if found.any() else None
    return None if place is None else frame.row(place, named=True)


def rows_of(frame: pl.DataFrame, id: str) -> list[dict[str, Any]]:
    """The same of all rows with this ``id``, in their order.

    >>> rows_of(pl.DataFrame({"id": ["a", "b", "a"], "n": [1, 2, 3]}), "a")
    [{'id': 'a', 'n': 1}, {'id': 'a', 'n': 3}]
    """
    found = frame["id"] == id
    return pl.DataFrame([column.filter(found) for column in frame.get_columns()]).to_dicts() if found.any() else []
