"""One person's open plan without a screen: steps, saves, merges, what was left behind, and what goes on around it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.lengths import in_proofs
from tests.support.paths import ROOT
from tests.support.worked_on import LABEL, VI, change_elsewhere, held, opened, saved, set_status
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.session import merge, watch
from tui.session.outcomes import Asking, Done, FileGone, NotSaved, Refused, Restored, Saved
from tui.session.session import Session
from tui.store.plan_file import load
from tui.store.plan_save import IfGone
from tui.store.presence import Showing, appear

N_KEPT = N_("what is unsaved is kept, and offered where the plan is opened next, also at another place")


class Heard:
    """An audience that writes down what it is told, and what the session and its journal held then."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.told: list[object] = []
        session.audience = self

    def plan_changed(self, tables: frozenset[str]) -> None:
        statuses = dict(self.session.frames["tasks"].select("id", "status").iter_rows())
        journal = self.session.journal.active
        written = journal.path.read_text(encoding="utf-8") if journal is not None else ""
        self.told.append((sorted(tables), statuses.get("III-1"), written.count('"do"')))

    def plan_saved(self) -> None:
        self.told.append("saved")

    def plan_opened(self) -> None:
        self.told.append("opened")


# -- steps ------------------------------------------------------------------------------------------------------------


def test_a_step_is_in_the_journal_and_the_frames_before_anybody_hears_of_it(plan_file: Path) -> None:
    session = opened(plan_file)
    heard = Heard(session)
    assert session.journal.active is not None
    before = session.journal.active.path.read_text(encoding="utf-8").count('"do"')
    assert isinstance(set_status(session, "III-1", "done"), Done)
    assert heard.told == [(["tasks"], "done", before + 1)]
    assert isinstance(session.undo(), Done)
    assert heard.told[1] == (["tasks"], "in_progress", before + 2)
    assert isinstance(session.redo(), Done)
    assert heard.told[2] == (["tasks"], "done", before + 3)


def test_what_may_not_be_changed_is_refused_with_a_sentence_and_changes_nothing(plan_file: Path) -> None:
    session = opened(plan_file)
    heard = Heard(session)
    outcome = set_status(session, "III-1", "never heard of")
    assert isinstance(outcome, Refused) and outcome.reasons(VI) and outcome.lines(VI)[0].startswith("tasks.III-1")
    assert heard.told == [] and session.workspace.unsaved() == []


@pytest.mark.parametrize("more", [{"readonly": True}, {"shipped": True}])
def test_a_plan_for_reading_only_says_why(plan_file: Path, more: dict[str, bool]) -> None:
    session = opened(plan_file, **more)
    assert isinstance(set_status(session, "III-1", "done"), Refused)
    assert VI.sentence(session.why_readonly()).strip()
    assert session.journal.active is None, "nothing can be lost, so nothing is kept"


def test_another_day_changes_what_the_frames_say(plan_file: Path) -> None:
    session = opened(plan_file)
    heard = Heard(session)
    session.look_from(dt.date(2031, 1, 1))
    assert session.as_of == dt.date(2031, 1, 1)
    assert heard.told and heard.told[0][0] == sorted(TABLES)  # type: ignore[index]


def test_an_empty_plan_is_a_session_too(tmp_path: Path) -> None:
    path = tmp_path / "rong.toml"
    path.write_text('format = 2\n\n[plan]\ntitle = "Rỗng"\nterm = { start = 2026-01-01, end = 2030-12-31 }\n', encoding="utf-8")
    session = opened(path)
    assert session.verdicts().height == 0 and session.figure_index("khong-co", 2026) is None
    assert isinstance(session.commit([session.workspace.set_field("plan", "", "title", "Mới")], LABEL), Done)
    assert saved(session) == Saved(1, (), None)
    assert 'title = "Mới"' in path.read_text(encoding="utf-8")


# -- saving -----------------------------------------------------------------------------------------------------------


def test_a_save_changes_the_one_line_and_leaves_nothing_unsaved(plan_file: Path) -> None:
    before = plan_file.read_text(encoding="utf-8").splitlines()
    session = opened(plan_file)
    heard = Heard(session)
    set_status(session, "III-1", "done")
    assert saved(session, reason="đã xong") == Saved(1, (), None)
    after = plan_file.read_text(encoding="utf-8").splitlines()
    assert [b for a, b in zip(before, after, strict=True) if a != b] == ['status = "done" # lời của người nhập']
    assert session.workspace.unsaved() == [] and heard.told[-1] == "saved"


