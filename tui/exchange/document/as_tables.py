"""What was read out of a document as tables with the usual titles, so that it is taken into a plan as any other table is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from tui.exchange.cells import CellSheet, texts_sheet
from tui.exchange.document.citations import DocumentCited
from tui.exchange.document.findings import Findings
from tui.exchange.document.targets import TargetFound
from tui.exchange.document.told import asked_of, doubts_of
from tui.model.text import N_, Sentence, say
from tui.vocabulary.amounts import said

_TASKS: Final = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành")
_TARGETS: Final = ("TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu")
_DOCUMENTS: Final = ("Số, ký hiệu", "Loại văn bản", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu")
Row: TypeAlias = tuple[tuple[str, ...], Sentence | None]
"""The cells of a row, and why it is in doubt."""


def as_tables(findings: Findings) -> list[CellSheet]:
    """A sheet of tasks under the headings of their parts, one of targets by year, one of documents; a row in doubt says why."""
    sheets = (
        _sheet("Nhiệm vụ", _TASKS, _tasks(findings), of_prose=True),
        _sheet("Chỉ tiêu", _TARGETS, _targets(findings)),
        _sheet("Văn bản", _DOCUMENTS, _documents(findings)),
    )
    return [sheet for sheet in sheets if len(sheet.rows) > 1]


def _sheet(name: str, titles: tuple[str, ...], rows: Iterable[Row], *, of_prose: bool = False) -> CellSheet:
    """A sheet of rows and why each is in doubt."""
    told = list(rows)
    doubts = {number: doubt for number, (_, doubt) in enumerate(told, start=1) if doubt is not None}
    return texts_sheet(name, [titles, *(cells for cells, _ in told)], doubts=doubts, of_prose=of_prose)


def _tasks(findings: Findings) -> Iterator[Row]:
    titles = {part.number: part.title for part in findings.parts}
    under = None
    for task in (*findings.tasks, *findings.organising):
        if task.part != under:
            under = task.part
            yield (task.part, titles.get(task.part) or task.part, "", "", "", ""), None
        cells = str(task.order), task.text, "; ".join(task.leads), "; ".join(task.partners), task.deliverable, task.due
        yield cells, asked_of(task)


def _targets(findings: Findings) -> Iterator[Row]:
    under = None
    for number, target in enumerate(findings.targets, start=1):
        if target.year is not None and target.year != under:
            under = target.year
            yield ("", f"Đến năm {under}", "", ""), None
        yield (str(number), target.name, target.unit, _figure(target)), _doubt_of(target)


def _doubt_of(target: TargetFound) -> Sentence | None:
    """Why somebody has to look at a target: one in words has no figure to be judged by."""
    in_words = (say(N_("the target is in words, without a figure")),) if target.amount is None else ()
    return next(iter((*doubts_of(target), *in_words)), None)


def _figure(target: TargetFound) -> str:
    return said(target.amount) if target.amount is not None else target.passage


def _documents(findings: Findings) -> Iterator[Row]:
    for cited in findings.documents:
        day = "" if cited.date is None else f"{cited.date:%d/%m/%Y}"
        cells = cited.number, cited.kind, day, cited.issuer, cited.about or _called(cited)
        yield cells, next(iter(doubts_of(cited)), None)


def _called(cited: DocumentCited) -> str:
    return f"{cited.kind} {cited.number}".strip()
