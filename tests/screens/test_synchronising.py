"""*Synchronise with the server*: what is saved is sent while one works, what both sides changed is decided in the box of conflicts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.edits import change_status
from tests.support.elsewhere import look
from tests.support.lengths import in_proofs
from tests.support.servers import Server, nobodys_git, with_two_copies
from tests.support.workbench import Driver, open_workbench
from tui.model.text import N_
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.conflicts import Conflicts
from tui.store.log.history import read_history
from tui.store.servers.pending import pending_for


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with two copies that nobody changes."""
    return with_two_copies(tmp_path_factory.mktemp("servers"))


@pytest.fixture
def two(tmp_path: Path, first: Server, monkeypatch: pytest.MonkeyPatch) -> Server:
    nobodys_git(monkeypatch)
    return Server.like(first, tmp_path)


async def done(bench: Driver) -> None:
    """Until the sync under way has come to its end."""
    await bench.until(lambda: not bench.app.flows.synchronising._under_way, "synchronised")
    await bench.settle()


async def test_what_both_changed_is_decided_in_the_box_of_conflicts(two: Server) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("lan", "I-2", "status", "done")
    assert two.sync("lan") == 0
    async with open_workbench(two.plan("nam")) as bench:
        await change_status(bench, "I-1", "blocked")
        await change_status(bench, "I-3", "blocked")
        await bench.press("ctrl+s")
        await bench.run("sync")
        await done(bench)
        await bench.dialog(Choose)
        assert bench.words(N_("Changed here and on the server")) in bench.screen and bench.value("tasks", "I-2", "status") == "unreported"
        await bench.answer("decide")
        await bench.dialog(Conflicts)
        assert bench.value("tasks", "I-2", "status") == "done", "what others sent and nobody here changed is in"
        await bench.press("m", "l")
        await done(bench)
        assert bench.words(N_("sent {sent}, received {received}")).partition(" ")[0] in bench.status
        assert bench.unsaved == 0
    assert [two.status("nam", f"I-{n}") for n in (1, 2, 3)] == ["blocked", "done", "blocked"]
    assert pending_for(two.plan("nam")) is None and two.is_clean("nam")
    assert two.sync("lan") == 0 and two.plan("lan").read_bytes() == two.plan("nam").read_bytes()


async def test_a_decision_for_the_value_before_is_one(two: Server) -> None:
    """What stands here is as it was before both changed it: only the entry of the save tells that somebody decided so."""
    two.set("lan", "I-1", "status", "done")
    two.set("nam", "I-1", "status", "blocked")
    assert two.sync("lan") == 0 and two.sync("nam") == 1
    async with open_workbench(two.plan("nam")) as bench:
        await bench.dialog(Choose)
        await bench.answer("later")
        session = bench.app.session
        assert session.disputed.conflicts == [] and bench.unsaved == 0
        await bench.run("sync")
        await bench.dialog(Conflicts)
        assert bench.words(N_("not known who")) not in bench.screen
        session.disputed.decided["tasks", "I-1", "status"] = "unreported"  # as e and the choice do
        await bench.press("l")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        await done(bench)
    assert any(entry.joined for entry in read_history(two.plan("nam")).entries)
    assert two.sync("lan") == 0 and two.status("lan", "I-1") == two.status("nam", "I-1") == "unreported"


async def test_what_came_from_the_server_is_not_called_ones_own_when_one_quits_and_comes_again(two: Server) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("lan", "I-2", "status", "done")
    two.set("nam", "I-1", "status", "blocked")
    assert two.sync("lan") == 0 and two.sync("nam") == 1
    before = two.plan("nam").read_bytes()
    again = N_("quit; what came from the server is joined again at the next start")
    async with open_workbench(two.plan("nam")) as bench:
        await bench.dialog(Choose)
        await bench.answer("decide")
        await bench.dialog(Conflicts)
        await bench.press("escape")
        await bench.run("quit")
        await bench.dialog(Choose)
        shown = " ".join(bench.screen.split())
        assert bench.words(again) in shown and bench.words(N_("quit without saving")) not in shown
        assert "1 thay đổi từ máy chủ đã gộp, chưa lưu" in shown
        assert f"{bench.words(N_('from the server, joined and not saved yet'))}: " in shown
        await bench.answer("cancel")
        await change_status(bench, "I-3", "blocked")
        await bench.run("quit")
        await bench.dialog(Choose)
        shown = " ".join(bench.screen.split())
        own = N_("drop your own changes and quit; what came from the server is joined again at the next start")
        assert (
            bench.words(own).partition(";")[0] in shown
            and bench.words.count("{n} change is not saved", "{n} changes are not saved", 1) in shown
        )
        await bench.answer("discard")
    assert two.plan("nam").read_bytes() == before
    async with open_workbench(two.plan("nam")) as bench:
        await bench.dialog(Choose)
        assert bench.words(N_("Changed here and on the server")) in bench.screen


@in_proofs
async def test_mine_throughout_is_remembered_though_nothing_is_different_then(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("nam", "I-1", "status", "blocked")
    assert two.sync("lan") == 0 and two.sync("nam") == 1
    async with open_workbench(two.plan("nam")) as bench:
        await bench.dialog(Choose)
        await bench.answer("decide")
        await bench.dialog(Conflicts)
        await bench.press("M", "l")
        await done(bench)
        assert bench.unsaved == 0 and bench.value("tasks", "I-1", "status") == "blocked"
    capsys.readouterr()
    assert two.sync("nam", "--json") == 0 and json.loads(capsys.readouterr().out)["state"] == "done"
    assert two.sync("lan") == 0 and two.status("lan", "I-1") == "blocked"


async def test_edits_go_on_and_what_others_sent_comes_in_as_a_colleagues_save(two: Server) -> None:
    two.set("lan", "I-2", "status", "done")
    assert two.sync("lan") == 0
    async with open_workbench(two.plan("nam")) as bench:
        await change_status(bench, "I-1", "blocked")
        await bench.run("sync")
        await done(bench)
        assert bench.unsaved == 1 and two.status("nam", "I-1") == "unreported"
        await look(bench)
        await bench.press("ctrl+r")
        assert bench.value("tasks", "I-2", "status") == "done" and bench.unsaved == 1
    assert two.sync("lan") == 0 and two.status("lan", "I-1") == "unreported"


@in_proofs
async def test_without_a_server_that_is_said_and_nothing_else_happens(two: Server) -> None:
    two.bare.rename(two.folder / "away")
    async with open_workbench(two.plan("nam")) as bench:
        await change_status(bench, "I-1", "blocked")
        await bench.press("ctrl+s")
        await bench.run("sync")
        await done(bench)
        assert bench.words(N_("there is no repository at {server}")).partition("{")[0] in bench.status


async def test_a_plan_in_no_repository_has_no_server(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.run("sync")
        assert "kehoach clone" in bench.status
