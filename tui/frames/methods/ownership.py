"""Who holds a task on a day (docs/methods.md, "Ownership on a day"): successors followed, splits and gaps named, workload counted.

The plan's text is never rewritten when bodies merge; everything here is derived from it for the day it is seen from.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.prepared import prepared
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

    Columns: those of ``frames.by_plan``, agency, holder, gap Boolean, split Boolean, unborn Boolean. A body holds itself from its first
    day (``from``) to its last (``until``). One that is past it is followed to those of its successors that exist by then, transitively,
    without duplicates; without a last day the change is the day the first of its successors begins. A body before its first day, one
    without a successor there on the day, a circle, or a successor the plan does not have: a gap, holder null. More than one holder: a
    split, which asks for a choice.
    """
    if not frames.by_plan:
        return _resolved(frames.columns("agencies", ("id", "from", "until", "successors")), as_of)
    asked = frames.columns("agencies", (*frames.by_plan, "id", "from")).select(
        *frames.by_plan, agency="id", day=frames.day(as_of), unborn=(pl.col("from") > frames.day(as_of)).fill_null(False)
    )
    keys = (*frames.by_plan, "agency")
    held = stand_for(frames, asked.select(*keys, "day"))
    return (
        asked.with_row_index("place")
        .join(held.drop("day"), on=keys, how="left")
        .sort("place", "holder_row")
        .select(*keys, "holder", "unborn", gap=pl.col("holder").is_null(), split=pl.len().over(keys) > 1)
        .select(*keys, "holder", "gap", "split", "unborn")
    )


_BODY: Final = {"agency": pl.String, "holder": pl.String, "gap": pl.Boolean, "split": pl.Boolean, "unborn": pl.Boolean}


def _resolved(agencies: pl.DataFrame, day: dt.date) -> pl.DataFrame:
    """The rows of :func:`resolve` for the bodies of one plan: so few are sooner followed one by one than joined."""
    bodies = {id: (begins, ends, heirs or ()) for id, begins, ends, heirs in agencies.iter_rows()}
    places = {id: place for place, id in enumerate(bodies)}
    over = {id for id, (_, ends, heirs) in bodies.items() if _is_over(ends, (bodies[heir][0] for heir in heirs if heir in bodies), day)}

    def holders(body: str) -> Iterator[str]:
        seen, walk = {body}, [body]
        while walk:  # a circle brings nothing new, so it ends
            here = walk.pop()
            begins, _, heirs = bodies[here]
            if begins is not None and begins > day:
                continue
            if here not in over:
                yield here
                continue
            new = [heir for heir in dict.fromkeys(heirs) if heir in bodies and heir not in seen]
            seen.update(new)
            walk += new

    rows: list[tuple[str, str | None, bool, bool, bool]] = []
    for body, (begins, _, _) in bodies.items():
        held: Sequence[str | None] = sorted(holders(body), key=places.__getitem__) or [None]
        rows += [(body, holder, holder is None, len(held) > 1, begins is not None and begins > day) for holder in held]
    return pl.DataFrame(rows, schema=_BODY, orient="row")


def _is_over(ends: dt.date | None, begun: Iterable[dt.date | None], day: dt.date) -> bool:
    """Whether a body is no more on a day: past its last one, or without one since the first of its successors began (``begun``)."""
    return ends < day if ends is not None else any(first is not None and first <= day for first in begun)


def stand_for(frames: Frames, asked: pl.DataFrame) -> pl.DataFrame:
    """Who stands for bodies on days, by the rules of :func:`resolve`; a body for which nobody does is left out.

    ``asked``: those of ``frames.by_plan``, agency, day; each pair once. Columns: the same, holder, holder_row (its place among the bodies).
    """
    bodies = frames.rows("agencies", ("id", "from", "until", "successors"))
    by, pairs = list(frames.by_plan), (*frames.by_plan, "agency", "day")
    ids = bodies.select(*by, "row", next="id", begins="from", ends="until")
    steps = (  # a successor the plan does not have leads nowhere
        bodies.select(*by, "id", next="successors")
        .explode("next")
        .filter(pl.col("next").is_not_null())
        .join(ids.drop("row", "ends"), on=[*by, "next"])
    )
    heirs = steps.group_by(*by, next="id").agg(first_heir=pl.col("begins").min())
    nodes = ids.join(heirs, on=[*by, "next"], how="left")
    there = (pl.col("begins") <= pl.col("day")).fill_null(True)
    gone = pl.when(pl.col("ends").is_not_null()).then(pl.col("ends") < pl.col("day")).otherwise(pl.col("first_heir") <= pl.col("day"))
    walk = asked.select(*pairs, next="agency")
    seen, found = walk, []
    while True:  # one round a generation of successors; a circle brings nothing new, so it ends
        here = walk.join(nodes, on=[*by, "next"]).filter(there).with_columns(gone=gone.fill_null(False))
        found.append(here.filter(~pl.col("gone")).select(*pairs, holder="next", holder_row="row"))
        over = here.filter("gone").select(*pairs, id="next")
        if over.is_empty():
            break
        walk = over.join(steps, on=[*by, "id"]).filter(there).select(*pairs, "next").unique()
        walk = walk.join(seen, on=[*pairs, "next"], how="anti")
        if walk.is_empty():
            break
        seen = pl.concat([seen, walk])
    return pl.concat(found).unique()


