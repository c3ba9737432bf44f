"""``kehoach import``, and the same by ``I`` on the screen, killed at a step: what is left of the plan, of edits and of drafts before it."""

from __future__ import annotations

import contextlib
import io
import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pexpect

from tests.support import annexes
from tests.support.at_a_step import counted, signalled_at
from tests.support.loaded import Forked
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.support.terminal import WORDS, LoadedTerminal, put_away, until
from tests.support.worked_on import LABEL, opened
from tui.commands.main import main
from tui.store.log.draft import Draft
from tui.store.log.history import read_history
from tui.store.plan_file import load

_NOTE: Final = "Ghi trước khi nhận tệp"
_DRAFT: Final = Draft(("Form", "plan", ""), "", {"field-title": "Gõ dở"})
_COMMAND: Final = "from tui.commands.main import main\nbegin_to_count()\nraise SystemExit(main())"
_SCREEN: Final = """
from tui.commands.main import main
from tui.session.session import Session
made = Session.commit
def commit(self, *given, **named):
    begin_to_count()
    return made(self, *given, **named)
Session.commit = commit
raise SystemExit(main())
"""


class Ground:
    """An empty plan and a workbook to be taken in, in a folder of their own; ``new`` is the text of the plan that holds it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.plan, self.file = folder, folder / "plan.toml", folder / "phu-luc.xlsx"
        self.old = annexes.empty_plan_text(2025, 2030).encode()
        self.file.write_bytes(annexes.as_workbook({"Phụ lục I": annexes.TARGETS, "Phụ lục II": annexes.TASKS}))
        self.with_note = b""
        """The text of the plan that holds it and the edit from before, when it was taken in on the screen once."""
        self.begin_again()
        self.imported()
        self.new = self.plan.read_bytes()
        made = load(self.plan).plan
        self.taken = len(made.tables["tasks"]), len(made.tables["indicators"])
        assert all(self.taken)
        self.begin_again()

    def begin_again(self) -> None:
        """Everything as it was, and nothing beside it."""
        for path in self.folder.rglob("*"):
            if path.is_file() and path != self.file:
                path.unlink()
        self.plan.write_bytes(self.old)

    def imported(self) -> None:
        """Take it in, here and undisturbed."""
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            main(["import", str(self.file), str(self.plan), "--yes"])

    @contextlib.contextmanager
    def own_files(self) -> Iterator[None]:
        """Journals of this process are those of the folder."""
        before = os.environ.get("XDG_STATE_HOME")
        os.environ["XDG_STATE_HOME"] = self.environ()["XDG_STATE_HOME"]
        try:
            yield
        finally:
            del os.environ["XDG_STATE_HOME"]
            os.environ.update({} if before is None else {"XDG_STATE_HOME": before})

    def environ(self) -> dict[str, str]:
        """The environment of its programs."""
        kept = {"PYTHONPATH": str(ROOT), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin"}
        return kept | {"HOME": str(self.folder), "XDG_STATE_HOME": str(self.folder / "state"), "XDG_CACHE_HOME": str(self.folder / "cache")}


# -- the command ------------------------------------------------------------------------------------------------------


def steps_of_the_command(ground: Ground) -> int:
    """About how many steps it has."""
    told = ground.folder / "steps"
    _run(ground, counted(told))
    return int(told.read_text(encoding="ascii"))


def faults_of_a_killed_command(ground: Ground, step: int) -> list[str]:
    """What is wrong when it is killed at the step."""
    ground.begin_again()
    _run(ground, signalled_at(step, signal.SIGKILL))
    faults = []
    if ground.plan.read_bytes() not in (ground.old, ground.new):
        faults.append("the file is neither the old nor the new one")
    ground.imported()
    if ground.plan.read_bytes() != ground.new:
        faults.append("taken in once more it is not what it would have been")
    entries = len(read_history(ground.plan).entries)
    if entries != 1:
        faults.append(f"{entries} entries in the history")
    faults += [f"left lying about: {path.name}" for path in ground.folder.iterdir() if path.name.endswith(".tmp")]
    return [f"the command, step {step}: {fault}" for fault in faults]


def _run(ground: Ground, code: str) -> None:
    """Run the command in a process of its own until it has ended."""
    arguments = ["-c", code + _COMMAND, "import", str(ground.file), str(ground.plan), "--yes"]
    child = Forked(sys.executable, arguments, env=ground.environ(), dimensions=(24, 80), timeout=PATIENCE)
    until_ = time.monotonic() + PATIENCE
    while child.isalive() and time.monotonic() < until_:
        with contextlib.suppress(pexpect.TIMEOUT, pexpect.EOF):
            child.read_nonblocking(1 << 16, 0.05)
    assert not child.isalive(), "it does not end"
    child.ptyproc.delayafterclose = 0.01
    child.close()


# -- the screen -------------------------------------------------------------------------------------------------------


def steps_on_the_screen(ground: Ground) -> int:
    """About how many steps lie between the change and the end of its save."""
    told = ground.folder / "steps"
    with _taking_in(ground, counted(told)) as terminal:
        before = ground.plan.read_bytes()
        terminal.send("\r\x13")
        until(terminal, lambda: _told_saved(terminal), "it is saved")
        ground.with_note = ground.plan.read_bytes()
        assert ground.with_note != before
        return int(told.read_text(encoding="ascii"))


def faults_of_a_killed_screen(ground: Ground, step: int) -> list[str]:
    """What is wrong when the program is killed at the step, with an edit and a draft from before."""
    with _taking_in(ground, signalled_at(step, signal.SIGKILL)) as terminal:
        terminal.send("\r\x13")
        end = time.monotonic() + PATIENCE
        while terminal.process.isalive() and not _told_saved(terminal) and time.monotonic() < end:
            terminal.pump()
        saved = _told_saved(terminal)
    with ground.own_files():
        file = load(ground.plan)
        session = opened(ground.plan)
        left = session.journal.orphaned_journals()
        session.journal.restore(left)
        plan = session.plan
        session.end(keep=True)
    faults = []
    if file.state.data not in (ground.old, ground.with_note):
        faults.append("the file is neither the old nor the new one")
    if plan.header.get("note") != _NOTE:
        faults.append("the edit from before is gone")
    if [draft.fields for one in left for draft in one.drafts] != [_DRAFT.fields]:
        faults.append("the draft from before is gone")
    if (len(plan.tables["tasks"]), len(plan.tables["indicators"])) not in ((0, 0), ground.taken):
        faults.append("half of it is there")
    if saved and file.state.data != ground.with_note:
        faults.append("it was said to be saved")
    return [f"the screen, step {step}: {fault}" for fault in faults]


@contextlib.contextmanager
def _taking_in(ground: Ground, code: str) -> Iterator[Any]:
    """The program with what an earlier session left restored, and the workbook read: Enter takes it in."""
    ground.begin_again()
    with ground.own_files():
        before = opened(ground.plan)
        before.commit([before.workspace.set_field("plan", "", "note", _NOTE)], LABEL)
        before.journal.drafts.note(_DRAFT)
        before.end(keep=True)
    command = [sys.executable, "-c", code + _SCREEN, str(ground.plan), "--lang", "vi", "--as-of", "22/11/2026"]
    terminal = LoadedTerminal(command, columns=100, rows=30, environ=ground.environ())
    try:
        for keys, shown in (
            ("", "k  "),
            ("k", "● 1"),
            ("I", WORDS("Which workbook or table is to be taken in?")),
            ("\x15" + str(ground.file), ground.file.name),
            ("\r", "n)"),  # the names that are made
        ):
            terminal.send(keys)
            terminal.wait_for(shown)
        yield terminal
    finally:
        put_away(terminal)


def _told_saved(terminal: Any) -> bool:
    return WORDS.count("{n} change saved to {file}", "{n} changes saved to {file}", 2, file="plan.toml").partition("2")[2] in terminal.text
