"""Why an indicator's verdict is what it is: rule, formulas with their numbers, figures used, thresholds, what would change it.

Nothing is judged here: the numbers are those of the methods (growth.py, levels.py), put into the method's formula.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.insight.aloud import sentence_aloud
from tui.frames.insight.later_figures import hidden_of, why_hidden
from tui.frames.insight.milestones import milestone_said, milestones
from tui.frames.insight.said_aloud import aimed_at, bound_said, years_open
from tui.frames.insight.tolerance import met_said
from tui.frames.insight.what_if import Crossings, verdict_crossings, verdict_if
from tui.frames.methods.digits import MEANS, Digits, digits_of, needs, telling
from tui.frames.methods.figures import figures, figures_apart, period_means
from tui.frames.methods.growth import growth_steps
from tui.frames.methods.headline import label_of, standing_of
from tui.frames.methods.levels import shaped
from tui.frames.methods.series import progress_series, targets
from tui.frames.methods.verdict import Reason, Thresholds, Verdict
from tui.frames.methods.verdicts import share_distances, verdicts
from tui.frames.prepared import at_once
from tui.frames.tables.cells import SIGNS
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.revisions import TARGET, original_target, revisions_of, target_on
from tui.model.text import N_, Numeral, Sentence, say


@attrs.frozen(kw_only=True)
class Formula:
    """One step of a method: what it works out, in the signs of docs/methods.md, and with its numbers filled in."""

    name: str
    symbols: str
    filled: Sentence


@attrs.frozen(kw_only=True)
class Threshold:
    """A limit the verdict rests on: the setting's key and words, its value, and whether the plan itself sets it."""

    key: str
    label: str
    value: float | bool
    own: bool


@attrs.frozen(kw_only=True)
class Explanation:
    """Everything behind one verdict, as data; sentences are said in the user's language by the screen.

    ``verdict`` is the code, ``label`` its English words, ``aloud`` the one sentence a chair says; ``because`` what a reader must know
    beside it. ``inputs`` are the
    figures the method used and ``beside`` those it did not (columns of FIGURE_FIELDS and, for inputs, ``conflict``); ``hidden`` are those
    the day looked from leaves out, each with why.
    ``scale`` says which result leads to which verdict; ``crossings`` and ``changes`` say what would change this one.
    ``milestones`` are the values agreed for other years, each with its result.
    ``revised`` says which target counts on the day where it was changed, and what the verdict would be by the first one.
    """

    verdict: str
    label: str
    aloud: Sentence | None = None
    because: tuple[Sentence, ...] = ()
    rule: str
    target: Sentence | None = None
    revised: tuple[Sentence, ...] = ()
    milestones: tuple[Sentence, ...] = ()
    formulas: tuple[Formula, ...] = ()
    inputs: tuple[Mapping[str, Any], ...] = ()
    beside: tuple[Mapping[str, Any], ...] = ()
    hidden: tuple[tuple[Mapping[str, Any], Sentence], ...] = ()
    scale: tuple[Sentence, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
    crossings: Crossings | None = None
    changes: tuple[Sentence, ...] = ()


RULES: Final[Mapping[str, str]] = {
    "term_growth": N_("Mean growth over the term: the yearly rates are chained; the mean is their geometric mean."),
    "end_level": N_(
        "Level in the last year: the forecast from the last yearly changes, measured on the way from the baseline to the target."
    ),
    "floor": N_("Keep at least: the latest figure against the bound, and where the trend leads."),
    "ceiling": N_("Upper bound: the latest figure against the bound, and how much room is left."),
    "share": N_("Share of a whole: each part against its target within the tolerance; the group is as bad as its worst part."),
    "points_cut": N_("Mean yearly cut in points: the fall since the baseline, divided by the years."),
    "count": N_("Count of a named set: how many of them are done."),
    "term_sum": N_("Sum over the term: what the years bring, added up."),
    "term_mean": N_("Yearly mean over the term: what the years bring, added up and divided by them."),
    "qualitative": N_("Without a number: there is nothing to measure."),
}

_SETTINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "term_growth": (),
    "end_level": ("close_share", "speed_up_share"),
    "count": ("close_share", "speed_up_share"),
    "floor": (),
    "ceiling": ("headroom_share",),
    "share": ("share_tolerance", "close_share", "speed_up_share", "share_sum_tolerance"),
    "points_cut": (),
    "term_sum": (),
    "term_mean": (),
}


