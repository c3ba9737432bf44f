"""The minutes of a review meeting (form 1.9, sign BB): every item that was dealt with, in its order, signed by secretary and chair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tui.frames.build import Frames
from tui.model.fields import ASKING
from tui.model.plan import Plan, subject_of
from tui.reports import official, sentences
from tui.reports.meeting_reasons import why_in_paper
from tui.reports.official import BLANK
from tui.reports.word.meeting import Meeting, decision_words, meeting, subject_words
from tui.reports.word.paper import Line, Look, Paper, Signature
from tui.reports.word.parties import letterhead, plan_name

SIGN: Final = "BB"


def minutes(plan: Plan, frames: Frames, review_id: str) -> Paper:
    """The minutes of a meeting. Raises KeyError when the plan has no such meeting."""
    held = meeting(plan, frames, review_id)
    return Paper(
        letterhead=letterhead(plan, SIGN, dated=False),
        title=sentences.MINUTES.upper(),
        abstract=sentences.MINUTES_ABOUT.format(plan=plan_name(plan)),
        body=tuple(_body(plan, held)),
        signatures=(
            Signature(lines=(sentences.SIGNS_SECRETARY,), name=held.person("secretary")),
            Signature(lines=(sentences.SIGNS_CHAIR,), name=held.person("chair")),
        ),
        recipients=(sentences.PRESENT,),
        unit=sentences.ON_FILE,
    )


def _body(plan: Plan, held: Meeting) -> Iterator[Line]:
    day = official.day_words(held.day)
    yield Line(sentences.BEGAN.format(blank=BLANK, day=day))
    yield Line(sentences.WHERE.format(place=held.values.get("place") or BLANK))
    yield Line(sentences.WHO.format(blank=BLANK))
    yield Line(sentences.CHAIR.format(chair=held.in_office or BLANK))
    yield Line(sentences.SECRETARY.format(secretary=held.values.get("secretary") or BLANK))
    if held.dealt_with and held.known:
        yield Line(sentences.STATES_AS_OF.format(day=official.day_words(held.as_of), known=held.known))
    yield Line(sentences.CONTENT)
    decisions = dict(held.decisions())
    for n, item in enumerate(held.dealt_with, 1):
        yield Line(sentences.ITEM.format(n=n, subject=subject_words(plan, item["subject"])), Look.POINT)
        if facts := held.figures_of(item["subject"]):
            yield Line(sentences.ITEM_FIGURES.format(facts=facts))
        state, why = held.state_of(item["subject"]), why_in_paper(item, _indicator(plan, item["subject"])).rstrip(".")
        if state and not why.startswith(state.partition(" (")[0]):  # why it was on the list says it, and more
            yield Line(sentences.ITEM_STATE.format(state=state))
        if apart := held.apart_of(item["subject"]):
            yield Line(sentences.ITEM_APART.format(apart=apart[:1].upper() + apart[1:]))
        for template, told in ((sentences.ITEM_WHY, {"why": why}), (sentences.ITEM_NOTE, {"note": item.get("note", "").rstrip(".")})):
            if any(told.values()):
                yield Line(template.format(**told))
        if item.get("outcome"):
            yield Line(sentences.ITEM_OUTCOME.format(outcome=_outcome_words(plan, held, item)))
        values = decisions.pop(item.get("decision", ""), None)
        if values is not None:
            yield Line(sentences.ITEM_DECISION.format(text=decision_words(plan, values)))
    if decisions:
        yield Line(sentences.ITEM.format(n=len(held.dealt_with) + 1, subject=sentences.OTHER_DECISIONS), Look.POINT)
    for values in decisions.values():
        yield Line(sentences.ITEM_DECISION.format(text=decision_words(plan, values)))
    if not held.dealt_with and not held.decisions():
        yield Line(sentences.NO_ITEMS)
    if held.not_dealt_with:
        yield Line(sentences.NOT_DEALT_WITH.format(n=official.count(held.not_dealt_with)))
    yield Line(sentences.ENDED.format(blank=BLANK, day=official.day_words(None)))


def _indicator(plan: Plan, subject: str) -> Mapping[str, Any] | None:
    """The record of an indicator that was looked at; None of anything else."""
    named = subject_of(subject)
    return plan.get(*named) if named is not None and named[0] == "indicators" else None


def _outcome_words(plan: Plan, held: Meeting, item: Mapping[str, Any]) -> str:
    """What came of an item; of what was asked of a body without a decision also of whom, and by which day."""
    outcome = sentences.OUTCOMES.get(item["outcome"], str(item["outcome"]))
    if item["outcome"] not in ASKING or item.get("decision"):
        return outcome
    body = held.of_whom(item)
    who = official.names(plan, [body]) if body is not None else BLANK
    return sentences.ITEM_ASKED.format(outcome=outcome, body=who, day=official.day_words(item.get("due")))
