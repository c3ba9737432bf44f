"""The terminal while the person's own editor has it, and after: whole for the editor, as it was for the program, however that ends."""

from __future__ import annotations

import os
import signal
import sys
import termios
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.patience import wait_until
from tests.support.terminal import WORDS, LoadedTerminal, put_away, until
from tests.support.terminal_modes import ALTERNATE, AT_THE_SHELL, PASTE, TerminalModes
from tui.i18n.words import Words
from tui.model.text import N_
from tui.screens.flows.editing_outside import _kept_beside, _left_in_editor
from tui.terminal import lent
from tui.terminal.lent import Ended, _runs, run

COOKED = termios.ECHO | termios.ICANON | termios.ISIG

EDITOR = """#!/bin/sh
printf 'the editor has it\\r\\n'
while read -r word; do
    case $word in
        done) exit 0 ;;
        fail) exit 3 ;;
        die) printf '\\033[?1049h\\033[?1003h\\033[?1015h'; stty raw -echo; kill -KILL $$ ;;
        alone) kill -STOP $$ ;;
    esac
    printf 'took <%s>\\r\\n' "$word"
done
"""
"""An editor that does what the lines say that are typed into it."""

JOBS = """
import os, signal
signal.signal(signal.SIGTTOU, signal.SIG_IGN)
job = os.fork()
if job:
    os.setpgid(job, job)
    while True:
        os.tcsetpgrp(0, job)
        os.killpg(job, signal.SIGCONT)
        status = os.waitpid(job, os.WUNTRACED)[1]
        os.tcsetpgrp(0, os.getpid())
        if not os.WIFSTOPPED(status):
            os._exit(os.waitstatus_to_exitcode(status))
        os.write(1, b"the shell has it\\r\\n")
        os.read(0, 100)
os.setpgid(0, 0)
os.tcsetpgrp(0, os.getpid())
signal.signal(signal.SIGTTOU, signal.SIG_DFL)
from tui.commands.main import main
raise SystemExit(main())
"""
"""The program as the job of a shell, that lets it go on when a line is typed."""


