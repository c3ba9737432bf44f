"""What a path is that is named where a plan may stand: the plan's file, a roll-up of many plans, or another folder.

Asked by the first screen, before anything heavy is loaded, and by every command that takes both.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # typing itself costs milliseconds of a start
if TYPE_CHECKING:
    from typing import Final, Literal

    PathKind = Literal["file", "lake", "folder"]

FILE: Final = "file"
"""A file, or nothing yet: where it is to be a plan it is read, or refused, as one."""
LAKE: Final = "lake"
"""A folder ``kehoach rollup`` has made, of whatever format, also one that is half deleted."""
FOLDER: Final = "folder"
"""Any other folder, also one that may not be looked into."""

_VERSIONS: Final = ".versions"
_FORMAT: Final = "format="


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
    return LAKE if any(name == _VERSIONS or name.startswith(_FORMAT) for name in names) else FOLDER
