"""Tab 3: the state-owned enterprises, what is to become of them, and when."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.enterprises import BRACKETS, EnterpriseVerdict, brackets, enterprise_verdicts, own_name
from tui.frames.methods.ownership import enterprise_holders
from tui.frames.methods.tasks import NO_INFORMATION
from tui.frames.prepared import at_once
from tui.frames.tables.cells import (
    BY_THE_DAY,
    ENTERPRISE_LOOKS,
    Translate,
    filled,
    glyphed,
    joined,
    mapped,
    named,
    number_text,
    ranked,
    scale_of,
    short_names,
    tones,
    worded,
)
from tui.frames.tables.columns import Column, Shows, Tone, View
from tui.frames.tables.plain_columns import plain_column, with_plain_columns
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import N_

_FIELDS: Final = TABLES["enterprises"].by_key
INSIDE: Final = "█"
OUTSIDE: Final = "·"
OVERDUE: Final = "▚"
TODAY: Final = "│"
_SHORT: Final = dict(zip((bracket.name for bracket in BRACKETS), ("100", "≥ 65", "> 50, < 65", "≤ 50"), strict=True))
_CELLS_A_YEAR: Final = 2
UNREPORTED: Final = (EnterpriseVerdict.LATE.value, EnterpriseVerdict.IN_WINDOW.value)
"""The verdicts that rest on what has been reported: without a report they say so."""


_SCALE: Final = scale_of(ENTERPRISE_LOOKS, {verdict: verdict.label for verdict in EnterpriseVerdict})
"""In the order of the column."""


def enterprises_view(frames: Frames, plan: Plan, as_of: dt.date, words: Translate) -> View:
    """Rows: enterprises as the file has them.

    Besides the shown columns: ``window_end``, ``in_bracket``, ``days_late``, ``basis_expired``, ``share_in_target``, ``reported``.
    """
    return _view(frames, as_of, words)


@derived
def _view(frames: Frames, as_of: dt.date, words: Translate) -> View:
    members = {"agency": partial(_answering, frames, as_of)}
    return View("enterprises", _rows(frames, as_of, words), _columns(frames.plan.years), frames, members=members)


@derived
def _rows(frames: Frames, as_of: dt.date, words: Translate) -> pl.DataFrame:
    """The frame of :func:`enterprises_view`: one that outlives the session, as a view does not."""
    years = frames.plan.years
    outside = pl.col("in_bracket") == False  # noqa: E712 - an expression; null is not outside
    silent = pl.col("verdict").is_in(UNREPORTED) & ~pl.col("reported")
    rows = at_once(
        frames["enterprises"]
        .lazy()
        .select("id", "name", "form", "share_now", "target_min", "target_max", "target_open", "window", "basis", "agency")
        .join(enterprise_verdicts(frames, as_of).lazy(), on="id", how="left", maintain_order="left")
        .join(enterprise_holders(frames, as_of).lazy(), on="id", how="left", maintain_order="left")
        .with_columns(
            window=pl.col("window").struct.field("start"),
            window_end=pl.col("window").struct.field("end"),
        )
        .with_columns(
            name_text=own_name(),
            after=pl.coalesce("target_min", "target_max"),
            bracket_text=pl.when(outside).then(pl.lit(f"✗ {words(N_('in none'))}")).otherwise(_bracket_names(frames.plan)),
            bracket_tone=pl.when(outside).then(pl.lit(str(Tone.BAD))),
            bracket_rank="bracket",
            after_text=_after(words),
            shares_short=pl.format("{} → {}", number_text(pl.col("share_now"), words).fill_null("·"), _after(words).fill_null("·")),
            window_text=_window_text(),
            timeline=_timeline(years, as_of) if years else pl.lit(None, dtype=pl.String),
            basis_text=pl.concat_str(
                joined(pl.col("basis"), short_names(frames, "documents")),
                pl.when("basis_expired").then(pl.lit(f" ({words(N_('no longer valid'))})")).otherwise(pl.lit("")),
            ),
            basis_tone=pl.when("basis_expired").then(pl.lit(str(Tone.WARN))),
            agency_text=_agency_text(frames, words),
            agency_tone=pl.when(pl.col("agency").is_not_null() & (pl.col("who").list.len() != 1)).then(pl.lit(str(Tone.WARN))),
            verdict_text=_stands(silent, words),
            name_prefix=pl.format("{} ", mapped(pl.col("verdict"), {v: look.glyph for v, look in ENTERPRISE_LOOKS.items()}).fill_null("?")),
            verdict_tone=mapped(pl.col("verdict"), tones(ENTERPRISE_LOOKS)),
            verdict_rank=ranked(pl.col("verdict"), EnterpriseVerdict),
        )
    )
    return with_plain_columns(View("enterprises", rows, _columns(years), frames), frames, words).frame


def _answering(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """DataFrame[id, value]: the bodies that answer for each enterprise on the day; of a body without a successor that body itself."""
    rows = frames["enterprises"].select("id", "agency").join(enterprise_holders(frames, as_of), on="id", how="left", maintain_order="left")
    who = pl.when(pl.col("who").list.len() > 0).then("who").otherwise(pl.concat_list("agency"))
    return rows.filter(pl.col("agency").is_not_null()).select("id", value=who).explode("value")


def _stands(silent: pl.Expr, words: Translate) -> pl.Expr:
    """The verdict with its glyph, by how many days, and where nothing was reported that."""
    return pl.concat_str(
        worded(pl.col("verdict"), glyphed(ENTERPRISE_LOOKS, {v: v.label for v in EnterpriseVerdict}, words)),
        _days_late(words),
        pl.when(silent).then(pl.lit(f", {words(NO_INFORMATION)}")).otherwise(pl.lit("")),
    )


def _agency_text(frames: Frames, words: Translate) -> pl.Expr:
    """Who answers on the day, and in brackets the body of the text where that is another; ``✗`` where nobody does."""
    names = short_names(frames, "agencies")
    body, now = named(pl.col("agency"), names), pl.col("who").list.eval(named(pl.element(), names))
    moved = pl.when(pl.col("who").list.contains(pl.col("agency"))).then(pl.lit("")).otherwise(pl.format(" ({})", body))
    return (
        pl.when(pl.col("agency").is_null())
        .then(None)
        .when(pl.col("who").list.len() == 0)
        .then(pl.format("✗ {} ({})", body, pl.lit(words(N_("nobody on the day")))))
        .when(pl.col("who").list.len() == 1)
        .then(pl.concat_str(now.list.first(), moved))
        .otherwise(pl.concat_str(pl.lit("? "), now.list.join(" / "), moved))
    )


def _bracket_names(plan: Plan) -> pl.Expr:
    """What the bracket of a row is called, shorter for those everybody knows."""
    names = [_SHORT.get(bracket.name, bracket.name) for bracket in brackets(plan)]
    return pl.col("bracket").replace_strict(list(range(len(names))), names, default=None, return_dtype=pl.String)


def _days_late(words: Translate) -> pl.Expr:
    """What follows the verdict: how many days past the window, of what is late and of what was done late."""
    days = pl.col("days_late").cast(pl.String)
    return (
        pl.when(pl.col("days_late").fill_null(0) <= 0)
        .then(pl.lit(""))
        .when(pl.col("verdict") == EnterpriseVerdict.LATE.value)
        .then(filled(words(N_(" by {n} d")), n=days))
        .otherwise(filled(words(N_(", {n} d late")), n=days))
    )


def shares(frames: Frames, words: Translate) -> dict[str, tuple[str, str]]:
    """Each enterprise's state share before and after as texts, ``("100", "> 50 and < 65")``; ``–`` where the plan does not say."""
    rows = frames["enterprises"].select("id", now=number_text(pl.col("share_now"), words), after=_after(words))
    return {id: (now or "–", after or "–") for id, now, after in rows.iter_rows()}


