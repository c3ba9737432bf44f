"""Every dialog and field of the program opened in turn, and a script of keys sent into each: one by one, or in one read.

``python -m tests.support.key_order --seeds N`` compares both for N scripts a place and prints what differs as JSON; the proof of
the same name runs it on a busy machine.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import importlib
import json
import os
import pkgutil
import random
import re
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
from textual import events
from textual.keys import _character_to_key

import tui.screens
from tests.support.elsewhere import THEIR_STATUS, write_elsewhere
from tests.support.paths import SAMPLE
from tests.support.screens import screen_text
from tests.support.workbench import AS_OF, Driver, open_workbench
from tui.frames.tables.chosen_columns import ColumnChoice
from tui.model.fields import TABLES
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.commands import Commands, ScreenHelp
from tui.screens.dialogs.file_chooser import FileChooser
from tui.screens.dialogs.frame import Dialog
from tui.screens.dialogs.picker import Picker
from tui.screens.review.agenda import AgendaScreen
from tui.screens.review.reported import WhoReported
from tui.screens.table.cell_field import CellField
from tui.screens.table.table_screen import TableScreen
from tui.session.own_tables import tables_path
from tui.widgets.inputs import TextField
from tui.widgets.prose_field import ProseField

Keys = list[str]
"""Names of keys; a single character is that letter typed."""
_CLOCK: Final = re.compile(r"\b[0-2][0-9]:[0-5][0-9]\b")
"""A moment on the screen: when somebody saved. The two ways are not walked in one minute."""


def dialogs() -> set[type[Dialog[Any]]]:
    """Every class of dialog that can be opened, found by loading all screens: what has nothing in it is for others to build on."""
    for module in pkgutil.walk_packages(tui.screens.__path__, "tui.screens."):
        importlib.import_module(module.name)

    def below(kind: type[Any]) -> Iterator[type[Any]]:
        for other in kind.__subclasses__():
            if other.__module__.startswith("tui."):
                yield other
                yield from below(other)

    return {kind for kind in below(Dialog) if kind.compose_body is not Dialog.compose_body}


@attrs.frozen
class Place:
    """A way to a dialog or a field, from the first tab with nothing above it."""

    name: str
    go: Callable[[Driver], Awaitable[object]]
    opens: type[object]
    """What has the focus or stands on top then."""
    stops: int = 1
    """How many things in it can have the focus, as far as a script goes through them."""


def _pressed(*keys: str) -> Callable[[Driver], Awaitable[object]]:
    async def go(bench: Driver) -> None:
        await send_at_once(bench, keys)

    return go


def _command(id: str, *more: str) -> Callable[[Driver], Awaitable[object]]:
    """What no key opens: found in the palette."""

    async def go(bench: Driver) -> None:
        await bench.run(id)
        await send_at_once(bench, more)

    return go


def _cell(tab: str, id: str, column: str, *more: str) -> Callable[[Driver], Awaitable[object]]:
    async def go(bench: Driver) -> None:
        await bench.press(tab)
        await bench.cell(id, column)
        await send_at_once(bench, more or ("enter",))

    return go


async def _preview(bench: Driver) -> None:
    await _cell("4", "III-1", "summary", "p")(bench)
    await send_at_once(bench, "một")
    await send_at_once(bench, ["enter", *"hai", "f10"])


def _of_a_block(*keys: str) -> Callable[[Driver], Awaitable[object]]:
    async def go(bench: Driver) -> None:
        await bench.press("4")
        bench.app.post_message(events.Paste("Nhiệm vụ\tChủ trì\tThời hạn\nViệc mới\tÔng lớn\tlúc nào\nViệc nữa\tSở Y tế; Ông lớn\t2026"))
        await bench.settle()
        await send_at_once(bench, ["ctrl+g", *keys])  # without what was said of it before

    return go


async def _reasons(bench: Driver) -> None:
    await _cell("1", "ngheo", "target")(bench)
    await send_at_once(bench, ["ctrl+u", *"2,5", "enter"])
    if not isinstance(bench.app.screen, Dialog):
        raise AssertionError(bench.screen)
    await send_at_once(bench, ["f10"] if bench.app.screen.query("#field-target") else [])


async def _agenda(bench: Driver) -> AgendaScreen:
    await bench.press("m")
    if isinstance(bench.app.screen, Picker):
        await bench.press("enter")
    screen = bench.app.screen
    assert isinstance(screen, AgendaScreen)
    if screen.review is None:
        await bench.press("enter", "f10")
    return screen


def _item(*keys: str) -> Callable[[Driver], Awaitable[object]]:
    async def go(bench: Driver) -> None:
        screen = await _agenda(bench)
        await bench.press("home")
        while screen.subject is None:
            await bench.press("down")
        await send_at_once(bench, ("enter", *keys))

    return go


async def _conflicts(bench: Driver) -> None:
    await bench.press("4")
    await bench.cell("III-2", "status")
    await send_at_once(bench, ["enter", *"hoan thanh", "enter"])
    write_elsewhere(bench.path, *THEIR_STATUS)
    await bench.press("ctrl+s")


async def _another_plan(bench: Driver) -> None:
    """The fields in which another plan differs: a copy of this one with another state of a task."""
    other = bench.path.with_name("ke-hoach-khac.toml")
    other.write_bytes(bench.path.read_bytes())
    await bench.press("4")
    await bench.cell("III-2", "status")
    await send_at_once(bench, ["enter", *"hoan thanh", "enter"])
    await bench.run("compare_plans")
    await bench.press("ctrl+u")
    await bench.paste(str(other))
    await bench.press("enter")


def _to_field(table: str, field: str) -> list[str]:
    return ["tab"] * [f.key for f in TABLES[table]].index(field)


def places() -> list[Place]:
    """Ways to every kind of dialog and field: records of every tab, cells of every kind, and each step of the flows; quick ones first."""
    from tui.screens.dialogs.ask import Ask
    from tui.screens.dialogs.asking import Asking
    from tui.screens.dialogs.chart_numbers import ChartNumbers
    from tui.screens.dialogs.columns import Columns
    from tui.screens.dialogs.conflicts import Conflicts
    from tui.screens.dialogs.differing_fields import DifferingFields
    from tui.screens.dialogs.doubtful import EachInDoubt
    from tui.screens.dialogs.entries import Entries
    from tui.screens.dialogs.form import Form
    from tui.screens.dialogs.inspect import Inspect
    from tui.screens.dialogs.jump import Jump
    from tui.screens.dialogs.look_from import LookFrom
    from tui.screens.dialogs.names_said import NamesSaid
    from tui.screens.dialogs.needed import Needed
    from tui.screens.dialogs.paper_preview import PaperPreview
    from tui.screens.dialogs.paste import PasteBlock
    from tui.screens.dialogs.preview import Preview
    from tui.screens.dialogs.replace import ReplaceText
    from tui.screens.dialogs.saved_views import SavedViews
    from tui.screens.dialogs.sheet_reading import SheetReading
    from tui.screens.dialogs.side_by_side import SideBySide
    from tui.screens.dialogs.taking_in import TakingIn
    from tui.screens.dialogs.tour import Tour
    from tui.screens.dialogs.values import Values
    from tui.screens.table.reason_form import Reasons

    log = ("4", "E", *_to_field("tasks", "log"), "enter")
    tabs = {"indicators": "1", "directions": "2", "enterprises": "3", "tasks": "4"}
    return [
        Place("a figure", _cell("1", "grdp", "year_2024"), Form, 9),
        *(Place(f"a record of {table}", _pressed(key, "E"), Form, len(list(TABLES[table]))) for table, key in tabs.items()),
        Place("a new task", _pressed("4", "a"), Form, len(list(TABLES["tasks"]))),
        Place("the entries of a task", _pressed(*log), Entries),
        Place("an entry of a task", _pressed(*log, "a"), Form, 3),
        Place("a cell of text", _cell("4", "III-2", "summary"), CellField),
        Place("a cell with a day", _cell("4", "III-1", "due"), CellField),
        Place("a choice", _cell("4", "III-2", "status"), Picker),
        Place("several bodies", _cell("4", "III-2", "leads"), Picker),
        Place("why a target changes", _reasons, Reasons, 3),
        Place("marked rows at once", _cell("4", "III-1", "summary", "x", "x", "x", "enter"), CellField),
        Place("the question before deleting", _pressed("4", "d"), Choose),
        Place("a block to paste", _pressed("4", "p"), PasteBlock),
        Place("before and after", _preview, Preview),
        Place("a block of rows", _of_a_block(), TakingIn),
        Place("how a block is read", _of_a_block("c"), SheetReading),
        Place("the names of a block", _of_a_block("n"), NamesSaid),
        Place("a line in doubt", _of_a_block("d"), EachInDoubt),
        Place("a text to replace", _pressed("S"), ReplaceText, 5),
        Place("the palette", _pressed("ctrl+p"), Commands),
        Place("a day to look from", _pressed("t"), LookFrom),
        Place("a file to take in", _pressed("I"), FileChooser),
        Place("a record to go to", _pressed("r"), Picker),
        Place("a body's work", _pressed("4", "R"), Picker),
        Place("a whole text", _pressed("4", "i"), Inspect),
        Place("the filter", _pressed("4", "slash"), TextField),
        Place("the tables", _pressed("4"), object),
        Place("what is needed", _pressed("1", "f7"), Needed, 3),
        Place("a decision", _item("E"), Form, 5),
        Place("who carries it out", _item("R"), Picker),
        Place("a note of a meeting", _item("L"), Ask),
        Place("who has reported", _pressed("at"), WhoReported),
        Place("what this screen is for", _pressed("question_mark"), ScreenHelp),
        Place("anything to go to", _pressed("ctrl+t"), Jump),
        Place("the values of a column", _pressed("f"), Values),
        Place("the columns of a table", _pressed("C"), Columns),
        Place("the saved views", _pressed("W"), SavedViews),
        Place("two days side by side", _command("two_days", "enter"), SideBySide),
        Place("another plan beside this one", _another_plan, DifferingFields),
        Place("the numbers of a chart", _pressed("z", "i"), ChartNumbers),
        Place("the introduction", _command("tour"), Tour),
        Place("what a paper asks", _command("paper_yearly"), Asking, 2),
        Place("a text before it is written", _command("status_text"), PaperPreview),
        Place("a conflict", _conflicts, Conflicts),
    ]


def one_of_each() -> list[Place]:
    """The first way to each kind of dialog and field; the others are the proof's."""
    return list({place.opens: place for place in reversed(places())}.values())