def explain_indicator(frames: Frames, id: str, as_of: dt.date) -> Explanation:
    """Why the verdict of :func:`tui.frames.methods.verdicts.verdicts` is what it is. Raises KeyError when there is no such indicator."""
    found = verdicts(frames, as_of).filter(pl.col("id") == id).to_dicts()
    if not found:
        raise KeyError(id)
    need = needs(frames, as_of).filter(pl.col("id") == id)["need"].item()
    row = {**found[0], "need": need}
    record = frames.plan.tables["indicators"][id]
    rows = progress_series(frames, targets(frames, as_of).filter(pl.col("id") == id), as_of)
    steps = growth_steps(rows, figures(frames, as_of), period_means(frames, as_of)) if row["kind"] == "term_growth" else None
    known = at_once(shaped(rows.lazy())).to_dicts()[0]
    seen = figures(frames, as_of).filter((pl.col("id") == id) & (pl.col("year") <= as_of.year))
    used = _used(seen, row, steps, figures_apart(frames, as_of).filter(pl.col("id") == id))
    judged = row["reason"] not in (Reason.NOT_APPLICABLE, Reason.NO_TARGET, Reason.NO_FIGURES)
    thresholds = Thresholds.of(frames.plan)
    return Explanation(
        verdict=standing_of(row),
        label=label_of(row),
        aloud=sentence_aloud(frames, row, record, as_of),
        because=_because(row, record),
        rule=RULES[row["kind"]],
        target=_target(row, record),
        revised=_revised(frames, id, as_of) if row["reason"] != Reason.NOT_APPLICABLE else (),
        milestones=tuple(milestone_said(one, record, digits_of(frames, id)) for one in milestones(frames, id, as_of)),
        formulas=_formulas(frames, row, known, steps, as_of) if judged else (),
        inputs=used,
        beside=_beside(frames, id, used, as_of),
        hidden=tuple((row, why_hidden(row, as_of)) for row in hidden_of(frames, id, as_of)),
        scale=tuple(filter(None, (_met(row, record, known, thresholds), *_scale(digits_of(frames, id), row, known, thresholds)))),
        thresholds=_thresholds(frames, row, thresholds),
        crossings=verdict_crossings(frames, id, as_of),
        changes=_changes(row, record),
    )


def _because(row: Mapping[str, Any], record: Mapping[str, Any]) -> tuple[Sentence, ...]:
    said = []
    if row["reason"]:
        said.append(Sentence(Reason(row["reason"]).label))
    if row["reason"] == Reason.GAP:
        said.append(say(N_("years without a figure: {years}"), years=years_open(row)))
    if row["reason"] == Reason.NOT_APPLICABLE:
        said.append(say(N_("not applicable from {day}"), day=record["not_applicable_from"]))
        if record.get("not_applicable_basis"):
            said.append(say("{basis}", basis=record["not_applicable_basis"]))
    if row["on_estimate"] and row["verdict"] != Verdict.NO_DATA:
        said.append(say(N_("the verdict rests on an estimate")))
    if row["years_behind"] and row["verdict"] != Verdict.NOT_APPLICABLE:
        said.append(say(N_("past years without a result: {n}"), n=row["years_behind"]))
    return tuple(said)


def _target(row: Mapping[str, Any], record: Mapping[str, Any]) -> Sentence | None:
    if row["target"] is None or row["op"] is None:
        return None
    when = f"{row['start']}–{row['end']}" if row["kind"] in MEANS else str(row["end"] or "")
    if "target_max" in record:
        told = "{target}–{most} {unit} · {when}"
        return say(told, target=row["target"], most=record["target_max"], unit=record.get("unit", ""), when=when)
    return say("{sign} {target} {unit} · {when}", sign=SIGNS[row["op"]], target=row["target"], unit=record.get("unit", ""), when=when)


