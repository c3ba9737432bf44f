"""A plan file that is cut short under an open plan, or was before it was opened: what is asked, and what each answer does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.edits import change_status
from tests.support.elsewhere import load_task, look, write_elsewhere
from tests.support.lengths import in_proofs
from tests.support.paths import SAMPLE
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tests.support.worked_on import opened, saved, set_status
from tui.model.text import N_
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.inspect import Inspect
from tui.session.outcomes import Saved
from tui.store.files.rights import previous_of

_ASKED = N_("The plan file was cut short")


async def asked(bench: Driver) -> Choose:
    """The question about it, which has to be on the screen."""
    await bench.until(lambda: isinstance(bench.app.screen, Choose) and bench.words(_ASKED) in bench.screen, "it is asked")
    return await bench.dialog(Choose)


async def saved_over(bench: Driver, data: bytes) -> None:
    """An edit, the file cut short by somebody, and Ctrl+S."""
    await change_status(bench, "III-1", "done")
    bench.path.write_bytes(data)
    await bench.press("ctrl+s")
    await asked(bench)


def saved_once(path: Path) -> None:
    """Somebody has saved an edit, and left."""
    session = opened(path)
    set_status(session, "III-1", "done")
    assert isinstance(saved(session), Saved)


async def test_the_whole_plan_is_written_again(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await saved_over(bench, b"")
        assert plan_file.read_bytes() == b"" and bench.unsaved == 1
        await bench.answer("whole")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert plan_file.read_text(encoding="utf-8") == sample.replace('"in_progress" # lời', '"done" # lời')
        assert bench.words(N_("the plan file was cut short: Ctrl+S")) not in bench.title


@in_proofs
async def test_what_is_there_is_looked_at_and_the_question_comes_back(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await saved_over(bench, SAMPLE.read_bytes()[:5000])
        await bench.answer("look")
        await bench.until(lambda: "→" in bench.screen, "what is left")
        assert "meant" not in [a.id for a in (await bench.dialog(Choose)).answers], "a text that breaks off cannot be meant"
        await bench.answer("back")
        await asked(bench)
        await bench.press("escape")
        assert bench.unsaved == 1 and plan_file.stat().st_size == 5000
        assert bench.words(N_("the plan file was cut short: Ctrl+S")) in bench.title


async def test_what_was_meant_is_taken_in(plan_file: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8").rstrip() + "\n"
    more = "".join(f'\n[documents.d{n}]\nnumber = "{n}/KH"\n' for n in range(40))
    plan_file.write_text(text + more, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await saved_over(bench, text.encode())
        await bench.answer("look")
        await bench.until(lambda: "40" in bench.screen or "→" in bench.screen, "what is left")
        await bench.answer("meant")
        await bench.until(lambda: bench.unsaved == 0, "saved")
        assert "d7" not in bench.app.session.plan.tables["documents"]
        assert load_task(plan_file, "III-1")["status"] == "done"


@in_proofs
async def test_a_copy_is_saved_elsewhere(plan_file: Path, tmp_path: Path, sample: str) -> None:
    async with open_workbench(plan_file) as bench:
        await saved_over(bench, b"\0" * 500)
        await bench.answer("copy")
        await bench.dialog(FileChooser)
        await bench.press("end", "ctrl+u")
        await bench.paste(str(tmp_path / "ban-khac.toml"))
        await bench.press("enter")
        await bench.until(lambda: (tmp_path / "ban-khac.toml").exists(), "a copy")
        assert '"done" # lời' in (tmp_path / "ban-khac.toml").read_text(encoding="utf-8")
        assert plan_file.read_bytes() == b"\0" * 500 and bench.unsaved == 1


async def test_a_session_at_rest_says_it_in_the_title_and_saving_asks(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        plan_file.write_bytes(b"")
        await look(bench)
        assert bench.words(N_("the plan file was cut short: Ctrl+S")) in bench.title
        assert bench.unsaved == 0 and len(bench.app.session.plan.tables["tasks"]) > 3
        await bench.press("ctrl+r")
        await asked(bench)
        await bench.press("escape", "ctrl+s")
        await asked(bench)
        await bench.answer("whole")
        await bench.until(lambda: plan_file.read_text(encoding="utf-8") == sample, "written again")
        write_elsewhere(plan_file, "Em nhỏ được tiêm", "Trẻ em được tiêm")
        await look(bench)
        assert bench.words(N_("the plan file was cut short: Ctrl+S")) not in bench.title, "and the next save of others comes in"
        assert any("Trẻ em được tiêm" in str(task["summary"]) for task in bench.app.session.plan.tables["tasks"].values())


@pytest.mark.parametrize("data", [b"", EMPTY.encode(), SAMPLE.read_bytes()[:3001]])
async def test_the_next_start_offers_what_was_lost(plan_file: Path, sample: str, data: bytes) -> None:
    saved_once(plan_file)
    whole = plan_file.read_bytes()
    plan_file.write_bytes(data)
    async with open_workbench(plan_file) as bench:
        await asked(bench)
        await bench.answer("look")
        await bench.dialog(Inspect)
        await bench.press("escape")
        await asked(bench)
        await bench.answer("whole")
        await bench.until(lambda: plan_file.read_bytes() == whole, "the whole plan is back")
        assert bench.value("tasks", "III-1", "status") == "done" and bench.unsaved == 0
        assert not bench.app.session.workspace.readonly
    assert previous_of(plan_file).read_text(encoding="utf-8") == sample


async def test_who_goes_on_with_what_is_there_still_has_the_version_before(plan_file: Path, sample: str) -> None:
    saved_once(plan_file)
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        await asked(bench)
        await bench.answer("cancel")
        assert bench.app.session.plan.tables["tasks"] == {}
    assert plan_file.read_text(encoding="utf-8") == EMPTY and previous_of(plan_file).read_text(encoding="utf-8") == sample


async def test_an_empty_plan_that_was_always_empty_is_not_asked_about(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        assert not isinstance(bench.app.screen, Choose)
