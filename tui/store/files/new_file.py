"""A new file that leaves the workbench: whole or not at all, its owner's only, and never in the place of another."""

from __future__ import annotations

import errno
import os
import re
import stat
from pathlib import Path
from typing import Final

from tui.model.text import N_, Sentence, say
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.replace import Target, path_to_write, replace_file

_ENDING: Final = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{0,5}$")
"""What ends a name as the kind of a file does; ``.2026`` is the end of a day."""


def write_new(path: str | os.PathLike[str], data: bytes, like: Path | None = None) -> None:
    """Write a file that is not there yet, its owner's only (0600) or for who may read and write the file ``like``.

    Raises :class:`SaveFailed`, also when there is one with this name.
    """
    where = Path(path)
    try:
        real = path_to_write(where)
        if os.path.lexists(where):
            raise FileExistsError
        replace_file(real, data, Target.NOTHING, like=like)
    except FileExistsError as error:
        raise SaveFailed(say(N_("{path} was not saved: there is a file with this name already"), path=shown_path(where))) from error
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error


def free_name(path: Path) -> Path:
    """The path, else with the next number behind its name (``de-lai-2.csv``): one under which nothing stands, to offer it."""
    number, free = 1, path
    while os.path.lexists(free):
        number += 1
        free = path.with_stem(f"{path.stem}-{number}")
    return free


def with_ending(path: Path, ending: str) -> Path:
    """The path with the ending its kind of file has (``.docx``) where its name has none at all; one that was typed stays."""
    name = path.name.rstrip(".")
    if not ending or not name or _ENDING.search(name):
        return path
    return path.with_name(name + ending)


def folder_fault(path: Path) -> Sentence | None:
    """Why no file can come to stand at a path: the first of its folders that is missing or is none, or one closed to new files."""
    folder = path.parent
    try:
        for folder in reversed(path.parents):
            if not stat.S_ISDIR(os.stat(folder).st_mode):
                return say(N_("{folder} is no folder"), folder=shown_path(folder))
        if not os.path.lexists(path) and not os.access(folder, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, "")
    except FileNotFoundError:
        return say(N_("there is no folder {folder}"), folder=shown_path(folder))
    except OSError as error:
        return say(N_("nothing can be written to the folder {folder}: {reason}"), folder=shown_path(folder), reason=reason(error))
    except ValueError:  # a NUL in the name
        return say(N_("a file cannot have this name"))
    return None


def refuse_existing(path: str | os.PathLike[str]) -> None:
    """Raise :class:`SaveFailed` when there is something with this name: before much is worked out for nothing."""
    if os.path.lexists(path):
        raise SaveFailed(say(N_("{path} was not saved: there is a file with this name already"), path=shown_path(path)))
