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
from tui.store.servers.joining import OpenPlan
from tui.store.servers.repository import STATE, Repository

_NAME: Final = "open.json"
_MOST_BYTES: Final = 1 << 28


@attrs.frozen
class Pending:
    """A plan to be decided: the version both sides come from, the server's, and the commit that is of."""

    base: str = attrs.field(repr=False)
    theirs: str = attrs.field(repr=False)
    commit: str


def keep(repository: Repository, plans: Iterable[OpenPlan]) -> None:
    """Put these plans in the place of those that were to be decided before. Raises OSError."""
    found = [{"path": plan.path, "commit": plan.commit, "base": plan.base, "theirs": plan.theirs} for plan in plans]
    place = repository.state / _NAME
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
        top = next((folder for folder in real.parents if os.path.lexists(folder / ".git")), None)
        if top is None:
            return None
        with reading():
            found = object_in(others_file.bytes_of(_private(top) / STATE / _NAME, _MOST_BYTES))
            name = real.relative_to(top).as_posix()
            for one in map(object_of, found["open"]):
                if one.get("path") == name:
                    return Pending(text(one, "base"), text(one, "theirs"), text(one, "commit"))
    return None


def _private(top: Path) -> Path:
    """The folder of git of a working copy: ``.git``, or where a file of that name says."""
    place = top / ".git"
    if place.is_dir():
        return place
    told = others_file.bytes_of(place, 4096).decode("utf-8", "surrogateescape")
    return top / told.removeprefix("gitdir:").strip()
