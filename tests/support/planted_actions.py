"""Run as a program: two actions are planted before any screen is imported, and their keys are pressed everywhere.

``postpone`` (``f12``) says of itself only that it belongs to tables, and the tab of tasks performs it; ``settle`` (``Q``) names the
one list it makes sense in and needs a row there. What was seen is printed as JSON, first
of a plan that may be changed, then of one that is open for reading only.
"""

from __future__ import annotations

import asyncio
import gc
import json
import sys
from pathlib import Path
from typing import Any

from tui import actions
from tui.actions import EDIT, Action, Scope

POSTPONE = Action(id="postpone", keys=("f12",), title="Postpone", help="Puts it off", scope=Scope.TABLE, group=EDIT, hint="postpone")
SETTLE = Action(
    id="settle",
    keys=("Q",),
    title="Settle",
    help="Settles a duty",
    scope=Scope.TABLE,
    group=EDIT,
    writes=True,
    needs_row=True,
    tables=frozenset({"duties"}),
    elsewhere="only a duty can be settled",
)

Seen = dict[str, Any]


async def walk(path: Path, readonly: bool) -> list[Seen]:
    """The keys pressed in every place; for reading only what writes, and the other one on the tab of tasks."""
    from tests.support.lengths import of_these
    from tests.support.workbench import Driver, open_workbench
    from tui.screens.dialogs.commands import Commands
    from tui.screens.dialogs.picker import Picker
    from tui.screens.registers import RegisterScreen
    from tui.screens.tasks import TasksScreen

    TasksScreen.do_postpone = lambda self: self.tell("postponed")  # type: ignore[attr-defined]
    RegisterScreen.do_settle = lambda self: self.tell(f"settled {self.table.current_id}")  # type: ignore[attr-defined]
    seen: list[Seen] = []

    async def at(bench: Driver, place: str, key: str) -> None:
        screen, revision = bench.app.screen, bench.app.session.workspace.revision
        hints = bench.status
        await bench.press(key)
        pressed = bench.status
        bench.app.plan_screen.action_act({"f12": "postpone", "Q": "settle"}[key])
        await bench.settle()
        same = bench.app.screen is screen and bench.app.session.workspace.revision == revision
        seen.append({"place": place, "key": key, "hints": hints, "pressed": pressed, "asked": bench.status, "same": same})

    async def palette(bench: Driver, place: str) -> None:
        await bench.press("ctrl+p")
        await bench.type("postpone")
        commands = await bench.dialog(Commands)
        listed = {a.id: [list(commands.keys[a.id]), commands.blocked.get(a.id)] for a in commands.shown}
        await bench.press("escape")
        seen.append({"place": place, "key": "palette", "listed": listed})

    async with open_workbench(path, lang="en", size=(140, 24), readonly=readonly) as bench:
        for tab in of_these("1234", "14"):
            await bench.press(tab)
            for key in ("f12", "Q") if tab == "4" or not readonly else ("Q",):
                await at(bench, bench.tab.table_name, key)
            if not readonly:
                await palette(bench, bench.tab.table_name)
        for register in ("agencies", "duties"):
            await bench.press("1", "o")
            await bench.pick(register)
            for key in ("Q",) if readonly else ("f12", "Q"):
                await at(bench, register, key)
        await bench.press("slash")
        await bench.type("khongcohang")
        await bench.press("enter")
        await at(bench, "duties, no row", "Q")
        for place, keys in () if readonly else (("overview", ("1", "0")), ("history", ("1", "H")), ("review", ("1", "m"))):
            await bench.press(*keys)
            if isinstance(bench.app.screen, Picker):  # which of several meetings
                await bench.press("enter")
            await at(bench, place, "f12")
            await bench.press("escape")
    return seen


if __name__ == "__main__":
    gc.disable()  # it is over soon
    actions.ACTIONS = (*actions.ACTIONS, POSTPONE, SETTLE)  # type: ignore[misc]
    actions.BY_ID.update({action.id: action for action in (POSTPONE, SETTLE)})
    print(json.dumps([asyncio.run(walk(Path(sys.argv[1]), readonly)) for readonly in (False, True)]))
