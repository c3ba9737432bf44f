"""Folders that stay as long as a running session uses them: each has a file that sessions hold a shared lock on."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

MARK = ".kehoach"
"""Written last: a folder without it was not finished, and is made again."""


def finished(folder: Path) -> bool:
    """Whether a folder was made to its end."""
    return (folder / MARK).is_file()


def finish(folder: Path) -> None:
    """Mark a folder as made to its end; everybody may hold it."""
    mark = folder / MARK
    mark.touch()
    mark.chmod(0o644)


def hold(folder: Path) -> None:
    """Hold a folder as long as this process, and what it becomes, runs. Where locks are not to be had nothing is held."""
    with contextlib.suppress(OSError):
        file = os.open(folder / MARK, os.O_RDONLY)
        os.set_inheritable(file, True)
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)


def is_held(folder: Path) -> bool:
    """Whether some session runs from it; also where that cannot be told."""
    try:
        file = os.open(folder / MARK, os.O_RDONLY)
    except FileNotFoundError:
        return False
    except OSError:
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False


def clear(folders: Iterator[Path], but: set[Path]) -> None:
    """Take away the folders that nobody uses any more; what cannot be taken away stays."""
    for folder in folders:
        if folder not in but and folder.is_dir() and not folder.is_symlink() and not is_held(folder):
            with contextlib.suppress(OSError):
                (folder / MARK).unlink(missing_ok=True)  # first: a folder that is half gone is none
                shutil.rmtree(folder)


@contextlib.contextmanager
def alone(root: Path) -> Iterator[None]:
    """Meanwhile nobody else makes anything in a folder: who does is waited for. Raises OSError where it may not be written to."""
    file = os.open(root / ".kehoach-making", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
