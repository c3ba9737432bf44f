"""What is needed? Given figures for some of the remaining years, what every other one must be to meet the target.

The figures are judged by the indicator's own method, through :func:`tui.frames.insight.what_if.verdict_if`; what is required is the
method's own required rate or change.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from typing import Any

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.said_aloud import DIRECTION_UNTOLD, aimed_at, lies_beyond_untold
from tui.frames.insight.tolerance import met_said
from tui.frames.insight.what_if import verdict_if
from tui.frames.methods.digits import CHAINED, MEANS, STRICT, Digits, aim, digits_of, needs
from tui.frames.methods.figures import figures
from tui.frames.methods.levels import path_level, shaped
from tui.frames.methods.rounding import harder_number
from tui.frames.methods.series import progress_series, targets
from tui.frames.methods.tolerance import EPSILON
from tui.frames.methods.verdict import Reason, Thresholds, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.frames.methods.yearly_cuts import CUT
from tui.frames.prepared import at_once
from tui.model.fields import FIGURE_APART
from tui.model.text import N_, Sentence, say


@attrs.frozen(kw_only=True)
class Question:
    """The indicator as the solver sees it.

    ``years`` are the remaining ones; ``each`` is what the method asks of each of them when none is assumed (a rate in
    %, a change or a cut), ``best`` the best year so far, ``need`` what is said of ``each``;
    ``known`` has the columns of :func:`tui.frames.methods.levels.shaped`.
    """

    id: str
    kind: str
    years: tuple[int, ...]
    row: Mapping[str, Any]
    known: Mapping[str, Any]
    digits: Digits
    need: float | None
    met: Sentence | None
    """From where to where a result is met, where that is not from the target on."""

    @property
    def year_digits(self) -> int:
        """How many digits a year's own value is shown with: a rate as what a year needs, a level as one that is worked out."""
        return self.digits.yearly if self.kind == "term_growth" else 0 if self.kind == "count" else self.digits.computed

    @property
    def goal(self) -> float:
        """The target, or the nearest value a strict sign allows: 2.9 for "< 3"."""
        target = aimed_at(self.row)
        if self.kind in CHAINED:
            return target  # what each year needs is rounded beyond a strict bound
        return aim(target, self.row["op"], self.known["better"], self.year_digits)

    @property
    def strict(self) -> bool:
        """Whether a level must lie beyond its target."""
        return self.row["op"] in STRICT and self.kind not in (*MEANS, "share")

    @property
    def surpassed(self) -> bool:
        """Whether the last known level is better than the target already: then a year is asked to stay no worse, not to come back to it."""
        last = self.row["last_value"]
        if last is None or self.kind in (*MEANS, "share"):
            return False
        return bool((last - aimed_at(self.row)) * self.known["better"] > 0)

    @property
    def end(self) -> int:
        return self.years[-1]

    @property
    def bound(self) -> bool:
        """Whether each year is held against the target, not only the last."""
        return self.kind in ("floor", "ceiling")


@attrs.frozen(kw_only=True)
class Outcome:
    """One scenario: what each remaining year is or must be, and what the methods say at the end of them.

    ``values`` has every remaining year: as assumed, else what is needed; None where it is free or nothing can do it.
    ``result`` is the mean (A, F) or the level in the last year; ``impossible`` says why nothing meets the target.
    """

    assumed: Mapping[int, float]
    values: Mapping[int, float | None]
    result: float | None
    verdict: Verdict
    reason: Reason | None
    impossible: Sentence | None = None


def why_not(frames: Frames, id: str, as_of: dt.date) -> Sentence | None:
    """Why nothing can be asked of an indicator's remaining years; None when it can."""
    rows = verdicts(frames, as_of).filter(pl.col("id") == id).to_dicts()
    if not rows:
        return say(N_("there is no row here"))
    row = rows[0]
    if row["reason"] in (Reason.NOT_APPLICABLE, Reason.NO_TARGET):
        return Sentence(Reason(row["reason"]).label)
    if row["target"] is None or row["reference_value"] is not None:
        return say(N_("the target is not a number that stands beforehand"))
    if row["kind"] == "points_cut" and row["reason"] == Reason.NO_BASELINE:
        return Sentence(Reason.NO_BASELINE.label)
    if row["reason"] == Reason.GAP:
        return say(N_("figures of {years} are missing; they come first"), years=", ".join(map(str, row["missing"])))
    if row["remaining"] is None or row["start"] is None or row["remaining"] <= 0:
        return say(N_("no year is left to set"))
    if row["kind"] == "points_cut" and row["last_value"] is None:
        return say(N_("without a first figure there is nothing to cut from"))
    if lies_beyond_untold(row):  # nobody is told to make it worse
        return Sentence(DIRECTION_UNTOLD)
    return None


