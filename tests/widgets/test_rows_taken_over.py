"""What a table has read of its rows before an edit is taken over, and says what a table says that has read nothing."""

from __future__ import annotations

import polars as pl
import pytest

from tui.frames.difference import with_rows
from tui.frames.tables.columns import Column
from tui.widgets.frame_rows import FrameRows

FRAME = pl.DataFrame({"id": [f"t{n}" for n in range(100)], "text": [f"việc {n}" for n in range(100)]})
COLUMNS = (Column(key="text", title="Text", width=10),)
BACKWARDS = pl.int_range(100, dtype=pl.UInt32, eager=True).reverse()
SOME = pl.Series([80, 3, 41], dtype=pl.UInt32)


def read(frame: pl.DataFrame, order: pl.Series | None) -> FrameRows:
    rows = FrameRows(frame, COLUMNS, order)
    for index in range(len(rows)):
        rows.values(index)
    return rows


@pytest.mark.parametrize("order", [None, BACKWARDS, SOME])
def test_rows_that_were_edited_are_read_and_the_others_are_those_there_were(order: pl.Series | None) -> None:
    before = read(FRAME, order)
    now = with_rows(FRAME, pl.Series([3, 80, 99], dtype=pl.UInt32), pl.DataFrame({"text": ["a", None, "c"]}))
    rows = FrameRows(now, COLUMNS, order)
    rows.take_over(before)
    anew = FrameRows(now, COLUMNS, order)
    for index in range(len(rows)):
        assert rows.values(index) == anew.values(index)
        assert rows.values(index) is before.values(index) or rows.id(index) in ("t3", "t80", "t99")
        assert rows.find(str(rows.id(index))) == index
    assert rows.find("none") is None


def test_nothing_is_taken_over_of_other_records_columns_or_another_order() -> None:
    before = read(FRAME, None)
    for rows in (
        FrameRows(FRAME.reverse(), COLUMNS),
        FrameRows(with_rows(FRAME, pl.Series([3], dtype=pl.UInt32), pl.DataFrame({"id": ["new"]})), COLUMNS),
        FrameRows(with_rows(FRAME, pl.Series([3], dtype=pl.UInt32), pl.DataFrame({"text": ["a"]})), COLUMNS, BACKWARDS),
        FrameRows(with_rows(FRAME, pl.Series([3], dtype=pl.UInt32), pl.DataFrame({"text": ["a"]})), ()),
        FrameRows(FRAME.clear(), COLUMNS),
    ):
        anew = FrameRows(rows.frame, COLUMNS if rows._needed == before._needed else (), rows.order)
        rows.take_over(before)
        assert all(rows.values(index) == anew.values(index) for index in range(len(rows)))