def _revised(frames: Frames, id: str, as_of: dt.date) -> tuple[Sentence, ...]:
    """Which target is judged by where it was changed, and the verdict by the one first agreed."""
    record = frames.plan.tables["indicators"][id]
    original, entries = original_target(record), revisions_of(record)
    if original is None:
        return ()
    passed = [entry["on"] for entry in entries if entry["on"] <= as_of]
    coming = [entry["on"] for entry in entries if entry["on"] > as_of]
    out = []
    if passed:
        out.append(say(N_("judged by the target in force since {day}"), day=max(passed)))
    if coming:
        out.append(say(N_("judged by the target in force before {day}; another one counts from then"), day=min(coming)))
    if passed and "target" in original and original != target_on(record, as_of):
        then = verdict_if(frames, id, [{}], as_of, {key: original.get(key) for key in TARGET})[0]
        sign, verdict = SIGNS.get(original.get("op", ""), ""), Sentence(Verdict(then["verdict"]).label)
        told = N_("by the original target, {sign} {target}, the verdict would be: {verdict}")
        out.append(say(told, sign=sign, target=original["target"], verdict=verdict))
    return tuple(out)


# -- figures --------------------------------------------------------------------------------------------------------


def _used(seen: pl.DataFrame, row: Mapping[str, Any], steps: pl.DataFrame | None, apart: pl.DataFrame) -> tuple[Mapping[str, Any], ...]:
    if steps is None:
        return tuple(seen.to_dicts())
    out: list[Mapping[str, Any]] = []
    series = {r["year"]: r for r in seen.to_dicts()}
    for year, value, years in steps.select("year", "value", "years").iter_rows():
        if years == 1 and year in series:
            out.append(series[year])
            continue
        means = [r for r in apart.to_dicts() if r["years"] and max(r["years"]) == year and r["value"] == value and r["scope"] is None]
        out += means[:1]
    return tuple(out)


def _beside(frames: Frames, id: str, used: Sequence[Mapping[str, Any]], as_of: dt.date) -> tuple[Mapping[str, Any], ...]:
    """The published figures the method left out: another scope, part of a year, plan figures, years not chained."""
    chosen = [(r["year"], r["value"], r["vintage"], r.get("years")) for r in used]
    series = figures(frames, as_of).filter(pl.col("id") == id).to_dicts()
    rest = [r for r in series if (r["year"], r["value"], r["vintage"], None) not in chosen]
    apart = figures_apart(frames, as_of).filter(pl.col("id") == id).to_dicts()
    return tuple([*rest, *(r for r in apart if (r["year"], r["value"], r["vintage"], r["years"]) not in chosen)])


# -- formulas -------------------------------------------------------------------------------------------------------


_FACTOR: Final = 4
"""Digits a yearly factor and the product of several have at least: two more than a rate in per cent."""
_SHARE: Final = 3
"""Digits of a share of the way and of headroom."""
_PUBLISHED: Final = ("base", "last", "since")
_WORKED_OUT: Final = frozenset({"mean", "forecast"})
_BY_YEAR: Final = ("required", "trend", "all")
_SHARES: Final = ("share", "room")


def _round(value: Any, digits: int) -> Any:
    return Numeral(value, digits) if isinstance(value, float) else value


def _formula(own: Digits, name: str, symbols: str, filled: str, **values: Any) -> Formula:
    """A formula with its numbers, each with the digits it has on every screen: figures, what is worked out, what a year needs.

    The target stands as it was agreed, a factor with those a product needs.
    """
    digits = dict.fromkeys(_PUBLISHED, own.figures) | dict.fromkeys(_BY_YEAR, own.yearly) | dict.fromkeys(_SHARES, _SHARE)
    for key in _WORKED_OUT & values.keys():
        digits[key] = telling(values[key], values.get("target"), own.computed)
    digits |= {key: max(_FACTOR, own.figures + 2) for key in values if key == "factor" or key[1:].isdigit()}
    shown = {key: value if key == "target" else _round(value, digits.get(key, own.computed)) for key, value in values.items()}
    return Formula(name=name, symbols=symbols, filled=say(filled, **shown))