# -- scripts ----------------------------------------------------------------------------------------------------------

_WORDS: Final = (
    "ngan hang",
    "so tai chinh",
    "hoan thanh",
    "luu ban",
    "Đường",
    "8,5",
    "31/12/2026",
    "cuối tháng",
    "2024",
    "x",
    "ubnd",
    "iv",
)
_CLOSING: Final = ("enter", "enter", "enter", "tab", "tab", "f10", "ctrl+s", "escape", "down", "up", "shift+tab")
_OTHERS: Final = ("space", "down", "up", "left", "home", "end", "delete", "pagedown", "ctrl+u", "ctrl+w", "backspace", "ctrl+r", "ctrl+n")


def random_script(chance: random.Random) -> Keys:
    """Words, each with a key behind it that leads on; now and then as an input method types them, or with other keys between."""
    keys: Keys = []
    for _ in range(chance.randint(1, 3)):
        word = chance.choice(_WORDS)
        keys += word
        if chance.random() < 0.3:
            keys += ["backspace"] * len(word) + list(chance.choice(_WORDS))
        if chance.random() < 0.3:
            keys += chance.choices(_OTHERS, k=chance.randint(1, 3))
        keys.append(chance.choice(_CLOSING))
    return keys


def filling_script(place: Place, chance: random.Random) -> Keys:
    """Something typed into everything that can have the focus, and taken."""
    keys: Keys = []
    for _ in range(place.stops):
        keys += [*chance.choice(_WORDS).replace(" ", ""), "tab"]
    return [*keys, chance.choice(["f10", "ctrl+s", "enter"])]


