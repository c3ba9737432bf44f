"""The next start over the same bytes, day and program takes up what was worked out of a plan; anything else is as if it were not there."""

from __future__ import annotations

import datetime as dt
import os
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from tests.support.worked_on import saved
from tui.frames.build import Frames
from tui.frames.insight.aloud import aloud
from tui.frames.methods.headline import headline_on
from tui.frames.tables.charts.indicator import indicator_drawing
from tui.frames.tables.citations import citing
from tui.frames.tables.targets import targets_view
from tui.frames.tables.tasks import tasks_view
from tui.i18n.words import Words
from tui.model.edits import SetField
from tui.model.fields import TABLES
from tui.model.plan import MISSING
from tui.model.text import say
from tui.session.answers import AnswersKept
from tui.session.outcomes import Saved
from tui.session.session import Session
from tui.start import first_page, kept_answers
from tui.store.plan_file import Loaded, load, load_state
from tui.store.plan_save import rendered
from tui.store.snapshot import answers
from tui.store.snapshot import open as opening
from tui.store.snapshot.open import open_plan

DAY = dt.date(2024, 6, 30)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the answers, nobody else's."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "kehoach" / "answers"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the frames that are worked out, as they are."""
    found: list[str] = []
    make = Frames._made

    def making(frames: Frames, derived: object, args: object) -> object:
        found.append(derived.name)  # type: ignore[attr-defined]
        return make(frames, derived, args)  # type: ignore[arg-type]

    monkeypatch.setattr(Frames, "_made", making)
    return found


def looked_at(path: Path, day: dt.date = DAY) -> Session:
    """A session over a plan file, as a start opens it, that has shown two tabs."""
    session = Session(open_plan(path), Words("vi"), as_of=day, journaling=False)
    targets_view(session.frames, session.plan, day, session.words)
    headline_on(session.frames, day)
    tasks_view(session.frames, session.plan, day, session.words)
    return session


def kept(path: Path) -> Session:
    """A session that has kept what it worked out."""
    session = looked_at(path)
    keep = AnswersKept(session).to_be_kept()
    assert keep is not None
    keep()
    return session


def is_worked_out(made: list[str], path: Path, day: dt.date = DAY) -> bool:
    """Whether the verdicts and the rows are worked out again for a start; what they show is right in any case."""
    made.clear()
    found = looked_at(path, day)
    again = "tui.frames.methods.verdicts.verdicts" in made
    assert again == ("tui.frames.tables.targets.target_rows" in made) == ("tui.frames.tables.tasks.task_rows" in made)
    alone = load(path).plan
    frames = Frames(alone)
    for view in (targets_view, tasks_view):
        shown = view(found.frames, found.plan, day, found.words)
        assert_frame_equal(shown.frame, view(frames, alone, day, found.words).frame)
    return again


def test_the_next_start_works_nothing_out_that_was_kept_and_shows_the_same(plan_file: Path, cache: Path, made: list[str]) -> None:
    kept(plan_file)
    (file,) = cache.iterdir()
    assert file.stat().st_mode & 0o777 == 0o600 and cache.stat().st_mode & 0o777 == 0o700
    assert not is_worked_out(made, plan_file)
    assert AnswersKept(looked_at(plan_file)).to_be_kept() is None  # nothing new
    assert file.stat().st_size < 1 << 20


def shown_first(path: Path) -> tuple[object, ...]:
    """What a start shows of a plan before anybody presses a key: the rows, their headline, and the side of the first of them."""
    session = looked_at(path)
    frames, plan = session.frames, session.plan
    first = next(iter(plan.tables["indicators"]))
    drawing = indicator_drawing(frames, first, DAY, session.words)
    found = headline_on(frames, DAY), aloud(frames, first, DAY), citing(frames, "indicators", first), drawing
    keep = AnswersKept(session).to_be_kept()
    if keep is not None:
        keep()
    return found


