"""What a meeting asks of bodies, by a decision or by an outcome alone: of whom, by which day, and what of it nobody has said yet."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs

from tui.model.edits import Edit
from tui.model.fields import ASKING
from tui.model.plan import MISSING, Plan
from tui.model.review import ReviewRefused, changing, item_of, items_of, set_item, set_of
from tui.model.text import N_, say

OF_WHOM, BY_WHEN = "owner", "due"
_PARTS: Final = (OF_WHOM, BY_WHEN)


@attrs.frozen(kw_only=True)
class AskedOf:
    """One item of a meeting that asks something of a body; ``decision`` is its id, None of what an outcome alone asks for."""

    subject: str
    outcome: str
    decision: str | None = None
    owner: str | None = None
    due: dt.date | None = None

    @property
    def lacks(self) -> tuple[str, ...]:
        """What nobody has said of it: :data:`OF_WHOM`, :data:`BY_WHEN`, both or nothing."""
        return tuple(part for part in _PARTS if getattr(self, part) is None)


def asked_of(plan: Plan, review: str) -> list[AskedOf]:
    """What a meeting asks for, closed or not, in the order of its list; a decision whose record is gone asks for nothing."""
    found = []
    for item in (plan.get("reviews", review) or {}).get("items", ()):
        decision = plan.get("decisions", item.get("decision", ""))
        if decision is not None:
            values, id = decision, item["decision"]
        elif item.get("outcome") in ASKING:
            values, id = item, None
        else:
            continue
        known = {part: values[part] for part in _PARTS if part in values}
        found.append(AskedOf(subject=item["subject"], outcome=item.get("outcome", ""), decision=id, **known))
    return found


def ask_of(plan: Plan, review: str, subject: str, owner: str | None, due: dt.date | None) -> list[Edit]:
    """Say of whom something is asked, and by which day: of the decision of an item, else of its outcome.

    Raises :class:`ReviewRefused` when the meeting is closed or asks nothing there.
    """
    items_of(plan, review)  # closed ones are not changed
    item = item_of(plan, review, subject)
    decision = item.get("decision")
    if decision is not None and (known := plan.get("decisions", decision)) is not None:
        partners = [body for body in known.get("partners", ()) if body != owner]
        wanted = {"owner": owner or MISSING, "partners": partners or MISSING, "due": due or MISSING}
        return changing(set_of(plan, "decisions", decision, key, value) for key, value in wanted.items())
    if item.get("outcome") not in ASKING:
        raise ReviewRefused(say(N_("nothing is asked of a body there")))
    return set_item(plan, review, subject, owner=owner, due=due)
