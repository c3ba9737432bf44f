"""What is made ready while nobody waits shows what it would have shown when asked for, and is seen by nobody before."""

from __future__ import annotations

import linecache
import sys
import threading
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support.workbench import Driver, open_workbench
from tui.frames.build import Frames, GivenUp
from tui.frames.derived import derived
from tui.model.fields import TABLES
from tui.model.plan import Plan
from tui.model.text import say
from tui.screens.flows import ahead
from tui.screens.flows.navigation import MODES
from tui.screens.places import TABS as TABLES_OF_TABS
from tui.session import ahead as ahead_of_session
from tui.session.ahead import Ahead
from tui.session.asked_by_tabs import RECORDS_OF
from tui.session.rehearsal import Rehearsal
from tui.session.session import Session
from tui.store.files.file_state import read_file
from tui.store.plan_file import load
from tui.store.snapshot.answers import kept_of
from tui.store.toml import records
from tui.terminal.textual_internals.nodes import clock

TABS = ("2", "3", "4")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    for pause in ("_AFTER", "_PAUSE", "_SINCE_A_KEY", "_SINCE_A_LETTER", "_SELDOM"):
        monkeypatch.setattr(ahead, pause, 0.0)


def standing(bench: Driver) -> int:
    return len(bench.app.plan_screens())


async def pictures(bench: Driver) -> list[str]:
    found = []
    for tab in TABS:
        await bench.press(tab)
        found.append(bench.screen)
    return found


