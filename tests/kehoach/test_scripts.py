"""The documented interface for scripts, as a script uses it: what it reads, what it may change, what happens beside others."""

from __future__ import annotations

import ast
import datetime as dt
import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import polars as pl
import pytest

import kehoach
from tests.support.paths import ROOT
from tests.support.servers import need_git
from tui.store.log.history import read_history


@pytest.fixture
def plan(plan_file: Path) -> kehoach.PlanFile:
    return kehoach.open(plan_file)


def test_what_is_promised_is_there(plan: kehoach.PlanFile) -> None:
    assert kehoach.API == 1 and set(kehoach.__all__) <= set(dir(kehoach))
    assert plan.title and "tasks" in plan.tables and plan.path in repr(plan)


def test_records_and_frames_say_the_same_and_absent_is_unknown(plan: kehoach.PlanFile) -> None:
    frame = plan.frame("tasks")
    assert frame["id"].to_list() == plan.ids("tasks")
    without = next(id for id in plan.ids("tasks") if "due" not in plan.record("tasks", id))
    assert frame.filter(pl.col("id") == without)["due"].to_list() == [None]
    with pytest.raises(KeyError):
        plan.frame("no such table")
    with pytest.raises(KeyError):
        plan.record("tasks", "no such task")


def test_a_record_that_was_asked_for_is_a_copy(plan: kehoach.PlanFile) -> None:
    plan.record("plan")["title"] = "Khác"
    assert plan.title != "Khác" and not plan.unsaved


def test_it_stands_as_it_stood_on_any_day(plan: kehoach.PlanFile) -> None:
    """Before the term, in it, and long after it."""
    for day in (dt.date(2019, 1, 1), dt.date(2023, 6, 30), dt.date(2031, 1, 1)):
        assert plan.verdicts(day)["id"].to_list() == plan.ids("indicators")
        assert plan.tasks(day)["id"].to_list() == plan.ids("tasks")
        assert plan.enterprises(day)["id"].to_list() == plan.ids("enterprises")
        assert set(plan.reports(day)["id"]) <= set(plan.ids("duties"))


def test_changes_are_saved_with_their_reason_and_read_back(plan: kehoach.PlanFile, plan_file: Path) -> None:
    task = plan.ids("tasks")[0]
    plan.update("tasks", task, {"status": "done", "done_on": dt.date(2024, 3, 1)})
    new = plan.add("sources", {"title": "Báo cáo quý", "publisher": "Sở Tài chính"})
    assert plan.unsaved and plan.save(reason="Báo cáo quý II") and not plan.unsaved and plan.save() == 0
    again = kehoach.open(plan_file)
    assert again.record("tasks", task)["done_on"] == dt.date(2024, 3, 1) and again.record("sources", new)["title"] == "Báo cáo quý"
    history = read_history(plan_file, plan._session.loaded.state)
    assert history.entries[-1].reason == "Báo cáo quý II"


def test_a_field_is_taken_away_and_a_step_taken_back(plan: kehoach.PlanFile) -> None:
    task = next(id for id in plan.ids("tasks") if "note" in plan.record("tasks", id) or plan.set("tasks", id, "note", "x") is None)
    plan.set("tasks", task, "note", None)
    assert "note" not in plan.record("tasks", task)
    assert plan.undo() and "note" in plan.record("tasks", task)
    while plan.undo():
        pass
    assert not plan.unsaved and not plan.undo()


def test_what_may_not_be_is_refused_with_its_reason_and_nothing_of_it_is_made(plan: kehoach.PlanFile) -> None:
    task = plan.ids("tasks")[0]
    before = plan.record("tasks", task)
    with pytest.raises(kehoach.Refused) as refused:
        plan.update("tasks", task, {"note": "được", "status": "no such state"})
    assert refused.value.reasons and "no such state" in str(refused.value)
    with pytest.raises(kehoach.Refused):
        plan.remove("agencies", before["leads"][0])
    with pytest.raises(KeyError):
        plan.add("no such table", {})
    assert plan.record("tasks", task) == before and not plan.unsaved


def test_others_edits_are_joined_and_the_same_field_is_a_persons_to_decide(plan: kehoach.PlanFile, plan_file: Path) -> None:
    one, two = plan.ids("tasks")[:2]
    other = kehoach.open(plan_file)
    other.set("tasks", one, "note", "của người khác")
    other.save()
    plan.set("tasks", two, "note", "của tôi")
    plan.save()
    held = kehoach.open(plan_file)
    assert (held.record("tasks", one)["note"], held.record("tasks", two)["note"]) == ("của người khác", "của tôi")
    other.set("tasks", two, "note", "khác nữa")
    with pytest.raises(kehoach.Conflict) as conflict:
        other.save()
    assert conflict.value.fields == [f"tasks.{two}.note"] and other.unsaved
    assert kehoach.open(plan_file).record("tasks", two)["note"] == "của tôi"


