"""What is done later: one rule for all of it, kept in one place."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest

import tui
from tests.support.key_order import send_at_once
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.screens.dialogs.choose import Answer, Choose
from tui.store.log.journal import journal_folder
from tui.terminal import later
from tui.terminal.background import Work

ROOT = Path(tui.__file__).parent
_LATER = frozenset(
    {
        *("call_later", "call_after_refresh", "call_next", "call_from_thread", "set_timer", "set_interval", "run_worker", "work"),
        *("call_at", "call_soon", "call_soon_threadsafe", "create_task", "ensure_future", "run_in_executor", "add_done_callback"),
    }
)
"""What Textual and the event loop have for something that is to be done later."""
_OTHERWISE = {
    "terminal/later.py": {"call_later", "call_after_refresh", "call_soon_threadsafe"},  # the place
    "terminal/frame_pace.py": {"call_later", "call_soon"},  # when a frame is drawn, which is what others wait for
    "terminal/textual_internals/driver.py": {"call_later"},  # the end of the program, from any thread
    "terminal/textual_internals/pace.py": {"set_timer"},  # the way of Textual that is replaced
    "terminal/app.py": {"call_later", "call_soon_threadsafe"},  # the end of the program: of a task that has died, by a signal
    "terminal/held_terminal.py": {"call_soon_threadsafe"},  # a stop by a signal, which the driver itself answers
    "terminal/stray_faults.py": {"add_done_callback"},  # looks at every task there is
    "terminal/type_ahead.py": {"call_later"},  # the person's keys, in their order
    "web/process.py": {"create_task", "ensure_future"},  # a server, which has no screen: a session's process is waited for
    "web/server.py": {"create_task", "add_done_callback"},  # the same: what is open, and its end
}
"""Where something else is meant, by file."""


def _scheduled(text: str) -> set[str]:
    return {
        node.attr
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Attribute) and node.attr in _LATER and not (node.attr == "work" and not _decorates(node, text))
    }


def _decorates(node: ast.Attribute, text: str) -> bool:
    return any(node in getattr(one, "decorator_list", ()) for one in ast.walk(ast.parse(text)))


def test_everything_that_is_done_later_goes_through_one_place() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): scheduled
        for path in ROOT.rglob("*.py")
        if (scheduled := _scheduled(path.read_text(encoding="utf-8")))
    }
    assert found == _OTHERWISE, "ask tui/terminal/later.py for it: soon, after_refresh, after, AfterRest, from_thread"


@pytest.mark.parametrize(
    "planted",
    [
        "def f(s):\n    s.call_later(s.g)\n",
        "def f(s):\n    s.hand_over(s.call_after_refresh)\n",
        "import asyncio\nasyncio.create_task(f())\n",
    ],
)
def test_what_goes_another_way_is_seen(planted: str) -> None:
    assert _scheduled(planted)


# -- asked by itself whether it is there -------------------------------------------------------------------------------------


async def test_nothing_is_done_for_what_is_gone(plan_file: Path) -> None:
    done: list[str] = []
    async with open_workbench(plan_file) as bench:
        await bench.press("H")
        screen = bench.app.screen
        part = screen.query_one("#title")
        for owner, name in ((screen, "screen"), (part, "part"), (bench.app, "program")):
            later.soon(owner, done.append, f"{name} soon")
            later.after_refresh(owner, done.append, f"{name} refresh")
            later.after(0, owner, done.append, f"{name} after")
        screen._pruning = True  # as Textual says that it is being taken apart
        assert not later.is_there(screen) and not later.is_there(part) and later.is_there(bench.app)
        await bench.until(lambda: "program after" in done, "all of it has had its time")
        await bench.settle()
        assert sorted(done) == ["program after", "program refresh", "program soon"]


async def test_what_waits_for_a_frame_of_a_box_that_goes_is_done_all_the_same(plan_file: Path) -> None:
    """Textual has it wait for a frame of the screen in front, and forgets it with that: the panel then never came to the record."""
    done: list[str] = []
    async with open_workbench(plan_file) as bench:
        below, box = bench.app.screen, Choose(bench.words, "?", "?", [Answer("a", "a", "a")])
        await bench.app.push_screen(box)
        await bench.settle()
        bench.app.pop_screen()
        box._callbacks += [(lambda: done.append("below"), below), (lambda: done.append("its own"), box)]
        await bench.until(lambda: not box.is_running, "it is gone")
        assert done == ["below"]


# -- what goes wrong in it ---------------------------------------------------------------------------------------------------


class Panic(BaseException):
    """As compiled code gives up: no ``Exception``."""


async def _fails_later(bench: Driver, how: Callable[[Callable[[], object]], object], fault: BaseException) -> None:
    def fails() -> None:
        raise fault

    bench.expects_fault, bench.app.late_fault = True, ""
    how(fails)
    await bench.until(lambda: bench.app.late_fault, "it has failed")
    assert repr(fault) in bench.app.late_fault or type(fault).__name__ in bench.app.late_fault


async def test_a_fault_in_it_is_a_sentence_and_ends_nothing(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        screen = bench.app.screen
        for how in (
            lambda fails: later.soon(screen, fails),
            lambda fails: later.after_refresh(bench.app, fails),
            lambda fails: later.after(0, screen, fails),
            lambda fails: bench.app.after_unseen(0, fails),
            lambda fails: later.AfterRest(screen, fails, 0, 0).stir(),
            lambda fails: bench.app.read_beside(lambda: None, fails),
            lambda fails: bench.app.run_long("x", _nothing, lambda _: fails()),
        ):
            bench.app.plan_screen.tell("")
            await _fails_later(bench, how, ZeroDivisionError("x"))
            assert "lỗi của chương trình" in bench.status
            assert bench.app.is_running and bench.app._exception is None
        (kept,) = journal_folder().glob("fault-*.txt")
        assert "ZeroDivisionError" in kept.read_text(encoding="utf-8")
        assert kept.stat().st_mode & 0o077 == 0, "it may hold text of the plan"


async def test_nor_does_what_compiled_code_gives_up_with_nor_one_behind_a_box(plan_file: Path) -> None:
    """The other way round: an empty plan, a box in front, all in one read."""
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await bench.press("ctrl+p")
        box = bench.app.screen
        await _fails_later(bench, lambda fails: later.soon(box, fails), Panic())
        assert "lỗi của chương trình" in bench.screen
        await send_at_once(bench, ["escape", "4"])
        assert bench.tab.table_name == "tasks"


def _nothing(work: Work) -> None:
    """Work that is done."""
