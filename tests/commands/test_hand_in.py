"""``kehoach propose --hand-in FILE``: a changed copy of the plan becomes a proposal, without a screen."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support.worked_on import LABEL, saved
from tui.commands.main import main
from tui.i18n.words import Words
from tui.session.session import Session
from tui.store import identity
from tui.store.log.history import read_history
from tui.store.plan_file import load
from tui.store.proposals.folder import folder_of, set_up

Ran = tuple[int, str, str]
IV_2 = "[tasks.IV-2]\n"


@pytest.fixture
def plan(plan_file: Path) -> Path:
    """A plan our own login reports on for Sở TC, and may not write."""
    named = f'near_days = 7\nreport = [{{ login = "{identity.login()}", agency = "so-tc" }}]'
    text = plan_file.read_text(encoding="utf-8").replace(
        'before = "11-20"\nevery = "year"\n', 'before = "11-20"\nevery = "year"\nfirst = 2025\n'
    )
    plan_file.write_text(text.replace("near_days = 7", named), encoding="utf-8")
    set_up(plan_file, [])
    plan_file.chmod(0o444)
    return plan_file


@pytest.fixture
def copy(plan: Path) -> Path:
    """A copy of it, as it was before anybody changed it."""
    path = plan.with_name("bản sao.toml")
    path.write_bytes(plan.read_bytes())
    return path


@pytest.fixture
def run(plan: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    def ran(*given: str) -> Ran:
        code = main(["propose", str(plan), *given, "--lang", "en"])
        told = capsys.readouterr()
        return code, told.out, told.err

    return ran


def put(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def handed_in(plan: Path) -> dict[tuple[str, str], object]:
    session = Session(load(plan), Words("en"), journaling=False)
    assert session.proposing is not None
    waiting = session.proposing.waiting
    return {} if waiting is None else {(edit.id, edit.field): edit.new for edit in waiting.edits}


def test_what_a_copy_changes_is_handed_in_with_a_note_and_can_be_taken_in(run: Callable[..., Ran], plan: Path, copy: Path) -> None:
    put(copy, IV_2, f"{IV_2}progress = 40\n")
    code, out, err = run("--hand-in", str(copy), "--note", "đợt 1")
    assert (code, err) == (0, "") and "1 change submitted" in out and "40" in out
    assert handed_in(plan) == {("IV-2", "progress"): 40}
    assert json.loads(run("--json")[1])["proposals"][0]["note"] == "đợt 1"
    plan.chmod(0o644)
    assert run("--take", identity.login(), "--yes")[0] == 0
    assert load(plan).plan.tables["tasks"]["IV-2"]["progress"] == 40
    assert [p.login for p in read_history(plan).entries[-1].proposed] == [identity.login()]


def test_what_is_not_the_bodys_or_cannot_be_read_is_left_out_and_said(run: Callable[..., Ran], plan: Path, copy: Path) -> None:
    put(copy, IV_2, f'{IV_2}progress = 40\ndone_on = "mai"\n')
    put(copy, "[tasks.III-2]\n", "[tasks.III-2]\nprogress = 10\n")
    put(copy, "[reviews.r-2025-06]", '[goals.moi]\nnumber = 99\ntitle = "Mới"\n\n[reviews.r-2025-06]')
    code, _, err = run("--hand-in", str(copy))
    assert code == 1 and handed_in(plan) == {("IV-2", "progress"): 40}
    assert [line.split(":")[0] for line in err.splitlines()] == ["✗ tasks.IV-2.done_on", "✗ goals.moi", "✗ tasks.III-2.progress"]
    copy.write_text("[plan", encoding="utf-8")
    assert run("--hand-in", str(copy))[0] == 2 and handed_in(plan) == {("IV-2", "progress"): 40}


def test_a_copy_of_an_older_version_takes_nothing_back_that_others_saved_since(run: Callable[..., Ran], plan: Path, copy: Path) -> None:
    plan.chmod(0o644)
    office = Session(load(plan), Words("en"), journaling=False)
    office.commit([office.workspace.set_field("tasks", "IV-2", "status", "in_progress")], LABEL)
    saved(office)
    plan.chmod(0o444)
    put(copy, IV_2, f"{IV_2}progress = 40\n")
    code, _, err = run("--hand-in", str(copy))
    assert code == 0 and "what was saved since stays" in err
    assert handed_in(plan) == {("IV-2", "progress"): 40}, "the status the copy does not know is not taken back"


def test_it_takes_the_place_of_what_was_handed_in_before_and_asks_where_something_would_go(
    run: Callable[..., Ran], plan: Path, copy: Path
) -> None:
    put(copy, IV_2, f"{IV_2}progress = 40\n")
    run("--hand-in", str(copy))
    put(copy, "progress = 40", "progress = 60")
    assert run("--hand-in", str(copy))[0] == 0 and handed_in(plan) == {("IV-2", "progress"): 60}
    put(copy, "progress = 60\n", "done_on = 2025-06-01\n")
    code, _, err = run("--hand-in", str(copy))
    assert code == 2 and "submitted before" in err and handed_in(plan) == {("IV-2", "progress"): 60}
    assert run("--hand-in", str(copy), "--yes")[0] == 0 and list(handed_in(plan)) == [("IV-2", "done_on")]
    assert len(list(folder_of(plan).glob("*.toml"))) == 1


def test_a_copy_without_a_change_and_one_from_standard_input(
    run: Callable[..., Ran], plan: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, out, _ = run("--hand-in", str(copy))
    assert code == 0 and "changes nothing" in out and handed_in(plan) == {}
    put(copy, IV_2, f"{IV_2}progress = 40\n")
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(copy.read_bytes())))
    assert run("--hand-in", "-")[0] == 0 and handed_in(plan) == {("IV-2", "progress"): 40}


def test_who_may_write_the_plan_or_is_not_named_hands_nothing_in(run: Callable[..., Ran], plan: Path, copy: Path) -> None:
    put(copy, IV_2, f"{IV_2}progress = 40\n")
    assert run("--note", "x")[0] == 2 and run("--hand-in", str(copy), "--take", "x")[0] == 2
    plan.chmod(0o644)
    code, _, err = run("--hand-in", str(copy))
    assert code == 2 and "may write this plan" in err
    put(plan, identity.login(), "somebody-else")
    plan.chmod(0o444)
    code, _, err = run("--hand-in", str(copy))
    assert code == 2 and "does not name the login" in err
    assert not list(folder_of(plan).glob("*.toml"))