def test_a_file_that_is_gone_or_cut_short_is_not_written_unasked(plan: kehoach.PlanFile, plan_file: Path) -> None:
    plan.set("tasks", plan.ids("tasks")[0], "note", "x")
    plan_file.write_bytes(b"")
    with pytest.raises(kehoach.NotSaved):
        plan.save()
    assert plan_file.read_bytes() == b""
    plan_file.unlink()
    with pytest.raises(kehoach.NotSaved):
        plan.save()
    assert not plan_file.exists() and plan.unsaved


def test_no_plan_and_a_newer_format_are_told_in_the_language_asked_for(tmp_path: Path) -> None:
    with pytest.raises(kehoach.NotOpened, match="không có tệp"):
        kehoach.open(tmp_path / "gone.toml")
    with pytest.raises(kehoach.NotOpened, match="no such file"):
        kehoach.open(tmp_path / "gone.toml", language="en")


def test_a_plan_that_holds_faults_is_open_and_says_them(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text('format = 2\n[plan]\ntitle = "K"\n[goals.g]\nnumber = 0\ntitle = "Nhóm"\n', encoding="utf-8")
    told = kehoach.open(file).check()
    assert any(line.startswith(f"{file}:5: goals.g.number: ") for line in told)


def test_another_package_of_the_name_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from kehoach.ours import refuse_another_tui

    def found(name: str, package: str | None = None) -> Any:
        return importlib.machinery.ModuleSpec("tui", None, origin=str(tmp_path / "tui.py")) if name == "tui" else None

    monkeypatch.setattr(importlib.util, "find_spec", found)
    with pytest.raises(ImportError, match=re.escape(str(tmp_path / "tui.py"))):
        refuse_another_tui()


# -- the documented examples ------------------------------------------------------------------------------------------

_EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


def test_every_example_of_the_page_runs(plan_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(plan_file.parent)
    (plan_file.parent / "plan.toml").write_bytes((ROOT / "data" / "plan.toml").read_bytes())
    examples = _EXAMPLE.findall((ROOT / "docs" / "scripts.md").read_text(encoding="utf-8"))
    told = []
    for example in examples:
        module = ModuleType("example")
        exec(compile(example, "docs/scripts.md", "exec"), module.__dict__)
        told.append(capsys.readouterr().out)
    assert len(told) == 3 and "late" in told[0] and told[1] == "1 saved\n"
    assert "no problems" in told[2] and "at_risk" in told[2] and "6.5" in told[2] and told[2].endswith("2 saved, 0 unsaved\n")
    written = kehoach.open("plan.toml")
    assert written.record("indicators", written.ids("indicators")[0])["values"][-1]["value"] == 6.5 and written.check() == []
    assert "example" not in sys.modules


def test_no_example_needs_more_than_is_promised() -> None:
    """Of us the package ``kehoach`` alone, and of it only what ``API`` promises."""
    for example in _EXAMPLE.findall((ROOT / "docs" / "scripts.md").read_text(encoding="utf-8")):
        tree = ast.parse(example)
        imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert imported <= {"kehoach", "polars", "datetime"}
        asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) in ("kehoach", "plan")}
        assert not [name for name in asked if name.startswith("_") or not (hasattr(kehoach, name) or hasattr(kehoach.PlanFile, name))]


_HOOK = re.compile(r"```sh\n(#!/bin/sh\n.*?)```", re.DOTALL)


@pytest.mark.slow
def test_the_hook_looks_at_what_is_about_to_be_committed(plan_file: Path, tmp_path: Path) -> None:
    """A broken plan in the index is refused though the folder holds a sound one; a sound one is let through."""
    need_git()
    (found,) = _HOOK.findall((ROOT / "docs" / "scripts.md").read_text(encoding="utf-8"))
    here, bin = tmp_path / "kho", tmp_path / "bin"
    here.mkdir()
    bin.mkdir()
    (bin / "kehoach").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui "$@"\n', encoding="utf-8")
    (bin / "kehoach").chmod(0o755)
    environ = {**os.environ, "PATH": f"{bin}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}

    def git(*given: str) -> subprocess.CompletedProcess[str]:
        named = ("-c", "user.name=Nam", "-c", "user.email=nam@thainguyen.gov.vn")
        return subprocess.run(["git", *named, *given], cwd=here, env=environ, capture_output=True, text=True, check=False)

    git("init", "-q")
    hook = here / ".git" / "hooks" / "pre-commit"
    hook.write_text(found, encoding="utf-8")
    hook.chmod(0o755)
    sound = plan_file.read_text(encoding="utf-8")
    (here / "kế hoạch.toml").write_text(sound.replace("format = 2", "format = 2\nformat = 2"), encoding="utf-8")
    git("add", ".")
    (here / "kế hoạch.toml").write_text(sound, encoding="utf-8")
    assert git("commit", "-q", "-m", "x").returncode != 0
    git("add", ".")
    done = git("commit", "-q", "-m", "x")
    assert done.returncode == 0, done.stderr
