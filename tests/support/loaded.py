"""The program in a pseudo-terminal, forked from a process that has loaded it: a start takes a tenth of what loading takes.

What runs is ``main()``, or the code after ``-c``, in a process, session and terminal of its own, with the arguments and the environment
it is given, as under ``python -m tui``; only that its modules are there already. What a start is made of is tried with real ones
(``tests/start``).

Run as a program this is that process: it reads what to start from a socket, and tells the number of the process and how it ended.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import gc
import importlib
import json
import os
import pkgutil
import re
import select
import signal
import socket
import sys
import tempfile
import termios
from functools import cache
from pathlib import Path
from typing import Any

import pexpect
from ptyprocess import PtyProcess

from tests.support.paths import ROOT

_READ_WHEN_LOADED = ("PYTHON", "LC_", "LANG", "TEXTUAL", "POLARS")
"""Beginnings of the names of variables that are read while the program is loaded."""
_LARGEST = 1 << 17
_MODULE = "from tui.commands.main import main; raise SystemExit(main())"
"""What ``-m tui`` runs."""


def may_be_forked(environ: dict[str, str]) -> bool:
    """Whether a program with these variables is the same when it was loaded without them."""
    return not any(name.startswith(_READ_WHEN_LOADED) for name in environ)


# -- beside the tests -------------------------------------------------------------------------------------------------


class Spawned(pexpect.spawn):
    """As ``pexpect.spawn``, without forking this process: to fork one that has run a thousand tests takes as long as a start."""

    def _spawnpty(self, args: list[bytes], **given: Any) -> PtyProcess:
        master, slave = os.openpty()
        termios.tcsetwinsize(slave, given.get("dimensions") or (24, 80))
        terminal = os.ttyname(slave)
        actions = [(os.POSIX_SPAWN_OPEN, 0, terminal, os.O_RDWR, 0), (os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
        environ = os.environ if given["env"] is None else given["env"]
        assert given["cwd"] is None
        pid = os.posix_spawn(args[0], args, environ, file_actions=actions, setsid=True)  # its first terminal is the one it has
        os.close(slave)
        return PtyProcess(pid, master)


class Forked(pexpect.spawn):
    """As ``pexpect.spawn`` of ``python -m tui …``, or of ``python -c code …``."""

    def _spawnpty(self, args: list[bytes], **given: Any) -> PtyProcess:
        master, slave = os.openpty()
        arguments = [os.fsdecode(argument) for argument in args[1:]]
        asked = {"arguments": arguments, "environ": dict(given["env"]), "folder": given["cwd"] or os.getcwd()}
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        connection.connect(_address())
        rows, columns = given["dimensions"]
        termios.tcsetwinsize(slave, (rows, columns))
        socket.send_fds(connection, [json.dumps(asked).encode()], [slave])
        os.close(slave)
        return _Child(int(connection.recv(64)), master, connection)


class _Child(PtyProcess):
    """A process that is another's child: that one tells how it ended."""

    def __init__(self, pid: int, master: int, connection: socket.socket) -> None:
        super().__init__(pid, master)
        self.connection = connection

    def isalive(self) -> bool:
        if not self.terminated and select.select([self.connection], [], [], 0)[0]:
            self.wait()
        return not self.terminated

    def wait(self) -> int | None:
        if not self.terminated:
            self.status = int(self.connection.recv(64))
            self.connection.close()
            self.terminated = True
            ended = os.waitstatus_to_exitcode(self.status)
            self.exitstatus, self.signalstatus = (ended, None) if ended >= 0 else (None, -ended)
        return self.exitstatus


@cache
def _address() -> str:
    """Where the process listens that has loaded the program; it is started when it is first needed, and ends with this one."""
    path = str(Path(tempfile.mkdtemp(prefix="kehoach-")) / "started")
    environ = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    until, ours = os.pipe()
    listens, theirs = os.pipe()
    server = os.posix_spawn(
        sys.executable,
        [sys.executable, "-m", "tests.support.loaded", path],
        environ | {"PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"},
        file_actions=[(os.POSIX_SPAWN_DUP2, until, 0), (os.POSIX_SPAWN_DUP2, theirs, 1)],
        setsid=True,
    )
    os.close(until)
    os.close(theirs)
    assert os.read(listens, 1), "it listens"
    os.close(listens)
    atexit.register(os.waitpid, server, 0)
    atexit.register(os.close, ours)  # this one first
    return path


# -- the process that has loaded it -----------------------------------------------------------------------------------


@cache
def load_all() -> None:
    """Load every module of the program and its sentences: what is forked then needs none of its files."""
    for module in pkgutil.walk_packages(importlib.import_module("tui").__path__, "tui."):
        if not module.name.endswith(("__main__", "web.server")):  # what serves browsers needs packages of an extra
            importlib.import_module(module.name)
    from tui.i18n.words import LANGUAGES, Words

    for language in LANGUAGES:
        Words(language)


def _load() -> None:
    load_all()
    threads = [Path(f"/proc/self/task/{task}/comm").read_text(encoding="utf-8").strip() for task in os.listdir("/proc/self/task")]
    assert not any(re.fullmatch(r"polars-[0-9]+", name) for name in threads), f"what is forked would wait for threads it has not: {threads}"
    gc.collect()
    gc.freeze()


def _serve(path: str) -> str:
    """Start what is asked for until nobody is there to ask. Comes back in the process that is the program, with the code to run."""
    with contextlib.suppress(FileNotFoundError):
        os.unlink(path)
    server = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    server.bind(path)
    server.listen()
    os.write(1, b"listening")
    while True:
        ready, _, _ = select.select([server, 0], [], [])
        if 0 in ready:
            _clean_up(path)
            os._exit(0)
        connection, _ = server.accept()
        asked, terminals, _, _ = socket.recv_fds(connection, _LARGEST, 1)
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        if not os.fork():
            if not _watched(connection):
                return _become(json.loads(asked), terminals[0])
            os._exit(0)
        connection.close()
        os.close(terminals[0])


def _clean_up(path: str) -> None:
    os.unlink(path)
    os.rmdir(os.path.dirname(path))


def _watched(connection: socket.socket) -> bool:
    """Fork once more; in the one that stays, when the other has ended and that was told, True."""
    pid = os.fork()
    if not pid:
        return False
    os.closerange(0, connection.fileno())
    connection.send(str(pid).encode())
    _, status = os.waitpid(pid, 0)
    with contextlib.suppress(OSError):
        connection.send(str(status).encode())
    return True


def _become(asked: dict[str, Any], terminal: int) -> str:
    """What a process is that was started afresh on a terminal; the code it is to run."""
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for stream in range(3):
        os.dup2(terminal, stream)
    os.closerange(3, 256)
    sys.stdin = sys.__stdin__ = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)
    os.chdir(asked["folder"])
    os.environ.clear()
    os.environ.update(asked["environ"])
    signal.signal(signal.SIGINT, signal.default_int_handler)
    option, code, *arguments = asked["arguments"]
    sys.argv = [option if option == "-c" else code, *arguments]
    return code if option == "-c" else _MODULE


if __name__ == "__main__":
    _load()
    exec(_serve(sys.argv[1]), {"__name__": "__main__"})