def test_the_first_view_of_a_next_start_makes_no_frame(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = shown_first(plan_file)
    anew: list[object] = []
    make = Frames._made

    def making(*given: Any) -> Any:
        found = make(*given)
        anew.append(found[0])
        return found

    monkeypatch.setattr(Frames, "_made", making)
    assert shown_first(plan_file) == before
    assert anew and not [one for one in anew if isinstance(one, pl.DataFrame)]


def test_another_day_or_another_text_is_worked_out(plan_file: Path, made: list[str]) -> None:
    kept(plan_file)
    assert is_worked_out(made, plan_file, DAY + dt.timedelta(days=1))
    status = os.stat(plan_file)
    plan_file.write_bytes(plan_file.read_bytes().replace(b"2025", b"2024", 1))
    os.utime(plan_file, ns=(status.st_atime_ns, status.st_mtime_ns))  # whatever its dates say
    assert is_worked_out(made, plan_file)


def test_another_program_works_everything_out(plan_file: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    kept(plan_file)
    said = answers._said_by
    monkeypatch.setattr(answers, "_said_by", lambda room: ((path, size, at + 1) for path, size, at in said(room)))
    assert is_worked_out(made, plan_file)
    monkeypatch.setattr(answers, "_said_by", said)
    monkeypatch.setattr(answers, "__version__", "0.0.0")
    assert is_worked_out(made, plan_file)


BEHIND = len(kept_answers.MAGIC) + kept_answers.CHECKSUM
"""Where what the checksum is of begins: the third line, and the head."""


def _checked(data: bytes) -> bytes:
    """The same with the checksum of what stands there by now."""
    return answers.sealed(data[BEHIND:])


HOSTILE: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda data: b"",
    "cut": lambda data: data[:-9],
    "only its head": lambda data: data[:90],
    "longer": lambda data: data + b"x",
    "a bit": lambda data: data[:-40] + bytes([data[-40] ^ 1]) + data[-39:],
    "an older one": lambda data: data.replace(b"answers 5", b"answers 4", 1),
    "one line": lambda data: _checked(data[:BEHIND] + b"0"),
    "no head": lambda data: _checked(data[:BEHIND] + b"\n\xff\n"),
    "a head that is no object": lambda data: _checked(data[:BEHIND] + b"\n4\n[{}]"),
    "frames that are none": lambda data: _checked(data.replace(b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff")),
    "frames without their columns": lambda data: _checked(data[: len(data) // 2] + bytes(len(data) - len(data) // 2)),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_not_as_it_was_written_is_ignored(plan_file: Path, cache: Path, made: list[str], what: str) -> None:
    kept(plan_file)
    (file,) = cache.iterdir()
    file.write_bytes(HOSTILE[what](file.read_bytes()))
    made.clear()
    found = looked_at(plan_file)
    assert "tui.frames.tables.tasks.task_rows" in made or "tui.frames.tables.targets.target_rows" in made
    alone = load(plan_file).plan
    for view in (targets_view, tasks_view):
        shown = view(found.frames, found.plan, DAY, found.words).frame
        assert_frame_equal(shown, view(Frames(alone), alone, DAY, found.words).frame)


def test_a_file_of_others_is_ignored(
    plan_file: Path, cache: Path, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(plan_file)
    (file,) = cache.iterdir()
    file.chmod(0o640)
    assert is_worked_out(made, plan_file)
    file.chmod(0o600)
    assert not is_worked_out(made, plan_file)
    moved = file.rename(tmp_path / "elsewhere")
    file.symlink_to(moved)
    assert is_worked_out(made, plan_file)
    file.unlink()
    os.mkfifo(file)
    assert is_worked_out(made, plan_file)
    file.unlink()
    moved.rename(file)
    monkeypatch.setattr(os, "geteuid", lambda: 4711)
    assert is_worked_out(made, plan_file)


def test_nothing_is_kept_of_what_is_no_longer_the_file(plan_file: Path, cache: Path) -> None:
    session = looked_at(plan_file)
    task = next(iter(session.plan.tables["tasks"]))
    session.commit([SetField("tasks", task, "note", "mới", session.plan.tables["tasks"][task].get("note", MISSING))], say("x"))
    assert AnswersKept(session).to_be_kept() is None
    session.workspace.undo()
    assert AnswersKept(session).to_be_kept() is None
    session = looked_at(plan_file)
    session.look_from(DAY, all_known=True)
    assert AnswersKept(session).to_be_kept() is None
    assert not cache.exists()


def test_after_a_save_the_next_start_finds_what_was_worked_out_of_it(plan_file: Path, made: list[str]) -> None:
    session = kept(plan_file)
    keeping = AnswersKept(session)
    task = next(iter(session.plan.tables["tasks"]))
    note = session.plan.tables["tasks"][task].get("note", MISSING)
    session.commit([SetField("tasks", task, "note", "mới", note)], say("x"))
    assert keeping.to_be_kept() is None
    assert isinstance(saved(session), Saved)
    assert is_worked_out(made, plan_file)  # nothing of it is kept yet
    for view in (targets_view, tasks_view):
        view(session.frames, session.plan, DAY, session.words)
    keep = keeping.to_be_kept()
    assert keep is not None
    keep()
    assert not is_worked_out(made, plan_file) and AnswersKept(session).to_be_kept() is not None and keeping.to_be_kept() is None
    _as_the_file_has_it(plan_file, open_plan(plan_file))
    session.workspace.undo()
    assert keeping.to_be_kept() is None


def test_after_a_save_nothing_is_kept_that_an_edit_has_reached_and_nobody_has_asked_for_since(plan_file: Path, made: list[str]) -> None:
    session = looked_at(plan_file)
    task = next(iter(session.plan.tables["tasks"]))
    session.commit([session.workspace.set_field("tasks", task, "summary", "Việc khác")], say("x"))
    assert isinstance(saved(session), Saved)
    keep = AnswersKept(session).to_be_kept()
    assert keep is not None
    keep()
    made.clear()
    looked_at(plan_file)
    assert "tui.frames.tables.tasks.task_rows" in made and "tui.frames.tables.targets.target_rows" not in made


def test_of_a_save_another_has_replaced_nothing_is_kept(plan_file: Path, cache: Path, made: list[str]) -> None:
    session = looked_at(plan_file)
    task = next(iter(session.plan.tables["tasks"]))
    session.commit([session.workspace.set_field("tasks", task, "summary", "Việc khác")], say("x"))
    assert isinstance(saved(session), Saved)
    keep = AnswersKept(session).to_be_kept()
    plan_file.write_bytes(plan_file.read_bytes() + b"\n# theirs\n")
    assert keep is not None
    keep()
    assert not cache.exists() and is_worked_out(made, plan_file)


def test_a_plan_without_anything_in_it_and_one_that_has_a_snapshot(
    tmp_path: Path, plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    empty = tmp_path / "empty.toml"
    empty.write_text("")
    first = kept(empty)
    again = looked_at(empty)
    assert again.loaded.answers
    assert headline_on(again.frames, DAY) == headline_on(first.frames, DAY)
    monkeypatch.setattr(opening, "SMALLEST", 1)
    assert AnswersKept(looked_at(plan_file)).to_be_kept() is None


def test_where_nothing_can_be_kept_nothing_is_said(plan_file: Path, cache: Path, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("a file")
    kept(plan_file)
    assert is_worked_out(made, plan_file)
    monkeypatch.setattr(answers, "folder", lambda environ=None: None)
    kept(plan_file)
    assert is_worked_out(made, plan_file)


def test_of_many_plans_those_nobody_opened_for_longest_are_given_up(tmp_path: Path, plan_file: Path, cache: Path) -> None:
    session = kept(plan_file)
    (file,) = cache.iterdir()
    for number in range(30):
        other = cache / f"{number:08x}"
        other.write_bytes(b"")
        os.utime(other, (number, number))
    AnswersKept(session).to_be_kept()()  # type: ignore[misc]
    there = {path.name for path in cache.iterdir()}
    assert file.name in there and len(there) == 24 and "00000000" not in there


def test_a_start_sees_before_it_reads_anything_whether_answers_are_kept(
    plan_file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon = dt.datetime(2024, 6, 30, 12, tzinfo=dt.timezone(dt.timedelta(hours=7)))

    def seem(language: str = "vi", at: dt.datetime = noon) -> bool:
        monkeypatch.setattr(time, "time", at.timestamp)
        return kept_answers.seem_kept(str(plan_file), language)

    assert not seem()
    session = looked_at(plan_file)
    session.seconds = noon.timestamp
    keep = AnswersKept(session).to_be_kept()
    assert keep is not None
    keep()
    assert seem() and seem(at=noon + dt.timedelta(hours=11))
    assert not seem(at=noon + dt.timedelta(hours=13)) and not seem("en")
    with monkeypatch.context() as changed:
        changed.setattr(first_page, "program", lambda: [1])
        assert not seem()
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    for hostile in (b"", whole[:90], whole.replace(b"\n", b"", 1), bytes(600)):
        file.write_bytes(hostile)
        assert not seem()
    file.write_bytes(whole)
    assert seem()
    plan_file.write_bytes(plan_file.read_bytes() + b"\n")
    assert not seem()
    monkeypatch.setattr(kept_answers, "folder", lambda environ=None: None)
    assert not seem()


def test_answers_of_a_day_that_was_chosen_are_of_no_start(plan_file: Path) -> None:
    kept(plan_file)
    assert not kept_answers.seem_kept(str(plan_file), "vi")


# -- the plan itself --------------------------------------------------------------------------------------------------

ODD = """\
future_key = [1, 2]

[future.table]
x = 1979-05-27T07:32:00Z
y = 07:32:00
"$d" = "2024-01-01"

[plan]
title = "Kế hoạch"
term = { start = 2021-01-01, end = 2025-12-31 }

[goals.g]
number = 1
title = "Nhóm"

[indicators.i]
goal = "g"
name = "GRDP"
unit = "%"
kind = "end_level"
op = ">="
target = 8
values = [{ year = 2021, value = 8.0, vintage = "official" }, { year = 2022, value = -0.0, vintage = "official" }]
"""
SET_ASIDE = '[goals.g]\nnumber = "mười"\n'


def _as_the_file_has_it(path: Path, found: Loaded) -> None:
    """Raises AssertionError unless what was opened is what reading the file gives, in every respect."""
    alone = load(path)
    assert found.plan == alone.plan and found.doc == alone.doc and found.problems == alone.problems and found.state == alone.state
    for name in TABLES:
        assert list(found.plan.tables[name]) == list(alone.plan.tables[name])
        assert repr(dict(found.plan.tables[name])) == repr(dict(alone.plan.tables[name]))  # also 1 and 1.0, and 0.0 and -0.0
    assert list(found.doc) == list(alone.doc) and repr(found.plan.extra) == repr(alone.plan.extra)
    assert (found.regular is None) == (alone.regular is None)
    assert found.regular is None or alone.regular is None or found.regular.room == alone.regular.room
    plan, other = deepcopy(found.plan), deepcopy(alone.plan)
    for changed in (plan, other):
        changed.tables["goals"] = {**changed.tables["goals"], "mới": {"number": 9, "title": "Nhóm mới"}}
    assert rendered(found, plan) == rendered(alone, other)


@pytest.mark.parametrize("text", [None, "", ODD, "﻿" + ODD, ODD.replace("\n", "\r\n")], ids=["sample", "empty", "odd", "mark", "lines"])
def test_a_plan_that_was_kept_is_the_one_the_file_holds(plan_file: Path, text: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    if text is not None:
        plan_file.write_text(text, encoding="utf-8", newline="")
    kept(plan_file)
    with monkeypatch.context() as patched:
        patched.setattr(opening, "load_state", lambda *given: pytest.fail("it is read again"))
        found = open_plan(plan_file)
    _as_the_file_has_it(plan_file, found)


def test_a_plan_not_all_of_which_can_be_read_is_read_again(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for text in (SET_ASIDE, SET_ASIDE + "x", '[tasks.t]\nsummary = "Việc"\ndue = "mai"\n'):
        plan_file.write_text(text, encoding="utf-8")
        kept(plan_file)
        read: list[object] = []
        with monkeypatch.context() as patched:
            patched.setattr(opening, "load_state", lambda *given, read=read: read.append(given) or load_state(*given))
            found = open_plan(plan_file)
        assert read and found.answers
        assert found.problems == load(plan_file).problems and found.read_only_because == load(plan_file).read_only_because
