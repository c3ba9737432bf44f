"""Who sends, signs and gets a paper, as far as the plan knows: everything else is a blank for a hand to fill, or chosen when it is made."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import attrs

from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports.official import BLANK
from tui.reports.word.paper import NATIONS, Authority, Letterhead, Signature, signature_lines
from tui.vocabulary.ended import named_on

_KEPT_BY: Final = re.compile(rf"\s*-?\s*{sentences.KEPT}\s*:(?:.*?,)?\s*([^,]+?)[\s.;]*\Z")
_OF_THAT_PAPER: Final = re.compile(r"(?<=[^\W\d_])[\s.]*\d+\Z")
"""What a file mark has behind the unit: the copies of that one paper."""
_LEADERS: Final = re.compile(r"(?:Thường trực|Chủ tịch|Lãnh đạo Văn phòng)\b")


@attrs.frozen(kw_only=True)
class Choices:
    """What is said of a paper when it is made: who signs for whom, to whom it goes, which unit drafts and keeps it. Empty: the usual."""

    authority: Authority | None = None
    role: str = ""
    to: tuple[str, ...] = ()
    unit: str = ""


USUAL: Final = Choices()


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


def signature(plan: Plan, choices: Choices = USUAL, *, by_order: bool = False) -> Signature:
    """The signature of the issuer; the name stays a blank: who holds the office by now is not known.

    Without a choice the one who signed the plan signs, for a collegial body in its place; ``by_order`` is of papers that the head of the
    office signs for the head of such a body.
    """
    head = str(plan.header.get("signatory_role") or BLANK)
    body = official.collective(issuer_name(plan), collegial=_is_collegial(plan))
    usual = Authority.BY_ORDER if by_order and body and head != BLANK else Authority.FOR_THE_BODY if body else Authority.OWN
    authority = usual if choices.authority is None else choices.authority
    whose = (body or head) if authority is Authority.FOR_THE_BODY else head
    lines = signature_lines(authority, choices.role or _usual_role(authority, head), whose)
    if authority is Authority.FOR_THE_HEAD and body and not by_order:  # a deputy signs in the place of the head, who signs for the body
        lines = (f"{Authority.FOR_THE_BODY} {body.upper()}", *lines)
    return Signature(lines=lines)


def _usual_role(authority: Authority, head: str) -> str:
    if authority is Authority.FOR_THE_HEAD:
        return BLANK if head == BLANK else sentences.DEPUTY.format(head=official.lower_first(head))
    return {Authority.BY_ORDER: sentences.OFFICE_HEAD, Authority.BY_MANDATE: BLANK}.get(authority, head)


def signed_by_order(signed: Signature) -> bool:
    """Whether somebody signs for the head, and not the head or the body itself."""
    return any(line.startswith((f"{Authority.BY_ORDER} ", f"{Authority.BY_MANDATE} ")) for line in signed.lines)


def recipients(plan: Plan, day: dt.date, choices: Choices = USUAL) -> tuple[tuple[str, ...], str]:
    """(those the plan itself was sent to, by their names on a day; the unit that keeps the file).

    The mark in the plan's own line *Lưu* is that of the plan: only the unit in it is taken over, not the number of its copies.
    """
    listed = [str(line) for line in plan.header.get("recipients", [])]
    kept = [line for line in listed if _KEPT_BY.match(line)]
    found = _KEPT_BY.match(kept[-1]) if kept else None
    unit = choices.unit or (_OF_THAT_PAPER.sub("", found[1]) if found and found[1] != "VT" else "") or BLANK
    named = (named_on(plan, line.strip().rstrip(";."), day) for line in listed if line not in kept)
    return tuple(dict.fromkeys(filter(None, named))), unit


def leaders(plan: Plan, day: dt.date) -> tuple[str, ...]:
    """Those of the plan's recipients who are told whatever it is about: standing committees, the head and deputies, the office."""
    return tuple(name for name in recipients(plan, day)[0] if _LEADERS.match(name))


def superiors(plan: Plan, day: dt.date, choices: Choices = USUAL) -> tuple[str, ...]:
    """To whom the issuer reports, as the duties of the plan say; nobody where they say nothing."""
    if choices.to:
        return choices.to
    issuer, duties = plan.header.get("issuer"), plan.tables["duties"].values()
    asked = [to for duty in duties if issuer in duty.get("who", ()) and duty.get("every") for to in duty.get("to", ()) if to != issuer]
    return tuple(dict.fromkeys(filter(None, (named_on(plan, plan.title_of("agencies", to), day) for to in asked))))


def plan_name(plan: Plan) -> str:
    """The plan by its kind and short title inside a sentence: ``Kế hoạch cơ cấu lại nền kinh tế …``."""
    title = str(plan.header.get("short_title") or plan.header.get("title") or BLANK)
    title = official.unbroken(title, str(plan.header.get("place", "")))
    kind = official.plan_kind(plan)
    begins = kind != BLANK and title.lower().startswith(kind.lower())
    return title if begins else sentences.THE_PLAN.format(kind=kind, title=official.lower_first(title))
