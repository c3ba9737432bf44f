"""The lead and partner cells of the tasks: who answers on the day, and in brackets the body of the text it stands for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.ownership import OwnershipGap, last_days, named_holders, ownership_gaps, task_holders, unusual_leads
from tui.frames.prepared import at_once, prepared
from tui.frames.tables.cells import Translate, day_text, filled, full_names, named, short_names
from tui.frames.tables.columns import Step, Tone
from tui.model.text import N_

GONE: Final = "✗"
ASKS: Final = "?"
_MANY: Final = 2000
"""Holders from which it pays to look for tasks that name the same bodies: most do."""
_PRE_KEY: Final = ["task", "role", "nth"]

KINDS: Final = (
    OwnershipGap.NO_LEAD,
    OwnershipGap.ABOLISHED,
    OwnershipGap.NOT_YET,
    OwnershipGap.SPLIT,
    OwnershipGap.SEVERAL_LEADS,
    OwnershipGap.COLLECTIVE_LEAD,
)
"""From what needs a decision to what is only unusual: the order of the column."""

_SHORT: Final = {
    OwnershipGap.NO_LEAD: N_("– no lead"),
    OwnershipGap.ABOLISHED: N_("✗ a body without successor"),
    OwnershipGap.NOT_YET: N_("✗ a body that does not exist yet"),
    OwnershipGap.SPLIT: N_("? split: choose"),
    OwnershipGap.SEVERAL_LEADS: N_("several leads"),
    OwnershipGap.COLLECTIVE_LEAD: N_("a group leads"),
}


OWNERSHIP_SCALE: Final = tuple(Step(kind.value, _SHORT[kind]) for kind in KINDS)


def holder_cells(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """One row a task that names anybody.

    Columns: id, then for lead and partner ``leads_text`` (null where there is nobody), ``leads_short``, ``leads_tone``,
    ``leads_also`` (the full names of both the bodies of the text and those that hold the task) and the same of ``partners``. A holder
    stands once in a task, as in :func:`task_holders`: a partner merged into the lead is not shown as a partner, but is found by its name.
    """
    holders = named_holders(frames, as_of)
    named_all, many = holders.lazy(), holders.height >= _MANY
    counted = task_holders(frames, as_of).lazy().select("task", "holder", "role")
    shown = named_all.join(counted, on=["task", "holder", "role"], how="semi", maintain_order="left")
    texts = (
        _each_once(named_all, lambda rows: _found_by(frames, rows), many=many)
        .join(_each_once(shown, lambda rows: _texts(frames, rows, words), many=many), on=["task", "role"], how="left")
        .cache()
    )
    tasks = frames.columns("tasks", ("id",)).lazy()
    for role, column in (("lead", "leads"), ("partner", "partners")):
        of_role = texts.filter(pl.col("role") == role)
        cells = of_role.select(id="task", **{f"{column}_{part}": pl.col(part) for part in ("text", "short", "tone", "also")})
        tasks = tasks.join(cells, on="id", how="left", maintain_order="left")
    return at_once(tasks)


def holders_as(frames: Frames, as_of: dt.date, role: str) -> pl.DataFrame:
    """DataFrame[id, value]: who answers for each task on the day, or takes part in it, a row a body; no row where there is nobody."""
    return task_holders(frames, as_of).filter(pl.col("role") == role).select(id="task", value="holder")


def _each_once(holders: pl.LazyFrame, make: Callable[[pl.LazyFrame], pl.LazyFrame], *, many: bool) -> pl.LazyFrame:
    """``make`` of the holders of every task and role, worked out once for all those that name the same bodies in the same order.

    ``make`` gives DataFrame[task, role, …], a row a task and role that ``holders`` has; what is beside them may rest on nothing else.
    """
    if not many:
        return make(holders)
    holders = holders.cache()
    body = holders.with_columns(bodies=pl.concat_str("agency", "holder", separator="\x1f"))
    # joined afterwards: half the time of joining inside the groups
    named_alike = body.group_by("task", "role", maintain_order=True).agg("bodies").with_columns(pl.col("bodies").list.join("\x1e")).cache()
    first = named_alike.unique("bodies", keep="first", maintain_order=True).cache()
    made = make(holders.join(first, on=["task", "role"], how="semi", maintain_order="left"))
    known = made.join(first, on=["task", "role"]).drop("task", "role")
    return named_alike.join(known, on="bodies", how="left", maintain_order="left").drop("bodies")


def _texts(frames: Frames, shown: pl.LazyFrame, words: Translate) -> pl.LazyFrame:
    """DataFrame[task, role, text, short, tone]; ``short`` names only who answers on the day."""
    short, agencies = short_names(frames, "agencies"), frames.columns("agencies", ("id", "from"))
    said = (
        shown.join(last_days(frames).lazy(), on="agency", how="left", maintain_order="left")
        .join(agencies.lazy().select("from", agency="id", unknown=pl.lit(False)), on="agency", how="left", maintain_order="left")
        .with_row_index("nth")
        .with_columns(
            pl.col("unknown").fill_null(True),
            body=named(pl.col("agency"), short),
            name=named(pl.col("holder"), short),
            day=day_text(pl.when("unborn").then("from").otherwise("last_day"), words).fill_null("…"),
            # the successors of one split body are one question; everybody else stands for themselves
            item=pl.when("split").then(pl.concat_str(pl.lit("split "), "agency")).otherwise(pl.concat_str(pl.lit("held "), "holder")),
        )
    )
    moved = (pl.col("agency") != pl.col("holder")) & ~pl.col("gap")
    items = (
        said.group_by("task", "role", "item", maintain_order=True)
        .agg(
            pl.col("nth").first(),
            pl.col("gap", "split", "unborn", "unknown", "body", "day").first(),
            names=pl.col("name").unique(maintain_order=True),
            before=pl.when(moved).then(pl.struct("day", "body")).drop_nulls().unique(maintain_order=True),
        )
        .cache()
    )
    olds = (
        items.select(*_PRE_KEY, "before")
        .explode("before")
        .drop_nulls("before")
        .select(*_PRE_KEY, old_day=pl.col("before").struct.field("day"), old=pl.col("before").struct.field("body"))
        .group_by(*_PRE_KEY, "old_day", maintain_order=True)
        .agg(bodies=pl.col("old").str.join(", "))
        .with_columns(part=filled(words(N_("until {day}: {bodies}")), day=pl.col("old_day"), bodies=pl.col("bodies")))
        .group_by(_PRE_KEY, maintain_order=True)
        .agg(pl.col("part").str.join("; "))
    )
    bracket = pl.format(" ({})", "part").fill_null("")
    now = (
        pl.when(pl.col("unknown") | pl.col("unborn") | pl.col("gap"))
        .then(pl.format(f"{GONE} {{}}", "body"))
        .when("split")
        .then(pl.concat_str(pl.lit(f"{ASKS} "), pl.col("names").list.join(" / ")))
        .otherwise(pl.col("names").list.first())
    )
    text = (
        pl.when("unknown")
        .then(pl.format(f"{GONE} {{}} ({{}})", "body", pl.lit(words(N_("not in the plan")))))
        .when("unborn")
        .then(pl.format(f"{GONE} {{}} ({{}})", "body", filled(words(N_("only from {day}")), day=pl.col("day"))))
        .when("gap")
        .then(pl.format(f"{GONE} {{}} ({{}})", "body", filled(words(N_("until {day}, no successor")), day=pl.col("day"))))
        .when("split")
        .then(pl.concat_str(pl.lit(f"{ASKS} "), filled(words(N_("split: {bodies}")), bodies=pl.col("names").list.join(" / ")), bracket))
        .otherwise(pl.concat_str(pl.col("names").list.first(), bracket))
    )
    return (
        items.join(olds, on=_PRE_KEY, how="left", maintain_order="left")
        .sort("nth")
        .group_by("task", "role", maintain_order=True)
        .agg(text=text.str.join(", "), short=now.str.join(", "), wrong=(pl.col("gap") | pl.col("split")).any())
        .select("task", "role", "text", "short", tone=pl.when("wrong").then(pl.lit(str(Tone.WARN))))
    )


def _found_by(frames: Frames, named_all: pl.LazyFrame) -> pl.LazyFrame:
    """DataFrame[task, role, also]: the names of the bodies of the text and of those who hold, short and full, a line each."""
    tables = (short_names(frames, "agencies"), full_names(frames, "agencies"))
    names = [named(pl.col(ids), table) for ids in ("agency", "holder") for table in tables]
    return (
        named_all.select("task", "role", also=pl.concat_list(names))
        .explode("also")
        .group_by("task", "role", maintain_order=True)
        .agg(pl.col("also").unique(maintain_order=True).str.join("\n"))
    )


def ownership_words(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """DataFrame[id, ownership, ownership_text, ownership_tone, ownership_rank] of the tasks nobody clearly holds, or not one body alone.

    ``ownership`` is the worst :class:`OwnershipGap` code; the words name all of a task.
    """
    return _in_words(ownership_gaps(frames, as_of), unusual_leads(frames, as_of), words)


@prepared
def _in_words(gaps: pl.LazyFrame, unusual: pl.LazyFrame, words: Translate) -> pl.LazyFrame:
    rank = {kind.value: place for place, kind in enumerate(KINDS)}
    found = (
        pl.concat([gaps, unusual])
        .unique(["task", "kind"], maintain_order=True)
        .with_columns(
            place=pl.col("kind").replace_strict(rank, return_dtype=pl.Int64),
            said=pl.col("kind").replace_strict({k.value: words(label) for k, label in _SHORT.items()}, return_dtype=pl.String),
        )
        .sort("place", maintain_order=True)
    )
    gap = pl.col("ownership_rank") < KINDS.index(OwnershipGap.SEVERAL_LEADS)
    return (
        found.group_by("task", maintain_order=True)
        .agg(ownership=pl.col("kind").first(), ownership_text=pl.col("said").str.join(", "), ownership_rank=pl.col("place").min())
        .with_columns(ownership_tone=pl.when(gap).then(pl.lit(str(Tone.WARN))))
        .rename({"task": "id"})
    )
