"""Plain data behind the charts: what is drawn, what is only said. Draws nothing itself."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.enterprises import enterprise_verdicts, own_name
from tui.frames.methods.figures import figures, figures_apart
from tui.frames.methods.ownership import resolve, workload
from tui.frames.methods.series import targets
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdicts import verdicts


@attrs.frozen(kw_only=True)
class ApartFigure:
    """A figure that is said beside the chart, not drawn in it, and what sets it apart."""

    year: int
    value: float
    vintage: str
    scope: str | None
    as_of: dt.date | None
    years: tuple[int, ...]
    unit: str | None
    op: str | None
    source: str | None
    note: str | None

    @property
    def alike(self) -> bool:
        """Of the same measure as the series, for a whole year, and only of another scope: drawn beside it, never joined to it."""
        other = self.as_of is not None or self.years or self.unit is not None or self.op is not None
        return self.scope is not None and self.vintage != "plan" and not other


@attrs.frozen(kw_only=True)
class IndicatorSeries:
    """One indicator by year, from its baseline to its end year.

    ``values``, ``vintages`` and ``path`` stand beside ``years``, None where there is none. ``forecast`` stands in
    ``forecast_year`` (for mean growth it is the mean over the term, in its end year); None when nothing is forecast.
    ``path`` runs from the baseline year to the end year; where the target is a rate or a bound it is the target in every
    year of the term. ``target`` is None for a yearly cut in points: the figures are rates, and the path says it.
    ``required`` is what each remaining year must bring where the figures are yearly rates (mean growth), else None everywhere.
    """

    id: str
    years: tuple[int, ...]
    values: tuple[float | None, ...]
    vintages: tuple[str | None, ...]
    path: tuple[float | None, ...]
    required: tuple[float | None, ...]
    target: float | None
    op: str | None
    forecast: float | None
    forecast_year: int | None
    unit: str | None
    kind: str
    apart: tuple[ApartFigure, ...]


@attrs.frozen(kw_only=True)
class StructureSeries:
    """The shares of one whole by year beside their targets; ``parts`` maps an indicator's id to its values by year."""

    years: tuple[int, ...]
    parts: dict[str, tuple[float | None, ...]]
    targets: dict[str, float | None]
    names: dict[str, str]


@attrs.frozen(kw_only=True)
class WindowBar:
    """One enterprise's window on the term; either end may be unknown."""

    id: str
    name: str
    start: dt.date | None
    end: dt.date | None
    stage: str | None
    verdict: str | None


def indicator_series(frames: Frames, id: str, as_of: dt.date) -> IndicatorSeries:
    """What the chart of one indicator shows on a day. Raises KeyError when there is no such indicator."""
    row = verdicts(frames, as_of).filter(pl.col("id") == id).to_dicts()
    if not row:
        raise KeyError(id)
    said = row[0]
    judged = targets(frames, as_of).filter(pl.col("id") == id).to_dicts()[0]
    series = {r["year"]: r for r in figures(frames).filter((pl.col("id") == id) & (pl.col("year") <= as_of.year)).to_dicts()}
    start, end = said["start"], said["end"]
    first = min([y for y in (start, *series) if y is not None], default=None)
    last = max([y for y in (end, *series) if y is not None], default=None)
    years = tuple(range(first, last + 1)) if first is not None and last is not None else ()
    forecast = said["forecast"]
    if said["kind"] == "points_cut" and forecast is not None:
        forecast = said["baseline"] - forecast * (end - said["baseline_year"])  # the rate the mean cut leads to
    apart = figures_apart(frames).filter(pl.col("id") == id).to_dicts()
    return IndicatorSeries(
        id=id,
        years=years,
        values=tuple(series[y]["value"] if y in series else None for y in years),
        vintages=tuple(series[y]["vintage"] if y in series else None for y in years),
        path=tuple(_path_value(y, said, compound=bool(judged["compound"])) for y in years),
        required=tuple(said["required"] if said["kind"] == "term_growth" and _remains(y, said) else None for y in years),
        target=None if said["kind"] == "points_cut" else said["target"],
        op=said["op"],
        forecast=forecast,
        forecast_year=None if forecast is None else said["last_year"] + 1 if said["kind"] == "ceiling" else end,
        unit=judged["unit"],
        kind=said["kind"],
        apart=tuple(
            ApartFigure(years=tuple(r["years"] or ()), **{f.name: r[f.name] for f in attrs.fields(ApartFigure) if f.name != "years"})
            for r in apart
        ),
    )


