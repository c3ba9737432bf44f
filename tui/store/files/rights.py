"""Whether a file may be replaced, known before anybody works on it: a save writes a new file beside it and renames that over it.

The rename asks only for the folder's rights. The file's own are asked for as well: who takes the right to write away from a
plan (``chmod 444``, a filed version) means that it stays as it is. The superuser, whom the system lets do everything, is held to
what the owner may.
"""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

from tui.model.text import N_, Sentence, say
from tui.store.files.errors import shown_path


def is_protected(path: Path) -> bool:
    """Whether the file at ``path`` (links followed) may not be written to by this user. Raises OSError when it cannot be looked at."""
    return not _may(path, os.stat(path), stat.S_IWUSR, os.W_OK)


def is_anothers(path: Path) -> bool:
    """Whether another's file stands in a sticky folder, where only they and the folder's owner may replace it or take it away."""
    return _is_anothers(os.lstat(path), os.stat(path.parent))


def _is_anothers(file: os.stat_result, folder: os.stat_result) -> bool:
    return bool(folder.st_mode & stat.S_ISVTX) and os.geteuid() not in (0, file.st_uid, folder.st_uid)


def behind_links(path: Path) -> Path:
    """The file a path leads to, for its name and its folder: the path itself where it is no link, which one look tells.

    Links among its folders are followed by whoever looks at it; to follow them by name takes a look at each.
    """
    return Path(os.path.realpath(path)) if os.path.islink(path) else path


def why_not_replaced(path: Path) -> Sentence | None:
    """Why a save could not put another file in the place of the one at ``path``; None when it could, or there is none."""
    try:
        real = behind_links(path)
        file, folder = os.stat(real), os.stat(real.parent)
    except (OSError, ValueError):
        return None  # gone since it was read: that is said when it is saved
    name = shown_path(path.name)
    if not _may(real, file, stat.S_IWUSR, os.W_OK):
        return say(N_("{name} may not be written to: it is open for reading only"), name=name)
    if not _may(real.parent, folder, stat.S_IWUSR | stat.S_IXUSR, os.W_OK | os.X_OK):
        return say(N_("the folder of {name} may not be written to: it is open for reading only"), name=name)
    if _is_anothers(file, folder):
        template = N_("{name} is another’s file, which only they may replace: open for reading only")
        return say(template, name=name)
    return None


def owner_of(path: Path) -> int | None:
    """The user whose file it is; None when it cannot be looked at."""
    try:
        return os.stat(path).st_uid
    except (OSError, ValueError):
        return None


def other_names(path: Path) -> Sentence | None:
    """That the file at ``path`` has further names (hard links), which a save leaves with the version before; None when it has not."""
    with contextlib.suppress(OSError, ValueError):
        real = Path(os.path.realpath(path))
        names = os.stat(real).st_nlink
        if names == 2 and os.path.exists(previous_of(real)) and os.path.samefile(real, previous_of(real)):
            return None  # a save that was cut short
        if names > 1:
            template = N_("{name} has another name (hard link), which a save leaves as it was")
            return say(template, name=shown_path(path.name))
    return None


def previous_of(path: Path) -> Path:
    """Where the version before the last save is kept."""
    return path.with_name(f".{path.name}.prev")


def cut_of(path: Path) -> Path:
    """Where a version is kept that was cut short, and so does not take the place of the previous one."""
    return path.with_name(f".{path.name}.cut")


def _may(path: Path, status: os.stat_result, of_owner: int, wanted: int) -> bool:
    if os.geteuid() == 0 and status.st_mode & of_owner != of_owner:
        return False
    return os.access(path, wanted, effective_ids=True)
