"""State-owned enterprises on a day (docs/methods.md, "Enterprises"): bracket, window, lateness, validity of the legal basis."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived_by_record
from tui.frames.prepared import prepared
from tui.model.plan import Plan, Values
from tui.model.text import N_


class EnterpriseVerdict(enum.StrEnum):
    """Where an enterprise's arrangement stands."""

    LATE = "late"
    IN_WINDOW = "in_window"
    UPCOMING = "upcoming"
    UNKNOWN = "unknown"
    KEEPING = "keeping"
    DONE = "done"

    @property
    def label(self) -> str:
        """The English words, marked for translation."""
        return _VERDICT_LABELS[self]


_VERDICT_LABELS: Final = {
    EnterpriseVerdict.LATE: N_("late"),
    EnterpriseVerdict.IN_WINDOW: N_("in its window"),
    EnterpriseVerdict.UPCOMING: N_("window not open yet"),
    EnterpriseVerdict.UNKNOWN: N_("unknown"),
    EnterpriseVerdict.KEEPING: N_("kept"),
    EnterpriseVerdict.DONE: N_("arrangement done"),
}


@attrs.frozen(kw_only=True)
class Bracket:
    """A bracket of the State's share, from ``low`` to ``high`` per cent; an open end does not belong to it."""

    name: str
    """What it is called, as the plan's settings have it; of the default ones the English words, marked for translation."""
    low: float = 0
    high: float = 100
    open_low: bool = False
    open_high: bool = False


BRACKETS: Final = (
    Bracket(name=N_("100%"), low=100),
    Bracket(name=N_("65% or more"), low=65),
    Bracket(name=N_("above 50% and below 65%"), low=50, high=65, open_low=True, open_high=True),
    Bracket(name=N_("50% or less, or full divestment"), high=50),
)
"""Those of Decision 22/2021/QĐ-TTg, from the highest: what counts where [settings] names none."""


def brackets(plan: Plan) -> tuple[Bracket, ...]:
    """The brackets of the decision in force: those of [settings], else :data:`BRACKETS`; the first in which a range lies counts."""
    return tuple(_bracket(entry) for entry in plan.setting("brackets", ())) or BRACKETS


def _bracket(entry: Values) -> Bracket:
    ends = entry.get("open") or ()
    return Bracket(
        name=str(entry["name"]), low=entry.get("min", 0), high=entry.get("max", 100), open_low="min" in ends, open_high="max" in ends
    )


_JUDGED: Final = ("arrangement", "window", "stage", "stage_on", "done_on", "basis", "share_now", "target_min", "target_max", "target_open")
"""The fields a verdict rests on."""


def in_range(share: pl.Expr, low: pl.Expr, high: pl.Expr, open_ends: pl.Expr) -> pl.Expr:
    """Whether a share lies in a stated range with its stated open ends: 65 fails "dưới 65". Null when share or range is unknown."""
    open_low, open_high = (open_ends.list.contains(end).fill_null(False) for end in ("min", "max"))
    above = pl.when(open_low).then(share > low).otherwise(share >= low)
    below = pl.when(open_high).then(share < high).otherwise(share <= high)
    return pl.when(share.is_not_null() & (low.is_not_null() | high.is_not_null())).then(above.fill_null(True) & below.fill_null(True))


def _target_brackets(enterprises: pl.LazyFrame, known: pl.LazyFrame, number: pl.Expr) -> pl.LazyFrame:
    """The place, among its plan's, of the bracket a whole stated range lies in, open ends counted. Columns: row, bracket.

    A range of one share lies in that share's bracket; a missing end reaches to 0 or to 100. Enterprises whose range lies in none, or is
    unknown, are left out.
    """
    stated = enterprises.filter(pl.col("target_min").is_not_null() | pl.col("target_max").is_not_null())
    ends = pl.col("target_open")
    ranges = stated.select(
        "row",
        plan=number,
        bottom=pl.col("target_min").fill_null(0.0),
        top=pl.col("target_max").fill_null(100.0),
        open_low=ends.list.contains("min").fill_null(False),
        open_high=ends.list.contains("max").fill_null(False),
    )
    above = (pl.col("bottom") > pl.col("low")) | ((pl.col("bottom") == pl.col("low")) & (pl.col("open_low") | ~pl.col("without_low")))
    below = (pl.col("top") < pl.col("high")) | ((pl.col("top") == pl.col("high")) & (pl.col("open_high") | ~pl.col("without_high")))
    return ranges.join(known, on="plan").filter(above & below).group_by("row").agg(bracket=pl.col("place").min())


def _known_brackets(frames: Frames) -> pl.DataFrame:
    """Each plan's brackets, those of :data:`BRACKETS` where it names none.

    Columns: plan UInt32 (its number), place (in the list), low, high, without_low, without_high (the end itself does not belong to it).
    """
    if not frames.by_plan:
        listed = [(0, *one) for one in _places(brackets(frames.plan))]
        return pl.DataFrame(listed, schema=_PLACES, orient="row")
    own = frames.each_said("settings", "brackets").unnest("brackets")
    named = own.select(
        "plan",
        place=pl.int_range(pl.len(), dtype=pl.Int64).over("plan"),
        low=pl.col("min").fill_null(0.0),
        high=pl.col("max").fill_null(100.0),
        without_low=pl.col("open").list.contains("min").fill_null(False),
        without_high=pl.col("open").list.contains("max").fill_null(False),
    )
    usual = pl.DataFrame(_places(BRACKETS), schema={name: _PLACES[name] for name in named.columns[1:]}, orient="row")
    without = frames.numbers.to_frame("plan").join(named, on="plan", how="anti")
    return pl.concat([named, without.join(usual, how="cross")])


