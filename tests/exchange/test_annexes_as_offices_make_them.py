"""Annexes of the shapes offices give them: numbers of rows, parts, lead-ins, marks, sums and signatures, each read as a person reads it."""

from __future__ import annotations

from typing import Any

from tests.support.tables_read import EN, VI, empty_plan, read
from tui.exchange.importing import with_vintage
from tui.exchange.reading.result import TablesRead
from tui.model.edits import AddRecord
from tui.model.plan import Plan
from tui.model.proposal import Line, sift

TASK_TITLES = ["STT", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành"]


def lines(found: TablesRead, table: str, plan: Plan | None = None) -> list[tuple[AddRecord, Line]]:
    """The new records of a table that are proposed."""
    proposal = sift(plan or empty_plan(), *with_vintage(plan or empty_plan(), found, "official", None))
    return [(line.new, line) for line in proposal.lines if line.new is not None and line.new.table == table]


def records(found: TablesRead, table: str, plan: Plan | None = None) -> list[dict[str, Any]]:
    return [dict(new.values) for new, _ in lines(found, table, plan)]


def asked(found: TablesRead, plan: Plan | None = None) -> list[str]:
    proposal = sift(plan or empty_plan(), *with_vintage(plan or empty_plan(), found, "official", None))
    return [EN.sentence(line.doubt) for line in proposal.lines if line.doubt is not None]


def left(found: TablesRead) -> list[str]:
    return [VI.sentence(reject.what) for reject in found.rejects]


def test_a_table_that_shows_its_decimal_comma_has_thousands_with_points() -> None:
    rows = [
        ["STT", "Chỉ tiêu", "ĐVT", "KH 2028", "KH 2030"],
        [1, "Tăng trưởng", "%", "12,5", "13"],
        [2, "Thu ngân sách", "Tỷ đồng", "3.200", "≥ 5.200"],
    ]
    budget = records(read(rows), "indicators")[1]
    assert (budget["target"], budget["op"], budget["milestones"][0]["target"]) == (5200, ">=", 3200)
    assert asked(read([rows[0], rows[2]])) == [EN("the target “{text}” is not certain", text="≥ 5.200")]  # nothing shows which mark it is


def test_a_figure_that_is_only_about_so_much_is_asked_about() -> None:
    found = read([["STT", "Chỉ tiêu", "ĐVT", "KH 2030", "Ước TH 2024"], [1, "Nộp ngân sách", "Tỷ đồng", "7,5", "~6.500"]])
    assert [figure.op for figure in found.figures] == [None] and asked(found) == [EN("“{text}” is only about so much", text="~6.500")]
