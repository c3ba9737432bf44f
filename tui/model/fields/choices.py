"""The closed sets: every value a choice may have in the file, and the words for it."""

from __future__ import annotations

from typing import Final

from tui.model.fields.spec import Choice
from tui.model.text import N_

BOUNDS = (
    Choice(">=", N_("≥ (at least)")),
    Choice(">", N_("> (above)")),
    Choice("<=", N_("≤ (at most)")),
    Choice("<", N_("< (below)")),
    Choice("=", N_("= (equal)")),
)
"""How a figure may be published that is only a bound."""

OPERATORS = (*BOUNDS, Choice("~", N_("≈ (about)")))

DIRECTIONS = (Choice("up", N_("higher is better")), Choice("down", N_("lower is better")))

INDICATOR_KINDS = (
    Choice("term_growth", N_("mean growth over the term")),
    Choice("end_level", N_("level in the last year")),
    Choice("floor", N_("keep at least")),
    Choice("ceiling", N_("upper bound")),
    Choice("share", N_("share of a whole")),
    Choice("points_cut", N_("mean yearly cut in points")),
    Choice("count", N_("count of a named set")),
    Choice("term_sum", N_("sum over the term")),
    Choice("term_mean", N_("yearly mean over the term")),
    Choice("qualitative", N_("without a number")),
)

PATHS = (Choice("linear", N_("linear")), Choice("compound", N_("compound")))

VINTAGES = (
    Choice("plan", N_("plan")),
    Choice("estimate", N_("estimate")),
    Choice("preliminary", N_("preliminary")),
    Choice("official", N_("official")),
)

STATUSES = (
    Choice("unreported", N_("no information")),
    Choice("in_progress", N_("in progress")),
    Choice("done", N_("done")),
    Choice("blocked", N_("blocked")),
    Choice("returned", N_("returned")),
)

MODES = (
    Choice("standing", N_("standing")),
    Choice("periodic", N_("periodic")),
    Choice("dated", N_("dated")),
)

EVERY = (
    Choice("year", N_("every year")),
    Choice("half_year", N_("every half-year")),
    Choice("quarter", N_("every quarter")),
    Choice("month", N_("every month")),
)

ARRANGEMENTS = (
    Choice("keep", N_("keep")),
    Choice("equitise", N_("equitise")),
    Choice("divest", N_("divest")),
    Choice("merge", N_("merge")),
    Choice("dissolve", N_("dissolve")),
    Choice("transfer", N_("transfer")),
    Choice("convert", N_("convert")),
)

OPEN_ENDS = (Choice("min", N_("lower end open")), Choice("max", N_("upper end open")))

STAGES = (
    Choice("unreported", N_("no information")),
    Choice("not_started", N_("not started")),
    Choice("preparing", N_("preparing the dossier")),
    Choice("valuation", N_("valuation")),
    Choice("approved", N_("plan approved")),
    Choice("executing", N_("carrying out")),
    Choice("done", N_("done")),
)

AGENCY_KINDS = (
    Choice("executive", N_("executive body")),
    Choice("department", N_("department")),
    Choice("central_branch", N_("branch of a central body")),
    Choice("district", N_("local administration")),
    Choice("union", N_("union or association")),
    Choice("enterprise", N_("enterprise")),
    Choice("bank", N_("bank")),
    Choice("media", N_("media")),
    Choice("party", N_("Party body")),
    Choice("collective", N_("group of bodies")),
    Choice("government", N_("Government")),
    Choice("ministry", N_("ministry")),
    Choice("agency", N_("State agency")),
    Choice("assembly", N_("elected assembly")),
    Choice("court", N_("court or procuracy")),
    Choice("university", N_("university or school")),
    Choice("institute", N_("institute")),
    Choice("commune", N_("commune administration")),
    Choice("company", N_("company")),
    Choice("international", N_("international organisation")),
    Choice("other", N_("other body")),
)

MOTTOS = (
    Choice("state", N_("name and motto of the State")),
    Choice("party", N_("name of the Party")),
    Choice("none", N_("neither")),
)

