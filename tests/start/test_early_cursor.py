"""The cursor of the kept page: every answer from kept rows is the one given after loading, and nothing that is typed at it is lost."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.kept_pages import OPENING, SIZE, kept, opened_once, opening_over
from tests.support.lengths import LONG, in_proofs, law, longer, of_these
from tests.support.small_plan import EMPTY
from tests.support.terminal import until
from tests.support.wire_beside import beside
from tests.support.workbench import Driver, open_workbench
from tui.start import first_page
from tui.start.early_cursor import Kept, Over
from tui.terminal.cells import Cells
from tui.terminal.frame_diff import Frame
from tui.terminal.kept_page import lines_of, page_of
from tui.terminal.kept_rows import kept_rows
from tui.terminal.startup import Startup

BEFORE = (
    *("down", "up", "right", "left", "pagedown", "end", "home", "2", "3", "4", "1", "s", "x", "Z", "z", "u", "backslash", "X") * 2,
    *("slash a enter", "slash escape", "right right enter 7 enter", "4 a escape", "o enter", "C escape", "greater_than_sign", "G", "g"),
)
"""What a person may have done before; an edit among it."""
NAMES = {b"j": "down", b"k": "up", b"\x1b[B": "down", b"\x1b[A": "up"}


async def _same_after_loading(driver: Driver, steps: list[bytes]) -> int:
    """Whether kept rows answer these keys as the program does; how many they have answered."""
    app, screen = driver.app, driver.app.screen
    painter = app._painter
    frame = painter.frame if painter is not None else None
    kept_for_next = kept_rows(screen, painter, frame, ("", 0)) if hasattr(screen, "movable") and painter and frame else None
    page = page_of(frame) if frame is not None else None
    if kept_for_next is None or page is None or frame is None or painter is None:
        return 0
    width, height = frame.width, frame.height
    found = Kept.read(kept_for_next.texts(), width, height)
    over = Over(found)
    side = {(y, x + at) for y, x, cells, _ in found.beside for at in range(cells)}
    for sent in steps:
        if not over.step(found.keys[sent]):
            break
        await driver.press(NAMES[sent])
        assert screen.cursor_line() == over.line
        early = lines_of(page, painter._cells, width, over.shown)
        assert early is not None and frame.lines is not None
        for y in range(height - 1):
            differing = [x for x in range(width) if early[y][x] is not frame.lines[y][x] and (y, x) not in side]
            assert not differing, (y, differing, driver.screen)
        assert all(early[y][x][0] in (" ", "") for y, x in side), "nothing stands beside it that could be of this record"
    return over.answered


@longer
@pytest.mark.slow
@pytest.mark.parametrize(
    ("size", "seed"), of_these([(size, seed) for size in ((80, 24), SIZE, (160, 45)) for seed in range(6)], [(SIZE, 2)])
)
async def test_every_answer_from_kept_rows_is_the_one_given_after_loading(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], seed: int
) -> None:
    chosen, answered = random.Random(seed), 0
    with beside(monkeypatch):
        async with open_workbench(plan_file, size=size, shipped=False, every_frame=True) as driver:
            await driver.press("down")
            answered += await _same_after_loading(driver, [b"\x1b[B", b"j", b"k"])
            assert answered == 3
            for _ in range(12 if LONG else 3):
                await driver.press(*chosen.choice(BEFORE).split(" "))
                if not hasattr(driver.app.screen, "movable"):
                    await driver.press("escape")
                answered += await _same_after_loading(driver, [b"j", b"\x1b[B", *chosen.choices(list(NAMES), k=6)])
    assert answered > 6


async def test_a_plan_without_rows_has_no_early_cursor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(EMPTY, encoding="utf-8")
    with beside(monkeypatch):
        async with open_workbench(plan, size=SIZE, shipped=False) as driver:
            assert await _same_after_loading(driver, [b"j"]) == 0


# -- what is kept -----------------------------------------------------------------------------------------------------------

_ROWS = [((y, 2, 5, [("", f"row {y}")]), (y, 2, 5, [("7", f"row {y}")])) for y in range(3)]
_KEPT = Kept({b"\x1b[B": 1, b"k": -1}, 1, _ROWS, [(4, 0, 9, [("48;5;2", " " * 9)])], ("/somewhere/__init__.py", 17))


def test_rows_come_back_as_they_were() -> None:
    back = Kept.read(_KEPT.texts(), 20, 8)
    assert (back.keys, back.at, list(back.rows), list(back.beside)) == (_KEPT.keys, 1, _ROWS, list(_KEPT.beside))
    assert Kept.rests_upon(_KEPT.texts()) == ("/somewhere/__init__.py", 17)
    assert not back.is_of_this_program, "what was to read the keys is gone"


def test_beyond_the_window_nothing_is_answered() -> None:
    over = Over(_KEPT)
    first = over.step(1)
    assert first == [*_KEPT.beside, _ROWS[1][0], _ROWS[2][1]]
    assert over.step(1) == [] and (over.line, over.answered) == (2, 1)
    assert over.step(-1) == [_ROWS[2][0], _ROWS[1][1]]


@law(60, 2000)
@given(st.data())
def test_a_strangers_rows_are_refused_or_harmless(data: st.DataObject) -> None:
    """Whatever stands in the file: what is written to the terminal are letters in its window, and codes of colours."""
    lines = _KEPT.texts()
    at = data.draw(st.integers(0, len(lines) - 1))
    cut = data.draw(st.integers(0, len(lines[at])))
    lines[at] = (
        lines[at][:cut]
        + data.draw(st.sampled_from(["\x1b]0;x\x07", "\t", "9" * 30, "-1", " ", "x" * 40, ":", "99 0 1"]))
        + lines[at][cut + 1 :]
    )
    try:
        found = Kept.read(lines, 20, 8)
    except ValueError:
        return
    for part in [one for pair in found.rows for one in pair] + list(found.beside):
        y, x, cells, runs = part
        assert 0 <= y < 7 and x >= 0 and x + cells <= 20
        assert all(text.isprintable() and set(codes) <= set("0123456789;") for codes, text in runs)


def test_rows_that_are_no_longer_of_the_page_are_not_believed() -> None:
    """Wider than they say: the program paints everything afresh, and goes on from nothing it does not know."""
    cells = Cells()
    frame = Frame(cells, 6, 2, fills=True)
    frame.lines = [cells.written("abcdef", "")] * 2
    page = page_of(frame)
    assert page is not None and lines_of(page, cells, 6, [(0, 0, 3, [("", "xyz")])]) is not None
    assert lines_of(page, cells, 6, [(0, 0, 3, [("", "漢字")])]) is None
    assert lines_of(page, cells, 6, [(0, 4, 3, [("", "xyz")])]) is None


# -- in a terminal ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def open_plan(plan_file: Path) -> Iterator[Any]:
    """Starts the program on the sample plan, and waits for its first screen only."""
    with opening_over(plan_file) as start:
        yield start


@pytest.fixture(autouse=True)
def no_pages(nobodys_home: None) -> None:
    for path in kept():
        path.unlink()


def _cursor(terminal: Any) -> list[int]:
    return [y for y, line in enumerate(terminal.text.splitlines()) if line.startswith(" ▸")]


@pytest.mark.slow
def test_moves_are_answered_while_it_loads_and_what_follows_is_answered_after(open_plan: Any) -> None:
    opened_once(open_plan)
    again = open_plan()
    (first,) = _cursor(again)
    beside_it = again.text.splitlines()[-4:-1]
    again.send("\x1b[B")
    until(again, lambda: _cursor(again) == [first + 1], "the row below")
    again.send("j")
    until(again, lambda: _cursor(again) == [first + 2], "the row below that")
    assert OPENING in again.text and again.text.splitlines()[-4:-1] != beside_it, "not loaded, and beside it nothing of the row above"
    again.go_on()
    seen = []
    titles = {title for title in beside_it if title.strip()}

    def settled() -> bool:
        seen.append(_cursor(again))
        assert not titles & set(again.text.splitlines()[-4:-1]), "what stood beside the first row"
        return "lọc" in again.text.splitlines()[-1]

    until(again, settled, "the program")
    assert {tuple(lines) for lines in seen} == {(first + 2,)}, "it never goes back"
    again.send("\x1b[A4/dat dai\r")
    again.wait_for("đất đai")
    again.send("1")
    until(again, lambda: _cursor(again) == [first + 1], "where the keys have led in all")
    again.send("q")
    assert again.finish() == 0


@pytest.mark.slow
@in_proofs
def test_a_window_of_another_size_is_not_written_on(open_plan: Any) -> None:
    opened_once(open_plan)
    again = open_plan()
    again.process.setwinsize(26, 90)
    again.send("\x1b[B\x1b[B4")
    again.go_on()
    again.wait_for("III#1")
    again.send("1")
    again.wait_for("GRDP")
    assert len(_cursor(again)) == 1
    again.send("q")
    assert again.finish() == 0


@pytest.mark.slow
@in_proofs
def test_the_rows_are_not_made_again_at_every_start(open_plan: Any) -> None:
    opened_once(open_plan)
    (page,) = kept()
    before = page.stat()
    assert Path(first_page.folder() or "") == page.parent
    opened_once(open_plan)
    after = page.stat()
    assert (after.st_ino, after.st_size) == (before.st_ino, before.st_size) and after.st_mtime_ns > before.st_mtime_ns


def test_it_waits_for_nobody_who_does_not_say_where_the_cursor_stands() -> None:
    """A box over the plan, another screen: what is true is shown at once."""
    assert not Startup._is_behind_early(Startup.__new__(Startup), object())  # type: ignore[arg-type]
