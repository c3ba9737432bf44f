"""What a sync left to a person: plans that both sides changed differently, kept in ``.git`` until they are decided.

A session over such a plan finds it here without git.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs

from tui.start import others_file
from tui.store.others_text import Unreadable, object_in, object_of, reading, text

STATE: Final = "kehoach"
"""The folder in ``.git`` that holds what a sync keeps."""
_NAME: Final = "open.json"
_MOST_BYTES: Final = 1 << 28


@attrs.frozen
class Pending:
    """A plan to be decided: its path from the top, the version both sides come from, the server's with its history, the commit of that."""

    path: str

    base: str = attrs.field(repr=False)
    theirs: str = attrs.field(repr=False)
    commit: str
    history: str = attrs.field(default="", repr=False)


def keep(folder: Path, plans: Iterable[Pending]) -> None:
    """Put these plans in the place of those that were to be decided before, in the folder of what a sync keeps. Raises OSError."""
    found = [attrs.asdict(plan) for plan in plans]
    place = folder / _NAME
    if not found:
        with contextlib.suppress(FileNotFoundError):
            place.unlink()
        return
    new = place.with_name(f"{_NAME}.tmp")
    new.write_bytes(json.dumps({"open": found}, ensure_ascii=True).encode())
    os.replace(new, place)


def pending_for(plan: Path) -> Pending | None:
    """What is to be decided in a plan file; None where nothing is, or that cannot be read. Raises nothing."""
    with contextlib.suppress(OSError, ValueError, Unreadable):
        real = Path(os.path.realpath(plan))
        top = top_of(real)
        if top is None:
            return None
        with reading():
            found = object_in(others_file.bytes_of(_private(top) / STATE / _NAME, _MOST_BYTES))
            name = real.relative_to(top).as_posix()
            for one in map(object_of, found["open"]):
                if one.get("path") == name:
                    return Pending(name, text(one, "base"), text(one, "theirs"), text(one, "commit"), text(one, "history"))
    return None


def top_of(plan: Path) -> Path | None:
    """The folder of the working copy a plan file (links resolved) is in; None where it is in none."""
    return next((folder for folder in plan.parents if os.path.lexists(folder / ".git")), None)


def _private(top: Path) -> Path:
    """The folder of git of a working copy: ``.git``, or where a file of that name says."""
    place = top / ".git"
    if place.is_dir():
        return place
    told = others_file.bytes_of(place, 4096).decode("utf-8", "surrogateescape")
    return top / told.removeprefix("gitdir:").strip()
