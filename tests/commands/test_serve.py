"""``kehoach serve`` before it serves: what it refuses, each in a sentence with exit code 2, and what it has understood."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tui.commands import serve
from tui.commands.main import main

GIVEN = {"--user-header": "X-Remote-User", "--public-url": "https://office.example/kehoach", "--secret-file": "secret", "--lang": "en"}


@pytest.fixture
def refused(plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """What is said of a call with some options changed."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(serve, "_SUPERUSER", -1)  # whoever runs the tests
    (tmp_path / "secret").write_text("0123456789abcdef01234567")
    (tmp_path / "secret").chmod(0o600)

    def call(plan: str = str(plan_file), **changed: str) -> str:
        given = {**GIVEN, **{f"--{name.replace('_', '-')}": value for name, value in changed.items()}}
        assert main(["serve", plan, *(part for pair in given.items() for part in pair)]) == 2
        told = capsys.readouterr()
        assert told.out == "" and "Traceback" not in told.err
        return told.err

    return call


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "10.0.0.5", "office.example", "", "127.0.0.1.evil.example"])
def test_an_address_others_can_reach_is_refused_with_the_reason(refused, host: str) -> None:  # type: ignore[no-untyped-def]
    assert "nobody would ask them who they are" in refused(host=host)


def test_its_own_addresses_are_taken() -> None:
    for host in ("127.0.0.1", "127.8.0.1", "::1", "localhost"):
        serve._refuse_address(host)


def test_the_superuser_does_not_serve(refused, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(serve, "_SUPERUSER", os.geteuid())
    assert "not as root" in refused()


def test_without_the_extra_it_says_how_to_install_it(refused, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    for name in ("aiohttp", "textual_serve"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.delitem(sys.modules, "tui.web.server", raising=False)
    assert "install kehoach[web]" in refused()


def test_what_is_not_understood_is_said(refused, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    for name in ("aiohttp", "textual_serve"):
        pytest.importorskip(name, reason=f"the extra “web” is not installed: {name}")
    assert "no such plan file" in refused(plan=str(tmp_path / "none.toml"))
    assert "no such plan file" in refused(plan=str(tmp_path))
    for header in ("User-Agent", "X Remote", "x:y", "Authorization"):
        assert "only the office's server sets" in refused(user_header=header)
    for url in ("office.example", "ftp://x", "https://", "https://a@b/", "https://x/?a", "https://x;y/", "https://x:port/"):
        assert "whole address" in refused(public_url=url), url
    for number in ("0", "-1", "10001"):
        assert "1 to 10000" in refused(sessions=number)
    assert "0 to 65535" in refused(port="65536")
    (tmp_path / "secret").chmod(0o644)
    assert "chmod 600" in refused()
    assert "folder is not there" in refused(secret_file="none/secret")