def _after(words: Translate) -> pl.Expr:
    """The share to be held as the document words it: ``100``, ``≥ 65``, ``> 50 and < 65``, ``0``; null when it says nothing."""
    low, high = pl.col("target_min"), pl.col("target_max")
    open_low, open_high = (pl.col("target_open").list.contains(end).fill_null(value=False) for end in ("min", "max"))
    closed = ~open_low & ~open_high
    above = pl.format("{} {}", pl.when(open_low).then(pl.lit(">")).otherwise(pl.lit("≥")), number_text(low, words))
    below = pl.format("{} {}", pl.when(open_high).then(pl.lit("<")).otherwise(pl.lit("≤")), number_text(high, words))
    return (
        pl.when((low == high) & closed)
        .then(number_text(low, words))
        .when(low.is_null() | ((low <= 0) & ~open_low & high.is_not_null()))  # "at least 0" says nothing beside an upper end
        .then(below)
        .when(high.is_null() | ((high >= 100) & ~open_high))
        .then(above)
        .otherwise(pl.format("{} {} {}", above, pl.lit(words(N_("and"))), below))
    )


def _window_text() -> pl.Expr:
    """``2022–2023``, ``2022`` when both ends lie in it, ``2022–…`` with one end unknown."""
    start, end = pl.col("window"), pl.col("window_end")
    first, last = start.dt.year().cast(pl.String), end.dt.year().cast(pl.String)
    return (
        pl.when(first == last)
        .then(first)
        .when(start.is_not_null() | end.is_not_null())
        .then(pl.format("{}–{}", first.fill_null("…"), last.fill_null("…")))
    )


