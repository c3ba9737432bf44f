"""A Debian of its own for a trial of installing: a chroot with ordinary users, a checkout of the tree as it is, and terminals in it.

Needs root, debootstrap, unshare, and the environment of tests (``./run test`` makes it). The bare systems are made once and kept in
``$KEHOACH_TRIALS`` (else ``~/.cache/kehoach-trials``); each trial has a copy, which goes at its end. What this machine needs to reach a
package index (certificates, names, pip's settings) is copied in.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / ".ci"))

from in_a_terminal import Terminal  # noqa: E402

PACKAGES = ["python3", "python3-venv", "python3-pip", "ca-certificates", "util-linux"]
USERS = ("lan", "minh")
"""Ordinary users there."""
_FROM_HERE = ("/etc/resolv.conf", "/etc/hosts", "/etc/ssl/certs/ca-certificates.crt", "/etc/pip.conf", "/etc/xdg/pip")
_PIP = ("PIP_CERT", "PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy")


def mirror() -> str:
    """The mirror this machine's packages come from."""
    for file in (Path("/etc/apt/sources.list.d/debian.sources"), Path("/etc/apt/sources.list")):
        if file.exists():
            words = [word for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#") for word in line.split()]
            for word in words:
                if word.startswith(("http://", "https://")) and not word.rstrip("/").endswith("security"):
                    return word
    raise SystemExit("no mirror of Debian is named in /etc/apt")


def bare(suite: str, packages: Sequence[str]) -> Path:
    """The folder of a bare system, made when it is not there."""
    kept = Path(os.environ.get("KEHOACH_TRIALS") or Path.home() / ".cache" / "kehoach-trials")
    folder = kept / "-".join([suite, *sorted(set(packages) ^ set(PACKAGES))])
    if not folder.exists():
        kept.mkdir(parents=True, exist_ok=True)
        new = Path(tempfile.mkdtemp(dir=kept))
        told = ["debootstrap", "--variant=minbase", f"--include={','.join(packages)}", suite, str(new), mirror()]
        try:
            subprocess.run(told, check=True, stdout=subprocess.DEVNULL)
            new.chmod(0o755)
            new.rename(folder)
        except BaseException:  # a mirror that fell silent, Ctrl+C: half a system serves nobody
            shutil.rmtree(new, ignore_errors=True)
            raise
    return folder


class Place:
    """A Debian to try things in."""

    def __init__(self, top: Path) -> None:
        self.top = top
        self.environ = {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "KEHOACH_TOUR": "0",
        }
        self.environ |= {name: os.environ[name] for name in _PIP if name in os.environ}

    def path(self, inside: str) -> Path:
        """Where a path of it is on this machine."""
        return self.top / inside.lstrip("/")

    def command(self, user: str, words: Sequence[str], *, network: bool = True, where: str = "") -> list[str]:
        """The command that runs words as a user in it; ``network=False`` without any, ``where`` in a folder."""
        home = "/root" if user == "root" else f"/home/{user}"
        environ = [f"{name}={value}" for name, value in (self.environ | {"HOME": home, "USER": user}).items()]
        told = ["unshare", "-n"] if not network else []
        told += ["chroot", f"--userspec={user}:{user}", str(self.top), "env", "-i", *environ]
        return [*told, "sh", "-c", 'cd "$1" && shift && exec "$@"', "sh", where or home, *words]

    def run(self, user: str, *words: str, network: bool = True, where: str = "", last: int = 3) -> subprocess.CompletedProcess[str]:
        """A command to its end, its output kept, of a long one the first lines and ``last`` lines printed."""
        print(f"\n{user}$ {' '.join(words)}" + ("" if network else "      (no network)"), flush=True)
        done = subprocess.run(
            self.command(user, words, network=network, where=where),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
        lines = [line for line in done.stdout.splitlines() if line.strip()]
        print(
            "\n".join(lines if len(lines) <= 5 + last else [*lines[:3], f"… {len(lines) - 3 - last} more lines …", *lines[-last:]]),
            flush=True,
        )
        print(f"[{done.returncode}]", flush=True)
        return done

    def terminal(self, user: str, *words: str, network: bool = True, where: str = "") -> Terminal:
        """A command in a terminal of 100×30."""
        print(f"\n{user}$ {' '.join(words)}      (in a terminal)", flush=True)
        return Terminal(self.command(user, words, network=network, where=where))

    def checkout(self, inside: str, owner: str) -> None:
        """The tree as it is, every file git knows, in a folder of an owner."""
        told = subprocess.run(["git", "-C", str(ROOT), "ls-files", "-z"], check=True, capture_output=True).stdout.decode()
        for name in filter(None, told.split("\0")):
            if (source := ROOT / name).exists():
                target = self.path(inside) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, target)
        subprocess.run(["chroot", str(self.top), "chown", "-R", f"{owner}:{owner}", inside], check=True)


@contextmanager
def debian(suite: str = "bookworm", packages: Sequence[str] = PACKAGES) -> Iterator[Place]:
    """A Debian with the users lan and minh; it is gone afterwards, with all that runs in it."""
    if os.geteuid() != 0:
        raise SystemExit("needs root: it makes a chroot")
    top = Path(tempfile.mkdtemp(prefix="kehoach-trial-"))
    mounted: list[Path] = []
    try:
        subprocess.run(["cp", "-a", "--reflink=auto", f"{bare(suite, packages)}/.", str(top)], check=True)
        for name in _FROM_HERE:
            if (source := Path(name)).exists():
                target = top / name.lstrip("/")
                target.parent.mkdir(parents=True, exist_ok=True)
                copy: Callable[..., object] = shutil.copytree if source.is_dir() else shutil.copy
                copy(source, target, **({"dirs_exist_ok": True} if source.is_dir() else {}))
        for name in ("proc", "dev", "dev/pts"):
            subprocess.run(["mount", "--bind", f"/{name}", str(top / name)], check=True)
            mounted.append(top / name)
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=1777", "kehoach", str(top / "dev/shm")], check=True)  # as every Debian has it
        mounted.append(top / "dev/shm")
        for user in USERS:
            subprocess.run(["chroot", str(top), "useradd", "--create-home", "--user-group", "--shell", "/bin/sh", user], check=True)
        yield Place(top)
    finally:
        for one in reversed(mounted):
            subprocess.run(["umount", "--lazy", str(one)], check=False)
        if not any(os.path.ismount(one) for one in mounted):
            shutil.rmtree(top, ignore_errors=True)


def must(told: bool, what: str) -> None:
    """What is promised: said when it holds, the end of the trial when it does not."""
    print(f"{'  ok   ' if told else '  FAILED '} {what}", flush=True)
    if not told:
        raise SystemExit(1)


def on_the_screen(terminal: Terminal, text: str, what: str, seconds: float = 60.0) -> None:
    """A text comes to the screen of a terminal."""
    try:
        terminal.wait_for(text, seconds)
    except AssertionError as fault:
        print(fault)
    must(text in terminal.text, what)


def left(terminal: Terminal) -> int:
    """The exit code of a program that is left by its key."""
    with suppress(OSError):
        terminal.send("q")
    return terminal.finish()


def alone(trial: Callable[[], None]) -> None:
    """Run a trial where its mounts are nobody else's."""
    if os.environ.get("KEHOACH_TRIAL") != "alone":
        os.environ["KEHOACH_TRIAL"] = "alone"
        os.execvp("unshare", ["unshare", "--mount", "--propagation", "private", sys.executable, *sys.argv])
    print(f"== {Path(sys.argv[0]).stem}: {(sys.modules['__main__'].__doc__ or '').splitlines()[0]}", flush=True)
    trial()
    print(f"== {Path(sys.argv[0]).stem}: done\n", flush=True)