def question(frames: Frames, id: str, as_of: dt.date) -> Question:
    """The indicator's remaining years and numbers. Raises ValueError when :func:`why_not` has something to say."""
    if why_not(frames, id, as_of) is not None:
        raise ValueError(id)
    row = verdicts(frames, as_of).filter(pl.col("id") == id).to_dicts()[0]
    rows = progress_series(frames, targets(frames, as_of).filter(pl.col("id") == id), as_of)
    known = at_once(shaped(rows.lazy())).to_dicts()[0]
    years = tuple(range(max(row["start"], row["end"] - row["remaining"] + 1), row["end"] + 1))
    need = needs(frames, as_of).filter(pl.col("id") == id)["need"].item()
    met = met_said(row, frames.plan.get("indicators", id) or {}, Thresholds.of(frames.plan), known["half"])
    return Question(id=id, kind=row["kind"], years=years, row=row, known=known, digits=digits_of(frames, id), need=need, met=met)


def solve(frames: Frames, id: str, as_of: dt.date, assumed: Mapping[int, float]) -> Outcome:
    """What every remaining year that is not assumed must be, and what the methods then say at the end.

    What is needed has the digits it is shown with, rounded to the harder side: who brings what is shown reaches the target, and does not
    exceed it by what was rounded.
    A and F of docs/methods.md ask the same of each free year; B, E and G go straight (or compounding) from one known level to the
    next and to the target; C and D ask for the bound in each. Years that are not remaining are left out of ``assumed``.
    Raises ValueError when :func:`why_not` has something to say.
    """
    asked = question(frames, id, as_of)
    given = {year: assumed[year] for year in asked.years if year in assumed}
    values, impossible = _of_rates(frames, asked, as_of, given) if asked.kind == "term_growth" else _of_levels(frames, asked, as_of, given)
    exact = {year: value for year, value in values.items() if value is not None}
    values = {year: value if year in given or value is None else _shown(asked, value) for year, value in values.items()}
    row = verdict_if(frames, id, [{year: value for year, value in values.items() if value is not None}], as_of)[0]
    if row["verdict"] == Verdict.EXCEEDED and len(given) < len(asked.years):
        as_asked = verdict_if(frames, id, [exact], as_of)[0]
        if as_asked["verdict"] != Verdict.EXCEEDED:  # it is so by the rounding of what is needed alone
            row = {**row, "verdict": Verdict.MET, "reason": None}
    if impossible is None and row["verdict"] == Verdict.NOT_MET and len(given) < len(asked.years):
        impossible = say(N_("impossible: {year} alone decides, and it misses the target"), year=asked.end)
    result = row["mean"] if asked.kind in MEANS else row["last_value"] if row["last_year"] == asked.end else None
    reason = Reason(row["reason"]) if row["reason"] else None
    return Outcome(assumed=given, values=values, result=result, verdict=Verdict(row["verdict"]), reason=reason, impossible=impossible)


def _shown(asked: Question, value: float) -> float:
    """A value that is needed as it is shown; a rate that must fall and a level that must are rounded down, a share to the nearest."""
    if asked.kind == "share" and asked.row["op"] == "=":
        return round(value, asked.year_digits)
    upwards = asked.kind != CUT and asked.known["better"] > 0
    return harder_number(value, asked.year_digits, upwards=upwards, strict=asked.kind in CHAINED and asked.row["op"] in STRICT)


def _of_rates(
    frames: Frames, asked: Question, as_of: dt.date, given: Mapping[int, float]
) -> tuple[dict[int, float | None], Sentence | None]:
    """The years a mean asks for (docs/methods.md, A): it does not depend on the order of the years, so the given rates may stand first."""
    free = [year for year in asked.years if year not in given]
    values: dict[int, float | None] = {year: given.get(year) for year in asked.years}
    if not free:
        return values, None
    first = dict(zip(asked.years, given.values(), strict=False))
    row = verdict_if(frames, asked.id, [first], as_of, {"target": asked.goal})[0]
    if row["condition"] is None and row["last_year"] is None:  # nothing is known: each year must be the target
        return values | dict.fromkeys(free, asked.goal), None
    if row["condition"] is None:
        return values, say(N_("impossible: nothing is left that could grow"))
    return values | dict.fromkeys(free, row["condition"]), None


def _of_levels(
    frames: Frames, asked: Question, as_of: dt.date, given: Mapping[int, float]
) -> tuple[dict[int, float | None], Sentence | None]:
    row = verdict_if(frames, asked.id, [given], as_of, {"target": asked.goal})[0]
    values: dict[int, float | None] = {year: given.get(year) for year in asked.years}
    known = {asked.row["last_year"]: asked.row["last_value"], **given} if asked.row["last_year"] is not None else dict(given)
    free = [year for year in asked.years if year not in given]
    last = max(known, default=None)
    for year in free:
        before, after = max((y for y in known if y < year), default=None), min((y for y in known if y > year), default=None)
        if asked.bound:
            values[year] = asked.goal
        elif after is not None:
            values[year] = None if before is None else _between(asked, before, known[before], after, known[after], year)
        elif last is None:
            values[year] = asked.goal if year == asked.end else None
        elif asked.kind == "points_cut":
            cut = row["condition"] if row["condition"] is not None else asked.goal  # the first figure is where the cut starts
            values[year] = known[last] - cut * (year - last)
        elif row["condition"] == 0:
            values[year] = asked.goal  # already there: no less than the target
        else:
            values[year] = _between(asked, last, known[last], asked.end, asked.goal, year)
    if asked.kind == "points_cut" and any(v is not None and v < -EPSILON for v in values.values()):
        return {year: given.get(year) for year in asked.years}, say(N_("impossible: more would have to be cut than there is left"))
    return values, None


