"""How far from its target a result is still met, in numbers (docs/methods.md, Tolerance and direction; E for shares)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from tui.frames.methods.digits import MEANS, STRICT
from tui.frames.methods.verdict import Thresholds
from tui.model.text import N_, Sentence, say

_TWO_SIDED: Final = ("=", "~")
_DIGITS: Final = 6


def share_tolerance(row: Mapping[str, Any], record: Mapping[str, Any], limits: Thresholds) -> float:
    """How far a share may be from its target; 0 of what is none, and of a range, which is held inside its ends."""
    ranged = record.get("target_max") is not None
    return 0.0 if row["kind"] != "share" or ranged or row.get("target") is None else limits.share_tolerance


def met_said(row: Mapping[str, Any], record: Mapping[str, Any], limits: Thresholds, half: float = 0.0) -> Sentence | None:
    """From where to where a result is met; None where it is met from the target on, or what is met hangs on no target of its own.

    ``half``: half a unit of the last digit of a mean or a sum over years, within which it is met by rounding.
    """
    target, op, better = row["target"], row["op"], row.get("better") or 0
    if target is None or record.get("target_max") is not None or row.get("reference_value") is not None:
        return None
    both, tolerance = op == "~" or better == 0, half if row["kind"] in MEANS and op not in STRICT else 0.0
    if row["kind"] == "share":
        both, tolerance = op in _TWO_SIDED, limits.share_tolerance
    elif op == "~":
        tolerance = 1.0 if str(record.get("unit", "")).startswith("%") else abs(target) * limits.about
    if not tolerance:
        return None
    low, high = round(target - tolerance, _DIGITS), round(target + tolerance, _DIGITS)
    if both:
        return say(N_("met from {low} to {high}: {target} ± {tolerance}"), low=low, high=high, target=target, tolerance=tolerance)
    if better > 0:
        return say(N_("met from {low} on: tolerance {tolerance}"), low=low, tolerance=tolerance)
    return say(N_("met up to {high}: tolerance {tolerance}"), high=high, tolerance=tolerance)
