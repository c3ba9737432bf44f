"""Two columns of tasks that only a plan which says so has: the task told in full, and what was set aside."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.prepared import at_once
from tui.frames.tables.cells import Translate, decimal_mark
from tui.frames.tables.columns import Column
from tui.model.fields import TABLES
from tui.model.text import N_

_AMOUNT: Final = next(spec for spec in TABLES["tasks"]["budget"].entries if spec.key == "amount")
WORDING: Final = Column(
    key="text", title=N_("Told in full"), width=40, why_not=N_("sentences of any length; E edits the record"), rests_on="text"
)
BUDGET: Final = Column(
    key="budget",
    title=N_("Budget"),
    width=24,
    text="budget_text",
    why_not=N_("entries are edited one by one; E edits the record"),
    rests_on="budget",
    measure="budget_total",
    unit="budget_unit",
    adds=True,
    help=N_("What was set aside for the task; nothing is known where it is empty"),
)


@derived
def worded_and_paid(frames: Frames, words: Translate) -> pl.DataFrame:
    """Of the tasks that have either: id, text (in one line), budget (how many amounts), budget_text, budget_total, budget_unit."""
    amounts = pl.col("budget").list.len()
    rows = at_once(
        frames.columns("tasks", ("id", "text", "budget"))
        .lazy()
        .filter(pl.col("text").is_not_null() | (amounts > 0))
        .select(
            "id",
            pl.col("text").str.replace_all(r"\s+", " ").str.strip_chars(),
            budget=pl.when(amounts > 0).then(amounts.cast(pl.Int64)),
            entries="budget",
        )
    )
    listed = rows.drop_in_place("entries").to_list()
    unit = str(frames.plan.header.get("amount_unit") or words(_AMOUNT.unit))
    mark = decimal_mark(words)
    return rows.hstack(
        [
            pl.Series("budget_text", [budget_words(entries or (), unit, mark) for entries in listed], dtype=pl.String),
            pl.Series("budget_total", [_total(entries or ()) for entries in listed], dtype=pl.Float64),
            pl.Series("budget_unit", [_one_unit(entries or (), unit) for entries in listed], dtype=pl.String),
        ]
    )


def _total(entries: Iterable[Mapping[str, Any]]) -> float | None:
    """What the amounts come to; None of none."""
    amounts = [float(entry["amount"]) for entry in entries]
    return sum(amounts) if amounts else None


def _one_unit(entries: Iterable[Mapping[str, Any]], unit: str) -> str | None:
    """The unit of amounts; of several all of them, as one that nothing else has."""
    return " + ".join(dict.fromkeys(str(entry.get("unit") or unit) for entry in entries)) or None


def budget_words(entries: Iterable[Mapping[str, Any]], unit: str, mark: str) -> str:
    """``1.500 triệu đồng (Ngân sách tỉnh, 2026); 2 tỷ đồng``: each amount with its unit, and in brackets whose it is and of which year.

    ``unit`` is that of amounts which name none, "" where it is said elsewhere.
    """
    told = []
    for entry in entries:
        beside = ", ".join(str(entry[key]) for key in ("source", "year") if entry.get(key) not in (None, ""))
        parts = (_number(entry["amount"], mark), str(entry.get("unit") or unit), f"({beside})" if beside else "")
        told.append(" ".join(part for part in parts if part))
    return "; ".join(told)


def _number(value: float, mark: str) -> str:
    """A number as tables have it, thousands apart: ``1.234,5``."""
    shown = f"{value:,.6f}".rstrip("0").rstrip(".")
    return shown.translate({ord(","): ".", ord("."): ","}) if mark == "," else shown
