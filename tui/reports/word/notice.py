"""The conclusion notice of a review meeting (form 1.4, sign TB): how things stood, what was decided, what was put off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tui.frames.build import Frames
from tui.model.plan import Plan
from tui.reports import official, sentences
from tui.reports.word.meeting import Meeting, counts_words, decision_words, matter_words, meeting, subject_words
from tui.reports.word.paper import Line, Look, Paper
from tui.reports.word.parties import (
    USUAL,
    Choices,
    issuer_name,
    leaders,
    letterhead,
    plan_name,
    recipients,
    signature,
    signed_by_order,
)

SIGN: Final = "TB"


def conclusion_notice(plan: Plan, frames: Frames, review_id: str, choices: Choices = USUAL) -> Paper:
    """The notice of a meeting, with the number and the day that are known of it. Raises KeyError when the plan has no such meeting.

    The head of the issuer chairs such a meeting, so the head of the office tells of it, by order; whoever else signs is chosen.
    """
    held = meeting(plan, frames, review_id)
    signed = signature(plan, choices, by_order=True)
    head = letterhead(plan, SIGN, *held.notice)
    told = (*leaders(plan, held.day), *held.recipients()) if held.recipients() else recipients(plan, held.day)[0]
    return Paper(
        letterhead=head,
        title=sentences.NOTICE.upper(),
        abstract=sentences.NOTICE_ABOUT.format(chair=held.chair, plan=plan_name(plan)),
        body=tuple(_body(plan, held, by_order=signed_by_order(signed))),
        signatures=(signed,),
        recipients=(*dict.fromkeys(told), sentences.THOSE_PRESENT),
        unit=recipients(plan, held.day, choices)[1],
    )


def _body(plan: Plan, held: Meeting, *, by_order: bool) -> Iterator[Line]:
    place = str(held.values.get("place", ""))
    day = official.day_words(held.day)
    yield Line(
        sentences.NOTICE_OPENS.format(
            Day=day[:1].upper() + day[1:],
            place=sentences.AT_PLACE.format(place=place) if place else "",
            chair=held.chair,
            plan=official.Citations(plan).plan(),
            blank=official.BLANK,
            n=official.count(len(held.dealt_with)),
        )
    )
    states, conclusions, later = sentences.NOTICE_PARTS
    told = counts_words(held.counts(), held.as_of, tasks=sentences.WITH_A_DAY, known=held.known)
    if told:
        yield Line(states, Look.PART)
        yield Line(told)
        if silent := held.silent:
            yield Line(sentences.ALSO_SILENT.format(n=official.count(silent)))
    yield Line(conclusions, Look.PART)
    decisions = held.decisions()
    for n, (_, values) in enumerate(decisions, 1):
        yield Line(sentences.DECISION.format(n=n, text=decision_words(plan, values)))
    asked = held.asked_for
    for n, (body, item) in enumerate(asked, len(decisions) + 1):
        yield Line(sentences.DECISION.format(n=n, text=_asked_words(plan, body, item)))
    if not decisions and not asked:
        yield Line(sentences.NO_DECISIONS)
    parked = [item for item in held.items if item.get("outcome") == "parked"]
    if parked or held.not_dealt_with:
        yield Line(later, Look.PART)
    for item in parked:
        note = f": {item['note'].rstrip('.')}" if item.get("note") else ""
        yield Line(sentences.PARKED.format(subject=subject_words(plan, item["subject"]), note=note))
    if held.not_dealt_with:
        yield Line(sentences.NOT_COME_TO.format(n=official.count(held.not_dealt_with)))
    if by_order:
        yield Line(sentences.NOTICE_TOLD.format(issuer=issuer_name(plan)))
    else:
        yield Line(sentences.NOTICE_ENDS.format(chair=held.chair))


def _asked_words(plan: Plan, body: str | None, item: Mapping[str, Any]) -> str:
    """``Yêu cầu Sở Công Thương đẩy nhanh Lập đề án; thời hạn: ngày 15 tháng 01 năm 2025.``"""
    who = official.names(plan, [body]) if body is not None else sentences.ASKED_OF_NOBODY
    subject = matter_words(plan, item["subject"])
    note = f"; {official.lower_first(item['note'].rstrip('.'))}" if item.get("note") else ""
    return sentences.ASKS[item["outcome"]].format(body=who, subject=subject, day=official.day_words(item.get("due")), note=note)
