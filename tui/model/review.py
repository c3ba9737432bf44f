"""A review meeting as edits: opened with its items and run item by item; :mod:`tui.model.closing` closes it.

Every function gives the edits of one undo step and changes nothing itself. A closed meeting is not changed any more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import attrs

from tui.model.edits import AddRecord, Edit, SetField
from tui.model.fields import ASKING, TABLES
from tui.model.new_ids import IdsOnce, next_id, no_ids_once
from tui.model.plan import MISSING, Plan, Values, referred, same, subject_of, subject_text
from tui.model.succession import holders_on
from tui.model.text import N_, Sentence, say


class ReviewRefused(ValueError):
    """What cannot be done with a meeting; ``args[0]`` is the :class:`Sentence` that says why."""

    @property
    def sentence(self) -> Sentence:
        sentence = self.args[0]
        assert isinstance(sentence, Sentence)
        return sentence


# -- opening, and the items -----------------------------------------------------------------------------------------


def open_review(
    plan: Plan,
    date: dt.date,
    chair: str = "",
    secretary: str = "",
    place: str = "",
    *,
    as_of: dt.date | None = None,
    items: Iterable[tuple[str, str]] = (),
) -> list[Edit]:
    """The edit that adds a meeting; its id is that of the edit. ``items`` are (subject, why), e.g. those of the agenda.

    ``as_of`` is the day it looks from, left out where it is its own.
    """
    known = {"chair": chair, "secretary": secretary, "place": place, "as_of": None if as_of == date else as_of}
    listed = [{"subject": subject, **({"why": why} if why else {})} for subject, why in dict(items).items()]
    values = {"date": date, **{key: value for key, value in known.items() if value}, **({"items": listed} if listed else {})}
    return [AddRecord("reviews", free_id(plan, "reviews", f"r-{date.isoformat()}"), values)]


def looks_from(review: Values) -> dt.date:
    """The day a meeting looks from."""
    day = review.get("as_of", review["date"])
    assert isinstance(day, dt.date)
    return day


def add_item(plan: Plan, review: str, subject: str, why: str = "", place: int | None = None) -> list[Edit]:
    """Put a record on a meeting's list, at the end unless ``place`` (from 0) says where.

    Raises :class:`ReviewRefused` when it stands there already, or names nothing the plan has.
    """
    items = items_of(plan, review)
    named = subject_of(subject)
    if named is None or (plan.get(*named) is None and named not in plan.set_aside):
        raise ReviewRefused(say(N_("there is no {subject}"), subject=subject))
    if any(item["subject"] == subject for item in items):
        raise ReviewRefused(say(N_("{subject} stands on the list already"), subject=subject))
    items.insert(len(items) if place is None else place, {"subject": subject, **({"why": why} if why else {})})
    return _set_items(plan, review, items)


def drop_item(plan: Plan, review: str, subject: str) -> list[Edit]:
    """Take an item off the list. Raises :class:`ReviewRefused` when something was decided on it."""
    items = items_of(plan, review)
    place = _place(items, subject)
    if "decision" in items[place]:
        raise ReviewRefused(say(N_("something was decided on it; it stays on the list")))
    return _set_items(plan, review, [*items[:place], *items[place + 1 :]])


def move_item(plan: Plan, review: str, subject: str, to: int) -> list[Edit]:
    """Put an item at a place (from 0; beyond the ends is the end); no edits where it stands there."""
    items = items_of(plan, review)
    place = _place(items, subject)
    item = items.pop(place)
    items.insert(min(max(to, 0), len(items)), item)
    return _set_items(plan, review, items)


def set_item(plan: Plan, review: str, subject: str, **fields: Any) -> list[Edit]:
    """Give fields of an item a value: ``outcome``, ``owner``, ``due``, ``note``, ``why``, ``seconds``; None or "" takes one out.

    An outcome that asks nothing of a body leaves nobody and no day to it.
    """
    items = items_of(plan, review)
    place = _place(items, subject)
    items[place] = _in_order({**items[place], **fields})
    return _set_items(plan, review, items)


def considered(item: Values) -> bool:
    """Whether a meeting made anything of an item: an outcome, a note or a decision; that its screen was seen is nothing of the kind."""
    return any(item.get(key) for key in ("outcome", "note", "decision"))


def park_item(plan: Plan, review: str, subject: str) -> list[Edit]:
    """Put an item off: it returns in the next agenda."""
    return set_item(plan, review, subject, outcome="parked")


def add_seconds(plan: Plan, review: str, subject: str, seconds: int) -> list[Edit]:
    """Add to the time an item has taken."""
    item = item_of(plan, review, subject)
    return set_item(plan, review, subject, seconds=int(item.get("seconds", 0)) + max(seconds, 0))


def item_of(plan: Plan, review: str, subject: str) -> Values:
    """An item of a meeting, closed or not. Raises :class:`ReviewRefused` when it has none of that subject."""
    items: list[Values] = list((plan.get("reviews", review) or {}).get("items", ()))
    return items[_place(items, subject)]


def items_of(plan: Plan, review: str) -> list[Values]:
    """The items of a meeting that is not closed. Raises :class:`ReviewRefused` when it is, or when there is none."""
    values = plan.get("reviews", review)
    if values is None:
        raise ReviewRefused(say(N_("there is no {subject}"), subject=subject_text("reviews", review)))
    if "closed_on" in values:
        raise ReviewRefused(say(N_("the meeting was closed on {day}"), day=values["closed_on"]))
    return list(values.get("items", ()))


def _place(items: Sequence[Values], subject: str) -> int:
    for place, item in enumerate(items):
        if item["subject"] == subject:
            return place
    raise ReviewRefused(say(N_("{subject} is not on the list"), subject=subject))


def _set_items(plan: Plan, review: str, items: list[Values]) -> list[Edit]:
    old = plan.tables["reviews"][review].get("items", MISSING)
    return [] if same(list(old or ()), items) else [SetField("reviews", review, "items", items or MISSING, old)]


def _in_order(item: Mapping[str, Any]) -> Values:
    """Without what is empty or belongs to no such outcome; the fields in the order of their specs, keys nobody knows last."""
    item = {key: value for key, value in item.items() if key not in ("owner", "due") or item.get("outcome") in ASKING}
    order = [spec.key for spec in TABLES["reviews"]["items"].entries]
    keys = [key for key in order if key in item] + [key for key in item if key not in order]
    return {key: item[key] for key in keys if item[key] not in (None, "", MISSING)}


# -- deciding -------------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Draft:
    """What a decision may start from; nothing in it is invented, what the item does not say is empty."""

    owner: str | None = None
    partners: tuple[str, ...] = ()
    due: dt.date | None = None
    product: str = ""


def draft_for(plan: Plan, subject: str, as_of: dt.date) -> Draft:
    """Who answers for an item on the day, who takes part, its due day while that has not passed, its deliverable.

    The owner is empty where nobody clearly answers, e.g. after a split that asks for a choice.
    """
    named = subject_of(subject)
    values = plan.get(*named) if named else None
    if named is None or values is None:
        return Draft()
    table, id = named
    owners, partners = _named_bodies(table, id, values)
    held = [holders_on(plan, agency, as_of) for agency in owners]
    owner = held[0][0] if held and len(held[0]) == 1 else None
    others = [body for bodies in [*held, *(holders_on(plan, agency, as_of) for agency in partners)] for body in bodies]
    due = values.get("due")
    return Draft(
        owner=owner,
        partners=tuple(dict.fromkeys(body for body in others if body != owner)),
        due=due if due is not None and due >= as_of else None,
        product=str(values.get({"tasks": "deliverable", "decisions": "product"}.get(table, ""), "")),
    )


def _named_bodies(table: str, id: str, values: Values) -> tuple[list[str], list[str]]:
    """The bodies a record's text gives it to, and those that take part."""
    if table == "agencies":
        return [id], []
    spec = TABLES[table]
    return referred(values, spec.holder or "", None), referred(values, spec.partners or "", None)


