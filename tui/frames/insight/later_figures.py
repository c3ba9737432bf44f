"""What the day looked from has to do with the figures of the plan, in a sentence: which it leaves out and why, which it uses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.figures import hidden_figures, later_figures
from tui.model.text import N_, Sentence, say


def later_figures_said(frames: Frames, as_of: dt.date) -> Sentence | None:
    """How many figures the day hides and why; with all that is known, how many later ones count and how many are of a time to come.

    None where the day makes no difference.
    """
    hidden, used = hidden_figures(frames, as_of), later_figures(frames, as_of).height
    if hidden.is_empty() and not used:
        return None
    if frames.all_known is None:
        early = hidden.filter(pl.col("covered_on") > as_of)
        return _joined([*_early(early), *_published_later(hidden.height - early.height)])
    told = [say(N_("with figures published after this day: {n}"), n=used)] if used else []
    told += [say(N_("without figures of a time after this day: {n}"), n=hidden.height)] if hidden.height else []
    return _joined(told)


def _early(early: pl.DataFrame) -> list[Sentence]:
    """Of figures that are there before what they cover is over: from which day on they count."""
    days = early["known_from"].unique().sort()
    if days.is_empty():
        return []
    told = N_("figures that count only from {day}: {n}") if len(days) == 1 else N_("figures that count only from {day} or later: {n}")
    return [say(told, n=early.height, day=days[0])]


def _published_later(n: int) -> list[Sentence]:
    return [say(N_("figures published after this day: {n}"), n=n)] if n else []


def _joined(told: list[Sentence]) -> Sentence | None:
    return told[0] if len(told) == 1 else say("{one} · {other}", one=told[0], other=told[1]) if told else None


def left_out_said(frames: Frames, last: dt.date, as_of: dt.date) -> Iterator[Sentence]:
    """What a report on the time up to its ``last`` day says of the figures about that which it leaves out: how many and why, by its day.

    What tells no day of publication counts when what it covers is over, so a figure of a whole year never on the last day of it.
    """
    over = pl.col("covered_on") <= last + dt.timedelta(days=1)
    hidden = hidden_figures(frames, as_of).filter(over.fill_null(pl.col("year") <= last.year))
    if hidden.is_empty():
        return
    dated = frames.columns("sources", ("id", "date")).filter(pl.col("date").is_not_null())["id"]
    told = pl.col("published").is_not_null() | pl.col("source").is_in(dated.to_list()).fill_null(False)
    late = pl.col("published_on") > as_of
    if n := hidden.filter(told & late).height:
        yield say(N_("published after {day} and not counted, figures: {n}"), day=as_of, n=n)
    if n := hidden.filter(told & ~late).height:
        yield say(N_("of a time that is not over on {day} and not counted, figures: {n}"), day=as_of, n=n)
    if n := (undated := hidden.filter(~told)).height:
        first = undated["known_from"].min()
        yield say(N_("without a day of publication, so counted only from {first} on at the earliest, figures: {n}"), first=first, n=n)
    yield say(N_("with --as-of {last} all of them are counted"), last=hidden["known_from"].max())


def hidden_of(frames: Frames, id: str, as_of: dt.date) -> tuple[Mapping[str, Any], ...]:
    """The figures of one indicator the day hides, in the order of the file; columns as those of all."""
    return tuple(hidden_figures(frames, as_of).filter(pl.col("id") == id).to_dicts())


def why_hidden(row: Mapping[str, Any], as_of: dt.date) -> Sentence:
    """From which day on a figure the day hides counts, and by which rule of docs/methods.md."""
    day = row["known_from"]
    if row["covered_on"] is None or row["covered_on"] <= as_of:
        return say(N_("not counted before {day}, when it is published"), day=day)
    if row["as_of"] is not None:
        return say(N_("not counted before {day}: what it covers is not over"), day=day)
    if row["vintage"] == "estimate":
        return say(N_("not counted before {day}: an estimate of a year counts from 1 December of it"), day=day)
    return say(N_("not counted before {day}: the year is not over"), day=day)
