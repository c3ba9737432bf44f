"""Upgrades beside open sessions: what ./run makes, what it goes on with where it cannot, and what it takes away again."""

from __future__ import annotations

import errno
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import longer, of_these
from tests.support.paths import ROOT

PYPROJECT = '[project]\nname = "kehoach"\ndependencies = ["textual"]\n'


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The module ./run makes environments with; making one installs nothing here."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    import environment

    def made(root: Path, folder: Path, developing: bool, offline: bool) -> None:
        (folder / "bin").mkdir(parents=True)
        (folder / "bin" / "python").symlink_to(sys.executable)
        (folder / "lib" / Path(sys.executable).resolve().name).mkdir(parents=True)
        environment.held.finish(folder)

    monkeypatch.setattr(environment, "make_environment", made)
    yield environment
    for name in ("environment", "held"):
        sys.modules.pop(name, None)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A checkout with a program of two files, in a folder with a space and marks in its name."""
    where = tmp_path / "kế hoạch 1"
    for part in ("tui", "kehoach", "data"):
        (where / part).mkdir(parents=True)
    (where / "tui" / "__init__.py").write_text('told = "one"\n', encoding="utf-8")
    (where / "data" / "plan.toml").write_text("format = 2\n", encoding="utf-8")
    (where / "packaging" / "pins").mkdir(parents=True)
    for pinned in ("program.txt", "development.txt"):
        (where / "packaging" / "pins" / pinned).write_text("textual==8.2.8\n", encoding="utf-8")
    (where / "pyproject.toml").write_text(PYPROJECT, encoding="utf-8")
    return where


def changed(root: Path, text: str) -> None:
    (root / "tui" / "__init__.py").write_text(f'told = "{text}"\n', encoding="utf-8")


def names(root: Path, prefix: str) -> set[str]:
    return {path.name for path in root.glob(f"{prefix}*")}


def test_the_first_start_makes_both_and_the_next_makes_nothing(environment: Any, root: Path) -> None:
    used, program = environment.ready(root)
    assert (program / "tui" / "__init__.py").read_text(encoding="utf-8") == 'told = "one"\n'
    assert (root / ".venv").resolve() == used and json.loads((root / ".kehoach-current").read_text())["program"] == program.name
    before = {path: path.stat().st_mtime_ns for path in root.iterdir()}
    assert environment.ready(root) == (used, program)
    assert {path: path.stat().st_mtime_ns for path in root.iterdir()} == before, "an ordinary user may not write here"


def test_an_upgrade_leaves_what_a_session_holds_and_clears_it_when_nobody_does(environment: Any, root: Path) -> None:
    _, first = environment.ready(root)
    file = open(first / environment.held.MARK, encoding="utf-8")  # noqa: SIM115 - a session that is open
    import fcntl

    fcntl.flock(file, fcntl.LOCK_SH)
    changed(root, "second")
    _, second = environment.ready(root)
    assert second != first and names(root, ".program-") == {first.name, second.name}
    assert (first / "tui" / "__init__.py").read_text(encoding="utf-8") == 'told = "one"\n'
    file.close()
    changed(root, "third time")
    _, third = environment.ready(root)
    assert names(root, ".program-") == {third.name}


def test_an_upgrade_that_fails_says_why_and_goes_on_with_what_is_there(
    environment: Any, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = environment.ready(root)
    capsys.readouterr()
    for pinned in ("program.txt", "development.txt"):
        (root / "packaging" / "pins" / pinned).write_text("textual==8.2.9\n", encoding="utf-8")
    changed(root, "newer than the environment")

    def fails(*given: object, **more: object) -> None:
        raise environment.CannotMake(environment._why("WARNING: NewConnectionError(…)\nERROR: No matching distribution found"))

    monkeypatch.setattr(environment, "make_environment", fails)
    assert environment.ready(root) == known, "the old program with the old environment: never one without the other"
    told = capsys.readouterr().err
    assert told.count("\n") == 1 and "không có mạng" in told and "no network" in told
    with pytest.raises(environment.CannotMake, match="không có mạng"):
        environment.ready_to_develop(root)


def test_where_nothing_may_be_written_the_last_one_goes_on(
    environment: Any, root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    known = environment.ready(root)
    changed(root, "pulled by the owner")

    def closed(where: Path) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", str(where))

    monkeypatch.setattr(environment.held, "alone", closed)
    assert environment.ready(root) == known and str(root) in capsys.readouterr().err


def test_with_a_python_of_anothers_home_nothing_is_said_to_go_on(
    environment: Any, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    used, _ = known = environment.ready(root)
    capsys.readouterr()
    changed(root, "pulled by the owner")
    theirs = tmp_path / "python of another"
    theirs.touch(0o600)  # no bit to run it, whoever asks
    (used / "bin" / "python").unlink()
    (used / "bin" / "python").symlink_to(theirs)

    def closed(where: Path) -> Any:
        raise PermissionError(errno.EACCES, "Permission denied", str(where))

    monkeypatch.setattr(environment.held, "alone", closed)
    assert environment.ready(root) == known and capsys.readouterr().err == "", "./run says the one true sentence when it cannot start it"


def test_with_nothing_there_that_it_cannot_be_made_is_said(environment: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object, **more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(environment, "make_environment", full)
    with pytest.raises(environment.CannotMake, match="No space left"):
        environment.ready(root)
    assert not (root / ".kehoach-current").exists() and not names(root, ".program-")


def test_a_save_of_the_plan_is_no_new_program(environment: Any, root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    known = environment.ready(root)
    assert "preparing this version of the program" in capsys.readouterr().err
    (root / "data" / "plan.toml").write_text("format = 2\n# edited where it stands\n", encoding="utf-8")
    assert environment.ready(root) == known and capsys.readouterr().err == ""


def test_another_python_goes_on_with_the_environment_that_is_there(environment: Any, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = environment.ready(root)
    with monkeypatch.context() as patched:  # a login shell has another python3 than cron
        patched.setattr(environment.sys, "version", "3.99")
        assert environment.ready(root) == known and names(root, ".venv-") == {known[0].name}
        changed(root, "pulled meanwhile")
        assert environment.ready(root)[0] == known[0]
        (known[0] / "lib" / Path(sys.executable).resolve().name).rmdir()  # the system's Python is a newer one now
        made = environment.ready(root)[0]
        assert made != known[0] and environment.usable(made)
    assert environment.ready(root)[0] == made


def test_a_half_made_one_is_made_again(environment: Any, root: Path) -> None:
    used, program = environment.ready(root)
    (program / environment.held.MARK).unlink()
    (program / "tui" / "__init__.py").unlink()
    assert environment.ready(root) == (used, program) and (program / "tui" / "__init__.py").exists()


def test_the_environment_of_before_is_put_aside_and_one_with_tests_serves_both(environment: Any, root: Path) -> None:
    (root / ".venv" / "lib").mkdir(parents=True)
    for_tests = environment.ready_to_develop(root)
    assert (root / ".venv").is_symlink() and len(names(root, ".venv-before-")) == 1
    assert environment.ready(root)[0] == for_tests


NO_NOTES = ["", "not json", "[]", '{"environment": "../x", "program": "y"}', '{"environment": 1, "program": 2}']


@longer
@pytest.mark.parametrize("text", of_these(NO_NOTES, NO_NOTES[1::2]))
def test_a_damaged_note_of_what_is_used_is_none(environment: Any, root: Path, text: str) -> None:
    known = environment.ready(root)
    (root / ".kehoach-current").write_text(text, encoding="utf-8")
    assert environment.ready(root) == known


@pytest.mark.parametrize(
    ("told", "remedy"),
    [
        ("/usr/bin/python3: No module named pip", "apt install python3-pip"),
        ("OSError: [Errno 28] No space left on device", "500 MB"),
        ("ERROR: Could not find a version that satisfies the requirement textual", "Python"),
        ("something else\nERROR: the last line", "the last line"),
        ("", "?"),
    ],
)
def test_what_went_wrong_has_its_remedy(environment: Any, told: str, remedy: str) -> None:
    assert remedy in environment._why(told)