def _between(asked: Question, start: int, low: float, end: int, high: float, year: int) -> float:
    """The path from one level to another (docs/methods.md, B); whole numbers for a count, on the better side."""
    compound = bool(asked.known["compound"]) and low > 0 and high > 0
    path = path_level(*(pl.lit(v) for v in (compound, float(low), float(high), year - start, end - start)))
    value = float(high) if year == end else float(pl.select(path).item())  # a power of a root misses the target by its last bit
    if asked.kind != "count":
        return value
    return float(math.ceil(value - EPSILON) if asked.known["better"] > 0 else math.floor(value + EPSILON))


# -- scenarios ------------------------------------------------------------------------------------------------------


def best_years(frames: Frames, id: str, as_of: dt.date) -> dict[int, float]:
    """Every remaining year as good as the best one so far; empty when no year can be called the best.

    A and F: the best rate or the largest cut of a year. B, E and G: the best yearly change, not beyond the scale of a
    percentage, nor for a share beyond its target. C and D: the best level.
    """
    asked = question(frames, id, as_of)
    row, better, last = asked.row, asked.known["better"], asked.row["last_value"]
    if asked.kind == "term_growth":
        return {} if row["trend"] is None else dict.fromkeys(asked.years, row["trend"])
    if last is None:
        return {}
    if asked.kind == "points_cut":
        return {} if row["trend"] is None else {y: max(0.0, last - row["trend"] * (y - row["last_year"])) for y in asked.years}
    seen = figures(frames, as_of).filter((pl.col("id") == id) & (pl.col("year") <= row["last_year"])).sort("year")
    if asked.bound:
        kept = seen["value"].to_list()
        return dict.fromkeys(asked.years, max(kept) if better > 0 else min(kept))
    pairs = list(seen.select("year", "value").iter_rows())
    steps = [(b - a, v, w) for (a, v), (b, w) in zip(pairs, pairs[1:], strict=False)]  # noqa: RUF007 - named as years and values
    if not steps:
        return {}
    if asked.known["compound"] and all(v > 0 and w > 0 for _, v, w in steps):
        factors = [(w / v) ** (1 / n) for n, v, w in steps]
        factor = max(factors) if better > 0 else min(factors)
        return {y: last * factor ** (y - row["last_year"]) for y in asked.years}
    changes = [(w - v) / n for n, v, w in steps]
    toward = math.copysign(1, row["target"] - last) if asked.kind == "share" else better
    change = max(changes) if toward > 0 else min(changes)
    levels = {y: last + change * (y - row["last_year"]) for y in asked.years}
    if asked.kind == "share" and change * toward > 0:
        levels = {y: min(v, row["target"]) if toward > 0 else max(v, row["target"]) for y, v in levels.items()}
    return {y: min(max(v, 0.0), 100.0) for y, v in levels.items()} if asked.known["percent"] else levels


def kept_plans(frames: Frames, id: str, years: tuple[int, ...]) -> dict[int, float]:
    """The plan figures the file already holds for these years: an assumed one that was kept, else the first published."""
    entries = (frames.plan.get("indicators", id) or {}).get("values", ())
    found: dict[int, float] = {}
    for entry in sorted(entries, key=lambda e: "source" in e):
        if _is_plan(entry) and "value" in entry and entry["year"] in years:
            found.setdefault(entry["year"], entry["value"])
    return found


def with_plans(
    values: Sequence[Mapping[str, Any]], assumed: Mapping[int, float], years: Sequence[int], note: str
) -> list[Mapping[str, Any]]:
    """An indicator's figures with the assumed ones as plan figures, never as results, in the order of the years.

    Plan figures of ``years`` without a source are earlier assumptions and give way; published ones (with a source) stay.
    """
    out = [e for e in values if not (_is_plan(e) and "source" not in e and e["year"] in years and assumed.get(e["year"]) != e.get("value"))]
    for year, value in sorted(assumed.items()):
        if any(_is_plan(e) and e["year"] == year and e.get("value") == value for e in out):
            continue
        place = next((n for n, e in enumerate(out) if e["year"] > year), len(out))
        out.insert(place, {"year": year, "value": value, "vintage": "plan", "note": note})
    return out


def _is_plan(entry: Mapping[str, Any]) -> bool:
    return entry["vintage"] == "plan" and all(entry.get(key) is None for key in FIGURE_APART)
