"""The register of areas as a matrix: a row an area, a column an indicator that has figures of areas, its target beside it."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.area_verdicts import area_verdicts
from tui.frames.methods.areas import area_figures, area_sums, area_targets, newest_years
from tui.frames.tables.cells import SIGNS, VERDICT_SCALE, WORKED_OUT, Translate, mapped
from tui.frames.tables.columns import Column, Shows, View
from tui.frames.tables.figure_marks import vintage_marks
from tui.frames.tables.register import register_view
from tui.frames.tables.targets import judged_in_words
from tui.model.plan import Plan
from tui.model.text import N_

FIGURES_OF_AREAS: Final = N_("a figure of an area is edited among the figures of its indicator (tab 1)")
SUMMED: Final = "Σ "
_WIDTH: Final = 16


def areas_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: areas as the file has them; the register's columns with name first, then the newest year's figure of each indicator.

    Besides: ``figure.ID`` Float64 with ``….before`` (Σ where it is a sum of the areas that are part of this one) and ``….after``
    (vintage; of a sum over fewer areas than there are how many), and ``target.ID`` where any area has one for that year, with
    ``verdict.ID`` in words: where the area stands against its own target.
    """
    view = register_view(frames, plan, "areas", words)
    rows, columns = view.frame, []
    for id, year in newest_years(frames, as_of).iter_rows():
        unit = (plan.get("indicators", id) or {}).get("unit")
        title = ", ".join(part for part in (plan.title_of("indicators", id), unit, str(year)) if part)
        rows = rows.join(_figures_of(frames, id, year, as_of, words), on="id", how="left", maintain_order="left")
        columns.append(_column(f"figure.{id}", title))
        agreed = _targets_of(frames, id, year)
        if not agreed.is_empty():
            rows = rows.join(agreed, on="id", how="left", maintain_order="left")
            rows = rows.join(_verdicts_of(frames, id, as_of, words), on="id", how="left", maintain_order="left")
            columns += [_target_column(f"target.{id}", words, title), _verdict_column(f"verdict.{id}", title)]
    name, *others = view.columns
    return View("areas", rows, (name, *_answered(columns), *others), frames)


def _answered(columns: list[Column]) -> list[Column]:
    """The columns, with the verdict as the answer where there is one; beside several figures each keeps its own."""
    verdicts = [column.key for column in columns if column.key.startswith("verdict.")]
    return [attrs.evolve(column, answer=[column.key] == verdicts) for column in columns]


def _figures_of(frames: Frames, id: str, year: int, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """The figure of each area in the year, its own before a sum of its parts. Columns: id, figure.ID, ….before, ….after."""
    key, marks = f"figure.{id}", vintage_marks(words)
    own = area_figures(frames, as_of).filter((pl.col("id") == id) & (pl.col("year") == year))
    own = own.select(
        pl.col("area").alias("id"),
        pl.col("value").alias(key),
        pl.lit("").alias(f"{key}.before"),
        mapped(pl.col("vintage"), marks).alias(f"{key}.after"),
    )
    sums = area_sums(frames, as_of).filter((pl.col("id") == id) & pl.col("area").is_not_null())
    part = pl.format(" ({}/{})", "n", "of")
    mark = pl.when("estimated").then(pl.lit(marks["estimate"])).otherwise(pl.lit(""))
    summed = sums.select(
        pl.col("area").alias("id"),
        pl.col("value").alias(key),
        pl.lit(SUMMED).alias(f"{key}.before"),
        pl.concat_str(mark, pl.when(pl.col("n") < pl.col("of")).then(part).otherwise(pl.lit(""))).alias(f"{key}.after"),
    )
    return pl.concat([own, summed.join(own.select("id"), on="id", how="anti")])


def _targets_of(frames: Frames, id: str, year: int) -> pl.DataFrame:
    """What each area has to reach next: its target of the year, else of the first year after it. Columns: id, target.ID, ….before."""
    key = f"target.{id}"
    return (
        area_targets(frames)
        .filter((pl.col("id") == id) & (pl.col("year").is_null() | (pl.col("year") >= year)))
        .sort("year", nulls_last=True, maintain_order=True)
        .unique("area", keep="first", maintain_order=True)
        .select(pl.col("area").alias("id"), pl.col("target").alias(key), mapped(pl.col("op"), SIGNS).alias(f"{key}.before"))
    )


def _verdicts_of(frames: Frames, id: str, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """Where each area stands against its own target, in words. Columns: id, verdict.ID (its code), ….text, ….tone."""
    key = f"verdict.{id}"
    mine = judged_in_words(area_verdicts(frames, as_of).filter(pl.col("id") == id).drop("id").rename({"area": "id"}), words)
    return mine.select(
        "id", pl.col("verdict").alias(key), pl.col("verdict_text").alias(f"{key}.text"), pl.col("verdict_tone").alias(f"{key}.tone")
    )


def _verdict_column(key: str, title: str) -> Column:
    return Column(
        key=key, title=N_("Verdict"), width=28, text=f"{key}.text", tone=f"{key}.tone", why_not=WORKED_OUT, help=title, scale=VERDICT_SCALE
    )


def _column(key: str, title: str) -> Column:
    return Column(
        key=key,
        title=title,
        width=_WIDTH,
        shows=Shows.NUMBER,
        align="right",
        prefix=f"{key}.before",
        suffix=f"{key}.after",
        why_not=FIGURES_OF_AREAS,
        help=title,
    )


def _target_column(key: str, words: Translate, title: str) -> Column:
    return Column(
        key=key,
        title=words(N_("Target")),
        width=9,
        shows=Shows.NUMBER,
        align="right",
        prefix=f"{key}.before",
        why_not=FIGURES_OF_AREAS,
        help=title,
    )
