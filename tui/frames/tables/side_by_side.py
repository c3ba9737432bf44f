"""One table seen twice, row by row: on two days, or of two plans; what stands otherwise is marked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.tables.areas import areas_view
from tui.frames.tables.cells import Translate, full_names
from tui.frames.tables.columns import View
from tui.frames.tables.duties import duties_view
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.fold_columns import folded
from tui.frames.tables.goals import goals_view
from tui.frames.tables.register import register_view
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view

CHANGED: Final = "≠"
ONLY_FIRST: Final = "−"
ONLY_SECOND: Final = "+"
_ANSWER: Final = ("text", "tone")


def view_on(frames: Frames, table: str, day: dt.date, words: Translate) -> View:
    """The view of any table on a day."""
    makers = {
        "indicators": targets_view,
        "directions": sectors_view,
        "enterprises": enterprises_view,
        "tasks": tasks_view,
        "goals": goals_view,
        "duties": duties_view,
        "areas": areas_view,
    }
    if table in makers:
        return makers[table](frames, frames.plan, day, words)
    return register_view(frames, frames.plan, table, words)


def answers(frames: Frames, table: str, day: dt.date, words: Translate) -> pl.DataFrame:
    """DataFrame[id, label, text, tone]: each record's name, and what answers its table's question on a day, null where nothing does."""
    view = view_on(frames, table, day, words)
    rows = view.frame.select("id").join(
        full_names(frames, table, words).rename({"name": "label"}), on="id", how="left", maintain_order="left"
    )
    answer = next((column for column in view.columns if column.answer), None)
    if answer is None:
        return rows.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in _ANSWER)
    text, tone = view.frame[answer.text or answer.key].cast(pl.String), view.frame[answer.tone] if answer.tone else None
    return rows.with_columns(text=text, tone=tone if tone is not None else pl.lit(None, dtype=pl.String))


def side_by_side(
    first: pl.DataFrame, second: pl.DataFrame, fields: Mapping[str, int] | None = None, *, by_name: bool = False
) -> pl.DataFrame:
    """DataFrame[id, label, first, first_tone, second, second_tone, fields, change]: the rows of ``second``, then those only ``first`` has.

    ``id`` is that of the second where it has one. ``by_name``: records of two plans without a common id are one where they are called
    alike and nothing else is. ``fields`` says of records how many of their fields differ.
    """
    first = first.with_columns(key=pl.col("id"))
    second = second.with_columns(key=pl.col("id"))
    if by_name:
        first = first.with_columns(key=_keys_by_name(first, second))
    renamed = first.select("key", first_id="id", first_label="label", first="text", first_tone="tone")
    both = second.select("key", second_id="id", second_label="label", second="text", second_tone="tone").join(
        renamed, on="key", how="full", coalesce=True, maintain_order="left_right"
    )
    counted = pl.DataFrame(
        {"key": list(fields or ()), "fields": list((fields or {}).values())}, schema={"key": pl.String, "fields": pl.Int64}
    )
    both = both.join(counted, on="key", how="left", maintain_order="left")
    other = pl.col("first").ne_missing(pl.col("second")) | (pl.col("fields") > 0).fill_null(False)
    change = (
        pl.when(pl.col("first_id").is_null())
        .then(pl.lit(ONLY_SECOND))
        .when(pl.col("second_id").is_null())
        .then(pl.lit(ONLY_FIRST))
        .when(other)
        .then(pl.lit(CHANGED))
        .otherwise(pl.lit(""))
    )
    return both.select(
        id=pl.coalesce("second_id", "first_id"),
        label=pl.coalesce("second_label", "first_label"),
        first="first",
        first_tone="first_tone",
        second="second",
        second_tone="second_tone",
        fields="fields",
        change=change,
    )


def _keys_by_name(first: pl.DataFrame, second: pl.DataFrame) -> pl.Series:
    """For each record of the first its own id where the second has it, else the id of the one record there that is called alike."""
    named = pl.DataFrame({"name": folded(second["label"]), "other": second["id"]}).filter(~pl.col("other").is_in(first["id"].implode()))
    alone = named.filter(pl.col("name").is_not_null()).unique("name", keep="none")
    mine = pl.DataFrame({"id": first["id"], "name": folded(first["label"])}).with_columns(once=pl.col("name").is_unique())
    found = mine.join(alone, on="name", how="left", maintain_order="left")
    known = pl.col("id").is_in(second["id"].implode())
    return found.select(pl.when(~known & pl.col("once") & pl.col("other").is_not_null()).then("other").otherwise("id")).to_series()
