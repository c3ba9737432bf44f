"""A fault of the program's own, kept beside the journals for whoever mends it: its traceback may hold text of the plan."""

from __future__ import annotations

import os
from pathlib import Path

from tui.store.log.journal import journal_folder


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
