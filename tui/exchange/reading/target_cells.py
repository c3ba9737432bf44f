"""Targets of new indicators as cells say them: the amount, the year it is for, and the kind of indicator that follows."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from tui.exchange.cells import Cell, CellKind, as_written
from tui.model.text import N_, Sentence, say
from tui.vocabulary.amounts import Amount, read_amount
from tui.vocabulary.lexicon import plain
from tui.vocabulary.outcome import Outcome, Read, Unsure

_RATE = re.compile(r"%\s*/\s*năm|%\s*một năm", re.IGNORECASE)
_CUTS = re.compile(r"giảm tỷ lệ|tỷ lệ\b.*\bgiảm|giảm (?:bình quân )?(?:tỷ lệ )?hộ nghèo", re.IGNORECASE)
_GROWS = re.compile(
    r"tăng (?:trưởng )?(?:trung )?bình|tăng (?:trưởng )?bình quân|bình quân (?:hằng|hàng|mỗi) năm|tốc độ tăng", re.IGNORECASE
)
_OVER_YEARS = re.compile(r"bình quân|trung bình|giai đoạn|cả kỳ|cả thời kỳ", re.IGNORECASE)
_CHANGE = re.compile(r"(?:phan dau )?(?:tang|giam)(?: them| truong)? ?(?:binh quan )?(?:khoang |tren |it nhat |toi thieu )*[0-9]")
_LOWERED: Final = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_POWER = re.compile(r"[0-9]([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


def target_fields(agreed: Mapping[int | None, Amount], year: int | None, name: str, unit: str) -> dict[str, Any]:
    """Target, year, milestones and kind of a new indicator."""
    if not agreed:
        return {"kind": "qualitative" if not unit else "end_level"}
    last = year if year in agreed or None in agreed else max((y for y in agreed if y is not None), default=None)
    target = agreed.get(last, agreed.get(None))
    assert target is not None
    kind = "end_level" if not is_rate(name, unit) else "points_cut" if _CUTS.search(name) else "term_growth"
    planned = sorted(y for y in agreed if y is not None)
    if kind == "term_growth" and not _OVER_YEARS.search(name) and any(after - before == 1 for before, after in itertools.pairwise(planned)):
        kind = "end_level"  # a rate for each year: that of the last one is no mean over the term
    out: dict[str, Any] = {"kind": kind, **_level_fields(target), "year": last}
    steps = [
        {"year": y, **_level_fields(amount)} for y, amount in sorted(agreed.items(), key=lambda pair: pair[0] or 0) if y not in (None, last)
    ]
    return {**out, "milestones": steps} if steps else out


def is_rate(name: str, unit: str) -> bool:
    """Whether an indicator is a growth or a cut of a year."""
    return bool(_RATE.search(unit)) or (unit.startswith("%") and bool(_GROWS.search(name)))


def _level_fields(amount: Amount) -> dict[str, Any]:
    out: dict[str, Any] = {"target": amount.value}
    if amount.upper is not None:
        out["target_max"] = amount.upper
    return {**out, "op": amount.op or "="}


def amount_of(cell: Cell, decimal: str | None, unit: str) -> Amount | None:
    """The amount of a cell in a unit; None for what is no certain one. ``decimal``: the mark its table shows, where it shows one."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        if cell.percent and unit and not unit.lstrip().startswith("%"):
            return None
        value = float(f"{cell.value * 100:.12g}") if cell.percent else cell.value
        return Amount(int(value) if float(value).is_integer() else value)
    read = worded_amount(as_written(cell), decimal, unit)
    return read.value if isinstance(read, Read) and not read.value.open_ends else None


def worded_amount(text: str, decimal: str | None, unit: str) -> Outcome[Amount]:
    """What a target says in a unit; ``decimal``: the mark its table shows, without one the comma of Vietnamese is likely."""
    return read_amount(text, decimal=decimal or ",", unit=unit or None, proven=decimal is not None)


def is_no_level(text: str, unit: str, footnotes: Sequence[str]) -> bool:
    """Whether a target may not be the number in it: a change of a level (``tăng 5%``), or a power (``10²``) that no footnote explains."""
    if _CHANGE.match(plain(text)) is not None and _RATE.search(unit) is None:
        return True
    power = _POWER.search(text)
    return power is not None and not any(note.lstrip(" (").startswith((power[1], power[1].translate(_LOWERED))) for note in footnotes)


def may_be_several(text: str, decimal: str | None, unit: str, footnotes: Sequence[str]) -> Sentence | None:
    """Why a target is in doubt whose number can be one of several; None where it is in words, which stand in the note."""
    read = worded_amount(text, decimal, unit)
    several = isinstance(read, Unsure) and not read.rest and len(read.candidates) > 1
    return say(N_("the target “{text}” is not certain"), text=text) if several or is_no_level(text, unit, footnotes) else None
