"""A path that is typed: what goes on from it, how far it is completed, which file is meant, whatever its name is made of."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.store.files.folder_listing import PLANS, TABLES_IN, Kinds, completed, kinds_of, listed, meant_path, shown_name, split


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("Báo cáo năm.docx", "bao-cao.xlsx", "Biểu Sở Y tế 2024.xlsx", "plan.toml", ".kín.xlsx", "ảnh.png"):
        (tmp_path / name).write_bytes(b"")
    (tmp_path / "Thư mục có dấu").mkdir()
    (tmp_path / "Thư mục có dấu" / "plan cũ.toml").write_bytes(b"")
    return tmp_path


def names(typed: str, kinds: Kinds = Kinds()) -> list[str]:  # noqa: B008
    return [entry.shown for entry in listed(typed, kinds).entries]


def test_what_begins_so_comes_first_with_marks_or_without_and_folders_before_files(folder: Path) -> None:
    assert names(f"{folder}/bao") == ["Báo cáo năm.docx", "bao-cao.xlsx"]
    assert names(f"{folder}/", TABLES_IN) == ["Thư mục có dấu", "Báo cáo năm.docx", "bao-cao.xlsx", "Biểu Sở Y tế 2024.xlsx"]
    assert names(f"{folder}/y te") == ["Biểu Sở Y tế 2024.xlsx"], "also within a name"
    assert names(f"{folder}/", PLANS) == ["Thư mục có dấu", "plan.toml"]


def test_of_other_kinds_and_of_hidden_ones_it_is_said_how_many_there_are(folder: Path) -> None:
    found = listed(f"{folder}/", PLANS)
    assert (found.others, found.hidden) == (4, 1)
    assert names(f"{folder}/.") == [".kín.xlsx"], "one that is asked for"


def test_a_path_is_completed_as_far_as_it_is_clear(folder: Path) -> None:
    def gone_on(typed: str, kinds: Kinds = Kinds()) -> str:  # noqa: B008
        return completed(typed, listed(typed, kinds)).removeprefix(f"{folder}/")

    assert gone_on(f"{folder}/pl") == "plan.toml"
    assert gone_on(f"{folder}/thu") == "Thư mục có dấu/", "a folder is gone into"
    assert gone_on(f"{folder}/Thư mục có dấu/p") == "Thư mục có dấu/plan cũ.toml"
    assert gone_on(f"{folder}/b") == "b" and gone_on(f"{folder}/zzz") == "zzz"
    assert gone_on(f"{folder}/b", Kinds("", (".docx",))) == "Báo cáo năm.docx"
    (folder / "bao-gia.xlsx").write_bytes(b"")
    assert gone_on(f"{folder}/bao-", TABLES_IN) == "bao-" and gone_on(f"{folder}/ba", Kinds("", (".xlsx",))) == "bao-"


def test_a_folder_that_is_none_is_gone_or_cannot_be_read_is_said(folder: Path) -> None:
    gone, none = listed(f"{folder}/khong-co/x"), listed(f"{folder}/plan.toml/x")
    assert gone.fault is not None and none.fault is not None and not gone.entries
    assert listed(f"{folder}/\0/x").fault is not None
    closed = folder / "closed"
    closed.mkdir(0o000)
    found = listed(f"{closed}/")
    assert os.geteuid() == 0 or found.fault is not None
    closed.chmod(0o700)
    assert listed(f"{closed}/").entries == () and listed(f"{closed}/").fault is None, "an empty one is no fault"


def test_home_is_a_folder_and_one_nobody_knows_is_none(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert split("~") == ("~/", "") and "plan.toml" in names("~") and names("~/pl") == ["plan.toml"]
    assert meant_path("~/plan.toml") == folder / "plan.toml"
    assert listed("~nobody-is-called-so/").fault is not None
    monkeypatch.chdir(folder)
    assert names("pl") == ["plan.toml"], "without a folder it is the one that one works in"


def test_a_name_no_field_can_hold_is_shown_safely_and_still_found(tmp_path: Path) -> None:
    wild = ["a\x1b[31mb.toml", "Tie\u0302\u0301ng Vie\u0323\u0302t.toml", "two\nlines.toml", "right\u202eleft.toml"]
    for name in (*wild, "plain.toml"):
        (tmp_path / name).write_bytes(name.encode())
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bytes\xff.toml")).write_bytes(b"bytes")
    for entry in listed(f"{tmp_path}/", PLANS).entries:
        assert "\x1b" not in entry.shown and "\n" not in entry.shown and "\u202e" not in entry.shown
        found = meant_path(f"{tmp_path}/{entry.shown}")
        assert found.name == entry.name and found.exists()
    (tmp_path / "a\x1b[32mb.toml").write_bytes(b"")
    (tmp_path / "a\x07[31mb.toml").write_bytes(b"")  # shown as the one before it is
    assert not meant_path(f"{tmp_path}/{shown_name(wild[0])}").exists(), "of two that look alike none is taken for the other"
    assert meant_path(f"{tmp_path}/new file.toml") == tmp_path / "new file.toml", "what is not there stays as it is typed"


def test_a_file_that_vanished_is_no_longer_listed_and_its_path_stays_what_it_was(folder: Path) -> None:
    assert names(f"{folder}/plan") == ["plan.toml"]
    (folder / "plan.toml").unlink()
    assert names(f"{folder}/plan") == [] and meant_path(f"{folder}/plan.toml") == folder / "plan.toml"


def test_of_too_many_the_first_are_listed_and_the_others_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.store.files.folder_listing.MOST", 3)
    for n in range(8):
        (tmp_path / f"{n}.toml").write_bytes(b"")
    found = listed(f"{tmp_path}/", PLANS)
    assert [entry.name for entry in found.entries] == ["0.toml", "1.toml", "2.toml"] and found.more == 5
    assert completed(f"{tmp_path}/", found) == f"{tmp_path}/", "what is not listed may go on otherwise"


def test_a_file_that_is_to_be_written_is_beside_those_of_its_kind() -> None:
    assert kinds_of("so-sanh.txt").take("a.md") and not kinds_of("a.docx").take("a.xlsx") and kinds_of("bang").take("x")
    assert kinds_of("de-lai.csv").take("X.CSV")


@given(st.text(st.characters(exclude_characters="/\0", exclude_categories=("Cs",)), min_size=1, max_size=20))
def test_any_name_is_shown_on_one_line_without_controls(name: str) -> None:
    shown = shown_name(name)
    assert shown.isprintable() or all(char.isprintable() or char.isspace() for char in shown)
    assert "\n" not in shown and "\x1b" not in shown
