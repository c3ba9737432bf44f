"""The enterprises' windows on the term, and the legal basis of one of them."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts, own_name
from tui.frames.tables.cells import ENTERPRISE_LOOKS
from tui.frames.tables.charts.chart_table import ChartTable, chart_table
from tui.frames.tables.charts.drawing import INSIDE, OUTSIDE, OVERDUE, Drawing, Note, Pieces, WindowRow, Windows
from tui.frames.tables.enterprises import shares
from tui.i18n.words import Words
from tui.model.text import N_, printable

TITLE: Final = N_("Windows of the enterprises on the term")
_HALVES: Final = 2
"""Half-years a year is drawn with."""


@attrs.frozen(kw_only=True)
class WindowBar:
    """One enterprise's window on the term; either end may be unknown."""

    id: str
    name: str
    start: dt.date | None
    end: dt.date | None
    stage: str | None
    verdict: str | None


def windows(frames: Frames, as_of: dt.date | None = None) -> list[WindowBar]:
    """Every enterprise with its window, in the order of the file, and where it stands on the day (None without a day)."""
    window = pl.col("window").struct
    rows = frames["enterprises"].select("id", "stage", name=own_name(), start=window.field("start"), end=window.field("end"))
    if as_of is None:
        return [WindowBar(**row, verdict=None) for row in rows.to_dicts()]
    judged = enterprise_verdicts(frames, as_of).select("id", "verdict")
    return [WindowBar(**row) for row in rows.join(judged, on="id", how="left", maintain_order="left").to_dicts()]


# -- drawing --------------------------------------------------------------------------------------------------------


def windows_drawing(frames: Frames, current: str | None, as_of: dt.date, words: Words) -> Drawing:
    """Each enterprise's window on the term by half-years, the share of the state before and after, and the current one's basis."""
    years = tuple(frames.plan.years)
    if not years:
        return Drawing((Note(""), Note(words(N_("the plan's term is unknown")))))
    held = {id: f"{now}→{after}" for id, (now, after) in shares(frames, words).items()}
    inside = as_of.year in years
    today = (as_of.year - years[0]) * _HALVES + (as_of.month > 6) if inside else None
    rows = tuple(_row(bar, held.get(bar.id, ""), years, as_of, words)._replace(current=bar.id == current) for bar in windows(frames, as_of))
    chart = Windows(
        share_title=words(N_("state share, %")),
        years=years,
        rows=rows,
        today=today,
        today_text=words(N_("the day")) if inside else words(N_("the day looked from lies outside the term")),
    )
    basis = _basis(frames, current, as_of, words)
    return Drawing((chart, Pieces(tuple(basis))))


def windows_table(frames: Frames, as_of: dt.date, words: Words) -> ChartTable:
    """Each enterprise with its shares, both ends of its window, and how it stands on the day."""
    held = shares(frames, words)
    rows = []
    for bar in windows(frames, as_of):
        now, after = held.get(bar.id, ("", ""))
        rows.append((printable(bar.name), now, after, words.date(bar.start), words.date(bar.end), _stands(bar, words)))
    titles = (
        (words(N_("Enterprise")), False), (words(N_("Share now, %")), True), (words(N_("Share to be held, %")), True),
        (words(N_("Window from")), False), (words(N_("Window to")), False), (words(N_("Verdict")), False),
    )  # fmt: skip
    return chart_table(words(TITLE), titles, rows)


def _stands(bar: WindowBar, words: Words) -> str:
    return words(EnterpriseVerdict(bar.verdict).label) if bar.verdict is not None else ""


def _row(bar: WindowBar, share: str, years: tuple[int, ...], as_of: dt.date, words: Words) -> WindowRow:
    look = ENTERPRISE_LOOKS[bar.verdict] if bar.verdict is not None else None
    said = f"{look.glyph} {_stands(bar, words)}" if look is not None else ""
    return WindowRow(printable(bar.name), share, _marks(bar, years, as_of), said=said, tone=look.tone if look is not None else None)


def _marks(bar: WindowBar, years: tuple[int, ...], as_of: dt.date) -> str:
    """What stands in each half-year of the term."""
    halves = [(year, half) for year in years for half in range(_HALVES)]
    return "".join(INSIDE if _reaches(bar, *at) else OVERDUE if _overdue(bar, *at, as_of) else OUTSIDE for at in halves)


def _overdue(bar: WindowBar, year: int, half: int, as_of: dt.date) -> bool:
    """Whether a half-year lies between the end of a window and the day, and what was to be done by that end is not."""
    if bar.verdict != EnterpriseVerdict.LATE or bar.end is None:
        return False
    return (bar.end.year, bar.end.month) < (year, 1 + 6 * half) <= (as_of.year, as_of.month)


def _reaches(bar: WindowBar, year: int, half: int) -> bool:
    """Whether a window (either end may be unknown: then nothing is drawn) reaches into a half-year."""
    if bar.start is None or bar.end is None:
        return False
    first, last = (year, 1 + 6 * half), (year, 6 + 6 * half)
    return bool((bar.start.year, bar.start.month) <= last and (bar.end.year, bar.end.month) >= first)


def _basis(frames: Frames, enterprise: str | None, as_of: dt.date, words: Words) -> list[str]:
    """The documents of one enterprise's legal basis, each with the day it is valid until."""
    plan, told = frames.plan, []
    for id in (plan.get("enterprises", enterprise or "") or {}).get("basis", []):
        name, until = printable(plan.short_of("documents", id)), (plan.get("documents", id) or {}).get("valid_until")
        if until is None:
            told.append(f"{name} ({words(N_('no last day given'))})")
        elif until < as_of:
            told.append(f"⚠ {name} ({words(N_('not valid since {day}'), day=until)})")
        else:
            told.append(f"{name} ({words(N_('valid until {day}'), day=until)})")
    return [f"{words(N_('Legal basis'))}: {told[0]}", *told[1:]] if told else []
