"""The conclusion notice of a review meeting (form 1.4, sign TB): how things stood, what was decided, what was put off."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tui.frames.build import Frames
from tui.model.plan import Plan, subject_of
from tui.reports import official, sentences
from tui.reports.word.meeting import Meeting, counts_words, decision_words, meeting, subject_words
from tui.reports.word.paper import Line, Look, Paper
from tui.reports.word.parties import letterhead, plan_name, recipients, signature

SIGN: Final = "TB"


def conclusion_notice(plan: Plan, frames: Frames, review_id: str) -> Paper:
    """The notice of a meeting; its day is when it was closed. Raises KeyError when the plan has no such meeting."""
    held = meeting(plan, frames, review_id)
    head = letterhead(plan, SIGN, str(held.values.get("number", "")), held.values.get("closed_on"))
    return Paper(
        letterhead=head,
        title=sentences.NOTICE.upper(),
        abstract=sentences.NOTICE_ABOUT.format(chair=held.chair, plan=plan_name(plan)),
        body=tuple(_body(plan, held)),
        signatures=(signature(plan),),
        recipients=(*(held.recipients() or recipients(plan)[0]), sentences.THOSE_PRESENT),
        unit=recipients(plan)[1],
    )


def _body(plan: Plan, held: Meeting) -> Iterator[Line]:
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
    yield Line(sentences.NOTICE_ENDS.format(chair=held.chair))


def _asked_words(plan: Plan, body: str | None, item: Mapping[str, Any]) -> str:
    """``Yêu cầu Sở Công Thương đẩy nhanh Lập đề án; thời hạn: ngày 15 tháng 01 năm 2025.``"""
    who = plan.title_of("agencies", body) if body is not None else sentences.ASKED_OF_NOBODY
    is_body = (subject_of(item["subject"]) or ("", ""))[0] == "agencies"
    subject = sentences.ITS_TASKS if is_body else f"“{subject_words(plan, item['subject'])}”"
    note = f"; {item['note'].rstrip('.')}" if item.get("note") else ""
    return sentences.ASKS[item["outcome"]].format(body=who, subject=subject, day=official.day_words(item.get("due")), note=note)
