"""Whether what was worked out of a plan seems to be kept for this start, told from the head of the file it would stand in.

What else that holds is :mod:`tui.store.snapshot.answers`. It is only a guess, made before anything is read: after a wrong one a start
works out for itself what it might have been helped with, or is helped with what is there.

Only modules that every Python has loaded at its start, or that cost next to nothing, are imported here.
"""

from __future__ import annotations

import os
import time
import zlib

from tui import __version__
from tui.start import first_page, others_file, places

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Final

MAGIC: Final = b"kehoach answers 5\n"
CHECKSUM: Final = 65
"""How long the second line is: the digest of all behind it."""
_MOST_BYTES: Final = 512
"""In which the first three lines are."""


def folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """Where the answers are kept; None where nothing can be."""
    cache = places.cache_folder(environ)
    return None if cache is None else os.path.join(cache, "answers")


def path(where: str, plan: str | os.PathLike[str]) -> str:
    """The file of a plan in this folder."""
    return os.path.join(where, f"{zlib.crc32(os.fsencode(os.path.realpath(plan))):08x}")


def grounds(plan: str | os.PathLike[str], language: str) -> str | None:
    """What answers rest on as far as can be told without reading anything, in a few letters; None where that cannot be looked at."""
    try:
        status = os.stat(plan)
        seen = (status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, language, __version__, first_page.program())
    except OSError:
        return None
    return f"{zlib.crc32(repr(seen).encode()):08x}"


def third_line(plan: str | os.PathLike[str], language: str, true: tuple[float, float]) -> bytes:
    """The line of answers as they are kept that says what they rest on and between which moments, in seconds since 1970, their day is."""
    return f"{grounds(plan, language)} {true[0]} {true[1]}\n".encode()


def seem_kept(plan: str, language: str, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether a start over a plan finds what it needs."""
    where = folder(environ)
    if where is None:
        return False
    try:
        handle = others_file.opened(path(where, plan))
        try:
            head = os.read(handle, _MOST_BYTES)
        finally:
            os.close(handle)
        on, begins, ends = head[len(MAGIC) + CHECKSUM :].partition(b"\n")[0].decode("ascii").split(" ")
        return head.startswith(MAGIC) and on == grounds(plan, language) and float(begins) <= time.time() < float(ends)
    except (OSError, ValueError):
        return False
