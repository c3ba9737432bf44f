"""Each area's own target judged by the area's own figures, by the methods that judge the whole (docs/methods.md, "Figures of areas").

A verdict of an area counts in no headline, sum or count of the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.methods.verdicts import verdicts
from tui.model.plan import Plan

_TARGET: Final = ("target", "target_max", "op")
_OF_THE_WHOLE: Final = (*_TARGET, "year", "milestones", "area_targets", "values", "revisions", "parent", "excludes", "reference")
"""What an area has of its own, or not at all."""
_SEPARATOR: Final = "\x1f"


@derived
def area_verdicts(frames: Frames, as_of: dt.date) -> pl.DataFrame:
    """Where each indicator stands in each area that has a target of its own, in the order of the file.

    Columns: id, area, then those of :func:`verdicts` of an indicator with the target of the area, its other years as milestones, and the
    area's figures alone. What the whole is compared with, changes of its target and its parts are left out.
    """
    plan = frames.plan
    judged = Plan({**plan.tables, "indicators": dict(_indicators(plan))}, plan.set_aside, plan.extra, plan.unread)
    of_areas = Frames(judged)
    of_areas.know(frames.all_known)
    pair = pl.col("id").str.split_exact(_SEPARATOR, 1)
    found = verdicts(of_areas, as_of).with_columns(area=pair.struct.field("field_1"), id=pair.struct.field("field_0"))
    return found.select("id", "area", pl.exclude("id", "area"))


def _indicators(plan: Plan) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """An indicator for each target of an area: the target of the indicator's own year, else of the last the area has."""
    for id, record in plan.tables["indicators"].items():
        if record.get("kind") == "qualitative":
            continue
        for area in dict.fromkeys(entry["area"] for entry in record.get("area_targets", ())):
            own_year = record.get("year")
            entries = {entry.get("year", own_year): entry for entry in record["area_targets"] if entry["area"] == area}
            last = own_year if own_year in entries else max((year for year in entries if year is not None), default=None)
            if last is None:
                continue
            yield f"{id}{_SEPARATOR}{area}", _indicator(record, area, last, entries)


def _indicator(record: Mapping[str, Any], area: str, last: int, entries: Mapping[int | None, Mapping[str, Any]]) -> dict[str, Any]:
    kept = {key: value for key, value in record.items() if key not in _OF_THE_WHOLE}
    target = {key: entries[last][key] for key in _TARGET if key in entries[last]}
    steps = [
        {key: entry[key] for key in (*_TARGET, "basis") if key in entry} | {"year": year}
        for year, entry in sorted(entries.items(), key=lambda pair: pair[0] or 0)
        if year is not None and year != last
    ]
    own_op = {"op": record["op"]} if "op" in record else {}
    values = [
        {key: said for key, said in entry.items() if key != "area"} for entry in record.get("values", ()) if entry.get("area") == area
    ]
    return {**kept, **own_op, **target, "year": last, "milestones": steps, "values": values}