def key_event(name: str) -> events.Key:
    """A key as the driver reads it."""
    return events.Key(_character_to_key(name) if len(name) == 1 else name, name if len(name) == 1 else " " if name == "space" else None)


async def send_apart(bench: Driver, keys: Sequence[str]) -> None:
    """Key by key, each after a pause in which everything comes to rest."""
    for key in keys:
        if _left(bench):
            return
        bench.app.post_message(key_event(key))
        await bench.settle()


async def send_at_once(bench: Driver, keys: Sequence[str]) -> None:
    """All in one read."""
    for key in keys:
        bench.app.post_message(key_event(key))
    await bench.settle()
    if not _left(bench):
        await bench.until(lambda: _left(bench) or not bench.app.keys_wait, "all keys are answered", 60)
        await bench.settle()


def _left(bench: Driver) -> bool:
    return bench.app._exit or not bench.app.is_running


# -- what came of it --------------------------------------------------------------------------------------------------


@attrs.frozen
class Seen:
    """What is there after a script: the screen, what has the focus, and what the plan holds."""

    script: str
    screen: str
    focus: str
    plan: dict[str, str]

    def difference(self, other: Seen) -> str:
        """Where two of them differ, in words; "" where they do not."""
        if self.plan != other.plan:
            changed = [table for table in self.plan if self.plan[table] != other.plan.get(table)]
            return f"{self.script}: other plan ({', '.join(changed)})\n{self.screen}\n{other.screen}"
        if (self.focus, self.screen) != (other.focus, other.screen):
            return f"{self.script}: other screen ({self.focus} / {other.focus})\n{self.screen}\n{other.screen}"
        return ""


