"""The first hour with the program: the introduction, help wherever one is, keys that do nothing, another language, the mouse."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from textual import events

from tests.support.key_order import send_at_once
from tests.support.lengths import in_proofs
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS, BY_ID, Scope
from tui.config import Config, config_path, read_config
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.dialogs.commands import Commands, ScreenHelp
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.inspect import Inspect
from tui.screens.dialogs.tour import STEPS, Tour
from tui.screens.flows.touring import Touring
from tui.start.language import chosen_language, language_of
from tui.widgets.remark import Remark

VI = Words("vi")


def settings() -> Config:
    return read_config(config_path())


async def touring(bench: Driver) -> Touring:
    return bench.app.flows.touring


async def test_the_introduction_comes_once_ends_with_any_key_and_comes_again_when_it_is_asked_for(tmp_path: Path) -> None:
    plan = tmp_path / "plan.toml"
    plan.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan, size=(80, 24)) as bench:
        tour = await touring(bench)
        tour.offer()
        box = await bench.dialog(Tour)
        assert settings().tour_seen and all(len(VI(step)) < 400 for step in STEPS)
        for n, step in enumerate(STEPS, 1):
            assert box.query_one("#tour-step", Remark).text == VI(step) and f"{n} trên 5" in bench.screen
            assert VI(step).split()[-1] in bench.screen, "whole at 80 columns"
            box._seen_at = 0.0
            await bench.press("enter")
        assert bench.app.screen is bench.tab
        await bench.run("tour")
        await bench.dialog(Tour)
        await bench.press("escape")
        assert bench.app.screen is bench.tab
        tour.do_tour()
        await bench.dialog(Tour)
        await bench.press("4")
        assert bench.tab.table_name == "tasks", "a key of somebody who wants to work does what it does"
        tour.do_tour()
        await bench.dialog(Tour)
        await bench.press("question_mark")
        await bench.dialog(ScreenHelp)


async def test_keys_in_one_read_with_the_one_that_ends_the_introduction_come_after_it(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        (await touring(bench)).do_tour()
        await bench.dialog(Tour)
        await send_at_once(bench, ["4", "d", "k", "x"])
        assert bench.tab.table_name == "tasks" and bench.table.marks, "the question about the task was answered before x marked it"
        assert bench.unsaved == 0


async def test_the_introduction_is_in_nobodys_way(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        tour = await touring(bench)
        await bench.press("4")
        tour.offer()
        await bench.settle()
        assert bench.app.screen is bench.tab and not settings().tour_seen, "who has pressed a key knows what to do"
    config = config_path()
    assert config is not None
    config.parent.mkdir(parents=True, exist_ok=True)
    config.mkdir()  # nothing can be remembered
    async with open_workbench(plan_file) as bench:
        (await touring(bench)).offer()
        await bench.settle()
        assert bench.app.screen is bench.tab, "else it would come at every start"
    config.rmdir()


# -- help ---------------------------------------------------------------------------------------------------------------


async def test_help_begins_with_what_the_screen_is_for_and_looks_among_its_keys(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(80, 24)) as bench:
        await bench.press("4", "question_mark")
        box = await bench.dialog(ScreenHelp)
        assert box.query_one(Remark).text == bench.app.plan_screen.purpose.said(VI, lambda id: True)
        assert [action.id for action in box.most_used][:2] == ["log_entry", "edit_cell"] and len(box.most_used) == 10
        assert {a.id for a in box.shown} <= {a.id for a in bench.tab.actions()}
        await bench.press("slash")
        assert len(box.shown) > 20, "it only says that one looks for something"
        await bench.type("nhat ky")
        await bench.press("enter")
        await bench.dialog(Form)
        await bench.press("escape", "question_mark")
        await bench.type(":")
        assert type(await bench.dialog(Commands)) is Commands
        await bench.press("f1")
        assert VI(Commands.purpose) in (await bench.dialog(Inspect)).text
        await bench.press("escape", "escape")
        await bench.press("d", "question_mark")
        assert "Enter" in (await bench.dialog(Inspect)).text, "in a question too"
        await bench.press("escape", "escape")
        assert bench.app.screen is bench.tab and bench.unsaved == 0


# -- keys that do nothing -----------------------------------------------------------------------------------------------


async def test_a_key_that_does_nothing_says_so_and_names_what_does(plan_file: Path) -> None:
    async with open_workbench(plan_file, lang="en", size=(100, 30)) as bench:
        await bench.type("*")
        assert bench.status.startswith("* does nothing here")
        await bench.type("J")
        assert "this is done on the agenda of a meeting" in bench.status
        await bench.type("0x")
        assert bench.status.startswith("x is “Mark the row”: this screen has no table")
        await bench.type("*")
        assert bench.status == "* does nothing here; : finds every command, ? lists the keys"
        await bench.press("escape", "4", "d")
        await bench.type("9")
        assert "9 does nothing here" in bench.screen and bench.unsaved == 0
        await bench.press("escape")


OTHERWISE: Final = {"1": "outcome_noted", "2": "outcome_accelerate", "3": "outcome_report_back", "4": "outcome_decided"}
"""Keys that mean something else in a meeting than on the tabs: the digits, which are shown there as buttons."""
ALIKE: Final = {
    "why_item": "why", "item_record": "go_to", "add_item": "add", "drop_item": "delete", "open_item": "edit_cell", "decide": "edit_record",
    "edit_meeting": "edit_record", "assign": "reassign", "note_item": "log_entry",
}  # fmt: skip
"""Actions of a meeting that are the same thing as one on the tabs, by its key."""
ONWARDS: Final = {"next_item": {"right", "page_down"}, "previous_item": {"left", "page_up"}}
"""Going on and back, whatever stands there."""


def test_letters_that_mean_something_else_in_a_meeting_are_those_that_are_known() -> None:
    in_meeting = [a for a in ACTIONS if a.scope in (Scope.REVIEW, Scope.AGENDA, Scope.ITEM)]
    elsewhere = {key: a.id for a in ACTIONS if a.scope in (Scope.APP, Scope.TABLE, Scope.PANEL) for key in a.keys}
    other = set()
    for action in in_meeting:
        same = {ALIKE.get(action.id), *ONWARDS.get(action.id, ())}
        firsts = {key for key in action.keys if key in elsewhere and BY_ID[elsewhere[key]].keys[0] == key}
        other |= {key for key in firsts if elsewhere[key] not in same}
    assert other == OTHERWISE.keys(), "a new key means in a meeting what it means elsewhere, or stands in this list"
    for mine, theirs in ALIKE.items():
        assert set(BY_ID[mine].keys) & set(BY_ID[theirs].keys), mine


# -- language -----------------------------------------------------------------------------------------------------------


async def test_another_language_is_spoken_at_once_and_at_the_next_start(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.press("4", "1")
        await bench.run("language")
        await bench.pick("en")
        assert "1 Targets" in bench.screen and "met if" in bench.screen and VI("filter") not in bench.status
        await bench.press("4")
        assert "4 Tasks" in bench.screen and Words("en")(N_("State")) in bench.screen
        assert chosen_language() == "en" and language_of(["plan.toml"]) == "en" and language_of(["--lang", "vi"]) == "vi"
        await bench.run("language")
        await bench.pick("vi")
        assert "4 Nhiệm vụ" in bench.screen and chosen_language() == "vi"


def test_settings_nobody_understands_choose_no_language() -> None:
    path = config_path()
    assert path is not None
    path.parent.mkdir(parents=True, exist_ok=True)
    written = {'language = "xx"\n': None, '[keys]\nlanguage = "en"\n': None, 'theme = "x"\nlanguage = "en" # mine\n': "en", "\xff": None}
    for text, chosen in written.items():
        path.write_text(text, encoding="latin-1")
        assert chosen_language() == chosen, text
    path.write_text('language = "xx"\n[widths]\ntasks = 3\n', encoding="utf-8")
    assert len(settings().faults) == 2 and settings().widths == {}
    path.unlink()
    assert chosen_language() is None


# -- the mouse ----------------------------------------------------------------------------------------------------------


@in_proofs
async def test_a_column_is_as_wide_as_its_edge_is_dragged_and_stays_so(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await bench.press("4")
        table = bench.table
        place = table.columns_laid_out()[0].places[1]
        key = table.columns_laid_out()[1][place.index].key
        x, y = table.region.x + place.x + place.width, table.region.y
        rows = bench.rows
        await bench.pilot.mouse_down(offset=(x, y))
        moved = events.MouseMove(table, x + 9 - table.region.x, 0, 9, 0, 1, False, False, False, screen_x=x + 9, screen_y=y)
        bench.app.post_message(moved)
        await bench.settle()
        await bench.pilot.mouse_up(offset=(x + 9, y))
        await bench.settle()
        found = next(p for p in table.columns_laid_out()[0].places if p.index == place.index)
        assert found.width == place.width + 9 and bench.rows == rows, "and nothing is sorted by it"
        assert settings().widths["tasks"][key] == place.width + 9
    async with open_workbench(plan_file, size=(120, 30)) as bench:
        await bench.press("4")
        table = bench.table
        found = next(p for p in table.columns_laid_out()[0].places if p.index == place.index)
        assert found.width == place.width + 9
        table.forget_width(found)
        await bench.settle()
        assert key not in settings().widths["tasks"]


async def test_without_a_terminal_the_mouse_cannot_be_switched_and_that_is_said(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        await bench.run("mouse")
        assert VI(N_("this terminal has no mouse that could be switched")) in bench.status and settings().mouse
