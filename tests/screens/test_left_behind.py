"""What a session could not save, offered to the next one: restored, shown, dropped, and joined with what others did since."""

from __future__ import annotations

import copy
import errno
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.support.edits import change_status, change_summary
from tests.support.elsewhere import THEIR_STATUS, load_task, write_elsewhere
from tests.support.killed import crash
from tests.support.lengths import in_proofs, law
from tests.support.small_plan import small_plan
from tests.support.walks import walk, walks
from tests.support.workbench import Driver, open_workbench
from tui.i18n.words import Words
from tui.model.edits import Change, perform
from tui.model.joining import join
from tui.model.rebase import rejoined
from tui.model.text import N_
from tui.model.workspace import Workspace
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.conflicts import Conflicts
from tui.screens.dialogs.inspect import Inspect
from tui.store.log.journal import Journal


async def offered(bench: Driver, count: int) -> None:
    await bench.dialog(Choose)
    assert bench.words.count("{n} change was not saved last time", "{n} changes were not saved last time", count) in bench.screen


async def test_it_is_offered_shown_and_restored_step_by_step(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-2", "done")
        await change_summary(bench, "III-4", "Bếp ăn sạch")
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await offered(bench, 2)
        await bench.answer("show")
        await bench.dialog(Inspect)
        assert "Bếp ăn sạch" in bench.screen, "what was typed can be read before anything is decided"
        await bench.press("escape")
        await bench.answer("restore")
        await bench.until(lambda: bench.unsaved == 2, "they are back")
        assert plan_file.read_text(encoding="utf-8") == sample
        await bench.press("u")
        assert bench.value("tasks", "III-2", "status") == "done" and bench.unsaved == 1
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await offered(bench, 1)
        await bench.answer("drop")
        assert bench.unsaved == 0
    async with open_workbench(plan_file) as bench:
        assert not isinstance(bench.app.screen, Choose), "what was dropped is not offered again"


@in_proofs
async def test_what_was_undone_after_a_save_is_restored(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-2", "done")
        await bench.press("ctrl+s", "u")
        assert bench.value("tasks", "III-2", "status") == "unreported"
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await offered(bench, 1)
        await bench.answer("restore")
        await bench.until(lambda: bench.unsaved == 1, "it is back")
        assert bench.value("tasks", "III-2", "status") == "unreported"
        assert load_task(plan_file, "III-2")["status"] == "done"


async def test_what_others_did_since_is_joined_and_what_does_not_fit_is_asked_about(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-3", "in_progress")
        await change_status(bench, "III-2", "done")
        crash(bench)
    write_elsewhere(plan_file, *THEIR_STATUS)
    async with open_workbench(plan_file) as bench:
        await offered(bench, 2)
        await bench.answer("restore")
        await bench.dialog(Conflicts)
        assert all(bench.words(w) in bench.screen for w in ("blocked", "done"))
        await bench.press("escape")
        assert bench.words.count("{n} conflict", "{n} conflicts", 1) in bench.title
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await bench.dialog(Choose)
        await bench.answer("restore")
        await bench.dialog(Conflicts)
        await bench.press("M", "l")
        await bench.until(lambda: not bench.app.session.disputed.conflicts, "decided")
        assert bench.value("tasks", "III-2", "status") == "done"
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert (load_task(plan_file, "III-2")["status"], load_task(plan_file, "III-3")["status"]) == ("done", "in_progress")
    async with open_workbench(plan_file) as bench:
        assert not isinstance(bench.app.screen, Choose)


async def test_what_was_typed_for_a_record_that_is_gone_is_shown(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await change_summary(bench, "III-4", "Bếp ăn sạch ở mọi trường")
        crash(bench)
    text = plan_file.read_text(encoding="utf-8")
    start = text.index("[tasks.III-4]")
    end = text.index("\n[", start)
    plan_file.write_text(text[:start] + text[end + 1 :], encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await offered(bench, 1)
        await bench.answer("restore")
        box = await bench.dialog(Inspect)
        assert "→ Bếp ăn sạch ở mọi trường" in box.text and "tasks.III-4" not in box.text
        assert bench.words(N_("This cannot be put back, for a record it needs is no longer in the file:")) in bench.screen


@given(walks, walks)
@law(12, 800)
def test_joined_from_a_journal_is_as_joined_in_the_session(here: list[Any], there: list[Any]) -> None:
    mine, theirs = Workspace(small_plan()), Workspace(small_plan())
    changes: list[Change] = []
    mine.listeners.append(changes.append)
    walk(mine, here)
    walk(theirs, there)
    edits = [e for change in changes for e in change.edits]
    again = copy.deepcopy(theirs.plan)
    found = rejoined(theirs.plan, edits)
    for edit in found.edits:
        perform(edit, again)
    joined = join(mine, theirs.plan)
    if found.orphans:  # a whole record is known here and not there: it is told instead
        return
    assert {t: dict(r) for t, r in again.tables.items()} == {t: dict(r) for t, r in mine.plan.tables.items()}
    assert {(c.table, c.id, c.field) for c in found.conflicts} == {(c.table, c.id, c.field) for c in joined.conflicts}


async def test_a_journal_that_could_not_be_written_begins_anew_with_the_next_save(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    off = Words("vi")(N_("journal off: save often"))
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        with monkeypatch.context() as disk:
            disk.setattr(Journal, "_append", full)
            await change_status(bench, "III-2", "done")
            assert off in bench.title and bench.unsaved == 1, "the edit stays, and it is said"
        await bench.press("ctrl+s")
        assert off not in bench.title
        await change_status(bench, "III-3", "blocked")
        crash(bench)
    async with open_workbench(plan_file) as bench:
        await offered(bench, 1)
