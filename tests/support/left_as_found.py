"""What all tests of a process share and none may change for those after it."""

from __future__ import annotations

import contextlib
import gc
import locale
import os
import signal
from pathlib import Path

from tui.screens.table.panel_sync import PanelSync

SIGNALS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH, signal.SIGPIPE)


_list, _target, _close = os.listdir, os.readlink, os.close  # a test may have put faults in their places


def shared_state() -> dict[str, object]:
    """The process as a test meets it: its folder, environment, umask, language, signals, and what the tests set on classes."""
    state: dict[str, object] = {f"${name}": value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
    state |= {f"the handler of {number.name}": _handler(number) for number in SIGNALS}
    return state | {
        "the working folder": os.getcwd(),
        "the umask": _umask(),
        "the locale": locale.setlocale(locale.LC_ALL),
        "the garbage collector": (gc.isenabled(), gc.get_threshold()),
        "PanelSync.quiet": PanelSync.quiet,
    }


def changes(before: dict[str, object], now: dict[str, object]) -> list[str]:
    """What differs, in words."""
    return [
        f"{name}: {before.get(name, 'not set')} → {now.get(name, 'not set')}"
        for name in sorted(before.keys() | now.keys())
        if before.get(name) != now.get(name)
    ]


def _handler(number: signal.Signals) -> object:
    """Who answers a signal; of SIGHUP it counts only whether we do: under nohup it is ignored, and asyncio gives the default back."""
    handler = signal.getsignal(number)
    return signal.SIG_DFL if number is signal.SIGHUP and handler is signal.SIG_IGN else handler


def _umask() -> str:
    """Read, not set and set again: a thread may be writing a file."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(line.split()[1] for line in status.splitlines() if line.startswith("Umask:"))


def descriptors(folder: Path) -> dict[int, str]:
    """The files below a folder that this process holds open, by their descriptors."""
    found = {}
    for number in _list("/proc/self/fd"):
        with contextlib.suppress(OSError):  # that of the list itself is gone by now
            found[int(number)] = _target(f"/proc/self/fd/{number}")
    return {number: path for number, path in found.items() if path.startswith(f"{folder}{os.sep}")}


def let_go(folder: Path, held_before: dict[int, str]) -> None:
    """Close the journals below a folder that a test has opened, as the end of a process would: those of sessions nobody has ended.

    Nothing else: a thread that still writes a file closes it itself, and would close whatever has got its number by then.
    """
    for number, path in descriptors(folder).items():
        if ".journal" in path and held_before.get(number) != path:
            _close(number)