@contextlib.contextmanager
def _read_at_once() -> Iterator[None]:
    """Every box counts as read as soon as it is there.

    A key that came before its box could be read gives no answer that cannot be taken back; sent in one read every key did. That is about
    time and is tried elsewhere; here it would hide the order of keys in all boxes one comes to through another.
    """
    before, Dialog.was_read = Dialog.was_read, lambda self: True  # type: ignore[method-assign]
    try:
        yield
    finally:
        Dialog.was_read = before  # type: ignore[method-assign]


def _seen(bench: Driver, place: Place, script: Keys) -> Seen:
    tables = bench.app.session.plan.tables
    focused = bench.app.focused
    focus = f"{[type(s).__name__ for s in bench.app.screen_stack]} {type(focused).__name__} {focused.id if focused is not None else ''}"
    plan = {name: repr([(id, sorted(values.items(), key=repr)) for id, values in records.items()]) for name, records in tables.items()}
    return Seen(f"{place.name} ← {' '.join(script)}", _CLOCK.sub("--:--", screen_text(bench.app)), focus, plan)


async def home(bench: Driver) -> None:
    """Back to the first tab with everything as the file has it."""
    for _ in range(20):
        screen = bench.app.screen
        if isinstance(screen, Choose) and any(a.id == "discard" for a in screen.answers):
            await bench.answer("discard")
        elif screen is bench.app.plan_screen and getattr(screen, "table", None) is bench.app.focused:
            break
        else:
            await bench.press("escape")
    _as_at_first(bench)
    session = bench.app.session
    while session.workspace.undo_steps:
        session.undo()
    if session.as_of != AS_OF:
        session.look_from(AS_OF)
    await bench.press("escape", "escape", "1", "escape", "escape", "g", "home")  # a filter of the first tab stands while another is seen


def _as_at_first(bench: Driver) -> None:
    """The columns of the table on the screen as everybody has them, and no view saved."""
    own, screen = bench.app.own_tables, bench.app.screen
    if isinstance(screen, TableScreen) and own.columns(screen.table_name):
        screen.choose_columns(ColumnChoice())
    if own.views:
        own.keep_views(())


async def _play(path: Path, scripts: Sequence[tuple[Place, Keys]], at_once: bool) -> list[Seen]:
    seen = []
    running: contextlib.AbstractAsyncContextManager[Driver] | None = None
    for place, script in scripts:
        if running is None:
            shutil.copy(SAMPLE, path)
            for other in path.parent.glob("*"):
                if other != path:
                    other.unlink() if other.is_file() else shutil.rmtree(other)
            if (kept := tables_path()) is not None:
                kept.unlink(missing_ok=True)  # what a person wants of tables outlives a session
            running = open_workbench(path)
            bench = await running.__aenter__()
        await place.go(bench)
        top = bench.app.focused if issubclass(place.opens, TextField | ProseField) else bench.app.screen
        assert isinstance(top, place.opens), f"{place.name}: {type(top).__name__}\n{bench.screen}"
        await (send_at_once if at_once else send_apart)(bench, script)
        assert not bench.app._hung, f"{place.name}: not waited for: {list(bench.app._hung)}"
        seen.append(_seen(bench, place, script))
        if _left(bench) or place.opens.__name__ == "Conflicts":
            await running.__aexit__(None, None, None)
            running = None
        else:
            await home(bench)
    if running is not None:
        await running.__aexit__(None, None, None)
    return seen


def differences(folder: Path, scripts: Sequence[tuple[Place, Keys]]) -> list[str]:
    """What differs between scripts sent key by key and in one read; every file the program writes lies below the folder."""
    seen = []
    before = os.getcwd()
    for at_once in (False, True):
        work = folder / "work"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        os.chdir(work)
        try:
            with _read_at_once():
                seen.append(asyncio.run(_play(work / "plan.toml", scripts, at_once)))
        finally:
            os.chdir(before)
    return [told for one, other in zip(*seen, strict=True) if (told := one.difference(other))]


def scripts_of(seeds: Sequence[int], found: Sequence[Place]) -> list[tuple[Place, Keys]]:
    """For each place a script that fills it, and a random one, for each seed."""
    scripts = []
    for seed in seeds:
        for place in found:
            chance = random.Random(f"{seed} {place.name}")
            scripts += [(place, filling_script(place, chance)), (place, random_script(chance))]
    return scripts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=0)
    options = parser.parse_args()
    scripts = scripts_of(range(options.first, options.first + options.seeds), places())
    with tempfile.TemporaryDirectory() as name:
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            os.environ[variable] = name
        found = differences(Path(name), scripts)
    print(json.dumps({"scripts": len(scripts), "keys": sum(len(keys) for _, keys in scripts), "differ": found}, ensure_ascii=False))


if __name__ == "__main__":
    main()
