"""What somebody else saved and the screen does not show costs it nothing; what it does show is seen, and nothing old stays."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.support.elsewhere import look, write_elsewhere
from tests.support.lengths import LONG, longer, of_these
from tests.support.paths import SAMPLE, SHIPPED
from tests.support.workbench import Driver, open_workbench
from tui.frames import build
from tui.frames.build import Frames
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.plan import Plan
from tui.model.text import say
from tui.screens.table import record_lines
from tui.screens.table.record_lines import lines_of
from tui.session.asked_by_tabs import asked_by_tabs
from tui.session.session import Session
from tui.store.plan_file import Loaded, load
from tui.widgets.frame_table import FrameTable

TASK = ("Em nhỏ được tiêm", "Trẻ em được tiêm")
TABLES = ("indicators", "tasks", "agencies", "sources", "directions", "decisions", "settings")


def counted(monkeypatch: pytest.MonkeyPatch, of: object, name: str) -> Callable[[], int]:
    """How often something is called from now on."""
    made, called = getattr(of, name), []

    def calls(*args: Any, **named: Any) -> Any:
        called.append(1)
        return made(*args, **named)

    monkeypatch.setattr(of, name, calls)
    return lambda: len(called)


async def taken_in(bench: Driver, old: str, new: str) -> None:
    path = bench.app.session.loaded.state.path
    write_elsewhere(path, old, new)
    await look(bench)
    await bench.until(lambda: new in path.read_text(encoding="utf-8") and not bench.app.session.watch.file_changed, "it is taken in")
    await bench.settle()


async def test_a_save_that_no_row_shows_leaves_the_rows_and_the_side_alone(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file) as bench:
        shown, before = counted(monkeypatch, FrameTable, "show"), bench.screen
        lines = counted(monkeypatch, record_lines, "_lines")
        await taken_in(bench, *TASK)
        assert not shown(), "no row of the indicators is another"
        assert not lines(), "nor any line of the panel"
        assert bench.screen.splitlines()[:-1] == before.splitlines()[:-1]
        assert "nhận" in bench.screen.splitlines()[-1], "that somebody saved is said all the same"
        await bench.press("4")
        assert TASK[1] in bench.screen, "the tab that shows it has it"


async def test_a_save_of_a_figure_is_seen_in_its_row_and_beside_it(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file, size=(160, 40)) as bench:
        name = str(bench.app.session.plan.tables["indicators"][bench.id]["name"])
        shown = counted(monkeypatch, FrameTable, "show")
        await taken_in(bench, f'name = "{name}"', f'name = "Khác, {name}"')
        assert shown() and bench.screen.count("Khác, ") >= 2


async def test_under_a_filter_rows_are_found_anew_also_where_none_is_another(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A filter looks into what stands inside the records as well, which no cell need show."""
    async with open_workbench(plan_file) as bench:
        await bench.press("slash", *"GRDP", "enter")
        found = bench.tab.frame
        assert found is not None and 0 < found.height < bench.tab.view.frame.height  # type: ignore[union-attr]
        shown = counted(monkeypatch, FrameTable, "show")
        await taken_in(bench, *TASK)
        assert shown() and bench.tab.frame is not None and bench.tab.frame.equals(found)


def _lines_anew(session: Session, table: str, id: str) -> list[Any]:
    fresh = Session(session.loaded, Words("vi"), as_of=session.as_of, journaling=False)
    fresh.workspace, fresh.frames = session.workspace, Frames(session.plan)
    return list(lines_of(fresh, table, id))


@longer
@pytest.mark.parametrize("seed", of_these(range(12), range(2)))
def test_lines_that_are_kept_are_those_made_anew_after_random_edits(seed: int) -> None:
    chosen = random.Random(seed)
    session = Session(load(SAMPLE), Words("vi"), journaling=False)
    looked_at = [(table, id) for table in TABLES for id in list(session.plan.tables[table])[:3]]
    for _ in range(60 if LONG else 6):
        table = chosen.choice(TABLES[:5])
        id = chosen.choice(list(session.plan.tables[table]))
        field = chosen.choice([key for key, value in session.plan.tables[table][id].items() if isinstance(value, str) and key != "kind"])
        value = f"{session.plan.tables[table][id][field]} x"
        session.commit([session.workspace.set_field(table, id, field, value)], say(""))
        if chosen.random() < 0.5:
            session.workspace.mark_saved()  # then no line of it has a mark, and it is kept
        for record in looked_at:
            assert list(lines_of(session, *record)) == _lines_anew(session, *record), record


def test_of_an_empty_plan_nothing_is_kept_and_nothing_is_said() -> None:
    session = Session(Loaded(Plan(), (), load(SAMPLE).state, {}), Words("vi"), journaling=False)
    assert list(lines_of(session, "tasks", "III-1")) == []


def test_what_all_tabs_show_is_kept_together_and_of_long_lists_the_last() -> None:
    """A tab whose values had given way to those of the others had all of them worked out anew for whatever somebody saved."""
    frames, words, day = Frames(load(SHIPPED).plan), Words("vi"), dt.date(2025, 6, 30)
    for steps in asked_by_tabs(frames, day, words).values():
        for step in steps:
            step()
    kept = set(frames._derived)
    for steps in asked_by_tabs(frames, day, words).values():
        for step in steps:
            step()
    assert set(frames._derived) == kept
    with pytest.MonkeyPatch.context() as many:
        many.setattr(build, "LARGE", 10)
        many.setattr(build, "_KEPT_LARGE", 20)
        for later in range(3):
            tasks_view(frames, frames.plan, day + dt.timedelta(days=later), words)
    long = [cached for cached in frames._derived.values() if getattr(cached.value, "height", 0) >= 10]
    assert len(long) == 20
    assert tasks_view(frames, frames.plan, day, words).frame.equals(tasks_view(Frames(frames.plan), frames.plan, day, words).frame)


def test_what_another_tab_asked_is_not_worked_out_before_it_is_shown() -> None:
    plan = load(SAMPLE).plan
    frames = Frames(plan)
    with frames.asked_by("tasks"):
        hidden = _asked(frames, "tasks")
    with frames.asked_by("targets"):
        shown = _asked(frames, "indicators")
    copy = frames.copy()
    copy.go_over_to(plan, (), TABLES, shown={"targets"})
    assert set(copy._derived) >= {shown} and hidden not in copy._derived
    everything = frames.copy()
    everything.go_over_to(plan, (), TABLES, shown={"targets", "tasks"})
    assert {shown, hidden} <= set(everything._derived)
    with frames.asked_by("targets", anew=True):
        pass
    anew = frames.copy()
    anew.go_over_to(plan, (), TABLES, shown={"targets"})
    assert not anew._derived, "of a record the cursor has left nothing is wanted any more"


def _asked(frames: Frames, table: str) -> Any:
    from tui.frames.tables.citations import citing

    known = set(frames._derived)
    citing(frames, table, next(iter(frames.plan.tables[table])))
    asked = [key for keys in frames._asked.values() for key in keys]
    return next(key for key in asked if key not in known)