_AWAITED = N_("met if each year awaited brought at least")
_MEAN, _NEED, _FORECAST = N_("mean so far"), N_("still required each year"), N_("forecast")


def _formulas(
    frames: Frames, row: Mapping[str, Any], known: Mapping[str, Any], steps: pl.DataFrame | None, as_of: dt.date
) -> tuple[Formula, ...]:
    own = digits_of(frames, row["id"])
    if steps is not None:
        return _of_growth(own, row, steps)
    if row["kind"] == "points_cut":
        return _of_cut(own, row)
    if row["kind"] == "ceiling":
        return (*_of_ceiling(own, row), *_of_need(own, row, known))
    if row["kind"] == "share":
        return (*_of_level(own, row, known), *_of_distance(frames, row, as_of))
    return _of_level(own, row, known)


def _of_growth(own: Digits, row: Mapping[str, Any], steps: pl.DataFrame) -> tuple[Formula, ...]:
    """Mean growth with its numbers (docs/methods.md, A); the product is shown factor by factor, a mean of several years to their power."""
    if row["mean"] is None:
        return ()
    rates = list(steps.select("value", "years").iter_rows())
    factor = (1 + row["mean"] / 100) ** row["observed"]
    parts = " × ".join(f"{{f{i}}}" + (f"^{years}" if years > 1 else "") for i, (_, years) in enumerate(rates))
    factors = {f"f{i}": 1 + value / 100 for i, (value, _) in enumerate(rates)}
    total, left = row["end"] - row["start"] + 1, row["remaining"]
    out = [
        _formula(own, N_("product of the yearly factors"), "G = Π(1 + gᵢ)", parts + " = {factor}", factor=factor, **factors),
        _formula(own, _MEAN, "G^(1/n) − 1", "{factor}^(1/{n}) − 1 = {mean}%", factor=factor, n=row["observed"], mean=row["mean"]),
    ]
    asked = row["need"] if row["required"] is not None else row["turning"]
    if asked is not None:
        filled = "[(1 + {target}%)^{total} ÷ {factor}]^(1/{left}) − 1 = {required}%"
        values = {"target": row["target"], "total": total, "factor": factor, "left": left, "required": asked}
        out.append(_formula(own, _NEED if row["turning"] is None else _AWAITED, "[(1 + g*)^N ÷ G]^(1/r) − 1", filled, **values))
    if row["forecast"] is not None and left > 0:
        filled = "[{factor} × (1 + {last}%)^{left}]^(1/{total}) − 1 = {forecast}%"
        values = {"factor": factor, "last": row["last_value"], "left": left, "total": total, "forecast": row["forecast"]}
        out.append(_formula(own, N_("forecast of the mean, the last rate going on"), "[G × (1 + f)^r]^(1/N) − 1", filled, **values))
    return tuple(out)


def _of_cut(own: Digits, row: Mapping[str, Any]) -> tuple[Formula, ...]:
    """The yearly cut with its numbers (docs/methods.md, F)."""
    if row["baseline"] is None:
        return ()
    base, last, total = row["baseline"], row["last_value"], row["end"] - row["baseline_year"]
    elapsed, left = row["last_year"] - row["baseline_year"], row["remaining"]
    out = []
    if row["mean"] is not None:
        out.append(
            _formula(own, _MEAN, "(x₀ − x) ÷ n", "({base} − {last}) ÷ {n} = {mean}", base=base, last=last, n=elapsed, mean=row["mean"])
        )
    if row["required"] is not None:
        values = {"total": total, "target": row["target"], "base": base, "last": last, "left": left, "required": row["need"]}
        filled = "[{total} × {target} − ({base} − {last})] ÷ {left} = {required}"
        out.append(_formula(own, _NEED, "[N × d* − (x₀ − x)] ÷ r", filled, **values))
        filled = "{required} × {left} = {all}; x = {last}"
        values = {"required": row["need"], "left": left, "all": row["need"] * left, "last": last}
        out.append(_formula(own, N_("possible only while at most the rate itself"), "d × r ≤ x", filled, **values))
    return tuple(out)


