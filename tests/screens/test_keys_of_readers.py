"""No key is offered to somebody who may not do what it does: not to a reader, nor to a body that only reports."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from pathlib import Path

import pytest

from tests.support.elsewhere import look
from tests.support.lengths import in_proofs, longer, of_these
from tests.support.small_plan import EMPTY
from tests.support.workbench import Driver, open_workbench
from tui.actions import ACTIONS, BY_ID
from tui.model.text import N_
from tui.screens.dialogs.choose import Choose
from tui.screens.dialogs.commands import ScreenHelp
from tui.screens.dialogs.needed import Needed
from tui.screens.dialogs.picker import Picker
from tui.screens.dialogs.tour import STEPS, Tour
from tui.screens.framed import FramedScreen
from tui.screens.purposes import OF_PLACES, OF_TABLES
from tui.store import identity
from tui.store.proposals.folder import set_up

WAYS = ("1", "2", "3", "4", "0", "m")
"""The tabs, the overview and a meeting."""
WAYS_IN_SUITE = ("1", "4", "0", "m")
"""Those with something of their own for who writes, and the overview, which has nothing."""


@asynccontextmanager
async def _a_body(path: Path) -> AsyncIterator[Driver]:
    """A session of somebody who may report for Sở TC and nothing else."""
    entry = f'near_days = 7\nreport = [{{ login = "{identity.login()}", agency = "so-tc" }}]'
    path.write_text(path.read_text(encoding="utf-8").replace("near_days = 7", entry), encoding="utf-8")
    set_up(path, [identity.login()])
    path.chmod(0o444)
    async with open_workbench(path, size=(140, 40)) as bench:
        assert bench.app.session.proposing is not None
        yield bench


async def _nothing_refused_is_offered(bench: Driver) -> int:
    """Walk over the screens and look at what the bottom line and the help offer; how many sentences of the help name a key to who may."""
    told = 0
    for way in of_these(WAYS, WAYS_IN_SUITE):
        await bench.press(way)
        if isinstance(bench.app.screen, Picker):
            await bench.pick("\n")  # the agenda of a new meeting
        screen = bench.app.screen
        assert isinstance(screen, FramedScreen)
        offered = [BY_ID[hint.asks_for] for hint in screen.hints() if hint.asks_for in BY_ID]
        assert [action.id for action in offered if not screen.has_right(action)] == [], way
        writing = screen.purpose.writing
        await bench.press("question_mark")
        help = await bench.dialog(ScreenHelp)
        if writing is not None:
            may = screen.has_right(BY_ID[writing[0]])
            assert (bench.words(writing[1]) in help.purpose_here) == may, way
            told += may
        await bench.press("escape")
    return told


@in_proofs
async def test_a_reader_is_offered_only_what_readers_do(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40), readonly=True) as bench:
        assert await _nothing_refused_is_offered(bench) == 0
        assert bench.words(N_("not opened yet")) in bench.screen, "an agenda"
        assert bench.words(N_("not opened yet: Enter opens the meeting")) not in bench.screen
        await bench.press("1", "tab")
        assert bench.words(N_("go there")) in bench.status and bench.words(N_("edit, or go there")) not in bench.status
        await bench.press("tab", "f7")
        box = await bench.dialog(Needed)
        assert "Ctrl+S" not in box.hint
        await bench.press("escape")
        await bench.run("tour")
        assert len((await bench.dialog(Tour)).steps) == len(STEPS) - 1


@longer
async def test_a_body_is_offered_what_bodies_report(plan_file: Path) -> None:
    async with _a_body(plan_file) as bench:
        assert await _nothing_refused_is_offered(bench) == 2, "figures and the log"
        await bench.press("1", "f7")
        assert "Ctrl+S" not in (await bench.dialog(Needed)).hint, "planned figures are not reported"


@longer
async def test_and_who_may_write_is_offered_everything(plan_file: Path) -> None:
    async with open_workbench(plan_file, size=(140, 40)) as bench:
        assert await _nothing_refused_is_offered(bench) == 3, "figures, the log and the meeting"
        assert bench.words(N_("not opened yet: Enter opens the meeting")) in bench.screen


async def test_nobody_is_told_to_add_what_they_may_not(plan_file: Path) -> None:
    plan_file.write_text(EMPTY, encoding="utf-8")
    for readonly in (True, False):
        async with open_workbench(plan_file, readonly=readonly) as bench:
            assert (bench.words(N_("Nothing here yet. Press a to add the first.")) in bench.screen) == (not readonly)


@longer
@pytest.mark.parametrize("who", of_these(["a reader", "a body"], ["a body"]))
async def test_who_may_not_save_is_not_told_to_save_a_file_that_was_cut_short(plan_file: Path, who: str) -> None:
    opened = _a_body(plan_file) if who == "a body" else open_workbench(plan_file, size=(140, 40), readonly=True)
    async with opened as bench:
        if who == "a body":
            first = bench.words(N_("you may report here, not save: Ctrl+S hands in what you change as a proposal"))
            await bench.until(lambda: first in bench.status, "what may be done here is said first")
        plan_file.chmod(0o644)
        plan_file.write_bytes(b"")
        await look(bench)
        assert bench.words(N_("the plan file was cut short")) in bench.title and "Ctrl+S" not in bench.title
        assert bench.status.endswith(bench.words(N_("nothing of that was taken in")))
        await bench.press("ctrl+r")
        question = await bench.dialog(Choose)
        assert [answer.id for answer in question.answers] == ["look", "copy", "cancel"]
        await bench.answer("look")
        assert [answer.id for answer in (await bench.dialog(Choose)).answers] == ["back"]
        await bench.press("escape", "escape")
        await bench.press("ctrl+s")
        assert not isinstance(bench.app.screen, Choose) and plan_file.read_bytes() == b""


def test_what_a_screen_is_for_names_keys_that_write_only_to_those_who_may() -> None:
    writing = {key for action in ACTIONS if action.writes for key in action.keys if len(key) == 1 and key.isalpha()}
    for purpose in (*OF_TABLES.values(), *OF_PLACES.values()):
        words = purpose.told.replace(";", " ").replace(",", " ").split()
        keys = {word for word, after in pairwise(words) if len(word) == 1 and word != "a" and after.endswith("s")}
        named = {key for key in keys & writing if not any(key in action.keys and not action.writes for action in ACTIONS)}
        assert not named, purpose.told
        assert purpose.writing is None or BY_ID[purpose.writing[0]].writes
