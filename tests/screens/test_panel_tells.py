"""The panel tells, then lists: over every table and record, the sentence first, what is filled in, one line of what is not, references."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import EXAMPLE, SHIPPED
from tests.support.small_plan import EMPTY
from tests.support.table_views import CASES, DAY, IN_SUITE, view_of
from tests.support.tabs import PLACES, stand_on
from tests.support.workbench import open_workbench
from tui.actions import JUDGED
from tui.frames.tables.cell_text import full_text
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.rests_on import TOLD, told_of
from tui.screens.table.record_lines import lines_of
from tui.session.session import Session
from tui.store.plan_file import load
from tui.widgets.record_panel import PanelLine
from tui.widgets.spoken import Spoken

pytestmark = pytest.mark.usefixtures("worked_out_once")


_BODIES = """
[agencies]
a = { name = "Sở A", kind = "department", until = 2027-06-30, successors = ["b"] }
b = { name = "Sở B", kind = "department", from = 2026-02-01 }
c = { name = "Sở C", kind = "department" }
d = { name = "Sở D", kind = "department" }
[documents]
q = { kind = "decision", about = "Q", valid_until = 2027-12-31 }
r = { kind = "decision", about = "R" }
[sections]
s = { number = "I", title = "S", order = 1 }
[tasks.t1]
section = "s"
order = 1
summary = "1"
leads = ["a"]
partners = ["c"]
mode = "dated"
due = 2026-03-31
status = "in_progress"
documents = ["q"]
[tasks.t2]
section = "s"
order = 2
summary = "2"
leads = ["a"]
mode = "dated"
due = 2029-12-31
status = "in_progress"
documents = ["q"]
[tasks.t3]
section = "s"
order = 3
summary = "3"
leads = ["b"]
mode = "standing"
status = "unreported"
"""


@longer
@pytest.mark.parametrize(("name", "kind"), of_these(CASES, IN_SUITE))
def test_of_every_record_that_is_judged_there_is_something_to_say(name: str, kind: str) -> None:
    view, words = view_of(name, kind), Words("vi")
    answer = next((column for column in view.columns if column.answer), None)
    if kind not in JUDGED:
        assert answer is None or kind == "areas", "their verdicts are those of indicators, the panel says nothing of them"
    else:
        assert answer is not None
        for row in view.frame.iter_rows(named=True):
            glyph, _, said = full_text(answer, row, words).partition(" ")
            assert len(glyph) == 1 and said.strip(), (row["id"], glyph, said)


def _kinds(lines: list[PanelLine]) -> list[str]:
    """What follows what in a panel, runs of one kind as one."""
    kinds: list[str] = []
    beneath = False
    for line in lines:
        beneath = beneath or line.heading
        kind = "unfolds" if line.unfolds else "cited" if beneath else "empty" if line.text == "–" else "filled"
        if kinds[-1:] != [kind]:
            kinds.append(kind)
    return kinds


@longer
@pytest.mark.parametrize("path", of_these([SHIPPED, EXAMPLE], [SHIPPED]), ids=lambda path: path.stem)
def test_of_every_record_what_is_filled_in_stands_before_one_line_of_what_is_not_and_references_last(path: Path) -> None:
    session = Session(load(path), Words("vi"), as_of=DAY, journaling=False)
    order, seen = ["filled", "unfolds", "empty", "cited"], 0
    for spec in TABLES.values():
        for id in of_these(list(session.plan.tables[spec.name]), list(session.plan.tables[spec.name])[::9]):
            for unfolded in (False, True):
                lines = lines_of(session, spec.name, id, unfolded=unfolded)
                kinds = _kinds(lines)
                assert kinds == sorted(set(kinds), key=order.index), (spec.name, id, kinds)
                assert kinds[0] == "filled" and sum(line.unfolds for line in lines) <= 1, (spec.name, id)
                assert ("empty" in kinds) == (unfolded and "unfolds" in kinds), (spec.name, id)
                seen += "cited" in kinds
    assert seen


@longer
async def test_sentence_chart_and_fields_stand_in_this_order_beside_every_table_that_says_something(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(160, 40)) as bench:
        for table in of_these(list(PLACES), ["indicators", "agencies"]):
            await stand_on(bench, table)
            side = bench.tab.query_one("#side")
            order = [node.id for node in side.walk_children() if node.id in ("side-title", "spoken", "chart", "panel")]
            judged = table in JUDGED | TOLD
            assert order == ["side-title", *(["spoken"] if judged else []), *(["chart"] if bench.tab.has_chart else []), "panel"], table
            if judged:
                said = bench.tab.query_one("#spoken", Spoken)
                await bench.until(lambda said=said: said.text, f"{table} says something")  # type: ignore[misc]
                assert said.text and said.region.y < bench.tab.panel.region.y, table
                first = " ".join(said.text.split())[:12]
                assert first in bench.screen, (table, first)


def test_of_a_body_it_says_what_it_answers_for_on_the_day_and_of_a_document_what_rests_on_it(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EMPTY + _BODIES, encoding="utf-8")
    session = Session(load(path), Words("vi"), as_of=dt.date(2027, 6, 1), journaling=False)
    told = {table: {id: told_of(session, table, id) for id in session.plan.tables[table]} for table in ("agencies", "documents")}
    assert told["agencies"] == {
        "a": "Chủ trì 2 nhiệm vụ, 1 quá hạn.",
        "b": "Chủ trì 1 nhiệm vụ, 1 chưa báo cáo.",  # nobody knows that none is late
        "c": "Phối hợp thực hiện 1 nhiệm vụ.",
        "d": "Không chủ trì, không phối hợp thực hiện nhiệm vụ nào tính đến 01/06/2027.",
    }
    assert told["documents"] == {"q": "Là căn cứ của 2 nhiệm vụ.", "r": "Kế hoạch chưa có mục nào căn cứ vào đây."}
    session.look_from(dt.date(2028, 1, 3))
    assert told_of(session, "agencies", "a") == "Phần việc đã chuyển cho Sở B, tính đến 03/01/2028."
    assert told_of(session, "agencies", "b") == "Chủ trì 3 nhiệm vụ, 1 quá hạn, 1 chưa báo cáo."
    assert told_of(session, "documents", "q") == "Hết hiệu lực sau ngày 31/12/2027; là căn cứ của 2 nhiệm vụ."


async def test_over_an_empty_plan_it_does_not_open_and_says_why(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, lang="en") as bench:
        await bench.press("4", "tab")
        assert bench.words(N_("there is no row here")) in bench.status and not bench.tab.panel.has_focus


async def test_a_line_that_leads_nowhere_says_so_and_changes_nothing(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(160, 40)) as bench:
        await bench.press("4", "tab")
        panel = bench.tab.panel
        at = next(n for n, line in enumerate(panel.lines_shown) if line.label == bench.words(N_("id")))
        panel.highlighted = at
        before = bench.app.screen
        await bench.press("enter")
        assert bench.words(N_("there is nothing to change on this line, and it leads nowhere")) in bench.status
        assert bench.app.screen is before and bench.unsaved == 0
