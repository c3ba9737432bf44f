"""The tasks a document gives: every item that holds a duty, with who leads and who takes part, said by it or by the line that introduces it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import attrs

from tui.exchange.document.assignments import Assignment, assignment_in, begins_a_duty, is_a_name, partners_in
from tui.exchange.document.outline import Item, Part
from tui.vocabulary.bodies import segments
from tui.vocabulary.lexicon import letterwise, one_of

_LABELS: Final = ("leads", "partners", "due", "deliverable")


@attrs.frozen
class TaskFound:
    """A task: its place in the document (``III.1.a#3``, number of the paragraph), its wording, bodies by name, deadline and product as worded."""

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


def tasks_in(parts: Sequence[Part]) -> list[TaskFound]:
    """The tasks of a document: those of its parts about tasks; where none is, those of every part that is about nothing else."""
    wanted = [part for part in parts if part.about == "tasks"]
    if not any(True for part in wanted for _ in part.walk()):
        wanted = [part for part in parts if part.about in ("", "organising")]
    found: list[TaskFound] = []
    for part in wanted:
        drafts: list[_Draft] = []
        for item in part.items:
            _gather(item, None, "", drafts, strict=part.about != "tasks")
        found += [_task(part, order, draft) for order, draft in enumerate(drafts, start=1)]
    return found


def _gather(item: Item, given: Assignment | None, said: str, drafts: list[_Draft], *, strict: bool) -> None:
    """The tasks of an item and of those under it; ``given`` is what the lines that introduce it say of who is in charge.

    ``strict``: only what says who is in charge is a task.
    """
    if (labelled := _label(item.text)) is not None and not item.children:
        if drafts:
            _add_label(drafts[-1], *labelled)
        return
    own = assignment_in(item.text)
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
    if strict or not duty or is_a_name(item.text):
        return False
    if below and not only_labels:
        return duty[-1] != ":" and (own is not None or begins_a_duty(duty))
    if duty[-1] == ":" and not item.children:
        return False
    return bool(item.marker) or (own is not None and (own.in_charge or begins_a_duty(duty)))


def _task(part: Part, order: int, draft: _Draft) -> TaskFound:
    given, labels = draft.assignment, draft.labels
    text, due = draft.item.text, labels.get("due", "")
    leads = _names(labels["leads"]) if "leads" in labels else (given.leads if given else ())
    partners = given.partners if given else ()
    if draft.said:
        partners = tuple(dict.fromkeys((*partners, *partners_in(text))))
    if "partners" in labels:
        partners = _names(labels["partners"])
    return TaskFound(part.number, order, draft.item.number, text, leads, partners, due, labels.get("deliverable", ""), draft.said)


# -- labels under a task ----------------------------------------------------------------------------------------------


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip(" .;,") for part in re.split(r"[;\n]", text) for name in segments(part.strip(" .;,")) if name.strip(" .;,"))


def _label(text: str) -> tuple[str, str] | None:
    """(what is said, the words) of a line like ``Thời gian hoàn thành: Quý II/2024``; None for any other."""
    found = _labels().match(letterwise(text))
    if found is None:
        return None
    return next(key for key in _LABELS if found[key]), text[found.end() :].strip(" .;")


def _add_label(draft: _Draft, key: str, text: str) -> None:
    """A label, and those that stand behind it on the same line."""
    pieces = re.split(r"[.;]\s+(?=[A-ZĐÀ-Ỹ])", text)
    draft.labels.setdefault(key, pieces[0].strip(" .;"))
    for piece in pieces[1:]:
        if (more := _label(piece)) is not None:
            draft.labels.setdefault(*more)


@lru_cache(maxsize=1)
def _labels() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{key}>{one_of('document', 'labels', key)})" for key in _LABELS)
    return re.compile(rf"(?:{kinds})\s*:\s*", re.IGNORECASE)
