"""Every indicator as a machine reads it: verdict, reason, what is needed, what would turn it, and the sentence that is said of it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from typing import Any

import attrs

from tui.frames.build import Frames
from tui.frames.derived import derived
from tui.frames.insight.milestones import Milestone, milestones_by_id
from tui.frames.insight.said_aloud import said_aloud
from tui.frames.methods.digits import MEANS, digits_by_id, kept, needs
from tui.frames.methods.figures import figures
from tui.frames.methods.headline import marks_of, standing_of
from tui.frames.methods.stated_means import stated_means
from tui.frames.methods.targets_in_force import indicators_on
from tui.frames.methods.verdict import Thresholds
from tui.frames.methods.verdicts import verdicts
from tui.model.text import Sentence


@attrs.frozen(kw_only=True)
class Standing:
    """One indicator on a day. ``numbers`` hold two digits more than are shown, None where there is none.

    ``code`` is that of the headline, ``flags`` what is marked beside the verdict; ``text`` and ``reached`` are those of the latest
    report on what has no number. ``last_value_kind`` says what ``last_value`` of the numbers is: the figure of ``last_year`` itself
    (``year``), a mean published over several years up to it (``mean``), or a bound published of it (``bound``).
    """

    id: str
    goal: str
    name: str
    unit: str
    kind: str
    code: str
    reason: str | None
    op: str | None
    turning_op: str | None
    flags: tuple[str, ...]
    numbers: Mapping[str, float | int | None]
    last_value_kind: str | None
    text: str | None
    reached: bool | None
    milestones: tuple[Milestone, ...]
    said: Sentence


@derived
def standings(frames: Frames, as_of: dt.date) -> tuple[Standing, ...]:
    """Every indicator, in the order of the file."""
    agreed = {row["id"]: row for row in indicators_on(frames, as_of).iter_rows(named=True)}
    need = dict(needs(frames, as_of).iter_rows())
    own, limits = digits_by_id(frames), Thresholds.of(frames.plan)
    agreed_by_year = milestones_by_id(frames, as_of)
    published = {(id, year): value for id, year, value in figures(frames, as_of).select("id", "year", "value").iter_rows()}
    stated = stated_means(frames, as_of)
    found = []
    for row in verdicts(frames, as_of).iter_rows(named=True):
        id, record = row["id"], frames.plan.tables["indicators"][row["id"]]
        known = {key: value for key, value in {**record, **agreed[id]}.items() if value is not None}
        report = latest_report(record, row["last_year"]) if row["kind"] == "qualitative" else {}
        value = row["mean"] if row["kind"] in MEANS else row["last_value"]
        raw = {
            **{key: row[key] for key in ("target", "baseline", "baseline_year", "last_year", "last_value", "mean", "forecast")},
            **{"value": value, "required": need[id], "turning": row.get("turning"), "start": row["start"], "end": row["end"]},
            **{
                "turning_max": row.get("turning_max"),
                "remaining": row["remaining"],
                "years_behind": row["years_behind"],
                "target_max": record.get("target_max"),
            },
        }
        found.append(
            Standing(
                id=id,
                goal=row["goal"],
                name=record["name"],
                unit=record.get("unit", ""),
                kind=row["kind"],
                code=standing_of(row),
                reason=row["reason"],
                op=row["op"],
                turning_op=row.get("turning_op"),
                flags=marks_of(row),
                numbers={key: kept(n, own[id].yearly) if isinstance(n, float) else n for key, n in raw.items()},
                last_value_kind=_kind_of_last(row, published.get((id, row["last_year"]))),
                text=report.get("text"),
                reached=report.get("reached"),
                milestones=agreed_by_year.get(id, ()),
                said=said_aloud({**row, "stated": stated.get(id)}, known, own[id], need[id], limits),
            )
        )
    return tuple(found)


def _kind_of_last(row: Mapping[str, Any], of_year: float | None) -> str | None:
    """What the last value of an indicator is, beside the figure that was published of that year alone."""
    if row["last_value"] is None:
        return None
    if row["last_value"] == of_year:
        return "year"
    return "mean" if row["mean"] is not None and math.isclose(row["last_value"], row["mean"]) else "bound"


def latest_report(record: Mapping[str, Any], year: int | None) -> Mapping[str, Any]:
    """What was reported of an indicator without a number in the year its verdict rests on; empty where nothing was."""
    reports = [
        entry for entry in record.get("values", ()) if entry.get("reached") is not None and entry["year"] == year and "area" not in entry
    ]
    return reports[-1] if reports else {}
