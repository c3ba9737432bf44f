"""The look for others, once a second, at the worst moments: after every single step of the event loop while screens come and go.

What it finds is forced: somebody comes and goes, the file changes, somebody saves, the day changes. Nothing of it may raise.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.edits import change_status
from tests.support.elsewhere import THEIR_STATUS, load_task, write_elsewhere
from tests.support.key_order import send_at_once
from tests.support.lengths import longer, of_these
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.i18n.words import Words
from tui.model.fields import TABLES
from tui.model.text import N_
from tui.screens.dialogs.conflicts import Conflicts
from tui.screens.flows.presence import Company
from tui.session.watch import Watch
from tui.store.log.journal import journal_folder
from tui.store.presence import Peer, Place

SOMEBODY = Peer("lan", "Lan", dt.datetime(2026, 11, 22, 8, tzinfo=dt.UTC), 2, Place("tasks", "III-2", "status"))
_STEPS = 6
"""Steps after each key at which something is new, beside all while a screen is being made: news draws, and drawing takes steps."""
_MOST = 80
"""Steps after which a screen that is being made is left to itself."""
_TOLD_EACH = 10
"""Of so many looks one finds that everything is another."""


class Looks:
    """Has a workbench look after each step of the event loop; there is news for each look."""

    def __init__(self) -> None:
        self.made = 0
        self.company: Company | None = None
        self._steps = 0
        self._looking = False

    def after_a_step(self) -> None:
        company = self.company
        if company is None or company._looking is None or company._looking.cancelled() or self._looking:
            return
        self._steps += 1
        if self._steps > _MOST or (self._steps > _STEPS and _is_made(company)):
            return
        self._looking = True
        with company.ui._context():  # type: ignore[attr-defined]
            come_and_go(company)
            if not self._steps % _TOLD_EACH:
                told_anew(company)
            company.look_around()
        self._looking = False
        assert not company.fault, company.fault
        self.made += 1

    async def press(self, bench: Driver, *keys: str) -> None:
        for key in keys:
            self._steps = 0
            await bench.press(key)


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Looks]:
    """From the first workbench that opens on."""
    looks = Looks()
    run, start = asyncio.Handle._run, Company.start_looking  # type: ignore[attr-defined]

    def stepped(handle: asyncio.Handle) -> None:
        run(handle)
        looks.after_a_step()

    def started(company: Company) -> None:
        start(company)
        looks.company = looks.company or company

    monkeypatch.setattr(asyncio.Handle, "_run", stepped)
    monkeypatch.setattr(Company, "start_looking", started)
    monkeypatch.setattr(Watch, "look_at_others", lambda watch: [])
    yield looks
    looks.company = None


def come_and_go(company: Company) -> None:
    """Somebody opens the plan, and closes it; somebody saves, and puts everything back."""
    watch = company.session.watch
    watch.others = () if watch.others else (SOMEBODY,)
    watch.file_changed = not watch.file_changed


def told_anew(company: Company) -> None:
    """Everything is another: what screens are told when a save of somebody is taken in, or a day begins."""
    company.session.announce(frozenset(TABLES))
    screen = company.ui.plan_screen
    if screen.stands:
        screen.saved()


def _is_made(company: Company) -> bool:
    """Whether the screen on top is put together."""
    stack = company.ui.screen_stack
    return bool(stack) and getattr(stack[-1], "ready", True)


async def everywhere(bench: Driver, looks: Looks) -> None:
    """Every kind of screen opened for the first time and left: tabs, overview, lists, histories, meetings, dialogs, filter."""
    await looks.press(bench, *"2340", "escape")
    ways = (["o", "enter"], ["H"], ["m", "enter", "f10", "enter"], ["E"], ["ctrl+p"], ["O"])
    for keys in of_these(ways, ways[2:4]):
        await looks.press(bench, *keys, *["escape"] * len(keys))
    await looks.press(bench, "1", "4", "slash", "z", "enter", "tab", "end", "escape", "escape")


@longer
@pytest.mark.slow
async def test_news_at_every_step_of_every_change_of_screens_ends_nothing(plan_file: Path, looks: Looks) -> None:
    async with open_workbench(plan_file) as bench:
        await everywhere(bench, looks)
        assert bench.app.is_running and looks.made > 200
        await looks.press(bench, "q")


async def test_nor_over_a_plan_without_a_record_and_with_keys_in_one_read(plan_file: Path, looks: Looks) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    async with open_workbench(plan_file, lang="en") as bench:
        for keys in (["4", "slash", "z", "enter", "tab", "end", "enter"], ["escape", "0", "2", "E"], ["escape", "escape", "1"]):
            looks._steps = 0
            await send_at_once(bench, keys)
        assert bench.tab.table_name == "indicators" and looks.made > 50


async def test_a_save_that_conflicts_comes_while_ours_is_asked_for(plan_file: Path, looks: Looks) -> None:
    async with open_workbench(plan_file) as bench:
        await change_status(bench, "III-2", "done")
        write_elsewhere(plan_file, *THEIR_STATUS)
        await looks.press(bench, "ctrl+s")
        await bench.dialog(Conflicts)
        assert bench.value("tasks", "III-2", "status") == "done" and load_task(plan_file, "III-2")["status"] == "blocked"
        await looks.press(bench, "escape")
        assert bench.unsaved == 1


# -- a look that fails ------------------------------------------------------------------------------------------------


class Panic(BaseException):
    """What a library in compiled code raises where it gives up: no ``Exception``."""


SAID = Words("vi")(N_("who else is here and what they saved cannot be seen; your own work goes on"))


@longer
@pytest.mark.parametrize("raised", [IndexError("bí mật"), Panic("bí mật")], ids=lambda raised: type(raised).__name__)
@pytest.mark.parametrize("part", of_these(["look_at_others", "look_at_file"], ["look_at_file"]))
async def test_a_look_that_fails_is_said_once_and_the_session_goes_on(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch, raised: BaseException, part: str
) -> None:
    def fails(*_: object) -> None:
        raise raised

    async with open_workbench(plan_file) as bench:
        await bench.press("4")
        monkeypatch.setattr(Watch, part, fails)
        bench.app.call_later(bench.app.flows.company._look)
        await bench.settle()
        assert SAID in bench.status
        (kept,) = journal_folder().glob("fault-*.txt")
        assert type(raised).__name__ in kept.read_text(encoding="utf-8")
        await bench.press("down")
        bench.app.call_later(bench.app.flows.company._look)
        await bench.settle()
        assert SAID not in bench.status
        monkeypatch.undo()
        await change_status(bench, "III-2", "done")
        assert bench.unsaved == 1
        kept.unlink()