_PLACES: Final = {
    "plan": pl.UInt32,
    "place": pl.Int64,
    "low": pl.Float64,
    "high": pl.Float64,
    "without_low": pl.Boolean,
    "without_high": pl.Boolean,
}


def _places(known: Iterable[Bracket]) -> list[tuple[int, float, float, bool, bool]]:
    return [(place, float(one.low), float(one.high), one.open_low, one.open_high) for place, one in enumerate(known)]


@derived_by_record("enterprises")
def enterprise_verdicts(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Where each enterprise stands; one row each, in the order of the file.

    Columns: those of ``frames.by_plan``, id; bracket (the place, in :func:`brackets`, of the one the whole target range lies in);
    in_bracket Boolean (false when the range lies in no single bracket, null without a range); verdict (an :class:`EnterpriseVerdict`
    code); days_late (days after the window's last day, also of one that was done late; null otherwise); basis_expired Boolean (a
    document of the legal basis is past its last day); share_in_target Boolean (the share held lies in the target range, null when
    either is unknown); reported Boolean (a stage has been reported).

    An enterprise to keep is *kept*. Else: done when its stage or its day says so (a day after ``as_of`` has not come
    yet); before, in and after its window upcoming, in its window and late, since the day after the window's last day;
    without a window unknown. Late means not recorded as done: ``reported`` says whether anybody reported at all.
    """
    by_plan = tuple(frames.by_plan)
    documents = frames.columns("documents", (*by_plan, "id", "valid_until"))
    enterprises = frames.rows("enterprises", ("id", *_JUDGED))
    return _judged(enterprises, documents, _known_brackets(frames), frames.number, frames.day(as_of), by_plan)


@prepared
def _judged(
    enterprises: pl.LazyFrame,
    documents: pl.LazyFrame,
    brackets: pl.LazyFrame,
    number: pl.Expr,
    today: pl.Expr,
    by_plan: tuple[str, ...],
) -> pl.LazyFrame:
    """The rows of :func:`enterprise_verdicts`; ``number`` and ``today`` are the plan's, as ``brackets`` are."""
    start, end = (pl.col("window").struct.field(name) for name in ("start", "end"))
    done_on = pl.coalesce("done_on", pl.when(pl.col("stage") == "done").then("stage_on"))
    done = pl.when(done_on.is_not_null()).then(done_on <= today).otherwise((pl.col("stage") == "done").fill_null(False))
    verdict = (
        pl.when(pl.col("arrangement") == "keep")
        .then(pl.lit(EnterpriseVerdict.KEEPING.value))
        .when(done)
        .then(pl.lit(EnterpriseVerdict.DONE.value))
        .when(today > end)
        .then(pl.lit(EnterpriseVerdict.LATE.value))
        .when(today < start)
        .then(pl.lit(EnterpriseVerdict.UPCOMING.value))
        .when(start.is_not_null() | end.is_not_null())
        .then(pl.lit(EnterpriseVerdict.IN_WINDOW.value))
        .otherwise(pl.lit(EnterpriseVerdict.UNKNOWN.value))
    )
    finish = pl.when(done).then(done_on).otherwise(today)
    expired = (
        enterprises.select(*by_plan, "row", document="basis")
        .explode("document")
        .join(documents.rename({"id": "document"}), on=[*by_plan, "document"])
        .filter(pl.col("valid_until") < today)
        .select("row", basis_expired=pl.lit(True))
        .unique()
    )
    bracket = pl.col("bracket")
    known = pl.col("target_min").is_not_null() | pl.col("target_max").is_not_null()
    joined = enterprises.join(expired, on="row", how="left", maintain_order="left")
    return joined.join(_target_brackets(enterprises, brackets, number), on="row", how="left", maintain_order="left").select(
        *by_plan,
        "id",
        bracket=bracket,
        in_bracket=pl.when(known).then(bracket.is_not_null()),
        verdict=verdict,
        days_late=pl.when((pl.col("arrangement") != "keep") & (finish > end)).then((finish - end).dt.total_days()),
        basis_expired=pl.col("basis_expired").fill_null(False),
        share_in_target=in_range(pl.col("share_now"), pl.col("target_min"), pl.col("target_max"), pl.col("target_open")),
        reported=pl.col("stage").is_not_null() & (pl.col("stage") != "unreported"),
    )


def own_name() -> pl.Expr:
    """What tells companies apart comes first: the name without the legal form, which has a column of its own."""
    name, form = pl.col("name"), pl.col("form").fill_null("")
    rest = name.str.slice(form.str.len_chars()).str.strip_chars()
    return pl.when((form != "") & name.str.starts_with(form) & (rest != "")).then(rest).otherwise(name)