def _of_level(own: Digits, row: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Formula, ...]:
    """A level with its numbers (docs/methods.md, B; also C, E and G, whose path, forecast and change are the same)."""
    out = []
    base, last, left, compound = row["baseline"], row["last_value"], row["remaining"], known["compound"]
    if row["path"] is not None and base is not None and row["kind"] in ("end_level", "count", "share"):
        n, total = row["last_year"] - row["baseline_year"], row["end"] - row["baseline_year"]
        values = {"base": base, "target": row["target"], "n": n, "total": total, "path": row["path"]}
        if compound:
            out.append(
                _formula(own, N_("on the path"), "x₀ × (L* ÷ x₀)^(n/N)", "{base} × ({target} ÷ {base})^({n}/{total}) = {path}", **values)
            )
        else:
            filled = "{base} + ({target} − {base}) × {n} ÷ {total} = {path}"
            out.append(_formula(own, N_("on the path"), "x₀ + (L* − x₀) × n ÷ N", filled, **values))
    if row["forecast"] is not None:
        values = {"last": last, "left": left, "forecast": row["forecast"], "trend": row["trend"], "raw": known["raw"]}
        if compound:
            span = known["last_year"] - known["since"]
            values |= {"since": known["since_value"], "span": span}
            filled = "{last} × ({last} ÷ {since})^({left}/{span}) = {forecast}"
            out.append(_formula(own, _FORECAST, "x × (x ÷ x₁)^(r/m)", filled, **values))
        elif row["reason"] == Reason.CLIPPED:
            out.append(_formula(own, _FORECAST, "x + Δ × r", "{last} + ({trend}) × {left} = {raw} → {forecast}", **values))
        else:
            out.append(_formula(own, _FORECAST, "x + Δ × r", "{last} + ({trend}) × {left} = {forecast}", **values))
    if row["progress"] is not None and base is not None:
        values = {"forecast": row["forecast"], "base": base, "target": row["target"], "share": row["progress"]}
        if row["kind"] == "share":
            filled = "1 − |{forecast} − {target}| ÷ |{base} − {target}| = {share}"
            out.append(_formula(own, N_("share of the way"), "S = 1 − |x̂ − s*| ÷ |x₀ − s*|", filled, **values))
        else:
            filled = "({forecast} − {base}) ÷ ({target} − {base}) = {share}"
            out.append(_formula(own, N_("share of the way"), "S = (x̂ − x₀) ÷ (L* − x₀)", filled, **values))
    return (*out, *_of_need(own, row, known))


