"""A body that may only report works as usual and hands in; the office sees it, takes it in field by field or returns it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.elsewhere import look
from tests.support.workbench import open_workbench
from tui.model.text import N_
from tui.screens.dialogs.ask import Ask
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.inspect import Inspect
from tui.screens.dialogs.preview import Preview
from tui.screens.overview import OverviewScreen
from tui.store import identity
from tui.store.log.history import read_history
from tui.store.plan_file import load
from tui.store.proposals import inbox
from tui.store.proposals.folder import folder_of, set_up


@pytest.fixture
def reported(plan_file: Path) -> Path:
    """A plan of ours that Sở TC reports on under our own login; whether it may be written is as its mode says."""
    entry = f'near_days = 7\nreport = [{{ login = "{identity.login()}", agency = "so-tc" }}]'
    asked_once = plan_file.read_text(encoding="utf-8").replace(
        'before = "11-20"\nevery = "year"\n', 'before = "11-20"\nevery = "year"\nfirst = 2025\n'
    )
    plan_file.write_text(asked_once.replace("near_days = 7", entry), encoding="utf-8")
    set_up(plan_file, [identity.login()])
    return plan_file


async def handed_in(path: Path, task: str = "IV-2", note: str = "") -> None:
    """A session of the body that says of a task that it is under way, and hands that in."""
    path.chmod(0o444)
    async with open_workbench(path) as body:
        await body.press("4")
        await body.cell(task, "status")
        await body.press("enter")
        await body.pick("in_progress")
        await body.press("ctrl+s")
        await body.dialog(Ask)
        await body.type(note)
        await body.press("enter")
        assert "1" in body.status and body.unsaved == 0, body.status
    path.chmod(0o644)


async def test_a_body_hands_in_what_it_reports_and_nothing_else(reported: Path) -> None:
    before = reported.read_bytes()
    reported.chmod(0o444)
    async with open_workbench(reported) as body:
        assert body.words(N_("proposal")) in body.title and body.words(N_("read only")) not in body.title
        await body.press("4")
        for task, column, rule in (("IV-2", "summary", "[settings.report]"), ("III-2", "status", "Sở TC")):
            await body.cell(task, column)
            await body.press("enter")
            assert rule in body.status and not isinstance(body.app.screen, Ask), "refused before anything is typed"
        await body.press("E")
        assert "[settings.report]" in body.status and not isinstance(body.app.screen, Form), "nothing of III-2 is for this body"
        await body.cell("IV-2", "status")
        await body.press("E")
        assert [spec.key for spec in (await body.dialog(Form)).specs] == ["status", "done_on", "progress", "log"]
        await body.press("escape")
        await body.press("d")
        assert "[settings.report]" in body.status and "IV-2" in body.app.session.plan.tables["tasks"]
        await body.cell("IV-2", "status")
        await body.press("enter")
        await body.pick("done")
        assert body.unsaved == 1
        await body.press("ctrl+s")
        await body.type("đợt 1")
        await body.press("enter")
        assert body.unsaved == 0 and "đã gửi" in body.title
        await body.press("ctrl+s")
        assert body.words(N_("nothing has changed since you handed in; B shows it")) in body.status
    assert reported.read_bytes() == before
    found = inbox.own(reported)
    assert found is not None and found[0].note == "đợt 1" and [edit.new for edit in found[0].edits] == ["done"]
    async with open_workbench(reported) as body:
        assert body.app.session.plan.tables["tasks"]["IV-2"]["status"] == "done" and body.unsaved == 0
        await body.press("B")
        await body.answer("withdraw")
        assert body.unsaved == 1 and inbox.own(reported) is None


async def test_the_office_sees_who_handed_in_and_takes_it_in_field_by_field(reported: Path) -> None:
    async with open_workbench(reported) as office:
        assert "cơ quan" not in office.title
        await handed_in(reported, note="đợt 1")
        await look(office)
        assert "1 cơ quan đã gửi" in office.title and "Sở TC" in office.status
        await office.press("0")
        assert isinstance(office.app.screen, OverviewScreen) and "1 cơ quan đã gửi: Sở TC" in office.screen
        await office.press("g", "enter")
        await office.dialog(Choose)
        assert "đợt 1" in office.screen
        await office.answer("look")
        preview = await office.dialog(Preview)
        assert [line.edits[0].field for line in preview.lines] == ["status", "handed_in"]
        await office.press("down", "down", "space")  # the report of the body is not marked as handed in
        await office.press("enter")
        assert office.unsaved == 2 and "cơ quan đã gửi" not in office.title
        await office.press("ctrl+s")
    held = load(reported).plan
    assert held.tables["tasks"]["IV-2"]["log"][0]["text"] == "đợt 1" and "handed_in" not in held.tables["duties"]["IV-a"]
    (entry,) = read_history(reported).entries
    assert [proposed.login for proposed in entry.proposed] == [identity.login()]
    reported.chmod(0o444)
    async with open_workbench(reported) as body:
        told = await body.dialog(Inspect)
        assert body.words(N_("Your proposal has been taken in")) in body.screen and told.text
        await body.press("escape")
        assert body.unsaved == 0
    assert os.listdir(folder_of(reported)) == ["answers"]


async def test_a_proposal_is_returned_with_a_reason_that_the_body_sees(reported: Path) -> None:
    await handed_in(reported)
    async with open_workbench(reported) as office:
        await office.press("B")
        await office.answer("return")
        await office.press("enter")
        assert isinstance(office.app.screen, Ask), "a reason is needed"
        await office.type("thiếu số liệu")
        await office.press("enter")
        assert "Sở TC" in office.status and "cơ quan đã gửi" not in office.title
        await office.press("B")
        assert office.words(N_("no body has handed in anything that waits")) in office.status
    reported.chmod(0o444)
    async with open_workbench(reported) as body:
        await body.dialog(Inspect)
        assert "thiếu số liệu" in body.screen
        await body.press("escape")
        assert body.unsaved == 1, "what was proposed is here again"
        await body.press("ctrl+s", "enter")
        assert body.unsaved == 0


async def test_a_full_disk_or_a_folder_that_vanished_loses_nothing(reported: Path) -> None:
    reported.chmod(0o444)
    async with open_workbench(reported) as body:
        await body.press("4")
        await body.cell("IV-2", "status")
        await body.press("enter")
        await body.pick("done")
        folder_of(reported).rename(reported.with_name("away"))
        await body.press("ctrl+s", "enter")
        question = await body.dialog(Choose)
        assert "kehoach propose --set-up" in question.text
        await body.answer("cancel")
        assert body.unsaved == 1
        reported.with_name("away").rename(folder_of(reported))
        await body.press("q")
        await body.answer("save")
        await body.press("enter")
        await body.until(lambda: not body.app.is_running, "it ends")
    assert inbox.own(reported) is not None


async def test_without_proposals_nothing_is_shown_of_them(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("B")
        assert "kehoach propose --set-up" in bench.status
        set_up(plan_file, [])
        await look(bench)
        await bench.press("B")
        assert bench.words(N_("no body has handed in anything that waits")) in bench.status