def _remains(year: int, said: dict[str, object]) -> bool:
    """Whether a year is one of those still without a result at the end of the term."""
    last, end = said["last_year"], said["end"]
    return isinstance(last, int) and isinstance(end, int) and last < year <= end


def _path_value(year: int, said: dict[str, object], *, compound: bool) -> float | None:
    """The path of METHODS B and F in one year; for a rate or a bound (A, C, D) the target in every year of the term."""
    target, start, end = said["target"], said["start"], said["end"]
    if not isinstance(target, float) or not isinstance(start, int) or not isinstance(end, int):
        return None
    if said["kind"] in ("term_growth", "floor", "ceiling"):
        return target if start <= year <= end else None
    baseline, first = said["baseline"], said["baseline_year"]
    if not isinstance(baseline, float) or not isinstance(first, int) or not first <= year <= end or first == end:
        return None
    if said["kind"] == "points_cut":
        return baseline - target * (year - first)
    part = (year - first) / (end - first)
    if compound and baseline > 0 and target > 0:
        return float(baseline * (target / baseline) ** part)
    return baseline + (target - baseline) * part


def structure(frames: Frames, as_of: dt.date | None = None) -> StructureSeries:
    """The shares of the first group that has any, by year, up to the year of the day (every year where none is given)."""
    indicators = (frames["indicators"] if as_of is None else indicators_on(frames, as_of)).filter(pl.col("kind") == "share")
    members = indicators.filter(pl.col("goal") == indicators["goal"].first()) if indicators.height else indicators
    series = figures(frames).join(members.select("id"), on="id", how="semi")
    if as_of is not None:
        series = series.filter(pl.col("year") <= as_of.year)
    known = {(id, year): value for id, year, value in series.select("id", "year", "value").iter_rows()}
    found = sorted({year for _, year in known})
    years = tuple(range(found[0], found[-1] + 1)) if found else ()
    rows = list(members.select("id", "name", "target").iter_rows())
    return StructureSeries(
        years=years,
        parts={id: tuple(known.get((id, year)) for year in years) for id, _, _ in rows},
        targets={id: target for id, _, target in rows},
        names={id: name for id, name, _ in rows},
    )


def windows(frames: Frames, as_of: dt.date | None = None) -> list[WindowBar]:
    """Every enterprise with its window, in the order of the file, and where it stands on the day (None without a day)."""
    window = pl.col("window").struct
    rows = frames["enterprises"].select("id", "stage", name=own_name(), start=window.field("start"), end=window.field("end"))
    if as_of is None:
        return [WindowBar(**row, verdict=None) for row in rows.to_dicts()]
    judged = enterprise_verdicts(frames, as_of).select("id", "verdict")
    return [WindowBar(**row) for row in rows.join(judged, on="id", how="left", maintain_order="left").to_dicts()]


def workload_before(frames: Frames, as_of: dt.date) -> dict[str, list[tuple[str, int, int]]]:
    """By the short name of each body that answers on the day: (short name, tasks led, tasks taken part in) of the bodies of the
    text it took over from, as the text gives the tasks out, before any reorganisation."""
    taken = resolve(frames, as_of).filter(pl.col("holder").is_not_null() & (pl.col("holder") != pl.col("agency")))
    counts = workload(frames, dt.date.min)
    found: dict[str, list[tuple[str, int, int]]] = {}
    for old, new, lead, partner in taken.join(counts, on="agency").select("agency", "holder", "lead", "partner").iter_rows():
        short = frames.plan.short_of
        found.setdefault(short("agencies", new), []).append((short("agencies", old), lead, partner))
    # a body that kept its name and took others over stood in the text itself
    kept = resolve(frames, as_of).filter(pl.col("holder") == pl.col("agency")).join(counts, on="agency")
    for agency, lead, partner in kept.select("agency", "lead", "partner").iter_rows():
        name = frames.plan.short_of("agencies", agency)
        if name in found:
            found[name].insert(0, (name, lead, partner))
    return found


def workload_bars(frames: Frames, as_of: dt.date, most: int) -> list[tuple[str, int, int]]:
    """(short name, tasks led, tasks taken part in) of at most so many bodies, the busiest first."""
    rows = workload(frames, as_of).head(most).iter_rows()
    return [(frames.plan.short_of("agencies", agency), lead, partner) for agency, lead, partner in rows]