def decide(
    plan: Plan,
    review: str,
    subject: str,
    *,
    text: str,
    owner: str | None = None,
    partners: Sequence[str] = (),
    due: dt.date | None = None,
    product: str = "",
    once: IdsOnce = no_ids_once,
) -> list[Edit]:
    """Record what a meeting decided on an item: a new decision, or the one the item has, changed.

    A new one has none of the ids in ``once``. The item's outcome becomes *decided*. Raises :class:`ReviewRefused` when the text is empty.
    """
    items = items_of(plan, review)
    place = _place(items, subject)
    if not text.strip():
        raise ReviewRefused(say(N_("a decision needs a text")))
    wanted: dict[str, Any] = {
        "text": text.strip(),
        "owner": owner,
        "partners": [body for body in dict.fromkeys(partners) if body != owner],
        "due": due,
        "product": product.strip(),
    }
    known = items[place].get("decision")
    if known is not None and plan.get("decisions", known) is not None:
        edits: list[Edit] = [set_of(plan, "decisions", known, key, value or MISSING) for key, value in wanted.items()]
        id = known
    else:
        stem = f"kl-{review.removeprefix('r-')}"
        id = free_id(plan, "decisions", stem, numbered=True, taken=once("decisions", stem))
        values = {**wanted, "status": "unreported", "review": review, "subject": subject}
        order = [spec.key for spec in TABLES["decisions"]]
        edits = [AddRecord("decisions", id, {key: values[key] for key in order if values.get(key)})]
    items[place] = _in_order({**items[place], "outcome": "decided", "decision": id})
    return [*changing(edits), *_set_items(plan, review, items)]


