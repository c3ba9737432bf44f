"""Who holds a task on a day (docs/methods.md, "Ownership on a day"): successors followed, splits and gaps named, workload counted.

The plan's text is never rewritten when bodies merge; everything here is derived from it for the day it is seen from.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.model.text import N_


class OwnershipGap(enum.StrEnum):
    """What is wrong or open about the ownership of a task."""

    NO_LEAD = "no_lead"
    ABOLISHED = "abolished"
    NOT_YET = "not_yet"
    SPLIT = "split"
    SEVERAL_LEADS = "several_leads"
    COLLECTIVE_LEAD = "collective_lead"

    @property
    def label(self) -> str:
        """The English words, marked for translation."""
        return _GAP_LABELS[self]


_GAP_LABELS: Final = {
    OwnershipGap.NO_LEAD: N_("no lead"),
    OwnershipGap.ABOLISHED: N_("the body no longer exists and has no successor"),
    OwnershipGap.NOT_YET: N_("the body does not exist yet"),
    OwnershipGap.SPLIT: N_("the body was split: choose who holds the task"),
    OwnershipGap.SEVERAL_LEADS: N_("several leads"),
    OwnershipGap.COLLECTIVE_LEAD: N_("a group of bodies leads"),
}


@derived
def resolve(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Who stands for each body on a day: one row per (body, holder), bodies in the order of the file.

    Columns: agency, holder, gap Boolean, split Boolean, unborn Boolean. A body holds itself from its first day (``from``) to its last
    (``until``). One that is past it is followed to those of its successors that exist by then, transitively, without duplicates; without
    a last day the change is the day the first of its successors begins. A body before its first day, one without a successor there
    on the day, a circle, or a successor the plan does not have: a gap, holder null. More than one holder: a split, which asks for a
    choice.
    """
    agencies = frames.columns("agencies", ("id", "from", "until", "successors"))
    today = pl.lit(as_of, dtype=pl.Date)
    ids = agencies.select("id", begins="from", ends="until")
    steps = (
        agencies.select("id", next="successors")
        .explode("next")
        .filter(pl.col("next").is_not_null())
        .join(ids.rename({"id": "next"}).drop("ends"), on="next")  # a successor the plan does not have leads nowhere
    )
    begun = steps.filter((pl.col("begins") <= today).fill_null(True)).select("id", "next")
    dated = steps.filter((pl.col("begins") <= today).fill_null(False)).select("id").unique().with_columns(followed=pl.lit(True))
    passed = pl.when(pl.col("ends").is_not_null()).then(pl.col("ends") < today).otherwise(pl.col("followed").fill_null(False))
    there = (pl.col("begins") <= today).fill_null(True)
    moved = ids.join(dated, on="id", how="left", maintain_order="left").select("id", gone=passed, unborn=~there)
    existing = moved.filter(~pl.col("gone") & ~pl.col("unborn")).select(next="id")
    begun = begun.join(moved.filter(~pl.col("unborn")), on="id", how="semi")
    walk = moved.select(agency="id", next="id")
    seen = walk
    found = [walk.join(existing, on="next", how="semi")]
    while not walk.is_empty():  # one round a generation of successors; a circle brings nothing new, so it ends
        over = walk.join(existing, on="next", how="anti")
        walk = over.join(begun, left_on="next", right_on="id").select("agency", next="next_right").unique()
        walk = walk.join(seen, on=["agency", "next"], how="anti")
        seen = pl.concat([seen, walk])
        found.append(walk.join(existing, on="next", how="semi"))
    holders = pl.concat(found).unique().rename({"next": "holder"})
    order = agencies.select(holder="id").with_row_index("order")
    return (
        moved.select("unborn", agency="id")
        .with_row_index("place")
        .join(holders, on="agency", how="left")
        .join(order, on="holder", how="left")
        .sort("place", "order")
        .select("agency", "holder", "unborn", gap=pl.col("holder").is_null(), split=pl.len().over("agency") > 1)
        .select("agency", "holder", "gap", "split", "unborn")
    )


