"""Tab 2: the directions of each sector and what supports them."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from functools import partial
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.headline import LABELS, WORST_FIRST, passes, standing_code
from tui.frames.methods.tasks import HANDED_IN, TaskState, task_states
from tui.frames.methods.verdicts import verdicts
from tui.frames.prepared import prepared
from tui.frames.tables.cells import (
    COUNTED,
    STATE_LOOKS,
    VERDICT_LOOKS,
    VERDICT_SCALE,
    WORKED_OUT,
    Look,
    Translate,
    full_names,
    glyphed,
    mapped,
    ranked,
    scale_of,
    short_names,
    speed_words,
    tones,
    worded,
)
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.filter import rank_column
from tui.frames.tables.plain_columns import with_plain_columns
from tui.frames.tables.tasks import sections_in_order
from tui.model.plan import Plan
from tui.model.text import N_


class Coverage(enum.StrEnum):
    """Whether any task or indicator carries a direction."""

    GAP = "gap"
    SUPPORTED = "supported"

    @property
    def label(self) -> str:
        """English words."""
        return N_("nothing supports it") if self is Coverage.GAP else N_("supported")


_LOOKS: Final[Mapping[str, Look]] = {Coverage.GAP: Look("✗", Tone.BAD), Coverage.SUPPORTED: Look("✓", Tone.GOOD)}
_SCALE: Final = scale_of(_LOOKS, {coverage: coverage.label for coverage in Coverage})


def sectors_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: directions by the order of their sector, then their own; columns: the coverage matrix, tasks and indicators.

    Only records that are there are counted. ``tasks`` and ``indicators`` hold the sections of the supporting tasks with how
    many stand in each, and the indicators with the glyphs of their verdicts.
    """
    return _view(frames, as_of, words)


@derived
def _view(frames: Frames, as_of: dt.date, words: Translate) -> View:
    members = {"indicators": partial(_indicators_as_members, frames)}
    return View("directions", _rows(frames, as_of, words), _COLUMNS, frames, members=members)


