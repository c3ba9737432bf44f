"""The second process of a start: it is begun where it helps, hands over what it finds, and leaves nothing behind."""

from __future__ import annotations

import _thread
import json
import os
import select
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.paths import ROOT
from tests.support.patience import PATIENCE
from tests.support.terminal import Terminal, put_away, screen_at_rest
from tui.commands import main
from tui.start import first_paint, kept_answers, second
from tui.start.places import variables_under

_BEGUN = """
import json, os, select, signal, sys
from tui.start import second

def stay(hand):
    hand(b"")
    while True:
        signal.pause()

def open_files():
    return sorted(os.readlink(f"/proc/self/fd/{name}") for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}"))

def begun(work):
    second.begin(work)
    return second.begun()
"""


def _told(code: str) -> Any:
    """What a process tells that begins second ones."""
    done = subprocess.run([sys.executable, "-c", _BEGUN + code], cwd=ROOT, capture_output=True, text=True, check=True, pass_fds=())
    return json.loads(done.stdout)


def test_what_it_finds_comes_in_pieces_of_any_size_and_then_nothing() -> None:
    told = _told("""
def work(hand):
    for piece in (b"", b"x" * 3_000_000, "Kế hoạch".encode()):
        hand(piece)
    raise ValueError("nobody hears of it")

there = begun(work)
pieces = [there.next_piece(120) for _ in range(4)]
while not there.is_gone():
    pass
there.end()
lengths = [None if piece is None else len(piece) for piece in pieces]
print(json.dumps([lengths, pieces[2].decode(), there.is_gone(), os.listdir("/proc/self/fd")]))
""")
    assert told[:3] == [[0, 3_000_000, len("Kế hoạch".encode()), None], "Kế hoạch", True]
    assert len(told[3]) == 4  # its streams, and what the folder is read by


def test_it_has_nothing_of_the_person_and_answers_no_signal() -> None:
    told = _told("""
signal.signal(signal.SIGTERM, lambda *_: print("of the program"))
signal.signal(signal.SIGHUP, signal.SIG_IGN)
file = open(sys.executable, "rb")
hear, tell = os.pipe()

def work(hand):
    with open("/proc/self/status") as status:
        lines = dict(line.split(":", 1) for line in status)
    hand(json.dumps([open_files(), int(lines["SigCgt"], 16), int(lines["SigIgn"], 16), int(lines["SigBlk"], 16)]).encode())

print(begun(work).next_piece(120).decode())
""")
    files, caught, ignored, blocked = told
    assert not [
        name for name in files if name.startswith("/") and name != os.devnull and "memfd" not in name and not name.startswith("/proc/")
    ]
    assert len([name for name in files if name.startswith("pipe:")]) == 2  # whom it tells, and what it lives by
    assert (caught, ignored, blocked) == (0, 0, 0)


def test_it_does_not_outlive_who_began_it(tmp_path: Path) -> None:
    code = "there = begun(stay); there.next_piece(120); print(there._child, flush=True); signal.pause()"
    with subprocess.Popen([sys.executable, "-c", _BEGUN + code], cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        watched = os.pidfd_open(int(process.stdout.readline()))
        try:
            waiting = select.poll()
            waiting.register(watched, select.POLLIN)
            assert not waiting.poll(0)
            process.send_signal(signal.SIGKILL)
            assert waiting.poll(PATIENCE * 1000)
        finally:
            os.close(watched)


def test_one_that_was_killed_or_is_slow_gives_nothing_and_is_ended() -> None:
    told = _told("""
killed = begun(lambda hand: os.kill(os.getpid(), signal.SIGKILL)).next_piece(120)
slow = begun(stay)
first, late = slow.next_piece(120), slow.next_piece(0)
while not slow.is_gone():
    pass
again = slow.next_piece(120)
print(json.dumps([killed, first is not None, late, again]))
""")
    assert told == [None, True, None, None]


def test_where_none_can_be_begun_there_is_none() -> None:
    told = _told("""
def fails(*given):
    raise OSError("too many")

os.fork = fails
before = len(os.listdir("/proc/self/fd"))
second.begin(stay)
print(json.dumps([second.begun(), len(os.listdir("/proc/self/fd")) - before]))
""")
    assert told == [None, 0]


@pytest.mark.parametrize(
    ("told", "cores", "load", "quota", "wanted"),
    [
        ("1", 2, 0.9, "max 100000\n", True),
        ("1", 2, 0.9, None, True),
        ("1", 4, 3.9, "200000 100000\n", False),
        ("1", 4, 1.9, "200000 100000\n", True),
        ("1", 4, 0.0, "150000 100000\n", False),
        ("1", 1, 0.0, "nonsense", False),
        ("1", 2, 2.0, None, False),
        ("0", 2, 0.0, None, False),
        ("always", 1, 9.0, None, True),
    ],
)
def test_it_is_begun_where_a_core_is_idle(
    told: str, cores: int, load: float, quota: str | None, wanted: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_thread, "_count", lambda: 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: set(range(cores)))
    monkeypatch.setattr(os, "getloadavg", lambda: (load, 9.0, 9.0))
    if quota is not None:
        (tmp_path / "quota").write_text(quota, encoding="utf-8")
    assert second.is_wanted({second.VARIABLE: told}, str(tmp_path / "quota")) == wanted
    monkeypatch.setattr(_thread, "_count", lambda: 1)  # who forks with a thread at work may wait for ever
    assert not second.is_wanted({second.VARIABLE: told}, str(tmp_path / "quota"))


def test_a_start_begins_one_where_nothing_seems_to_be_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[object] = []
    monkeypatch.setattr(second, "begin", begun.append)
    monkeypatch.setattr(second, "is_wanted", lambda: True)
    for plan, kept, count in ((None, False, 0), ("plan.toml", True, 0), ("plan.toml", False, 1)):
        monkeypatch.setattr(first_paint, "plan_without_page", lambda plan=plan: plan)
        monkeypatch.setattr(kept_answers, "seem_kept", lambda plan, language, kept=kept: kept)
        main._begin_second(["plan.toml"])
        assert len(begun) == count
    monkeypatch.setattr(second, "is_wanted", lambda: False)
    main._begin_second(["plan.toml"])
    assert len(begun) == 1


@pytest.mark.slow
def test_a_first_start_with_one_shows_the_cells_of_one_without(plan_file: Path, tmp_path: Path) -> None:
    """Two starts at the same moment, each the first ever of a home of its own; what they tell of their time says which was helped."""

    def start(told: str) -> Any:
        home = tmp_path / told
        home.mkdir()
        plan = shutil.copy(plan_file, home / "plan.toml")
        environ = {"HOME": str(home), **variables_under(str(home)), second.VARIABLE: told}
        command = [sys.executable, "-m", "tui", str(plan), "--lang", "vi", "--timings"]
        return Terminal(command, columns=100, rows=30, environ={"PYTHONPATH": str(ROOT)} | environ)

    helped, alone = start("always"), start("0")
    try:
        for terminal in (helped, alone):
            terminal.wait_for("GRDP")
        shown = [(screen_at_rest(terminal), terminal.screen.buffer) for terminal in (helped, alone)]
        assert shown[0] == shown[1]
        for terminal in (helped, alone):
            terminal.send("q")
            assert terminal.finish() == 0
        assert "handed over" in helped.text and "handed over" not in alone.text
    finally:
        for terminal in (helped, alone):
            put_away(terminal)
