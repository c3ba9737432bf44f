"""Laws of keys over every screen and box there is: one key is one meaning, and a key that does nothing says so.

Screens and boxes are found by loading them all: a new one is judged as soon as it has a key.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest
from textual.binding import Binding

from tests.support.key_order import dialogs, home, key_event, one_of_each, places
from tests.support.lengths import LONG, longer, of_these
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS, Action, Scope, key_name
from tui.screens.base import PlanScreen
from tui.screens.chart_screen import ChartScreen
from tui.screens.dialogs.frame import Dialog
from tui.screens.framed import FramedScreen
from tui.screens.history import HistoryScreen
from tui.screens.overview import OverviewScreen
from tui.screens.review.agenda import AgendaScreen
from tui.screens.review.follow import FollowScreen
from tui.screens.review.item import ItemScreen
from tui.screens.table.table_screen import TableScreen

SCREENS: Final = (TableScreen, ChartScreen, HistoryScreen, OverviewScreen, AgendaScreen, ItemScreen, FollowScreen)

MEANS: Final[Mapping[str, frozenset[str]]] = {
    meaning: frozenset(acts.split())
    for meaning, acts in {
        "up": "up page_up previous_chart previous_item item_up move page go read scroll_text focus_previous other_way shift",
        "down": "down page_down next_chart next_item item_down move page go read scroll_text focus_next other_way shift",
        "left": "left previous_item other_chart go step first_column first",
        "right": "right next_item other_chart go step last_column last",
        "home": "first_column first_row first read scroll_text",
        "end": "last_column last_row last read scroll_text",
        "what is under the cursor": "edit_cell lake_open open_entry open_item take accept go_there means make apply meaning choose give go "
        "step",
        "on, or the mark": "inspect mark_moment next_item open_item mark show_or_hide take read_or_not read",
        "mark": "mark mark_moment show_or_hide take read_or_not mark_shown toggle_all",
        "whole, or as numbers": "inspect open_entry chart_table",
        "to what stands beside": "panel panel_back other_chart other_history next_field other_list next_table complete mark",
        "edit": "edit_cell edit_record decide edit_meeting means meaning other rename",
        "add": "add add_item save_view",
        "delete": "delete drop_item remove delete_view",
        "keep": "save accept keep make give go write write_left_out",
        "write": "export write",
        "take back": "undo restore take_back as_read",
        "another body": "reassign assign",
        "what was told": "log_entry note_item",
        "why": "why why_item",
        "to the record": "go_to item_record bring_back",
        "compare": "compare hand_in lake_compare",
        "when": "as_of lake_year",
        "order": "sort other_order",
        "narrow": "filter only_changed panel_smaller widen",
        "wide": "panel_larger widen",
        "copy": "copy_rows copy_chart copy_all copy_cell",
        "history": "history other_history",
        "help": "help explain pass_on",
        "first tab": "tab_targets tab_lake_area",
        "second tab": "tab_sectors tab_lake_term",
        "third tab": "tab_enterprises tab_lake_level",
        "fourth tab": "tab_tasks tab_lake_plan",
    }.items()
}
"""What actions of screens and of boxes mean that share a key because they do the same, each where it is."""

BUTTONS: Final[Mapping[str, frozenset[str]]] = {
    box: frozenset(keys.split())
    for box, keys in {
        "Preview": "a d",  # all out or in; asks of those in doubt
        "TakingIn": "c n",
        "NamesSaid": "m b o",
        "SheetReading": "t b s",
        "Conflicts": "m h M H l",
        "SavedViews": "r",
        "Values": "p",
        "SideBySide": "c",
        "Columns": "0",
        "PaperPreview": "o",
    }.items()
}
"""Letters that mean another thing in a box than on a screen: they stand on its line, as buttons do."""
SECOND: Final = {"PaperPreview": {"f2", "b"}, "NamesSaid": {"c"}, "SheetReading": {"c"}, "Preview": {"D"}, "TakingIn": {"D", "v"}}
"""Further keys of what the line of a box names by another one, as b is a page back in a pager, and what it names where there is some."""
AS_TYPED: Final = frozenset({"ctrl+n", "ctrl+p", "ctrl+t", "ctrl+r", "ctrl+f", "ctrl+b"})
"""Keys that move in a list while letters are searched for, or bring back what was typed: the screen's are out of reach there."""
OUTCOMES: Final = frozenset("123456")
"""What is a tab elsewhere; in a meeting they stand as buttons."""


