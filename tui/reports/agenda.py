"""``kehoach agenda``: what a review meeting has to speak of, as text or JSON, with the words the screen uses too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tui.frames.insight.agenda import NOTHING, Agenda, AgendaGroup, AgendaItem
from tui.i18n.reasons import said_reasons
from tui.model.clock import seen_from
from tui.model.plan import Plan, Values, subject_text
from tui.model.text import N_, printable
from tui.reports.answer import json_answer
from tui.reports.status import plan_title
from tui.vocabulary.reasons import coded

if TYPE_CHECKING:
    from tui.i18n.words import Words


def group_name(group: AgendaGroup, plan: Plan, words: Words) -> str:
    """The body's name, or that nobody clearly answers."""
    return words(N_("Nobody clearly answers for it")) if group.body is None else printable(plan.title_of("agencies", group.body))


def why_of(item: AgendaItem, words: Words) -> str:
    """Why the item is on the agenda, in one line."""
    return printable(words.sentence(item.why))


def recorded_why(item: AgendaItem) -> str:
    """Why the item is on the agenda as a meeting keeps it: in codes, to be said in the language of the screen or the paper."""
    return coded(item.reasons)


def kept_why(item: Values, words: Words) -> str:
    """Why an item of a meeting stood on its list, as the meeting kept it, in one line."""
    return printable(said_reasons(str(item.get("why", "")), words))


def heading_of(found: Agenda, plan: Plan, words: Words) -> str:
    """How many items, which meeting they were compared with, and how many indicators nobody can judge."""
    told = [words.count("{n} item", "{n} items", len(found.items))]
    since = (plan.get("reviews", found.since) or {}).get("date") if found.since is not None else None
    if since is not None:
        told.append(words(N_("compared with the meeting of {day}"), day=since))
    if found.unjudged is not None:
        told.append(unjudged_of(found, words))
    return " · ".join(told)


def unjudged_of(found: Agenda, words: Words) -> str:
    """How many indicators nobody can judge; "" where all are judged."""
    return words(N_("not judged: {counts}"), counts=words.sentence(found.unjudged)) if found.unjudged is not None else ""


def as_text(found: Agenda, plan: Plan, words: Words) -> str:
    """Groups with their bodies' names, items numbered through; an empty agenda says so."""
    out = [f"{printable(plan_title(plan))} · {words.sentence(seen_from(found.as_of, found.known))}"]
    if not found.groups:
        return "\n".join([*out, words(NOTHING), *filter(None, [unjudged_of(found, words)])]) + "\n"
    out.append(heading_of(found, plan, words))
    number = 0
    for group in found.groups:
        out += ["", f"{group_name(group, plan, words)}: {len(group.items)}"]
        for item in group.items:
            number += 1
            # the name of a body that stands under itself would only be said twice
            name = "" if item.table == "agencies" and item.id == group.body else f"{printable(item.title)} · "
            out.append(f"  {number}. {name}{why_of(item, words)}")
    return "\n".join(out) + "\n"


def as_json(found: Agenda, plan: Plan, words: Words) -> str:
    """One object: ids, codes, ISO dates; what is in somebody's language stands under ``words`` only."""
    content = {
        "plan": printable(plan_title(plan)),
        "as_of": found.as_of.isoformat(),
        "since": printable(found.since) if found.since is not None else None,
        "set_aside": len(plan.set_aside),
        "count": len(found.items),
        "words": {"nothing": words(NOTHING) if not found.groups else None, "unjudged": unjudged_of(found, words) or None},
        "groups": [
            {
                "body": printable(group.body) if group.body is not None else None,
                "words": {"name": group_name(group, plan, words)},
                "items": [_json_item(item, words) for item in group.items],
            }
            for group in found.groups
        ],
    }
    return json_answer("agenda", content)


def _json_item(item: AgendaItem, words: Words) -> dict[str, Any]:
    return {
        "subject": printable(item.subject),
        "table": item.table,
        "id": printable(item.id),
        "kinds": [kind.value for kind in item.kinds],
        "gravity": item.gravity,
        "title": printable(item.title),
        "bodies": [printable(id) for id in item.bodies],
        "due": item.due.isoformat() if item.due is not None else None,
        "refs": [printable(subject_text(*ref)) for ref in item.refs],
        "words": {"kinds": [words(kind.label) for kind in item.kinds], "why": why_of(item, words)},
    }
