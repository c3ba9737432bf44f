"""What was read out of a document, told to a person line by line or to a machine as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from tui.exchange.document.citations import DocumentCited, numbers_in
from tui.exchange.document.findings import BodyNamed, Findings
from tui.exchange.document.targets import TargetFound
from tui.exchange.document.tasks import TaskFound
from tui.i18n.words import Words
from tui.model.text import N_, Sentence, printable, say
from tui.reports.answer import json_answer
from tui.vocabulary.amounts import Amount
from tui.vocabulary.amounts import said as amount_said
from tui.vocabulary.deadlines import Deadline, read_deadline
from tui.vocabulary.lexicon import Own
from tui.vocabulary.outcome import NotUnderstood, Outcome, Read, Unsure

DOUBTS: Final[Mapping[str, str]] = {
    "kind": N_("the text calls it another kind of document than its number does"),
    "date": N_("the text gives this number two days"),
    "amount": N_("the figure can be read in more than one way, or stands beside other words"),
    "name": N_("what the figure is of has to be looked at"),
    "target": N_("the title of the column does not say that these are targets"),
    "due": N_("the deadline is not understood"),
    "leads": N_("nobody is said to lead"),
    "organising": N_("it stands where the document says how it is carried out: is it a task of the plan?"),
    "partners": N_("where the names of who takes part end has to be looked at"),
}
"""Why a finding has to be looked at, by the field in doubt."""


def doubts_of(found: TaskFound | TargetFound | DocumentCited, own: Own = ()) -> tuple[Sentence, ...]:
    """Why somebody has to look at a finding; empty where it is as the document says it."""
    keys = [key.rpartition(".")[2] for key in found.doubts]
    if isinstance(found, TaskFound):
        keys += ["leads"] if not found.leads else []
        keys += ["due"] if found.due and not isinstance(read_deadline(found.due, own=own), Read) else []
    return (*(say(DOUBTS.get(key, DOUBTS["name"])) for key in dict.fromkeys(keys)), *found.unsure)


def asked_of(task: TaskFound) -> Sentence | None:
    """Why a task is asked about where a document is taken into a plan; who leads it and by when are seen to where its row is read."""
    return next(iter((*(say(DOUBTS[key]) for key in task.doubts if key in DOUBTS), *task.unsure)), None)


def in_doubt(findings: Findings, own: Own = ()) -> int:
    """How many findings have to be looked at."""
    all_found: list[TaskFound | TargetFound | DocumentCited] = [
        *findings.tasks,
        *findings.organising,
        *findings.targets,
        *findings.documents,
    ]
    return sum(bool(doubts_of(found, own)) for found in all_found)


# -- for a person -----------------------------------------------------------------------------------------------------


def lines(findings: Findings, words: Words, width: int | None, own: Own = ()) -> Iterator[str]:
    """The findings, table by table; a passage stands on one line, cut to ``width`` letters where that is given."""
    yield words.count("{n} task", "{n} tasks", len(findings.tasks))
    for task in findings.tasks:
        yield from _cut(_task(task, words, findings.by_line, own), width)
    if findings.organising:
        count = len(findings.organising)
        yield words.count(
            "{n} duty where the document says how it is carried out", "{n} duties where the document says how it is carried out", count
        )
        for task in findings.organising:
            yield from _cut(_task(task, words, findings.by_line, own), width)
    yield words.count("{n} target in figures", "{n} targets in figures", len(findings.targets))
    for target in findings.targets:
        yield from _cut(_target(target, words, findings.by_line), width)
    yield words.count("{n} numbered document", "{n} numbered documents", len(findings.documents))
    for cited in findings.documents:
        yield from _cut(_document(cited, words), width)
    yield words.count("{n} body with a task", "{n} bodies with a task", len(findings.bodies))
    for body in findings.bodies:
        yield from _cut(_body(body, words, findings.by_line), width)


def _cut(told: Iterator[str], width: int | None) -> Iterator[str]:
    for line in told:
        shown = printable(line)
        yield shown if width is None or len(shown) <= width else shown[: max(width - 1, 1)] + "…"


def _place(found: TaskFound | TargetFound | BodyNamed, words: Words, by_line: bool) -> str:
    if found.table:
        return words(N_("{table}, row {row}"), table=found.table, row=found.paragraph)
    return words(N_("line {number}") if by_line else N_("paragraph {number}"), number=found.paragraph)


def _task(task: TaskFound, words: Words, by_line: bool, own: Own) -> Iterator[str]:
    yield f"  {task.locator} · {_place(task, words, by_line)} · {', '.join(task.leads) or words(N_('nobody is said to lead'))}"
    if task.partners:
        yield f"      {words(N_('with {bodies}'), bodies=', '.join(task.partners))}"
    if task.due:
        outcome = read_deadline(task.due, own=own)
        read = f" → {_deadline(outcome.value, words)}" if isinstance(outcome, Read) else " ?"
        yield f"      {words(N_('due: {due}'), due=task.due)}{read}"
    if task.deliverable:
        yield f"      {words(N_('result: {result}'), result=task.deliverable)}"
    if numbers := numbers_in(task.text):
        yield f"      {words(N_('documents: {numbers}'), numbers=', '.join(numbers))}"
    yield from _doubted(doubts_of(task, own), words)
    yield f"      “{task.text}”"


def _deadline(deadline: Deadline, words: Words) -> str:
    if deadline.due is not None:
        return words.date(deadline.due)
    return words({"standing": N_("standing"), "periodic": N_("periodic")}[deadline.mode])


def _target(target: TargetFound, words: Words, by_line: bool) -> Iterator[str]:
    told = _amount(target.amount, target.unit) if target.amount is not None else f"“{target.passage}”"
    year = f" · {target.year}" if target.year is not None else ""
    yield f"  {target.part} · {_place(target, words, by_line)} · {target.name}: {told}{year}"
    if target.agency:
        yield f"      {words(N_('reported by {body}'), body=target.agency)}"
    yield from _doubted(doubts_of(target), words)
    if not target.table:
        yield f"      “{target.passage}”"


def _amount(amount: Amount, unit: str) -> str:
    written = amount_said(amount)
    return written if amount.percent or not unit or unit == amount.unit else f"{written} {unit}"


def _document(cited: DocumentCited, words: Words) -> Iterator[str]:
    day = f" · {words.date(cited.date)}" if cited.date is not None else ""
    yield "  " + " · ".join(part for part in (f"{cited.kind} {cited.number}".strip() + day, cited.issuer, cited.about) if part)
    yield from _doubted(doubts_of(cited), words)
    yield f"      “{cited.passage}”"


def _body(body: BodyNamed, words: Words, by_line: bool) -> Iterator[str]:
    counts = words(N_("leads {leads}, takes part in {partners}"), leads=body.leads, partners=body.partners)
    yield f"  {body.name} · {counts} · {_place(body, words, by_line)}"


def _doubted(doubts: tuple[Sentence, ...], words: Words) -> Iterator[str]:
    yield from (f"      △ {words.sentence(doubt)}" for doubt in doubts)


# -- for a machine ----------------------------------------------------------------------------------------------------


def as_json(findings: Findings, words: Words, own: Own = ()) -> str:
    """The findings as JSON: codes and ISO days; what is in a language stands under ``doubts``."""
    told = {
        "parts": [
            {"number": p.number, "title": p.title, "about": p.about or None, "paragraph": p.paragraph} for p in findings.parts if p.number
        ],
        "tasks": [_task_json(task, words, own) for task in findings.tasks],
        "organising": [_task_json(task, words, own) for task in findings.organising],
        "targets": [_target_json(target, words) for target in findings.targets],
        "documents": [_document_json(cited, words) for cited in findings.documents],
        "bodies": [{"name": b.name, "leads": b.leads, "partners": b.partners, "place": _place_json(b)} for b in findings.bodies],
    }
    return json_answer("read", told)


def _place_json(found: TaskFound | TargetFound | BodyNamed) -> dict[str, Any]:
    return {"table": found.table, "row": found.paragraph} if found.table else {"paragraph": found.paragraph}


def _task_json(task: TaskFound, words: Words, own: Own) -> dict[str, Any]:
    return {
        "locator": task.locator,
        "text": task.text,
        "leads": list(task.leads),
        "partners": list(task.partners),
        "due": _due_json(task.due, read_deadline(task.due, own=own)) if task.due else None,
        "deliverable": task.deliverable or None,
        "documents": numbers_in(task.text),
        "place": _place_json(task),
        "introduced_by": task.said or None,
        "doubts": [words.sentence(doubt) for doubt in doubts_of(task, own)],
    }


def _due_json(worded: str, outcome: Outcome[Deadline]) -> dict[str, Any]:
    if isinstance(outcome, NotUnderstood):
        return {"worded": worded, "outcome": "not_understood"}
    if isinstance(outcome, Unsure):
        return {"worded": worded, "outcome": "unsure", "candidates": [_fields(deadline) for deadline in outcome.candidates]}
    return {"worded": worded, "outcome": "read", **_fields(outcome.value)}


def _fields(deadline: Deadline) -> dict[str, Any]:
    return {key: value.isoformat() if key == "due" else value for key, value in deadline.fields.items()}


def _target_json(target: TargetFound, words: Words) -> dict[str, Any]:
    amount = target.amount
    return {
        "part": target.part,
        "name": target.name,
        "op": None if amount is None else amount.op,
        "value": None if amount is None else amount.value,
        "upper": None if amount is None else amount.upper,
        "unit": target.unit or None,
        "year": target.year,
        "agency": target.agency or None,
        "passage": target.passage,
        "place": _place_json(target),
        "doubts": [words.sentence(doubt) for doubt in doubts_of(target)],
    }


def _document_json(cited: DocumentCited, words: Words) -> dict[str, Any]:
    return {
        "number": cited.number,
        "kind": cited.kind or None,
        "date": None if cited.date is None else cited.date.isoformat(),
        "issuer": cited.issuer or None,
        "about": cited.about or None,
        "paragraphs": list(cited.paragraphs),
        "passage": cited.passage,
        "doubts": [words.sentence(doubt) for doubt in doubts_of(cited)],
    }
