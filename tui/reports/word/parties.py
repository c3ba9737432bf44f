"""Who sends, signs and gets a paper, as far as the plan knows: everything else is a blank for a hand to fill."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports.official import BLANK
from tui.reports.word.paper import NATIONS, Authority, Letterhead, Signature, signature_lines

_KEPT_BY: Final = re.compile(rf"\s*-?\s*{sentences.KEPT}\s*:(?:.*?,)?\s*([^,]+?)[\s.;]*\Z")


def issuer_name(plan: Plan) -> str:
    """The full name of the body that issues the papers."""
    return plan.title_of("agencies", plan.header["issuer"]) if "issuer" in plan.header else BLANK


def letterhead(plan: Plan, kind: str, number: str = "", day: dt.date | None = None, *, about: str = "", dated: bool = True) -> Letterhead:
    """The block above the title; ``kind`` is the sign of the kind (TB, BC, BB), "" for a letter."""
    place = str(plan.header.get("place", ""))
    return Letterhead(
        issuer=official.issuer_lines(issuer_name(plan), collegial=_is_collegial(plan)),
        number=f"Số: {official.paper_number(number, kind, official.issuer_sign(plan))}",
        about=about,
        place_and_day=official.place_and_day(place, day) if dated else "",
        nation=NATIONS[plan.header.get("motto", "state")],
    )


def _is_collegial(plan: Plan) -> bool:
    """Whether the issuer decides as a whole, by its own record."""
    return bool((plan.get("agencies", plan.header.get("issuer", "")) or {}).get("collegial"))


def signature(plan: Plan) -> Signature:
    """The signature of the issuer by the role that signed the plan. The name stays blank: who holds the office by now is not known."""
    role = str(plan.header.get("signatory_role") or BLANK)
    body = official.collective(issuer_name(plan), collegial=_is_collegial(plan))
    authority = Authority.FOR_THE_BODY if body else Authority.OWN
    return Signature(lines=signature_lines(authority, role, body))


def recipients(plan: Plan) -> tuple[tuple[str, ...], str]:
    """(those the plan itself was sent to, the unit that keeps the file)."""
    listed = [str(line) for line in plan.header.get("recipients", [])]
    kept = [line for line in listed if _KEPT_BY.match(line)]
    found = _KEPT_BY.match(kept[-1]) if kept else None
    unit = found[1] if found and found[1] != "VT" else BLANK
    return tuple(line.strip().rstrip(";.") for line in listed if line not in kept), unit


def plan_name(plan: Plan) -> str:
    """The plan by its kind and short title inside a sentence: ``Kế hoạch cơ cấu lại nền kinh tế …``."""
    title = str(plan.header.get("short_title") or plan.header.get("title") or BLANK)
    kind = official.plan_kind(plan)
    begins = kind != BLANK and title.lower().startswith(kind.lower())
    return title if begins else sentences.THE_PLAN.format(kind=kind, title=official.lower_first(title))
