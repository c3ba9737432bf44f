"""A fault of the program's own, kept beside the journals for whoever mends it: its traceback may hold text of the plan."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Final

from tui.store.log.journal import journal_folder

_ENDS: Final = (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError)


def is_an_end(raised: BaseException) -> bool:
    """Whether what was raised ends something as it should; a panic of compiled code is no ``Exception``, and a fault all the same."""
    return isinstance(raised, _ENDS)


def keep_fault(text: str) -> Path | None:
    """Where the text is kept, readable by its owner only; None where that cannot be."""
    folder = journal_folder()
    path = folder / f"fault-{os.getpid()}.txt"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
    except OSError:
        return None
    return path
