"""``kehoach clone`` and ``kehoach sync``: a real bare repository and copies of it; what files hold, what is said, what is never sent."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

import kehoach
from tests.support.lengths import in_proofs, longer, of_these
from tests.support.servers import PLAN, Server, git, nobodys_git, with_two_copies
from tui.commands.main import main
from tui.store.log.history import read_history
from tui.store.plan_file import load
from tui.store.servers import sync, taking
from tui.store.servers.pending import pending_for


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nobodys_git(monkeypatch)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A server with two copies that nobody changes."""
    return with_two_copies(tmp_path_factory.mktemp("servers"))


@pytest.fixture
def two(tmp_path: Path, first: Server, capsys: pytest.CaptureFixture[str]) -> Server:
    """A server with two copies of a plan of six tasks, and the one it was made from."""
    capsys.readouterr()
    return Server.like(first, tmp_path)


def test_a_copy_is_ready_and_the_next_command_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    server = Server(tmp_path)
    capsys.readouterr()
    folder = server.clone("lan")
    told = capsys.readouterr().out
    assert f"next: kehoach {folder}/plan.toml" in told and f"kehoach sync {folder}" in told
    assert server.is_clean("lan") and server.plan("lan").read_text(encoding="utf-8") == PLAN
    assert "merge --driver" in git(folder, "config", "--local", "merge.kehoach.driver")
    assert git(folder, "check-attr", "merge", "a/b.toml", "a/b.toml.history", "c.txt").split() == [
        *("a/b.toml:", "merge:", "kehoach", "a/b.toml.history:", "merge:", "kehoach", "c.txt:", "merge:", "unspecified")
    ]
    assert not (folder / ".git" / "hooks").exists()
    assert server.clone("lan", code=2) and "is there already" in capsys.readouterr().err


