"""What ``--timings`` says: how long each step took, and which way was taken where there are several."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tui.commands import main
from tui.i18n.words import Words
from tui.session.answers import AnswersKept
from tui.session.session import Session
from tui.start import debug_log, first_page, first_paint, kept_answers, prepared, second, timings
from tui.store.plan_file import load
from tui.store.snapshot import open as opening
from tui.store.snapshot.open import open_plan

SIZE = (20, 2)
PAGE = [[("1", "Kế hoạch")], [("", "GRDP")]]


@pytest.fixture(autouse=True)
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A start of a home of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setattr(timings, "_steps", [])
    monkeypatch.setattr(timings, "_ways", {})
    monkeypatch.setattr(timings, "_noted", {})
    timings.begin()
    yield


def way(subject: str) -> str:
    found = [line for line in timings.told().splitlines() if line.startswith(f"{subject}: ")]
    return found[0].partition(": ")[2] if found else ""


def test_steps_and_the_last_way_of_a_subject_are_told_and_nothing_before_a_start_begins() -> None:
    timings.mark("first screen")
    timings.took("answers: none are kept")
    timings.took("answers: taken up", frames=14)
    assert timings.told().splitlines()[-2:] == [timings.told().splitlines()[2], "answers: taken up, frames 14"]
    assert timings.told().splitlines()[2].endswith("  first screen")
    timings.begin()
    assert way("answers") == ""
    timings._steps.clear()
    timings.took("answers: taken up")
    timings.mark("first screen")
    assert not timings._ways and not timings._steps


def test_the_log_is_told_what_was_decided_by_the_end_of_a_step(tmp_path: Path) -> None:
    debug_log.begin([debug_log.OPTION])
    timings.took("answers: none are kept")
    timings.took("answers: taken up", frames=14)
    timings.mark("first screen")
    timings.took("page: none is kept")
    timings.mark("plan on the screen")
    debug_log.end()
    told = [line.split(maxsplit=2)[2] for line in Path(debug_log.log_file()).read_text(encoding="ascii").splitlines()]
    assert told[1:] == ["first screen", "answers: taken up, frames 14", "plan on the screen", "page: none is kept"]


def test_it_says_why_no_page_is_shown(plan_file: Path) -> None:
    plan = str(plan_file)

    def shown(*asked: str, width: int = SIZE[0]) -> str:
        under = first_page.stamp(asked, plan, width, SIZE[1])
        assert under is not None
        timings.begin()
        first_page.read(under, plan, *SIZE)
        return way("page")

    assert shown() == "none is kept"
    first_page.keep(PAGE, str(first_page.stamp((), plan, *SIZE)), plan, *SIZE)
    assert shown() == "shown"
    assert shown("--readonly") == "not shown, of another program, terminal or settings, or other arguments"
    plan_file.write_bytes(plan_file.read_bytes() + b"# more\n")
    assert shown() == "not shown, the plan file has changed"
    first_page.keep(PAGE, str(first_page.stamp((), plan, *SIZE)), plan, *SIZE, true=(0.0, 1.0))
    assert shown() == "not shown, it is of another day"
    left = Path(str(first_page.places.resume_file(plan)))
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_text("x", encoding="utf-8")
    assert shown() == "not shown, the plan was left at another place"
    (kept,) = Path(str(first_page.folder())).iterdir()
    kept.write_text("x", encoding="utf-8")
    assert shown() == "not shown, what is kept is not as we write it"


def test_it_says_why_nothing_kept_is_taken_up(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened() -> tuple[str, str]:
        timings.begin()
        open_plan(plan_file)
        return way("plan"), way("answers")

    def kept() -> None:
        keep = AnswersKept(Session(load(plan_file), Words("vi"))).to_be_kept()
        assert keep is None  # nothing was worked out yet
        session = Session(load(plan_file), Words("vi"))
        from tui.frames.methods.headline import headline_on

        headline_on(session.frames, session.as_of)
        keep = AnswersKept(session).to_be_kept()
        assert keep is not None
        keep()

    assert opened() == ("read", "none are kept")
    kept()
    plan, answers = opened()
    assert plan == "as it was kept" and answers.startswith("taken up, frames ")
    with monkeypatch.context() as another:
        another.setattr(sys, "version", "another Python")
        assert opened() == ("read", "not taken up, they are of another program")
    text = plan_file.read_bytes()
    plan_file.write_bytes(text + b"# more\n")
    assert opened() == ("read", "not taken up, they are of the plan as it was before")
    plan_file.write_bytes(text)
    Path(kept_answers.path(str(kept_answers.folder()), plan_file)).write_bytes(b"x")
    assert opened() == ("read", "not taken up, they are not as we write them")
    monkeypatch.setattr(opening, "SMALLEST", 1)
    assert opened() == ("read", "")


def test_it_says_whether_a_second_process_was_begun_and_why_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "getloadavg", lambda: (7.5, 0.0, 0.0))

    def begin(plan: str | None, *, wanted: bool = True, kept: bool = False) -> str:
        timings.begin()
        monkeypatch.setattr(first_paint, "plan_without_page", lambda: plan)
        monkeypatch.setattr(second, "is_wanted", lambda: wanted)
        monkeypatch.setattr(kept_answers, "seem_kept", lambda plan, language: kept)
        main._begin_second([])
        return way("second process")

    monkeypatch.setattr(second, "begin", lambda work: None)
    monkeypatch.setattr(second, "begun", lambda: None)
    assert begin("plan.toml") == "could not be begun"
    monkeypatch.setattr(second, "begun", object)
    assert begin("plan.toml") == "begun"
    assert begin("plan.toml", kept=True) == "not begun, what it would find seems to be kept"
    assert begin("plan.toml", wanted=False) == "not begun, switched off or no core is free, load 7.5"
    assert begin(None).startswith("not begun, there is a page")


def test_it_says_why_code_was_not_prepared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    beside = tmp_path / "prepared"
    monkeypatch.setattr(prepared, "beside_program", lambda: str(beside))
    monkeypatch.setattr(prepared, "_in_use", None)
    monkeypatch.setattr(prepared, "_stale", False)

    def begin(told: str = "1") -> str:
        timings.begin()
        prepared.begin({prepared.VARIABLE: told})
        return way("code")

    assert begin("0") == "not prepared, it is switched off"
    assert begin() == "not prepared, none is there"
    beside.write_bytes(b"x")
    beside.chmod(0o600)
    assert begin() == "not prepared, what is there is not believed"
    beside.chmod(0o666)
    assert begin() == "not prepared, what is there may be somebody else's"
