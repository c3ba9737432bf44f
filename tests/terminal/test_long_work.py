"""What takes long does not hold up the screen, is told in words, and is stopped with everything left as it was."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given
from hypothesis import strategies as st
from textual import events

from tests.support.lengths import in_proofs, law, longer, of_these
from tests.support.patience import PATIENCE
from tests.support.workbench import Driver, open_workbench
from tui.actions import BY_ID
from tui.frames.build import Frames
from tui.frames.tables import search_index
from tui.frames.tables.filter import field_names, narrow, parse, places_left
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.screens.table import table_screen
from tui.screens.table.row_filter import RowFilter
from tui.store.plan_file import load
from tui.terminal import background
from tui.widgets.inputs import TextField


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Callable[[], threading.Event]:
    """Every filter beside the screen; the one returned holds each up until it is set."""
    monkeypatch.setattr(RowFilter, "at_once", 0)

    def hold() -> threading.Event:
        gate = threading.Event()

        def held(*arguments: object) -> object:
            assert gate.wait(PATIENCE)
            return places_left(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr("tui.frames.tables.narrowing.places_left", held)
        return gate

    return hold


def _found(bench: Driver, query: str) -> list[str]:
    view = bench.tab.view
    assert view is not None
    ids: list[str] = narrow(view, parse(query), field_names(view, *bench.app.session.both_languages))["id"].to_list()
    return ids


async def _soon(bench: Driver, *keys: str) -> None:
    """Press keys without waiting for what they ask for."""
    for key in keys:
        bench.app.post_message(events.Key(key, key if len(key) == 1 else None))
    for _ in range(20):
        await bench.pilot.pause(0)


async def test_letters_go_on_while_rows_are_looked_for_and_the_newest_query_is_answered(
    plan_file: Path, slow: Callable[[], threading.Event]
) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        every = bench.rows
        await bench.press("slash")
        gate = slow()
        await _soon(bench, "d", "a", "t")
        assert bench.tab.query_one("#filter", TextField).value == "dat"  # seen at once
        assert bench.rows == every
        await _soon(bench, "enter", "j")  # for the rows that are to come
        assert bench.tab.query_one("#filter").has_focus
        gate.set()
        await bench.until(lambda: bench.table.has_focus and bench.app.work is None, "the rows have come")
        await bench.settle()
        assert bench.rows == _found(bench, "dat") != every
        assert bench.id == bench.rows[1]


@law(3, 60, phases=(Phase.explicit, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    typed=st.lists(st.sampled_from(["d", "a", "t", "!", " ", "ngan", "lead:", "đ", "backspace"]), min_size=1, max_size=6),
    burst=st.booleans(),
)
async def test_however_a_query_is_typed_its_rows_are_those_of_the_whole_query(
    plan_file: Path, slow: Callable[[], threading.Event], typed: list[str], burst: bool
) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "slash")
        for piece in typed:
            keys = [piece] if piece == "backspace" else ["space" if c == " " else c for c in piece]
            await _soon(bench, *keys) if burst else await bench.type(piece) if piece != "backspace" else await bench.press(piece)
        await bench.press("enter")
        await bench.until(lambda: bench.table.has_focus and bench.app.work is None, "the rows have come")
        assert bench.rows == _found(bench, bench.tab.query_text)


@longer
@pytest.mark.parametrize("key", of_these(["escape", "ctrl+c"], ["escape"]))
async def test_what_takes_long_is_told_and_stopped(
    plan_file: Path, slow: Callable[[], threading.Event], monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setattr(background, "MOMENT", 0.001)
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        every = bench.rows
        await bench.press("slash")
        gate = slow()
        await _soon(bench, "d")
        await bench.until(lambda: bench.app.work is not None and bench.app.work.told, "it is told")
        assert "7 " in bench.status and "Esc" in bench.status
        await _soon(bench, "enter", key)
        gate.set()
        assert bench.app.work is None
        await bench.settle()
        assert bench.rows == every
        assert bench.tab.query_text == "" == bench.tab.query_one("#filter", TextField).value


@in_proofs
async def test_a_sort_that_is_stopped_leaves_the_order(
    plan_file: Path, slow: Callable[[], threading.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(background, "MOMENT", 0.001)
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        every = bench.rows
        gate = slow()
        await _soon(bench, "s")
        await bench.until(lambda: bench.app.work is not None and bench.app.work.told, "it is told")
        await _soon(bench, "escape")
        gate.set()
        await bench.settle()
        assert bench.rows == every
        assert bench.tab.sorted_by is None and bench.table.sort_shown is None


async def test_a_fault_in_the_work_is_said_and_all_is_as_it_was(plan_file: Path) -> None:
    def fails(work: background.Work) -> None:
        raise ZeroDivisionError

    put_back: list[str] = []
    async with open_workbench(plan_file) as bench:
        bench.expects_fault = True
        bench.app.run_long("x", fails, lambda nothing: None, if_stopped=lambda: put_back.append("as it was"))
        await bench.until(lambda: bench.app.work is None, "it has failed")
        await bench.settle()
        assert "lỗi của chương trình" in bench.status and put_back == ["as it was"]
        assert "ZeroDivisionError" in bench.app.late_fault
        await bench.press("4")
        assert bench.tab.table_name == "tasks", "keys are answered as before"


def test_the_text_that_is_searched_is_made_once_whoever_asks(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setitem(search_index._FORMS, search_index.Form.FOLDED, lambda texts: made.append(texts.name) or texts)
    plan = load(plan_file).plan
    view, again = (tasks_view(Frames(plan), plan, dt.date(2026, 11, 22), Words("vi")) for _ in range(2))
    narrow(again, parse("a"), {})
    alone = len(made)
    threads = [threading.Thread(target=lambda: narrow(view, parse("a"), {})) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 2 * alone


async def test_many_rows_are_copied_beside_the_screen_and_a_stop_leaves_the_clipboard(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_screen, "_AT_ONCE", 0)
    monkeypatch.setattr(background, "MOMENT", 0.001)
    copied: list[str] = []
    async with open_workbench(plan_file) as bench:
        monkeypatch.setattr(bench.app, "copy", copied.append)
        await bench.press("4", "X")
        gate = threading.Event()
        each = background.Work.each
        monkeypatch.setattr(background.Work, "each", lambda *given: (gate.wait(PATIENCE), each(*given))[1])
        await _soon(bench, next(iter(bench.app.keys_of(BY_ID["copy_rows"]))))
        await bench.until(lambda: bench.app.work is not None and bench.app.work.told, "it is told")
        await _soon(bench, "ctrl+c")
        gate.set()
        await bench.settle()
        assert copied == []
        await bench.press(next(iter(bench.app.keys_of(BY_ID["copy_rows"]))))
        await bench.until(lambda: copied, "it is copied")
        assert len(copied[0].splitlines()) == len(bench.rows)