def test_edits_of_two_bodies_come_together_with_their_history(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("nam", "I-2", "status", "blocked")
    assert [two.sync(name) for name in ("lan", "nam", "lan")] == [0, 0, 0]
    texts = {two.plan(name).read_text(encoding="utf-8") for name in ("lan", "nam")}
    assert len(texts) == 1 and (two.status("lan", "I-1"), two.status("lan", "I-2")) == ("done", "blocked")
    logs = {two.plan(name).with_name("plan.toml.history").read_bytes() for name in ("lan", "nam")}
    assert len(logs) == 1
    history = read_history(two.plan("lan"), load(two.plan("lan")).state)
    assert history.unreadable == 0 and len(history.entries) == 3
    assert all(stage.before is not None and stage.after is not None for stage in history.stages())
    assert two.is_clean("lan") and two.is_clean("nam")
    told = git(two.folder / "nam", "log", "--format=%an|%s|%b")
    assert "Việc 2" in told and "Status: no information → blocked" in told
    capsys.readouterr()
    assert two.sync("lan", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["format"] == "kehoach.sync/1" and answer["state"] == "done" and answer["sent"] == answer["received"] == []


def test_what_both_changed_is_left_to_a_person(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("nam", "I-1", "status", "blocked")
    two.set("nam", "I-3", "status", "done")
    assert two.sync("lan") == 0
    sent, before = two.sent(), two.plan("nam").read_bytes()
    assert two.sync("nam") == 1
    told = capsys.readouterr().out
    assert 'tasks.I-1.status: theirs "done", mine "blocked", before "unreported"' in told and str(two.plan("nam")) in told
    assert two.sent() == sent and two.plan("nam").read_bytes() == before and two.is_clean("nam")
    assert b"<<<<" not in before and pending_for(two.plan("nam")) is not None and pending_for(two.plan("lan")) is None
    assert two.sync("nam", "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["state"] == "open" and [c["field"] for c in answer["conflicts"]] == ["status"]
    assert two.sync("nam", "--theirs") == 0 and two.status("nam", "I-1") == "done" and two.status("nam", "I-3") == "done"
    assert pending_for(two.plan("nam")) is None
    two.set("nam", "I-1", "status", "in_progress")
    two.set("lan", "I-1", "status", "returned")
    assert two.sync("nam") == 0 and two.sync("lan", "--ours") == 0 and two.sync("nam") == 0
    assert two.status("nam", "I-1") == "returned" and two.is_clean("nam")


def test_a_plan_that_was_moved_is_changed_where_it_was_moved_to(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    two.set("lan", "I-2", "status", "done")
    assert two.sync("lan") == 0 and two.sync("nam") == 0
    two.set("nam", "I-1", "status", "done")
    folder = two.folder / "lan" / "kế hoạch"
    folder.mkdir()
    for name in ("plan.toml", "plan.toml.history"):
        os.rename(two.folder / "lan" / name, folder / name.replace("plan", "tỉnh"))
    capsys.readouterr()
    assert two.sync("lan") == 0
    assert "moved from plan.toml" in capsys.readouterr().out
    two.set("đầu", "I-4", "status", "done")
    git(two.folder / "đầu", "commit", "-qam", "tay")
    assert two.sync("nam") == 0
    assert not two.plan("nam").exists() and two.status("nam", "I-1", plan="kế hoạch/tỉnh.toml") == "done"
    git(two.folder / "đầu", "pull", "-q", "--no-rebase", "--no-edit")
    moved = "kế hoạch/tỉnh.toml"
    assert [two.status("đầu", task, plan=moved) for task in ("I-1", "I-2", "I-4")] == ["done", "done", "done"]
    assert [two.sync(name) for name in ("đầu", "lan", "nam")] == [0, 0, 0]
    assert len({(two.folder / name / moved).read_bytes() for name in ("lan", "nam", "đầu")}) == 1


def test_somebody_who_is_quicker_is_joined_with(two: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("nam", "I-2", "status", "done")
    first = sync._Sync._push

    def late(self: sync._Sync, commit: str) -> bool:
        if not self.overtaken:
            monkeypatch.setattr(sync._Sync, "_push", first)
            assert two.sync("nam") == 0
        return first(self, commit)

    monkeypatch.setattr(sync._Sync, "_push", late)
    assert two.sync("lan") == 0
    assert "somebody else was quicker 1 time" in capsys.readouterr().out
    assert [two.status("lan", task) for task in ("I-1", "I-2")] == ["done", "done"]
    monkeypatch.setattr(sync, "MOST_TRIES", 2)
    monkeypatch.setattr(sync._Sync, "_push", lambda self, commit: False)
    two.set("lan", "I-3", "status", "done")
    assert two.sync("lan") == 2 and "again and again" in capsys.readouterr().out
    monkeypatch.undo()


def test_without_a_server_everything_is_kept(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    away = two.bare.rename(two.folder / "đi vắng")
    two.set("lan", "I-1", "status", "done")
    assert two.sync("lan") == 2
    told = capsys.readouterr().out
    assert "there is no repository at" in told and "everything is kept here; the next sync goes on" in told
    assert two.is_clean("lan") and "Việc 1" in git(two.folder / "lan", "log", "-1", "--format=%b")
    two.set("lan", "I-2", "status", "done")
    assert two.sync("lan") == 2
    away.rename(two.bare)
    assert two.sync("lan") == 0 and two.sync("nam") == 0
    assert [two.status("nam", task) for task in ("I-1", "I-2")] == ["done", "done"]


def test_what_check_refuses_is_never_sent(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    sent = two.sent()
    two.plan("lan").write_text(PLAN.replace('leads = ["so-a"]', 'leads = ["không-có"]', 1), encoding="utf-8")
    assert two.sync("lan") == 1 and two.sent() == sent
    assert "plan.toml:" in capsys.readouterr().out
    two.plan("lan").write_text("", encoding="utf-8")
    assert two.sync("lan") == 1 and two.sent() == sent and git(two.folder / "lan", "rev-parse", "HEAD").strip() == sent
    # one that others sent by hand is taken in, said, and nothing goes on top of it until it is mended
    two.plan("lan").write_text(PLAN, encoding="utf-8")
    two.set("lan", "I-5", "status", "done")
    two.plan("nam").write_text(PLAN.replace('leads = ["so-a"]', 'leads = ["không-có"]', 1), encoding="utf-8")
    git(two.folder / "nam", "commit", "-qam", "tay")
    git(two.folder / "nam", "push", "-q")
    sent = two.sent()
    assert two.sync("lan") == 1 and two.sent() == sent and two.status("lan", "I-5") == "done"
    text = two.plan("lan").read_text(encoding="utf-8")
    two.plan("lan").write_text(text.replace("không-có", "so-a"), encoding="utf-8")
    assert two.sync("lan") == 0 and two.sync("nam") == 0 and two.status("nam", "I-5") == "done"


class Killed(BaseException):
    """The end of a process, at a place of its way."""


@longer
@pytest.mark.parametrize("where", of_these(["_take_plan", "_write_history", "note_in_index", "note_under_way"], ["_take_plan"]))
def test_whoever_ends_it_leaves_a_copy_the_next_goes_on_with(two: Server, where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    two.set("lan", "I-1", "status", "done")
    two.set("nam", "I-2", "status", "done")
    assert two.sync("lan") == 0
    first = getattr(taking, where)

    def killed(*arguments: object, **more: object) -> object:
        if where in ("_take_plan", "_write_history"):
            first(*arguments, **more)
        raise Killed

    with monkeypatch.context() as patched:
        for module in (taking, sync):
            if hasattr(module, where):
                patched.setattr(module, where, killed)
        with pytest.raises(Killed):
            two.sync("nam")
    (two.folder / "nam" / ".git" / "index.lock").touch()  # as a call of git leaves it that is killed
    assert two.sync("nam") == 0 and two.sync("lan") == 0
    assert two.is_clean("nam") and len({two.plan(name).read_bytes() for name in ("lan", "nam")}) == 1
    assert [two.status("nam", task) for task in ("I-1", "I-2")] == ["done", "done"]
    assert len({two.plan(name).with_name("plan.toml.history").read_bytes() for name in ("lan", "nam")}) == 1


def test_a_hostile_repository_leads_nowhere(two: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    prey = tmp_path / "prey.toml"
    prey.write_text(PLAN, encoding="utf-8")
    folder = two.folder / "nam"
    (folder / "plan.toml").unlink()
    (folder / "plan.toml").symlink_to(prey)
    (folder / "link").symlink_to(tmp_path)
    git(folder, "-c", "core.symlinks=true", "add", "-A")
    git(folder, "commit", "-q", "--author=\x1b]0;title\x07\x1b[31mX <x@x>", "-m", "\x1b[2Jhi")
    git(folder, "push", "-q")
    two.set("lan", "I-1", "status", "done")
    before = two.plan("lan").read_bytes()
    assert two.sync("lan") == 1
    told = capsys.readouterr()
    assert "is a link on the server" in told.out and "\x1b" not in told.out + told.err
    assert two.plan("lan").read_bytes() == before and not two.plan("lan").is_symlink() and prey.read_text(encoding="utf-8") == PLAN
    two.clone("mới", code=0)
    assert not any(path.is_symlink() for path in (two.folder / "mới").iterdir())
    assert prey.read_text(encoding="utf-8") == PLAN


def test_a_folder_that_became_a_link_is_not_followed(two: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (two.folder / "lan" / "sub").symlink_to(outside)
    (two.folder / "nam" / "sub").mkdir()
    (two.folder / "nam" / "sub" / "plan.toml").write_text(PLAN, encoding="utf-8")
    assert two.sync("nam") == 0 and two.sync("lan") == 2
    assert list(outside.iterdir()) == [] and "is a link" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("ext::sh -c 'touch made'", "no way to a repository"),
        ("--upload-pack=touch made", "does not begin with “-”"),
        ("fd::7", "no way to a repository"),
        ("", "no address"),
        ("https://a\nb", "control characters"),
        ("không-có.git", "there is no repository at"),
    ],
)
def test_an_address_is_no_option_and_no_command(
    url: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    given = ["clone", "--lang", "en", "--", url, "copy"] if url.startswith("-") else ["clone", url, "copy", "--lang", "en"]
    assert main(given) == 2
    assert told in capsys.readouterr().err and list(tmp_path.iterdir()) == []


def test_no_git_no_repository_no_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, encoding="utf-8")
    assert main(["sync", str(tmp_path / "plan.toml"), "--lang", "en"]) == 2
    assert "is in no copy of a repository; kehoach clone URL makes one" in capsys.readouterr().err
    server = Server(tmp_path, plan="")
    server.clone("lan")
    assert "it is empty yet" in capsys.readouterr().out and server.sync("lan") == 2
    assert "there is no plan yet" in capsys.readouterr().err
    (tmp_path / "lan" / "README").write_text("a\n")
    git(tmp_path / "lan", "add", "-A")
    git(tmp_path / "lan", "commit", "-qm", "a")
    assert server.sync("lan") == 0
    server.clone("nam", code=1)
    assert "there is no plan in it" in capsys.readouterr().out
    git(tmp_path / "lan", "remote", "remove", "origin")
    assert server.sync("lan") == 2 and "has no server yet" in capsys.readouterr().err
    git(tmp_path / "nam", "checkout", "-q", "--detach")
    assert server.sync("nam") == 2 and "on no branch" in capsys.readouterr().err
    monkeypatch.setenv("PATH", str(tmp_path))
    assert server.sync("lan") == 2 and "git is not installed here" in capsys.readouterr().err


def test_a_body_has_only_its_own_plan(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("x", "y"):
        (two.folder / "lan" / name).mkdir()
        (two.folder / "lan" / name / "plan.toml").write_text(PLAN, encoding="utf-8")
    assert two.sync("lan") == 0
    folder = two.clone("so", "--only", "x/plan.toml")
    assert sorted(path.name for path in folder.iterdir()) == [".git", "x"]
    two.set("so", "I-1", "status", "done", plan="x/plan.toml")
    two.set("lan", "I-2", "status", "done", plan="x/plan.toml")
    two.set("lan", "I-3", "status", "done", plan="y/plan.toml")
    (two.folder / "lan" / "new.toml").write_text(PLAN, encoding="utf-8")
    assert two.sync("lan") == 0 and two.sync("so") == 0 and two.sync("lan") == 0
    assert [two.status("so", task, plan="x/plan.toml") for task in ("I-1", "I-2")] == ["done", "done"]
    assert sorted(path.name for path in folder.iterdir()) == [".git", "x"] and two.is_clean("so")
    assert two.status("lan", "I-1", plan="x/plan.toml") == two.status("lan", "I-3", plan="y/plan.toml") == "done"


def test_an_unsaved_edit_is_not_touched_and_others_work_comes_in(two: Server) -> None:
    opened = kehoach.open(two.plan("lan"))
    opened.set("tasks", "I-1", "status", "done")
    two.set("nam", "I-2", "status", "blocked")
    assert two.sync("nam") == 0 and two.sync("lan") == 0
    assert two.status("lan", "I-1") == "unreported" and two.status("lan", "I-2") == "blocked"
    opened.save()
    assert [two.status("lan", task) for task in ("I-1", "I-2")] == ["done", "blocked"]
    assert two.sync("lan") == 0 and two.sync("nam") == 0 and two.status("nam", "I-1") == "done"
    assert stat.S_IMODE(two.plan("nam").stat().st_mode) & 0o600 == 0o600


def test_looking_only_changes_nothing(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    two.set("lan", "I-1", "status", "done")
    assert two.sync("lan") == 0
    two.set("nam", "I-2", "status", "done")
    head, before, sent = git(two.folder / "nam", "rev-parse", "HEAD"), two.plan("nam").read_bytes(), two.sent()
    capsys.readouterr()
    assert two.sync("nam", "--dry-run") == 0
    told = capsys.readouterr().out
    assert "would come: plan.toml" in told and "would be sent: plan.toml" in told
    assert (git(two.folder / "nam", "rev-parse", "HEAD"), two.plan("nam").read_bytes(), two.sent()) == (head, before, sent)


@in_proofs
def test_what_is_no_plan_is_joined_by_lines_or_left_to_a_person(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    readme = {name: two.folder / name / "README" for name in ("lan", "nam")}
    readme["lan"].write_text("a\nb\nc\nd\ne\n")
    git(two.folder / "lan", "add", "README")
    git(two.folder / "lan", "commit", "-qm", "a")
    assert two.sync("lan") == 0 and two.sync("nam") == 0

    def written(name: str, text: str) -> None:
        readme[name].write_text(text)
        git(two.folder / name, "commit", "-qam", "a")

    written("lan", "A\nb\nc\nd\ne\n")
    written("nam", "a\nb\nc\nd\nE\n")
    assert [two.sync(name) for name in ("lan", "nam", "lan")] == [0, 0, 0] and readme["lan"].read_text() == "A\nb\nc\nd\nE\n"
    written("lan", "L\nb\nc\nd\nE\n")
    written("nam", "N\nb\nc\nd\nE\n")
    assert two.sync("lan") == 0
    capsys.readouterr()
    assert two.sync("nam") == 1 and "README is no plan" in capsys.readouterr().out and two.is_clean("nam")
    assert two.sync("nam", "--ours") == 0 and "1 other file is" in capsys.readouterr().out and readme["nam"].read_text()[0] == "N"
    # changed here and in no commit: it is neither lost nor taken for a change of the server's
    readme["lan"].write_text("X\n")
    assert two.sync("lan") == 2 and "is in no commit" in capsys.readouterr().out and readme["lan"].read_text() == "X\n"


@in_proofs
def test_a_new_plan_that_was_not_named_is_not_written_over(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    for name, text in (("lan", PLAN), ("nam", PLAN.replace("Việc 1", "Việc khác"))):
        (two.folder / name / "x").mkdir()
        (two.folder / name / "x" / "plan.toml").write_text(text, encoding="utf-8")
    assert two.sync("lan") == 0
    assert main(["sync", str(two.plan("nam")), "--lang", "en"]) == 2
    assert "is in no commit" in capsys.readouterr().out
    assert "Việc khác" in (two.folder / "nam" / "x" / "plan.toml").read_text(encoding="utf-8")
    assert two.sync("nam") == 0 and two.sync("lan") == 0, "two records under one id are two records"
    assert all(task in (two.folder / "lan" / "x" / "plan.toml").read_text(encoding="utf-8") for task in ('"Việc khác"', '"Việc 1"'))


def test_a_plan_that_is_only_gone_comes_back(two: Server, capsys: pytest.CaptureFixture[str]) -> None:
    two.plan("lan").unlink()
    assert two.sync("lan") == 0
    assert "was no longer there and is back" in capsys.readouterr().out and two.plan("lan").read_text(encoding="utf-8") == PLAN
    git(two.folder / "lan", "rm", "-q", "plan.toml")
    assert two.sync("lan") == 0 and two.sync("nam") == 0 and not two.plan("nam").exists()
