"""Where a new plan can be written: a file that is missing or empty, or a folder without a plan."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from tui.model.plan import Plan
from tui.store.plan_file import load, load_text
from tui.store.plan_save import rendered, save, save_copy

_SMALL: Final = 1024
"""Bytes; a file of only spaces that is larger is looked at by a person."""


def write_new(path: Path, plan: Plan) -> None:
    """Write a plan into a file that is not there, or into one that holds nothing. Raises StoreError; then nothing was written."""
    if holds_nothing(path):
        save(load(path), plan)
    else:
        save_copy(path, rendered(load_text(""), plan))


def holds_nothing(path: Path) -> bool:
    """Whether the file is there and has not a letter in it."""
    try:
        return path.is_file() and path.stat().st_size <= _SMALL and not path.read_bytes().removeprefix(b"\xef\xbb\xbf").strip()
    except (OSError, ValueError):
        return False


def could_begin(path: Path) -> Path | None:
    """The file a new plan could be written to where nothing can be opened: missing or empty, or in a folder without a plan; else None."""
    try:
        if path.is_dir():
            inside = path / "plan.toml"
            return None if os.path.lexists(inside) else inside
        if holds_nothing(path):
            return path
        missing = path.suffix.lower() == ".toml" and not os.path.lexists(path) and path.parent.is_dir()
        return path if missing else None
    except (OSError, ValueError):
        return None
