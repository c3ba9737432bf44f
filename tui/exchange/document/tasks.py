"""The tasks a document gives: every item that holds a duty, with who leads and takes part, said by it or by the line that introduces it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.exchange.document.assignments import Assignment, assignment_in, begins_a_duty, is_a_name, partners_in
from tui.exchange.document.outline import Item, Part
from tui.exchange.document.passages import distinct
from tui.model.plan import Plan
from tui.model.text import Sentence
from tui.vocabulary.bodies import Bodies
from tui.vocabulary.body_lists import segments
from tui.vocabulary.body_roles import LEAD, PARTNER
from tui.vocabulary.deadlines import read_deadline
from tui.vocabulary.lexicon import letterwise, one_of
from tui.vocabulary.outcome import Read

_NOBODY: Final = Bodies(Plan(), dt.date.min)
"""Reads names nobody knows yet."""
_LABELS: Final = ("leads", "partners", "due", "deliverable")


@attrs.frozen
class TaskFound:
    """A task: its place (``III.1.a#3``, number of the paragraph), its wording, bodies by name, deadline and product as worded."""

    part: str
    order: int
    paragraph: int
    text: str
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    due: str = ""
    deliverable: str = ""
    said: str = ""
    """The passage that says who leads, where it is another than the task's own."""
    table: str = ""
    """The table whose row ``paragraph`` is; "" of running text."""
    doubts: tuple[str, ...] = ()
    unsure: tuple[Sentence, ...] = ()
    """Why its paragraphs have to be looked at."""

    @property
    def locator(self) -> str:
        return f"{self.part}#{self.order}"


@attrs.define
class _Draft:
    """A task while the labels under it are read."""

    item: Item
    assignment: Assignment | None
    said: str
    labels: dict[str, str] = attrs.field(factory=dict)
    unsure: list[Sentence] = attrs.field(factory=list)


def tasks_in(parts: Sequence[Part]) -> list[TaskFound]:
    """The tasks of a document: those of its parts about tasks; where none is, those of every part that is about nothing else."""
    wanted = [part for part in parts if part.about == "tasks"]
    if not any(True for part in wanted for _ in part.walk()):
        wanted = [part for part in parts if part.about in ("", "organising")]
    return _tasks_of(wanted)


def organising_in(parts: Sequence[Part]) -> list[TaskFound]:
    """What bodies are given to do where a document says how it is carried out, beside its parts about tasks.

    It is work for the plan, or only its upkeep (reports, money): nobody knows which, so each has to be looked at.
    """
    if not any(True for part in parts if part.about == "tasks" for _ in part.walk()):
        return []  # they are the tasks
    found = _tasks_of([part for part in parts if part.about == "organising"])
    return [attrs.evolve(task, doubts=(*task.doubts, "organising")) for task in found]


def _tasks_of(parts: Sequence[Part]) -> list[TaskFound]:
    found: list[TaskFound] = []
    for part in parts:
        drafts: list[_Draft] = []
        by_heading = _given_by(part)
        for item in part.items:
            given = by_heading if part.holds(item) else None
            _gather(item, given, part.title if given else "", drafts, strict=part.about != "tasks")
        found += [_task(part, order, draft) for order, draft in enumerate(drafts, start=1)]
    return found


def _given_by(part: Part) -> Assignment | None:
    """Whom a heading gives what stands below it: one that is nothing but names (``1. Sở Công Thương``)."""
    given = None if part.is_called else assignment_in(part.title)
    return given if given is not None and not given.duty else None


def _gather(item: Item, given: Assignment | None, said: str, drafts: list[_Draft], *, strict: bool) -> None:
    """The tasks of an item and of those under it; ``given`` is what the lines that introduce it say of who is in charge.

    ``strict``: only what says who is in charge is a task.
    """
    if (labelled := _label(item.text)) is not None and not item.children:
        if drafts:
            _add_label(drafts[-1], *labelled)
            drafts[-1].unsure += item.unsure
        return
    own = assignment_in(item.text) or in_brackets(item.text)
    assignment, saying = (own, item.text) if own is not None else (given, said)
    below = [child for child in item.children if not is_a_name(child.text)]
    below = [child for child in below if _label(child.text) is None] or below
    if _is_task(item, own, below, strict=strict and assignment is None):
        drafts.append(_Draft(item, assignment, "" if own is not None else saying))
    for child in item.children:
        if not is_a_name(child.text):
            _gather(child, assignment, saying, drafts, strict=strict)


def _is_task(item: Item, own: Assignment | None, below: Sequence[Item], *, strict: bool) -> bool:
    """Whether an item holds a duty itself: not one that only names bodies or what follows, and no narrative."""
    only_labels = all(_label(child.text) is not None for child in below)
    duty = own.duty if own is not None else item.text
    if strict or is_a_name(item.text):
        return False
    if not duty:  # where the names end was not seen, but nothing else can be meant
        return own is not None and bool(own.partners) and not item.children and item.text[-1] != ":"
    if below and not only_labels:
        return duty[-1] != ":" and (own is not None or begins_a_duty(duty))
    if duty[-1] == ":" and not item.children:
        return False
    return bool(item.marker) or (own is not None and (own.in_charge or begins_a_duty(duty)))


def _task(part: Part, order: int, draft: _Draft) -> TaskFound:
    given, labels = draft.assignment, {**_labels_within(draft.item.text), **draft.labels}
    text, due = draft.item.text, labels.get("due", "")
    leads = _names(labels["leads"]) if "leads" in labels else (given.leads if given else ())
    partners = given.partners if given else ()
    if draft.said:
        partners = tuple(dict.fromkeys((*partners, *partners_in(text))))
    if "partners" in labels:
        partners = _names(labels["partners"])
    unseen = given is not None and not draft.said and not given.duty
    doubts = ("partners",) if unseen and "partners" not in labels else ()
    deliverable = labels.get("deliverable", "")
    unsure = distinct((*draft.item.doubts, *draft.unsure))
    return TaskFound(
        part.number,
        order,
        draft.item.number,
        text,
        leads,
        partners,
        due or due_in(text),
        deliverable,
        draft.said,
        doubts=doubts,
        unsure=unsure,
    )


def due_in(text: str) -> str:
    """By when a sentence says that something is to be done: ``hoàn thành trước 30/6/2024``, ``trình Chính phủ trong quý II năm 2025``."""
    folded = letterwise(text)
    for found in _by_when().finditer(folded):
        clause = re.split(r"[;.(]", folded[: found.start()])[-1]
        if re.search(r"\bda\b", clause) is not None:
            continue  # what is done already
        words_ = re.split(r"[;,()]|\.(?:\s|$)", text[found.start("when") :])[0].split()
        for count in range(min(len(words_), 8), 1, -1):
            said = " ".join(words_[:count])
            outcome = read_deadline(said)
            if isinstance(outcome, Read) and outcome.value.due is not None:
                return said
    return ""


def in_brackets(text: str) -> Assignment | None:
    """Who is in charge, said behind a duty: ``… (Sở A chủ trì; Sở B phối hợp)``, ``… (cơ quan chủ trì: Sở A)``."""
    found = re.search(r"\(([^()]*)\)[\s.;]*$", text)
    if found is None or "chu tri" not in letterwise(found[1]):
        return None
    named = _NOBODY.read_list(found[1])
    leads = tuple(body.text for body in named if body.role == LEAD)
    partners = tuple(body.text for body in named if body.role == PARTNER)
    return Assignment(leads, partners, text[: found.start()].strip()) if leads else None


# -- labels under a task ----------------------------------------------------------------------------------------------


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip(" .;,") for part in re.split(r"[;\n]", text) for name in segments(part.strip(" .;,")) if name.strip(" .;,"))


