"""What a second process hands over of a plan is what a start works out of it, and nothing else is ever taken up."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.support.lengths import of_these
from tests.support.paths import SHIPPED
from tests.support.pauses import until
from tui.app import Workbench
from tui.frames.build import Frames
from tui.frames.methods.headline import headline_on
from tui.frames.tables.sectors import sectors_view
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.screens.table.table_screen import TableScreen
from tui.session import first_view
from tui.session.answers import AnswersKept
from tui.session.asked_by_tabs import asked_by_tabs
from tui.session.resume import Place, keep_place
from tui.session.session import Session
from tui.store.plan_file import load
from tui.store.snapshot import open as opening
from tui.store.snapshot.open import open_plan
from tui.terminal.textual_internals.screens import nothing_to_come

DAY = dt.date(2024, 6, 30)
_NOON = dt.datetime(2024, 6, 30, 12, tzinfo=dt.timezone(dt.timedelta(hours=7))).timestamp()


@pytest.fixture(autouse=True)
def day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A day, and a folder of what saves time, nobody else's."""
    monkeypatch.setattr(time, "time", lambda: _NOON)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


class Handed:
    """A second process that has handed over all it does, or that never came so far."""

    def __init__(self, *pieces: bytes) -> None:
        self.pieces, self.ended = list(pieces), 0

    def next_piece(self, seconds: float) -> bytes | None:
        assert seconds < 1
        return self.pieces.pop(0) if self.pieces else None

    def end(self) -> None:
        self.ended += 1


def handed(path: Path, language: str = "vi") -> Handed:
    pieces: list[bytes] = []
    first_view.work_out(str(path), language, False, pieces.append)
    return Handed(*pieces)


