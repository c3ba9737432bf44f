"""The page that is kept when a plan is left: what the next start shows at rest, cell by cell, or none."""

from __future__ import annotations

import datetime as dt
import os
import random
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.kept_pages import OPENING, SIZE, kept, opening_over
from tests.support.lengths import LONG, in_proofs, longer, of_these
from tests.support.terminal import _to_the_status, screen_at_rest, until
from tests.support.wire_beside import XTERM
from tests.support.workbench import AS_OF, Driver, open_workbench
from tui.app import Workbench
from tui.start import first_page
from tui.start.early_cursor import Kept
from tui.terminal.frame_sender import Painter
from tui.terminal.kept_page import page_of
from tui.terminal.kept_rows import kept_rows

EDIT = ":tab_tasks", "status", "enter", "returned"
MOVES = (
    *("down", "up", "right", "left", "pagedown", "end", "end up up up", "down down down down right right", "s", "u", "n") * 3,
    *(":tab_targets", ":tab_sectors", ":tab_enterprises", ":tab_tasks") * 3,
    *("slash a enter", "slash t i enter", "slash escape", "escape", "greater_than_sign", "Z Z", "x", "tab", "C escape", "wider", "smaller"),
    *(" | ".join((*EDIT, "ctrl+s")), " | ".join(EDIT), "ctrl+s", "ctrl+z"),
)
"""What a person may do before they leave."""
ASKED = ["plan.toml"]


@pytest.fixture(autouse=True)
def as_started(monkeypatch: pytest.MonkeyPatch, nobodys_home: None) -> None:
    """Every session begins on what it would find now."""
    monkeypatch.setattr(Workbench, "grounds_of_start", lambda _: first_page.grounds(ASKED))
    for path in kept():
        path.unlink()


def painter_of(app: Workbench) -> Painter:
    app._painter = app._painter or Painter(app, XTERM)
    return app._painter


def left(driver: Driver) -> Any:
    """What is kept when the plan is left now; None for nothing."""
    painter_of(driver.app)
    driver.app.flows.navigation.remember_place()
    return driver.app.page_left(ASKED)


