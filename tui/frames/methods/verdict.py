"""The closed sets every judgement of an indicator is said in, and the thresholds of [settings] it rests on."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from typing import Any, Final

import attrs

from tui.model.plan import Plan
from tui.model.text import N_


class Verdict(enum.StrEnum):
    """Where an indicator stands; declared from worst to best, which is the order a group is judged by.

    ``no_data`` stands below every green verdict, so a group with a hole is never green, and above the verdicts that
    say something is wrong, so a hole never hides them. ``awaiting`` (the end year is over, its figure is not known) is
    a hole as well, but one that decides: it stands before ``no_data``. ``not_applicable`` comes last: it is counted apart.
    """

    NOT_MET = "not_met"
    AT_RISK = "at_risk"
    SPEED_UP = "speed_up"
    AWAITING = "awaiting"
    NO_DATA = "no_data"
    ON_COURSE = "on_course"
    MET = "met"
    EXCEEDED = "exceeded"
    NOT_APPLICABLE = "not_applicable"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return VERDICT_RANK[self]

    @property
    def label(self) -> str:
        """The English words, marked for translation."""
        return _VERDICT_LABELS[self]

    @property
    def short(self) -> str:
        """Shorter English words, for where all counts share a line."""
        return _SHORT_LABELS[self]


VERDICT_RANK: Final = {verdict: rank for rank, verdict in enumerate(Verdict)}

HEADLINE: Final = (
    Verdict.EXCEEDED,
    Verdict.MET,
    Verdict.NOT_MET,
    Verdict.ON_COURSE,
    Verdict.SPEED_UP,
    Verdict.AT_RISK,
    Verdict.AWAITING,
    Verdict.NO_DATA,
    Verdict.NOT_APPLICABLE,
)
"""The order in which the headline counts verdicts."""

_VERDICT_LABELS: Final = {
    Verdict.EXCEEDED: N_("exceeded"),
    Verdict.MET: N_("met"),
    Verdict.NOT_MET: N_("not met"),
    Verdict.ON_COURSE: N_("on course"),
    Verdict.SPEED_UP: N_("speed up"),
    Verdict.AT_RISK: N_("at risk"),
    Verdict.AWAITING: N_("awaiting the result"),
    Verdict.NO_DATA: N_("no data"),
    Verdict.NOT_APPLICABLE: N_("not applicable"),
}

_SHORT_LABELS: Final = {
    **_VERDICT_LABELS,
    Verdict.ON_COURSE: N_("course held"),
    Verdict.SPEED_UP: N_("to speed up"),
    Verdict.AT_RISK: N_("risk"),
    Verdict.AWAITING: N_("awaiting"),
    Verdict.NOT_APPLICABLE: N_("no longer apply"),
}


class Reason(enum.StrEnum):
    """What a reader must know beside the verdict."""

    GAP = "gap"
    OUTDATED = "outdated"
    NO_BASELINE = "no_baseline"
    CLOSE = "close"
    PASSES = "passes"
    FELL = "fell"
    BEYOND_BEST = "beyond_best"
    CLIPPED = "clipped"
    THREATENED = "threatened"
    IMPOSSIBLE = "impossible"
    ROUNDED = "rounded"
    NOT_APPLICABLE = "not_applicable"
    NO_TARGET = "no_target"
    NO_FIGURES = "no_figures"

    @property
    def label(self) -> str:
        """The English words, marked for translation."""
        return _REASON_LABELS[self]


_REASON_LABELS: Final = {
    Reason.GAP: N_("a year between has no figure"),
    Reason.OUTDATED: N_("the latest figure is too old to judge by"),
    Reason.NO_BASELINE: N_("no earlier figure to judge the trend by"),
    Reason.CLOSE: N_("just short of the target on the present trend"),
    Reason.PASSES: N_("the present trend leads past the target: a slower change is needed"),
    Reason.FELL: N_("reached in an earlier year, now short of it"),
    Reason.BEYOND_BEST: N_("each year needs far more than the best year ever brought"),
    Reason.CLIPPED: N_("the forecast is cut off at the end of the scale"),
    Reason.THREATENED: N_("met now, but too little room or a trend that leads away"),
    Reason.IMPOSSIBLE: N_("what is still required is more than there is left"),
    Reason.ROUNDED: N_("met only by rounding"),
    Reason.NOT_APPLICABLE: N_("the unit it counts no longer exists"),
    Reason.NO_TARGET: N_("no numeric target"),
    Reason.NO_FIGURES: N_("no full-year figure of the term"),
}


def can_be_exceeded(row: Mapping[str, Any]) -> bool:
    """Whether what lies beyond the target of a row of the verdicts is called exceeded (docs/methods.md, Verdicts)."""
    ranged = row.get("limit") is not None and row["limit"] != row.get("target")
    if row["kind"] in ("floor", "ceiling"):
        return ranged
    return row["kind"] != "share" and row.get("better") != 0 and (row.get("op") != "=" or ranged)


@attrs.frozen(kw_only=True)
class Thresholds:
    """The thresholds of docs/methods.md; [settings] may change each."""

    close_share: float = 0.95
    speed_up_share: float = 0.5
    headroom_share: float = 0.1
    share_tolerance: float = 0.5
    share_sum_tolerance: float = 0.05
    jump_factor: float = 3.0
    about: float = 0.05
    least_digits: int = 0
    """Digits every figure is taken to have at least; no setting of a plan, but of what is asked of figures nobody has published."""
    equal_is_minimum: bool = True

    @classmethod
    def of(cls, plan: Plan) -> Thresholds:
        """The plan's own thresholds, those of docs/methods.md where it says nothing."""
        return cls(**{field.name: plan.setting(field.name, field.default) for field in attrs.fields(cls)})
