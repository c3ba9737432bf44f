"""A reorganisation as the edits of one step: bodies that end, the body that follows them, from which day, by which document.

Nothing the plan gives to a body is written anew: who answers on a day follows from the successors (:mod:`tui.model.succession`), so what
is past stays with the body that held it then, and what is open passes over on the day.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import attrs

from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.plan import Plan, referred
from tui.model.reassign import ROLES
from tui.model.review import changing, set_of
from tui.model.succession import begun, holders_on, lineage
from tui.model.text import N_, Sentence, say

_DONE: Final = {"tasks": ("status", "done"), "decisions": ("status", "done"), "enterprises": ("stage", "done")}
"""By table when a record is no longer open; the records of others always are."""


@attrs.frozen(kw_only=True)
class Reorganisation:
    """``day`` is the first of the new order: the bodies that end stand until the day before. ``basis`` is a document of the plan."""

    ended: tuple[str, ...]
    follower: str
    day: dt.date
    basis: str | None = None

    @property
    def last_day(self) -> dt.date:
        """The last day of the bodies that end."""
        return self.day - dt.timedelta(days=1)


def faults_of(plan: Plan, asked: Reorganisation) -> dict[str, Sentence]:
    """What is wrong with a reorganisation, by its field (ended, follower, day); empty where nothing is."""
    faults: dict[str, Sentence] = {}
    for key, found in (("ended", _of_ended(plan, asked)), ("follower", _of_follower(plan, asked)), ("day", _of_day(plan, asked))):
        if found is not None:
            faults[key] = found
    return faults


def _name(plan: Plan, body: str) -> str:
    return plan.short_of("agencies", body)


def _of_ended(plan: Plan, asked: Reorganisation) -> Sentence | None:
    """A body cannot end twice, nor before it began, nor where its work has been promised to somebody else."""
    agencies = plan.tables["agencies"]
    if not asked.ended:
        return say(N_("name at least one body that ends"))
    for body in asked.ended:
        values = agencies.get(body)
        if values is None:
            return say(N_("there is no {subject}"), subject=body)
        if (until := values.get("until")) is not None and until != asked.last_day:
            return say(N_("{body} ended on {day} already"), body=_name(plan, body), day=until)
        others = [other for other in values.get("successors", ()) if other != asked.follower]
        if others:
            named = ", ".join(_name(plan, other) for other in others)
            return say(N_("{body} is followed by {others} already"), body=_name(plan, body), others=named)
        if "until" not in values and holders_on(plan, body, asked.last_day) != [body] and begun(plan, body, asked.last_day):
            return say(N_("{body} is no more by then"), body=_name(plan, body))
    return None


def _of_follower(plan: Plan, asked: Reorganisation) -> Sentence | None:
    """The body that follows has to stand on the day, and must not itself pass over to one that ends."""
    values = plan.tables["agencies"].get(asked.follower)
    if values is None:
        return say(N_("there is no {subject}"), subject=asked.follower)
    name = _name(plan, asked.follower)
    if asked.follower in asked.ended:
        return say(N_("{body} cannot follow itself"), body=name)
    back = next((body for body in asked.ended if body in lineage(plan, asked.follower)), None)
    if back is not None:
        return say(N_("{body} is followed by {other} in turn: that would be a circle"), body=name, other=_name(plan, back))
    if (until := values.get("until")) is not None and until < asked.day:
        return say(N_("{body} ended on {day} already"), body=name, day=until)
    if (begins := values.get("from")) is not None and begins > asked.day:
        return say(N_("{body} only begins on {day}"), body=name, day=begins)
    if holders_on(plan, asked.follower, asked.day) != [asked.follower]:
        return say(N_("{body} is no more by then"), body=name)
    return None


def _of_day(plan: Plan, asked: Reorganisation) -> Sentence | None:
    for body in asked.ended:
        begins = plan.tables["agencies"].get(body, {}).get("from")
        if begins is not None and begins >= asked.day:
            return say(N_("{body} only begins on {day}"), body=_name(plan, body), day=begins)
    return None


def reorganised(plan: Plan, asked: Reorganisation) -> list[SetField]:
    """The edits of the step: last day, successor and basis of each body that ends; a body nothing names yet begins on the day.

    ``asked`` has no faults, see :func:`faults_of`.
    """
    edits = []
    for body in asked.ended:
        wanted: dict[str, Any] = {"until": asked.last_day, "successors": [asked.follower]}
        if asked.basis is not None:
            wanted["basis"] = asked.basis
        edits += [set_of(plan, "agencies", body, key, value) for key, value in wanted.items()]
    if is_new(plan, asked.follower):
        edits.append(set_of(plan, "agencies", asked.follower, "from", asked.day))
        if asked.basis is not None and "basis" not in plan.tables["agencies"][asked.follower]:
            edits.append(set_of(plan, "agencies", asked.follower, "basis", asked.basis))
    return [edit for edit in changing(edits) if isinstance(edit, SetField)]


def is_new(plan: Plan, body: str) -> bool:
    """Whether nothing in the plan speaks of a body yet and no first day of it is known: it was made for what follows."""
    values = plan.tables["agencies"][body]
    if "from" in values or "until" in values or values.get("successors"):
        return False
    named = any(body in other.get(key, ()) for other in plan.tables["agencies"].values() for key in ("successors", "members"))
    held = any(body in referred(values, field, None) for table, field in ROLES for values in plan.tables[table].values())
    return not named and not held and plan.header.get("issuer") != body


def passes_over(plan: Plan, asked: Reorganisation) -> dict[str, int]:
    """By table, how many open records name somebody for whom a body that ends answers on its last day; tables without any are left out."""
    ended = set(asked.ended)
    stands: dict[str, set[str]] = {}
    counts: dict[str, int] = {}
    for table in dict.fromkeys(table for table, _ in ROLES):
        fields = [field for other, field in ROLES if other == table]
        for values in plan.tables[table].values():
            key, done = _DONE.get(table, ("", None))
            if done is not None and values.get(key) == done:
                continue
            bodies = {body for field in fields for body in referred(values, field, None)}
            for body in bodies - stands.keys():
                stands[body] = ended & set(holders_on(plan, body, asked.last_day)) or ended & {body}
            if any(stands[body] for body in bodies):
                counts[table] = counts.get(table, 0) + 1
    return {table: counts[table] for table in TABLES if table in counts}
