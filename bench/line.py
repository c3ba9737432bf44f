"""The same programs over SSH: a real ``sshd`` of our own on this machine, near, and far behind a slow line that loses packets.

Nobody's SSH settings, keys or known hosts are read or written: all of it is made in a temporary folder, and gone afterwards.
"""

from __future__ import annotations

import contextlib
import ctypes
import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from bench import processes
from bench.pty import Patience
from bench.subjects import HELD, REPOSITORY, TYPING, Step

DELAY_MS: Final = 100
"""Each way."""
LOSS: Final = 0.01
"""Of the packets, each way."""
_LOWEST_PORT: Final = 20_000
_WAITING_S: Final = 10.0
_NEAR_ADDRESS, _FAR_ADDRESS = "10.199.77.1", "10.199.77.2"
_FAR_PATIENCE: Final = Patience(start_silence=1.2, silence=0.6, no_answer=2.0)
"""A lost packet comes again after half a second."""

_MOVING: Final = (
    Step(("down",) * 4, "row"),
    Step(("down",), None, 24),
    Step(("down",) * 3, "scroll"),
    Step(("down",), "held", HELD),
    Step(("pagedown",) * 2, "page"),
)
LINE_STEPS: Final = {
    "kehoach": (Step(("]",) * 3), *_MOVING, Step(("]",) * 3, "tab"), *TYPING),
    "bare_app": (Step(("]",) * 4), *_MOVING, Step(("]",) * 3, "tab"), *TYPING),
    "visidata": (Step(("ctrl+^",) * 2), *_MOVING, Step(("ctrl+^",) * 3, "tab")),
}
"""What is measured over a line, by program."""


class Line(NamedTuple):
    """A way to the programs."""

    id: str
    title: str
    over: tuple[str, ...]
    """What is put before a command for the shell at the other end."""
    patience: Patience


class NoLine(Exception):
    """There cannot be such a line on this machine; the message says why."""


def lines(folder: Path) -> Iterator[tuple[str, AbstractContextManager[Line]]]:
    """(its title, the line) one after the other; entering one raises NoLine where the machine does not allow it."""
    yield "SSH on this machine", near(folder)
    yield "SSH, far", far(folder)


@contextmanager
def near(folder: Path) -> Iterator[Line]:
    """Over the loopback. Raises NoLine."""
    with _sshd(folder / "near", "127.0.0.1", ()) as over:
        yield Line("ssh", "shipped plan over SSH on this machine", over, Patience())


@contextmanager
def far(folder: Path) -> Iterator[Line]:
    """Between two network namespaces that a slow line joins. Raises NoLine."""
    if os.geteuid() or not shutil.which("ip") or not os.path.exists("/dev/net/tun"):
        raise NoLine("needs root, Debian's iproute2 and /dev/net/tun")
    ours, theirs = (f"kehoach-bench-{os.getpid()}-{end}" for end in ("a", "b"))
    with contextlib.ExitStack() as stack:
        for name in (ours, theirs):
            _run("ip", "netns", "add", name)
            stack.callback(_run_anyway, "ip", "netns", "del", name)
        command = [sys.executable, "-m", "bench.slow_line", ours, theirs, str(DELAY_MS / 1000), str(LOSS)]
        joiner = stack.enter_context(_running(command))
        _wait_for_word(joiner, "joined")
        for name, address in ((ours, _NEAR_ADDRESS), (theirs, _FAR_ADDRESS)):
            _run("ip", "-n", name, "addr", "add", f"{address}/24", "dev", "line0")
            _run("ip", "-n", name, "link", "set", "line0", "up")
            _run("ip", "-n", name, "link", "set", "lo", "up")
        over = stack.enter_context(_sshd(folder / "far", _FAR_ADDRESS, ("ip", "netns", "exec", theirs), ("ip", "netns", "exec", ours)))
        title = f"shipped plan over SSH, {2 * DELAY_MS} ms there and back, {LOSS:.0%} of the packets lost each way"
        yield Line("far", title, over, _FAR_PATIENCE)


