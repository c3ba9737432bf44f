"""One coded indicator in every plan that has it: the figure of a year, how it ranks, and how long its bar is.

Plans are compared with those of their own level whose figures have the same unit. Where every target among them is an upper bound the least
is first, else the greatest. Equal figures share a rank; who has no figure of the year has none.
"""

from __future__ import annotations

from typing import Final

import polars as pl

_ALIKE: Final = ("level", "unit")
_AT_MOST: Final = ("<=", "<")


def marked(year: str) -> str:
    """The column of what is marked at the figures of a year's column."""
    return f"marks.{year}"


def compared(standing: pl.DataFrame, records: pl.DataFrame, figures: pl.DataFrame, year: int | None) -> tuple[pl.DataFrame, int | None]:
    """(rows, the year compared): a row each record of the code, with the columns of ``standing`` and ``records``.

    Besides: ``year_N`` Float64 of every year anything is known of, with ``marks.year_N`` Struct (vintage, conflict), ``value`` of the
    year compared (of the newest where none is asked for, None where nothing is known), ``rank`` Int64 of ``ranked`` Int64,
    ``least_first`` Boolean, ``bar`` Float64 from 0 to 1.
    """
    rows = standing.join(records, on=["plan", "indicator"], how="inner", maintain_order="left")
    years = sorted(figures["year"].unique().to_list())
    for known in years:
        of_year = figures.filter(pl.col("year") == known).select(
            "plan", "indicator", pl.col("value").alias(f"year_{known}"), pl.struct("vintage", "conflict").alias(marked(f"year_{known}"))
        )
        rows = rows.join(of_year, on=["plan", "indicator"], how="left", maintain_order="left")
    chosen = year if year is not None else (years[-1] if years else None)
    value = pl.col(f"year_{chosen}") if chosen in years else pl.lit(None, dtype=pl.Float64)
    at_most = pl.col("op").is_in(_AT_MOST)
    rows = rows.with_columns(value=value, least_first=(at_most.all() & pl.col("op").is_not_null().any()).over(_ALIKE))
    least, most = pl.col("value").rank("min"), pl.col("value").rank("min", descending=True)
    return (
        rows.with_columns(
            rank=pl.when("least_first").then(least.over(_ALIKE)).otherwise(most.over(_ALIKE)).cast(pl.Int64),
            ranked=pl.col("value").count().over(_ALIKE).cast(pl.Int64),
            bar=_part(pl.col("value").abs(), pl.col("value").abs().max().over(_ALIKE)),
        ),
        chosen,
    )


def _part(value: pl.Expr, most: pl.Expr) -> pl.Expr:
    return pl.when(most > 0).then(value / most).otherwise(pl.when(value.is_not_null()).then(0.0))
