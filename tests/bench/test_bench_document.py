"""What a document's reading is measured by: right, missed and invented are counted apart."""

from __future__ import annotations

import datetime as dt

import pytest

from bench.document import against_annex, against_plan, main
from tui.exchange.document.findings import findings_of
from tui.exchange.document.passages import document_of
from tui.model.checks import read_plan
from tui.model.plan import Plan

TEXT = "I. NHIỆM VỤ\n- Sở Xanh chủ trì rà soát nguồn thải theo Nghị quyết số 1/NQ-CP ngày 01/02/2023.\n- Sở Nước trồng cây ven hồ.\n"


def plan() -> Plan:
    task = {"section": "I", "mode": "standing"}
    read, problems = read_plan(
        {
            "format": 2,
            "plan": {"title": "Kế hoạch", "term": {"start": dt.date(2021, 1, 1), "end": dt.date(2025, 12, 31)}},
            "agencies": {"xanh": {"name": "Sở Xanh", "kind": "department"}, "nuoc": {"name": "Sở Nước", "kind": "department"}},
            "documents": {
                "mot": {"number": "1/NQ-CP", "kind": "Nghị quyết", "about": "Nguồn thải", "date": dt.date(2023, 2, 1)},
                "hai": {"number": "2/NQ-CP", "kind": "Nghị quyết", "about": "Cây"},
            },
            "sections": {"I": {"number": "I", "title": "Nhiệm vụ", "order": 1}},
            "tasks": {
                "I-1": {**task, "order": 1, "summary": "Rà soát nguồn thải", "leads": ["xanh"]},
                "I-2": {**task, "order": 2, "summary": "Trồng cây ven hồ", "leads": ["xanh"]},
                "I-3": {**task, "order": 3, "summary": "Mở lễ hội", "leads": ["xanh"]},
            },
        }
    )
    assert [problem for problem in problems if not problem.warning] == []
    return read


def test_right_missed_and_wrong_are_told_apart() -> None:
    scores = {score.name: score for score in against_plan(findings_of(document_of(TEXT.encode())), plan(), dt.date(2023, 6, 1))}
    assert (scores["tasks"].right, scores["tasks"].expected, scores["tasks"].precision) == (2, 3, 1.0)
    assert scores["tasks"].misses == ("I-3: not found",)
    assert scores["tasks with lead"].misses == ("I-2: leads ['nuoc'] for ['xanh']", "I-3: not found")
    assert (scores["numbered documents"].right, scores["numbered documents"].misses) == (1, ("2/NQ-CP: not found",))


def test_an_annex_is_compared_cell_by_cell() -> None:
    annex = (
        "| TT | Tên nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Kết quả | Thời gian hoàn thành |\n|---|---|---|---|---|---|\n"
        "| 1. | Rà soát | Bộ Xanh, Bộ Nước | | Quy chế | 6/2025 |\n"
    )
    (score,) = against_annex(annex)
    assert (score.right, score.expected, score.found, score.misses) == (1, 1, 1, ())


def test_without_a_document_there_is_nothing_to_measure(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "none is part of the repository" in capsys.readouterr().err
    assert main(["/nowhere/at/all.txt"]) == 2