@contextmanager
def _sshd(folder: Path, address: str, there: Sequence[str], here: Sequence[str] = ()) -> Iterator[tuple[str, ...]]:
    """An ``sshd`` for this user alone, with keys made for it; the command that runs another through it. Raises NoLine."""
    program, client = shutil.which("sshd") or shutil.which("sshd", path="/usr/sbin:/usr/local/sbin"), shutil.which("ssh")
    if program is None or client is None:
        raise NoLine("there is no sshd on this machine (Debian's openssh-server)")
    folder.mkdir(mode=0o700)
    for key in ("host", "user"):
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "bench", "-f", str(folder / key))
    shutil.copyfile(folder / "user.pub", folder / "authorized")
    port = _free_port()
    known = (folder / "host.pub").read_text(encoding="ascii")
    (folder / "known").write_text(f"[{address}]:{port} {known}", encoding="ascii")
    settings = {
        "ListenAddress": f"{address}:{port}",
        "HostKey": folder / "host",
        "AuthorizedKeysFile": folder / "authorized",
        "PidFile": "none",
        "UsePAM": "no",
        "PasswordAuthentication": "no",
        "KbdInteractiveAuthentication": "no",
        "StrictModes": "no",
        "PermitRootLogin": "yes",
        "PrintMotd": "no",
        "PrintLastLog": "no",
        "UseDNS": "no",
        "AllowUsers": getpass.getuser(),
    }
    (folder / "config").write_text("".join(f"{name} {value}\n" for name, value in settings.items()), encoding="utf-8")
    options = {
        "IgnoreUnknown": "ObscureKeystrokeTiming",  # a newer ssh sends keys at a pace of its own
        "ObscureKeystrokeTiming": "no",
        "UserKnownHostsFile": folder / "known",
        "GlobalKnownHostsFile": "/dev/null",
        "StrictHostKeyChecking": "yes",
        "IdentityFile": folder / "user",
        "IdentitiesOnly": "yes",
        "IdentityAgent": "none",
        "ControlPath": "none",
        "Compression": "no",
        "LogLevel": "ERROR",
    }
    over = [*here, client, "-F", "none", "-tt", "-e", "none", "-p", str(port)]
    over += [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
    over.append(f"{getpass.getuser()}@{address}")
    with _privileges(), _running([*there, program, "-D", "-e", "-f", str(folder / "config")], folder / "log") as server:
        _wait_for_server(server, over, folder / "log")
        yield tuple(over)


@contextmanager
def _privileges() -> Iterator[None]:
    """The folder an ``sshd`` run by root wants; gone again when it was not there."""
    folder = Path("/run/sshd")
    made = not os.geteuid() and not folder.exists()
    if made:
        folder.mkdir(mode=0o755)
    try:
        yield
    finally:
        if made:
            with contextlib.suppress(OSError):
                folder.rmdir()


@contextmanager
def _running(command: Sequence[str], log: Path | None = None) -> Iterator[subprocess.Popen[bytes]]:
    """A process of ours that ends with us, however we end."""
    with log.open("wb") if log else contextlib.nullcontext(subprocess.DEVNULL) as errors:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=REPOSITORY,
            preexec_fn=lambda: ctypes.CDLL(None).prctl(1, signal.SIGTERM),
        )
    try:
        yield process
    finally:
        _end(process)
        for pipe in (process.stdin, process.stdout):
            if pipe:
                pipe.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End it and what it has started: an ``sshd`` leaves the sessions it serves alone, and these may never hear that the line is gone."""
    family = processes.family(process.pid)
    for number in (signal.SIGTERM, signal.SIGKILL):
        for pid in reversed(family):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)
        deadline = time.monotonic() + 3
        while time.monotonic() < deadline and (process.poll() is None or any(Path(f"/proc/{pid}").exists() for pid in family)):
            time.sleep(0.02)
    process.wait()


def _wait_for_word(process: subprocess.Popen[bytes], word: str) -> None:
    assert process.stdout
    if process.stdout.readline().decode().strip() != word:
        raise NoLine("the two ends could not be joined")


def _wait_for_server(server: subprocess.Popen[bytes], over: Sequence[str], log: Path) -> None:
    """Until a command comes through. Raises NoLine."""
    deadline = time.monotonic() + _WAITING_S
    while time.monotonic() < deadline and server.poll() is None:
        done = subprocess.run([*over, "true"], stdin=subprocess.DEVNULL, capture_output=True, timeout=_WAITING_S, check=False)
        if not done.returncode:
            return
        time.sleep(0.1)
    said = log.read_text(encoding="utf-8", errors="replace").splitlines()
    raise NoLine(f"sshd did not let us in: {said[-1] if said else 'it said nothing'}")


def _free_port() -> int:
    for port in range(_LOWEST_PORT + os.getpid() % 10_000, 65_535):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise NoLine("no port is free")


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode:
        raise NoLine(f"{' '.join(command[:3])}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")


def _run_anyway(*command: str) -> None:
    with contextlib.suppress(NoLine):
        _run(*command)
