"""The history on the screen: of a record, of the plan, two moments compared, an earlier state brought back and undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import OptionList

from tests.support.lengths import in_proofs, longer, of_these
from tests.support.paths import SAMPLE
from tests.support.scenes import Scenes
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS, Scope
from tui.model.text import say
from tui.model.workspace import Workspace
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.commands import Commands
from tui.screens.dialogs.inspect import Inspect
from tui.screens.history import HistoryScreen
from tui.screens.table.table_screen import TableScreen
from tui.store.log.history_parts import history_of
from tui.store.log.record import Note
from tui.store.plan_file import load
from tui.store.plan_save import save

scene = Scenes()

ADDED_TO = "Đạt đại trà chuẩn nông thôn mới ở mọi xã"


def change(path: Path, *edits: tuple[str, str, str, Any], reason: str = "", name: str = "Nguyễn Văn Nam", delete: str = "") -> None:
    """One save of somebody, before the workbench opens."""
    loaded = load(path)
    workspace = Workspace(loaded.plan)
    for table, id, field, value in edits:
        workspace.apply([workspace.set_field(table, id, field, value)], say("test"))
    if delete:
        workspace.apply([workspace.delete("tasks", delete)], say("test"))
    save(loaded, workspace.plan, note=Note("nam", name, reason))


@pytest.fixture
def told_file(plan_file: Path) -> Path:
    """A plan with three saves: III-2 done, then an agency renamed and III-2 blocked, then III-5 deleted."""
    change(plan_file, ("tasks", "III-2", "status", "done"), reason="Báo cáo quý I")
    change(plan_file, ("tasks", "III-2", "status", "blocked"), ("agencies", "so-y-te", "name", "Sở Y tế tỉnh"), name="Trần Thị Bé")
    change(plan_file, delete="III-5")
    return plan_file


async def history(bench: Driver, id: str | None = None) -> HistoryScreen:
    """Open the history of a task, or of the plan."""
    await bench.press("4")
    if id is None:
        await bench.run("plan_history")
    else:
        await bench.row(id)
        await bench.press("H")
    await bench.until(lambda: isinstance(bench.app.screen, HistoryScreen), "the history opens")
    assert isinstance(bench.app.screen, HistoryScreen)
    return bench.app.screen


def rows(bench: Driver) -> list[str]:
    options = bench.app.screen.query_one("#history", OptionList)
    return [str(option.prompt) for option in options.options]


async def text_shown(bench: Driver) -> str:
    """The text of the box that is open; closes it."""
    box = await bench.dialog(Inspect)
    text = f"{box.box_title}\n{box.text}"
    await bench.press("escape")
    await bench.until(lambda: bench.app.screen is not box, "the box is closed")
    return text


@scene
async def the_history_of_a_record_has_its_own_changes_only(bench: Driver) -> None:
    await history(bench, "III-2")
    found = rows(bench)
    assert len(found) == 3 and "Trần Thị Bé" in found[0] and "done → blocked" in found[0]
    assert "Nguyễn Văn Nam" in found[1] and "no information → done" in found[1] and "“Báo cáo quý I”" in found[1]
    assert "before the first save" in found[2]
    assert ADDED_TO in bench.screen and "2 entries" in bench.screen
    await bench.press("enter")
    text = await text_shown(bench)
    assert "#2" in text and "Trần Thị Bé (nam)" in text and "Status: done → blocked" in text and "Sở Y" not in text
    await bench.press("escape")
    assert isinstance(bench.app.screen, TableScreen) and bench.id == "III-2"


@scene
async def the_history_of_the_plan_and_back_to_that_of_the_record(bench: Driver) -> None:
    await history(bench, "III-2")
    await bench.press("H")
    found = rows(bench)
    assert len(found) == 4 and "An toàn thông tin" in found[0] and "Tasks: ~1 · Agencies: ~1" in found[1]
    assert "the whole plan" in bench.screen
    await bench.press("g", "enter")
    text = await text_shown(bench)
    assert "− Task · An toàn thông tin của cơ quan nhà nước" in text and "Place in the document: III#5" in text
    await bench.press("tab")
    assert len(rows(bench)) == 3
    await bench.press("escape")
    await history(bench)
    await bench.press("H")
    assert "press H on a record" in bench.status


@scene
async def two_moments_are_compared(bench: Driver) -> None:
    await history(bench)
    await bench.press("g", "c")
    assert await text_shown(bench) and isinstance(bench.app.screen, HistoryScreen)  # the last save and now: nothing differs
    await bench.press("j", "x", "j", "j", "space")
    assert "2 marked" in bench.screen and sum("●" in row for row in rows(bench)) == 2
    await bench.press("c")
    text = await text_shown(bench)
    assert "before" in text.splitlines()[0] and "#2" in text.splitlines()[0]
    assert "Status: no information → blocked" in text and "Sở Y tế → Sở Y tế tỉnh" in text and "An toàn" not in text
    await bench.press("escape")
    assert "marked" not in bench.screen and isinstance(bench.app.screen, HistoryScreen)


@scene
async def a_record_is_brought_back_as_an_edit_that_can_be_undone(bench: Driver) -> None:
    await history(bench, "III-2")
    await bench.press("j", "r")
    question = await bench.dialog(Choose)
    assert "Tasks: ~1" in question.text and "blocked → done" in question.text
    await bench.press("escape")
    assert bench.unsaved == 0
    await bench.press("r")
    await bench.answer("back")
    assert bench.value("tasks", "III-2", "status") == "done" and bench.unsaved == 1
    assert bench.value("agencies", "so-y-te", "name") == "Sở Y tế tỉnh"
    assert "not saved" in rows(bench)[0] and "blocked → done" in rows(bench)[0]
    await bench.press("u")
    assert bench.value("tasks", "III-2", "status") == "blocked" and bench.unsaved == 0
    assert "not saved" not in rows(bench)[0]


@scene
async def a_deleted_record_is_found_in_the_plans_history_and_the_plan_brought_back(bench: Driver) -> None:
    screen = await history(bench)
    await bench.press("g", "r")
    assert "nothing has changed since" in bench.status
    await bench.press("G", "r")
    question = await bench.dialog(Choose)
    assert "Tasks: +1 ~1 · Agencies: ~1" in question.text
    await bench.answer("show")
    assert "+ An toàn thông tin của cơ quan nhà nước" in await text_shown(bench)
    await bench.answer("back")
    assert {t: dict(r) for t, r in bench.app.session.plan.tables.items()} == {t: dict(r) for t, r in load(SAMPLE).plan.tables.items()}
    assert list(bench.app.session.plan.tables["tasks"]) == list(load(SAMPLE).plan.tables["tasks"])
    assert bench.unsaved == 3 and bench.app.screen is screen
    await bench.press("u")
    assert bench.unsaved == 0 and "III-5" not in bench.app.session.plan.tables["tasks"]


async def test_a_state_that_no_longer_fits_is_refused_with_the_reason(plan_file: Path) -> None:
    change(plan_file, ("tasks", "IV-2", "partners", ["ubnd"]))
    loaded = load(plan_file)
    workspace = Workspace(loaded.plan)
    workspace.apply([workspace.set_field("tasks", "III-1", "partners", ["so-tc"])], say("x"))
    workspace.apply([workspace.set_field("tasks", "III-1", "leads", ["ubnd"])], say("x"))
    workspace.apply([workspace.set_field("tasks", "IV-2", "partners", ["so-y-te"])], say("x"))
    workspace.apply([workspace.set_field("decisions", "kl-1", "owner", "ubnd")], say("x"))
    workspace.apply([workspace.delete("agencies", "so-tnmt")], say("x"))
    save(loaded, workspace.plan, note=Note("nam", "Nam"))
    async with open_workbench(plan_file, lang="en") as bench:
        await history(bench, "IV-2")
        await bench.press("G", "r")
        await bench.answer("back")
        assert "there is no agencies.so-tnmt" in bench.status and bench.unsaved == 0


async def test_another_target_asks_for_its_reason_when_it_is_brought_back(plan_file: Path) -> None:
    change(plan_file, ("indicators", "grdp", "target", 7))
    async with open_workbench(plan_file, lang="en") as bench:
        await bench.press("1")
        await bench.row("grdp")
        await bench.press("H", "G", "r")
        await bench.answer("back")
        await bench.until(lambda: "Why does the target change" in bench.screen, "the reason is asked")
        assert bench.value("indicators", "grdp", "target") == 7


@in_proofs
async def test_a_save_in_the_workbench_is_on_top_of_the_history_at_once(told_file: Path) -> None:
    async with open_workbench(told_file, lang="en") as bench:
        workspace = bench.app.session.workspace
        workspace.apply([workspace.set_field("tasks", "III-2", "note", "Mới")], say("x"))
        await history(bench, "III-2")
        assert "not saved" in rows(bench)[0] and "– → Mới" in rows(bench)[0]
        await bench.press("r")
        assert "this is what the plan holds now" in bench.status
        await bench.press("enter")
        assert "Note: – → Mới" in await text_shown(bench)
        await bench.press("ctrl+s")
        assert "not saved" not in rows(bench)[0] and "– → Mới" in rows(bench)[0] and len(rows(bench)) == 4


async def test_without_a_history_the_screen_says_when_it_begins(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en") as bench:
        await history(bench, "III-2")
        assert "no history yet; it begins with the first save" in bench.screen
        for key in ("enter", "x", "c", "r"):
            await bench.press(key)
            assert key == "enter" or "no history yet" in bench.status
        await bench.press("H")
        assert "the whole plan" in bench.screen
        await bench.press("escape")
        assert isinstance(bench.app.screen, TableScreen)


async def test_read_only_the_history_is_looked_at_and_nothing_brought_back(told_file: Path) -> None:
    async with open_workbench(told_file, lang="en", readonly=True) as bench:
        await history(bench)
        await bench.press("G", "r")
        assert "reading only" in bench.status
        await bench.press("c")
        assert "Tasks: ~1 −1" in await text_shown(bench)


@in_proofs
async def test_what_cannot_be_rebuilt_is_said(told_file: Path) -> None:
    path = history_of(told_file)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[1:2] + lines[2:]))  # the first line, with the whole plan, is gone
    told_file.write_text(told_file.read_text(encoding="utf-8") + "# khác\n", encoding="utf-8")  # and the file is another one
    async with open_workbench(told_file, lang="en") as bench:
        await history(bench)
        for key in ("r", "c"):
            await bench.press(key)
            assert "cannot be rebuilt" in bench.status
        await bench.press("enter")
        assert "An toàn thông tin" in await text_shown(bench)


async def test_damaged_lines_are_counted_on_the_screen(told_file: Path) -> None:
    with history_of(told_file).open("ab") as file:
        file.write(b"junk\nmore junk\n")
    async with open_workbench(told_file, lang="en") as bench:
        await history(bench)
        assert "2 lines cannot be read" in bench.screen


@in_proofs
async def test_a_history_that_is_no_file_is_said(plan_file: Path) -> None:
    history_of(plan_file).mkdir()
    async with open_workbench(plan_file, lang="en") as bench:
        await history(bench)
        assert "plan.toml.history" in bench.screen and "⚠" in bench.screen


async def test_names_and_reasons_of_a_history_are_only_text(plan_file: Path) -> None:
    change(plan_file, ("tasks", "III-2", "status", "done"), name="[red]\x1b[2JNam\u202e", reason="[@click=app.quit]x[/]\n\x1b]0;y")
    async with open_workbench(plan_file, lang="en", size=(200, 30)) as bench:
        await history(bench)
        assert "[red]" in bench.screen and "[@click" in bench.screen
        assert not any(c in bench.screen for c in "\x1b\u202e")
        await bench.press("enter")
        await bench.dialog(Inspect)
        assert "[@click=app.quit]x[/]" in bench.screen and not any(c in bench.screen for c in "\x1b\u202e")


@scene
@in_proofs
async def coming_back_from_a_list_that_was_opened_there(bench: Driver) -> None:
    await history(bench, "III-2")
    await bench.press("o")
    await bench.pick("agencies")
    assert bench.tab.table_name == "agencies"
    await bench.press("b")
    await bench.until(lambda: isinstance(bench.app.screen, HistoryScreen), "the history is shown again")
    assert ADDED_TO in bench.screen
    await bench.press("b")
    assert isinstance(bench.app.screen, TableScreen)


SIZES = [(80, 24), (60, 16), (140, 40), (50, 10)]


@longer
async def test_it_fits_every_terminal(told_file: Path) -> None:
    async with open_workbench(told_file) as bench:
        for size in of_these(SIZES, SIZES[2:]):
            await bench.pilot.resize_terminal(*size)
            await bench.run("plan_history")
            await bench.until(lambda: isinstance(bench.app.screen, HistoryScreen), "the history opens")
            assert all(len(line) <= size[0] for line in bench.screen.splitlines()), size
            assert ("Nguyễn Văn Nam" in bench.screen) == (size[0] >= 60), size
            await bench.press("escape")


@in_proofs
async def test_its_keys_are_in_the_help_and_none_of_them_moves_the_cursor(told_file: Path) -> None:
    own = [a for a in ACTIONS if a.scope is Scope.HISTORY]
    assert not {k for a in own for k in a.keys} & {"h", "j", "k", "l", "g", "G", "up", "down", "pageup", "pagedown", "home", "end"}
    app_keys = {k for a in ACTIONS if a.scope is Scope.APP for k in a.keys}
    assert not {k for a in own for k in a.keys} & app_keys
    async with open_workbench(told_file, lang="en") as bench:
        await history(bench)
        await bench.press("question_mark")
        help = await bench.dialog(Commands)
        assert {a.id for a in own} <= {a.id for a in help.shown}
        await bench.press("escape")
        for key in ("a", "d", "e", "v"):
            await bench.press(key)  # keys of a table: nothing is done, nothing breaks, and it is said
            assert bench.status.startswith(f"{key} "), key
        assert isinstance(bench.app.screen, HistoryScreen) and bench.unsaved == 0


async def test_history_in_one_program(told_file: Path) -> None:
    async with open_workbench(told_file, lang="en") as bench:
        await scene.play(bench)
