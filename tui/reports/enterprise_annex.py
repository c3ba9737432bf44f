"""The annex of the enterprises: how they are rearranged, the State's share now and after, when, and how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from tui.frames.build import Frames
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.reports import official, sentences
from tui.reports.annex_rows import Align, Annex, AnnexColumn, AnnexRow, CellValue, Quantity, named_annex, state_words


def enterprise_annex(frames: Frames, as_of: dt.date, number: str = "III") -> Annex:
    """Enterprises in the order of the file: how they are rearranged, the state's share now and after, when, and how far it is."""
    said = {row["id"]: row for row in enterprise_verdicts(frames, as_of).iter_rows(named=True)}
    rows = []
    for place, row in enumerate(frames["enterprises"].iter_rows(named=True), 1):
        judged = said[row["id"]]
        cells: tuple[CellValue, ...] = (
            Quantity(value=place),
            row["name"],
            sentences.ARRANGEMENTS.get(row["arrangement"], ""),
            "" if row["share_now"] is None else Quantity(value=row["share_now"], after="%"),
            _share_after(row),
            _window(row["window"]),
            _progress(row, judged),
            "",
        )
        rows.append(AnnexRow(id=row["id"], code=judged["verdict"], cells=cells))
    return named_annex("enterprises", number, _ENTERPRISE_COLUMNS, rows)


_ENTERPRISE_COLUMNS: Final = (
    AnnexColumn(key="place", title="TT", width=10, align=Align.CENTRE),
    AnnexColumn(key="name", title="Doanh nghiệp", width=74),
    AnnexColumn(key="arrangement", title="Hình thức sắp xếp", width=26, align=Align.CENTRE),
    AnnexColumn(key="share_now", title="Vốn NN hiện nay", width=24, align=Align.CENTRE),
    AnnexColumn(key="share_after", title="Vốn NN sau sắp xếp", width=32, align=Align.CENTRE),
    AnnexColumn(key="window", title="Thời gian thực hiện", width=25, align=Align.CENTRE),
    AnnexColumn(key="progress", title="Tiến độ", width=36),
    AnnexColumn(key="stuck", title="Vướng mắc", width=25),
)


def _share_after(row: Mapping[str, Any]) -> CellValue:
    """The share to be held as the document words it, open ends and all."""
    low, high, ends = row["target_min"], row["target_max"], row["target_open"] or []
    if low is not None and low == high and not ends:
        return Quantity(value=low, after="%")
    parts = []
    if low is not None and (low > 0 or "min" in ends or high is None):
        template = sentences.SHARE_ABOVE if "min" in ends else sentences.SHARE_FROM
        parts.append(template.format(share=official.number(low)))
    if high is not None and (high < 100 or "max" in ends or low is None):
        template = sentences.SHARE_BELOW if "max" in ends else sentences.SHARE_UP_TO
        parts.append(template.format(share=official.number(high)))
    return official.capital(sentences.AND.join(parts) if "min" in ends or "max" in ends else " ".join(parts))


def _window(window: Mapping[str, dt.date | None] | None) -> str:
    start, end = (window or {}).get("start"), (window or {}).get("end")
    if start is None and end is None:
        return ""
    if start is not None and end is not None and start.year == end.year:
        return str(start.year)
    return f"{start.year if start else '…'}-{end.year if end else '…'}"


def _progress(row: Mapping[str, Any], judged: Mapping[str, Any]) -> str:
    state = state_words(sentences.ENTERPRISES, judged["verdict"], judged["days_late"])
    waits = judged["verdict"] in (EnterpriseVerdict.LATE, EnterpriseVerdict.IN_WINDOW)
    stage = sentences.STAGES.get(row["stage"] or "unreported", "") if waits else ""
    return f"{state}; {stage}" if stage else state
