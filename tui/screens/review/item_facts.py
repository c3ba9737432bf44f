"""What is said of one item in the meeting: whose it is, how it stands, what was decided last, its history.

Figures, states and verdicts are the cells of the tables' own views, so they cannot differ from what the tabs show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

import attrs

from tui.frames.methods.digits import Digits, digits_of, judged_digits
from tui.frames.methods.verdict import Verdict
from tui.frames.tables.cell_text import MISSING, full_text
from tui.frames.tables.cells import ENTERPRISE_LOOKS, STATE_LOOKS, VERDICT_LOOKS
from tui.frames.tables.columns import View
from tui.frames.tables.duties import duties_view
from tui.frames.tables.enterprises import enterprises_view
from tui.frames.tables.targets import targets_view, year_of
from tui.frames.tables.tasks import tasks_view
from tui.model.fields import FROZEN_REASONS, FROZEN_STATES, TABLES
from tui.model.plan import Plan, RecordId, Values, subject_of
from tui.model.review import draft_for
from tui.model.text import N_
from tui.reports.agenda import kept_why, why_of
from tui.reports.labels import entry_line, labels_of, record_label
from tui.screens.review.agenda_data import KIND_LOOKS, items_on_list, one_of, outcome_words, title_of

if TYPE_CHECKING:
    from tui.i18n.words import Words
    from tui.session.session import Session

_MOST_REFS: Final = 6
"""Records named under a body that has not reported; how many more there are is said."""
_MOST_TOLD: Final = 4
"""Entries of a log, and meetings that spoke of it before."""
_STATE: Final[Mapping[str, str]] = {"indicators": "verdict", "tasks": "state", "enterprises": "verdict", "duties": "state"}
"""The column of a table's view that says how a record stands: glyph and words."""
_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "indicators": ("unit", "target", "baseline", "expected", "required"),
    "tasks": ("due", "status", "documents"),
    "enterprises": ("arrangement", "share_now", "after", "window", "stage", "basis"),
    "duties": ("last_good", "who", "to"),
}
_TITLES: Final[Mapping[tuple[str, str], str]] = {
    ("enterprises", "share_now"): N_("State share now, %"),
    ("enterprises", "after"): N_("State share after the arrangement, %"),
}
"""What a column is called where it does not stand beside the others."""
_VIEWS: Final[Mapping[str, Callable[..., View]]] = {
    "indicators": targets_view,
    "tasks": tasks_view,
    "enterprises": enterprises_view,
    "duties": duties_view,
}
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "tasks": ("deliverable", "progress"),
    "decisions": ("status", "due", "product", "review", "subject", "task"),
}
_LOOKS: Final = {"indicators": VERDICT_LOOKS, "tasks": STATE_LOOKS, "enterprises": ENTERPRISE_LOOKS}


@attrs.frozen(kw_only=True)
class Facts:
    """An item in words. ``state`` is glyph and words, ``lines`` are (label, text), ``history`` is told newest first.

    ``chart`` is the id of the indicator that can be drawn; None where there is none, or the day's figures are not kept.
    """

    title: str
    kind: str
    whose: str
    state: str
    why: str
    lines: tuple[tuple[str, str], ...]
    history: tuple[str, ...]
    chart: str | None = None


def facts_of(session: Session, review: str | None, subject: str, day: dt.date) -> Facts:
    """What there is to say of an item on a day; of a closed meeting what it froze of it."""
    plan, words = session.plan, session.words
    meeting: Values = plan.get("reviews", review or "") or {}
    closed = "closed_on" in meeting
    named = subject_of(subject)
    known = named is not None and plan.get(*named) is not None
    found = None if closed else items_on_list(session, day).get(subject)
    kept = _item(meeting, subject)
    state, lines = _frozen(session, meeting, subject) if closed else _now(session, named, day) if named is not None and known else ("", [])
    if not state and found is not None:
        state = f"{KIND_LOOKS[found.kinds[0]].glyph} {words(found.kinds[0].label)}"
    if found is not None and found.refs and named is not None and named[0] == "agencies":
        lines += _named(found.refs, plan, words)
    return Facts(
        title=title_of(plan, subject, words, found),
        kind=one_of(subject, words),
        whose=_whose(plan, subject, day, words) if known else "",
        state=state,
        why=why_of(found, words) if found is not None else kept_why(kept, words),
        lines=(*lines, *_last_decision(plan, subject, review, meeting, words)),
        history=(*_log(plan, named, words), *_meetings(plan, subject, review, words)),
        chart=named[1] if named is not None and known and named[0] == "indicators" and not closed else None,
    )


