"""The shares of one whole by year beside their targets, and the indicators a sector rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.digits import digits_of
from tui.frames.methods.figures import EVER, figures, figures_apart
from tui.frames.methods.headline import LABELS, SLOW_DOWN, passes
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdicts import verdicts
from tui.frames.tables.cells import VERDICT_LOOKS
from tui.frames.tables.charts.apart import apart_figure, apart_words, vintage_words
from tui.frames.tables.charts.chart_table import ChartTable, chart_table
from tui.frames.tables.charts.drawing import FILLS, Block, Drawing, Note, Pieces, ShareBar, ShareBars, Standing
from tui.frames.tables.sectors import sector_indicators
from tui.i18n.words import Words
from tui.model.text import N_, printable

TITLE: Final = N_("Economic structure by year and target, %")


@attrs.frozen(kw_only=True)
class StructureSeries:
    """The shares of one whole by year beside their targets; ``parts`` maps an indicator's id to its values by year."""

    years: tuple[int, ...]
    parts: dict[str, tuple[float | None, ...]]
    targets: dict[str, float | None]
    names: dict[str, str]


def structure(frames: Frames, as_of: dt.date | None = None) -> StructureSeries:
    """The shares of the first group that has any, by year, up to the year of the day (every year where none is given)."""
    indicators = (frames["indicators"] if as_of is None else indicators_on(frames, as_of)).filter(pl.col("kind") == "share")
    members = indicators.filter(pl.col("goal") == indicators["goal"].first()) if indicators.height else indicators
    series = figures(frames, as_of or EVER).join(members.select("id"), on="id", how="semi")
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


# -- drawing --------------------------------------------------------------------------------------------------------


def structure_drawing(frames: Frames, sector: str | None, as_of: dt.date, words: Words) -> Drawing:
    """Shares of the economy by year, the target beside them; then the indicators of a sector with their verdicts."""
    series = structure(frames, as_of)
    of_sector = _of_sector(frames, sector, as_of, words)
    if not series.parts:
        return Drawing((Note(""), Note(words(N_("the plan has no shares of a whole"))), *of_sector))
    rows = [(str(year), [values[index] for values in series.parts.values()]) for index, year in enumerate(series.years)]
    rows.append((words(N_("target")), [series.targets.get(part) for part in series.parts]))
    empty = [label for label, shares in rows if all(share is None for share in shares)]
    digits = [digits_of(frames, part).figures for part in series.parts]
    agreed = [None for _ in series.parts]  # targets stand as they were agreed
    bars = tuple(
        ShareBar(label, tuple(shares), _figures(shares, digits if at < len(series.years) else agreed, words))
        for at, (label, shares) in enumerate(rows)
        if label not in empty
    )
    fills = tuple(f"{_fill(at)} {printable(series.names[part])}" for at, part in enumerate(series.parts))
    told = [f"{words(N_('without a figure'))}: {', '.join(empty)}"] if empty else []
    told += _apart(frames, list(series.parts), as_of, words)
    title = Note(words(TITLE))
    return Drawing((title, ShareBars(bars), Pieces(fills), *of_sector, Pieces(tuple(told))))


def structure_table(frames: Frames, as_of: dt.date, words: Words) -> ChartTable:
    """The shares by year, each with its vintage, the targets, and the figures that stand apart."""
    series = structure(frames, as_of)
    said = figures(frames, as_of).filter(pl.col("year") <= as_of.year).select("id", "year", "vintage").iter_rows()
    vintages = {(id, year): vintage for id, year, vintage in said}
    rows = []
    for part, shares in series.parts.items():
        name, digits = printable(series.names[part]), digits_of(frames, part).figures
        for year, share in zip(series.years, shares, strict=True):
            if share is not None:
                rows.append((str(year), name, words.number(share, digits), vintage_words(vintages.get((part, year)), words), ""))
        target = series.targets[part]
        if target is not None:
            rows.append((words(N_("target")), name, words.number(target), "", ""))
        for row in _set_apart(frames, [part], as_of):
            figure = apart_figure(row)
            why = apart_words(figure, words, digits_of(frames, part)).partition(" (")[2].removesuffix(")")
            rows.append((str(figure.year), name, words.number(figure.value, digits), vintage_words(figure.vintage, words), why))
    titles = (
        (words(N_("Year")), False), (words(N_("Part")), False), (words(N_("Share, %")), True), (words(N_("Vintage")), False),
        (words(N_("Stands apart")), False),
    )  # fmt: skip
    return chart_table(words(TITLE), titles, rows)


def _fill(place: int) -> str:
    return FILLS[place % len(FILLS)]


def _figures(shares: Sequence[float | None], digits: Sequence[int | None], words: Words) -> str:
    told = (words.number(share, places) if share is not None else "–" for share, places in zip(shares, digits, strict=True))
    return " · ".join(f"{_fill(at)} {share}" for at, share in enumerate(told))


def _of_sector(frames: Frames, sector: str | None, as_of: dt.date, words: Words) -> list[Block]:
    """The indicators a sector rests on, worst first, each with its verdict."""
    if sector is None:
        return []
    found = sector_indicators(frames, as_of).filter(pl.col("sector") == sector)
    name = printable(frames.plan.title_of("sectors", sector))
    if found.is_empty():
        return [Note(f"{name}: {words(N_('no indicator supports the sector'))}")]
    slower = set(verdicts(frames, as_of).filter(passes())["id"].to_list())
    rows = [(own, v, SLOW_DOWN if id in slower else LABELS[v]) for own, v, id in found.select("name", "verdict", "indicator").iter_rows()]
    return [
        Note(f"{name}:"),
        *(Standing(VERDICT_LOOKS[v].glyph, printable(own), words(label), VERDICT_LOOKS[v].tone) for own, v, label in rows),
    ]


def _apart(frames: Frames, parts: Sequence[str], as_of: dt.date, words: Words) -> list[str]:
    """The figures of another definition or territory, which are never drawn beside the series."""
    told = [apart_words(apart_figure(row), words, digits_of(frames, row["id"])) for row in _set_apart(frames, parts, as_of)]
    return [f"{words(N_('apart'))}: {told[0]}", *told[1:]] if told else []


def _set_apart(frames: Frames, parts: Sequence[str], as_of: dt.date) -> list[dict[str, Any]]:
    past = pl.col("year") <= as_of.year
    return figures_apart(frames, as_of).filter(past & pl.col("id").is_in(parts) & (pl.col("vintage") != "plan")).to_dicts()
