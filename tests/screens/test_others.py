"""Several people over one plan: who is here, what each is editing, and what one saves the others see."""

from __future__ import annotations

import asyncio
import os
import stat
from pathlib import Path

import pytest
from textual.content import Content
from textual.widgets import Static

from tests.support.edits import change_status, change_summary
from tests.support.elsewhere import load_task, look, write_elsewhere
from tests.support.lengths import longer, of_these
from tests.support.workbench import open_workbench
from tui.model.text import N_, say
from tui.screens.dialogs.conflicts import Conflicts
from tui.store import presence
from tui.store.presence import Place, appear, others, presence_folder

# -- the folder -----------------------------------------------------------------------------------------------------


def test_sessions_see_each_other_and_what_is_edited(plan_file: Path) -> None:
    one, two = appear(plan_file), appear(plan_file)
    assert one is not None and two is not None
    assert one.others() == [], "who has said nothing yet is not told"
    two.tell(Place("tasks", "III-1", "summary"), 3)
    (seen,) = one.others()
    assert (seen.login, seen.editing, seen.unsaved) == (presence.login(), Place("tasks", "III-1", "summary"), 3)
    two.tell(None, 0)
    (seen,) = one.others()
    assert (seen.editing, seen.unsaved) == (None, 0)
    two.leave()
    assert one.others() == []
    one.leave()
    assert not presence_folder(plan_file).exists(), "the last one out takes the folder away"


def test_a_killed_session_is_gone(plan_file: Path) -> None:
    one, killed = appear(plan_file), appear(plan_file)
    assert one is not None and killed is not None
    killed.tell(None, 1)
    os.close(killed._handle)  # the kernel does this for a killed process
    assert one.others() == [] and not killed.path.exists()
    one.leave()


def test_who_stays_as_they_are_are_read_seldom_and_missed_no_longer_than_that(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, killed = appear(plan_file), appear(plan_file), appear(plan_file)
    assert one is not None and two is not None and killed is not None
    two.tell(None, 1)
    killed.tell(None, 2)
    opened: list[Path] = []
    real = presence.others_file.opened
    monkeypatch.setattr(presence.others_file, "opened", lambda path: opened.append(path) or real(path))
    for _ in range(5):
        assert [peer.unsaved for peer in one.others()] == [1, 2]
    assert len(opened) == 4, "each twice: once it has stood so for a while nobody can have written in the same moment"
    two.tell(Place("tasks", "III-1", "summary"), 1)
    os.close(killed._handle)
    assert [peer.editing is not None for peer in one.others()] == [True, False], "what is told is seen at once"
    monkeypatch.setattr(presence, "_SURE", 0.0)
    assert [peer.unsaved for peer in one.others()] == [1] and not killed.path.exists()
    two.leave()
    assert one.others() == [] and not one._seen
    one.leave()


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_who_may_read_the_plan_may_look_and_who_may_write_it_may_appear(plan_file: Path, mode: int) -> None:
    plan_file.chmod(mode)
    here = appear(plan_file)
    assert here is not None
    folder = stat.S_IMODE(presence_folder(plan_file).stat().st_mode)
    assert folder == {0o600: 0o1700, 0o640: 0o1750, 0o664: 0o1775}[mode]
    assert stat.S_IMODE(here.path.stat().st_mode) == mode & 0o644
    here.leave()


@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"[]", b"{}", b'{"since": 5}', b'{"since": "x"}', b'{"since": "2026-01-01T00:00:00", "editing": [1]}', b"{" * 5000],
)
def test_what_somebody_wrote_there_is_read_with_care(plan_file: Path, data: bytes) -> None:
    here, odd = appear(plan_file), appear(plan_file)
    assert here is not None and odd is not None
    os.write(odd._handle, data)
    assert all(s.editing is None for s in here.others())
    (presence_folder(plan_file) / "x.session").symlink_to("/etc/passwd")
    os.mkfifo(presence_folder(plan_file) / "y.session")
    assert all(s.editing is None for s in others(here.folder, here.path.name))
    odd.leave()
    here.leave()