def test_what_others_saved_meanwhile_is_joined_and_told(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    change_elsewhere(plan_file, "III-2", "status", "done")
    outcome = saved(session)
    assert isinstance(outcome, Saved) and len(outcome.joined) == 1
    assert "III-2" not in merge.joined_words(outcome.joined[0], session.plan, VI), "people know it by its name"
    assert held(plan_file, "III-1", "status") == held(plan_file, "III-2", "status") == "done"


@pytest.mark.parametrize(("choice", "in_the_file"), [("theirs", "delayed"), ("mine", "done")])
def test_what_both_changed_waits_for_a_decision(plan_file: Path, choice: str, in_the_file: str) -> None:
    session = opened(plan_file)
    set_status(session, "III-2", "done")
    theirs = next(c.value for c in TABLES["tasks"].by_key["status"].choices if c.value not in ("done", "unreported"))
    change_elsewhere(plan_file, "III-2", "status", theirs)
    outcome = saved(session)
    assert isinstance(outcome, Asking) and held(plan_file, "III-2", "status") == theirs, "nothing was written"
    (conflict,) = outcome.conflicts
    assert (conflict.mine, conflict.theirs) == ("done", theirs)
    assert saved(session) == Asking([conflict]), "asked again as long as nobody decides"
    session.disputed.decided["tasks", "III-2", "status"] = getattr(conflict, choice)
    assert merge.hold_decisions(session) == [] and session.disputed.conflicts == []
    saved(session)
    assert held(plan_file, "III-2", "status") == (theirs if in_the_file == "delayed" else in_the_file)


def test_a_file_that_is_gone_is_written_again_only_when_asked(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.unlink()
    assert isinstance(saved(session), FileGone) and not plan_file.exists()
    assert isinstance(saved(session, if_gone=IfGone.RECREATE), Saved)
    assert held(plan_file, "III-1", "status") == "done"


def test_a_newer_version_nobody_can_read_keeps_everything_here(plan_file: Path) -> None:
    session = opened(plan_file)
    set_status(session, "III-1", "done")
    plan_file.write_text("format = 999\n", encoding="utf-8")
    outcome = saved(session)
    assert isinstance(outcome, NotSaved) and outcome.told(VI)
    assert session.workspace.unsaved() == [("tasks", "III-1", "status")] and plan_file.read_text() == "format = 999\n"


# -- what was left behind ---------------------------------------------------------------------------------------------


def test_what_a_killed_session_left_is_restored_step_by_step(plan_file: Path) -> None:
    killed = opened(plan_file)
    set_status(killed, "III-1", "done")
    set_status(killed, "III-2", "done")
    killed.end(keep=True)
    session = opened(plan_file)
    found = session.journal.orphaned_journals()
    assert [len(left.steps) for left in found] == [2]
    assert session.journal.restore(found) == Restored()
    session.journal.start(found)
    session.journal.forget(found)
    assert sorted(id for _, id, _ in session.workspace.unsaved()) == ["III-1", "III-2"]
    assert len(session.workspace.undo_steps) == 2
    assert opened(plan_file, readonly=True).journal.orphaned_journals() == []


def test_what_was_left_of_a_record_that_is_gone_is_told_and_the_rest_comes_back(plan_file: Path) -> None:
    killed = opened(plan_file)
    set_status(killed, "III-1", "done")
    set_status(killed, "III-2", "done")
    killed.end(keep=True)
    text = plan_file.read_text(encoding="utf-8")
    start, end = text.index("[tasks.III-2]"), text.index("[tasks.III-3]")
    plan_file.write_text(text[:start] + text[end:], encoding="utf-8")
    session = opened(plan_file)
    outcome = session.journal.restore(session.journal.orphaned_journals())
    assert isinstance(outcome, Restored) and [(e.id, e.new) for e in outcome.orphans] == [("III-2", "done")]
    assert session.workspace.unsaved() == [("tasks", "III-1", "status")]


def test_what_was_dropped_is_not_offered_again(plan_file: Path) -> None:
    killed = opened(plan_file)
    set_status(killed, "III-1", "done")
    killed.end(keep=True)
    session = opened(plan_file)
    session.journal.drop(session.journal.orphaned_journals())
    assert session.journal.orphaned_journals() == [] and opened(plan_file).journal.orphaned_journals() == []


def test_a_session_for_a_command_keeps_no_journal(plan_file: Path) -> None:
    session = opened(plan_file, journaling=False)
    set_status(session, "III-1", "done")
    assert session.journal.active is None and opened(plan_file).journal.orphaned_journals() == []
    assert isinstance(saved(session), Saved)


# -- around it --------------------------------------------------------------------------------------------------------


def test_a_save_of_others_is_seen_once_and_taken_in(plan_file: Path) -> None:
    session = opened(plan_file)
    assert not session.watch.look_at_file()
    change_elsewhere(plan_file, "III-2", "status", "done")
    assert session.watch.look_at_file() and session.watch.file_changed
    assert not session.watch.look_at_file(), "it is said once"
    joined = merge.take_in_quietly(session)
    assert joined is not None and not session.watch.file_changed
    assert session.plan.tables["tasks"]["III-2"]["status"] == "done" and session.workspace.unsaved() == []


def test_a_file_that_vanished_is_seen_and_nothing_is_taken_in(plan_file: Path) -> None:
    session = opened(plan_file)
    before = len(session.plan.tables["tasks"])
    plan_file.unlink()
    assert session.watch.look_at_file() and merge.take_in_quietly(session) is None
    assert len(session.plan.tables["tasks"]) == before
    assert session.watch.gone and not session.watch.look_at_file(), "it is said once"


def test_a_folder_that_was_moved_is_no_save_of_others_and_may_come_back(plan_file: Path) -> None:
    session = opened(plan_file)
    folder, elsewhere = plan_file.parent, plan_file.parent.with_name("chuyen")
    folder.rename(elsewhere)
    assert session.watch.look_at_file() and session.watch.gone
    assert plan_file.name in merge.gone_words(session) and VI(N_KEPT) not in merge.gone_words(session).lower()
    set_status(session, "III-1", "done")
    assert VI(N_KEPT) in merge.gone_words(session).lower()
    elsewhere.rename(folder)
    assert not session.watch.look_at_file() and not session.watch.gone and not session.watch.file_changed, "it is the same file again"
    folder.rename(elsewhere)
    session.watch.look_at_file()
    elsewhere.rename(folder)
    change_elsewhere(plan_file, "III-2", "status", "done")
    assert session.watch.look_at_file() and not session.watch.gone, "it came back as another one"


def test_a_copy_of_the_shipped_plan_can_be_worked_on(plan_file: Path, tmp_path: Path) -> None:
    session = opened(plan_file, shipped=True)
    heard = Heard(session)
    assert session.offers_copy and not opened(plan_file, shipped=True, readonly=True).offers_copy
    own = tmp_path / "rieng.toml"
    own.write_bytes(plan_file.read_bytes())
    session.work_on(load(own))
    assert heard.told == ["opened"]
    set_status(session, "III-1", "done")
    assert isinstance(saved(session), Saved) and held(own, "III-1", "status") == "done"
    assert held(plan_file, "III-1", "status") == "in_progress"


@in_proofs
def test_no_screen_is_loaded_for_a_session() -> None:
    code = (
        "import sys, datetime as dt\n"
        "from tui.i18n.words import Words\n"
        "from tui.session import merge, save, session, snapshot_worker\n"
        "from tui.store.plan_file import load\n"
        "from pathlib import Path\n"
        "session.Session(load(Path('data/plan.toml')), Words('vi'), as_of=dt.date(2024, 1, 1), readonly=True).verdicts()\n"
        "print([name for name in ('textual', 'plotext', 'docx') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_who_can_leave_nothing_beside_the_plan_sees_who_else_has_it_open(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chair = appear(plan_file)
    assert chair is not None
    chair.tell(None, 0, Showing("hop-1", "III-2", dt.date(2026, 11, 22)))
    reader = opened(plan_file)
    monkeypatch.setattr(watch, "appear", lambda plan: None)
    reader.watch.appear()
    reader.watch.look_at_others()
    (seen,) = reader.watch.others
    assert seen.showing is not None and seen.showing.subject == "III-2", "a reader may follow the chair"
    chair.leave()
    assert reader.watch.look_at_others() == [] and reader.watch.others == ()
    reader.watch.leave()
    appear(plan_file)
    assert reader.watch.look_at_others() == [] and reader.watch.others == (), "a session that has ended looks at nobody"