def _label(text: str) -> tuple[str, str] | None:
    """(what is said, the words) of a line like ``Thời gian hoàn thành: Quý II/2024``; None for any other."""
    found = _labels().match(letterwise(text))
    if found is None:
        return None
    return next(key for key in _LABELS if found[key]), text[found.end() :].strip(" .;")


def _labels_within(text: str) -> dict[str, str]:
    """Labels that stand in a task's own words: ``…; thời hạn: thường xuyên``."""
    found: dict[str, str] = {}
    for piece in re.split(r"[.;]\s+", text)[1:]:
        if (label := _label(piece)) is not None:
            found.setdefault(*label)
    return found


def _add_label(draft: _Draft, key: str, text: str) -> None:
    """A label, and those that stand behind it on the same line."""
    told: list[tuple[str, str]] = [(key, "")]
    for piece in re.split(r"(?<=[.;])\s+", text):
        if (more := _label(piece)) is not None:
            told.append(more)
        else:
            told[-1] = (told[-1][0], f"{told[-1][1]} {piece}".strip())
    for what, said in told:
        draft.labels.setdefault(what, said.strip(" .;"))


@lru_cache(maxsize=1)
def _by_when() -> re.Pattern[str]:
    """Words of finishing and, in the same clause, where the day begins."""
    ends = r"hoan thanh|trinh|ban hanh|bao cao|phe duyet"
    return re.compile(
        rf"\b(?:{ends})\b[^;.,()]{{0,60}}?\b(?P<when>(?:truoc|trong|vao|den het|cham nhat)\s+(?:ngay |thang |qui |nam |la |[0-9]))"
    )


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{key}>{one_of('document', 'labels', key)})" for key in _LABELS)
    return re.compile(rf"(?:{kinds})\s*:\s*", re.IGNORECASE)
