"""A table becomes a frame whose types come from the specs, and the cache never shows what is gone."""

from __future__ import annotations

import datetime as dt

import polars as pl
import pytest

from tests.support.frame_plans import figure, frames_of, indicator
from tui.frames.build import _KEPT, Frames, schema, table_frame
from tui.frames.derived import derived
from tui.model.fields import TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_table_has_its_schema_even_when_it_is_empty(name: str) -> None:
    frame = frames_of()[name]
    assert frame.schema == schema(TABLES[name])
    assert frame.columns[0] == "id"


def test_absent_keys_are_null_and_unknown_keys_are_left_out() -> None:
    frames = frames_of(tasks={"t": {"section": "s", "order": 1, "summary": "Việc", "leads": ["a"], "colour": "red"}})
    row = frames["tasks"].to_dicts()[0]
    assert row["leads"] == ["a"]
    assert row["partners"] is None
    assert "colour" not in row


def test_whole_numbers_periods_dates_and_entries_keep_their_types() -> None:
    frames = frames_of(
        indicators={"i": indicator("end_level", target=150, values=[figure(2021, 95, years=[2021, 2023]), figure(2022, 107.5)])},
        enterprises={"e": {"name": "Công ty", "arrangement": "divest", "window": {"end": dt.date(2025, 12, 31)}, "target_open": ["max"]}},
    )
    row = frames["indicators"].to_dicts()[0]
    assert row["target"] == 150.0
    assert [v["value"] for v in row["values"]] == [95.0, 107.5]
    assert row["values"][0]["years"] == [2021, 2023]
    assert row["values"][1]["scope"] is None
    assert frames["enterprises"].to_dicts()[0]["window"] == {"start": None, "end": dt.date(2025, 12, 31)}


def test_rows_stand_in_the_order_of_the_file() -> None:
    goals = {f"g{n}": {"number": n, "title": "t"} for n in (3, 1, 2)}
    assert frames_of(goals=goals)["goals"]["id"].to_list() == ["g3", "g1", "g2"]


def test_a_change_drops_the_frame_and_what_is_derived_from_it_and_nothing_else() -> None:
    frames = frames_of()
    made: list[str] = []

    @derived
    def of_goals_and_tasks(frames: Frames) -> int:
        made.append("a")
        return frames["goals"].height + frames["tasks"].height

    @derived
    def of_agencies(frames: Frames) -> int:
        made.append("b")
        return frames["agencies"].height

    goals = frames["goals"]
    assert frames["goals"] is goals
    for _ in range(2):
        assert (of_goals_and_tasks(frames), of_agencies(frames)) == (1, 0)
    assert made == ["a", "b"]
    frames.plan.tables["goals"]["h"] = {"number": 2, "title": "Mới"}
    frames.forget(["goals"])
    assert frames["goals"]["id"].to_list() == ["g", "h"]
    assert (of_goals_and_tasks(frames), of_agencies(frames)) == (2, 0)
    assert made == ["a", "b", "a"]


def test_the_cache_of_derived_values_does_not_grow_without_end() -> None:
    @derived
    def on_day(frames: Frames, day: int) -> int:
        return frames["goals"].height + day

    frames = frames_of()
    assert [on_day(frames, day) for day in range(500)] == list(range(1, 501))
    assert len(frames._derived) <= _KEPT < 500


def test_an_unknown_table_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        table_frame(frames_of().plan, "nothing")


def test_a_large_table_is_built_column_by_column() -> None:
    tasks = {f"t{n}": {"section": "s", "order": n + 1, "summary": "Việc", "leads": ["a", "b"]} for n in range(5_000)}
    frame = frames_of(tasks=tasks)["tasks"]
    assert frame.select(pl.col("leads").list.len().sum()).item() == 10_000