@pytest.fixture
def lending(plan_file: Path, tmp_path: Path) -> Iterator[tuple[Any, TerminalModes, Path]]:
    """The program in a shell, with an editor; the modes of the terminal; the editor's file."""
    editor = tmp_path / "soan"
    editor.write_text(EDITOR, encoding="utf-8")
    editor.chmod(0o700)
    environ = {"PYTHONPATH": str(ROOT), "VISUAL": "soan", "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = [sys.executable, "-c", JOBS, str(plan_file), "--lang", "vi", "--as-of", "22/11/2026"]
    terminal = LoadedTerminal(command, columns=80, rows=24, environ=environ)
    terminal.process.logfile_read = modes = TerminalModes()
    try:
        terminal.wait_for("GRDP")
        until(terminal, lambda: {ALTERNATE, PASTE} < modes.on, "the program has the terminal")
        terminal.wait_for(WORDS("filter"))
        yield terminal, modes, editor
    finally:
        put_away(terminal)


def settings(terminal: Any) -> list[Any]:
    """The settings of the terminal but for its characters, of which the first screen takes two away that send nothing any more."""
    return termios.tcgetattr(terminal.process.child_fd)[:4]


def test_however_an_editor_ends_the_terminal_is_as_it_was(lending: tuple[Any, TerminalModes, Path], plan_file: Path) -> None:
    terminal, modes, editor = lending
    before = plan_file.read_bytes()
    on, keyboard, ours = set(modes.on), modes.keyboard, settings(terminal)

    def lend(keys: str = "\x05") -> None:
        sent = len(modes.sent)
        terminal.send(keys)
        until(terminal, lambda: b"the editor has it" in modes.sent[sent:], "the editor")
        assert modes.on == AT_THE_SHELL and modes.keyboard == 0
        assert settings(terminal)[3] & COOKED == COOKED

    def back(said: str) -> None:
        terminal.wait_for(said)
        until(terminal, lambda: modes.on == on and settings(terminal) == ours, "all is as it was")
        assert modes.keyboard == keyboard
        terminal.wait_for("GRDP")  # drawn again, and keys that were pressed for the editor do nothing here

    failed = N_("the editor “{name}” ended with an error ({code}); the plan is as it was")
    unchanged = WORDS(N_("back from the editor; nothing was changed in the file"))

    lend("\x054")  # in one read: the 4 is no key of the program
    terminal.send("word\r")
    terminal.wait_for("took <word>")
    terminal.send("done\r")
    back(unchanged)

    lend()
    terminal.send("die\r")
    back(WORDS(failed, name="soan", code="SIGKILL"))

    for key in ("\x1a", "alone\r"):  # Ctrl+Z stops the job; an editor that stops itself would wait for ever
        lend()
        terminal.send(key)
        terminal.wait_for("the shell has it")
        assert modes.on == AT_THE_SHELL
        terminal.send("\r")
        terminal.send("word\r")
        terminal.wait_for("took <word>")
        terminal.send("fail\r")
        back(WORDS(failed, name="soan", code=3))

    editor.unlink()
    terminal.send("\x05")
    back(WORDS(N_("the editor “{name}” could not be started: {why}"), name="soan", why="")[:-1])

    terminal.send("q")
    assert terminal.finish() == 0
    assert modes.on == AT_THE_SHELL and plan_file.read_bytes() == before


def test_an_editor_ends_with_the_program_and_so_does_what_a_script_of_it_has_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Told by the same signal; one that does not listen is killed, and nobody is left with the terminal."""
    monkeypatch.setattr(lent, "_PATIENCE", 60.0)  # a shell on a busy machine takes its time before it puts anything away
    heard, pids = tmp_path / "heard", tmp_path / "pids"
    asked: list[int] = []
    told: list[str] = []
    os.mkfifo(pids)
    before = {number: signal.signal(number, lambda number, _: asked.append(number)) for number in (signal.SIGTERM, signal.SIGHUP)}
    mine = {number: signal.getsignal(number) for number in before}
    script = 'trap "echo told > {heard}; exit 0" {name}; sleep 100 & echo $$ $! > {pids}; wait'
    try:
        for number, name in ((signal.SIGTERM, "TERM"), (signal.SIGHUP, "HUP")):
            ending = threading.Thread(target=_send_when_there, args=(pids, number, told), daemon=True)
            ending.start()
            with pytest.raises(Ended):
                run(["sh", "-c", script.format(heard=heard, name=name, pids=pids)])
            ending.join()
            assert heard.read_text(encoding="utf-8") == "told\n" and asked.pop() == number, "the program itself is ended, too"
            heard.unlink()
            assert not any(_runs(int(pid)) for pid in told.pop().split())
        assert run(["sh", "-c", "exit 3"]) == 3, "nobody ends it"
        assert {number: signal.getsignal(number) for number in before} == mine, "each is answered as it was before"
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)


def test_who_is_asked_to_end_while_the_editor_is_being_started_ends_it_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system has started it, and the program does not know its number yet."""
    start, started, asked = os.posix_spawnp, [], []

    def told_meanwhile(*words: Any, **options: Any) -> int:
        started.append(start(*words, **options))
        signal.raise_signal(signal.SIGTERM)
        return started[0]

    monkeypatch.setattr(os, "posix_spawnp", told_meanwhile)
    before = signal.signal(signal.SIGTERM, lambda number, _: asked.append(number))
    try:
        with pytest.raises(Ended):
            run(["sleep", "100"])
        assert asked == [signal.SIGTERM] and not _runs(started[0])
    finally:
        signal.signal(signal.SIGTERM, before)


def _send_when_there(pipe: Path, number: int, told: list[str]) -> None:
    """Send it to the thread that waits for the command, once it says so: of a process of several threads any may be told."""
    told.append(pipe.read_text(encoding="utf-8"))  # as soon as the other end is written to
    begun = told[-1].split()[1]
    wait_until(lambda: Path(f"/proc/{begun}/comm").read_text() == "sleep\n", "what is begun no longer hears for the shell")
    main = threading.main_thread().ident
    assert main is not None
    signal.pthread_kill(main, number)


def test_where_what_was_not_saved_in_the_editor_is_is_said(tmp_path: Path) -> None:
    plan = tmp_path / "plan[1].toml"
    plan.touch()
    (tmp_path / "plan[1].toml.save").write_text("old", encoding="utf-8")
    before = _kept_beside(plan)
    told = Words("vi").sentence(_left_in_editor(plan, before))
    assert "plan[1].toml" in told and "nếu trình soạn thảo tự giữ" in told, "what was there before is not of this editor"
    (tmp_path / ".plan[1].toml.swp").touch()
    (tmp_path / "other.save").touch()
    assert Words("vi").sentence(_left_in_editor(plan, before)).endswith("phần chưa lưu nằm trong .plan[1].toml.swp")
