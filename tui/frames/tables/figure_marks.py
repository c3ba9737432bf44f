"""The marks behind a figure: an estimate, a preliminary one, and that another published figure of the year says otherwise."""

from __future__ import annotations

from typing import Final

import polars as pl

from tui.frames.tables.cells import Translate, mapped
from tui.model.text import N_

CONFLICT: Final = "≠"
"""Stands behind a figure another published figure of that year contradicts."""


def vintage_marks(words: Translate) -> dict[str, str]:
    """Vintage → its mark in the reader's language; a final figure has none."""
    return {"estimate": words(N_("e")), "preliminary": words(N_("p"))}


def figure_marks(words: Translate) -> pl.Expr:
    """The marks of a figure from its columns vintage and conflict; null where it has none."""
    mark = mapped(pl.col("vintage"), vintage_marks(words)).fill_null("")
    conflict = pl.when(pl.col("conflict")).then(pl.lit(CONFLICT)).otherwise(pl.lit(""))
    return (mark + conflict).replace("", None)
