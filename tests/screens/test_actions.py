"""An action stands in one place: what it says of itself, and the one method that performs it, are all there is to it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.lengths import LONG, in_proofs, longer
from tests.support.paths import ROOT, SAMPLE
from tests.support.workbench import AS_OF
from tui.actions import ACTIONS, BY_ID, Scope
from tui.app import Workbench
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.screens.base import PlanScreen
from tui.screens.chart_screen import ChartScreen
from tui.screens.enterprises import EnterprisesScreen
from tui.screens.history import HistoryScreen
from tui.screens.many_plans.lake_screen import LakeScreen
from tui.screens.overview import OverviewScreen
from tui.screens.performing import DO, WHY_NOT, performer, reason_of
from tui.screens.places import REGISTERS, TABS
from tui.screens.registers import RegisterScreen
from tui.screens.review.agenda import AgendaScreen
from tui.screens.review.follow import FollowScreen
from tui.screens.review.item import ItemScreen
from tui.screens.sectors import SectorsScreen
from tui.screens.targets import TargetsScreen
from tui.screens.tasks import TasksScreen
from tui.session.session import Session
from tui.store.plan_file import load

OF_TABS: tuple[type[PlanScreen], ...] = (TargetsScreen, SectorsScreen, EnterprisesScreen, TasksScreen)
WITHOUT_TABLE: tuple[type[PlanScreen], ...] = (OverviewScreen, HistoryScreen, AgendaScreen, ItemScreen, FollowScreen, ChartScreen)
PLACES = [*((screen, screen.table_name) for screen in OF_TABS), *((RegisterScreen, name) for name in REGISTERS)]
NO_TABLE, NOT_HERE = "✗ this screen has no table for that", "✗ this cannot be done here"


@pytest.fixture
async def flows(plan_file: Path) -> tuple[object, ...]:
    return Workbench(Session(load(plan_file), Words("vi"), as_of=AS_OF, journaling=False)).flows


def named(owner: type, prefix: str) -> Iterator[str]:
    return (name.removeprefix(prefix) for name in dir(owner) if name.startswith(prefix))


# -- the convention -----------------------------------------------------------------------------------------------------


def test_what_an_action_says_of_itself_can_be_true() -> None:
    assert len(BY_ID) == len(ACTIONS)
    assert [screen.table_name for screen in OF_TABS] == list(TABS)
    for action in ACTIONS:
        assert action.tables is None or (action.tables <= set(TABLES) and action.tables), action.id
        assert action.tables is None or action.scope is Scope.TABLE, f"{action.id} is for tables on screens without one"
        assert action.tables is not None or not action.elsewhere, f"{action.id} can be done everywhere"


async def test_every_method_named_so_belongs_to_an_action_and_a_reason_stands_beside_what_performs(flows: tuple[object, ...]) -> None:
    owners = [*OF_TABS, RegisterScreen, LakeScreen, *WITHOUT_TABLE, *map(type, flows)]
    for owner in owners:
        performs, refuses = set(named(owner, DO)), set(named(owner, WHY_NOT))
        assert performs <= set(BY_ID), owner
        assert refuses <= performs, owner
    assert {id for owner in owners for id in named(owner, DO)} == set(BY_ID), "every action is performed somewhere"


async def test_every_action_is_performed_wherever_it_is_offered(flows: tuple[object, ...]) -> None:
    for screen, table in [*PLACES, *((screen, None) for screen in WITHOUT_TABLE)]:
        for action in ACTIONS:
            offered = action.scope in screen.scopes and (action.tables is None or table in action.tables)
            assert not offered or performer(action.id, (screen, *flows)) is not None, f"{action.id} on {screen.__name__}, {table}"


def test_the_first_who_can_performs_and_anybody_may_have_a_reason() -> None:
    from tui.model.text import Sentence

    class Near:
        def do_a(self) -> str:
            return "near"

        def why_not_b(self) -> None:
            return None

    class Far:
        def do_a(self) -> str:
            return "far"

        def do_b(self) -> str:
            return "far"

        def why_not_b(self) -> Sentence:
            return Sentence("far away")

    both = (Near(), Far())
    told = [perform() for id in "ab" if (perform := performer(id, both)) is not None]
    assert told == ["near", "far"] and performer("c", both) is None
    assert [reason_of(id, both) for id in "abc"] == [None, Sentence("far away"), None]


# -- an action more -----------------------------------------------------------------------------------------------------


TABS_TOO = ("directions", "enterprises") if LONG else ()
"""Tabs on which the planted actions are what they are on that of the targets."""

Seen = dict[tuple[str, str], dict[str, Any]]
"""By place and key what was seen of two actions that were planted, see :mod:`tests.support.planted_actions`."""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> list[Seen]:
    """What was seen of a plan that may be changed, and of one that is open for reading only."""
    plan = Path(shutil.copy(SAMPLE, tmp_path_factory.mktemp("planted") / "plan.toml"))
    command = [sys.executable, "-m", "tests.support.planted_actions", str(plan)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return [{(seen["place"], seen["key"]): seen for seen in walk} for walk in json.loads(done.stdout)]


@pytest.mark.slow
@in_proofs
def test_an_action_more_is_offered_and_answered_everywhere(planted: list[Seen]) -> None:
    seen, _ = planted
    assert all(found["same"] for (_, key), found in seen.items() if key != "palette"), "its key opens nothing and changes nothing"

    assert seen["tasks", "f12"]["pressed"] == "postponed"
    for table in ("indicators", *TABS_TOO, "agencies", "duties"):
        assert seen[table, "f12"]["pressed"] == NOT_HERE, table
        assert "F12 postpone" in seen[table, "f12"]["hints"], table
    for place in ("overview", "history", "review"):  # no table: the key is none there, and is not answered by anything but a sentence
        assert seen[place, "f12"]["pressed"] == "F12 is “Postpone”: this screen has no table for that", place
        assert seen[place, "f12"]["asked"] == NO_TABLE, place

    assert seen["tasks", "palette"]["listed"]["postpone"] == [["f12"], None]
    assert seen["indicators", "palette"]["listed"]["postpone"] == [["f12"], NOT_HERE.removeprefix("✗ ")]


@longer
@pytest.mark.slow
def test_an_action_more_says_itself_where_it_makes_sense_and_what_it_needs(planted: list[Seen]) -> None:
    seen, read_only = planted
    for table in ("indicators", *TABS_TOO, "tasks", "agencies"):
        assert seen[table, "Q"]["pressed"] == "✗ only a duty can be settled", table
    assert seen["duties", "Q"]["pressed"].startswith("settled ")
    assert seen["duties, no row", "Q"]["pressed"] == "✗ there is no row here"
    for place in ("indicators", *TABS_TOO, "tasks", "agencies", "duties", "duties, no row"):
        assert read_only[place, "Q"]["pressed"] == "✗ the plan is open for reading only", place
    assert read_only["tasks", "f12"]["pressed"] == "postponed", "it writes nothing"


SAME_MEANING = {
    "open_item": {"edit_cell", "lake_open", "inspect", "open_entry", "mark_moment"},  # what is under the cursor
    "next_item": {"inspect", "mark_moment", "page_down", "right", "next_chart", "other_chart"},  # on
    "previous_item": {"page_up", "left", "previous_chart", "other_chart"},  # back
    "decide": {"edit_record"},  # in a form
    "edit_meeting": {"edit_record"},
    "assign": {"reassign"},  # to another body
    "note_item": {"log_entry"},  # what was told
    "why_item": {"why"},
    "item_record": {"go_to", "bring_back"},  # to the record; in the history another state of it
    "add_item": {"add"},
    "drop_item": {"delete"},
}
"""What an action of a meeting shares a key with, since it does the same there."""


def test_a_letter_means_in_a_meeting_what_it_means_elsewhere_and_only_digits_are_the_outcomes() -> None:
    of_meetings = (Scope.REVIEW, Scope.AGENDA, Scope.ITEM)
    for action in ACTIONS:
        if action.scope not in of_meetings:
            continue
        others = {other.id for other in ACTIONS if other.scope not in of_meetings and set(other.keys) & set(action.keys)}
        if action.id.startswith("outcome_"):
            assert len(action.keys) == 1 and action.keys[0].isdigit() and all(other.startswith("tab_") for other in others), action.id
        else:
            assert others <= SAME_MEANING.get(action.id, set()), f"{action.id}: {others}"
    deletes = {action.id for action in ACTIONS if "d" in action.keys}
    assert deletes == {"delete", "drop_item"}, "d deletes, and nothing else"