def _of_need(own: Digits, row: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[Formula, ...]:
    if row["required"] is None or row["need"] is None or row["last_value"] is None:
        return ()
    if row["kind"] in ("floor", "ceiling"):  # of a bound no part is asked of a year, but all of it
        return (Formula(name=_NEED, symbols="m", filled=bound_said(row)),)
    values = {"last": row["last_value"], "target": aimed_at(row), "left": row["remaining"], "required": row["need"]}
    if row["required"] == 0:
        return (_formula(own, _NEED, "0", "{last} / {target}", **values),)
    if known["compound"]:
        return (_formula(own, _NEED, "(L* ÷ x)^(1/r) − 1", "({target} ÷ {last})^(1/{left}) − 1 = {required}%", **values),)
    return (_formula(own, _NEED, "(L* − x) ÷ r", "({target} − {last}) ÷ {left} = {required}", **values),)


def _of_ceiling(own: Digits, row: Mapping[str, Any]) -> tuple[Formula, ...]:
    """An upper bound with its numbers (docs/methods.md, D)."""
    out = []
    if row["headroom"] is not None:
        values = {"target": row["target"], "last": row["last_value"], "room": row["headroom"]}
        out.append(_formula(own, N_("headroom"), "h = (m − x) ÷ m", "({target} − {last}) ÷ {target} = {room}", **values))
    if row["forecast"] is not None and row["trend"] is not None:
        values = {"last": row["last_value"], "trend": row["trend"], "forecast": row["forecast"]}
        out.append(_formula(own, N_("next year on the present trend"), "x + Δ", "{last} + ({trend}) = {forecast}", **values))
    return tuple(out)


def _of_distance(frames: Frames, row: Mapping[str, Any], as_of: dt.date) -> tuple[Formula, ...]:
    rows = share_distances(frames, as_of).filter((pl.col("goal") == row["goal"]) & pl.col("distance").is_not_null()).to_dicts()
    if not rows:
        return ()
    last = rows[-1]
    values = {"year": last["year"], "distance": last["distance"]}
    return (
        _formula(
            digits_of(frames, row["id"]), N_("points the whole structure still has to move"), "½ Σ|s − s*|", "{year}: {distance}", **values
        ),
    )


# -- limits ---------------------------------------------------------------------------------------------------------


def _met(row: Mapping[str, Any], record: Mapping[str, Any], known: Mapping[str, Any], limits: Thresholds) -> Sentence | None:
    """From where to where a result is met, where there is a tolerance."""
    return None if row["verdict"] == Verdict.NOT_APPLICABLE else met_said(row, record, limits, known["half"] or 0.0)


def _scale(own: Digits, row: Mapping[str, Any], known: Mapping[str, Any], limits: Thresholds) -> tuple[Sentence, ...]:
    """Which result leads to which verdict, with the numbers of this indicator."""
    kind, target, best = row["kind"], row["target"], _round(row["trend"], own.yearly)
    if row["verdict"] == Verdict.NOT_APPLICABLE or row["reason"] == Reason.NO_TARGET or row["remaining"] is None:
        return ()
    if row["remaining"] <= 0:
        if kind == "term_growth":
            return (say(N_("the term is over: met from {target}, or within {half} of it"), target=target, half=known["half"]),)
        if kind == "share":
            return (say(N_("the term is over: met within {points} points of {target}"), target=target, points=limits.share_tolerance),)
        return (say(N_("the term is over: the last figure against {target}"), target=target),)
    if kind == "term_growth":
        if best is None:
            return (say(N_("on course: required at most {target}; else at risk"), target=target),)
        return (
            say(
                N_("on course: required at most {target}; speed up: at most the best year, {best}; else at risk"), target=target, best=best
            ),
        )
    if kind == "points_cut":
        if best is None:
            return (say(N_("on course: required at most {target}; else at risk"), target=target),)
        return (
            say(
                N_("on course: required at most {target}; speed up: at most the largest cut, {best}; else at risk"),
                target=target,
                best=best,
            ),
        )
    if kind == "ceiling":
        room = limits.headroom_share
        return (
            say(
                N_("speed up: headroom below {room}, or next year's projection at the bound; beyond the bound and worsening: at risk"),
                room=room,
            ),
        )
    if kind == "floor":
        return (say(N_("kept and the trend safe: on course; kept but threatened, or missed and not worsening: speed up; else at risk")),)
    said = [
        say(
            N_("on course: S from {close}; speed up: S from {low}; below that at risk"), close=limits.close_share, low=limits.speed_up_share
        )
    ]
    if kind == "share":
        said.append(say(N_("there already: within {points} points of {target}"), points=limits.share_tolerance, target=target))
    return tuple(said)


def _thresholds(frames: Frames, row: Mapping[str, Any], limits: Thresholds) -> tuple[Threshold, ...]:
    keys = [*_SETTINGS.get(row["kind"], ())]
    if row["op"] == "=" and row["kind"] != "share":
        keys.append("equal_is_minimum")
    own = frames.plan.tables["settings"].get(SINGLE_ID, {})
    labels = TABLES["settings"]
    return tuple(Threshold(key=key, label=labels[key].label, value=getattr(limits, key), own=key in own) for key in keys)


def _changes(row: Mapping[str, Any], record: Mapping[str, Any]) -> tuple[Sentence, ...]:
    """What no single figure can change, in words; figures that can are in ``crossings``."""
    if row["reason"] == Reason.NOT_APPLICABLE:
        return (say(N_("nothing: it no longer applies")),)
    if row["reason"] == Reason.NO_TARGET:
        return (say(N_("a target with a number")),)
    if row["reason"] == Reason.GAP and len(row["missing"]) > 1:
        return (say(N_("full-year figures of {years}, or a mean that covers them"), years=", ".join(map(str, row["missing"]))),)
    return ()
