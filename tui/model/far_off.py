"""Figures far from all that is known of their indicator: another unit, a slip of the decimal point, another indicator's figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from tui.model.edits import SetField
from tui.model.plan import MISSING, Values
from tui.model.text import N_, Sentence, say

JUMP: Final = 8
"""How many times most of the known figures a figure may be before somebody looks at it: a decimal point in another place makes it ten."""
_JUMP_OF_RATES: Final = 20
"""The same of rates and cuts, which may be small in one year and not in the next."""
_RATES: Final = ("term_growth", "points_cut")
_OF_A_PART: Final = ("scope", "area", "as_of", "unit", "op", "years")
"""What makes a figure one of a part, in another unit or a bound: it is held against no others."""


def is_judged(entry: Mapping[str, Any]) -> bool:
    """Whether a figure is of the whole and of one year, and so to be held against the others."""
    return "value" in entry and not any(key in entry for key in _OF_A_PART)


def far_off(value: float, record: Mapping[str, Any], others: Sequence[Mapping[str, Any]] | None = None) -> Sentence | None:
    """Why a value is far from what is known of its indicator, by its target and the other figures; None where it is not.

    ``others``: the figures it is held against, without it those of the record. More than half of what is known has to be far from it, so
    that of several slips each is found by what is right.
    """
    known = list(_sizes(record, record.get("values", ()) if others is None else others))
    size = abs(value)
    if not known or not size:
        return None
    jump = _JUMP_OF_RATES if record.get("kind") in _RATES else JUMP
    for far in ([one for one in known if size > jump * one], [one for one in known if size * jump < one]):
        if len(far) * 2 > len(known):
            least, most = min(far), max(far)
            if least == most:
                return say(N_("is far from {known}, which is known of the indicator: another unit?"), known=least)
            return say(N_("is far from what is known of the indicator ({least} to {most}): another unit?"), least=least, most=most)
    return None


def _sizes(record: Mapping[str, Any], entries: Iterable[Mapping[str, Any]]) -> Iterator[float]:
    """The sizes of what is known: figures in the unit of the indicator, of the whole where there are any, and its target."""
    own = [entry for entry in entries if "value" in entry and "unit" not in entry]
    whole = [entry for entry in own if "scope" not in entry and "area" not in entry]
    numbers = [entry["value"] for entry in whole or own]
    numbers += [record[key] for key in ("target", "target_max") if key in record]
    yield from (abs(float(number)) for number in numbers if number)


def far_figures(record: Values) -> Iterator[tuple[Mapping[str, Any], Sentence]]:
    """Each figure of an indicator that is far from the others, and why."""
    entries: Sequence[Mapping[str, Any]] = record.get("values", ())
    for place, entry in enumerate(entries):
        if is_judged(entry):
            told = far_off(float(entry["value"]), record, [*entries[:place], *entries[place + 1 :]])
            if told is not None:
                yield entry, told


def figure_doubts(edits: Iterable[SetField], record_of: Mapping[str, Values]) -> Iterator[Sentence]:
    """Of figures that edits brought in, those that are far from the others: the year, the value, and why."""
    for edit in edits:
        if (edit.table, edit.field) != ("indicators", "values") or edit.new is MISSING:
            continue
        before = [] if edit.expected is MISSING else list(edit.expected)
        for entry, why in far_figures({**record_of.get(edit.id, {}), "values": edit.new}):
            if entry not in before:
                yield far_said(entry, why)


def far_said(entry: Mapping[str, Any], why: Sentence) -> Sentence:
    """A figure that is far from the others, in a sentence that stands alone."""
    return say(N_("figure of {year}, {value}, {why}"), year=str(entry["year"]), value=entry["value"], why=why)
