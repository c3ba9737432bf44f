"""The enterprises' windows on the term."""

from __future__ import annotations

import datetime as dt

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.enterprises import enterprise_verdicts, own_name


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
