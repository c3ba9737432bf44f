"""A start loads what a start needs: the rest comes when somebody asks for it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.paths import ROOT

LATER = {
    "docx": "Word files",
    "textual.widgets.text_area": "prose in a form",
    "tomli_w": "writing TOML values",
    "tui.exchange": "workbooks and tables somebody imports or pastes",
    "tui.model.joining": "what others saved, joined at a save or a reading",
    "tui.model.merge_plans": "the same, of three whole plans",
    "tui.model.rebase": "a journal over a file that has changed",
    "tui.model.replace_text": "replacing text in the whole plan",
    "tui.reports.official": "how papers write days, numbers and names",
    "tui.screens.dialogs.frame": "every box",
    "tui.screens.why": "the reasons behind a verdict",
    "tui.session.authors": "who saved what a conflict is about",
    "tui.session.cut": "a file that was cut short",
    "tui.session.save": "a save; loaded soon after the first edit",
    "tui.store.log.history": "the history of a record or the plan",
    "tui.store.log.record": "writing the history, with a save",
    "tui.store.toml.write": "writing the file, with a save",
    "tui.store.whole": "the last whole version of a file that was cut short",
    "xlsxwriter": "Excel files",
}
"""Modules that are imported inside the functions that need them, and what for: hardly ever at a start, or only after a key."""

_SHOWN = """
import asyncio, sys
from pathlib import Path
from tui.app import Workbench
from tui.i18n.words import Words
from tui.session.session import Session
from tui.store.plan_file import load

async def shown():
    async with Workbench(Session(load(Path(sys.argv[1])), Words("vi"))).run_test(size=(100, 30)) as pilot:
        await pilot.press("down")

asyncio.run(shown())
print(*sorted(sys.modules), sep="\\n")
"""


@pytest.fixture(scope="module")
def loaded_at_first_key(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The modules a process has loaded when the first key over an empty plan has been answered."""
    plan = tmp_path_factory.mktemp("start") / "plan.toml"
    plan.write_text("format = 2\n", encoding="utf-8")
    told = subprocess.run([sys.executable, "-c", _SHOWN, plan], capture_output=True, text=True, check=True, cwd=ROOT)
    return set(told.stdout.split("\n"))


def test_what_is_not_needed_at_a_start_is_loaded_later(loaded_at_first_key: set[str]) -> None:
    too_early = {name: LATER[name] for name in LATER.keys() & loaded_at_first_key}
    assert not too_early


def test_what_is_listed_as_later_is_there(loaded_at_first_key: set[str]) -> None:
    """A module that was renamed would be missing from any start."""
    assert "tui.screens.targets" in loaded_at_first_key
    for name in LATER:
        __import__(name)
