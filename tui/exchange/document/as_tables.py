"""What was read out of a document as tables with the usual titles, so that it is taken into a plan as any other table is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tui.exchange.cells import CellSheet, texts_sheet
from tui.exchange.document.citations import DocumentCited
from tui.exchange.document.findings import Findings
from tui.exchange.document.targets import TargetFound
from tui.exchange.document.told import doubts_of
from tui.vocabulary.amounts import said

_TASKS: Final = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời gian hoàn thành")
_TARGETS: Final = ("TT", "Chỉ tiêu", "Đơn vị tính", "Mục tiêu")
_DOCUMENTS: Final = ("Số, ký hiệu", "Loại văn bản", "Ngày ban hành", "Cơ quan ban hành", "Trích yếu")


def as_tables(findings: Findings) -> list[CellSheet]:
    """A sheet of tasks under the headings of their parts, one of targets by year, one of documents; what is in doubt is in none of them."""
    sheets = (
        texts_sheet("Nhiệm vụ", [_TASKS, *_tasks(findings)]),
        texts_sheet("Chỉ tiêu", [_TARGETS, *_targets(findings)]),
        texts_sheet("Văn bản", [_DOCUMENTS, *_documents(findings)]),
    )
    return [sheet for sheet in sheets if len(sheet.rows) > 1]


def _tasks(findings: Findings) -> Iterator[tuple[str, ...]]:
    titles = {part.number: part.title for part in findings.parts}
    under = None
    for task in findings.tasks:
        if task.part != under:
            under = task.part
            yield task.part, titles.get(task.part) or task.part, "", "", "", ""
        yield str(task.order), task.text, "; ".join(task.leads), "; ".join(task.partners), task.deliverable, task.due


def _targets(findings: Findings) -> Iterator[tuple[str, ...]]:
    sure = [target for target in findings.targets if target.amount is not None and not doubts_of(target)]
    under = None
    for number, target in enumerate(sure, start=1):
        if target.year is not None and target.year != under:
            under = target.year
            yield "", f"Đến năm {under}", "", ""
        yield str(number), target.name, target.unit, _figure(target)


def _figure(target: TargetFound) -> str:
    assert target.amount is not None
    return said(target.amount)


def _documents(findings: Findings) -> Iterator[tuple[str, ...]]:
    for cited in findings.documents:
        if not doubts_of(cited):
            day = "" if cited.date is None else f"{cited.date:%d/%m/%Y}"
            yield cited.number, cited.kind, day, cited.issuer, cited.about or _called(cited)


def _called(cited: DocumentCited) -> str:
    return f"{cited.kind} {cited.number}".strip()
