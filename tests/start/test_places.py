"""Where the program keeps what is the person's own: absolute XDG folders, the home folder, and what there is without one."""

from __future__ import annotations

import ast
import os
import pwd
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.paths import ROOT
from tui.config import config_path
from tui.start import first_page, places
from tui.store.log import journal
from tui.store.log.journal import journal_folder
from tui.store.snapshot.open import snapshot_folder

ENTERED = pwd.getpwuid(os.geteuid()).pw_dir
VARIABLES = ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME")


def all_places(environ: dict[str, str]) -> list[str | None]:
    found = (config_path(environ), snapshot_folder(environ), first_page.folder(environ), journal_folder(environ))
    return [None if place is None else str(place) for place in found]


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}, {"HOME": "not/absolute"}, {"HOME": "~"}])
def test_without_home_the_password_database_is_asked(environ: dict[str, str]) -> None:
    assert all_places(environ) == [
        f"{ENTERED}/.config/kehoach/config.toml",
        f"{ENTERED}/.cache/kehoach/plans",
        f"{ENTERED}/.cache/kehoach/first-page",
        f"{ENTERED}/.local/state/kehoach",
    ]


@given(
    named=st.dictionaries(st.sampled_from(VARIABLES), st.sampled_from(["", "x", "./x", "../x", "~/x", "/x", "/x/y"])),
    home=st.sampled_from([None, "", "h", "/h"]),
)
def test_every_place_is_absolute_and_a_relative_one_counts_as_not_set(named: dict[str, str], home: str | None) -> None:
    environ = named if home is None else {**named, "HOME": home}
    kept = {name: value for name, value in environ.items() if value.startswith("/")}
    assert all_places(environ) == all_places(kept)
    assert all(place is not None and os.path.isabs(place) for place in all_places(environ))


@pytest.fixture
def homeless(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """A user nobody has entered, without HOME; the folder for temporary files."""

    def nobody(_: int) -> None:
        raise KeyError

    for name in ("HOME", *VARIABLES):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    yield tmp_path


def test_without_any_home_only_the_journal_has_a_place(homeless: Path) -> None:
    assert config_path() is None and snapshot_folder() is None and first_page.folder() is None
    assert journal_folder() == homeless / f"kehoach-{os.geteuid()}"
    assert places.is_homeless() and not places.is_homeless({"XDG_STATE_HOME": "/state"})
    assert not first_page.keep([[("", "x")]], "stamp", "plan.toml", 1, 1)
    begun = journal.start(homeless / "plan.toml", journal_folder())
    assert begun.path.parent.stat().st_mode & 0o777 == 0o700
    begun.close(keep=False)


@pytest.mark.parametrize("planted", ["for everybody", "a link"])
def test_among_temporary_files_only_a_folder_of_ones_own_is_trusted(homeless: Path, planted: str) -> None:
    elsewhere = homeless / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    if planted == "a link":
        journal_folder().symlink_to(elsewhere)
    else:
        journal_folder().mkdir()
        journal_folder().chmod(0o777)
    with pytest.raises(PermissionError):
        journal.start(homeless / "plan.toml", journal_folder())
    assert journal.orphaned_journals(homeless / "plan.toml", journal_folder()) == []


def test_a_home_that_is_not_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = pwd.struct_passwd(("nobody", "x", 65534, 65534, "", str(tmp_path / "gone"), "/bin/false"))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: entry)
    assert places.home_folder({}) is None and places.home_folder({"HOME": "/h"}) == "/h"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("~", "/h"),
        ("~/a b", "/h/a b"),
        ("~/", "/h/"),
        ("~root/x", f"{pwd.getpwnam('root').pw_dir}/x"),
        ("~no-such-user/x", "~no-such-user/x"),
        ("a/~", "a/~"),
        ("", ""),
    ],
)
def test_a_tilde_is_the_home_folder(typed: str, meant: str) -> None:
    assert places.typed_path(typed, {"HOME": "/h"}) == meant


ASKS = re.compile(r"\bXDG_\w+|\bHOME\b|expanduser|Path\.home|gettempdir")


def test_nobody_else_asks_where_a_home_is() -> None:
    """In the code: what stands in a docstring or a comment asks nothing."""
    asking = set()
    for path in (ROOT / "tui").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text if ASKS.search(text) else "")
        told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute | ast.Name):
                said = ast.unparse(node)
            else:
                said = str(node.value) if isinstance(node, ast.Constant) and id(node) not in told else ""
            if ASKS.search(said):
                asking.add(str(path.relative_to(ROOT)))
    assert asking == {"tui/start/places.py"}
