"""Journals found by what the plan holds, wherever it has gone, and by ``kehoach journals``."""

from __future__ import annotations

import json
import os
import shutil
import time
from pathlib import Path

import pytest

from tests.support.elsewhere import THEIR_STATUS, load_task, write_elsewhere
from tests.support.left_behind import DRAFT, LABEL, killed, session_over
from tests.support.workbench import AS_OF
from tui.commands.main import main
from tui.i18n.words import Words
from tui.session import save
from tui.session.session import Session
from tui.store.log import journal
from tui.store.log.record import note
from tui.store.plan_file import load


def found(path: Path) -> list[str]:
    """What the next session over a plan is offered from elsewhere: the paths it was made in."""
    session = session_over(path)
    try:
        assert session.journal.orphaned_journals() == []
        return [left.plan for left in session.journal.from_elsewhere()]
    finally:
        session.end(keep=False)


def listed(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    capsys.readouterr()
    assert main(["journals", "--json"]) == 0
    told: list[dict[str, object]] = json.loads(capsys.readouterr().out)["journals"]
    return told


def test_a_plan_that_was_moved_renamed_or_copied_to_another_disk_finds_it(plan_file: Path, tmp_path: Path) -> None:
    killed(plan_file)
    there = str(plan_file)
    moved = tmp_path / "moved"
    moved.mkdir()
    plan_file.rename(moved / "ke-hoach.toml")
    assert found(moved / "ke-hoach.toml") == [there]
    (tmp_path / "elsewhere").mkdir()
    shutil.copy(moved / "ke-hoach.toml", tmp_path / "elsewhere" / "p.toml")  # another file, another time: only the text is the same
    assert found(tmp_path / "elsewhere" / "p.toml") == [there]


def test_it_is_found_when_others_have_saved_since(plan_file: Path, tmp_path: Path) -> None:
    killed(plan_file)
    there = str(plan_file)
    for status in ("blocked", "in_progress"):  # twice: the text of before is in the history alone
        other = Session(load(plan_file), Words("vi"), as_of=AS_OF, journaling=False)
        other.commit([other.workspace.set_field("tasks", "III-3", "status", status)], LABEL)
        assert isinstance(save.run(save.SaveAttempt(other, note(""))), save.Saved)
    moved = tmp_path / "moved"
    moved.mkdir()
    for file in list(tmp_path.iterdir()):
        if file.is_file():
            file.rename(moved / file.name)
    assert found(moved / "plan.toml") == [there]


def test_another_plan_is_not_offered_it_and_one_in_use_neither(plan_file: Path, tmp_path: Path, sample: str) -> None:
    killed(plan_file)
    other = tmp_path / "other.toml"
    other.write_text(sample.replace("Rà soát", "Xem xét"), encoding="utf-8")
    assert found(other) == []
    for left in journal.names_in(journal.journal_folder()):
        (journal.journal_folder() / left).unlink()
    living = session_over(plan_file)
    living.commit([living.workspace.set_field("tasks", "III-2", "status", "done")], LABEL)
    copy = tmp_path / "copy.toml"
    shutil.copy(plan_file, copy)
    assert found(copy) == [], "its session is still open"
    living.end(keep=False)


def test_listed_shown_dropped_and_restored_all_the_same(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["journals", "--lang", "en"]) == 0
    assert "no session has left anything" in capsys.readouterr().out
    killed(plan_file, draft=DRAFT)
    (entry,) = listed(capsys)
    assert (entry["plan"], entry["changes"], entry["state"]) == (str(plan_file), 1, "left")
    id = str(entry["id"])
    assert main(["journals", "show", id[:4]]) == 0
    told = capsys.readouterr().out
    assert "nói dở" in told and Words("vi")("done") in told
    assert main(["journals", "drop", id]) == 0
    assert [e["state"] for e in listed(capsys)] == ["dropped"]
    assert main(["journals", "restore", id]) == 0
    assert load_task(plan_file, "III-2")["status"] == "done"
    session = session_over(plan_file)
    (left,) = session.journal.orphaned_journals()
    assert (left.steps, left.drafts) == ((), (DRAFT,)), "what cannot stand in a plan is offered at its field"
    session.end(keep=False)


def test_the_list_says_of_each_what_became_of_it(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    killed(plan_file)
    (entry,) = listed(capsys)
    assert main(["journals", "restore", str(entry["id"])]) == 0
    assert [e["state"] for e in listed(capsys)] == ["restored"], "it was saved into the plan, and nobody dropped it"
    assert main(["journals", "drop", str(entry["id"]), "--lang", "en"]) == 0
    assert "nothing to drop" in capsys.readouterr().out
    killed(plan_file)
    again = session_over(plan_file)
    assert again.journal.orphaned_journals() == [], "the plan holds it already"
    again.end(keep=False)
    assert [e["state"] for e in listed(capsys)] == ["restored", "saved"]
    killed(plan_file, status="blocked")
    last = session_over(plan_file)
    left = last.journal.orphaned_journals()
    last.journal.drop(left)
    last.end(keep=False)
    assert [e["state"] for e in listed(capsys)] == ["restored", "saved", "dropped"]


def test_restored_into_another_path_and_nothing_written_where_it_does_not_fit(
    plan_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    killed(plan_file)
    copy = tmp_path / "copy.toml"
    shutil.copy(plan_file, copy)
    write_elsewhere(copy, *THEIR_STATUS)
    before = copy.read_bytes()
    (entry,) = listed(capsys)
    assert main(["journals", "restore", str(entry["id"]), str(copy)]) == 1
    assert copy.read_bytes() == before
    session = session_over(copy)
    assert len(session.journal.orphaned_journals()) == 1, "the next start asks"
    session.end(keep=False)
    (entry,) = [e for e in listed(capsys) if e["state"] == "left"]
    assert main(["journals", "restore", str(entry["id"]), str(plan_file)]) == 0
    assert load_task(plan_file, "III-2")["status"] == "done"


@pytest.mark.parametrize("words", [["show"], ["show", "ffff"], ["restore", ""], ["lose"]])
def test_what_is_not_there_is_said(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    try:
        code = main(["journals", *words])
    except SystemExit as left:
        code = int(left.code or 0)
    assert code == 2 and capsys.readouterr().err


def test_dropped_ones_are_cleared_after_thirty_days(plan_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for status in ("done", "blocked"):
        killed(plan_file, status=status)
    folder = journal.journal_folder()
    first, second = journal.names_in(folder)
    for name in (first, second):
        os.utime(folder / name, (0, 0))  # written long ago, dropped today
    for entry in listed(capsys):
        assert main(["journals", "drop", str(entry["id"])]) == 0
    assert len(listed(capsys)) == 2
    month = time.time() - 31 * 24 * 3600
    os.utime((folder / first).with_suffix(journal.DROPPED), (month, month))
    session_over(plan_file).end(keep=session_over(plan_file).journal.orphaned_journals() != [])
    assert [path.name for path in folder.iterdir() if path.suffix == journal.DROPPED] == [f"{Path(second).stem}{journal.DROPPED}"]