def test_a_folder_for_reading_only_is_no_hindrance(plan_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(presence.os, "mkdir", refused)
    assert appear(plan_file) is None


# -- two workbenches ------------------------------------------------------------------------------------------------


async def test_what_one_saves_the_other_sees_when_nothing_is_unsaved_there(plan_file: Path) -> None:
    async with open_workbench(plan_file) as lan, open_workbench(plan_file) as nam:
        await nam.press("4")
        await change_status(lan, "III-2", "done")
        await lan.press("ctrl+s")
        await look(nam)
        assert nam.value("tasks", "III-2", "status") == "done"
        assert nam.app.session.plan.short_of("tasks", "III-2")[:28] in nam.status, "it is said what came in"
        assert nam.status.endswith("…)") and len(nam.status) < 80, "in one line: nothing on the screen moves for it"
        await change_status(nam, "III-3", "blocked")
        await nam.press("ctrl+s")
        assert (load_task(plan_file, "III-2")["status"], load_task(plan_file, "III-3")["status"]) == ("done", "blocked")
        await look(lan)
        await lan.press("u")
        assert lan.value("tasks", "III-2", "status") == "unreported", "one's own steps are still undone"
        assert lan.value("tasks", "III-3", "status") == "blocked"


async def test_with_unsaved_changes_it_is_offered(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await change_status(bench, "III-2", "done")
        write_elsewhere(plan_file, "Em nhỏ được tiêm", "Trẻ em được tiêm")
        await look(bench)
        assert bench.words(N_("the file has changed: Ctrl+R")) in bench.title
        assert bench.words(N_("somebody else has saved the plan; Ctrl+R takes it in, saving does so too")) in bench.status
        assert "Trẻ em" not in bench.screen
        await bench.press("ctrl+r")
        assert bench.words(N_("the file has changed: Ctrl+R")) not in bench.title
        await bench.column("summary")
        assert "Trẻ em được tiêm" in bench.screen and bench.unsaved == 1


async def test_an_open_cell_is_left_alone_and_the_change_comes_after(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        await bench.cell("III-4", "summary")
        await bench.press("enter")
        await bench.type(" nữa")
        write_elsewhere(plan_file, "Em nhỏ được tiêm", "Trẻ em được tiêm")
        await look(bench)
        assert " nữa" in bench.screen
        await bench.press("escape")
        await look(bench)
        assert any("Trẻ em được tiêm" in str(task["summary"]) for task in bench.app.session.plan.tables["tasks"].values())


async def test_a_file_that_vanishes_is_said_and_nothing_is_lost(plan_file: Path, sample: str) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        plan_file.unlink()
        await look(bench)
        gone = bench.words(N_("{path} is no longer there; it was moved or deleted"), path=plan_file.name)
        assert bench.words(N_("the plan file is gone")) in bench.title, "nobody has saved it"
        assert gone in bench.status and bench.words(N_("the file has changed: Ctrl+R")) not in bench.title
        await bench.press("down", "ctrl+r")
        assert gone in bench.status and bench.app.screen is bench.tab
        plan_file.write_text(sample, encoding="utf-8")
        await look(bench)
        assert "⚠" not in bench.title
        assert bench.unsaved == 0


async def test_a_file_that_is_closed_to_who_works_on_it_is_told_before_the_save(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30), lang="en") as bench:
        await bench.press("4")
        await change_status(bench, "III-2", "done")
        plan_file.chmod(0o444)
        await look(bench)
        assert "cannot be saved" in bench.title and "somebody has closed the plan file" in bench.status
        assert bench.unsaved == 1
        plan_file.chmod(0o644)
        await look(bench)
        assert "cannot be saved" not in bench.title and "may be saved again" in bench.status
        await bench.press("ctrl+s")
        await bench.until(lambda: bench.unsaved == 0, "it is saved")


async def test_the_title_keeps_the_plan_and_the_day_whatever_else_is_said(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(80, 24)) as bench:
        await change_status(bench, "III-2", "done")
        session = bench.app.session
        session.workspace.unrecorded = OSError("x")
        session.watch.closed = say("x")
        bench.app.plan_screen.show_title()
        await bench.settle()
        line = bench.screen.splitlines()[0]
        day = bench.words.sentence(session.seen_from)
        assert line.rstrip().endswith(day) and line.startswith(" Kế hoạch") and "không lưu được" in line, line


async def test_who_is_here_is_told_and_what_each_is_editing(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as lan, open_workbench(plan_file, size=(120, 30)) as nam:
        await nam.press("4")
        await nam.cell("III-4", "summary")
        await nam.press("enter")
        await look(nam)
        await look(lan)
        name = presence.full_name()
        assert lan.words(N_("with {name}"), name=name) in lan.title
        await lan.run("who")
        assert name in lan.screen and nam.app.session.plan.title_of("tasks", "III-4")[:30] in lan.screen
        await lan.press("escape")
        await lan.press("4")
        await lan.cell("III-4", "summary")
        await lan.press("enter")
        assert lan.words(N_("{names} is editing this record too"), names=name) in lan.status
        await lan.press("escape")
        await nam.press("escape", "q")
        nam.app.flows.company.stop_looking()
        await look(lan)
        assert name not in lan.title


async def test_decisions_of_a_conflict_reach_the_other(plan_file: Path) -> None:
    async with open_workbench(plan_file) as lan, open_workbench(plan_file) as nam:
        await change_summary(lan, "III-4", "Của Lan")
        await change_summary(nam, "III-4", "Của Nam")
        await lan.press("ctrl+s")
        await nam.press("ctrl+s")
        await nam.dialog(Conflicts)
        assert "Của Lan" in nam.screen and "Của Nam" in nam.screen
        await nam.press("m", "l")
        await nam.until(lambda: nam.unsaved == 0, "saved")
        await look(lan)
        assert lan.value("tasks", "III-4", "summary") == "Của Nam"
        await lan.press("u")
        assert lan.value("tasks", "III-4", "summary") == "Của Nam", "a step that somebody built on is not undone"


@longer
@pytest.mark.parametrize("by", of_these(["the workbench", "another program"], ["another program"]))
async def test_a_conflict_says_whose_the_other_side_is_and_marks_what_differs(plan_file: Path, by: str) -> None:
    async with open_workbench(plan_file, size=(80, 24)) as lan, open_workbench(plan_file, size=(80, 24)) as nam:
        await change_summary(nam, "III-2", "Đạt chuẩn nông thôn mới ở 96 xã")
        if by == "the workbench":
            await change_summary(lan, "III-2", "Đạt chuẩn nông thôn mới ở 95 xã")
            await lan.press("ctrl+s")
        else:
            write_elsewhere(plan_file, "Đạt đại trà chuẩn nông thôn mới ở mọi xã", "Đạt chuẩn nông thôn mới ở 95 xã")
        await nam.press("ctrl+s")
        box = await nam.dialog(Conflicts)
        name = presence.full_name() if by == "the workbench" else nam.words(N_("not known who"))
        if by != "the workbench":
            name = nam.words(N_("{told}; the file is {owner}'s"), told=name, owner=presence.login())
        assert f"{nam.words(N_('theirs'))} – {name}, " in nam.screen
        content = box.query_one("#sides-text", Static).visual
        assert isinstance(content, Content)
        told = [content.plain[span.start : span.end] for span in content.spans if span.style == "underline reverse"]
        assert told == ["5", "6"], "one letter of each side"


async def test_what_others_save_while_a_screen_is_taken_apart_ends_nothing(plan_file: Path) -> None:
    """Leaving takes the lines of a screen away before the screen itself: whoever looks at the file then must not draw on it."""
    async with open_workbench(plan_file) as bench:
        await bench.tab.query_one("#title").remove()
        assert not bench.tab.stands
        write_elsewhere(plan_file, 'short = "Sở YT"', 'short = "Sở Y tế tỉnh"')
        await look(bench)
        bench.app.audience.plan_changed(frozenset({"tasks"}))
        await bench.settle()
        assert bench.app.is_running
        assert bench.value("agencies", "so-y-te", "short") == "Sở YT", "nothing is taken in unseen"


async def test_sessions_that_began_together_do_not_look_together(plan_file: Path) -> None:
    """Twenty that were started by one script would otherwise take in every save at the same moment."""
    async with open_workbench(plan_file) as one, open_workbench(plan_file) as two:
        waits = []
        for bench in (one, two) * 5:
            company = bench.app.flows.company
            company._look_later()
            assert company._looking is not None
            waits.append(company._looking.when() - asyncio.get_running_loop().time())
            company._looking.cancel()
    assert len({round(wait, 4) for wait in waits}) == len(waits)
    assert all(0.7 < wait < 2.6 for wait in waits)