async def test_tabs_made_ready_are_what_they_would_be_and_take_edits_in(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        plain = await pictures(bench)
        assert standing(bench) == 4
    async with open_workbench(plan_file) as bench:
        before = bench.screen
        assert standing(bench) == 1
        bench.app.flows.made_ready.begin()
        await bench.until(lambda: standing(bench) == 4, "every tab stands")
        assert bench.screen == before and bench.unsaved == 0 and bench.app.current_mode == "targets"
        assert await pictures(bench) == plain
    shown = []
    for ready in (False, True):
        async with open_workbench(plan_file) as bench:
            if ready:
                bench.app.flows.made_ready.begin()
                await bench.until(lambda: standing(bench) == 4, "every tab stands")
            session = bench.app.session
            task = next(iter(session.plan.tables["tasks"]))
            session.commit([session.workspace.set_field("tasks", task, "status", "done")], say("x"))
            await bench.press("4")
            shown.append(bench.screen)
            session.undo()
    assert shown[0] == shown[1] != plain[2], "an edit that came before the tab was seen"


async def test_of_a_large_plan_the_tabs_with_few_records_are_made_ready(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert dict(zip(MODES, TABLES_OF_TABS, strict=True)) == RECORDS_OF
    async with open_workbench(plan_file) as bench:
        counts = {table: len(bench.app.session.plan.tables[table]) for table in TABLES_OF_TABS}
        few = counts["tasks"] - 1
        assert max(counts["directions"], counts["enterprises"]) <= few
        monkeypatch.setattr(ahead_of_session, "_SHOWN_SOON", few)
        ended: list[bool] = []
        monkeypatch.setattr(bench.app.flows.made_ready, "_end", lambda: ended.append(True))
        bench.app.flows.made_ready.begin()
        await bench.until(lambda: bool(ended), "nothing more is to be made")
        assert standing(bench) == 3
        await bench.press("4")
        assert standing(bench) == 4 and bench.app.plan_screen.table.record_count, "the other one when it is asked for"


async def test_what_is_first_shown_is_kept_once_nobody_is_at_work(plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(ahead, "_KEPT_AFTER", 0.01)
    monkeypatch.setattr(ahead.MadeReady, "_work_out_tabs", lambda made_ready: None)  # the other tabs stay as they are
    async with open_workbench(plan_file) as bench:
        await bench.press("?")
        bench.app.flows.made_ready.begin()
        for _ in range(5):
            await bench.settle()
        assert not kept_of(read_file(plan_file)).answers
        await bench.press("escape")
        await bench.until(lambda: bool(kept_of(read_file(plan_file)).answers), "the first view is kept")


async def test_what_only_the_start_needed_is_given_up(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        records.cut_up(plan_file.read_text(encoding="utf-8"))
        linecache.cache["written by a program"] = (1, None, ["x"], "x")
        bench.app.flows.made_ready.begin()
        await bench.until(lambda: standing(bench) == 4 and not linecache.cache, "every tab stands, and nothing waits")
        assert not records._cut_again.cache_info().currsize
        await bench.press("4")
        assert bench.app.current_mode == "tasks"


def test_what_was_found_before_a_key_came_is_kept_and_the_rest_is_not_gone_on_with() -> None:
    made: list[str] = []

    @derived
    def before(frames: Frames) -> int:
        made.append("before")
        return 1

    @derived
    def after(frames: Frames) -> int:
        made.append("after")
        return 2

    @derived
    def all_of_it(frames: Frames) -> int:
        return before(frames) + after(frames)

    frames = Frames(Plan({name: {} for name in TABLES}))
    ahead = frames.copy()
    ahead.given_up = lambda: bool(made)
    with pytest.raises(GivenUp):
        all_of_it(ahead)
    assert made == ["before"] and frames.learn(ahead)
    assert all_of_it(frames) == 3 == all_of_it(ahead), "what has learned goes on"
    assert made == ["before", "after"]


async def test_somebody_at_work_has_it_done_a_part_at_a_time(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        session = bench.app.session
        parts = 0
        for keys in range(1, 30):
            left = iter(range(keys))
            one = Ahead(session, (), lambda left=left: next(left, None) is None)  # type: ignore[misc]
            one.work()
            parts += 1
            assert one.hand_over() and session.frames.given_up is None
            if one.done:
                break
        assert one.done and parts > 1
        await bench.press("2", "3", "4")
        assert bench.app.current_mode == "tasks" and bench.app.plan_screen.table.record_count


async def test_the_tabs_behind_the_one_that_is_shown_come_first(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        put_together: list[str] = []
        plain = bench.app.put_together

        def noted(mode: str) -> bool:
            done = plain(mode)
            put_together.extend([mode] * done)
            return done

        bench.app.put_together = noted  # type: ignore[method-assign]
        await bench.press("3")
        bench.app.flows.made_ready.begin()
        await bench.until(lambda: standing(bench) == 4, "every tab stands")
        assert put_together == ["tasks", "sectors"], "and a key that was pressed before is no reason to leave it"


async def test_what_was_made_last_is_waited_for_a_moment_and_a_box_seldom(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file) as bench:
        flow, waited = bench.app.flows.made_ready, []
        monkeypatch.setattr(bench.app, "after_unseen", lambda seconds, callback: waited.append(seconds))
        bench.app.key_read_at = flow._went_on_at = 0.0
        flow._later(flow._next_tab)
        flow._went_on_at = clock()
        flow._later(flow._next_tab)
        assert waited == [ahead._SELDOM, ahead._SINCE_A_KEY]
        flow._went_on_at = 0.0
        await bench.until(lambda: flow._at_rest, "the program is at rest")
        flow._next_tab()
        assert flow._went_on_at > 0.0, "and whoever leaves the program now is told of no fault"


async def test_nothing_is_made_ready_while_a_box_is_open(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("?")
        bench.app.flows.made_ready.begin()
        for _ in range(5):
            await bench.settle()
        assert standing(bench) == 1
        await bench.press("escape")
        await bench.until(lambda: standing(bench) == 4, "every tab stands")


async def test_an_edit_is_rehearsed_once_somebody_is_about_to_make_one(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[Rehearsal] = []

    def noted(session: Session, table: str | None, loads: Iterable[str]) -> Rehearsal:
        begun.append(Rehearsal(session, table, loads))
        return begun[-1]

    monkeypatch.setattr(ahead, "Rehearsal", noted)
    async with open_workbench(plan_file) as bench:
        await bench.press("enter", "escape")
        assert not begun, "a program nobody has a terminal of makes nothing ready"
        bench.app.flows.made_ready.begin()
        await bench.until(lambda: standing(bench) == 4 and bench.app.flows.made_ready._at_rest, "every tab stands")
        assert not begun, "nobody is about to edit"
        before = bench.screen
        await bench.press("E")
        await bench.until(lambda: len(begun) == 1 and begun[0].done, "it is rehearsed behind the form")
        assert begun[0].table == "indicators" and bench.unsaved == 0
        await bench.press("escape", "E", "escape")
        assert len(begun) == 1 and bench.screen == before, "once for a table"


async def test_an_edit_that_came_meanwhile_throws_away_what_was_worked_out(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        session = bench.app.session
        one, other = Ahead(session, ()), Ahead(session, (), given_up=lambda: True)
        one.work()
        other.work()
        assert one.done and not other.done, "somebody at work is not kept waiting by it"
        task = next(iter(session.plan.tables["tasks"]))
        session.commit([session.workspace.set_field("tasks", task, "status", "done")], say("x"))
        assert not one.hand_over()
        later = Ahead(session, ("no.such.module",))
        later.work()
        assert not later.done and later.hand_over(), "what could not be done is done when it is asked for"


async def test_what_is_shown_after_a_save_is_kept_once_nobody_is_at_work(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for pause in ("_KEPT_AFTER", "_KEPT_AFTER_SAVE", "_SINCE_A_KEY"):
        monkeypatch.setattr(ahead, pause, 0.01)
    monkeypatch.setattr(ahead.MadeReady, "_work_out_tabs", lambda made_ready: None)  # the other tabs stay as they are
    async with open_workbench(plan_file) as bench:
        made_ready = bench.app.flows.made_ready
        session = bench.app.session
        task = next(iter(session.plan.tables["tasks"]))
        session.commit([session.workspace.set_field("tasks", task, "status", "done")], say("x"))
        await bench.press("ctrl+s")
        await bench.settle()
        assert bench.unsaved == 0 and not kept_of(read_file(plan_file)).answers  # of a program that was not begun on a terminal
        made_ready.begin()
        await bench.until(lambda: bool(kept_of(read_file(plan_file)).answers), "the first view is kept")
        session.commit([session.workspace.set_field("tasks", task, "status", "unreported")], say("x"))
        await bench.press("ctrl+s")
        await bench.until(lambda: bool(kept_of(read_file(plan_file)).answers), "what was saved is kept")
        kept = kept_of(read_file(plan_file))
        assert kept.loaded is not None and kept.loaded.plan == load(plan_file).plan


def test_two_threads_that_give_way_leave_the_turns_of_the_others_as_they_were() -> None:
    usual = sys.getswitchinterval()
    both_in, first_out = threading.Event(), threading.Event()

    def second() -> None:
        with ahead_of_session.giving_way:
            both_in.set()
            first_out.wait()

    beside = threading.Thread(target=second)
    with ahead_of_session.giving_way:
        beside.start()
        both_in.wait()
    shorter = sys.getswitchinterval()
    first_out.set()
    beside.join()
    assert shorter < usual == sys.getswitchinterval(), "the second still gives way when the first is done, and nobody after it"
