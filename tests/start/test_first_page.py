"""The page of the last time: seen at once, only while it is true, and the same as the one that takes its place."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.kept_pages import OPENING, kept, opened_once, opening_over
from tests.support.lengths import LONG, in_proofs, longer
from tests.support.paths import ROOT
from tests.support.terminal import put_away, until
from tui.start import first_page
from tui.terminal.cells import Cells
from tui.terminal.frame_diff import Frame
from tui.terminal.kept_page import lines_of, page_of


@pytest.fixture
def open_plan(plan_file: Path) -> Iterator[Any]:
    """Starts the program on the sample plan, and waits for its first screen only: the last words of it, whichever it is."""
    with opening_over(plan_file) as start:
        yield start


@pytest.fixture(autouse=True)
def no_pages(nobodys_home: None) -> None:
    for path in kept():
        path.unlink()


@pytest.mark.slow
@in_proofs
def test_the_second_start_shows_the_page_before_it_is_loaded(open_plan: Any) -> None:
    at_rest = opened_once(open_plan)
    (page,) = kept()
    assert page.stat().st_mode & 0o777 == 0o600 and page.parent.stat().st_mode & 0o777 == 0o700
    again = open_plan()
    assert "GRDP" in again.text and OPENING in again.text  # the rows, and that they do not answer yet
    assert again.text.splitlines()[:-1] == at_rest[:-1]
    again.go_on()
    again.wait_for("lọc")
    until(again, lambda: again.text.splitlines() == at_rest, "the same screen")


@pytest.mark.slow
def test_keys_typed_at_the_page_are_answered_when_it_is_loaded(open_plan: Any) -> None:
    opened_once(open_plan)
    again = open_plan()
    assert OPENING in again.text
    again.send("4/dat dai\r")
    again.go_on()
    again.wait_for("đất đai")
    again.send("q")
    assert again.finish() == 0


@longer
@pytest.mark.slow
def test_what_is_no_longer_true_is_not_shown(open_plan: Any, plan_file: Path) -> None:
    opened_once(open_plan)
    (page,) = kept()
    times, told = plan_file.stat(), page.read_text(encoding="utf-8")

    def is_not_shown(what: str, *more: str, in_its_place: str = "GRDP") -> None:
        again = open_plan(*more)
        assert "GRDP" not in again.text and OPENING in again.text, what
        again.go_on()
        again.wait_for(in_its_place)
        put_away(again)
        page.write_text(told, encoding="utf-8")
        page.chmod(0o600)

    if LONG:
        is_not_shown("the arguments", "--readonly")
    page.write_text(told.replace("\tGRDP", "\t\x1b]0;x\x07GRDP", 1).replace(";1", ";1m", 1), encoding="utf-8")
    is_not_shown("the page")
    if LONG:
        page.chmod(0o666)
        is_not_shown("a stranger's page")
    again = open_plan()
    assert "GRDP" in again.text and OPENING in again.text, "as it was kept it is shown"
    put_away(again)
    plan_file.write_text(plan_file.read_text(encoding="utf-8").replace("GRDP", "GRDQ"), encoding="utf-8")
    os.utime(plan_file, ns=(times.st_atime_ns, times.st_mtime_ns))  # a byte for a byte, at the same time of change
    is_not_shown("the plan", in_its_place="GRDQ")


_CODES = st.sampled_from(["", "1", "7", "1;38;5;12", "38;2;1;2;3;48;2;9;9;9", "4;44", "2;31"])
_TEXTS = st.text(st.sampled_from("abê ộ│▌●─ đ"), min_size=1, max_size=12)


@given(st.lists(st.tuples(_CODES, _TEXTS), min_size=1, max_size=6))
def test_a_page_comes_back_as_it_was(tmp_path_factory: pytest.TempPathFactory, runs: list[tuple[str, str]]) -> None:
    width = sum(len(text) for _, text in runs)
    cells = Cells()
    frame = Frame(cells, width, 2, fills=True)
    line = [cell for codes, text in runs for cell in cells.written(text, codes)]
    frame.lines = [line, line]
    page = page_of(frame)
    assert page is not None
    environ = {"XDG_CACHE_HOME": str(tmp_path_factory.getbasetemp() / "pages"), "HOME": "/"}
    assert first_page.keep(page, "stamp", "plan.toml", width, 2, environ)
    assert first_page.read("another stamp", "plan.toml", width, 2, environ) is None
    back = first_page.read("stamp", "plan.toml", width, 2, environ)
    assert back == (page, [])
    lines = lines_of(back[0], cells, width)
    assert lines is not None and all(a is b for a, b in zip(lines[0], line, strict=True))


def _shown(data: str, width: int) -> list[tuple[Any, ...]]:
    """What is seen of a line: of a blank its background and what draws a line through it."""
    screen = pyte.Screen(width, 2)
    pyte.Stream(screen).feed(data)
    cells = [screen.buffer[0][x] for x in range(width)]
    return [(c.data, c.bg, c.underscore, c.reverse, *((c.fg, c.bold) if c.data != " " or c.reverse else ())) for c in cells]


@given(st.lists(st.tuples(_CODES, _TEXTS), min_size=1, max_size=6))
def test_a_page_is_drawn_as_it_was(runs: list[tuple[str, str]]) -> None:
    width = sum(len(text) for _, text in runs)
    plainly = "".join(f"\x1b[0;{codes}m{text}" if codes else f"\x1b[0m{text}" for codes, text in runs)
    assert _shown(first_page.drawn([runs]), width) == _shown(plainly, width)


def test_every_folder_that_holds_code_tells_of_a_change() -> None:
    package = ROOT / "tui"
    holding = {path.parent.relative_to(package) for suffix in ("py", "tcss") for path in package.rglob(f"*.{suffix}")}
    listed = list(map(Path, first_page._FOLDERS))
    assert sorted(listed) == sorted(holding)


def test_a_file_that_comes_to_a_folder_of_code_is_seen(plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in first_page._FOLDERS:
        (tmp_path / "tui" / folder).mkdir(parents=True, exist_ok=True)
    monkeypatch.setattr(first_page, "__file__", str(tmp_path / "tui" / "start" / "first_page.py"))
    before = first_page.stamp([], str(plan_file), 80, 24)
    for folder in first_page._FOLDERS:
        os.utime(tmp_path / "tui" / folder, ns=(1, 1))
        after = first_page.stamp([], str(plan_file), 80, 24)
        assert after is not None and after != before, folder
        before = after
