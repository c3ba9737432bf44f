"""The wording of why a verdict is what it is; the reasons themselves are worked out by tui.frames.insight.why and why_days."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import polars as pl

from tui.frames.insight.what_if import Crossings, Range
from tui.frames.insight.why import Explanation, explain_indicator
from tui.frames.insight.why_dated import explain_duty, explain_enterprise, explain_task
from tui.frames.methods.headline import WORST_FIRST, label_of, standing_of
from tui.frames.tables.cells import VERDICT_LOOKS
from tui.model.fields import FIGURE_FIELDS, TABLES
from tui.model.text import N_, Numeral
from tui.reports.labels import figure_line, labels_of
from tui.screens.aloud import capitalised

if TYPE_CHECKING:
    from tui.session.session import Session

_ENTERPRISE_INPUTS = (
    "arrangement",
    "share_now",
    "target_min",
    "target_max",
    "target_open",
    "window",
    "stage",
    "stage_on",
    "done_on",
    "basis",
)
_TASK_INPUTS = ("mode", "due", "every", "times", "status", "done_on", "progress")
_DUTY_INPUTS = ("who", "before", "every", "first", "to", "via")


def indicator_reasons(session: Session, id: str) -> str | None:
    """The text behind an indicator's verdict."""
    words = session.words
    record = session.plan.get("indicators", id)
    if record is None:
        return None
    told = explain_indicator(session.frames, id, session.as_of)
    glyph = VERDICT_LOOKS[told.verdict].glyph
    sentence = capitalised(words.sentence(told.aloud)) if told.aloud is not None else words(told.label)
    out = [f"{glyph} {sentence}", "", *_because(session, told)]
    if told.target is not None:
        out.append(f"{words(N_('Target'))}: {words.sentence(told.target)}")
    out += [f"  {words.sentence(s)}" for s in told.revised]
    if told.milestones:
        out += [f"{words(N_('Milestones'))}:", *(f"  {words.sentence(s)}" for s in told.milestones)]
    out += _method(session, told)
    out.append("")
    if told.inputs:
        out += [f"{words(N_('Figures used'))}:", *(f"  {_figure(session, id, f)}" for f in told.inputs)]
    else:
        out.append(words(N_("No figure counts for the series.")))
    if told.hidden:
        lines = (f"  {_figure(session, id, row)} · {words.sentence(why)}" for row, why in told.hidden)
        out += [f"{words(N_('There, and not counted yet'))}:", *lines]
    out += _limits(session, told)
    out += _changes(session, told)
    if told.beside:
        out += ["", f"{words(N_('Shown, never chained'))}:", *(f"  {_figure(session, id, f)}" for f in told.beside)]
    return "\n".join(out)


def enterprise_reasons(session: Session, id: str) -> str | None:
    """The text behind an enterprise's verdict."""
    if session.plan.get("enterprises", id) is None:
        return None
    told = explain_enterprise(session.frames, id, session.as_of)
    return _of_day(session, told, N_("Verdict"), "enterprises", id, _ENTERPRISE_INPUTS)


def task_reasons(session: Session, id: str) -> str | None:
    """The text behind a task's state."""
    if session.plan.get("tasks", id) is None:
        return None
    return _of_day(session, explain_task(session.frames, id, session.as_of), N_("State"), "tasks", id, _TASK_INPUTS)


def duty_reasons(session: Session, id: str) -> str | None:
    """The text behind where a duty stands for the bodies that have it."""
    record = session.plan.get("duties", id)
    if record is None or not record.get("who"):
        return None
    return _of_day(session, explain_duty(session.frames, id, session.as_of), N_("State"), "duties", id, _DUTY_INPUTS)


def direction_reasons(session: Session, id: str) -> str | None:
    """The text behind a direction's verdict: that of its worst indicator."""
    words, plan = session.words, session.plan
    record = plan.get("directions", id)
    if record is None:
        return None
    members = list(dict.fromkeys(i for i in record.get("indicators", ()) if plan.get("indicators", i) is not None))
    rule = words(N_("a direction is as bad as the worst of its indicators."))
    return _worst_of(session, members, rule, words(N_("This direction names no indicator, so there is nothing to judge.")))


def goal_reasons(session: Session, id: str) -> str | None:
    """The text behind a goal's verdict: that of its worst indicator."""
    words, plan = session.words, session.plan
    if plan.get("goals", id) is None:
        return None
    members = [i for i, values in plan.tables["indicators"].items() if values["goal"] == id]
    rule = words(N_("a goal is as bad as the worst of its indicators; a hole among them is never green."))
    return _worst_of(session, members, rule, words(N_("This goal has no indicator, so there is nothing to judge.")))


