"""The panel tells, then lists: over every table and record, the sentence first, what is filled in, one line of what is not, references."""

from __future__ import annotations

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
from tui.screens.table.record_lines import lines_of
from tui.session.session import Session
from tui.store.plan_file import load
from tui.widgets.record_panel import PanelLine
from tui.widgets.spoken import Spoken

pytestmark = pytest.mark.usefixtures("worked_out_once")


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
async def test_sentence_chart_and_fields_stand_in_this_order_beside_every_table_that_judges(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(160, 40)) as bench:
        for table in of_these(list(PLACES), ["indicators", "agencies"]):
            await stand_on(bench, table)
            side = bench.tab.query_one("#side")
            order = [node.id for node in side.walk_children() if node.id in ("side-title", "spoken", "chart", "panel")]
            judged = table in JUDGED
            assert order == ["side-title", *(["spoken"] if judged else []), *(["chart"] if bench.tab.has_chart else []), "panel"], table
            if judged:
                said = bench.tab.query_one("#spoken", Spoken)
                await bench.until(lambda said=said: said.text, f"{table} says something")  # type: ignore[misc]
                assert said.text and said.region.y < bench.tab.panel.region.y, table
                first = " ".join(said.text.split())[:12]
                assert first in bench.screen, (table, first)


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
