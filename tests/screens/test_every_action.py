"""Every action of the table on every tab and on a list: it acts or says why not, Esc leads back, nothing is lost.

The suite tries each action where most could go wrong with it, by its first key; the proof tries it everywhere and by each key.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import LONG, longer, of_these
from tests.support.small_plan import EMPTY
from tests.support.tabs import PLACES, stand_on
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS, MOVE, Action, Scope
from tui.model.fields import SINGLE_ID, TABLES
from tui.model.text import N_, say
from tui.screens.base import PlanScreen
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.form import Form
from tui.screens.dialogs.inspect import Inspect
from tui.screens.registers import RegisterScreen
from tui.screens.table.table_screen import TableScreen

NO_ROW_MATCHES = "zzz"

ROWS, NO_ROWS, NO_MATCH = "rows", "no rows in the plan", "no row passes the filter"

WALKS = [(case, table) for case in (ROWS, NO_ROWS, NO_MATCH) for table in PLACES]
IN_SUITE = [(ROWS, "tasks"), (NO_ROWS, "agencies"), (NO_MATCH, "indicators")]
"""A tab of everything, and each way to have no row: a list, and another tab."""

OPENED = (("E", Form), ("a", Form), ("i", Inspect), ("d", Choose))
"""What keys open on a record: of every list in the proof; the suite tries the others than its form on one."""
LISTS = [name for name, spec in TABLES.items() if not spec.single and name not in PLACES]
LISTS_IN_SUITE = (LISTS[0], LISTS[-1])

SHOWN = {"overview", "registers", "review", "plan_history", "who", "problems", "go_to", "inspect", "why", "needed", "history"}
"""What only shows something: in the suite it is opened over hostile texts, and leads back there (``test_trust.py``)."""

LEAVES = {"quit"}
"""Actions that may end the program; they are tried last."""


async def filter_rows(bench: Driver, text: str) -> None:
    if bench.tab.query_text != text:
        await bench.press("slash")
        await bench.type(text)
        await bench.press("enter")


async def have_unsaved(bench: Driver) -> None:
    """One change that is not saved, so that undo, save and quit have something to do."""
    workspace = bench.app.session.workspace
    if not workspace.unsaved():
        place = f"Nơi {workspace.revision}"
        workspace.apply([workspace.set_field("plan", SINGLE_ID, "place", place)], say(N_("place")))
        await bench.settle()


async def back_out(bench: Driver) -> None:
    """Esc until a table has the focus again, as somebody lost would press it."""
    for _ in range(6):
        if isinstance(bench.app.screen, TableScreen) and bench.tab.focused is bench.table:
            return
        await bench.press("escape")
    raise AssertionError(f"six times Esc do not lead back to a table:\n{bench.screen}")


async def still_answers(bench: Driver) -> None:
    """A key that always does something does it."""
    columns = list(bench.view_columns)
    at_end = bench.table.current_column is columns[-1]
    await bench.press("home" if at_end else "end")
    assert bench.table.current_column is columns[0 if at_end else -1], "the cursor does not move any more"


def plan_of(bench: Driver) -> dict[str, Any]:
    return {name: dict(records) for name, records in bench.app.session.plan.tables.items()}  # records are never changed in place


async def perform(bench: Driver, action: Action, key: str | None) -> None:
    if key is not None:
        await bench.press(key)
    else:
        await bench.run(action.id)


def actions(case: str = ROWS, table: str = "tasks") -> list[Action]:
    """What is tried: everything on the tab of tasks, and on the others what looks at their table."""
    here = [a for a in ACTIONS if a.scope in TableScreen.scopes]  # what a history offers has tests of its own
    if table != "tasks" and not (LONG and (case, table) == (ROWS, "indicators")):
        here = [a for a in here if a.scope is not Scope.APP or a.id in LEAVES]
    if not LONG:
        here = [a for a in here if a.group != MOVE and a.id not in SHOWN]  # the table they move in is one widget
    if not LONG and case != ROWS:
        here = [a for a in here if a.id in LEAVES or a.needs_row or a.scope is not Scope.APP]
        here = list({(a.scope, a.group, a.needs_row, a.writes, a.id in LEAVES): a for a in here}.values())  # one of each kind
    return sorted(here, key=lambda action: action.id in LEAVES)


def keys_to_try(action: Action, *, all_of_them: bool) -> tuple[str | None, ...]:
    """The keys are bound to the action alike everywhere: the proof tries all of them on one tab, else it is the first one."""
    if not action.keys:
        return (None,)
    return action.keys if LONG and all_of_them else action.keys[:1]


def reason(bench: Driver, action: Action) -> str:
    screen = bench.app.screen
    assert isinstance(screen, PlanScreen)
    sentence = screen.reason_against(action)
    return bench.words.sentence(sentence) if sentence is not None else ""


async def test_every_key_of_an_action_is_bound_to_it_everywhere(plan_file: Path) -> None:
    async with open_workbench(plan_file) as bench:
        for table in PLACES:
            await stand_on(bench, table)
            bound = bench.tab.active_bindings
            for action in ACTIONS:
                if action.scope in TableScreen.scopes:
                    found = {key: bound[key].binding.action for key in action.keys}
                    assert found == dict.fromkeys(action.keys, f"act('{action.id}')"), table


@longer
@pytest.mark.slow
@pytest.mark.parametrize(("case", "table"), of_these(WALKS, IN_SUITE))
async def test_every_action_acts_or_says_why_not(plan_file: Path, case: str, table: str) -> None:
    if case == NO_ROWS:
        plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file) as bench:
        for action in actions(case, table):
            for key in keys_to_try(action, all_of_them=(table, case) == ("tasks", ROWS)):
                await stand_on(bench, table)
                if case == NO_MATCH:
                    await filter_rows(bench, NO_ROW_MATCHES)
                    assert not bench.rows
                await have_unsaved(bench)
                why_not = reason(bench, action)
                plan, stands_on = plan_of(bench), bench.app.screen
                await perform(bench, action, key)
                where = f"{action.id} by {key} on {table}, {case}"
                if why_not:
                    assert why_not in bench.status, where
                    assert bench.app.screen is stands_on, f"{where}: opened something although it cannot act"
                    assert plan_of(bench) == plan, f"{where}: changed the plan although it cannot act"
                unsaved = bench.unsaved
                assert unsaved == len(bench.app.session.workspace.unsaved()), where
                await back_out(bench)
                assert bench.unsaved == unsaved, f"{where}: Esc changed what is unsaved"
                await still_answers(bench)
        assert bench.app.is_running, "quit must ask while something is unsaved"


def tried_read_only(action: Action, table: str) -> bool:
    """What has not been tried on the tab of tasks; in the suite only what writes: the rest asks nobody whether it may."""
    if action.id in LEAVES:
        return True
    looks_at_table = action.scope is not Scope.APP
    if LONG:
        return table == "tasks" or looks_at_table or action.writes
    return action.writes and (table == "tasks" or looks_at_table)


@longer
@pytest.mark.slow
@pytest.mark.parametrize("table", of_these([*PLACES], ["tasks", "agencies"]))
async def test_read_only_no_action_changes_plan_or_file(plan_file: Path, table: str) -> None:
    before, folder = plan_file.read_bytes(), sorted(plan_file.parent.iterdir())
    async with open_workbench(plan_file, readonly=True) as bench:
        plan = plan_of(bench)
        assert bench.words(N_("read only")) in bench.title
        for action in actions():
            if not tried_read_only(action, table):
                continue
            for key in keys_to_try(action, all_of_them=table == "tasks"):
                await stand_on(bench, table)
                await perform(bench, action, key)
                if action.id in LEAVES:
                    break
                where = f"{action.id} by {key} on {table}"
                if action.writes:
                    assert bench.words(N_("the plan is open for reading only")) in bench.status, where
                    assert isinstance(bench.app.screen, TableScreen), f"{where}: opened something"
                await back_out(bench)
                assert plan_of(bench) == plan, where
                assert bench.unsaved == 0, where
                await still_answers(bench)
        assert bench.app._exit, "nothing is unsaved, so quit asks nothing"
    assert plan_file.read_bytes() == before
    assert sorted(plan_file.parent.iterdir()) == folder, "something was written beside the plan"


async def test_read_only_the_panel_edits_nothing(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40), readonly=True) as bench:
        plan = plan_of(bench)
        await bench.press("4", "tab")
        for _ in bench.tab.panel.lines_shown:
            on = bench.app.screen
            line = bench.tab.panel.lines_shown[bench.tab.panel.highlighted or 0]
            if line.target is None and line.field is not None:
                await bench.press("enter")
                assert bench.words(N_("the plan is open for reading only")) in bench.status, line
                assert bench.app.screen is on, line
            await bench.press("down")
        assert plan_of(bench) == plan


@longer
@pytest.mark.slow
async def test_every_other_list_opens_and_its_records_too(plan_file: Path) -> None:
    assert len(LISTS) > 7
    async with open_workbench(plan_file) as bench:
        for name in of_these(LISTS, LISTS_IN_SUITE):
            await bench.press("o")
            await bench.pick(name)
            await bench.until(lambda: isinstance(bench.app.screen, RegisterScreen), "the list opens")
            assert bench.tab.table_name == name
            assert bench.rows == list(bench.app.session.plan.tables[name])
            for key, kind in OPENED if LONG or name == LISTS[0] else OPENED[:1]:
                await bench.press(key)
                assert isinstance(bench.app.screen, kind), (name, key)
                await back_out(bench)
            if LONG or name == LISTS[0]:
                await bench.press("r")
                await back_out(bench)
            await bench.press("escape")
            assert bench.unsaved == 0 and bench.tab.table_name == "indicators", name
