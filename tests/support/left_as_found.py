"""What all tests of a process share and none may change for those after it."""

from __future__ import annotations

import gc
import locale
import os
import signal
import threading
from pathlib import Path

from tui.screens.table.panel_sync import PanelSync
from tui.store.log.journal import SYNC

SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH, signal.SIGPIPE)


_list, _target, _close = os.listdir, os.readlink, os.close  # a test may have put faults in their places


def shared_state() -> dict[str, object]:
    """The process as a test meets it: its folder, environment, umask, language, signals, and what the tests set on classes."""
    environment = dict(os.environb)
    environment.pop(b"PYTEST_CURRENT_TEST", None)
    return {
        "the environment": environment,
        "the handlers of signals": {number: _handler(number) for number in SIGNALS},
        "the working folder": os.getcwd(),
        "the umask": _umask(),
        "the locale": locale.setlocale(locale.LC_ALL),
        "the garbage collector": (gc.isenabled(), gc.get_threshold()),
        "PanelSync.quiet": PanelSync.quiet,
    }


def changes(before: dict[str, object], now: dict[str, object]) -> list[str]:
    """What differs, in words."""
    if before == now:
        return []
    was, is_now = _apart(before), _apart(now)
    return [
        f"{name}: {was.get(name, 'not set')} → {is_now.get(name, 'not set')}"
        for name in sorted(was.keys() | is_now.keys())
        if was.get(name) != is_now.get(name)
    ]


def _apart(state: dict[str, object]) -> dict[str, object]:
    """The state with each variable and each handler by a name of its own."""
    apart: dict[str, object] = {}
    for name, value in state.items():
        apart |= {f"{name}, {_named(key)}": one for key, one in value.items()} if isinstance(value, dict) else {name: value}
    return apart


def _named(key: object) -> str:
    return os.fsdecode(key) if isinstance(key, bytes) else getattr(key, "name", str(key))


def _handler(number: signal.Signals) -> object:
    """Who answers a signal; of SIGHUP it counts only whether we do: under nohup it is ignored, and asyncio gives the default back."""
    handler = signal.getsignal(number)
    return signal.SIG_DFL if number is signal.SIGHUP and handler is signal.SIG_IGN else handler


def _umask() -> str:
    """Read, not set and set again: a thread may be writing a file."""
    with open("/proc/self/status", "rb", buffering=0) as status:
        return status.read(256).partition(b"Umask:")[2].split()[0].decode()


def descriptors(folder: Path) -> dict[int, str]:
    """The files below a folder that this process holds open, by their descriptors."""
    found, inside = {}, f"{folder}{os.sep}"
    for number in _list("/proc/self/fd"):
        try:
            path = _target(f"/proc/self/fd/{number}")
        except OSError:  # that of the list itself is gone by now
            continue
        if path.startswith(inside):
            found[int(number)] = path
    return found


def let_go(folder: Path, held_before: dict[int, str]) -> None:
    """Close the journals below a folder that a test has opened, as the end of a process would: those of sessions nobody has ended.

    Nothing else: a thread that still writes a file closes it itself, and would close whatever has got its number by then. One that has
    the disk hold a journal is waited for.
    """
    for thread in threading.enumerate():
        if thread.name == SYNC:
            thread.join()
    for number, path in descriptors(folder).items():
        if ".journal" in path and held_before.get(number) != path:
            _close(number)
