"""What a path is that is named where a plan may stand: the plan's file, a roll-up of many plans, a folder of plans, or another one.

Asked by the first screen, before anything heavy is loaded, and by every command that takes both.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from typing import Final, Literal

    PathKind = Literal["file", "lake", "plans", "folder"]

FILE: Final = "file"
"""A file, or nothing yet: where it is to be a plan it is read, or refused, as one."""
LAKE: Final = "lake"
"""A folder ``kehoach rollup`` has made, of whatever format, also one that is half deleted."""
PLANS: Final = "plans"
"""A folder without a plan of its own, in which plans stand in folders."""
FOLDER: Final = "folder"
"""Any other folder, also one that may not be looked into."""

_VERSIONS: Final = ".versions"
_FORMAT: Final = "format="
_PLAN: Final = "plan.toml"
_DEEP: Final = 2
"""Folders below one another in which plans are looked for."""
_MOST: Final = 500
"""Folders that are looked into: it is asked before anything is shown."""


def kind_of(path: str | os.PathLike[str]) -> PathKind:
    """What a path is."""
    try:
        if not os.path.isdir(path):
            return FILE
        names = os.listdir(path)
    except ValueError:
        return FILE
    except OSError:
        return FOLDER
    if any(name == _VERSIONS or name.startswith(_FORMAT) for name in names):
        return LAKE
    return PLANS if _PLAN not in names and _holds_plans(os.fspath(path), names) else FOLDER


def _holds_plans(folder: str, names: list[str]) -> bool:
    """Whether a plan stands in one of its folders, or in one of theirs, as far as can be told in a moment."""
    seen = 0
    level = [os.path.join(folder, name) for name in names if not name.startswith(".")]
    for _ in range(_DEEP):
        below: list[str] = []
        for path in level:
            seen += 1
            if seen > _MOST:
                return False
            if os.path.lexists(os.path.join(path, _PLAN)):
                return True
            try:
                below += [os.path.join(path, name) for name in os.listdir(path) if not name.startswith(".")]
            except OSError:
                continue
        level = below
    return False
