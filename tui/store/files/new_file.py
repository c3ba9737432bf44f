"""A new file that leaves the workbench: whole or not at all, its owner's only, and never in the place of another."""

from __future__ import annotations

import os
from pathlib import Path

from tui.model.text import N_, say
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.replace import Target, path_to_write, replace_file


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


def refuse_existing(path: str | os.PathLike[str]) -> None:
    """Raise :class:`SaveFailed` when there is something with this name: before much is worked out for nothing."""
    if os.path.lexists(path):
        raise SaveFailed(say(N_("{path} was not saved: there is a file with this name already"), path=shown_path(path)))