@derived
def _rows(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """The frame of :func:`sectors_view`: one that outlives the session, as a view does not."""
    rows = _supported(
        frames.columns("directions", ("id", "sector", "order", "summary", "locator")),
        frames.columns("sectors", ("id", "order")),
        short_names(frames, "sectors"),
        _tasks_of(frames),
        frames.columns("tasks", ("section", "summary", "id")),
        sections_in_order(frames),
        task_states(frames, as_of)[["id", "state"]],
        _indicators_of(frames),
        verdicts(frames, as_of)[["id", "kind", "verdict", "reason"]],
        full_names(frames, "indicators"),
        words,
    )
    return with_plain_columns(View("directions", rows, _COLUMNS, frames), frames, words).frame


@prepared
def _supported(
    directions: pl.LazyFrame,
    sectors: pl.LazyFrame,
    sector_names: pl.LazyFrame,
    of_tasks: pl.LazyFrame,
    tasks: pl.LazyFrame,
    sections: pl.LazyFrame,
    states: pl.LazyFrame,
    of_indicators: pl.LazyFrame,
    verdicts: pl.LazyFrame,
    indicator_names: pl.LazyFrame,
    words: Translate,
) -> pl.LazyFrame:
    """The rows of the tab; ``of_tasks`` and ``of_indicators`` are each direction's."""
    of_tasks, of_indicators = of_tasks.cache(), of_indicators.cache()
    judged = verdicts.select("id", verdict=standing_code(), slower=passes()).cache()
    glyphs = {str(coverage): look.glyph for coverage, look in _LOOKS.items()}
    counts = [
        pairs.group_by("id").agg(pl.len().cast(pl.Int64).alias(name))
        for pairs, name in ((of_tasks, "task_count"), (of_indicators, "indicator_count"))
    ]
    return (
        directions.join(sectors.select(sector="id", sector_order="order"), on="sector", how="left", maintain_order="left")
        .join(sector_names.select(sector="id", sector_name="name"), on="sector", how="left", maintain_order="left")
        .sort("sector_order", "order", nulls_last=True, maintain_order=True)
        .join(counts[0], on="id", how="left", maintain_order="left")
        .join(counts[1], on="id", how="left", maintain_order="left")
        .join(_sections_of(of_tasks, tasks, sections), on="id", how="left", maintain_order="left")
        .join(_states_of(of_tasks, states), on="id", how="left", maintain_order="left")
        .join(_judged(of_indicators, judged, indicator_names), on="id", how="left", maintain_order="left")
        .join(_worst(of_indicators, judged), on="id", how="left", maintain_order="left")
        .with_row_index(rank_column("sector"))
        .with_columns(pl.col("task_count", "indicator_count").fill_null(0))
        .with_columns(
            sector_text=pl.format(
                "{}.{} {}", pl.col("sector_order").cast(pl.String).fill_null("–"), "order", pl.coalesce("sector_name", "sector")
            ),
            coverage=pl.when(pl.col("task_count") + pl.col("indicator_count") > 0)
            .then(pl.lit(str(Coverage.SUPPORTED)))
            .otherwise(pl.lit(str(Coverage.GAP))),
        )
        .with_columns(
            summary_prefix=pl.format(
                "{} {}.{} ", mapped(pl.col("coverage"), glyphs), pl.col("sector_order").cast(pl.String).fill_null("–"), "order"
            ),
            coverage_text=worded(pl.col("coverage"), glyphed(_LOOKS, {c: c.label for c in Coverage}, words)),
            coverage_tone=mapped(pl.col("coverage"), tones(_LOOKS)),
            coverage_rank=ranked(pl.col("coverage"), Coverage),
            verdict_text=speed_words(
                words, worded(pl.col("verdict"), glyphed(VERDICT_LOOKS, LABELS, words)), pl.col("slower"), pl.col("either")
            ),
            verdict_tone=mapped(pl.col("verdict"), tones(VERDICT_LOOKS)),
        )
        .select("id", pl.exclude("id", "sector_name", "slower", "either"))
    )


def _indicators_as_members(frames: Frames) -> pl.DataFrame:
    return _indicators_of(frames).rename({"indicator": "value"})


def _tasks_of(frames: Frames) -> pl.DataFrame:
    """DataFrame[id, task]: each direction with the tasks it names or that name it, once each."""
    return _pairs_of_tasks(frames.columns("directions", ("id", "tasks")), frames.columns("tasks", ("id", "directions")))


@prepared
def _pairs_of_tasks(directions: pl.LazyFrame, tasks: pl.LazyFrame) -> pl.LazyFrame:
    named_here = directions.select("id", task="tasks").explode("task")
    named_there = tasks.select(id="directions", task="id").explode("id")
    pairs = pl.concat([named_here, named_there.select("id", "task")]).drop_nulls().unique(maintain_order=True)
    return pairs.join(tasks.select(task="id"), on="task", how="semi", maintain_order="left")


def _indicators_of(frames: Frames) -> pl.DataFrame:
    """DataFrame[id, indicator]: each direction with its indicators."""
    return _pairs_of_indicators(frames.columns("directions", ("id", "indicators")), frames.columns("indicators", ("id",)))


@prepared
def _pairs_of_indicators(directions: pl.LazyFrame, indicators: pl.LazyFrame) -> pl.LazyFrame:
    pairs = directions.select("id", indicator="indicators").explode("indicator").drop_nulls().unique(maintain_order=True)
    return pairs.join(indicators.select(indicator="id"), on="indicator", how="semi", maintain_order="left")


def _sections_of(pairs: pl.LazyFrame, tasks: pl.LazyFrame, sections: pl.LazyFrame) -> pl.LazyFrame:
    """DataFrame[id, tasks, tasks_also]: where each direction's tasks stand, ``III.3.a ×4, III.5.b``; and what they are."""
    counted = (
        pairs.join(tasks.rename({"id": "task"}), on="task", maintain_order="left")
        .join(sections, on="section", how="left", maintain_order="left")
        .group_by("id", "section", maintain_order=True)
        .agg(pl.len(), pl.col("number", "place").first(), pl.col("summary").str.join("\n"))
        .sort("place", "section", nulls_last=True)
        .with_columns(name=pl.coalesce("number", "section"))
        .with_columns(said=pl.when(pl.col("len") > 1).then(pl.format("{} ×{}", "name", "len")).otherwise("name"))
    )
    return counted.group_by("id", maintain_order=True).agg(tasks=pl.col("said").str.join(", "), tasks_also=pl.col("summary").str.join("\n"))


def _judged(pairs: pl.LazyFrame, verdicts: pl.LazyFrame, names: pl.LazyFrame) -> pl.LazyFrame:
    """DataFrame[id, indicators, indicators_short]: each direction's indicators with the glyphs of their verdicts, worst first, and these
    glyphs alone."""
    glyphs = {str(verdict): look.glyph for verdict, look in VERDICT_LOOKS.items()}
    told = (
        pairs.join(verdicts.select("verdict", indicator="id"), on="indicator")
        .join(names.rename({"id": "indicator"}), on="indicator")
        .with_columns(rank=ranked(pl.col("verdict"), WORST_FIRST))
        .sort("rank", "name", maintain_order=True)
    )
    glyph = mapped(pl.col("verdict"), glyphs)
    said = pl.format("{} {}", glyph, "name")
    return told.group_by("id", maintain_order=True).agg(indicators=said.str.join(", "), indicators_short=glyph.str.join(""))


_TOLD_STATES: Final = {
    STATE_LOOKS[TaskState.DONE].glyph: HANDED_IN,
    STATE_LOOKS[TaskState.LATE].glyph: (TaskState.LATE,),
    STATE_LOOKS[TaskState.NOT_REPORTED].glyph: (TaskState.NOT_REPORTED,),
}
"""What a direction tells of its tasks: the glyph before the count, and the states it counts."""


def _states_of(pairs: pl.LazyFrame, states: pl.LazyFrame) -> pl.LazyFrame:
    """DataFrame[id, task_states]: how many tasks support each direction, and of them the done, the late, the silent: ``4: ✓1 !2``."""
    joined = pairs.join(states.select("state", task="id"), on="task", how="left")
    counted = joined.group_by("id").agg(
        pl.len().alias("n"),
        *(pl.col("state").is_in([s.value for s in of]).sum().cast(pl.Int64).alias(glyph) for glyph, of in _TOLD_STATES.items()),
    )
    parts = [pl.when(pl.col(glyph) > 0).then(pl.format(f" {glyph}{{}}", glyph)) for glyph in _TOLD_STATES]
    told = pl.concat_str(parts, ignore_nulls=True)
    return counted.select("id", task_states=pl.when(told != "").then(pl.format("{}:{}", "n", told)))


@derived
def sector_indicators(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[sector, indicator, name, verdict]: the indicators each sector's directions rest on, worst first, once each."""
    return _of_sectors(
        _indicators_of(frames),
        frames.columns("directions", ("id", "sector")),
        frames.columns("sectors", ("id", "order")),
        verdicts(frames, as_of)[["id", "kind", "verdict"]],
        full_names(frames, "indicators"),
    )


@prepared
def _of_sectors(
    of_indicators: pl.LazyFrame, directions: pl.LazyFrame, sectors: pl.LazyFrame, verdicts: pl.LazyFrame, names: pl.LazyFrame
) -> pl.LazyFrame:
    return (
        of_indicators.join(directions, on="id")
        .unique(["sector", "indicator"])
        .join(verdicts.select(verdict=standing_code(), indicator="id"), on="indicator")
        .join(names.rename({"id": "indicator"}), on="indicator")
        .join(sectors.select("order", sector="id"), on="sector", how="left")
        .with_columns(rank=ranked(pl.col("verdict"), WORST_FIRST))
        .sort("order", "sector", "rank", "name", nulls_last=True)
        .select("sector", "indicator", "name", "verdict")
    )


def _worst(pairs: pl.LazyFrame, verdicts: pl.LazyFrame) -> pl.LazyFrame:
    """DataFrame[id, verdict, verdict_rank, slower, either]: the worst verdict among each direction's indicators, and whether all, or
    some, of those that have it are told to slow down."""
    return (
        pairs.join(verdicts.select("verdict", "slower", indicator="id"), on="indicator")
        .with_columns(verdict_rank=ranked(pl.col("verdict"), WORST_FIRST))
        .filter(pl.col("verdict_rank") == pl.col("verdict_rank").min().over("id"))
        .group_by("id")
        .agg(pl.col("verdict", "verdict_rank").first(), slower=pl.col("slower").all(), either=pl.col("slower").any())
    )


_COLUMNS: Final = (
    Column(
        key="summary",
        title=N_("Direction"),
        width=24,
        prefix="summary_prefix",
        glyph_tone="coverage_tone",
        field="summary",
        grows=True,
        worth=0,
    ),
    Column(key="sector", title=N_("Sector"), width=20, text="sector_text", field="sector", worth=21),
    Column(
        key="task_count",
        title=N_("Tasks"),
        width=8,
        shows=Shows.COUNT,
        short="task_states",
        glyphs=True,
        why_not=COUNTED,
        help=N_("How many tasks support it; of them done ✓, late !, and not reported on ?"),
        worth=1,
    ),
    Column(
        key="tasks",
        title=N_("Tasks by section"),
        width=16,
        why_not=COUNTED,
        help=N_("The sections the supporting tasks stand in, and how many in each"),
        worth=24,
    ),
    Column(key="indicator_count", title=N_("Number of indicators"), width=8, shows=Shows.COUNT, align="right", why_not=COUNTED, worth=23),
    Column(
        key="indicators",
        title=N_("Indicators"),
        width=14,
        short="indicators_short",
        glyphs=True,
        field="indicators",
        help=N_("The indicators of the direction, the glyph of its verdict before each, worst first"),
        worth=2,
    ),
    Column(
        key="verdict",
        title=N_("Worst verdict"),
        width=20,
        text="verdict_text",
        tone="verdict_tone",
        why_not=WORKED_OUT,
        worth=22,
        scale=VERDICT_SCALE,
    ),
    Column(key="locator", title=N_("Place"), width=12, field="locator", worth=25),
    Column(
        key="coverage",
        title=N_("Coverage"),
        width=24,
        text="coverage_text",
        tone="coverage_tone",
        why_not=COUNTED,
        answer=True,
        scale=_SCALE,
    ),
)