def _worst_of(session: Session, members: list[str], rule: str, nothing: str) -> str:
    """Several indicators with their verdicts, the worst first and explained in full."""
    words, plan = session.words, session.plan
    told = f"{words(N_('Rule'))}: {rule}"
    if not members:
        return f"{told}\n\n{nothing}"
    found = {row["id"]: row for row in session.verdicts().filter(pl.col("id").is_in(members)).to_dicts()}
    order = sorted(members, key=lambda i: WORST_FIRST.index(standing_of(found[i])))
    lines = [f"  {VERDICT_LOOKS[standing_of(found[i])].glyph} {plan.title_of('indicators', i)}: {words(label_of(found[i]))}" for i in order]
    worst = plan.title_of("indicators", order[0])
    return "\n".join([told, *lines, "", f"── {worst} ──", indicator_reasons(session, order[0]) or ""])


# -- the parts ------------------------------------------------------------------------------------------------------


def _because(session: Session, told: Explanation) -> list[str]:
    said = "; ".join(session.words.sentence(s) for s in told.because)
    return [f"{session.words(N_('Because'))}: {said}"] if said else []


def _method(session: Session, told: Explanation) -> list[str]:
    words = session.words
    out = ["", f"{words(N_('Rule'))}: {words(told.rule)}"]
    if told.formulas:
        out.append(f"{words(N_('Formula'))}:")
        for formula in told.formulas:
            signs = f" {formula.symbols}" if formula.symbols else ""
            out += [f"  {words(formula.name)}:{signs}", f"    {words.sentence(formula.filled)}"]
    return out


def _limits(session: Session, told: Explanation) -> list[str]:
    words = session.words
    if not told.scale and not told.thresholds:
        return []
    out = ["", f"{words(N_('Thresholds'))}:", *(f"  {words.sentence(s)}" for s in told.scale)]
    for limit in told.thresholds:
        whose = words(N_("set in this plan")) if limit.own else words(N_("the method's own"))
        out.append(f"  {words(limit.label)}: {words.show(limit.value)} ({whose})")
    return out


def _changes(session: Session, told: Explanation) -> list[str]:
    words = session.words
    lines = [f"  {words.sentence(s)}" for s in told.changes]
    if told.crossings is not None:
        lines += _crossings(session, told.crossings)
    return ["", f"{words(N_('What would change it'))}:", *lines] if lines else []


def _crossings(session: Session, crossings: Crossings) -> list[str]:
    words = session.words
    if len(crossings.ranges) == 1:
        alone = words(N_("no figure of {year} alone changes it"), year=crossings.year)
        return [f"  {alone}"]
    head = N_("the figure of {year}, were it revised:") if crossings.revised else N_("the figure of {year}:")
    return [f"  {words(head, year=crossings.year)}", *(f"    {_range(session, crossings, n)}" for n in range(len(crossings.ranges)))]


def _range(session: Session, crossings: Crossings, index: int) -> str:
    words, here = session.words, crossings.ranges[index]
    verdict = f"{VERDICT_LOOKS[here.verdict].glyph} {words(here.verdict.label)}"
    if here.rounded:
        verdict += f" ({words(N_('only when rounded'))})"
    return f"{_span(session, here, crossings)}: {verdict}"


def _span(session: Session, here: Range, crossings: Crossings) -> str:
    words, digits = session.words, crossings.digits
    low, high = (None if bound is None else Numeral(bound, digits) for bound in (here.low, here.high))
    if here.low is None and here.high is not None:
        return words(N_("up to {high}"), high=high)
    if here.low is not None and here.high is None:
        return words(N_("from {low}"), low=low)
    if here.low == here.high:
        return words(N_("exactly {low}"), low=low)
    return words(N_("from {low} to {high}"), low=low, high=high)


def _figure(session: Session, id: str, row: Mapping[str, Any]) -> str:
    known = {f.key: row[f.key] for f in FIGURE_FIELDS if row.get(f.key) is not None}
    told = figure_line(session.frames, id, known, session.words)
    if "source" not in known:
        told += f" · {session.words(N_('no source given'))}"
    if row.get("conflict"):
        told += f" · ≠ {session.words(N_('another figure of this year and vintage differs'))}"
    return told


def _of_day(session: Session, told: Explanation, title: str, table: str, id: str, keys: tuple[str, ...]) -> str:
    words, record, spec = session.words, session.plan.get(table, id) or {}, TABLES[table]
    out = [f"{words(title)} ({words.date(session.as_of)}): {words(told.label)}", *_because(session, told), *_method(session, told), ""]
    for key in keys:
        shown = "; ".join(labels_of(spec[key], record[key], session.plan, words)) if key in record else "–"
        out.append(f"{words(spec[key].label)}: {shown}")
    return "\n".join([*out, *_limits(session, told), *_changes(session, told)])