def _timeline(years: range, as_of: dt.date) -> pl.Expr:
    """One cell a half-year of the term: inside the window, past its end and not done, the day; null without a whole window."""
    cells = _CELLS_A_YEAR * len(years)

    def cell(day: pl.Expr) -> pl.Expr:
        return (day.dt.year().cast(pl.Int64) - years.start) * _CELLS_A_YEAR + (day.dt.month() > 6).cast(pl.Int64)

    first = cell(pl.col("window")).clip(0, cells)
    after = (cell(pl.col("window_end")) + 1).clip(0, cells)
    filled = pl.max_horizontal(after - first, pl.lit(0))
    today = (as_of.year - years.start) * _CELLS_A_YEAR + (as_of.month > 6)
    late = pl.col("verdict") == EnterpriseVerdict.LATE.value
    over = pl.when(late.fill_null(value=False)).then((pl.lit(min(today + 1, cells)) - after).clip(0, cells)).otherwise(0)
    bars = ((OUTSIDE, first), (INSIDE, filled), (OVERDUE, over), (OUTSIDE, cells - first - filled - over))
    whole = pl.col("window").is_not_null() & pl.col("window_end").is_not_null()
    drawn = pl.concat_str(pl.lit(char * cells).str.slice(0, length) for char, length in bars)
    if 0 <= today < cells:
        drawn = pl.concat_str(drawn.str.slice(0, today), pl.lit(TODAY), drawn.str.slice(today + 1))
    return pl.when(whole).then(drawn)


def _columns(years: range) -> tuple[Column, ...]:
    timeline = Column(
        key="timeline",
        title=f"{years.start}–{years.stop - 1}" if years else "",
        width=max(9, _CELLS_A_YEAR * len(years)),
        why_not=N_("drawn from the window; change that"),
        rests_on="window",
        help=N_("One cell a half-year of the term: █ inside the window, ▚ past its end and not done, │ the day"),
        glyphs=True,
        worth=1,
    )
    return (
        Column(
            key="name",
            title=N_("Enterprise"),
            width=32,
            text="name_text",
            prefix="name_prefix",
            glyph_tone="verdict_tone",
            field="name",
            grows=True,
            worth=0,
        ),
        plain_column(_FIELDS["form"], 14, worth=21),
        plain_column(_FIELDS["arrangement"], 12, worth=24),
        Column(key="share_now", title=N_("Share now, %"), width=8, shows=Shows.NUMBER, align="right", field="share_now", worth=26),
        Column(
            key="after",
            title=N_("State share, %"),
            width=18,
            text="after_text",
            short="shares_short",
            field="target_min",
            also=("target_max", "target_open"),
            help=N_("The state's share now, and behind the arrow the share to be held"),
            worth=2,
        ),
        Column(
            key="bracket",
            title=N_("Bracket, %"),
            width=10,
            text="bracket_text",
            tone="bracket_tone",
            why_not=N_("follows from the share to be held; change that"),
            rests_on="target_min",
            help=N_("The bracket of the decision in force the share to be held lies in; ✗ when it lies in none"),
            worth=24,
        ),
        Column(key="window", title=N_("Window"), width=10, text="window_text", field="window", worth=23),
        *((timeline,) if years else ()),
        plain_column(_FIELDS["stage"], 14, worth=22),
        Column(key="agency", title=N_("Answers for it"), width=14, text="agency_text", tone="agency_tone", field="agency", worth=23),
        Column(key="basis", title=N_("Legal basis"), width=14, text="basis_text", tone="basis_tone", field="basis", worth=25),
        Column(
            key="verdict",
            title=N_("Verdict"),
            width=38,
            text="verdict_text",
            tone="verdict_tone",
            why_not=BY_THE_DAY,
            rests_on="stage",
            answer=True,
            scale=_SCALE,
        ),
    )