def _item(meeting: Values, subject: str) -> Values:
    found: Values = next((item for item in meeting.get("items", ()) if item["subject"] == subject), {})
    return found


def _whose(plan: Plan, subject: str, day: dt.date, words: Words) -> str:
    """Who answers on the day, and who takes part."""
    draft = draft_for(plan, subject, day)
    owner = plan.title_of("agencies", draft.owner) if draft.owner else words(N_("Nobody clearly answers for it"))
    partners = ", ".join(plan.short_of("agencies", body) for body in draft.partners)
    return f"{owner} · {words(N_('with {bodies}'), bodies=partners)}" if partners else owner


# -- how it stands --------------------------------------------------------------------------------------------------


def _now(session: Session, named: RecordId, day: dt.date) -> tuple[str, list[tuple[str, str]]]:
    table, id = named
    plan, words = session.plan, session.words
    record, spec = plan.get(table, id) or {}, TABLES[table]
    state, lines = "", []
    if table in _VIEWS:
        view = _VIEWS[table](session.frames, plan, day, words)
        rows = view.frame.filter(view.frame["id"] == id).to_dicts()
        if rows:
            state = full_text(view.column(_STATE[table]), rows[0], words)
            lines = list(_cells(view, rows[0], _COLUMNS[table], words))
            if table == "indicators":
                lines.append((words(N_("By year")), _by_year(view, rows[0], words)))
    for key in _FIELDS.get(table, ()):
        if key in record:
            lines.append((words(spec[key].label), "; ".join(labels_of(spec[key], record[key], plan, words))))
    return state, [line for line in lines if line[1]]


def _cells(view: View, row: Mapping[str, Any], keys: tuple[str, ...], words: Words) -> Iterator[tuple[str, str]]:
    for key in keys:
        column = view.column(key)
        text = full_text(column, row, words)
        if text != MISSING or key == "required":  # what is still required is said even where nobody knows it
            yield words(_TITLES.get((view.table, key), column.title)), text


def _by_year(view: View, row: Mapping[str, Any], words: Words) -> str:
    told = [(words(c.title), full_text(c, row, words)) for c in view.columns if year_of(c) is not None]
    return " · ".join(f"{year}: {text}" for year, text in told)


def _named(refs: tuple[RecordId, ...], plan: Plan, words: Words) -> list[tuple[str, str]]:
    """The duties and tasks a body has not reported on."""
    told = [("", f"· {record_label(*ref, plan, words)}") for ref in refs[:_MOST_REFS]]
    more = len(refs) - len(told)
    return [*told, ("", "  " + words.count("and {n} more", "and {n} more", more))] if more > 0 else told


def _frozen(session: Session, meeting: Values, subject: str) -> tuple[str, list[tuple[str, str]]]:
    """What a closed meeting kept: the state, the figure judged and what was still required."""
    words = session.words
    entry = next((entry for entry in meeting.get("frozen", ()) if entry["subject"] == subject), None)
    if entry is None:
        return "", []
    table = subject.partition(".")[0]
    lines = []
    if (reason := next((choice.label for choice in FROZEN_REASONS if choice.value == entry.get("reason")), None)) is not None:
        lines.append((words(N_("Reason")), words(reason)))
    if "value" in entry:
        label = N_("Figure judged") if table == "indicators" else N_("Days late")
        lines.append((words(label), frozen_value(entry, session)))
    if "required" in entry:
        lines.append((words(N_("Still required")), words.number(entry["required"], _digits(entry, session).yearly)))
    return frozen_state(entry, words), lines


