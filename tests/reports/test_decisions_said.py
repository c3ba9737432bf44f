"""A decision whose text begins with its lead, and what was asked for by an outcome alone, as the papers of a meeting say it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.support.frame_plans import frames_of
from tui.model.usual import usual_kinds
from tui.reports.word.meeting import decision_words
from tui.reports.word.notice import conclusion_notice


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Sở Công Thương rà soát các dự án", "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính rà soát các dự án"),
        ("Sở CT chủ trì rà soát các dự án", "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính rà soát các dự án"),
        ("Giao Sở Công Thương: rà soát các dự án", "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính rà soát các dự án"),
        ("đề nghị sở công thương rà soát", "Đề nghị Sở Công Thương chủ trì, phối hợp với Sở Tài chính rà soát"),
        ("Sở Công Thương chủ trì, phối hợp với Sở TC rà soát", "Giao Sở Công Thương chủ trì, phối hợp với Sở TC rà soát"),
        ("Sở Công Thương, Sở Y tế rà soát", "Giao Sở Công Thương, Sở Y tế rà soát; cơ quan phối hợp: Sở Tài chính"),
        ("Sở Công Thương phải rà soát với Sở Tài chính", "Giao Sở Công Thương phải rà soát với Sở Tài chính"),
        ("Sở Công Thương rà soát. Báo cáo.", "Sở Công Thương rà soát. Báo cáo. Cơ quan phối hợp: Sở Tài chính"),
        ("Sở Y tế rà soát", "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính Sở Y tế rà soát"),
        ("Sở Công Thương", "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính Sở Công Thương"),
        ("Công nghiệp hóa nông thôn", "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính công nghiệp hóa nông thôn"),
    ],
)
def test_a_decision_names_its_lead_once(text: str, told: str) -> None:
    """However the lead is called where the text begins; another body's name, or the name alone, is a text of its own."""
    bodies = {"ct": ("Sở Công Thương", "Sở CT"), "tc": ("Sở Tài chính", "Sở TC"), "yt": ("Sở Y tế", "")}
    agencies = {id: {"name": name, "kind": "department", **({"short": short} if short else {})} for id, (name, short) in bodies.items()}
    plan = frames_of(agencies=agencies).plan
    said = decision_words(plan, {"text": text, "owner": "ct", "partners": ["tc"], "due": dt.date(2025, 6, 30)})
    due = "thời hạn hoàn thành: ngày 30 tháng 6 năm 2025."
    assert said == f"{told}; {due}"


def test_no_capital_stands_after_a_semicolon_but_that_of_a_name() -> None:
    for note, told in (("Đề nghị UBND tỉnh xem xét.", "đề nghị UBND tỉnh xem xét"), ("UBND tỉnh xem xét", "UBND tỉnh xem xét")):
        item = {"subject": "tasks.I-1", "outcome": "report_back", "due": dt.date(2024, 12, 31), "note": note}
        held = frames_of(
            sections={"I": {"number": "I", "order": 1, "title": "Nhiệm vụ"}},
            tasks={"I-1": {"summary": "Lập đề án", "section": "I", "order": 1, "mode": "standing"}},
            reviews={"r": {"date": dt.date(2024, 12, 1), "items": [item]}},
        )
        said = [piece.text for piece in conclusion_notice(held.plan, held, "r").body if hasattr(piece, "text")]
        assert any(line.endswith(f"năm 2024; {told}.") for line in said), said


def test_kinds_of_documents_are_those_of_the_language_alone() -> None:
    assert "Plan" not in usual_kinds("vi") and "Kế hoạch" in usual_kinds("vi")
    assert "Plan" in usual_kinds("en") and "Kế hoạch" not in usual_kinds("en")