AREA_LEVELS = (
    Choice("country", N_("country")),
    Choice("region", N_("region")),
    Choice("province", N_("province")),
    Choice("district", N_("district")),
    Choice("commune", N_("commune")),
    Choice("other", N_("other area")),
)

PLAN_LEVELS = (
    Choice("national", N_("national")),
    Choice("ministry", N_("ministry")),
    Choice("province", N_("province")),
    Choice("commune", N_("commune")),
    Choice("unit", N_("unit")),
)
"""Whose plan it is, from the whole country down to one office or enterprise."""

SCOPES = (Choice("merged", N_("after the merger")), Choice("unclear", N_("scope unclear")))
"""What is said of the codes among the scopes of figures; any other scope is told as it was typed."""

OUTCOMES = (
    Choice("noted", N_("noted")),
    Choice("accelerate", N_("to be sped up")),
    Choice("report_back", N_("to report back")),
    Choice("decided", N_("decided")),
    Choice("resolved", N_("resolved")),
    Choice("parked", N_("parked")),
)
"""What a meeting made of an item, in the order of the digits that set it."""
ASKING: Final = ("accelerate", "report_back")
"""The outcomes that ask something of a body without a decision: of whom, and by which day."""

FROZEN_STATES = (
    Choice("not_met", N_("not met")),
    Choice("at_risk", N_("at risk")),
    Choice("speed_up", N_("speed up")),
    Choice("awaiting", N_("awaiting the result")),
    Choice("no_data", N_("no data")),
    Choice("qualitative", N_("without a number")),
    Choice("on_course", N_("on course")),
    Choice("met", N_("met")),
    Choice("exceeded", N_("exceeded")),
    Choice("not_applicable", N_("not applicable")),
    Choice("done_on_time", N_("done on time")),
    Choice("done_late", N_("done late")),
    Choice("done", N_("done")),
    Choice("open_in_time", N_("open, in time")),
    Choice("near", N_("open, due soon")),
    Choice("late", N_("late")),
    Choice("undated", N_("no due day known")),
    Choice("standing", N_("standing")),
    Choice("not_reported", N_("not reported")),
    Choice("in_window", N_("in its window")),
    Choice("upcoming", N_("window not open yet")),
    Choice("unknown", N_("unknown")),
    Choice("keeping", N_("kept")),
)
"""The verdicts of indicators and the states of tasks and enterprises, as a closed meeting freezes them."""

FROZEN_REASONS = (
    Choice("gap", N_("a year between has no figure")),
    Choice("outdated", N_("the latest figure is too old to judge by")),
    Choice("no_baseline", N_("no earlier figure to judge the trend by")),
    Choice("close", N_("just short of the target on the present trend")),
    Choice("passes", N_("the present trend leads past the target: a slower change is needed")),
    Choice("fell", N_("reached in an earlier year, now short of it")),
    Choice("beyond_best", N_("each year needs far more than the best year ever brought")),
    Choice("clipped", N_("the forecast is cut off at the end of the scale")),
    Choice("threatened", N_("met now, but too little room or a trend that leads away")),
    Choice("impossible", N_("what is still required is more than there is left")),
    Choice("rounded", N_("met only by rounding")),
    Choice("not_applicable", N_("the unit it counts no longer exists")),
    Choice("no_target", N_("no numeric target")),
    Choice("no_figures", N_("no full-year figure of the term")),
)
"""What was to be known beside the verdict of an indicator, as a closed meeting freezes it."""

REPORTED = (
    Choice("tasks.status", N_("tasks: status")),
    Choice("tasks.done_on", N_("tasks: day of completion")),
    Choice("tasks.progress", N_("tasks: progress")),
    Choice("tasks.log", N_("tasks: log")),
    Choice("indicators.values", N_("indicators: figures")),
    Choice("enterprises.share_now", N_("enterprises: State share now")),
    Choice("enterprises.stage", N_("enterprises: stage")),
    Choice("enterprises.stage_on", N_("enterprises: stage since")),
    Choice("enterprises.done_on", N_("enterprises: day of completion")),
    Choice("duties.handed_in", N_("duties: report handed in")),
)
"""The fields a body may report, of records that are its own: ``table.field``. Nothing else can be opened to a body."""
