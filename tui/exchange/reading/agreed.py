"""What the plan holds of an indicator, in the words and sums of papers: agreed values by their years, levels, yearly cuts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from tui.exchange.cells import Cell
from tui.exchange.import_result import Figure
from tui.model.fields import FIGURE_APART
from tui.vocabulary.amounts import Amount, readings

_CUT_NOISE: Final = 1e-6


def agreed_values(record: Mapping[str, Any], area: str | None) -> dict[int | None, Mapping[str, Any]]:
    """Year → what was agreed for it, of the whole or of an area."""
    if area is not None:
        mine = (entry for entry in record.get("area_targets", ()) if entry["area"] == area)
        return {entry.get("year", record.get("year")): entry for entry in mine}
    whole = {record.get("year"): record} if "target" in record else {}
    return {**whole, **{entry["year"]: entry for entry in record.get("milestones", ())}}


def says_target(said: Amount, agreed: Mapping[str, Any], record: Mapping[str, Any]) -> bool:
    """Whether a cell says what was agreed: its number, its upper end and, where it has one, its sign."""
    op = agreed.get("op", record.get("op"))
    return said.value == agreed.get("target") and said.upper == agreed.get("target_max") and said.op in (None, op)


def is_its_cut(record: Mapping[str, Any], figure: Figure) -> bool:
    """Whether a figure is the yearly cut that follows from two levels the plan holds, as papers print it."""
    if record.get("kind") != "points_cut" or figure.as_of is not None or figure.area is not None or figure.scope is not None:
        return False
    pairs = [(before, now) for before in _levels(record, figure.year - 1) for now in _levels(record, figure.year)]
    return any(abs(before - now - figure.value) < _CUT_NOISE for before, now in pairs)


def is_its_level(record: Mapping[str, Any], cell: Cell, year: int) -> bool:
    """Whether a cell says that what it holds is the level of a year, as papers do, and that is the plan's: ``tỷ lệ 6,14%``."""
    found = re.fullmatch(r"\s*(?:tỷ lệ|tỉ lệ|rate)\s+(.+?)\s*%\s*", str(cell.value), re.IGNORECASE)
    return found is not None and bool(set(readings(found[1], ",")) & set(_levels(record, year)))


def _levels(record: Mapping[str, Any], year: int) -> list[float]:
    return [
        entry["value"]
        for entry in record.get("values", ())
        if entry["year"] == year and "value" in entry and entry["vintage"] != "plan" and not entry.keys() & set(FIGURE_APART)
    ]