def frozen_value(entry: Values, session: Session) -> str:
    """The number of a frozen entry with the digits its indicator's numbers have; "" where none was known."""
    if "value" not in entry:
        return ""
    table, _, id = entry["subject"].partition(".")
    decimals = judged_digits(session.frames, id) if table == "indicators" and id in session.plan.tables[table] else None
    return session.words.number(entry["value"], decimals)


def _digits(entry: Values, session: Session) -> Digits:
    return digits_of(session.frames, entry["subject"].partition(".")[2])


def frozen_state(entry: Values, words: Words) -> str:
    """Glyph and words of a frozen entry."""
    code = str(entry["verdict"])
    look = _LOOKS.get(entry["subject"].partition(".")[0], {}).get(code)
    label = Verdict(code).label if look is not None and code in set(Verdict) else _STATES.get(code, code)
    return f"{look.glyph if look is not None else '*'} {words(label)}"


_STATES: Final = {choice.value: choice.label for choice in FROZEN_STATES}


# -- what came before -----------------------------------------------------------------------------------------------


def last_decision(plan: Plan, subject: str, review: str | None) -> str | None:
    """The id of what an earlier meeting decided last about a subject, or about the task it became."""
    named = subject_of(subject)
    task = named[1] if named is not None and named[0] == "tasks" else None
    about = [
        id
        for id, values in plan.tables["decisions"].items()
        if values.get("review") != review and (values.get("subject") == subject or (task is not None and values.get("task") == task))
    ]
    about += [
        item["decision"]
        for id, other in plan.tables["reviews"].items()
        for item in other.get("items", ())
        if id != review and item["subject"] == subject and item.get("decision") in plan.tables["decisions"]
    ]
    return max(dict.fromkeys(about), key=lambda id: _held(plan, id), default=None)


def _held(plan: Plan, decision: str) -> dt.date:
    day = (plan.get("reviews", plan.tables["decisions"][decision].get("review", "")) or {}).get("date")
    return day if isinstance(day, dt.date) else dt.date.min


def _last_decision(plan: Plan, subject: str, review: str | None, meeting: Values, words: Words) -> list[tuple[str, str]]:
    id = last_decision(plan, subject, review)
    if id is None or _held(plan, id) > meeting.get("date", dt.date.max):
        return []
    values, spec = plan.tables["decisions"][id], TABLES["decisions"]
    said = [labels_of(spec[key], values[key], plan, words)[0] for key in ("owner", "due", "status") if key in values]
    day = _held(plan, id)
    held = f"{words.date(day)}: " if day != dt.date.min else ""
    return [(words(N_("Last decision")), held + " · ".join([" ".join(str(values["text"]).split()), *said]))]


def _log(plan: Plan, named: RecordId | None, words: Words) -> list[str]:
    if named is None or named[0] != "tasks":
        return []
    entries = (plan.get(*named) or {}).get("log", ())
    return [entry_line(TABLES["tasks"]["log"], entry, plan, words) for entry in list(reversed(entries))[:_MOST_TOLD]]


def _meetings(plan: Plan, subject: str, review: str | None, words: Words) -> list[str]:
    """The other meetings that spoke of it, and what each made of it."""
    held = sorted(plan.tables["reviews"].items(), key=lambda pair: pair[1]["date"], reverse=True)
    told = []
    for id, values in held:
        for item in values.get("items", ()):
            if id != review and item["subject"] == subject:
                parts = [outcome_words(item, words), str(item.get("note", ""))]
                meeting = words(N_("meeting of {day}"), day=values["date"])
                told.append(" · ".join([meeting, *(part for part in parts if part)]))
    return told[:_MOST_TOLD]
