"""The lead a decision's own text begins with, ``Sở Công Thương rà soát …``, ``Đề nghị Sở CT …``: a paper does not say it twice."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import attrs

from tui.model.plan import Plan
from tui.model.succession import lineage
from tui.vocabulary.bodies import Bodies
from tui.vocabulary.outcome import Read

_ASKED: Final = re.compile(r"(giao|đề nghị|yêu cầu|chỉ đạo)(?:\s+cho)?\s+", re.IGNORECASE)
_LEADS: Final = re.compile(r"chủ trì(?!\s*,|\s+(?:và\s+|cùng\s+)?phối hợp)\s+", re.IGNORECASE)
"""Said of the lead alone; ``chủ trì, phối hợp với …`` goes on to others, and stays as it was typed."""
_GOES_ON: Final = re.compile(r"[,(/]|(?:chủ trì|phối hợp|và|cùng|với|phải|có|chịu|là|của|được)\b", re.IGNORECASE)
"""How a text goes on of which the lead is a part that cannot be taken out."""
_LONGEST: Final = 14
"""Words of a name with its place."""


@attrs.frozen
class LeadSaid:
    """What stands round the lead at the beginning of a text: the verb before it, "" for none, and what it is to do."""

    verb: str
    rest: str

    @property
    def goes_on(self) -> bool:
        """Whether the rest only follows on the name: another body, or what it has to."""
        return _GOES_ON.match(self.rest) is not None or self.rest[:1].isupper()


def lead_said(plan: Plan, lead: str, text: str, day: dt.date) -> LeadSaid | None:
    """What a text says of the lead it begins with, by its full, short or a usual name; None where it begins otherwise or says no more.

    The longest name of any body counts: one of another that only begins alike is not the lead.
    """
    asked = _ASKED.match(text)
    words = text[asked.end() if asked else 0 :].split()
    bodies, known = Bodies(plan, day), lineage(plan, lead)
    for many in range(min(_LONGEST, len(words)), 0, -1):
        name = " ".join(words[:many])
        found = bodies.read(name.rstrip(",;:"))
        if not isinstance(found, Read):
            continue
        behind = re.search(r"[,;:]*\Z", name)
        rest = f"{behind[0] if behind else ''} {' '.join(words[many:])}".lstrip(" :;–-")
        rest = _LEADS.sub("", rest, count=1) if _LEADS.match(rest) else rest
        return LeadSaid(asked[1] if asked else "", rest) if found.value in known and re.search(r"\w", rest) else None
    return None
