"""Why a verdict is what it is: the rule, the figures with vintage and source, and what is still required."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from tui.frames.enterprises import EnterpriseVerdict, enterprise_verdicts
from tui.frames.figures import figures, figures_apart
from tui.frames.tasks import TaskState, task_states
from tui.frames.verdict import Reason, Thresholds, Verdict
from tui.frames.views.cells import SIGNS
from tui.model.fields import FIGURE_FIELDS, TABLES
from tui.model.text import N_
from tui.screens.picking import entry_line, labels_of

if TYPE_CHECKING:
    from tui.app import Workbench

_RULES = {
    "term_growth": N_("Mean growth over the term: the yearly rates are chained; the mean is their geometric mean."),
    "end_level": N_(
        "Level in the last year: the forecast from the last yearly changes, measured on the way from the baseline to the target."
    ),
    "floor": N_("Keep at least: the latest figure against the bound, and where the trend leads."),
    "ceiling": N_("Upper bound: the latest figure against the bound, and how much room is left."),
    "share": N_("Share of a whole: each part against its target within the tolerance; the group is as bad as its worst part."),
    "points_cut": N_("Mean yearly cut in points: the fall since the baseline, divided by the years."),
    "count": N_("Count of a named set: how many of them are done."),
    "qualitative": N_("Without a number: there is nothing to measure."),
}
_VALUES = (
    ("baseline", N_("baseline")),
    ("last_value", N_("latest figure")),
    ("mean", N_("mean so far")),
    ("forecast", N_("forecast")),
    ("path", N_("on the path")),
    ("required", N_("still required each year")),
)


def indicator_reasons(bench: Workbench, id: str) -> str | None:
    """The text behind an indicator's verdict."""
    words, plan = bench.words, bench.plan
    record = plan.get("indicators", id)
    rows = bench.verdicts().filter(pl.col("id") == id).to_dicts()
    if record is None or not rows:
        return None
    row: dict[str, Any] = rows[0]
    spec = TABLES["indicators"]
    verdict = words(Verdict(row["verdict"]).label)
    if row.get("on_estimate"):
        verdict += f" ({words(N_('rests on an estimate'))})"
    out = [f"{words(N_('Verdict'))}: {verdict}"]
    if row.get("reason"):
        out.append(f"{words(N_('Because'))}: {words(Reason(row['reason']).label)}")
    out += ["", f"{words(N_('Rule'))}: {words(_RULES[record['kind']])}"]
    if "target" in record:
        when = record.get("period") or record.get("year") or ""
        out.append(
            f"{words(N_('Target'))}: {SIGNS[record['op']]} {words.number(record['target'])} {record.get('unit', '')} {when}".rstrip()
        )
    out.append("")
    for key, label in _VALUES:
        if row.get(key) is not None:
            year = f" ({row[key + '_year']})" if row.get(f"{key}_year") else f" ({row['last_year']})" if key == "last_value" else ""
            out.append(f"{words(label)}{year}: {words.number(round(row[key], 3))}")
    if row.get("observed") is not None:
        out.append(words(N_("years with a figure: {n}; years left: {left}"), n=row["observed"], left=row["remaining"] or 0))
    shown = figures(bench.frames).filter(pl.col("id") == id).to_dicts()
    out += (
        ["", f"{words(N_('Figures used'))}:"] + [f"  {_figure(bench, f)}" for f in shown]
        if shown
        else ["", words(N_("No figure counts for the series."))]
    )
    apart = figures_apart(bench.frames).filter(pl.col("id") == id).to_dicts()
    if apart:
        out += ["", f"{words(N_('Shown, never chained'))}:"] + [f"  {_figure(bench, f)}" for f in apart]
    out += ["", f"{words(N_('Thresholds'))}:"]
    limits = Thresholds.of(plan)
    for key in ("close_share", "speed_up_share", "headroom_share", "share_tolerance"):
        out.append(f"  {words(TABLES['settings'][key].label)}: {words.number(getattr(limits, key))}")
    out.append(f"  {words(spec['kind'].label)}: {labels_of(spec['kind'], record['kind'], plan, words)[0]}")
    return "\n".join(out)


def _figure(bench: Workbench, row: dict[str, Any]) -> str:
    known = {f.key: row[f.key] for f in FIGURE_FIELDS if row.get(f.key) is not None}
    told = entry_line(TABLES["indicators"]["values"], known, bench.plan, bench.words)
    if "source" not in known:
        told += f" · {bench.words(N_('no source given'))}"
    if row.get("conflict"):
        told += f" · ≠ {bench.words(N_('another figure of this year and vintage differs'))}"
    return told


def enterprise_reasons(bench: Workbench, id: str) -> str | None:
    """The text behind an enterprise's verdict."""
    words, plan = bench.words, bench.plan
    record = plan.get("enterprises", id)
    rows = enterprise_verdicts(bench.frames, bench.as_of).filter(pl.col("id") == id).to_dicts()
    if record is None or not rows:
        return None
    row = rows[0]
    spec = TABLES["enterprises"]
    out = [f"{words(N_('Verdict'))}: {words(EnterpriseVerdict(row['verdict']).label)}", ""]
    if row.get("days_late"):
        out.append(words.count("{n} day past the window", "{n} days past the window", row["days_late"]))
    out.append(words(N_("Rule: past the window and not done is late since the day after it; a target must lie in its bracket.")))
    out.append("")
    for key in ("arrangement", "share_now", "target_min", "target_max", "target_open", "window", "stage", "done_on", "basis"):
        told = "; ".join(labels_of(spec[key], record[key], plan, words)) if key in record else "–"
        out.append(f"{words(spec[key].label)}: {told}")
    if row.get("basis_expired"):
        out.append("⚠ " + words(N_("the legal basis has expired")))
    return "\n".join(out)


def task_reasons(bench: Workbench, id: str) -> str | None:
    """The text behind a task's state."""
    words, plan = bench.words, bench.plan
    record = plan.get("tasks", id)
    near = plan.setting("near_days", 7)
    rows = task_states(bench.frames, bench.as_of, near, plan.setting("holidays", [])).filter(pl.col("id") == id).to_dicts()
    if record is None or not rows:
        return None
    spec = TABLES["tasks"]
    out = [f"{words(N_('State'))}: {words(TaskState(rows[0]['state']).label)}", ""]
    out.append(words(N_("Rule: a standing task is never late, but can be unreported; a dated one is judged by its due day.")))
    out.append("")
    for key in ("mode", "due", "every", "times", "status", "done_on", "progress"):
        told = "; ".join(labels_of(spec[key], record[key], plan, words)) if key in record else "–"
        out.append(f"{words(spec[key].label)}: {told}")
    out += ["", words(N_("near: {n} working days before the due day"), n=near)]
    return "\n".join(out)