def opened(path: Path, second: Handed | None, language: str = "vi") -> Session:
    return Session(open_plan(path, second=second), Words(language), as_of=DAY, journaling=False)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the frames that are worked out, as they are."""
    found: list[str] = []
    make = Frames._made

    def making(frames: Frames, derived: Any, args: Any) -> Any:
        value = make(frames, derived, args)
        if isinstance(value[0], pl.DataFrame):
            found.append(derived.name)
        return value

    monkeypatch.setattr(Frames, "_made", making)
    return found


def shows_the_plan(session: Session, path: Path) -> None:
    """Raises AssertionError unless plan and views are those of the file as it stands."""
    alone = load(path)
    assert session.plan == alone.plan and session.loaded.problems == alone.problems and session.loaded.doc == alone.doc
    assert session.loaded.read_only_because == alone.read_only_because
    frames = Frames(alone.plan)
    for view in (targets_view, sectors_view, tasks_view):
        shown = view(session.frames, session.plan, DAY, session.words)
        expected = view(frames, alone.plan, DAY, session.words)
        assert_frame_equal(shown.frame, expected.frame)
        assert [column.key for column in shown.columns] == [column.key for column in expected.columns]
    assert headline_on(session.frames, DAY) == headline_on(frames, DAY)


BROKEN = '[plan]\ntitle = "Kế hoạch"\n[tasks.t]\nsummary = "Việc"\ndue = "mai"\n' + "#" * 1024
PLANS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "with problems": lambda text: text + BROKEN.partition("\n\n")[2] + '\n[tasks.t]\nsummary = "Việc"\ndue = "mai"\n',
    "no TOML": lambda text: text + "\nx",
    "with lines of Windows": lambda text: text.replace("\n", "\r\n"),
    "nothing but a comment": lambda text: "#" * 2000,
}


@pytest.mark.parametrize("kind", PLANS)
def test_a_start_that_is_handed_a_plan_shows_what_one_alone_does(plan_file: Path, kind: str, made: list[str]) -> None:
    plan_file.write_text(PLANS[kind](plan_file.read_text(encoding="utf-8")), encoding="utf-8", newline="")
    second = handed(plan_file)
    made.clear()
    session = opened(plan_file, second)
    for step in asked_by_tabs(session.frames, DAY, session.words)["targets"]:
        step()
    assert not made and second.ended
    shows_the_plan(session, plan_file)


def test_the_plan_is_not_read_again_where_all_of_it_was_handed_over(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = handed(plan_file)
    monkeypatch.setattr(opening, "load_state", lambda *given: pytest.fail("it is read again"))
    done: list[str] = []
    loaded = open_plan(plan_file, meanwhile=lambda: done.append("loaded"), second=second)
    assert done == ["loaded"] and len(second.pieces) == 1  # the frames are waited for when somebody asks for one
    assert loaded.regular is not None


def test_what_is_late_odd_or_of_another_state_of_the_file_is_worked_out(plan_file: Path, made: list[str]) -> None:
    whole = handed(plan_file).pieces
    plan_file.write_bytes(plan_file.read_bytes().replace(b"2021", b"2022", 1))
    other = handed(plan_file).pieces
    hostile = (
        *((), whole, (other[0],), (other[0], whole[1]), (b"", b""), (other[0], other[1][:-9]), (other[1], other[0])),
        *((other[0][:-1] + b"x", other[1]), (other[0], other[0]), (other[1], other[1])),
    )
    for pieces in hostile:
        made.clear()
        done: list[str] = []
        second = Handed(*pieces)
        loaded = open_plan(plan_file, meanwhile=lambda done=done: done.append("loaded"), second=second)  # type: ignore[misc]
        session = Session(loaded, Words("vi"), as_of=DAY, journaling=False)
        shows_the_plan(session, plan_file)
        assert done == ["loaded"] and "tui.frames.tables.tasks.task_rows" in made


def test_of_another_day_or_language_only_the_plan_is_taken_up(plan_file: Path, made: list[str]) -> None:
    for language, day in (("en", DAY), ("vi", DAY + dt.timedelta(days=1))):
        second = handed(plan_file)
        made.clear()
        session = opened(plan_file, second, language)
        targets_view(session.frames, session.plan, day, session.words)
        assert "tui.frames.tables.targets.target_rows" in made
        shows_the_plan(session, plan_file)


def test_what_was_handed_over_is_kept_for_the_next_start(plan_file: Path, made: list[str]) -> None:
    session = opened(plan_file, handed(plan_file))
    targets_view(session.frames, session.plan, DAY, session.words)
    keep = AnswersKept(session).to_be_kept()
    assert keep is not None
    keep()
    made.clear()
    again = opened(plan_file, None)
    targets_view(again.frames, again.plan, DAY, again.words)
    assert not made

    again.frames.let_go_of_answers()  # what is here is not held twice; the others are taken up as before
    assert AnswersKept(again).to_be_kept() is None, "the file has all of it still"
    shows_the_plan(again, plan_file)
    another = Session(again.loaded, Words("vi"), as_of=DAY, journaling=False)
    made.clear()
    shows_the_plan(another, plan_file)
    assert "tui.frames.tables.targets.target_rows" in made, "what was let go of is worked out"


def test_nothing_is_handed_over_of_what_has_a_snapshot_or_is_no_plan_yet(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OSError, match="gone"):
        handed(tmp_path / "gone.toml")
    empty = tmp_path / "empty.toml"
    empty.write_bytes(b"")
    assert not handed(empty).pieces
    second = handed(plan_file)
    monkeypatch.setattr(opening, "SMALLEST", os.stat(plan_file).st_size)
    assert not handed(plan_file).pieces
    session = opened(plan_file, second)
    assert second.ended and len(second.pieces) == 2
    shows_the_plan(session, plan_file)


@pytest.mark.parametrize("tab", of_these(("targets", "tasks", "sectors", "enterprises"), ("targets", "tasks")))
async def test_the_first_screen_with_its_side_works_no_frame_out(tab: str, tmp_path: Path, made: list[str]) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_bytes(SHIPPED.read_bytes())
    assert keep_place(plan, Place(mode=tab), "targets")
    second = handed(plan)
    made.clear()
    app = Workbench(opened(plan, second), resumes=True)
    async with app.run_test(size=(100, 30)) as pilot:
        await until(pilot, lambda: nothing_to_come(app.screen) and isinstance(app.screen, TableScreen) and app.screen.rests, "it rests")
        assert app.current_mode == tab
    assert not made