def acts_of(box: type[Dialog[Any]]) -> Iterator[tuple[str, str]]:
    """(key, what it does there) of a box and of what it is built on; two that do another thing by what they are given have a name each."""
    for kind in box.__mro__:
        if not kind.__module__.startswith("tui.screens"):
            continue
        for binding in kind.__dict__.get("BINDINGS", ()):
            assert isinstance(binding, Binding)
            name, _, given = binding.action.removeprefix("app.").partition("(")
            if name == "do":
                name = {"delete": "delete_view"}.get(given.strip("')"), given.strip("')"))
            if box.__name__ == "SavedViews" and name == "save":
                name = "save_view"
            yield from ((key, name) for key in binding.key.split(","))


def buttons_of(box: type[object]) -> set[str]:
    """The letters that are buttons in a box, or in what it is built on."""
    return {key for kind in box.__mro__ for key in BUTTONS.get(kind.__name__, ())}


def own_keys(box: type[object]) -> set[str]:
    """The keys that mean another thing in a box."""
    return buttons_of(box) | SECOND.get(box.__name__, set())


def opened_by() -> dict[str, set[str]]:
    """By box the keys of screens that its own ``back_out`` may have as well: what opened it closes it."""
    return {box.__name__: {key for key, act in acts_of(box) if act == "back_out"} for box in dialogs()}


def test_every_key_means_the_same_on_all_screens_and_in_all_boxes() -> None:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))  # key → what it does → where
    for action in ACTIONS:
        for key in action.keys:
            if key not in OUTCOMES or not action.id.startswith("outcome_"):
                found[key][action.id].add(action.scope.value)
    for box in dialogs():
        for key, act in acts_of(box):
            if key not in own_keys(box) and key not in AS_TYPED and act != "back_out":
                found[key][act].add(box.__name__)
    other = {}
    for key, acts in found.items():
        names = set(acts)
        if len(names) > 1 and not any(names <= together for together in MEANS.values()):
            other[key] = {act: sorted(where) for act, where in acts.items()}
    assert other == {}


def test_what_closes_a_box_opened_it_or_leaves_everything() -> None:
    leaving = {"escape", "q", "enter", "space", "ctrl+s", "f10"}
    looks = {key for action in ACTIONS if action.group in ("Look", "Find") for key in action.keys}
    strange = {box: keys - leaving - looks for box, keys in opened_by().items() if keys - leaving - looks}
    assert strange == {}


def test_no_table_of_what_is_otherwise_is_longer_than_it_need_be() -> None:
    known = {box.__name__: {key for key, _ in acts_of(box)} for box in dialogs()}
    assert {box: keys - known.get(box, set()) for box, keys in BUTTONS.items() if keys - known.get(box, set())} == {}
    of_screens = {key for action in ACTIONS for key in action.keys}
    assert {key for keys in BUTTONS.values() for key in keys} - of_screens == set(), "what no screen has can mean what it likes"
    acts = {action.id for action in ACTIONS} | {act for box in dialogs() for _, act in acts_of(box)}
    assert {act for together in MEANS.values() for act in together} - acts == set()


def test_every_kind_of_screen_is_judged() -> None:
    assert {screen.__name__ for screen in _shown() if not issubclass(screen, SCREENS)} == set(), "a new screen has to be gone to here"


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for other in kind.__subclasses__():
        yield other
        yield from _below(other)


def _shown() -> set[type[PlanScreen]]:
    dialogs()  # loads them all
    return {screen for screen in _below(FramedScreen) if "parts" in vars(screen)}


