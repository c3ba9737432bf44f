"""Which process holds a lock, as the kernel tells it (``/proc/locks``): what stands in a file may be anybody's word."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

import attrs

from tui.store import identity


@attrs.frozen
class Holder:
    """The process that holds a lock, and whose it is."""

    process: int
    uid: int
    groups: frozenset[int]

    def login(self, told: str = "") -> str:
        """The login of its user; of one who acts for a person, as what it has written down tells, with that."""
        return identity.named_of(self.uid, told)[1]


def holder_of(status: os.stat_result, proc: Path = Path("/proc")) -> Holder | None:
    """Who holds a lock on the whole of a file; None when nobody does, or the kernel does not say who."""
    wanted = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    with contextlib.suppress(OSError, ValueError):
        for line in (proc / "locks").read_text("utf-8", "replace").splitlines():
            parts = line.split()
            if len(parts) > 5 and parts[1] == "FLOCK" and parts[5] == wanted:
                process = int(parts[4])
                return _holder(process, proc / str(process) / "status")
    return None


def _holder(process: int, status: Path) -> Holder:
    """A process with its effective user and groups. Raises OSError and ValueError: it is gone, or hidden."""
    told = dict(line.split(":", 1) for line in status.read_text("utf-8", "replace").splitlines() if ":" in line)
    uid, gid = (told.get(key, "").split() for key in ("Uid", "Gid"))
    if len(uid) < 2 or len(gid) < 2:
        raise ValueError(str(status))
    return Holder(process, int(uid[1]), frozenset({int(gid[1]), *map(int, told.get("Groups", "").split())}))
