"""Files without the right to write, folders without it, and files with two names: known at the start, never written over."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.workbench import open_workbench
from tui.commands.main import main
from tui.i18n.words import Words
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.store.files.errors import SaveFailed
from tui.store.files.file_state import IfExists
from tui.store.files.paper_file import write_paper
from tui.store.files.replace import Target, replace_file
from tui.store.files.rights import behind_links, other_names, previous_of, why_not_replaced
from tui.store.plan_file import Loaded, load
from tui.store.plan_save import save, save_copy

EN = Words("en")


def edited(path: Path, value: str = "Rà soát lại") -> tuple[Loaded, Workspace]:
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    id = next(iter(loaded.plan.tables["tasks"]))
    workspace.apply([workspace.set_field("tasks", id, "summary", value)], say("test"))
    return loaded, workspace


@pytest.fixture
def closed_folder(tmp_path: Path, sample: str) -> Iterator[Path]:
    """A plan in a folder that may not be written to; the plan's file."""
    folder = tmp_path / "closed"
    folder.mkdir()
    plan = folder / "plan.toml"
    plan.write_text(sample, encoding="utf-8")
    folder.chmod(0o555)
    yield plan
    folder.chmod(0o755)


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o464, 0o644, 0o600])
def test_a_file_is_replaced_only_with_the_right_to_write_to_it(plan_file: Path, mode: int) -> None:
    loaded, workspace = edited(plan_file)
    plan_file.chmod(mode)
    before = plan_file.read_bytes()
    allowed = bool(mode & stat.S_IWUSR)
    assert (why_not_replaced(plan_file) is None) == allowed
    if allowed:
        save(loaded, workspace.plan)
        assert plan_file.read_bytes() != before
    else:
        with pytest.raises(SaveFailed, match="permission"):
            save(loaded, workspace.plan)
        assert plan_file.read_bytes() == before and not previous_of(plan_file).exists()
    assert stat.S_IMODE(plan_file.stat().st_mode) == mode


def test_no_other_file_is_written_over_either(tmp_path: Path, plan_file: Path, sample: str) -> None:
    filed = tmp_path / "filed"
    filed.write_bytes(b"PK\x03\x04 a paper")
    filed.chmod(0o444)
    with pytest.raises(SaveFailed):
        write_paper(filed, b"PK\x03\x04 another", IfExists.REPLACE)
    with pytest.raises(PermissionError):
        replace_file(filed, b"", Target.SCRATCH)
    plan_file.chmod(0o444)
    with pytest.raises(SaveFailed):
        save_copy(plan_file, "format = 2\n", IfExists.REPLACE)
    assert filed.read_bytes() == b"PK\x03\x04 a paper" and plan_file.read_text(encoding="utf-8") == sample


def test_a_link_to_a_protected_file_is_as_protected(tmp_path: Path, plan_file: Path) -> None:
    link = tmp_path / "link.toml"
    link.symlink_to(plan_file)
    assert why_not_replaced(link) is None
    plan_file.chmod(0o444)
    assert "link.toml" in EN.sentence(why_not_replaced(link))


async def test_a_protected_plan_is_open_for_reading_and_says_so(plan_file: Path) -> None:
    plan_file.chmod(0o444)
    async with open_workbench(plan_file, size=(140, 40), lang="en") as bench:
        await bench.until(lambda: "may not be written to" in bench.status, "it is said at the start")
        await bench.press("4", "enter")
        assert "may not be written to" in bench.status and bench.unsaved == 0
        assert "read only" in bench.title


async def test_a_closed_folder_is_said_at_the_start(closed_folder: Path) -> None:
    async with open_workbench(closed_folder, size=(140, 40), lang="en") as bench:
        await bench.until(lambda: "the folder of plan.toml" in bench.status, "it is said at the start")
        assert "read only" in bench.title


def test_a_file_that_is_gone_is_not_said_to_be_protected(tmp_path: Path) -> None:
    assert why_not_replaced(tmp_path / "gone.toml") is None and other_names(tmp_path / "gone.toml") is None


async def test_another_name_is_said_at_the_start_and_at_the_save(tmp_path: Path, plan_file: Path, sample: str) -> None:
    other = tmp_path / "other.toml"
    os.link(plan_file, other)
    async with open_workbench(plan_file, size=(140, 40), lang="en") as bench:
        await bench.until(lambda: "hard link" in bench.status, "it is said at the start")
        await bench.press("4")
        await bench.cell("III-2", "status")
        await bench.press("enter")
        await bench.pick("done")
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.unsaved == 0 and "hard link" in bench.status, "it is said at the save")
        assert other.read_text(encoding="utf-8") == sample != plan_file.read_text(encoding="utf-8")
        assert other_names(plan_file) is None, "after the save it has one name"


def test_the_version_before_is_no_other_name(plan_file: Path) -> None:
    os.link(plan_file, previous_of(plan_file))
    assert other_names(plan_file) is None
    os.link(plan_file, plan_file.with_name("third.toml"))
    assert other_names(plan_file) is not None


def test_what_is_imported_into_a_protected_plan_is_refused_before_it_is_asked(
    tmp_path: Path, plan_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "x.csv"
    table.write_text("id,status\nIII-2,done\n", encoding="utf-8")
    plan_file.chmod(0o444)
    before = plan_file.read_bytes()
    assert main(["import", str(table), str(plan_file), "--yes", "--lang", "en"]) == 2
    assert "may not be written to" in capsys.readouterr().err and plan_file.read_bytes() == before
    assert main(["import", str(table), str(plan_file), "--dry-run", "--lang", "en"]) == 0


def test_a_plan_behind_links_is_told_of_by_the_file_and_the_folder_they_lead_to(tmp_path: Path) -> None:
    """Its own name may be a link, and any folder above it."""
    real, links = tmp_path / "real", tmp_path / "links"
    for folder in (real, links):
        folder.mkdir()
    (real / "plan.toml").write_text("x", encoding="utf-8")
    (links / "file.toml").symlink_to(real / "plan.toml")
    (links / "folder").symlink_to(real)
    by_folder, by_file = links / "folder" / "plan.toml", links / "file.toml"
    assert behind_links(by_folder) == by_folder and behind_links(by_file) == (real / "plan.toml").resolve()
    assert why_not_replaced(by_folder) is None is why_not_replaced(by_file)
    real.chmod(0o555)
    try:
        assert why_not_replaced(by_folder) is not None and why_not_replaced(by_file) is not None
    finally:
        real.chmod(0o755)
    assert why_not_replaced(links / "nothing.toml") is None, "of one that is gone a save says so"
