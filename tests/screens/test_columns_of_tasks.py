"""Tab 4 has a column for the document's wording and one for money where the plan has any, and says why they are not typed into."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from tests.support.paths import EXAMPLE, SAMPLE
from tests.support.workbench import open_workbench
from tui.frames.build import Frames
from tui.frames.tables.task_words import budget_words
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.reports.task_annex import task_annex
from tui.store.plan_file import load

DAY = dt.date(2026, 3, 1)


async def test_wording_and_money_are_shown_and_not_typed_into(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_bytes(EXAMPLE.read_bytes())
    async with open_workbench(file, lang="en", as_of=DAY) as bench:
        await bench.press("4")
        await bench.row("1-1")
        await bench.column("budget")
        assert "42.000" in bench.screen or "42,000" in bench.screen
        await bench.press("enter")
        assert "E edits the record" in bench.screen
        await bench.column("text")
        assert "The second tram line shall run" in bench.screen
        await bench.press("enter")
        assert "E edits the record" in bench.screen


def test_a_plan_without_them_has_neither_column_nor_annex() -> None:
    for path, has in ((EXAMPLE, True), (SAMPLE, False)):
        frames = Frames(load(path).plan)
        shown = {column.key for column in tasks_view(frames, frames.plan, DAY, Words("vi")).columns}
        assert ({"text", "budget"} <= shown) is has
        annex = task_annex(frames, DAY)
        assert any(column.title.startswith("Kinh phí") for column in annex.columns) is has
        assert {len(row.cells) for row in annex.rows} == {len(annex.columns)}


def test_amounts_are_told_with_unit_source_and_year() -> None:
    entries = [{"amount": 1234.5, "source": "NSTW", "year": 2026}, {"amount": 2, "unit": "tỷ đồng"}]
    assert budget_words(entries, "triệu đồng", ",") == "1.234,5 triệu đồng (NSTW, 2026); 2 tỷ đồng"
    assert budget_words(entries[:1], "", ".") == "1,234.5 (NSTW, 2026)" and budget_words([], "triệu đồng", ",") == ""
