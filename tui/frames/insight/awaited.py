"""Indicators whose end year is over and its figure not known: what it must be, beside the best there has been; the least likely first.

The verdict stays *awaiting*: nothing here says how it ended. But a figure that no year ever came near is told before one that needs little.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.said_aloud import DIRECTION_UNTOLD, awaited_years, direction_untold, required_said
from tui.frames.methods.digits import CHAINED, MEANS, RATES, awaited_needs, digits, kept
from tui.frames.methods.headline import QUALITATIVE, SHORT_LABELS, headline_on
from tui.frames.methods.series import targets
from tui.frames.methods.verdict import Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT
from tui.frames.tables.targets import rates
from tui.model.text import N_, Numeral, Sentence, listed, say

UNJUDGED: Final = (Verdict.AWAITING.value, Verdict.NO_DATA.value, QUALITATIVE)
"""What an indicator is counted under while nobody can say how it stands."""

_NEEDS: Final = {
    ">=": N_("{year}: needs {value}"),
    ">": N_("{year}: needs above {value}"),
    "<=": N_("{year}: needs at most {value}"),
    "<": N_("{year}: needs below {value}"),
}
"""By the side the awaited figure must be on."""
_CUT_NEEDS: Final = {
    "<=": N_("{year}: the rate must be at most {value}"),
    "<": N_("{year}: the rate must be below {value}"),
}

_NUMBERS: Final = ("target", "turning", "value", "condition", "best", "last_year")


@attrs.frozen(kw_only=True)
class Awaited:
    """An indicator that waits for the figure of its end year.

    ``effort`` is how far what is needed lies beyond the best there has been, as a share of that: above 0 no year has brought it, None
    where nothing is known to compare with. ``short`` is what is said of it below a heading that says it is awaited, the most telling first.
    """

    id: str
    name: str
    effort: float | None
    short: tuple[Sentence, ...]
    numbers: Mapping[str, float | int | None]

    @property
    def parts(self) -> tuple[Sentence, ...]:
        """The same where nothing else says that it is awaited."""
        return say(N_("awaiting the result of {needs}"), needs=self.short[0]), *self.short[1:]

    @property
    def in_doubt(self) -> bool:
        """Whether it needs more than the best there has been, or nobody can say."""
        return self.effort is None or self.effort > 0


@derived
def awaited(frames: Frames, as_of: dt.date) -> tuple[Awaited, ...]:
    """Every indicator that waits, the least likely first; what cannot be compared stands before what a known year has brought."""
    judged, known = verdicts(frames, as_of), targets(frames, as_of)
    rows = (
        judged.filter(pl.col("verdict") == Verdict.AWAITING.value)
        .join(known.select("id", "unit", "percent"), on="id", how="left", maintain_order="left")
        .join(rates(judged.with_columns(required=pl.col("condition")), known), on="id", how="left", maintain_order="left")
        .join(frames.columns("indicators", ("id", "name")), on="id", how="left", maintain_order="left")
        .join(
            frames.columns("goals", ("id", "number")).rename({"id": "goal", "number": "goal_number"}),
            on="goal",
            how="left",
            maintain_order="left",
        )
        .join(digits(frames), on="id", how="left", maintain_order="left")
        .join(awaited_needs(frames, as_of).rename({"need": "asked"}), on="id", how="left", maintain_order="left")
    )
    rows = rows.with_columns(value=pl.when(pl.col("kind").is_in(MEANS)).then("mean").otherwise("last_value"))
    found = [_awaited(row) for row in rows.to_dicts()]
    return tuple(sorted(found, key=lambda one: -(one.effort if one.effort is not None else 0.0)))


def unjudged_said(frames: Frames, as_of: dt.date) -> Sentence | None:
    """How many indicators nobody can judge on a day, each kind named; None where every one is judged."""
    counts, _ = headline_on(frames, as_of)
    return listed(say("{n} {what}", n=counts[code], what=Sentence(SHORT_LABELS[code])) for code in UNJUDGED if counts[code])


def _awaited(row: Mapping[str, Any]) -> Awaited:
    number = row["goal_number"] if row["goal_number"] is not None else "–"
    return Awaited(
        id=row["id"],
        name=f"({number}) {row['name']}",
        effort=_effort(row),
        short=_told(row),
        numbers={key: kept(n, row["yearly"]) if isinstance(n := row.get(key), float) else n for key in _NUMBERS},
    )


def _best(row: Mapping[str, Any]) -> float | None:
    """The best there has been in a year; of a share, of which no best is kept, what it has moved by a year."""
    best: float | None = row["best"] if row["best"] is not None else row["trend"]
    return best


def _effort(row: Mapping[str, Any]) -> float | None:
    """How far each awaited year must go beyond the best one, as a share of it; below 0 where a known year has brought it."""
    needed, best = row["condition"], _best(row)
    if needed is None or best is None:
        return None
    if row["kind"] in MEANS:
        way = 1 if row["kind"] == CUT else row["better"] or 1
    else:
        way = math.copysign(1, needed)  # towards the target, on whichever side the level is
        if needed == 0:
            return -1.0
    beyond = (needed - best) * way
    if abs(best) > 1e-9 and (best * way > 0 or row["kind"] in MEANS):
        return float(beyond / abs(best))
    return math.inf if beyond > 0 else -1.0


def _told(row: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """What the awaited figure must be beside the best year, or the latest level; of a level also what it would have to move by."""
    year, yearly = awaited_years(row), row["yearly"]
    if row["turning"] is None:
        return (say("{year}", year=year),)
    places, best = yearly if row["kind"] in RATES else row["figures"], _best(row)
    value = row["target"] if row["turning"] == row["target"] else Numeral(row["turning"], places)
    needs = _NEEDS.get(row["turning_op"], _NEEDS[">="])
    if row["kind"] == CUT:  # the name says a cut, the number is the rate it must come down to
        needs = _CUT_NEEDS.get(row["turning_op"], needs)
    if row["kind"] in RATES and row["turning"] < 0:  # a rate below 0 is said as a fall, never with a minus
        needs, value = N_("{year}: must fall by {value}"), Numeral(-row["turning"], places)
    if row["turning_max"] is not None:
        value = say(N_("from {low} to {high}"), low=row["turning"], high=row["turning_max"])
    said = say(needs, year=year, value=value)
    if row["kind"] in CHAINED:
        return (said if best is None else say(N_("{needs}, best year {mean}"), needs=said, mean=Numeral(best, yearly)),)
    if row["last_value"] is not None:
        said = say("{needs} ({year}: {value})", needs=said, year=row["last_year"], value=row["last_value"])
    if direction_untold(row):
        return said, Sentence(DIRECTION_UNTOLD)
    return (said, _moved(row, best)) if row["asked"] else (said,)


def _moved(row: Mapping[str, Any], best: float | None) -> Sentence:
    """By how much a level must move each year, and how far the best year, or the mean of a share, has moved it that way."""
    needed = required_said({**row, "required": row["asked"]})
    if best is None:
        return needed
    towards = best if row["kind"] == CUT else math.copysign(1, row["condition"]) * best
    if towards <= 0:
        return say(N_("{needs}, no year moved that way"), needs=needed)
    told = N_("{needs}, so far {mean} on average") if row["best"] is None else N_("{needs}, best year {mean}")
    return say(told, needs=needed, mean=Numeral(towards, row["yearly"]))