async def walked(plan: Path, size: tuple[int, int], keys: list[str], **how: Any) -> Any:
    """What is kept after these keys."""
    async with open_workbench(plan, size=size, resumes=True, every_frame=True, **how) as driver:
        for key in (one for step in keys for one in step.split(" | ")):
            if key in ("wider", "smaller"):
                by = 7 if key == "wider" else -3
                await driver.pilot.resize_terminal(driver.app.size.width + by, driver.app.size.height + by // 3)
                await driver.settle()
            elif key == "status":
                await driver.column("status")
            elif key == "returned":
                await driver.type("tra lai")
                await driver.press("enter")
            elif key.startswith(":"):  # a digit would be a figure in some columns
                await driver.run(key[1:])
            else:
                await driver.press(*key.split(" "))
        await driver.settle()
        found = left(driver)
        driver.app.session.end(keep=False)
        return found


async def is_what_comes(page_left: Any, plan: Path, **how: Any) -> None:
    """Raises AssertionError with the first line in which the next start at rest is not what was kept."""
    async with open_workbench(plan, size=page_left.size, resumes=True, every_frame=True, **how) as driver:
        await driver.settle()
        painter, screen = painter_of(driver.app), driver.app.screen
        frame = painter.pictured(screen)
        assert frame is not None
        page = page_of(frame)
        assert page is not None and page_left.page is not None and len(page) == len(page_left.page)
        for y, (ours, theirs) in enumerate(zip(page_left.page[:-1], page[:-1], strict=True)):
            assert ours == theirs, (y, "".join(text for _, text in ours), "".join(text for _, text in theirs))
        rows = kept_rows(screen, painter, frame, ("", 0)) if hasattr(screen, "movable") else None
        if page_left.rows and rows is not None:
            before, now = (Kept.read(lines, *page_left.size) for lines in (page_left.rows, rows.texts()))
            assert (before.keys, before.at, before.rows, before.beside) == (now.keys, now.at, now.rows, now.beside)
        driver.app.session.end(keep=False)


@longer
@pytest.mark.parametrize(("size", "seed"), of_these([(s, n) for s in ((80, 24), SIZE, (160, 45)) for n in range(8)], [(SIZE, 1)]))
async def test_wherever_somebody_leaves_the_next_start_shows_the_page_that_was_kept(
    plan_file: Path, size: tuple[int, int], seed: int
) -> None:
    chosen, found = random.Random(seed), 0
    for _ in range(8 if LONG else 3):
        page = await walked(plan_file, size, [chosen.choice(MOVES) for _ in range(chosen.randrange(1, 7))])
        if page is not None:
            found += 1
            await is_what_comes(page, plan_file)
    assert found


@longer
@pytest.mark.parametrize(
    "keys",
    of_these(
        [
            [":tab_tasks", "pagedown", "up up up", "right right right"],
            [":tab_tasks", "slash d a t enter", "down"],
            [":tab_enterprises", "right", "s", "down down"],
            [*EDIT, "ctrl+s", "down"],
            [":tab_tasks", "pagedown", "wider", "up"],
        ],
        [[":tab_tasks", "pagedown", "up up up", "right right right"], [*EDIT, "ctrl+s", "down"]],
    ),
)
async def test_a_place_is_found_again_with_its_line_its_column_and_what_was_asked(plan_file: Path, keys: list[str]) -> None:
    page = await walked(plan_file, SIZE, keys)
    assert page is not None and page.rows
    await is_what_comes(page, plan_file)


async def test_where_the_next_start_shows_something_else_nothing_is_kept(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file, size=SIZE, resumes=True, every_frame=True) as driver:

        async def is_none(what: str, *keys: str) -> None:
            await driver.press(*keys)
            assert left(driver) is None, what

        await driver.press("down")
        assert left(driver) is not None
        await is_none("a mark", "x")
        await driver.press("k", "x")
        assert left(driver) is not None
        await is_none("the panel", "tab")
        await is_none("a box", "escape", "question_mark")
        await driver.press("escape", "k", "j")
        driver.app.session.look_from(AS_OF + dt.timedelta(days=9))
        await is_none("another day")
        driver.app.session.look_from(AS_OF)
        await driver.settle()
        assert left(driver) is not None
        for what, name, value in (
            ("nothing is resumed", "kept", False),
            ("who asks for a fresh start begins elsewhere", "_fresh", True),
        ):
            with monkeypatch.context() as other:
                other.setattr(driver.app.left, name, value)
                assert left(driver) is None, what
        with monkeypatch.context() as other:
            other.setattr(driver.app, "grounds_of_start", lambda: "other settings")
            assert left(driver) is None, "the next start reads other settings"
        await driver.run("tab_tasks")
        await driver.column("status")
        await driver.press("enter")
        await driver.type("tra lai")
        await driver.press("enter")
        assert driver.unsaved == 1 and left(driver) is None, "an edit the next start asks about"
        await driver.press("ctrl+z")
        assert left(driver) is not None
        plan_file.write_text(plan_file.read_text(encoding="utf-8") + "\n# another's\n", encoding="utf-8")
        assert left(driver) is None, "somebody else has saved"


def test_pages_of_a_plan_are_given_up_together_and_no_others(tmp_path: Path) -> None:
    environ = {"XDG_CACHE_HOME": str(tmp_path), "HOME": "/"}
    first_page.forget("a.toml", environ)
    for plan, width in (("a.toml", 80), ("a.toml", 90), ("b.toml", 80)):
        assert first_page.keep([[("", "x")]], "stamp", plan, width, 1, environ)
    assert first_page.is_kept("stamp", "a.toml", 90, 1, environ) and not first_page.is_kept("stam", "a.toml", 90, 1, environ)
    first_page.forget("a.toml", environ)
    assert not first_page.is_kept("stamp", "a.toml", 80, 1, environ) and not first_page.is_kept("stamp", "a.toml", 90, 1, environ)
    assert first_page.is_kept("stamp", "b.toml", 80, 1, environ)


# -- in a terminal ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_plan(plan_file: Path) -> Iterator[Any]:
    """Starts the program on the sample plan, and waits for its first screen only."""
    with opening_over(plan_file) as start:
        yield start


def _left_by(open_plan: Any, keys: str, end: Callable[[Any], None]) -> list[str]:
    """The screen at rest of a session that went to the tasks and pressed keys, ended somehow."""
    terminal = open_plan(held=False)
    terminal.send("4")
    terminal.wait_for("III#1")
    terminal.send(keys)
    seen = screen_at_rest(terminal).splitlines()
    end(terminal)
    terminal.finish()
    return seen


def _quit(terminal: Any) -> None:
    terminal.send("q")


@pytest.mark.slow
def test_who_left_at_another_row_sees_it_at_once_and_goes_on_from_there(open_plan: Any) -> None:
    seen = _left_by(open_plan, "jjjl", _quit)
    (page,) = kept()
    assert page.stat().st_mode & 0o777 == 0o600
    again = open_plan()
    assert OPENING in again.text and again.text.splitlines()[:-1] == seen[:-1]
    again.send("j")
    until(again, lambda: again.text.splitlines()[:-1] != seen[:-1] and OPENING in again.text, "the row below, before it is loaded")
    again.go_on()
    again.send("k")
    again.wait_for("lọc")
    until(again, lambda: again.text.splitlines()[:-1] == seen[:-1], "the same screen when it is")
    again.send("q")
    assert again.finish() == 0


@pytest.mark.slow
@in_proofs
def test_however_it_ended_only_a_page_that_comes_is_shown(open_plan: Any, plan_file: Path) -> None:
    def hangs_up(terminal: Any) -> None:
        os.kill(terminal.process.pid, signal.SIGHUP)

    def is_killed(terminal: Any) -> None:
        os.kill(terminal.process.pid, signal.SIGKILL)

    seen = _left_by(open_plan, "jjj", hangs_up)
    again = open_plan()
    assert again.text.splitlines()[:-1] == seen[:-1], "nothing was unsaved"
    again.go_on()
    again.wait_for("lọc")
    _quit(again)
    assert again.finish() == 0
    other = open_plan(size=(90, 28))
    assert "III#" not in other.text, "a window of another size"
    other.go_on()
    other.wait_for("III#")
    _quit(other)
    assert other.finish() == 0
    fresh = open_plan("--fresh")
    assert "III#" not in fresh.text, "afresh"
    fresh.go_on()
    fresh.wait_for("GRDP")
    _quit(fresh)
    assert fresh.finish() == 0
    for ends in (hangs_up, is_killed):
        _left_by(open_plan, _to_the_status() + "\rtra lai\r", ends)
        again = open_plan()
        assert "III#" not in again.text, "what was left unsaved is asked about first"
        again.go_on()
        again.wait_for("chưa")
        is_killed(again)
        again.finish()
        for journal in (Path(os.environ["XDG_STATE_HOME"]) / "kehoach").glob("*.journal"):
            journal.unlink()
    _left_by(open_plan, "j", _quit)
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("GRDP", "GRDQ"), encoding="utf-8")
    assert "III#" not in open_plan().text, "somebody else has saved"