@derived
def task_holders(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Who leads and who takes part in each task on a day; what the task table shows and the workload counts.

    Columns: those of ``frames.by_plan``, task, role ("lead" or "partner"), holder (the body itself, still named, where there is a gap),
    agency (the first of the file's bodies it stands for), gap, split, unborn (it does not exist yet). A holder stands once in a task:
    two merged bodies count once, and a lead is not its own partner. Tasks in the order of the file, within a task as the file lists the
    bodies.
    """
    return named_holders(frames, as_of).unique([*frames.by_plan, "task", "holder"], keep="first", maintain_order=True)


@derived
def named_holders(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every body a task's text names with everybody who stands for it on a day: what a cell tells both names from.

    Columns and order as :func:`task_holders`, but a holder of two merged bodies stands once for each of them, and a lead that
    is a partner too stands under both.
    """
    return _named(frames.rows("tasks", ("id", "leads", "partners")), resolve(frames, as_of), tuple(frames.by_plan))


@prepared
def _named(tasks: pl.LazyFrame, holders: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    named = pl.concat(
        [
            tasks.select(*by_plan, "row", pl.lit(rank).alias("rank"), task="id", role=pl.lit(role), agency=bodies).explode("agency")
            for rank, (role, bodies) in enumerate((("lead", "leads"), ("partner", "partners")))
        ]
    ).filter(pl.col("agency").is_not_null())
    held = named.with_row_index("nth").join(holders.with_row_index("holder_nth"), on=[*by_plan, "agency"], how="left")
    return (
        # a body the plan does not have stands as it is named
        held.with_columns(
            pl.coalesce("holder", "agency").alias("holder"), pl.col("gap").fill_null(True), pl.col("split", "unborn").fill_null(False)
        )
        .sort("row", "rank", "nth", "holder_nth")
        .select(*by_plan, "task", "role", "holder", "agency", "gap", "split", "unborn")
    )


@derived
def enterprise_holders(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, who list]: of each enterprise the bodies that stand on a day for the one that answers for it; empty where none does.

    The columns of ``frames.by_plan`` stand before them.
    """
    by = tuple(frames.by_plan)
    return _answering(frames.columns("enterprises", (*by, "id", "agency")), resolve(frames, as_of), by)


@prepared
def _answering(named: pl.LazyFrame, holders: pl.LazyFrame, by_plan: tuple[str, ...]) -> pl.LazyFrame:
    keys = (*by_plan, "agency")
    held = named.join(holders.select(*keys, "holder"), on=keys, how="left", maintain_order="left")
    return held.group_by(*by_plan, "id", maintain_order=True).agg(who=pl.col("holder").drop_nulls())


@derived
def last_days(frames: Frames) -> pl.DataFrame:
    """DataFrame[agency, last_day Date]: each body's last day, else the day before its first successor begins; null while unknown."""
    return _last_days(frames.columns("agencies", ("id", "from", "until", "successors")))


@prepared
def _last_days(agencies: pl.LazyFrame) -> pl.LazyFrame:
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
    return _counted(task_holders(frames, as_of), frames.columns("agencies", ("id",)))


@prepared
def _counted(held: pl.LazyFrame, agencies: pl.LazyFrame) -> pl.LazyFrame:
    counts = held.group_by("holder").agg(
        lead=(pl.col("role") == "lead").sum().cast(pl.Int64), partner=(pl.col("role") == "partner").sum().cast(pl.Int64)
    )
    order = agencies.select(holder="id").with_row_index("order")
    return (
        counts.join(order, on="holder", how="left")
        .sort(["lead", "partner", "order", "holder"], descending=[True, True, False, False], nulls_last=True)
        .select(pl.col("holder").alias("agency"), "lead", "partner")
    )


@derived
def ownership_gaps(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Tasks nobody clearly holds on a day: no lead, a body without successor or not there yet, a split that asks for a choice.

    Columns: task, kind (an :class:`OwnershipGap` code), role ("lead", "partner"), agency (the file's body; null where none
    is named). Worst kind first, then in the order of the file; a task may stand under several kinds.
    """
    return _gaps(frames.columns("tasks", ("id",)), task_holders(frames, as_of))


@prepared
def _gaps(tasks: pl.LazyFrame, held: pl.LazyFrame) -> pl.LazyFrame:
    leads = held.filter(pl.col("role") == "lead")
    orphans = tasks.select(task="id").join(leads, on="task", how="anti", maintain_order="left")
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
    return _unusual(task_holders(frames, as_of), frames.columns("agencies", ("id", "kind")))


@prepared
def _unusual(held: pl.LazyFrame, agencies: pl.LazyFrame) -> pl.LazyFrame:
    leads = held.filter(pl.col("role") == "lead")
    collectives = agencies.filter(pl.col("kind") == "collective").select(holder="id")
    led = leads.select("task", "role", agency="holder", named="agency")
    return _listed(
        {
            OwnershipGap.SEVERAL_LEADS: led.filter(pl.col("named").n_unique().over("task") > 1),
            OwnershipGap.COLLECTIVE_LEAD: led.join(collectives, left_on="agency", right_on="holder", how="semi", maintain_order="left"),
        }
    )


@derived
def unusual_counts(frames: Frames, as_of: dt.date) -> dict[str, int]:
    """How many tasks have each kind of unusual lead; a kind no task has is left out."""
    return dict(_unusual_kinds(frames, as_of).iter_rows())


@derived
def _unusual_kinds(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[kind, len]: the same as a frame, which outlives the session."""
    return _counted_kinds(unusual_leads(frames, as_of))


@prepared
def _counted_kinds(unusual: pl.LazyFrame) -> pl.LazyFrame:
    return unusual.unique(["task", "kind"]).group_by("kind").len()


def _listed(kinds: dict[OwnershipGap, pl.LazyFrame]) -> pl.LazyFrame:
    rows = [found.select("task", kind=pl.lit(kind.value), role="role", agency="agency") for kind, found in kinds.items()]
    return pl.concat(rows).unique(maintain_order=True)