@derived
def task_holders(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Who leads and who takes part in each task on a day; what the task table shows and the workload counts.

    Columns: task, role ("lead" or "partner"), holder (the body itself, still named, where there is a gap), agency (the first
    of the file's bodies it stands for), gap, split, unborn (it does not exist yet). A holder stands once in a task: two merged
    bodies count once, and a lead is not its own partner. Tasks in the order of the file, within a task as the file lists the bodies.
    """
    return named_holders(frames, as_of).unique(["task", "holder"], keep="first", maintain_order=True)


@derived
def named_holders(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every body a task's text names with everybody who stands for it on a day: what a cell tells both names from.

    Columns and order as :func:`task_holders`, but a holder of two merged bodies stands once for each of them, and a lead that
    is a partner too stands under both.
    """
    tasks = frames.columns("tasks", ("id", "leads", "partners")).with_row_index("place")
    named = pl.concat(
        [
            tasks.select("place", pl.lit(rank).alias("rank"), task="id", role=pl.lit(role), agency=bodies).explode("agency")
            for rank, (role, bodies) in enumerate((("lead", "leads"), ("partner", "partners")))
        ]
    ).filter(pl.col("agency").is_not_null())
    held = named.with_row_index("nth").join(resolve(frames, as_of).with_row_index("holder_nth"), on="agency", how="left")
    return (
        # a body the plan does not have stands as it is named
        held.with_columns(
            pl.coalesce("holder", "agency").alias("holder"), pl.col("gap").fill_null(True), pl.col("split", "unborn").fill_null(False)
        )
        .sort("place", "rank", "nth", "holder_nth")
        .select("task", "role", "holder", "agency", "gap", "split", "unborn")
    )


@derived
def enterprise_holders(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, who list]: of each enterprise the bodies that stand on a day for the one that answers for it; empty where none does."""
    named = frames.columns("enterprises", ("id", "agency"))
    held = named.join(resolve(frames, as_of).select("agency", "holder"), on="agency", how="left", maintain_order="left")
    return held.group_by("id", maintain_order=True).agg(who=pl.col("holder").drop_nulls())


@derived
def last_days(frames: Frames) -> pl.DataFrame:
    """DataFrame[agency, last_day Date]: each body's last day, else the day before its first successor begins; null while unknown."""
    agencies = frames.columns("agencies", ("id", "from", "until", "successors"))
    begun = (
        agencies.select(agency="id", id="successors")
        .explode("id")
        .join(agencies.select("id", begins="from"), on="id")
        .group_by("agency")
        .agg(before=pl.col("begins").min() - pl.duration(days=1))
    )
    joined = agencies.select(agency="id", until="until").join(begun, on="agency", how="left", maintain_order="left")
    return joined.select("agency", last_day=pl.coalesce("until", "before"))


@derived
def workload(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """How many tasks each body leads and takes part in on a day, the busiest first.

    Columns: agency (who holds it on the day; a body with a gap under its own name), lead Int64, partner Int64. The sums
    are those of :func:`task_holders`.
    """
    counts = (
        task_holders(frames, as_of)
        .group_by("holder")
        .agg(lead=(pl.col("role") == "lead").sum().cast(pl.Int64), partner=(pl.col("role") == "partner").sum().cast(pl.Int64))
    )
    order = frames.columns("agencies", ("id",)).select(holder="id").with_row_index("order")
    return (
        counts.join(order, on="holder", how="left")
        .sort(["lead", "partner", "order", "holder"], descending=[True, True, False, False], nulls_last=True)
        .select("lead", "partner", agency="holder")
        .select("agency", "lead", "partner")
    )


@derived
def ownership_gaps(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Tasks nobody clearly holds on a day: no lead, a body without successor or not there yet, a split that asks for a choice.

    Columns: task, kind (an :class:`OwnershipGap` code), role ("lead", "partner"), agency (the file's body; null where none
    is named). Worst kind first, then in the order of the file; a task may stand under several kinds.
    """
    held = task_holders(frames, as_of)
    leads = held.filter(pl.col("role") == "lead")
    orphans = frames.columns("tasks", ("id",)).select(task="id").join(leads, on="task", how="anti", maintain_order="left")
    return _listed(
        {
            OwnershipGap.NO_LEAD: orphans.select("task", role=pl.lit("lead"), agency=pl.lit(None, dtype=pl.String)),
            OwnershipGap.ABOLISHED: held.filter(pl.col("gap") & ~pl.col("unborn")),
            OwnershipGap.NOT_YET: held.filter("unborn"),
            OwnershipGap.SPLIT: held.filter("split"),
        }
    )


@derived
def unusual_leads(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Tasks with several leads or a collective one: not wrong, but listed as what they are.

    Columns as :func:`ownership_gaps`; agency is who holds the task on the day. The several successors of one split body
    are not several leads.
    """
    leads = task_holders(frames, as_of).filter(pl.col("role") == "lead")
    collectives = frames.columns("agencies", ("id", "kind")).filter(pl.col("kind") == "collective").select(holder="id")
    held = leads.select("task", "role", agency="holder", named="agency")
    return _listed(
        {
            OwnershipGap.SEVERAL_LEADS: held.filter(pl.col("named").n_unique().over("task") > 1),
            OwnershipGap.COLLECTIVE_LEAD: held.join(collectives, left_on="agency", right_on="holder", how="semi", maintain_order="left"),
        }
    )


@derived
def unusual_counts(frames: Frames, as_of: dt.date) -> dict[str, int]:
    """How many tasks have each kind of unusual lead; a kind no task has is left out."""
    return dict(unusual_leads(frames, as_of).unique(["task", "kind"]).group_by("kind").len().iter_rows())


def _listed(kinds: dict[OwnershipGap, pl.DataFrame]) -> pl.DataFrame:
    rows = [found.select("task", kind=pl.lit(kind.value), role="role", agency="agency") for kind, found in kinds.items()]
    return pl.concat(rows).unique(maintain_order=True)
