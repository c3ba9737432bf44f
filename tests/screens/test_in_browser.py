"""The workbench in a browser: files go into the person's own folder and are offered, no other path is taken, nothing is run."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.support.in_browser import in_browser
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.frames.build import Frames
from tui.reports.word.document import docx_bytes
from tui.reports.word.notice import conclusion_notice
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.flows.notices import Notices
from tui.screens.writing_out import LeavingFile, write_asking
from tui.store.plan_file import load
from tui.widgets.inputs import TextField


async def refused(bench: Driver, action: str, *paths: str) -> FileChooser:
    """The box of an action, that has refused these paths."""
    bench.app.plan_screen.action_act(action)
    box = await bench.dialog(FileChooser)
    for path in paths:
        box.query_one("#answer", TextField).value = path
        await bench.press("enter")
        assert bench.app.screen is box and "in a browser" in bench.screen, (action, path)
    return box


async def test_in_a_browser_nothing_of_the_server_is_read_written_or_run(
    plan_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "touch /tmp/never")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "other.toml").write_bytes(plan_file.read_bytes())
    out, into = os.pipe()
    files = in_browser(monkeypatch, tmp_path / "files", "lan", plan_file, told_by=into)
    (files / "away.toml").symlink_to(outside / "other.toml")
    (files / "sửa.csv").write_text("id,status\n")
    async with open_workbench(plan_file, size=(100, 30), lang="en") as bench:
        hostile = (str(outside / "other.toml"), "../outside/other.toml", "away.toml", "/etc/passwd", "~root/.bashrc")
        await refused(bench, "new_plan", *hostile)
        await bench.press("escape")
        box = await refused(bench, "import_file", *hostile)
        box.query_one("#answer", TextField).value = "./"
        await bench.until(lambda: "sửa.csv" in bench.screen, "one's own files are listed")
        box.query_one("#answer", TextField).value = "/etc/"
        await bench.until(lambda: "passwd" not in bench.screen and "cannot be read" in bench.screen, "no other folder is")
        await bench.press("escape")
        for action in ("open_plan", "compare_plans", "save_copy"):
            await refused(bench, action, *hostile)
            await bench.press("escape")
        assert sorted(path.name for path in outside.iterdir()) == ["other.toml"]
        written = LeavingFile(title="x", name="x.txt", write=lambda path, if_exists: path.write_text("x") and None)
        write_asking(bench.app, written, outside / "x.txt")
        await bench.dialog(FileChooser)
        assert not (outside / "x.txt").exists() and "in a browser" in bench.screen, "however somebody came to the path"
        await bench.press("escape")
        for action in ("edit_outside", "suspend"):
            await bench.run(action)
            assert "in a browser there is no" in bench.status, action
        assert bench.app.lend_terminal(lambda: 1 / 0) is None and not bench.app.suspend_to_shell()
        bench.app.plan_screen.action_act("save_copy")
        box = await bench.dialog(FileChooser)
        assert "/" not in box.start, "a name, not where the server keeps it"
        box.query_one("#answer", TextField).value = box.start  # Esc has kept what was typed before
        await bench.press("enter")
        await bench.until(lambda: "your browser offers" in bench.status, "it is offered")
        assert (files / box.start).read_bytes() == plan_file.read_bytes()
    os.close(into)
    with open(out, encoding="utf-8") as pipe:
        assert [json.loads(line)["file"] for line in pipe] == [box.start]


def held(number: str = "", chair: str = "Chủ tịch") -> str:
    """A plan with a meeting that is closed."""
    known = f'number = "{number}"\n' if number else ""
    return EMPTY + f'\n[reviews.r]\ndate = 2024-11-20\nclosed_on = 2024-11-20\nas_of = 2024-11-20\nchair = "{chair}"\nitems = []\n{known}'


async def test_a_notice_beside_the_plan_gets_its_number_at_a_terminal_and_stays_in_a_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, notice = tmp_path / "plan.toml", tmp_path / "thong-bao-2024-11-20.docx"

    def noticed(text: str) -> bytes:
        plan.write_text(text, encoding="utf-8")
        frames = Frames(load(plan).plan)
        notice.write_bytes(docx_bytes(conclusion_notice(frames.plan, frames, "r")))
        return notice.read_bytes()

    old = noticed(held())
    plan.write_text(held("45"), encoding="utf-8")
    async with open_workbench(plan, lang="en") as bench:
        with monkeypatch.context() as patch:
            in_browser(patch, tmp_path / "files", "lan", plan)
            assert Notices().renew(bench.app) == [] and notice.read_bytes() == old
        notices = Notices()
        assert notices.renew(bench.app) == [f"{notice.name}: made again with its number and day"] and notice.read_bytes() != old
        assert notices.renew(bench.app) == [], "there is nothing more to do"
        old = noticed(held(chair="Phó Chủ tịch"))
        assert notices.renew(bench.app) == [f"{notice.name} has another number or day than the plan: write it again"]
        assert notices.renew(bench.app) == [] and notice.read_bytes() == old, "said once, and nobody's text is another"
