"""What a large session holds, given back to the system behind it: whoever leaves waits for the process, and not for its memory.

The system takes back the memory of a process before it tells who waits for it that it has ended: 13 ms for every 100 MiB, 60 at a hundred
thousand tasks. Where a second process shares that memory, the last of the two gives it back. So a session that holds much begins one that
does nothing but sleep a moment: it runs no code of ours and of Python, has no file open, and ends by itself, long after the session.
"""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from pathlib import Path
from typing import Final

_MUCH: Final = 96 << 20
"""Bytes of its own from which a session leaves them behind; what is less is given back within the time of a key."""
_SLEEP_US: Final = 250_000
"""How long the other process is there. Where the session, on a busy machine, ends after it, the session gives its memory back itself."""
_STACK: Final = 1 << 16
_CLONE_VM: Final = 0x100
"""The other shares the memory, and nothing else."""


def leave_behind() -> None:
    """Have another process give the memory back; the next call ends this one, for no file of it is open any more.

    Only where the system is Linux, much is held and no thread of ours still works, which may be writing to a file; whatever else goes
    wrong, the memory is given back as ever.
    """
    if sys.platform != "linux" or threading.active_count() > 1 or _held() < _MUCH:
        return
    with contextlib.suppress(Exception):
        import ctypes  # Polars has loaded it

        libc = ctypes.CDLL(None)
        stack = ctypes.create_string_buffer(_STACK)
        top = (ctypes.addressof(stack) + _STACK) & ~15  # it grows down, and begins at a multiple of 16
        sleep, begin = ctypes.cast(libc.usleep, ctypes.c_void_p), libc.clone
        for handle in os.listdir("/proc/self/fd"):  # it would hold the terminal, and who reads what was printed would wait for it
            with contextlib.suppress(OSError):  # the one the folder was read by
                os.close(int(handle))
        begin(sleep, ctypes.c_void_p(top), _CLONE_VM, ctypes.c_void_p(_SLEEP_US))


def _held() -> int:
    """Bytes of memory this process has for itself; 0 where that is not told."""
    try:
        _, resident, shared, *_ = map(int, Path("/proc/self/statm").read_bytes().split())
    except (OSError, ValueError):
        return 0
    return (resident - shared) * os.sysconf("SC_PAGESIZE")