# -- a key that does nothing ------------------------------------------------------------------------------------------


def _pressed(*keys: str) -> Callable[[Driver], Awaitable[None]]:
    async def go(bench: Driver) -> None:
        await bench.press(*keys)

    return go


async def _item(bench: Driver) -> None:
    await next(place for place in places() if place.name == "a note of a meeting").go(bench)
    await bench.press("escape")


WAYS: Final[Mapping[str, Callable[[Driver], Awaitable[None]]]] = {
    "targets": _pressed("1"),
    "directions": _pressed("2"),
    "enterprises": _pressed("3"),
    "tasks": _pressed("4"),
    "panel": _pressed("4", "tab"),
    "a list": _pressed("o", "enter"),
    "overview": _pressed("0"),
    "history": _pressed("4", "H"),
    "chart": _pressed("1", "z"),
    "agenda": _pressed("m", "enter"),
    "item": _item,
}
WAYS_IN_SUITE: Final = ("panel", "overview", "history", "chart", "item")
UNUSED: Final = ("%", "f12", "shift+f1") if LONG else ("%", "f12")


def said(bench: Driver, key: str) -> bool:
    """Whether the screen or the box on top says that a key does nothing."""
    name = key if len(key) == 1 else key_name(key, bench.words)
    return bench.words("{key} does nothing here", key=name) in " ".join(bench.screen.split())


@longer
async def test_a_key_that_does_nothing_says_so_on_every_screen(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        for name in of_these(list(WAYS), WAYS_IN_SUITE):
            await WAYS[name](bench)
            for key in UNUSED:
                before = bench.app.screen
                bench.app.post_message(key_event(key))
                await bench.settle()
                assert said(bench, key), (name, key, bench.screen)
                assert bench.app.screen is before, (name, key)
            await home(bench)


@longer
async def test_and_in_every_box(plan_file: Path) -> None:
    boxes = [place for place in one_of_each() if issubclass(place.opens, Dialog) and place.opens.__name__ not in ("Tour", "Conflicts")]
    in_suite = [place for place in boxes if place.opens.__name__ in ("Choose", "Picker", "Values", "Form")]
    async with open_workbench(plan_file, size=(100, 30)) as bench:
        for place in of_these(boxes, in_suite):
            await place.go(bench)
            box = bench.app.screen
            assert isinstance(box, place.opens), place.name
            bench.app.post_message(key_event("f12"))
            await bench.settle()
            assert said(bench, "f12"), (place.name, bench.screen)
            assert isinstance(box, Dialog)
            await bench.press("p") if place.opens.__name__ == "Values" else None
            shown = {*box.hint.split(), *bench.screen.split()}
            missing = {key for key in buttons_of(place.opens) if not {key_name(key, bench.words), f"{key},", f"{key}:"} & shown}
            assert not missing, (place.name, missing, box.hint)
            await home(bench)


async def test_nor_is_it_silent_over_an_empty_plan_where_there_is_nothing_under_the_cursor(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, lang="en") as bench:
        for way, keys in (("4", ("enter", "x", "v", "tab")), ("0", ("enter",))):
            await bench.press(way)
            for key in keys:
                before = bench.screen
                await bench.press(key)
                assert bench.screen != before, (way, key, before)
                await bench.press("%")
            await home(bench)


# -- everything is in `:` ---------------------------------------------------------------------------------------------


def test_whatever_any_screen_can_do_the_palette_lists() -> None:
    listed = {action.id for action in ACTIONS}
    for screen in _shown():
        performs = {name.removeprefix("do_") for name in dir(screen) if name.startswith("do_")}
        assert performs <= listed, screen
        assert Scope.APP in screen.scopes, f"{screen.__name__} has no palette"


@pytest.mark.parametrize("key", ["colon", "ctrl+p"])
def test_no_screen_takes_the_key_of_the_palette_for_itself(key: str) -> None:
    def takes(action: Action) -> bool:
        return key in action.keys and action.id != "palette"

    assert [action.id for action in ACTIONS if takes(action)] == []
