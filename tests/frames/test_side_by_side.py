"""A table beside itself: what stands otherwise on another day or in another plan is marked, and nothing else is."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from tests.support.frame_plans import frames_of
from tests.support.lengths import longer, of_these
from tests.support.paths import EXAMPLE, SHIPPED
from tests.support.workbench import AS_OF, open_workbench
from tui.frames.build import Frames
from tui.frames.tables.side_by_side import CHANGED, ONLY_FIRST, ONLY_SECOND, answers, side_by_side
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.side_by_side import SideBySide
from tui.store.plan_file import load

pytestmark = pytest.mark.usefixtures("worked_out_once")

WORDS = Words("vi")
TASK = {"section": "s", "mode": "dated", "due": dt.date(2025, 6, 30), "status": "unreported"}
SECTIONS = {"s": {"number": "I", "title": "Phần", "order": 1}}


def changes(rows: pl.DataFrame) -> dict[str, str]:
    return dict(rows.select("id", "change").iter_rows())


def test_what_stands_otherwise_on_another_day_is_marked() -> None:
    later = {**TASK, "due": dt.date(2030, 1, 1)}
    tasks = {"a": {**TASK, "order": 1, "summary": "Sớm"}, "b": {**later, "order": 2, "summary": "Muộn"}}
    frames = frames_of(sections=SECTIONS, tasks=tasks)
    days = [answers(frames, "tasks", day, WORDS) for day in (dt.date(2025, 1, 5), dt.date(2026, 11, 22))]
    rows = side_by_side(*days)
    assert changes(rows)["a"] == CHANGED and rows.height == 2
    assert changes(side_by_side(days[1], days[1])) == {"a": "", "b": ""}, "the same day stands as it stands"


def test_two_plans_are_laid_beside_each_other_by_id_else_by_name() -> None:
    mine = {"a": "Một", "b": "Hai", "new": "Ba"}
    theirs = {"a": "Một", "other": "hai", "gone": "Bốn", "x1": "Năm", "x2": "Năm"}
    first, second = (
        answers(frames_of(sources={id: {"title": name, "publisher": "p"} for id, name in of.items()}), "sources", AS_OF, WORDS)
        for of in (theirs, mine)
    )
    found = changes(side_by_side(first, second, {"a": 2}, by_name=True))
    assert found == {"a": CHANGED, "b": "", "new": ONLY_SECOND, "gone": ONLY_FIRST, "x1": ONLY_FIRST, "x2": ONLY_FIRST}
    assert changes(side_by_side(first, second))["b"] == ONLY_SECOND, "without names only ids tell"


@longer
def test_every_table_of_every_plan_can_stand_beside_another_and_an_empty_one() -> None:
    empty = frames_of(goals={})
    for path in of_these((SHIPPED, EXAMPLE), (EXAMPLE,)):
        frames = Frames(load(path).plan)
        for table in (spec.name for spec in TABLES.values() if not spec.single):
            here, nothing = answers(frames, table, AS_OF, WORDS), answers(empty, table, AS_OF, WORDS)
            assert set(changes(side_by_side(nothing, here, by_name=True)).values()) <= {ONLY_SECOND}
            assert set(changes(side_by_side(here, nothing, by_name=True)).values()) <= {ONLY_FIRST}
            assert set(changes(side_by_side(here, here, {}, by_name=True)).values()) <= {""}


async def test_the_tab_beside_another_day_and_another_plan(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        before = plan_file.read_bytes()
        await bench.press("4")
        bench.tab.action_act("two_days")
        await bench.dialog(Ask)
        await bench.type("01/01/2025")  # in the place of the day that is offered
        await bench.press("enter")
        box = await bench.dialog(SideBySide)
        assert "01/01/2025" in bench.screen and "22/11/2026" in bench.screen and box.changed.height
        await bench.press("c")
        assert box.table._rows.frame.height == box.changed.height
        await bench.press("enter")
        assert bench.id == box.changed["id"][0] and bench.tab.table_name == "tasks"
        bench.tab.action_act("two_plans")
        box = await bench.dialog(FileChooser)
        await bench.press("ctrl+u")
        await bench.paste(str(plan_file.parent / "nowhere.toml"))
        await bench.press("enter")
        assert bench.app.screen is box, "what is not there, or gone by now, is said in the box"
        await bench.press("ctrl+u")
        await bench.paste(str(EXAMPLE))
        await bench.press("enter")
        box = await bench.dialog(SideBySide)
        assert box.rows.height and EXAMPLE.name in bench.screen
        await bench.press("escape")
        assert plan_file.read_bytes() == before and not bench.unsaved
