"""What the duties of many plans ask for, and the last periods that are over, without going through plans, duties or periods one by one.

The rules are those of :mod:`tui.model.asked`, :mod:`tui.model.periods` and :mod:`tui.model.succession`, which ask one duty of one plan;
a law of the suite holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.ownership import stand_for
from tui.model.periods import MONTHS_OF, YEARLY

_YEAR: Final = 12
_LAST: Final = dt.date.max


def periods_over(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Of each plan and rhythm the first day of the last whole period that is over, its report day past, where there is one.

    Columns: plan, every, asked Date. As :func:`tui.model.asked.last_period_over`.
    """
    rhythms = frames.numbers.to_frame("plan").join(pl.DataFrame({"every": list(MONTHS_OF)}), how="cross")
    duties = frames.columns("duties", ("plan", "every", "before", "within_days", "year_after")).with_columns(every=_rhythm())
    begin, end = _asking(frames)
    rows = rhythms.join(duties, on=["plan", "every"], how="left").with_columns(
        day=frames.day(as_of), begin=begin, term_end=end, months=_months()
    )
    here = _ordinal(pl.min_horizontal("day", "term_end")) // pl.col("months") * pl.col("months")
    rows = rows.with_columns(here=here)
    # of each duty the last period that is past with its report day: at most as many months back as its days count
    within = pl.col("day") - pl.duration(days=pl.col("within_days"))
    by_count = pl.min_horizontal("here", _ordinal(within) // pl.col("months") * pl.col("months") - pl.col("months"))
    rows = rows.with_columns(
        over=pl.when(_first_day(pl.col("here") + pl.col("months")) <= pl.col("day"))
        .then("here")
        .otherwise(pl.col("here") - pl.col("months")),
        counted=pl.when(pl.col("within_days").is_not_null()).then(by_count),
    )
    back = [pl.col("here") - pl.col("months") * n for n in range(4)]
    passed = [pl.when(_last_good(first) < pl.col("day")).then(first) for first in back]
    rows = rows.with_columns(dated=pl.when(pl.col("before").is_not_null() & pl.col("within_days").is_null()).then(pl.coalesce(passed)))
    # a plan without a duty of the rhythm, or with none that names a day, has the period's own end as its report day
    found = rows.group_by("plan", "every").agg(
        first=pl.min_horizontal(pl.col("over").first(), pl.max_horizontal("counted", "dated").max()), begin=pl.col("begin").first()
    )
    found = found.with_columns(asked=_first_day(pl.col("first")))
    return found.filter((pl.col("asked") >= pl.col("begin")) | pl.col("begin").is_null()).select("plan", "every", "asked")


def asked_for(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Every report the duties ask for of every body, in the order of the file, and whether it has been handed in by the day.

    Columns: plan, and those of ``tui.frames.methods.duties._ROWS``.
    """
    asked = _reports(frames, as_of)
    bodies, names = _bodies(frames, asked)
    handed = _handed_in(frames, asked, names, as_of)
    place = ("row", "first")
    return (
        asked.join(bodies, on=place, how="left")
        .join(handed, on=[*place, "agency"], how="left")
        .sort(*place, "nth", "path", "holder_row")
        .with_columns(done=pl.col("done").fill_null(False))
    )


def _reports(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """As :func:`tui.model.asked.asked_reports`, of every duty, and which one is spoken of on the day.

    Columns: row (of the duty), plan, id, every, first (the period's first month, as :func:`_ordinal`), year, period, last_good, day,
    question, waived.
    """
    duties = frames.rows("duties", ("id", "every", "first", "before", "within_days", "year_after")).rename({"first": "first_year"})
    begin, end = _asking(frames)
    duties = duties.with_columns(every=_rhythm(), day=frames.day(as_of), begin=begin, term_end=end).with_columns(months=_months())
    year = pl.col("day").dt.year()
    duties = duties.with_columns(from_year=pl.coalesce(pl.max_horizontal("first_year", pl.col("begin").dt.year()), year).cast(pl.Int64))
    until = pl.coalesce(pl.col("term_end").dt.year(), pl.max_horizontal("from_year", year)).cast(pl.Int64)
    a_year = _YEAR // pl.col("months")
    periods = (
        duties.with_columns(nth=pl.int_ranges(pl.col("from_year") * a_year, (until + 1) * a_year))
        .explode("nth")
        .filter(pl.col("nth").is_not_null())
        .with_columns(first=pl.col("nth") * pl.col("months"))
        .with_columns(last_good=_last_good(pl.col("first")), start=_first_day(pl.col("first")))
        .with_columns(over=_last_day(pl.col("first") + pl.col("months")))
    )
    begun = (pl.col("over") >= pl.col("begin")) & (pl.col("last_good") >= pl.col("begin")).fill_null(True)
    periods = periods.filter((pl.col("start") <= pl.col("term_end")).fill_null(True) & begun.fill_null(pl.col("begin").is_null()))
    periods = periods.select(
        *("row", "plan", "id", "every", "first", "last_good", "day"),
        year=pl.col("first") // _YEAR,
        period=pl.col("first") % _YEAR // pl.col("months") + 1,
        ahead=pl.max_horizontal("over", "last_good") >= pl.col("day"),
    )
    question = pl.coalesce(pl.col("first").filter("ahead").min(), pl.col("first").max()).over("row")
    return periods.with_columns(question=pl.col("first") == question, waived=_waived(frames, periods))


def _waived(frames: Frames, periods: pl.DataFrame) -> pl.Series:
    """Of each report whether it was waived, by its period or with its whole year."""
    waived = frames.rows("duties", ("waived",)).select("row", "waived").explode("waived").drop_nulls().unnest("waived")
    waived = waived.select("row", "year", waived_period="period")
    about = pl.col("waived_period").is_null() | (pl.col("waived_period") == pl.col("period"))
    found = periods.select("row", "year", "period").unique().join(waived, on=["row", "year"]).filter(about)
    found = found.select("row", "year", "period", waived=pl.lit(True)).unique()
    return periods.join(found, on=["row", "year", "period"], how="left", maintain_order="left")["waived"].fill_null(False)


def _bodies(frames: Frames, asked: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Who is asked for each report, each body once, and under which names it may have been handed in.

    Columns of the first: row, first, agency, group, nth, path, holder_row (their order); of the second: row, first, agency, name.
    """
    who = frames.rows("duties", ("who",)).select("row", "plan", "who").explode("who").drop_nulls("who")
    who = who.with_columns(nth=pl.int_range(pl.len()).over("row"))
    members, heirs = _members(frames), _heirs(frames)
    days = asked.select("row", "first", day=pl.min_horizontal("day", "last_good")).join(who, on="row")
    groups = members.select("plan", "group").unique()
    alone = days.join(groups, left_on=["plan", "who"], right_on=["plan", "group"], how="anti")
    single = alone.select(
        *("row", "plan", "first", "nth"),
        agency="who",
        group=pl.lit(None, dtype=pl.String),
        path=pl.lit(""),
        holder_row=pl.lit(0, dtype=pl.UInt32),
    )
    each = days.join(members, left_on=["plan", "who"], right_on=["plan", "group"])
    held = stand_for(frames, each.select("plan", "day", agency="member").unique())
    together = each.join(held, left_on=["plan", "member", "day"], right_on=["plan", "agency", "day"])
    grouped = together.select("row", "plan", "first", "nth", "path", "holder_row", "member", agency="holder", group="who")
    bodies = pl.concat([single, grouped.select(single.columns)]).sort("row", "first", "nth", "path", "holder_row")
    known = pl.concat(
        [single.select("row", "plan", "first", "agency", body="agency")]
        + [grouped.select("row", "plan", "first", "agency", body=name) for name in ("group", "agency", "member")]
    ).unique()
    names = known.join(heirs, on=["plan", "body"]).select("row", "first", "agency", "name").unique()
    return bodies.unique(["row", "first", "agency"], keep="first", maintain_order=True).drop("plan"), names


def _handed_in(frames: Frames, asked: pl.DataFrame, names: pl.DataFrame, as_of: dt.date) -> pl.DataFrame:
    """What has come by the day. Columns: row, first, agency, done, handed_on (the first day known of it)."""
    sent = frames.rows("duties", ("handed_in",)).select("row", "plan", "handed_in").explode("handed_in").drop_nulls("handed_in")
    sent = sent.unnest("handed_in").filter((pl.col("on") <= frames.day(as_of)).fill_null(True))
    sent = sent.select("row", "year", "on", name="agency", sent_period="period")
    about = (pl.col("every") == YEARLY) | pl.col("sent_period").is_null() | (pl.col("sent_period") == pl.col("period"))
    mine = asked.select("row", "first", "year", "period", "every").join(sent, on=["row", "year"]).filter(about)
    known = mine.join(names, on=["row", "first", "name"])
    return known.group_by("row", "first", "agency").agg(done=pl.lit(True).first(), handed_on=pl.col("on").min())


# -- bodies ---------------------------------------------------------------------------------------------------------


def _members(frames: Frames) -> pl.DataFrame:
    """As :func:`tui.model.succession.members_of`, of every group. Columns: plan, group, member, path (their order within the group)."""
    listed = frames.columns("agencies", ("plan", "id", "members")).explode("members").drop_nulls("members")
    listed = listed.select(
        "plan", group="id", member="members", path=pl.int_range(pl.len()).over("plan", "id").cast(pl.String).str.zfill(6)
    )
    inner = listed.rename({"group": "member", "member": "inner", "path": "inner_path"})
    walk, seen, found = listed, listed.select("plan", "group", member="group").unique(), []
    while not walk.is_empty():  # one round a level of groups within groups; a circle brings nothing new, so it ends
        leaves = walk.join(inner, on=["plan", "member"], how="anti")
        found.append(leaves)
        over = walk.join(inner, on=["plan", "member"], how="semi").sort("path").unique(["plan", "group", "member"], keep="first")
        over = over.join(seen, on=["plan", "group", "member"], how="anti")
        seen = pl.concat([seen, over.select(seen.columns)])
        walk = over.join(inner, on=["plan", "member"]).select(
            "plan", "group", member="inner", path=pl.col("path") + "/" + pl.col("inner_path")
        )
    return pl.concat([listed.clear(), *found]).sort("path").unique(["plan", "group", "member"], keep="first", maintain_order=True)


def _heirs(frames: Frames) -> pl.DataFrame:
    """As :func:`tui.model.succession.lineage`, of every body a plan names. Columns: plan, body, name (itself, or who ever took over)."""
    agencies = frames.columns("agencies", ("plan", "id", "successors"))
    steps = agencies.explode("successors").drop_nulls("successors").select("plan", name="id", heir="successors")
    named = frames.columns("duties", ("plan", "who")).explode("who").drop_nulls("who").select("plan", body="who")
    inside = frames.columns("agencies", ("plan", "members")).explode("members").drop_nulls("members").select("plan", body="members")
    own = pl.concat([agencies.select("plan", body="id"), named, inside]).unique().with_columns(name="body")
    walk, found = own, own
    while not walk.is_empty():
        walk = walk.join(steps, on=["plan", "name"]).select("plan", "body", name="heir").unique()
        walk = walk.join(found, on=["plan", "body", "name"], how="anti")
        found = pl.concat([found, walk])
    return found


# -- periods --------------------------------------------------------------------------------------------------------


def _asking(frames: Frames) -> tuple[pl.Expr, pl.Expr]:
    """The day from which a row's plan asks for anything, and the last of its term; null while unknown."""
    begins, ends = (frames.said("plan", "term", end) for end in ("start", "end"))
    return pl.max_horizontal(begins, frames.said("plan", "issued")), ends


def _rhythm() -> pl.Expr:
    """A year where a duty does not say how often."""
    return pl.when(pl.col("every").is_in(list(MONTHS_OF))).then("every").otherwise(pl.lit(YEARLY))


def _months() -> pl.Expr:
    return pl.col("every").replace_strict(MONTHS_OF, return_dtype=pl.Int64)


def _ordinal(day: pl.Expr) -> pl.Expr:
    """The months from the year 0 to the one of a day."""
    return day.dt.year().cast(pl.Int64) * _YEAR + day.dt.month().cast(pl.Int64) - 1


def _first_day(month: pl.Expr) -> pl.Expr:
    """The first day of a month that is counted as :func:`_ordinal` does."""
    return pl.date(month // _YEAR, month % _YEAR + 1, 1)


def _last_day(after: pl.Expr) -> pl.Expr:
    """The last day before a month."""
    return _first_day(after) - pl.duration(days=1)


def _last_good(first: pl.Expr) -> pl.Expr:
    """As :func:`tui.model.periods.last_good_day`, of the period that begins with a month; null where the calendar has none."""
    months = pl.col("months")
    count = pl.col("within_days")
    month, day = (pl.col("before").str.slice(*part).cast(pl.Int64, strict=False) for part in ((0, 2), (3, None)))
    ahead = first + (month - 1) % months + pl.when(pl.col("year_after").fill_null(False)).then(months).otherwise(0)
    days = (_first_day(ahead + 1) - _first_day(ahead)).dt.total_days()
    dated = _first_day(ahead) + pl.duration(days=pl.min_horizontal(day - 1, days) - 1)
    found = pl.when(count.is_not_null()).then(_last_day(first + months) + pl.duration(days=count)).otherwise(dated)
    return pl.when(found <= _LAST).then(found)
