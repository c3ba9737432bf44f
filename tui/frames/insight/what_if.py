"""What the methods would say of an indicator were other figures known: the same verdicts, over a plan of its own."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.digits import digits_of
from tui.frames.methods.figures import known_entries
from tui.frames.methods.series import CHAINED, progress_series, targets
from tui.frames.methods.targets_in_force import AGREED, indicators_on
from tui.frames.methods.verdict import Reason, Thresholds, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.model.fields import FIGURE_APART, SINGLE_ID
from tui.model.plan import Plan

_COARSE: Final = 64
_FINE: Final = 30


def verdict_if(
    frames: Frames,
    id: str,
    cases: Sequence[Mapping[int, float]],
    as_of: dt.date,
    changed: Mapping[str, Any] | None = None,
    digits: int = 0,
) -> list[dict[str, Any]]:
    """The rows of :func:`tui.frames.methods.verdicts.verdicts`, one a case, as if its figures (value by year) were official.

    Seen from the first day after the latest assumed year, or from the day when that is later; what is not known on the day stays
    unseen, and a date from which the indicator no longer applies is set aside. ``changed`` gives the record other fields (a
    target …); ``digits`` are those the assumed figures are published with, be they noughts. Raises KeyError when there is no such
    indicator.
    """
    record = frames.plan.tables["indicators"][id]
    last = max((year for case in cases for year in case), default=None)
    day = as_of if last is None else max(dt.date(last + 1, 1, 1), as_of)
    # the target is the one in force on the day looked from, also where the latest assumed year lies beyond a change of it
    kept = {key: value for key, value in record.items() if key not in ("not_applicable_from", "revisions", *AGREED)}
    agreed = indicators_on(frames, as_of).filter(pl.col("id") == id).select(AGREED).row(0, named=True)
    kept |= {key: value for key, value in agreed.items() if value is not None}
    plan = Plan()
    for name in ("plan", "sources"):
        plan.tables[name] = frames.plan.tables[name]
    settings = frames.plan.tables["settings"].get(SINGLE_ID, {})
    plan.tables["settings"] = {SINGLE_ID: {**settings, "least_digits": digits}}
    known = _known_of(frames, id, as_of)
    for number, case in enumerate(cases):
        entries = [entry for entry in known if _stays(entry, case)]
        entries += [{"year": year, "value": value, "vintage": "official"} for year, value in sorted(case.items())]
        plan.tables["indicators"][f"case {number}"] = {**kept, "values": entries, **(changed or {})}
    other = record.get("reference")
    if other is not None and other in frames.plan.tables["indicators"]:
        plan.tables["indicators"][other] = {**frames.plan.tables["indicators"][other], "values": _known_of(frames, other, as_of)}
    made = Frames(plan)
    made.know(frames.all_known)
    return verdicts(made, day).head(len(cases)).to_dicts()


def _known_of(frames: Frames, id: str, as_of: dt.date) -> list[Mapping[str, Any]]:
    """The figures of an indicator, as the file has them, that are known on a day."""
    places = set(known_entries(frames, as_of).filter(pl.col("id") == id)["position"])
    return [entry for place, entry in enumerate(frames.plan.tables["indicators"][id].get("values", ())) if place in places]


def _stays(entry: Mapping[str, Any], case: Mapping[int, float]) -> bool:
    return entry["year"] not in case or any(entry.get(key) is not None for key in FIGURE_APART)


@attrs.frozen(kw_only=True)
class Range:
    """Values of one year that lead to the same verdict: from ``low`` to ``high``, None where it has no end.

    ``rounded``: met only when rounded to the target's last digit.
    """

    low: float | None
    high: float | None
    verdict: Verdict
    rounded: bool = False


@attrs.frozen(kw_only=True)
class Crossings:
    """What a figure of one year would make of the verdict, seen from the end of that year.

    ``revised``: the year has a figure already, and no year is left; else it is the next one without. ``ranges`` go from
    the lowest value to the highest; every bound is a value a figure can have (a whole number for a count, else
    ``step``), at which the verdict was worked out; ``digits`` is how many it is shown with.
    """

    year: int
    revised: bool
    step: float
    digits: int
    ranges: tuple[Range, ...]


@derived
def verdict_crossings(frames: Frames, id: str, as_of: dt.date) -> Crossings | None:
    """At which values of the next remaining year the verdict changes, found by judging them with the indicator's method.

    A single missing year of a mean comes before the years still to come; of a level that is not reported it is the last year that is
    over. None when no single figure decides: there is
    no target, it no longer applies, or several years are missing. Raises KeyError when there is no such indicator.
    """
    row = verdicts(frames, as_of).filter(pl.col("id") == id).to_dicts()[0]
    year = _year_asked(row)
    if year is None:
        return None
    known = progress_series(frames, targets(frames, as_of).filter(pl.col("id") == id), as_of).to_dicts()[0]
    own = digits_of(frames, id)
    digits = 0 if row["kind"] == "count" else own.yearly if row["kind"] == "term_growth" else own.computed
    step, low, high = _lattice(row, known, digits)
    marks = [row[key] for key in ("target", "last_value", "baseline", "trend", "required") if row[key] is not None]
    if row["last_value"] is not None and row["required"] is not None:
        marks += [row["last_value"] + row["required"], row["last_value"] - row["required"], row["last_value"] * (1 + row["required"] / 100)]
    slack = Thresholds.of(frames.plan).share_tolerance
    marks += [known["target"] + by for by in (known["slack"], -known["slack"], slack, -slack)]
    points = {round(m / step) + by for m in marks for by in (-1, 0, 1)} | {round(low / step), round(high / step)}
    points |= {round((low + (high - low) * part / _COARSE) / step) for part in range(_COARSE)}
    said: dict[int, tuple[str, bool]] = {}

    def judge(asked: Iterable[int]) -> None:
        fresh = sorted({p for p in asked if round(low / step) <= p <= round(high / step)} - said.keys())
        rows = verdict_if(frames, id, [{year: _value(p, step)} for p in fresh], as_of, digits=digits) if fresh else []
        said.update({p: (r["verdict"], r["reason"] == Reason.ROUNDED) for p, r in zip(fresh, rows, strict=True)})

    judge(points)
    while wide := [(a, b) for a, b in _neighbours(said) if said[a] != said[b] and b - a > 1]:
        judge(a + max(1, (b - a) * part // _FINE) for a, b in wide for part in range(1, _FINE))
    return Crossings(
        year=year, revised=row["remaining"] <= 0 and row["reason"] != Reason.GAP, step=step, digits=digits, ranges=_ranges(said, step)
    )


def _year_asked(row: Mapping[str, Any]) -> int | None:
    if row["reason"] in (Reason.NOT_APPLICABLE, Reason.NO_TARGET) or row["remaining"] is None or row["start"] is None:
        return None
    if row["target"] is None or row["reference_value"] is not None:
        return None
    if row["reason"] == Reason.GAP:
        return int(row["missing"][0]) if len(row["missing"]) == 1 else None
    if row["last_year"] is None:
        return int(row["start"])
    if row["years_behind"] > 0 and (row["verdict"] == Verdict.AWAITING or row["reason"] == Reason.OUTDATED):
        every = row["kind"] in CHAINED  # of these the years between must be known as well
        return None if every and row["years_behind"] > 1 else int(row["last_year"] + row["years_behind"])
    return int(row["last_year"]) + (1 if row["remaining"] > 0 else 0)


def _lattice(row: Mapping[str, Any], known: Mapping[str, Any], digits: int) -> tuple[float, float, float]:
    """(step, lowest, highest) of the values that are tried: the scale of a percentage, else well around what is known.

    The step is a unit of the last digit that is shown, so that a bound holds as it is read.
    """
    fine = 10.0**-digits
    values = [row[key] for key in ("target", "last_value", "baseline") if row[key] is not None]
    if row["kind"] == "term_growth":
        values += [row[key] for key in ("required", "trend") if row[key] is not None]
        around = 2 * (max(values) - min(values)) + 20
        return fine, max(min(values) - around, -99.99), max(values) + around
    size = max(abs(v) for v in values) or 1.0
    if row["kind"] == "count":
        return 1.0, 0.0, 2 * size
    step = fine if size < 1000 else max(fine, 10.0 ** (math.floor(math.log10(size)) - 5))
    if known["percent"]:
        return step, min(0.0, *values), max(100.0, *values)
    return step, min(0.0, -2 * size if min(values) < 0 else 0.0), 3 * size


def _value(point: int, step: float) -> float:
    return point * step if step >= 1 else round(point * step, 10)


def _neighbours(said: Mapping[int, tuple[str, bool]]) -> list[tuple[int, int]]:
    points = sorted(said)
    return list(itertools.pairwise(points))


def _ranges(said: Mapping[int, tuple[str, bool]], step: float) -> tuple[Range, ...]:
    points = sorted(said)
    starts = [p for before, p in zip([None, *points], points, strict=False) if before is None or said[before] != said[p]]
    ends = [*(points[points.index(p) - 1] for p in starts[1:]), points[-1]]
    last = len(starts) - 1
    return tuple(
        Range(
            low=None if n == 0 else _value(a, step),
            high=None if n == last else _value(b, step),
            verdict=Verdict(said[a][0]),
            rounded=said[a][1],
        )
        for n, (a, b) in enumerate(zip(starts, ends, strict=True))
    )
