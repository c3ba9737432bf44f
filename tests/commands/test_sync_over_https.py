"""``kehoach clone`` and ``sync`` over HTTPS with a password: a helper knows it, nobody is asked behind a screen, and it stands nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import kehoach
from tests.support.https_server import NAME, PASSWORD, Secured, certificate, need_https, served
from tests.support.lengths import in_proofs
from tests.support.servers import PLAN, git
from tui.commands.main import main


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a plan, and the certificate of its server, which nobody changes."""
    need_https()
    folder = tmp_path_factory.mktemp("https")
    git(folder, "init", "-q", "-b", "main", "first")
    (folder / "first" / "plan.toml").write_text(PLAN, encoding="utf-8")
    git(folder / "first", "add", "plan.toml")
    git(folder / "first", "commit", "-qm", "Kế hoạch")
    git(folder, "clone", "-q", "--bare", "first", "plans.git")
    git(folder / "plans.git", "config", "http.receivepack", "true")
    certificate(folder)
    return folder


@pytest.fixture
def server(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Secured]:
    """The server, its certificate trusted, a git without anybody's settings, and programs that would ask in a window."""
    shutil.copytree(made / "plans.git", tmp_path / "plans.git")
    asks = tmp_path / "asks"
    asks.write_text(f"#!/bin/sh\necho asked >>{tmp_path}/asked\nexit 1\n", encoding="utf-8")
    asks.chmod(0o755)
    (tmp_path / "gitconfig").write_text(f"[core]\n\taskPass = {asks}\n", encoding="utf-8")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.setenv("GIT_SSL_CAINFO", str(made / "cert.pem"))
    monkeypatch.setenv("SSH_ASKPASS", str(asks))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("GIT_ASKPASS", raising=False)
    with served(tmp_path / "plans.git", made / "server.pem") as running:
        yield running
    assert not (tmp_path / "asked").exists(), "nobody was asked where nobody may be"


def helper(folder: Path, password: str) -> None:
    """A credential helper that knows the name and this password, as a program of one's own does."""
    told = folder / "credential"
    told.write_text(f"#!/bin/sh\ntest \"$1\" = get || exit 0\ncat '{folder}/known'\n", encoding="utf-8")
    told.chmod(0o755)
    (folder / "known").write_text(f"username={NAME}\npassword={password}\n", encoding="utf-8")
    with (folder / "gitconfig").open("a", encoding="utf-8") as config:
        config.write(f"[credential]\n\thelper = {told}\n")


def ran(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """A command, and all it printed."""
    code = main([*arguments, "--lang", "en"])
    told = capsys.readouterr()
    return code, told.out + told.err


def test_a_helper_that_knows_the_password_is_enough_and_it_stands_nowhere(
    server: Secured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    helper(tmp_path, PASSWORD)
    code, told = ran(capsys, "clone", server.url, str(tmp_path / "lan"))
    assert code == 0, told
    plan = kehoach.open(tmp_path / "lan" / "plan.toml")
    plan.set("tasks", "I-1", "status", "done")
    plan.save()
    code, more = ran(capsys, "sync", str(tmp_path / "lan"))
    assert code == 0, more
    assert 'status = "done"' in git(tmp_path / "plans.git", "show", "main:plan.toml")
    assert server.let_in >= 4 and server.turned_away == 0 and server.seen_by_all == set()
    kept = [file for file in (tmp_path / "lan").rglob("*") if file.is_file() and PASSWORD.encode() in file.read_bytes()]
    assert PASSWORD not in told + more and kept == []


def test_without_a_password_nobody_is_asked_and_in_an_address_it_is_refused(
    server: Secured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, told = ran(capsys, "clone", server.url, str(tmp_path / "nam"))
    assert code == 2 and "no password for https://127.0.0.1" in told and not (tmp_path / "nam").exists(), told
    code, told = ran(capsys, "clone", server.url.replace("//", f"//{NAME}:{PASSWORD}@"), str(tmp_path / "nam"))
    assert code == 2 and "does not belong in an address" in told and PASSWORD not in told, told


@in_proofs
def test_a_wrong_password_is_said_and_what_is_saved_is_sent_with_the_right_one(
    server: Secured, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    git(tmp_path, "clone", "-q", "plans.git", "lan")
    git(tmp_path / "lan", "remote", "set-url", "origin", server.url.replace("//", f"//{NAME}@"))
    helper(tmp_path, "sai-" + PASSWORD)
    plan = kehoach.open(tmp_path / "lan" / "plan.toml")
    plan.set("tasks", "I-1", "status", "done")
    plan.save()
    code, told = ran(capsys, "sync", str(tmp_path / "lan"))
    assert code == 2 and "does not take the name and password" in told and PASSWORD not in told, told
    assert server.let_in == 0 and server.turned_away and server.seen_by_all == set()
    helper(tmp_path, PASSWORD)
    code, told = ran(capsys, "sync", str(tmp_path / "lan"))
    assert code == 0 and 'status = "done"' in git(tmp_path / "plans.git", "show", "main:plan.toml"), told


def test_a_certificate_of_somebodys_own_is_not_taken(
    server: Secured, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    helper(tmp_path, PASSWORD)
    monkeypatch.delenv("GIT_SSL_CAINFO")
    code, told = ran(capsys, "clone", server.url, str(tmp_path / "lan"))
    assert code == 2 and "none this machine trusts" in told and server.let_in == 0, told
