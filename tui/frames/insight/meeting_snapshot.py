"""How everything stood on a day, as a closed meeting keeps it, and what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

import attrs
import polars as pl

from tui.frames.build import Frames
from tui.frames.methods.digits import MEANS, digits, kept, needs
from tui.frames.methods.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.methods.headline import QUALITATIVE, standing_code
from tui.frames.methods.tasks import TaskState, task_states
from tui.frames.methods.verdict import VERDICT_RANK, Verdict
from tui.frames.methods.verdicts import verdicts
from tui.model.plan import Values, subject_of, subject_text

_UNRANKED: Final = (Verdict.AWAITING, Verdict.NO_DATA, Verdict.NOT_APPLICABLE)
_TASK_RANK: Final[Mapping[str, int]] = {
    TaskState.LATE: 0,
    TaskState.NEAR: 1,
    TaskState.OPEN_IN_TIME: 2,
    TaskState.DONE_LATE: 3,
    TaskState.DONE: 4,
    TaskState.DONE_ON_TIME: 4,
}
_ENTERPRISE_RANK: Final[Mapping[str, int]] = {
    EnterpriseVerdict.LATE: 0,
    EnterpriseVerdict.IN_WINDOW: 1,
    EnterpriseVerdict.UPCOMING: 1,
    EnterpriseVerdict.DONE: 2,
}
_RANKS: Final[Mapping[str, Mapping[str, int]]] = {
    "indicators": {verdict.value: rank for verdict, rank in VERDICT_RANK.items() if verdict not in _UNRANKED},
    "tasks": _TASK_RANK,
    "enterprises": _ENTERPRISE_RANK,
}


def frozen_of(frames: Frames, as_of: dt.date) -> list[Values]:
    """An entry for ``reviews.frozen`` of every indicator, dated task and enterprise; a number that is not known is left out.

    ``reason`` is what is to be known beside the verdict of an indicator. ``value`` is the figure the verdict rests on (the mean of a
    mean growth or cut, else the last year's), of a task or an enterprise the days it is late.
    """
    judged = (
        verdicts(frames, as_of)
        .drop("required")
        .join(needs(frames, as_of).rename({"need": "required"}), on="id", maintain_order="left")
        .join(digits(frames).select("id", digits="yearly"), on="id", maintain_order="left")
        .with_columns(verdict=standing_code(), value=pl.when(pl.col("kind").is_in(MEANS)).then("mean").otherwise("last_value"))
    )
    dated = task_states(frames, as_of).filter(pl.col("state").is_in(list(_TASK_RANK)))
    dated = dated.filter(pl.col("due").is_not_null())
    late = enterprise_verdicts(frames, as_of)
    nothing = {
        "required": pl.lit(None, dtype=pl.Float64),
        "digits": pl.lit(0, dtype=pl.Int64),
        "reason": pl.lit(None, dtype=pl.String),
    }
    rows = pl.concat(
        [
            judged.select("verdict", "value", "required", "digits", "reason", table=pl.lit("indicators"), id="id"),
            dated.select(verdict="state", value=pl.col("days_late").cast(pl.Float64), **nothing, table=pl.lit("tasks"), id="id"),
            late.select("verdict", value=pl.col("days_late").cast(pl.Float64), **nothing, table=pl.lit("enterprises"), id="id"),
        ]
    )
    return [_entry(row) for row in rows.iter_rows(named=True)]


def _entry(row: Mapping[str, Any]) -> Values:
    numbers = {key: kept(row[key], row["digits"]) for key in ("value", "required") if row[key] is not None}
    reason = {"reason": row["reason"]} if row["reason"] is not None else {}
    return {"subject": subject_text(row["table"], row["id"]), "verdict": row["verdict"], **reason, **numbers}


@attrs.frozen(kw_only=True)
class ChangeSince:
    """What a closed meeting froze of a record, and how it stands now; ``better`` None where neither is better than the other."""

    table: str
    id: str
    then: str
    now: str
    value_then: float | None
    value_now: float | None
    required_then: float | None
    required_now: float | None
    better: bool | None

    @property
    def changed(self) -> bool:
        """Whether the verdict or state is another one; the numbers may differ even where it is not."""
        return self.then != self.now


def changes_since(frames: Frames, frozen: Iterable[Values], as_of: dt.date) -> list[ChangeSince]:
    """Every frozen record the plan still has, then and on a day, in the order they were frozen."""
    now = {entry["subject"]: entry for entry in frozen_of(frames, as_of)}
    found = []
    for entry in frozen:
        named, current = subject_of(entry["subject"]), now.get(entry["subject"])
        if named is None or current is None:
            continue
        ranks = _RANKS.get(named[0], {})
        # reviews closed before these were counted apart kept them as without data
        then = current["verdict"] if (entry["verdict"], current["verdict"]) == (Verdict.NO_DATA, QUALITATIVE) else entry["verdict"]
        before, after = ranks.get(then), ranks.get(current["verdict"])
        moved = before is not None and after is not None and before != after
        found.append(
            ChangeSince(
                table=named[0],
                id=named[1],
                then=then,
                now=current["verdict"],
                value_then=entry.get("value"),
                value_now=current.get("value"),
                required_then=entry.get("required"),
                required_now=current.get("required"),
                better=after > before if moved and before is not None and after is not None else None,
            )
        )
    return found