def assign(plan: Plan, decision: str, owner: str | None, partners: Sequence[str] | None = None) -> list[Edit]:
    """Give a decision to a body; ``partners`` None leaves them, but an owner is never a partner. Raises KeyError when there is none."""
    values = plan.tables["decisions"][decision]
    named = values.get("partners", ()) if partners is None else partners
    left = [body for body in dict.fromkeys(named) if body != owner]
    wanted = {"owner": owner or MISSING, "partners": left or MISSING}
    return changing(set_of(plan, "decisions", decision, key, value) for key, value in wanted.items())


def decisions_of(plan: Plan, review: str) -> list[str]:
    """The ids of what a meeting decided: in the order of its items, then those that belong to none."""
    items = (plan.get("reviews", review) or {}).get("items", ())
    of_items = [item["decision"] for item in items if item.get("decision") in plan.tables["decisions"]]
    others = [id for id, values in plan.tables["decisions"].items() if values.get("review") == review]
    return list(dict.fromkeys([*of_items, *others]))


def set_of(plan: Plan, table: str, id: str, key: str, value: Any) -> SetField:
    """The edit that gives a field a value, expecting what it holds now."""
    return SetField(table, id, key, value, plan.tables[table][id].get(key, MISSING))


def changing(edits: Iterable[Edit]) -> list[Edit]:
    """The edits that would change something."""
    return [edit for edit in edits if not isinstance(edit, SetField) or not same(edit.new, edit.expected)]


def free_id(plan: Plan, table: str, stem: str, *, numbered: bool = False, taken: Iterable[str] = ()) -> str:
    """An id nobody has: the stem, or the stem and the next number; ``numbered``: that one, beyond the greatest that was given."""
    known = {*plan.tables[table], *(id for other, id in plan.set_aside if other == table), *taken}
    if numbered:
        return next_id(stem, known)
    if stem not in known:
        return stem
    number = 2
    while f"{stem}-{number}" in known:
        number += 1
    return f"{stem}-{number}"
