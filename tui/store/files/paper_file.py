"""A paper that leaves the workbench: a new file, or by request in the place of an older Word file, never of anything else."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from tui.model.text import N_, say
from tui.store.files.errors import SaveFailed, reason, shown_path
from tui.store.files.file_state import IfExists
from tui.store.files.new_file import refuse_existing, write_new
from tui.store.files.replace import Target, path_to_write, replace_file

_WORD_FILE: Final = b"PK\x03\x04"
"""How every Word file begins: a plan never does, so no plan is lost to a mistyped name."""


def check_paper(path: str | os.PathLike[str], if_exists: IfExists) -> None:
    """Raise :class:`SaveFailed` when a paper may not be written there: before the first of several is."""
    where = Path(path)
    if if_exists is IfExists.REFUSE:
        refuse_existing(where)
        return
    try:
        is_paper = _is_paper(path_to_write(where))
    except FileNotFoundError:
        return
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error
    except ValueError as error:  # a NUL in the name
        raise SaveFailed(say(N_("{path} was not saved: a file cannot have this name"), path=shown_path(where))) from error
    if not is_paper:
        raise SaveFailed(say(N_("{path} was not saved: what is there is no Word file, so it is not replaced"), path=shown_path(where)))


def _is_paper(path: Path) -> bool:
    if not stat.S_ISREG(os.stat(path).st_mode):  # a pipe is not opened: that would wait for somebody to write
        return False
    with path.open("rb") as old:
        return old.read(len(_WORD_FILE)) == _WORD_FILE


def write_paper(path: str | os.PathLike[str], data: bytes, if_exists: IfExists = IfExists.REFUSE) -> None:
    """Write a Word file, all or nothing; a new one is its owner's only (0600), a replaced one keeps its rights.

    Raises :class:`SaveFailed`.
    """
    where = Path(path)
    check_paper(where, if_exists)
    if not os.path.exists(where):
        write_new(where, data)
        return
    try:
        replace_file(path_to_write(where), data, Target.SCRATCH)
    except OSError as error:
        raise SaveFailed(say(N_("{path} was not saved: {reason}"), path=shown_path(where), reason=reason(error))) from error
